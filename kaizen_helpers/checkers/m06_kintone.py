"""Exercises of 06_kintone: fields, the check before an import, keys, rights, and three short automations."""

from __future__ import annotations

from kaizen_helpers.checkers.engine import Exercise

__all__ = ["EXERCISES"]

EXERCISES: tuple[Exercise, ...] = ()
