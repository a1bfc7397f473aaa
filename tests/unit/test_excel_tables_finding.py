"""Finding tables in a sheet."""

from __future__ import annotations

import pytest

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.tables import find_tables, plan_repair
from tests.excel_sheets import sheet_of


def test_a_title_and_notes_are_outside_the_table() -> None:
    (area,) = find_tables(sheet_of([["題名"], [], ["団体", "人数"], ["唐津市", 1], [], ["※ 注記"]]))
    assert (area.top, area.first_row, area.bottom) == (3, 4, 4)
    assert not area.doubts
    assert not area.problems


def test_a_header_of_three_levels_is_seen_by_its_merged_cells() -> None:
    sheet = sheet_of(
        [["団体", "回答", None], [None, "設問2", None], [None, "人数", "金額"], ["唐津市", 1, 2]],
        ["A1:A3", "B1:C1", "B2:C2"],
    )
    (area,) = find_tables(sheet)
    assert [one.name for one in area.headings] == ["団体", "回答_設問2_人数", "回答_設問2_金額"]


def test_a_blank_row_inside_does_not_cut_the_table() -> None:
    (area,) = find_tables(sheet_of([["団体", "人数"], ["唐津市", 1], [], ["玄海町", 2]]))
    assert area.bottom == 4


def test_two_tables_are_two_and_one_has_to_be_chosen() -> None:
    sheet = sheet_of([["団体", "人数"], ["唐津市", 1], [], ["課名", "件数"], ["総務課", 3]])
    assert [one.top for one in find_tables(sheet)] == [1, 4]
    with pytest.raises(InputError, match="表が2つあります"):
        plan_repair(sheet)


def test_a_sheet_without_a_table_is_told() -> None:
    with pytest.raises(InputError, match="見出しのある表が見つかりません"):
        plan_repair(sheet_of([["題名だけ"]]))


def test_a_last_row_with_nothing_but_a_name_is_asked() -> None:
    (area,) = find_tables(sheet_of([["団体", "人数"], ["唐津市", 1], ["玄海町", None]]))
    assert [row for row, _ in area.doubts] == [3]


def test_a_heading_that_is_missing_or_stands_twice_is_told() -> None:
    (area,) = find_tables(sheet_of([["団体", None, "人数"], ["唐津市", "x", 1]]))
    assert "見出しがありません" in area.problems[0]
    (area,) = find_tables(sheet_of([["団体", "人数", "人数"], ["唐津市", 2, 1]]))
    assert "2つ以上あります" in area.problems[0]


def test_a_title_of_several_cells_right_above_the_header_is_told() -> None:
    (area,) = find_tables(sheet_of([["題名", "4月1日作成"], ["団体", "人数"], ["唐津市", 1], ["玄海町", 2]]))
    assert "1行目と2行目のどちらが見出しか" in area.problems[0]


def test_years_typed_as_numbers_are_a_heading_to_put_right() -> None:
    (area,) = find_tables(sheet_of([["団体", 2024, 2025], ["唐津市", 2, 1]]))
    assert "文字ではありません" in area.problems[0]
