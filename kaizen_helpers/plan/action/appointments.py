"""A day as people put it into a diary, with its hour: 「12月8日の9時」「12/3 午前」「来週の火曜 10:00から」."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from kaizen_helpers.notation.dates import DateReading
from kaizen_helpers.notation.days import read_day
from kaizen_helpers.notation.reading import Question

__all__ = ["read_appointment"]

_CLOCK = r"\d{1,2}(?:時(?:半|\d{1,2}分)?|:\d{2})"
_HOUR = re.compile(
    rf"[の、\s]*(?:(?:午前|午後)中?|朝(?:一番?|いち)?|お?昼(?:休み|前|すぎ|過ぎ)?|夕方|始業前?|終業後)?[の、\s]*(?:{_CLOCK})?"
    r"\s*(?:から|ごろ|頃|まで|に|[~〜])*$"
)
_MOST_LETTERS = 40


def read_appointment(typed: str, today: date) -> DateReading | Question | None:
    """The day that a text means, whatever hour it names; else as :func:`~kaizen_helpers.notation.days.read_day` says.

    Args:
        typed: what a person wrote.
        today: the day from which 「来週」 is counted.

    Returns:
        The day, a question to ask back, or None where nothing is written. Never raises.
    """
    found = read_day(typed, today)
    if not isinstance(found, Question) or len(typed) > _MOST_LETTERS:
        return found
    day = _HOUR.sub("", unicodedata.normalize("NFKC", typed), count=1).strip()
    again = read_day(day, today) if day else None
    return again if isinstance(again, DateReading) else found
