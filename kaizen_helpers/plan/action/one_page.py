"""One page for the supervisor (上司に渡す1枚): why, what changes, the effect hoped for, what is asked, the first step.

A page of A4 and never two: the letters become smaller where much is written, and what still does not fit is cut with a
word that the rest stands in the plan. Nothing is cut without that word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from kaizen_helpers.flow.text import em_width, wrap
from kaizen_helpers.notation.dates import write_date
from kaizen_helpers.plan.action.action_plan import Plan
from kaizen_helpers.plan.action.follow_up import reminders
from kaizen_helpers.plan.action.measures import Measure, written
from kaizen_helpers.plan.action.value_bars import Bar, draw_bars
from kaizen_helpers.printed import text

__all__ = ["one_page"]

_REST = "…（続きはアクションプランへ）"
_SIZES = (10.5, 9.5, 8.5, 7.5)
"""Sizes of the letters in points, the largest that fits is taken."""
_POINT = 25.4 / 72
_LEADING = 1.45
_ROOM = 186.0
"""Millimetres from edge to edge of what is printed."""
_HEIGHT = 271.0
_LABEL = 34.0
_FIXED = 62.0
"""Head, headings of the sections and the supervisor's own part, in millimetres."""
_BARS = 23.0
_PICTURE = 62.0
"""The least height of a picture."""
_LEAST_LINES = 2
_TO_WRITE_IN = ' class="blank"'


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of a section: its label and its words."""

    label: str
    words: str

    def lines(self, size: float) -> int:
        """How many lines it takes with letters of this size."""
        width = _letters(size)
        return max(1, sum(ceil(em_width(part) / width) or 1 for part in self.words.split("\n")))

    def cut(self, size: float, most: int) -> _Line:
        """The row with at most so many lines, and a word where something was left out."""
        if self.lines(size) <= most:
            return self
        room = _letters(size)
        kept = wrap(self.words, room, most)
        last = wrap(kept[-1].rstrip("…"), max(4.0, room - em_width(_REST) - 1), 1)[0].rstrip("…")
        return _Line(self.label, "\n".join([*kept[:-1], last + _REST]))


def _letters(size: float) -> float:
    """Full-width letters in a line; two are kept back, because fonts differ."""
    return (_ROOM - _LABEL - 5) / (size * _POINT) - 2


def one_page(plan: Plan, *, picture: str = "", caption: str = "", today: date | None = None) -> str:
    """The page as HTML for A4; it needs nothing else and asks for nothing.

    Args:
        plan: what is proposed; what is not written stands as a blank to be filled by hand.
        picture: a drawing as SVG, for example :func:`~kaizen_helpers.plan.action.overview.draw_overview` of the flow.
        caption: what the picture shows.
        today: the day from which 4 and 12 weeks are counted where the plan has no day of its own; without both, the
            weeks are named without dates.
    """
    sections = {
        "1　なぜ": [_Line("困りごと・論点", plan.issue), _Line("目的", plan.purpose)],
        "2　見込みの効果": _effect(plan, today),
        "3　お願いしたいこと": [_Line("お願い", plan.ask)],
        "4　最初の一歩": _steps(plan),
    }
    size, cut = _fitted(sections, bool(picture))
    html = {name: _table(lines) for name, lines in cut.items()}
    order = [*html]
    body = [
        _head(plan),
        _section(order[0], html[order[0]]),
        _drawn(picture, caption),
        _section(order[1], html[order[1]] + _bars(plan)),
        _section(order[2], html[order[2]]),
        _section(order[3], html[order[3]]),
        _reply(),
    ]
    title = f"{plan.work or '業務の見直し'}　ご相談"
    return (
        '<!DOCTYPE html>\n<html lang="ja"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{text(title)}</title><style>{_STYLE.replace('SIZE', f'{size}pt')}</style></head>"
        f'<body><main class="sheet">\n{"".join(part + chr(10) for part in body if part)}</main></body></html>\n'
    )


def _effect(plan: Plan, today: date | None) -> list[_Line]:
    value = plan.before if not plan.target else f"{plan.before or '（未記入）'} → 目標 {plan.target}"
    lines = [
        _Line("いまの値と目標", f"{f'{plan.measure}：' if plan.measure and value else ''}{value}"),
        _Line("県民や相手に", plan.resident),
    ]
    if plan.estimate:
        lines.append(_Line("見込みの効果", f"{plan.estimate}（見積もりです。実測ではありません）"))
    return [*lines, _Line("確かめ方", _checked(plan, today))]


def _checked(plan: Plan, today: date | None) -> str:
    start = plan.made or today
    when = "4週間後と12週間後に、同じ測り方で測ってご報告します。"
    if start is not None and 1950 <= start.year <= 2150:
        days = "、".join(f"{one.weeks}週後 {write_date(one.day)}" for one in reminders(start))
        when = f"{days}に、同じ測り方で測ってご報告します。"
    return "\n".join(part for part in (plan.check, when) if part)


def _steps(plan: Plan) -> list[_Line]:
    first = f"{write_date(plan.first_day)}　{plan.first}" if plan.first_day else plan.first
    return [
        _Line("最初の一歩", first),
        _Line("期限・担当", "　".join(part for part in (_due(plan), plan.owner) if part)),
    ]


def _due(plan: Plan) -> str:
    return write_date(plan.due) if plan.due else ""


def _fitted(sections: dict[str, list[_Line]], drawn: bool) -> tuple[float, dict[str, list[_Line]]]:
    """The largest letters with which everything fits; the smallest, and cut, where nothing does."""
    room = _HEIGHT - _FIXED - _BARS - (_PICTURE if drawn else 0.0)
    rows = [line for lines in sections.values() for line in lines]
    for size in _SIZES:
        if _needed(rows, size) <= room:
            return size, sections
    size, most = _SIZES[-1], max(line.lines(_SIZES[-1]) for line in rows)
    while most > _LEAST_LINES and _needed(rows, size, most) > room:
        most -= 1
    return size, {name: [line.cut(size, most) for line in lines] for name, lines in sections.items()}


def _needed(rows: Sequence[_Line], size: float, most: int = 1000) -> float:
    """Millimetres that the rows need, each with at most so many lines."""
    return sum(_height(min(most, line.lines(size)), size, blank=not line.words) for line in rows)


def _height(lines: int, size: float, *, blank: bool = False) -> float:
    return max(lines * size * _POINT * _LEADING + 2.6, 8.0 if blank else 0.0)


def _table(lines: Sequence[_Line]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{text(line.label)}</th>'
        f"<td{'' if line.words else _TO_WRITE_IN}>{text(line.words)}</td></tr>"
        for line in lines
    )
    return f"<table><tbody>{rows}</tbody></table>"


def _head(plan: Plan) -> str:
    facts = [f"作成：{write_date(plan.made)}" if plan.made else "", f"担当：{plan.owner}" if plan.owner else ""]
    told = wrap("　".join(fact for fact in facts if fact), 60, 1)
    title = wrap(plan.work or "（業務名）", 24, 1)
    return f"<header><h1>業務の見直しのご相談　{text(title[0])}</h1><p>{text(told[0] if told else '')}</p></header>"


def _section(name: str, inside: str) -> str:
    return f"<section><h2>{text(name)}</h2>{inside}</section>"


def _drawn(picture: str, caption: str) -> str:
    if not picture:
        return ""
    told = f"<h2>{text(wrap(caption, 44, 1)[0])}</h2>" if caption.strip() else ""
    return f'<section class="picture">{told}<div>{picture}</div></section>'


def _bars(plan: Plan) -> str:
    before, goal = plan.today_measure, plan.goal_number
    if not isinstance(before, Measure) or goal is None:
        return ""
    bars = [Bar("いま", before.value), Bar("目標", goal, "hoped")]
    name = f"{plan.measure or '値'}：いま{written(before.value)}{before.unit}、目標{written(goal)}{before.unit}"
    return f'<div class="bars">{draw_bars(bars, before.unit, name)}</div>'


def _reply() -> str:
    """Room for the supervisor's hand."""
    return (
        '<section class="reply"><h2>お返事</h2><table><colgroup><col style="width:56%"><col></colgroup><tbody><tr>'
        "<td>□ 進めてよい　□ 直してから　□ 一緒に話したい</td>"
        "<td>役職：　　　　　　　日付：　　月　　日</td></tr>"
        '<tr><td colspan="2" class="words">いちばんの指摘：</td></tr></tbody></table></section>'
    )


