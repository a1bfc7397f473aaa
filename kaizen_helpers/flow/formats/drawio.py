"""draw.io (diagrams.net): a flow as native, editable mxGraph XML, and any such drawing as a flow.

Lanes are containers, steps lie in their lane, arrows are glued at both ends and keep our corners. What is known of a
step stands in the data of its shape (Edit Data), under the names of the fields of
:class:`~kaizen_helpers.flow.model.Step`.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import urllib.parse
import zlib
from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.formats.facts import Facts, read_attributes, write_attributes
from kaizen_helpers.flow.formats.shown import one_line
from kaizen_helpers.flow.formats.sketch import Form, Line, Point, Shape, Sketch
from kaizen_helpers.flow.formats.xml import Element, elements, local_name, parse_xml

if TYPE_CHECKING:
    from kaizen_helpers.flow.findings.checks import Finding
    from kaizen_helpers.flow.layout.layout import Direction
    from kaizen_helpers.flow.model import Flow

__all__ = ["drawio_to_flow", "flow_to_drawio"]

_TITLE_BAR = 30.0
_PLAIN = (
    "html=1;whiteSpace=wrap;fontSize=12;fontColor=#1f2933;fontFamily=BIZ UDPGothic;"
    "fillColor=#ffffff;strokeColor=#1f2933;"
)
_STYLES = {
    Form.BOX: "rounded=0;",
    Form.DECISION: "shape=hexagon;perimeter=hexagonPerimeter2;fixedSize=1;size=13;",
    Form.PARALLEL: "shape=hexagon;perimeter=hexagonPerimeter2;fixedSize=1;size=13;strokeWidth=2;",
    Form.TERMINAL: "rounded=1;arcSize=50;",
    Form.WAIT: "rounded=1;absoluteArcSize=1;arcSize=28;dashed=1;",
    Form.SYSTEM: "rounded=0;fillColor=#eef1f5;",
    Form.SUBPROCESS: "shape=process;size=0.04;",
}
_LANE = (
    "swimlane;shape=swimlane;html=1;whiteSpace=wrap;collapsible=0;rounded=0;fontSize=13;fontStyle=1;"
    "fontColor=#1f2933;fontFamily=BIZ UDPGothic;"
    "fillColor=#e4e9ef;swimlaneFillColor=#ffffff;strokeColor=#8792a0;startSize={start};horizontal={across};"
)
_POOL = (
    "swimlane;shape=swimlane;html=1;whiteSpace=wrap;collapsible=0;fontSize=14;fontStyle=1;fontColor=#1f2933;"
    "fontFamily=BIZ UDPGothic;fillColor=#ffffff;strokeColor=#8792a0;"
)
_EDGE = (
    "edgeStyle=orthogonalEdgeStyle;rounded=1;arcSize=10;html=1;endArrow=block;endFill=1;strokeColor=#1f2933;fontSize=11;"
    "fontColor=#1f2933;fontFamily=BIZ UDPGothic;labelBackgroundColor=#ffffff;jettySize=auto;"
)
_MOST_INFLATED = 20_000_000


# --- writing -------------------------------------------------------------------------------------


def flow_to_drawio(flow: Flow, direction: Direction = "TB") -> bytes:
    """The flow as a ``.drawio`` file (UTF-8, not compressed), drawn as :func:`kaizen_helpers.flow.draw` draws it.

    :func:`drawio_to_flow` gives back an equal flow.
    """
    from lxml import etree

    from kaizen_helpers.flow.formats.drawn import draw_sketch

    sketch = draw_sketch(flow, direction)
    file = etree.Element("mxfile", host="kaizen_helpers", type="device")
    name = one_line(flow.title) or "業務フロー図"
    page = etree.SubElement(file, "diagram", id="flow", name=name)
    size = {"pageWidth": _n(sketch.width + 40), "pageHeight": _n(sketch.height + _TITLE_BAR + 40)}
    model = etree.SubElement(page, "mxGraphModel", grid="1", gridSize="10", guides="1", connect="1", page="1", **size)
    root = etree.SubElement(model, "root")
    etree.SubElement(root, "mxCell", id="0")
    etree.SubElement(root, "mxCell", id="1", parent="0")
    _Writer(root, sketch, across=direction == "TB").write()
    written: bytes = etree.tostring(file, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


class _Writer:
    def __init__(self, root: Element, sketch: Sketch, *, across: bool) -> None:
        self.root, self.sketch, self.across = root, sketch, across
        self.ids: dict[str, str] = {}
        self.origin: dict[str, Point] = {}

    def write(self) -> None:
        shapes = self.sketch.shapes
        frames = [shape for shape in shapes if shape.form is Form.LANE]
        heads = {shape.inside: shape for shape in shapes if shape.form is Form.HEAD}
        title = next(shape for shape in shapes if shape.facts is not None and shape.facts.role == "flow")
        self._pool(title, frames)
        for number, frame in enumerate(frames):
            self._lane(f"lane-{number}", frame, heads[frame.key])
        nodes = [shape for shape in shapes if shape.form not in {Form.LANE, Form.HEAD} and shape is not title]
        for shape in nodes:
            self._node(shape)
        by_key = {shape.key: shape for shape in nodes}
        for line in self.sketch.lines:
            self._edge(line, by_key)

    def _pool(self, title: Shape, frames: list[Shape]) -> None:
        """The container around the lanes, with the title."""
        left = min((frame.x for frame in frames), default=12.0)
        top = min((frame.y for frame in frames), default=12.0)
        right = max((frame.x + frame.width for frame in frames), default=left + 320.0)
        bottom = max((frame.y + frame.height for frame in frames), default=top + 30.0)
        self.origin["pool"] = (left, top - _TITLE_BAR)
        cell = self._cell("pool", title.text, f"{_POOL}startSize={_n(_TITLE_BAR)};", title.facts, "1", vertex="1")
        # All is moved down by the height of the title bar, so that nothing lies above the page.
        _geometry(cell, left, top, right - left, bottom - top + _TITLE_BAR)

    def _lane(self, id_: str, frame: Shape, head: Shape) -> None:
        start = _n(head.height if self.across else head.width)
        style = _LANE.format(start=start, across=1 if self.across else 0)
        self.ids[frame.key], self.origin[id_] = id_, (frame.x, frame.y)
        cell = self._cell(id_, head.text, style, head.facts, "pool", vertex="1")
        x, y = self.origin["pool"]
        _geometry(cell, frame.x - x, frame.y - y, frame.width, frame.height)

    def _node(self, shape: Shape) -> None:
        parent = self.ids.get(shape.inside, "pool")
        style = _PLAIN + _STYLES.get(shape.form, "")
        role = shape.facts.role if shape.facts is not None else ""
        if role == "end" or (shape.facts is not None and shape.facts.values.get("kind") == "end"):
            style += "strokeWidth=2.6;"
        elif role == "missing":
            style += "dashed=1;"
        elif shape.form is Form.TEXT:
            style = "text;html=1;align=left;verticalAlign=middle;fontSize=12;"
        self.ids[shape.key] = shape.key
        cell = self._cell(shape.key, shape.text, style, shape.facts, parent, vertex="1")
        x, y = self.origin[parent]
        _geometry(cell, shape.x - x, shape.y - y, shape.width, shape.height)

    def _edge(self, line: Line, nodes: Mapping[str, Shape]) -> None:
        from lxml import etree

        source, target = nodes[line.source or ""], nodes[line.target or ""]
        style = _EDGE + _at(source, line.points[0], "exit") + _at(target, line.points[-1], "entry")
        ends = {"source": source.key, "target": target.key}
        cell = self._cell(line.key, line.text, style, line.facts, "pool", edge="1", **ends)
        geometry = _geometry(cell)
        x, y = self.origin["pool"]
        if line.label is not None:
            (lx, ly), (sx, sy) = line.label.middle, line.points[0]
            geometry.set("x", "-1")
            etree.SubElement(geometry, "mxPoint", {"x": _n(lx - sx), "y": _n(ly - sy), "as": "offset"})
        if len(line.points) > 2:
            corners = etree.SubElement(geometry, "Array", {"as": "points"})
            for px, py in line.points[1:-1]:
                etree.SubElement(corners, "mxPoint", x=_n(px - x), y=_n(py - y))

    def _cell(self, id_: str, label: str, style: str, facts: Facts | None, parent: str, **more: str) -> Element:
        """A cell inside the element that holds its words and its facts."""
        from lxml import etree

        data = write_attributes(facts) if facts is not None else {}
        words = html.escape(label, quote=False).replace("\n", "<br>")
        holder = etree.SubElement(self.root, "object", {"label": words, **data, "id": id_})
        return etree.SubElement(holder, "mxCell", style=style, parent=parent, **more)


def _geometry(cell: Element, *sizes: float) -> Element:
    from lxml import etree

    names = dict(zip(("x", "y", "width", "height"), map(_n, sizes), strict=False)) if sizes else {"relative": "1"}
    return etree.SubElement(cell, "mxGeometry", {**names, "as": "geometry"})


def _at(shape: Shape, point: Point, end: str) -> str:
    """Where on its box an arrow is glued, as shares of width and height."""
    x = (point[0] - shape.x) / shape.width
    y = (point[1] - shape.y) / shape.height
    return f"{end}X={x:.4f};{end}Y={y:.4f};{end}Dx=0;{end}Dy=0;{end}Perimeter=0;"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


# --- reading -------------------------------------------------------------------------------------


def drawio_to_flow(data: bytes, where: str = "draw.io のファイル") -> tuple[Flow, tuple[Finding, ...]]:
    """The flow of a draw.io drawing, ours or anybody's, compressed or not, and what was not certain, as questions.

    Of several pages the one with the most arrows is read.

    Raises:
        InputError: it is no draw.io file, or there is nothing to read in it; one Japanese sentence.
    """
    from kaizen_helpers.flow.formats.reading import best_of, read_sketch

    pages = _pages(parse_xml(data, where), where)
    name, sketch, others = best_of([(name, _sketch(model)) for name, model in pages])
    sketch.title = "" if re.fullmatch(r"(Page|ページ)\s*-?\s*\d+", name.strip()) else " ".join(name.split())
    return read_sketch(sketch, where, others)


def _pages(root: Element, where: str) -> list[tuple[str, Element]]:
    """(name, mxGraphModel) of every page."""
    if local_name(root) == "mxGraphModel":
        return [("", root)]
    if local_name(root) != "mxfile":
        raise InputError("draw.io の図ではありません。draw.io で保存した .drawio のファイルを選んでください。", where)
    pages = []
    for page in elements(root):
        model = next((child for child in elements(page) if local_name(child) == "mxGraphModel"), None)
        if model is None and (text := "".join(page.itertext()).strip()):
            model = parse_xml(_inflated(text, where), where)
        if model is not None:
            pages.append((page.get("name") or "", model))
    if not pages:
        raise InputError("図のページがありません。draw.io で開いて、保存し直してください。", where)
    return pages[:50]


def _inflated(text: str, where: str) -> str:
    """A compressed page: Base64 of raw deflate of a percent-encoded text, at most 20 MB."""
    try:
        inflater = zlib.decompressobj(-15)
        raw = inflater.decompress(base64.b64decode(text, validate=True), _MOST_INFLATED)
    except (binascii.Error, ValueError, zlib.error) as error:
        message = "圧縮された図を読めませんでした。draw.io で「圧縮」を外して保存し直してください。"
        raise InputError(message, where) from error
    if inflater.unconsumed_tail:
        raise InputError("図が大きすぎます。ページを分けて保存し直してください。", where)
    return urllib.parse.unquote(raw.decode("utf-8", "replace"))


class _Cells:
    """The cells of a page by id, with what stands around each."""

    def __init__(self, model: Element) -> None:
        self.cells: dict[str, Element] = {}
        self.data: dict[str, Mapping[str, str]] = {}
        self.places: dict[str, Point] = {}
        for element in model.iter("mxCell", "object", "UserObject"):
            if local_name(element) == "mxCell":
                holder = element.getparent()
                wrapped = holder is not None and local_name(holder) in {"object", "UserObject"}
                id_ = (holder if wrapped else element).get("id") or element.get("id")
                if id_ is not None and id_ not in self.cells:
                    self.cells[id_] = element
                    self.data[id_] = dict(holder.attrib) if wrapped else {}

    def label(self, id_: str) -> str:
        data = self.data[id_]
        return _words(data.get("label") or data.get("value") or self.cells[id_].get("value") or "")

    def origin(self, id_: str | None) -> Point:
        """Where the inside of a container begins on the page."""
        chain = []
        while id_ in self.cells and id_ not in self.places and id_ not in chain:
            chain.append(id_)
            id_ = self.cells[id_].get("parent")
        x, y = self.places.get(id_ or "", (0.0, 0.0))
        for key in reversed(chain):
            geometry = _geometry_of(self.cells[key])
            if geometry is not None and self.cells[key].get("vertex") == "1" and geometry.get("relative") != "1":
                x, y = x + _number(geometry, "x"), y + _number(geometry, "y")
            self.places[key] = (x, y)
        return x, y


def _sketch(model: Element) -> Sketch:
    cells, sketch = _Cells(model), Sketch()
    words: dict[str, list[str]] = {}
    for id_, cell in cells.cells.items():
        above = cell.get("parent") or ""
        if cell.get("vertex") != "1" or _style(cell).get("group") is not None:
            continue
        if above in cells.cells and cells.cells[above].get("edge") == "1":
            words.setdefault(above, []).append(cells.label(id_))
        else:
            sketch.shapes.append(_shape(cells, id_))
    shapes = {shape.key: shape for shape in sketch.shapes}
    for id_, cell in cells.cells.items():
        if cell.get("edge") == "1" and (line := _line(cells, id_, shapes)) is not None:
            line.text = "\n".join(text for text in [line.text, *words.get(id_, [])] if text)
            sketch.lines.append(line)
    sketch.width = max((shape.x + shape.width for shape in sketch.shapes), default=0.0)
    sketch.height = max((shape.y + shape.height for shape in sketch.shapes), default=0.0)
    return sketch


def _shape(cells: _Cells, id_: str) -> Shape:
    cell = cells.cells[id_]
    geometry = _geometry_of(cell)
    x, y = cells.origin(cell.get("parent"))
    width = height = 0.0
    if geometry is not None:
        x, y = x + _number(geometry, "x"), y + _number(geometry, "y")
        width, height = abs(_number(geometry, "width")), abs(_number(geometry, "height"))
    facts = read_attributes(cells.data[id_])
    form = _form(_style(cell))
    if facts is not None and facts.role in {"flow", "rest"}:
        form = Form.TEXT
    return Shape(id_, form, cells.label(id_), x, y, width, height, facts, inside=cell.get("parent") or "")


def _line(cells: _Cells, id_: str, shapes: Mapping[str, Shape]) -> Line | None:
    cell = cells.cells[id_]
    style, geometry = _style(cell), _geometry_of(cell)
    source, target = (shapes.get(cell.get(end) or "") for end in ("source", "target"))
    x, y = cells.origin(cell.get("parent"))
    inner: list[Point] = []
    loose: dict[str, Point] = {}
    for point in geometry.iter("mxPoint") if geometry is not None else ():
        at = (x + _number(point, "x"), y + _number(point, "y"))
        role = point.get("as")
        if role in {"sourcePoint", "targetPoint"}:
            loose[role] = at
        elif role != "offset":
            inner.append(at)
    start = _end(source, style, "exit") or loose.get("sourcePoint")
    end = _end(target, style, "entry") or loose.get("targetPoint")
    points = [point for point in [start, *inner, end] if point is not None]
    if len(points) < 2:
        return None
    return Line(
        id_,
        source.key if source is not None else None,
        target.key if target is not None else None,
        points,
        style.get("startArrow", "none") != "none",
        style.get("endArrow", "classic") != "none",
        cells.label(id_),
        read_attributes(cells.data[id_]),
    )


def _end(shape: Shape | None, style: Mapping[str, str], end: str) -> Point | None:
    if shape is None:
        return None
    try:
        x, y = float(style[f"{end}X"]), float(style[f"{end}Y"])
    except (KeyError, ValueError):
        return shape.middle
    return shape.x + x * shape.width, shape.y + y * shape.height


def _form(style: Mapping[str, str]) -> Form:
    """What a style draws: the first of the words below that it names."""
    shape = style.get("shape", "")
    if "gwType" in style and "parallel" in style["gwType"]:
        return Form.PARALLEL
    if "event" in shape and style.get("symbol") == "timer":
        return Form.WAIT
    named = " ".join([shape, *(name for name, value in style.items() if not value)]).lower()
    for form, words in _NAMES:
        if any(word in named for word in words):
            return form
    if style.get("rounded") == "1" and _of(style, "arcSize") >= 40 and "absoluteArcSize" not in style:
        return Form.TERMINAL
    bare = style.get("strokeColor") == "none" and style.get("fillColor", "none") == "none"
    return Form.TEXT if bare else Form.BOX


_NAMES = (
    (Form.LANE, ("swimlane", "tablerow", "table", "pool")),
    (Form.TEXT, ("text", "label", "note", "callout")),
    (Form.PICTURE, ("image", "icon")),
    (Form.DECISION, ("rhombus", "decision", "gateway", "diamond")),
    (Form.BOX, ("flowchart.process", "bpmn.task")),
    (Form.TERMINAL, ("terminator", "ellipse", "event", "start", "end")),
    (Form.SUBPROCESS, ("predefined", "process", "subprocess")),
    (Form.DOCUMENT, ("document",)),
    (Form.STORE, ("cylinder", "datastore", "database", "stored_data", "direct_data")),
    (Form.WAIT, ("delay",)),
)


def _style(cell: Element) -> dict[str, str]:
    """A style as names with their values; a word alone has an empty value."""
    parts = [part.strip() for part in (cell.get("style") or "").split(";") if part.strip()]
    return {name: value for name, _, value in (part.partition("=") for part in parts)}


def _of(style: Mapping[str, str], name: str) -> float:
    try:
        return float(style.get(name, ""))
    except ValueError:
        return 0.0


def _geometry_of(cell: Element) -> Element | None:
    return next((child for child in elements(cell) if local_name(child) == "mxGeometry"), None)


def _number(element: Element, name: str) -> float:
    try:
        value = float(element.get(name) or 0)
    except ValueError:
        return 0.0
    return value if isfinite(value) and abs(value) < 1e7 else 0.0


def _words(label: str) -> str:
    """The words of a label, which may be HTML."""
    if "<" in label:
        label = re.sub(r"(?i)<br\s*/?>|</(div|p|li|h\d)>", "\n", label)
        label = re.sub(r"<[^<>]{0,2000}>", "", label)
    return html.unescape(label).replace("\xa0", " ").strip()
