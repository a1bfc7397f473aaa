"""Exercises of 06_kintone: fields, the check before an import, keys, rights, and three short automations."""

from __future__ import annotations

from kaizen_helpers.checkers.m06_fields import FIELDS
from kaizen_helpers.checkers.m06_import import IMPORT
from kaizen_helpers.checkers.m06_key import KEYS
from kaizen_helpers.checkers.m06_monthly import MONTHLY
from kaizen_helpers.checkers.m06_own import OWN_WORK
from kaizen_helpers.checkers.m06_read import READ
from kaizen_helpers.checkers.m06_rights import RIGHTS
from kaizen_helpers.checkers.m06_update import UPDATE

__all__ = ["EXERCISES"]

EXERCISES = (FIELDS, IMPORT, OWN_WORK, KEYS, RIGHTS, READ, UPDATE, MONTHLY)
