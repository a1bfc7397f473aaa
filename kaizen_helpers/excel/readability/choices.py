"""L2-02, L2-04 and L2-05: values left out, one option in several spellings, 「その他」 with its content in one cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from kaizen_helpers.excel.readability.layout import BookLook, ColumnLook, SheetLook, TableLook
from kaizen_helpers.excel.readability.model import Finding
from kaizen_helpers.excel.readability.numbers import is_special, number_column
from kaizen_helpers.excel.readability.places import found_in_column
from kaizen_helpers.excel.readability.roles import (
    columns_of,
    example,
    is_address,
    is_choice,
    is_code,
    is_date,
    is_person,
    is_phone,
    is_prose,
)
from kaizen_helpers.notation.choices import split_other

__all__ = ["SHEET_RULES", "is_ditto", "other_with_words", "spellings"]

_DITTO = re.compile(
    r"〃.*|[″〟々゛\"＂”“]+|''|同\s*上|同\s*前|同\s*左|同じ|同じく|同|(?:以下|上記?|前|左|上の?行|前の?行)(?:に|と|も)?同(?:じ|様)"
    r"|(?:No\.?|№)?\s*\d+\s*(?:行目?|番|件目)?(?:に|と)同じ|(?:上|同)に同じ|上に準ずる"
)
_OTHER = re.compile(r"\s*(?:[(（]?[0-9０-９]{1,2}[.．)）、:：]?\s*)?その他\s*[、，,/／=＝「『【\[［;；・|→\n]\s*\S")
_NUMBERING = re.compile(r"^\(?(\d{1,2}|[a-z])[.):、](?!\d)\s*")
_BRACKET = re.compile(r"\(([^()]*)\)")
_TIME = re.compile(r"\d|以降|以後|まで|から|中$|予定|現在|見込|時点|今年|来年|年度")
_NEGATION = re.compile(r"ない|なし|せず|ません|未|不|非|無|外")
_HIRAGANA = re.compile(r"(?<=[一-龠々])[ぁ-ん]{1,2}(?=[一-龠々]|$)")
_PARTICLE = re.compile(r"(?<=[一-龠々])[のとをがにはもへや](?=[一-龠々])")
_SMALL = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")


def is_ditto(text: str) -> bool:
    """「〃」「同上」「上に同じ」「3行目と同じ」: the value itself was left out."""
    return len(text) < 15 and _DITTO.fullmatch(text.strip()) is not None


def nothing_left_out(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L2-02."""
    for table, column in columns_of(look):
        ditto = {text for text in column.texts if is_ditto(text)}
        if ditto:
            first = next(text for text in column.texts if text in ditto)
            yield found_in_column(
                "L2-02", column, column.rows_of(ditto), f"値の代わりに{example(first)}が入っています。"
            )
        yield from _only_first_of_group(table, column)


def _only_first_of_group(table: TableLook, column: ColumnLook) -> Iterator[Finding]:
    """A group named once, and left empty below: only where it leads the row, and the rest of the row is there."""
    if not column.kinds.get(type(None)) or not column.text_count or column.is_numeric or column.dates:
        return
    blanks = column.blanks
    if column.filled < 2 or len(blanks) * 4 < column.filled or blanks[0] == column.first_row:
        return
    if column.sheet.value(column.first_row, column.column) is None or is_prose(column) or is_date(column.name):
        return
    for left in table.columns:
        if left.column >= column.column:
            break
        if (
            not left.kinds.get(type(None))
            and len(left.texts) + len({v for _r, v in left.values() if type(v) is int}) * 2 > column.filled * 3
        ):
            return  # a key stands to the left, so this is a property of the record and may be missing
    rest = [other for other in table.columns if other.column > column.column]
    if not any(not set(other.blanks) & set(blanks) for other in rest):
        return
    what = "上と同じ値を省いたように見える空欄があります。"
    what += "省いたのか、値がないのかは、書いた人にしか分かりません。"
    yield found_in_column("L2-02", column, blanks, what, "要確認")


