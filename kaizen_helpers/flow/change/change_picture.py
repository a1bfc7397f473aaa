"""The flow of tomorrow with its changes marked, and below it, in words, what of today was not found in it.

A drawing beside a table that somebody types into: small, fast, and without today's flow a second time.
"""

from __future__ import annotations

from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.change.changes import ChangeKind
from kaizen_helpers.flow.change.compare import Comparison
from kaizen_helpers.flow.drawing.canvas import GREY, PAPER, Item, Picture, Rect, Style, Text
from kaizen_helpers.flow.drawing.drawing import Drawing, draw

__all__ = ["draw_change"]

_HEAD = "今のやり方にあって、この図に見当たらない手順"
_SIZE, _LINE, _MARGIN, _GAP = 14.0, 22.0, 12.0, 4.0
_ACROSS = 24
"""A line holds so many letters of a step; its number says the rest."""
_COLUMN = _SIZE * (_ACROSS + 3)


def draw_change(comparison: Comparison, width: int | None = None) -> Drawing:
    """Tomorrow's flow, the word of each change at its step; below it the steps of today without a counterpart.

    Args:
        comparison: what becomes of each step; see :func:`~kaizen_helpers.flow.change.compare.compare`.
        width: the width in pixels to aim for, as for :func:`~kaizen_helpers.flow.drawing.drawing.draw`.
    """
    drawing = draw(comparison.to_be, width=width, changes=comparison.words_after)
    lines = _gone(comparison)
    if not lines or not comparison.to_be.steps:
        return drawing
    top = drawing.picture.height + _GAP
    wide = max(drawing.picture.width, _MARGIN * 2 + _COLUMN)
    columns = max(1, int((wide - _MARGIN * 2) // _COLUMN))
    rows = -(-len(lines) // columns)
    high = _MARGIN + _LINE * (rows + 1)
    items: list[Item] = [
        *drawing.picture.items,
        Rect(_MARGIN / 2, top, wide - _MARGIN, high, Style(PAPER, GREY, 1.0, (5.0, 4.0)), 6),
        Text(_HEAD, _MARGIN, top + _LINE, _SIZE, "start", bold=True),
    ]
    for n, line in enumerate(lines):
        column, row = divmod(n, rows)
        items.append(Text(line, _MARGIN + _COLUMN * column, top + _LINE * (row + 2), _SIZE, "start"))
    told = "\n".join([drawing.picture.description, f"{_HEAD}：{'、'.join(lines)}。"])
    high_of_all = top + high + _GAP
    return Drawing.of(
        Picture(wide, high_of_all, tuple(items), drawing.picture.title, told, drawing.picture.millimetres)
    )


def _gone(comparison: Comparison) -> tuple[str, ...]:
    """Number and words of each step of today that has no counterpart tomorrow."""
    numbers = [n for change in comparison.changes if change.kind is ChangeKind.DROP for n in change.before]
    steps = [(number, comparison.as_is.step(number)) for number in numbers]
    return tuple(f"{number} {short(step.what, _ACROSS)}" for number, step in steps if step)
