"""An issue tree as a picture: read from left to right, each kind with its own shape, good in black and white.

Places follow the tidy tree of Reingold and Tilford (1981), lying on its side: subtrees are pushed together as near as
their contours allow, and a node stands in the middle of what is below it. Every text is there in full.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kaizen_helpers.flow.drawing.canvas import GREY, INK, PAPER, Group, Item, Picture, Rect, Style, Text, joined
from kaizen_helpers.flow.drawing.drawing import Drawing
from kaizen_helpers.flow.drawing.scene import text_block
from kaizen_helpers.flow.text import em_width, wrap
from kaizen_helpers.issues.sorting.statements import StatementKind
from kaizen_helpers.issues.sorting.tree import IssueNode, IssueTree

__all__ = ["draw_issue_tree"]

_MARGIN = 12.0
_TITLE, _FONT, _SMALL = 15.0, 13.0, 11.0
_LINE = 1.35
_GAP_X, _GAP_Y, _GAP_TREES = 68.0, 12.0, 26.0
_PAD = 10.0
_POINT = 12.0
"""How far the pointed sides of an issue reach in."""
_NARROW, _WIDE = 9.0, 20.0
"""The width of a text in em: wide where there is much of it."""
_ALL_LINES = 400
_EDGE = Style("", INK, 1.3)

_ASKED = {
    StatementKind.CAUSE: "なぜ",
    StatementKind.ISSUE: "問い",
    StatementKind.MEASURE: "どうする",
    StatementKind.FACT: "たとえば",
}
"""What is asked on the way to the nodes below."""


@dataclass(slots=True)
class _Box:
    """A node with its lines and its place."""

    node: IssueNode
    depth: int
    below: list[_Box] = field(default_factory=list)
    lines: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    """Who and how it is known, in small letters."""
    width: float = 0.0
    height: float = 0.0
    x: float = 0.0
    """The left edge."""
    y: float = 0.0
    """The middle."""


def draw_issue_tree(tree: IssueTree) -> Drawing:
    """Draw a tree, also one that is half written; a tree without a sentence says where it will appear."""
    if not tree.nodes:
        return _empty()
    roots = [_boxes(tree, root) for root in tree.roots]
    boxes = [box for root in roots for box in _all(root)]
    top = _MARGIN
    title = wrap(_flat(tree.title), 44.0, 4) if tree.title.strip() else ()
    top += len(title) * _TITLE * 1.4 + (6 if title else 0)
    _place_columns(boxes)
    bottom = _place_rows(roots, top)
    width = max(box.x + box.width for box in boxes) + _MARGIN
    width = max(width, max((em_width(line) for line in title), default=0.0) * _TITLE * 1.1 + 2 * _MARGIN)
    items: list[Item] = [
        Text(line, _MARGIN, _MARGIN + _TITLE * (0.95 + 1.4 * n), _TITLE, "start", bold=True)
        for n, line in enumerate(title)
    ]
    for box in boxes:
        items += _branches(box)
    items += [_drawn(box) for box in boxes]
    named = f"論点の木：{_flat(tree.title)}" if tree.title.strip() else "論点の木"
    return Drawing.of(Picture(round(width), round(bottom + _MARGIN), tuple(items), named, _told(tree)))


def _empty() -> Drawing:
    frame = Rect(6, 6, 348, 78, Style(PAPER, GREY, 1.0, (6.0, 5.0)), 10)
    told = "表に困りごとと原因を書くと、論点の木になります。"
    return Drawing.of(Picture(360, 90, (frame, Text("ここに図が出ます", 180, 50, 14)), "ここに図が出ます", told))


# --- sizes ---------------------------------------------------------------------------------------


def _boxes(tree: IssueTree, root: IssueNode) -> _Box:
    """The boxes of a tree, without recursion: a chain may be as long as the table."""
    first = _Box(root, 0)
    waiting = [first]
    while waiting:
        box = waiting.pop()
        box.below = [_Box(child, box.depth + 1) for child in tree.children(box.node)]
        waiting += box.below
    return first


def _room(text: str) -> float:
    """How wide a text should be, in em: short ones in two lines, long ones in four or five."""
    return min(_WIDE, max(_NARROW, 6.0 + em_width(text) * 0.16))


def _measure(box: _Box, room: float) -> None:
    """Lines of at most ``room`` em, and the size of the box around them."""
    node = box.node
    box.lines = wrap(_flat(node.text) or "（未記入）", room, _ALL_LINES)
    more = [f"{name}：{_flat(said)}" for name, said in (("だれ", node.who), ("根拠", node.evidence)) if said.strip()]
    box.extra = tuple(line for said in more for line in wrap(said, room * _FONT / _SMALL, _ALL_LINES))
    widest = max([*(em_width(line) * _FONT for line in box.lines), *(em_width(line) * _SMALL for line in box.extra)])
    widest = max(widest * 1.06, (em_width(_caption(node)) + 0.5) * _SMALL * 1.1)
    inset = _POINT if node.kind is StatementKind.ISSUE else 0.0
    box.width = widest + 2 * (_PAD + inset)
    box.height = _SMALL * 1.6 + len(box.lines) * _FONT * _LINE + 2 * 7
    if box.extra:
        box.height += len(box.extra) * _SMALL * _LINE + 4


def _flat(text: str) -> str:
    return " ".join(text.split())


def _caption(node: IssueNode) -> str:
    return f"{node.number} {node.kind.value if node.kind else '種類は未記入'}"


def _all(root: _Box) -> Iterator[_Box]:
    """A box before what is below it."""
    waiting = [root]
    while waiting:
        box = waiting.pop()
        yield box
        waiting += reversed(box.below)


# --- places --------------------------------------------------------------------------------------


def _place_columns(boxes: Sequence[_Box]) -> None:
    """All boxes of a depth begin at the same edge and are as wide as the widest of them; their texts use that room."""
    rooms: dict[int, float] = {}
    for box in boxes:
        rooms[box.depth] = max(rooms.get(box.depth, 0.0), _room(_flat(box.node.text)))
    widths: dict[int, float] = {}
    for box in boxes:
        _measure(box, rooms[box.depth])
        widths[box.depth] = max(widths.get(box.depth, 0.0), box.width)
    lefts, left = {}, _MARGIN
    for depth in sorted(widths):
        lefts[depth] = left
        left += widths[depth] + _GAP_X
    for box in boxes:
        box.x, box.width = lefts[box.depth], widths[box.depth]


_Contour = list[tuple[float, float]]
"""The upper and the lower edge at each depth, from the depth of a box on."""


def _place_rows(roots: Sequence[_Box], top: float) -> float:
    """Put every box at its height; returns the lower edge of the lowest."""
    bottom = top
    for n, root in enumerate(roots):
        contour = _contour(root)
        down = bottom + (_GAP_TREES if n else 0.0) - min(edge[0] for edge in contour)
        for box in _all(root):
            box.y += down
        bottom = max(edge[1] for edge in contour) + down
    return bottom


def _contour(root: _Box) -> _Contour:
    """Places below a root that stands at 0, and the outline of all of it."""
    contours: dict[int, _Contour] = {}
    for box in reversed(list(_all(root))):
        outline: _Contour = []
        middles: list[float] = []
        for child in box.below:
            theirs = contours.pop(id(child))
            pairs = zip(outline, theirs, strict=False)
            down = max((above[1] - below[0] + _GAP_Y for above, below in pairs), default=0.0)
            for inner in _all(child):
                inner.y += down
            theirs = [(upper + down, lower + down) for upper, lower in theirs]
            middles.append(child.y)
            outline = [
                (outline[at][0] if at < len(outline) else edge[0], edge[1]) for at, edge in enumerate(theirs)
            ] + outline[len(theirs) :]
        box.y = (middles[0] + middles[-1]) / 2 if middles else 0.0
        contours[id(box)] = [(box.y - box.height / 2, box.y + box.height / 2), *outline]
    return contours[id(root)]


# --- shapes --------------------------------------------------------------------------------------


def _branches(box: _Box) -> list[Item]:
    """Lines from a box to those below it, with the question that leads there."""
    if not box.below:
        return []
    right = box.x + box.width
    trunk = box.below[0].x - 16.0
    items: list[Item] = [joined([(right, box.y), (trunk, box.y)], _EDGE)]
    first, last = box.below[0].y, box.below[-1].y
    if first != last:
        items.append(joined([(trunk, min(first, box.y)), (trunk, max(last, box.y))], _EDGE))
    for child in box.below:
        items.append(joined([(trunk, child.y), (child.x, child.y)], _EDGE))
        items.append(
            joined(
                [(child.x - 7, child.y - 3.4), (child.x, child.y), (child.x - 7, child.y + 3.4)], Style(INK), close=True
            )
        )
    kinds = {child.node.kind for child in box.below}
    if len(kinds) > 1:
        kinds.discard(StatementKind.FACT)
    asked = _ASKED.get(kind) if len(kinds) == 1 and (kind := next(iter(kinds))) else None
    if asked:
        items.append(Text(asked, (right + trunk) / 2, box.y - 5, 10.0))
    return items


def _drawn(box: _Box) -> Group:
    items: list[Item] = [_outline(box)]
    top = box.y - box.height / 2 + 7
    x = box.x + box.width / 2
    items.append(Text(_caption(box.node), x, top + _SMALL * 0.95, _SMALL, bold=True))
    top += _SMALL * 1.6
    high = len(box.lines) * _FONT * _LINE
    items += text_block(box.lines, x, top + high / 2, _FONT)
    if box.extra:
        items += text_block(box.extra, x, top + high + 4 + len(box.extra) * _SMALL * _LINE / 2, _SMALL)
    return Group(tuple(items), f"{_caption(box.node)} {_flat(box.node.text)}")


def _outline(box: _Box) -> Item:
    left, right, top, bottom = box.x, box.x + box.width, box.y - box.height / 2, box.y + box.height / 2
    kind = box.node.kind
    if kind is StatementKind.ISSUE:
        points = [(left + _POINT, top), (right - _POINT, top), (right, box.y), (right - _POINT, bottom)]
        return joined([*points, (left + _POINT, bottom), (left, box.y)], Style(PAPER, INK, 1.6), close=True)
    if kind is StatementKind.TROUBLE:
        return Rect(left, top, box.width, box.height, Style("#eceff3", INK, 2.8), 3)
    if kind is StatementKind.MEASURE:
        return Rect(left, top, box.width, box.height, Style(PAPER, INK, 1.6), 16)
    if kind is StatementKind.FACT:
        return Rect(left, top, box.width, box.height, Style("#f6f8fa", GREY, 1.2), 0)
    if kind is StatementKind.CAUSE:
        return Rect(left, top, box.width, box.height, Style(PAPER, INK, 1.6), 3)
    return Rect(left, top, box.width, box.height, Style(PAPER, INK, 1.2, (5.0, 3.5)), 3)


# --- the words -----------------------------------------------------------------------------------


def _told(tree: IssueTree) -> str:
    """The tree in sentences, a line a node, from the root on."""
    lines = [f"文は{len(tree.nodes)}個です。"]
    todo: list[tuple[IssueNode, IssueNode | None]] = [(root, None) for root in reversed(tree.roots)]
    while todo:
        node, above = todo.pop()
        kind = node.kind.value if node.kind else "種類は未記入"
        place = f"{above.number}の下" if above else "いちばん上"
        text = _flat(node.text) or "未記入"
        more = "".join(f"{name}は、{said}。" for name, said in (("だれ", node.who), ("根拠", node.evidence)) if said)
        lines.append(f"{node.number}、{kind}、{place}。{text}。{more}")
        todo += [(child, node) for child in reversed(tree.children(node))]
    return "\n".join(lines)
