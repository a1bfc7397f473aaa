"""Who does each node of a BPMN file: its lane, else its pool."""

from __future__ import annotations

from collections import Counter, defaultdict

from kaizen_helpers.flow.formats.bpmn_document import Bounds, BpmnDocument, Item, Lane, Shape
from kaizen_helpers.flow.formats.bpmn_graph import Graph, Place
from kaizen_helpers.flow.formats.bpmn_losses import Losses, named, one_line

__all__ = ["Owners"]

MOST_AREAS = 500
"""Lanes that are looked through for a node that no lane lists."""


class Owners:
    """The lanes of a file by the names a flow gives them."""

    def __init__(self, document: BpmnDocument, graph: Graph, losses: Losses, *, ours: bool) -> None:
        """``ours``: names are kept as they are; those of others lose their line breaks."""
        self.losses = losses
        self.pools: dict[str, str] = {}
        for pool in document.participants:
            if pool.process:
                self.pools.setdefault(pool.process, pool.name)
            elif pool.name:
                losses.add("BPMN-POOL", named(pool))
        self.around: dict[int, Lane] = {}
        """For a lane, by its identity, the lane it lies in."""
        self.lanes: list[tuple[Lane, Item, str]] = []
        """Each lane with its process and the name of what it lies in (a lane, else the pool)."""
        for process in document.processes:
            self._gather(process, process, self._pool(process))
        used = Counter(lane.name for lane, _, _ in self.lanes)
        self.names = {
            id(lane): f"{outer}／{lane.name}" if outer and used[lane.name] > 1 else lane.name
            for lane, _, outer in self.lanes
        }
        if not ours:
            self.names = {lane: one_line(name) for lane, name in self.names.items()}
            self.pools = {process: one_line(name) for process, name in self.pools.items()}
        self.of: dict[str, Lane] = {}
        self._settle_members(graph)
        self.drawn: dict[str, Shape] = {shape.element: shape for shape in document.shapes}
        self.areas: dict[int, list[tuple[Bounds, str]]] = defaultdict(list)
        for lane, holder, _ in reversed(self.lanes[-MOST_AREAS:]):
            if area := self._bounds(lane.id):
                self.areas[id(holder)].append((area, self.names[id(lane)]))

    def _settle_members(self, graph: Graph) -> None:
        """The lane of each node: an inner lane counts for more than the one around it, else the first in the file."""
        for lane, _, _ in reversed(self.lanes):  # inner lanes come after the lane they lie in
            for member in lane.members:
                before = self.of.setdefault(member, lane)
                if before is not lane and not self._lies_in(before, lane):
                    self.of[member] = lane
                    at = graph.at.get(member)
                    self.losses.add("BPMN-LANE", member if at is None else named(graph.places[at].node))

    def _pool(self, process: Item) -> str:
        return self.pools.get(process.id) or ("" if self.pools else process.name)

    def _gather(self, holder: Item, process: Item, outer: str, around: Lane | None = None) -> None:
        for item in holder.items():
            if isinstance(item, Lane):
                if around is not None:
                    self.around[id(item)] = around
                    self.losses.add("BPMN-NESTED", named(around))
                self.lanes.append((item, process, outer))
                self._gather(item, process, item.name, item)
            elif item.type in {"laneSet", "childLaneSet"}:
                self._gather(item, process, outer, around)

    def _lies_in(self, inner: Lane, outer: Lane) -> bool:
        lane: Lane | None = inner
        while lane is not None and lane is not outer:
            lane = self.around.get(id(lane))
        return lane is outer

    def who(self, graph: Graph, place: Place) -> str:
        """The lane that lists the node or the subprocess around it, else the one it is drawn in, else the pool."""
        around: Place | None = place
        while around is not None:
            lane = self.of.get(around.node.id)
            if lane is not None:
                return self.names[id(lane)]
            around = graph.places[around.outer] if around.outer is not None else None
        return self._drawn_in(place) or self._pool(place.process)

    def _drawn_in(self, place: Place) -> str:
        bounds = self._bounds(place.node.id)
        if bounds is None:
            return ""
        x, y = bounds.x + bounds.width / 2, bounds.y + bounds.height / 2
        for area, name in self.areas[id(place.process)]:
            if area.x <= x <= area.x + area.width and area.y <= y <= area.y + area.height:
                return name
        return ""

    def _bounds(self, id_: str) -> Bounds | None:
        shape = self.drawn.get(id_) if id_ else None
        return shape.bounds if shape else None

    def in_order(self) -> list[str]:
        """The names of lanes that hold no other lanes, in the order of the file."""
        holders = {id(lane) for lane in self.around.values()}
        leaves = [self.names[id(lane)] for lane, _, _ in self.lanes if id(lane) not in holders]
        return list(dict.fromkeys(name for name in leaves if name))
