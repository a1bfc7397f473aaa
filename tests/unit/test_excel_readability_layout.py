"""How a sheet is laid out: tables, headers, columns, and what lies outside."""

from __future__ import annotations

from datetime import date

import pytest

from kaizen_helpers.excel.opening.model import Book, Sheet
from kaizen_helpers.excel.readability.layout import ColumnLook, SheetLook, is_number, look_at
from tests.readability_sheets import book_of, csv_of, sheet_of

N = None
Rows = list[list[object]]
CITIES: Rows = [["市町", "人口"], ["北市", 50], ["南町", 30], ["東町", 20]]
PAIR: Rows = [["済", "甲"], ["未", "乙"]]


def _look(rows: Rows, merged: tuple[str, ...] = ()) -> SheetLook:
    return look_at(book_of(sheet_of(rows, merged=merged))).sheets[0]


def _frames(look: SheetLook) -> list[tuple[int, int, int, list[str]]]:
    return [(t.header_top, t.header_bottom, t.last_row, [c.name for c in t.columns]) for t in look.tables]


def _columns(rows: Rows, merged: tuple[str, ...] = ()) -> tuple[ColumnLook, ...]:
    return _look(rows, merged).tables[0].columns


def test_a_plain_table_begins_in_row_one_and_leaves_nothing_outside() -> None:
    look = _look(CITIES)

    assert _frames(look) == [(1, 1, 4, ["市町", "人口"])]
    assert look.outside == ()


def test_titles_above_and_notes_below_are_outside() -> None:
    look = _look([["人口の調査"], *CITIES, ["出典：県の統計"], [], ["※速報値"]])

    assert _frames(look) == [(2, 2, 5, ["市町", "人口"])]
    assert look.outside == ((1, 1), (6, 1), (8, 1))


def test_an_empty_row_between_records_does_not_end_the_table() -> None:
    look = _look([*CITIES, [], ["西町", 10]])

    assert _frames(look) == [(1, 1, 6, ["市町", "人口"])]
    assert look.tables[0].empty_rows == (5,)


def test_a_header_below_an_empty_row_begins_another_table() -> None:
    look = _look([*CITIES, [], ["区分", "件数"], ["県内", 5], ["県外", 7]])

    assert _frames(look) == [(1, 1, 4, ["市町", "人口"]), (6, 6, 8, ["区分", "件数"])]


def test_a_header_without_an_empty_row_above_begins_another_table() -> None:
    look = _look([*CITIES, ["区分", "件数", "割合"], ["県内", 5, 0.4], ["県外", 7, 0.6]])

    assert [frame[0] for frame in _frames(look)] == [1, 5]


def test_the_same_headings_once_more_begin_another_table() -> None:
    look = _look([["氏名", "所属"], ["佐賀", "総務課"], ["唐津", "財政課"], ["氏名", "所属"], ["鳥栖", "農政課"]])

    assert [frame[0] for frame in _frames(look)] == [1, 4]


def test_a_record_of_marks_is_no_header() -> None:
    look = _look([["市町", "人口", "世帯"], ["北市", 50, 9], ["南町", "X", "非公表"], ["東町", 20, 3], ["西町", 7, 1]])

    assert [frame[0] for frame in _frames(look)] == [1]


def test_all_texts_after_an_empty_row_are_doubtful_when_the_columns_hold_a_few_words() -> None:
    rows: Rows = [["状態", "区分"], *(PAIR * 4), [], ["氏名", "所属"], ["済", "甲"]]

    tables = _look(rows).tables

    assert [table.sure for table in tables] == [True, False]


def test_words_where_numbers_stood_begin_another_table() -> None:
    look = _look([*CITIES, [], ["氏名", "所属"], ["佐賀", "総務課"], ["唐津", "財政課"]])

    assert [1, 6] == [frame[0] for frame in _frames(look)]


