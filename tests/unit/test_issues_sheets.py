"""The sheets for a meeting: one page of HTML that asks nothing from the net, with room to write."""

from __future__ import annotations

import re
from pathlib import Path

from kaizen_helpers.flow import Branch, Flow, Step, read_outline
from kaizen_helpers.issues.sheets import ecrs_sheet, issue_sheet
from kaizen_helpers.issues.sorting.tree import IssueTree, read_issue_tree

C2 = Path(__file__).parents[2] / "courses" / "01_flow" / "cases" / "c2_genjo.txt"
HOSTILE = '<script>alert("x")</script>'


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def flow(*steps: Step) -> Flow:
    return Flow("照会", steps)


def test_the_questions_stand_in_the_order_of_ecrs_behind_what_is_kept() -> None:
    sheet = ecrs_sheet(read_outline(C2.read_text(encoding="utf-8")).flow)

    heads = re.findall(r"<h2>(.*?)</h2>", sheet)
    assert heads == [
        "なくさない手順",
        "1　なくす（排除）",
        "2　まとめる（結合）",
        "3　入れ替える（入替）",
        "4　簡素にする（簡素化）",
    ]
    assert "どう確認するか" in sheet
    assert "なくせるか" in sheet


def test_a_machine_comes_last_where_there_is_one() -> None:
    sheet = ecrs_sheet(
        flow(Step(1, "県の担当", "回答を集計表に転記する", means="Excel", minutes=60, next=(Branch(None),)))
    )

    assert re.findall(r"<h2>(.*?)</h2>", sheet)[-1] == "5　自動にする（最後に）"


def test_a_flow_without_steps_says_that_nothing_was_found() -> None:
    assert plain(ecrs_sheet(Flow())).count("見つかりませんでした") == 4


def test_an_issue_tree_is_printed_with_what_to_look_at_again() -> None:
    tree = read_issue_tree("困りごと：kintoneを入れる\n　原因：担当者が足りないため", "受付").tree

    sheet = issue_sheet(tree)

    assert 'aria-label="論点の木"' in sheet
    assert "だれの何が楽になるのか" in plain(sheet)
    assert "受付　論点の整理" in plain(sheet)


def test_an_empty_tree_is_a_sheet_too() -> None:
    assert "ここに図が出ます" in issue_sheet(IssueTree())


def test_what_people_typed_stays_text_and_nothing_is_fetched() -> None:
    sheets = [
        ecrs_sheet(flow(Step(1, HOSTILE, HOSTILE, document=HOSTILE, basis=HOSTILE, seal=True))),
        issue_sheet(read_issue_tree([{"文": HOSTILE, "種類": "困りごと", "だれが": HOSTILE}], HOSTILE).tree),
    ]

    for sheet in sheets:
        assert "<script" not in sheet
        assert re.findall(r"""(?:src|href)=|url\(|@import""", sheet) == []
