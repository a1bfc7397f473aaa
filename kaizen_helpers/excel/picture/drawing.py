"""A sheet as a picture: the grid of Excel with its letters and numbers, and numbered marks on cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

from kaizen_helpers.excel.opening.model import Sheet, Span, Style, address, column_letters
from kaizen_helpers.excel.picture.number_formats import shown
from kaizen_helpers.flow.drawing.canvas import GREY, INK, PAPER, Item, Picture, Rect, Text, joined
from kaizen_helpers.flow.drawing.canvas import Style as Line
from kaizen_helpers.flow.drawing.svg import to_svg
from kaizen_helpers.flow.text import em_width

__all__ = ["Mark", "draw_sheet", "sheet_picture"]

_SIZE, _ROW, _HEAD, _NUMBERS = 13.0, 22.0, 20.0, 36.0
_LEAST, _WIDEST = 40.0, 210.0
_PADDING = 4.0
_MOST_ROWS, _MOST_COLUMNS = 60, 30
_GRID, _BAR = "#d5dae0", "#eef1f4"
_COLOURS = {"違反": "#b3261e", "要確認": "#8a5a00", "参考": "#1b5e9b"}
_LINES = {"違反": (), "要確認": (6.0, 3.0), "参考": (2.0, 2.0)}
_LEGEND = 22.0
_Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Mark:
    """A frame around cells with a number or a few letters on it; ``kind`` also chooses the kind of line."""

    span: Span
    label: str
    kind: Literal["違反", "要確認", "参考"] = "違反"


def sheet_picture(
    sheet: Sheet,
    *,
    marks: Sequence[Mark] = (),
    rows: tuple[int, int] | None = None,
    columns: tuple[int, int] | None = None,
    title_ja: str = "",
) -> str:
    """The sheet as SVG. ``rows`` and ``columns`` (first, last) show a part; else as much of its beginning as fits."""
    return to_svg(draw_sheet(sheet, marks=marks, rows=rows, columns=columns, title_ja=title_ja))


def draw_sheet(
    sheet: Sheet,
    *,
    marks: Sequence[Mark] = (),
    rows: tuple[int, int] | None = None,
    columns: tuple[int, int] | None = None,
    title_ja: str = "",
    legend_ja: Mapping[str, str] | None = None,
) -> Picture:
    """The sheet as shapes; see :func:`sheet_picture`. ``legend_ja``: other words for the kinds of marks."""
    window = _Window(
        sheet, _shown_range(rows, sheet.height, _MOST_ROWS), _shown_range(columns, sheet.width, _MOST_COLUMNS)
    )
    items: list[Item] = [*_bars(window), *_cells(window), *_lines(window), *_drawings(window)]
    for mark in marks:
        items += _marked(window, mark)
    height = window.bottom
    for note in filter(None, (window.hidden_ja, window.more_ja)):
        items.append(Text(note, _NUMBERS, height + 16, 12, "start", fill="#4a5560"))
        height += _LEGEND
    if marks:
        items += _legend(marks, height, legend_ja or {})
        height += _LEGEND
    title = title_ja or f"シート「{sheet.name}」"
    return Picture(max(window.right, 300.0) + 2, height + 2, tuple(items), title, _told(window, marks))


def _shown_range(given: tuple[int, int] | None, last: int, most: int) -> tuple[int, int]:
    first, end = given or (1, max(last, 1))
    return first, max(first, min(end, first + most - 1))


class _Window:
    """The part of the sheet that is drawn, and where its cells are. Hidden rows and columns take no room."""

    def __init__(self, sheet: Sheet, rows: tuple[int, int], columns: tuple[int, int]) -> None:
        self.sheet, self.first_row, self.last_row = sheet, *rows
        self.first_column, self.last_column = columns
        self.rows = [row for row in range(rows[0], rows[1] + 1) if row not in sheet.hidden_rows]
        self.columns = [column for column in range(columns[0], columns[1] + 1) if column not in sheet.hidden_columns]
        self.notes = {row for row in self.rows if self._is_note(row)}
        self.x: dict[int, tuple[float, float]] = {}
        at = _NUMBERS
        for column in self.columns:
            width = self._width(column)
            self.x[column] = (at, at + width)
            at += width
        self.right = at
        self.y = {row: _HEAD + place * _ROW for place, row in enumerate(self.rows)}
        self.bottom = _HEAD + len(self.rows) * _ROW

    def _is_note(self, row: int) -> bool:
        """A text in the first column with nothing beside it: it runs over the empty cells."""
        texts = [place for place, column in enumerate(self.columns) if self.text(row, column)]
        return texts == [0] and len(self.columns) > 1 and isinstance(self.sheet.value(row, self.columns[0]), str)

    def _width(self, column: int) -> float:
        """As wide as its texts ask for, within limits; a merged text, or a note alone in its row, asks for nothing."""
        across = {(one.top, one.left) for one in self.sheet.merged if one.left != one.right}
        most = 0.0
        for row in self.rows:
            if (row, column) not in across and row not in self.notes:
                most = max(most, em_width(self.text(row, column)) * _SIZE)
        return min(_WIDEST, max(_LEAST, most + 2 * _PADDING + 2))

    def text(self, row: int, column: int) -> str:
        """What the cell shows, line breaks as a sign."""
        text = shown(self.sheet.value(row, column), self.sheet.style(row, column).number_format)
        return text.replace("\r\n", "↵").replace("\n", "↵").replace("\r", "↵")[:200]

    def box(self, span: Span) -> _Box | None:
        """Left, top, right, bottom of the shown part of a range."""
        columns = [self.x[column] for column in self.columns if span.left <= column <= span.right]
        rows = [self.y[row] for row in self.rows if span.top <= row <= span.bottom]
        if not columns or not rows:
            return None
        return columns[0][0], rows[0], columns[-1][1], rows[-1] + _ROW

    @property
    def hidden_ja(self) -> str:
        """What the double lines say: the picture must be read without knowing Excel's sign."""
        hidden = [
            word
            for word, shown, lines in (
                ("行", (self.first_row, self.last_row), self.sheet.hidden_rows),
                ("列", (self.first_column, self.last_column), self.sheet.hidden_columns),
            )
            if any(shown[0] <= line <= shown[1] for line in lines)
        ]
        return f"二重線の所に、隠れた{'や'.join(hidden)}があります。" if hidden else ""

    @property
    def more_ja(self) -> str:
        """What lies outside the picture."""
        told = []
        if self.last_row < self.sheet.height or self.first_row > 1:
            told.append(f"{self.first_row}〜{self.last_row}行目（全{self.sheet.height:,}行）")
        if self.last_column < self.sheet.width or self.first_column > 1:
            last = column_letters(self.sheet.width)
            told.append(
                f"{column_letters(self.first_column)}〜{column_letters(self.last_column)}列（{last}列まである表）"
            )
        return f"ここに見えているのは、{'、'.join(told)}です。" if told else ""