def _skeleton(text: str) -> tuple[str, str]:
    """What stays of an option without its spelling, and what stood in brackets behind it."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold().translate(_SMALL)
    plain = (_NUMBERING.sub("", plain) or plain).rstrip("。.、,")
    inside = "".join(_BRACKET.findall(plain))
    bare = _BRACKET.sub("", plain)
    if len(inside) and len(bare) == 1:
        bare, inside = inside + bare, ""  # 「済（実施）」
    bare = re.sub(r"(?:です|ます|しました|した|する)$", "", bare)
    bare = re.sub(r"(?<=[ァ-ヶ])[-−―‐ー](?![ァ-ヶ]*[-−ー]{2})", "", bare)
    bare = _HIRAGANA.sub("", _PARTICLE.sub(lambda match: match[0] + "\x00", bare)).replace("\x00", "")
    if len(bare) > 2 and bare.endswith("済") and not _NEGATION.search(bare):
        bare = bare[:-1]
    return (bare or plain), (inside if inside != bare else "")


def spellings(texts: Mapping[str, int]) -> list[tuple[str, set[str], bool]]:
    """Groups of texts that look like one option: the most frequent one, the others, and whether that is sure.

    A bracket with a time in it (「取組予定（R8以降）」) is an addition to the option. Any other bracket may tell two
    options apart, and so may a number in front.
    """
    groups: dict[str, list[str]] = {}
    inside: dict[str, str] = {}
    for text in texts:
        key, inside[text] = _skeleton(text)
        if key and not key.isdigit():
            groups.setdefault(key, []).append(text)
    made = []
    for group in groups.values():
        if len(group) < 2 or len({tuple(_NEGATION.findall(text)) for text in group}) > 1:
            continue
        numbers = {
            match[1] for text in group if (match := _NUMBERING.match(unicodedata.normalize("NFKC", text).strip()))
        }
        words = {inside[text] for text in group} - {""}
        sure = len(numbers) < 2 and all(_TIME.search(word) for word in words)
        if len(words) > 1 and not sure and all(inside[text] for text in group):
            continue  # 「県民税（均等割）」「県民税（所得割）」
        best = max(group, key=lambda text: texts[text])
        tied = sum(1 for text in group if texts[text] == texts[best]) > 1
        others = set(group) if tied else set(group) - {best}
        made.append((best, others, sure))
    return made


def one_word_for_one_choice(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L2-04."""
    for _table, column in columns_of(look):
        name = column.name
        if column.text_count < 3 or is_code(name) or is_phone(name) or is_address(name) or is_person(name):
            continue
        texts = column.texts
        if not 2 <= len(texts) <= 200 or (is_date(name) and not is_choice(name)) or max(map(len, texts)) > 60:
            continue
        chosen = {
            text: n
            for text, n in texts.items()
            if not is_ditto(text) and not is_special(text) and not other_with_words(text)
        }
        groups = spellings(chosen)
        if not groups or is_prose(column) or number_column(column):
            continue
        few = is_choice(name) or len(chosen) * 2 <= column.text_count
        for best, others, sure in groups:
            shown_one = next((text for text in chosen if text in others and text != best), best)
            what = f"{example(best, name)}と{example(shown_one, name)}のように、同じ答えが違う書き方になっています。"
            if few and sure:
                yield found_in_column("L2-04", column, column.rows_of(others), what)
                continue
            what = f"{example(best, name)}と{example(shown_one, name)}は、同じものかもしれません。"
            what += "同じ意味かどうかは、書いた人にしか分かりません。"
            yield found_in_column("L2-04", column, column.rows_of(others), what, "要確認")


def other_with_words(text: str) -> bool:
    """「4. その他: 代理人」「その他（代理人）」; not 「その他」 alone and not 「その他の収入」."""
    if "その他" not in text or len(text) > 80 or "。" in text[:-1]:
        return False
    apart = split_other(text)
    return bool(apart and apart.detail) or _OTHER.match(text) is not None


def other_stands_alone(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L2-05."""
    for _table, column in columns_of(look):
        held = {text for text in column.texts if "その他" in text and other_with_words(text)}
        if held and not is_prose(column):
            first = next(text for text in column.texts if text in held)
            what = f"「その他」と、その内容が1つのセルに入っています（例: {example(first)}）。"
            yield found_in_column("L2-05", column, column.rows_of(held), what)


SHEET_RULES = {"L2-02": nothing_left_out, "L2-04": one_word_for_one_choice, "L2-05": other_stands_alone}
