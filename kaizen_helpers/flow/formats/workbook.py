"""A flow to take home: an Excel workbook with the step table and the picture, that needs no Python.

Sheets: 手順 (the table, to go on with), 図 (the picture, on A4), and where there is something to say 担当 and
確かめたこと. :func:`~kaizen_helpers.flow.formats.workbook_reading.read_workbook` reads it back as the same flow.
"""

from __future__ import annotations

import io
import math
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaizen_helpers.errors import SetupError
from kaizen_helpers.flow.cells import plain_number
from kaizen_helpers.flow.formats.office import write_new_file
from kaizen_helpers.flow.formats.xml import xml_text
from kaizen_helpers.flow.model import Flow, Kind
from kaizen_helpers.flow.tables.outline_head import write_head
from kaizen_helpers.flow.tables.sheet import LANE_COLUMNS, REMARK_COLUMNS
from kaizen_helpers.flow.tables.writing import write_steps
from kaizen_helpers.flow.text import em_width
from kaizen_helpers.flow.words import is_end_word

if TYPE_CHECKING:
    from kaizen_helpers.flow.drawing.drawing import Drawing
    from kaizen_helpers.flow.layout.layout import Direction

__all__ = ["DRAWING_SHEET", "LANE_SHEET", "REMARK_SHEET", "STEP_SHEET", "write_workbook"]

STEP_SHEET, DRAWING_SHEET, LANE_SHEET, REMARK_SHEET = "手順", "図", "担当", "確かめたこと"

_OFFERED = ("番号", "だれが", "種類", "何を", "次", "条件", "分", "待ち", "手段", "書類", "押印", "備考")
"""Columns that stand there even when they are empty: whoever goes on with the table needs them."""
_NUMBERS = {"番号", "分", "件数"}
_CENTRED = {"番号", "種類", "次", "分", "件数", "押印"}
_NOT_KNOWN = "？"
_WIDEST = {"何を": 34, "条件": 16, "備考": 24, "入力情報": 20, "だれが": 14}
_MOST_WIDE = 12
"""Narrow columns with wrapped lines: all columns of a filled table have to be readable on one A4 page."""
_DIGITS, _PADDING = 1.9, 0.5
"""Excel measures a column in digits: an em is nearly two of them wide, and the cell leaves some room at its sides."""
_MOST_LETTERS = 32_767
"""What Excel keeps in a cell."""
_TOP = 3
"""The row with the names of the columns."""
_LINE = 15.0
"""Points; the height of one line in a cell."""
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.6}
_A4, _A3 = 9, 8
_INSIDE = {_A4: (190.0, 277.0), _A3: (277.0, 400.0)}
"""Millimetres of a page, upright, that a picture may fill."""
_LEAST_SCALE = 0.65
"""A picture that would be smaller than this on A4 is printed on A3: letters of 1.7 mm are the limit."""
_SPARE_ROWS = 30
"""Rows below the table in which the drop-down lists work too."""
_CHOICES = {
    "種類": [kind.label for kind in Kind],
    "手段": ["紙", "窓口", "郵送", "電話", "FAX", "メール", "Excel", "システム", "電子申請", "kintone", "口頭"],
    "押印": ["○"],
}
_HINTS = {
    "次": "次に進む手順の番号を書きます。分かれ道は「8、6」のように並べます。"
    "終わりなら「おわり」、空欄なら下の行へ進みます。",
    "条件": "「次」の番号と同じ順番で書きます（例: 不備なし、不備あり）。",
    "割合": "「次」の番号と同じ順番で、合わせて100%になるように書きます（例: 90%、10%）。",
    "分": "1件にかかる作業の時間を、分で書きます。待っている時間は「待ち」に書きます。",
    "待ち": "前の手順が終わってから、この手順が始まるまでの時間です（例: 3日）。",
}
_NO_PICTURE = "このPCには図を描く部品がないため、図を入れられませんでした。手順の表は「手順」のシートにあります。"


