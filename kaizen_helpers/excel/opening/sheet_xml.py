"""One sheet of an ``.xlsx``, read as a stream: values and looks by row, and what belongs to the sheet as a whole."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import IO, Any

from kaizen_helpers.excel.opening.model import Span, Style

__all__ = ["Limits", "SheetParts", "Values", "read_sheet_xml", "span_of"]

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
MOST_EMPTY_ROWS = 150_000
"""Rows without a value after which the sheet is taken to be over: formats alone may reach to the last row."""
_MOST_KEPT = 20_000
"""Different texts and days that are kept to be used again; for remarks that never repeat it would be a waste."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TIME_IN_FORMAT = re.compile(r"[hHsS]|AM/PM")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Limits:
    """How many cells may still be read, of all sheets together."""

    cells: int
    places: int
    """Places of rows and looks, the empty ones before a value counted: one value in the last column takes 16,384."""


@dataclass
class SheetParts:
    """What one sheet's XML says."""

    rows: list[tuple[object, ...]] = field(default_factory=list)
    looks: list[Sequence[int]] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    merged: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    widths: dict[int, float] = field(default_factory=dict)
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    """Ids of related parts: drawing, legacyDrawing, picture."""
    cut: bool = False


class Values:
    """Turns what stands in a cell into a value; equal texts become one value, so that a large sheet stays small."""

    def __init__(self, strings: Sequence[str | None], styles: Sequence[Style], since_1904: bool) -> None:
        self._strings = strings
        self._day_zero = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - Excel has no zones
        self._since_1904 = since_1904
        self._dates = [_date_kind(style.number_format) for style in styles]
        self._days: dict[tuple[str, str], object] = {}
        self._texts: dict[str, str] = {}

    def of(self, kind: str, text: str, look: int) -> object:
        """The value of a cell of this type (``t``), text and style number."""
        if kind == "s":
            place = int(text) if text.isdigit() else -1
            return self._strings[place] if 0 <= place < len(self._strings) else None
        if kind in ("str", "inlineStr"):
            return self.text(text)
        if kind == "b":
            return text == "1"
        if kind == "e":
            return text
        date_kind = self._dates[look] if look < len(self._dates) else ""
        if kind == "d":
            return self._moment_text(text)
        if not date_kind:
            return self._number(text)
        key = (text, date_kind)
        found = self._days.get(key)
        if found is None:
            found = self._moment(self._number(text), date_kind)
            if len(self._days) < _MOST_KEPT:
                self._days[key] = found
        return found

    def text(self, text: str) -> str | None:
        """A text without Excel's escapes; ``None`` for an empty one."""
        if "_x" in text:
            text = _ESCAPED.sub(_unescaped, text)
        if not text:
            return None
        if len(self._texts) < _MOST_KEPT:
            return self._texts.setdefault(text, text)
        return self._texts.get(text, text)

    def _number(self, text: str) -> object:
        try:
            number: int | float = int(text) if text.lstrip("-").isdigit() else float(text)
        except ValueError:
            return self.text(text)
        if not math.isfinite(number):
            return self.text(text)
        if isinstance(number, float) and number.is_integer() and abs(number) < 2**53 and "E" not in text.upper():
            number = int(number)
        return number

    def _moment(self, number: object, date_kind: str) -> object:
        """A serial number as a day or a time; the number itself where no day has it."""
        if not isinstance(number, int | float):
            return number
        try:
            if date_kind == "span":
                return timedelta(days=number)
            if 0 <= number < 1 and date_kind == "time":
                return (self._day_zero + timedelta(seconds=round(number * 86_400) % 86_400)).time()
            # Excel counts 29 February 1900, a day that never was (ECMA-376 18.17.4.1).
            days = number + 1 if not self._since_1904 and number < 60 else number
            moment = self._day_zero + timedelta(seconds=round(days * 86_400))
        except (OverflowError, ValueError):
            return number
        return moment.date() if date_kind == "day" and moment.time() == time() else moment

    def _moment_text(self, text: str) -> object:
        try:
            moment = datetime.fromisoformat(text.removesuffix("Z"))
        except ValueError:
            return self.text(text)
        return moment.date() if moment.time() == time() else moment


def _unescaped(found: re.Match[str]) -> str:
    """The character of 「_x000D_」; half of a pair of surrogates is no character and stays as it is written."""
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def _date_kind(number_format: str) -> str:
    """「day」「time」「span」(hours beyond 24), or empty where the format shows a number."""
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format

    if is_timedelta_format(number_format):
        return "span"
    if not is_date_format(number_format) and not number_format.startswith(("[$-411]", "[$-ja-JP")):
        return ""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format)
    if not re.search(r"[ymdhseg]", bare, re.IGNORECASE):
        return ""
    return "time" if _TIME_IN_FORMAT.search(bare) else "day"


def read_sheet_xml(
    stream: IO[bytes], values: Values, limits: Limits, progress: Callable[[int], None] | None
) -> SheetParts:
    """Read a sheet to its end, or to a limit.

    Raises:
        lxml.etree.XMLSyntaxError: it is damaged.
    """
    from lxml import etree

    found = SheetParts()
    tags = ("row", "col", "mergeCell", "dataValidation", "drawing", "legacyDrawing", "picture")
    events = etree.iterparse(
        stream, events=("end",), tag=[f"{{*}}{tag}" for tag in tags], resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False,
    )  # fmt: skip
    empty_rows = 0
    for _, element in events:
        tag = element.tag.rpartition("}")[2]
        if tag == "row":
            if found.cut:
                element.clear()
                continue
            filled = _row(element, found, values, limits)
            empty_rows = 0 if filled else empty_rows + 1
            if empty_rows > MOST_EMPTY_ROWS:
                break
            if progress and len(found.rows) % 5_000 == 0:
                progress(len(found.rows))
        else:
            _OTHERS[tag](element, found)
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
    _trim(found)
    return found


