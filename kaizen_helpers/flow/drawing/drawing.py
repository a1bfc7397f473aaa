"""A flow as an SVG picture: lanes side by side and time running down, or lanes stacked and time running right.

The picture says everything without colour (shapes, numbers, words), prints in black and white, needs
no script and no font file, and carries a text alternative: ``<desc>`` reads the steps aloud. Every text is
escaped; ids are made from the content, so that many pictures can share a page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from kaizen_helpers.flow.drawing.canvas import GREY, INK, PAPER, Group, Item, Picture, Rect, Style, Text
from kaizen_helpers.flow.drawing.marks import Flag, flags_of
from kaizen_helpers.flow.drawing.room import lay_out_with_flags
from kaizen_helpers.flow.drawing.scene import Dress, lane_kinds, scene
from kaizen_helpers.flow.drawing.svg import to_svg
from kaizen_helpers.flow.layout.geometry import Layout
from kaizen_helpers.flow.layout.layout import Direction, Quality, lay_out
from kaizen_helpers.flow.model import Flow, Step

__all__ = ["Drawing", "draw", "draw_beside"]

_SCREEN = 96 / 25.4
"""Pixels a millimetre, as browsers count them."""
_HEAD = 16.0
"""The letters above two drawings side by side."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG picture and its natural size in pixels. A notebook shows it as it is."""

    svg: str
    width: int
    height: int
    picture: Picture = field(repr=False, compare=False)
    """The shapes it is made of, for other formats."""

    @classmethod
    def of(cls, picture: Picture) -> Drawing:
        """The drawing of these shapes."""
        pixels = picture.millimetres * _SCREEN or 1.0
        return cls(to_svg(picture), round(picture.width * pixels), round(picture.height * pixels), picture)

    def _repr_svg_(self) -> str:
        return self.svg


