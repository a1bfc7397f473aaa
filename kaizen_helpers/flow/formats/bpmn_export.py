"""From a flow to BPMN 2.0 with its drawing.

The map (flow.md §9.2): one pool with the title, a lane for each owner, and

- きっかけ → startEvent; intermediateThrowEvent where something leads back to it, since nothing may enter a start.
  A きっかけ that is also work (it has minutes or a medium) stays an event; the rest of it is in our attributes.
- 作業 → sendTask (its words end in 送る・郵送する・通知する…), else manualTask (紙・窓口・電話…), else userTask (Excel,
  kintone, a system …), else task. システム処理 → serviceTask. サブ業務 → callActivity.
- 分かれ道 → exclusiveGateway, 並行 → parallelGateway, 待ち → intermediateCatchEvent with a timer.
- おわり → endEvent; intermediateThrowEvent where something follows it. A way to おわり leads to an endEvent of its
  own named おわり. A number that no row has becomes a task 「5番（未記入）」.
- 帳票 → dataObjectReference, システム・台帳 → dataStoreReference, each joined by an association. 備考 → documentation.

All else is in ``extensionElements`` (:mod:`.bpmn_own`), so that
:func:`~kaizen_helpers.flow.formats.bpmn_import.bpmn_to_flow` gives back the equal flow.
"""

from __future__ import annotations

import re

from kaizen_helpers.flow.formats.bpmn_document import (
    DC,
    DD,
    DI,
    MODEL,
    Bounds,
    BpmnDocument,
    Container,
    Data,
    Edge,
    Item,
    Lane,
    Link,
    Node,
    Participant,
    Plane,
    Point,
    Shape,
)
from kaizen_helpers.flow.formats.bpmn_own import (
    OWN,
    TYPES,
    add_extension,
    flow_facts,
    lane_facts,
    legal,
    mark,
    step_facts,
)
from kaizen_helpers.flow.formats.bpmn_places import Key, place
from kaizen_helpers.flow.formats.bpmn_write import write_bpmn
from kaizen_helpers.flow.formats.xml import Element
from kaizen_helpers.flow.layout.layout import Direction, Quality
from kaizen_helpers.flow.model import Flow, Kind, Step
from kaizen_helpers.flow.words import plain

__all__ = ["flow_to_bpmn", "flow_to_document"]

_SENDS = re.compile(
    r"(送る|渡す|返す|出す|知らせる|(送付|発送|郵送|返送|送信|返信|発信|交付|通知|連絡|督促|提出|報告|回答|依頼|照会)(を?する|を行う)?)$"
)
_BY_HAND = re.compile(r"紙|書面|窓口|郵送|郵便|電話|口頭|対面|持参|手書|fax|ファクス|ファックス", re.IGNORECASE)
_BY_SYSTEM = re.compile(
    r"システム|kintone|excel|エクセル|word|ワード|メール|mail|web|ウェブ|フォーム|電子|オンライン|台帳|access|クラウド",
    re.IGNORECASE,
)


def flow_to_bpmn(flow: Flow, direction: Direction = "LR", quality: Quality = "print") -> bytes:
    """The flow as a BPMN 2.0 file: UTF-8, with a drawing of every element, ids ASCII and unique.

    Args:
        flow: any flow, finished or not.
        direction: "LR", lanes above one another as BPMN programs draw them, or "TB", lanes side by side.
        quality: see :func:`~kaizen_helpers.flow.layout.layout.lay_out`.

    Characters that XML cannot hold become U+FFFD; nothing else is changed.
    """
    return write_bpmn(flow_to_document(flow, direction, quality))


def flow_to_document(flow: Flow, direction: Direction = "LR", quality: Quality = "print") -> BpmnDocument:
    """As :func:`flow_to_bpmn`, before it is written."""
    return _Writer(legal(flow), direction, quality).document


