"""Exercises of 01_flow: find faults, draw the As-Is of case C1, enter times, mark waste, and one's own work."""

from __future__ import annotations

from kaizen_helpers.checkers.m01_asis import AS_IS, OWN_WORK
from kaizen_helpers.checkers.m01_faults import FAULTS
from kaizen_helpers.checkers.m01_time import TIME
from kaizen_helpers.checkers.m01_waste import WASTE

__all__ = ["EXERCISES"]

EXERCISES = (FAULTS, AS_IS, OWN_WORK, TIME, WASTE)