def test_a_narrower_table_right_below_its_title_is_another_table() -> None:
    rows: Rows = [["番号", "市町", "件数", "金額"], *([n, "北市", n * 3, n * 100] for n in range(1, 6))]

    look = _look([*rows, ["内訳"], ["氏名", "年齢", "身長"], ["佐賀", 30, 170], ["唐津", 40, 165]])

    assert [1, 8] == [frame[0] for frame in _frames(look)]
    assert ((7, 1),) == look.outside


def test_who_made_it_and_when_are_notes_and_no_table() -> None:
    look = _look([*CITIES, [], ["作成者", "山田"], ["作成日", "2026-04-01"]])

    assert [1] == [frame[0] for frame in _frames(look)]


def test_an_empty_column_does_not_part_a_table() -> None:
    look = _look([["市町", "人口", N, "世帯"], ["北市", 50, N, 9], ["南町", 30, N, 8]])

    assert _frames(look) == [(1, 1, 3, ["市町", "人口", "世帯"])]
    assert look.tables[0].empty_columns == (3,)


def test_tables_side_by_side_have_their_own_records() -> None:
    rows: Rows = [["市町", "人口", N, "区分", "件数"], ["北市", 50, N, "県内", 5], ["南町", 30], ["東町", 20]]

    assert _frames(_look(rows)) == [(1, 1, 4, ["市町", "人口"]), (1, 1, 2, ["区分", "件数"])]


def test_a_column_that_lost_its_heading_stays_in_the_table() -> None:
    assert [c.name for c in _columns([["市町", N, "人口"], ["北市", 5, 50], ["南町", 6, 30]])] == ["市町", "", "人口"]


@pytest.mark.parametrize("column", [3, 8], ids=["beside", "far"])
def test_a_remark_beside_the_table_is_outside(column: int) -> None:
    rows: Rows = [list(row) for row in CITIES]
    rows[1] += [N] * (column - 3) + ["※暫定値"]

    look = _look(rows)

    assert look.outside == ((2, column),)
    assert [frame[3] for frame in _frames(look)] == [["市町", "人口"]]


def test_merged_headings_count_for_each_of_their_columns() -> None:
    rows: Rows = [["市町", "人口", N], [N, "男", "女"], ["北市", 5, 6], ["南町", 3, 4]]

    table = _look(rows, ("A1:A2", "B1:C1")).tables[0]

    assert (table.header_top, table.header_bottom) == (1, 2)
    assert [column.path for column in table.columns] == [("市町",), ("人口", "男"), ("人口", "女")]


def test_a_heading_over_two_columns_does_not_swallow_the_first_record() -> None:
    rows: Rows = [["市町", "担当", N], ["北市", "総務課", "佐賀"], ["南町", "財政課", "唐津"]]

    assert _look(rows, ("B1:C1",)).tables[0].header_bottom == 1


def test_a_row_of_units_belongs_to_the_header() -> None:
    rows: Rows = [["市町", "予算", "決算"], [N, "千円", "千円"], ["北市", 5, 6], ["南町", 3, 4]]

    assert _look(rows).tables[0].header_bottom == 2


def test_an_empty_row_below_the_header_leaves_the_records_in_the_table() -> None:
    look = _look([CITIES[0], [], *CITIES[1:]])

    assert _frames(look) == [(1, 1, 5, ["市町", "人口"])]
    assert look.tables[0].empty_rows == (2,)


def test_records_without_a_header_are_a_table_without_names() -> None:
    table = _look([["北市", 50], ["南町", 30], ["東町", 20]]).tables[0]

    assert not table.has_header
    assert (1, 3) == (table.first_row, table.last_row)


def test_codes_that_count_up_are_headings() -> None:
    assert [c.name for c in _columns([["001", "002", "003"], ["北市", 5, 6], ["南町", 7, 8]])] == ["001", "002", "003"]


def test_short_values_in_one_column_are_a_table() -> None:
    assert _frames(_look([["市町"], ["北市"], ["南町"]])) == [(1, 1, 3, ["市町"])]


def test_sentences_in_one_column_are_no_table() -> None:
    assert _look([["この表の使い方です。"], ["値は県が調べました。"], ["問い合わせは係まで。"]]).tables == ()


