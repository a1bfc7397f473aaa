"""The exercises: what they are, the one function that decides them, and what a notebook shows of them.

Importable with the standard library alone. The names below are loaded when they are first used::

    from kaizen_helpers.checkers import exercise_by_id, judge

    judge(exercise_by_id("flow-time"), {"rows": [...], "total": "455"})   # a Result, with a Japanese message
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "Correct",
    "Criterion",
    "Exercise",
    "Message",
    "Mistake",
    "Otherwise",
    "Outcome",
    "Partial",
    "Result",
    "Score",
    "Unattempted",
    "check",
    "exercise",
    "exercise_by_id",
    "exercises",
    "hint",
    "judge",
    "judge_answers",
    "mistakes",
    "render_html",
    "render_text",
]

_ENGINE = (
    "Correct",
    "Exercise",
    "Message",
    "Mistake",
    "Otherwise",
    "Outcome",
    "Partial",
    "Result",
    "Unattempted",
    "judge",
)
_HOME = {
    **dict.fromkeys(_ENGINE, "engine"),
    **dict.fromkeys(("Score", "check", "exercise", "hint"), "notebook"),
    **dict.fromkeys(("exercise_by_id", "exercises", "mistakes"), "catalogue"),
    **dict.fromkeys(("render_html", "render_text"), "render"),
    "Criterion": "rubric",
    "judge_answers": "judging",
}

if TYPE_CHECKING:
    from kaizen_helpers.checkers.catalogue import exercise_by_id, exercises, mistakes
    from kaizen_helpers.checkers.engine import (
        Correct,
        Exercise,
        Message,
        Mistake,
        Otherwise,
        Outcome,
        Partial,
        Result,
        Unattempted,
        judge,
    )
    from kaizen_helpers.checkers.judging import judge_answers
    from kaizen_helpers.checkers.notebook import Score, check, exercise, hint
    from kaizen_helpers.checkers.render import render_html, render_text
    from kaizen_helpers.checkers.rubric import Criterion

__getattr__, __dir__ = lazy_names(__name__, _HOME)
