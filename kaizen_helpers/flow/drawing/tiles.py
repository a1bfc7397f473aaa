"""A picture in pieces that fit on a page: which part of it each piece shows, and where its arrows go on.

Along time the layout says where to cut (:mod:`kaizen_helpers.flow.layout.folding`); across it, where there are
too many lanes for the width of the paper, the picture is cut beside a lane or between two columns of boxes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from kaizen_helpers.flow.layout.folding import page_breaks
from kaizen_helpers.flow.layout.geometry import MARGIN, Cut, Layout

__all__ = ["Piece", "Tile", "Window", "cuts_of", "tilings"]

Point = tuple[float, float]
_NARROWEST = 6.0
"""A gap in which a cut may lie."""
_NEAR_EDGE = 14.0
"""Air between a box and the edge of a piece."""
_BORDER = 0.5
"""A cut inside a lane costs as much as half an arrow more than one beside it."""


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of the picture, and at which of its edges the picture goes on."""

    left: float
    top: float
    right: float
    bottom: float
    goes_on: frozenset[str] = frozenset()
    """Of ``left``, ``top``, ``right``, ``bottom``."""

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(slots=True)
class Piece:
    """A part of an arrow on one page."""

    wire: int
    points: list[Point]
    comes_from: int = 0
    """The number at its beginning; 0 where the arrow begins at a box."""
    goes_to: int = 0
    """The number at its end; 0 where the arrow ends at a box."""


@dataclass(slots=True)
class Tile:
    """What one page shows."""

    window: Window
    boxes: list[int] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def tilings(layout: Layout, along: float, across: float) -> list[list[Tile]]:
    """Ways to cut the picture into pieces of at most ``along`` (in the direction of time) by ``across`` pixels.

    What cannot be cut (one very high row of boxes) makes a larger piece. Pieces without a box are left out;
    the two ends of an arrow that is cut have the same number.
    """
    lanes = _across_cuts(layout, across)
    fewest = page_breaks(layout, along)
    return [_tiles(layout, cuts, lanes) for cuts in (_even(layout, fewest, along), fewest)]


def cuts_of(tiles: list[Tile]) -> int:
    """How many arrows are cut."""
    return max((piece.goes_to for tile in tiles for piece in tile.pieces), default=0)


def _even(layout: Layout, cuts: list[Cut], room: float) -> list[Cut]:
    """As many cuts, with pages about equally full where that cuts no more arrows."""
    if not cuts:
        return cuts
    least = (layout.gutters[-1][1] - layout.gutters[0][0]) / (len(cuts) + 1)
    for _ in range(6):
        middle = (least + room) / 2
        other = page_breaks(layout, middle)
        if len(other) == len(cuts) and _arrows(other) <= _arrows(cuts):
            cuts, room = other, middle
        else:
            least = middle
    return cuts


def _arrows(cuts: list[Cut]) -> int:
    return sum(len(cut.wires) for cut in cuts)


def _tiles(layout: Layout, time_cuts: list[Cut], lane_cuts: list[float]) -> list[Tile]:
    time = list(pairwise([layout.gutters[0][0], *(cut.at for cut in time_cuts), layout.gutters[-1][1]]))
    begin, end = _across_range(layout)
    lanes = list(pairwise([begin, *lane_cuts, end]))
    down = layout.direction == "TB"
    tiles = []
    for from_time, to_time in time:
        for one, other in lanes:
            edges = (one, from_time, other, to_time) if down else (from_time, one, to_time, other)
            tiles.append(Tile(_window(edges, time, lanes, down=down)))
    for tile in tiles:
        tile.boxes = [n for n, box in enumerate(layout.boxes) if tile.window.holds(box.x, box.y)]
        tile.labels = [n for n, label in enumerate(layout.labels) if tile.window.holds(label.x, label.y)]
    kept = [tile for tile in tiles if tile.boxes or tile.labels]
    if lane_cuts:  # time alone no longer tells the order in which one reads
        kept.sort(key=lambda tile: _first_step(layout, tile))
    _cut_arrows(layout, kept)
    if len(kept) > 1:
        for tile in kept:
            tile.window = _trimmed(layout, tile)
    return kept


def _first_step(layout: Layout, tile: Tile) -> int:
    """The place in the table of the first step on it, or of the one whose condition it shows."""
    return min(tile.boxes) if tile.boxes else layout.wires[layout.labels[tile.labels[0]].wire].source


def _trimmed(layout: Layout, tile: Tile) -> Window:
    """The window without what is empty at its beginning and end in time; it goes on only where an arrow does."""
    window, axis = tile.window, 1 if layout.direction == "TB" else 0
    ends = [piece.points[-1] for piece in tile.pieces if piece.goes_to]
    ends += [piece.points[0] for piece in tile.pieces if piece.comes_from]
    edges = {"left": (0, window.left), "top": (1, window.top), "right": (0, window.right), "bottom": (1, window.bottom)}
    goes_on = frozenset(side for side, (at, edge) in edges.items() if any(end[at] == edge for end in ends))
    reach = [place for piece in tile.pieces for point in piece.points for place in (point[axis],)]
    for n in tile.boxes:
        box = layout.boxes[n]
        reach += [box.top, box.bottom] if axis else [box.left, box.right]
    for n in tile.labels:
        label = layout.labels[n]
        at, half = (label.y, label.height / 2) if axis else (label.x, label.width / 2)
        reach += [at - half, at + half]
    low, high = min(reach) - _NEAR_EDGE, max(reach) + _NEAR_EDGE
    if axis:
        return Window(window.left, max(window.top, low), window.right, min(window.bottom, high), goes_on)
    return Window(max(window.left, low), window.top, min(window.right, high), window.bottom, goes_on)


