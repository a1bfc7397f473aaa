"""A flow on paper: as many pages of A4 or A3 as it needs, in millimetres, to be printed and put on the table.

Nothing is made smaller than can be read on paper: a flow that is too large is folded into pieces, as many of them on
a page as fit. The names of the lanes stand at every piece, and an arrow that is cut ends in a dark circle whose number
is found again at another piece (a connector of ISO 5807 and JIS X 0121).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.drawing.canvas import GREY, PAPER, Item, Picture, Rect, Style, Text, joined
from kaizen_helpers.flow.drawing.drawing import Drawing, LaidOut, description_of, lay_out_flow, title_of
from kaizen_helpers.flow.drawing.parts import BEYOND, Part, head_size
from kaizen_helpers.flow.drawing.scene import lane_kinds
from kaizen_helpers.flow.drawing.tiles import Tile, cuts_of, tilings
from kaizen_helpers.flow.layout.layout import Direction, Quality
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.text import em_width, wrap

__all__ = ["LEAST_LETTER", "PAPERS", "Paper", "draw_pages"]

PAPERS: Mapping[str, tuple[float, float]] = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
"""Width and height of the sheets that offices have, in millimetres, upright (ISO 216)."""
LEAST_LETTER = 2.5
"""Millimetres: no step has smaller letters on paper (about seven points); conditions and numbers are a little smaller.

A person would rather make the letters this small than turn a page: case C1 stays on one sheet of A4.
"""

_LETTER = 13.0
"""The letters of a step, in a drawing's own units."""
_SMALLEST = 10.0
"""The smallest letters of a drawing, in its own units."""
_LEAST_SCALE = LEAST_LETTER / _LETTER
_SCALE = 25.4 / 96
"""Millimetres a unit: as large as on the screen."""
_MOST_SCALE = 0.35
"""A small flow on a large sheet may become larger, but not a poster."""
_EDGE = 12.0
"""Millimetres around the drawing that printers leave white, or that a file punch needs."""
_HEAD = 15.0
"""Millimetres for title, version, author, date and page."""
_FOOT = 6.0
_BETWEEN = 24.0
"""Units between two pieces on one page."""

Paper = Literal["A4", "A3"]


def draw_pages(
    flow: Flow,
    paper: Paper = "A4",
    *,
    landscape: bool | None = None,
    direction: Direction = "TB",
    marks: Mapping[int, str] | None = None,
    show: Iterable[str] = (),
    changes: Mapping[int, str] | None = None,
    quality: Quality = "print",
) -> tuple[Drawing, ...]:
    """Draw a flow on pages of paper, each a picture of its own; :func:`save_picture` makes one PDF of them.

    Args:
        flow: what to draw; its title, version, author and date stand at the top of each page.
        paper: "A4" or "A3".
        landscape: whether the sheets lie on their side; ``None`` takes what needs fewer pages, or cuts fewer arrows.
        direction: "TB", lanes side by side and time running down, or "LR", lanes stacked and time running right.
        marks: a short flag on steps, as for :func:`draw`.
        show: what else stands on the steps, as for :func:`draw`.
        changes: what becomes of steps, as for :func:`draw`.
        quality: "print" takes up to a second for a clearer picture.

    Raises:
        InputError: another paper, or a word in ``show`` or ``changes`` that is not known.
    """
    if paper not in PAPERS:
        raise InputError(
            f"「{short(str(paper))}」という用紙は使えません。{'・'.join(PAPERS)}のどれかにしてください。", "paper"
        )
    show = (show,) if isinstance(show, str) else tuple(show)
    plan = _Plan(flow, marks, show, changes, direction)
    upright, lying = PAPERS[paper], (PAPERS[paper][1], PAPERS[paper][0])
    sheets = [upright, lying] if direction == "TB" else [lying, upright]
    if landscape is not None:
        sheets = [lying if landscape else upright]
    if len(sheets) > 1:
        sheets = [min(sheets, key=lambda sheet: plan.fold(sheet[0], sheet[1], "typing").cost)]
    return tuple(_pages(flow, plan.fold(*sheets[0], quality)))