def draw(
    flow: Flow,
    marks: Mapping[int, str] | None = None,
    width: int | None = None,
    *,
    direction: Direction = "TB",
    quality: Quality = "typing",
    show: Iterable[str] = (),
    changes: Mapping[int, str] | None = None,
) -> Drawing:
    """Draw a flow, finished or half typed; no flow makes it raise.

    Args:
        flow: what to draw. Without steps it becomes a small picture that says where the drawing will appear.
        marks: a short flag on steps (step number → 「二重入力」).
        width: the width in pixels to aim for (900 if not given); a flow of many lanes may need more.
        direction: "TB", lanes side by side and time running down, or "LR", lanes stacked and time running right.
        quality: "typing" follows every key that is pressed; "print" takes up to a second for a clearer picture.
        show: what else stands on the steps: any of 待ち, 手戻り, 二重入力, 属人, 押印, 個人情報, 紙, 帳票, システム.
        changes: what becomes of steps: step number → なくす, まとめる, 入れ替える, 簡素にする, 自動にする, 移す,
            変える or 追加.

    Raises:
        InputError: a word in ``show`` or ``changes`` is not one of these.
    """
    laid = lay_out_flow(flow, marks, float(width or 900), direction, quality, show, changes)
    if not laid.layout.boxes:
        return _empty()
    items = scene(laid.layout, lane_kinds(flow, laid.layout), laid.dress)
    # Whole pixels: a browser must not blur the edge.
    wide, high = float(round(laid.layout.width)), float(round(laid.layout.height))
    return Drawing.of(Picture(wide, high, tuple(items), title_of(flow), description_of(flow, laid.flags)))


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A flow with its places and everything that is put on its steps."""

    layout: Layout
    dress: Dress
    flags: Mapping[int, tuple[Flag, ...]]


def lay_out_flow(
    flow: Flow,
    marks: Mapping[int, str] | None,
    width: float,
    direction: Direction,
    quality: Quality,
    show: Iterable[str],
    changes: Mapping[int, str] | None,
) -> LaidOut:
    """Places for the steps and their flags; see :func:`draw`."""
    own = {number: " ".join(text.split()) for number, text in (marks or {}).items() if text.strip()}
    flags = flags_of(flow, show, own, changes)
    named = replace(flow, title=_heading(flow))
    if all(flag.sign == "look" for several in flags.values() for flag in several):
        layout = lay_out(named, own, width, direction=direction, quality=quality)
        return LaidOut(layout, Dress(), flags)
    layout, rows = lay_out_with_flags(named, flags, width, direction, quality)
    became = {
        n: changes[box.number]
        for n, box in enumerate(layout.boxes)
        if changes and box.number is not None and box.number in changes
    }
    return LaidOut(layout, Dress(rows, became), flags)


def draw_beside(left: Drawing, right: Drawing, heads: tuple[str, str] = ("現状", "見直し後")) -> Drawing:
    """Two drawings side by side in one picture, each below its head: As-Is and To-Be.

    Both keep their size; the higher one decides how high the picture is.
    """
    gap, top = 24.0, _HEAD * 2
    items: list[Item] = []
    x = 0.0
    for drawing, head in zip((left, right), heads, strict=True):
        scale = drawing.width / drawing.picture.width
        items.append(Rect(x + 12, 6, drawing.width - 24.0, top - 8, Style("#e4e9ef", INK)))
        items.append(Text(head, x + drawing.width / 2, 6 + (top - 8) / 2 + _HEAD * 0.36, _HEAD, bold=True))
        items.append(Group(drawing.picture.items, f"{head}：{drawing.picture.title}", x, top, scale))
        x += drawing.width + gap
    title = "／".join(f"{head}：{d.picture.title}" for d, head in zip((left, right), heads, strict=True))
    told = "\n".join(f"{head}\n{d.picture.description}" for d, head in zip((left, right), heads, strict=True))
    return Drawing.of(Picture(x - gap, top + max(left.height, right.height), tuple(items), title, told))


def _empty() -> Drawing:
    text = "ここに図が出ます"
    frame = Rect(6, 6, 348, 78, Style(PAPER, GREY, 1.0, (6.0, 5.0)), 10)
    told = "表に手順を書くと、業務フロー図になります。"
    return Drawing.of(Picture(360, 90, (frame, Text(text, 180, 50, 14)), text, told))


# --- the words -----------------------------------------------------------------------------------


def _heading(flow: Flow) -> str:
    """The title with the version behind it, unless the title says it already."""
    title, version = " ".join(flow.title.split()), " ".join(flow.version.split())
    if not version or version in title:
        return flow.title
    return f"{title}（{version}）" if title else version


def title_of(flow: Flow) -> str:
    """The title for a screen reader."""
    name = " ".join(_heading(flow).split())
    return f"業務フロー図：{name}" if name else "業務フロー図"


def description_of(flow: Flow, flags: Mapping[int, tuple[Flag, ...]], numbers: Collection[int] | None = None) -> str:
    """The flow in sentences, a line a step; of a page with some of the steps, only those (``numbers``)."""
    lanes = "、".join(" ".join(lane.split()) or "未記入" for lane in flow.lanes)
    lines = [f"手順は{len(flow.steps)}個、担当は{lanes}です。"]
    here = [step for step in flow.steps if numbers is None or step.number in numbers]
    return "\n".join([*lines, *(_sentences(step, flags.get(step.number, ())) for step in here)])


def _sentences(step: Step, flags: tuple[Flag, ...]) -> str:
    what = " ".join(step.what.split()) or "内容は未記入"
    who = " ".join(step.who.split()) or "担当は未記入"
    kind = "" if step.kind.value == "task" else f"、{step.kind.label}"
    told = f"印は、{'、'.join(flag.told for flag in flags)}。" if flags else ""
    return f"手順{step.number}{kind}、{who}。{what}。{told}{_onward(step)}"


def _onward(step: Step) -> str:
    if not step.next:
        return "ここでおわり。" if step.is_end else "次は未記入。"
    ways = []
    for branch in step.next:
        condition = " ".join(branch.condition.split())
        to = "おわり" if branch.to is None else f"手順{branch.to}へ"
        ways.append(f"「{condition}」なら{to}" if condition else to)
    return ("同時に、" if step.kind.value == "parallel" and len(ways) > 1 else "") + "、".join(ways) + "。"
