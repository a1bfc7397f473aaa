"""Level 3 of the seen set: can others use it together with their own?"""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta

from tests.readability_cases.model import ROLES_OF_NUMBERS, Column, Draft, Sheet
from tests.readability_cases.registry import Groups
from tests.readability_cases.seen import SEEN
from tests.readability_cases.values import SAGA, among, code_of, decimals, each, maybe, months, numbers

bad, near = SEEN.bad, SEEN.near
NUMBERS = "amount|count|measure"
Draw = random.Random


# L3-01: the headings are row 1


@bad("L3-01", also="L1-04")
def a_title_above(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    sheet.down(1)
    return [
        [
            sheet.put(1, 1, draw.choice([f"{draft.stem}（令和7年度）", f"{draft.stem}について", f"【{draft.stem}】"])),
            (2, 1),
        ]
    ]


@bad("L3-01", also="L1-04 L1-03 L1-02")
def a_title_and_an_empty_row(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    sheet.down(1, 2)
    return [
        [
            sheet.put(1, draw.choice([1, 1, 3]), f"令和7年度 {draft.stem}"),
            *((3, column) for column in range(1, sheet.width + 1)),
        ]
    ]


@bad("L3-01", also="L1-03 L1-02")
def an_empty_row_after_the_headings(draft: Draft, draw: Draw) -> Groups:
    draft.data.down(2)
    draft.data.head = 1
    return [[(row, column) for row in (1, 2, 3) for column in range(1, draft.data.width + 1)]]


@bad("L3-01", kind="xlsx", also="L1-12 L2-03 L1-05 L1-04 L2-02 L1-11 L3-04 L3-06")
def three_rows_of_headings(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    sheet.down(1, 2)
    width = sheet.width
    sheet.put(1, 1, "基本事項")
    sheet.put(1, 3, "調査事項")
    sheet.put(2, 1, "番号等")
    sheet.put(2, 3, "内容")
    sheet.merged += [(1, 1, 1, 2), (1, 3, 1, width), (2, 1, 2, 2), (2, 3, 2, width)]
    return [[(row, column) for row in (1, 2, 3) for column in range(1, width + 1)]]


@bad("L3-01", also="L1-04")
def a_title_and_a_date_above(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    sheet.down(1, 2)
    return [[sheet.put(1, 1, draft.stem), sheet.put(2, draw.choice([1, sheet.width]), "令和7年10月1日現在"), (3, 1)]]


@bad("L3-01", also="L1-03 L1-02")
def empty_rows_above(draft: Draft, draw: Draw) -> Groups:
    by = draw.choice([1, 2])
    draft.data.down(1, by)
    return [[(row, column) for row in range(1, by + 2) for column in range(1, draft.data.width + 1)]]


@near("L3-01", kind="xlsx")
def a_title_on_another_sheet(draft: Draft, draw: Draw) -> None:
    cover = Sheet("この資料", [])
    for row, values in enumerate([("資料名", "作成課"), (draft.stem, "総務課")], 1):
        for column, value in enumerate(values, 1):
            cover.put(row, column, value)
    draft.sheets.append(cover)


@near("L3-01")
def a_table_of_words_alone(draft: Draft, draw: Draw) -> None:
    for column in draft.data.of(*ROLES_OF_NUMBERS, "date"):
        draft.data.redo(column, Column(f"所見{column}", "text", among("良い", "普通", "要改善")), draw)


@near("L3-01", "code")
def long_headings(draft: Draft, draw: Draw) -> None:
    head = "前年度に同じ補助金の交付を受けたことがあるかどうか"
    draft.data.add(Column(head, "choice", among("はい", "いいえ"), width=40), draw)


@near("L3-01", kind="xlsx")
def headings_held_in_place(draft: Draft, draw: Draw) -> None:
    draft.data.extras |= {"freeze", "print"}


@near("L3-01", "code")
def headings_that_hold_a_year(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("2024年度の実施", "choice", among("実施", "未実施")), draw)


# L3-03: marks are explained


def _marks(draft: Draft, draw: Draw, marks: tuple[str, ...]) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "amount", "count")
    mark = draw.choice(marks)
    return [sheet.put(row, column, mark) for row in sheet.some(draw, 2, 6)]


@bad("L3-03", "amount|count", also="L2-01 L1-09")
def a_secret_number(draft: Draft, draw: Draw) -> Groups:
    return _marks(draft, draw, ("X", "x", "Ｘ"))


@bad("L3-03", "amount|count", also="L2-01 L1-09")
def dots_for_not_known(draft: Draft, draw: Draw) -> Groups:
    return _marks(draft, draw, ("…", "...", "・・・"))


@bad("L3-03", "amount|count", also="L2-01 L1-09")
def a_line_for_none(draft: Draft, draw: Draw) -> Groups:
    return _marks(draft, draw, ("-", "－", "―") if draft.encoding != "cp932" else ("-", "－"))


@bad("L3-03", "amount|count", also="L2-01 L1-09")
def stars(draft: Draft, draw: Draw) -> Groups:
    return _marks(draft, draw, ("***", "*", "＊"))


@near("L3-03", "amount|count", kind="xlsx", also="L2-01 L1-09")
def marks_explained_on_a_sheet(draft: Draft, draw: Draw) -> None:
    mark = draw.choice(["X", "…", "***", "－"])
    _marks(draft, draw, (mark,))
    other = Sheet("記号の説明", [])
    meaning = {"X": "秘匿", "…": "不詳", "***": "調査していない", "－": "該当なし"}[mark]
    for row, values in enumerate([("記号", "意味"), (mark, meaning)], 1):
        for column, value in enumerate(values, 1):
            other.put(row, column, value)
    draft.sheets.append(other)


@near("L3-03", "code")
def an_x_that_is_a_value(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("判定", "choice", among("X", "Y", "Z")), draw)


@near("L3-03", "code")
def lines_inside_of_codes(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("図面番号", "code", among("A-01", "B-12", "X-03")), draw)


@near("L3-03", "amount|count", also="L2-02")
def numbers_that_are_missing(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "amount", "count")
    for row in sheet.some(draw, 1, 4):
        sheet.put(row, column, None)


@near("L3-03", "amount|count")
def numbers_below_zero(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "amount", "count")
    for row in sheet.some(draw, 1, 4):
        sheet.put(row, column, -draw.randint(1, 900))


# L3-04: units


@bad("L3-04", NUMBERS, also="L1-05")
def a_heading_that_says_nothing(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    words = draw.choice([("数値1", "数値2"), ("データ", "データ2"), ("スコア", "値"), ("値1", "値2")])
    columns = sheet.of(*ROLES_OF_NUMBERS)[: draw.randint(1, 2)]
    return [
        [sheet.put(1, column, word), *((row, column) for row in sheet.body)]
        for column, word in zip(columns, words, strict=False)
    ]


@bad("L3-04", "measure")
def a_unit_left_out(draft: Draft, draw: Draw) -> Groups:
    """The others have one."""
    sheet = draft.data
    column = sheet.pick(draw, "measure")
    head = str(sheet.get(1, column)).partition("（")[0]
    if head == "執行率":
        head = "進み具合"
    return [[sheet.put(1, column, head), *((row, column) for row in sheet.body)]]


@bad("L3-04", "code")
def a_new_column_without_a_unit(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    words = ("使用量", "距離", "延長", "処理量", "発電量", "所要時間", "重さ", "水量")
    column = sheet.add(Column(draw.choice(words), "measure", draw.choice([decimals(1, 900), numbers(10, 9000)])), draw)
    return [[(1, column), *((row, column) for row in sheet.body)]]


@near("L3-04", "code")
def units_that_go_without_saying(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("人口", "count", numbers(3000, 90000)), draw)
    draft.data.add(Column("年齢", "count", numbers(18, 90)), draw)
    draft.data.add(Column("金額", "amount", numbers(1000, 90000)), draw)


@near("L3-04", "code")
def units_in_other_brackets(draft: Draft, draw: Draw) -> None:
    shape = draw.choice(["重量[{}]", "重量_{}", "重量({})", "重量（単位：{}）"])
    draft.data.add(Column(shape.format("kg"), "measure", numbers(10, 900)), draw)


@near("L3-04", "code")
def numbers_that_are_no_measure(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("整理番号", "code", lambda _one, row: row), draw)
    draft.data.add(Column("室番号", "code", numbers(101, 909)), draw)


@near("L3-04", "code")
def years_as_numbers(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("開始年度", "year", numbers(2015, 2025)), draw)


@near("L3-04", "code")
def a_column_of_units(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("使用量", "measure", numbers(10, 900)), draw)
    draft.data.add(Column("単位", "text", among("kg", "L", "個")), draw)


@near("L3-04", NUMBERS)
def a_ratio_with_its_sign(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("達成率（%）", "measure", decimals(10, 99)), draw)


# L3-05: one way to write dates

DAYS = tuple(date(2023, 4, 1) + timedelta(17 * step) for step in range(40))


def _dates(draft: Draft, draw: Draw, write: Callable[[date], str]) -> Groups:
    """All dates of a column in this form."""
    sheet = draft.data
    column = sheet.redo(
        sheet.pick(draw, "date"), Column("受付日", "date", lambda one, _row: write(one.choice(DAYS))), draw
    )
    return [(row, column) for row in sheet.body]


def _era(day: date) -> str:
    return f"令和{day.year - 2018}年{day.month}月{day.day}日"


@bad("L3-05", "date")
def years_of_the_era(draft: Draft, draw: Draw) -> Groups:
    return _dates(draft, draw, draw.choice([_era, lambda day: f"令和{day.year - 2018}年{day.month}月"]))


@bad("L3-05", "date")
def two_digits_and_slashes(draft: Draft, draw: Draw) -> Groups:
    shape = draw.choice(["%m/%d/%y", "%d/%m/%y", "%y/%m/%d"])
    return _dates(draft, draw, lambda day: day.strftime(shape))


@bad("L3-05", "date")
def one_date_of_the_era(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "date")
    return [sheet.put(row, column, _era(draw.choice(DAYS))) for row in sheet.some(draw, 1, 4)]


@bad("L3-05", "code")
def two_allowed_forms_in_a_column(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    forms: list[Callable[[date], str]] = [
        lambda day: day.isoformat(),
        lambda day: f"R{day.year - 2018:02d}.{day.month:02d}.{day.day:02d}",
    ]
    draw.shuffle(forms)
    column = sheet.add(Column("届出日", "date", lambda one, _row: forms[0](one.choice(DAYS))), draw)
    return [sheet.put(row, column, forms[1](draw.choice(DAYS))) for row in sheet.some(draw, 2, min(5, sheet.last // 4))]


@bad("L3-05", "code")
def months_in_two_forms(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("対象年月", "month", months(2023, "{}年{}月")), draw)
    return [
        sheet.put(row, column, f"令和{draw.randint(4, 6)}年{draw.randint(1, 12)}月") for row in sheet.some(draw, 1, 4)
    ]


@bad("L3-05", "code")
def years_of_office_of_the_era(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("実施年度", "year", each(["令和4年度", "令和5年度", "令和6年度"])), draw)
    return [(row, column) for row in sheet.body]


@near("L3-05", "date")
def dates_as_iso(draft: Draft, draw: Draw) -> None:
    list(_dates(draft, draw, lambda day: day.isoformat()))


@near("L3-05", "code")
def months_in_japanese(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("対象年月", "month", months(2023, "{}年{}月")), draw)


@near("L3-05", "code")
def years_of_office(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("対象年度", "year", each(["2022年度", "2023年度", "2024年度"])), draw)


@near("L3-05", "date")
def short_dates_of_the_era(draft: Draft, draw: Draw) -> None:
    list(_dates(draft, draw, lambda day: f"R{day.year - 2018}.{day.month:02d}.{day.day:02d}"))


@near("L3-05", "code")
def different_forms_in_different_columns(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("対象年度", "year", each(["2023年度", "2024年度"])), draw)
    draft.data.add(Column("届出日", "date", lambda one, _row: one.choice(DAYS).isoformat()), draw)


@near("L3-05", "code")
def numbers_that_look_like_dates(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("区画", "text", among("3-4-1", "12-1", "令和橋", "平成通り")), draw)


# L3-06: codes or official names of places


def _short(name: str) -> str:
    return name[:-1]


@bad("L3-06", "muni", also="L2-04 L1-05")
def all_names_without_town_or_city(draft: Draft, draw: Draw) -> Groups:
    """The codes go as well, where there were some."""
    sheet = draft.data
    column = sheet.of("muni")[0]
    return [sheet.put(row, column, _short(str(sheet.get(row, column)))) for row in sheet.body]


@bad("L3-06", "muni", also="L2-04")
def some_names_without_town_or_city(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.of("muni")[0]
    return [sheet.put(row, column, _short(str(sheet.get(row, column)))) for row in sheet.some(draw, 1, 4)]


@bad("L3-06", "text")
def another_column_of_short_names(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    names = draw.choice(
        [("札幌", "函館", "旭川"), ("佐賀", "唐津", "鳥栖"), ("福岡", "北九州", "久留米"), ("仙台", "石巻", "塩竈")]
    )
    column = sheet.add(Column(draw.choice(["市町村名", "市区町村", "自治体名"]), "muni", among(*names)), draw)
    return [(row, column) for row in sheet.body]


@bad("L3-06", "text")
def prefectures_without_their_last_character(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("都道府県名", "muni", among("佐賀", "福岡", "長崎", "熊本")), draw)
    return [(row, column) for row in sheet.body]


@near("L3-06", "muni")
def official_names(draft: Draft, draw: Draw) -> None:
    column = draft.data.of("muni")[0]
    draft.data.put(1, column, draw.choice(["市町村名", "市町名", "自治体名"]))


@near("L3-06", "text")
def code_and_name(draft: Draft, draw: Draw) -> None:
    rows = SAGA[: draw.randint(4, 20)]
    draft.data.add(Column("市町村コード", "code", each([code_of(five) for five, _ in rows])), draw)
    draft.data.add(Column("市町村名", "muni", each([name for _, name in rows])), draw)


@near("L3-06", "text")
def family_names_that_are_towns(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("担当者（姓）", "person", among("佐賀", "福岡", "長崎", "武雄", "鹿島")), draw)


@near("L3-06", "text")
def prefecture_and_town(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("所在市町村", "muni", among("佐賀県佐賀市", "福岡県福岡市", "北海道札幌市")), draw)


@near("L3-06", "text")
def regions_that_are_no_towns(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("地域名", "text", among("北部", "中部", "南部")), draw)


@near("L3-06", "text")
def places_with_a_town_in_their_name(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("最寄り駅", "place", among("佐賀駅", "唐津駅", "鳥栖駅")), draw)


# L3-07: the same form as last year


def _earlier(draft: Draft, draw: Draw) -> Draft:
    """Last year's file: the same columns, fewer rows, another year in its name."""
    before = deepcopy(draft)
    before.stem = f"{draft.stem}_2024年度"
    draft.stem += "_2025年度"
    sheet = before.data
    cut = sheet.last - draw.randint(1, 4)
    for place in [place for place in sheet.cells if place[0] > cut]:
        del sheet.cells[place]
        sheet.looks.pop(place, None)
    draft.earlier = before
    return before


@bad("L3-07", NUMBERS)
def a_heading_renamed(draft: Draft, draw: Draw) -> Groups:
    before = _earlier(draft, draw).data
    column = draw.randint(1, before.width)
    before.put(1, column, draw.choice(["旧{}", "{}（確定）", "{}※"]).format(before.get(1, column)))
    return []


@bad("L3-07")
def a_column_more(draft: Draft, draw: Draw) -> Groups:
    _earlier(draft, draw)
    draft.data.add(Column("確認欄", "choice", among("済", "未")), draw)
    return []


@bad("L3-07")
def a_column_less(draft: Draft, draw: Draw) -> Groups:
    before = _earlier(draft, draw).data
    before.add(Column("確認欄", "choice", among("済", "未")), draw)
    return []


@bad("L3-07", "text")
def a_column_in_other_words(draft: Draft, draw: Draw) -> Groups:
    before = _earlier(draft, draw).data
    before.put(1, before.pick(draw, "text"), draw.choice(["名称等", "内容", "区分名"]))
    return []


@near("L3-07")
def the_same_columns_and_other_rows(draft: Draft, draw: Draw) -> None:
    _earlier(draft, draw)


@near("L3-07", NUMBERS)
def the_same_columns_and_other_values(draft: Draft, draw: Draw) -> None:
    before = _earlier(draft, draw).data
    for column in before.of(*ROLES_OF_NUMBERS):
        for row in before.body:
            before.put(row, column, draw.randint(10, 900))


@near("L3-07", kind="xlsx")
def the_same_columns_in_other_widths(draft: Draft, draw: Draw) -> None:
    before = _earlier(draft, draw).data
    before.widths = dict.fromkeys(before.widths, 20.0)
    before.extras = {"freeze"}


@near("L3-07", kind="csv")
def the_same_columns_in_another_encoding(draft: Draft, draw: Draw) -> None:
    _earlier(draft, draw).encoding = "utf-8-sig"


# L3-08: what the columns mean is written down


@bad("L3-08", kind="xlsx", sure="either")
def no_sheet_that_explains(draft: Draft, draw: Draw) -> Groups:
    del draft.sheets[1:]
    return []


@bad("L3-08", kind="csv", sure="either")
def a_text_file_alone(draft: Draft, draw: Draw) -> Groups:
    return []


@near("L3-08", kind="xlsx")
def columns_and_changes_explained(draft: Draft, draw: Draw) -> None:
    from tests.readability_cases.values import explained

    del draft.sheets[1:]
    draft.sheets += explained()(draft.data)


@near("L3-08", kind="xlsx")
def explained_under_other_names(draft: Draft, draw: Draw) -> None:
    from tests.readability_cases.values import explained

    del draft.sheets[1:]
    draft.sheets += explained(
        "列名", "数値の単位", draw.choice(["データ定義", "凡例", "説明"]), draw.choice(["変更履歴", "改訂履歴"])
    )(draft.data)


# L3-09: long, not wide


def _wide(draft: Draft, draw: Draw, heads: list[str]) -> Groups:
    sheet = draft.data
    return [
        [(1, column), *((row, column) for row in sheet.body)]
        for column in [sheet.add(Column(head, "count", numbers(10, 900)), draw) for head in heads]
    ][:2]


@bad("L3-09", "code", also="L3-04")
def years_side_by_side(draft: Draft, draw: Draw) -> Groups:
    first = draw.randint(2018, 2021)
    shape = draw.choice(["{}年度", "{}年度（人）", "{}年", "{}"])
    return _wide(draft, draw, [shape.format(first + step) for step in range(draw.randint(3, 5))])


@bad("L3-09", "code", also="L3-04 L3-05")
def years_of_the_era_side_by_side(draft: Draft, draw: Draw) -> Groups:
    shape = draw.choice(["令和{}年度", "R{}", "令和{}年度（件）"])
    return _wide(draft, draw, [shape.format(year) for year in range(3, 3 + draw.randint(3, 5))])


@bad("L3-09", "code", also="L3-04")
def months_side_by_side(draft: Draft, draw: Draw) -> Groups:
    return _wide(
        draft, draw, [f"{(step + 3) % 12 + 1}月" + draw.choice(["", "（件）"]) for step in range(draw.choice([6, 12]))]
    )


@bad("L3-09", "code", also="L3-04")
def a_measure_for_each_year(draft: Draft, draw: Draw) -> Groups:
    shape = draw.choice(["利用者数_{}年度（人）", "{}年度利用者数（人）", "利用者数（{}年度）"])
    return _wide(draft, draw, [shape.format(year) for year in range(2020, 2020 + draw.randint(3, 5))])


@near("L3-09", NUMBERS)
def different_measures(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("利用者数（人）", "count", numbers(10, 900)), draw)
    draft.data.add(Column("貸出冊数（冊）", "count", numbers(10, 900)), draw)
    draft.data.add(Column("開館日数（日）", "count", numbers(10, 300)), draw)


@near("L3-09", "code")
def years_below_each_other(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("集計年度", "year", each(["2021年度", "2022年度", "2023年度"])), draw)


@near("L3-09", "code")
def one_column_with_a_year(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("2024年度決算額（円）", "amount", numbers(1000, 90000)), draw)


@near("L3-09", "code")
def questions_side_by_side(draft: Draft, draw: Draw) -> None:
    for number, what in enumerate(("窓口の案内", "待ち時間", "職員の対応"), 1):
        draft.data.add(Column(f"設問{number}_{what}", "choice", among("満足", "普通", "不満")), draw)


@near("L3-09", "code")
def dates_of_different_events(draft: Draft, draw: Draw) -> None:
    for what in ("受理日", "決裁日", "通知日"):
        draft.data.add(Column(what, "date", maybe(0.9, *DAYS[:20]), "yyyy-mm-dd"), draw)