@dataclass(frozen=True, slots=True)
class _Folded:
    """A flow on its sheets: how large, and which pieces stand on each page, with their upper left corners."""

    width: float
    height: float
    scale: float
    """Millimetres a unit."""
    laid: LaidOut
    pages: list[list[tuple[Part, float, float]]]

    @property
    def cost(self) -> tuple[int, int]:
        """Pages, then arrows that are cut."""
        return len(self.pages), cuts_of([part.tile for page in self.pages for part, _, _ in page])


@dataclass(frozen=True, slots=True)
class _Plan:
    """A flow, and what is shown of it, on its way to paper."""

    flow: Flow
    marks: Mapping[int, str] | None
    show: tuple[str, ...]
    changes: Mapping[int, str] | None
    direction: Direction

    def fold(self, width: float, height: float, quality: Quality) -> _Folded:
        """The flow on sheets of this size, in millimetres."""
        wide, high = width - 2 * _EDGE, height - 2 * _EDGE - _HEAD - _FOOT
        # The title stands in the head of the page, not in the picture.
        bare = replace(self.flow, title="", version="")
        laid = lay_out_flow(bare, self.marks, wide / _SCALE, self.direction, quality, self.show, self.changes)
        if not laid.layout.boxes:
            return _Folded(width, height, _SCALE, laid, [])
        whole = Part(laid, tilings(laid.layout, float("inf"), float("inf"))[0][0])
        scale = min(wide / whole.width, high / whole.height, _MOST_SCALE)
        if scale >= _LEAST_SCALE:  # all of it on one page, made a little smaller or larger
            return _Folded(width, height, scale, laid, _packed([whole], wide / scale, high / scale))
        room = wide / _LEAST_SCALE, high / _LEAST_SCALE
        candidates = [
            _Folded(width, height, _LEAST_SCALE, laid, _packed([Part(laid, tile) for tile in tiling], *room))
            for tiling in self._tilings(laid, *room)
        ]
        return min(candidates, key=lambda folded: folded.cost)

    def _tilings(self, laid: LaidOut, wide: float, high: float) -> list[list[Tile]]:
        """Ways to cut the picture for pages with this room; beside each cut there must be room for circles."""
        layout, down = laid.layout, self.direction == "TB"
        along, across = (high, wide) if down else (wide, high)
        along -= head_size(layout) + 2 * BEYOND
        first, last = layout.lanes[0], layout.lanes[-1]
        needed = last.right - first.left if down else last.bottom - first.top
        return tilings(layout, along, across if needed <= across else across - 2 * BEYOND)


def _packed(parts: Sequence[Part], wide: float, high: float) -> list[list[tuple[Part, float, float]]]:
    """The pieces on pages, in the order one reads: beside one another, then below, then on the next page."""
    pages: list[list[list[Part]]] = []  # pages of shelves of pieces
    for part in parts:
        if pages and _across(pages[-1][-1]) + _BETWEEN + part.width <= wide:
            shelf = [*pages[-1][-1], part]
            if _down([*pages[-1][:-1], shelf]) <= high:
                pages[-1][-1] = shelf
                continue
        if pages and _down([*pages[-1], [part]]) <= high:
            pages[-1].append([part])
        else:
            pages.append([[part]])
    return [_places(shelves, wide) for shelves in pages]


def _across(shelf: Sequence[Part]) -> float:
    return sum(part.width for part in shelf) + _BETWEEN * (len(shelf) - 1)


def _down(shelves: Sequence[Sequence[Part]]) -> float:
    return sum(max(part.height for part in shelf) for shelf in shelves) + _BETWEEN * (len(shelves) - 1)


def _places(shelves: Sequence[Sequence[Part]], wide: float) -> list[tuple[Part, float, float]]:
    """Shelf below shelf, each in the middle."""
    placed, y = [], 0.0
    for shelf in shelves:
        x = (wide - _across(shelf)) / 2
        for part in shelf:
            placed.append((part, x, y))
            x += part.width + _BETWEEN
        y += max(part.height for part in shelf) + _BETWEEN
    return placed


# --- one page --------------------------------------------------------------------------------------


