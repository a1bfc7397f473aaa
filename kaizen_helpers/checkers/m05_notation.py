"""Exercises of 05_notation: dates, a policy for each field, a form of one's own, codes, and options."""

from __future__ import annotations

from kaizen_helpers.checkers.m05_choices import CHOICES
from kaizen_helpers.checkers.m05_codes import CODES
from kaizen_helpers.checkers.m05_dates import DATES
from kaizen_helpers.checkers.m05_own import OWN_WORK
from kaizen_helpers.checkers.m05_text import TEXT

__all__ = ["EXERCISES"]

EXERCISES = (DATES, TEXT, OWN_WORK, CODES, CHOICES)
