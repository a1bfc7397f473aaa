"""Fewer crossings and bends: steps change their cells, and arrows their ways, while that makes the picture better.

Simulated annealing over rows and sub-columns (flow.md §2.3 no. 5) with costs that follow each move: only the arrows
of the steps that moved, or whose way is now blocked, are led anew, and what two ways cost each other is worked out
once. The number of moves is fixed by the size of the flow and the chance is seeded, so the same flow always gives the
same picture, on a fast machine and on a slow one.
"""

from __future__ import annotations

import math
import random
from typing import Literal

from kaizen_helpers.flow.layout.grid import Grid
from kaizen_helpers.flow.layout.paths import Point
from kaizen_helpers.flow.layout.state import State, settle

__all__ = ["Quality", "find_ways"]

_SPARE = 1
"""Free sub-columns beside those in use, at both sides of a lane."""
_MOVES, _MOST_MOVES = 16_000, 800
"""Moves of one search: so many divided by the number of arrows, because each move costs the more the more there are."""
_WARM, _COLD = 4.0, 0.2
"""What a worse picture may cost more, to be tried all the same (about): at the beginning and at the end of a search."""
_MANY, _LARGE = 100, 4000
"""With more arrows, or more cells, each arrow is led only once: the search would take too long."""

Quality = Literal["typing", "print"]


def find_ways(grid: Grid, quality: Quality) -> list[list[Point]]:
    """For each edge the coarse points it visits; the cells in the grid become those that were found best."""
    if len(grid.edges) > _MANY or len(grid.column_lane) * grid.rows > _LARGE:
        state = State(grid, 0, 0)
        state.lead_hastily()
    elif quality == "typing":
        state = State(grid, 0, 0)
        state.lead_all()
    else:
        state = State(grid, _SPARE, max(3, grid.rows // 4))
        _improve(state, min(_MOST_MOVES, _MOVES // max(1, len(grid.edges))))
    return settle(state)


def _improve(state: State, moves: int) -> None:
    """Search from where the state stands, once more if crossings are left; it ends in the best that was seen."""
    state.lead_all()
    if len(state.cells) < 2:
        return
    for seed, share in ((20, moves), (21, moves // 2)):
        _anneal(state, share, random.Random(seed))  # noqa: S311 - the same at every time
        state.lead_again()
        if not state.has_crossings():
            break


def _anneal(state: State, moves: int, chance: random.Random) -> None:
    now = least = state.cost_of(list(range(len(state.edges)))) + state.size_cost()
    best_cells, best_ways = list(state.cells), list(state.way)
    fall = (_COLD / _WARM) ** (1 / moves)
    heat = _WARM
    for _ in range(moves):
        if state.effort <= 0:
            break
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
