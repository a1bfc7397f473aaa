"""Room for flags on steps: how wide they are, which stand in one row, and boxes that are high enough for them.

The layout makes a box as high as its lines of text and one mark; the first row of flags takes the place of the mark,
every other one that of a line.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kaizen_helpers.flow.drawing.canvas import INK, PAPER, Item, Rect, Style, Text
from kaizen_helpers.flow.drawing.marks import Flag, Tone
from kaizen_helpers.flow.drawing.symbols import sign
from kaizen_helpers.flow.layout.geometry import FONT, LINE, MARK_FONT, Box, Layout
from kaizen_helpers.flow.layout.grid import Shape
from kaizen_helpers.flow.layout.layout import Direction, Quality, lay_out
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.text import em_width

__all__ = ["chip_row", "lay_out_with_flags", "rows_height"]

_MOST_LINES = 6
"""As many lines as the layout keeps."""
_MOST_ROWS = 6
"""Of flags: one line is left for the words."""
_WIDEST = 1e5
"""Asks the layout for boxes as wide as it makes them."""
_ROOM = "\ufdd0"
"""Stands for a row of flags in the text of a step: Unicode keeps it free, and no keyboard writes it."""
_SIGN = 10.5
_AIR = 2.5
"""Between a sign and its word, at the ends of a flag, and between two flags."""
_HIGH = 16.0
_LETTER = 10.0
"""The letters of flags: the smallest of a drawing."""

Rows = tuple[tuple[Flag, ...], ...]


def lay_out_with_flags(
    flow: Flow, flags: Mapping[int, Sequence[Flag]], width: float, direction: Direction, quality: Quality
) -> tuple[Layout, dict[int, Rows]]:
    """The geometry of a flow whose steps carry flags, and the rows of flags of each box (its place in the layout).

    It is laid out first without flags: that tells how wide the boxes are, and so how many rows are needed. Where flags
    would cost a step its words, the boxes become as wide as they can.
    """
    for wide in (width, _WIDEST):
        plain = lay_out(flow, {}, wide, direction=direction, quality=quality)
        rows = _rows(plain, flags)
        if all(len(plain.boxes[n].lines) <= _lines_left(rows[n]) for n in rows):
            break
    if not rows:
        return plain, {}
    roomy = list(flow.steps)
    for n, several in rows.items():
        lines = [*_cut(plain.boxes[n].lines, _lines_left(several)), *[_ROOM] * (len(several) - 1)]
        roomy[n] = replace(flow.steps[n], what="\n".join(lines))
    firsts = {flow.steps[n].number: _ROOM for n in rows}
    layout = lay_out(replace(flow, steps=tuple(roomy)), firsts, wide, direction=direction, quality=quality)
    for box, before in zip(layout.boxes, plain.boxes, strict=True):
        box.lines, box.text, box.mark = tuple(line for line in box.lines if line != _ROOM), before.text, ""
    return layout, rows


def rows_height(rows: Rows) -> float:
    """How much of the height of a box its flags take: the first row that of a mark, the others that of a line."""
    return MARK_FONT * LINE + 8 + (len(rows) - 1) * FONT * LINE if rows else 0.0


def _lines_left(rows: Rows) -> int:
    return _MOST_LINES - (len(rows) - 1)


def _rows(layout: Layout, flags: Mapping[int, Sequence[Flag]]) -> dict[int, Rows]:
    found = {}
    for n, box in enumerate(layout.boxes):
        if box.number is not None and flags.get(box.number):
            found[n] = _packed(flags[box.number], _room(box))
    return found


def _room(box: Box) -> float:
    """How wide a row of flags may be: the lower corners of a round or pointed box are not free."""
    if box.inset == 0:
        return box.width - 10
    if box.shape not in {Shape.START, Shape.END}:
        return box.width - 2 * min(box.inset, 20.0) - 6
    # Four units above the lower edge a half circle leaves this much free at each side; flags make it a little larger.
    radius = min(box.inset + 6, box.width / 2)
    return box.width - 2 * max(20.0, radius - math.sqrt(8 * radius - 16)) - 6


def _cut(lines: Sequence[str], most: int) -> list[str]:
    """The text in the lines that the flags leave; all of it stands in the title of the box."""
    if len(lines) <= most:
        return list(lines)
    last = lines[most - 1]
    # Not wider than it was: the layout must not break it again.
    while last and em_width(last + "…") > em_width(lines[most - 1]):
        last = last[:-1]
    return [*lines[: most - 1], last + "…"]


def _packed(flags: Sequence[Flag], room: float) -> Rows:
    """Each flag in the first row that has room for it; documents and systems in rows of their own, above."""
    rows: list[list[Flag]] = []
    for flag in flags:
        shown = _fitting(flag, room)
        for row in rows:
            alike = (row[0].tone is Tone.THING) is (flag.tone is Tone.THING)
            if alike and sum(_width(other) + _AIR for other in row) + _width(shown) <= room:
                row.append(shown)
                break
        else:
            rows.append([shown])
    if len(rows) > _MOST_ROWS:
        rest = [flag for row in rows[_MOST_ROWS - 1 :] for flag in row]
        more = Flag("look", f"ほか{len(rest)}つ", Tone.TROUBLE, "、".join(flag.told for flag in rest))
        rows[_MOST_ROWS - 1 :] = [[more]]
    return tuple(map(tuple, rows))


def _fitting(flag: Flag, room: float) -> Flag:
    if _width(flag) <= room:
        return flag
    text = flag.text
    while text and _width(replace(flag, text=text + "…")) > room:
        text = text[:-1]
    word, _, rest = text.partition(" ")
    # One letter of what follows says nothing: 「二重入力」 rather than 「二重入力 団…」.
    short = text + "…" if len(rest) > 1 or word != flag.text.partition(" ")[0] else word
    return replace(flag, text=short, more=flag.told)


def _width(flag: Flag) -> float:
    return _SIGN + em_width(flag.text) * _LETTER + 3 * _AIR + 2


def chip_row(row: Sequence[Flag], x: float, y: float) -> list[Item]:
    """Flags side by side around (x, y)."""
    items: list[Item] = []
    at = x - (sum(map(_width, row)) + _AIR * (len(row) - 1)) / 2
    for flag in row:
        items += _chip(flag, at, y)
        at += _width(flag) + _AIR
    return items


_STYLES = {
    Tone.TROUBLE: Style(INK),
    Tone.FACT: Style(PAPER, INK, 0.8),
    Tone.CHANGE: Style(PAPER, INK, 2.0),
}


def _chip(flag: Flag, left: float, y: float) -> list[Item]:
    wide = _width(flag)
    dark = flag.tone is Tone.TROUBLE
    ink, paper = (PAPER, INK) if dark else (INK, PAPER)
    items: list[Item] = []
    if flag.tone in _STYLES:
        items.append(Rect(left, y - _HIGH / 2, wide, _HIGH, _STYLES[flag.tone], 3))
    items.append(sign(flag.sign, left + _AIR + 1 + _SIGN / 2, y, _SIGN, ink=ink, paper=paper))
    bold = flag.tone in {Tone.TROUBLE, Tone.CHANGE}
    start = left + 2 * _AIR + 1 + _SIGN
    items.append(Text(flag.text, start, y + _LETTER * 0.4, _LETTER, "start", bold=bold, fill=ink))
    return items
