"""Shares of a survey with what they were counted from, and how sure they are.

A share is never told without its denominator (回答者), and blanks (無回答) are never part of the denominator.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from kaizen_helpers.errors import InputError

__all__ = ["Z95", "Difference", "Share", "paired_difference", "percent_ja", "unpaired_difference", "wilson"]

Z95 = 1.959963984540054
"""The 97.5 % point of the standard normal distribution: for intervals of 95 %."""


def wilson(count: int, answered: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a share ``count / answered``, as two numbers from 0 to 1.

    With p = count / n: ( p + z²/2n ± z √( p(1−p)/n + z²/4n² ) ) / ( 1 + z²/n ). Nobody of n gives a lower end of
    exactly 0, all of n an upper end of exactly 1, and unlike p ± z√(p(1−p)/n) it stays inside 0 … 1 and is of use for
    small classes. With ``answered`` 0 nothing is known: (0, 1).

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
    American Statistical Association 22 (1927), 209-212; recommended for small n by L. D. Brown, T. T. Cai and
    A. DasGupta, Statistical Science 16 (2001), 101-133. 27 of 30 gives 74.4–96.5 % (reference/domain.md, S15).

    Raises:
        InputError: a negative number, not whole numbers, or more positive answers than answers.
    """
    if type(count) is not int or type(answered) is not int or not 0 <= count <= answered:
        raise InputError("人数は0以上の整数で、数えた人数を回答者の数までにしてください。", "割合の計算")
    if not answered:
        return 0.0, 1.0
    share, part = count / answered, z * z / answered
    middle = share + part / 2
    reach = z * math.sqrt(share * (1 - share) / answered + part / (4 * answered))
    low, high = (middle - reach) / (1 + part), (middle + reach) / (1 + part)
    return (0.0 if count == 0 else max(0.0, low)), (1.0 if count == answered else min(1.0, high))


def percent_ja(share: float) -> str:
    """「90 %」: whole percents, halves up. What is not quite nothing or all is not rounded to it: 「99.7 %」."""
    rounded = math.floor(100 * share + 0.5 + 1e-9)
    if 0 < share < 1 and rounded in (0, 100):
        return f"{min(99.9, max(0.1, math.floor(1000 * share + 0.5) / 10)):.1f} %"
    return f"{rounded} %"


@dataclass(frozen=True, slots=True)
class Share:
    """So many of those who answered, and how many left it blank."""

    count: int
    answered: int
    """The denominator: people with an answer to this question."""
    blank: int = 0
    """People who left the question blank (無回答)."""

    def __post_init__(self) -> None:
        wilson(self.count, self.answered)
        if type(self.blank) is not int or self.blank < 0:
            raise InputError("無回答の数は0以上の整数にしてください。", "割合の計算")

    @property
    def value(self) -> float | None:
        """From 0 to 1; None where nobody answered."""
        return self.count / self.answered if self.answered else None

    @property
    def interval(self) -> tuple[float, float]:
        """95 %, by :func:`wilson`."""
        return wilson(self.count, self.answered)

    @property
    def percent_ja(self) -> str:
        """「90 %」, or 「－」 where nobody answered."""
        return "－" if self.value is None else percent_ja(self.value)

    @property
    def interval_ja(self) -> str:
        """「74〜97 %」."""
        low, high = self.interval
        return f"{percent_ja(low).removesuffix(' %')}〜{percent_ja(high)}" if self.answered else "－"

    @property
    def of_ja(self) -> str:
        """「30人中27人」."""
        return f"{self.answered}人中{self.count}人"

    @property
    def text_ja(self) -> str:
        """「30人中27人（90 %、95 %信頼区間 74〜97 %）、無回答2人」."""
        blank = f"、無回答{self.blank}人" if self.blank else ""
        if not self.answered:
            return f"回答なし{blank}"
        return f"{self.of_ja}（{self.percent_ja}、95 %信頼区間 {self.interval_ja}）{blank}"


@dataclass(frozen=True, slots=True)
class Difference:
    """How much larger a share is afterwards than before, in parts of 1."""

    before: Share
    after: Share
    low: float
    high: float
    """95 % interval of after minus before."""
    pairs: int = 0
    """How many people were found in both; 0 where answers could not be put into pairs."""

    @property
    def value(self) -> float:
        """After minus before."""
        return (self.after.value or 0.0) - (self.before.value or 0.0)

    @property
    def text_ja(self) -> str:
        """「＋30ポイント（95 %信頼区間 ＋9〜＋48）」; points are differences of percents."""
        ends = f"{_points(self.low)}〜{_points(self.high)}"
        return f"{_points(self.value)}ポイント（95 %信頼区間 {ends}）"


def _points(part: float) -> str:
    number = math.floor(abs(100 * part) + 0.5 + 1e-9)
    return f"{'' if not number else '＋' if part > 0 else '－'}{number}"


def unpaired_difference(before: Share, after: Share) -> Difference:
    """After minus before for two groups of people who cannot be put into pairs.

    Newcombe's hybrid of the two Wilson intervals: with a difference d and intervals (l, u), the interval is
    d − √((p₂−l₂)² + (u₁−p₁)²) … d + √((u₂−p₂)² + (p₁−l₁)²).

    Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of
    eleven methods", Statistics in Medicine 17 (1998), 873-890, method 10.

    Raises:
        InputError: nobody answered before, or nobody afterwards.
    """
    one, other = _value(before), _value(after)
    (low1, high1), (low2, high2) = before.interval, after.interval
    below, above = math.hypot(other - low2, high1 - one), math.hypot(high2 - other, one - low1)
    return Difference(before, after, max(-1.0, other - one - below), min(1.0, other - one + above))


def paired_difference(both: int, only_before: int, only_after: int, neither: int) -> Difference:
    """After minus before for the same people: how many were positive both times, only before, only after, never.

    Newcombe's interval for paired shares: as for two groups, with the correlation φ of the pairs taken into account:
    √((p₂−l₂)² − 2φ(p₂−l₂)(u₁−p₁) + (u₁−p₁)²) below, and the same with the other ends above. A positive φ is made
    smaller by a continuity correction of n/2.

    Source: R. G. Newcombe, "Improved confidence intervals for the difference between binomial proportions based on
    paired data", Statistics in Medicine 17 (1998), 2635-2650, method 10.

    Raises:
        InputError: a negative number, or nobody at all.
    """
    people = both + only_before + only_after + neither
    before, after = Share(both + only_before, people), Share(both + only_after, people)
    one, other = _value(before), _value(after)
    (low1, high1), (low2, high2) = before.interval, after.interval
    related = _correlation(both, only_before, only_after, neither)

    def reach(first: float, second: float) -> float:
        return math.sqrt(max(0.0, first * first - 2 * related * first * second + second * second))

    below, above = reach(other - low2, high1 - one), reach(high2 - other, one - low1)
    return Difference(before, after, max(-1.0, other - one - below), min(1.0, other - one + above), people)


def _correlation(both: int, only_before: int, only_after: int, neither: int) -> float:
    rims = (both + only_before) * (only_after + neither) * (both + only_after) * (only_before + neither)
    if not rims:
        return 0.0
    lean: float = both * neither - only_before * only_after
    if lean > 0:
        lean = max(0.0, lean - (both + only_before + only_after + neither) / 2)
    return lean / math.sqrt(rims)


def _value(share: Share) -> float:
    if share.value is None:
        raise InputError("事前か事後に、回答した人がいません。くらべるには、両方の回答が要ります。", "事前と事後の比較")
    return share.value
