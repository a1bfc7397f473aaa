"""L1-07: one value a cell.

What parts values is told from the column: 「窓口・電話」 holds two where 「窓口」 or 「電話」 also stands alone in it;
「子ども・若者支援課」 is a name. Thousands (「1,200」) are one number, and a sentence may have commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kaizen_helpers.excel.readability.layout import BookLook, ColumnLook, SheetLook
from kaizen_helpers.excel.readability.model import Finding
from kaizen_helpers.excel.readability.numbers import number_column, several_numbers, spoiled_number
from kaizen_helpers.excel.readability.places import found, found_in_column
from kaizen_helpers.excel.readability.roles import (
    columns_of,
    example,
    headings_of,
    is_address,
    is_choice,
    is_code,
    is_date,
    is_person,
    is_phone,
    is_prose,
)
from kaizen_helpers.notation.choices import split_other

__all__ = ["SHEET_RULES", "parts"]

_GATE = re.compile(r"[、，,・･/／;；\n\r]|\d[^\d\s]*[(（]|[~〜～]")
_BREAK = re.compile(r"\s*[\r\n]+\s*")
_BRACKET = re.compile(r"[\r\n]+\s*[（(【\[［〔]")
_MARKS = re.compile(r"\s*[、，,;；]\s*|\s*[・･/／]\s*|\s*[\r\n]+\s*")
_ONE_NUMBER = re.compile(r"\D{0,3}\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?[^\d、，,]{0,4}")
_COMMA = re.compile(r"[、，,;；]")
_PERIOD = re.compile(
    r"(?:(?:19|20)\d\d|(?:令和|平成|昭和|[RHS])(?:元|\d{1,2}))(?:年度?|[-/.]\d{1,2}(?:[-/.]\d{1,2})?|年\d{1,2}月(?:\d{1,2}日)?)?"
)
_INSIDE_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_VERB = re.compile(
    r"(?:した|する|して|です|ます|ない|いる|ある|たい|こと|など|ほか|により|について|のため|ください)(?:$|[、，,])"
)


def parts(text: str) -> list[str]:
    """What stands between the signs that can part values; brackets hold together what is in them."""
    held: list[str] = []

    def keep(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\x00{len(held) - 1}\x00"

    plain = _INSIDE_BRACKET.sub(keep, text.strip())
    found = [part.strip() for part in _MARKS.split(plain) if part.strip()]
    return [re.sub(r"\x00(\d+)\x00", lambda match: held[int(match[1])], part) for part in found]


def _several(text: str, texts: Mapping[str, int], person: bool, choice: bool) -> str:
    """「違反」, 「要確認」 or nothing."""
    if _ONE_NUMBER.fullmatch(text):
        return ""
    found = parts(text)
    if len(found) < 2:
        return ""
    if all(_PERIOD.fullmatch(part) for part in found) and ("/" not in text or len(found[0]) > 4):
        return "違反"
    alone = sum(1 for part in found if part in texts)
    if alone == len(found) or (alone and (choice or all(len(part) <= 12 for part in found))):
        return "違反"
    if "\n" in text or "\r" in text:
        return "違反"
    if not _COMMA.search(text) or _VERB.search(text):
        return ""
    if re.fullmatch(r"[\d,，]+\D{0,3}", text.strip()) or spoiled_number(text):
        return ""
    if person and all(2 <= len(part.replace(" ", "").replace("　", "")) <= 8 for part in found):
        return "違反"
    return "違反" if choice and all(len(part) <= 12 for part in found) else "要確認"


def one_value_a_cell(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L1-07."""
    csv = not look.sheet.looks
    heads = [(place, text) for place, text in headings_of(look) if _BREAK.search(text.strip())]
    if heads and not csv:
        what = f"項目名の途中に改行があります（例: {example(heads[0][1])}）。"
        yield found("L1-07", look.name, [place for place, _text in heads], what)
    for _table, column in columns_of(look):
        gated = [text for text in column.texts if _GATE.search(text) and not _ONE_NUMBER.fullmatch(text)]
        if not gated:
            continue
        name = column.name
        numeric = any(several_numbers(text) for text in gated) and not is_code(name) and not is_phone(name)
        if numeric and not is_date(name) and not is_address(name) and number_column(column):
            two = {text for text in gated if several_numbers(text)}
            first = next(text for text in gated if text in two)
            what = f"1つのセルに、数が2つ以上入っています（例: {example(first, name)}）。"
            yield found_in_column("L1-07", column, column.rows_of(two), what)
            continue
        yield from _of_words(column, gated, csv)


def _of_words(column: ColumnLook, gated: list[str], csv: bool) -> Iterator[Finding]:
    name = column.name
    loose = is_address(name) or is_phone(name)
    person, choice = is_person(name), is_choice(name)
    prose = is_prose(column) and not choice
    texts = column.texts
    sure: set[str] = set()
    unsure: set[str] = set()
    for text in gated:
        inside = text.strip()
        broken = "\n" in inside or "\r" in inside
        if (csv and broken) or _BRACKET.search(inside) or len(inside) > 400 or (split_other(inside) and not broken):
            continue
        if "\n" in inside and "その他" in inside and split_other(inside):
            continue
        if prose or loose:
            if broken and not prose:
                sure.add(text)
            elif broken:
                unsure.add(text)
            continue
        said = _several(inside, texts, person, choice)
        if said:
            (sure if said == "違反" else unsure).add(text)
    for held, certainty, what in (
        (sure, "違反", "1つのセルに、値が2つ以上入っています"),
        (unsure, "要確認", "1つのセルに、値が2つ以上あるかもしれません"),
    ):
        if held:
            first = next(text for text in gated if text in held)
            why = "" if certainty == "違反" else "続いた文章や1つの名前なら、このままでかまいません。"
            said_ja = f"{what}（例: {example(first, name)}）。{why}"
            yield found_in_column("L1-07", column, column.rows_of(held), said_ja, certainty)  # type: ignore[arg-type]


SHEET_RULES = {"L1-07": one_value_a_cell}
