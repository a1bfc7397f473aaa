"""All exercises of the course, by id and by module, and every mistake that they know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from kaizen_helpers.checkers.engine import WRONG_TYPE, Exercise
from kaizen_helpers.errors import MissingError

__all__ = ["MistakeInfo", "exercise_by_id", "exercises", "mistakes", "own_work"]

MODULES = ("m00_setup", "m01_flow", "m02_issues", "m03_tools", "m04_excel", "m05_notation", "m06_kintone", "m07_plan")


@dataclass(frozen=True)
class MistakeInfo:
    """A mistake as the trainer and the statistics see it."""

    id: str
    exercise_id: str
    """Empty for a mistake that every exercise shares."""
    trainer: str
    """The remedy: what to tell the room."""


@cache
def _all() -> tuple[Exercise, ...]:
    found: list[Exercise] = []
    for name in MODULES:
        found += import_module(f"kaizen_helpers.checkers.{name}").EXERCISES
    return tuple(found)


def exercises(module: str | None = None) -> tuple[Exercise, ...]:
    """The exercises that are scored, in course order; those of one module (``01_flow``) if one is named."""
    return tuple(e for e in _all() if e.points > 0 and module in (None, e.module))


def own_work() -> tuple[Exercise, ...]:
    """The panels for work of one's own, in course order: they are never scored."""
    return tuple(e for e in _all() if e.points == 0)


def exercise_by_id(exercise_id: str) -> Exercise:
    """The exercise with this id, work of one's own included.

    Raises:
        MissingError: there is none; the message names those that look alike.
    """
    for exercise in _all():
        if exercise.id == exercise_id:
            return exercise
    from difflib import get_close_matches

    near = get_close_matches(str(exercise_id), [e.id for e in _all()], 1)
    hint = f"「{near[0]}」ではありませんか。" if near else "教材のセルをそのまま使ってください。"
    raise MissingError(f"問題「{str(exercise_id)[:40]}」はありません。{hint}", "問題の名前")


def mistakes(module: str | None = None) -> dict[str, MistakeInfo]:
    """Every mistake by id, for the trainer's remedies and the class statistics."""
    shared = MistakeInfo(
        WRONG_TYPE, "", "値の種類（数・文字・表）が違います。問題文の「入力するもの」を一緒に読んでください。"
    )
    found = {WRONG_TYPE: shared}
    for exercise in exercises(module):
        for mistake in exercise.mistakes:
            found[mistake.id] = MistakeInfo(mistake.id, exercise.id, mistake.trainer)
    return found
