"""Shapes, lines and groups of Excel and PowerPoint, read into a sketch.

Only local names are looked at, so that files of the strict format and of LibreOffice are read too. What a line's path
looks like is found from the preset it uses, its flips and its turn (ECMA-376, presetShapeDefinitions).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians, sin

from kaizen_helpers.flow.formats.facts import Facts, read_notes, role_by_name
from kaizen_helpers.flow.formats.sketch import MOST_SHAPES, Form, Line, Point, Shape, Sketch
from kaizen_helpers.flow.formats.xml import Element, elements, local_name

__all__ = ["Place", "ShapeReader", "child", "find", "whole"]

_EMU = 9525
_LONGEST = 2000
_DEEPEST = 12
_FORMS = {
    "diamond": Form.DECISION,
    "flowChartDecision": Form.DECISION,
    "flowChartTerminator": Form.TERMINAL,
    "ellipse": Form.TERMINAL,
    "flowChartConnector": Form.TERMINAL,
    "flowChartPredefinedProcess": Form.SUBPROCESS,
    "flowChartDelay": Form.WAIT,
    "flowChartDocument": Form.DOCUMENT,
    "flowChartMultidocument": Form.DOCUMENT,
    "foldedCorner": Form.DOCUMENT,
    "can": Form.STORE,
    "flowChartMagneticDisk": Form.STORE,
    "flowChartMagneticDrum": Form.STORE,
    "flowChartOnlineStorage": Form.STORE,
}
_CALLOUTS = re.compile(r"callout", re.IGNORECASE)
_LINES = re.compile(r"^(line|straightConnector1|(bent|curved)Connector[2-5])$")
_BLOCK_ARROWS: dict[str, tuple[Point, Point, bool]] = {
    "rightArrow": ((0, 0.5), (1, 0.5), False),
    "leftArrow": ((1, 0.5), (0, 0.5), False),
    "downArrow": ((0.5, 0), (0.5, 1), False),
    "upArrow": ((0.5, 1), (0.5, 0), False),
    "stripedRightArrow": ((0, 0.5), (1, 0.5), False),
    "notchedRightArrow": ((0, 0.5), (1, 0.5), False),
    "leftRightArrow": ((0, 0.5), (1, 0.5), True),
    "upDownArrow": ((0.5, 0), (0.5, 1), True),
    "bentArrow": ((0.1, 1), (1, 0.25), False),
    "bentUpArrow": ((0, 0.85), (0.85, 0), False),
    "uturnArrow": ((0.1, 1), (0.8, 1), False),
    "curvedRightArrow": ((0, 0.1), (1, 0.8), False),
    "curvedLeftArrow": ((1, 0.1), (0, 0.8), False),
    "curvedDownArrow": ((0.1, 1), (0.8, 1), False),
    "curvedUpArrow": ((0.1, 0), (0.8, 0), False),
}
"""Thick arrows: where they begin and end as shares of width and height, and whether they have two heads."""
_COUNTED = frozenset(["sp", "cxnSp", "grpSp", "pic", "graphicFrame"])
_PAPER = frozenset(["ffffff", "bg1", "lt1", "window"])


@dataclass(frozen=True, slots=True)
class Place:
    """How the measures inside a group become pixels of the sheet."""

    scale_x: float = 1 / _EMU
    scale_y: float = 1 / _EMU
    x: float = 0.0
    y: float = 0.0

    def inside(self, group: Element | None) -> Place:
        """The measures inside a group (its ``xfrm``) that stands here."""
        if group is None:
            return self
        off, ext, inner, size = (find(group, name) for name in ("off", "ext", "chOff", "chExt"))
        wide, high = _ratio(ext, size, "cx"), _ratio(ext, size, "cy")
        x = self.x + (whole(off, "x") - whole(inner, "x") * wide) * self.scale_x
        y = self.y + (whole(off, "y") - whole(inner, "y") * high) * self.scale_y
        return Place(self.scale_x * wide, self.scale_y * high, x, y)

    def frame(self, xfrm: Element) -> tuple[float, float, float, float]:
        """Left, top, width and height in pixels."""
        off, ext = find(xfrm, "off"), find(xfrm, "ext")
        return (
            self.x + whole(off, "x") * self.scale_x,
            self.y + whole(off, "y") * self.scale_y,
            abs(whole(ext, "cx") * self.scale_x),
            abs(whole(ext, "cy") * self.scale_y),
        )


class ShapeReader:
    """Gathers the shapes and lines below a tree, with keys that are unique in the drawing."""

    def __init__(self) -> None:
        self.shapes: list[Shape] = []
        self.lines: list[Line] = []
        self.left_out = 0
        self._keys: set[str] = set()

    def read(self, element: Element, place: Place, depth: int = 0) -> None:
        """Read one element of a shape tree, and all below it."""
        name = local_name(element)
        if len(self.shapes) + len(self.lines) > MOST_SHAPES:
            self.left_out += name in _COUNTED
        elif name == "AlternateContent":
            for choice in self._choice(element):
                self.read(choice, place, depth + 1)
        elif name == "grpSp" and depth < _DEEPEST:
            properties = child(element, "grpSpPr")
            inside = place.inside(child(properties, "xfrm"))
            for inner in elements(element):
                self.read(inner, inside, depth + 1)
        elif name == "sp":
            self._shape(element, place)
        elif name == "cxnSp":
            self._connector(element, place)
        elif name in {"pic", "graphicFrame", "contentPart"}:
            self._other(element, place)

    @staticmethod
    def _choice(element: Element) -> Iterator[Element]:
        """Of the alternatives for newer and older programs the one that holds shapes."""
        for option in elements(element):
            found = [inner for inner in elements(option) if local_name(inner) in {"sp", "cxnSp", "grpSp", "pic"}]
            if found:
                yield from found
                return

    def sketch(self) -> Sketch:
        """All that was read."""
        sketch = Sketch(shapes=self.shapes, lines=self.lines, left_out=self.left_out)
        sketch.width = max((shape.x + shape.width for shape in self.shapes), default=0.0)
        sketch.height = max((shape.y + shape.height for shape in self.shapes), default=0.0)
        return sketch

    # --- shapes ---

    def _shape(self, element: Element, place: Place) -> None:
        properties = child(element, "spPr")
        named = find(element, "cNvPr")
        if named is not None and named.get("hidden") in {"1", "true"}:
            return
        xfrm = child(properties, "xfrm")
        preset = _preset(properties)
        if xfrm is not None and (_LINES.match(preset) or preset in _BLOCK_ARROWS):
            self._line(element, place)
            return
        x, y, width, height = (0.0, 0.0, 0.0, 0.0) if xfrm is None else place.frame(xfrm)
        if xfrm is not None and 45 <= _degrees(xfrm) % 180 < 135:
            x, y, width, height = x + (width - height) / 2, y + (height - width) / 2, height, width
        text = _text(element)
        facts = _facts(named, text)
        self.shapes.append(Shape(self._key(named), _form(element, preset, facts), text, x, y, width, height, facts))

    def _other(self, element: Element, place: Place) -> None:
        """A table becomes the frames of lanes; anything else is a picture."""
        named = find(element, "cNvPr")
        frame = child(element, "xfrm") if local_name(element) == "graphicFrame" else child(element, "spPr", "xfrm")
        x, y, width, height = (0.0, 0.0, 0.0, 0.0) if frame is None else place.frame(frame)
        table = find(element, "tbl")
        key = self._key(named)
        if table is not None:
            self.shapes += _table_lanes(table, key, x, y, place)
            return
        words = "" if named is None else named.get("name") or ""
        self.shapes.append(Shape(key, Form.PICTURE, words[:_LONGEST], x, y, width, height, _facts(named)))

    # --- lines ---

    def _connector(self, element: Element, place: Place) -> None:
        named = find(element, "cNvPr")
        if named is None or named.get("hidden") not in {"1", "true"}:
            self._line(element, place)

    def _line(self, element: Element, place: Place) -> None:
        properties = child(element, "spPr")
        xfrm = child(properties, "xfrm")
        if xfrm is None:
            return
        preset = _preset(properties)
        points = _points(properties, preset, xfrm, place)
        pen = child(properties, "ln")
        start, end = (_has_head(pen, name) for name in ("headEnd", "tailEnd"))
        if preset in _BLOCK_ARROWS:
            start, end = _BLOCK_ARROWS[preset][2], True
        named = find(element, "cNvPr")
        glued = [find(element, name) for name in ("stCxn", "endCxn")]
        source, target = (None if glue is None else glue.get("id") for glue in glued)
        line = Line(self._key(named, line=True), source, target, points, start, end, _text(element), _facts(named))
        self.lines.append(line)

    def _key(self, named: Element | None, *, line: bool = False) -> str:
        id_ = "" if named is None else named.get("id") or ""
        key = f"line {id_}" if line else id_
        while not id_ or key in self._keys:
            id_ = f"{id_}'{len(self._keys)}"
            key = f"line {id_}" if line else id_
        self._keys.add(key)
        return key


# --- what a shape is -----------------------------------------------------------------------------


def _form(element: Element, preset: str, facts: Facts | None) -> Form:
    if facts is not None and facts.role in {"frame", "lane", "flow", "condition", "rest"}:
        known = {"frame": Form.LANE, "lane": Form.HEAD}
        return known.get(facts.role, Form.TEXT)
    if _CALLOUTS.search(preset) or find(element, "ph") is not None:
        return Form.TEXT
    if preset in _FORMS:
        return _FORMS[preset]
    return Form.BOX if _has_outline(element) or _has_ground(element) else Form.TEXT


def _has_outline(element: Element) -> bool:
    pen = child(element, "spPr", "ln")
    for fill in elements(pen) if pen is not None else ():
        if local_name(fill) == "noFill":
            return False
        if local_name(fill) in {"solidFill", "gradFill", "pattFill"}:
            return True
    return _style_index(element, "lnRef") > 0


def _has_ground(element: Element) -> bool:
    """Whether it is filled with something that is not white."""
    for fill in elements(child(element, "spPr")) if child(element, "spPr") is not None else ():
        if local_name(fill) == "noFill":
            return False
        if local_name(fill) == "solidFill":
            colours = [(inner.get("val") or inner.get("lastClr") or "").lower() for inner in elements(fill)]
            return not _PAPER.intersection(colours)
        if local_name(fill) in {"gradFill", "pattFill", "blipFill"}:
            return True
    return _style_index(element, "fillRef") > 0


def _style_index(element: Element, name: str) -> int:
    reference = child(element, "style", name)
    return whole(reference, "idx")


def _text(element: Element) -> str:
    body = child(element, "txBody")
    lines = []
    for paragraph in elements(body) if body is not None else ():
        if local_name(paragraph) == "p":
            pieces = paragraph.iter("{*}t", "{*}br")
            lines.append("".join("\n" if local_name(piece) == "br" else piece.text or "" for piece in pieces))
    return "\n".join(lines).strip()[:_LONGEST]


def _table_lanes(table: Element, key: str, x: float, y: float, place: Place) -> list[Shape]:
    """A table as lanes: by its first row, where that names several, else by its first column."""
    grid = child(table, "tblGrid")
    widths = [abs(whole(column, "w") * place.scale_x) for column in elements(grid)] if grid is not None else []
    rows = [row for row in elements(table) if local_name(row) == "tr"]
    heights = [abs(whole(row, "h") * place.scale_y) for row in rows]
    cells = [[_text(cell) for cell in elements(row) if local_name(cell) == "tc"] for row in rows]
    if not cells or not widths:
        return []
    across = cells[0][: len(widths)]
    beside = [row[0] if row else "" for row in cells]
    if sum(map(bool, across)) >= max(2, sum(map(bool, beside))):
        places = [(x + sum(widths[:n]), y, widths[n], sum(heights), text) for n, text in enumerate(across)]
    else:
        places = [(x, y + sum(heights[:n]), sum(widths), heights[n], text) for n, text in enumerate(beside)]
    return [
        Shape(f"{key} lane {n}", Form.LANE, text, left, top, width, height)
        for n, (left, top, width, height, text) in enumerate(places)
        if text
    ]


def _facts(named: Element | None, text: str = "") -> Facts | None:
    """Our alternative text; LibreOffice drops it, but keeps the name, which still says what the shape is."""
    if named is None:
        return None
    return read_notes(named.get("descr") or "") or role_by_name(named.get("name") or "", text)


# --- the path of a line --------------------------------------------------------------------------


def _points(properties: Element, preset: str, xfrm: Element, place: Place) -> list[Point]:
    """The corners of a line in pixels, from its start to its end."""
    x, y, width, height = place.frame(xfrm)
    inner = _path(properties, preset)
    turn = radians(_degrees(xfrm))
    across, down = (-1 if xfrm.get(name) in {"1", "true"} else 1 for name in ("flipH", "flipV"))
    points = []
    for share_x, share_y in inner:
        dx, dy = (share_x - 0.5) * width * across, (share_y - 0.5) * height * down
        px, py = dx * cos(turn) - dy * sin(turn), dx * sin(turn) + dy * cos(turn)
        points.append((x + width / 2 + px, y + height / 2 + py))
    return points


def _path(properties: Element, preset: str) -> list[Point]:
    """The corners as shares of width and height, before it is flipped and turned."""
    if preset in _BLOCK_ARROWS:
        return list(_BLOCK_ARROWS[preset][:2])
    bends = int(preset[-1]) if re.match(r"^(bent|curved)Connector[2-5]$", preset) else 1
    shares = _adjusts(properties)
    corners: list[Point] = [(0.0, 0.0)]
    for n in range(bends - 2):
        share = shares.get(f"adj{n + 1}", 0.5)
        corners.append((share, corners[-1][1]) if n % 2 == 0 else (corners[-1][0], share))
    if bends > 1:  # the last corner lies level with, or above, the end
        corners.append((1.0, corners[-1][1]) if bends % 2 == 0 else (corners[-1][0], 1.0))
    return _drawn_path(properties) or [*corners, (1.0, 1.0)]


def _adjusts(properties: Element) -> dict[str, float]:
    found = {}
    for guide in properties.iter("{*}gd"):
        if match := re.fullmatch(r"val (-?\d{1,12})", guide.get("fmla") or ""):
            found[guide.get("name") or ""] = int(match[1]) / 100_000
    return found


def _drawn_path(properties: Element) -> list[Point]:
    """The corners of a line with a path of its own."""
    path = find(properties, "path")
    if path is None:
        return []
    width, height = whole(path, "w"), whole(path, "h")
    points = [(whole(point, "x"), whole(point, "y")) for point in path.iter("{*}pt")]
    shares = [(px / width if width else 0.0, py / height if height else 0.0) for px, py in points[:100]]
    return shares if len(shares) > 1 else []


def _has_head(pen: Element | None, name: str) -> bool:
    head = child(pen, name)
    return head is not None and head.get("type", "none") != "none"


# --- small things --------------------------------------------------------------------------------


def child(element: Element | None, *names: str) -> Element | None:
    """The element at the end of a way of child names; ``None`` where one is missing."""
    for name in names:
        if element is None:
            return None
        element = element.find(f"{{*}}{name}")
    return element


def find(element: Element | None, name: str) -> Element | None:
    """The first element of a name below another one."""
    return None if element is None else next(element.iter(f"{{*}}{name}"), None)


def whole(element: Element | None, name: str) -> int:
    """An attribute as a whole number; 0 where it is missing or no such number."""
    written = "" if element is None else element.get(name) or ""
    return int(written) if re.fullmatch(r"-?\d{1,12}", written) else 0


def _preset(properties: Element | None) -> str:
    geometry = child(properties, "prstGeom")
    return "" if geometry is None else geometry.get("prst") or ""


def _degrees(xfrm: Element) -> float:
    return whole(xfrm, "rot") / 60_000


def _ratio(outer: Element | None, inner: Element | None, name: str) -> float:
    return whole(outer, name) / whole(inner, name) if whole(inner, name) and whole(outer, name) else 1.0
