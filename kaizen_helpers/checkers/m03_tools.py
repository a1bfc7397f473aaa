"""Exercises of 03_tools: choose with a reason, one's own work, the decision not to build, a slip in one's own words."""

from __future__ import annotations

from kaizen_helpers.checkers.m03_choose import CHOOSE
from kaizen_helpers.checkers.m03_none import NONE
from kaizen_helpers.checkers.m03_own import OWN_WORK
from kaizen_helpers.checkers.m03_ticket import TICKET

__all__ = ["EXERCISES"]

EXERCISES = (CHOOSE, OWN_WORK, NONE, TICKET)
