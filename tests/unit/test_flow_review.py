"""Remarks and replies on a flow, its versions with their differences, and the sheet on which a supervisor writes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.flow.change import review
from kaizen_helpers.flow.change.change_sheet import change_sheet
from kaizen_helpers.flow.change.compare import compare
from kaizen_helpers.flow.change.differences import differences, draw_differences
from kaizen_helpers.flow.change.questions import questions_about
from kaizen_helpers.flow.change.review import add_remark, looks, open_remarks, remark_rows, reply_remark, resolve_remark
from kaizen_helpers.flow.change.review_sheet import review_sheet
from kaizen_helpers.flow.change.savings import savings
from kaizen_helpers.flow.change.versions import read_versions, save_version
from kaizen_helpers.flow.change.winners import balance
from kaizen_helpers.flow.findings.checks import CHECKS, Finding
from kaizen_helpers.flow.model import Branch, Flow, Lane, LaneKind, Step
from tests.unit.flow_samples import c1, c1_twice
from tests.unit.test_flow_match import flows

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


def looked_at() -> Flow:
    """C1, drawn by 主事, looked at by the chief of the section and by its author."""
    flow = replace(c1(), author="主事")
    flow = add_remark(flow, "督促は何日後ですか", step=9, by="係長", date="2026-11-20")
    flow = add_remark(flow, "締切を先に決めましょう", by="係長", date="2026-11-20")
    return add_remark(flow, "自分でも見直した", by="主事", date="2026-11-24")


# --- remarks -------------------------------------------------------------------------------------


def test_a_remark_is_added_at_the_end_and_the_flow_before_is_untouched() -> None:
    before = c1()
    after = add_remark(before, "  だれが見ますか ", step=3, by="係長", date="2026-11-20")

    assert () == before.remarks
    assert [(3, "だれが見ますか", "", "係長", "2026-11-20")] == [
        (r.step, r.question, r.reply, r.by, r.date) for r in after.remarks
    ]


def test_a_reply_belongs_to_its_remark_and_may_be_written_anew() -> None:
    flow = reply_remark(reply_remark(looked_at(), 1, "3日後です"), 1, "5日後です")

    assert ["5日後です", "", ""] == [remark.reply for remark in flow.remarks]
    assert ["回答あり", "未回答", "未回答"] == [row["状態"] for row in remark_rows(flow)]


def test_a_remark_that_is_settled_is_not_open_any_more() -> None:
    flow = resolve_remark(reply_remark(looked_at(), 1, "5日後です"), 1)

    assert [2, 3] == [number for number, _ in open_remarks(flow)]
    assert ("済", "5日後です") == (remark_rows(flow)[0]["状態"], remark_rows(flow)[0]["回答"])
    assert flow == resolve_remark(flow, 1)


def test_remarks_survive_a_file() -> None:
    flow = resolve_remark(looked_at(), 2, "書きました")

    assert flow == Flow.from_dict(json.loads(json.dumps(flow.to_dict())))


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda flow: add_remark(flow, " "), "まだ何も書かれていません"),
        (lambda flow: add_remark(flow, "あ" * 2001), "2,000字まで"),
        (lambda flow: add_remark(flow, "？", step=99), "手順99がありません"),
        (lambda flow: add_remark(flow, "？", date="R8.11.25"), "2026-11-25"),
        (lambda flow: add_remark(flow, "？", date="2026-02-30"), "2026-11-25"),
        (lambda flow: reply_remark(flow, 4, "はい"), "指摘4がありません。1から3まで"),
        (lambda flow: reply_remark(flow, 0, "はい"), "指摘0がありません"),
        (lambda flow: resolve_remark(replace(flow, remarks=()), 1), "指摘はまだありません"),
    ],
)
def test_what_cannot_be_remarked_is_told_in_japanese(act: Any, said: str) -> None:
    with pytest.raises(InputError) as caught:
        act(looked_at())

    assert said in caught.value.message_ja


# --- who looked ----------------------------------------------------------------------------------


def test_the_latest_look_comes_first_with_the_remark_on_the_whole_as_its_main_one() -> None:
    found = looks(looked_at())

    assert [("主事", "2026-11-24"), ("係長", "2026-11-20")] == [(look.by, look.date) for look in found]
    assert "締切を先に決めましょう" == found[1].main.question
    assert 2 == len(found[1].remarks)


def test_the_look_of_somebody_else_counts_and_the_authors_own_does_not() -> None:
    flow = looked_at()
    found = review.reviewed_by_other(flow)

    assert found is not None
    assert "係長" == found.by
    assert review.reviewed_by_other(flow, "係長") is None
    assert review.reviewed_by_other(replace(flow, author=""), "主 事") is not None
    assert review.reviewed_by_other(c1()) is None


@pytest.mark.parametrize(("by", "date"), [("", "2026-11-20"), ("係長", ""), (" ", "")])
def test_a_remark_without_a_role_or_a_date_is_no_look(by: str, date: str) -> None:
    assert review.reviewed_by_other(add_remark(c1(), "？", by=by, date=date)) is None


# --- versions ------------------------------------------------------------------------------------


def test_every_version_is_kept_with_its_number_and_time(tmp_path: Path) -> None:
    path = tmp_path / "照会_版.json"
    save_version(path, Flow("一"), by="主事", now=NOW)
    save_version(path, Flow("二"), note="督促を足した", now=NOW)

    assert [(1, "一", "主事", ""), (2, "二", "", "督促を足した")] == [
        (version.number, version.flow.title, version.by, version.note) for version in read_versions(path)
    ]
    assert "2026-11-25T10:00:00+00:00" == read_versions(path)[0].saved


def test_the_same_flow_again_is_no_new_version(tmp_path: Path) -> None:
    path = tmp_path / "版.json"
    first = save_version(path, c1(), now=NOW)

    assert first == save_version(path, c1())
    assert 1 == len(read_versions(path))


@given(st.lists(flows(), max_size=3))
@settings(deadline=None, max_examples=15)
def test_any_flow_comes_back_as_it_was_saved(several: list[Flow]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "版.json"
        saved = [save_version(path, flow, now=NOW) for flow in several]

        assert tuple(dict.fromkeys(v.number for v in saved)) == (
            tuple(v.number for v in read_versions(path)) if several else ()
        )
        assert [v.flow for v in saved] == [read_versions(path)[v.number - 1].flow for v in saved]


@pytest.mark.parametrize(
    "damaged",
    [
        b"{", b"\xff\xfe", b"[]", b'{"format": "other"}', b"[" * 100_000,
        b'{"format": "kaizen-flow-versions-1", "versions": [{"number": 2, "flow": {"title": "", "steps": []}}]}',
        b'{"format": "kaizen-flow-versions-1", "versions": [{"number": 1, "flow": 3}]}',
    ],
    ids=["half", "no text", "a list", "another format", "deep", "number 1 is gone", "no flow"],
)  # fmt: skip
def test_a_damaged_file_is_put_aside_and_nothing_is_lost(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "版.json"
    path.write_bytes(damaged)

    with pytest.raises(InputError, match="版のファイル"):
        read_versions(path)
    assert 1 == save_version(path, c1(), now=NOW).number
    aside = [file for file in tmp_path.iterdir() if file != path]
    assert [damaged] == [file.read_bytes() for file in aside]
    assert aside[0].name.startswith("版-読めないファイル-")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="まず save_version"):
        read_versions(tmp_path / "版.json")


# --- differences ---------------------------------------------------------------------------------


def said(before: Flow, after: Flow) -> list[str]:
    return [difference.sentence_ja for difference in differences(before, after)]


def edited(number: int, **changes: Any) -> Flow:
    flow = c1()
    return replace(flow, steps=tuple(replace(s, **changes) if s.number == number else s for s in flow.steps))


def test_equal_flows_have_no_differences() -> None:
    assert [] == said(c1(), c1())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"minutes": 8}, "分を「8」にしました。"),
        ({"who": "市町"}, "担当を「係長」から「市町」に変えました。"),
        ({"seal": True, "means": "紙"}, "手段を「紙」にしました。押印を「なし」から「あり」に変えました。"),
        ({"inputs": ("氏名", "住所")}, "入力情報を「氏名・住所」にしました。"),
        (
            {"next": (Branch(15, "誤りなし", 0.9), Branch(13, "誤りあり", 0.1))},
            "次を「誤りなし→15 国へ集計表を提出する、誤りあり→13 回答を集計表に転記する」から"
            "「誤りなし90%→15 国へ集計表を提出する、誤りあり10%→13 回答を集計表に転記する」に変えました。",
        ),
    ],
)
def test_an_edit_is_told_with_its_place(changes: dict[str, Any], sentence: str) -> None:
    assert [f"手順14「集計表に誤りがないか」：{sentence}"] == said(c1(), edited(14, **changes))


def test_a_step_that_is_inserted_moves_the_numbers_and_is_the_only_difference() -> None:
    flow = c1()

    def on(number: int | None) -> int | None:
        return number + 1 if number is not None and number > 3 else number

    steps = [
        replace(s, number=on(s.number) or 0, next=tuple(replace(w, to=on(w.to)) for w in s.next)) for s in flow.steps
    ]
    steps[2] = replace(steps[2], next=(Branch(4),))
    steps.insert(3, Step(4, "係長", "調査票の案を決裁する", next=(Branch(5),)))

    assert [
        "手順3「調査票を市町ごとに分ける」：次を「4 20市町へ調査票を送る」から「4 調査票の案を決裁する」に変えました。",
        "手順4「調査票の案を決裁する」を加えました。",
    ] == said(flow, replace(flow, steps=tuple(steps)))


def test_a_step_that_is_gone_is_told_by_its_earlier_number() -> None:
    flow = c1()
    steps = tuple(replace(s, next=(Branch(4),)) if s.number == 2 else s for s in flow.steps if s.number != 3)

    assert [
        "手順2「依頼文を受け取る」：次を「3 調査票を市町ごとに分ける」から「4 20市町へ調査票を送る」に変えました。",
        "前の版の手順3「調査票を市町ごとに分ける」を除きました。",
    ] == said(flow, replace(flow, steps=steps))


def test_what_is_known_of_the_flow_and_its_owners_is_compared_too() -> None:
    after = replace(c1(), title="照会", cases=12, declared=(Lane("市町", LaneKind.OTHER),))

    assert [
        "題名を「照会の取りまとめ（現状）」から「照会」に変えました。",
        "年間件数を「12」にしました。",
        "担当「市町」の説明（区分・人数・単価）を変えました。",
    ] == said(c1(), after)


def test_remarks_and_replies_are_told() -> None:
    flow = add_remark(c1(), "督促は何日後ですか", step=9, by="係長", date="2026-11-20")

    assert ["手順9への指摘「督促は何日後ですか」が加わりました。"] == said(c1(), flow)
    assert ["手順9への回答「5日後です」が加わりました。"] == said(flow, reply_remark(flow, 1, "5日後です"))
    assert ["指摘が1件から0件に減りました。"] == said(flow, c1())


@given(flows(), flows())
@settings(deadline=None, max_examples=40)
def test_there_are_differences_where_the_flows_differ_and_only_there(a: Flow, b: Flow) -> None:
    assert (a != b) == bool(differences(a, b))
    assert all(difference.sentence_ja.endswith("。") for difference in differences(a, b))


def test_the_drawing_marks_what_is_gone_new_and_changed() -> None:
    flow = edited(5, minutes=40)
    flow = replace(flow, steps=(*(s for s in flow.steps if s.number != 9), Step(99, "係長", "結果を周知する")))
    drawing = draw_differences(c1(), flow)

    words = drawing.picture.description
    assert "手順9、県の担当。未提出の市町に督促する。印は、なくす。" in words
    assert "手順99、係長。結果を周知する。印は、追加。" in words
    assert 2 == words.count("調査票に回答を書く。印は、変える。")


# --- the sheet -----------------------------------------------------------------------------------


def test_findings_become_questions_and_two_that_always_help_follow() -> None:
    flow = Flow("", (Step(1, "", "確認する", next=(Branch(2),)), Step(2, "係長", "書類の内容を審査する", minutes=3)))

    asked = questions_about(flow)
    assert "手順1「確認する」は、だれが行いますか。" in asked
    assert "手順1は、1回に何分くらいかかりますか。" in asked
    assert ("この図にない例外は、年に何件くらいありますか。", "いちばん困っているのは、どの手順ですか。") == asked[-2:]


def test_a_finding_without_a_question_of_its_own_is_told_and_asked() -> None:
    other = Finding("another", (3,), "手順3で3日待ちます。", "advice")

    assert "手順3で3日待ちます。実際はどうですか。" == questions_about(c1(), [other])[0]


@pytest.mark.parametrize("check_id", list(CHECKS))
def test_every_check_has_a_question_and_no_word_of_blame(check_id: str) -> None:
    question = questions_about(c1(), [Finding(check_id, (9, 11), "見つかりました。", "error")])[0]

    assert question.endswith(("か。",))
    assert not re.search("間違|誤って|できていない|エラー|実際はどうですか", question)


def test_the_sheet_holds_everything_and_asks_the_network_for_nothing() -> None:
    page = review_sheet(replace(looked_at(), title="照会 <b>取りまとめ</b>"))

    assert page.startswith('<!DOCTYPE html>\n<html lang="ja">')
    for part in (
        "<svg",
        "聞きたいこと",
        "だれが見たか",
        "いちばんの指摘",
        "手順の一覧",
        "督促は何日後ですか",
        "未提出あり→9",
    ):
        assert part in page
    assert "<b>" not in page
    assert not re.search(r"<(script|link|img|iframe|object)|url\((?!#)|@import|src=|href=\"http", page)


def test_columns_that_nobody_filled_are_left_out() -> None:
    assert '<th class="one">分</th>' not in review_sheet(c1())
    assert '<th class="one">分</th>' in review_sheet(edited(3, minutes=30))


def test_own_questions_come_first() -> None:
    page = review_sheet(c1(), questions=["督促は、だれの名前で出しますか。", " "])

    assert "<ol><li>督促は、だれの名前で出しますか。</li><li>" in page


def test_an_empty_flow_has_a_sheet_to_write_on() -> None:
    page = review_sheet(Flow())

    assert "いちばんの指摘" in page
    assert "手順の一覧" not in page


def test_another_paper_is_refused_in_japanese() -> None:
    with pytest.raises(InputError, match="A4・A3のどれか"):
        review_sheet(c1(), paper="B5")  # type: ignore[arg-type]


@given(flows())
@settings(deadline=None, max_examples=8)
def test_any_flow_has_a_sheet(any_flow: Flow) -> None:
    assert review_sheet(any_flow).endswith("</html>\n")


# --- the sheet of the new way --------------------------------------------------------------------


def today_and_tomorrow() -> tuple[Flow, Flow]:
    """C1 with minutes, and the same without copying into the table."""
    before = replace(c1(), cases=12, steps=tuple(replace(s, minutes=10) for s in c1().steps))
    ways = (Branch(14, "不備なし"), Branch(11, "不備あり"))
    kept = [replace(s, next=ways) if s.number == 10 else s for s in before.steps if s.number != 13]
    last = [replace(s, next=(Branch(15, "誤りなし"), Branch(10, "誤りあり"))) if s.number == 14 else s for s in kept]
    return before, replace(before, steps=tuple(last))


@lru_cache
def new_way(paper: Any = "A3") -> str:
    before, after = today_and_tomorrow()
    saved, moved = savings(before, after), balance(before, after)
    return change_sheet(compare(before, after), saved=saved, balance=moved, paper=paper)


def test_the_sheet_of_the_new_way_holds_changes_hours_and_who_gains() -> None:
    sheet = new_way()

    for part in (
        "見直しシート",
        "効果の見込み",
        "見積りがずれたときに減る時間",
        "「県の担当」の作業が、",
        "いちばんの指摘",
    ):
        assert part in sheet
    assert "手順13「回答を集計表に転記する」は、見直し後の流れにありません。" in sheet
    assert "ほかの14の手順は、そのままです。" in sheet
    assert not re.search(r"<(script|link|img|iframe|object)|url\((?!#)|@import|src=", sheet)


def test_a_small_flow_stands_beside_its_new_form_and_a_large_one_on_sheets_of_its_own() -> None:
    small = Flow("試し", (Step(1, "係", "書類を読む", next=(Branch(None),)),))

    assert change_sheet(compare(small, small)).count('<section class="picture') == 1
    assert change_sheet(compare(c1_twice(), c1_twice())).count('<section class="picture') > 1


def test_two_empty_flows_have_a_sheet_too() -> None:
    assert "変わる手順はありません。" in change_sheet(compare(Flow(), Flow()), paper="A4")


# --- on paper ------------------------------------------------------------------------------------


def on_paper(browser: Browser, html: str, form_width: int) -> tuple[list[str], list[str], list[tuple[int, ...]]]:
    """What is wider than its place, what was asked of the network, and the sheets in millimetres."""
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(html)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": form_width, "height": 900})
    wider = page.evaluate(
        "[...document.querySelectorAll('main, main *')].filter(e => e.scrollWidth > e.clientWidth + 1"
        " && getComputedStyle(e).display !== 'inline' && e.tagName !== 'TR').map(e => e.tagName + e.textContent)"
    )
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    page.close()
    boxes = [box.split()[2:] for box in re.findall(rb"/MediaBox \[([^\]]+)\]", pdf)]
    return wider, asked, [tuple(sorted(round(float(points) / 72 * 25.4) for points in box)) for box in boxes]


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(
    ("paper", "form_width", "sheet"), [("A4", 695, (210, 297)), ("A3", 1489, (297, 420))], ids=["A4", "A3"]
)
def test_the_sheets_print_on_their_paper_with_nothing_cut_off(
    paper: Any, form_width: int, sheet: tuple[int, int], browser: Browser
) -> None:
    steps = [replace(s, means="文書管理システム", wait="約10日", minutes=90) for s in c1().steps]
    html = review_sheet(replace(looked_at(), steps=tuple(steps)), paper=paper) if paper == "A4" else new_way(paper)
    wider, asked, sheets = on_paper(browser, html, form_width)

    assert ([], []) == (wider, asked)
    assert {sheet} == set(sheets)
    assert 2 <= len(sheets) <= 5