_STYLE = """
@page{size:210mm 297mm;margin:0}
*{box-sizing:border-box}
html,body{margin:0;padding:0}
body{background:#fff;color:#1f2933;
font:SIZE/1.45 'Noto Sans CJK JP','Noto Sans JP',Meiryo,'Yu Gothic','Hiragino Sans',IPAexGothic,sans-serif}
.sheet{width:210mm;height:296.5mm;padding:12mm;overflow:hidden;display:flex;flex-direction:column}
header{border-bottom:.6mm solid #1f2933;margin-bottom:1mm}
h1{font-size:14pt;line-height:1.3;margin:0}
header p{margin:0 0 1mm;font-size:9pt}
h2{font-size:10.5pt;line-height:1.3;margin:2.4mm 0 .8mm;padding-left:2mm;border-left:1.4mm solid #1f2933}
table{width:100%;border-collapse:collapse;table-layout:fixed}
th,td{border:.25mm solid #52606d;padding:.9mm 1.6mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{width:34mm;background:#eef1f4;font-weight:700;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.picture{flex:1 1 62mm;min-height:40mm;display:flex;flex-direction:column}
.picture div{flex:1 1 0;min-height:0}
.picture svg{display:block;width:100%!important;height:auto!important;max-height:100%}
.bars{height:20mm;margin-top:1.5mm}
.bars svg{display:block;height:100%!important;width:auto!important;max-width:100%!important}
.blank{height:8mm}
.reply{margin-top:auto}
.reply td{height:8mm;vertical-align:middle}
.reply .words{height:15mm;vertical-align:top}
@media screen{body{background:#cbd2d9}.sheet{background:#fff;margin:6mm auto;box-shadow:0 0 2mm #7b8794}}
"""
