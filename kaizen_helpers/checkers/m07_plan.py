"""Exercises of 07_plan: an action plan, the gate before production, one's own plan, and the survey."""

from __future__ import annotations

from kaizen_helpers.checkers.m07_action import ACTION
from kaizen_helpers.checkers.m07_gate import GATE
from kaizen_helpers.checkers.m07_own_plan import OWN_PLAN
from kaizen_helpers.checkers.m07_pledge import PLEDGE
from kaizen_helpers.checkers.m07_survey import SURVEY

__all__ = ["EXERCISES"]

EXERCISES = (ACTION, GATE, SURVEY, PLEDGE, OWN_PLAN)
