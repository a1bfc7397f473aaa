"""Levels 1 and 2 of the unseen set, L1-09 to L2-02. Not to be opened by whoever writes the rules."""

from __future__ import annotations

import random

from tests.readability_cases.model import ROLES_OF_NUMBERS, Column, Draft
from tests.readability_cases.registry import Groups
from tests.readability_cases.unseen import UNSEEN
from tests.readability_cases.values import among, decimals, each, maybe, numbers

bad, near = UNSEEN.bad, UNSEEN.near
NUMBERS = "amount|count|measure"
Draw = random.Random


@bad("L1-09", "code", sure="either", also="L2-02")
def a_new_column_with_both(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("不備件数（件）", "count", lambda one, _row: one.choice([0, 0, None, 1, 2, 5])), draw)
    sheet.put(3, column, None)
    sheet.put(5, column, 0)
    return [[(row, column) for row in sheet.body]]


@bad("L1-09", NUMBERS, kind="csv", sure="either", also="L2-02")
def both_in_a_text_file(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, *ROLES_OF_NUMBERS)
    rows = sheet.some(draw, 3, 5)
    for place, row in enumerate(rows):
        sheet.put(row, column, 0 if place % 2 else None)
    return [[(row, column) for row in rows]]


@bad("L1-09", "measure", sure="either", also="L2-02")
def zero_point_zero_and_empty(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "measure")
    sheet.put(4, column, 0.0)
    sheet.put(6, column, None)
    return [[(4, column), (6, column)]]


