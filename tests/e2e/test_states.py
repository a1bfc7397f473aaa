"""Panels in their states, at 1366 × 768 and at 200 % zoom: no barrier, nothing cut off, no English.

``KAIZEN_PICTURES=FOLDER`` goes through every state of every panel and keeps a picture of each there, to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kaizen_helpers.checkers import Exercise, exercises
from kaizen_helpers.checkers.store import AnswerStore
from tests.e2e.person import ROOT, panel
from tests.e2e.test_lab import Lab, Visit, start_lab
from tests.e2e.test_learner import look_for_barriers
from tests.known_answers import known_answers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.slow, pytest.mark.browser]
MODULES = ("00_setup", "01_flow", "02_issues", "03_tools", "04_excel", "05_notation", "06_kintone", "07_plan")
STATES = ("未着手", "もう一歩", "一緒に見よう", "できた", "未確認", "見本で続けています")
EVERYWHERE = ("未着手", "もう一歩", "できた")
WITH_EVERY_STATE = ("01_flow", "05_notation")
"""The other states look like these with another word above; they are looked at where panels are widest and longest."""
CASES = [
    (module, state)
    for module in MODULES
    for state in STATES
    if state in EVERYWHERE or module in WITH_EVERY_STATE or os.environ.get("KAIZEN_PICTURES")
]
JUDGED = ("もう一歩", "一緒に見よう", "できた")
SIZES = {"1366": (1366, 768), "200%": (683, 384)}
"""A window, and what is left of it when everything is shown twice as large."""
NO_PANEL = "common.wrong-type"
"""What no panel lets anybody write."""
CUT_OFF = """(panel) => [...panel.querySelectorAll('button, label, th, legend, p, summary')]
  .filter((e) => e.offsetWidth && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible')
  .map((e) => e.innerText)"""
"""Texts that are wider than the place they are shown in."""
HIDDEN_COLUMNS = """(panel) => [...panel.querySelectorAll('.kz-scroll')]
  .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.innerText.slice(0, 40))"""
"""Tables with columns that are only seen after scrolling sideways."""
CLOSED_ON_THE_WAY = "[anywidget] Failed to initialize model."
"""A panel that is made anew closes the one before; anywidget says so where that one was still being loaded."""
STICKS_OUT = "(panel) => Math.max(0, panel.scrollWidth - panel.clientWidth)"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    running = start_lab(ROOT, tmp_path_factory.mktemp("受講者") / "業務改善講座")
    try:
        yield running.wait_until_open()
    finally:
        running.end()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="ja-JP")
    page.set_default_timeout(60_000)
    yield Visit(page)
    page.close()


def scored(module: str) -> list[Exercise]:
    return [exercise for exercise in exercises(module) if exercise.points]


def answers_of(module: str, kind: str) -> dict[str, dict[str, Any]]:
    """One known answer of that kind (right, wrong) for each scored exercise."""
    found = {case.exercise.id: case.answer for case in reversed(known_answers(kind)) if case.mistake != NO_PANEL}
    return {exercise.id: found[exercise.id] for exercise in scored(module)}


def put(folder: Path, module: str, state: str) -> None:
    """Leave the answers on disk as a learner in that state has left them."""
    store = AnswerStore(folder / module, module)
    store.path.unlink(missing_ok=True)
    if state == "未着手":
        return
    kind = "right" if state in ("できた", "未確認") else "wrong"
    tries = {"もう一歩": 1, "一緒に見よう": 4}.get(state, 1)
    for exercise, answer in answers_of(module, kind).items():
        rev = 2 if state == "未確認" else 1
        more = {"sample": True} if state == "見本で続けています" else {}
        last = {"outcome": "incorrect", "mistake": None, "points": 0}
        store.update(exercise, answer=answer, rev=rev, tries=tries, hints=2, last=last, checked=1, **more)


def word_of(exercise: Exercise, state: str) -> str:
    """What the panel says in that state: what a person marks is neither right nor wrong yet."""
    return "講師が見ます" if exercise.rubric and state in JUDGED else state


def panels(page: Page) -> list[Locator]:
    return page.locator(".klab-page:visible .kz-panel").all()


@pytest.mark.parametrize(("module", "state"), CASES)
def test_each_panel_can_be_read_and_used_in_each_state(lab: Lab, visit: Visit, module: str, state: str) -> None:
    put(lab.folder, module, state)
    page = visit.page
    page.goto(lab.url.replace("/lab?", f"/lab/tree/{module}/{module}.ipynb?"))
    for exercise in scored(module):
        shown = panel(page, f"{exercise.code} {exercise.title}")
        shown.wait_for()
        if state != "未着手":
            shown.get_by_text(word_of(exercise, state), exact=True).first.wait_for()

    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(500)
        keep_pictures(page, f"{module}-{state}-{size}")
        assert look_for_barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
        amiss = {
            one.get_attribute("aria-label"): [one.evaluate(STICKS_OUT), one.evaluate(CUT_OFF)] for one in panels(page)
        }
        assert {name: [0, []] for name in amiss} == amiss
        if size == "1366":
            assert [found for one in panels(page) for found in one.evaluate(HIDDEN_COLUMNS)] == []
    assert visit.elsewhere() == []
    assert [complaint for complaint in visit.complaints if complaint != CLOSED_ON_THE_WAY] == []


def keep_pictures(page: Page, name: str) -> None:
    """A picture of each panel, in a window high enough to hold it."""
    if not os.environ.get("KAIZEN_PICTURES"):
        return
    size = page.viewport_size
    if size is None:
        return
    page.set_viewport_size({"width": size["width"], "height": 3000})
    page.wait_for_timeout(500)
    for number, one in enumerate(panels(page)):
        one.screenshot(path=str(Path(os.environ["KAIZEN_PICTURES"]) / f"{name}-{number}.png"))
    page.set_viewport_size(size)
    page.wait_for_timeout(500)
