"""Shapes and glued connectors of Excel and PowerPoint (DrawingML), written from a sketch.

Both programs share this language (ECMA-376 part 1, chapters 20 and 21); only the outer tags differ. Shapes are the
native ones of the menu 図形, so that they can be edited, moved and glued like one's own. Only the flat six-cornered
decision is a free form, because the diamond of the menu leaves half of its room for words; it has the same four
connection sites.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaizen_helpers.flow.formats.facts import NAMES, Facts, write_notes
from kaizen_helpers.flow.formats.shown import one_line
from kaizen_helpers.flow.formats.sketch import Form, Line, Point, Shape, Sketch
from kaizen_helpers.flow.formats.xml import Element
from kaizen_helpers.flow.layout.geometry import CUT, ROUND

__all__ = ["EMU", "XDR", "A", "Elbow", "P", "R", "ShapeWriter", "elbow"]

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
EMU = 9525
"""English metric units of a pixel."""
_FACE = "BIZ UDPGothic"
_INK, _GREY, _HEAD = "1F2933", "8792A0", "E4E9EF"
_PRESETS = {
    Form.BOX: "flowChartProcess",
    Form.TERMINAL: "flowChartTerminator",
    Form.WAIT: "roundRect",
    Form.SYSTEM: "flowChartProcess",
    Form.SUBPROCESS: "flowChartPredefinedProcess",
}


@dataclass(frozen=True, slots=True)
class Elbow:
    """A line of level and upright pieces as a preset connector, in pixels."""

    preset: str
    turned: bool
    """Whether it is turned by 90 degrees: its first piece is upright."""
    flip_across: bool
    flip_down: bool
    x: float
    y: float
    width: float
    height: float
    adjusts: tuple[int, ...]
    """Where the pieces between lie, in 1/100,000 of width or height."""


def elbow(points: Sequence[Point]) -> Elbow | None:
    """The preset connector with exactly these corners; ``None`` where there are more than the four Office can draw.

    The path of ``bentConnector2`` to ``5`` starts level at the upper left of its frame and ends at the lower right
    (presetShapeDefinitions of ECMA-376); other directions are flips and a quarter turn of it.
    """
    points = _without_straight_corners(points)
    pieces = len(points) - 1
    (x0, y0), (x1, y1) = points[0], points[-1]
    if pieces == 1:
        left, top = min(x0, x1), min(y0, y1)
        return Elbow("straightConnector1", False, x1 < x0, y1 < y0, left, top, abs(x1 - x0), abs(y1 - y0), ())
    if pieces > 5:
        return None
    turned = abs(points[1][1] - y0) > abs(points[1][0] - x0)
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    along, across = (y1 - y0, x1 - x0) if turned else (x1 - x0, y1 - y0)
    # No side may be 0: the places between are measured by it. A pixel too much is not seen.
    width, height = max(abs(along), 1.0), max(abs(across), 1.0)
    forward, aside = (1 if along >= 0 else -1), (1 if across >= 0 else -1)
    adjusts = []
    for n, (x, y) in enumerate(points[1:-2]):
        run, rise = (y - y0, x - x0) if turned else (x - x0, y - y0)
        share = run * forward / width if n % 2 == 0 else rise * aside / height
        adjusts.append(round(share * 100_000))
    flip_down = aside > 0 if turned else aside < 0
    left, top = middle_x - width / 2, middle_y - height / 2
    return Elbow(f"bentConnector{pieces}", turned, forward < 0, flip_down, left, top, width, height, tuple(adjusts))


def _without_straight_corners(points: Sequence[Point]) -> list[Point]:
    """Without points in the middle of a straight piece, and without pieces of no length."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(point[0] - kept[-1][0]) < 0.01 and abs(point[1] - kept[-1][1]) < 0.01:
            continue
        while len(kept) >= 2 and (kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]):
            kept.pop()
        kept.append(point)
    return kept if len(kept) > 1 else [points[0], points[-1]]


