"""Drafts become real files: workbooks by xlsxwriter or openpyxl, text files, and the formats nobody can count with."""

from __future__ import annotations

import csv
import io
import struct
import zlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tests.readability_cases.model import Draft, Look, Place, Sheet, address, letters

__all__ = ["write"]

_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Size 4/Root 1 0 R>>
%%EOF
"""


def write(draft: Draft, folder: Path) -> Path:
    """The file in this folder; its name is the draft's stem with the ending of its kind."""
    path = folder / f"{draft.stem}.{draft.kind}"
    if draft.kind == "csv":
        path.write_bytes(_text(draft).encode(draft.encoding))
    elif draft.kind == "pdf":
        path.write_bytes(_PDF)
    elif draft.kind == "png":
        path.write_bytes(picture())
    elif draft.kind == "docx":
        _document(draft.data, path)
    elif draft.kind == "pptx":
        _slides(draft.data, path)
    elif draft.writer == "openpyxl" and not any(sheet.objects for sheet in draft.sheets):
        _openpyxl(draft, path)
    else:
        _xlsxwriter(draft, path)
    return path


def picture() -> bytes:
    """A red square of 8 by 8 points."""
    rows = b"".join(b"\x00" + b"\xc0\x20\x20" * 8 for _ in range(8))
    made = b"\x89PNG\r\n\x1a\n"
    for name, data in (
        (b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ):
        made += struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return made


def _shown(value: object) -> str:
    """A value in a text file."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _text(draft: Draft) -> str:
    lines = []
    for number, values in enumerate(draft.data.grid(), 1):
        if number in draft.raw:
            lines.append(",".join(_shown(value) for value in values) + "\r\n")
            continue
        out = io.StringIO()
        csv.writer(out, quoting=csv.QUOTE_ALL if draft.quote_all else csv.QUOTE_MINIMAL).writerow(
            [_shown(value) for value in values]
        )
        lines.append(out.getvalue())
    return "".join(lines)


def _places(sheet: Sheet) -> list[Place]:
    return sorted({*sheet.cells, *sheet.looks, *sheet.formulas})


def _xlsxwriter(draft: Draft, path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    formats: dict[Look, Any] = {}
    for sheet in draft.sheets:
        page = book.add_worksheet(sheet.name)
        for column, width in sheet.widths.items():
            page.set_column(
                column - 1, column - 1, width, None, {"hidden": 1} if column in sheet.hidden_columns else None
            )
        for column in sheet.hidden_columns - sheet.widths.keys():
            page.set_column(column - 1, column - 1, None, None, {"hidden": 1})
        for row in sheet.hidden_rows | sheet.heights.keys():
            page.set_row(row - 1, sheet.heights.get(row), None, {"hidden": 1} if row in sheet.hidden_rows else None)
        for top, left, bottom, right in sheet.merged:
            page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
        for row, column in _places(sheet):
            value = sheet.cells.get((row, column))
            look = sheet.looks.get((row, column), Look())
            if isinstance(value, date) and not look.format:
                look = Look(**{**vars(look), "format": "yyyy-mm-dd"})
            if look not in formats:
                formats[look] = book.add_format(_properties(look))
            dressed = formats[look] if look != Look() else None
            if (row, column) in sheet.formulas:
                page.write_formula(row - 1, column - 1, sheet.formulas[row, column], dressed, value)
            elif value is None:
                page.write_blank(row - 1, column - 1, None, dressed)
            elif isinstance(value, datetime | date):
                page.write_datetime(row - 1, column - 1, value, dressed)
            elif isinstance(value, str):
                page.write_string(row - 1, column - 1, value, dressed)
            else:
                page.write(row - 1, column - 1, value, dressed)
        _lay_xlsxwriter(book, page, sheet)
    book.close()


def _properties(look: Look) -> dict[str, object]:
    named: dict[str, object] = {
        "bold": look.bold,
        "italic": look.italic,
        "underline": 1 if look.underline else 0,
        "font_strikeout": look.strike,
        "text_wrap": look.wrap,
        "border": 1 if look.border else 0,
    }
    if look.colour:
        named["font_color"] = f"#{look.colour}"
    if look.fill:
        named["bg_color"] = f"#{look.fill}"
    if look.format:
        named["num_format"] = look.format
    if look.align:
        named["align"] = {"centerContinuous": "center_across"}.get(look.align, look.align)
    if look.size:
        named["font_size"] = look.size
    return named


def _lay_xlsxwriter(book: Any, page: Any, sheet: Sheet) -> None:
    """What lies on the cells, and the comforts that are no defect."""
    for kind, (row, column) in sheet.objects:
        if kind == "画像":
            page.insert_image(
                row - 1, column - 1, "mark.png", {"image_data": io.BytesIO(picture()), "x_scale": 4, "y_scale": 4}
            )
        elif kind == "図形":
            page.insert_textbox(row - 1, column - 1, "確認中", {"width": 90, "height": 30})
        else:
            chart = book.add_chart({"type": "column" if kind == "グラフ" else "pie"})
            name = sheet.name.replace("'", "''")
            chart.add_series({"values": f"='{name}'!$B$2:$B${sheet.last}"})
            page.insert_chart(row - 1, column - 1, chart)
    if "table" in sheet.extras:
        heads = [{"header": str(sheet.get(1, column))} for column in range(1, sheet.width + 1)]
        page.add_table(0, 0, sheet.last - 1, sheet.width - 1, {"columns": heads})
    elif "filter" in sheet.extras:
        page.autofilter(sheet.head - 1, 0, sheet.last - 1, sheet.width - 1)
    if "freeze" in sheet.extras:
        page.freeze_panes(sheet.head, 0)
    if "list" in sheet.extras:
        column = sheet.of("choice")[0]
        listed = sorted({str(sheet.get(row, column)) for row in sheet.body})
        page.data_validation(1, column - 1, sheet.last - 1, column - 1, {"validate": "list", "source": listed})
    if "comment" in sheet.extras:
        page.write_comment(0, 0, "入力の方法は「項目の説明」のシートにあります。")
    if "outline" in sheet.extras:
        page.set_row(2, None, None, {"level": 1})
    if "print" in sheet.extras:
        page.set_header("&C&A")
        page.repeat_rows(0)


def _openpyxl(draft: Draft, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.table import Table

    book = Workbook()
    book.remove(book.active)
    line = Side(style="thin")
    for sheet in draft.sheets:
        page = book.create_sheet(sheet.name)
        for row, column in _places(sheet):
            cell = page.cell(row, column)
            value = sheet.cells.get((row, column))
            if (row, column) in sheet.formulas:
                cell.value = sheet.formulas[row, column]
            elif isinstance(value, str):
                cell.value = value
                cell.data_type = "s"
            elif value is not None:
                cell.value = value
            look = sheet.looks.get((row, column), Look())
            if isinstance(value, date):
                cell.number_format = look.format or "yyyy-mm-dd"
            elif look.format:
                cell.number_format = look.format
            if look != Look():
                cell.font = Font(
                    bold=look.bold,
                    italic=look.italic,
                    strike=look.strike,
                    underline="single" if look.underline else None,
                    color=f"FF{look.colour}" if look.colour else None,
                    size=look.size or 11,
                )
                if look.fill:
                    cell.fill = PatternFill("solid", fgColor=f"FF{look.fill}")
                if look.wrap or look.align:
                    cell.alignment = Alignment(horizontal=look.align or None, wrap_text=look.wrap)
                if look.border:
                    cell.border = Border(left=line, right=line, top=line, bottom=line)
        for top, left, bottom, right in sheet.merged:
            page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for column, width in sheet.widths.items():
            page.column_dimensions[letters(column)].width = width
        for column in sheet.hidden_columns:
            page.column_dimensions[letters(column)].hidden = True
        for row, height in sheet.heights.items():
            page.row_dimensions[row].height = height
        for row in sheet.hidden_rows:
            page.row_dimensions[row].hidden = True
        whole = f"A{sheet.head}:{address((sheet.last, sheet.width))}"
        if "table" in sheet.extras:
            page.add_table(Table(displayName="表1", ref=whole))
        elif "filter" in sheet.extras:
            page.auto_filter.ref = whole
        if "freeze" in sheet.extras:
            page.freeze_panes = f"A{sheet.head + 1}"
        if "list" in sheet.extras:
            column = sheet.of("choice")[0]
            listed = sorted({str(sheet.get(row, column)) for row in sheet.body})
            rule = DataValidation(type="list", formula1='"' + ",".join(listed) + '"')
            rule.add(f"{letters(column)}2:{letters(column)}{sheet.last}")
            page.add_data_validation(rule)
        if "comment" in sheet.extras:
            page["A1"].comment = Comment("入力の方法は「項目の説明」のシートにあります。", "係")
        if "outline" in sheet.extras:
            page.row_dimensions.group(3, 4, hidden=False)
        if "print" in sheet.extras:
            page.oddHeader.center.text = "&A"
            page.print_title_rows = "1:1"
    book.save(path)
    book.close()


def _document(sheet: Sheet, path: Path) -> None:
    import docx

    paper = docx.Document()
    table = paper.add_table(rows=0, cols=sheet.width)
    for values in list(sheet.grid())[:4]:
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = _shown(value)
    paper.save(str(path))


def _slides(sheet: Sheet, path: Path) -> None:
    import pptx

    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = sheet.name
    show.save(str(path))
