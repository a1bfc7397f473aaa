"""Where a long picture is folded into pages: between two rows of boxes, where few arrows are cut.

The drawing puts the same number at both ends of an arrow that is cut (①→①).
"""

from __future__ import annotations

from itertools import pairwise

from kaizen_helpers.flow.layout.geometry import Cut, Layout

__all__ = ["page_breaks"]

_PAGE = 4.0
"""A further page costs as much as so many arrows that are cut."""


def page_breaks(layout: Layout, room: float) -> list[Cut]:
    """The places where the picture is cut so that no page is longer than ``room`` pixels along time.

    ``room`` is what a page holds beside the names of the lanes, which are repeated on every page. Boxes and
    conditions are never cut; what is longer than a page (one very high row) gets a page for itself.
    An empty list means that all of it fits on one page.
    """
    if not layout.gutters:
        return []
    begin, end = layout.gutters[0][0], layout.gutters[-1][1]
    cuts = [_cut(layout, gutter) for gutter in layout.gutters[1:-1]]
    places = [begin, *(cut.at for cut in cuts), end]
    best: list[tuple[float, int]] = [(0.0, 0)]  # cost, and where the page before begins
    for at in range(1, len(places)):
        cost = len(cuts[at - 1].wires) if at <= len(cuts) else 0
        fitting = [before for before in range(at) if places[at] - places[before] <= room] or [at - 1]
        best.append(min((best[before][0] + _PAGE + cost, before) for before in fitting))
    at = best[-1][1]
    found = []
    while at:
        found.append(cuts[at - 1])
        at = best[at][1]
    return found[::-1]


def _cut(layout: Layout, gutter: tuple[float, float]) -> Cut:
    """The best place in one gutter: clear of conditions and of lines along it, over as few arrows as can be."""
    time = 1 if layout.direction == "TB" else 0
    start, end = gutter
    busy = [end]
    for wire in layout.wires:
        busy += [one[time] for one, other in pairwise(wire.points) if one[time] == other[time]]
    for label in layout.labels:
        at, size = (label.y, label.height) if time else (label.x, label.width)
        busy += [at - size / 2, at, at + size / 2]
    stops = sorted({start, *(place for place in busy if start <= place <= end)})
    middles = [(one + other) / 2 for one, other in pairwise(stops) if other - one > 4]
    free = [at for at in middles if not _in_label(layout, time, at)] or [(start + end) / 2]
    return min((Cut(at, _crossed(layout, time, at)) for at in reversed(free)), key=lambda cut: len(cut.wires))


def _in_label(layout: Layout, time: int, at: float) -> bool:
    return any(
        abs((label.y if time else label.x) - at) < (label.height if time else label.width) / 2
        for label in layout.labels
    )


def _crossed(layout: Layout, time: int, at: float) -> tuple[tuple[int, float], ...]:
    found = []
    for index, wire in enumerate(layout.wires):
        for one, other in pairwise(wire.points):
            if min(one[time], other[time]) < at < max(one[time], other[time]):
                found.append((index, one[1 - time]))
    return tuple(sorted(found, key=lambda crossing: (crossing[1], crossing[0])))
