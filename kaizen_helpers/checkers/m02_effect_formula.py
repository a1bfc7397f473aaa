"""The formula of E2-3 as data: its parts, the facts of a seat, years that nobody has seen, and the answer read."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.compare import Question, read_number
from kaizen_helpers.checkers.engine import Values
from kaizen_helpers.checkers.inputs import Variant

__all__ = ["COUNTING", "GAINS", "NEW_WORK", "PARTS", "Sheet", "hidden_counts", "memo", "read_sheet"]

Counts = tuple[int, ...]
NUMBER = "数"
COUNT, MINUTES, PEOPLE, UNIT, NEW, SIGN = "件数", "1件の分", "人数", "時間に直す", "新しい作業", "負になったら"
BEFORE, AFTER, EXTRA = "いま", "見直し後", "新しい作業"

YEAR, AVERAGE, QUARTER, BUSIEST, ONE_MONTH, YEAR_AGAIN = (
    *("12か月の合計", "月の平均×12", "4〜6月の合計×4", "最も多い月×12", "4月だけ", "12か月の合計×12"),
)
LESS, TURNED, BEFORE_ONLY, AFTER_ONLY = "いま−見直し後", "見直し後−いま", "いまだけ", "見直し後だけ"
TIMES, LEAVE, SHARE = "2人を掛ける", "掛けない", "2人で割る"
DIVIDE, KEEP_UNIT, MULTIPLY = "60で割る", "そのまま", "60を掛ける"
OFF_YEAR, OFF_MONTH, ON_YEAR, NOT_OFF = "12か月分を引く", "1か月分を引く", "12か月分を足す", "引かない"
AS_IT_IS, ZERO, POSITIVE = "負のまま示す", "0にする", "正の数に直す"

COUNTING: Mapping[str, Callable[[Counts], float]] = {
    QUARTER: lambda counts: sum(counts[:3]) * 4,
    YEAR: sum,
    BUSIEST: lambda counts: max(counts) * 12,
    AVERAGE: lambda counts: sum(counts) / 12 * 12,
    ONE_MONTH: lambda counts: counts[0],
    YEAR_AGAIN: lambda counts: sum(counts) * 12,
}
GAINS: Mapping[str, Callable[[float, float], float]] = {
    BEFORE_ONLY: lambda before, _after: before,
    LESS: lambda before, after: before - after,
    TURNED: lambda before, after: after - before,
    AFTER_ONLY: lambda _before, after: after,
}
_PEOPLE = {LEAVE: 1.0, TIMES: 2.0, SHARE: 0.5}
_UNIT = {KEEP_UNIT: 1.0, DIVIDE: 1 / 60, MULTIPLY: 60.0}
NEW_WORK = {NOT_OFF: 0.0, OFF_MONTH: -1.0, OFF_YEAR: -12.0, ON_YEAR: 12.0}
_SIGN: Mapping[str, Callable[[float], float]] = {ZERO: lambda x: max(x, 0.0), AS_IT_IS: lambda x: x, POSITIVE: abs}
PARTS: Mapping[str, Mapping[str, Any]] = {
    COUNT: COUNTING,
    MINUTES: GAINS,
    PEOPLE: _PEOPLE,
    UNIT: _UNIT,
    NEW: NEW_WORK,
    SIGN: _SIGN,
}


@dataclass(frozen=True)
class Memo:
    """The facts of a seat."""

    before: int
    """Minutes of one of the two people for one case."""
    after: int
    extra: int
    """Hours of new work in a month."""
    counts: Counts
    """The counts that the learner sees."""


def memo(variant: Variant) -> Memo:
    """The facts for a seat's variant (0 … 5): most cases come in spring."""
    more = 10 * (variant % 4)
    shown = (300 + more, 250, 150 + more, 60, 40, 40, 50, 40, 40, 50 + more, 90, 90)
    return Memo(12 + variant % 3, 5 - variant % 2, 2 + variant % 2, shown)


