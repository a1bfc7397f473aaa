"""What BPMN has no word for, in ``extensionElements`` of our own namespace (flow.md §3.2).

Name, lane, type, order, ways, document, system and note of a step are said in BPMN itself, so that they count as
the other program leaves them. The rest stands in ``step`` of the node, ``way`` of the sequence flow, ``lane`` of
the lane, and ``flow`` of the process.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from kaizen_helpers.flow.formats.bpmn_document import MODEL, Item
from kaizen_helpers.flow.formats.xml import Element, elements, xml_text
from kaizen_helpers.flow.model import Flow, Kind, Lane, LaneKind, Remark, Step

__all__ = [
    "OWN",
    "TYPES",
    "add_extension",
    "extension",
    "flow_facts",
    "lane_facts",
    "legal",
    "mark",
    "read_flow_facts",
    "read_lane_facts",
    "read_share",
    "read_step_facts",
    "step_facts",
    "type_of",
    "whole_number",
]

OWN = "urn:kaizen-helpers:flow:1"
_LARGEST = 1e15
_T = TypeVar("_T")

_TEXTS = ("wait", "means", "rank", "deadline", "basis", "person", "personal")
_NUMBERS = ("minutes", "cases")
_LISTS = {"inputs": "input", "issues": "issue"}

_TASKS = ("task", "userTask", "manualTask", "sendTask", "receiveTask")
TYPES: dict[Kind, tuple[str, ...]] = {
    Kind.START: ("startEvent", "intermediateThrowEvent"),
    Kind.TASK: _TASKS,
    Kind.DECISION: ("exclusiveGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"),
    Kind.END: ("endEvent", "intermediateThrowEvent"),
    Kind.WAIT: ("intermediateCatchEvent",),
    Kind.SYSTEM: ("serviceTask", "scriptTask", "businessRuleTask"),
    Kind.PARALLEL: ("parallelGateway",),
    Kind.SUBPROCESS: ("callActivity", "subProcess", "transaction", "adHocSubProcess"),
}
"""The BPMN types that mean each kind; the first is written, a task by its means (flow.md §9.2)."""


def legal(value: _T) -> _T:
    """A flow, or a part of one, without the characters that XML cannot hold."""
    result: Any = value
    if isinstance(value, str) and not isinstance(value, StrEnum):
        result = xml_text(value)
    elif isinstance(value, tuple):
        result = tuple(legal(item) for item in value)
    elif is_dataclass(value) and not isinstance(value, type):
        result = replace(value, **{item.name: legal(getattr(value, item.name)) for item in fields(value)})
    return result  # type: ignore[no-any-return]


# --- writing -------------------------------------------------------------------------------------


def add_extension(item: Item, *own: Element) -> None:
    """Put our elements into ``extensionElements`` of an item that has none yet."""
    if own:
        holder = _new(f"{{{MODEL}}}extensionElements")
        for element in own:
            holder.append(element)
        item.content.append(holder)


def mark(name: str, **values: str | float | bool | None) -> Element:
    """An element of ours; what is empty is not written."""
    element = _new(f"{{{OWN}}}{name}")
    for key, value in values.items():
        if value is not None and value != "" and value is not False:
            element.set(key, _written(value))
    return element


def step_facts(step: Step, of: str) -> Element:
    """What is known of a step; ``of`` is the id of its node, by which a copy of the node is told."""
    values = {name: getattr(step, name) for name in (*_TEXTS, *_NUMBERS, "seal")}
    element = mark("step", of=of, number=step.number, kind=step.kind.value, **values)
    for field, name in _LISTS.items():
        for text in getattr(step, field):
            item = mark(name)
            item.set("value", text)
            element.append(item)
    return element


def lane_facts(flow: Flow, name: str) -> list[Element]:
    """What was declared of an owner, with its place among all that were declared."""
    return [
        mark("lane", order=order, kind=lane.kind.value if lane.kind else None, staff=lane.staff, rate=lane.rate)
        for order, lane in enumerate(flow.declared)
        if lane.name == name
    ]


def flow_facts(flow: Flow) -> Element:
    """What is known of the flow as a whole, with its remarks."""
    element = mark("flow", version=flow.version, cases=flow.cases, author=flow.author, updated=flow.updated)
    for remark in flow.remarks:
        texts = {name: getattr(remark, name) for name in ("question", "reply", "by", "date")}
        element.append(mark("remark", step=remark.step, **texts))
    return element


def _new(tag: str) -> Element:
    from lxml import etree

    return etree.Element(tag, nsmap={"kaizen": OWN} if tag.startswith(f"{{{OWN}}}") else None)


def _written(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true"
    return value if isinstance(value, str) else repr(value)


# --- reading -------------------------------------------------------------------------------------


def extension(item: Item, name: str) -> Iterator[Element]:
    """Our elements of this name in the ``extensionElements`` of an item."""
    for holder in item.kept():
        if holder.tag.rpartition("}")[2] == "extensionElements":
            yield from (part for part in elements(holder) if part.tag == f"{{{OWN}}}{name}")


def type_of(kind: str) -> tuple[str, ...]:
    """The BPMN types of a kind by its value; none for a word that is no kind."""
    return TYPES[Kind(kind)] if kind in {member.value for member in Kind} else ()


def read_step_facts(element: Element, step: Step) -> Step:
    """The step with what :func:`step_facts` wrote; what cannot be read is left as it is in ``step``."""
    numbers = {name: _number(element.get(name)) for name in _NUMBERS}
    lists = {
        field: tuple(part.get("value", "") for part in elements(element) if part.tag == f"{{{OWN}}}{name}")
        for field, name in _LISTS.items()
    }
    texts = {name: element.get(name, "") for name in _TEXTS}
    changes: dict[str, Any] = {**numbers, **lists, **texts, "seal": element.get("seal") == "true"}
    return replace(step, **changes)


def read_share(item: Item) -> float | None:
    """The share of a way, 0 to 1."""
    return next((_number(element.get("share")) for element in extension(item, "way")), None)


def read_lane_facts(item: Item, name: str) -> list[tuple[int, Lane]]:
    """What was declared of an owner, each with its place."""
    found = []
    for element in extension(item, "lane"):
        kind = element.get("kind")
        known = LaneKind(kind) if kind in {member.value for member in LaneKind} else None
        lane = Lane(name, known, _number(element.get("staff")), _number(element.get("rate")))
        order = whole_number(element.get("order"))
        found.append((_LAST if order is None else order, lane))
    return found


def read_flow_facts(element: Element, flow: Flow) -> Flow:
    """The flow with what :func:`flow_facts` wrote."""
    texts = {name: element.get(name, "") for name in ("version", "author", "updated")}
    remarks = tuple(
        Remark(whole_number(part.get("step")), *(part.get(name, "") for name in ("question", "reply", "by", "date")))
        for part in elements(element)
        if part.tag == f"{{{OWN}}}remark"
    )
    return replace(flow, cases=_number(element.get("cases")), remarks=remarks, **texts)


_LAST = 10**9


def whole_number(text: str | None) -> int | None:
    """An integer as we write it, or ``None``."""
    number = _number(text)
    return number if isinstance(number, int) else None


def _number(text: str | None) -> float | None:
    try:
        number = int(text or "") if len(text or "") < 20 else float(text or "")
    except ValueError:
        try:
            number = float(text or "")
        except ValueError:
            return None
    return number if math.isfinite(number) and abs(number) < _LARGEST else None
