"""The effect of a measure in Japanese sentences, for people who decide on it."""

from __future__ import annotations

from collections.abc import Iterator

from kaizen_helpers.flow.change.savings import hours_ja
from kaizen_helpers.issues.effects.counting import Effect

__all__ = ["sentences_of", "yen_ja"]

_NOTHING = 0.05
_SEASON = 1.5
"""A month with half as many cases again as the average is a busy one (繁忙期)."""


def sentences_of(effect: Effect) -> tuple[str, ...]:
    """Result, how sure it is, seasons, positions, money, what residents notice, what was assumed."""
    said = [
        *_result(effect),
        *_range(effect),
        *_known(effect),
        *_season(effect),
        *_ranks(effect),
        *_money(effect),
        *_outcomes(effect),
        *_to_do(effect),
        *effect.measure.assumptions_ja,
    ]
    return tuple(said)


def yen_ja(yen: float) -> str:
    """「85,000円」: to a thousand yen, as nothing here is surer."""
    return f"{round(yen, -3) + 0.0:,.0f}円" if abs(yen) >= 1000 else f"{round(yen) + 0.0:,.0f}円"


def _result(effect: Effect) -> Iterator[str]:
    sizes = f"年間の作業は、現状が{hours_ja(effect.hours_before)}、見直し後が{hours_ja(effect.hours_after)}です。"
    if abs(effect.hours) < _NOTHING:
        yield f"{sizes}合わせると変わらない見込みです。"
    else:
        share = f"（{abs(effect.share) * 100:.0f}%）" if effect.share is not None else ""
        yield f"{sizes}{hours_ja(abs(effect.hours))}{share}{'減る' if effect.hours > 0 else '増える'}見込みです。"
    if effect.new_hours:
        yield f"新しく増える作業{hours_ja(effect.new_hours)}は、見直し後に入れて計算しています。"
    start = effect.measure.cost.start_hours
    if start:
        first = effect.first_year_hours
        verb = f"{hours_ja(abs(first))}{'減る' if first >= 0 else '増える'}"
        yield f"準備に{hours_ja(start)}かかるので、最初の年は{verb}見込みです。"
    growing = [work for work in effect.measure.works if work.hours < -_NOTHING]
    if growing:
        parts = "、".join(f"「{work.name}」が年{hours_ja(-work.hours)}" for work in growing[:4])
        yield f"増える作業もあります。{parts}です。"


def _range(effect: Effect) -> Iterator[str]:
    least, most = effect.least, effect.most
    if most - least < _NOTHING:
        return
    lead = "見積りのずれが重なっても、"
    if least > -_NOTHING:
        yield f"{lead}減る時間は年{hours_ja(max(least, 0.0))}から{hours_ja(most)}の間です。"
    elif most < _NOTHING:
        yield f"{lead}増える時間は年{hours_ja(max(-most, 0.0))}から{hours_ja(-least)}の間です。"
    else:
        yield f"見積りのずれ方によっては、年{hours_ja(most)}減ることも、年{hours_ja(-least)}増えることもあります。"
    for swing in effect.swings[:1]:
        yield f"結果をいちばん左右するのは、{swing.name}です。まずここを確かめましょう。"


def _known(effect: Effect) -> Iterator[str]:
    measured = effect.measured_hours
    if abs(measured) >= _NOTHING:
        rest = effect.estimated_hours
        yield f"内訳は、測って確かめた分が年{hours_ja(measured)}、見込みの分が年{hours_ja(rest)}です。"
    trial = effect.measure.trial
    if trial is not None:
        months = "・".join(str(month) for month in trial.months)
        result = f"{'減りました' if trial.hours >= 0 else '増えました'}"
        yield f"試行の実績では、{months}月に{hours_ja(abs(trial.hours))}{result}。見込みとは分けて扱います。"
        if effect.trial_hours is not None:
            yield f"月別の件数で1年分に直すと、年{hours_ja(effect.trial_hours)}に当たります。"


def _season(effect: Effect) -> Iterator[str]:
    busy = _busy_months(effect)
    if busy:
        by_month = {month.month: month for month in effect.months}
        hours = sum(by_month[month].hours for month in busy)
        verb = "減る" if hours >= 0 else "増える"
        months = "・".join(str(month) for month in busy)
        yield f"忙しいのは{months}月で、この間に{hours_ja(abs(hours))}{verb}見込みです。"
    even = [work.name for work in effect.measure.works if work.monthly is None]
    if effect.months and even:
        yield f"月別の件数がない作業（「{even[0]}」{'など' if len(even) > 1 else ''}）は、12か月に均等に分けています。"


def _busy_months(effect: Effect) -> tuple[int, ...]:
    months = effect.months
    average = sum(month.before for month in months) / 12
    return tuple(month.month for month in months if average > 0 and month.before >= _SEASON * average)


def _ranks(effect: Effect) -> Iterator[str]:
    ranks = [rank for rank in effect.by_rank if abs(rank.hours) >= _NOTHING]
    if len(ranks) > 1:
        parts = "、".join(
            f"{rank.rank}が{hours_ja(abs(rank.hours))}{'減' if rank.hours >= 0 else '増'}" for rank in ranks[:6]
        )
        yield f"職位ごとには、{parts}です。"
    more = [rank.rank for rank in ranks if rank.hours < 0]
    if more and effect.hours > 0:
        yield f"「{more[0]}」の作業は増えます。事前に話し合いましょう。"


def _money(effect: Effect) -> Iterator[str]:
    yen, cost = effect.yen, effect.measure.cost
    if yen is None:
        return
    word = "時間が空く" if yen >= 0 else "時間が余計にかかる"
    size = f"年に約{yen_ja(abs(yen))}分"
    yield f"時間を単価で換算すると、{size}の{word}見込みです。予算がそのまま減るわけではありません。"
    net = effect.net_yen
    if net is not None and (cost.initial or cost.yearly):
        if net >= 0:
            yield f"費用（初期費用を使用年数で割った額と、年額）を引いた純効果は、年に約{yen_ja(net)}分です。"
        else:
            yield f"費用（初期費用を使用年数で割った額と、年額）の方が、年に約{yen_ja(-net)}大きくなります。"
    if cost.initial:
        months, initial = effect.payback_months, f"初期費用{cost.initial:,.0f}円"
        if months is None:
            yield f"{initial}は、時間の効果だけでは取り戻せません。ほかの効果と合わせて判断しましょう。"
        else:
            yield f"{initial}は、およそ{max(1, round(months)):,}か月分の効果に当たります。"


def _outcomes(effect: Effect) -> Iterator[str]:
    for outcome in effect.measure.outcomes:
        how = "実績" if outcome.measured else "見込み"
        yield (
            f"{outcome.name}は、{outcome.before:,.10g}{outcome.unit}から{outcome.after:,.10g}{outcome.unit}になります（{how}）。"
        )


def _to_do(effect: Effect) -> Iterator[str]:
    if effect.hours > _NOTHING:
        yield "空いた時間を何に使うかも、あわせて決めましょう。"
    elif effect.hours < -_NOTHING:
        yield "時間は増えます。それでも行う理由（正確さ、住民の便利さなど）があるかを話し合いましょう。"
