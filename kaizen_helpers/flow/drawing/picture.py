"""Drawings as files: SVG, PNG (twice the size on the screen) and PDF, one page a drawing.

PNG and PDF come from the same shapes as the SVG. Their letters are IPAexGothic, which the package
matplotlib-fontja brings along, so Japanese is never a row of empty boxes; a letter that this font lacks
(𠮷) is taken from another font of the computer, or else becomes 〓, as printers have always done. The text
in a PDF can be searched and copied.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from kaizen_helpers.errors import InputError, SetupError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.flow.drawing.canvas import Circle, Group, Item, Picture, Rect, Style, Text
from kaizen_helpers.flow.drawing.drawing import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["pdf_bytes", "png_bytes", "save_picture"]

_SCREEN = 96.0
"""Pixels an inch, as browsers count them."""
_SHARPNESS = 2
_MOST_PIXELS = 60e6
"""Of a PNG: about what office programs open without complaint."""
_LONGEST = 199.0
"""Inches: a page of a PDF may not be longer than 200 (ISO 32000-1, annex C)."""
_OTHER_FONTS = ("Noto Sans CJK JP", "Noto Sans JP", "Meiryo", "Yu Gothic", "Hiragino Sans", "MS Gothic", "DejaVu Sans")
_UNKNOWN = "〓"
_BOLDER = 0.035
"""How much wider a stroke of a bold letter is, in em: the font has no bold letters of its own."""
_BEGINNINGS = {".png": (b"\x89PNG",), ".pdf": (b"%PDF",), ".svg": (b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE")}


def save_picture(drawing: Drawing | Sequence[Drawing], path: File | str) -> tuple[File, ...]:
    """Write one drawing, or several pages, as ``.svg``, ``.png`` or ``.pdf``; returns the files written.

    Several pages become one PDF, or several pictures with ``-1``, ``-2`` … after the name. A file of the
    same name is replaced only if it is of the same kind.

    Raises:
        InputError: there is no page, the name ends in something else, or a file of that name holds something else.
        SetupError: matplotlib or the Japanese font is not installed (PNG and PDF need them).
        WriteError: the disk is full, or the folder cannot be written to; the old file is untouched.
    """
    pages = [drawing] if isinstance(drawing, Drawing) else list(drawing)
    target = File(path)
    kind = target.suffix.lower()
    if not pages:
        raise InputError("保存する図がありません。図を1つ以上渡してください。", target.name)
    if kind not in _BEGINNINGS:
        raise InputError("ファイルの名前の終わりを .svg、.png、.pdf のどれかにしてください。", target.name)
    if kind == ".pdf" or len(pages) == 1:
        targets = [target]
    else:
        targets = [target.with_name(f"{target.stem}-{n}{target.suffix}") for n in range(1, len(pages) + 1)]
    for each in targets:
        _refuse_other_kinds(each, kind)
    if kind == ".svg":
        contents = [page.svg.encode("utf-8", "replace") for page in pages]
    elif kind == ".png":
        contents = [png_bytes(page) for page in pages]
    else:
        contents = [pdf_bytes(pages)]
    for each, content in zip(targets, contents, strict=True):
        write_atomically(each, content)
    return tuple(targets)


def _refuse_other_kinds(path: File, kind: str) -> None:
    if path.is_dir():
        raise InputError("同じ名前のフォルダがあります。別の名前を付けてください。", path.name)
    if not path.is_file():
        return
    with path.open("rb") as file:
        start = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start and not start.startswith(_BEGINNINGS[kind]):
        raise InputError(
            f"同じ名前のファイルがありますが、中身は{kind[1:].upper()}ではありません。別の名前を付けてください。",
            path.name,
        )


# --- with matplotlib -----------------------------------------------------------------------------

_SETTINGS: dict[str, Any] = {
    "pdf.fonttype": 42,  # TrueType: what is written can be searched
    "text.usetex": False,
    "path.sketch": None,
    "savefig.bbox": "standard",
    "pdf.compression": 6,
}
"""Whatever somebody has set in their notebook, the picture looks the same."""


def png_bytes(drawing: Drawing) -> bytes:
    """The drawing as PNG, twice as large as on the screen; a giant one less sharp, so that it can be opened.

    Raises:
        SetupError: matplotlib or the Japanese font is not installed.
    """
    picture = drawing.picture
    told = {"Title": picture.title, "Description": picture.description, "Software": None}
    with _matplotlib().rc_context(_SETTINGS):
        buffer = io.BytesIO()
        figure = _figure(picture)
        sharp = min(_SCREEN * _SHARPNESS, math.sqrt(_MOST_PIXELS / math.prod(figure.get_size_inches())))
        figure.savefig(buffer, format="png", dpi=sharp, metadata=told)
        return buffer.getvalue()


def pdf_bytes(pages: Sequence[Drawing]) -> bytes:
    """The drawings as one PDF, a page each.

    Raises:
        SetupError: matplotlib or the Japanese font is not installed.
    """
    with _matplotlib().rc_context(_SETTINGS):
        from matplotlib.backends.backend_pdf import PdfPages

        buffer = io.BytesIO()
        # No date: the same flow gives the same file.
        with PdfPages(buffer, metadata={"Title": pages[0].picture.title, "CreationDate": None}) as book:
            for page in pages:
                book.savefig(_figure(page.picture))
        return buffer.getvalue()


def _matplotlib() -> Any:
    try:
        import matplotlib as mpl
        import matplotlib_fontja  # noqa: F401 - the font comes with it
    except ImportError as error:
        raise SetupError(
            "PNGとPDFを作る部品（matplotlib と matplotlib-fontja）がありません。"
            "SVGなら保存できます。PNGやPDFが要るときは、講師かシステムの担当に伝えてください。"
        ) from error
    return mpl


def _figure(picture: Picture) -> Figure:
    from matplotlib.figure import Figure

    inches = picture.millimetres / 25.4 if picture.millimetres else 1 / _SCREEN
    inches = min(inches, _LONGEST / max(picture.width, picture.height))
    figure = Figure(figsize=(picture.width * inches, picture.height * inches), dpi=_SCREEN, facecolor="white")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0, picture.width)
    axes.set_ylim(picture.height, 0)
    _Painter(axes, 72 * inches).paint(picture.items)
    return figure


class _Painter:
    """Puts shapes on a page; a group moves and scales what it holds."""

    def __init__(self, axes: Axes, points: float) -> None:
        self.axes = axes
        self.points = points
        """How many printer's points one unit is."""

    def paint(self, items: Sequence[Item], dx: float = 0.0, dy: float = 0.0, scale: float = 1.0) -> None:
        from matplotlib import patches

        for item in items:
            if isinstance(item, Group):
                self.paint(item.items, dx + scale * item.dx, dy + scale * item.dy, scale * item.scale)
            elif isinstance(item, Text):
                self._text(item, dx + scale * item.x, dy + scale * item.y, scale)
            elif isinstance(item, Circle):
                centre = (dx + scale * item.x, dy + scale * item.y)
                self.axes.add_patch(
                    patches.Circle(centre, scale * item.radius, clip_on=False, **self._style(item.style, scale))
                )
            else:
                steps = _rounded(item) if isinstance(item, Rect) else item.steps
                self._path(steps, item.style, dx, dy, scale)

    def _path(
        self, steps: Sequence[tuple[str, tuple[float, ...]]], style: Style, dx: float, dy: float, scale: float
    ) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path as Outline

        code = {"M": Outline.MOVETO, "L": Outline.LINETO, "Q": Outline.CURVE3, "C": Outline.CURVE4}
        points: list[tuple[float, float]] = []
        codes: list[int] = []
        for name, at in steps:
            if name == "Z":
                points.append(points[-1])
                codes.append(int(Outline.CLOSEPOLY))
            for x, y in zip(at[::2], at[1::2], strict=True):
                points.append((dx + scale * x, dy + scale * y))
                codes.append(int(code[name]))
        self.axes.add_patch(PathPatch(Outline(points, codes), clip_on=False, **self._style(style, scale)))

    def _style(self, style: Style, scale: float) -> dict[str, Any]:
        wide = style.width * scale * self.points if style.stroke else 0.0
        return {
            "facecolor": style.fill or "none",
            "edgecolor": style.stroke or "none",
            "linewidth": wide,
            # matplotlib counts dashes in line widths, SVG in units.
            "linestyle": (0, tuple(part / style.width for part in style.dash)) if style.dash and wide else "solid",
            "capstyle": "round" if style.round else "butt",
            "joinstyle": "miter",
        }

    def _text(self, text: Text, x: float, y: float, scale: float) -> None:
        written, others = _in_the_font(text.text)
        size = text.size * scale
        x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor] * _advance(written) * size
        self.axes.text(
            x,
            y,
            written,
            fontproperties=_font(),
            fontsize=size * self.points,
            color=text.fill,
            ha="left",
            va="baseline",
            parse_math=False,
            clip_on=False,
        )
        if text.bold:
            self._letters(written, "", x, y, size, text.fill, _BOLDER)
        for before, mark, font in others:
            at = x + _advance(before) * size
            self._letters(mark, font, at, y, size, text.fill, _BOLDER if text.bold else 0.0)

    def _letters(self, text: str, font: str, x: float, y: float, size: float, fill: str, bolder: float) -> None:
        """Letters as outlines: a bold edge around written ones, or letters of a font that a PDF may not hold."""
        from matplotlib.font_manager import FontProperties
        from matplotlib.patches import PathPatch
        from matplotlib.textpath import TextPath
        from matplotlib.transforms import Affine2D

        if not text.strip():
            return
        outline = TextPath((0, 0), text, size=size, prop=FontProperties(fname=font) if font else _font())
        moved = outline.transformed(Affine2D().scale(1, -1).translate(x, y))
        self.axes.add_patch(
            PathPatch(
                moved,
                facecolor="none" if bolder and not font else fill,
                edgecolor=fill if bolder else "none",
                linewidth=bolder * size * self.points,
                clip_on=False,
            )
        )


