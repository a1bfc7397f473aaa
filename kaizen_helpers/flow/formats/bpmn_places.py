"""Where the symbols of BPMN stand: the drawing of ``flow.layout.layout.lay_out`` with BPMN's shapes.

Our drawing writes inside every box; BPMN's events are small circles and its gateways small diamonds, with the words
beside them. Such a symbol stands in the middle of the box it replaces, and each arrow is led on inside that box until
it touches the symbol. Room for documents and systems is made by pulling the drawing apart below a step, which
neither crosses nor covers anything new.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kaizen_helpers.flow.formats.bpmn_document import Bounds
from kaizen_helpers.flow.formats.bpmn_room import Room
from kaizen_helpers.flow.layout.geometry import Box, Layout
from kaizen_helpers.flow.layout.layout import Direction, Quality, lay_out
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.text import em_width

__all__ = ["Key", "Places", "place"]

Key = tuple[int, int | None] | int
"""A step by its index, or what a way of it leads to if that is no step: (index, number or ``None`` for おわり)."""
Points = list[tuple[float, float]]

_HEAD = 30.0
"""The band with the name of the pool; every BPMN program draws it so wide."""
_EVENT, _GATEWAY = 36.0, 50.0
_FONT = 11.0
"""The words beside a symbol, as bpmn.io draws them."""
_NARROW = 66.0
"""The width of words in several lines, where there is no room for less of them."""
_STRIP = 44.0
"""Room below a step for its document and its system."""
_STEP = (110.0, 56.0)
"""A step that the layout leaves out."""


@dataclass(slots=True)
class Places:
    """The whole picture in pixels."""

    horizontal: bool
    """Whether lanes lie above one another."""
    pool: Bounds
    lanes: dict[str, Bounds] = field(default_factory=dict)
    nodes: dict[Key, Bounds] = field(default_factory=dict)
    words: dict[Key, Bounds] = field(default_factory=dict)
    """Of events and gateways: where their names stand."""
    papers: dict[int, Bounds] = field(default_factory=dict)
    paper_words: dict[int, Bounds] = field(default_factory=dict)
    stores: dict[int, Bounds] = field(default_factory=dict)
    store_words: dict[int, Bounds] = field(default_factory=dict)
    ways: dict[tuple[int, int | None], Points] = field(default_factory=dict)
    conditions: dict[tuple[int, int | None], Bounds] = field(default_factory=dict)


def place(flow: Flow, forms: dict[int, str], direction: Direction, quality: Quality) -> Places:
    """Places for every lane, step, way, document and system; ``forms``: "event", "gateway" or "" by index of step.

    What a way leads to if it is no step is an event for おわり, else a box.
    """
    layout = lay_out(flow, direction=direction, quality=quality)
    placing = _Placing(flow, layout, forms, direction == "LR")
    placing.drawn()
    placing.rest()
    return placing.finish()


class _Placing:
    def __init__(self, flow: Flow, layout: Layout, forms: dict[int, str], horizontal: bool) -> None:
        self.flow, self.layout, self.forms = flow, layout, forms
        self.count = len(flow.steps) - layout.not_drawn if layout.boxes else 0
        self.shift = (_HEAD, 0.0) if horizontal else (0.0, _HEAD)
        self.places = Places(horizontal, Bounds(0, 0, 0, 0))
        cuts = [
            box.bottom
            for box, step in zip(layout.boxes, flow.steps[: self.count], strict=False)
            if step.document or step.system
        ]
        self.cuts = sorted(set(cuts))
        self.room = Room()
        self.regions: dict[Key, Bounds] = {}
        self.first: dict[int, int] = {}
        for index, step in enumerate(flow.steps):
            self.first.setdefault(step.number, index)

    def _x(self, x: float) -> float:
        return x + self.shift[0]

    def _y(self, y: float) -> float:
        return y + self.shift[1] + _STRIP * bisect_left(self.cuts, y - 1e-6)

    # --- what the layout draws ---

    def drawn(self) -> None:
        """Lanes, boxes and arrows of the layout."""
        shown = {lane.name for lane in self.flow.declared} | {step.who for step in self.flow.steps[: self.count]}
        names = [name for name in self.flow.lanes if name in shown]
        for name, band in zip(names, self.layout.lanes, strict=False):
            self.places.lanes[name] = self._bounds(band.left, band.top, band.right, band.bottom)
        keys = self._keys()
        for key, box in zip(keys, self.layout.boxes, strict=True):
            if key is not None:
                self._put(key, box)
        for index, wire in enumerate(self.layout.wires):
            source, target = keys[wire.source], keys[wire.target]
            if not isinstance(source, int) or target is None:
                continue
            to = self.flow.steps[target].number if isinstance(target, int) else target[1]
            points = [(self._x(x), self._y(y)) for x, y in wire.points]
            points = self._led_on(self._led_on(points, target)[::-1], source)[::-1]
            self.places.ways[source, to] = points
            for label in self.layout.labels:
                if label.wire == index:
                    x, y = self._x(label.x), self._y(label.y)
                    corner = (x - label.width / 2, y - label.height / 2)
                    self.places.conditions[source, to] = Bounds(*corner, label.width, label.height)

    def _keys(self) -> list[Key | None]:
        """What each box of the layout is; ``None`` for a box that stands for a step which is not drawn."""
        keys: list[Key | None] = [*range(self.count), *(None for _ in self.layout.boxes[self.count :])]
        for wire in self.layout.wires:
            if wire.target >= self.count:
                text = self.layout.boxes[wire.target].text
                ends = [b.to for b in self.flow.steps[wire.source].next if b.to not in self.first]
                number = next((to for to in ends if to is not None and text == f"{to}番（未記入）"), None)
                if number is not None or (None in ends and text == "おわり"):
                    keys[wire.target] = (wire.source, number)
        return keys

    def _put(self, key: Key, box: Box) -> None:
        bounds = self._bounds(box.left, box.top, box.right, box.bottom)
        middle = (self._x(box.x), self._y(box.y))
        self._place_node(key, bounds, middle)

    def _bounds(self, left: float, top: float, right: float, bottom: float) -> Bounds:
        left, right, top, bottom = self._x(left), self._x(right), self._y(top), self._y(bottom)
        return Bounds(left, top, right - left, bottom - top)

    # --- symbols ---

    def _form(self, key: Key) -> str:
        return self.forms.get(key, "") if isinstance(key, int) else "event" if key[1] is None else ""

    def _place_node(self, key: Key, bounds: Bounds, middle: tuple[float, float]) -> None:
        form = self._form(key)
        shape = bounds
        if form:
            size = min(_EVENT if form == "event" else _GATEWAY, bounds.height, bounds.width)
            shape = Bounds(middle[0] - size / 2, middle[1] - size / 2, size, size)
            self.regions[key] = bounds
        self.places.nodes[key] = shape
        if isinstance(key, int):
            step, below = self.flow.steps[key], bounds.y + bounds.height + 8
            right, half = bounds.x + bounds.width, bounds.x + bounds.width / 2
            if step.system:
                self.places.stores[key] = Bounds(bounds.x, below, 28, 26)
                self.places.store_words[key] = Bounds(bounds.x + 30, below, max(24.0, half - bounds.x - 32), 28)
            if step.document:
                self.places.papers[key] = Bounds(half + 6, below, 22, 28)
                self.places.paper_words[key] = Bounds(half + 30, below, max(34.0, right - half - 30), 28)

    def _led_on(self, points: Points, key: Key) -> Points:
        """The last point moved on to the outline of the symbol, with a bend where it would miss it."""
        bounds = self.places.nodes[key]
        x, y = bounds.x + bounds.width / 2, bounds.y + bounds.height / 2
        (fx, fy), (px, py) = points[-2], points[-1]
        across = abs(fy - py) < abs(fx - px) or (fy == py and fx != px)
        side = (1 if fx > x else -1) if across else (1 if fy > y else -1)
        if not (form := self._form(key)):
            edge = x + side * bounds.width / 2 if across else y + side * bounds.height / 2
            return [*points[:-1], (edge, py) if across else (px, edge)]
        half, off = bounds.width / 2, (py - y) if across else (px - x)
        if abs(off) < half - 1:
            reach = half - abs(off) if form == "gateway" else math.sqrt(half * half - off * off)
            return [*points[:-1], (x + side * reach, py) if across else (px, y + side * reach)]
        turn = 1 if off > 0 else -1
        return [*points[:-1], *([(x, py), (x, y + turn * half)] if across else [(px, y), (x + turn * half, y)])]

    # --- what the layout leaves out ---

    def rest(self) -> None:
        """Beyond the drawing, one step after the other along time, each in its lane; arrows run beside them."""
        places, horizontal = self.places, self.places.horizontal
        along = max([self._end(bounds) for bounds in places.lanes.values()], default=_HEAD)
        thick = 130.0 if horizontal else 190.0
        across = max([self._far(bounds) for bounds in places.lanes.values()], default=0.0)
        for name in self.flow.lanes:
            if name not in places.lanes:
                places.lanes[name] = (
                    Bounds(_HEAD, across, along - _HEAD, thick) if horizontal else Bounds(across, _HEAD, thick, 0)
                )
                across += thick
        missing = [key for key in self._all_keys() if key not in places.nodes]
        pitch = 170.0 if horizontal else 120.0
        along += 40.0 if missing else 0.0
        for at, key in enumerate(missing):
            lane = places.lanes[self.flow.steps[key if isinstance(key, int) else key[0]].who]
            time = along + (at + 0.5) * pitch
            x, y = (time, lane.y + lane.height / 2) if horizontal else (lane.x + lane.width / 2, time)
            bounds = Bounds(x - _STEP[0] / 2, y - _STEP[1] / 2 - 12, *_STEP)
            self._place_node(key, bounds, (x, y - 12))
        self._stretch_lanes(along + len(missing) * pitch + (10 if missing else 0))
        for source, to in self._all_ways():
            if (source, to) not in places.ways:
                target: Key = self.first[to] if to is not None and to in self.first else (source, to)
                places.ways[source, to] = self._round(source, target)

    def _all_keys(self) -> Iterable[Key]:
        for index, step in enumerate(self.flow.steps):
            yield index
            yield from dict.fromkeys((index, branch.to) for branch in step.next if branch.to not in self.first)

    def _all_ways(self) -> Iterable[tuple[int, int | None]]:
        for index, step in enumerate(self.flow.steps):
            yield from dict.fromkeys((index, branch.to) for branch in step.next)

    def _round(self, source: int, target: Key) -> Points:
        """Out at the side, along, and in at the side; back to the same step over its corner."""
        one, other = self.places.nodes[source], self.places.nodes[target]
        here, there = (
            (one.x + one.width / 2, one.y + one.height / 2),
            (other.x + other.width / 2, other.y + other.height / 2),
        )
        if source == target:
            right, top = one.x + one.width + 12, one.y - 12
            return [(one.x + one.width, here[1]), (right, here[1]), (right, top), (here[0], top), (here[0], one.y)]
        if self.places.horizontal:
            beside = min(one.y, other.y) - 14
            return [(here[0], one.y), (here[0], beside), (there[0], beside), (there[0], other.y)]
        beside = max(one.x + one.width, other.x + other.width) + 14
        ends = (one.x + one.width, other.x + other.width)
        return [(ends[0], here[1]), (beside, here[1]), (beside, there[1]), (ends[1], there[1])]

    def _end(self, bounds: Bounds) -> float:
        return bounds.x + bounds.width if self.places.horizontal else bounds.y + bounds.height

    def _far(self, bounds: Bounds) -> float:
        return bounds.y + bounds.height if self.places.horizontal else bounds.x + bounds.width

    def _stretch_lanes(self, end: float) -> None:
        for bounds in self.places.lanes.values():
            if self.places.horizontal:
                bounds.width = end - bounds.x
            else:
                bounds.height = end - bounds.y

    # --- words beside symbols ---

    def _note_taken(self) -> None:
        """Symbols, documents and arrows: no words may stand on them."""
        places = self.places
        for key, bounds in places.nodes.items():
            for part in _diamond(bounds) if self._form(key) == "gateway" else [bounds]:
                self.room.take(part)
        for bounds in (*places.papers.values(), *places.stores.values()):
            self.room.take(bounds)
        for bounds in (*places.paper_words.values(), *places.store_words.values()):
            self.room.take(bounds)
        for points in places.ways.values():
            for (x, y), (u, v) in pairwise(points):
                self.room.take(Bounds(min(x, u) - 1, min(y, v) - 1, abs(u - x) + 2, abs(v - y) + 2))

    def _place_conditions(self) -> None:
        """Beside the first part of the arrow, at its start or further on; if all fails on it, as the layout has it."""
        for key, on_it in self.places.conditions.items():
            (x, y), (u, v) = self.places.ways[key][:2]
            wishes = []
            if abs(u - x) > abs(v - y):
                for shift in (0.0, 0.25, 0.5, 0.75):
                    at = on_it.x + (u - x) * shift
                    wishes += [replace(on_it, x=at, y=y + off) for off in (-2 - on_it.height, 3)]
            else:
                for shift in (0.0, 0.25, 0.5, 0.75):
                    at = on_it.y + (v - y) * shift
                    wishes += [replace(on_it, x=x + off, y=at) for off in (3, -3 - on_it.width)]
            self.places.conditions[key] = next(filter(self.room.is_free, wishes), on_it)
            self.room.take(self.places.conditions[key])

    def _place_words(self) -> None:
        """At a side or a corner where nothing is yet."""
        for key, region in self.regions.items():
            sides = ("right", "left", "above", "below") if isinstance(key, int) else ("below", "above", "right", "left")
            corners = ("above left", "above right", "below left", "below right")
            wishes = [self._words_at(side, key, region.width) for side in (*sides, *corners)]
            wishes += [self._words_at(side, key, _NARROW) for side in (*sides, *corners)]
            self.places.words[key] = next(filter(self.room.is_free, wishes), wishes[4])
            self.room.take(self.places.words[key])

    def _words_at(self, side: str, key: Key, room: float) -> Bounds:
        shape = self.places.nodes[key]
        text = self.flow.steps[key].what if isinstance(key, int) else "おわり"
        right, bottom, middle = shape.x + shape.width, shape.y + shape.height, shape.y + shape.height / 2
        beside = (room - shape.width) / 2 - 3  # inside the box that the symbol replaces
        width = max(44.0, beside if side in {"right", "left"} else room)
        lines = max(1, math.ceil(em_width(text) * _FONT / width))
        width = min(width, max(44.0, em_width(text) * _FONT / lines + _FONT))
        height = 14.0 * lines
        over = shape.x + shape.width / 2 - width / 2
        into = 5.0 if self._form(key) == "gateway" else -1.0  # a diamond is narrow there
        corner = {
            "right": (right + 3, middle - height / 2),
            "left": (shape.x - 3 - width, middle - height / 2),
            "above": (over, shape.y - 2 - height),
            "below": (over, bottom + 2),
            "above left": (shape.x + into - width, middle - 6 - height),
            "above right": (right - into, middle - 6 - height),
            "below left": (shape.x + into - width, middle + 6),
            "below right": (right - into, middle + 6),
        }[side]
        return Bounds(*corner, width, height)

    def finish(self) -> Places:
        """The words, and the pool around the lanes with its head."""
        self._note_taken()
        self._place_conditions()
        self._place_words()
        lanes = list(self.places.lanes.values())
        if not lanes:
            self.places.pool = Bounds(0, 0, 600, 200)
            return self.places
        left, top = min(b.x for b in lanes), min(b.y for b in lanes)
        right, bottom = max(b.x + b.width for b in lanes), max(b.y + b.height for b in lanes)
        if self.places.horizontal:
            left -= _HEAD
        else:
            top -= _HEAD
        self.places.pool = Bounds(left, top, right - left, bottom - top)
        return self.places


def _diamond(bounds: Bounds) -> list[Bounds]:
    """Rectangles that a diamond fills more or less: its corners are free."""
    x, y, width, height = bounds.x, bounds.y, bounds.width, bounds.height
    return [
        Bounds(x, y + height * 0.4, width, height * 0.2),
        Bounds(x + width * 0.4, y, width * 0.2, height),
        Bounds(x + width * 0.2, y + height * 0.2, width * 0.6, height * 0.6),
    ]
