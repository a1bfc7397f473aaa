"""The effect of a measure (打ち手): hours a year, by month, by position and in yen, and how sure that is.

年間削減時間 = Σ 件数 × (現状の分 − 見直し後の分) ÷ 60 − 新しく増える作業,
純効果 = 年間削減時間 × 単価 − (初期費用 ÷ 使用年数 + 年額), 回収月数 = 初期費用 ÷ 1か月の効果 (domain.md §7).
A negative effect stays negative. The rate is always an argument; without it no money is told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.change.savings import SPREAD, Swing
from kaizen_helpers.flow.timing.work import is_number
from kaizen_helpers.issues.effects.model import MONTHS, Amount, Basis, Measure, NewWork, Rates, Work, checked

if TYPE_CHECKING:
    from kaizen_helpers.issues.effects.findings import EffectFinding

__all__ = ["Effect", "Month", "RankHours", "effect", "of_the_year", "persons", "yen_per_hour"]

_MOST_WORKS = 500


@dataclass(frozen=True, slots=True)
class Month:
    """The hours of one month."""

    month: int
    """4 … 12, 1, 2, 3."""
    before: float
    after: float
    """The new work included."""

    @property
    def hours(self) -> float:
        """Hours saved in this month; negative where the work grows."""
        return self.before - self.after


@dataclass(frozen=True, slots=True)
class RankHours:
    """What one position gains or loses."""

    rank: str
    hours: float
    """Hours a year saved; negative where there is more to do."""
    yen: float | None
    """The same in yen; ``None`` where its rate is not known."""


@dataclass(frozen=True)
class Effect:
    """The effect of one measure in a year."""

    measure: Measure
    rates: Rates | None = None
    spread: float = SPREAD
    """How far an estimate without bounds may be off, one way and the other."""

    @property
    def hours_before(self) -> float:
        """Hours a year today, of the work that the measure is about."""
        return math.fsum(work.hours_before for work in self.measure.works)

    @property
    def new_hours(self) -> float:
        """Hours a year of work that comes with the measure."""
        return math.fsum(new.hours.usual for new in self.measure.new_works)

    @property
    def hours(self) -> float:
        """Hours a year saved, the new work taken off; negative where the work grows."""
        return math.fsum(work.hours for work in self.measure.works) - self.new_hours

    @property
    def hours_after(self) -> float:
        """Hours a year with the measure, the new work included."""
        return self.hours_before - self.hours

    @property
    def first_year_hours(self) -> float:
        """Hours saved in the first year, the hours to begin with taken off."""
        return self.hours - self.measure.cost.start_hours

    @property
    def share(self) -> float | None:
        """削減率: hours saved of the hours of today; ``None`` where there are none today."""
        return self.hours / self.hours_before if self.hours_before else None

    @property
    def measured_hours(self) -> float:
        """The part of the hours that was measured before and after (実績). The new work is an estimate."""
        return math.fsum(work.hours for work in self.measure.works if work.basis is Basis.MEASURED)

    @property
    def estimated_hours(self) -> float:
        """The part of the hours that is an estimate (見込み), the new work taken off."""
        return self.hours - self.measured_hours

    @property
    def trial_hours(self) -> float | None:
        """The result of the trial for a whole year, by the counts of the months; ``None`` without monthly counts."""
        trial, monthly = self.measure.trial, self._counts_by_month()
        if trial is None or monthly is None:
            return None
        try:
            return of_the_year(trial.hours, trial.months, monthly)
        except InputError:  # nothing came in during the months of the trial
            return None

    def _counts_by_month(self) -> tuple[float, ...] | None:
        known = [work.monthly for work in self.measure.works if work.monthly is not None]
        return tuple(math.fsum(column) for column in zip(*known, strict=True)) if known else None

    @property
    def months(self) -> tuple[Month, ...]:
        """The year month by month from April on; empty where no work has monthly counts.

        Work without monthly counts, and new work, is spread evenly.
        """
        if self._counts_by_month() is None:
            return ()
        return tuple(self._month(at, month) for at, month in enumerate(MONTHS))

    def _month(self, at: int, month: int) -> Month:
        counts = [(work, work.monthly[at] if work.monthly else work.count.usual / 12) for work in self.measure.works]
        before = math.fsum(count * work.factor * work.before.usual / 60 for work, count in counts)
        after = math.fsum(count * work.factor * work.after.usual / 60 for work, count in counts)
        return Month(month, before, after + self.new_hours / 12)

    # --- how sure it is ---

    @property
    def least(self) -> float:
        """Hours saved if everything comes out on the bad side at once."""
        return self._corner(0) - math.fsum(self._bounds(new.hours)[1] for new in self.measure.new_works)

    @property
    def most(self) -> float:
        """Hours saved if everything comes out on the good side at once."""
        return self._corner(1) - math.fsum(self._bounds(new.hours)[0] for new in self.measure.new_works)

    def _corner(self, good: int) -> float:
        """Σ cases × minutes at their worst (0) or best (1); works of one driver have many or few cases together."""
        total = 0.0
        choose = max if good else min
        for works in self._by_driver().values():
            gains = [self._gain_bounds(work)[good] for work in works]
            ends = ([self._bounds(work.count)[end] for work in works] for end in (0, 1))
            total += choose(math.fsum(c * g for c, g in zip(counts, gains, strict=True)) / 60 for counts in ends)
        return total

    def _by_driver(self) -> dict[str, list[Work]]:
        groups: dict[str, list[Work]] = {}
        for at, work in enumerate(self.measure.works):
            groups.setdefault(work.driver or f"\0{at}", []).append(work)
        return groups

    def _gain_bounds(self, work: Work) -> tuple[float, float]:
        (b_low, b_high), (a_low, a_high) = self._minutes(work)
        return work.factor * (b_low - a_high), work.factor * (b_high - a_low)

    def _minutes(self, work: Work) -> tuple[tuple[float, float], tuple[float, float]]:
        """Bounds of the minutes before and after; what was measured is only as unsure as somebody says."""
        before = 0.0 if work.basis is not Basis.ESTIMATE else self.spread
        after = 0.0 if work.basis is Basis.MEASURED else self.spread
        return work.before.bounds(before), work.after.bounds(after)

    def _bounds(self, amount: Amount) -> tuple[float, float]:
        return amount.bounds(self.spread)

    @property
    def swings(self) -> tuple[Swing, ...]:
        """Each input alone at its least and its most, the one on which most hangs first."""
        found = [swing for swing in self._swings() if swing.width > 1e-9]
        return tuple(sorted(found, key=lambda swing: -swing.width))

    def _swings(self) -> list[Swing]:
        found = []
        for driver, works in self._by_driver().items():
            name = f"「{works[0].name}」の件数" if driver.startswith("\0") else driver
            parts = [(self._bounds(work.count), work) for work in works]
            ends = [math.fsum((c[end] - work.count.usual) * work.gain / 60 for c, work in parts) for end in (0, 1)]
            found.append(self._swing(name, *ends))
        for work in self.measure.works:
            before, after = self._minutes(work)
            per_minute = work.count.usual * work.factor / 60
            for word, bounds, usual, sign in (
                ("現状の分", before, work.before.usual, 1),
                ("見直し後の分", after, work.after.usual, -1),
            ):
                ends = [sign * (end - usual) * per_minute for end in bounds]
                found.append(self._swing(f"「{work.name}」の{word}", *ends))
        for new in self.measure.new_works:
            ends = [new.hours.usual - end for end in self._bounds(new.hours)]
            found.append(self._swing(f"「{new.name}」の時間", *ends))
        return found

    def _swing(self, name: str, low: float, high: float) -> Swing:
        return Swing(name, self.hours + low, self.hours + high)

    # --- positions and money ---

    @property
    def by_rank(self) -> tuple[RankHours, ...]:
        """What each position gains or loses, in the order of the table."""
        found: dict[str, list[tuple[float, float | None]]] = {}
        for work in self.measure.works:
            found.setdefault(_position(work), []).append((work.hours, self.rate_of(work)))
        for new in self.measure.new_works:
            found.setdefault(_position(new), []).append((-new.hours.usual, self.rate_of(new)))
        return tuple(self._rank(rank, parts) for rank, parts in found.items())

    def _rank(self, rank: str, parts: Sequence[tuple[float, float | None]]) -> RankHours:
        known = [hours * rate for hours, rate in parts if rate is not None]
        yen = math.fsum(known) if len(known) == len(parts) else None
        return RankHours(rank, math.fsum(hours for hours, _ in parts), yen)

    def rate_of(self, work: Work | NewWork) -> float | None:
        """Yen an hour of this work; ``None`` where nobody gave it."""
        if self.rates is None or not isinstance(self.rates, Mapping):
            return self.rates
        return self.rates.get(work.rank.strip(), self.rates.get(work.who.strip()))

    @property
    def yen(self) -> float | None:
        """The hours in yen a year, no cost taken off; ``None`` where a rate is missing."""
        parts = [rank.yen for rank in self.by_rank]
        known = [part for part in parts if part is not None]
        return math.fsum(known) if len(known) == len(parts) else None

    @property
    def net_yen(self) -> float | None:
        """純効果 a year: the hours in yen − (初期費用 ÷ 使用年数 + 年額).

        ``None`` where a rate or the years are missing.
        """
        cost = self.measure.cost
        if self.yen is None or (cost.initial and cost.years is None):
            return None
        return self.yen - (cost.initial / cost.years if cost.years else 0.0) - cost.yearly

    @property
    def payback_months(self) -> float | None:
        """After how many months the cost to begin with has come in: 初期費用 ÷ 1か月の効果.

        The effect of a month is the hours in yen less the yearly cost. The share of the cost to begin with is not
        taken off it as well: it would be counted twice. ``None`` where it never comes in or money is not known.
        """
        if self.yen is None or self.yen <= self.measure.cost.yearly:
            return None
        return self.measure.cost.initial / ((self.yen - self.measure.cost.yearly) / 12)

    @cached_property
    def findings(self) -> tuple[EffectFinding, ...]:
        """What is miscounted, missing or better said in another way."""
        from kaizen_helpers.issues.effects.findings import find_in_effect

        return find_in_effect(self)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The result in Japanese, the most important first."""
        from kaizen_helpers.issues.effects.words import sentences_of

        return sentences_of(self)


