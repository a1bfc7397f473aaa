"""What lies on and around the cells of an ``.xlsx``: pictures, shapes, charts, comments, links to other workbooks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kaizen_helpers.excel.opening.container import Parts
from kaizen_helpers.excel.opening.model import Drawing
from kaizen_helpers.excel.opening.sheet_xml import span_of

__all__ = ["read_comments", "read_drawings", "read_external_links"]

_KINDS = {
    "pic": "画像",
    "sp": "図形",
    "cxnSp": "図形",
    "grpSp": "図形",
    "contentPart": "図形",
    "graphicFrame": "グラフ",
}
_MOST = 5_000


def read_drawings(
    parts: Parts, relations: Mapping[str, tuple[str, str]], links: Mapping[str, str]
) -> tuple[Drawing, ...]:
    """The drawings of a sheet, in the order of the file."""
    found: list[Drawing] = []
    if links.get("drawing") in relations:
        tree = parts.tree(relations[links["drawing"]][1])
        for anchor in tree if tree is not None else ():
            found += _anchored(anchor)
    if links.get("legacyDrawing") in relations:
        tree = _vml(parts, relations[links["legacyDrawing"]][1])
        found += [Drawing("その他", row, column) for row, column in tree]
    if links.get("picture") in relations:
        found.append(Drawing("画像", 1, 1))
    return tuple(found[:_MOST])


def _anchored(anchor: Any) -> list[Drawing]:
    start = anchor.find("{*}from")
    row, column = 1, 1
    if start is not None:
        row, column = (int(start.findtext(f"{{*}}{name}") or 0) + 1 for name in ("row", "col"))
    for one in anchor.iter():
        tag = one.tag.rpartition("}")[2] if isinstance(one.tag, str) else ""
        if tag in _KINDS:
            kind = _KINDS[tag]
            if tag == "graphicFrame" and one.find(".//{*}chart") is None:
                kind = "図形"
            return [Drawing(kind, row, column)]
    return []


def _vml(parts: Parts, part: str) -> list[tuple[int, int]]:
    """Where controls and old shapes lie. The notes of comments are drawn this way too, and do not count."""
    if part not in parts:
        return []
    text = parts.stream(part).read(5_000_000).decode("utf-8", "replace")
    found = []
    for kind, body in re.findall(r'<x:ClientData ObjectType="(\w+)">(.*?)</x:ClientData>', text, re.DOTALL):
        anchor = re.search(r"<x:Anchor>\s*([0-9]+),[^,]*,\s*([0-9]+)", body)
        if kind != "Note":
            found.append((int(anchor[2]) + 1, int(anchor[1]) + 1) if anchor else (1, 1))
    return found


def read_comments(parts: Parts, relations: Mapping[str, tuple[str, str]]) -> dict[tuple[int, int], str]:
    """The comments of a sheet by cell."""
    found: dict[tuple[int, int], str] = {}
    for kind, target in relations.values():
        tree = parts.tree(target) if kind == "comments" else None
        for one in tree.iter("{*}comment") if tree is not None else ():
            span = span_of(one.get("ref", ""))
            if span:
                found[span.top, span.left] = "".join(text.text or "" for text in one.iter("{*}t"))
    return found


def read_external_links(parts: Parts) -> tuple[str, ...]:
    """The names of the workbooks that formulas point at, without the folders they lie in."""
    names: dict[str, None] = {}
    for part in list(parts.names()):
        if re.fullmatch(r"xl/externallinks/externallink[0-9]+\.xml", part):
            for _, target in parts.relations(part).values():
                names[re.split(r"[\\/]", target)[-1]] = None
    return tuple(names)