class _Writer:
    def __init__(self, flow: Flow, direction: Direction, quality: Quality) -> None:
        self.flow = flow
        self.first: dict[int, int] = {}
        for index, step in enumerate(flow.steps):
            self.first.setdefault(step.number, index)
        entered = {branch.to for step in flow.steps for branch in step.next}
        self.types = {
            index: _type(step, entered=step.number in entered and self.first[step.number] == index)
            for index, step in enumerate(flow.steps)
        }
        forms = {index: _form(name) for index, name in self.types.items()}
        self.places = place(flow, forms, direction, quality)
        self.nodes: dict[Key, Node] = {}
        self.process = Container(_model("process"), "process_1", flow.title, {"isExecutable": "false"})
        self.pool = Participant(_model("participant"), "pool_1", flow.title, process="process_1")
        self.plane = Plane(_di("BPMNPlane"), "plane_1", element="collaboration_1")
        self.stores: dict[str, Data] = {}
        self.papers: dict[str, Data] = {}
        self.links: list[Item] = []
        self.document = self._whole()

    def _whole(self) -> BpmnDocument:
        add_extension(self.process, flow_facts(self.flow))
        self._draw(self.pool, self.places.pool, {"isHorizontal": _bool(self.places.horizontal)})
        lanes = self._lanes()
        self._nodes()
        self._ways()
        self._data()
        for key, node in self.nodes.items():
            lanes[self._step(key).who].members.append(node.id)
        if lanes:
            self.process.content.append(Container(_model("laneSet"), "lanes_1", content=list(lanes.values())))
        self.process.content += [*self.papers.values(), *self.nodes.values(), *self.links]
        attributes = {"targetNamespace": OWN, "exporter": "kaizen_helpers"}
        root = Container(_model("definitions"), "definitions_1", self.flow.title, attributes)
        root.namespaces = {None: MODEL, "bpmndi": DI, "dc": DC, "di": DD, "kaizen": OWN}
        root.content += self.stores.values()
        root.content.append(Container(_model("collaboration"), "collaboration_1", content=[self.pool]))
        root.content.append(self.process)
        root.content.append(Container(_di("BPMNDiagram"), "diagram_1", content=[self.plane]))
        return BpmnDocument(root, self.flow.title or "BPMN")

    def _step(self, key: Key) -> Step:
        return self.flow.steps[key if isinstance(key, int) else key[0]]

    # --- lanes and nodes ---

    def _lanes(self) -> dict[str, Lane]:
        lanes = {}
        for at, name in enumerate(self.flow.lanes, 1):
            lane = lanes[name] = Lane(_model("lane"), f"lane_{at}", name)
            add_extension(lane, *lane_facts(self.flow, name))
            self._draw(lane, self.places.lanes[name], {"isHorizontal": _bool(self.places.horizontal)})
        return lanes

    def _nodes(self) -> None:
        for index, step in enumerate(self.flow.steps):
            node = Node(_model(self.types[index]), f"step_{index + 1}", step.what)
            add_extension(node, step_facts(step, node.id))
            if step.note:
                node.content.insert(0, _text("documentation", step.note))
            if step.kind is Kind.WAIT:
                node.content.append(_empty("timerEventDefinition", f"timer_{index + 1}"))
            self._add(index, node)
            for to in dict.fromkeys(branch.to for branch in step.next if branch.to not in self.first):
                self._add((index, to), self._no_step(index, to))

    def _no_step(self, index: int, to: int | None) -> Node:
        """What a way leads to if no row has it."""
        if to is None:
            return Node(_model("endEvent"), f"end_{index + 1}", "おわり")
        node = Node(_model("task"), f"missing_{index + 1}_{len(self.nodes)}", f"{to}番（未記入）")
        add_extension(node, mark("missing", of=node.id, number=to))
        return node

    def _add(self, key: Key, node: Node) -> None:
        self.nodes[key] = node
        self._draw(node, self.places.nodes[key], words=self.places.words.get(key) if node.name else None)

    # --- ways ---

    def _ways(self) -> None:
        count = 0
        for index, step in enumerate(self.flow.steps):
            drawn: dict[int | None, int] = {}
            for branch in step.next:
                count += 1
                source, target = self.nodes[index], self.nodes[self._target(index, branch.to)]
                way = Link(_model("sequenceFlow"), f"way_{count}", branch.condition, source=source.id, target=target.id)
                if branch.share is not None:
                    add_extension(way, mark("way", share=branch.share))
                source.outgoing.append(way.id)
                target.incoming.append(way.id)
                self.links.append(way)
                before = drawn.get(branch.to, 0)
                drawn[branch.to] = before + 1
                self._draw_way(way, (index, branch.to), before)

    def _target(self, index: int, to: int | None) -> Key:
        return self.first[to] if to is not None and to in self.first else (index, to)

    def _draw_way(self, way: Link, key: tuple[int, int | None], before: int) -> None:
        """Ways from one step to another with several conditions lie on one line, their words one below the other."""
        edge = Edge(_di("BPMNEdge"), f"{way.id}_di", element=way.id)
        edge.waypoints = [Point(_short(x), _short(y)) for x, y in self.places.ways[key]]
        words = self.places.conditions.get(key)
        if words is not None and way.name:
            edge.content.append(_label(Bounds(words.x, words.y + before * words.height, words.width, words.height)))
        self.plane.content.append(edge)

    # --- documents and systems ---

    def _data(self) -> None:
        for index, step in enumerate(self.flow.steps):
            if step.document:
                paper = self.papers.setdefault(
                    step.document, Data(_model("dataObject"), f"paper_{len(self.papers) + 1}", step.document)
                )
                tag, id_ = _model("dataObjectReference"), f"paper_of_{index + 1}"
                reference = Data(tag, id_, step.document, data_object=paper.id)
                words = self.places.paper_words[index]
                self._join(index, reference, self.places.papers[index], words, f"uses_{index + 1}")
            if step.system:
                store = self.stores.setdefault(
                    step.system, Data(_model("dataStore"), f"store_{len(self.stores) + 1}", step.system)
                )
                tag, id_ = _model("dataStoreReference"), f"store_of_{index + 1}"
                reference = Data(tag, id_, step.system, data_store=store.id)
                words = self.places.store_words[index]
                self._join(index, reference, self.places.stores[index], words, f"works_in_{index + 1}")
        self.links.sort(key=lambda link: link.type == "association")  # artifacts come last in BPMN20.xsd

    def _join(self, index: int, data: Data, bounds: Bounds, words: Bounds, id_: str) -> None:
        node = self.nodes[index]
        self.links.append(data)
        self._draw(data, bounds, words=words)
        link = Link(_model("association"), id_, source=node.id, target=data.id)
        self.links.append(link)
        edge = Edge(_di("BPMNEdge"), f"{id_}_di", element=id_)
        box = self.places.nodes[index]
        x = bounds.x + bounds.width / 2
        low = box.y + box.height
        start = (min(max(x, box.x), box.x + box.width), low) if not _form(node.type) else (box.x + box.width / 2, low)
        edge.waypoints = [Point(_short(start[0]), _short(start[1])), Point(_short(x), _short(bounds.y))]
        self.plane.content.append(edge)

    def _draw(
        self, item: Item, bounds: Bounds, attributes: dict[str, str] | None = None, words: Bounds | None = None
    ) -> None:
        shape = Shape(_di("BPMNShape"), f"{item.id}_di", attributes=attributes or {}, element=item.id)
        if item.type == "exclusiveGateway":
            shape.attributes["isMarkerVisible"] = "true"
        shape.bounds = Bounds(_short(bounds.x), _short(bounds.y), _short(bounds.width), _short(bounds.height))
        if words is not None:
            shape.content.append(_label(words))
        self.plane.content.append(shape)


