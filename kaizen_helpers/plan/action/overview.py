"""A flow at a glance, for a part of a page: who has the ball, one small mark a step, and the steps as a list below.

The whole drawing of a flow needs a sheet of its own (``flow.draw_pages``); made smaller it could not be read. Here the
marks carry the numbers of the list: a box is work, a diamond a decision, a thick ring an end; a dashed way goes back.
"""

from __future__ import annotations

from math import ceil, hypot

from kaizen_helpers.flow.drawing.canvas import GREY, INK, PAPER, Circle, Item, Path, Picture, Rect, Style, Text, joined
from kaizen_helpers.flow.drawing.drawing import description_of
from kaizen_helpers.flow.drawing.svg import to_svg
from kaizen_helpers.flow.model import Flow, Kind, Step
from kaizen_helpers.flow.text import wrap

__all__ = ["MOST_STEPS", "draw_overview"]

MOST_STEPS = 30
"""A flow of more steps is not drawn at a glance."""
_MOST_LANES = 8
_WIDE = 744.0
"""Four units a millimetre where it is 186 mm wide."""
_NAMES = 118.0
_LANE = 30.0
_LETTER = 11.0
_LINE = 17.0
_RADIUS = 9.5
_TIP = 5.0
_ROUND = 0.22
"""How far a way that leaves out steps swings to the side, of its length."""
_THIN = Style(stroke=GREY, width=0.7)
_WAY = Style(stroke=INK, width=1.0)
_BACK = Style(stroke=INK, width=1.0, dash=(3.5, 2.5))
_SHAPE = Style(PAPER, INK, 1.2)
_END = Style(PAPER, INK, 3.0)

Point = tuple[float, float]


def draw_overview(flow: Flow) -> str:
    """The flow as SVG; "" for one without steps, or with too many steps or lanes to be seen at a glance."""
    lanes = list(dict.fromkeys(step.who.strip() for step in flow.steps))
    if not 0 < len(flow.steps) <= MOST_STEPS or len(lanes) > _MOST_LANES:
        return ""
    places = _places(flow, lanes)
    items = [*_lanes(lanes), *_ways(flow, places)]
    for step in flow.steps:
        items += _mark(step, places[step.number])
    top = _LANE * len(lanes) + 14
    lines = ceil(len(flow.steps) / 2)
    items += [line for at, step in enumerate(flow.steps) for line in _listed(step, at, lines, top)]
    title = " ".join(flow.title.split()) or "業務の流れ"
    return to_svg(Picture(_WIDE, top + _LINE * lines + 2, tuple(items), title, description_of(flow, {})))


def _places(flow: Flow, lanes: list[str]) -> dict[int, Point]:
    """The middle of each step: time runs to the right."""
    apart = (_WIDE - _NAMES - 2 * _RADIUS - 10) / max(1, len(flow.steps) - 1)
    left = _NAMES + _RADIUS + 5
    return {
        step.number: (left + apart * at, _LANE * (lanes.index(step.who.strip()) + 0.5) + 2)
        for at, step in enumerate(flow.steps)
    }


def _lanes(lanes: list[str]) -> list[Item]:
    items: list[Item] = []
    for at, name in enumerate(lanes):
        middle = _LANE * (at + 0.5) + 2
        shown = wrap(name or "（担当なし）", (_NAMES - 14) / _LETTER, 1)[0]
        items.append(Rect(1, _LANE * at + 2, _WIDE - 2, _LANE, Style("", GREY, 0.7)))
        items.append(Text(shown, 7, middle + _LETTER * 0.36, _LETTER, "start", bold=True))
    items.append(joined([(_NAMES - 4, 2.0), (_NAMES - 4, _LANE * len(lanes) + 2)], _THIN))
    return items


def _ways(flow: Flow, places: dict[int, Point]) -> list[Item]:
    order = {step.number: at for at, step in enumerate(flow.steps)}
    items: list[Item] = []
    for step in flow.steps:
        for to in dict.fromkeys(way.to for way in step.next if way.to in places and way.to != step.number):
            if to is not None:
                items += _way(places[step.number], places[to], order[to] - order[step.number])
    return items


def _way(start: Point, end: Point, ahead: int) -> list[Item]:
    """A straight arrow to the next step, a round one past others, a dashed one back."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    side = 0.0 if ahead == 1 else _ROUND if ahead > 1 else -_ROUND
    away = min(abs(end[0] - start[0]) * side, 26.0) if side > 0 else max(abs(end[0] - start[0]) * side, -26.0)
    bend = (middle[0], middle[1] - away)
    first, last = _toward(start, bend, _RADIUS + 1), _toward(end, bend, _RADIUS + 1)
    curve = Path((("M", first), ("Q", (*bend, *last))), _BACK if ahead < 0 else _WAY)
    return [curve, _tip(last, bend)]


def _toward(point: Point, goal: Point, length: float) -> Point:
    far = hypot(goal[0] - point[0], goal[1] - point[1]) or 1.0
    return point[0] + (goal[0] - point[0]) / far * length, point[1] + (goal[1] - point[1]) / far * length


def _tip(at: Point, source: Point) -> Item:
    """An arrow head at ``at``, coming from ``source``."""
    back = _toward(at, source, _TIP)
    across = ((back[1] - at[1]) * 0.5, (at[0] - back[0]) * 0.5)
    corners = [(back[0] + across[0], back[1] + across[1]), at, (back[0] - across[0], back[1] - across[1])]
    return joined(corners, Style(INK, INK, 0.6), close=True)


def _mark(step: Step, place: Point) -> list[Item]:
    x, y = place
    number = Text(str(step.number), x, y + _LETTER * 0.36, _LETTER - 1, bold=True)
    if step.kind is Kind.DECISION:
        wide, high = _RADIUS * 1.3, _RADIUS * 1.2
        return [joined([(x, y - high), (x + wide, y), (x, y + high), (x - wide, y)], _SHAPE, close=True), number]
    if step.kind in (Kind.START, Kind.END):
        return [Circle(x, y, _RADIUS, _END if step.kind is Kind.END else _SHAPE), number]
    style = _END if step.is_end else _SHAPE
    return [Rect(x - _RADIUS, y - _RADIUS + 1, 2 * _RADIUS, 2 * _RADIUS - 2, style, 2.0), number]


def _listed(step: Step, at: int, lines: int, top: float) -> list[Item]:
    """One line of the list: number and what is done, in two columns."""
    column, line = divmod(at, lines)
    left, base = 4 + column * _WIDE / 2, top + _LINE * line + _LETTER
    what = wrap(" ".join(step.what.split()) or "（未記入）", (_WIDE / 2 - 34) / _LETTER, 1)[0]
    return [
        Text(str(step.number), left + 14, base, _LETTER, "end", bold=True),
        Text(what, left + 20, base, _LETTER, "start"),
    ]
