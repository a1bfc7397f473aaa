"""Level 2 of the seen set: can a program count with it?"""

from __future__ import annotations

import random
from datetime import date

from tests.readability_cases.model import ROLES_OF_NUMBERS, Column, Draft, Sheet, letters
from tests.readability_cases.registry import Groups
from tests.readability_cases.seen import SEEN
from tests.readability_cases.values import among, maybe

bad, near = SEEN.bad, SEEN.near
NUMBERS = "amount|count|measure"
Draw = random.Random


# L2-01: numbers are numbers


def _spoil(
    draft: Draft, draw: Draw, shapes: tuple[str, ...], roles: tuple[str, ...] = ("amount", "count"), most: int = 9
) -> Groups:
    """Some numbers of one column as text of these shapes."""
    sheet = draft.data
    column = sheet.pick(draw, *roles)
    rows = list(sheet.body) if draw.random() < 0.25 and len(sheet.body) < 40 else sheet.some(draw, 1, most)
    shape = draw.choice(shapes)
    return [sheet.put(row, column, shape.format(draw.randint(100, 990000), draw.randint(100, 999))) for row in rows]


@bad("L2-01", "amount|count")
def a_black_triangle(draft: Draft, draw: Draw) -> Groups:
    return _spoil(draft, draw, ("▲{:,}", "▲{}", "△{:,}"))


@bad("L2-01", "amount|count")
def a_unit_behind(draft: Draft, draw: Draw) -> Groups:
    return _spoil(draft, draw, ("{}円", "{:,}円", "{}件", "{}人", "約{}"))


@bad("L2-01", "amount")
def a_yen_sign(draft: Draft, draw: Draw) -> Groups:
    return _spoil(
        draft, draw, ("¥{:,}", "￥{}", "¥{}") if draft.encoding != "cp932" else ("\\{:,}", "￥{}"), ("amount",)
    )


@bad("L2-01", "amount|count", also="L1-07")
def brackets_for_a_minus(draft: Draft, draw: Draw) -> Groups:
    return _spoil(draft, draw, ("({})", "({:,})", "（{}）"))


@bad("L2-01", "amount|count", also="L1-06")
def spaces_between_thousands(draft: Draft, draw: Draw) -> Groups:
    return _spoil(draft, draw, ("{1} {1}", "▲{1} {1}", "12 {1}"))


@bad("L2-01", "measure|count", also="L3-03 L1-04")
def a_letter_that_points_at_a_note(draft: Draft, draw: Draw) -> Groups:
    return _spoil(draft, draw, ("{1}(a", "{1}a)", "{1}*"), ("measure", "count"), 3)


@bad("L2-01", "measure")
def degrees_and_percent(draft: Draft, draw: Draw) -> Groups:
    return _spoil(draft, draw, ("{1}％", "{1}%程度", "{1}km", "{1}ha"), ("measure",))


@near("L2-01", "amount", kind="xlsx")
def a_triangle_by_the_format(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "amount")
    sheet.dress([(row, column) for row in sheet.body], format="#,##0;▲#,##0")
    for row in sheet.some(draw, 1, 5):
        sheet.put(row, column, -draw.randint(100, 90000))


@near("L2-01", "amount", kind="xlsx")
def a_unit_by_the_format(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "amount")
    sheet.dress([(row, column) for row in sheet.body], format=draw.choice(['#,##0"円"', '"¥"#,##0', "#,##0_);(#,##0)"]))


@near("L2-01", "text")
def codes_with_letters(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("区画番号", "code", among("010006", "0100A", "12-3", "B7", "000")), draw)


@near("L2-01", "text")
def phones_and_post_codes(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("郵便番号", "code", among("840-8570", "8408570", "847-0001")), draw)
    draft.data.add(Column("電話番号（代表）", "phone", among("(0952)25-7000", "090-9999-9999")), draw)


@near("L2-01", "text")
def words_with_numbers(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("年齢階級", "choice", among("10歳未満", "10代", "20代", "60歳以上")), draw)
    draft.data.add(Column("回", "choice", among("第1回", "第2回", "第10回")), draw)


@near("L2-01", "amount")
def minus_numbers(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "amount")
    for row in sheet.some(draw, 1, 6):
        sheet.put(row, column, -draw.randint(100, 90000))


