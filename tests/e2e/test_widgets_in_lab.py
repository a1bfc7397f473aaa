"""The single widgets in a notebook of one's own: typed into, read in Python, and read again when Python is gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.test_lab import Lab, Visit, a_course, a_notebook, start_lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.slow, pytest.mark.browser]

NOTEBOOK = "自分の業務.ipynb"
CELLS = (
    "import json\n"
    "from kaizen_helpers.widgets import CardSort, Choice, FlowView, PolicyTable, ShortText, StepTable\n"
    "steps = [{'だれが': '国', '何を': '依頼する', '次': '2'}, {'だれが': '県', '何を': '集計する', '次': 'おわり'}]",
    "table = StepTable(steps)\ntable",
    "view = FlowView(steps, title='別の図')\ntable.on_change(view.show)\nview",
    "cards = CardSort(['名簿', '統計表'], ['使える', '使えない'])\ncards",
    "place = Choice('場所', ['庁内', '庁外'])\nplace",
    "minutes = ShortText('1件あたりの時間', unit='分')\nminutes",
    "found = [{'気づき': '全角の数字'}, {'気づき': '結合セル'}]\n"
    "policy = PolicyTable(found, {'方針': ['直す', '残す'], '理由': []})\npolicy",
    "rows = [[row['だれが'], row['何を'], row['次']] for row in table.value]\n"
    "print(json.dumps([rows, cards.value, place.value, minutes.value, minutes.number, policy.value]))",
)
TABLE, VIEW, CARDS, PLACE, MINUTES, POLICY = (
    "手順の表",
    "業務フロー図",
    "カードを分ける",
    "場所",
    "1件あたりの時間",
    "方針の表",
)
ALL = (TABLE, VIEW, CARDS, PLACE, MINUTES, POLICY)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("受講者") / "業務改善講座"


@pytest.fixture(scope="module")
def lab(folder: Path) -> Iterator[Lab]:
    running = start_lab(a_course(folder.parent / "教材"), folder)
    try:
        yield running.wait_until_open()
    finally:
        running.end()


@pytest.fixture(scope="module")
def visit(browser: Browser, lab: Lab, folder: Path) -> Iterator[Visit]:
    """The notebook, with every cell but the last run by hand."""
    (folder / NOTEBOOK).write_text(a_notebook(*(("code", source) for source in CELLS)), encoding="utf-8")
    visit = Visit(browser.new_page(viewport={"width": 1366, "height": 768}))
    page = visit.page
    page.set_default_timeout(60_000)
    open_notebook(page, lab)
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
    page.wait_for_timeout(3000)  # the sign of an idle kernel comes a little before it takes a cell
    for number, name in enumerate(("", *ALL), start=1):
        page.keyboard.press("Shift+Enter")
        page.locator(".jp-InputPrompt", has_text=f"[{number}]:").wait_for()
        if name:
            page.get_by_role("region", name=name).wait_for()
    yield visit
    page.close()


def open_notebook(page: Page, lab: Lab) -> None:
    page.goto(lab.url.replace("/lab?", f"/lab/tree/{NOTEBOOK}?") + "&reset")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")


def shown(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def values(page: Page) -> Any:
    """What Python says the values are: runs the last cell."""
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").last.click()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".jp-CodeCell:last-of-type .jp-OutputArea-output")
    return json.loads(page.locator(".jp-CodeCell").last.locator(".jp-OutputArea-output").inner_text())


def test_what_is_typed_and_chosen_arrives_in_python(visit: Visit) -> None:
    page = visit.page
    table = shown(page, TABLE)
    table.get_by_label("2行目 だれが").fill("総務課")
    table.get_by_label("2行目 何を").press("Alt+ArrowUp")
    table.get_by_text("2行目を、1行目に動かしました。").wait_for()
    shown(page, CARDS).get_by_role("group", name="名簿").get_by_label("使えない").check()
    shown(page, PLACE).get_by_label("庁外").check()
    shown(page, MINUTES).get_by_role("textbox").fill("約１時間半")
    shown(page, MINUTES).get_by_text("「約１時間半」を90分と読みました。").wait_for()
    shown(page, POLICY).get_by_label("1行目 方針").select_option("直す")
    shown(page, POLICY).get_by_label("2行目 理由").fill("印刷に使う")

    assert [
        [["総務課", "集計する", "おわり"], ["国", "依頼する", "1"]],
        {"名簿": "使えない", "統計表": ""},
        "庁外",
        "約１時間半",
        90,
        [
            {"気づき": "全角の数字", "方針": "直す", "理由": ""},
            {"気づき": "結合セル", "方針": "", "理由": "印刷に使う"},
        ],
    ] == values(page)


def test_the_drawings_follow_beside_the_table_and_in_a_view_of_their_own(visit: Visit) -> None:
    page = visit.page
    shown(page, TABLE).get_by_label("1行目 だれが").fill("会計課")

    for name in (TABLE, VIEW):
        shown(page, name).locator("svg text", has_text="会計課").first.wait_for()


def test_a_value_set_in_python_is_shown(visit: Visit) -> None:
    page = visit.page
    first = page.locator(".jp-Notebook .jp-CodeCell .cm-content").first
    first.fill("table.value = [{'だれが': '広報課', '何を': '知らせる'}]; place.value = '庁内'")
    first.press("Control+Enter")

    shown(page, TABLE).locator("svg text", has_text="広報課").first.wait_for()
    assert "広報課" == shown(page, TABLE).get_by_label("1行目 だれが").input_value()
    assert shown(page, PLACE).get_by_label("庁内").is_checked()


def test_saved_and_opened_again_without_python_the_page_beside_the_widget_is_read(
    visit: Visit, lab: Lab, folder: Path, browser: Browser
) -> None:
    visit.page.keyboard.press("Control+s")
    visit.page.wait_for_function("() => !document.querySelector('.jp-mod-dirty')")
    saved = (folder / NOTEBOOK).read_text(encoding="utf-8")
    later = Visit(browser.new_page())
    open_notebook(later.page, lab)
    for name in ALL:
        shown(later.page, name).wait_for()

    assert ("widget-view" in saved, later.page.locator(".kz-panel").count()) == (False, 0)
    assert ["番号", "だれが", "何を", "次"] == shown(later.page, TABLE).locator("th[scope=col]").all_inner_texts()[:4]
    assert shown(later.page, VIEW).locator("svg text", has_text="集計する").first.is_visible()
    assert "○ 庁内" in shown(later.page, PLACE).inner_text()
    assert later.complaints == []
    later.page.close()


def test_nothing_left_the_computer_and_nothing_complained(visit: Visit) -> None:
    assert ([], []) == (visit.elsewhere(), visit.complaints)