def _window(
    edges: tuple[float, float, float, float],
    time: list[tuple[float, float]],
    lanes: list[tuple[float, float]],
    *,
    down: bool,
) -> Window:
    columns, rows = (lanes, time) if down else (time, lanes)
    goes_on = {
        "left": edges[0] > columns[0][0],
        "top": edges[1] > rows[0][0],
        "right": edges[2] < columns[-1][1],
        "bottom": edges[3] < rows[-1][1],
    }
    return Window(*edges, frozenset(side for side, there in goes_on.items() if there))


def _across_range(layout: Layout) -> tuple[float, float]:
    if layout.direction == "TB":
        return layout.lanes[0].left, layout.lanes[-1].right
    return layout.lanes[0].top, layout.lanes[-1].bottom


# --- cuts across time ----------------------------------------------------------------------------


def _across_cuts(layout: Layout, room: float) -> list[float]:
    """The places between which no piece is wider than the room, over as few arrows as can be."""
    begin, end = _across_range(layout)
    if end - begin <= room:
        return []
    cuts = _possible_cuts(layout)
    places = [begin, *(at for at, _ in cuts), end]
    costs = [0.0, *(cost for _, cost in cuts), 0.0]
    best: list[tuple[float, int]] = [(0.0, 0)]  # cost, and where the piece before begins
    for at in range(1, len(places)):
        fitting = [before for before in range(at) if places[at] - places[before] <= room] or [at - 1]
        best.append(min((best[before][0] + 4.0 + costs[at], before) for before in fitting))
    found = []
    at = best[-1][1]
    while at:
        found.append(places[at])
        at = best[at][1]
    return found[::-1]


def _possible_cuts(layout: Layout) -> list[tuple[float, float]]:
    """Where no box, condition or line along time lies: (place, cost)."""
    axis = 0 if layout.direction == "TB" else 1
    begin, end = _across_range(layout)
    busy = [(box.left, box.right) if axis == 0 else (box.top, box.bottom) for box in layout.boxes]
    for label in layout.labels:
        at, half = (label.x, label.width / 2) if axis == 0 else (label.y, label.height / 2)
        busy.append((at - half, at + half))
    for wire in layout.wires:
        busy += [(one[axis], one[axis]) for one, other in pairwise(wire.points) if one[axis] == other[axis]]
    borders = {band.left if axis == 0 else band.top for band in layout.lanes}
    found, reached = [], begin + MARGIN
    for low, high in sorted(busy):
        if low - reached >= _NARROWEST:
            inside = [border for border in borders if reached < border < low]
            at = inside[0] if inside else (reached + low) / 2
            found.append((at, _crossings(layout, axis, at) + (0.0 if inside else _BORDER)))
        reached = max(reached, high)
    return [cut for cut in found if begin < cut[0] < end]


def _crossings(layout: Layout, axis: int, at: float) -> float:
    segments = (pair for wire in layout.wires for pair in pairwise(wire.points))
    return float(sum(min(one[axis], other[axis]) < at < max(one[axis], other[axis]) for one, other in segments))


# --- arrows that go on -----------------------------------------------------------------------------


def _cut_arrows(layout: Layout, tiles: list[Tile]) -> None:
    """Give each page its parts of the arrows; the ends that belong together get one number, counted page by page.

    A part that only passes through a page is left out: its two ends are joined by their number.
    """
    cut: list[tuple[int, Piece, Piece]] = []
    for index, wire in enumerate(layout.wires):
        parts = _parts(wire.points, tiles)
        (first, start), (last, end) = parts[0], parts[-1]
        leaving = Piece(index, start)
        tiles[first].pieces.append(leaving)
        if len(parts) > 1:
            arriving = Piece(index, end)
            tiles[last].pieces.append(arriving)
            cut.append((min(first, last), leaving, arriving))
    cut.sort(key=lambda ends: (ends[0], ends[1].points[-1]))
    for number, (_, leaving, arriving) in enumerate(cut, 1):
        leaving.goes_to = arriving.comes_from = number


def _parts(points: list[Point], tiles: list[Tile]) -> list[tuple[int, list[Point]]]:
    """The runs of an arrow inside one tile each, from its beginning to its end: (place of the tile, points)."""
    runs: list[tuple[int, list[Point]]] = []
    for one, other in pairwise(points):
        for place, start, end in _pieces_of_segment(one, other, tiles):
            if runs and runs[-1][0] == place and runs[-1][1][-1] == start:
                runs[-1][1].append(end)
            else:
                runs.append((place, [start, end]))
    return runs


def _pieces_of_segment(one: Point, other: Point, tiles: list[Tile]) -> list[tuple[int, Point, Point]]:
    """A straight line cut at the edges of the tiles, in the order from one end to the other."""
    axis = 0 if one[1] == other[1] else 1
    low, high = min(one[axis], other[axis]), max(one[axis], other[axis])
    found: list[tuple[int, Point, Point]] = []
    for place, tile in enumerate(tiles):
        window = tile.window
        begin, end = (window.left, window.right) if axis == 0 else (window.top, window.bottom)
        sides = (window.top, window.bottom) if axis == 0 else (window.left, window.right)
        start, stop = max(low, begin), min(high, end)
        if sides[0] <= one[1 - axis] <= sides[1] and (start < stop or low == high == start):
            first, last = (start, stop) if one[axis] <= other[axis] else (stop, start)
            found.append((place, _at(one, axis, first), _at(one, axis, last)))
    found.sort(key=lambda piece: abs(piece[1][axis] - one[axis]))
    return found


def _at(point: Point, axis: int, value: float) -> Point:
    return (value, point[1]) if axis == 0 else (point[0], value)
