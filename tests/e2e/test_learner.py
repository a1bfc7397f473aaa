"""A learner's way through 01_flow in a real browser: open, answer, be answered, come back, hand in.

``KAIZEN_PICTURES=FOLDER`` keeps a picture of each station there; those in ``docs/pictures`` come from here.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kaizen_helpers.checkers.judging import judge_answers
from kaizen_helpers.checkers.m01_faults import PLANTED
from tests.e2e.test_lab import Lab, Visit, start_lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.slow, pytest.mark.browser]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("受講者") / "業務改善 講座"


@pytest.fixture(scope="module")
def lab(folder: Path) -> Iterator[Lab]:
    running = start_lab(ROOT, folder)
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


def picture(page: Page, name: str, last: Locator | None = None) -> None:
    """Keep a picture, if asked to; ``last`` is what should stand at its lower edge."""
    if os.environ.get("KAIZEN_PICTURES"):
        if last is not None:
            last.evaluate("e => e.closest('[role=status]').scrollIntoView({block: 'end'})")
        page.wait_for_timeout(700)
        page.screenshot(path=str(Path(os.environ["KAIZEN_PICTURES"]) / f"{name}.png"))


def open_exercises(page: Page, lab: Lab) -> None:
    """From the welcome page to the exercises of 01_flow, and every cell run, as the first cell tells one to."""
    page.goto(lab.url)
    page.wait_for_selector(".jp-MarkdownViewer h1")
    picture(page, "welcome")
    width = page.locator("#jp-main-dock-panel").evaluate("e => e.getBoundingClientRect().right")
    assert width > 1350, "a strip at the right is left blank"
    page.get_by_role("link", name="01 業務フロー図の演習").click()
    run_all(page)


def run_all(page: Page) -> None:
    """「実行」→「すべてのセルを実行」, once the notebook and its kernel are there."""
    page.wait_for_selector(".jp-NotebookPanel:visible .jp-Notebook")
    page.wait_for_function("() => document.body.innerText.includes('アイドル')")
    page.locator(".lm-MenuBar-item", has_text="実行").click()
    page.locator(".lm-Menu-item:visible", has_text="すべてのセルを実行").first.click()


def panel(page: Page, text: str) -> Locator:
    """The output of the exercise whose question holds these words, scrolled to: JupyterLab keeps only what is near."""
    found = page.locator(".jp-NotebookPanel:visible .jp-OutputArea-child", has_text=text).first
    scroller = page.locator(".jp-NotebookPanel:visible .jp-WindowedPanel-outer")
    for _ in range(3):  # widgets arrive one by one, and the page grows
        height = scroller.evaluate("e => { e.scrollTop = 0; return e.scrollHeight; }")
        for top in range(0, int(height) + 400, 400):
            scroller.evaluate("(e, top) => { e.scrollTop = top; }", top)
            page.wait_for_timeout(300)
            if found.count():
                found.scroll_into_view_if_needed()
                return found
    raise AssertionError(f"no panel says {text}")


def choose(box: Locator, row: int, kind: str, cell: str) -> None:
    """Choose 「気になる点」 and 「どの欄」 in a row of E1-1 (rows from 1)."""
    lists = box.locator("select")
    lists.nth(2 * row - 2).select_option(label=kind)
    lists.nth(2 * row - 1).select_option(label=cell)


def saved(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "01_flow" / "answers.json").read_text(encoding="utf-8"))
    return content


def test_a_learner_answers_is_answered_comes_back_and_hands_in(lab: Lab, visit: Visit, folder: Path) -> None:
    page = visit.page
    open_exercises(page, lab)

    faults = panel(page, "後任の方が困る所が")
    faults.get_by_role("button", name="答え合わせ").wait_for()
    assert "Traceback" not in page.locator(".jp-Notebook:visible").inner_text()
    for fault in PLANTED[:2]:
        choose(faults, fault.row, fault.kind, fault.cells[0])
    faults.get_by_role("button", name="答え合わせ").click()
    faults.get_by_text("もう一歩").wait_for()
    faults.get_by_text("保存済み").wait_for()
    picture(page, "checked-wrong", faults.get_by_text("次の一手"))

    for fault in PLANTED[2:]:
        choose(faults, fault.row, fault.kind, fault.cells[0])
    faults.get_by_text("未確認").wait_for()
    faults.get_by_role("button", name="答え合わせ").click()
    faults.get_by_text("6か所すべてを、根拠と一緒に見つけました。").wait_for()
    picture(page, "checked-right", faults.get_by_text("次の一手"))

    page.reload()
    page.locator(".lm-TabBar-tab", has_text="01_flow.ipynb").click()
    run_all(page)
    panel(page, "後任の方が困る所が").get_by_text("6か所すべてを").wait_for()

    hand_in = panel(page, "提出ファイルを作る")
    hand_in.scroll_into_view_if_needed()
    hand_in.get_by_role("textbox").first.fill("７番")
    hand_in.get_by_role("button", name="提出ファイルを作る").click()
    page.get_by_text("01_flow_seat07_").first.wait_for()
    picture(page, "handed-in")

    (handed_in,) = (folder / "提出").glob("01_flow_seat07_*.zip")
    with zipfile.ZipFile(handed_in) as archive:
        assert set(archive.namelist()) == {"manifest.json", "01_flow.ipynb", "answers.json"}
        answers = json.loads(archive.read("answers.json"))
        notebook = archive.read("01_flow.ipynb").decode("utf-8")
    assert judge_answers("01_flow", answers)["flow-faults"].points == 10
    assert not any(cell.get("outputs") for cell in json.loads(notebook)["cells"])
    assert str(folder) not in notebook
    assert visit.elsewhere() == []
    assert visit.complaints == []


def test_a_table_is_typed_and_the_drawing_beside_it_follows(lab: Lab, visit: Visit, folder: Path) -> None:
    page = visit.page
    open_exercises(page, lab)
    asis = panel(page, "聞き取りメモ（県の担当者の話")
    asis.get_by_role("button", name="答え合わせ").wait_for()
    boxes = asis.get_by_role("textbox")

    for number, text in enumerate(("市町", "調査票に記入して、回答をメールで送る", "おわり"), start=4 * 3):
        boxes.nth(number).fill(text)
        boxes.nth(number).press("Tab")
    boxes.nth(4 * 2 + 2).fill("４")
    boxes.nth(4 * 2 + 2).press("Tab")

    asis.locator("svg text", has_text="市町").first.wait_for()
    asis.get_by_role("button", name="答え合わせ").click()
    asis.get_by_text("手順の数です").wait_for()
    picture(page, "drawing", asis.get_by_text("次の一手"))
    rows = saved(folder)["exercises"]["flow-asis"]["answer"]["rows"]
    assert (rows[2]["次"], rows[3]["だれが"]) == ("４", "市町")

    page.keyboard.press("Control+s")
    page.wait_for_timeout(3000)
    notebook = json.loads((folder / "01_flow" / "01_flow.ipynb").read_text(encoding="utf-8"))
    assert [cell["id"] for cell in notebook["cells"] if "widget-view" in json.dumps(cell.get("outputs", []))] == []
    assert any(cell.get("execution_count") for cell in notebook["cells"])  # it was saved after the cells ran
    assert visit.complaints == []
