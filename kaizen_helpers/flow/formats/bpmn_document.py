"""A BPMN 2.0 file as plain objects that can be changed and written again, without losing anything.

Every element of a diagram is an :class:`Item`: what BPMN says about it is in fields, and whatever else the file
holds stays where it was, as ``attributes`` and as the XML elements in ``content``. So there is one way only from
a file to a file, :func:`~kaizen_helpers.flow.formats.bpmn_read.read_bpmn` and
:func:`~kaizen_helpers.flow.formats.bpmn_write.write_bpmn`, and it builds all XML anew from these objects.
Rules: flow.md §3.2. The order of elements is that of the OMG schema BPMN20.xsd.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar

from kaizen_helpers.flow.formats.xml import Element, elements, local_name

__all__ = [
    "DC",
    "DD",
    "DI",
    "MODEL",
    "Artifact",
    "Bounds",
    "BpmnDocument",
    "Container",
    "Data",
    "DataLink",
    "Edge",
    "Item",
    "Lane",
    "Link",
    "Node",
    "Participant",
    "Plane",
    "Point",
    "Shape",
]

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"

_T = TypeVar("_T", bound="Item")


@dataclass(slots=True, eq=False)
class Item:
    """One element: its id and name, and the rest as it is in the file."""

    FIELDS: ClassVar[dict[str, str]] = {"id": "id", "name": "name"}
    """XML attribute → field. An empty field is not written."""
    LISTS: ClassVar[dict[str, str]] = {}
    """Child elements that hold the id of another element → field."""

    tag: str
    """With its namespace: ``{http://www.omg.org/spec/BPMN/20100524/MODEL}userTask``."""
    id: str = ""
    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    """All other attributes."""
    content: list[Item | Element] = field(default_factory=list)
    """The children in order: items, and XML elements that are kept as they are."""
    namespaces: dict[str | None, str] = field(default_factory=dict)
    """Prefixes declared on this element."""

    @property
    def type(self) -> str:
        """The name of the element: userTask, sequenceFlow and so on."""
        return self.tag.rpartition("}")[2]

    def items(self) -> Iterator[Item]:
        """The children that are items."""
        return (part for part in self.content if isinstance(part, Item))

    def kept(self) -> Iterator[Element]:
        """The children that are kept as XML elements (no comments)."""
        return elements(part for part in self.content if not isinstance(part, Item))

    def words(self, child: str) -> str:
        """The text inside the children of this name: ``documentation``, ``text``, ``conditionExpression``."""
        return "\n".join("".join(part.itertext()) for part in self.kept() if local_name(part) == child)


@dataclass(slots=True, eq=False)
class Container(Item):
    """The file itself (definitions), a process, a collaboration, a set of lanes, a diagram."""


@dataclass(slots=True, eq=False)
class Node(Item):
    """An activity, event or gateway; a subprocess holds the items inside it as ``content``."""

    FIELDS: ClassVar[dict[str, str]] = {**Item.FIELDS, "attachedToRef": "attached_to"}
    LISTS: ClassVar[dict[str, str]] = {"incoming": "incoming", "outgoing": "outgoing"}

    incoming: list[str] = field(default_factory=list)
    outgoing: list[str] = field(default_factory=list)
    attached_to: str = ""
    """Of a boundary event: the activity it sits on."""


@dataclass(slots=True, eq=False)
class Data(Item):
    """A data object, a data store, or a reference to one."""

    FIELDS: ClassVar[dict[str, str]] = {**Item.FIELDS, "dataObjectRef": "data_object", "dataStoreRef": "data_store"}

    data_object: str = ""
    data_store: str = ""


@dataclass(slots=True, eq=False)
class Artifact(Item):
    """A text annotation or a group."""


@dataclass(slots=True, eq=False)
class Link(Item):
    """A sequence flow, message flow or association, from one id to another."""

    FIELDS: ClassVar[dict[str, str]] = {**Item.FIELDS, "sourceRef": "source", "targetRef": "target"}

    source: str = ""
    target: str = ""


@dataclass(slots=True, eq=False)
class DataLink(Item):
    """What an activity reads or writes (dataInputAssociation, dataOutputAssociation)."""

    LISTS: ClassVar[dict[str, str]] = {"sourceRef": "sources", "targetRef": "targets"}

    sources: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Lane(Item):
    """A lane; lanes inside it are in ``content``."""

    LISTS: ClassVar[dict[str, str]] = {"flowNodeRef": "members"}

    members: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Participant(Item):
    """A pool; without a process it is a party whose inside is not shown."""

    FIELDS: ClassVar[dict[str, str]] = {**Item.FIELDS, "processRef": "process"}

    process: str = ""


@dataclass(slots=True)
class Bounds:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Point:
    """A corner of a line in pixels."""

    x: float
    y: float
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Plane(Item):
    """What a diagram shows: a process or a collaboration, with shapes and edges in ``content``."""

    FIELDS: ClassVar[dict[str, str]] = {**Item.FIELDS, "bpmnElement": "element"}

    element: str = ""


@dataclass(slots=True, eq=False)
class Shape(Item):
    """Where a node, a lane, a pool or a data object is drawn."""

    FIELDS: ClassVar[dict[str, str]] = {**Item.FIELDS, "bpmnElement": "element"}

    element: str = ""
    bounds: Bounds | None = None


@dataclass(slots=True, eq=False)
class Edge(Item):
    """Where a flow or an association is drawn."""

    FIELDS: ClassVar[dict[str, str]] = {**Item.FIELDS, "bpmnElement": "element"}

    element: str = ""
    waypoints: list[Point] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class BpmnDocument:
    """A whole file. Its lists are gathered anew at each call, so they always tell what ``root`` holds."""

    root: Container
    """The element ``definitions``."""
    source: str = "BPMN"
    """The name of the file, for messages."""

    def walk(self) -> Iterator[Item]:
        """All items, from the outside to the inside, in the order of the file."""
        waiting: list[Item] = [self.root]
        while waiting:
            item = waiting.pop()
            yield item
            waiting += reversed(list(item.items()))

    def find(self, id_: str) -> Item | None:
        """The first item with this id."""
        return next((item for item in self.walk() if item.id == id_), None)

    def holder(self, item: Item) -> Item | None:
        """The item that holds this one in its ``content``."""
        return next((other for other in self.walk() if any(part is item for part in other.content)), None)

    def _all(self, kind: type[_T], *types: str) -> list[_T]:
        return [item for item in self.walk() if isinstance(item, kind) and (not types or item.type in types)]

    @property
    def nodes(self) -> list[Node]:
        """Activities, events and gateways, those inside subprocesses too."""
        return self._all(Node)

    @property
    def data(self) -> list[Data]:
        """Data objects and stores, and the references to them."""
        return self._all(Data)

    @property
    def artifacts(self) -> list[Artifact]:
        """Text annotations and groups."""
        return self._all(Artifact)

    @property
    def flows(self) -> list[Link]:
        """The sequence flows."""
        return self._all(Link, "sequenceFlow")

    @property
    def message_flows(self) -> list[Link]:
        """The message flows between pools."""
        return self._all(Link, "messageFlow")

    @property
    def associations(self) -> list[Link]:
        """The dotted lines to documents and annotations."""
        return self._all(Link, "association")

    @property
    def lanes(self) -> list[Lane]:
        """All lanes, inner ones after the lane that holds them."""
        return self._all(Lane)

    @property
    def participants(self) -> list[Participant]:
        """The pools."""
        return self._all(Participant)

    @property
    def processes(self) -> list[Container]:
        """The processes."""
        return self._all(Container, "process")

    @property
    def shapes(self) -> list[Shape]:
        """What is drawn as a rectangle."""
        return self._all(Shape)

    @property
    def edges(self) -> list[Edge]:
        """What is drawn as a line."""
        return self._all(Edge)

    def put_in_lane(self, node: Node, lane: Lane) -> None:
        """Make the node a member of this lane only."""
        for other in self.lanes:
            other.members = [member for member in other.members if member != node.id]
        lane.members.append(node.id)
