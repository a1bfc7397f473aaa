"""Drawings as officials make them by hand in Excel and PowerPoint, written with nothing of the library. All made up."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

EMU = 9525
_SPACES = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" ' + _SPACES.partition(" ")[2]
_STYLE = (
    '<{x}:style><a:lnRef idx="2"><a:schemeClr val="accent1"/></a:lnRef><a:fillRef idx="1"><a:schemeClr val="lt1"/>'
    '</a:fillRef><a:effectRef idx="0"><a:schemeClr val="accent1"/></a:effectRef><a:fontRef idx="minor"/></{x}:style>'
)


@dataclass(frozen=True)
class Drawn:
    """A shape: number, words, place (left, top, width, height in pixels) and preset."""

    id: int
    text: str
    at: tuple[float, float, float, float]
    preset: str = "rect"
    bare: bool = False


@dataclass(frozen=True)
class Arrow:
    """A line between two points; glued to shapes where their numbers are given."""

    id: int
    start: tuple[float, float]
    end: tuple[float, float]
    source: int | None = None
    target: int | None = None
    head: str = "tailEnd"


@dataclass(frozen=True)
class Group:
    """Shapes of one group, whose inner measures are half of those of the sheet."""

    id: int
    inner: tuple[Drawn | Arrow, ...]


def _frame(x: float, y: float, width: float, height: float, more: str = "") -> str:
    left, top, across, down = (round(value * EMU) for value in (x, y, width, height))
    return f'<a:xfrm{more}><a:off x="{left}" y="{top}"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'


def shape_xml(item: Drawn | Arrow | Group, x: str = "xdr", scale: float = 1.0) -> str:
    """As Excel 2016 writes it (``x`` = ``p``: as PowerPoint does)."""
    nothing = "<p:nvPr/>" if x == "p" else ""
    if isinstance(item, Group):
        inner = "".join(shape_xml(each, x, 0.5) for each in item.inner)
        box = '<a:off x="0" y="0"/><a:ext cx="9525000" cy="9525000"/>'
        box += '<a:chOff x="0" y="0"/><a:chExt cx="4762500" cy="4762500"/>'
        head = f'<{x}:cNvPr id="{item.id}" name="グループ化 {item.id}"/><{x}:cNvGrpSpPr/>{nothing}'
        head = f"<{x}:nvGrpSpPr>{head}</{x}:nvGrpSpPr>"
        return f"<{x}:grpSp>{head}<{x}:grpSpPr><a:xfrm>{box}</a:xfrm></{x}:grpSpPr>{inner}</{x}:grpSp>"
    named = f'<{x}:cNvPr id="{item.id}" name={quoteattr(f"図形 {item.id}")}/>'
    if isinstance(item, Drawn):
        left, top, width, height = (value * scale for value in item.at)
        look = "<a:noFill/><a:ln><a:noFill/></a:ln>" if item.bare else ""
        words = "".join(
            f'<a:p><a:r><a:rPr lang="ja-JP"/><a:t>{escape(t)}</a:t></a:r></a:p>' for t in item.text.split("\n")
        )
        kind = f"<{x}:cNvSpPr{' txBox=' + quoteattr('1') if item.bare else ''}/>"
        geometry = f'<a:prstGeom prst="{item.preset}"><a:avLst/></a:prstGeom>'
        style = "" if item.bare else _STYLE.format(x=x)
        body = f"<{x}:txBody><a:bodyPr/><a:lstStyle/>{words}</{x}:txBody>"
        properties = f"<{x}:spPr>{_frame(left, top, width, height)}{geometry}{look}</{x}:spPr>"
        return f"<{x}:sp><{x}:nvSpPr>{named}{kind}{nothing}</{x}:nvSpPr>{properties}{style}{body}</{x}:sp>"
    (x0, y0), (x1, y1) = ((px * scale, py * scale) for px, py in (item.start, item.end))
    flips = (' flipH="1"' if x1 < x0 else "") + (' flipV="1"' if y1 < y0 else "")
    place = _frame(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), flips)
    glue = f'<a:stCxn id="{item.source}" idx="2"/>' if item.source else ""
    glue += f'<a:endCxn id="{item.target}" idx="0"/>' if item.target else ""
    head = f'<a:ln><a:{item.head} type="triangle"/></a:ln>' if item.head else ""
    properties = f'<{x}:spPr>{place}<a:prstGeom prst="straightConnector1"><a:avLst/></a:prstGeom>{head}</{x}:spPr>'
    connector = f"<{x}:nvCxnSpPr>{named}<{x}:cNvCxnSpPr>{glue}</{x}:cNvCxnSpPr>{nothing}</{x}:nvCxnSpPr>"
    return f"<{x}:cxnSp>{connector}{properties}{_STYLE.format(x=x)}</{x}:cxnSp>"


def _extent(item: Drawn | Arrow | Group) -> tuple[float, float, float, float]:
    if isinstance(item, Group):
        return 0, 0, 1000, 1000
    if isinstance(item, Drawn):
        return item.at
    (x0, y0), (x1, y1) = item.start, item.end
    return min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)


def excel(
    *items: Drawn | Arrow | Group, cells: dict[str, str] | None = None, sheet: str = "Sheet1", raw: str = ""
) -> bytes:
    """A workbook with these shapes on columns of 64 and rows of 20 pixels; ``raw`` goes into the drawing as it is."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        page.insert_textbox(0, 0, "x")
        for name, text in (cells or {}).items():
            if ":" in name:
                page.merge_range(name, text)
            else:
                page.write(name, text)
    anchors = ""
    for item in items:
        left, top, width, height = _extent(item)
        corners = ""
        for tag, px, py in (("from", left, top), ("to", left + width, top + height)):
            corners += f"<xdr:{tag}><xdr:col>{int(px // 64)}</xdr:col><xdr:colOff>{round(px % 64 * EMU)}</xdr:colOff>"
            corners += f"<xdr:row>{int(py // 20)}</xdr:row><xdr:rowOff>{round(py % 20 * EMU)}</xdr:rowOff></xdr:{tag}>"
        anchors += f"<xdr:twoCellAnchor>{corners}{shape_xml(item)}<xdr:clientData/></xdr:twoCellAnchor>"
    drawing = f"<xdr:wsDr {_SPACES}>{anchors}{raw}</xdr:wsDr>"
    return replaced(file.getvalue(), {"xl/drawings/drawing1.xml": drawing.encode()})


