"""Made-up workbooks: repeatable, invented, and honest about what was done to them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.samples import CASES, clean_table, dirty_book, write_dirty
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
