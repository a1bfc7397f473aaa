"""L2-01, L1-09 and L3-03: letters and signs in numbers, empty beside zero, signs in the place of a number.

A sign alone (「X」「…」) is L3-03, a ditto is L2-02, two numbers in a cell are L1-07; none of them is told here again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from kaizen_helpers.excel.opening.model import Sheet
from kaizen_helpers.excel.readability.layout import BookLook, ColumnLook, SheetLook, is_number
from kaizen_helpers.excel.readability.model import Finding
from kaizen_helpers.excel.readability.places import found_in_column
from kaizen_helpers.excel.readability.roles import (
    columns_of,
    example,
    is_address,
    is_code,
    is_date,
    is_person,
    is_phone,
    is_prose,
)
from kaizen_helpers.excel.tables.reading import is_unit, total_label

__all__ = ["SHEET_RULES", "is_special", "number_column", "several_numbers", "spoiled_number"]

_ENOUGH = 3_000
"""Different texts that are enough to tell what a column holds."""
_DIGIT = re.compile(r"\d")
_N = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SEVERAL = re.compile(
    rf"[▲△-]?{_N}\s*\(\s*[▲△-]?{_N}\)|[▲△-]?{_N}(?:\s*(?:[/、・;|~〜]|,\s+|->|→|\n)\s*[▲△-]?{_N})+(?:\s*\([▲△-]?{_N}\))?"
    rf"|{_N}(?:,{_N})+\({_N}\)"
)
_SPOILED = re.compile(
    r"(?P<before>(?:約|およそ|金|計|マイナス|プラス|▲|△|[-+±<>≦≧≤≥]|¥|\\|\(|\[|[*※]|[A-Z]{3}|\s)*)"
    r"(?P<number>\d{1,3}(?:[, ]\d{3})+|\d+)(?P<decimal>\.\d+)?\s*(?P<behind>\D{0,8}\d?\)?)"
)
_SPECIAL = re.compile(
    r"[XxＸｘχ]{1,4}|秘|[*＊]+|[…‥⋯.・･。]{1,6}|[-－―—–−ー‐ｰ─━]{1,4}|[#＃?？/／]+|N/?A|n/?a|NULL|null|NaN|n\.a\.|[(（［\[][XxＸｘ秘*＊…－―-][)）］\]]"
)
_ABOUT_SIGNS = re.compile(r"凡例|符号|記号|注記?$|注意|備考|説明|用語|略号|マーク|legend|notes?$|key$", re.IGNORECASE)
_CLEAR = re.compile(r"[*＊]+|[…‥⋯]+|\.{3}|・{2,3}|[-－―—–−‐─━]{1,4}|[#＃]+|N/?A|n/?a|NULL|null|NaN")


def _plain(text: str) -> str:
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def several_numbers(text: str) -> bool:
    """「391445（355943）」「120/300」「50384, 69565」: more than one number; not 「1,200」 and not 「150 000」."""
    return _SEVERAL.fullmatch(_plain(text).replace("\r", "")) is not None


def spoiled_number(text: str) -> str:
    """How a number is spoiled: 「記号」「文字」「桁区切り」「全角」; empty for a plain number and for what is none."""
    inside = text.strip()
    if not _DIGIT.search(inside) or len(inside) > 30:
        return ""
    if is_number(inside):
        return ""
    plain = _plain(inside)
    if is_number(plain):
        return "全角"
    if several_numbers(plain):
        return ""
    match = _SPOILED.fullmatch(plain)
    if match is None or (
        not match["before"] and match["number"].isdigit() and match["number"][0] == "0" and len(match["number"]) > 1
    ):
        return ""
    if not match["behind"] and (" " in match["number"] or "," in match["number"]) and not match["before"]:
        return "桁区切り"
    return "文字" if re.search(r"[^\W\d_]|%", plain) else "記号"


def is_special(text: str) -> bool:
    """A sign that stands where a value is missing: 「X」「…」「-」「***」."""
    return len(text) < 9 and _SPECIAL.fullmatch(text.strip()) is not None


def number_column(column: ColumnLook) -> bool:
    """Whether a column is meant to hold numbers, also where most of them have a letter in them."""
    kept = column.__dict__  # six rules ask it; kept as cached properties are
    if "_number_column" not in kept:
        kept["_number_column"] = _holds_numbers(column)
    return bool(kept["_number_column"])


def _holds_numbers(column: ColumnLook) -> bool:
    name = column.name
    if is_code(name) or is_phone(name) or is_address(name) or is_person(name) or (is_date(name) and not column.numbers):
        return False
    if not column.text_count:
        return column.is_numeric
    numbers = column.numbers
    spoiled = other = 0
    sure = False
    for text, count in islice(column.texts.items(), _ENOUGH):
        if is_number(text.strip()):
            numbers += count
        elif several_numbers(text):
            spoiled += count
        elif kind := spoiled_number(text):
            spoiled += count
            sure = sure or kind != "文字" or _with_unit(text)
        elif not is_special(text) and text.strip() not in ("〃", "同上"):
            other += count
    if numbers * 2 < spoiled and not sure:
        return False  # 「第1回」「20代」「3階」: words with a number in them
    if numbers + spoiled == 0:
        return False
    return numbers + spoiled > 2 * (other + column.dates)


def _with_unit(text: str) -> bool:
    """「350円」「12.5km」: a number and a unit that things are measured or counted in."""
    behind = re.sub(r"^[^\d]*[\d,. ]+", "", _plain(text))
    behind = re.sub(r"(?<=.)(?:程度|前後|くらい|弱|強)$", "", behind)
    return bool(behind) and (
        is_unit(behind)
        or behind in ("程度", "円也", "L", "m", "g", "cm", "mm", "トン", "羽", "頭", "戸", "株", "本", "人分", "か国")
    )


def numbers_are_numbers(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L2-01."""
    for _table, column in columns_of(look):
        if not column.text_count or not number_column(column):
            continue
        spoiled: dict[str, set[str]] = {}
        words: set[str] = set()
        stored: set[str] = set()
        for text in column.texts:
            if is_number(text.strip()):
                stored.add(text)
            elif kind := spoiled_number(text):
                spoiled.setdefault(kind, set()).add(text)
            elif not _DIGIT.search(text) and not is_special(text) and text.strip() and not total_label(text):
                words.add(text)
        said = {
            "記号": "数値に記号が混ざっています",
            "文字": "数値に文字が混ざっています",
            "桁区切り": "数値に、桁を区切るカンマや空白が文字として入っています",
            "全角": "数値が全角の文字で入っています",
        }
        for kind, texts in spoiled.items():
            first = next(text for text in column.texts if text in texts)
            yield found_in_column(
                "L2-01", column, column.rows_of(texts), f"{said[kind]}（例: {example(first, column.name)}）。"
            )
        if stored and column.sheet.looks and column.numbers:
            first = next(text for text in column.texts if text in stored)
            what = f"数字が、数値ではなく文字として入っています（例: {example(first)}）。"
            what += "番号なのか数量なのかは、書いた人にしか分かりません。"
            yield found_in_column("L2-01", column, column.rows_of(stored), what, "要確認")
        words = {text for text in words if not re.fullmatch(r"〃|″|〟|々|同上|同じ|上に同じ|同\s上", text.strip())}
        if words:
            first = next(text for text in column.texts if text in words)
            what = f"数値の列に言葉が入っています（例: {example(first, column.name)}）。"
            what += "値がない印なら空欄か決めた記号にし、意味を説明に書いてください。"
            yield found_in_column("L2-01", column, column.rows_of(words), what, "要確認")


