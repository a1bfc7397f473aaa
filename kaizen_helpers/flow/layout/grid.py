"""Where each step stands: its row (time runs down) and its column (lanes side by side).

After flow.md §2.3: back edges are taken out by depth-first search, rows are the longest path, and
every step has a cell of its own. A hand-off to the neighbouring lane stays in its row where it can,
so that it becomes one straight arrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kaizen_helpers.flow.model import Flow

__all__ = ["MOST_ARROWS", "MOST_DRAWN", "MOST_PRINTED", "Edge", "Grid", "Node", "Shape", "arrange"]

MOST_DRAWN = 120
"""While somebody types, steps beyond this are not drawn; the picture says how many there are."""
MOST_PRINTED = 1500
"""The same for a picture to be printed."""
MOST_ARROWS = 2
"""For each step that may be drawn. Steps whose arrows would come on top of so many are not drawn either."""
_MOST_REACH = 40_000
"""Steps that all arrows together pass over: beyond it lies a tangle, not a long flow."""


class Shape(StrEnum):
    """How a node is drawn."""

    START = "start"
    TASK = "task"
    DECISION = "decision"
    END = "end"
    MISSING = "missing"
    WAIT = "wait"
    SYSTEM = "system"
    PARALLEL = "parallel"
    SUBPROCESS = "subprocess"


@dataclass(slots=True)
class Node:
    """A step, おわり, or a number that no row has; ``lane`` is an index into the lanes."""

    shape: Shape
    lane: int
    text: str
    number: int | None = None
    row: int = -1
    column: int = -1


@dataclass(slots=True)
class Edge:
    """An arrow between two nodes (indices), with its condition."""

    source: int
    target: int
    label: str = ""
    back: bool = False
    main: bool = True
    """The first way out, or the only one; a decision sends it downwards if it can."""


@dataclass(slots=True)
class Grid:
    """The arranged flow. Columns are counted over all lanes; ``column_lane`` tells whose each is."""

    lanes: tuple[str, ...]
    nodes: list[Node]
    edges: list[Edge]
    rows: int
    column_lane: list[int]
    not_drawn: int = 0


def arrange(flow: Flow, most: int = MOST_DRAWN) -> Grid:
    """Give every step, of at most so many, and every end and missing target its cell."""
    steps = flow.steps[: _drawn(flow, most)]
    shown = {lane.name for lane in flow.declared} | {step.who for step in steps}
    lanes = tuple(name for name in flow.lanes if name in shown)
    grid = Grid(lanes, [], [], 0, [], len(flow.steps) - len(steps))
    by_number: dict[int, int] = {}
    for index, step in enumerate(steps):
        grid.nodes.append(Node(Shape(step.kind.value), lanes.index(step.who), step.what, step.number))
        by_number.setdefault(step.number, index)
    undrawn = {step.number for step in flow.steps[len(steps) :]}
    for index, step in enumerate(steps):
        labels: dict[int | None, list[str]] = {}
        for branch in step.next:
            labels.setdefault(branch.to, []).append(branch.condition.strip())
        for to, conditions in labels.items():
            target = by_number.get(to) if to is not None else None
            if target is None:
                target = len(grid.nodes)
                shape = Shape.END if to is None else Shape.MISSING
                text = "おわり" if to is None else f"{to}番へ" if to in undrawn else f"{to}番（未記入）"
                grid.nodes.append(Node(shape, grid.nodes[index].lane, text))
            label = "／".join(dict.fromkeys(condition for condition in conditions if condition))
            grid.edges.append(Edge(index, target, label))
    _mark_back_edges(grid)
    _mark_main(grid)
    _place_rows(grid)
    _place_columns(grid)
    return grid


def _drawn(flow: Flow, most: int) -> int:
    """How many steps, from the top, are drawn; always at least one."""
    arrows = reach = 0
    for count, step in enumerate(flow.steps[:most]):
        arrows += len(step.next)
        reach += sum(min(abs(way.to - step.number), most) for way in step.next if way.to is not None)
        if count and (arrows > MOST_ARROWS * max(count, MOST_DRAWN) or reach > _MOST_REACH):
            return count
    return most


def _outgoing(grid: Grid) -> list[list[Edge]]:
    ways: list[list[Edge]] = [[] for _ in grid.nodes]
    for edge in grid.edges:
        ways[edge.source].append(edge)
    return ways


def _mark_back_edges(grid: Grid) -> None:
    """Edges that lead back to a step still being followed; without them the flow has no loop."""
    ways = _outgoing(grid)
    state = [0] * len(grid.nodes)  # 0 new, 1 being followed, 2 done
    entered = {edge.target for edge in grid.edges if edge.target != edge.source}
    roots = [n for n, node in enumerate(grid.nodes) if node.shape is Shape.START]
    roots += [n for n in range(len(grid.nodes)) if n not in entered]
    for root in [*roots, *range(len(grid.nodes))]:
        if state[root]:
            continue
        stack = [(root, iter(ways[root]))]
        state[root] = 1
        while stack:
            node, rest = stack[-1]
            edge = next(rest, None)
            if edge is None:
                state[node] = 2
                stack.pop()
            elif state[edge.target] == 1:
                edge.back = True
            elif state[edge.target] == 0:
                state[edge.target] = 1
                stack.append((edge.target, iter(ways[edge.target])))


def _topological(grid: Grid) -> list[int]:
    """The nodes so that every forward edge leads onward; ties in the order of the table."""
    open_edges = [0] * len(grid.nodes)
    for edge in grid.edges:
        if not edge.back:
            open_edges[edge.target] += 1
    ways = _outgoing(grid)
    ready = sorted((n for n, count in enumerate(open_edges) if count == 0), reverse=True)
    order: list[int] = []
    while ready:
        node = ready.pop()
        order.append(node)
        for edge in ways[node]:
            if not edge.back:
                open_edges[edge.target] -= 1
                if open_edges[edge.target] == 0:
                    ready.append(edge.target)
                    ready.sort(reverse=True)
    return order


def _heights(grid: Grid) -> list[int]:
    """How many steps follow at most after each node."""
    heights = [0] * len(grid.nodes)
    ways = _outgoing(grid)
    for node in reversed(_topological(grid)):
        heights[node] = max((heights[edge.target] + 1 for edge in ways[node] if not edge.back), default=0)
    return heights


def _mark_main(grid: Grid) -> None:
    """Of several ways out the main one is the forward way that the most steps follow."""
    heights = _heights(grid)
    for ways in _outgoing(grid):
        ranked = sorted(ways, key=lambda edge: (edge.back, -heights[edge.target]))
        for rank, edge in enumerate(ranked):
            edge.main = rank == 0


def _place_rows(grid: Grid) -> None:
    incoming: list[list[Edge]] = [[] for _ in grid.nodes]
    for edge in grid.edges:
        if not edge.back:
            incoming[edge.target].append(edge)
    taken: set[tuple[int, int]] = set()  # (row, lane)
    ends: set[tuple[int, int]] = set()
    handed: set[tuple[int, bool]] = set()  # (node that already has one beside it, whether in its own lane)
    ways = _outgoing(grid)
    for index in _topological(grid):
        node = grid.nodes[index]
        if node.row >= 0:  # おわり, placed with its step
            continue
        if incoming[index]:
            row = max(grid.nodes[edge.source].row for edge in incoming[index]) + 1
        else:
            # What nothing leads to stands below all that was written before it, as one would add it by hand.
            row = 0 if node.shape is Shape.START else max(other.row for other in grid.nodes) + 1
        givers = [edge for edge in incoming[index] if grid.nodes[edge.source].row == row - 1]
        if len(givers) == 1 and node.number is not None and _fits_beside(grid, givers[0], taken, handed):
            handed |= {(givers[0].source, onward := grid.nodes[givers[0].source].lane == node.lane), (index, onward)}
            row -= 1
        while (row, node.lane) in ends:
            row += 1
        node.row = row
        taken.add((row, node.lane))
        if len(ways[index]) == 1 and grid.nodes[ways[index][0].target].number is None:
            grid.nodes[ways[index][0].target].row = row + 1  # directly below, and nothing else there
            ends.add((row + 1, node.lane))
    used = sorted({node.row for node in grid.nodes})
    for node in grid.nodes:
        node.row = used.index(node.row)
    grid.rows = len(used)


def _fits_beside(grid: Grid, edge: Edge, taken: set[tuple[int, int]], handed: set[tuple[int, bool]]) -> bool:
    """Whether a step may stand in the row of the one that leads to it, so that the arrow is straight.

    In another lane if nothing stands between; in the same lane if it is an exception to the main line.
    """
    source, target = grid.nodes[edge.source], grid.nodes[edge.target]
    same = source.lane == target.lane
    if (edge.source, same) in handed or (edge.target, same) in handed:
        return False
    if same:
        return not edge.main
    step = 1 if target.lane > source.lane else -1
    return all((source.row, lane) not in taken for lane in range(source.lane + step, target.lane + step, step))


def _place_columns(grid: Grid) -> None:
    """Sub-columns within each lane: the main line keeps one column, what branches off stands beside it."""
    heights = _heights(grid)
    neighbours: list[list[int]] = [[] for _ in grid.nodes]
    above: list[list[int]] = [[] for _ in grid.nodes]
    for edge in grid.edges:
        neighbours[edge.source].append(edge.target)
        neighbours[edge.target].append(edge.source)
        if not edge.back:
            above[edge.target].append(edge.source)
    main_into = {edge.target for edge in grid.edges if edge.main}
    place: dict[int, int] = {}  # node → position relative to the main line of its lane
    taken: set[tuple[int, int, int]] = set()  # (row, lane, position)
    order = sorted(range(len(grid.nodes)), key=lambda n: (grid.nodes[n].row, n not in main_into, -heights[n], n))
    for index in order:
        node = grid.nodes[index]
        lean = sum(grid.nodes[other].lane - node.lane for other in neighbours[index])
        side = -1 if lean < 0 else 1
        inherited = [place[up] for up in above[index] if grid.nodes[up].lane == node.lane and up in place]
        wishes = [inherited[0]] if inherited and index in main_into else []
        wishes += [0, side, -side]
        distance = 2
        while (wish := next((w for w in wishes if (node.row, node.lane, w) not in taken), None)) is None:
            wishes = [side * distance, -side * distance]
            distance += 1
        place[index] = wish
        taken.add((node.row, node.lane, wish))
    column = 0
    for lane in range(len(grid.lanes)):
        members = [n for n, node in enumerate(grid.nodes) if node.lane == lane]
        positions = sorted({place[n] for n in members}) or [0]
        for n in members:
            grid.nodes[n].column = column + positions.index(place[n])
        grid.column_lane += [lane] * len(positions)
        column += len(positions)
