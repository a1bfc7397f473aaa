"""Exercises of 02_issues: sort sentences, ECRS, the effect, priorities, the To-Be of case C1, and one's own work."""

from __future__ import annotations

from kaizen_helpers.checkers.m02_classify import CLASSIFY
from kaizen_helpers.checkers.m02_ecrs import ECRS
from kaizen_helpers.checkers.m02_effect import EFFECT
from kaizen_helpers.checkers.m02_own_work import OWN_WORK
from kaizen_helpers.checkers.m02_priority import PRIORITY
from kaizen_helpers.checkers.m02_reason import REASON
from kaizen_helpers.checkers.m02_tobe import TO_BE

__all__ = ["EXERCISES"]

EXERCISES = (CLASSIFY, ECRS, EFFECT, PRIORITY, TO_BE, REASON, OWN_WORK)
"""In the order of the timetable: the catalogue keeps it."""
