"""The helper library of the course: flow diagrams, exercises, grading.

Importing it is quick and reads nothing: each name below is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__version__ = "0.1.0"

__all__ = ["KaizenError", "check", "exercise", "hand_in", "hint", "organisation_part"]

_HOME = {
    "KaizenError": "errors",
    "check": "checkers.notebook",
    "exercise": "checkers.notebook",
    "hand_in": "classroom.panel",
    "hint": "checkers.notebook",
    "organisation_part": "classroom.organisation_page",
}

if TYPE_CHECKING:
    from kaizen_helpers.checkers.notebook import check, exercise, hint
    from kaizen_helpers.classroom.organisation_page import organisation_part
    from kaizen_helpers.classroom.panel import hand_in
    from kaizen_helpers.errors import KaizenError

__getattr__, __dir__ = lazy_names(__name__, _HOME)
