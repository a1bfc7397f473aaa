"""Which way each arrow goes: over rows, columns and the gutters between them, never through a box.

The plane is a coarse grid: odd indices are columns and rows, even indices the gutters beside them.
An arrow leaves a box below or at a side (one that leads back also above) and enters above or at a side;
the cheapest way is found by A* (length, bends, crossings, shared gutters), then every arrow is tried once
more with all others in place (rip-up and reroute, flow.md §2.3 no. 4). The work is bounded: in a tangle that
nobody could read (a hundred arrows into one step) the rest of the arrows take the shortest way instead of the clearest.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise

from kaizen_helpers.flow.grid import Edge, Grid, Shape

__all__ = ["Point", "route_edges"]

Point = tuple[int, int]
"""(x, y) on the coarse grid."""

_ACROSS, _DOWN = 1.5, 1.0  # the cost of half a cell
_BEND, _CROSSING, _SHARED = 2.5, 4.0, 0.4
_WORK = 40_000
"""Points looked at for one drawing, then only length and bends count; a readable flow needs a few thousand."""
_SIDES = {"down": (0, 1), "left": (-1, 0), "right": (1, 0), "up": (0, -1)}


@dataclass(slots=True)
class _Traffic:
    """What the arrows drawn so far occupy."""

    across: Counter[Point] = field(default_factory=Counter)
    along: Counter[Point] = field(default_factory=Counter)
    turns: Counter[Point] = field(default_factory=Counter)
    parts: Counter[tuple[Point, Point]] = field(default_factory=Counter)
    out: Counter[tuple[int, str]] = field(default_factory=Counter)
    into: Counter[tuple[int, str]] = field(default_factory=Counter)

    def add(self, edge: Edge, points: list[Point], amount: int) -> None:
        """Count an arrow in (1) or out (-1)."""
        for before, here, after in zip(points, points[1:], points[2:], strict=False):
            if before[1] == here[1] == after[1]:
                self.across[here] += amount
            elif before[0] == here[0] == after[0]:
                self.along[here] += amount
            else:
                self.turns[here] += amount
        for one, other in pairwise(points):
            self.parts[min(one, other), max(one, other)] += amount
        self.out[edge.source, _side(points[0], points[1])] += amount
        self.into[edge.target, _side(points[-1], points[-2])] += amount


def route_edges(grid: Grid, rounds: int = 2) -> list[list[Point]]:
    """For each edge the coarse points it visits, from the cell of its source to that of its target."""
    occupied = {(2 * node.column + 1, 2 * node.row + 1) for node in grid.nodes}
    search = _Search(grid, occupied)
    routes: list[list[Point]] = [[] for _ in grid.edges]
    for index in sorted(range(len(grid.edges)), key=lambda n: _simplicity(grid, n)):
        if search.work <= 0:
            search.traffic = _Traffic()  # as if it were alone: straight to its goal
        routes[index], _ = search.find(grid.edges[index])
        search.traffic.add(grid.edges[index], routes[index], 1)
    for _ in range(rounds):
        for index, edge in enumerate(grid.edges):
            if search.work <= 0:
                return routes
            search.traffic.add(edge, routes[index], -1)
            routes[index], _ = search.find(edge)
            search.traffic.add(edge, routes[index], 1)
    return routes


def _simplicity(grid: Grid, index: int) -> tuple[bool, bool, int, int]:
    edge = grid.edges[index]
    source, target = grid.nodes[edge.source], grid.nodes[edge.target]
    across, down = abs(source.column - target.column), abs(source.row - target.row)
    return edge.back, across > 0 and down > 0, across + down, index


def _side(cell: Point, neighbour: Point) -> str:
    if neighbour[0] != cell[0]:
        return "right" if neighbour[0] > cell[0] else "left"
    return "down" if neighbour[1] > cell[1] else "up"


class _Search:
    def __init__(self, grid: Grid, occupied: set[Point]) -> None:
        self.grid = grid
        self.occupied = occupied
        self.traffic = _Traffic()
        self.width = 2 * len(grid.column_lane)
        self.height = 2 * grid.rows
        self.work = _WORK

    def find(self, edge: Edge) -> tuple[list[Point], float]:
        """A way for one edge, the cheapest while there is work left, with its cost.

        There always is one: all gutters are open.
        """
        source, target = self.grid.nodes[edge.source], self.grid.nodes[edge.target]
        start = (2 * source.column + 1, 2 * source.row + 1)
        goal = (2 * target.column + 1, 2 * target.row + 1)
        queue: list[tuple[float, int, float, Point, Point]] = []
        came: dict[tuple[Point, Point], tuple[Point, Point] | None] = {}
        best: dict[tuple[Point, Point], float] = {}
        serial = 0
        pull = 1.0 if self.work > 0 else 2.0  # above 1 the search goes for its goal and leaves the rest of the plane

        def push(cost: float, point: Point, step: Point, origin: tuple[Point, Point] | None) -> None:
            nonlocal serial
            state = (point, step)
            if cost < best.get(state, 1e18):
                best[state] = cost
                came[state] = origin
                serial += 1
                rest = abs(point[0] - goal[0]) * _ACROSS + abs(point[1] - goal[1]) * _DOWN
                heappush(queue, (cost + pull * rest, serial, cost, point, step))

        for side, step in _SIDES.items():
            if side == "up" and (not edge.back or edge.label):
                continue
            cost = self._exit_cost(edge, side) + self._part_cost(start, step)
            push(cost, (start[0] + step[0], start[1] + step[1]), step, None)
        while queue:
            _, _, cost, point, step = heappop(queue)
            if cost > best[point, step]:
                continue
            if point == goal:
                self.work -= serial
                return self._trace(came, (point, step), start), cost
            for turn in (step, (step[1], step[0]), (-step[1], -step[0])):
                there = (point[0] + turn[0], point[1] + turn[1])
                if not (0 <= there[0] <= self.width and 0 <= there[1] <= self.height):
                    continue
                extra = self._point_cost(point, step, turn) + self._part_cost(point, turn)
                if there == goal:
                    if turn == (0, -1):  # an arrow does not enter from below
                        continue
                    extra += self._entry_cost(edge, turn)
                elif there in self.occupied:
                    continue
                push(cost + extra, there, turn, (point, step))
        raise RuntimeError("the gutters join every cell, so there is a way")

    @staticmethod
    def _trace(
        came: dict[tuple[Point, Point], tuple[Point, Point] | None], state: tuple[Point, Point], start: Point
    ) -> list[Point]:
        points = [state[0]]
        origin = came[state]
        while origin is not None:
            points.append(origin[0])
            origin = came[origin]
        points.append(start)
        return points[::-1]

    def _exit_cost(self, edge: Edge, side: str) -> float:
        traffic = self.traffic
        cost = 0.0 if side == "down" else 0.6
        if side == "up":
            cost = 3.0
        elif not edge.main:
            cost = 3.0 if side == "down" else 0.0
        elif self.grid.nodes[edge.source].shape is Shape.DECISION and side != "down":
            cost = 1.5
        return cost + 4.0 * traffic.out[edge.source, side] + 2.0 * traffic.into[edge.source, side]

    def _entry_cost(self, edge: Edge, step: Point) -> float:
        side = {(0, 1): "up", (1, 0): "left", (-1, 0): "right"}[step]
        base = (0.6 if edge.back else 0.0) if side == "up" else (0.0 if edge.back else 0.6)
        return base + 1.5 * self.traffic.into[edge.target, side] + 3.0 * self.traffic.out[edge.target, side]

    def _part_cost(self, point: Point, step: Point) -> float:
        there = (point[0] + step[0], point[1] + step[1])
        part = (min(point, there), max(point, there))
        return (_ACROSS if step[0] else _DOWN) + _SHARED * self.traffic.parts[part]

    def _point_cost(self, point: Point, step: Point, turn: Point) -> float:
        traffic = self.traffic
        if turn != step:
            crowded = traffic.across[point] + traffic.along[point]
            return _BEND + 0.3 * _CROSSING * crowded
        passing = traffic.along[point] if step[0] else traffic.across[point]
        return _CROSSING * (passing + 0.4 * traffic.turns[point])
