"""Exercises of 04_excel: look at a sheet, repair it, a sheet of one's own, turn it from wide to long, write it out."""

from __future__ import annotations

from kaizen_helpers.checkers.m04_diagnose import DIAGNOSE
from kaizen_helpers.checkers.m04_export import EXPORT
from kaizen_helpers.checkers.m04_long import LONG
from kaizen_helpers.checkers.m04_own import OWN_WORK
from kaizen_helpers.checkers.m04_repair import REPAIR

__all__ = ["EXERCISES"]

EXERCISES = (DIAGNOSE, REPAIR, OWN_WORK, LONG, EXPORT)
