"""Made-up workbooks: repeatable, invented, and honest about what was done to them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.opening import open_book
from kaizen_helpers.excel.samples import (
    CASES,
    TRAPS,
    as_sheet,
    before_and_after,
    clean_table,
    dirty_book,
    repair_at_desk,
    write_dirty,
)
from kaizen_helpers.excel.tables import Refused
from kaizen_helpers.notation import check_corporate_number
from tests.excel_sheets import first_sheet


@pytest.mark.parametrize("case", CASES)
def test_the_same_seed_gives_the_same_workbook(case: str) -> None:
    assert dirty_book(case, 3) == dirty_book(case, 3)
    assert dirty_book(case, 3).cells != dirty_book(case, 4).cells


@pytest.mark.parametrize("case", CASES)
def test_every_row_of_the_truth_has_its_kinds_of_dirt(case: str) -> None:
    book = dirty_book(case, 5)
    assert len(book.row_dirt) == len(book.clean.rows) > 0


@pytest.mark.parametrize("case", CASES)
def test_a_clean_table_holds_its_columns_and_no_other_types(case: str) -> None:
    table = clean_table(case, 1)
    types = {"number": int | float, "date": date, "time": datetime}
    for row in table.rows:
        assert len(row) == len(table.fields)
        for value, one in zip(row, table.fields, strict=True):
            assert value is None or isinstance(value, types.get(one.kind, str))


def test_telephone_numbers_are_of_the_invented_range() -> None:
    table = clean_table("C1", 2)
    place = [one.name for one in table.fields].index("電話")
    assert all(str(row[place]).startswith("0952-00-") for row in table.rows)


def test_codes_of_towns_pass_the_public_check_digit() -> None:
    table = clean_table("C1", 2)
    place = [one.name for one in table.fields].index("団体コード")
    for row in table.rows:
        code = str(row[place])
        total = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=False))
        assert int(code[5]) == (11 - total % 11) % 10


def test_an_unknown_case_is_answered_in_japanese() -> None:
    with pytest.raises(InputError, match="という例はありません"):
        clean_table("C9", 1)


def test_corporate_numbers_pass_the_public_check_and_belong_to_nobody() -> None:
    for case in ("C2", "C4"):
        table = clean_table(case, 2)
        place = [one.name for one in table.fields].index("法人番号")
        assert all(check_corporate_number(row[place]).state == "ok" for row in table.rows)
        assert all(str(row[place])[1:5] == "9990" for row in table.rows)


def test_there_is_no_diagnosis_in_c3_and_nobody_s_name_in_c7() -> None:
    assert not any("診断" in one.name or "病" in one.name for one in clean_table("C3", 1).fields)
    assert not any("氏名" in one.name or "カナ" in one.name for one in clean_table("C7", 1).fields)


@pytest.mark.parametrize("case", CASES)
def test_the_truth_keeps_its_own_rules(case: str) -> None:
    """Limits, order of columns, keys: the truth has no fault, so that whatever is told was put there as dirt."""
    for seed in range(20):
        table = clean_table(case, seed)
        names = [one.name for one in table.fields]
        for row in table.rows:
            for value, one in zip(row, table.fields, strict=True):
                if isinstance(value, int | float):
                    assert one.least is None or one.least <= value
                    assert one.most is None or value <= one.most
                other = row[names.index(one.not_below)] if one.not_below else None
                assert value is None or other is None or value >= other  # type: ignore[operator]
        keys = [tuple(row[names.index(name)] for name in table.key) for row in table.rows]
        assert not table.key or len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        ("C1", "名前の揺れ"),
        ("C1", "二重の提出"),
        ("C1", "その他の同居"),
        ("C2", "円記号"),
        ("C3", "半角カナ"),
        ("C3", "略した和暦"),
        ("C4", "選択肢の揺れ"),
        ("C5", "先頭ゼロ落ち"),
        ("C6", "24:00"),
        ("C6", "全角の時刻"),
        ("C6", "〃"),
        ("C7", "数の単位"),
        ("C7", "二重の提出"),
        ("C8", "日本語の日付"),
    ],
)
def test_each_case_gets_the_dirt_of_its_work(case: str, kind: str) -> None:
    found = {one for seed in range(25) for row in dirty_book(case, seed).row_dirt for one in row}
    assert kind in found


def test_the_days_that_trip_people_up_are_in_c3() -> None:
    days = {row[4] for seed in range(20) for row in clean_table("C3", seed).rows}
    assert {date(1989, 1, 7), date(1988, 2, 29)} <= days
    written = {str(value) for seed in range(40) for value in dirty_book("C3", seed).cells.values()}
    assert {"昭和64年1月7日", "S64/1/7"} & written


def test_some_cars_come_back_after_midnight() -> None:
    spans = [row[2:4] for seed in range(10) for row in clean_table("C6", seed).rows]
    assert any(start.date() < end.date() and end.hour for start, end in spans)  # type: ignore[attr-defined]


@pytest.mark.parametrize("case", CASES)
def test_the_row_of_the_sheet_is_told_for_each_row_of_the_truth(case: str) -> None:
    book = dirty_book(case, 5)
    assert len(book.sheet_rows) == len(book.clean.rows)
    assert all(any(row == place for place, _ in book.cells) for row in book.sheet_rows)


@pytest.mark.parametrize("case", CASES)
def test_the_sheet_in_memory_is_the_sheet_of_the_opened_file(case: str, tmp_path: Path) -> None:
    book = dirty_book(case, 7)
    opened, made = open_book(write_dirty(book, tmp_path / "a.xlsx")).sheet, as_sheet(book)
    assert dict(opened.cells.items()).keys() == dict(made.cells.items()).keys()
    for place, cell in made.cells.items():
        assert (type(opened.value(*place)), opened.value(*place)) == (type(cell.value), cell.value)
        assert opened.cells[place].number_format == cell.number_format
    assert set(opened.merged) == set(made.merged)
    assert (opened.hidden_rows, opened.hidden_columns) == (made.hidden_rows, made.hidden_columns)


@pytest.mark.parametrize("case", CASES)
def test_before_and_after_is_the_dirty_sheet_and_the_truth(case: str) -> None:
    before, after = before_and_after(case, 4)
    assert before == as_sheet(dirty_book(case, 4))
    assert after.rows == dirty_book(case, 4).clean.rows


@pytest.mark.parametrize("case", CASES)
def test_every_trap_of_a_case_is_refused_with_a_reason(case: str) -> None:
    for seed in range(16):
        book = dirty_book(case, seed, trap=True)
        done = repair_at_desk(book, as_sheet(book))
        assert isinstance(done, Refused), (book.trap, seed)
        assert done.reasons


def test_every_trap_is_used() -> None:
    used = {dirty_book(case, seed, trap=True).trap for case in CASES for seed in range(60)}
    assert used == set(TRAPS)


def test_what_is_written_is_what_stands_in_the_book(tmp_path: Path) -> None:
    book = dirty_book("C5", 7)
    sheet = first_sheet(write_dirty(book, tmp_path / "a.xlsx"))
    assert sheet.hidden_rows == frozenset(book.hidden_rows)
    assert {(one.top, one.left, one.bottom, one.right) for one in sheet.merged} == set(book.merged)
    texts = {place: value for place, value in book.cells.items() if isinstance(value, str)}
    assert {place: sheet.value(*place) for place in texts} == texts


def test_a_trap_is_named() -> None:
    assert dirty_book("C2", 1, trap=True).trap
    assert not dirty_book("C2", 1).trap
