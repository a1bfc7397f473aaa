"""From a plan to running it: action plan, account, production gate, handover, survey, consultations.

Importable with the standard library alone; the names below are loaded when they are first used.
"""

from __future__ import annotations

from kaizen_helpers._lazy import lazy_names

__all__: list[str] = []

_HOME: dict[str, str] = {}

__getattr__, __dir__ = lazy_names(__name__, _HOME)