def empty_is_not_zero(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L1-09: a machine sees that both are there; what an empty cell means, only the office knows."""
    for table, column in columns_of(look):
        if table.records < 2 or is_code(column.name) or is_phone(column.name):
            continue
        if not column.kinds.get(type(None)) or (not column.is_numeric and not number_column(column)):
            continue
        blanks = column.blanks
        if blanks and _has_zero(column):
            what = "「0」と空欄の両方があります。空欄が「0」なのか「値がない」のかは、書いた人にしか分かりません。"
            yield found_in_column("L1-09", column, blanks, what, "要確認")


def _has_zero(column: ColumnLook) -> bool:
    if column.numbers and any(type(value) in (int, float) and value == 0 for value in column.cells()):
        return True
    return any(text.strip() in ("0", "0.0", "０") for text in column.texts)


def signs_are_explained(look: SheetLook, book: BookLook) -> Iterator[Finding]:
    """L3-03. In a column of words 「X」 may be a value; there only signs that say nothing are asked about."""
    notes: list[str] | None = None
    for _table, column in columns_of(look):
        marks = [text for text in column.texts if len(text) < 9 and is_special(text)]
        if not marks:
            continue
        numeric = number_column(column)
        if not numeric:
            # A column of 「-」 and 「○」 is a list of choices; the sign is asked about where it stands among words.
            marks = [text for text in marks if _CLEAR.fullmatch(text.strip())]
            if not marks or is_prose(column):
                continue
        if notes is None:
            notes = list(_notes(look, book))
        open_marks = {text for text in marks if not _explained(text.strip(), notes)}
        if not open_marks:
            continue
        first = next(text for text in column.texts if text in open_marks)
        what = f"{example(first)}の意味が、このファイルのどこにも書かれていません。"
        if not numeric:
            what += "値がない印なのか、選んだ答えなのかは、書いた人にしか分かりません。"
        yield found_in_column("L3-03", column, column.rows_of(open_marks), what, "違反" if numeric else "要確認")


def _notes(look: SheetLook, book: BookLook) -> Iterator[str]:
    """What the sheets that explain say, and the notes beside the table."""
    for row, column in look.outside:
        value = look.sheet.value(row, column)
        if type(value) is str:
            yield _plain(value)
    kept = {id(sheet) for sheet in book.explanations}
    for sheet in book.book.sheets:
        if id(sheet) in kept or (not sheet.hidden and _ABOUT_SIGNS.search(sheet.name)):
            yield from _rows(sheet)


def _rows(sheet: Sheet) -> Iterator[str]:
    for row in sheet.rows[:2_000]:
        words = [_plain(value) for value in row if type(value) is str and value.strip()]
        if words:
            yield "：".join(words)


def _explained(mark: str, notes: list[str]) -> bool:
    """Whether a note says what the sign means: 「X：秘匿」「「…」は不詳」."""
    sign = re.escape(_plain(mark))
    told = re.compile(
        rf"(?:^|[\s※、。，,:(「『\"：/])(?:凡例[:：]?\s*)?[「『\"'（(]?{sign}[」』\"'）)]?\s*(?:の?印|マーク|表示|記号)?(?:[:：=＝…→⇒]|は|とは|で?示|…|-|\s)\s*\W?\w"
    )
    behind = re.compile(
        rf"(?:は|を|には?|場合は?)[、,]?\s*[「『\"'（(]?{sign}[」』\"'）)]?\s*(?:$|。|と(?:し|表|示|記)|で(?:表|示)|を(?:入|記|付)|に(?:し|置))"
    )
    return any(told.search(note) or behind.search(note) for note in notes)


SHEET_RULES = {"L1-09": empty_is_not_zero, "L2-01": numbers_are_numbers, "L3-03": signs_are_explained}