def write_workbook(flow: Flow, path: Path | str, *, picture: bool = True, overwrite: bool = False) -> Path:
    """Write the flow as ``.xlsx`` and give back the path; ``picture=False`` leaves the picture out.

    Raises:
        InputError: the name ends in something else, or there is a file of that name and ``overwrite`` is false:
            somebody may have worked in it.
        WriteError: the file is open in Excel, or the folder cannot be written to; the old file is untouched.
    """
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": xml_text(flow.title)[:200], "comments": "手順の表と業務フロー図"})
        look = _Look(book)
        _step_sheet(book.add_worksheet(STEP_SHEET), look, flow)
        if picture and flow.steps:
            _drawing_sheet(book.add_worksheet(DRAWING_SHEET), look, flow)
        if flow.declared:
            _plain_sheet(book.add_worksheet(LANE_SHEET), look, LANE_COLUMNS, _lane_rows(flow), (20, 18, 8, 10))
        if flow.remarks:
            _plain_sheet(
                book.add_worksheet(REMARK_SHEET), look, REMARK_COLUMNS, _remark_rows(flow), (6, 24, 40, 40, 14, 12)
            )
    return write_new_file(path, file.getvalue(), ".xlsx", overwrite=overwrite)


class _Look:
    """The formats of the cells: frames and grey heads, readable in black and white."""

    def __init__(self, book: Any) -> None:
        font: dict[str, Any] = {"font_name": "Meiryo UI", "font_size": 10}
        cell = {**font, "border": 1, "border_color": "#8a94a6", "text_wrap": True, "valign": "vcenter"}
        self.title = book.add_format({**font, "font_size": 14, "bold": True, "valign": "vcenter"})
        self.value = book.add_format({**font, "align": "left"})
        self.head = book.add_format(
            {**cell, "bold": True, "bg_color": "#e4e9ef", "align": "center", "valign": "vcenter"}
        )
        self.text = book.add_format({**cell, "num_format": "@"})
        self.centred = book.add_format({**cell, "align": "center"})


# --- 手順 ----------------------------------------------------------------------------------------


def _step_sheet(sheet: Any, look: _Look, flow: Flow) -> None:
    rows = [_with_open_ends(row) for row in write_steps(flow, columns=_OFFERED)]
    names = list(rows[0]) if rows else list(_OFFERED)
    widths = {name: _width(name, [row[name] for row in rows]) for name in names}
    sheet.set_row(0, 24)
    _write(sheet, 0, 0, flow.title, look.title)
    _write(sheet, 1, 0, _head(flow), look.value)
    for row, cells in enumerate(rows, start=_TOP + 1):
        lines = max(_lines(text, widths[name]) for name, text in cells.items())
        if lines > 1:  # a row of one line is left to Excel, which lets it grow with what is typed
            sheet.set_row(row, lines * _LINE + 2)
        for column, (name, text) in enumerate(cells.items()):
            style = look.centred if name in _CENTRED else look.text
            _write(sheet, row, column, text, style, number=name in _NUMBERS or name == "次")
    for column, name in enumerate(names):
        sheet.write_string(_TOP, column, name, look.head)
        sheet.set_column(column, column, widths[name])
        _help(sheet, name, (_TOP + 1, column, _TOP + len(rows) + _SPARE_ROWS, column))
    sheet.freeze_panes(_TOP + 1, names.index("何を") + 1)
    sheet.repeat_rows(_TOP)
    _print_on_a4(sheet, flow)


def _with_open_ends(row: Mapping[str, str]) -> dict[str, str]:
    """Where nothing is known of what follows, the table says so: an empty cell would mean the next row."""
    ends = row["種類"] == Kind.END.label or is_end_word(row["何を"])
    return {**row, "次": row["次"] if row["次"] or ends else _NOT_KNOWN}


def _head(flow: Flow) -> str:
    """「版：現状　件数：300/年　作成者：…」, as above an outline; the title stands in the row above."""
    if not flow.version and flow.cases is None:
        return write_head(flow) if flow.author or flow.updated else ""
    return write_head(replace(flow, title="")).removeprefix("題名：").strip("\u3000")


def _help(sheet: Any, name: str, cells: tuple[int, int, int, int]) -> None:
    """A drop-down list, or a short word of help when the cell is chosen; other words stay allowed."""
    if name in _CHOICES:
        sheet.data_validation(*cells, {"validate": "list", "source": _CHOICES[name], "show_error": False})
    elif name in _HINTS:
        hint = {"validate": "any", "input_title": name, "input_message": _HINTS[name]}
        sheet.data_validation(*cells, hint)


