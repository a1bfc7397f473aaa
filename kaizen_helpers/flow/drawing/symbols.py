"""The shapes of steps, and the small signs on them.

After the practice of Japanese public bodies, a subset of BPMN (flow.md §6, J-LIS and 特許庁): work is a
rectangle, a decision is pointed at both sides, a beginning and an end are round, the end with a bold edge.
Waiting has a clock, what a system does has a gear and a double edge, work at the same time has a plus, a
piece of work with a diagram of its own has a plus in a box. Documents are sheets with a folded corner,
ledgers and systems are drums.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from kaizen_helpers.flow.drawing.canvas import INK, PAPER, Circle, Group, Item, Path, Rect, Style, joined
from kaizen_helpers.flow.layout.geometry import POINTED, Box
from kaizen_helpers.flow.layout.grid import Shape

__all__ = ["SIGNS", "outline", "sign"]

_BOLD = 3.0
_DASHED = (5.0, 3.5)


def outline(box: Box, *, bold: bool = False, dashed: bool = False) -> list[Item]:
    """The edge of a step and its ground; ``bold`` and ``dashed`` say that something happens to it."""
    width = {Shape.END: 2.6, Shape.MISSING: 1.2}.get(box.shape, 1.5)
    dash = (4.0, 3.0) if box.shape is Shape.MISSING else ()
    style = Style(PAPER, INK, _BOLD if bold else width, _DASHED if dashed else dash)
    if box.shape in POINTED:
        left, right = box.left + box.inset, box.right - box.inset
        points = [(left, box.top), (right, box.top), (box.right, box.y), (right, box.bottom), (left, box.bottom)]
        return [joined([*points, (box.left, box.y)], style, close=True)]
    radius = 3.0 if box.inset == 0 else box.inset
    edge: list[Item] = [Rect(box.left, box.top, box.width, box.height, style, radius)]
    if box.shape in {Shape.WAIT, Shape.SYSTEM}:
        inner = Style("", INK, 0.8)
        edge.append(Rect(box.left + 3, box.top + 3, box.width - 6, box.height - 6, inner, max(1.5, radius - 3)))
    return edge


# --- signs: ten units wide and high --------------------------------------------------------------


def sign(name: str, x: float, y: float, size: float, *, ink: str = INK, paper: str = PAPER) -> Group:
    """A small sign with its middle at (x, y)."""
    scale = size / 10
    return Group(tuple(SIGNS[name](ink, paper)), dx=x - size / 2, dy=y - size / 2, scale=scale)


def _pen(ink: str, width: float = 1.2) -> Style:
    return Style("", ink, width, round=True)


def _lines(ink: str, *strokes: list[tuple[float, float]], width: float = 1.2) -> list[Item]:
    return [joined(stroke, _pen(ink, width)) for stroke in strokes]


def _clock(ink: str, paper: str) -> list[Item]:
    return [Circle(5, 5, 4.4, Style(paper, ink, 1.2)), *_lines(ink, [(5, 2.2), (5, 5), (7.2, 6.2)])]


def _back(ink: str, _paper: str) -> list[Item]:
    bow = Path((("M", (1.2, 3)), ("L", (6.2, 3)), ("C", (10, 3, 10, 8.6, 6.2, 8.6)), ("L", (3, 8.6))), _pen(ink, 1.4))
    return [bow, *_lines(ink, [(3.8, 0.6), (1.2, 3), (3.8, 5.4)], width=1.4)]


def _twice(ink: str, paper: str) -> list[Item]:
    return [Rect(0.8, 0.8, 5.8, 5.8, Style(paper, ink, 1.2)), Rect(3.4, 3.4, 5.8, 5.8, Style(paper, ink, 1.2))]


def _look(ink: str, _paper: str) -> list[Item]:
    return [joined([(5, 0.8), (9.6, 9.2), (0.4, 9.2)], Style(ink), close=True)]


def _person(ink: str, _paper: str) -> list[Item]:
    body = Path((("M", (0.8, 9.6)), ("C", (0.8, 4.6, 9.2, 4.6, 9.2, 9.6)), ("Z", ())), Style(ink))
    return [Circle(5, 2.7, 2.2, Style(ink)), body]


def _seal(ink: str, _paper: str) -> list[Item]:
    """A stamp seen from the side."""
    handle = [(4, 3.6), (6, 3.6), (6.6, 5.4), (8.6, 5.4), (8.6, 7.4), (1.4, 7.4), (1.4, 5.4), (3.4, 5.4)]
    return [
        Circle(5, 2.3, 1.9, Style(ink)),
        joined(handle, Style(ink), close=True),
        *_lines(ink, [(1, 9.3), (9, 9.3)]),
    ]


def _card(ink: str, paper: str) -> list[Item]:
    return [
        Rect(0.4, 1.4, 9.2, 7.2, Style(paper, ink, 1.1), 1.0),
        Circle(3.3, 4, 1.3, Style(ink)),
        Path((("M", (1.4, 7.2)), ("C", (1.4, 5, 5.2, 5, 5.2, 7.2)), ("Z", ())), Style(ink)),
        *_lines(ink, [(6.4, 4), (8.2, 4)], [(6.4, 6.2), (8.2, 6.2)], width=1.0),
    ]


def _sheet(ink: str, paper: str) -> list[Item]:
    edge = [(1.4, 0.5), (6, 0.5), (8.6, 3.1), (8.6, 9.5), (1.4, 9.5)]
    return [
        joined(edge, Style(paper, ink, 1.1), close=True),
        *_lines(ink, [(6, 0.5), (6, 3.1), (8.6, 3.1)], [(3, 5.2), (7, 5.2)], [(3, 7.3), (7, 7.3)], width=0.9),
    ]


def _drum(ink: str, paper: str) -> list[Item]:
    side = (
        ("M", (1, 2.2)), ("C", (1, 0.1, 9, 0.1, 9, 2.2)), ("L", (9, 7.8)), ("C", (9, 9.9, 1, 9.9, 1, 7.8)), ("Z", ()),
    )  # fmt: skip
    rim = (("M", (1.0, 2.2)), ("C", (1.0, 4.3, 9.0, 4.3, 9.0, 2.2)))
    return [Path(side, Style(paper, ink, 1.1)), Path(rim, _pen(ink, 1.1))]


def _gear(ink: str, paper: str) -> list[Item]:
    teeth = 8
    points = []
    for n in range(teeth):
        for turn, reach in ((-0.3, 3.5), (-0.18, 4.9), (0.18, 4.9), (0.3, 3.5)):
            angle = (n + turn) * 2 * math.pi / teeth
            points.append((5 + reach * math.sin(angle), 5 - reach * math.cos(angle)))
    return [joined(points, Style(ink), close=True), Circle(5, 5, 1.7, Style(paper))]


def _gone(ink: str, _paper: str) -> list[Item]:
    return [Circle(5, 5, 4.2, Style("", ink, 1.3)), *_lines(ink, [(2.2, 7.8), (7.8, 2.2)], width=1.3)]


def _joined(ink: str, _paper: str) -> list[Item]:
    return _lines(
        ink, [(0.8, 1.4), (4.2, 5), (9, 5)], [(0.8, 8.6), (4.2, 5)], [(6.6, 2.6), (9, 5), (6.6, 7.4)], width=1.4
    )


def _swapped(ink: str, _paper: str) -> list[Item]:
    onward, back = [(6.8, 0.8), (9, 3), (6.8, 5.2)], [(3.2, 5), (1, 7.2), (3.2, 9.4)]
    return _lines(ink, [(1, 3), (9, 3)], onward, [(9, 7.2), (1, 7.2)], back)


def _simpler(ink: str, _paper: str) -> list[Item]:
    return _lines(ink, [(1, 1.8), (9, 1.8)], [(2.6, 5), (7.4, 5)], [(4.2, 8.2), (5.8, 8.2)], width=1.5)


def _moved(ink: str, _paper: str) -> list[Item]:
    """Across a border, to somebody else."""
    return _lines(ink, [(0.6, 5), (7.4, 5)], [(5, 2.4), (7.4, 5), (5, 7.6)], [(9.4, 0.8), (9.4, 9.2)], width=1.3)


def _changed(ink: str, paper: str) -> list[Item]:
    """A pencil."""
    shaft = [(0.9, 9.1), (1.8, 5.9), (6.9, 0.8), (9.2, 3.1), (4.1, 8.2)]
    return [joined(shaft, Style(paper, ink, 1.1), close=True), joined([(0.9, 9.1), (1.4, 7.4), (2.6, 8.6)], Style(ink))]


def _new(ink: str, _paper: str) -> list[Item]:
    return _lines(ink, [(5, 0.8), (5, 9.2)], [(0.8, 5), (9.2, 5)], width=1.8)


def _part(ink: str, paper: str) -> list[Item]:
    return [Rect(0.6, 0.6, 8.8, 8.8, Style(paper, ink, 1.1)), *_lines(ink, [(5, 2.4), (5, 7.6)], [(2.4, 5), (7.6, 5)])]


SIGNS: Mapping[str, Callable[[str, str], list[Item]]] = {
    "back": _back,
    "card": _card,
    "changed": _changed,
    "clock": _clock,
    "drum": _drum,
    "gear": _gear,
    "gone": _gone,
    "joined": _joined,
    "look": _look,
    "moved": _moved,
    "new": _new,
    "part": _part,
    "person": _person,
    "seal": _seal,
    "sheet": _sheet,
    "simpler": _simpler,
    "swapped": _swapped,
    "twice": _twice,
}
"""Each sign drawn in a field of ten by ten, in an ink on a paper."""
