"""Level 1 of the seen set, L1-09 to L1-15: empty and zero, what lies on the cells, how they look, text files."""

from __future__ import annotations

import random

from tests.readability_cases.model import ROLES_OF_NUMBERS, Column, Draft, Sheet
from tests.readability_cases.registry import Groups
from tests.readability_cases.seen import SEEN
from tests.readability_cases.values import among, maybe, numbers

bad, near = SEEN.bad, SEEN.near
NUMBERS = "amount|count|measure"
Draw = random.Random


# L1-09: empty is not zero. That both are there is seen by a machine; what was meant, only by a person.


@bad("L1-09", NUMBERS, sure="either", also="L2-02")
def empty_and_zero_in_a_column(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, *ROLES_OF_NUMBERS)
    rows = sheet.some(draw, 4, 9)
    for row in rows[1::2]:
        sheet.put(row, column, 0)
    return [
        [(row, column) for row in rows if sheet.put(row, column, sheet.get(row, column) if row in rows[1::2] else None)]
    ]


@bad("L1-09", "count|amount", sure="either", also="L2-02")
def one_empty_among_zeros(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "count", "amount")
    rows = sheet.some(draw, 5, 8)
    for row in rows:
        sheet.put(row, column, 0)
    sheet.put(rows[2], column, None)
    return [[(row, column) for row in rows]]


@bad("L1-09", "count|amount", sure="either", also="L2-02")
def one_zero_among_empties(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "count", "amount")
    rows = sheet.some(draw, 4, 6)
    for row in rows:
        sheet.put(row, column, None)
    sheet.put(rows[1], column, 0)
    return [[(row, column) for row in rows]]


@near("L1-09", NUMBERS)
def zeros_without_empties(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, *ROLES_OF_NUMBERS)
    for row in sheet.some(draw, 2, 6):
        sheet.put(row, column, 0)


@near("L1-09", NUMBERS, also="L2-02")
def empties_without_zeros(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, *ROLES_OF_NUMBERS)
    for row in sheet.some(draw, 2, 4):
        sheet.put(row, column, None)


@near("L1-09", "remark", NUMBERS)
def empty_remarks_beside_zeros(draft: Draft, draw: Draw) -> None:
    zeros_without_empties(draft, draw)


@near("L1-09", "code")
def codes_of_zeros(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("枝番号", "code", among("0", "00", "1")), draw)


@near("L1-09", "code")
def tens_and_hundreds(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("単価（円）", "amount", among(100, 200, 1000, 500)), draw)


# L1-10: nothing lies on the cells


@bad("L1-10", kind="xlsx")
def a_picture(draft: Draft, draw: Draw) -> Groups:
    draft.data.objects.append(("画像", (draw.randint(1, 12), draw.randint(1, 9))))
    return []


@bad("L1-10", kind="xlsx")
def a_text_box(draft: Draft, draw: Draw) -> Groups:
    draft.data.objects.append(("図形", (draw.randint(1, 12), draw.randint(1, 9))))
    return []


@bad("L1-10", NUMBERS, kind="xlsx")
def a_chart(draft: Draft, draw: Draw) -> Groups:
    draft.data.objects.append(("グラフ", (draw.randint(2, 5), draft.data.width + 2)))
    return []


@bad("L1-10", kind="xlsx")
def a_picture_below_the_table(draft: Draft, draw: Draw) -> Groups:
    draft.data.objects.append(("画像", (draft.data.last + 3, 1)))
    return []


@near("L1-10", kind="xlsx")
def a_comment(draft: Draft, draw: Draw) -> None:
    draft.data.extras.add("comment")


@near("L1-10", "choice", kind="xlsx")
def a_list_to_choose_from(draft: Draft, draw: Draw) -> None:
    draft.data.extras.add("list")


@near("L1-10", kind="xlsx")
def a_table_of_excel(draft: Draft, draw: Draw) -> None:
    draft.data.extras.add("table")


@near("L1-10", kind="xlsx")
def words_about_pictures(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("図の有無", "choice", among("画像あり", "グラフあり", "なし")), draw)


@near("L1-10", kind="xlsx")
def coloured_headings_and_filter(draft: Draft, draw: Draw) -> None:
    draft.data.dress([(1, column) for column in range(1, draft.data.width + 1)], fill="DDEBF7", bold=True, border=True)
    draft.data.extras |= {"filter", "freeze"}


# L1-11: looks carry no meaning