def _bars(window: _Window) -> Iterator[Item]:
    """Column letters above, row numbers at the side; a double line where something is hidden."""
    bar = Line(fill=_BAR, stroke=_GRID)
    yield Rect(0, 0, _NUMBERS, _HEAD, bar)
    for column, (left, right) in window.x.items():
        yield Rect(left, 0, right - left, _HEAD, bar)
        yield Text(column_letters(column), (left + right) / 2, 14.5, 11.5, fill="#4a5560")
        if column - 1 in window.sheet.hidden_columns:
            yield from _double((left, 0), (left, _HEAD))
        if column + 1 in window.sheet.hidden_columns and column == window.columns[-1]:
            yield from _double((right, 0), (right, _HEAD))
    for row, top in window.y.items():
        yield Rect(0, top, _NUMBERS, _ROW, bar)
        yield Text(str(row), _NUMBERS / 2, top + 15.5, 11.5, fill="#4a5560")
        if row - 1 in window.sheet.hidden_rows:
            yield from _double((0, top), (_NUMBERS, top))
        if row + 1 in window.sheet.hidden_rows and row == window.rows[-1]:
            yield from _double((0, top + _ROW), (_NUMBERS, top + _ROW))


def _double(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Item]:
    """Excel's sign for what is hidden: two lines side by side."""
    across = (1.5, 0.0) if start[0] == end[0] else (0.0, 1.5)
    for side in (-1, 1):
        shift = (side * across[0], side * across[1])
        ends = [(x + shift[0], y + shift[1]) for x, y in (start, end)]
        yield joined(ends, Line(stroke=INK, width=1.2))


def _cells(window: _Window) -> Iterator[Item]:
    inside = {
        (row, column): one
        for one in window.sheet.merged
        for row in range(max(one.top, window.first_row), min(one.bottom, window.last_row) + 1)
        for column in range(max(one.left, window.first_column), min(one.right, window.last_column) + 1)
    }
    boxes: dict[Span, _Box] = {}
    for row in window.rows:
        for column in window.columns:
            span = inside.get((row, column), Span(row, column, row, column))
            box = window.box(span)
            if box is not None:
                boxes[span] = box
    for span, (left, top, right, bottom) in boxes.items():
        style = window.sheet.style(span.top, span.left)
        fill = f"#{style.fill}" if style.fill else PAPER
        yield Rect(left, top, right - left, bottom - top, Line(fill=fill, stroke=_GRID, width=0.8))
    for span, box in boxes.items():  # after all paper: a text may run over the cells beside it
        yield from _text(window, span, box)


def _text(window: _Window, span: Span, box: _Box) -> Iterator[Item]:
    left, top, right, bottom = box
    style = window.sheet.style(span.top, span.left)
    text = window.text(span.top, span.left)
    if not text:
        return
    free = right if span.left != span.right else _free_to(window, span, right, text)
    anchor = _anchor(window, span, style)
    x = {"start": left + _PADDING, "middle": (left + right) / 2, "end": right - _PADDING}[anchor]
    room = (free if anchor == "start" else right) - left - 2 * _PADDING
    y = (top + bottom) / 2 + _SIZE * 0.36
    colour = f"#{style.colour}" if style.colour else INK
    fitted = _fitted(text, room)
    yield Text(fitted, x, y, _SIZE, anchor, style.bold, colour)
    if style.strike or style.underline:
        width = em_width(fitted) * _SIZE
        start = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
        line = y - _SIZE * 0.35 if style.strike else y + 2
        yield joined([(start, line), (start + width, line)], Line(stroke=colour, width=1))


