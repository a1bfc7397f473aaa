"""What a BPMN file holds, counted from its XML by the standard library alone: the comparator of flow.md §3.1.

It shares nothing with the library's own reader, so that a thing both reader and writer forget is still missed.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

from kaizen_helpers.flow.formats.bpmn_document import BpmnDocument

_NODES = ("Task", "task", "Event", "Gateway", "subProcess", "transaction", "adHocSubProcess", "callActivity")
_DATA = (
    "dataObjectReference",
    "dataStoreReference",
    "dataObject",
    "dataStore",
    "dataInput",
    "dataOutput",
    "textAnnotation",
    "group",
)

MODELS = sorted((Path(__file__).resolve().parents[2] / "shared" / "data" / "miwg").glob("*.bpmn"))
"""The models of the BPMN Model Interchange Working Group that are present beside the repository."""


def inventory(data: bytes) -> dict[str, Counter[object]]:
    """nodes (type, name), flows (source, target, name), lanes with members, messages, shapes, edges; and everything."""
    found: dict[str, Counter[object]] = {
        part: Counter() for part in ("nodes", "flows", "lanes", "messages", "shapes", "edges", "everything")
    }
    for element in ET.fromstring(data).iter():  # noqa: S314 - files of ours and of the suite
        name, get = element.tag.rpartition("}")[2], element.attrib.get
        words = " ".join(get("name", "").split())
        found["everything"][_whole(element)] += 1
        if name == "sequenceFlow":
            found["flows"][get("sourceRef"), get("targetRef"), words] += 1
        elif name == "messageFlow":
            found["messages"][get("sourceRef"), get("targetRef"), words] += 1
        elif name == "lane":
            members = sorted((child.text or "").strip() for child in element if child.tag.endswith("flowNodeRef"))
            found["lanes"][words, tuple(members)] += 1
        elif name == "BPMNShape":
            bounds = next((_numbers(child) for child in element if child.tag.endswith("Bounds")), ())
            found["shapes"][get("bpmnElement"), bounds] += 1
        elif name == "BPMNEdge":
            points = tuple(_numbers(child) for child in element if child.tag.endswith("waypoint"))
            found["edges"][get("bpmnElement"), points] += 1
        elif (name.endswith(_NODES) and not name.startswith("global")) or name in _DATA:
            found["nodes"][name, words] += 1
    return found


def _numbers(element: ET.Element) -> tuple[tuple[str, float], ...]:
    return tuple(
        (name, float(element.attrib[name])) for name in ("x", "y", "width", "height") if name in element.attrib
    )


def _whole(element: ET.Element) -> tuple[object, ...]:
    """An element by its name, its text and all its attributes; numbers of places as numbers."""
    attributes = {
        name: float(value) if name in {"x", "y", "width", "height"} else value for name, value in element.attrib.items()
    }
    return element.tag, (element.text or "").strip(), tuple(sorted(attributes.items()))


def counted(document: BpmnDocument) -> dict[str, int]:
    """What our document says it holds."""
    return {
        "nodes": len(document.nodes) + len(document.data) + len(document.artifacts),
        "flows": len(document.flows),
        "lanes": len(document.lanes),
        "messages": len(document.message_flows),
        "shapes": len(document.shapes),
        "edges": len(document.edges),
    }
