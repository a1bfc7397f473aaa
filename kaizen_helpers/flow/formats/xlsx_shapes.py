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
from kaizen_helpers.flow.formats.xml import Element, xml_text
from kaizen_helpers.flow.model import Branch, Step

if TYPE_CHECKING:
    from kaizen_helpers.flow.formats.sketch import Sketch
    from kaizen_helpers.flow.layout import Direction
    from kaizen_helpers.flow.model import Flow

__all__ = ["DRAWING_SHEET", "TABLE_SHEET", "flow_to_xlsx"]

DRAWING_SHEET = "業務フロー図"
TABLE_SHEET = "手順の表"
_CELL = 20
"""Columns and rows of the drawing sheet are squares of so many pixels (the row height is Excel's own)."""
_PART = "xl/drawings/drawing1.xml"
_PAPERS = {"A4": 9, "A3": 8}
_A4_PIXELS = 1000.0
"""A drawing whose longer side has more pixels is hard to read on A4."""
_COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("番号", "number", 6),
    ("だれが", "who", 14),
    ("何を", "what", 36),
    ("種類", "kind", 10),
    ("次", "next", 12),
    ("条件", "condition", 20),
    ("分", "minutes", 7),
    ("待ち", "wait", 10),
    ("件数", "cases", 8),
    ("書類", "document", 16),
    ("手段", "means", 10),
    ("職位", "rank", 10),
    ("システム", "system", 16),
    ("押印", "seal", 6),
    ("入力情報", "inputs", 20),
    ("期限", "deadline", 12),
    ("根拠", "basis", 16),
    ("属人", "person", 12),
    ("個人情報", "personal", 12),
    ("課題", "issues", 16),
    ("備考", "note", 24),
)
_ALWAYS = {"number", "who", "what", "kind", "next", "condition"}


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
        _table_sheet(book, book.add_worksheet(TABLE_SHEET), flow)
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


def _table_sheet(book: Any, sheet: Any, flow: Flow) -> None:
    columns = [column for column in _COLUMNS if column[1] in _ALWAYS or any(_shown(s, column[1]) for s in flow.steps)]
    head = book.add_format({"bold": True, "bg_color": "#E4E9EF", "border": 1, "text_wrap": True, "valign": "vcenter"})
    body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, "この表は図から作りました。図を読み込むときは、図の文字・線・置き場所を使います。")
    for at, (name, field, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(1, at, name, head)
        for row, step in enumerate(flow.steps, 2):
            value = _shown(step, field)
            if isinstance(value, str):
                sheet.write_string(row, at, xml_text(value)[:32_000], body)
            else:
                sheet.write_number(row, at, value, body)
    sheet.freeze_panes(2, 0)
    sheet.set_landscape()
    sheet.set_paper(_PAPERS["A4"])
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)


def _shown(step: Step, field: str) -> str | float:
    """What a cell says of a step; numbers stay numbers."""
    if field == "next":
        return "、".join("おわり" if branch.to is None else str(branch.to) for branch in step.next)
    if field == "condition":
        return "、".join(_condition(branch) for branch in step.next) if any(map(_condition, step.next)) else ""
    value = step.kind.label if field == "kind" else getattr(step, field)
    if isinstance(value, bool):
        return "あり" if value else ""
    if isinstance(value, tuple):
        return "、".join(value)
    return "" if value is None else value


def _condition(branch: Branch) -> str:
    share = "" if branch.share is None else f"{branch.share * 100:g}%"
    return f"{branch.condition} {share}".strip()


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