def _position(work: Work | NewWork) -> str:
    return work.rank.strip() or work.who.strip() or "職位の記入なし"


def effect(measure: Measure, *, rates: Rates | None = None, spread: float = SPREAD) -> Effect:
    """The effect of a measure in a year.

    Args:
        measure: what changes.
        rates: yen an hour, one for all or by 職位 (or owner). There is none by default: it differs by office and year.
        spread: how far an estimate without bounds of its own may be off; 0.3 is ±30 %.

    Raises:
        InputError: a rate or the spread cannot be, or there are too many works.
    """
    if len(measure.works) + len(measure.new_works) > _MOST_WORKS:
        raise InputError(f"作業は{_MOST_WORKS}行までにしてください。", f"「{measure.name}」")
    if isinstance(rates, Mapping):
        rates = {str(name).strip(): checked(rate, f"{name}の単価") for name, rate in rates.items()}
    elif rates is not None:
        rates = checked(rates, "単価")
    if not is_number(spread, 0, 1):
        raise InputError("0から1までの数にしてください。0.3で30%です。", "見積りの幅")
    return Effect(measure, rates, float(spread))


def of_the_year(part: float, months: Sequence[int], monthly: Sequence[float]) -> float:
    """What was seen in some months, for a whole year, in proportion to the counts of the months.

    Never × 4: つくば市 saved 116 hours in three months and 336, not 464, in a year (domain.md §7).

    Args:
        part: hours, cases or yen of these months.
        months: which months (4, 5, 6 …).
        monthly: twelve counts, April first.

    Raises:
        InputError: there are not twelve counts, a count is negative, a month does not exist, or nothing came in
            during the months.
    """
    if len(monthly) != len(MONTHS):
        raise InputError("月別の件数は、4月から3月までの12か月分を入れてください。", "月別の件数")
    counts = {month: checked(count, f"{month}月の件数") for month, count in zip(MONTHS, monthly, strict=True)}
    if not months or not set(months) <= set(MONTHS):
        raise InputError("月は1から12までの数で書いてください。", "試行の月")
    seen = math.fsum(counts[month] for month in set(months))
    if not seen:
        raise InputError("試した月の件数が0なので、1年分に直せません。件数のある月で試してください。", "試行の月")
    return part * math.fsum(counts.values()) / seen


def persons(hours: float, hours_a_year: float) -> float:
    """For how many people's working time the hours stand: 22,654 h ÷ 1,920 h = 11.8 (宇城市, domain.md §7).

    Raises:
        InputError: the hours that one person works in a year are not above 0.
    """
    return hours / _above_zero(hours_a_year, "1人の年間の勤務時間")


def yen_per_hour(yen: float, hours: float) -> float:
    """The rate behind a published effect: ¥11.93 million for 3,632 h is ¥3,285/h (宇城市, domain.md §7).

    Raises:
        InputError: the hours are not above 0.
    """
    return yen / _above_zero(hours, "時間")


def _above_zero(value: float, where: str) -> float:
    if not checked(value, where):
        raise InputError("0より大きい数にしてください。", where)
    return value
