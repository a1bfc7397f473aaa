"""A flow in the files of other tools, written and read back: BPMN 2.0, draw.io, Mermaid, Excel, PowerPoint.

Importing this needs the standard library alone; lxml and the rest are loaded when a file is read or written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "BpmnDocument",
    "bpmn_to_flow",
    "check_bpmn",
    "flow_to_bpmn",
    "parse_xml",
    "read_bpmn",
    "read_xml",
    "write_bpmn",
]

_HOME = {
    "BpmnDocument": "bpmn_document",
    "bpmn_to_flow": "bpmn_import",
    "check_bpmn": "bpmn_losses",
    "flow_to_bpmn": "bpmn_export",
    "parse_xml": "xml",
    "read_bpmn": "bpmn_read",
    "read_xml": "xml",
    "write_bpmn": "bpmn_write",
}

if TYPE_CHECKING:
    from kaizen_helpers.flow.formats.bpmn_document import BpmnDocument
    from kaizen_helpers.flow.formats.bpmn_export import flow_to_bpmn
    from kaizen_helpers.flow.formats.bpmn_import import bpmn_to_flow
    from kaizen_helpers.flow.formats.bpmn_losses import check_bpmn
    from kaizen_helpers.flow.formats.bpmn_read import read_bpmn
    from kaizen_helpers.flow.formats.bpmn_write import write_bpmn
    from kaizen_helpers.flow.formats.xml import parse_xml, read_xml

__getattr__, __dir__ = lazy_names(__name__, _HOME)
