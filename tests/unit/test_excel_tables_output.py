"""What a repair hands on: the table and its ledger, written and read again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kaizen_helpers.excel.opening import open_book
from kaizen_helpers.excel.samples import CASES, before_and_after
from kaizen_helpers.excel.tables import Rule, as_table, ledger_table, plan_repair, repair
from kaizen_helpers.excel.tables.model import Repaired
from kaizen_helpers.excel.writing import write_tables
from tests.excel_sheets import sheet_of


def small() -> Repaired:
    rows: list[list[object]] = [
        ["題名"],
        [],
        ["車", "終了", "日", "人数"],
        ["００１", "2026/6/30 24:00", "R8.4.1", "1,200人"],
        ["合計", None, None, 1200],
    ]
    rules = {"車": Rule("code"), "終了": Rule("time"), "日": Rule("date"), "人数": Rule("number", "人")}
    done = repair(plan_repair(sheet_of(rows), rules), {"midnight:終了": "翌日の0時"})
    assert isinstance(done, Repaired)
    return done


def test_codes_stay_texts_and_a_midnight_keeps_its_time() -> None:
    table = as_table(small(), "直した表")
    assert [(one.heading, one.kind) for one in table.columns] == [
        ("車", "text"),
        ("終了", "text"),
        ("日", "date"),
        ("人数（人）", "number"),
    ]
    assert table.rows == (("001", "2026-07-01 00:00", date(2026, 4, 1), 1200),)


def test_the_ledger_says_of_each_cell_what_became_of_it() -> None:
    rows = {row[0]: row[1:] for row in ledger_table(small()).rows}
    assert rows["A1"] == ("表の外のセルを外す", "題名", "（表から外した）", "L1-04")
    assert rows["A4"] == ("コードをそろえる", "００１", "001", "L2-01")
    assert rows["B4"] == ("日時をそろえる", "2026/6/30 24:00", "2026-07-01 00:00", "L3-05")
    assert rows["D5"] == ("集計行を外す", "1200", "（表から外した）", "L1-04")


@pytest.mark.parametrize("case", CASES)
def test_what_is_written_can_be_opened_and_holds_every_row(case: str, tmp_path: Path) -> None:
    _, done = before_and_after(case, 4)
    path = write_tables(tmp_path / "直した表.xlsx", [as_table(done, "直した表"), ledger_table(done)])
    book = open_book(path)
    assert [one.name for one in book.sheets] == ["直した表", "変更の台帳", "説明"]
    assert book.sheets[0].height == len(done.rows) + 1
    assert book.sheets[1].height == len(done.ledger) + 1