def test_a_column_counts_its_values_by_kind() -> None:
    rows: Rows = [
        ["項目", "値"],
        ["a", 5],
        ["b", 0.5],
        ["c", "X"],
        ["d", date(2026, 4, 1)],
        ["e", N],
        ["f", True],
        ["g", "X"],
    ]

    column = _columns(rows)[1]

    assert (2, 1, 2, 6) == (column.numbers, column.dates, column.text_count, column.filled)
    assert {"X": 2} == dict(column.texts)
    assert [4, 8] == list(column.rows_of({"X"}))
    assert [6] == list(column.blanks)


def test_rows_without_any_value_are_no_missing_values() -> None:
    column = _columns([*CITIES, [], ["西町"], ["中町", 8]])[1]

    assert [6] == list(column.blanks)


def test_a_cell_under_a_merged_range_is_no_missing_value() -> None:
    rows: Rows = [["地域", "市町", "人口"], ["北部", "北市", 5], [N, "南町", 6], [N, "東町", 7]]

    assert [4] == list(_columns(rows, ("A2:A3",))[0].blanks)


def test_a_formula_that_nobody_has_calculated_is_no_missing_value() -> None:
    sheet = Sheet("データ", [["市町", "人口"], ["北市"], ["南町", 5]], uncalculated=frozenset({(2, 2)}))

    column = look_at(Book("a.xlsx", "xlsx", (sheet,))).sheets[0].tables[0].columns[1]

    assert [] == list(column.blanks)


def test_numbers_of_a_csv_are_numbers_though_they_are_texts() -> None:
    columns = look_at(csv_of("番号,人口,郵便番号\n1,1200,0600000\n2,-5,0600001\n")).sheets[0].tables[0].columns

    assert [True, True, False] == [column.is_numeric for column in columns]
    assert 2 == columns[1].numeric_texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1200", True), ("-0.5", True), ("0", True), ("1,200", False), ("0123", False), ("１２", False), ("", False)],
)
def test_is_number(text: str, expected: bool) -> None:
    assert expected == is_number(text)


def test_hidden_empty_and_explaining_sheets_are_not_looked_at() -> None:
    hidden = Sheet("控え", CITIES, hidden=True)

    seen = look_at(book_of(sheet_of(CITIES), hidden, Sheet("空", [])))

    assert ["データ"] == [look.name for look in seen.sheets]
    assert ["説明"] == [sheet.name for sheet in seen.explanations]


@pytest.mark.parametrize(
    ("name", "explains"),
    [
        ("項目の説明", True),
        ("データ定義書", True),
        ("更新履歴", True),
        ("コード表", True),
        ("説明会の参加者", False),
        ("貸出履歴", False),
        ("事業概要", False),
    ],
)
def test_a_sheet_that_explains_is_known_by_its_name(name: str, explains: bool) -> None:
    seen = look_at(book_of(sheet_of(CITIES), sheet_of(CITIES, name=name), explained=False))

    assert explains == bool(seen.explanations)


def test_a_sheet_of_items_and_their_meaning_explains_whatever_its_name() -> None:
    meaning: Rows = [["項目名", "説明"], ["市町", "県内の市町"]]

    seen = look_at(book_of(sheet_of(CITIES), sheet_of(meaning, name="Sheet2"), explained=False))

    assert ["Sheet2"] == [sheet.name for sheet in seen.explanations]


def test_the_only_sheet_holds_the_data_whatever_its_name() -> None:
    seen = look_at(book_of(sheet_of(CITIES, name="コード表"), explained=False))

    assert ["コード表"] == [look.name for look in seen.sheets]


def test_a_column_of_many_texts_keeps_none_of_them_in_memory() -> None:
    rows: Rows = [["番号", "名称"], *([number, f"名称{number}"] for number in range(6_000))]

    column = _columns(rows)[1]

    assert 6_000 == len(column.texts)
    assert column.texts is not column.texts
