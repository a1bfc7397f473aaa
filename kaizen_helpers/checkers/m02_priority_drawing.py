"""The matrix of E2-4 as the learner has filled it so far: numbers of measures in the four squares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaizen_helpers.flow.drawing.canvas import GREY, INK, PAPER, Circle, Item, Picture, Rect, Style, Text
from kaizen_helpers.flow.drawing.svg import to_svg

__all__ = ["draw_squares"]

_WIDE, _HIGH, _LEFT, _TOP, _RADIUS = 300.0, 84.0, 66.0, 10.0, 14.0
_SQUARES = (
    ("効果大・労力小", "先に行う", 0, 0),
    ("効果大・労力大", "計画して行う", 1, 0),
    ("効果小・労力小", "手の空いたときに", 0, 1),
    ("効果小・労力大", "見送る", 1, 1),
)


def draw_squares(squares: Mapping[int, str], names: Sequence[str]) -> str:
    """Four squares with the numbers of the measures that were put there; those without a place stand below."""
    items: list[Item] = []
    for square, meaning, column, row in _SQUARES:
        left, top = _LEFT + column * _WIDE, _TOP + row * _HIGH
        items += [
            Rect(left, top, _WIDE, _HIGH, Style(PAPER, INK, 1.4)),
            Text(meaning, left + 10, top + 20, 13.5, "start", bold=True),
        ]
        found = [number for number, chosen in squares.items() if chosen == square]
        items += _numbers(found, left + 26, top + 52)
    rest = [number for number, chosen in squares.items() if chosen == "置けない"]
    bottom = _TOP + 2 * _HIGH
    items += [
        Text("効果 大", _LEFT - 8, _TOP + _HIGH / 2 + 5, 13, "end"),
        Text("効果 小", _LEFT - 8, _TOP + _HIGH * 1.5 + 5, 13, "end"),
        Text("労力 小", _LEFT + _WIDE / 2, bottom + 20, 13),
        Text("労力 大", _LEFT + _WIDE * 1.5, bottom + 20, 13),
        Text("置けない", _LEFT + 2 * _WIDE + 24, _TOP + 20, 13.5, "start", bold=True),
        Rect(_LEFT + 2 * _WIDE + 16, _TOP, 250, _HIGH, Style("", GREY, 1.2, (5.0, 4.0))),
        *_numbers(rest, _LEFT + 2 * _WIDE + 42, _TOP + 52),
    ]
    told = "".join(f"{number}番「{names[number - 1]}」は{chosen or 'まだ'}。" for number, chosen in squares.items())
    return to_svg(Picture(_LEFT + 2 * _WIDE + 276, bottom + 32, tuple(items), "効果・労力マトリクス", told))


def _numbers(numbers: Sequence[int], left: float, middle: float) -> list[Item]:
    items: list[Item] = []
    for place, number in enumerate(numbers):
        x = left + place * 38
        items += [
            Circle(x, middle, _RADIUS, Style(PAPER, INK, 1.6)),
            Text(str(number), x, middle + 5, 14, bold=True),
        ]
    return items
