"""The formula of E2-3 as the learner has built it so far, in words, with what it gives for the counts on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaizen_helpers.flow.drawing.canvas import GREY, INK, PAPER, Item, Picture, Rect, Style, Text
from kaizen_helpers.flow.drawing.svg import to_svg
from kaizen_helpers.flow.text import em_width

__all__ = ["Box", "draw_formula"]

_SIZE = 15.0
_SMALL = 12.5
_WIDE, _HIGH, _GAP = 136.0, 58.0, 28.0
_TOP = 26.0


@dataclass(frozen=True)
class Box:
    """One part of the formula."""

    part: str
    sign: str
    """What stands before it: ×, →, ＝."""
    choice: str
    """Empty where nothing is chosen yet."""
    value: str = ""
    """What it is for the counts on the screen."""


def draw_formula(boxes: Sequence[Box]) -> str:
    """Boxes with what was chosen and what it gives, right or not; a dashed one where something is missing."""
    items = [item for place, box in enumerate(boxes) for item in _drawn(place, box)]
    width = 20 + len(boxes) * _WIDE + (len(boxes) - 1) * _GAP
    told = "、".join(f"{box.part}：{box.choice or 'まだ'}{f'（{box.value}）' if box.value else ''}" for box in boxes)
    return to_svg(Picture(width, _TOP + _HIGH + 10, tuple(items), "組み立てた式", f"{told}。"))


def _drawn(place: int, box: Box) -> list[Item]:
    left = 10 + place * (_WIDE + _GAP)
    middle = left + _WIDE / 2
    style = Style(PAPER, INK, 1.4) if box.choice else Style(PAPER, GREY, 1.2, (5.0, 4.0))
    size = min(_SIZE, (_WIDE - 10) / max(em_width(box.choice), 1.0))
    line = _TOP + (_HIGH / 2 - 4 if box.value else _HIGH / 2 + 5)
    items: list[Item] = [
        Text(box.part, middle, _TOP - 8, _SMALL),
        Rect(left, _TOP, _WIDE, _HIGH, style, 6.0),
        Text(box.choice or "（まだ）", middle, line, size, bold=not box.value and bool(box.choice)),
    ]
    if box.value:
        items.append(Text(box.value, middle, line + 22, _SMALL))
    if box.sign:
        items.append(Text(box.sign, left - _GAP / 2, _TOP + _HIGH / 2 + 6, 18.0, bold=True))
    return items
