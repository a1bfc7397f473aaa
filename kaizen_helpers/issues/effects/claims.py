"""A figure that somebody worked out by hand: how it came about, where it is not the effect.

Each wrong way of counting of domain.md §7 is a formula; a figure that agrees with one names it. What agrees with none
is told as a difference, with the figure as counted here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from kaizen_helpers.issues.effects.counting import Effect
from kaizen_helpers.issues.effects.model import Work

__all__ = ["WAYS", "Way", "way_of_hours", "way_of_share"]

_NEAR = 0.004
"""A figure agrees with a formula if it is within 0.4 % (people round to whole hours), or half an hour."""


@dataclass(frozen=True, slots=True)
class Way:
    """One wrong way of counting."""

    id: str
    say_ja: str
    """What was done, and what to do instead."""
    hours: Callable[[Effect], Iterator[float]]
    """The figures that it may give, the new work not yet looked at."""


def _each(effect: Effect, count: Callable[[Work], float], factor: Callable[[Work], float] | None = None) -> float:
    """Σ count × minutes saved ÷ 60."""
    times = factor or (lambda work: work.factor)
    return math.fsum(
        count(work) * times(work) * (work.before.usual - work.after.usual) / 60 for work in effect.measure.works
    )


def _year(work: Work) -> float:
    return work.count.usual


def _gross(effect: Effect) -> float:
    return effect.hours + effect.new_hours


def _minutes(effect: Effect) -> Iterator[float]:
    yield _gross(effect) * 60


def _quarter(effect: Effect) -> Iterator[float]:
    """Any three months in a row, times four; also a count that was taken over some months."""
    works = effect.measure.works
    if any(work.part for work in works):
        yield _each(effect, lambda w: w.part.count * 12 / w.part.months if w.part else _year(w))
    if any(work.monthly for work in works):
        for first in range(10):
            yield _each(effect, partial(_stretched, first=first))
    trial = effect.measure.trial
    if trial is not None:
        yield trial.hours * 12 / len(trial.months)


def _stretched(work: Work, first: int) -> float:
    return math.fsum(work.monthly[first : first + 3]) * 4 if work.monthly else _year(work)


def _busiest(effect: Effect) -> Iterator[float]:
    if any(work.monthly for work in effect.measure.works):
        yield _each(effect, lambda w: max(w.monthly) * 12 if w.monthly else _year(w))


def _month_for_year(effect: Effect) -> Iterator[float]:
    yield _gross(effect) / 12


def _year_twelve_times(effect: Effect) -> Iterator[float]:
    yield _gross(effect) * 12


def _one_person(effect: Effect) -> Iterator[float]:
    if any(work.factor > 1 for work in effect.measure.works):
        yield _each(effect, _year, lambda _work: 1.0)


def _people_twice(effect: Effect) -> Iterator[float]:
    if any(work.people > 1 for work in effect.measure.works):
        yield _each(effect, _year, lambda work: work.factor * work.people)


def _before_only(effect: Effect) -> Iterator[float]:
    yield effect.hours_before


def _sign(effect: Effect) -> Iterator[float]:
    if _gross(effect) < 0:
        yield from (0.0, -_gross(effect))


WAYS: tuple[Way, ...] = (
    Way("EFFECT-ZERO", "増える効果を、0か正の数にしているようです。増える場合も、負の数のまま示しましょう。", _sign),
    Way("EFFECT-MINUTES", "分のままの数と一致します。60で割って、時間に直しましょう。", _minutes),
    Way(
        "EFFECT-QUARTER",
        "数か月分を12か月に引き伸ばした数と一致します。月によって件数が違うので、月別の件数で計算しましょう。",
        _quarter,
    ),
    Way("EFFECT-BUSY", "いちばん忙しい月を12倍した数と一致します。月別の件数を合計しましょう。", _busiest),
    Way(
        "EFFECT-YEARLY-TWICE",
        "年間の件数を、さらに12倍した数と一致します。件数が何か月分かを確かめましょう。",
        _year_twelve_times,
    ),
    Way("EFFECT-MONTH", "1か月分の数と一致します。12か月分を足しましょう。", _month_for_year),
    Way("EFFECT-ONE-PERSON", "1人分の数と一致します。一緒に作業する人数を掛けましょう。", _one_person),
    Way("EFFECT-PEOPLE-TWICE", "人数を2回掛けた数と一致します。分が1人分か全員分かを確かめましょう。", _people_twice),
    Way("EFFECT-BEFORE-ONLY", "現状の時間そのものと一致します。見直し後にも残る作業を引きましょう。", _before_only),
)  # fmt: skip
"""In the order in which they are looked for: the surest signs first."""

_NEW_WORK = Way(
    "EFFECT-NEW-WORK",
    "新しく増える作業（登録や問い合わせなど）を引く前の数と一致します。",
    lambda effect: iter([_gross(effect)]),
)


def way_of_hours(effect: Effect, claimed: float) -> tuple[Way, ...] | None:
    """The wrong ways that make the claimed hours: none if the figure is right, ``None`` if no way is known.

    Two at once are found where one of them is the forgotten new work.
    """
    if _same(claimed, effect.hours) or _same(claimed, round(effect.hours)):
        return ()
    if effect.hours < 0 and _same(claimed, 0.0):
        return (WAYS[0],)
    if effect.new_hours and _same(claimed, _gross(effect)):
        return (_NEW_WORK,)
    for way in WAYS:
        for figure in way.hours(effect):
            if _same(claimed, _less_new(way, effect, figure)):
                return (way,)
            if effect.new_hours and _same(claimed, figure):
                return (way, _NEW_WORK)
    return None


def _less_new(way: Way, effect: Effect, figure: float) -> float:
    """The new work taken off in the same wrong unit, where the unit is what is wrong."""
    scale = {"EFFECT-MINUTES": 60.0, "EFFECT-MONTH": 1 / 12, "EFFECT-YEARLY-TWICE": 12.0}.get(way.id, 1.0)
    return figure - effect.new_hours * scale


def way_of_share(effect: Effect, claimed: float) -> str | None:
    """What to say about a claimed 削減率 (0 to 1); ``None`` if it is right."""
    share = effect.share
    if share is None:
        return "現状の時間が0なので、削減率は出せません。時間の数で示しましょう。"
    if abs(claimed - share) < 0.006:
        return None
    right = f"現状の時間を分母にすると{share * 100:.0f}%です。"
    if effect.hours_after > 0 and abs(claimed - effect.hours / effect.hours_after) < 0.006:
        return f"見直し後の時間を分母にした率と一致します。{right}"
    if effect.new_hours and abs(claimed - _gross(effect) / effect.hours_before) < 0.006:
        return f"新しく増える作業を引く前の率と一致します。{right}"
    return f"何を何で割った率かが分かりません。{right}分母を一緒に書きましょう。"


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= max(0.5, _NEAR * abs(other)) if abs(other) >= 20 else abs(one - other) <= 0.06
