"""The matrix of effect against effort as a chart for a black-and-white print: numbered marks, and a table of names.

Within each half the scale runs evenly from the line to the furthest measure, so that one very large measure does not
press the others together. No mark lies on the line, and none on another: one that would is moved to the nearest free
place of its quarter, a line leading to where it belongs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from kaizen_helpers.flow.change.savings import hours_ja
from kaizen_helpers.flow.drawing.canvas import GREY, INK, PAPER, Circle, Item, Picture, Rect, Style, Text, joined
from kaizen_helpers.flow.drawing.drawing import Drawing
from kaizen_helpers.flow.text import em_width, wrap
from kaizen_helpers.issues.priorities.priority import Priority, Quadrant, days_ja, effect_ja

__all__ = ["draw_priority"]

_WIDE, _LEFT, _TOP = 760.0, 92.0, 46.0
_PLOT_WIDE, _PLOT_HIGH = 640.0, 372.0
_RADIUS, _SIZE = 13.0, 13.0
_GAP = 5.0
_CORNER = 26.0
"""Height of the name of a quarter."""
_LINE, _EDGE = Style("", INK, 1.6), Style("", GREY, 1.0)
_MARK, _HELD = Style(PAPER, INK, 1.6), Style(PAPER, INK, 1.2, (3.0, 2.5))
_COLUMNS = ((46.0, "番号"), (286.0, "打ち手"), (196.0, "効果"), (80.0, "労力"), (150.0, "判断"))
_ROW, _PAD = 17.0, 7.0

Point = tuple[float, float]


def draw_priority(priority: Priority, title: str = "効果・労力マトリクス", *, names: bool = True) -> Drawing:
    """The chart, with the table of ``names`` unless one stands beside it; what is set aside is in the table only."""
    items: list[Item] = [Text(_cut(title, 44), 10, 24, 16, "start", bold=True)]
    items += _frame(priority)
    items += _marks(priority)
    table, bottom = _table(priority, _TOP + _PLOT_HIGH + 62) if names else ([], _TOP + _PLOT_HIGH + 46)
    items += table
    return Drawing.of(Picture(_WIDE, bottom + 12, tuple(items), title, _told(priority)))


def _frame(priority: Priority) -> Iterator[Item]:
    right, bottom = _LEFT + _PLOT_WIDE, _TOP + _PLOT_HIGH
    middle_x, middle_y = _LEFT + _PLOT_WIDE / 2, _TOP + _PLOT_HIGH / 2
    yield Rect(_LEFT, _TOP, _PLOT_WIDE, _PLOT_HIGH, Style(PAPER, INK, 1.6))
    yield joined(((middle_x, _TOP), (middle_x, bottom)), _LINE)
    yield joined(((_LEFT, middle_y), (right, middle_y)), _LINE)
    for quadrant, x, y in (
        (Quadrant.FIRST, _LEFT + 10, _TOP + 19),
        (Quadrant.PLAN, middle_x + 10, _TOP + 19),
        (Quadrant.SPARE, _LEFT + 10, middle_y + 19),
        (Quadrant.LEAVE, middle_x + 10, middle_y + 19),
    ):
        yield Text(quadrant.value, x, y, 14, "start", bold=True)
    yield Text("効果", 14, _TOP + 14, 14, "start", bold=True)
    yield Text("大きい", 14, _TOP + 34, _SIZE, "start")
    yield Text("小さい", 14, bottom - 8, _SIZE, "start")
    yield Text(_cut(f"年{hours_ja(priority.hours_line)}", 6), _LEFT - 8, middle_y - 6, _SIZE - 1, "end")
    yield Text("小さい", _LEFT, bottom + 20, _SIZE, "start")
    yield Text(days_ja(priority.effort_line), middle_x, bottom + 20, _SIZE - 1)
    yield Text("大きい", right, bottom + 20, _SIZE, "end")
    yield Text("労力", middle_x, bottom + 40, 14, bold=True)


def _marks(priority: Priority) -> Iterator[Item]:
    drawn = _apart(_places(priority))
    for true, at in drawn:
        if math.dist(true, at) > 1:
            yield joined((true, at), _EDGE)
            yield Circle(*true, 2.5, Style(INK))
    for (_, at), one in zip(drawn, priority.placed, strict=True):
        yield Circle(*at, _RADIUS, _MARK)
        yield Text(str(one.order), at[0], at[1] + _SIZE * 0.36, _SIZE, bold=True)


def _places(priority: Priority) -> list[Point]:
    """Where each mark belongs."""
    efforts, scores = [one.effort for one in priority.placed], [one.score for one in priority.placed]
    inside = _RADIUS + _GAP
    points = []
    for effort, score in zip(efforts, scores, strict=True):
        if effort <= priority.effort_line:
            x = _along(effort, 0.0, priority.effort_line, inside, _PLOT_WIDE / 2 - inside)
        else:
            x = _along(effort, priority.effort_line, max(efforts), _PLOT_WIDE / 2 + inside, _PLOT_WIDE - inside)
        if score >= priority.hours_line and score > 0:
            y = _along(score, priority.hours_line, max(scores), _PLOT_HIGH / 2 - inside, _CORNER + inside)
        else:
            low = min(0.0, *scores)
            y = _along(score, low, priority.hours_line, _PLOT_HIGH - inside, _PLOT_HIGH / 2 + _CORNER + inside)
        points.append((_LEFT + x, _TOP + y))
    return points


def _along(value: float, first: float, last: float, start: float, end: float) -> float:
    """From start to end as the value runs from first to last; in the middle where there is no way to run."""
    if last <= first:
        return (start + end) / 2
    return start + (end - start) * min(1.0, max(0.0, (value - first) / (last - first)))


def _apart(wanted: Sequence[Point]) -> list[tuple[Point, Point]]:
    """For each mark where it belongs and where it is drawn; a quarter has room for more marks than there may be."""
    taken: list[Point] = []
    for true in wanted:
        free = (at for at in _around(true) if all(math.dist(at, other) >= 2 * _RADIUS + 3 for other in taken))
        taken.append(next(free, true))
    return list(zip(wanted, taken, strict=True))


def _around(true: Point) -> Iterator[Point]:
    """The place itself, then places further and further away in the same quarter, the nearest first."""
    yield true
    inside = _RADIUS + _GAP
    left = _LEFT if true[0] < _LEFT + _PLOT_WIDE / 2 else _LEFT + _PLOT_WIDE / 2
    top = _TOP if true[1] < _TOP + _PLOT_HIGH / 2 else _TOP + _PLOT_HIGH / 2
    right, bottom = left + _PLOT_WIDE / 2 - inside, top + _PLOT_HIGH / 2 - inside
    step = 2.0
    across = [left + inside + step * n for n in range(int((right - left - inside) / step) + 1)]
    down = [top + _CORNER + inside + step * n for n in range(int((bottom - top - _CORNER - inside) / step) + 1)]
    yield from sorted(((x, y) for x in across for y in down), key=lambda point: math.dist(point, true))


def _table(priority: Priority, top: float) -> tuple[list[Item], float]:
    """What the numbers are; names on at most two lines."""
    rows = [
        (str(one.order), one.candidate.name, effect_ja(one.candidate), days_ja(one.effort), str(one.quadrant))
        for one in priority.placed
    ]
    for left in priority.aside:
        days = "不明" if left.candidate.effort is None else days_ja(left.candidate.effort)
        rows.append(("―", left.candidate.name, effect_ja(left.candidate), days, "保留"))
    items: list[Item] = []
    at = top
    for cells in (tuple(name for _, name in _COLUMNS), *rows):
        head = cells[0] == "番号"
        lines = [wrap(cell, (wide - 10) / _SIZE, 2) for cell, (wide, _) in zip(cells, _COLUMNS, strict=True)]
        high = _ROW * max(map(len, lines)) + 2 * _PAD
        style = Style("#e4e9ef" if head else PAPER, GREY, 0.8)
        x = 1.0
        for (wide, _), words in zip(_COLUMNS, lines, strict=True):
            items.append(Rect(x, at, wide, high, style))
            for n, line in enumerate(words):
                size = min(_SIZE, (wide - 8) / max(em_width(line), 0.1))
                items.append(Text(line, x + 5, at + _PAD + _SIZE * 0.95 + n * _ROW, size, "start", bold=head))
            x += wide
        at += high
    return items, at


def _told(priority: Priority) -> str:
    said = [
        f"{one.order}番「{one.candidate.name}」は{one.quadrant}。効果は{effect_ja(one.candidate)}、労力は{days_ja(one.effort)}。"
        for one in priority.placed
    ]
    said += [f"「{one.candidate.name}」は保留。" for one in priority.aside]
    return "".join(said) or "並べた打ち手はありません。"


def _cut(words: str, most: float) -> str:
    return wrap(words, most, 1)[0] if words.strip() else ""
