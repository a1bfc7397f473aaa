"""Level 1 of the seen set, L1-06 to L1-08: what stands in one cell"""

from __future__ import annotations

import random

from tests.readability_cases.model import ROLES_OF_NUMBERS, Column, Draft
from tests.readability_cases.registry import Groups
from tests.readability_cases.seen import SEEN
from tests.readability_cases.values import among, maybe, numbers

bad, near = SEEN.bad, SEEN.near
NUMBERS = "amount|count|measure"
Draw = random.Random


# L1-06: no layout by spaces and line breaks


def _bend(draft: Draft, draw: Draw, bend: object, least: int = 1, most: int = 8) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "text", "muni", "org", "place", "choice", "person")
    done = []
    for row in sheet.some(draw, least, most):
        text = str(sheet.get(row, column))
        done.append(sheet.put(row, column, bend(text)))  # type: ignore[operator]
    return done


@bad("L1-06", "text|muni|org|place", also="L2-04 L3-06")
def spaces_in_front(draft: Draft, draw: Draw) -> Groups:
    space = draw.choice(["  ", "　", " ", "　　"])
    return _bend(draft, draw, lambda text: space + text)


@bad("L1-06", "text|muni|org|place", also="L2-04 L3-06")
def a_space_at_the_end(draft: Draft, draw: Draw) -> Groups:
    space = draw.choice([" ", "　"])
    return _bend(draft, draw, lambda text: text + space, 1, 3)


@bad("L1-06", "text|muni", also="L2-04 L3-06")
def words_spread_by_spaces(draft: Draft, draw: Draw) -> Groups:
    space = draw.choice(["  ", "　", "　　"])
    return _bend(draft, draw, lambda text: space.join(text) if len(text) < 5 else text[:2] + space + text[2:])


@bad("L1-06", "muni|org", kind="xlsx", also="L1-07 L2-04 L3-06")
def a_line_break_before_a_bracket(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "muni", "org")
    return [
        sheet.put(row, column, f"{sheet.get(row, column)}\n（{draw.choice(['県内', '道内', '再掲'])}）")
        for row in sheet.some(draw, 1, 4)
    ]


@bad("L1-06", "text|org|muni")
def a_heading_spread_by_spaces(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "text", "org", "muni")
    space = draw.choice(["　", "  ", "　　"])
    head = str(sheet.get(1, column))
    return [sheet.put(1, column, head[:1] + space + head[1:])]


@bad("L1-06", "text", also="L2-04")
def steps_of_a_tree_by_spaces(draft: Draft, draw: Draw) -> Groups:
    """The classic: the child items are moved to the right."""
    sheet = draft.data
    column = sheet.pick(draw, "text")
    return [sheet.put(row, column, "　" + str(sheet.get(row, column))) for row in sheet.body if row % 3]


@near("L1-06", "text")
def english_words(draft: Draft, draw: Draw) -> None:
    column = Column("使う道具", "text", among("Microsoft Excel", "Google Chrome", "Adobe Acrobat Reader", "Web API"))
    draft.data.add(column, draw)


@near("L1-06", "person")
def names_with_one_half_width_space(draft: Draft, draw: Draw) -> None:
    """As the government's own parts for data want it."""
    column = Column("氏名", "person", among("佐賀 太郎", "唐津 花子", "鳥栖 次郎"))
    draft.data.redo(draft.data.of("person")[0], column, draw)


@near("L1-06", "text", kind="xlsx")
def an_indent_of_the_format(draft: Draft, draw: Draw) -> None:
    column = draft.data.pick(draw, "text")
    draft.data.dress([(row, column) for row in draft.data.body], align=draw.choice(["center", "right", "distributed"]))


@near("L1-06", "code")
def standards_by_name(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("規格", "text", among("ISO 9001", "JIS X 0401", "IEC 61131")), draw)


@near("L1-06", "text", kind="xlsx")
def a_heading_wrapped_by_the_format(draft: Draft, draw: Draw) -> None:
    draft.data.dress([(1, column) for column in range(1, draft.data.width + 1)], wrap=True)


@near("L1-06", "code")
def mail_addresses(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("メール", "text", among("soumu@example.jp", "zaisei@example.jp")), draw)


# L1-07: one fact a cell


@bad("L1-07", "count|amount", also="L2-01")
def two_numbers_in_a_cell(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "count", "amount")
    shape = draw.choice(["{}, {}（{}）", "{}（{}）", "{}（{}）", "{}/{}"])
    return [
        sheet.put(row, column, shape.format(*(draw.randint(300, 90000) for _ in range(3))))
        for row in sheet.some(draw, 1, 9)
    ]


@bad("L1-07", "code")
def years_in_a_row(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("実施年度", "year", among("2024年度", "2025年度")), draw)
    return [
        sheet.put(row, column, draw.choice(["2022年度、2023年度", "2021年度、2022年度、2023年度"]))
        for row in sheet.some(draw, 2, 8)
    ]


@bad("L1-07", "choice")
def several_answers_with_dots(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("受付方法", "choice", among("窓口", "電話", "メール", "郵送")), draw)
    return [
        sheet.put(row, column, draw.choice(["窓口・電話", "窓口・電話・メール", "電話・郵送"]))
        for row in sheet.some(draw, 2, 8)
    ]


