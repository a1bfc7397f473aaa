"""From a BPMN file to a :class:`~kaizen_helpers.flow.formats.bpmn_document.BpmnDocument`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.formats.bpmn_document import (
    Artifact,
    Bounds,
    BpmnDocument,
    Container,
    Data,
    DataLink,
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
from kaizen_helpers.flow.formats.xml import Element, local_name, read_xml

__all__ = ["ACTIVITIES", "EVENTS", "GATEWAYS", "SUBPROCESSES", "read_bpmn"]

SUBPROCESSES = frozenset(["subProcess", "transaction", "adHocSubProcess"])
ACTIVITIES = SUBPROCESSES | {
    *("task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask"),
    "callActivity",
}
EVENTS = frozenset(["startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"])
GATEWAYS = frozenset(["exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"])
_CHOREOGRAPHY = frozenset(["choreographyTask", "subChoreography", "callChoreography"])
_CONTAINERS = frozenset(
    ["process", "collaboration", "globalConversation", "choreography", "globalChoreographyTask", "laneSet"]
)
_DATA = frozenset(["dataObject", "dataObjectReference", "dataStore", "dataStoreReference", "dataInput", "dataOutput"])
_CLASSES: Mapping[str, type[Item]] = {
    **dict.fromkeys(ACTIVITIES | EVENTS | GATEWAYS | _CHOREOGRAPHY, Node),
    **dict.fromkeys(_CONTAINERS, Container),
    **dict.fromkeys(_DATA, Data),
    **dict.fromkeys(("textAnnotation", "group"), Artifact),
    **dict.fromkeys(("sequenceFlow", "messageFlow", "association", "conversationLink"), Link),
    **dict.fromkeys(("dataInputAssociation", "dataOutputAssociation"), DataLink),
    "ioSpecification": Container,
    "lane": Lane,
    "childLaneSet": Container,
    "participant": Participant,
    "BPMNDiagram": Container,
    "BPMNPlane": Plane,
    "BPMNShape": Shape,
    "BPMNEdge": Edge,
}
MAX_PREFIXES = 300
"""Most namespace prefixes in reach of one element; each element that is kept carries all of them when copied."""
_NAMESPACE = re.compile(r"^$|//(www|schema)\.omg\.org/|//bpmn\.(org|io)/schema", re.IGNORECASE)
"""Of BPMN 2.0 itself, of its drafts, or none at all; elements of any other namespace are kept as they are."""


def read_bpmn(source: Path | bytes | str, where: str = "BPMN") -> BpmnDocument:
    """A BPMN 2.0 file (its path), or what was read from one (bytes or text).

    What is wrong inside the file (dangling references, ids used twice, no drawing) is kept as it is:
    :func:`~kaizen_helpers.flow.formats.bpmn_check.check_bpmn` says it.

    Raises:
        MissingError: there is no such file.
        InputError: it is no XML, or XML of something else; see
            :func:`~kaizen_helpers.flow.formats.xml.parse_xml`.
    """
    root = read_xml(source, where)
    name = source.name if isinstance(source, Path) else where
    if local_name(root) != "definitions" or not _is_bpmn(root):
        raise InputError("BPMN のファイルではありません。元のアプリで BPMN 2.0 として書き出してください。", name)
    document = BpmnDocument(Container(root.tag), name)
    _fill(document.root, root, _declared(root, name))
    return document


def _is_bpmn(element: Element) -> bool:
    tag: str = element.tag
    return _is_bpmn_namespace(tag[1:].partition("}")[0] if tag.startswith("{") else "")


@lru_cache(maxsize=256)
def _is_bpmn_namespace(name: str) -> bool:
    return bool(_NAMESPACE.search(name))


def _declared(root: Element, where: str) -> dict[Element, dict[str | None, str]]:
    """The prefixes that each element itself declares (``nsmap`` would also give those of all around it)."""
    from lxml import etree

    found: dict[Element, dict[str | None, str]] = {}
    new: dict[str | None, str] = {}
    in_reach = 0
    for event, what in etree.iterwalk(root, events=("start-ns", "end-ns", "start")):
        if event == "start-ns":
            new[what[0] or None] = what[1]
            in_reach += 1
            if in_reach > MAX_PREFIXES:
                message = "名前空間の宣言が多すぎて読めません。元のアプリから書き出し直してください。"
                raise InputError(message, where)
        elif event == "end-ns":
            in_reach -= 1
        elif new:
            found[what] = new
            new = {}
    return found


def _fill(item: Item, element: Element, declared: Mapping[Element, dict[str | None, str]]) -> None:
    item.namespaces = declared.get(element, {})
    for name, value in element.attrib.items():
        if name in item.FIELDS and value:
            setattr(item, item.FIELDS[name], value)
        else:
            item.attributes[name] = value
    for child in element:
        known = isinstance(child.tag, str) and _is_bpmn(child)
        name = local_name(child) if known else ""
        if name in item.LISTS and not len(child):
            getattr(item, item.LISTS[name]).append((child.text or "").strip())
        elif name in _CLASSES:
            inner = _CLASSES[name](child.tag)
            item.content.append(inner)
            _fill(inner, child, declared)
        elif not _placed(item, child, name):
            item.content.append(child)


def _placed(item: Item, child: Element, name: str) -> bool:
    """Whether it is a place that could be read; one without numbers is kept as it is."""
    if isinstance(item, Shape) and name == "Bounds" and item.bounds is None:
        numbers = _numbers(child, "x", "y", "width", "height")
        if numbers:
            x, y, width, height = numbers
            item.bounds = Bounds(x, y, width, height, _rest(child, "x", "y", "width", "height"))
            return True
    if isinstance(item, Edge) and name == "waypoint":
        numbers = _numbers(child, "x", "y")
        if numbers:
            item.waypoints.append(Point(numbers[0], numbers[1], _rest(child, "x", "y")))
            return True
    return False


def _numbers(element: Element, *names: str) -> list[float]:
    try:
        numbers = [float(element.get(name, "")) for name in names]
    except ValueError:
        return []
    return numbers if all(map(math.isfinite, numbers)) and not len(element) else []


def _rest(element: Element, *names: str) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if name not in names}
