"""Excel: the drawing on a worksheet, ours or anybody's, as a flow; the lanes may be cells of the sheet."""

from __future__ import annotations

import re
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.formats.office import Package, read_source, relation_id
from kaizen_helpers.flow.formats.reading import best_of, read_sketch
from kaizen_helpers.flow.formats.shapes_read import Place, ShapeReader, child, find, whole
from kaizen_helpers.flow.formats.sketch import Cell, Point, Shape, Sketch
from kaizen_helpers.flow.formats.xlsx_table import TABLE_SHEET, with_table
from kaizen_helpers.flow.formats.xml import Element, elements, local_name

if TYPE_CHECKING:
    from kaizen_helpers.flow.findings.checks import Finding
    from kaizen_helpers.flow.model import Flow

__all__ = ["xlsx_to_flow"]

_EMU = 9525
_MOST_SHEETS = 100
_MOST_COLUMNS, _MOST_ROWS = 400, 2000
"""Cells beyond these are not looked at."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How Excel writes a character that XML cannot hold."""
_NO_TITLE = re.compile(r"(Sheet|シート)\s*\d*|業務フロー図?|フロー図?", re.IGNORECASE)


def xlsx_to_flow(source: Path | str | bytes) -> tuple[Flow, tuple[Finding, ...]]:
    """The flow drawn on a worksheet, and what was not certain, as questions. Of several sheets the one with most lines.

    Raises:
        MissingError: there is no such file, or it cannot be opened.
        InputError: it is no Excel file that can be read, or no step is drawn in it; one Japanese sentence.
    """
    data, where = read_source(source, ".xlsx")
    package = Package(data, where)
    name, sketch, others = best_of(list(_sketches(package)))
    if not sketch.shapes:
        raise InputError(
            "図形のあるシートが見つかりません。図形でフロー図を描いたシートのあるファイルを選んでください。", where
        )
    sketch.title = "" if _NO_TITLE.fullmatch(name.strip()) else " ".join(name.split())
    flow, questions = read_sketch(sketch, where, others)
    table = _table(package) if any(shape.facts is not None for shape in sketch.shapes) else []
    flow, told = with_table(flow, table)
    return flow, (*questions, *told)


def _table(package: Package) -> list[Cell]:
    """The cells of the table we wrote beside the drawing."""
    main, sheets = _sheets(package)
    for name, part in sheets:
        if name == TABLE_SHEET and package.has(part):
            return _cells(package.part(part), _shared_strings(package, main), numbers=True)
    return []


def _sheets(package: Package) -> tuple[str, list[tuple[str, str]]]:
    """(the part of the workbook, name and part of every sheet)."""
    main = next(iter(package.linked("", "officeDocument")), "xl/workbook.xml")
    links = package.relations(main)
    sheets = child(package.part(main), "sheets")
    found = list(elements(sheets))[:_MOST_SHEETS] if sheets is not None else []
    return main, [(sheet.get("name") or "", links.get(relation_id(sheet), ("", ""))[1]) for sheet in found]


def _sketches(package: Package) -> list[tuple[str, Sketch]]:
    """(name, drawing) of every sheet with shapes."""
    main, sheets = _sheets(package)
    shared: list[str] | None = None
    found = []
    for name, part in sheets:
        drawings = package.linked(part, "drawing") if package.has(part) else []
        if drawings:
            if shared is None:
                shared = _shared_strings(package, main)
            found.append((name, _sketch(package, part, drawings[0], shared)))
    return found


def _sketch(package: Package, part: str, drawing: str, shared: list[str]) -> Sketch:
    sheet = package.part(part)
    grid = _Grid(sheet)
    reader = ShapeReader()
    for anchor in elements(package.part(drawing)):
        if local_name(anchor) in {"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"}:
            _read_anchor(anchor, reader, grid)
    sketch = reader.sketch()
    sketch.cells = _cells(sheet, shared)
    return sketch


def _read_anchor(anchor: Element, reader: ShapeReader, grid: _Grid) -> None:
    """The shapes of an anchor, each with the cell its middle lies in."""
    before = len(reader.shapes)
    for element in elements(anchor):
        reader.read(element, Place())
    corners = [child(anchor, name) for name in ("from", "to")]
    fresh = reader.shapes[before:]
    if corners[0] is None or not fresh:
        return
    start = grid.cell_of(corners[0])
    end = grid.cell_of(corners[1]) if corners[1] is not None else start
    left, top = min(shape.x for shape in fresh), min(shape.y for shape in fresh)
    right = max(shape.x + shape.width for shape in fresh)
    bottom = max(shape.y + shape.height for shape in fresh)
    for shape in fresh:
        if not shape.width and not shape.height:  # written by a program that gives the cells alone
            shape.x, shape.y, shape.width, shape.height = grid.rectangle(start, end)
        shape.cell = _between(shape, start, end, (left, top, right, bottom))


