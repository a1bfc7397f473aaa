"""Level 1 of the seen set, L1-01 to L1-05: can a program read the file at all?"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from tests.readability_cases.model import ROLES_OF_NUMBERS, Column, Draft, Sheet
from tests.readability_cases.registry import Groups
from tests.readability_cases.seen import SEEN
from tests.readability_cases.values import among, maybe

bad, near = SEEN.bad, SEEN.near
NUMBERS = "amount|count|measure"
Draw = random.Random


# L1-01: the format of the file


@bad("L1-01", also="L1-02 L1-03 L1-04 L1-05 L3-01")
def a_pdf(draft: Draft, draw: Draw) -> Groups:
    draft.kind = "pdf"
    return []


@bad("L1-01", also="L1-02 L1-03 L1-04 L1-05 L3-01")
def a_document(draft: Draft, draw: Draw) -> Groups:
    draft.kind = "docx"
    return []


@near("L1-01", kind="xlsx")
def a_name_that_speaks_of_pdf(draft: Draft, draw: Draw) -> None:
    draft.stem += draw.choice([".pdf", "_PDFから転記", ".docx"])


@near("L1-01", kind="csv")
def a_text_file_with_a_dot_in_its_name(draft: Draft, draw: Draw) -> None:
    draft.stem += draw.choice([".v2", "（Word版より）", ".2025.10"])


@near("L1-01", "text", kind="xlsx")
def files_listed_by_name(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("添付ファイル名", "text", among("youkou.pdf", "youshiki.docx", "zumen.jpg")), draw)


# L1-02: one table a sheet


def _second(draft: Draft, draw: Draw, top: int, left: int, kind: int) -> list[tuple[int, int]]:
    """Another table with its own headings; its cells."""
    sheet = draft.data
    kinds: list[tuple[tuple[str, ...], Callable[[], tuple[object, ...]]]] = [
        (("区分", "合計（件）"), lambda: (draw.choice(["県内", "県外"]), draw.randint(3, 900))),
        (
            ("担当課", "担当者数（人）", "確認日"),
            lambda: (draw.choice(["総務課", "財政課"]), draw.randint(1, 9), date(2025, 9, 3)),
        ),
        (
            ("種別", "前期（件）", "後期（件）", "年間（件）"),
            lambda: (draw.choice(["甲", "乙"]), *(draw.randint(1, 90) for _ in range(3))),
        ),
    ]
    heads, make = kinds[kind]
    places = []
    for row in range(draw.randint(3, 7)):
        for column, value in enumerate(heads if row == 0 else make()):
            places.append(sheet.put(top + row, left + column, value))
    return places


@bad("L1-02", also="L3-01 L1-05")
def a_table_below(draft: Draft, draw: Draw) -> Groups:
    return [_second(draft, draw, draft.data.last + draw.randint(2, 4), 1, draw.randrange(3))]


@bad("L1-02", also="L3-01 L1-05")
def a_table_below_and_to_the_right(draft: Draft, draw: Draw) -> Groups:
    return [_second(draft, draw, draft.data.last + 2, draw.randint(2, 3), draw.randrange(3))]


@bad("L1-02", kind="xlsx", also="L3-01 L1-05 L2-03")
def a_table_beside(draft: Draft, draw: Draw) -> Groups:
    return [_second(draft, draw, 1, draft.data.width + draw.randint(2, 3), draw.randrange(3))]


@bad("L1-02", kind="csv", also="L3-01 L1-05")
def a_table_below_in_a_text_file(draft: Draft, draw: Draw) -> Groups:
    return [_second(draft, draw, draft.data.last + draw.randint(2, 3), 1, draw.randrange(1, 3))]


@bad("L1-02", also="L3-01 L1-04 L1-05")
def a_table_below_with_its_own_title(draft: Draft, draw: Draw) -> Groups:
    top = draft.data.last + 2
    draft.data.put(top, 1, draw.choice(["表2 区分別の内訳", "（2）内訳"]))
    return [_second(draft, draw, top + 1, 1, draw.randrange(3))]


@bad("L1-02", also="L3-01 L1-05")
def two_tables_below(draft: Draft, draw: Draw) -> Groups:
    first = _second(draft, draw, draft.data.last + 2, 1, 0)
    return [first, _second(draft, draw, draft.data.last + 2, 1, 1)]


@bad("L1-02", also="L3-01 L1-05")
def the_same_headings_again(draft: Draft, draw: Draw) -> Groups:
    """The next quarter below, with the headings once more."""
    sheet = draft.data
    top = sheet.last + 2
    rows = [
        [sheet.get(row, column) for column in range(1, sheet.width + 1)] for row in range(1, min(8, sheet.last) + 1)
    ]
    return [
        [
            sheet.put(top + row, column, value)
            for row, values in enumerate(rows)
            for column, value in enumerate(values, 1)
            if value is not None
        ]
    ]


@near("L1-02", NUMBERS)
def a_row_of_zeros(draft: Draft, draw: Draw) -> None:
    row = draft.data.row(draw)
    for column in draft.data.of(*ROLES_OF_NUMBERS):
        draft.data.put(row, column, 0)


@near("L1-02", kind="xlsx")
def a_table_on_another_sheet(draft: Draft, draw: Draw) -> None:
    other = Sheet("内訳", [])
    for row, values in enumerate([("区分", "件数（件）"), ("県内", 5), ("県外", 12)], 1):
        for column, value in enumerate(values, 1):
            other.put(row, column, value)
    draft.sheets.append(other)


@near("L1-02", "choice")
def a_row_that_repeats_words_of_the_headings(draft: Draft, draw: Draw) -> None:
    sheet = draft.data
    sheet.add(Column("申請の種類", "text", among("備考の変更", "区分の変更", "団体名の変更")), draw)


@near("L1-02", "remark")
def a_sparse_column(draft: Draft, draw: Draw) -> None:
    column = draft.data.pick(draw, "remark")
    draft.data.redo(column, Column("備考", "remark", maybe(0.05, "確認中")), draw)


@near("L1-02", "text")
def a_column_of_words_in_groups(draft: Draft, draw: Draw) -> None:
    """Sorted by group, but one table."""
    rows = draft.data.last
    draft.data.add(Column("ブロック名", "text", lambda _one, row: "北部" if row < rows // 2 else "南部"), draw)


# L1-03: no gaps


@bad("L1-03")
def an_empty_row(draft: Draft, draw: Draw) -> Groups:
    at = draw.randint(3, draft.data.last - 1)
    draft.data.down(at)
    return [[(at, column) for column in range(1, draft.data.width + 1)]]


@bad("L1-03")
def several_empty_rows(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    rows = sorted(draw.sample(range(4, sheet.last), 2))
    groups = []
    for moved, at in enumerate(rows):
        sheet.down(at + moved)
        groups.append([(at + moved, column) for column in range(1, sheet.width + 1)])
    return groups


@bad("L1-03")
def two_empty_rows_together(draft: Draft, draw: Draw) -> Groups:
    at = draw.randint(4, draft.data.last - 1)
    draft.data.down(at, 2)
    return [[(row, column) for row in (at, at + 1) for column in range(1, draft.data.width + 1)]]


@bad("L1-03", also="L1-05")
def an_empty_column(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    at = draw.randint(3, sheet.width - 1)
    sheet.right(at)
    if draw.random() < 0.5:
        sheet.widths[at] = 2
    return [[(row, at) for row in range(1, sheet.last + 1)]]


@bad("L1-03")
def an_empty_row_every_five(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    groups = []
    at = 7
    while at < sheet.last:
        sheet.down(at)
        groups.append([(at, column) for column in range(1, sheet.width + 1)])
        at += 6
    return groups or an_empty_row(draft, draw)


@near("L1-03", "remark")
def a_column_that_waits_for_entries(draft: Draft, draw: Draw) -> None:
    """It has a heading; nobody wrote anything yet."""
    column = draft.data.pick(draw, "remark")
    draft.data.redo(column, Column("備考", "remark", maybe(0, "")), draw)


@near("L1-03", "code", also="L1-09 L2-02")
def a_row_with_its_key_alone(draft: Draft, draw: Draw) -> None:
    row = draw.randint(3, draft.data.last)
    for column in range(2, draft.data.width + 1):
        draft.data.put(row, column, None)


@near("L1-03", kind="xlsx")
def low_rows_and_narrow_columns(draft: Draft, draw: Draw) -> None:
    draft.data.heights[draw.randint(3, draft.data.last)] = 4
    draft.data.widths[draw.randint(2, draft.data.width)] = 1.5


@near("L1-03", kind="xlsx")
def formatted_rows_below(draft: Draft, draw: Draw) -> None:
    last = draft.data.last
    draft.data.dress([(last + row, column) for row in range(1, 6) for column in range(1, 4)], border=True)


@near("L1-03", NUMBERS)
def zeros_in_a_row(draft: Draft, draw: Draw) -> None:
    a_row_of_zeros(draft, draw)


# L1-04: nothing beside the table

NOTES = (
    "※暫定値です",
    "出典：令和5年度統計年鑑",
    "作成者：総務課",
    "注1 速報値を含む",
    "資料：各市町からの報告",
    "※端数処理のため合計と一致しない場合がある",
)


@bad("L1-04")
def a_note_below_a_gap(draft: Draft, draw: Draw) -> Groups:
    return [draft.data.put(draft.data.last + draw.randint(2, 4), draw.choice([1, 1, 2]), draw.choice(NOTES))]


@bad("L1-04", also="L1-05 L2-02 L1-09")
def a_note_right_below(draft: Draft, draw: Draw) -> Groups:
    return [draft.data.put(draft.data.last + 1, 1, draw.choice(NOTES))]


@bad("L1-04", kind="xlsx", also="L1-03")
def a_note_far_to_the_right(draft: Draft, draw: Draw) -> Groups:
    return [draft.data.put(draw.randint(2, 6), draft.data.width + draw.randint(2, 4), draw.choice(NOTES))]


@bad("L1-04", kind="xlsx", also="L1-05")
def a_note_in_the_next_column(draft: Draft, draw: Draw) -> Groups:
    return [draft.data.put(draw.randint(3, draft.data.last), draft.data.width + 1, draw.choice(NOTES))]


@bad("L1-04")
def several_notes_below(draft: Draft, draw: Draw) -> Groups:
    top = draft.data.last + 2
    return [draft.data.put(top + row, 1, text) for row, text in enumerate(draw.sample(NOTES, draw.randint(2, 3)))]


@bad("L1-04", kind="csv")
def a_note_at_the_end_of_a_text_file(draft: Draft, draw: Draw) -> Groups:
    return [draft.data.put(draft.data.last + 2, 1, draw.choice(NOTES))]


@near("L1-04", "remark")
def notes_in_a_column_for_them(draft: Draft, draw: Draw) -> None:
    column = draft.data.pick(draw, "remark")
    draft.data.redo(column, Column("備考", "remark", among(*NOTES[:2], "作成者に確認中")), draw)


@near("L1-04", "text")
def a_source_for_each_row(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("出典", "text", among("統計年鑑", "市町からの報告", "県の調査")), draw)


@near("L1-04", kind="xlsx")
def notes_on_a_sheet_of_their_own(draft: Draft, draw: Draw) -> None:
    other = Sheet("注記", [])
    for row, values in enumerate([("番号", "注記"), (1, NOTES[0]), (2, NOTES[1])], 1):
        for column, value in enumerate(values, 1):
            other.put(row, column, value)
    draft.sheets.append(other)


@near("L1-04", "text")
def a_last_row_that_is_shorter(draft: Draft, draw: Draw) -> None:
    for column in draft.data.of("remark"):
        draft.data.put(draft.data.last, column, None)


@near("L1-04", kind="xlsx")
def a_comment_and_a_header_for_printing(draft: Draft, draw: Draw) -> None:
    draft.data.extras |= {"comment", "print"}


# L1-05: every column has a name that means something


@bad("L1-05", also="L3-01 L1-04 L1-03")
def one_heading_missing(draft: Draft, draw: Draw) -> Groups:
    return [draft.data.put(1, draw.choice(_full(draft.data)), None)]


def _full(sheet: Sheet) -> list[int]:
    """Without remarks: a few words without a heading would rather be notes."""
    return [column for column in range(2, sheet.width + 1) if column not in sheet.of("remark")]


@bad("L1-05", also="L3-01 L1-04 L1-03")
def two_headings_missing(draft: Draft, draw: Draw) -> Groups:
    return [draft.data.put(1, column, None) for column in draw.sample(_full(draft.data), 2)]


@bad("L1-05", also="L3-04 L3-01 L3-06")
def numbers_for_headings(draft: Draft, draw: Draw) -> Groups:
    return [draft.data.put(1, column, f"{column:03d}") for column in range(1, draft.data.width + 1)]


@bad("L1-05", also="L3-04 L3-06")
def some_numbers_for_headings(draft: Draft, draw: Draw) -> Groups:
    return [
        draft.data.put(1, column, f"{column:03d}") for column in sorted(draw.sample(range(2, draft.data.width + 1), 2))
    ]


@bad("L1-05", also="L3-04 L3-06")
def headings_of_a_program(draft: Draft, draw: Draw) -> Groups:
    pattern = draw.choice(["列{}", "Unnamed: {}", "Column{}", "項目{}", "F{}"])
    return [
        draft.data.put(1, column, pattern.format(column))
        for column in sorted(draw.sample(range(1, draft.data.width + 1), 3))
    ]


@bad("L1-05", also="L3-01 L1-04 L1-03")
def first_heading_missing(draft: Draft, draw: Draw) -> Groups:
    return [draft.data.put(1, 1, None)]


@near("L1-05", "text")
def short_headings(draft: Draft, draw: Draw) -> None:
    draft.data.put(1, 1, draw.choice(["ID", "No.", "番号"]))
    draft.data.put(1, draft.data.pick(draw, "text"), draw.choice(["名", "課", "品"]))


@near("L1-05", "text")
def headings_with_numbers_in_them(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("設問1の回答", "choice", among("はい", "いいえ")), draw)
    draft.data.add(Column("設問2の回答", "choice", among("ある", "ない")), draw)


@near("L1-05", "code")
def english_headings(draft: Draft, draw: Draw) -> None:
    draft.data.put(1, draft.data.of("code")[0], draw.choice(["record_id", "code", "ID"]))


@near("L1-05", "text")
def two_columns_of_one_kind(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("連絡先1", "text", among("総務課", "財政課")), draw)
    draft.data.add(Column("連絡先2", "text", among("農政課", "会計課")), draw)
