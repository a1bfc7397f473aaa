"""What somebody changed from one version of a flow to the next: every edit in a sentence, and drawn.

This is about what was typed. What becomes of the work from today to tomorrow is ``flow.change.compare``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.change.changes import quoted
from kaizen_helpers.flow.meaning.match import match_places
from kaizen_helpers.flow.model import Branch, Flow, Step

if TYPE_CHECKING:
    from kaizen_helpers.flow.drawing.drawing import Drawing

__all__ = ["Difference", "differences", "draw_differences"]

_FIELDS = {
    "who": "担当",
    "what": "何を",
    "kind": "種類",
    "minutes": "分",
    "wait": "待ち",
    "cases": "件数",
    "document": "書類",
    "means": "手段",
    "rank": "職位",
    "system": "システム",
    "seal": "押印",
    "inputs": "入力情報",
    "deadline": "期限",
    "basis": "根拠",
    "person": "属人",
    "personal": "個人情報",
    "issues": "課題",
    "note": "備考",
}
_ABOUT_THE_FLOW = {"title": "題名", "version": "版", "cases": "年間件数", "author": "作成者"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One step, or the flow as a whole, that is not what it was."""

    before: int | None
    """The number of the step in the earlier version; ``None`` if it is new, or the flow as a whole."""
    after: int | None
    """The number in the later version; ``None`` if it is gone, or the flow as a whole."""
    sentence_ja: str


def differences(before: Flow, after: Flow) -> tuple[Difference, ...]:
    """Every edit from one version to the next, in the order of the later one; empty if the flows are equal.

    A step that only has another number now is none: its neighbours keep pointing to it.

    Raises:
        InputError: a flow has too many steps (:data:`~kaizen_helpers.flow.meaning.match.MOST_STEPS`).
    """
    pairs = match_places(before, after)
    found = (*_about_the_flow(before, after), *_steps(before, after, pairs), *_remarks(before, after))
    if not found and before.steps != after.steps:
        return (Difference(None, None, "手順の番号だけが変わりました。中身は同じです。"),)
    return found


def draw_differences(before: Flow, after: Flow, heads: tuple[str, str] = ("前の版", "新しい版")) -> Drawing:
    """Both versions side by side: what is gone, what is new, and what was changed.

    Raises:
        InputError: see :func:`differences`.
    """
    from kaizen_helpers.flow.drawing.drawing import draw, draw_beside

    found = differences(before, after)
    left = {d.before: "変える" if d.after is not None else "なくす" for d in found if d.before is not None}
    right = {d.after: "変える" if d.before is not None else "追加" for d in found if d.after is not None}
    drawn = [draw(flow, changes=words, quality="print") for flow, words in ((before, left), (after, right))]
    return draw_beside(drawn[0], drawn[1], heads)


def _about_the_flow(before: Flow, after: Flow) -> Iterator[Difference]:
    for name, label in _ABOUT_THE_FLOW.items():
        if getattr(before, name) != getattr(after, name):
            yield Difference(None, None, f"{label}を{_from_to(getattr(before, name), getattr(after, name))}")
    if before.declared != after.declared:
        lanes = dict.fromkeys([*before.lanes, *after.lanes])
        changed = [lane for lane in lanes if before.lane(lane) != after.lane(lane)]
        names = "・".join(short(name) for name in changed[:5])
        said = f"担当「{names}」の説明（区分・人数・単価）を変えました。" if names else "担当の並び順を変えました。"
        yield Difference(None, None, said)


def _steps(before: Flow, after: Flow, pairs: tuple[tuple[int, int, float], ...]) -> Iterator[Difference]:
    came_from = {j: i for i, j, _ in pairs}
    now_called = {before.steps[i].number: after.steps[j].number for i, j, _ in pairs}
    for at, step in enumerate(after.steps):
        if at not in came_from:
            yield Difference(None, step.number, f"{quoted(step)}を加えました。")
            continue
        old = before.steps[came_from[at]]
        edits = [*_edits(old, step), *_ways(before, old, after, step, now_called)]
        if edits:
            yield Difference(old.number, step.number, f"{quoted(step)}：{''.join(edits)}")
    lived = {i for i, _, _ in pairs}
    for at, step in enumerate(before.steps):
        if at not in lived:
            yield Difference(step.number, None, f"前の版の{quoted(step)}を除きました。")
    order = [j for _, j, _ in pairs]
    if order != sorted(order):
        yield Difference(None, None, "手順の並び順を変えました。")


def _edits(old: Step, new: Step) -> Iterator[str]:
    for name, label in _FIELDS.items():
        was, becomes = getattr(old, name), getattr(new, name)
        if was != becomes:
            yield f"{label}を{_from_to(was, becomes)}"


def _ways(before: Flow, old: Step, after: Flow, new: Step, now_called: dict[int, int]) -> Iterator[str]:
    """A way that still leads to the same step is the same, whatever its number is now."""
    was = [(way.to if way.to is None else now_called.get(way.to, way.to), way.condition, way.share) for way in old.next]
    if was != [(way.to, way.condition, way.share) for way in new.next]:
        yield f"次を「{_way_texts(before, old)}」から「{_way_texts(after, new)}」に変えました。"


def _way_texts(flow: Flow, step: Step) -> str:
    return "、".join(_way_text(flow, way) for way in step.next) or "なし"


def _way_text(flow: Flow, way: Branch) -> str:
    """With the words of the step: the same number may mean another step in the other version."""
    share = f"{way.share * 100:g}%" if way.share is not None else ""
    target = flow.step(way.to) if way.to is not None else None
    to = "おわり" if way.to is None else f"{way.to} {short(target.what, 14)}".strip() if target else str(way.to)
    return f"{short(way.condition)}{share}→{to}" if way.condition or share else to


def _remarks(before: Flow, after: Flow) -> Iterator[Difference]:
    for remark in after.remarks:
        if remark not in before.remarks:
            where = "流れ全体" if remark.step is None else f"手順{remark.step}"
            kind, said = ("回答", remark.reply) if remark.reply else ("指摘", remark.question)
            yield Difference(None, None, f"{where}への{kind}「{short(said, 40)}」が加わりました。")
    if len(before.remarks) > len(after.remarks):
        yield Difference(None, None, f"指摘が{len(before.remarks)}件から{len(after.remarks)}件に減りました。")


def _from_to(was: Any, becomes: Any) -> str:
    old, new = _shown(was), _shown(becomes)
    if not old:
        return f"「{new}」にしました。"
    return f"「{old}」から「{new}」に変えました。" if new else f"空にしました（前は「{old}」）。"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "あり" if value else "なし"
    if isinstance(value, tuple):
        return "・".join(short(str(item)) for item in value)
    label = getattr(value, "label", None)
    if isinstance(label, str):
        return label
    return f"{value:,.10g}" if isinstance(value, (int, float)) else short(str(value), 40)