def _rounded(rect: Rect) -> list[tuple[str, tuple[float, ...]]]:
    """The outline of a rectangle as a path; quarter circles by the usual cubic curves."""
    left, top, right, bottom = rect.x, rect.y, rect.x + rect.width, rect.y + rect.height
    r = min(rect.radius, rect.width / 2, rect.height / 2)
    if not r:
        return [("M", (left, top)), ("L", (right, top)), ("L", (right, bottom)), ("L", (left, bottom)), ("Z", ())]
    k = r * 0.4477
    return [
        ("M", (left + r, top)),
        ("L", (right - r, top)),
        ("C", (right - k, top, right, top + k, right, top + r)),
        ("L", (right, bottom - r)),
        ("C", (right, bottom - k, right - k, bottom, right - r, bottom)),
        ("L", (left + r, bottom)),
        ("C", (left + k, bottom, left, bottom - k, left, bottom - r)),
        ("L", (left, top + r)),
        ("C", (left, top + k, left + k, top, left + r, top)),
        ("Z", ()),
    ]


# --- letters -------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _font() -> Any:
    from matplotlib.font_manager import FontProperties
    from matplotlib_fontja import get_font_ttf_path

    return FontProperties(fname=str(get_font_ttf_path()))


@lru_cache(maxsize=1)
def _face() -> Any:
    from matplotlib.ft2font import FT2Font

    return FT2Font(_font().get_file())


