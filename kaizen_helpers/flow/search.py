"""Fewer crossings and bends: steps change their cells, and arrows their ways, while that makes the picture better.

Simulated annealing over rows and sub-columns (flow.md §2.3 no. 5) with costs that follow each move: only the arrows
of the steps that moved, or whose way is now blocked, are led anew, and what two ways cost each other is worked out
once. The number of moves is fixed by the size of the flow and the chance is seeded, so the same flow always gives the
same picture, on a fast machine and on a slow one.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from itertools import combinations
from typing import Literal

from kaizen_helpers.flow.grid import Edge, Grid
from kaizen_helpers.flow.meetings import crossings, passings
from kaizen_helpers.flow.paths import Path, Paths, Point

__all__ = ["Quality", "State", "find_ways", "improve", "settle"]

_CROSSING = 14.0
_SHARED = 0.04
"""For every step of the grid that two arrows run side by side."""
_SAME_EXIT, _SAME_SIDE, _SAME_ENTRY = 3.0, 2.0, 0.7
"""Two arrows that leave a step on one side, one that leaves where another enters, two that enter on one side."""
_ASIDE = 0.8
"""A way out that is not the main one, but goes straight on in time."""
_COLUMN, _ROW = 4.5, 0.6
_SPARE = 1
"""Free sub-columns beside those in use, at both sides of a lane."""
_MOVES, _MOST_MOVES = 16_000, 800
"""Moves of one search: so many divided by the number of arrows, because each move costs the more the more there are."""
_WARM, _COLD = 4.0, 0.2
"""What a worse picture may cost more, to be tried all the same (about): at the beginning and at the end of a search."""


_MANY = 90
"""Arrows beyond this are led only once: the search would take too long."""
_WORK = 600_000
"""Points walked to compare two ways; in a tangle beyond it, only where they pass straight over each other counts."""

Quality = Literal["typing", "print"]


def find_ways(grid: Grid, quality: Quality) -> list[list[Point]]:
    """For each edge the coarse points it visits; the cells in the grid become those that were found best."""
    if len(grid.edges) > _MANY:
        state = State(grid, 0, 0)
        state.lead_hastily()
    elif quality == "typing":
        state = State(grid, 0, 0)
        state.lead_all()
    else:
        state = State(grid, _SPARE, max(3, grid.rows // 4))
        improve(state, min(_MOST_MOVES, _MOVES // max(1, len(grid.edges))))
    return settle(state)


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
        self.work = _WORK
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
                self.work -= len(one.points)
                count, steps = crossings(one, other)
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

    def crossings(self) -> int:
        """How often arrows cross."""
        ways = [way for way in self.way if way is not None]
        return sum(crossings(one, other)[0] for one, other in combinations(ways, 2) if one.mask & other.mask)

    # --- changes ---

    def lead(self, index: int) -> None:
        """Give an edge, not drawn yet, the way that costs least beside all others."""
        edge, occupied = self.edges[index], self.occupied
        others = [way for way in self.way if way is not None]
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


def improve(state: State, moves: int) -> None:
    """Search from where the state stands, once more if crossings are left; it ends in the best that was seen."""
    state.lead_all()
    if len(state.cells) < 2:
        return
    for seed, share in ((20, moves), (21, moves // 2)):
        _anneal(state, share, random.Random(seed))  # noqa: S311 - the same at every time
        state.lead_again()
        if not state.crossings():
            break


def _anneal(state: State, moves: int, chance: random.Random) -> None:
    now = least = state.cost_of(list(range(len(state.edges)))) + state.size_cost()
    best_cells, best_ways = list(state.cells), list(state.way)
    fall = (_COLD / _WARM) ** (1 / moves)
    heat = _WARM
    for _ in range(moves):
        heat *= fall
        places = _proposal(state, chance)
        if not places:
            continue
        before_cells = {node: state.cells[node] for node in places}
        edges = state.touched(places)
        before_ways = [state.way[index] for index in edges]
        old = state.cost_of(edges) + state.size_cost()
        state.put(places)
        state.lead_anew(edges)
        change = state.cost_of(edges) + state.size_cost() - old
        if change <= 0 or chance.random() < math.exp(-change / heat):
            now += change
            if now < least - 1e-9:
                least = now
                best_cells, best_ways = list(state.cells), list(state.way)
        else:
            state.put(before_cells)
            for index, way in zip(edges, before_ways, strict=True):
                state.way[index] = way
    state.put(dict(enumerate(best_cells)))
    state.way = best_ways


def _proposal(state: State, chance: random.Random) -> dict[int, Point]:
    """Other cells for one or more nodes; empty if they are not allowed."""
    node = _node_to_move(state, chance)
    draw = chance.random()
    if draw < 0.10:
        places = _open_row(state, node, chance)
    elif draw < 0.16:
        places = _swap_columns(state, node, chance)
    else:
        cell = _beside_a_neighbour(state, node, chance) if draw < 0.55 else _anywhere_near(state, node, chance)
        places = _change_places(state, node, cell)
    return places if _in_time(state, places) else {}


def _node_to_move(state: State, chance: random.Random) -> int:
    """Rather one whose arrows have bends."""
    node = chance.randrange(len(state.cells))
    for _ in range(2):
        if any(way is not None and way.bends for way in map(state.way.__getitem__, state.incident[node])):
            break
        node = chance.randrange(len(state.cells))
    return node


def _anywhere_near(state: State, node: int, chance: random.Random) -> Point:
    """Another sub-column of the lane, another row not far away, or both."""
    x, y = state.cells[node]
    low, high = _window(state, node)
    if chance.random() < 0.55:
        y = min(high, max(low, y + 2 * chance.choice((-2, -1, -1, 1, 1, 2))))
        if chance.random() < 0.5:
            return x, y
    return 2 * chance.choice(state.lane_columns[state.grid.nodes[node].lane]) + 1, y


def _beside_a_neighbour(state: State, node: int, chance: random.Random) -> Point:
    """In the row or the column of a step it is joined to, so that the arrow becomes straight."""
    x, y = state.cells[node]
    if not state.incident[node]:
        return x, y
    edge = state.edges[chance.choice(state.incident[node])]
    other = edge.target if edge.source == node else edge.source
    u, v = state.cells[other]
    columns = state.lane_columns[state.grid.nodes[node].lane]
    if u // 2 not in columns or chance.random() < 0.4:
        return (x, v) if u // 2 not in columns or chance.random() < 0.5 else (2 * chance.choice(columns) + 1, v)
    step = chance.choice((2, 2, 4)) if edge.source == other else -chance.choice((2, 2, 4))
    return u, (min(max(1, v + step), 2 * state.rows - 1) if chance.random() < 0.5 else y)


def _change_places(state: State, node: int, cell: Point) -> dict[int, Point]:
    """The node goes to the cell; who stands there goes to the node's, if that is in its lane."""
    if cell == state.cells[node]:
        return {}
    other = state.at.get(cell)
    if other is None:
        return {node: cell}
    if state.grid.nodes[other].lane != state.grid.nodes[node].lane:
        return {}
    return {node: cell, other: state.cells[node]}


