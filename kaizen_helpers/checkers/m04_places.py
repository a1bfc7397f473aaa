"""Places in a sheet as people write them: 「B5」「Ｂ５、Ｂ７」「A1:H1」「3行目」「E列」."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kaizen_helpers.excel.opening.model import Span

__all__ = ["read_places", "touches"]

_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
_TO = r"\s*(?::|~|-|から)\s*"
_PLACE = re.compile(
    rf"(?P<a>[A-Z]{{1,3}})(?P<b>\d{{1,7}})(?:{_TO}(?P<c>[A-Z]{{1,3}})(?P<d>\d{{1,7}}))?"
    rf"|(?P<first>\d{{1,7}})(?:行目?)?{_TO}(?P<last>\d{{1,7}})行目?|(?P<row>\d{{1,7}})行目?"
    rf"|(?P<left>[A-Z]{{1,3}})列?{_TO}(?P<right>[A-Z]{{1,3}})列|(?P<column>[A-Z]{{1,3}})列"
)
_SIGNS = str.maketrans({"〜": "~", "～": "~", "–": "-", "—": "-", "−": "-", "ー": "-", "：": ":", "$": None})


def read_places(text: str) -> tuple[Span, ...]:
    """The ranges that a text names; none where it names no place."""
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS)).upper().translate(_SIGNS)
    return tuple(_span(found) for found in _PLACE.finditer(plain))


def _span(found: re.Match[str]) -> Span:
    if found["a"]:
        left, top = _number(found["a"]), int(found["b"])
        right, bottom = (_number(found["c"]), int(found["d"])) if found["c"] else (left, top)
    elif found["row"] or found["first"]:
        left, right = 1, _LAST_COLUMN
        top, bottom = int(found["first"] or found["row"]), int(found["last"] or found["row"])
    else:
        top, bottom = 1, _LAST_ROW
        left, right = _number(found["left"] or found["column"]), _number(found["right"] or found["column"])
    return Span(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def touches(span: Span, places: Iterable[Span]) -> bool:
    """Whether a range has a cell in common with one of the places."""
    return any(
        span.top <= one.bottom and one.top <= span.bottom and span.left <= one.right and one.left <= span.right
        for one in places
    )