def _full(sheet: Sheet, draw: Draw) -> int:
    """A column without empty cells: nobody sees the letters of those."""
    return draw.choice([column for column in range(1, sheet.width + 1) if column not in sheet.of("remark")])


@bad("L1-11", kind="xlsx")
def red_letters_for_some(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = _full(sheet, draw)
    return sheet.dress(
        [(row, column) for row in sheet.some(draw, 1, 5)], colour=draw.choice(["FF0000", "0070C0", "00B050"])
    )


@bad("L1-11", kind="xlsx")
def several_colours_of_letters(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = _full(sheet, draw)
    rows = sheet.some(draw, 4, 8)
    for place, row in enumerate(rows):
        sheet.dress([(row, column)], colour=("FF0000", "0000FF", "00B050")[place % 3])
    return [(row, column) for row in rows]


@bad("L1-11", kind="xlsx")
def some_in_bold(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = _full(sheet, draw)
    return sheet.dress([(row, column) for row in sheet.some(draw, 1, 5)], bold=True)


@bad("L1-11", kind="xlsx")
def some_on_a_colour(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = draw.randint(1, sheet.width)
    return sheet.dress(
        [(row, column) for row in sheet.some(draw, 1, 6)], fill=draw.choice(["FFFF00", "F8CBAD", "C6E0B4"])
    )


@bad("L1-11", kind="xlsx")
def a_whole_row_on_a_colour(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    row = draw.randint(3, sheet.last)
    return [
        sheet.dress([(row, column) for column in range(1, sheet.width + 1)], fill=draw.choice(["FFFF00", "D9D9D9"]))
    ]


@bad("L1-11", kind="xlsx")
def bands_of_colour(draft: Draft, draw: Draw) -> Groups:
    """Half of the rows is as good as the other half: any cell of the body will do."""
    sheet = draft.data
    whole = [(row, column) for row in sheet.body for column in range(1, sheet.width + 1)]
    sheet.dress([place for place in whole if place[0] % 2], fill="DDEBF7")
    return [whole]


@bad("L1-11", kind="xlsx")
def some_in_italics(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = _full(sheet, draw)
    return sheet.dress([(row, column) for row in sheet.some(draw, 1, 4)], italic=True)


@near("L1-11", kind="xlsx")
def headings_alone_in_bold(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    sheet.dress(
        [(1, column) for column in range(1, sheet.width + 1)], bold=True, fill=draw.choice(["", "BDD7EE", "404040"])
    )


@near("L1-11", kind="xlsx")
def a_whole_column_in_one_colour(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = draw.randint(1, sheet.width)
    look: dict[str, object] = draw.choice([{"fill": "FFF2CC"}, {"colour": "1F4E78"}, {"bold": True}])
    sheet.dress([(row, column) for row in sheet.body], **look)


@near("L1-11", kind="xlsx")
def lines_around_every_cell(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    sheet.dress(
        [(row, column) for row in range(1, sheet.last + 1) for column in range(1, sheet.width + 1)], border=True
    )


@near("L1-11", "amount", kind="xlsx")
def red_by_the_format_of_numbers(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "amount")
    sheet.dress([(row, column) for row in sheet.body], format="#,##0;[Red]-#,##0")
    sheet.put(sheet.row(draw), column, -12000)


@near("L1-11", kind="xlsx")
def the_whole_table_on_one_colour(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    sheet.dress([(row, column) for row in sheet.body for column in range(1, sheet.width + 1)], fill="FFFFFF")


@near("L1-11", kind="xlsx")
def black_letters_said_aloud(draft: Draft, draw: Draw) -> None:
    """Black by name is the same black."""
    sheet = draft.data
    sheet.dress([(row, 1) for row in sheet.some(draw, 1, 6)], colour="000000")


# L1-12: no merged cells


@bad("L1-12", kind="xlsx", also="L2-03 L3-01 L1-05 L1-11")
def two_headings_under_one(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    left = draw.randint(2, sheet.width - 1)
    sheet.down(1)
    sheet.head = 2
    for column in range(1, sheet.width + 1):
        sheet.put(1, column, sheet.get(2, column))
        sheet.put(2, column, None)
    for column in (left, left + 1):
        sheet.put(2, column, sheet.get(1, column))
    sheet.put(1, left, draw.choice(["内訳", "実績", "状況"]))
    sheet.put(1, left + 1, None)
    sheet.merged.append((1, left, 1, left + 1))
    return [[(1, left), (1, left + 1)]]


@bad("L1-12", "text|muni|choice", kind="xlsx", also="L2-02 L1-09 L2-04")
def equal_values_in_one_cell(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "text", "muni", "choice")
    groups = []
    for top in range(2, sheet.last - 2, draw.choice([3, 4])):
        sheet.merged.append((top, column, top + 1, column))
        sheet.put(top + 1, column, None)
        groups.append([(top, column), (top + 1, column)])
    return groups


@bad("L1-12", kind="xlsx", also="L2-02 L1-09")
def one_pair_of_cells(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    row, column = draw.randint(3, sheet.last - 1), draw.randint(1, sheet.width)
    sheet.merged.append((row, column, row + 1, column))
    sheet.put(row + 1, column, None)
    return [[(row, column), (row + 1, column)]]


@bad("L1-12", kind="xlsx", also="L2-02 L1-09 L1-05")
def two_neighbours_in_a_row(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    row, column = draw.randint(2, sheet.last), draw.randint(1, sheet.width - 1)
    sheet.merged.append((row, column, row, column + 1))
    sheet.put(row, column + 1, None)
    return [[(row, column), (row, column + 1)]]


@bad("L1-12", kind="xlsx", also="L3-01 L1-04")
def a_title_across(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    sheet.down(1)
    sheet.put(1, 1, f"{draft.stem}（令和7年度）")
    sheet.merged.append((1, 1, 1, sheet.width))
    return [[(1, column) for column in range(1, sheet.width + 1)]]


@bad("L1-12", kind="xlsx", also="L1-05 L2-03 L3-01")
def a_heading_over_two_columns(draft: Draft, draw: Draw) -> Groups:
    """One heading for two columns, and no second row that tells them apart."""
    sheet = draft.data
    column = draw.randint(2, sheet.width - 1)
    sheet.put(1, column + 1, None)
    sheet.merged.append((1, column, 1, column + 1))
    return [[(1, column), (1, column + 1)]]


@near("L1-12", kind="xlsx")
def centred_without_merging(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    sheet.dress([(1, column) for column in range(1, sheet.width + 1)], align="centerContinuous")


@near("L1-12", "text", kind="xlsx")
def equal_values_again_and_again(draft: Draft, draw: Draw) -> None:
    column = Column("地域区分", "text", lambda _one, row: ("北部", "中部", "南部")[row // 6 % 3])
    draft.data.add(column, draw)


@near("L1-12", kind="xlsx")
def wide_columns(draft: Draft, draw: Draw) -> None:
    for column in range(1, draft.data.width + 1):
        draft.data.widths[column] = draw.choice([30, 45, 60])


@near("L1-12", kind="csv")
def a_text_file_has_no_merged_cells(draft: Draft, draw: Draw) -> None:
    equal_values_again_and_again(draft, draw)


# L1-13: nothing hidden


@bad("L1-13", kind="xlsx")
def a_hidden_row(draft: Draft, draw: Draw) -> Groups:
    row = draw.randint(3, draft.data.last)
    draft.data.hidden_rows.add(row)
    return [[(row, column) for column in range(1, draft.data.width + 1)]]


@bad("L1-13", kind="xlsx")
def a_hidden_column(draft: Draft, draw: Draw) -> Groups:
    column = draw.randint(2, draft.data.width)
    draft.data.hidden_columns.add(column)
    return [[(row, column) for row in range(1, draft.data.last + 1)]]


@bad("L1-13", kind="xlsx")
def several_hidden_rows(draft: Draft, draw: Draw) -> Groups:
    rows = draft.data.some(draw, 2, 6)
    draft.data.hidden_rows |= set(rows)
    return [[(row, column) for column in range(1, draft.data.width + 1)] for row in rows]


@bad("L1-13", kind="xlsx")
def a_hidden_row_and_column(draft: Draft, draw: Draw) -> Groups:
    return [*a_hidden_row(draft, draw), *a_hidden_column(draft, draw)]


@near("L1-13", kind="xlsx")
def a_narrow_column(draft: Draft, draw: Draw) -> None:
    draft.data.widths[draw.randint(2, draft.data.width)] = draw.choice([0.8, 1.2, 2])


@near("L1-13", kind="xlsx")
def a_low_row(draft: Draft, draw: Draw) -> None:
    draft.data.heights[draw.randint(3, draft.data.last)] = draw.choice([3, 5])


@near("L1-13", kind="xlsx")
def a_filter_that_hides_nothing(draft: Draft, draw: Draw) -> None:
    draft.data.extras |= {"filter", "freeze"}


@near("L1-13", kind="xlsx")
def rows_in_an_open_group(draft: Draft, draw: Draw) -> None:
    draft.data.extras.add("outline")


# L1-14 and L1-15: text files


@bad("L1-14", "text|org|place", kind="csv", also="L1-06 L1-07 L2-04")
def a_line_break_in_quotation_marks(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "text", "org", "place")
    return [
        sheet.put(row, column, f"{sheet.get(row, column)}\n{draw.choice(['（再掲）', '別館', '追記あり'])}")
        for row in sheet.some(draw, 1, 5)
    ]


@bad("L1-14", NUMBERS, kind="csv", also="L1-06 L1-07 L3-04 L3-01")
def a_line_break_in_a_heading(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, *ROLES_OF_NUMBERS)
    return [sheet.put(1, column, str(sheet.get(1, column)).replace("（", "\n（"))]


@bad("L1-14", "remark", kind="csv", also="L1-06 L1-07")
def a_remark_of_several_lines(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "remark")
    return [sheet.put(row, column, "現地を確認した。\n写真を残した。\r\n以上") for row in sheet.some(draw, 1, 3)]


@near("L1-14", "remark", kind="csv")
def a_long_text_in_one_line(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("経過", "remark", maybe(0.8, "現地を確認した。" * 12), width=40), draw)


@near("L1-14", kind="csv")
def quotation_marks_everywhere(draft: Draft, draw: Draw) -> None:
    draft.quote_all = True


@near("L1-14", "text", kind="xlsx", also="L1-06 L1-07")
def a_line_break_in_a_workbook(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    sheet.put(sheet.row(draw), sheet.pick(draw, "text"), "道路\n維持")


@near("L1-14", "text", kind="csv")
def marks_that_stand_for_a_break(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("処理", "text", among("受付／審査", "改行なし", r"\n を使う")), draw)


@bad("L1-15", "address", kind="csv", also="L1-05 L1-02 L1-03 L1-04")
def an_address_with_bare_commas(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "address")
    rows = sheet.some(draw, 1, 6)
    return _bare(draft, [(row, column, f"佐賀県,佐賀市,架空町{draw.randint(1, 40)}") for row in rows])


@bad("L1-15", "amount|count", kind="csv", also="L1-05 L1-02 L1-03 L1-04 L2-01")
def thousands_with_bare_commas(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "amount", "count")
    return _bare(draft, [(row, column, f"{draw.randint(1000, 999999):,}") for row in sheet.some(draw, 1, 8)])


@bad("L1-15", "text|org", kind="csv", also="L1-05 L1-02 L1-03 L1-04")
def a_text_with_a_bare_comma(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "text", "org")
    return _bare(
        draft,
        [
            (row, column, f"{sheet.get(row, column)},{draw.choice(['別館', '分室', '継続'])}")
            for row in sheet.some(draw, 1, 3)
        ],
    )


def _bare(draft: Draft, texts: list[tuple[int, int, str]]) -> Groups:
    """These texts without quotation marks; any cell of their row will do."""
    for row, column, text in texts:
        draft.data.put(row, column, text)
        draft.raw.add(row)
    return [[(row, column) for column in range(1, draft.data.width + 4)] for row, _, _ in texts]


@near("L1-15", "amount", kind="csv", also="L2-01")
def thousands_in_quotation_marks(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "amount")
    for row in sheet.body:
        sheet.put(row, column, f"{draw.randint(1000, 900000):,}")


@near("L1-15", "text", kind="csv", also="L1-07")
def a_comma_in_quotation_marks(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    sheet.put(sheet.row(draw), sheet.pick(draw, "text"), "道路,河川")


@near("L1-15", kind="csv")
def japanese_commas(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("経過", "remark", maybe(0.8, "書類は届いたが、印がない。", "来月、改めて連絡する。")), draw)


@near("L1-15", "remark", kind="csv")
def empty_fields_at_the_end(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("決裁欄", "remark", maybe(0.1, "済")), draw)


@near("L1-15", "address", kind="xlsx", also="L1-07")
def commas_in_a_workbook(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    sheet.put(sheet.row(draw), sheet.pick(draw, "address"), "佐賀県,佐賀市,架空町3")


@near("L1-15", kind="csv")
def quotation_marks_for_all(draft: Draft, draw: Draw) -> None:
    draft.quote_all = True
    draft.data.add(Column("室番号", "code", numbers(101, 940)), draw)
