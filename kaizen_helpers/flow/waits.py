"""Reading how long something waits: 「3日」「2週間」「半日」「4時間」. What is unclear is ``None``, never a guess.

Time is not period (flow.md §5.4): waiting is counted in working days and hours, apart from work.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["DAYS_A_MONTH", "DAYS_A_WEEK", "Wait", "read_wait"]

DAYS_A_WEEK = 5
"""Working days that 「1週間」 stands for."""
DAYS_A_MONTH = 20
"""Working days that 「1か月」 stands for: the usual 20 of 人月. A result that uses it says so."""


@dataclass(frozen=True, slots=True)
class Wait:
    """How long something lies, in working time."""

    days: float = 0.0
    """Working days."""
    minutes: float = 0.0
    """Working minutes, in addition."""
    months: bool = False
    """Whether it was written in months, so that :data:`DAYS_A_MONTH` was used."""

    def in_minutes(self, minutes_a_day: float) -> float:
        """Working minutes altogether, a day having so many."""
        return self.days * minutes_a_day + self.minutes


_NONE = frozenset(["", "0", "なし", "無し", "無", "ない", "-", "―", "ー", "—", "/", "即日", "即時", "当日", "すぐ"])
_FIXED = {"翌日": 1.0, "翌営業日": 1.0, "次の日": 1.0, "翌々日": 2.0, "翌翌日": 2.0}
_ABOUT = re.compile(
    r"^(約|およそ|おおよそ|だいたい|大体|おおむね|概ね|平均で?|通常|ふつう)+"
    r"|(くらい|ぐらい|位|程度|ほど|前後|弱|強|待ち|待つ|後|かかる|を要する)+$"
)
_NUMBER = r"[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十]+"
_PART = re.compile(
    rf"(半|{_NUMBER})(か月|ヶ月|カ月|ヵ月|ケ月|箇月|週間|週|営業日|稼働日|開庁日|日間|日|時間|分間|分)(半)?"
)
_MINUTES = {"時間": 60.0, "分間": 1.0, "分": 1.0}
_LARGEST = 10_000
_KANJI = dict(zip("一二三四五六七八九", range(1, 10), strict=True))


def read_wait(text: str) -> Wait | None:
    """The waiting time that is written; ``None`` where it cannot be read as one length (「翌月曜まで」「2～3日」).

    「3日」 is three working days, 「2週間」 ten, 「1か月」 twenty. An empty cell, 「なし」 and 「即日」 are no wait.
    """
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:200])).rstrip("。").casefold()
    folded = _ABOUT.sub("", re.sub(r"[(（][^()（）]*[)）]$", "", folded))
    if folded in _NONE:
        return Wait()
    if folded in _FIXED:
        return Wait(days=_FIXED[folded])
    days = minutes = 0.0
    months = False
    at = 0
    for part in _PART.finditer(folded):
        amount = (0.5 if part[1] == "半" else _number(part[1])) + (0.5 if part[3] else 0)
        if part.start() != at or amount > _LARGEST:
            return None
        at, unit = part.end(), part[2]
        if unit in _MINUTES:
            minutes += amount * _MINUTES[unit]
        else:
            month = unit.endswith("月")
            months |= month
            days += amount * (DAYS_A_MONTH if month else DAYS_A_WEEK if unit.startswith("週") else 1)
    return Wait(days, minutes, months) if at and at == len(folded) else None


def _number(text: str) -> float:
    """A number in digits, or in kanji up to 99; anything else is larger than any wait."""
    if text[0].isdigit() and text.isascii():
        return float(text)
    tens, ten, ones = text.rpartition("十")
    if all(len(part) <= 1 and part in {"", *_KANJI} for part in (tens, ones)) and (ten or ones):
        return float((_KANJI.get(tens, 1) * 10 if ten else 0) + _KANJI.get(ones, 0))
    return _LARGEST + 1.0
