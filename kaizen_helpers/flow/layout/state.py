"""Cells of the steps and ways of the arrows, with what they cost: the state that the search changes.

Costs follow each change: what two ways cost each other is worked out once, and only ways that share a point are
compared at all.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations

from kaizen_helpers.flow.layout.grid import Edge, Grid
from kaizen_helpers.flow.layout.meetings import crossings, passings
from kaizen_helpers.flow.layout.paths import Path, Paths, Point

__all__ = ["State", "settle"]

_CROSSING = 14.0
"""Against 2 for a bend (:data:`kaizen_helpers.flow.layout.paths.BEND`)."""
_SHARED = 0.04
"""For every step of the grid that two arrows run side by side."""
_SAME_EXIT, _SAME_SIDE, _SAME_ENTRY = 3.0, 2.0, 0.7
"""Two arrows that leave a step on one side, one that leaves where another enters, two that enter on one side."""
_ASIDE = 0.8
"""A way out that is not the main one, but goes straight on in time."""
_COLUMN, _ROW = 4.5, 0.6
"""A sub-column and a row in use."""
_WORK = 600_000
"""Points walked to compare two ways; in a tangle beyond it, only where they pass straight over each other counts."""
_EFFORT = 2_000_000
"""Ways looked at to lead others; beyond it nothing is led again. A readable flow needs half of it."""


class State:
    """Cells of the nodes and ways of the edges, with what they cost."""

    def __init__(self, grid: Grid, spare: int, rows: int) -> None:
        self.grid = grid
        self.rows = grid.rows + rows
        self.lane_columns: list[range] = []
        start = 0
        first: dict[int, int] = {}
        for lane in range(len(grid.lanes)):
            own = [n for n, owner in enumerate(grid.column_lane) if owner == lane]
            for n, column in enumerate(own):
                first[column] = start + spare + n
            self.lane_columns.append(range(start, start + len(own) + 2 * spare))
            start += len(own) + 2 * spare
        self.columns = start
        self.paths = Paths(self.columns, self.rows)
        self.cells: list[Point] = [(2 * first[node.column] + 1, 2 * node.row + 1) for node in grid.nodes]
        self.at: dict[Point, int] = {cell: n for n, cell in enumerate(self.cells)}
        self.occupied = 0
        for cell in self.cells:
            self.occupied |= self.paths.bit(cell)
        self.edges: list[Edge] = grid.edges
        self.incident: list[list[int]] = [[] for _ in grid.nodes]
        for index, edge in enumerate(grid.edges):
            self.incident[edge.source].append(index)
            if edge.target != edge.source:
                self.incident[edge.target].append(index)
        self.way: list[Path | None] = [None] * len(grid.edges)
        self.known: dict[tuple[int, int], float] = {}
        self.work, self.effort = _WORK, _EFFORT
        self.in_column = Counter(cell[0] for cell in self.cells)
        self.in_row = Counter(cell[1] for cell in self.cells)

    # --- what it costs ---

    def between(self, one: Path, other: Path) -> float:
        """What two ways cost each other."""
        key = (one.key, other.key) if one.key < other.key else (other.key, one.key)
        cost = self.known.get(key)
        if cost is None:
            shared = one.mask & other.mask
            together = shared & (shared >> 1) or shared & (shared >> self.paths.stride)
            if together and self.work > 0:
                count, steps = crossings(one, other)
                self.work -= len(one.points)
            else:  # they only touch: then they cross where both pass straight
                count, steps = passings(one, other), shared.bit_count() if together else 0
            cost = self.known[key] = _CROSSING * count + _SHARED * steps
        return cost

    def at_the_ends(self, index: int, path: Path) -> float:
        """What it costs to leave and to enter on these sides, with the other arrows of both steps."""
        edge = self.edges[index]
        cost = 0.0 if edge.main or path.out else _ASIDE
        for node in (edge.source, edge.target):
            for other in self.incident[node]:
                way = self.way[other]
                if way is not None and other != index:
                    cost += self._on_one_side(node, index, path, other, way)
        return cost

    def _on_one_side(self, node: int, index: int, path: Path, other: int, way: Path) -> float:
        """What two arrows of one node cost if they meet it on the same side."""
        leaves, theirs = self.edges[index].source == node, self.edges[other].source == node
        if (path.out if leaves else path.into) != (way.out if theirs else way.into):
            return 0.0
        return (_SAME_EXIT if leaves else _SAME_ENTRY) if leaves == theirs else _SAME_SIDE

    def size_cost(self) -> float:
        """What the rows and columns in use cost."""
        return _COLUMN * len(self.in_column) + _ROW * len(self.in_row)

    def cost_of(self, indices: list[int]) -> float:
        """What these edges cost, with one another and with all the rest."""
        total = 0.0
        done: set[int] = set()
        for index in indices:
            path = self.way[index]
            if path is None:
                continue
            done.add(index)
            edge, mask = self.edges[index], path.mask
            total += path.cost + (0.0 if edge.main or path.out else _ASIDE)
            for node in (edge.source, edge.target):
                for other in self.incident[node]:
                    way = self.way[other]
                    if way is not None and other not in done:
                        total += self._on_one_side(node, index, path, other, way)
            for other, way in enumerate(self.way):
                if way is not None and way.mask & mask and other not in done:
                    total += self.between(path, way)
        return total

    def has_crossings(self) -> bool:
        """Whether any two arrows cross."""
        ways = [way for way in self.way if way is not None]
        return any(
            self.between(one, other) >= _CROSSING for one, other in combinations(ways, 2) if one.mask & other.mask
        )

    # --- changes ---

    def lead(self, index: int) -> None:
        """Give an edge, not drawn yet, the way that costs least beside all others."""
        edge, occupied = self.edges[index], self.occupied
        others = [way for way in self.way if way is not None]
        self.effort -= len(others)
        union = 0
        for way in others:
            union |= way.mask
        best: Path | None = None
        least = math.inf
        for at_least, paths in self.paths.between(self.cells[edge.source], self.cells[edge.target], back=edge.back):
            if at_least >= least:
                break
            for path in paths:
                cost = path.cost
                if cost >= least:
                    break
                if path.key < 0:
                    self.paths.fill(path)
                if path.inner & occupied:
                    continue
                cost += self.at_the_ends(index, path)
                if cost < least and path.mask & union:
                    cost = self._beside(path, others, cost, least)
                if cost < least:
                    best, least = path, cost
        self.way[index] = best

    def _beside(self, path: Path, others: list[Path], cost: float, least: float) -> float:
        """The cost with all other ways; more than ``least`` need not be known exactly."""
        self.effort -= len(others)
        met = [way for way in others if way.mask & path.mask]
        if cost + _CROSSING * sum(passings(path, way) for way in met) >= least:
            return math.inf
        for way in met:
            cost += self.between(path, way)
            if cost >= least:
                break
        return cost

    def lead_anew(self, indices: list[int]) -> None:
        """Take these edges out and lead them again, one after the other."""
        for index in indices:
            self.way[index] = None
        for index in indices:
            self.lead(index)

    def lead_all(self) -> None:
        """Lead every edge, the short ones first, then each again."""
        self.lead_anew(sorted(range(len(self.edges)), key=self._simplicity))
        self.lead_again()

    def lead_again(self) -> None:
        """Lead each edge twice more with all others in place; it never becomes worse."""
        for index in [*range(len(self.edges)), *range(len(self.edges))]:
            if self.effort > 0:
                self.lead_anew([index])

    def lead_hastily(self) -> None:
        """Lead every edge once, the short ones first, beside what was led so far taken together.

        For pictures of very many arrows: the work grows with their number, not with its square.
        """
        taken = level = upright = 0
        for index in sorted(range(len(self.edges)), key=self._simplicity):
            edge = self.edges[index]
            best: Path | None = None
            least = math.inf
            for at_least, paths in self.paths.between(self.cells[edge.source], self.cells[edge.target], back=edge.back):
                if at_least >= least:
                    break
                for path in paths:
                    if path.cost >= least:
                        break
                    if path.key < 0:
                        self.paths.fill(path)
                    if path.inner & self.occupied:
                        continue
                    crossed = (path.level & upright).bit_count() + (path.upright & level).bit_count()
                    cost = path.cost + _CROSSING * crossed + _SHARED * (path.mask & taken).bit_count()
                    cost += self.at_the_ends(index, path) if cost < least else 0.0
                    if cost < least:
                        best, least = path, cost
            self.way[index] = best
            if best is not None:
                taken, level, upright = taken | best.mask, level | best.level, upright | best.upright

    def _simplicity(self, index: int) -> tuple[bool, int, int]:
        edge = self.edges[index]
        (x, y), (u, v) = self.cells[edge.source], self.cells[edge.target]
        return edge.back, abs(x - u) + abs(y - v), index

    def put(self, places: dict[int, Point]) -> None:
        """Move nodes to cells that are free, or become free by this."""
        for node in places:
            cell = self.cells[node]
            del self.at[cell]
            self.occupied ^= self.paths.bit(cell)
            _take(self.in_column, cell[0])
            _take(self.in_row, cell[1])
        for node, cell in places.items():
            self.cells[node] = cell
            self.at[cell] = node
            self.occupied |= self.paths.bit(cell)
            self.in_column[cell[0]] += 1
            self.in_row[cell[1]] += 1

    def touched(self, places: dict[int, Point]) -> list[int]:
        """The edges that must be led anew when these nodes stand there: their own, and those in the way."""
        found = {index for node in places for index in self.incident[node]}
        bits = 0
        for cell in places.values():
            bits |= self.paths.bit(cell)
        for index, way in enumerate(self.way):
            if way is not None and way.inner & bits:
                found.add(index)
        return sorted(found, key=self._simplicity)


def _take(counter: Counter[int], key: int) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]


def settle(state: State) -> list[list[Point]]:
    """Write the cells into the grid, without the rows and columns that nobody uses, and return the ways on it."""
    grid = state.grid
    xs = sorted(
        {cell[0] for cell in state.cells} | {2 * lane[0] + 1 for lane in state.lane_columns if not _used(state, lane)}
    )
    ys = sorted({cell[1] for cell in state.cells})
    for node, (x, y) in zip(grid.nodes, state.cells, strict=True):
        node.column, node.row = xs.index(x), ys.index(y)
    grid.rows = len(ys)
    grid.column_lane = [lane for lane, own in enumerate(state.lane_columns) for x in xs if (x - 1) // 2 in own]
    across, down = _squeezed(xs, 2 * state.columns), _squeezed(ys, 2 * state.rows)
    return [_squeeze([(across[x], down[y]) for x, y in path.walk()]) for path in state.way if path is not None]


def _squeeze(points: list[Point]) -> list[Point]:
    """The same way without standing still, and without going to and fro where two gutters became one."""
    found: list[Point] = []
    for point in points:
        if len(found) > 1 and found[-2] == point:
            found.pop()
        elif not found or found[-1] != point:
            found.append(point)
    return found


def _used(state: State, lane: range) -> bool:
    return any(2 * column + 1 in state.in_column for column in lane)


def _squeezed(used: list[int], size: int) -> list[int]:
    """For each index of the coarse grid the one that is left of it when unused rows or columns are taken out."""
    found, before = [], 0
    for index in range(size + 1):
        if index in used:
            before += 1
            found.append(2 * before - 1)
        else:
            found.append(2 * before)
    return found
