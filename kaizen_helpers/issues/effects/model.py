"""What a measure (打ち手) changes, as people write it down: work before and after, new work, outcomes, cost.

Everything is checked when it is made, so that :mod:`kaizen_helpers.issues.effects.counting` can rely on it.
Minutes are those of one case; counts are of one year, or twelve of them from April on (年度).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.timing.work import is_number

__all__ = [
    "MONTHS",
    "Amount",
    "Basis",
    "Cost",
    "Measure",
    "NewWork",
    "Outcome",
    "Part",
    "Rates",
    "Trial",
    "Work",
    "checked",
]

MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
"""The months of a fiscal year, in the order of every list of twelve counts."""

_LARGEST = 1e12

Rates: TypeAlias = float | Mapping[str, float]
"""Yen an hour: one for all, or by 職位 (or owner). It differs by office and year, so nothing has one by default."""


def checked(value: float, where: str) -> float:
    """The number, which must be one, not negative, and not beyond all that an office counts.

    Raises:
        InputError: it is not.
    """
    if not is_number(value, 0, _LARGEST):
        raise InputError("0以上の数（1兆まで）にしてください。", where)
    return float(value)


class Basis(StrEnum):
    """How the minutes are known. An estimate and a measurement are never added up as if they were one."""

    ESTIMATE = "見込み"
    BEFORE = "現状だけ実測"
    MEASURED = "前後とも実測"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, and between what it may lie: 少なめ, ふつう, 多め. Without bounds it is as sure as ``effect`` says."""

    usual: float
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        for value in (self.low, self.usual, self.high):
            if value is not None:
                checked(value, "")
        low = self.usual if self.low is None else self.low
        high = self.usual if self.high is None else self.high
        if not low <= self.usual <= high:
            raise InputError("「少なめ」「ふつう」「多め」の順に大きくなるように入れてください。", "幅")

    def bounds(self, spread: float) -> tuple[float, float]:
        """The least and the most; ``spread`` (0.3: ±30 %) where a bound was not given."""
        low = self.usual * (1 - spread) if self.low is None else self.low
        high = self.usual * (1 + spread) if self.high is None else self.high
        return low, high