@near("L1-09", NUMBERS, "count|amount", also="L2-02")
def zeros_and_empties_in_different_columns(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    sheet.put(sheet.row(draw), sheet.of(*ROLES_OF_NUMBERS)[0], 0)
    sheet.put(sheet.row(draw), sheet.of(*ROLES_OF_NUMBERS)[-1], None)


@near("L1-09", "code")
def a_column_of_zeros(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("事故件数（件）", "count", each([0])), draw)


@near("L1-09", "remark", "measure")
def empty_remarks_and_small_numbers(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "measure")
    for row in sheet.some(draw, 2, 5):
        sheet.put(row, column, draw.choice([0, 0.1, 10]))


@bad("L1-10", kind="xlsx")
def two_things_on_the_cells(draft: Draft, draw: Draw) -> Groups:
    draft.data.objects += [("画像", (2, 3)), ("図形", (draft.data.last + 2, 2))]
    return []


@bad("L1-10", NUMBERS, kind="xlsx")
def a_round_chart(draft: Draft, draw: Draw) -> Groups:
    draft.data.objects.append(("円グラフ", (draft.data.last + 2, 1)))
    return []


@bad("L1-10", kind="xlsx")
def a_stamp_beside_the_headings(draft: Draft, draw: Draw) -> Groups:
    draft.data.objects.append(("画像", (1, draft.data.width + 1)))
    return []


@bad("L1-10", kind="xlsx")
def a_text_box_far_away(draft: Draft, draw: Draw) -> Groups:
    draft.data.objects.append(("図形", (40, 15)))
    return []


@near("L1-10", kind="xlsx")
def a_table_with_all_comforts(draft: Draft, draw: Draw) -> None:
    draft.data.extras |= {"table", "comment", "print", "freeze"}


@near("L1-10", "choice", kind="xlsx")
def choices_and_a_comment(draft: Draft, draw: Draw) -> None:
    draft.data.extras |= {"list", "comment"}


@near("L1-10", "code", kind="xlsx")
def names_of_picture_files(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("写真ファイル", "text", numbers_of_files), draw)


def numbers_of_files(draw: Draw, row: int) -> object:
    return f"photo_{row:03d}.jpg"


@bad("L1-11", kind="xlsx")
def one_yellow_cell(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    return sheet.dress([(sheet.row(draw), draw.randint(1, sheet.width))], fill="FFFF00")


@bad("L1-11", "choice", kind="xlsx")
def a_colour_for_each_choice(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "choice")
    colours = dict(
        zip(
            sorted({str(sheet.get(row, column)) for row in sheet.body}),
            ("C6EFCE", "FFEB9C", "FFC7CE", "BDD7EE"),
            strict=False,
        )
    )
    for row in sheet.body:
        sheet.dress([(row, column)], fill=colours[str(sheet.get(row, column))])
    return [[(row, column) for row in sheet.body]]


@bad("L1-11", kind="xlsx")
def old_rows_in_grey(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    rows = sheet.some(draw, 2, 4)
    return [sheet.dress([(row, column) for column in range(1, sheet.width + 1)], colour="A6A6A6") for row in rows]


@bad("L1-11", kind="xlsx")
def the_last_row_in_bold(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    return [sheet.dress([(sheet.last, column) for column in range(1, sheet.width + 1)], bold=True)]


@bad("L1-11", kind="xlsx")
def bands_of_two_rows(draft: Draft, draw: Draw) -> Groups:
    """Half of the rows is as good as the other half: any cell of the body will do."""
    sheet = draft.data
    whole = [(row, column) for row in sheet.body for column in range(1, sheet.width + 1)]
    sheet.dress([place for place in whole if place[0] // 2 % 2], fill="F2F2F2")
    return [whole]


@bad("L1-11", NUMBERS, kind="xlsx")
def estimates_in_italics_and_blue(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, *ROLES_OF_NUMBERS)
    return sheet.dress([(row, column) for row in sheet.some(draw, 1, 3)], italic=True, colour="0070C0")


@near("L1-11", kind="xlsx")
def each_column_in_its_own_colour(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    for column, fill in zip(range(1, sheet.width + 1), ("FFF2CC", "", "E2EFDA", "DDEBF7", ""), strict=False):
        sheet.dress([(row, column) for row in sheet.body], fill=fill)


@near("L1-11", kind="xlsx")
def white_words_on_dark_headings(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    sheet.dress(
        [(1, column) for column in range(1, sheet.width + 1)], fill="1F4E78", colour="FFFFFF", bold=True, size=12
    )


@near("L1-11", "amount", kind="xlsx")
def colours_of_the_number_format(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "amount")
    sheet.dress([(row, column) for row in sheet.body], format="[Blue]#,##0;[Red]▲#,##0")


@near("L1-11", kind="xlsx")
def the_whole_table_in_bold(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    sheet.dress([(row, column) for row in sheet.body for column in range(1, sheet.width + 1)], bold=True)


@near("L1-11", kind="xlsx")
def lines_under_some_rows(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    for row in range(6, sheet.last + 1, 5):
        sheet.dress([(row, column) for column in range(1, sheet.width + 1)], border=True)


@bad("L1-12", kind="xlsx", also="L2-02 L1-09 L1-05 L2-04")
def a_block_of_four(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    row, column = draw.randint(3, sheet.last - 1), draw.randint(1, sheet.width - 1)
    block = [(row + down, column + right) for down in (0, 1) for right in (0, 1)]
    for place in block[1:]:
        sheet.put(*place, None)
    sheet.merged.append((row, column, row + 1, column + 1))
    return [block]


@bad("L1-12", kind="xlsx", also="L3-01 L2-03 L1-05 L1-03 L1-11 L1-02 L1-04")
def headings_over_two_rows(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    sheet.down(2)
    sheet.head = 1
    groups = []
    for column in range(1, sheet.width + 1):
        sheet.merged.append((1, column, 2, column))
        groups.append([(1, column), (2, column)])
    return groups


@bad("L1-12", "remark", kind="xlsx", also="L2-02")
def one_remark_for_several_rows(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "remark")
    top = draw.randint(2, sheet.last - 3)
    for row in range(top, top + 3):
        sheet.put(row, column, None)
    sheet.put(top, column, "まとめて確認した")
    sheet.merged.append((top, column, top + 2, column))
    return [[(row, column) for row in range(top, top + 3)]]


@bad("L1-12", "muni|place|text", kind="xlsx", also="L2-02 L2-04")
def groups_at_the_left(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    sheet.right(1)
    sheet.put(1, 1, "圏域")
    groups = []
    for number, top in enumerate(range(2, sheet.last - 2, 4)):
        sheet.put(top, 1, ("県央", "県北", "県南", "離島")[number % 4])
        sheet.merged.append((top, 1, top + 3, 1))
        groups.append([(row, 1) for row in range(top, top + 4)])
    for row in range(2 + 4 * len(groups), sheet.last + 1):
        sheet.put(row, 1, "離島")
    return groups


@near("L1-12", kind="xlsx")
def everything_in_the_middle(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    sheet.dress(
        [(row, column) for row in range(1, sheet.last + 1) for column in range(1, sheet.width + 1)],
        align="center",
        border=True,
    )


@near("L1-12", kind="xlsx")
def high_and_wide_cells(draft: Draft, draw: Draw) -> None:
    draft.data.heights = dict.fromkeys(draft.data.some(draw, 2, 6), 40.0)
    draft.data.widths[1] = 50


@near("L1-12", "code")
def a_group_for_each_row(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("圏域", "text", each(["県央", "県央", "県央", "県北", "県北", "離島"])), draw)


@bad("L1-13", kind="xlsx")
def the_first_column_hidden(draft: Draft, draw: Draw) -> Groups:
    draft.data.hidden_columns.add(1)
    return [[(row, 1) for row in range(1, draft.data.last + 1)]]


@bad("L1-13", kind="xlsx")
def the_last_columns_hidden(draft: Draft, draw: Draw) -> Groups:
    width = draft.data.width
    draft.data.hidden_columns |= {width - 1, width}
    return [[(row, column) for row in range(1, draft.data.last + 1)] for column in (width - 1, width)]


@bad("L1-13", kind="xlsx")
def the_last_row_hidden(draft: Draft, draw: Draw) -> Groups:
    last = draft.data.last
    draft.data.hidden_rows.add(last)
    return [[(last, column) for column in range(1, draft.data.width + 1)]]


@bad("L1-13", "choice", kind="xlsx")
def rows_of_one_choice_hidden(draft: Draft, draw: Draw) -> Groups:
    """As a filter leaves them."""
    sheet = draft.data
    column = sheet.pick(draw, "choice")
    what = sheet.get(4, column)
    sheet.extras.add("filter")
    sheet.hidden_rows = {row for row in sheet.body if sheet.get(row, column) == what}
    return [[(row, one) for one in range(1, sheet.width + 1)] for row in sorted(sheet.hidden_rows)]


@near("L1-13", kind="xlsx")
def very_low_and_very_narrow(draft: Draft, draw: Draw) -> None:
    draft.data.heights[4] = 1.5
    draft.data.widths[draft.data.width] = 0.6


@near("L1-13", kind="xlsx")
def a_group_and_a_filter(draft: Draft, draw: Draw) -> None:
    draft.data.extras |= {"outline", "filter"}


@near("L1-13", "code", kind="xlsx")
def white_on_white_is_not_hidden(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    sheet.dress([(row, 1) for row in sheet.body], colour="FFFFFF")


@bad("L1-14", "address|place", kind="csv", also="L1-06 L1-07 L2-04")
def an_address_on_two_lines(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "address", "place")
    return [sheet.put(row, column, f"{sheet.get(row, column)}\n見本ビル2階") for row in sheet.some(draw, 1, 3)]


@bad("L1-14", "choice|text", kind="csv", also="L1-06 L1-07 L3-01")
def two_headings_with_a_break(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    columns = sheet.of("choice", "text")[:2]
    return [sheet.put(1, column, f"{sheet.get(1, column)}\n（選択）") for column in columns]


@bad("L1-14", "remark", kind="csv", also="L1-06 L1-07")
def a_break_at_the_end(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "remark")
    return [sheet.put(row, column, "資料を送った\r\n") for row in sheet.some(draw, 1, 2)]


@near("L1-14", "code", kind="csv")
def quotation_marks_in_a_text(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("標語", "remark", among('"安全第一"', "「みんなで守る」", 'A"型')), draw)


@near("L1-14", "code", kind="csv")
def very_long_lines(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("経緯", "remark", each(["担当が替わったので引き継いだ。" * 40])), draw)


@bad("L1-15", "person", kind="csv", also="L1-05 L1-02 L1-03 L1-04")
def persons_with_a_bare_comma(draft: Draft, draw: Draw) -> Groups:
    return _bare(draft, draft.data.of("person")[0], draft.data.some(draw, 1, 4), "長崎次郎,平戸里美")


@bad("L1-15", "code", kind="csv", sure="either", also="L1-05 L1-02 L1-03 L1-04 L3-01")
def every_row_with_bare_commas(draft: Draft, draw: Draw) -> Groups:
    column = draft.data.add(Column("所在地", "address", each(["-"])), draw)
    return _bare(draft, column, list(draft.data.body), "東京都,港区")


@bad("L1-15", "amount|count|measure", kind="csv", also="L1-05 L1-02 L1-03 L1-04 L2-01")
def only_the_last_row(draft: Draft, draw: Draw) -> Groups:
    return _bare(draft, draft.data.pick(draw, *ROLES_OF_NUMBERS), [draft.data.last], "1,234,567")


def _bare(draft: Draft, column: int, rows: list[int], text: str) -> Groups:
    for row in rows:
        draft.data.put(row, column, text)
    draft.raw |= set(rows)
    return [[(row, one) for one in range(1, draft.data.width + 4)] for row in rows[:20]]


@near("L1-15", "code", kind="csv", also="L1-07")
def links_with_commas_in_quotation_marks(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("掲載先", "text", each(["https://example.jp/?p=1,2"])), draw)


@near("L1-15", "code", kind="csv")
def columns_that_end_empty(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("確認日", "date", maybe(0, "")), draw)
    draft.data.add(Column("確認印", "remark", maybe(0.1, "済")), draw)


@near("L1-15", "code", kind="csv")
def full_width_commas(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("経緯", "remark", maybe(0.9, "書類を受け，審査へ回した。", "確認中，来週に決まる。")), draw)


def _spoil(draft: Draft, draw: Draw, shape: str, roles: tuple[str, ...], least: int = 1, most: int = 6) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, *roles)
    return [
        sheet.put(row, column, shape.format(draw.randint(100, 9000), draw.randint(1, 99)))
        for row in sheet.some(draw, least, most)
    ]


@bad("L2-01", "amount|count")
def money_in_words(draft: Draft, draw: Draw) -> Groups:
    return _spoil(draft, draw, draw.choice(["{}千円", "{}万円", "金{:,}円", "{}円也"]), ("amount", "count"))


@bad("L2-01", "measure")
def a_unit_behind_a_measurement(draft: Draft, draw: Draw) -> Groups:
    return _spoil(draft, draw, draw.choice(["{1}.5℃", "{1}mg/L", "{1} t", "{0}.0m", "{1}.5%"]), ("measure",))


@bad("L2-01", "amount|count|measure")
def about_and_over(draft: Draft, draw: Draw) -> Groups:
    return _spoil(draft, draw, draw.choice(["約{}", "{}以上", "{}超", "{}程度", "{}未満"]), ROLES_OF_NUMBERS, 1, 3)


@bad("L2-01", "amount|count|measure")
def one_triangle_alone(draft: Draft, draw: Draw) -> Groups:
    return _spoil(draft, draw, draw.choice(["▲{}", "△{}", "▲{:,}", "▲ {}"]), ROLES_OF_NUMBERS, 1, 1)


@bad("L2-01", "amount", also="L1-07")
def a_minus_in_brackets(draft: Draft, draw: Draw) -> Groups:
    return _spoil(draft, draw, draw.choice(["({})", "({:,})", "（{:,}）"]), ("amount",), 1, 3)


@bad("L2-01", "count|amount", also="L1-06")
def a_space_for_thousands(draft: Draft, draw: Draw) -> Groups:
    return _spoil(draft, draw, draw.choice(["{1} 500", "1 {1} 000", "{1}　000"]), ("count", "amount"))


@bad("L2-01", "measure|count", also="L3-03 L1-04")
def a_letter_for_a_note(draft: Draft, draw: Draw) -> Groups:
    return _spoil(draft, draw, draw.choice(["{1}b)", "{1}※", "{1}(注1)", "r{1}", "{1}p"]), ("measure", "count"), 1, 2)


@near("L2-01", "amount", kind="xlsx")
def numbers_dressed_as_thousands(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "amount")
    shape = draw.choice(['#,##0"千円"', '"△"#,##0;"▲"#,##0', '0.0"万円"', "¥#,##0;[Red]¥-#,##0"])
    sheet.dress([(row, column) for row in sheet.body], format=shape)
    sheet.put(sheet.last, column, -500)


@near("L2-01", "code", kind="xlsx")
def shares_by_the_format(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("構成比（％）", "measure", decimals(0, 1, 3), "0.0%"), draw)


@near("L2-01", "code")
def numbers_of_houses_and_rooms(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("部屋", "text", among("101号", "2-3", "5階南", "B1")), draw)
    draft.data.add(Column("サイズ", "text", among("100×200", "50×80")), draw)


@near("L2-01", "code")
def quarters_and_grades(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("四半期", "choice", among("第1四半期", "第2四半期", "第3四半期")), draw)
    draft.data.add(Column("等級", "choice", among("1級", "2級", "準2級")), draw)


@near("L2-01", "code")
def numbers_that_are_names(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("系統番号", "code", among("007", "12", "12A", "350-1")), draw)
    draft.data.add(Column("内線", "phone", among("0011", "2345", "3456")), draw)


@near("L2-01", "code")
def times_of_day(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("開始", "time", among("9:00", "13:30", "17:15")), draw)


def _ditto(draft: Draft, draw: Draw, column: int, marks: tuple[str, ...], most: int = 5) -> Groups:
    mark = draw.choice(marks)
    rows = sorted(draw.sample(range(3, draft.data.last + 1), draw.randint(1, min(most, draft.data.last - 2))))
    return [draft.data.put(row, column, mark) for row in rows]


@bad("L2-02", "code")
def a_ditto_in_an_added_column(draft: Draft, draw: Draw) -> Groups:
    column = draft.data.add(Column("担当班", "text", among("第一班", "第二班", "庶務班")), draw)
    return _ditto(draft, draw, column, ("〃", "同上", "々", "″", "仝"))


@bad("L2-02", "place|org|address", also="L2-04")
def the_place_is_the_same(draft: Draft, draw: Draw) -> Groups:
    column = draft.data.pick(draw, "place", "org", "address")
    return _ditto(draft, draw, column, ("同上", "〃", "（同上）", "上記に同じ"))


@bad("L2-02", "person", also="L2-04")
def the_person_is_the_same(draft: Draft, draw: Draw) -> Groups:
    return _ditto(draft, draw, draft.data.of("person")[0], ("〃", "同上"))


@bad("L2-02", "remark")
def the_remark_is_the_same(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "remark")
    sheet.put(2, column, "前日に連絡した")
    return [sheet.put(row, column, draw.choice(["〃", "同上"])) for row in (3, 4)]


@bad("L2-02", "code", sure="either", also="L1-03")
def areas_only_where_they_change(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    size = draw.choice([2, 3, 5])
    sheet.right(2)
    sheet.put(1, 2, "圏域")
    for row in sheet.body:
        if (row - 2) % size == 0:
            sheet.put(row, 2, ("県央", "県北", "県南", "離島")[(row - 2) // size % 4])
    return [[(row, 2) for row in sheet.body if (row - 2) % size]]


@near("L2-02", "code")
def names_with_the_sign_for_same(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("団体", "org", among("見本同窓会", "同行支援の会", "同好会連合")), draw)
    draft.data.add(Column("氏名", "person", among("佐々木光", "奈々村茜", "同前一郎")), draw)


@near("L2-02", "remark")
def remarks_here_and_there(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "remark")
    sheet.redo(
        column, Column(str(sheet.get(1, column)), "remark", maybe(0.15, "同時に受け付けた", "同上の施設とは別")), draw
    )


@near("L2-02", "code")
def the_second_line_of_an_address(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("建物名", "text", maybe(0.4, "見本ビル2階", "例示会館")), draw)


@near("L2-02", "code")
def areas_in_every_row(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("圏域", "text", each(["県央"] * 4 + ["県北"] * 3 + ["離島"] * 2)), draw)


@near("L2-02", "code", kind="csv")
def numbers_of_rows(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("通し番号", "code", numbers(1, 999)), draw)
