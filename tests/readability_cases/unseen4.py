"""Level 3 of the unseen set. Not to be opened by whoever writes the rules."""

from __future__ import annotations

import random
from copy import deepcopy
from datetime import date, timedelta

from tests.readability_cases.model import ROLES_OF_NUMBERS, Column, Draft, Sheet
from tests.readability_cases.registry import Groups
from tests.readability_cases.unseen import UNSEEN
from tests.readability_cases.unseen_base import EXPLAINED
from tests.readability_cases.values import NAGASAKI, among, code_of, decimals, each, explained, maybe, numbers

bad, near = UNSEEN.bad, UNSEEN.near
NUMBERS = "amount|count|measure"
Draw = random.Random
DAYS = tuple(date(2019, 6, 3) + timedelta(61 * step) for step in range(40))


@bad("L3-01", also="L1-04 L1-02")
def a_title_in_another_column(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    sheet.down(1)
    place = sheet.put(1, draw.randint(2, 4), draw.choice(["調査結果", f"{draft.stem}（2025年度）", "別紙1"]))
    return [[place, *((2, column) for column in range(1, sheet.width + 1))]]


@bad("L3-01", also="L1-04 L1-03 L1-02")
def a_letterhead(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    sheet.down(1, 4)
    sheet.put(1, 1, "様式第2号")
    sheet.put(2, 1, f"{draft.stem}の報告について")
    sheet.put(3, sheet.width, "長崎県")
    return [[(row, column) for row in range(1, 6) for column in range(1, sheet.width + 1)]]


@bad("L3-01", also="L1-03 L1-02")
def two_empty_rows_after_the_headings(draft: Draft, draw: Draw) -> Groups:
    draft.data.down(2, 2)
    draft.data.head = 1
    return [[(row, column) for row in range(1, 5) for column in range(1, draft.data.width + 1)]]


@bad("L3-01", kind="xlsx", also="L1-12 L2-03 L1-05 L1-04 L2-02 L1-11 L3-04 L3-06 L1-02")
def three_levels(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    width = sheet.width
    sheet.down(1, 2)
    half = width // 2
    sheet.put(1, 1, "全体")
    sheet.put(2, 1, "基本")
    sheet.put(2, half + 1, "詳細")
    sheet.merged += [(1, 1, 1, width), (2, 1, 2, half), (2, half + 1, 2, width)]
    return [[(row, column) for row in (1, 2, 3) for column in range(1, width + 1)]]


@near("L3-01", "code")
def a_first_row_of_long_words(draft: Draft, draw: Draw) -> None:
    draft.data.put(1, 1, "県が付けた全体を通した番号")
    draft.data.add(Column("この制度を知っていたかどうか", "choice", among("知っていた", "知らなかった")), draw)


@near("L3-01", kind="xlsx")
def a_cover_at_the_end(draft: Draft, draw: Draw) -> None:
    cover = Sheet("概要", [])
    for row, values in enumerate([("項目", "内容"), ("名称", draft.stem), ("担当", "税務課")], 1):
        for column, value in enumerate(values, 1):
            cover.put(row, column, value)
    draft.sheets.append(cover)


@near("L3-01", "code")
def codes_in_the_first_rows(draft: Draft, draw: Draw) -> None:
    for column in draft.data.of(*ROLES_OF_NUMBERS, "date"):
        draft.data.redo(column, Column(f"区分{column}", "choice", among("甲", "乙", "丙")), draw)


def _marks(draft: Draft, draw: Draw, marks: tuple[str, ...]) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "amount", "count", "measure")
    mark = draw.choice(marks)
    return [sheet.put(row, column, mark) for row in sheet.some(draw, 2, 5)]


@bad("L3-03", NUMBERS, also="L2-01 L1-09")
def secret_marks(draft: Draft, draw: Draw) -> Groups:
    return _marks(draft, draw, ("X", "秘", "x", "Ｘ"))


@bad("L3-03", NUMBERS, also="L2-01 L1-09")
def marks_for_nothing(draft: Draft, draw: Draw) -> Groups:
    return _marks(draft, draw, ("-", "－", "...", "…", "***", "*"))


@bad("L3-03", NUMBERS, also="L2-01 L1-09")
def two_marks_in_one_column(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "amount", "count", "measure")
    rows = sheet.some(draw, 3, 5)
    return [sheet.put(row, column, "…" if place % 2 else "X") for place, row in enumerate(rows)]


@near("L3-03", NUMBERS, kind="xlsx", also="L2-01 L1-09")
def marks_with_their_meaning(draft: Draft, draw: Draw) -> None:
    mark, meaning = draw.choice(
        [("X", "秘匿した値"), ("-", "該当する値がない"), ("…", "調べていない"), ("*", "少ないため伏せた値")]
    )
    _marks(draft, draw, (mark,))
    other = Sheet(draw.choice(["凡例", "記号", "符号の用法"]), [])
    for row, values in enumerate([("符号", "説明"), (mark, meaning)], 1):
        for column, value in enumerate(values, 1):
            other.put(row, column, value)
    draft.sheets.append(other)


@near("L3-03", "code")
def marks_that_are_choices(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("型", "choice", among("X型", "Y型", "X")), draw)


@near("L3-03", "code")
def marks_inside_of_names(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("機種", "text", among("MX-20", "TX-3", "A*B", "X1")), draw)


@near("L3-03", NUMBERS)
def zeros_and_minus(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "amount", "count", "measure")
    for row in sheet.some(draw, 2, 4):
        sheet.put(row, column, draw.choice([0, -1, -20]))


@bad("L3-04", NUMBERS, also="L1-05")
def one_heading_that_says_nothing(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, *ROLES_OF_NUMBERS)
    return [
        [
            sheet.put(1, column, draw.choice(["値", "数値", "データ1", "スコア", "計測値"])),
            *((row, column) for row in sheet.body),
        ]
    ]


@bad("L3-04", "code")
def a_measure_without_its_unit(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    words = ("標高", "水深", "貯水量", "電力量", "幅員", "重量", "移動距離", "使用水量")
    column = sheet.add(Column(draw.choice(words), "measure", draw.choice([decimals(1, 800), numbers(5, 4000)])), draw)
    return [[(1, column), *((row, column) for row in sheet.body)]]


@bad("L3-04", "code")
def two_measures_without_units(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    columns = [
        sheet.add(Column(head, "measure", decimals(1, 90)), draw)
        for head in draw.sample(("高さ", "体積", "流量", "速度", "騒音"), 2)
    ]
    return [[(1, column), *((row, column) for row in sheet.body)] for column in columns]


@near("L3-04", "code")
def counts_that_go_without_saying(draft: Draft, draw: Draw) -> None:
    for head in draw.sample(("総人口", "世帯数", "件数", "人数", "平均年齢", "補助金額"), 3):
        draft.data.add(Column(head, "count", numbers(20, 900)), draw)


@near("L3-04", "code")
def units_written_in_words(draft: Draft, draw: Draw) -> None:
    shape = draw.choice(["水深(m)", "水深【m】", "水深_m", "水深（単位 m）", "水深（メートル）"])
    draft.data.add(Column(shape, "measure", decimals(1, 90)), draw)


@near("L3-04", "code")
def ranks_and_years(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("順位", "code", lambda _one, row: row), draw)
    draft.data.add(Column("建築年", "year", numbers(1960, 2020)), draw)


@near("L3-04", "code")
def a_unit_beside_each_value(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("測定結果", "measure", decimals(1, 90)), draw)
    draft.data.add(Column("単位", "text", among("mg/L", "℃", "m3/s")), draw)


def _written(draft: Draft, draw: Draw, head: str, shape: str) -> int:
    """A column of dates as text; the year of the era is {e}."""
    return draft.data.add(Column(head, "date", lambda one, _row: _day(one.choice(DAYS), shape)), draw)


def _day(day: date, shape: str) -> str:
    return shape.format(y=day.year, e=day.year - 2018, s=day.year % 100, m=day.month, d=day.day)


@bad("L3-05", "code")
def a_column_by_the_era(draft: Draft, draw: Draw) -> Groups:
    shape = draw.choice(["令和{e}年{m}月{d}日", "令和{e}年{m}月", "令和{e}年度", "令和{e}年"])
    column = _written(draft, draw, draw.choice(["竣工日", "決定年月", "指定日"]), shape)
    return [(row, column) for row in draft.data.body]


@bad("L3-05", "code")
def a_column_by_older_eras(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("設立年月日", "date", among("昭和60年4月1日", "平成30年10月1日", "平成2年7月15日")), draw)
    return [(row, column) for row in sheet.body]


@bad("L3-05", "code")
def a_column_by_two_digits(draft: Draft, draw: Draw) -> Groups:
    column = _written(draft, draw, "完了日", draw.choice(["{s:02d}/{m:02d}/{d:02d}", "{m:02d}/{d:02d}/{s:02d}"]))
    return [(row, column) for row in draft.data.body]


@bad("L3-05", "code")
def allowed_forms_mixed(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    first, second = draw.choice(
        [("{y}-{m:02d}-{d:02d}", "{y}年{m}月"), ("{y}年{m}月", "{y}年度"), ("{y}年度", "R{e}.{m:02d}.{d:02d}")]
    )
    column = _written(draft, draw, "時点", first)
    return [
        sheet.put(row, column, _day(draw.choice(DAYS), second)) for row in sheet.some(draw, 1, min(4, sheet.last // 4))
    ]


@bad("L3-05", "date", kind="xlsx")
def one_text_among_real_dates(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "date")
    return [
        sheet.put(row, column, draw.choice(["令和5年4月1日", "05/04/01", "令和6年10月"]))
        for row in sheet.some(draw, 1, 2)
    ]


@near("L3-05", "code")
def months_as_iso(draft: Draft, draw: Draw) -> None:
    _written(draft, draw, "対象月", draw.choice(["{y}年{m}月", "{y}-{m:02d}-{d:02d}", "{y}年度"]))


@near("L3-05", "code")
def short_years_of_the_era(draft: Draft, draw: Draw) -> None:
    _written(draft, draw, "届出日", "R{e}.{m:02d}.{d:02d}")


@near("L3-05", "code")
def years_as_whole_numbers(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("西暦年", "year", numbers(2015, 2025)), draw)


@near("L3-05", "code")
def names_with_an_era(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("施設の愛称", "place", among("令和ひろば", "平成公園", "昭和通り会館")), draw)
    draft.data.add(Column("図番", "text", among("03-04-01", "1/2", "10/3")), draw)


@near("L3-05", "code", kind="xlsx")
def real_dates_in_two_columns(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("開始日", "date", among(*DAYS[:9]), "yyyy-mm-dd"), draw)
    draft.data.add(Column("終了日", "date", maybe(0.5, *DAYS[9:]), "yyyy-mm-dd"), draw)


@bad("L3-06", "code")
def cities_of_other_prefectures(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    names = draw.choice(
        [("横浜", "川崎", "相模原"), ("盛岡", "釜石", "花巻"), ("金沢", "小松", "輪島"), ("那覇", "名護", "糸満")]
    )
    column = sheet.add(Column(draw.choice(["市町村", "市区町村名", "自治体"]), "muni", among(*names)), draw)
    return [(row, column) for row in sheet.body]


@bad("L3-06", "muni", also="L2-04")
def one_short_name_among_official_ones(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.of("muni")[0]
    row = sheet.row(draw)
    return [sheet.put(row, column, str(sheet.get(row, column))[:-1])]


@bad("L3-06", "code", also="L2-04")
def half_of_the_names_short(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("市町村名", "muni", each([name for _, name in NAGASAKI])), draw)
    return [sheet.put(row, column, str(sheet.get(row, column))[:-1]) for row in list(sheet.body)[::2][:40]]


@bad("L3-06", "code", also="L2-04")
def short_prefectures(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("都道府県", "muni", among("東京", "大阪", "京都", "青森", "北海道")), draw)
    return [(row, column) for row in sheet.body if sheet.get(row, column) != "北海道"]


@near("L3-06", "code")
def wards_and_unusual_names(draft: Draft, draw: Draw) -> None:
    draft.data.add(
        Column("市区町村名", "muni", among("四日市市", "町田市", "港区", "市川市", "十日町市", "大町町")), draw
    )


@near("L3-06", "code")
def prefectures_in_full(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("都道府県", "muni", among("東京都", "大阪府", "京都府", "北海道", "青森県")), draw)


@near("L3-06", "code")
def stations_of_the_weather_office(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("観測所名", "place", among("長崎", "佐世保", "福江", "平戸")), draw)


@near("L3-06", "code")
def persons_named_like_towns(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("氏", "person", among("長崎", "大村", "松浦", "平戸")), draw)


@near("L3-06", "code")
def codes_beside_official_names(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("全国地方公共団体コード", "code", each([code_of(five) for five, _ in NAGASAKI])), draw)
    draft.data.add(Column("自治体名", "muni", each([name for _, name in NAGASAKI])), draw)


def _last_year(draft: Draft, draw: Draw) -> Sheet:
    before = deepcopy(draft)
    before.stem, draft.stem = f"R6_{draft.stem}", f"R7_{draft.stem}"
    draft.earlier = before
    for row in before.data.some(draw, 1, 3):
        for column in before.data.of("remark", "choice"):
            before.data.put(row, column, before.data.get(2, column))
    return before.data


@bad("L3-07", NUMBERS)
def another_unit_than_last_year(draft: Draft, draw: Draw) -> Groups:
    before = _last_year(draft, draw)
    column = before.pick(draw, *ROLES_OF_NUMBERS)
    head = str(before.get(1, column))
    before.put(1, column, draw.choice([head.replace("千円", "円") + "計", f"{head}合計", f"前{head}"]))
    return []


@bad("L3-07")
def two_columns_more_in_the_middle(draft: Draft, draw: Draw) -> Groups:
    _last_year(draft, draw)
    sheet = draft.data
    at = draw.randint(2, sheet.width)
    sheet.right(at, 2)
    for step, head in enumerate(("電子申請の有無", "受付区分")):
        for row in sheet.body:
            sheet.put(row, at + step, draw.choice(["有", "無"]))
        sheet.put(1, at + step, head)
    return []


@bad("L3-07")
def the_last_column_gone(draft: Draft, draw: Draw) -> Groups:
    before = _last_year(draft, draw)
    before.add(Column("現地確認の有無", "choice", among("有", "無")), draw)
    return []


@near("L3-07")
def the_same_form(draft: Draft, draw: Draw) -> None:
    _last_year(draft, draw)


@near("L3-07", kind="xlsx")
def the_same_form_in_other_colours(draft: Draft, draw: Draw) -> None:
    before = _last_year(draft, draw)
    before.dress([(1, column) for column in range(1, before.width + 1)], bold=True, fill="C6E0B4")


@bad("L3-08", kind="xlsx", sure="either")
def data_without_words(draft: Draft, draw: Draw) -> Groups:
    del draft.sheets[1:]
    draft.data.extras.add("comment")
    return []


@bad("L3-08", kind="xlsx", sure="either")
def two_data_sheets_without_words(draft: Draft, draw: Draw) -> Groups:
    del draft.sheets[1:]
    other = deepcopy(draft.data)
    other.name = "前年"
    draft.sheets.append(other)
    return []


@near("L3-08", kind="xlsx")
def words_for_every_column(draft: Draft, draw: Draw) -> None:
    draft.sheets[1:] = EXPLAINED(draft.data)


@near("L3-08", kind="xlsx")
def words_under_another_name(draft: Draft, draw: Draw) -> None:
    draft.sheets[1:] = explained("データ項目", "単位", "項目定義書", "更新の履歴", 2023)(draft.data)


def _wide(draft: Draft, draw: Draw, heads: list[str]) -> Groups:
    sheet = draft.data
    columns = [sheet.add(Column(head, "count", numbers(10, 900)), draw) for head in heads]
    return [[(row, column) for row in range(1, sheet.last + 1)] for column in columns]


@bad("L3-09", "code", also="L3-04 L3-05")
def months_as_iso_side_by_side(draft: Draft, draw: Draw) -> Groups:
    shape = draw.choice(["2025-{:02d}", "2025年{}月", "R7.{}", "{}月分（件）"])
    return _wide(draft, draw, [shape.format(month) for month in range(4, 4 + draw.randint(4, 8))])


@bad("L3-09", "code", also="L3-04 L3-05")
def years_with_a_word(draft: Draft, draw: Draw) -> Groups:
    shape = draw.choice(["{}年度実績（件）", "入館者{}（人）", "{}年_処理量（t）", "{}年度末"])
    return _wide(draft, draw, [shape.format(2019 + step) for step in range(draw.randint(3, 6))])


@bad("L3-09", "code", also="L3-04 L3-05")
def years_of_two_eras(draft: Draft, draw: Draw) -> Groups:
    return _wide(
        draft,
        draw,
        draw.choice([["H29", "H30", "R1", "R2", "R3"], ["平成29年度", "平成30年度", "令和元年度", "令和2年度"]]),
    )


@near("L3-09", "code")
def kinds_of_measures(draft: Draft, draw: Draw) -> None:
    for head in ("通話時間（分）", "応対件数（件）", "満足度（点）", "再来所率（％）"):
        draft.data.add(Column(head, "count", numbers(1, 90)), draw)


@near("L3-09", "code")
def a_year_and_a_month_as_columns(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("年", "year", each([2023, 2024, 2025])), draw)
    draft.data.add(Column("月", "month", each([4, 5, 6, 7])), draw)


@near("L3-09", "code")
def one_target_year(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("2030年度目標値（件）", "count", numbers(1, 90)), draw)


@near("L3-09", "code")
def days_of_an_office(draft: Draft, draw: Draw) -> None:
    for head in ("第1希望日", "第2希望日", "決定日"):
        draft.data.add(Column(head, "date", among(*DAYS[:12]), "yyyy-mm-dd"), draw)