def _free_to(window: _Window, span: Span, right: float, text: str) -> float:
    """A text runs over into empty cells at its right, as it does in Excel; numbers do not."""
    if not isinstance(window.sheet.value(span.top, span.left), str):
        return right
    place = window.columns.index(span.left) + 1
    needed = window.x[span.left][0] + em_width(text) * _SIZE + 2 * _PADDING
    while right < needed and place < len(window.columns) and not window.text(span.top, window.columns[place]):
        right = window.x[window.columns[place]][1]
        place += 1
    return right


def _anchor(window: _Window, span: Span, style: Style) -> str:
    chosen = {"left": "start", "center": "middle", "right": "end", "centerContinuous": "middle"}.get(style.horizontal)
    if chosen:
        return chosen
    value = window.sheet.value(span.top, span.left)
    if isinstance(value, bool):
        return "middle"
    return "end" if isinstance(value, int | float | date | time | timedelta) else "start"


def _fitted(text: str, room: float) -> str:
    """The text, or its beginning and 「…」."""
    if em_width(text) * _SIZE <= room + 1:
        return text
    kept = text
    while kept and (em_width(kept) + 1) * _SIZE > room:
        kept = kept[:-1]
    return f"{kept}…"


def _lines(window: _Window) -> Iterator[Item]:
    """The lines that somebody drew around cells; none inside a merged range."""
    line = Line(stroke="#4a5560", width=1.2)
    within = {
        (row, column): {"t": row > one.top, "b": row < one.bottom, "l": column > one.left, "r": column < one.right}
        for one in window.sheet.merged
        for row in range(max(one.top, window.first_row), min(one.bottom, window.last_row) + 1)
        for column in range(max(one.left, window.first_column), min(one.right, window.last_column) + 1)
    }
    for row in window.rows:
        looks = window.sheet.looks[row - 1] if row <= len(window.sheet.looks) else ()
        for column in window.columns:
            sides = window.sheet.styles[looks[column - 1]].borders if column <= len(looks) else ""
            left, right = window.x[column]
            top = window.y[row]
            ends = {
                "t": [(left, top), (right, top)],
                "b": [(left, top + _ROW), (right, top + _ROW)],
                "l": [(left, top), (left, top + _ROW)],
                "r": [(right, top), (right, top + _ROW)],
            }
            hidden = within.get((row, column), {})
            for side in sides:
                if not hidden.get(side):
                    yield joined(ends[side], line)


def _drawings(window: _Window) -> Iterator[Item]:
    for one in window.sheet.drawings:
        if one.row in window.y and one.column in window.x:
            left, top = window.x[one.column][0], window.y[one.row]
            yield Rect(left + 3, top + 3, 92, 2 * _ROW - 6, Line(fill="#f6f8fa", stroke=GREY, dash=(4.0, 3.0)), 4)
            yield Text(f"（{one.kind}）", left + 49, top + _ROW + 5, 12, fill="#4a5560")


def _marked(window: _Window, mark: Mark) -> Iterator[Item]:
    box = window.box(mark.span)
    if box is None:
        return
    left, top, right, bottom = box
    colour = _COLOURS[mark.kind]
    yield Rect(left, top, right - left, bottom - top, Line(stroke=colour, width=2.2, dash=_LINES[mark.kind]), 2)
    width = max(16.0, em_width(mark.label) * 11 + 8)
    yield Rect(right - width, top - 7, width, 14, Line(fill=colour), 7)
    yield Text(mark.label, right - width / 2, top + 4, 11, bold=True, fill=PAPER)


def _legend(marks: Sequence[Mark], top: float, words: Mapping[str, str]) -> Iterator[Item]:
    at = _NUMBERS
    for kind in dict.fromkeys(mark.kind for mark in marks):
        yield Rect(at, top + 6, 22, 12, Line(stroke=_COLOURS[kind], width=2.2, dash=_LINES[kind]), 2)
        yield Text(words.get(kind, kind), at + 28, top + 16, 12, "start")
        at += 28 + em_width(words.get(kind, kind)) * 12 + 22


def _told(window: _Window, marks: Sequence[Mark]) -> str:
    """The picture in words, for those who do not see it."""
    rows = []
    for row in window.rows[:20]:
        cells = [
            f"{address(row, column)} {text}" for column in window.columns[:12] if (text := window.text(row, column))
        ]
        if cells:
            rows.append("、".join(cells))
    marked = "、".join(f"{mark.span} に{mark.label}" for mark in marks[:30])
    more = [f"印: {marked}"] if marked else []
    return "。".join([window.hidden_ja.rstrip("。")] * bool(window.hidden_ja) + rows + more) or "空のシートです。"
