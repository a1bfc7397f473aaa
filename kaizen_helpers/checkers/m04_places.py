"""Places in a sheet as people write them: 「B5」「Ｂ５、Ｂ７」「A1:H1」「3、4行目」「E列」「7行目のB」「D」."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kaizen_helpers.excel.opening.model import Span

__all__ = ["read_places", "touches"]

_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
_TO = r"\s*(?::|~|-|から)\s*"
_AND = r"\s*(?:、|,|・|と)\s*"
_ROW, _COLUMN = r"\d{1,7}", r"[A-Z]{1,3}"
_CELL_END = r"(?!\d|\.\d)"
"""「R8.5.22」 is a day that somebody copied, not a cell."""
_PLACE = re.compile(
    rf"(?P<a>{_COLUMN})(?P<b>{_ROW}){_CELL_END}(?:{_TO}(?P<c>{_COLUMN})?(?P<d>{_ROW}){_CELL_END})?"
    rf"|(?P<of>{_ROW})行目?\s*の?\s*(?P<cell>{_COLUMN})(?![A-Z0-9])列?"
    rf"|(?P<under>{_COLUMN})(?:列\s*の?|の|-)\s*(?P<at>{_ROW})(?:行目?|(?!\d))"
    rf"|(?P<first>{_ROW})(?:行目?)?{_TO}(?P<last>{_ROW})行|(?P<row>{_ROW})(?:行|(?=(?:{_AND}{_ROW})+行))"
    rf"|(?P<left>{_COLUMN})列?{_TO}(?P<right>{_COLUMN})列|(?P<column>{_COLUMN})(?:列|(?=(?:{_AND}{_COLUMN})+列))"
)
_ONLY_ROWS = re.compile(rf"\d{{1,3}}(?:(?:{_TO}|{_AND})\d{{1,3}})*")
_ONLY_COLUMNS = re.compile(rf"[A-Z](?:(?:{_TO}|{_AND})[A-Z])*")
_SIGNS = str.maketrans({"〜": "~", "～": "~", "–": "-", "—": "-", "−": "-", "ー": "-", "：": ":", "$": None})
_COUNTED = {word: str(number) for number, word in enumerate("一二三四五六七八九", 1)}


def read_places(text: str) -> tuple[Span, ...]:
    """The ranges that a text names; none where it names no place."""
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS)).upper().translate(_SIGNS).strip()
    plain = re.sub(r"\s+(?=[行列])", "", plain)
    plain = re.sub("[一二三四五六七八九](?=行)", lambda found: _COUNTED[found[0]], plain)
    if _ONLY_ROWS.fullmatch(plain):
        plain += "行"
    elif _ONLY_COLUMNS.fullmatch(plain):
        plain += "列"
    return tuple(_span(found) for found in _PLACE.finditer(plain))


def _span(found: re.Match[str]) -> Span:
    if found["a"]:
        left, top = _number(found["a"]), int(found["b"])
        right, bottom = _number(found["c"] or found["a"]), int(found["d"] or top)
    elif found["of"] or found["under"]:
        left = right = _number(found["cell"] or found["under"])
        top = bottom = int(found["of"] or found["at"])
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