@near("L2-01", "text")
def places_and_sizes_in_words(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("場所", "text", among("3階会議室", "1号棟", "A棟2階")), draw)
    draft.data.add(Column("用紙", "choice", among("A4", "A3", "B5")), draw)


# L2-02: nothing left out


@bad("L2-02", "text|muni|choice|org", also="L2-04 L3-06")
def the_ditto_mark(draft: Draft, draw: Draw) -> Groups:
    return _ditto(draft, draw, ("〃", "〃", "″"))


@bad("L2-02", "text|muni|choice|org", also="L2-04 L3-06")
def the_same_in_words(draft: Draft, draw: Draw) -> Groups:
    return _ditto(draft, draw, ("同上", "同　上", "上に同じ") if draft.encoding else ("同上",))


def _ditto(draft: Draft, draw: Draw, marks: tuple[str, ...]) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "text", "muni", "choice", "org")
    mark = draw.choice(marks)
    if "　" in mark:
        mark = "同上"
    return [
        sheet.put(row, column, mark)
        for row in sorted(draw.sample(range(3, sheet.last + 1), draw.randint(1, 6) if sheet.last > 9 else 1))
    ]


@bad("L2-02", "date", also="L3-05")
def a_ditto_for_a_date(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "date")
    return [sheet.put(row, column, draw.choice(["〃", "同上"])) for row in range(4, 4 + draw.randint(1, 4))]


@bad("L2-02", "amount|count", also="L2-01 L3-03")
def a_ditto_for_a_number(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "amount", "count")
    return [sheet.put(row, column, "〃") for row in range(5, 5 + draw.randint(1, 4))]