@lru_cache(maxsize=4096)
def _letter_advance(mark: str) -> float:
    from matplotlib.ft2font import LoadFlags

    return float(_face().load_char(ord(mark), LoadFlags.NO_SCALE).horiAdvance) / float(_face().units_per_EM)


def _advance(text: str) -> float:
    """How wide a line is, in em."""
    return sum(map(_letter_advance, text))


def _in_the_font(text: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The text with blanks for what the font lacks, and those letters: (what stands before, letter, font file)."""
    written = ""
    others: list[tuple[str, str, str]] = []
    for mark in text:
        if not mark.isprintable() and mark != "\u3000":
            written += " " if mark.isspace() else ""
        elif _face().get_char_index(ord(mark)):
            written += mark
        elif font := _other_font(mark):
            others.append((written, mark, font))
            written += "\u3000"
        else:
            written += _UNKNOWN
    return written, others


@lru_cache(maxsize=512)
def _other_font(mark: str) -> str:
    """The file of a font on this computer that has a letter; empty if none is known to have it."""
    from matplotlib.font_manager import fontManager
    from matplotlib.ft2font import FT2Font

    for name in _OTHER_FONTS:
        for entry in fontManager.ttflist:
            if entry.name == name and FT2Font(entry.fname).get_char_index(ord(mark)):
                return str(entry.fname)
    return ""