def powerpoint(*items: Drawn | Arrow | Group) -> bytes:
    """A presentation with these shapes on its one slide."""
    from lxml import etree
    from pptx import Presentation

    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    tree: Any = slide.shapes.element
    for item in items:
        tree.append(etree.fromstring(f"<root {_P}>{shape_xml(item, 'p')}</root>")[0])
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def replaced(package: bytes, parts: dict[str, bytes | None]) -> bytes:
    """The package with parts replaced, or left out where they are ``None``."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = parts.get(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name in set(parts) - set(old.namelist()):
            new.writestr(name, parts[name] or b"")
    return made.getvalue()


BY_HAND = (
    # Two lanes as frames with heads, steps in them, one loose arrow, one condition beside its arrow.
    Drawn(2, "申請者", (20, 40, 200, 30)),
    Drawn(3, "", (20, 40, 200, 500)),
    Drawn(4, "窓口", (220, 40, 300, 30)),
    Drawn(5, "", (220, 40, 300, 500)),
    Drawn(6, "申請書を提出する", (40, 90, 160, 40), "flowChartTerminator"),
    Drawn(7, "申請書を受け付ける", (260, 90, 160, 40)),
    Drawn(8, "書類は揃っているか", (260, 170, 160, 60), "flowChartDecision"),
    Drawn(9, "台帳に記録する", (260, 290, 160, 40)),
    Drawn(10, "おわり", (280, 380, 120, 40), "flowChartTerminator"),
    Drawn(11, "はい", (345, 245, 40, 20), bare=True),
    Drawn(12, "いいえ", (205, 180, 50, 20), bare=True),
    Drawn(13, "助成の申請（現状）", (20, 5, 300, 24), bare=True),
    Drawn(14, "書類を補う", (40, 180, 160, 40)),
    Arrow(20, (200, 110), (260, 110), 6, 7),
    Arrow(21, (340, 130), (340, 170), 7, 8),
    Arrow(22, (340, 230), (340, 290), 8, 9),
    Arrow(23, (340, 330), (340, 380), 9, 10),
    Arrow(24, (260, 200), (203, 200)),
    Arrow(25, (120, 180), (300, 132)),
)
"""An official's drawing: what a person sees at once, and no glue at two of its arrows."""
