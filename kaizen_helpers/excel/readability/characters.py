"""L1-08: characters that one make of machine has and another reads as something else.

The reference counts it only in a text file in CP932 (Shift-JIS); in a workbook and in UTF-8 they come through, and the
finding is a hint. 「㎡」 is tolerated, and so is its cubic sister. Roman numbers in codes (「Ⅰ-0」) are a hint as well.
Kanji of names are never asked for another form: the exact spelling of a name goes before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaizen_helpers.excel.readability.layout import BookLook, SheetLook
from kaizen_helpers.excel.readability.model import Certainty, Finding
from kaizen_helpers.excel.readability.places import found, found_in_column
from kaizen_helpers.excel.readability.roles import columns_of, example, headings_of, is_code

__all__ = ["SHEET_RULES", "dependent"]

_DEPENDENT = re.compile("[①-⓿❶-➓Ⅰ-ↈ㈀-㎠㎢-㎤㎦-㏿№℡℻🄀-🅿]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_GATE = re.compile(f"{_DEPENDENT.pattern}|{_PRIVATE.pattern}")
_ROMAN_CODE = re.compile(r"[A-Za-z0-9]{0,4}[-－‐−ー.]?[Ⅰ-ⅿ](?:[-－‐−ー.・]?[0-9０-９A-Za-zＡ-Ｚァ-ン]{1,4})*")


def dependent(text: str) -> str:
    """The characters of a text that depend on the machine, each once."""
    return "".join(dict.fromkeys(_DEPENDENT.findall(text)))


def ordinary_characters(look: SheetLook, book: BookLook) -> Iterator[Finding]:
    """L1-08."""
    facts = book.book.csv
    cp932 = facts is not None and facts.encoding.upper().replace("_", "").replace("-", "") in ("CP932", "SHIFTJIS")
    certainty: Certainty = "違反" if cp932 else "参考"
    more = "" if cp932 else "このファイルでは読めますが、Shift-JISのCSVに直すと、別の文字になることがあります。"
    heads = [(place, text) for place, text in headings_of(look) if _DEPENDENT.search(text)]
    if heads:
        what = f"項目名に「{dependent(heads[0][1])}」があります。{more}"
        yield found("L1-08", look.name, [place for place, _text in heads], what, certainty)
    for _table, column in columns_of(look):
        special = [text for text in column.texts if not text.isascii() and _GATE.search(text)]
        if not special:
            continue
        held = [text for text in special if _DEPENDENT.search(text)]
        codes = {text for text in held if _ROMAN_CODE.fullmatch(text) and (len(text) > 1 or is_code(column.name))}
        words = set(held) - codes
        if words:
            first = next(text for text in held if text in words)
            what = f"「{dependent(first)}」があります（例: {example(first, column.name)}）。{more}"
            yield found_in_column("L1-08", column, column.rows_of(words), what, certainty)
        if codes:
            first = next(text for text in held if text in codes)
            what = f"分類の記号に「{dependent(first)}」があります（例: {example(first)}）。"
            what += "決まった記号なら、このままでかまいません。"
            yield found_in_column("L1-08", column, column.rows_of(codes), what, "参考")
        own = {text for text in special if _PRIVATE.search(text)}
        if own:
            what = "外字（その職場だけで作った字）があります。ほかのパソコンでは、空白や別の字になります。"
            what += "正しい字は、登録した人に確かめてください。"
            yield found_in_column("L1-08", column, column.rows_of(own), what, "要確認")


SHEET_RULES = {"L1-08": ordinary_characters}
