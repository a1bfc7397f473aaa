"""The sheet of an effect, A4 to decide on: the result, what to ask, the charts, and what it is counted from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from kaizen_helpers.flow.change.savings import hours_ja
from kaizen_helpers.forms.printed import page, table, text
from kaizen_helpers.issues.effects.chart import draw_months, draw_swings
from kaizen_helpers.issues.effects.counting import Effect
from kaizen_helpers.issues.effects.model import Work

__all__ = ["effect_sheet"]


def effect_sheet(effect: Effect, *, use: str = "") -> str:
    """The sheet as HTML for A4; it needs nothing else and asks for nothing.

    Args:
        effect: what was counted.
        use: what the time that is gained will be used for.
    """
    name = f"効果の見積り　{' '.join(effect.measure.name.split())}"
    lead = "時間は、実績と書いたもののほかは見込みです。空いた時間の使い道と合わせて判断してください。"
    drawn = [chart.svg for chart in (draw_months(effect), draw_swings(effect)) if chart is not None]
    form = [
        f"<header><h1>{text(name)}</h1><p>{text(lead)}</p></header>",
        _result(effect.sentences),
        _list("確かめること", [f"{finding.where}：{finding.message_ja}" for finding in effect.findings]),
        f"<section><h2>空いた時間の使い道</h2><p>{text(use) or '（まだ決めていません）'}</p></section>",
        _outcomes(effect),
        *(f'<section class="whole">{svg}</section>' for svg in drawn),
        _works(effect),
        _new_works(effect),
    ]
    return page(name, "A4", [], form)


def _list(title: str, sentences: Iterable[str]) -> str:
    items = "".join(f"<li>{text(sentence)}</li>" for sentence in sentences)
    return f"<section><h2>{escape(title)}</h2><ul>{items}</ul></section>" if items else ""


def _result(sentences: Sequence[str]) -> str:
    first = f'<p style="font-size:12pt;font-weight:700">{text(sentences[0])}</p>'
    items = "".join(f"<li>{text(sentence)}</li>" for sentence in sentences[1:])
    return f"<section><h2>結果</h2>{first}<ul>{items}</ul></section>"


def _works(effect: Effect) -> str:
    if not effect.measure.works:
        return ""
    heads = ("作業", "職位", "件数（年）", "人数", "現状（分）", "見直し後（分）", "減る時間（年）", "根拠")
    rows = [_row(work) for work in effect.measure.works]
    total = ("合計", "", "", "", "", "", hours_ja(sum(work.hours for work in effect.measure.works)), "")
    classes = ("", "", *("number",) * 5, "one")
    return f"<section><h2>変わる作業</h2>{table(heads, [*rows, total], classes)}</section>"


def _row(work: Work) -> tuple[str, ...]:
    people = f"{work.people:g}人{'（全員分）' if work.for_all and work.people > 1 else ''}"
    return (
        work.name,
        work.rank or work.who,
        _number(work.count.usual) + ("（月別）" if work.monthly else ""),
        people,
        _number(work.before.usual),
        _number(work.after.usual),
        hours_ja(work.hours).replace("-", "▲"),
        str(work.basis),
    )


def _new_works(effect: Effect) -> str:
    news = effect.measure.new_works
    if not news:
        return ""
    rows = [(new.name, new.rank or new.who, hours_ja(new.hours.usual)) for new in news]
    found = table(("作業", "職位", "年間の時間"), rows, ("", "", "number"))
    note = "<p>「変わる作業」の合計からこの時間を引いたものが、年間に減る時間です。</p>"
    return f"<section><h2>新しく増える作業</h2>{found}{note}</section>"


def _outcomes(effect: Effect) -> str:
    outcomes = effect.measure.outcomes
    if not outcomes:
        return ""
    rows = []
    for one in outcomes:
        sizes = (f"{_number(size)}{one.unit}" for size in (one.before, one.after))
        rows.append((one.name, *sizes, "実績" if one.measured else "見込み"))
    heads = ("何が", "現状", "見直し後", "根拠")
    return f"<section><h2>住民・相手方の効果</h2>{table(heads, rows, ('', 'number', 'number', 'one'))}</section>"


def _number(value: float) -> str:
    return f"{round(value, 1):,.10g}"