def _swap_columns(state: State, node: int, chance: random.Random) -> dict[int, Point]:
    """Everything in this node's sub-column changes places with another sub-column of the lane."""
    one = state.cells[node][0]
    other = 2 * chance.choice(state.lane_columns[state.grid.nodes[node].lane]) + 1
    turned = {one: other, other: one}
    return {n: (turned[x], y) for n, (x, y) in enumerate(state.cells) if x in turned} if one != other else {}


def _window(state: State, node: int) -> tuple[int, int]:
    """The rows in which a node may stand: not above what leads to it, not below what it leads to."""
    low, high = 1, 2 * state.rows - 1
    for index in state.incident[node]:
        edge = state.edges[index]
        if not edge.back:
            if edge.target == node:
                low = max(low, state.cells[edge.source][1])
            else:
                high = min(high, state.cells[edge.target][1])
    return low, high


def _in_time(state: State, places: dict[int, Point]) -> bool:
    """Whether no arrow but those that lead back would run against time."""
    for node in places:
        for index in state.incident[node]:
            edge = state.edges[index]
            if not edge.back:
                source = places.get(edge.source) or state.cells[edge.source]
                target = places.get(edge.target) or state.cells[edge.target]
                if source[1] > target[1]:
                    return False
    return True


def _open_row(state: State, node: int, chance: random.Random) -> dict[int, Point]:
    """Everything from this node's row on goes one row down (what stands beside it may stay), or one row up."""
    y = state.cells[node][1]
    stays = chance.random() < 0.5
    if chance.random() < 0.5:
        if 2 * state.rows - 1 in state.in_row:
            return {}
        places = {
            other: (cell[0], cell[1] + 2)
            for other, cell in enumerate(state.cells)
            if cell[1] > y or (cell[1] == y and (other == node or not stays))
        }
    else:
        if any(cell[1] == y - 2 and (cell[0], y) in state.at for cell in state.cells) or y == 1:
            return {}
        places = {other: (cell[0], cell[1] - 2) for other, cell in enumerate(state.cells) if cell[1] >= y}
    return places


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
