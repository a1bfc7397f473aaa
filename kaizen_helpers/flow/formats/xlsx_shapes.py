"""Excel: a flow as native shapes with glued connectors on a worksheet, and such a drawing as a flow.

XlsxWriter makes the workbook and its table; it has no shapes (flow.md §7), so their part is put in afterwards. The
shapes are what is read back; the table is for people. Never open and save such a workbook with openpyxl or pandas:
they drop every shape (measured, flow.md §7).
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaizen_helpers.flow.formats.drawingml import EMU, XDR, A, R, ShapeWriter
from kaizen_helpers.flow.formats.office import write_new_file
from kaizen_helpers.flow.formats.xlsx_table import TABLE_SHEET, write_table
from kaizen_helpers.flow.formats.xml import Element, xml_text

if TYPE_CHECKING:
    from kaizen_helpers.flow.formats.sketch import Sketch
    from kaizen_helpers.flow.layout.layout import Direction
    from kaizen_helpers.flow.model import Flow

__all__ = ["DRAWING_SHEET", "flow_to_xlsx"]

DRAWING_SHEET = "業務フロー図"
_CELL = 20
"""Columns and rows of the drawing sheet are squares of so many pixels (the row height is Excel's own)."""
_PART = "xl/drawings/drawing1.xml"
_PAPERS = {"A4": 9, "A3": 8}
_A4_PIXELS = 1000.0
"""A drawing whose longer side has more pixels is hard to read on A4."""


def flow_to_xlsx(
    flow: Flow,
    path: Path | str,
    direction: Direction = "TB",
    *,
    paper: str = "",
    overwrite: bool = False,
) -> Path:
    """Write a workbook with the sheets 業務フロー図 (shapes, printed on one page) and 手順の表.

    Args:
        flow: what to draw.
        path: where to; the name ends in ``.xlsx``.
        direction: "TB" or "LR", see :func:`kaizen_helpers.flow.draw`.
        paper: "A4" or "A3"; where it is empty, A3 for a drawing that would be too small on A4.
        overwrite: whether a file of that name may be replaced.

    Returns:
        The path of the file.

    Raises:
        InputError: the name ends in something else, or there is a file of that name.
        WriteError: the file is open in Excel, or the folder cannot be written to.
    """
    from kaizen_helpers.flow.formats.drawn import draw_sketch

    sketch = draw_sketch(flow, direction)
    book = _workbook(flow, sketch, paper)
    return write_new_file(path, _with_shapes(book, _drawing(sketch)), ".xlsx", overwrite=overwrite)


# --- the workbook --------------------------------------------------------------------------------


def _workbook(flow: Flow, sketch: Sketch, paper: str) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        title = xml_text(" ".join(flow.title.split()))[:200]
        book.set_properties({"title": title or DRAWING_SHEET, "comments": "業務フロー図"})
        _drawing_sheet(book.add_worksheet(DRAWING_SHEET), sketch, paper)
        write_table(book, book.add_worksheet(TABLE_SHEET), flow)
    return file.getvalue()


def _drawing_sheet(sheet: Any, sketch: Sketch, paper: str) -> None:
    columns, rows = (int(size // _CELL) + 1 for size in (sketch.width, sketch.height))
    sheet.set_column_pixels(0, min(columns + 5, 16_383), _CELL)
    sheet.hide_gridlines(2)
    sheet.set_zoom(100)
    longer = max(sketch.width, sketch.height)
    sheet.set_paper(_PAPERS.get(paper) or _PAPERS["A3" if longer > _A4_PIXELS * 1.6 else "A4"])
    if sketch.width > sketch.height:
        sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.5)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, rows, columns)
    sheet.set_footer("&R&9&D　&P／&N")
    sheet.insert_textbox(0, 0, "図")  # makes XlsxWriter reserve a drawing part, which is then replaced


# --- the shapes ----------------------------------------------------------------------------------


def _drawing(sketch: Sketch) -> bytes:
    """The part with the shapes: each anchored to the cells it covers."""
    from lxml import etree

    root = etree.Element(f"{{{XDR}}}wsDr", nsmap={"xdr": XDR, "a": A, "r": R})
    for element, (x, y, width, height) in ShapeWriter(XDR).all_of(sketch):
        anchor = etree.SubElement(root, f"{{{XDR}}}twoCellAnchor")
        _corner(anchor, "from", x, y)
        _corner(anchor, "to", x + width, y + height)
        anchor.append(element)
        etree.SubElement(anchor, f"{{{XDR}}}clientData")
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return written


def _corner(anchor: Element, name: str, x: float, y: float) -> None:
    from lxml import etree

    corner = etree.SubElement(anchor, f"{{{XDR}}}{name}")
    for axis, value in (("col", max(0.0, x)), ("row", max(0.0, y))):
        cell, rest = divmod(round(value * EMU), _CELL * EMU)
        etree.SubElement(corner, f"{{{XDR}}}{axis}").text = str(cell)
        etree.SubElement(corner, f"{{{XDR}}}{axis}Off").text = str(rest)


def _with_shapes(book: bytes, drawing: bytes) -> bytes:
    """The workbook with its one drawing part replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item, drawing if item.filename == _PART else old.read(item), zipfile.ZIP_DEFLATED)
    return made.getvalue()
