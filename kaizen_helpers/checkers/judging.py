"""Judge a whole answer file, without running any notebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaizen_helpers.checkers.catalogue import exercises
from kaizen_helpers.checkers.engine import Exercise, Result, judge

__all__ = ["judge_answers", "judge_saved", "scored_answer"]


def judge_saved(exercise: Exercise, answer_file: Mapping[str, Any]) -> Result:
    """Judge what is saved for one exercise. Nothing saved is 未着手."""
    answer = scored_answer(exercise, answer_file)
    if answer is None:
        return judge(exercise, {})
    # Anything but a dict is judged as it is: the panel's own shape check says what is wrong with it.
    return judge(exercise, answer if type(answer) is dict else dict.fromkeys(exercise.takes, answer))


def scored_answer(exercise: Exercise, answer_file: Mapping[str, Any]) -> object:
    """The answer that counts, of any shape; None where there is none.

    Whoever continues from the sample is scored by what they did before.
    """
    entry = answer_file.get("exercises", {}).get(exercise.id, {})
    return entry.get("before_sample") if entry.get("sample") is True else entry.get("answer")


def judge_answers(module: str, answer_file: Mapping[str, Any]) -> dict[str, Result]:
    """Judge every scored exercise of a module from an answer file; exercise id → result."""
    return {e.id: judge_saved(e, answer_file) for e in exercises(module) if e.panel is not None}
