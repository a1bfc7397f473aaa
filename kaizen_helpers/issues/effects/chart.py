"""Two charts of an effect, made for a black-and-white print: the hours month by month, and what the result hangs on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kaizen_helpers.flow.change.savings import Swing, hours_ja
from kaizen_helpers.flow.drawing.canvas import GREY, INK, PAPER, Item, Picture, Rect, Style, Text, joined
from kaizen_helpers.flow.drawing.drawing import Drawing
from kaizen_helpers.flow.text import em_width, wrap
from kaizen_helpers.issues.effects.counting import Effect, Month

__all__ = ["draw_months", "draw_swings"]

_DARK = "#8a8f98"
_SIZE, _HEAD = 13.0, 15.0
_LINE = Style("", GREY, 0.8)
_AXIS = Style("", INK, 1.4)
_TODAY, _AFTER = Style(PAPER, INK, 1.3), Style(_DARK, INK, 1.3)
_LESS, _MORE = Style(PAPER, INK, 1.3, (4.0, 3.0)), Style(_DARK, INK, 1.3)

_MOST_SWINGS = 8


def draw_months(effect: Effect) -> Drawing | None:
    """Two bars a month, today white and tomorrow grey, what is saved written below; ``None`` without monthly counts."""
    months = effect.months
    if not months:
        return None
    left, top, wide, high, step = 64.0, 64.0, 740.0, 210.0, 55.0
    top_value = _round_up(max(max(month.before, month.after) for month in months))
    divisor, unit = _unit(top_value)
    items: list[Item] = [Text("月ごとの作業の時間", 10, 22, _HEAD, "start", bold=True)]
    items += _legend(((_TODAY, "現状"), (_AFTER, "見直し後（新しい作業を含む）")), 10, 44)
    for part in range(5):
        y = top + high - high * part / 4
        items.append(joined(((left, y), (left + 12 * step, y)), _AXIS if part == 0 else _LINE))
        items.append(Text(_short(top_value / divisor * part / 4), left - 8, y + 4.5, _SIZE - 1, "end"))
    for place, month in enumerate(months):
        items += _pair(month, left + place * step, top + high, high / top_value, divisor)
    base = top + high + 46
    items.append(Text("差", left - 8, base, _SIZE, "end"))
    items.append(
        Text(f"差は、減る時間です。▲は、増える時間です。数は{unit}です。", left, base + 26, _SIZE - 1, "start")
    )
    told = "、".join(f"{month.month}月は{hours_ja(month.before)}から{hours_ja(month.after)}" for month in months)
    return Drawing.of(Picture(wide, base + 40, tuple(items), "月ごとの作業の時間", f"{told}。"))


def _pair(month: Month, left: float, base: float, scale: float, divisor: float) -> list[Item]:
    first, second = month.before * scale, month.after * scale
    return [
        Rect(left + 8, base - first, 19, first, _TODAY),
        Rect(left + 28, base - second, 19, second, _AFTER),
        Text(f"{month.month}月", left + 27.5, base + 20, _SIZE),
        Text(_signed(month.hours / divisor), left + 27.5, base + 46, _SIZE, bold=True),
    ]


def draw_swings(effect: Effect) -> Drawing | None:
    """One bar an input: the hours saved if it alone is at its least (white) or most (grey); ``None`` if all is sure."""
    swings = effect.swings[:_MOST_SWINGS]
    if not swings:
        return None
    names, width, row, top = 250.0, 760.0, 40.0, 66.0
    ends = [end for swing in swings for end in (swing.low, swing.high)] + [effect.hours]
    room = max(max(ends) - min(ends), 1e-9)
    label = max(em_width(_signed_hours(end)) for end in ends) * (_SIZE - 1) + 12
    left, right = names + label, width - label
    scale = (right - left) / room
    here = left + (effect.hours - min(ends)) * scale
    bottom = top + row * len(swings)
    title = f"見積りがずれたときに減る時間（見込み：年{_signed_hours(effect.hours)}）"
    items: list[Item] = [Text(title, 10, 22, _HEAD, "start", bold=True)]
    items += _legend(((_LESS, "その見積りが少ないとき"), (_MORE, "多いとき")), 10, 46)
    for place, swing in enumerate(swings):
        y = top + place * row
        items += _swing(swing, effect.hours, y, here, scale)
        lines = wrap(swing.name, (names - 10) / _SIZE, 2)
        first = y + 19 + 4.5 - (len(lines) - 1) * 8
        items += [Text(line, names, first + n * 16, _SIZE, "end") for n, line in enumerate(lines)]
    items.append(joined(((here, top - 6), (here, bottom)), _AXIS))
    if min(ends) < 0 < max(ends):
        zero = left - min(ends) * scale
        items.append(joined(((zero, top - 6), (zero, bottom)), Style("", INK, 1.0, (2.0, 3.0))))
        items.append(Text("0", zero, bottom + 16, _SIZE - 1))
    told = "、".join(f"{s.name}が{_signed_hours(s.low)}から{_signed_hours(s.high)}" for s in swings)
    note = f"{title}。{told}。▲は、増える時間です。"
    return Drawing.of(Picture(width, bottom + 26, tuple(items), title, note))


def _swing(swing: Swing, usual: float, y: float, here: float, scale: float) -> list[Item]:
    items: list[Item] = []
    for value, style in ((swing.low, _LESS), (swing.high, _MORE)):
        at = here + (value - usual) * scale
        items.append(Rect(min(at, here), y + 6, max(abs(at - here), 0.1), 26, style))
    for value, side in ((min(swing.low, swing.high), -1), (max(swing.low, swing.high), 1)):
        at = here + (value - usual) * scale
        items.append(Text(_signed_hours(value), at + side * 6, y + 23.5, _SIZE - 1, "end" if side < 0 else "start"))
    return items


def _legend(marks: Sequence[tuple[Style, str]], left: float, base: float) -> list[Item]:
    items: list[Item] = []
    for style, words in marks:
        items += [Rect(left, base - 11, 20, 13, style), Text(words, left + 26, base, _SIZE, "start")]
        left += 26 + em_width(words) * _SIZE + 26
    return items


def _round_up(value: float) -> float:
    """The next round number that a scale of four steps can end with."""
    if value <= 0:
        return 4.0
    power = 10.0 ** math.floor(math.log10(value / 4))
    step = next(one * power for one in (1, 2, 2.5, 5, 10) if one * power * 4 >= value * (1 - 1e-9))
    return step * 4


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == round(value) else f"{value:,.3g}"


def _signed(value: float) -> str:
    """▲ for more work, as office papers write it; nothing rounds to a loss."""
    size = f"{abs(value):,.0f}" if abs(value) >= 100 else f"{abs(value):,.1f}".removesuffix(".0")
    return f"▲{size}" if value < 0 and size != "0" else size


def _signed_hours(value: float) -> str:
    divisor, unit = _unit(abs(value) / 100)
    return f"{_signed(value / divisor)}{unit}"


def _unit(largest: float) -> tuple[float, str]:
    """By what numbers up to this one are divided, so that they stay short, and what they are then."""
    return next(
        (10.0**power, unit)
        for power, unit in ((8, "億時間"), (4, "万時間"), (0, "時間"))
        if largest >= 10.0**power or not power
    )