def _width(name: str, texts: Sequence[str]) -> float:
    """Wide enough for the longest line, up to a limit beyond which lines are wrapped."""
    lines = [line for text in (name, *texts) for line in text.split("\n")]
    return min(max(em_width(line) for line in lines) * _DIGITS + 3 * _PADDING, _WIDEST.get(name, _MOST_WIDE))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell of this width."""
    room = (width - _PADDING) / _DIGITS
    return sum(max(1, math.ceil(em_width(line) / room - 1e-9)) for line in text.split("\n"))


def _print_on_a4(sheet: Any, flow: Flow) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**_MARGINS)
    sheet.set_footer(f"&L{xml_text(' '.join(flow.title.split()))[:60].replace('&', '&&')}&R&P / &N")


def _write(sheet: Any, row: int, column: int, text: str, style: Any, *, number: bool = False) -> None:
    """A text as text, whatever it looks like; a number as a number, if Excel keeps it exactly."""
    text = xml_text(text)[:_MOST_LETTERS]
    if number and text and (value := _as_number(text)) is not None:
        sheet.write_number(row, column, value, style)
    elif text:
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)


def _as_number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    exact = math.isfinite(value) and text.isascii() and plain_number(float(f"{value:.15G}")) == text
    return value if exact else None


# --- the other sheets ----------------------------------------------------------------------------


def _drawing_sheet(sheet: Any, look: _Look, flow: Flow) -> None:
    """The whole picture, upright or lying, on A4 or else on A3: whatever lets it be largest."""
    sheet.hide_gridlines(2)
    sheet.set_default_row(18)  # an explicit height: the picture keeps its form where Excel's own fonts are missing
    drawing, paper, lying = _best_page(flow)
    try:
        image = _png(drawing)
    except SetupError:
        sheet.write_string(0, 0, _NO_PICTURE, look.value)
        return
    told = {"description": xml_text(drawing.picture.description)[:2000], "object_position": 2}
    sheet.insert_image(0, 0, "図.png", {"image_data": io.BytesIO(image), **told})
    sheet.set_paper(paper)
    sheet.set_margins(**_MARGINS)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 1)
    if lying:
        sheet.set_landscape()


def _best_page(flow: Flow) -> tuple[Drawing, int, bool]:
    """The drawing, the paper, and whether the paper lies on its side."""
    from kaizen_helpers.flow.drawing.drawing import draw

    directions: tuple[Direction, ...] = ("TB", "LR")
    drawings: list[tuple[Direction, Drawing]] = [(way, draw(flow, direction=way)) for way in directions]
    for paper in (_A4, _A3):
        fits = [(_scale(drawing, paper, lying), way, lying) for way, drawing in drawings for lying in (False, True)]
        scale, direction, lying = max(fits, key=lambda fit: fit[0])
        if scale >= _LEAST_SCALE:
            break
    return draw(flow, direction=direction, quality="print"), paper, lying


def _scale(drawing: Drawing, paper: int, lying: bool) -> float:
    """How large the drawing is on a page; 1 is the size on the screen."""
    short, long = (side / 25.4 * 96 for side in _INSIDE[paper])
    wide, high = (long, short) if lying else (short, long)
    return min(wide / drawing.width, high / drawing.height)


def _png(drawing: Drawing) -> bytes:
    from kaizen_helpers.flow.drawing.picture import save_picture

    with tempfile.TemporaryDirectory() as folder:
        return save_picture(drawing, Path(folder) / "drawing.png")[0].read_bytes()


def _plain_sheet(
    sheet: Any, look: _Look, names: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> None:
    for column, (name, width) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, look.head)
        for row, cells in enumerate(rows, start=1):
            _write(sheet, row, column, cells[column], look.text, number=name in {"人数", "時給", "手順"})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _lane_rows(flow: Flow) -> list[tuple[str, ...]]:
    return [
        (
            lane.name,
            lane.kind.label if lane.kind else "",
            "" if lane.staff is None else plain_number(lane.staff),
            "" if lane.rate is None else plain_number(lane.rate),
        )
        for lane in flow.declared
    ]


def _remark_rows(flow: Flow) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for remark in flow.remarks:
        step = None if remark.step is None else flow.step(remark.step)
        number = "" if remark.step is None else str(remark.step)
        about = "流れ全体" if remark.step is None else step.what if step else ""
        rows.append((number, about, remark.question, remark.reply, remark.by, remark.date))
    return rows