class ShapeWriter:
    """Writes the shapes of one drawing under the tags of Excel or PowerPoint."""

    def __init__(self, space: str, scale: float = 1.0, dx: float = 0.0, dy: float = 0.0) -> None:
        self.space, self.scale, self.dx, self.dy = space, scale, dx, dy
        self.ids: dict[str, int] = {}
        self.count = 1

    def all_of(self, sketch: Sketch) -> list[tuple[Element, tuple[float, float, float, float]]]:
        """Every shape, connector and condition from back to front, with the rectangle it covers in pixels."""
        written: list[tuple[Element, tuple[float, float, float, float]]] = []
        lanes = [shape for shape in sketch.shapes if shape.form in {Form.LANE, Form.HEAD}]
        others = [shape for shape in sketch.shapes if shape.form not in {Form.LANE, Form.HEAD}]
        for shape in [*lanes, *others]:  # connectors name the shapes they are glued to
            self.count += 1
            self.ids[shape.key] = self.count
        written += [(self.shape(shape), _rectangle(shape)) for shape in lanes]
        written += [(self.connector(line), _around(line.points)) for line in sketch.lines]
        written += [(self.shape(shape), _rectangle(shape)) for shape in others]
        labels = [line.label for line in sketch.lines if line.label is not None]
        for number, label in enumerate(labels):
            label.key = f"condition-{number}"
            self.count += 1
            self.ids[label.key] = self.count
            written.append((self.shape(label), _rectangle(label)))
        return written

    # --- shapes ---

    def shape(self, shape: Shape) -> Element:
        """A shape with its words; its facts are its alternative text."""
        role = shape.facts.role if shape.facts is not None else ""
        attributes = {"macro": "", "textlink": ""} if self.space == XDR else {}
        element = self._tag(None, "sp", **attributes)
        outer = self._tag(element, "nvSpPr")
        self._named(outer, self.ids[shape.key], role, shape.text, shape.facts)
        self._tag(outer, "cNvSpPr", **({"txBox": "1"} if shape.form is Form.TEXT else {}))
        if self.space == P:
            self._tag(outer, "nvPr")
        look = self._tag(element, "spPr")
        frame = _a(look, "xfrm")
        self._frame(frame, *_rectangle(shape))
        self._outline(look, shape, role)
        self._words(element, shape, role)
        return element

    def _outline(self, look: Element, shape: Shape, role: str) -> None:
        if shape.form in {Form.DECISION, Form.PARALLEL}:
            self._six_corners(look, shape)
        else:
            preset = _a(look, "prstGeom", prst=_PRESETS.get(shape.form, "rect"))
            adjusts = _a(preset, "avLst")
            if shape.form is Form.WAIT:
                share = min(50_000, round(ROUND / max(1.0, min(shape.width, shape.height)) * 100_000))
                _a(adjusts, "gd", name="adj", fmla=f"val {share}")
        if shape.form is Form.TEXT:
            if role == "condition":
                _a(_a(look, "solidFill"), "srgbClr", val="FFFFFF")
            else:
                _a(look, "noFill")
            _a(_a(look, "ln"), "noFill")
            return
        fills = {Form.HEAD: _HEAD, Form.SYSTEM: "EEF1F5"}
        _a(_a(look, "solidFill"), "srgbClr", val=fills.get(shape.form, "FFFFFF"))
        is_end = role == "end" or (shape.facts is not None and shape.facts.values.get("kind") == "end")
        frame = shape.form in {Form.LANE, Form.HEAD}
        line = _a(look, "ln", w=self._emu(1.0 if frame else 2.6 if is_end or shape.form is Form.PARALLEL else 1.5))
        _a(_a(line, "solidFill"), "srgbClr", val=_GREY if frame else _INK)
        if role == "missing" or shape.form is Form.WAIT:
            _a(line, "prstDash", val="dash")

    def _six_corners(self, look: Element, shape: Shape) -> None:
        width, height, cut = (int(self._emu(value)) for value in (shape.width, shape.height, CUT))
        custom = _a(look, "custGeom")
        for name in ("avLst", "gdLst", "ahLst"):
            _a(custom, name)
        sites = _a(custom, "cxnLst")
        for angle, *at in (("16200000", "hc", "t"), ("10800000", "l", "vc"), ("5400000", "hc", "b"), ("0", "r", "vc")):
            _a(_a(sites, "cxn", ang=angle), "pos", x=at[0], y=at[1])
        _a(custom, "rect", l="l", t="t", r="r", b="b")
        path = _a(_a(custom, "pathLst"), "path", w=str(width), h=str(height))
        corners = [(cut, 0), (width - cut, 0), (width, height // 2), (width - cut, height), (cut, height)]
        for number, (x, y) in enumerate([*corners, (0, height // 2)]):
            _a(_a(path, "lnTo" if number else "moveTo"), "pt", x=str(x), y=str(y))
        _a(path, "close")

    # --- words ---

    def _words(self, element: Element, shape: Shape, role: str) -> None:
        body = self._tag(element, "txBody")
        side = "28575" if shape.form in {Form.BOX, Form.SYSTEM, Form.WAIT, Form.LANE, Form.HEAD} else "0"
        if shape.form in {Form.DECISION, Form.PARALLEL}:
            side = self._emu(CUT * 0.6)
        across = "none" if role in {"end", "missing"} else "square"
        insets = {"lIns": side, "rIns": side, "tIns": "0", "bIns": "0"}
        anchor = "ctr"
        _a(body, "bodyPr", vertOverflow="overflow", horzOverflow="overflow", wrap=across, anchor=anchor, **insets)
        _a(body, "lstStyle")
        size = {"flow": 15.0, "lane": 14.0, "condition": 12.0, "rest": 11.0}.get(role, 13.0)
        for number, text in enumerate(shape.text.split("\n")):
            small = number == 0 and "\n" in shape.text
            paragraph = _a(body, "p")
            layout = _a(paragraph, "pPr", algn="l" if role in {"flow", "rest"} else "ctr")
            # Fonts differ much in their line height; a fixed one keeps the words inside the box.
            exact = 10.0 * 1.3 if small else size * 1.3
            _a(_a(layout, "lnSpc"), "spcPts", val=str(round(exact * 75 * self.scale)))
            self._run(paragraph, text, 10.0 if small else size, bold=role == "lane")

    def _run(self, paragraph: Element, text: str, size: float, *, bold: bool) -> None:
        height = str(max(100, round(size * 0.75 * self.scale * 2) * 50))
        look = {"lang": "ja-JP", "altLang": "en-US", "sz": height, "b": "1" if bold else "0"}
        if text:
            run = _a(paragraph, "r")
            properties = _a(run, "rPr", **look)
        else:
            properties = _a(paragraph, "endParaRPr", **look)
        _a(_a(properties, "solidFill"), "srgbClr", val=_INK)
        _a(properties, "latin", typeface=_FACE)
        _a(properties, "ea", typeface=_FACE)
        if text:
            _a(run, "t").text = text

    # --- connectors ---

    def connector(self, line: Line) -> Element:
        """An arrow, glued at both ends, with our corners."""
        self.count += 1
        element = self._tag(None, "cxnSp", **({"macro": ""} if self.space == XDR else {}))
        outer = self._tag(element, "nvCxnSpPr")
        self._named(outer, self.count, "way", "", line.facts)
        glue = self._tag(outer, "cNvCxnSpPr")
        for name, key, site in (("stCxn", line.source, line.sites[0]), ("endCxn", line.target, line.sites[1])):
            _a(glue, name, id=str(self.ids[key or ""]), idx=str(site))
        if self.space == P:
            self._tag(outer, "nvPr")
        look = self._tag(element, "spPr")
        bent = elbow(line.points)
        if bent is None:
            self._many_corners(look, line.points)
        else:
            self._bent(look, bent)
        style = _a(look, "ln", w=self._emu(1.4))
        _a(_a(style, "solidFill"), "srgbClr", val=_INK)
        _a(style, "round")
        _a(style, "tailEnd", type="triangle", w="med", len="med")
        return element

    def _bent(self, look: Element, bent: Elbow) -> None:
        turns = {"rot": "5400000"} if bent.turned else {}
        flips = {**({"flipH": "1"} if bent.flip_across else {}), **({"flipV": "1"} if bent.flip_down else {})}
        frame = _a(look, "xfrm", **turns, **flips)
        self._frame(frame, bent.x, bent.y, bent.width, bent.height)
        adjusts = _a(_a(look, "prstGeom", prst=bent.preset), "avLst")
        for number, value in enumerate(bent.adjusts, 1):
            _a(adjusts, "gd", name=f"adj{number}", fmla=f"val {value}")

    def _many_corners(self, look: Element, points: Sequence[Point]) -> None:
        """More corners than a connector of the menu has: still a glued connector, with a path of its own."""
        left, top = min(x for x, _ in points), min(y for _, y in points)
        width, height = max(x for x, _ in points) - left, max(y for _, y in points) - top
        self._frame(_a(look, "xfrm"), left, top, width, height)
        custom = _a(look, "custGeom")
        for name in ("avLst", "gdLst", "ahLst", "cxnLst"):
            _a(custom, name)
        _a(custom, "rect", l="0", t="0", r="r", b="b")
        path = _a(_a(custom, "pathLst"), "path", w=self._emu(width), h=self._emu(height), fill="none")
        for number, (x, y) in enumerate(points):
            _a(_a(path, "lnTo" if number else "moveTo"), "pt", x=self._emu(x - left), y=self._emu(y - top))

    # --- small things ---

    def _named(self, parent: Element, id_: int, role: str, words: str, facts: Facts | None) -> None:
        name = one_line(f"{NAMES.get(role, '図形')} {words}")[:60].strip()
        if role == "way" or not words:
            name = f"{NAMES.get(role, '図形')} {id_}"
        note = {"descr": write_notes(facts)} if facts is not None else {}
        self._tag(parent, "cNvPr", id=str(id_), name=name, **note)

    def _frame(self, frame: Element, x: float, y: float, width: float, height: float) -> None:
        _a(frame, "off", x=self._emu(x + self.dx), y=self._emu(y + self.dy))
        _a(frame, "ext", cx=self._emu(width), cy=self._emu(height))

    def _emu(self, value: float) -> str:
        return str(round(value * EMU * self.scale))

    def _tag(self, parent: Element | None, name: str, /, **attributes: str) -> Element:
        from lxml import etree

        tag = f"{{{self.space}}}{name}"
        if parent is None:
            prefix = "xdr" if self.space == XDR else "p"
            return etree.Element(tag, attributes, nsmap={prefix: self.space, "a": A, "r": R})
        return etree.SubElement(parent, tag, attributes)


def _a(parent: Element, name: str, /, **attributes: str) -> Element:
    from lxml import etree

    return etree.SubElement(parent, f"{{{A}}}{name}", attributes)


def _rectangle(shape: Shape) -> tuple[float, float, float, float]:
    return shape.x, shape.y, shape.width, shape.height


def _around(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """The rectangle between the ends of an arrow: Excel anchors it there, whatever way it takes."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    return min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)