@bad("L2-02", "code", sure="either", also="L1-03")
def only_the_first_of_a_group(draft: Draft, draw: Draw) -> Groups:
    """The group stands in its first row; the rows below are left empty."""
    sheet = draft.data
    size = draw.choice([3, 4, 5])
    names = ("北部", "中部", "南部", "西部", "東部")
    sheet.right(1)
    sheet.put(1, 1, "地域区分")
    empty = []
    for row in sheet.body:
        if (row - 2) % size:
            empty.append((row, 1))
        else:
            sheet.put(row, 1, names[(row - 2) // size % 5])
    return [empty]


@near("L2-02", "remark")
def empty_remarks(draft: Draft, draw: Draw) -> None:
    column = draft.data.pick(draw, "remark")
    draft.data.redo(
        column, Column("備考", "remark", maybe(0.3, "確認済み", "昨年度と同じ扱いにした", "同上の理由による変更")), draw
    )


@near("L2-02", "code")
def names_that_begin_with_same(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("学校名", "text", among("同志架空学園", "同仁見本学校", "上同例示校")), draw)


@near("L2-02", "code")
def names_with_a_repeat_mark(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("担当者名", "person", among("佐々木一郎", "野々村花子", "代々木次郎")), draw)


@near("L2-02", "code")
def values_written_again(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("地域区分", "text", lambda _one, row: ("北部", "中部", "南部")[row // 5 % 3]), draw)


@near("L2-02", "code")
def an_end_date_that_is_not_there_yet(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("終了日", "date", maybe(0.3, date(2025, 9, 30), date(2026, 3, 31)), "yyyy-mm-dd"), draw)


# L2-03: each heading once


@bad("L2-03", NUMBERS, also="L1-05 L3-04 L3-06 L3-05")
def a_heading_twice(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    first, second = sorted(draw.sample(range(1, sheet.width + 1), 2))
    sheet.put(1, second, sheet.get(1, first))
    return [[(1, first), (1, second)]]


@bad("L2-03", kind="xlsx", also="L1-12 L3-01 L1-05 L1-11 L3-04 L3-06 L3-09")
def the_same_words_under_two_groups(draft: Draft, draw: Draw) -> Groups:
    """「本庁 | 件数 金額」「支所 | 件数 金額」, the groups merged."""
    sheet = draft.data
    start = sheet.width
    sheet.down(1)
    for column in range(1, start + 1):
        sheet.put(1, column, sheet.get(2, column))
        sheet.put(2, column, None)
        sheet.merged.append((1, column, 2, column))
    second = []
    for number, group in enumerate(draw.choice([("本庁", "支所"), ("前期", "後期"), ("男性", "女性", "不明")])):
        left = start + 1 + 2 * number
        sheet.put(1, left, group)
        sheet.merged.append((1, left, 1, left + 1))
        for column, word in ((left, "件数（件）"), (left + 1, "金額（円）")):
            second.append(sheet.put(2, column, word))
            for row in range(3, sheet.last + 1):
                sheet.put(row, column, draw.randint(2, 900))
    return [[*second, *((1, place[1]) for place in second)]]


@bad("L2-03", "amount", also="L3-01 L3-04 L1-05 L2-02 L1-09 L2-01")
def a_row_of_units(draft: Draft, draw: Draw) -> Groups:
    """The unit alone as a heading, for two columns."""
    sheet = draft.data
    sheet.add(Column("千円", "amount", lambda one, _row: one.randint(10, 900)), draw)
    sheet.add(Column("千円", "amount", lambda one, _row: one.randint(10, 900)), draw)
    return [[(1, sheet.width - 1), (1, sheet.width)]]


@bad("L2-03", "text", also="L1-05")
def remarks_three_times(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    word = draw.choice(["備考欄", "確認", "担当"])
    for _ in range(draw.choice([2, 3])):
        sheet.add(Column(word, "remark", maybe(0.6, "済み", "未了")), draw)
    return [[(1, column) for column in range(1, sheet.width + 1) if sheet.get(1, column) == word]]


@bad("L2-03", kind="csv", also="L1-05 L3-04 L3-06 L3-05")
def a_heading_twice_in_a_text_file(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = draw.randint(2, sheet.width)
    sheet.put(1, column, sheet.get(1, column - 1))
    return [[(1, column - 1), (1, column)]]


@near("L2-03", "amount")
def names_that_are_nearly_equal(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("申請見込額（円）", "amount", lambda one, _row: one.randint(1000, 90000)), draw)
    draft.data.add(Column("申請決定額（円）", "amount", lambda one, _row: one.randint(1000, 90000)), draw)


@near("L2-03", "code")
def names_with_a_number_each(draft: Draft, draw: Draw) -> None:
    for number in (1, 2, 3):
        draft.data.add(Column(f"確認者{number}", "text", among("総務課", "会計課")), draw)


@near("L2-03", "count|amount")
def the_same_measure_in_two_units(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("重量（kg）", "measure", lambda one, _row: one.randint(10, 900)), draw)
    draft.data.add(Column("重量（t）", "measure", lambda one, _row: one.randint(10, 900) / 1000), draw)


@near("L2-03", kind="xlsx")
def the_same_headings_on_two_sheets(draft: Draft, draw: Draw) -> None:
    other = Sheet("前年度", list(draft.data.columns))
    other.cells = dict(draft.data.cells)
    other.looks = dict(draft.data.looks)
    draft.sheets.append(other)


@near("L2-03", "text")
def a_value_equal_to_a_heading(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("変更した項目", "text", among(*(one.head for one in draft.data.columns))), draw)


# L2-04: one word for one choice

VARIANTS = (
    ("1. 取組済", ("1. 取り組み済み", "１．取組済", "1.取組済み")),
    ("取組予定", ("取組予定（R8以降）", "取り組み予定", "取組み予定")),
    ("実施済", ("実施済み", "実施済。", "済（実施）")),
    ("交付決定", ("交付　決定", "交付決定済", "交付決定済み")),
    ("申し込み済み", ("申込済", "申込み済み")),
    ("インターネット", ("ｲﾝﾀｰﾈｯﾄ", "インターネツト", "インタ－ネット")),
    ("検討中", ("検討中です", "検討 中", "検討中（R7）")),
)  # fmt: skip


@bad("L2-04", "code", also="L1-06")
def about_a_third_in_other_words(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    right, wrong = draw.choice(VARIANTS)
    column = sheet.add(Column("取組状況", "choice", among(right, "未定", "対象外")), draw)
    rows = [row for row in sheet.body if sheet.get(row, column) == right and row > 4]
    if len(rows) < 3:
        for row in list(sheet.body)[4:]:
            sheet.put(row, column, right)
        rows = list(sheet.body)[4:]
    return [
        sheet.put(row, column, draw.choice(wrong)) for row in sorted(draw.sample(rows, max(1, min(20, len(rows) // 3))))
    ]


@bad("L2-04", "code", also="L1-06")
def one_cell_in_other_words(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    right, wrong = draw.choice(VARIANTS)
    column = sheet.add(Column("対応状況", "choice", among(right, "未対応")), draw)
    for row in (2, 4, 5):
        sheet.put(row, column, right)
    return [sheet.put(draw.randint(7, sheet.last), column, draw.choice(wrong))]


@bad("L2-04", "code")
def other_widths_of_letters(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    right, wrong = draw.choice(
        [("A判定", "Ａ判定"), ("Web申請", "Ｗｅｂ申請"), ("第1期", "第１期"), ("メール", "ﾒｰﾙ"), ("30代", "３０代")]
    )
    column = sheet.add(Column("判定区分", "choice", lambda _one, row: right if row % 2 else "保留"), draw)
    return [sheet.put(row, column, wrong) for row in (8, 10)[: draw.randint(1, 2)] if row <= sheet.last] or [
        sheet.put(4, column, wrong)
    ]


@near("L2-04", "code")
def choices_that_differ(draft: Draft, draw: Draw) -> None:
    sets = [
        ("実施", "未実施", "一部実施"),
        ("取組済", "取組予定", "未定"),
        ("可", "不可"),
        ("済", "未済"),
        ("有", "無"),
        ("対象", "対象外"),
    ]
    draft.data.add(Column("実施状況", "choice", among(*draw.choice(sets))), draw)


@near("L2-04", "code")
def numbered_choices(draft: Draft, draw: Draw) -> None:
    sets = [("1. 実施済", "2. 実施予定", "3. 予定なし"), ("第1回", "第2回", "第12回"), ("1年生", "2年生", "3年生")]
    draft.data.add(Column("区分回", "choice", among(*draw.choice(sets))), draw)


@near("L2-04", "code")
def steps_of_a_scale(draft: Draft, draw: Draw) -> None:
    sets = [
        ("とても満足", "やや満足", "やや不満", "とても不満"),
        ("大", "中", "小"),
        ("10代", "20代", "30代"),
        ("A", "B", "C"),
    ]
    draft.data.add(Column("評価", "choice", among(*draw.choice(sets))), draw)


@near("L2-04", "code")
def free_texts_that_resemble(draft: Draft, draw: Draw) -> None:
    texts = [
        f"{word}を{what}"
        for word in ("窓口の案内", "申請の案内", "電話の案内")
        for what in ("直してほしい。", "増やしてほしい。", "減らしてほしい。")
    ]
    draft.data.add(Column("意見", "remark", maybe(0.8, *texts), width=30), draw)


@near("L2-04", "code")
def names_of_places_that_resemble(draft: Draft, draw: Draw) -> None:
    draft.data.add(
        Column("会場名", "place", among("架空公民館", "架空公民館別館", "東架空公民館", "西架空公民館")), draw
    )


# L2-05: 「その他」 stands alone


def _other(draft: Draft, draw: Draw, shapes: tuple[str, ...], most: int) -> Groups:
    sheet = draft.data
    numbered = "4" in shapes[0]
    choices = ("1. 窓口", "2. 電話", "3. 郵送") if numbered else ("窓口", "電話", "郵送")
    column = sheet.add(Column("申込方法", "choice", among(*choices)), draw)
    words = ("知人を通じて", "代理人", "出張所", "FAX")
    return [sheet.put(row, column, draw.choice(shapes).format(draw.choice(words))) for row in sheet.some(draw, 1, most)]


@bad("L2-05", "code", also="L2-04")
def other_with_a_number_and_words(draft: Draft, draw: Draw) -> Groups:
    return _other(draft, draw, ("4. その他: {}", "4. その他：{}"), 6)


@bad("L2-05", "code", also="L2-04 L1-06")
def other_with_a_space_in_front(draft: Draft, draw: Draw) -> Groups:
    return _other(draft, draw, (" その他: {}", "　その他：{}"), 4)


@bad("L2-05", "code", also="L2-04 L1-07")
def other_with_a_bracket(draft: Draft, draw: Draw) -> Groups:
    return _other(draft, draw, ("その他（{}）", "その他({})"), 5)


@bad("L2-05", "code", also="L2-04")
def other_once(draft: Draft, draw: Draw) -> Groups:
    return _other(draft, draw, ("その他：{}", "その他　{}") if draw.random() < 0.5 else ("その他:{}",), 1)


@near("L2-05", "code")
def other_alone(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("申込方法", "choice", among("窓口", "電話", draw.choice(["その他", "4. その他"]))), draw)


@near("L2-05", "code")
def other_with_a_column_for_its_words(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("申込方法", "choice", among("窓口", "電話", "その他")), draw)
    draft.data.add(Column("申込方法_その他の内容", "remark", maybe(0.3, "代理人", "出張所")), draw)


@near("L2-05", "code")
def names_with_other(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("費目", "text", among("その他の収入", "その他の経費", "その他事業費", "人件費")), draw)


@near("L2-05", "code")
def sentences_with_other(draft: Draft, draw: Draw) -> None:
    draft.data.add(
        Column("意見", "remark", maybe(0.8, "その他の窓口も開けてほしい。", "待ち時間、その他も改善してほしい。")), draw
    )


# L2-06: values, not formulas (in a file that is handed out)


def _formula(sheet: Sheet, row: int, column: int, text: str, value: object) -> tuple[int, int]:
    sheet.formulas[row, column] = text
    return sheet.put(row, column, value)


@bad("L2-06", NUMBERS, kind="xlsx")
def a_sum_in_each_row(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    one = sheet.pick(draw, *ROLES_OF_NUMBERS)
    column = sheet.add(Column("差引額（円）", "amount", lambda _a, _b: 0), draw)
    return [
        _formula(sheet, row, column, f"={letters(one)}{row}-1", float(str(sheet.get(row, one))) - 1)
        for row in sheet.body
    ]


@bad("L2-06", "date", kind="xlsx", also="L3-05")
def a_month_by_text(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("集計年月", "month", lambda _a, _b: ""), draw)
    return [
        _formula(sheet, row, column, f'=TEXT(DATE(2025,{row % 12 + 1},1),"yyyy-mm")', f"2025-{row % 12 + 1:02d}")
        for row in sheet.body
    ]


@bad("L2-06", "code", kind="xlsx")
def a_look_up_on_another_sheet(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    codes = Sheet("課名表", [])
    for row, values in enumerate([("課コード", "課名"), ("01", "総務課"), ("02", "財政課")], 1):
        codes.put(row, 1, values[0])
        codes.put(row, 2, values[1])
    draft.sheets.append(codes)
    key = sheet.add(Column("課コード", "code", among("01", "02")), draw)
    column = sheet.add(Column("課名", "text", lambda _a, _b: ""), draw)
    names = {"01": "総務課", "02": "財政課"}
    return [
        _formula(
            sheet,
            row,
            column,
            f"=VLOOKUP({letters(key)}{row},課名表!$A$2:$B$3,2,FALSE)",
            names[str(sheet.get(row, key))],
        )
        for row in sheet.body
    ]


@bad("L2-06", NUMBERS, kind="xlsx")
def one_formula_alone(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, *ROLES_OF_NUMBERS)
    row = sheet.row(draw)
    return [_formula(sheet, row, column, "=12*35", 420)]


@near("L2-06", NUMBERS, kind="xlsx")
def formulas_in_a_file_to_work_with(draft: Draft, draw: Draw) -> None:
    list(a_sum_in_each_row(draft, draw))
    draft.purpose = "作業用"


@near("L2-06", "text", kind="xlsx")
def texts_that_begin_like_a_formula(draft: Draft, draw: Draw) -> None:
    draft.data.add(
        Column("記号の説明", "remark", maybe(0.7, "=（等号）で結ぶ", "+から始まる番号", "-印は対象外", "@を付ける")),
        draw,
    )


@near("L2-06", "amount", kind="xlsx")
def values_that_were_calculated(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    one = sheet.pick(draw, "amount")
    column = sheet.add(Column("半額（円）", "amount", lambda _a, _b: 0), draw)
    for row in sheet.body:
        sheet.put(row, column, float(str(sheet.get(row, one))) / 2)


@near("L2-06", "text", kind="csv")
def an_equal_sign_in_a_text_file(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("記号の説明", "remark", maybe(0.6, "等号（=）で結ぶ", "a=bの形で書く")), draw)
