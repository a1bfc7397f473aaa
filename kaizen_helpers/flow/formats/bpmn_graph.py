"""The nodes of a BPMN file and where each really leads, through everything that is no step in a flow.

Gateways that only join, the starts and ends inside a subprocess, jumps by link events and boundary events are no
steps. A way into one of them leads on to what follows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from kaizen_helpers.flow.formats.bpmn_document import BpmnDocument, Item, Link, Node
from kaizen_helpers.flow.formats.bpmn_losses import Losses, named, one_line
from kaizen_helpers.flow.formats.bpmn_own import extension, read_share, whole_number
from kaizen_helpers.flow.formats.xml import local_name
from kaizen_helpers.flow.words import is_end_word

__all__ = ["Graph", "Place", "Way", "definitions_of"]

MOST_WORK = 100_000
"""Pieces of way followed in one file: ends of subprocesses with many ways out could multiply without end."""

_BOUNDARY = {
    "timer": "期限が来たとき",
    "error": "エラーのとき",
    "message": "連絡が来たとき",
    "escalation": "上へ知らせるとき",
    "signal": "合図があったとき",
    "conditional": "条件を満たしたとき",
    "cancel": "取り消しのとき",
    "compensate": "やり直すとき",
}


@dataclass(slots=True)
class Way:
    """A way out: to a node by its index, to おわり (``None``), or to a number that no row has."""

    to: int | None
    condition: str = ""
    share: float | None = None
    missing: int | None = None


@dataclass(slots=True, eq=False)
class Place:
    """A node with what stands around it."""

    node: Node
    process: Item
    outer: int | None
    """The subprocess that holds it."""
    role: str = "step"
    """step; end (おわり); missing; pass (leads on); boundary (leads on from what it sits on); gone (only what is inside
    it counts)."""
    ways: list[Way] = field(default_factory=list)
    inner: list[int] = field(default_factory=list)
    number: int | None = None
    """Of a number that no row has."""
    ours: bool = False
    entered: bool = False


class Graph:
    """All nodes, by index in the order of the file, with their ways among steps."""

    def __init__(self, document: BpmnDocument, losses: Losses) -> None:
        self.losses = losses
        self.places: list[Place] = []
        self.flows: list[Link] = []
        self._gather(document.root, document.root, None)
        self.at: dict[str, int] = {}
        for index, place in enumerate(self.places):
            if place.node.id:
                self.at.setdefault(place.node.id, index)
        self._lead()
        self._messages(document)
        self._roles()
        self._subprocesses()
        self._boundaries()
        self._links()
        self._shorten()
        self._follow()

    def _gather(self, holder: Item, process: Item, outer: int | None) -> None:
        """Nodes and flows, also where no schema allows them: in a lane, outside every process."""
        for item in holder.items():
            inside = outer
            if isinstance(item, Node):
                inside = len(self.places)
                self.places.append(Place(item, process, outer, ours=next(extension(item, "step"), None) is not None))
                if outer is not None:
                    self.places[outer].inner.append(inside)
            elif isinstance(item, Link) and item.type == "sequenceFlow":
                self.flows.append(item)
            self._gather(item, item if item.type == "process" else process, inside)

    # --- ways as written ---

    def _lead(self) -> None:
        """Sequence flows, in the order the source lists them, else in that of the file."""
        order: dict[str, tuple[int, int]] = {}
        for index, place in enumerate(self.places):
            for rank, id_ in enumerate(place.node.outgoing):
                order.setdefault(id_, (index, rank))
        last = len(self.places)
        flows = sorted(self.flows, key=lambda flow: order.get(flow.id, (last, 0)))
        for flow in flows:
            source, target = self.at.get(flow.source), self.at.get(flow.target)
            if source is None or target is None:
                continue
            place = self.places[source]
            condition = flow.name or one_line(flow.words("conditionExpression"))
            if not place.ours:
                condition = one_line(condition)
            if not condition and flow.id and place.node.attributes.get("default") == flow.id:
                condition = "それ以外"
            if not condition and place.node.type == "eventBasedGateway":
                condition = one_line(self.places[target].node.name)
            place.ways.append(Way(target, condition, read_share(flow)))
            self.places[target].entered = True

    def _messages(self, document: BpmnDocument) -> None:
        self.sends: set[int] = set()
        pools = {pool.id: pool for pool in document.participants}
        for flow in document.message_flows:
            source, target = self.at.get(flow.source), self.at.get(flow.target)
            if source is not None and target is not None:
                self.places[source].ways.append(Way(target, one_line(flow.name)))
                self.places[target].entered = True
                self.sends.add(source)
                continue
            names = [named(pools.get(id_)) for id_ in (flow.source, flow.target) if id_ in pools]
            self.losses.add("BPMN-MESSAGE", flow.name or "→".join(names) or named(flow))

    # --- what is a step ---

    def _roles(self) -> None:
        for index, place in enumerate(self.places):
            node = place.node
            if place.ours:
                continue
            if node.type == "boundaryEvent" and self._host(place) is not None:
                place.role = "boundary"
            elif (number := _missing(node)) is not None:
                place.role, place.number = "missing", number
            elif self._is_bare_end(index, place):
                place.role = "end"
            elif node.type in {"startEvent", "endEvent"} and self._is_drawn_in(place):
                place.role = "pass"
                if node.name and not is_end_word(node.name):
                    self.losses.add("BPMN-INNER", named(node))
            elif node.type.endswith("Gateway") and not node.name and len(place.ways) == 1 and place.entered:
                place.role = "pass"

    def _is_bare_end(self, index: int, place: Place) -> bool:
        """An end that says no more than おわり."""
        node = place.node
        if node.type != "endEvent" or self._is_drawn_in(place) or not place.entered or index in self.sends:
            return False
        return not place.ways and (not node.name.strip() or is_end_word(node.name))

    def _is_drawn_in(self, place: Place) -> bool:
        return place.outer is not None and not _is_event_subprocess(self.places[place.outer].node)

    def _host(self, place: Place) -> int | None:
        index = self.at.get(place.node.attached_to)
        return index if index is not None and self.places[index].node.type != "boundaryEvent" else None

    # --- what leads on ---

    def _subprocesses(self) -> None:
        """A subprocess leads to what is first inside it; what is last inside it leads on."""
        for index, place in enumerate(self.places):
            inner = [self.places[at] for at in place.inner]
            if not inner:
                continue
            self.losses.add("BPMN-SUBPROCESS", named(place.node), index)
            if _is_event_subprocess(place.node):
                place.role = "gone"
                continue
            onward = place.ways
            place.ways = [
                Way(at)
                for at, one in zip(place.inner, inner, strict=True)
                if not one.entered and one.node.type != "boundaryEvent" and not _is_event_subprocess(one.node)
            ]
            if not place.ways:  # a circle inside: it is entered at its first node
                place.ways = [Way(place.inner[0])]
            for one in inner:
                if not one.ways and one.role in {"step", "pass"} and not one.inner:
                    one.ways = onward or [Way(None)]  # one list for all of them: nothing changes a list in place
            if any(one.inner for one in inner):
                self._hand_down(inner, onward)

    def _hand_down(self, inner: list[Place], onward: list[Way]) -> None:
        """A subprocess at the end of a subprocess leads on where the outer one does."""
        for one in inner:
            if one.inner and not one.ways and not _is_event_subprocess(one.node):
                one.ways = onward or [Way(None)]

    def _boundaries(self) -> None:
        for place in self.places:
            host = self._host(place)
            if place.role != "boundary" or host is None:
                continue
            word = next((_BOUNDARY[kind] for kind in definitions_of(place.node) if kind in _BOUNDARY), "例外のとき")
            name = one_line(place.node.name)
            ways = [Way(way.to, name or way.condition or word, way.share) for way in place.ways]
            self.places[host].ways = [*self.places[host].ways, *ways]
            if place.node.attributes.get("cancelActivity") == "false":
                self.losses.add("BPMN-BOUNDARY", named(place.node), host)
            if not place.ways:
                self.losses.add("BPMN-DANGLING", named(place.node), host)

    def _links(self) -> None:
        """A throwing link event goes on at the catching one of its name in the same process."""
        catches: dict[tuple[int, str], int] = {}
        links = defaultdict(list)
        for index, place in enumerate(self.places):
            if not place.ours and "link" in definitions_of(place.node):
                links[place.node.type].append(index)
        for index in links["intermediateCatchEvent"]:
            place = self.places[index]
            catches.setdefault((id(place.process), place.node.name), index)
        for index in links["intermediateThrowEvent"]:
            place = self.places[index]
            target = catches.get((id(place.process), place.node.name))
            if target is None or place.ways:
                continue
            place.role, place.ways = "pass", [Way(target)]
            self.places[target].role = "pass"

    def _shorten(self) -> None:
        """What has one way on leads straight to where a whole chain of such leads; a circle of them leads nowhere."""
        done: set[int] = set()
        for start in range(len(self.places)):
            chain: dict[int, None] = {}
            at: int | None = start
            while at is not None and at not in done and at not in chain and self._only_leads_on(at):
                chain[at] = None
                at = self.places[at].ways[0].to
            for index in reversed(chain):
                place = self.places[index]
                way = place.ways[0]
                if at in chain:
                    place.ways = []
                elif way.to is not None and way.to in done:
                    onward = self.places[way.to].ways
                    place.ways = [Way(on.to, _both(way.condition, on.condition), way.share) for on in onward]
                done.add(index)

    def _only_leads_on(self, index: int) -> bool:
        place = self.places[index]
        return place.role == "pass" and len(place.ways) == 1

    def _follow(self) -> None:
        """Replace every way into something that is no step by the ways out of it."""
        self.work = MOST_WORK
        for place in self.places:
            if place.role != "step":
                continue
            ends: list[Way] = []
            for way in place.ways:
                if self.work <= 0:
                    self.losses.add("BPMN-TANGLE", named(place.node))
                    break
                ends += self._ends(way, place)
            place.ways = ends

    def _ends(self, first: Way, origin: Place) -> list[Way]:
        found: list[Way] = []
        seen: set[int] = set()
        waiting = [first]
        while waiting and self.work > 0:
            self.work -= 1
            way = waiting.pop()
            place = self.places[way.to] if way.to is not None else None
            if place is None or place.role == "step":
                found.append(way)
            elif place.role == "end":
                found.append(Way(None, way.condition, way.share))
            elif place.role == "missing":
                found.append(Way(None, way.condition, way.share, place.number))
            elif way.to is not None and way.to not in seen:
                seen.add(way.to)
                self.work -= len(place.ways)
                waiting += [Way(on.to, _both(way.condition, on.condition), way.share) for on in reversed(place.ways)]
        if waiting or not found:
            self.losses.add("BPMN-TANGLE", named(origin.node))
        return found


def definitions_of(node: Node) -> list[str]:
    """The kinds of an event: timer, message, signal and so on."""
    names = (local_name(part) for part in node.kept())
    return [name.removesuffix("EventDefinition") for name in names if name.endswith("EventDefinition")]


def _is_event_subprocess(node: Node) -> bool:
    return node.attributes.get("triggeredByEvent") == "true"


def _missing(node: Node) -> int | None:
    """The number we wrote a stand-in for, unless it has been given other words since."""
    for element in extension(node, "missing"):
        number = whole_number(element.get("number"))
        if number is not None and node.name == f"{number}番（未記入）":
            return number
    return None


def _both(one: str, other: str) -> str:
    """Both conditions, unless that would be longer than anybody reads."""
    both = "／".join(dict.fromkeys(part for part in (one, other) if part))
    return both if len(both) <= 200 else one or other