def _row(element: Any, found: SheetParts, values: Values, limits: Limits) -> bool:
    """Take one row; whether it holds a value."""
    number = _whole(element.get("r")) or len(found.rows) + 1
    if number > MOST_ROWS or number < len(found.rows):
        return False
    if element.get("hidden") in ("1", "true"):
        found.hidden_rows.add(number)
    row: list[object] = []
    looks = array("H")
    column = 0
    for cell in element:
        column = _column(cell.get("r")) or column + 1
        if column > MOST_COLUMNS or column <= len(row):
            continue
        value, look = _cell(cell, (number, column), found, values)
        if value is not None:
            row.extend([None] * (column - 1 - len(row)))
            row.append(value)
            limits.cells -= 1
        if look:
            looks.extend([0] * (column - 1 - len(looks)))
            looks.append(look)
    limits.places -= len(row) + len(looks)
    if limits.cells < 0 or limits.places < 0:
        found.cut = True
        return False
    if row or looks:
        _put(found, number, tuple(row), looks)
    return bool(row) or bool(found.formulas and (number, column) in found.formulas)


def _put(found: SheetParts, number: int, row: tuple[object, ...], looks: Sequence[int]) -> None:
    if row:
        found.rows.extend([()] * (number - 1 - len(found.rows)))
        found.rows.append(row)
    if looks:
        found.looks.extend([()] * (number - 1 - len(found.looks)))
        # Rows of a table look alike: one array serves all of them.
        before = found.looks[-1] if found.looks else ()
        found.looks.append(before if before == looks else looks)


def _cell(cell: Any, place: tuple[int, int], found: SheetParts, values: Values) -> tuple[object, int]:
    look = _whole(cell.get("s")) or 0
    text, formula = None, None
    value: object = None
    for part in cell:
        tag = part.tag.rpartition("}")[2]
        if tag == "v":
            text = part.text
        elif tag == "f":
            formula = part
        elif tag == "is":
            value = values.text(_inline(part))
    if text is not None:
        value = values.of(cell.get("t", "n"), text, look)
    if formula is not None:
        found.formulas[place] = _formula(formula, found)
        if text is None:
            found.uncalculated.add(place)
    return value, look if look < 65_536 else 0


def _inline(part: Any) -> str:
    """The text of an inline string; readings (ふりがな) do not belong to it."""
    return "".join(one.text or "" for one in part.iter("{*}t") if one.getparent().tag.rpartition("}")[2] != "rPh")


def _formula(element: Any, found: SheetParts) -> str:
    """The formula; of a shared one, as its first cell has it."""
    shared = element.get("si") if element.get("t") == "shared" else None
    text = f"={element.text}" if element.text else ""
    if shared is not None:
        text = found.links.setdefault(f"shared {shared}", text) or text
    return text or "="


def _column(reference: str | None) -> int:
    column = 0
    for letter in reference or "":
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - 64
    return column


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


def _col(element: Any, found: SheetParts) -> None:
    first, last = _whole(element.get("min")) or 1, min(_whole(element.get("max")) or 1, MOST_COLUMNS)
    for column in range(first, last + 1):
        if element.get("hidden") in ("1", "true"):
            found.hidden_columns.add(column)
        if last - first < 1_000 and (width := _width(element.get("width"))):
            found.widths[column] = width


def _width(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def span_of(reference: str) -> Span | None:
    """「A1:B2」 as a span; ``None`` where it is none."""
    first, _, last = reference.replace("$", "").partition(":")
    places = [_CELL.fullmatch(one) for one in (first, last or first)]
    if not all(places):
        return None
    (top, left), (bottom, right) = ((int(one[2]), _column(one[1])) for one in places if one)
    return Span(top, left, bottom, right) if top <= bottom and left <= right else None


def _merge(element: Any, found: SheetParts) -> None:
    span = span_of(element.get("ref", ""))
    if span and len(found.merged) < 200_000:
        found.merged.append(span)


def _validation(element: Any, found: SheetParts) -> None:
    formula = element.find("{*}formula1")
    text = (formula.text or "") if formula is not None else ""
    if element.get("type") == "list" and text.startswith('"') and text.endswith('"'):
        found.choices[element.get("sqref", "")] = tuple(one.strip() for one in text[1:-1].split(","))


def _link(element: Any, found: SheetParts) -> None:
    for name, value in element.attrib.items():
        if name.rpartition("}")[2] == "id":
            found.links[element.tag.rpartition("}")[2]] = value


_OTHERS: Mapping[str, Callable[[Any, SheetParts], None]] = {
    "col": _col,
    "mergeCell": _merge,
    "dataValidation": _validation,
    "drawing": _link,
    "legacyDrawing": _link,
    "picture": _link,
}


def _trim(found: SheetParts) -> None:
    """Hidden rows and columns beyond everything that holds a value say nothing."""
    width = max((len(row) for row in found.rows), default=0)
    found.hidden_columns &= set(range(1, width + 1))
    found.hidden_rows = {row for row in found.hidden_rows if row <= len(found.rows)}
