"""From a :class:`~kaizen_helpers.flow.formats.bpmn_document.BpmnDocument` to a BPMN 2.0 file."""

from __future__ import annotations

from copy import deepcopy

from kaizen_helpers.flow.formats.bpmn_document import DC, DD, Bounds, BpmnDocument, Edge, Item, Point, Shape
from kaizen_helpers.flow.formats.xml import Element, local_name, xml_text

__all__ = ["write_bpmn"]

_FIRST = frozenset(
    [
        *("extension", "documentation", "extensionElements", "auditing", "monitoring"),
        *("categoryValueRef", "partitionElement"),
    ]
)
"""What BPMN20.xsd and BPMNDI.xsd put before the references and the place of an element."""


def write_bpmn(document: BpmnDocument) -> bytes:
    """The file in UTF-8, every element built anew from the document.

    Characters that XML cannot hold become U+FFFD. The document is left as it is.
    """
    from lxml import etree

    root = etree.Element(document.root.tag, nsmap=document.root.namespaces or None)
    _fill(root, document.root, 1)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _fill(element: Element, item: Item, depth: int) -> None:
    for name, value in item.attributes.items():
        element.set(name, xml_text(value))
    for name, field in item.FIELDS.items():
        if value := getattr(item, field):
            element.set(name, xml_text(value))
    first = [part for part in item.content if not isinstance(part, Item) and _is_first(part)]
    placed = {id(part) for part in first}
    for part in first:
        _append(element, deepcopy(part), depth)
    namespace = item.tag.rpartition("}")[0]
    for name, field in item.LISTS.items():
        for value in getattr(item, field):
            _sub(element, f"{namespace}}}{name}" if namespace else name, depth).text = xml_text(value)
    if isinstance(item, Shape) and item.bounds is not None:
        _place(_sub(element, f"{{{DC}}}Bounds", depth), item.bounds)
    if isinstance(item, Edge):
        for point in item.waypoints:
            _place(_sub(element, f"{{{DD}}}waypoint", depth), point)
    for part in item.content:
        if isinstance(part, Item):
            _fill(_sub(element, part.tag, depth, part.namespaces), part, depth + 1)
        elif id(part) not in placed:
            _append(element, deepcopy(part), depth)
    last = _last(element)
    if last is not None:
        last.tail = "\n" + "  " * (depth - 1)


def _is_first(part: Element) -> bool:
    return isinstance(part.tag, str) and local_name(part) in _FIRST


def _sub(parent: Element, tag: str, depth: int, namespaces: dict[str | None, str] | None = None) -> Element:
    from lxml import etree

    return _append(parent, parent.makeelement(tag, nsmap=namespaces) if namespaces else etree.Element(tag), depth)


def _append(parent: Element, child: Element, depth: int) -> Element:
    """One element a line. Nothing inside an element that is kept is touched: its blanks may be part of a text."""
    indent = "\n" + "  " * depth
    last = _last(parent)
    if last is not None:
        last.tail = indent
    else:
        parent.text = indent
    parent.append(child)
    return child


def _last(parent: Element) -> Element:
    """The last child or ``None``, without counting the children."""
    return next(parent.iterchildren(reversed=True), None)


def _place(element: Element, place: Bounds | Point) -> None:
    names = ("x", "y", "width", "height") if isinstance(place, Bounds) else ("x", "y")
    for name in names:
        element.set(name, _number(getattr(place, name)))
    for name, value in place.attributes.items():
        element.set(name, xml_text(value))


def _number(value: float) -> str:
    """As short as possible, but exactly the same number."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
