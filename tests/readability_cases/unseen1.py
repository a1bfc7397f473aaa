"""Level 1 of the unseen set, L1-01 to L1-08. Not to be opened by whoever writes the rules."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.readability_cases.model import ROLES_OF_NUMBERS, Column, Draft
from tests.readability_cases.registry import Groups
from tests.readability_cases.unseen import UNSEEN
from tests.readability_cases.values import among, decimals, each, maybe, numbers

bad, near = UNSEEN.bad, UNSEEN.near
NUMBERS = "amount|count|measure"
WORDS = ("text", "muni", "org", "place")
Draw = random.Random


@bad("L1-01")
def slides(draft: Draft, draw: Draw) -> Groups:
    draft.kind = "pptx"
    return []


@bad("L1-01")
def a_pdf_of_a_table(draft: Draft, draw: Draw) -> Groups:
    draft.kind = "pdf"
    draft.stem += draw.choice(["（確定）", "_R7", ".xlsx"])
    return []


@bad("L1-01")
def a_letter(draft: Draft, draw: Draw) -> Groups:
    draft.kind = "docx"
    draft.stem += draw.choice(["_別紙", "一覧表", ".csv"])
    return []


@bad("L1-01")
def a_photograph(draft: Draft, draw: Draw) -> Groups:
    draft.kind = "png"
    return []


@near("L1-01", kind="xlsx")
def a_workbook_made_from_paper(draft: Draft, draw: Draw) -> None:
    draft.stem = draw.choice(["pdf", "docx_一覧", "スキャン画像.png", "pptx"])


@near("L1-01", kind="csv")
def a_text_file_made_from_paper(draft: Draft, draw: Draw) -> None:
    draft.stem = draw.choice(["PDF版", "doc", "report.docx"])


def _block(draft: Draft, top: int, left: int, rows: list[list[object]]) -> list[tuple[int, int]]:
    return [
        draft.data.put(top + row, left + column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value is not None
    ]


def _counted(draw: Draw, names: tuple[str, ...]) -> list[list[object]]:
    return [[name, draw.randint(9, 999), draw.randint(1, 60)] for name in names]


def _summary(draw: Draw) -> list[list[object]]:
    blocks: list[list[list[object]]] = [
        [
            ["地区", "世帯（世帯）", "面積（ha）"],
            *_counted(draw, ("東", "西", "南", "北")),
        ],
        [["職名", "氏名"], ["課長", "対馬茜"], ["係長", "大村勇"], ["主事", "松浦剛"]],
        [
            ["時間帯", "平日（人）", "休日（人）"],
            *_counted(draw, ("9時台", "10時台", "11時台")),
        ],
        [["判定", "基準"], ["A", "80点以上"], ["B", "60点以上"], ["C", "60点未満"]],
    ]
    return draw.choice(blocks)


@bad("L1-02", also="L3-01 L1-05")
def a_summary_below(draft: Draft, draw: Draw) -> Groups:
    return [_block(draft, draft.data.last + draw.choice([2, 3, 6]), draw.choice([1, 2, 4]), _summary(draw))]


@bad("L1-02", also="L3-01 L1-05")
def a_summary_beside_further_down(draft: Draft, draw: Draw) -> Groups:
    return [_block(draft, draw.randint(2, 4), draft.data.width + 2, _summary(draw))]


@bad("L1-02", kind="csv", also="L3-01 L1-05 L1-04")
def a_summary_below_its_name_in_a_text_file(draft: Draft, draw: Draw) -> Groups:
    top = draft.data.last + 2
    draft.data.put(top, 1, draw.choice(["集計", "参考", "別表"]))
    return [_block(draft, top + 1, 1, _summary(draw))]


@bad("L1-02", kind="xlsx", also="L3-01 L1-05 L2-03 L1-11")
def halves_side_by_side(draft: Draft, draw: Draw) -> Groups:
    """The second half of the rows moved to the right, to fit on paper."""
    sheet = draft.data
    width, half = sheet.width, (sheet.last + 1) // 2
    moved = []
    for column in range(1, width + 1):
        moved.append(sheet.put(1, width + 1 + column, sheet.get(1, column)))
        for row in range(half + 1, sheet.last + 1):
            if (value := sheet.get(row, column)) is not None:
                moved.append(sheet.put(row - half + 1, width + 1 + column, value))
                sheet.put(row, column, None)
    sheet.looks = {place: look for place, look in sheet.looks.items() if place in sheet.cells}
    return [moved]


@near("L1-02", NUMBERS)
def zeros_and_nothing_else(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    for row in sheet.some(draw, 2, 3):
        for column in sheet.of(*ROLES_OF_NUMBERS):
            sheet.put(row, column, 0)


@near("L1-02", "code", also="L1-05")
def questions_as_values(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("項目", "text", among("番号", "名称", "区分", "金額")), draw)


@near("L1-02", "code")
def a_wide_table(draft: Draft, draw: Draw) -> None:
    for what in ("窓口", "郵送", "電子"):
        draft.data.add(Column(f"{what}の可否", "choice", among("可", "不可")), draw)


@near("L1-02", "remark")
def nothing_but_keys_at_the_end(draft: Draft, draw: Draw) -> None:
    for row in list(draft.data.body)[-3:]:
        for column in draft.data.of("remark"):
            draft.data.put(row, column, None)


def _gap(draft: Draft, at: int) -> list[tuple[int, int]]:
    draft.data.down(at)
    return [(at, column) for column in range(1, draft.data.width + 1)]


@bad("L1-03")
def a_gap_before_the_last_row(draft: Draft, draw: Draw) -> Groups:
    return [_gap(draft, draft.data.last)]


@bad("L1-03")
def a_gap_near_the_top(draft: Draft, draw: Draw) -> Groups:
    return [_gap(draft, draw.choice([3, 4]))]


@bad("L1-03")
def three_empty_rows_in_the_middle(draft: Draft, draw: Draw) -> Groups:
    at = draft.data.last // 2 + 1
    draft.data.down(at, 3)
    return [[(row, column) for row in range(at, at + 3) for column in range(1, draft.data.width + 1)]]


@bad("L1-03", also="L1-05")
def an_empty_second_column(draft: Draft, draw: Draw) -> Groups:
    draft.data.right(2)
    return [[(row, 2) for row in range(1, draft.data.last + 1)]]


@bad("L1-03", also="L1-05")
def an_empty_column_before_the_last(draft: Draft, draw: Draw) -> Groups:
    at = draft.data.width
    draft.data.right(at)
    return [[(row, at) for row in range(1, draft.data.last + 1)]]


@bad("L1-03", "choice")
def gaps_between_groups(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    places = [sheet.last * 2 // 3, sheet.last // 3 + 1]
    for at in places:
        sheet.down(at)
    return [
        [(places[1], column) for column in range(1, sheet.width + 1)],
        [(places[0] + 1, column) for column in range(1, sheet.width + 1)],
    ]


@near("L1-03", "code")
def a_column_to_be_filled_in(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("決裁日", "date", maybe(0, "")), draw)
    draft.data.add(Column("確認者", "person", among("長崎次郎", "島原光")), draw)


@near("L1-03", kind="xlsx")
def coloured_empty_rows_below(draft: Draft, draw: Draw) -> None:
    last = draft.data.last
    draft.data.dress(
        [(last + row, column) for row in range(1, 8) for column in range(1, draft.data.width + 1)], border=True
    )


@near("L1-03", "code", NUMBERS, also="L1-09 L2-02")
def a_row_with_two_values(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    row = draw.randint(3, sheet.last)
    for column in range(3, sheet.width + 1):
        sheet.put(row, column, None)


@near("L1-03", kind="csv")
def a_text_file_without_gaps(draft: Draft, draw: Draw) -> None:
    draft.quote_all = draw.random() < 0.5


REMARKS = (
    "最終更新 2025-10-01 環境政策課",
    "問い合わせ先：税務課（内線0000）",
    "（注）一部の市町は推計による",
    "*1 前年度の値を含む",
    "この表は速報であり、後日変更することがある",
    "Source: annual report",
)


@bad("L1-04")
def a_remark_far_below(draft: Draft, draw: Draw) -> Groups:
    return [draft.data.put(draft.data.last + draw.randint(5, 12), draw.choice([1, 2]), draw.choice(REMARKS))]


@bad("L1-04")
def a_remark_below_the_last_column(draft: Draft, draw: Draw) -> Groups:
    return [draft.data.put(draft.data.last + 2, draft.data.width, draw.choice(REMARKS))]


@bad("L1-04", kind="xlsx", also="L3-01")
def a_remark_beside_the_headings(draft: Draft, draw: Draw) -> Groups:
    return [draft.data.put(1, draft.data.width + draw.randint(2, 3), draw.choice(REMARKS))]


@bad("L1-04", also="L3-01")
def a_unit_above_the_table(draft: Draft, draw: Draw) -> Groups:
    draft.data.down(1)
    return [
        draft.data.put(1, draft.data.width, draw.choice(["（単位：千円、人）", "令和7年10月1日現在", "作成：水産課"]))
    ]


@bad("L1-04", also="L1-05 L2-02 L1-09")
def remarks_right_below(draft: Draft, draw: Draw) -> Groups:
    return [draft.data.put(draft.data.last + 1, 1, text) for text in draw.sample(REMARKS, 2)]


@near("L1-04", "code")
def who_made_each_row(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("作成者", "person", among("長崎次郎", "島原光")), draw)
    draft.data.add(Column("注記", "remark", maybe(0.3, "※推計", "（注）速報値", "出典が異なる")), draw)


@near("L1-04", "text")
def a_name_that_begins_with_a_mark(draft: Draft, draw: Draw) -> None:
    draft.data.put(draft.data.last, draft.data.pick(draw, "text"), "注意喚起の看板")


@near("L1-04", kind="xlsx")
def words_of_the_page_header(draft: Draft, draw: Draw) -> None:
    draft.data.extras |= {"print", "comment", "freeze"}


@bad("L1-05", also="L3-01 L1-04 L1-03")
def the_last_heading_missing(draft: Draft, draw: Draw) -> Groups:
    """The column is full; a few words beside the table would rather be notes."""
    sheet = draft.data
    if sheet.of("remark"):
        sheet.add(Column("担当班", "text", among("第一班", "第二班")), draw)
    return [sheet.put(1, sheet.width, None)]


@bad("L1-05", also="L3-01 L3-04 L3-06 L1-04 L1-03")
def three_headings_missing(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    full = [column for column in range(2, sheet.width + 1) if column not in sheet.of("remark")]
    return [sheet.put(1, column, None) for column in sorted(draw.sample(full, 3))]


@bad("L1-05", also="L3-01 L3-04 L3-06")
def whole_numbers_for_headings(draft: Draft, draw: Draw) -> Groups:
    return [draft.data.put(1, column, column) for column in range(1, draft.data.width + 1)]


@bad("L1-05", also="L3-04 L3-06")
def signs_for_headings(draft: Draft, draw: Draw) -> Groups:
    sign = draw.choice(["-", "？", "…", "※", "*"])
    return [draft.data.put(1, draw.randint(2, draft.data.width), sign)]


@bad("L1-05", also="L3-04 L3-06")
def names_nobody_chose(draft: Draft, draw: Draw) -> Groups:
    pattern = draw.choice(["Field{}", "フィールド{}", "column_{}", "col{}", "カラム{}"])
    return [draft.data.put(1, column, pattern.format(column)) for column in range(2, draft.data.width + 1)]


@near("L1-05", "code")
def headings_of_few_letters(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("URL", "text", each(["https://example.jp/a", "https://example.jp/b"])), draw)
    draft.data.add(Column("県", "text", among("長崎県", "佐賀県")), draw)
    draft.data.add(Column("姓", "person", among("長崎", "島原")), draw)


@near("L1-05", "code")
def headings_that_begin_with_a_number(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("1次審査", "choice", among("合格", "不合格")), draw)
    draft.data.add(Column("2次審査", "choice", among("合格", "不合格")), draw)


@near("L1-05", "code")
def headings_for_programs(draft: Draft, draw: Draw) -> None:
    draft.data.put(1, 1, draw.choice(["facility_code", "id", "NO"]))
    draft.data.add(Column("update_flag", "choice", among("on", "off")), draw)


def _bend(
    draft: Draft, draw: Draw, bend: Callable[[str], str], least: int, most: int, roles: tuple[str, ...] = WORDS
) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, *roles)
    return [sheet.put(row, column, bend(str(sheet.get(row, column)))) for row in sheet.some(draw, least, most)]


@bad("L1-06", "text|muni|org|place", also="L2-04 L3-06")
def one_name_spread(draft: Draft, draw: Draw) -> Groups:
    space = draw.choice(["　", "  ", "   "])
    return _bend(draft, draw, lambda text: space.join((text[0], text[1:])), 1, 1)


@bad("L1-06", "person", also="L2-04")
def persons_spread_to_one_width(draft: Draft, draw: Draw) -> Groups:
    return _bend(draft, draw, lambda text: text[:2] + "　　" + text[2:], 2, 6, ("person",))


@bad("L1-06", "text|place|org|muni")
def a_heading_with_a_space_at_its_end(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, *WORDS)
    return [sheet.put(1, column, str(sheet.get(1, column)) + draw.choice([" ", "　", "  "]))]


@bad("L1-06", "choice", also="L2-04")
def a_choice_with_a_space_in_front(draft: Draft, draw: Draw) -> Groups:
    space = draw.choice([" ", "　"])
    return _bend(draft, draw, lambda text: space + text, 1, 3, ("choice",))


@bad("L1-06", "text|place|org|muni", kind="xlsx", also="L1-07 L2-04 L3-06")
def a_name_on_two_lines(draft: Draft, draw: Draw) -> Groups:
    return _bend(draft, draw, lambda text: f"{text[:2]}\n{text[2:]}", 1, 4)


@bad("L1-06", "remark")
def a_remark_moved_in(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "remark")
    return [
        sheet.put(row, column, draw.choice(["　確認を要する", "  確認を要する　"])) for row in sheet.some(draw, 1, 4)
    ]


@near("L1-06", "code")
def names_of_foreigners(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("講師名", "person", among("John Smith", "Maria da Silva", "Nguyen Van A")), draw)


@near("L1-06", "code")
def titles_in_english(draft: Draft, draw: Draw) -> None:
    draft.data.add(
        Column("英語名", "text", among("Nagasaki Prefectural Library", "City Hall", "Open Data Day 2025")), draw
    )


@near("L1-06", "person")
def one_space_between_the_parts_of_a_name(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.of("person")[0]
    sheet.redo(column, Column(str(sheet.get(1, column)), "person", among("長崎 次郎", "島原 光", "五島 誠一")), draw)


@near("L1-06", "text", kind="xlsx")
def text_in_the_middle_of_wide_cells(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    sheet.dress(
        [(row, column) for row in sheet.body for column in range(1, sheet.width + 1)], align="center", wrap=True
    )


@bad("L1-07", "count|amount", also="L2-01")
def with_a_part_in_brackets(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "count", "amount")
    shape = draw.choice(["{}(うち{})", "{:,}（{:,}）", "{}／{}", "{}、{}"])
    return [
        sheet.put(row, column, shape.format(draw.randint(2000, 9000), draw.randint(5, 1900)))
        for row in sheet.some(draw, 2, 8)
    ]


@bad("L1-07", "code")
def departments_with_a_slash(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("関係課", "choice", among("農政課", "土木課", "港湾課", "税務課")), draw)
    mark = draw.choice(["／", "/", "、", "・"])
    return [
        sheet.put(row, column, mark.join(("農政課", "土木課", "港湾課")[: draw.randint(2, 3)]))
        for row in sheet.some(draw, 1, 7)
    ]


@bad("L1-07", "code")
def codes_with_commas(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("対象区分", "choice", among("A1", "A2", "B1", "C3")), draw)
    mark = draw.choice([",", "、", ";"])
    return [
        sheet.put(row, column, mark.join(("A1", "B1", "C3")[: draw.randint(2, 3)])) for row in sheet.some(draw, 2, 7)
    ]


@bad("L1-07", "code", also="L3-05")
def years_listed(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("採択年度", "year", among("2020年度", "2021年度", "2022年度")), draw)
    return [
        sheet.put(row, column, "2020年度、2021年度" if row % 2 else "2020年度、2021年度、2022年度")
        for row in sheet.some(draw, 1, 6)
    ]


@bad("L1-07", "remark", kind="xlsx", also="L1-06")
def a_list_in_lines(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "remark")
    return [
        sheet.put(row, column, draw.choice(["写真2枚\n図面1枚", "4月 受付\n5月 審査\n6月 決定"]))
        for row in sheet.some(draw, 1, 4)
    ]


@bad("L1-07", "person")
def two_persons(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.of("person")[0]
    mark = draw.choice(["、", ",", "・", "／"])
    return [sheet.put(row, column, mark.join(("長崎次郎", "平戸里美"))) for row in sheet.some(draw, 2, 4)]


@bad("L1-07", "text|choice", kind="xlsx", also="L1-06")
def a_heading_with_a_break(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "text", "choice")
    return [sheet.put(1, column, f"{sheet.get(1, column)}\n{draw.choice(['（必須）', '（選択）', '※'])}")]


@near("L1-07", "code")
def offices_with_a_dot_in_their_name(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("所管事務所", "org", among("対馬・壱岐振興局", "島原・雲仙事務所", "本庁")), draw)


@near("L1-07", "code")
def shares_and_scores(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("補助率", "text", among("1/2", "2/3", "3/4")), draw)
    draft.data.add(Column("国際規格", "text", among("TCP/IP", "AC/DC")), draw)


@near("L1-07", "code")
def links(draft: Draft, draw: Draw) -> None:
    draft.data.add(
        Column("掲載先", "text", each(["https://example.jp/a/b?x=1,2", "https://example.jp/c/d"]), width=30), draw
    )


@near("L1-07", "code")
def opinions_in_sentences(draft: Draft, draw: Draw) -> None:
    texts = ("道が狭く、車がすれ違えない。", "係の人は親切で、早く終わった。", "雨の日は、入口が滑る。", "特にない。")
    draft.data.add(Column("意見", "remark", maybe(0.8, *texts), width=40), draw)


@near("L1-07", "amount", kind="xlsx")
def thousands_by_the_format(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "amount")
    sheet.dress([(row, column) for row in sheet.body], format=draw.choice(["#,##0", "#,##0_ ", "#,##0.00"]))


@near("L1-07", "code")
def readings_in_brackets(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("会場", "place", among("県民会館（大ホール）", "公民館（旧館）", "体育館（第2）")), draw)


@bad("L1-08", "text|place", kind="cp932")
def signs_in_a_circle(draft: Draft, draw: Draw) -> Groups:
    return _bend(draft, draw, lambda text: draw.choice("㊤㊦⑳⑪") + text, 1, 6, ("text", "place"))


@bad("L1-08", "code", kind="cp932")
def small_roman_numbers(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("期", "choice", among("第一期", "第二期")), draw)
    return [sheet.put(row, column, draw.choice(["第ⅰ期", "第ⅱ期", "Ⅱ期", "Ⅸ期"])) for row in sheet.some(draw, 1, 5)]


@bad("L1-08", "code", kind="cp932", also="L3-05")
def an_era_in_one_character(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("設置時期", "text", among("昭和の末", "平成の初め")), draw)
    return [sheet.put(row, column, draw.choice(["㍻の初め", "㍼の末"])) for row in sheet.some(draw, 1, 5)]


@bad("L1-08", "remark", kind="cp932")
def a_telephone_sign(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "remark")
    return [
        sheet.put(row, column, draw.choice(["℡で連絡した", "㈱例示へ回答した", "№3に同封"]))
        for row in sheet.some(draw, 1, 4)
    ]


@bad("L1-08", "text|choice", kind="cp932")
def one_in_a_heading(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "text", "choice")
    return [sheet.put(1, column, f"{draw.choice('①②Ⅱ')}{sheet.get(1, column)}")]


@near("L1-08", "code", kind="cp932")
def signs_of_the_standard(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("気象", "text", among("±5", "℃で記録", "×印", "々〆ヶ", "※あり", "→北")), draw)


@near("L1-08", "code", kind="utf8")
def company_signs_in_utf8(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("契約先", "org", among("㈱架空", "㈲例示", "①見本組合")), draw)


@near("L1-08", "code", kind="xlsx")
def company_signs_in_a_workbook(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("契約先", "org", among("㈱架空", "№5団地", "Ⅲ区")), draw)


@near("L1-08", "code", kind="cp932")
def a_heading_with_square_metres(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("建築面積[㎡]", "measure", decimals(20, 900)), draw)
    draft.data.add(Column("棟数[棟]", "count", numbers(1, 9)), draw)


@near("L1-08", "code", kind="cp932")
def persons_with_rare_characters(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("所有者", "person", among("髙田一郎", "宮﨑茜", "德永誠")), draw)


@near("L1-08", "code", kind="cp932")
def classes_by_roman_number(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("区分コード", "code", among("Ⅱ-3", "Ⅳ-1", "Ⅰ-2")), draw)
