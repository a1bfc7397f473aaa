"""Today's value, the goal and what was measured, as bars one below the other; readable in black and white."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kaizen_helpers.flow.drawing.canvas import INK, PAPER, Item, Picture, Rect, Style, Text, joined
from kaizen_helpers.flow.drawing.svg import to_svg
from kaizen_helpers.flow.text import em_width
from kaizen_helpers.plan.action.measures import written

__all__ = ["Bar", "draw_bars"]

_LETTER = 13.0
_ROW = 30.0
_BAR_HEIGHT = 18.0
_NAMES = 58.0
_LONGEST = 300.0
_LOOKS = {
    "known": Style("#8a8f98", INK, 1.0),
    "hoped": Style(PAPER, INK, 1.0, (4.0, 2.5)),
    "measured": Style(INK, INK, 1.0),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: its name, and whether it is known, hoped for (a dashed outline) or measured afterwards (black)."""

    name: str
    value: float
    kind: Literal["known", "hoped", "measured"] = "known"


def draw_bars(bars: Sequence[Bar], unit: str, title: str) -> str:
    """The bars as SVG; none drawn for fewer than two, for a value below 0 or for one that is no number: ""."""
    values = [bar.value for bar in bars]
    if len(bars) < 2 or not all(math.isfinite(value) and value >= 0 for value in values) or not max(values):
        return ""
    longest = max(values)
    told = [f"{bar.name} {written(bar.value)}{unit}" for bar in bars]
    room = max(em_width(f"{written(bar.value)}{unit}") for bar in bars) * _LETTER
    items: list[Item] = [joined([(_NAMES, 2.0), (_NAMES, _ROW * len(bars) + 2)], Style(stroke=INK, width=1.2))]
    for at, bar in enumerate(bars):
        middle = _ROW * (at + 0.5) + 2
        wide = bar.value / longest * _LONGEST
        base = middle + _LETTER * 0.36
        items.append(Text(bar.name, _NAMES - 7, base, _LETTER, "end"))
        if wide:
            items.append(Rect(_NAMES, middle - _BAR_HEIGHT / 2, wide, _BAR_HEIGHT, _LOOKS[bar.kind]))
        items.append(Text(f"{written(bar.value)}{unit}", _NAMES + wide + 7, base, _LETTER, "start", bold=True))
    picture = Picture(_NAMES + _LONGEST + room + 14, _ROW * len(bars) + 4, tuple(items), title, "、".join(told))
    return to_svg(picture)