def _between(shape: Shape, start: Point, end: Point, around: tuple[float, float, float, float]) -> Point:
    """The middle of a shape in columns and rows; the parts of a group share its cells by their place in it."""
    left, top, right, bottom = around
    x, y = shape.middle
    share_x = (x - left) / (right - left) if right > left else 0.5
    share_y = (y - top) / (bottom - top) if bottom > top else 0.5
    return start[0] + (end[0] - start[0]) * share_x, start[1] + (end[1] - start[1]) * share_y


class _Grid:
    """The columns and rows of a sheet in pixels."""

    def __init__(self, sheet: Element) -> None:
        format_ = child(sheet, "sheetFormatPr")
        wide = _decimal(format_, "defaultColWidth") or _decimal(format_, "baseColWidth") or 9.14
        high = _decimal(format_, "defaultRowHeight") or 15.0
        widths = [wide * 7] * _MOST_COLUMNS
        heights = [high * 4 / 3] * _MOST_ROWS
        for column in elements(cols) if (cols := child(sheet, "cols")) is not None else ():
            first, last = whole(column, "min"), min(whole(column, "max"), _MOST_COLUMNS)
            for n in range(max(1, first), last + 1):
                widths[n - 1] = 0.0 if column.get("hidden") in {"1", "true"} else _decimal(column, "width") * 7
        for row in elements(data) if (data := child(sheet, "sheetData")) is not None else ():
            if row.get("ht") and 1 <= whole(row, "r") <= _MOST_ROWS:
                heights[whole(row, "r") - 1] = _decimal(row, "ht") * 4 / 3
        self.widths, self.heights = widths, heights
        self.xs, self.ys = [0.0, *accumulate(widths)], [0.0, *accumulate(heights)]

    def cell_of(self, corner: Element) -> Point:
        """A corner of an anchor in columns and rows, with fractions."""
        found = []
        for axis, sizes in (("col", self.widths), ("row", self.heights)):
            cell = max(0, _number_in(child(corner, axis)))
            off = _number_in(child(corner, f"{axis}Off")) / _EMU
            size = sizes[cell] if cell < len(sizes) else 20.0
            found.append(cell + min(1.0, max(0.0, off / size if size else 0.0)))
        return found[0], found[1]

    def rectangle(self, start: Point, end: Point) -> tuple[float, float, float, float]:
        """Left, top, width and height in pixels between two corners."""
        x0, x1 = (_along(self.xs, corner[0]) for corner in (start, end))
        y0, y1 = (_along(self.ys, corner[1]) for corner in (start, end))
        return x0, y0, x1 - x0, y1 - y0


def _along(borders: list[float], at: float) -> float:
    cell = min(int(at), len(borders) - 2)
    return borders[cell] + (at - cell) * (borders[cell + 1] - borders[cell])


# --- cells ---------------------------------------------------------------------------------------


def _shared_strings(package: Package, main: str) -> list[str]:
    part = next(iter(package.linked(main, "sharedStrings")), None)
    if part is None:
        return []
    return [_words(item) for item in elements(package.part(part)) if local_name(item) == "si"]


def _words(item: Element) -> str:
    """The text of a cell, without the readings (ruby) that Excel keeps with it."""
    pieces = []
    for inner in item.iter():
        if isinstance(inner.tag, str) and local_name(inner) == "t":
            parent = inner.getparent()
            if parent is None or local_name(parent) != "rPh":
                pieces.append(inner.text or "")
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(pieces))


def _cells(sheet: Element, shared: list[str], *, numbers: bool = False) -> list[Cell]:
    """The cells with text (and those with numbers); of merged ones the whole rectangle."""
    merged = {}
    for merge in elements(merges) if (merges := child(sheet, "mergeCells")) is not None else ():
        corners = [_place(name) for name in (merge.get("ref") or "").split(":")]
        if len(corners) == 2 and corners[0] is not None and corners[1] is not None:
            merged[corners[0]] = corners[1]
    found = []
    data = child(sheet, "sheetData")
    for row in elements(data) if data is not None else ():
        if whole(row, "r") > _MOST_ROWS:
            break
        for cell in elements(row):
            place, text = _place(cell.get("r") or ""), _cell_text(cell, shared, numbers=numbers).strip()
            if place is not None and text and place[0] < _MOST_COLUMNS:
                column, line = place
                right, bottom = merged.get(place, place)
                found.append(Cell(text, column, line, right + 1, bottom + 1))
    return found


def _cell_text(cell: Element, shared: list[str], *, numbers: bool) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return _words(cell)
    value = find(cell, "v")
    written = "" if value is None else value.text or ""
    if kind == "s":
        return shared[int(written)] if re.fullmatch(r"\d{1,8}", written) and int(written) < len(shared) else ""
    return written if kind == "str" or (numbers and kind in {None, "n"}) else ""


def _place(name: str) -> tuple[int, int] | None:
    """Column and row of 「C5」, from 0."""
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", name)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(match[2]) - 1


def _number_in(element: Element | None) -> int:
    written = "" if element is None else (element.text or "").strip()
    return int(written) if re.fullmatch(r"-?\d{1,12}", written) else 0


def _decimal(element: Element | None, name: str) -> float:
    written = "" if element is None else element.get(name) or ""
    return float(written) if re.fullmatch(r"\d{1,6}(\.\d{1,20})?", written) else 0.0
