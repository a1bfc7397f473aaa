"""A flow in the files of other tools, written and read back: BPMN 2.0, draw.io, Mermaid, Excel, PowerPoint.

Importing this needs the standard library alone; lxml and the rest are loaded when a file is read or written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = ["parse_xml", "read_xml"]

_HOME = {
    "parse_xml": "xml",
    "read_xml": "xml",
}

if TYPE_CHECKING:
    from kaizen_helpers.flow.formats.xml import parse_xml, read_xml

__getattr__, __dir__ = lazy_names(__name__, _HOME)
