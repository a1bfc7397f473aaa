"""Exercises of 06_kintone: fields, the check before an import, keys, rights, and three short automations."""

from __future__ import annotations

from kaizen_helpers.checkers.m06_fields import FIELDS
from kaizen_helpers.checkers.m06_own import OWN_WORK

__all__ = ["EXERCISES"]

EXERCISES = (FIELDS, OWN_WORK)