@bad("L1-07", "choice")
def several_answers_with_commas(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    mark = draw.choice([",", "、", ", "])
    column = sheet.add(Column("対象", "choice", among("子ども", "高齢者", "事業者", "外国人")), draw)
    return [
        sheet.put(row, column, mark.join(draw.sample(["子ども", "高齢者", "事業者"], 2)))
        for row in sheet.some(draw, 1, 7)
    ]


@bad("L1-07", "text", kind="xlsx", also="L1-06")
def a_line_break_in_a_cell(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "text")
    done = [
        sheet.put(row, column, f"{sheet.get(row, column)}\n{draw.choice(['会議室の予約', '道具の購入'])}")
        for row in sheet.some(draw, 1, 5)
    ]
    return sheet.dress(done, wrap=True)


@bad("L1-07", NUMBERS, kind="xlsx", also="L1-06 L3-04")
def a_heading_in_two_lines(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, *ROLES_OF_NUMBERS)
    head = str(sheet.get(1, column))
    return sheet.dress([sheet.put(1, column, head.replace("（", "\n（"))], wrap=True)


@bad("L1-07", "person")
def several_names(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "person")
    return [
        sheet.put(row, column, draw.choice(["佐賀太郎、唐津花子", "武雄一郎、鹿島洋子、小城健"]))
        for row in sheet.some(draw, 1, 5)
    ]


@near("L1-07", "amount", also="L2-01")
def thousands_by_comma_as_text(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "amount")
    for row in sheet.body:
        sheet.put(row, column, f"{draw.randint(1000, 9000000):,}")


@near("L1-07", "code")
def departments_with_a_dot(draft: Draft, draw: Draw) -> None:
    names = ("子ども・若者支援課", "スポーツ・文化課", "まち・ひと創生室")
    draft.data.add(Column("担当室", "text", among(*names)), draw)


@near("L1-07", "code")
def addresses_and_phones(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("住所", "address", among("佐賀市架空町一丁目1-59", "唐津市架空町2-3-4")), draw)
    draft.data.add(Column("電話", "phone", among("(0952)00-7000", "0955-00-1234")), draw)


@near("L1-07", "text")
def remarks_that_are_sentences(draft: Draft, draw: Draw) -> None:
    texts = ("現地を確認し、写真を残した。", "書類は届いたが、印がない。", "来月、改めて連絡する。")
    draft.data.add(Column("経過", "remark", maybe(0.7, *texts), width=30), draw)


@near("L1-07", "text")
def brackets_that_belong_to_a_name(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("制度名", "text", among("県民税（均等割）", "住宅改修（耐震）", "奨学金（給付型）")), draw)


@near("L1-07", "date", kind="xlsx")
def dates_with_slashes(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    column = sheet.pick(draw, "date")
    sheet.dress([(row, column) for row in sheet.body], format="yyyy/mm/dd")


@near("L1-07", "code")
def times_and_ratios(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("開始時刻", "time", among("09:30", "13:00", "18:10")), draw)


# L1-08: characters of one make of machine


@bad("L1-08", "text|org", kind="cp932")
def circled_numbers(draft: Draft, draw: Draw) -> Groups:
    return _bend(draft, draw, lambda text: draw.choice("①⑤⑩②") + text, 1, 9)


@bad("L1-08", "text|org", kind="cp932")
def roman_numbers(draft: Draft, draw: Draw) -> Groups:
    return _bend(draft, draw, lambda text: text + draw.choice("ⅢⅣⅡ"), 1, 6)


@bad("L1-08", "code", kind="cp932")
def company_in_one_character(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("相手方", "org", among("株式会社見本", "架空産業株式会社")), draw)
    return [
        sheet.put(row, column, draw.choice(["㈱見本", "架空産業㈱", "㈲例示", "㈹仮名"]))
        for row in sheet.some(draw, 1, 8)
    ]


@bad("L1-08", NUMBERS, kind="cp932", also="L3-04")
def units_in_one_character(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, *ROLES_OF_NUMBERS)
    return [sheet.put(1, column, f"{str(sheet.get(1, column)).partition('（')[0]}（{draw.choice('㌔㌢㍍㌘㍉')}）")]


@bad("L1-08", "code", kind="cp932")
def number_sign(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("台帳番号", "code", lambda _one, row: f"No.{row}"), draw)
    return [sheet.put(row, column, f"№{row}") for row in sheet.some(draw, 1, 6)]


@near("L1-08", "text", kind="xlsx")
def circled_numbers_in_a_workbook(draft: Draft, draw: Draw) -> None:
    list(_bend(draft, draw, lambda text: "①" + text, 1, 1))
    draft.data.add(Column("手順", "text", among("①受付", "②審査", "③決定")), draw)


@near("L1-08", "text", kind="utf8")
def circled_numbers_in_utf8(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("手順", "text", among("①受付", "②審査", "Ⅲ期", "㈱見本")), draw)


@near("L1-08", "code", kind="cp932")
def square_metres(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("敷地面積（㎡）", "measure", numbers(90, 4000)), draw)


@near("L1-08", "code", kind="cp932")
def names_with_their_own_characters(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("代表者氏名", "person", among("髙橋一郎", "山﨑花子", "佐賀太郎")), draw)


@near("L1-08", "code", kind="cp932")
def brackets_instead_of_one_character(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("相手方", "org", among("（株）見本", "株式会社架空", "(有)例示", "No.3団地")), draw)


@near("L1-08", "code", kind="cp932")
def codes_with_roman_numbers(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("分類コード", "code", among("Ⅰ-0", "Ⅱ-1", "Ⅲ-2", "Ⅰ-3")), draw)
