"""Shares as pictures for a black-and-white print: a bar and its interval, or before and after side by side.

Made as SVG text of our own. Every number is written beside its mark, so that nothing rests on a shade of grey.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaizen_helpers.flow.drawing.canvas import INK, PAPER, Circle, Item, Picture, Rect, Style, Text, joined
from kaizen_helpers.flow.drawing.svg import to_svg
from kaizen_helpers.flow.text import wrap
from kaizen_helpers.plan.survey.shares import Share
from kaizen_helpers.plan.survey.tally import BeforeAfter, Tally

__all__ = ["before_after_chart", "shares_chart"]

_WIDE = 760.0
_LEFT, _RIGHT = 210.0, 540.0
"""Where 0 % and 100 % stand."""
_ROW, _TOP = 46.0, 46.0
_GREY = "#c3c9d1"
_LINE = Style(stroke=INK, width=1.6)
_THIN = Style(stroke="#8792a0", width=0.8, dash=(2.0, 3.0))
_BAR = Style(_GREY, INK, 1.0)
_HOLLOW, _FULL = Style(PAPER, INK, 1.8), Style(INK, INK, 1.8)
_LETTER = 14.0


def shares_chart(tally: Tally, *, title: str = "", levels: Sequence[str] = ()) -> str:
    """A bar for every question that has a share, with its 95 % interval as a line, as SVG.

    ``levels`` (「L1」 …) picks questions; all of them if nothing is given. Without any share there is no picture: "".
    """
    shown = [(item, item.share) for item in tally.items if item.share and (not levels or item.question.level in levels)]
    if not shown:
        return ""
    items: list[Item] = [*_scale(len(shown))]
    for at, (item, share) in enumerate(shown):
        middle = _TOP + _ROW * at + _ROW / 2
        items += _name(f"{item.mark}{item.question.short}", middle, item.question.counted_ja)
        items.append(Rect(_LEFT, middle - 9, max(0.5, _x(share.value or 0.0) - _LEFT), 18, _BAR))
        items += _interval(share.interval, middle)
        items.append(
            Text(f"{share.percent_ja}（{share.interval_ja}）", _RIGHT + 14, middle - 1, _LETTER, "start", bold=True)
        )
        items.append(Text(share.of_ja, _RIGHT + 14, middle + 15, 12.0, "start"))
    items.append(Text("棒は割合、線は95 %信頼区間", _LEFT, _TOP + _ROW * len(shown) + 40, 12.0, "start"))
    name = title or tally.questionnaire.title
    told = "。".join(f"{item.mark}{item.question.short} {share.text_ja}" for item, share in shown)
    return _drawn(items, len(shown), name, f"{told}。棒は割合、線は95 %信頼区間。", legend=16)


def before_after_chart(compared: Sequence[BeforeAfter], *, title: str = "事前と事後") -> str:
    """For every question a hollow circle (before) and a full one (after), each with its 95 % interval, as SVG."""
    shown = [(one, one.difference) for one in compared if one.difference]
    if not shown:
        return ""
    items: list[Item] = [*_scale(len(shown))]
    told = []
    for at, (one, difference) in enumerate(shown):
        middle = _TOP + _ROW * at + _ROW / 2
        items += _name(one.question.short, middle, one.question.counted_ja)
        for share, style, y in ((difference.before, _HOLLOW, middle - 8), (difference.after, _FULL, middle + 8)):
            items += _interval(share.interval, y)
            items.append(Circle(_x(share.value or 0.0), y, 5.5, style))
        change = f"{difference.before.percent_ja} → {difference.after.percent_ja}"
        items.append(Text(change, _RIGHT + 14, middle - 1, _LETTER, "start", bold=True))
        items.append(Text(_of(difference.before, difference.after), _RIGHT + 14, middle + 15, 12.0, "start"))
        told.append(f"{one.question.short} 事前 {difference.before.text_ja}、事後 {difference.after.text_ja}")
    y = _TOP + _ROW * len(shown) + 44
    items += [Circle(_LEFT + 6, y - 5, 5.5, _HOLLOW), Text("事前", _LEFT + 18, y, 13.0, "start")]
    items += [Circle(_LEFT + 76, y - 5, 5.5, _FULL), Text("事後", _LEFT + 88, y, 13.0, "start")]
    items.append(Text("横の線は95 %信頼区間", _LEFT + 140, y, 13.0, "start"))
    return _drawn(items, len(shown), title, f"{'。'.join(told)}。", legend=24)


def _of(before: Share, after: Share) -> str:
    if before.answered == after.answered:
        return f"{before.answered}人中 {before.count}人 → {after.count}人"
    return f"{before.count}／{before.answered}人 → {after.count}／{after.answered}人"


def _x(share: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * share


def _scale(rows: int) -> list[Item]:
    bottom = _TOP + _ROW * rows
    items: list[Item] = []
    for percent in (0, 25, 50, 75, 100):
        x = _x(percent / 100)
        items.append(joined([(x, _TOP - 4), (x, bottom)], _THIN))
        items.append(Text(f"{percent}%", x, bottom + 16, 12.0))
    return items


def _name(name: str, middle: float, below: str) -> list[Item]:
    (line,) = wrap(name, (_LEFT - 20) / _LETTER, 1)
    (small,) = wrap(below, (_LEFT - 20) / 11.0, 1)
    return [
        Text(line, _LEFT - 12, middle - 1, _LETTER, "end"),
        Text(small, _LEFT - 12, middle + 14, 11.0, "end", fill="#52606d"),
    ]


def _interval(ends: tuple[float, float], y: float) -> list[Item]:
    low, high = _x(ends[0]), _x(ends[1])
    caps = [joined([(x, y - 5), (x, y + 5)], _LINE) for x in (low, high)]
    return [joined([(low, y), (high, y)], _LINE), *caps]


def _drawn(items: Sequence[Item], rows: int, title: str, description: str, legend: float = 0.0) -> str:
    high = _TOP + _ROW * rows + 30 + legend
    head = Text(title, 12, 26, 16.0, "start", bold=True)
    return to_svg(Picture(_WIDE, high, (head, *items), title, description))
