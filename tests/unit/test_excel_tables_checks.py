"""The checks of a repair bite: a step that goes wrong is stopped, whatever the step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaizen_helpers.excel.opening.model import Sheet
from kaizen_helpers.excel.samples import CASES, answers_of, as_sheet, dirty_book, plan_of, repair_at_desk
from kaizen_helpers.excel.tables import Refused, Repaired, Rule, plan_repair, repair, repairing, values
from kaizen_helpers.excel.tables.working import Line, Shape, Work
from tests.excel_sheets import sheet_of

RULES = {"団体": Rule("text"), "課": Rule("text"), "人数": Rule("number", "人")}
SHEET = sheet_of(
    [
        ["題名"],
        [],
        ["団体", "課", "人数"],
        ["唐津市", "総務", "1,200"],
        ["玄海町", "企画", None],
        ["小城市", "総務", 3],
    ]
)


def reasons(monkeypatch: pytest.MonkeyPatch, spoil: str) -> str:
    """Why the repair stops when the values of the rows are spoiled after they were read."""
    read = values.read_items

    def broken(work: Work, shapes: list[Shape], lines: list[Line]) -> None:
        read(work, shapes, lines)
        if spoil == "lost row":
            lines.pop()
        elif spoil == "blank to zero":
            lines[1].items[2] = replace(lines[1].items[2], value=0)
        elif spoil == "wrong number":
            lines[0].items[2] = replace(lines[0].items[2], value=1201)
        elif spoil == "number to blank":
            lines[2].items[2] = replace(lines[2].items[2], value=None)

    monkeypatch.setattr(repairing, "read_items", broken)
    done = repair(plan_repair(SHEET, RULES))
    assert isinstance(done, Refused)
    return "\n".join(done.reasons)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("lost row", "明細の行数"),
        ("blank to zero", "「人数」の空欄の数"),
        ("wrong number", "「人数」の合計"),
        ("number to blank", "「人数」の空欄の数"),
    ],
)
def test_a_step_that_goes_wrong_is_stopped(monkeypatch: pytest.MonkeyPatch, spoil: str, told: str) -> None:
    assert told in reasons(monkeypatch, spoil)


def test_a_cell_that_gets_lost_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repairing, "_outside", lambda _: None)
    done = repair(plan_repair(SHEET, RULES))
    assert isinstance(done, Refused)
    assert "行き先の分かるセルの数" in done.reasons[0]


@pytest.mark.parametrize("case", CASES)
def test_a_repair_leaves_what_it_was_given_alone(case: str) -> None:
    book = dirty_book(case, 11)
    sheet = as_sheet(book)
    before = dict(sheet.cells)
    plan = plan_of(book, sheet)
    assert isinstance(repair(plan, answers_of(book, plan.questions)), Repaired)
    assert dict(sheet.cells) == before


@pytest.mark.parametrize("case", [one for one in CASES if one != "C1-年度"])
def test_a_repaired_table_repaired_again_stays_as_it_is(case: str) -> None:
    book = dirty_book(case, 11)
    first = repair_at_desk(book, as_sheet(book))
    assert isinstance(first, Repaired)
    names = [f"{one.name}（{one.unit}）" if one.unit else one.name for one in first.columns]
    again = repair_at_desk(book, Sheet("表", (tuple(names), *first.rows)))
    assert isinstance(again, Repaired), again
    assert again.rows == first.rows
    assert {one.step for one in again.ledger} <= {"見出しを整える"}