@dataclass(frozen=True, slots=True)
class Part:
    """A count that was taken over some months only. It is not a count of the year."""

    count: float
    months: int


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work before and after. Minutes may grow: a negative effect stays negative."""

    name: str
    before: Amount
    """Minutes of one case today."""
    after: Amount
    """Minutes of one case with the measure; 0 where the work is dropped."""
    cases: Amount | None = None
    """Cases a year; ``None`` where ``monthly`` says it."""
    monthly: tuple[float, ...] | None = None
    """Cases of each month from April on. Where they are known they are what counts."""
    part: Part | None = None
    """A count over some months, if that is what was written. It is never multiplied up to a year."""
    people: float = 1.0
    """How many people do it at the same time."""
    for_all: bool = False
    """Whether the minutes already are those of all the people together."""
    rank: str = ""
    """職位, for the rate."""
    who: str = ""
    """The owner in a flow; its rate is used where the position has none."""
    step: str = ""
    """What work it is when two measures are compared (a step of a flow); the name where nothing is given."""
    basis: Basis = Basis.ESTIMATE
    driver: str = ""
    """Works with the same driver have their number of cases from one source, and are off together."""

    def __post_init__(self) -> None:
        where = f"「{self.name}」"
        if not self.name.strip():
            raise InputError("作業の名前を書いてください。", "作業")
        try:
            checked(self.people, "")
            for count in self.monthly or ():
                checked(count, "")
            checked(math.fsum(self.monthly or ()), "")
        except InputError as problem:
            raise InputError(problem.message_ja, f"{where}の件数か人数") from None
        if self.monthly is not None and len(self.monthly) != len(MONTHS):
            raise InputError("月別の件数は、4月から3月までの12か月分を入れてください。", where)
        if self.cases is None and self.monthly is None:
            raise InputError(self._no_count(), f"{where}の件数")

    def _no_count(self) -> str:
        if self.part is None:
            return "年間の件数か、月別の件数を入れてください。"
        return (
            f"{self.part.months}か月分の件数だけでは、1年の件数が分かりません。"
            "月別の件数を入れるか、台帳で1年分を数えてください。"
        )

    @property
    def count(self) -> Amount:
        """Cases a year: the sum of the months where they are known."""
        if self.monthly is None:
            return self.cases or Amount(0.0)
        total = math.fsum(self.monthly)
        if self.cases is None or not self.cases.usual:
            return Amount(total)
        low, high = (
            None if one is None else total * one / self.cases.usual for one in (self.cases.low, self.cases.high)
        )
        return Amount(total, low, high)

    @property
    def factor(self) -> float:
        """By how many people the minutes are multiplied."""
        return 1.0 if self.for_all else self.people

    @property
    def gain(self) -> float:
        """Minutes that one case saves, of all people together."""
        return self.factor * (self.before.usual - self.after.usual)

    @property
    def hours_before(self) -> float:
        """Hours a year today."""
        return self.count.usual * self.factor * self.before.usual / 60

    @property
    def hours(self) -> float:
        """Hours a year saved: 件数 × (現状 − 見直し後) ÷ 60 (domain.md §7)."""
        return self.count.usual * self.gain / 60

    @property
    def key(self) -> str:
        """By which it is found again in another measure."""
        return "".join((self.step or self.name).split())


@dataclass(frozen=True, slots=True)
class NewWork:
    """Work that only exists because of the measure: 登録, 問い合わせへの対応, 二重の運用."""

    name: str
    hours: Amount
    """Hours a year."""
    rank: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What residents and others notice: 来庁の回数, 待ち日数, 誤りの件数. Never turned into hours."""

    name: str
    before: float
    after: float
    unit: str = ""
    measured: bool = False

    def __post_init__(self) -> None:
        for value in (self.before, self.after):
            checked(value, f"「{self.name}」")


@dataclass(frozen=True, slots=True)
class Cost:
    """Yen and hours that the measure costs."""

    initial: float = 0.0
    """Yen to begin with."""
    years: float | None = None
    """For how many years that will be used."""
    yearly: float = 0.0
    """Yen a year."""
    start_hours: float = 0.0
    """Hours once, to begin with: 準備, 移行, 研修."""

    def __post_init__(self) -> None:
        named = ((self.initial, "初期費用"), (self.yearly, "年額の費用"), (self.start_hours, "準備の時間"))
        for value, name in named:
            checked(value, name)
        if self.years is not None and checked(self.years, "使用年数") == 0:
            raise InputError("0より大きい年数にしてください。", "使用年数")


@dataclass(frozen=True, slots=True)
class Trial:
    """A result (実績): hours that were really saved in some months."""

    hours: float
    """May be negative."""
    months: tuple[int, ...]
    """Which months: 4, 5, 6 …"""

    def __post_init__(self) -> None:
        if not isinstance(self.hours, int | float) or not math.isfinite(self.hours):
            raise InputError("時間の数を入れてください。", "試行の実績")
        if not self.months or len(set(self.months)) != len(self.months) or not set(self.months) <= set(MONTHS):
            raise InputError("月は1から12までの数で、1つずつ書いてください。", "試行の月")


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure and everything that its effect is counted from."""

    name: str
    works: tuple[Work, ...]
    new_works: tuple[NewWork, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    cost: Cost = Cost()
    trial: Trial | None = None
    claimed_hours: float | None = None
    """Hours a year that somebody worked out by hand, to be looked at."""
    claimed_share: float | None = None
    """削減率 that somebody worked out by hand, 0 to 1."""
    texts: tuple[str, ...] = ()
    """What is written about the effect, to be looked at for its wording."""
    no_new_work: bool = False
    """Whether somebody looked and found that no new work comes with it."""
    assumptions_ja: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.works and not self.new_works:
            raise InputError("変わる作業を1つ以上書いてください。", f"「{self.name}」")