def hidden_counts(variant: Variant) -> tuple[Counts, ...]:
    """Years that nobody has seen, the same each time for a seat: spring, autumn, without season, and hardly any."""
    chance = random.Random(f"issues-effect {variant}")  # noqa: S311 - made up counts, no secret

    def year(busy: range, most: int, least: int) -> Counts:
        return tuple(chance.randint(most // 2, most) if at in busy else chance.randint(0, least) for at in range(12))

    return (
        year(range(3), 400, 90), year(range(6, 9), 500, 60), year(range(12), 80, 80), year(range(3), 6, 3),
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One number as it was filled in."""

    name: str
    text: str
    value: float | None
    problem: str
    """What to ask back, where it cannot be read as one number."""


@dataclass(frozen=True)
class Sheet:
    """The whole answer, read."""

    memo: Memo
    years: tuple[Counts, ...]
    lines: tuple[Line, ...]
    chosen: Mapping[str, str]

    def number(self, name: str) -> float | None:
        """The number of a line."""
        return next(line.value for line in self.lines if line.name == name)

    @property
    def factor(self) -> float:
        """By how many the minutes are multiplied; 1 where nothing is chosen."""
        return _PEOPLE.get(self.chosen[PEOPLE], 1.0)

    def times(self, name: str) -> float | None:
        """How many times the minutes of one person stand in a line: 1, 2, or something else (``None``)."""
        truth = self.memo.before if name == BEFORE else self.memo.after
        value = self.number(name)
        return next((n for n in (1.0, 2.0) if value is not None and math.isclose(value, n * truth)), None)

    @property
    def people(self) -> float | None:
        """For how many people the formula counts; ``None`` where the minutes are not those of the memo."""
        both = {self.times(BEFORE), self.times(AFTER)}
        return both.pop() * self.factor if len(both) == 1 and None not in both else None  # type: ignore[operator]

    @property
    def other_numbers(self) -> list[Line]:
        """Lines that do not say what the memo says: in minutes of one person or of both, but alike."""
        found = [line for line in self.lines[:2] if self.times(line.name) is None]
        if not found and self.times(BEFORE) != self.times(AFTER):
            found = [self.lines[1]]
        return found + [line for line in self.lines[2:] if line.value != self.memo.extra]

    def hours(self, counts: Counts) -> float | None:
        """What the formula gives for a year; ``None`` where a part is not there yet."""
        before, after, extra = (self.number(name) for name in (BEFORE, AFTER, EXTRA))
        if before is None or after is None or extra is None or not all(self.chosen.values()):
            return None
        gain = GAINS[self.chosen[MINUTES]](before, after) * self.factor
        saved = COUNTING[self.chosen[COUNT]](counts) * gain * _UNIT[self.chosen[UNIT]]
        return _SIGN[self.chosen[SIGN]](saved + NEW_WORK[self.chosen[NEW]] * extra)

    def truth(self, counts: Counts) -> float:
        """What is right: 件数 × (現状 − 見直し後) ÷ 60 − 新しい作業 (domain.md §7), for both people."""
        return sum(counts) * 2 * (self.memo.before - self.memo.after) / 60 - 12 * self.memo.extra

    @property
    def is_right(self) -> bool:
        """Whether the numbers are the memo's, and the formula is right for hidden years and the one that is shown."""
        if self.other_numbers:
            return False
        found = [(self.hours(counts), self.truth(counts)) for counts in (*self.years, self.memo.counts)]
        return all(hours is not None and math.isclose(hours, truth, abs_tol=1e-6) for hours, truth in found)

    def fits(self, part: str) -> bool:
        """Whether one part of the formula does what the right one does, on every hidden year."""
        choice = self.chosen[part]
        if part == COUNT:
            return choice != "" and all(math.isclose(COUNTING[choice](counts), sum(counts)) for counts in self.years)
        if part == PEOPLE:
            return self.people == 2
        return choice == {MINUTES: LESS, UNIT: DIVIDE, NEW: OFF_YEAR, SIGN: AS_IT_IS}[part]

    @property
    def touched(self) -> bool:
        """Whether anything was typed or chosen."""
        return any(line.text for line in self.lines) or any(self.chosen.values())


_UNITS = {BEFORE: "分", AFTER: "分", EXTRA: "時間"}
_A_MONTH = re.compile(r"^(?:毎月|月に?|1か月に?)\s*|\s*[/／]\s*月$")
"""The memo tells the new work by the month: who copies 「毎月2時間」 has read it well."""


def read_sheet(v: Values) -> Sheet:
    """The answer of a panel, its numbers read."""
    lines = []
    for row, name in zip(v.numbers, _UNITS, strict=True):
        text = row[NUMBER].strip()
        number = _A_MONTH.sub("", text) if name == EXTRA else text
        reading = read_number(number, _UNITS[name], convert=True) if text else None
        if isinstance(reading, Question):
            lines.append(Line(name, text, None, reading.text_ja))
        else:
            lines.append(Line(name, text, float(reading.value) if reading else None, ""))
    return Sheet(memo(v.variant), hidden_counts(v.variant), tuple(lines), v.formula[0])
