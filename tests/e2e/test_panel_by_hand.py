"""A person and a panel, beyond typing: paste from Excel, undo, move rows, drag cards, ask, take the sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaizen_helpers.checkers.store import AnswerStore
from tests.e2e.person import ROOT, panel, sample, saved
from tests.e2e.test_lab import Lab, Visit, start_lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.slow, pytest.mark.browser]
ASIS = "E1-2 照会の取りまとめを描く"
INFORMATION = "E0-2 使ってよい情報を見分ける"
TO_CLIPBOARD = """([plain, html]) => navigator.clipboard.write([new ClipboardItem({
  'text/plain': new Blob([plain], {type: 'text/plain'}), 'text/html': new Blob([html], {type: 'text/html'})})])"""
"""Excel puts the cells on the clipboard twice: with tabs, and as a table."""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    running = start_lab(ROOT, tmp_path_factory.mktemp("受講者") / "業務改善講座")
    try:
        yield running.wait_until_open()
    finally:
        running.end()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="ja-JP")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield Visit(page)
    context.close()


def open_fresh(lab: Lab, visit: Visit, module: str, name: str) -> Locator:
    """The panel, with nothing answered yet."""
    (lab.folder / module / "answers.json").unlink(missing_ok=True)
    visit.page.goto(lab.url.replace("/lab?", f"/lab/tree/{module}/{module}.ipynb?"))
    found = panel(visit.page, name)
    found.wait_for()
    return found


def cell(here: Locator, row: int, column: str) -> Locator:
    return here.get_by_role("textbox", name=f"{row}行目 {column}", exact=True)


def wait_until_saved(page: Page, folder: Path, find: str) -> dict[str, object]:
    for _ in range(100):
        entry = saved(folder, "01_flow", "flow-asis") if (folder / "01_flow" / "answers.json").exists() else {}
        if find in str(entry.get("answer")):
            return entry
        page.wait_for_timeout(100)
    raise AssertionError(f"「{find}」 was not saved")


def test_cells_copied_in_excel_are_pasted_as_rows_and_undone_in_one_step(lab: Lab, visit: Visit) -> None:
    here = open_fresh(lab, visit, "01_flow", ASIS)
    lines = [["市町", "調査票に\n記入する", "5"], ["県の担当者", "回答がそろったか", "6、4"]]
    plain = "\r\n".join("\t".join(f'"{text}"' if "\n" in text else text for text in line) for line in lines) + "\r\n"
    html = "<table>" + "".join("<tr>" + "".join(f"<td>{text}</td>" for text in line) + "</tr>" for line in lines)
    visit.page.evaluate(TO_CLIPBOARD, [plain, html])
    cell(here, 4, "だれが").click()
    visit.page.keyboard.press("Control+v")
    here.get_by_text("2行3列を貼り付けました。「元に戻す」で戻せます。").wait_for()

    shown = [[cell(here, row, column).input_value() for column in ("だれが", "何を", "次")] for row in (4, 5)]
    assert [["市町", "調査票に記入する", "5"], ["県の担当者", "回答がそろったか", "6、4"]] == shown
    here.locator("svg text", has_text="市町").first.wait_for()
    wait_until_saved(visit.page, lab.folder, "回答がそろったか")

    visit.page.keyboard.press("Control+z")
    here.get_by_text("元に戻しました。").wait_for()
    assert ["", ""] == [cell(here, row, "だれが").input_value() for row in (4, 5)]
    here.get_by_role("button", name="やり直す").click()
    assert "市町" == cell(here, 4, "だれが").input_value()
    assert visit.complaints == []


def test_rows_put_in_moved_and_taken_out_keep_the_numbers_of_the_ways(lab: Lab, visit: Visit) -> None:
    here = open_fresh(lab, visit, "01_flow", ASIS)
    ways = ("2", "3")
    assert ways == (cell(here, 1, "次").input_value(), cell(here, 2, "次").input_value())
    cell(here, 1, "何を").click()
    here.get_by_role("button", name="下に行を足す").click()
    here.get_by_text("2行目に、新しい行を足しました。").wait_for()
    assert ["3", "", "4"] == [cell(here, row, "次").input_value() for row in (1, 2, 3)]

    cell(here, 3, "何を").press("Alt+ArrowUp")
    here.get_by_text("3行目を、2行目に動かしました。").wait_for()
    assert ["2", "4", ""] == [cell(here, row, "次").input_value() for row in (1, 2, 3)]

    cell(here, 3, "何を").click()
    here.get_by_role("button", name="行を消す").click()
    here.get_by_text("3行目を消しました。「元に戻す」で戻せます。").wait_for()
    assert ["2", "3"] == [cell(here, row, "次").input_value() for row in (1, 2)]


def test_enter_that_settles_a_japanese_word_does_not_leave_the_cell(lab: Lab, visit: Visit) -> None:
    here = open_fresh(lab, visit, "01_flow", ASIS)
    place = cell(here, 4, "だれが")
    place.click()
    session = visit.page.context.new_cdp_session(visit.page)
    session.send("Input.imeSetComposition", {"text": "しちょう", "selectionStart": 4, "selectionEnd": 4})
    for kind in ("rawKeyDown", "keyUp"):
        session.send(
            "Input.dispatchKeyEvent", {"type": kind, "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
        )
    assert place.evaluate("e => e === document.activeElement")
    session.send("Input.insertText", {"text": "市町"})

    assert ("市町", True) == (place.input_value(), place.evaluate("e => e === document.activeElement"))
    wait_until_saved(visit.page, lab.folder, "市町")


def test_a_card_is_dragged_into_its_box(lab: Lab, visit: Visit) -> None:
    here = open_fresh(lab, visit, "00_setup", INFORMATION)
    name = sample("00_setup", "setup-information")["items"][0]["情報"]
    box = here.get_by_role("region", name="相談する").or_(here.locator(".kz-pile", has_text="相談する").last)
    here.get_by_role("group", name=name).drag_to(box.last)

    here.get_by_text(f"「{name}」を「相談する」に入れました。").wait_for()
    assert here.get_by_role("group", name=name).get_by_role("radio", name="相談する").is_checked()


def test_the_sample_is_put_in_place_and_ones_own_answer_can_be_had_back(lab: Lab, visit: Visit) -> None:
    here = open_fresh(lab, visit, "01_flow", ASIS)
    cell(here, 4, "だれが").fill("わたしの担当")
    wait_until_saved(visit.page, lab.folder, "わたしの担当")
    here.get_by_role("button", name="見本から続ける").click()
    here.get_by_role("button", name="見本を入れて続ける").click()
    here.get_by_text("見本を入れました。").wait_for()
    assert "わたしの担当" != cell(here, 4, "だれが").input_value()
    entry = saved(lab.folder, "01_flow", "flow-asis")
    assert (True, "わたしの担当") == (entry["sample"], entry["before_sample"]["rows"][3]["だれが"])

    here.get_by_role("button", name="前の答え").click()
    here.get_by_role("radio", name="見本にする前").check()
    here.get_by_role("button", name="これに戻す").click()
    here.get_by_text("前の答えに戻しました。").wait_for()
    assert "わたしの担当" == cell(here, 4, "だれが").input_value()


def test_a_question_goes_to_the_trainer_only_after_it_was_read(lab: Lab, visit: Visit) -> None:
    here = open_fresh(lab, visit, "01_flow", ASIS)
    questions = lab.folder / "質問"
    before = set(questions.glob("*")) if questions.exists() else set()
    here.get_by_role("button", name="講師に聞く").click()
    dialog = here.get_by_role("group", name="講師に聞く")
    dialog.get_by_text("次の内容だけを、講師に知らせます。").wait_for()
    dialog.get_by_role("textbox").fill("分かれ道の先が分かりません")
    assert before == (set(questions.glob("*")) if questions.exists() else set())
    dialog.get_by_role("button", name="この内容で知らせる").click()
    here.get_by_text("手を挙げて、この画面を講師に見せてください。").wait_for()

    (made,) = set(questions.glob("*")) - before
    assert "分かれ道の先が分かりません" in made.read_text(encoding="utf-8")


def test_an_answer_changed_on_another_screen_is_not_written_over(lab: Lab, visit: Visit) -> None:
    here = open_fresh(lab, visit, "01_flow", ASIS)
    cell(here, 4, "だれが").fill("この画面")
    entry = wait_until_saved(visit.page, lab.folder, "この画面")
    other = AnswerStore(lab.folder / "01_flow", "01_flow")
    rows = [dict(row) for row in entry["answer"]["rows"]]  # type: ignore[index]
    rows[3]["だれが"] = "別の画面"
    other.save_answer("flow-asis", {**entry["answer"], "rows": rows}, base=int(str(entry["rev"])), by="other:1")  # type: ignore[dict-item]
    cell(here, 4, "何を").fill("書き足した文")
    dialog = here.get_by_role("group", name="どちらの答えを使いますか")
    dialog.wait_for()
    assert "別の画面" == saved(lab.folder, "01_flow", "flow-asis")["answer"]["rows"][3]["だれが"]

    dialog.get_by_role("button", name="別の画面の答えを使う").click()
    visit.page.wait_for_function(
        "name => document.querySelector(`[aria-label='${name}']`).value === '別の画面'", arg="4行目 だれが"
    )
    here.get_by_role("button", name="前の答え").click()
    here.get_by_role("radio", name="この画面で書いた分").check()
    here.get_by_role("button", name="これに戻す").click()
    here.get_by_text("前の答えに戻しました。").wait_for()
    assert ("この画面", "書き足した文") == (cell(here, 4, "だれが").input_value(), cell(here, 4, "何を").input_value())
