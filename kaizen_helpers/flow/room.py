"""Room for flags on steps: how wide they are, which stand in one row, and boxes that are high enough for them.

The layout makes a box as high as its lines of text; a row of flags takes the place of one line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kaizen_helpers.flow.canvas import INK, PAPER, Item, Rect, Style, Text
from kaizen_helpers.flow.geometry import Box, Layout
from kaizen_helpers.flow.layout import Direction, Quality, lay_out
from kaizen_helpers.flow.marks import Flag, Tone
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.symbols import sign
from kaizen_helpers.flow.text import em_width

__all__ = ["chip_row", "lay_out_with_flags"]

_MOST_LINES = 6
"""As many lines as the layout keeps."""
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

    It is laid out twice: the first time tells how wide the boxes are, and so how many rows are needed.
    """
    plain = lay_out(flow, {}, width, direction=direction, quality=quality)
    texts = {n: box.text for n, box in enumerate(plain.boxes)}
    rows = _rows(plain, flags)
    if not rows:
        return plain, {}
    roomy = [
        replace(step, what="\n".join([*_cut(plain.boxes[n].lines, len(rows[n])), *[_ROOM] * len(rows[n])]))
        if n in rows
        else step
        for n, step in enumerate(flow.steps)
    ]
    layout = lay_out(replace(flow, steps=tuple(roomy)), {}, width, direction=direction, quality=quality)
    for n in rows:
        box = layout.boxes[n]
        box.lines, box.text = tuple(line for line in box.lines if line != _ROOM), texts[n]
    return layout, rows


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
    return box.width - 2 * min(box.inset, 20.0) - 6


def _cut(lines: Sequence[str], rows: int) -> list[str]:
    """The text in the lines that the flags leave; all of it stands in the title of the box."""
    most = max(1, _MOST_LINES - rows)
    if len(lines) <= most:
        return list(lines)
    last = lines[most - 1]
    # Not wider than it was: the layout must not break it again.
    while last and em_width(last + "…") > em_width(lines[most - 1]):
        last = last[:-1]
    return [*lines[: most - 1], last + "…"]


def _packed(flags: Sequence[Flag], room: float) -> Rows:
    """Flags in the order given, as many in a row as fit; documents and systems stand in rows of their own."""
    rows: list[list[Flag]] = []
    left = 0.0
    for flag in flags:
        shown = _fitting(flag, room)
        wide = _width(shown) + _AIR
        alone = rows and (rows[-1][-1].tone is Tone.THING) is not (flag.tone is Tone.THING)
        if not rows or alone or wide > left:
            rows.append([])
            left = room + _AIR
        rows[-1].append(shown)
        left -= wide
    return tuple(map(tuple, rows[: _MOST_LINES - 1]))


def _fitting(flag: Flag, room: float) -> Flag:
    if _width(flag) <= room:
        return flag
    text = flag.text
    while text and _width(replace(flag, text=text + "…")) > room:
        text = text[:-1]
    return replace(flag, text=text + "…", more=flag.told)


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
