"""A flow in the files of other tools, written and read back: BPMN 2.0, draw.io, Mermaid, Excel, PowerPoint.

Importing this needs the standard library alone; lxml and the rest are loaded when a file is read or written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "BpmnDocument",
    "check_bpmn",
    "flow_to_bpmn",
    "parse_xml",
    "read_bpmn",
    "read_xml",
    "write_bpmn",
]

# bpmn_to_flow is not among them: here its name is that of its module.
_HOME = {
    "BpmnDocument": "bpmn_document",
    "check_bpmn": "bpmn_losses",
    "flow_to_bpmn": "bpmn_from_flow",
    "parse_xml": "xml",
    "read_bpmn": "bpmn_read",
    "read_xml": "xml",
    "write_bpmn": "bpmn_write",
}

if TYPE_CHECKING:
    from kaizen_helpers.flow.formats.bpmn_document import BpmnDocument
    from kaizen_helpers.flow.formats.bpmn_from_flow import flow_to_bpmn
    from kaizen_helpers.flow.formats.bpmn_losses import check_bpmn
    from kaizen_helpers.flow.formats.bpmn_read import read_bpmn
    from kaizen_helpers.flow.formats.bpmn_write import write_bpmn
    from kaizen_helpers.flow.formats.xml import parse_xml, read_xml

__getattr__, __dir__ = lazy_names(__name__, _HOME)
