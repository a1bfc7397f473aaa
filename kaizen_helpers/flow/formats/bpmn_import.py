"""From BPMN 2.0, whoever drew it, to a flow; what does not fit into one is said.

- startEvent → きっかけ; endEvent → おわり (a step if it has words of its own, else a way to おわり);
  intermediateCatchEvent → 待ち; intermediateThrowEvent → 作業
- task, userTask, manualTask, sendTask, receiveTask → 作業; serviceTask, scriptTask, businessRuleTask → システム処理;
  callActivity and empty subprocesses → サブ業務; what is inside a subprocess is put in line after it
- exclusive, inclusive, complex and event-based gateways → 分かれ道, parallelGateway → 並行; a gateway without words
  that only joins is no step
- a boundary event → a way out of the step it sits on; a message flow between two nodes → a way from one to the other
- the innermost lane, else the pool → だれが; several pools → several lanes
- data objects → 帳票, data stores → システム, documentation and attached annotations → 備考
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.findings.checks import Finding
from kaizen_helpers.flow.formats.bpmn_document import Artifact, BpmnDocument, Data, DataLink, Item, Node
from kaizen_helpers.flow.formats.bpmn_graph import Graph, Place, Way, definitions_of
from kaizen_helpers.flow.formats.bpmn_losses import Losses, check_bpmn, named, one_line
from kaizen_helpers.flow.formats.bpmn_own import (
    TYPES,
    extension,
    read_flow_facts,
    read_lane_facts,
    read_step_facts,
    type_of,
    whole_number,
)
from kaizen_helpers.flow.formats.bpmn_owners import Owners
from kaizen_helpers.flow.formats.bpmn_read import read_bpmn
from kaizen_helpers.flow.formats.xml import local_name
from kaizen_helpers.flow.model import Branch, Flow, Kind, Lane, Step

__all__ = ["MOST_NODES", "bpmn_to_flow"]

MOST_NODES = 20_000
"""Nodes read of one file; a flow of 5,000 steps is the most that anybody was seen to need."""

_KINDS = {name: kind for kind, names in reversed(TYPES.items()) for name in names} | {
    "intermediateThrowEvent": Kind.TASK,
    "boundaryEvent": Kind.WAIT,
}
_WORDS = {
    ("startEvent", "timer"): "決まった時期になる",
    ("startEvent", "message"): "連絡が届く",
    ("intermediateCatchEvent", "timer"): "時期を待つ",
    ("intermediateCatchEvent", "message"): "連絡を待つ",
    ("intermediateThrowEvent", "message"): "連絡を送る",
}
"""For events that have a sign but no words."""
_SEVERAL = frozenset(["inclusiveGateway", "complexGateway", "eventBasedGateway"])
_DRAWN_DATA = frozenset(["dataObject", "dataObjectReference", "dataStore", "dataStoreReference"])
_REPEATS = frozenset(["standardLoopCharacteristics", "multiInstanceLoopCharacteristics"])


def bpmn_to_flow(source: BpmnDocument | Path | bytes | str) -> tuple[Flow, tuple[Finding, ...]]:
    """The flow of a BPMN file, and what in the file is broken or has no place in a flow, with the names.

    Args:
        source: a document, or anything that :func:`~kaizen_helpers.flow.formats.bpmn_read.read_bpmn` takes.

    Raises:
        MissingError: there is no such file.
        InputError: it is no BPMN at all, or has more than :data:`MOST_NODES` nodes. All else that is wrong inside a
            BPMN file is a finding.
    """
    document = source if isinstance(source, BpmnDocument) else read_bpmn(source)
    count = len(document.nodes)
    if count > MOST_NODES:
        message = (
            f"図の中の手順が{count}個あり、一度に読める{MOST_NODES}個を超えています。流れごとに図を分けてください。"
        )
        raise InputError(message, document.source)
    return _Reader(document).result()


class _Reader:
    def __init__(self, document: BpmnDocument) -> None:
        self.document = document
        self.losses = Losses()
        check_bpmn(document, self.losses)
        self.graph = Graph(document, self.losses)
        self.known = next((part for process in document.processes for part in extension(process, "flow")), None)
        self.owners = Owners(document, self.graph, self.losses, ours=self.known is not None)
        self.papers: dict[int, list[str]] = defaultdict(list)
        self.systems: dict[int, list[str]] = defaultdict(list)
        self.notes: dict[int, list[str]] = defaultdict(list)
        self._attach()

    def result(self) -> tuple[Flow, tuple[Finding, ...]]:
        """Steps in their order with numbers, then their ways, then the flow as a whole."""
        order = self._order()
        numbers = self._numbers(order)
        steps = tuple(self._step(index, numbers) for index in order)
        if not steps and self.known is None:
            self.losses.add("BPMN-EMPTY")
        flow = self._whole(steps)
        return flow, self.losses.findings(numbers)

    # --- order and numbers ---

    def _order(self) -> list[int]:
        """As in the file if any of it is ours, else as one would walk from the starts."""
        places = self.graph.places
        steps = [index for index, place in enumerate(places) if place.role == "step"]
        if any(places[index].ours for index in steps):
            return steps
        entered = {way.to for index in steps for way in places[index].ways if way.to != index}
        free = [index for index in steps if index not in entered]
        starts = [i for i in steps if places[i].node.type == "startEvent" and places[i].outer is None]
        roots = [*(index for index in starts if index not in entered), *free, *starts, *steps]
        found: dict[int, None] = {}
        for root in roots:
            waiting = [root]
            while waiting:
                index = waiting.pop()
                if index not in found:
                    found[index] = None
                    waiting += [way.to for way in reversed(places[index].ways) if way.to is not None]
        return list(found)

    def _numbers(self, order: list[int]) -> dict[int, int]:
        """Those we wrote; a new node, and a copy of one of ours, gets the next free number."""
        numbers = {}
        for index in order:
            node = self.graph.places[index].node
            for facts in extension(node, "step"):
                number = whole_number(facts.get("number"))
                if number is not None and facts.get("of") == node.id:
                    numbers[index] = number
        free = max([0, *numbers.values()])
        for index in order:
            if index not in numbers:
                free += 1
                numbers[index] = free
        return numbers

    # --- one step ---

    def _step(self, index: int, numbers: dict[int, int]) -> Step:
        place = self.graph.places[index]
        node = place.node
        step = Step(
            numbers[index],
            self.owners.who(self.graph, place),
            node.name if place.ours else self._words(node),
            _KINDS.get(node.type, Kind.TASK),
            tuple(self._branch(way, numbers) for way in place.ways),
            document="、".join(dict.fromkeys(self.papers[index])),
            system="、".join(dict.fromkeys(self.systems[index])),
            note="\n".join(
                [*([node.words("documentation")] if node.words("documentation") else []), *self.notes[index]]
            ),
        )
        for facts in extension(node, "step"):
            kind = facts.get("kind", "")
            step = read_step_facts(facts, step)
            return replace(step, kind=Kind(kind)) if node.type in type_of(kind) else step
        self._tell(index, place)
        return step

    def _branch(self, way: Way, numbers: dict[int, int]) -> Branch:
        to = way.missing if way.to is None else numbers[way.to]
        return Branch(to, way.condition, way.share)

    def _words(self, node: Node) -> str:
        if node.name.strip():
            return one_line(node.name)
        return next((_WORDS[node.type, kind] for kind in definitions_of(node) if (node.type, kind) in _WORDS), "")

    def _tell(self, index: int, place: Place) -> None:
        """What of a node of others has no place in a step."""
        node = place.node
        signs = set(definitions_of(node))
        kept = {"timer"} if node.type in {"intermediateCatchEvent", "startEvent"} else set()
        if signs - kept:
            self.losses.add("BPMN-EVENT", named(node), index)
        if node.type in _SEVERAL and len(place.ways) > 1:
            self.losses.add("BPMN-GATEWAY", named(node), index)
        if any(local_name(part) in _REPEATS for part in node.kept()):
            self.losses.add("BPMN-REPEAT", named(node), index)
        if "choreography" in node.type.lower():
            self.losses.add("BPMN-UNKNOWN", named(node), index)

    # --- documents, systems, notes ---

    def _attach(self) -> None:
        by_id: dict[str, Item] = {}
        for item in self.document.walk():
            by_id.setdefault(item.id, item)
        attached: set[int] = set()
        joins = [(link.source, link.target) for link in self.document.associations]
        for place in self.graph.places:
            for part in place.node.items():
                if isinstance(part, DataLink):
                    joins += [(place.node.id, other) for other in (*part.sources, *part.targets)]
        for ends in joins:
            for one, other in (ends, ends[::-1]):
                index, joined = self.graph.at.get(one), by_id.get(other)
                if index is not None and joined is not None and self._hang(index, joined, by_id):
                    attached.add(id(joined))
        self._tell_unattached(by_id, attached)

    def _hang(self, index: int, item: Item, by_id: dict[str, Item]) -> bool:
        if isinstance(item, Data) and item.type in _DRAWN_DATA:
            behind = by_id.get(item.data_object or item.data_store)
            name = item.name or (behind.name if behind is not None else "")
            if name:
                (self.systems if item.type.startswith("dataStore") else self.papers)[index].append(name)
            return True
        if isinstance(item, Artifact) and item.type == "textAnnotation":
            text = item.words("text").strip()
            if text:
                self.notes[index].append(text)
            return True
        return False

    def _tell_unattached(self, by_id: dict[str, Item], attached: set[int]) -> None:
        for item in self.document.walk():
            if id(item) in attached:
                continue
            if item.type in {"dataObjectReference", "dataStoreReference"}:
                behind = by_id.get(item.data_object or item.data_store) if isinstance(item, Data) else None
                self.losses.add("BPMN-DATA", item.name or named(behind, named(item)))
            elif item.type == "textAnnotation":
                self.losses.add("BPMN-NOTE", item.words("text").strip() or named(item))
            elif item.type == "group":
                self.losses.add("BPMN-GROUP", named(item))

    # --- the whole ---

    def _whole(self, steps: tuple[Step, ...]) -> Flow:
        document = self.document
        pools = [pool for pool in document.participants if pool.process]
        title = pools[0].name if len(pools) == 1 else ""
        flow = Flow(title, steps)
        if self.known is not None:
            lanes = [facts for lane, _, _ in self.owners.lanes for facts in read_lane_facts(lane, lane.name)]
            lanes.sort(key=lambda pair: pair[0])
            return replace(read_flow_facts(self.known, flow), declared=tuple(lane for _, lane in lanes))
        if not title:
            named_items: list[Item] = [*document.processes[:1], document.root]
            title = next((item.name for item in named_items if item.name), "")
        title = one_line(title)
        used = {step.who for step in steps}
        order = [name for name in self.owners.in_order() if name in used]
        return replace(flow, title=title, declared=tuple(map(Lane, order)) if len(order) > 1 else ())
