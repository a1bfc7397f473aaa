"""The helper library of the course: flow diagrams, exercises, grading.

Importing it is quick and reads nothing: each name below is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = ["KaizenError", "check", "exercise", "hand_in", "hint"]

_HOME = {
    "KaizenError": "kaizen_helpers.errors",
    "check": "kaizen_helpers.checkers.notebook",
    "exercise": "kaizen_helpers.checkers.notebook",
    "hand_in": "kaizen_helpers.classroom.panel",
    "hint": "kaizen_helpers.checkers.notebook",
}

if TYPE_CHECKING:
    from kaizen_helpers.checkers.notebook import check, exercise, hint
    from kaizen_helpers.classroom.panel import hand_in
    from kaizen_helpers.errors import KaizenError


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
