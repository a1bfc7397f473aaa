"""A browser finds every Japanese text inside its box, with its own fonts and with wide Latin letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen_helpers.flow.drawing.drawing import Drawing, draw
from kaizen_helpers.flow.drawing.marks import CHANGES, SHOWN
from kaizen_helpers.flow.drawing.pages import draw_pages
from tests.text_frames import Found, frames_of_texts, hard_flow

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
WIDE = "'DejaVu Sans', 'Noto Sans CJK JP', sans-serif"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    return browser.new_page()


def drawings(seed: int) -> list[Drawing]:
    """One flow with hard labels in every way it can be drawn."""
    flow = hard_flow(seed)
    changes = {step.number: name for step, name in zip(flow.steps, CHANGES, strict=False)}
    return [
        draw(flow, marks={2: "二重入力（台帳と申請書）"}),
        draw(flow, direction="LR"),
        draw(flow, show=SHOWN, changes=changes),
        draw(flow, direction="LR", show=SHOWN, changes=changes),
        *draw_pages(flow, show=SHOWN, quality="typing"),
    ]


@pytest.mark.parametrize("family", ["", WIDE], ids=["own fonts", "wide Latin"])
@pytest.mark.parametrize("seed", range(3))
def test_every_text_lies_in_its_box_and_on_no_other(page: Page, seed: int, family: str) -> None:
    found = [frames_of_texts(page, drawing.svg, family) for drawing in drawings(seed)]

    assert [one.overflowing for one in found] == [[]] * len(found)
    assert [one.overlapping for one in found] == [[]] * len(found)
    assert all(one.texts > 20 for one in found[:4])


def test_the_measure_sees_a_text_that_reaches_out(page: Page) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">'
        '<rect x="50" y="20" width="60" height="30" fill="#fff"/>'
        '<text x="80" y="40" font-size="13" text-anchor="middle">申請書を受け付ける</text>'
        '<text x="80" y="45" font-size="13" text-anchor="middle">窓口</text></svg>'
    )

    assert frames_of_texts(page, svg) == Found(2, ["申請書を受け付ける"], ["窓口 / 申請書を受け付ける"])