def _pages(flow: Flow, folded: _Folded) -> Iterator[Drawing]:
    """The pages as pictures."""
    if not folded.pages:
        yield _blank(flow, folded)
    count, kinds = len(folded.pages), lane_kinds(flow, folded.laid.layout)
    for place, page in enumerate(folded.pages, 1):
        # One row of boxes that is larger than a page cannot be folded: there the letters become smaller.
        room = folded.width - 2 * _EDGE, folded.height - 2 * _EDGE - _HEAD - _FOOT
        needed = max(x + part.width for part, x, _ in page), max(y + part.height for part, _, y in page)
        left_out = min(0.0, *(x for _, x, _ in page))
        scale = min(folded.scale, room[0] / (needed[0] - left_out), room[1] / needed[1])
        items = _page_head(flow, folded.width / scale, scale, place, count)
        edge, top = _EDGE / scale - left_out, (_EDGE + _HEAD) / scale
        items += [part.placed(edge + x, top + y, kinds) for part, x, y in page]
        items += _foot(folded, scale, place)
        numbers = [number for part, _, _ in page for number in part.numbers]
        told = description_of(flow, folded.laid.flags, None if count == 1 else numbers)
        title = title_of(flow) + (f"（{place}／{count}ページ）" if count > 1 else "")
        yield Drawing.of(Picture(folded.width / scale, folded.height / scale, tuple(items), title, told, scale))


def _foot(folded: _Folded, scale: float, place: int) -> list[Item]:
    notes = []
    if folded.cost[1]:
        notes.append("黒い丸の番号は、同じ番号の黒い丸につながります。")
    if folded.laid.layout.not_drawn and place == len(folded.pages):
        notes.append(f"ほかに{folded.laid.layout.not_drawn}の手順があります。")
    size = max(_SMALLEST, 2.8 / scale)
    x, y = folded.width / scale / 2, (folded.height - _EDGE) / scale
    return [Text("".join(notes), x, y, size)] if notes else []


# --- the head --------------------------------------------------------------------------------------


def _page_head(flow: Flow, width: float, scale: float, place: int, count: int) -> list[Item]:
    """Title and page in one line, version, author and date in the next, and a rule below."""
    edge = _EDGE / scale
    large, small = 4.6 / scale, 3.2 / scale
    left, right = edge, width - edge
    page = f"{place}／{count}ページ"
    room = (right - left) / large - em_width(page) * small / large - 1.0
    title = wrap(" ".join(flow.title.split()) or "業務フロー図", room, 1)
    base = edge + large
    items: list[Item] = [
        Text(title[0] if title else "", left, base, large, "start", bold=True),
        Text(page, right, base, small, "end"),
    ]
    facts = _facts(flow)
    if facts:
        line = wrap(" ｜ ".join(facts), (right - left) / small, 1)
        items.append(Text(line[0] if line else "", left, base + small * 1.6, small, "start"))
    rule = edge + (_HEAD - 3.5) / scale
    return [*items, joined([(left, rule), (right, rule)], Style("", GREY, 1.0))]


def _facts(flow: Flow) -> list[str]:
    """What stands in the second line: only what is known."""
    known = [
        ("版", flow.version),
        ("作成", flow.author),
        ("更新日", _day(flow.updated)),
        ("年間件数", f"{flow.cases:,.10g}件" if flow.cases is not None else ""),
    ]
    return [f"{name}：{' '.join(text.split())}" for name, text in known if text.strip()]


def _day(text: str) -> str:
    """2026-11-20 as 2026年11月20日; anything else as it is written."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日"


def _blank(flow: Flow, sheet: _Folded) -> Drawing:
    """The page of a flow without steps."""
    width, height = sheet.width / _SCALE, sheet.height / _SCALE
    frame = Rect(
        _EDGE / _SCALE, (_EDGE + _HEAD) / _SCALE, width - 2 * _EDGE / _SCALE, 120, Style(PAPER, GREY, 1.0, (6.0, 5.0))
    )
    text = Text("手順を書くと、ここに図が出ます。", width / 2, (_EDGE + _HEAD) / _SCALE + 65, 16)
    items = (*_page_head(flow, width, _SCALE, 1, 1), frame, text)
    return Drawing.of(Picture(width, height, items, title_of(flow), description_of(flow, {}), _SCALE))