# --- the map -------------------------------------------------------------------------------------


def _type(step: Step, *, entered: bool) -> str:
    if (step.kind is Kind.START and entered) or (step.kind is Kind.END and step.next):
        return TYPES[step.kind][1]
    if step.kind is not Kind.TASK:
        return TYPES[step.kind][0]
    if _SENDS.search(plain(step.what)):
        return "sendTask"
    if _BY_HAND.search(plain(step.means)):
        return "manualTask"
    return "userTask" if step.system or _BY_SYSTEM.search(plain(step.means)) else "task"


def _form(name: str) -> str:
    """How it is drawn, for :func:`~kaizen_helpers.flow.formats.bpmn_places.place`."""
    return "event" if name.endswith("Event") else "gateway" if name.endswith("Gateway") else ""


# --- small pieces of XML -------------------------------------------------------------------------


def _model(name: str) -> str:
    return f"{{{MODEL}}}{name}"


def _di(name: str) -> str:
    return f"{{{DI}}}{name}"


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _short(value: float) -> float:
    return round(value, 2)


def _text(name: str, text: str) -> Element:
    element = _empty(name)
    element.text = text
    return element


def _empty(name: str, id_: str = "") -> Element:
    from lxml import etree

    element = etree.Element(_model(name), nsmap={None: MODEL})
    if id_:
        element.set("id", id_)
    return element


def _label(bounds: Bounds) -> Element:
    from lxml import etree

    label = etree.Element(_di("BPMNLabel"), nsmap={"bpmndi": DI, "dc": DC})
    place_ = etree.SubElement(label, f"{{{DC}}}Bounds")
    for name in ("x", "y", "width", "height"):
        place_.set(name, str(_short(getattr(bounds, name))))
    return label
