"""A filled form as a Word document, for people who go on writing in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kaizen_helpers.flow.formats.office import write_new_file
from kaizen_helpers.flow.formats.xml import xml_text
from kaizen_helpers.flow.text import em_width
from kaizen_helpers.forms.model import Entry, Form, Grid, Values
from kaizen_helpers.forms.values import shown

__all__ = ["write_form_docx"]

_FONT = "Yu Gothic"
_LABEL_CM, _VALUE_CM = 5.0, 12.0
_MARGIN_CM = 2.0
_LEAST_EM, _MOST_EM, _ROOM_EM = 4.0, 18.0, 1.5
"""Of a column: a heading stays on one line, a long text leaves room for the others; and the room beside a text."""


def write_form_docx(
    form: Form,
    path: Path | str,
    values: Values,
    *,
    title: str = "",
    pictures: Sequence[Path] = (),
    blank: str = "（未記入）",
    overwrite: bool = False,
) -> Path:
    """Write a form as ``.docx`` on A4; ``pictures`` are PNG files, put at the end.

    Raises:
        InputError: the name does not end in ``.docx``, or there is a file of that name.
        WriteError: the file is open elsewhere, or the folder cannot be written to; an old file is untouched.
    """
    from docx import Document
    from docx.shared import Cm

    document = Document()
    _on_a4(document)
    document.core_properties.title = xml_text(title or form.name)
    document.add_heading(xml_text(title or form.name), level=1)
    if form.note:
        document.add_paragraph(xml_text(form.note))
    entries: list[Entry] = []
    for part in form.parts:
        if isinstance(part, Entry):
            entries.append(part)
            continue
        _entries(document, entries, values, blank)
        entries = []
        _grid(document, part, values, blank)
    _entries(document, entries, values, blank)
    for picture in pictures:
        document.add_picture(str(picture), width=Cm(_LABEL_CM + _VALUE_CM))
    file = io.BytesIO()
    document.save(file)
    return write_new_file(path, file.getvalue(), ".docx", overwrite=overwrite)


def _on_a4(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = _FONT
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)


def _entries(document: Any, entries: Sequence[Entry], values: Values, blank: str) -> None:
    from docx.shared import Cm

    if not entries:
        return
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, (_LABEL_CM, _VALUE_CM), strict=True):
        column.width = Cm(width)
    for entry in entries:
        cells = table.add_row().cells
        for cell, words, width in zip(
            cells, (entry.heading, shown(entry, values.get(entry.key)) or blank), (_LABEL_CM, _VALUE_CM), strict=True
        ):
            cell.width = Cm(width)
            cell.text = xml_text(words)
        for run in cells[0].paragraphs[0].runs:
            run.bold = True
    document.add_paragraph()


def _grid(document: Any, grid: Grid, values: Values, blank: str) -> None:
    document.add_heading(xml_text(grid.label), level=2)
    rows = values.get(grid.key) or []
    if not rows:
        document.add_paragraph(blank)
        return
    words = [[shown(column, row.get(column.key)) for column in grid.columns] for row in rows]
    widths = _widths([[column.heading for column in grid.columns], *words])
    table = document.add_table(rows=0, cols=len(grid.columns), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, line in enumerate([[column.heading for column in grid.columns], *words]):
        for cell, text, width in zip(table.add_row().cells, line, widths, strict=True):
            cell.width = width
            cell.text = xml_text(text)
            for run in cell.paragraphs[0].runs:
                run.bold = number == 0
    document.add_paragraph()


def _widths(lines: Sequence[Sequence[str]]) -> list[Any]:
    """Of the columns: as wide as their longest line asks for, within the width of the page."""
    from docx.shared import Cm

    wanted = [
        max(em_width(line) for text in column for line in text.split("\n")) for column in zip(*lines, strict=True)
    ]
    bounded = [min(_MOST_EM, max(_LEAST_EM, width + _ROOM_EM)) for width in wanted]
    return [Cm((_LABEL_CM + _VALUE_CM) * width / sum(bounded)) for width in bounded]
