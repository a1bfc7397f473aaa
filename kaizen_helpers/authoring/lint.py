"""What only the author can put right in a notebook: graded cells, solution regions, names and points."""

from __future__ import annotations

import re
from typing import Any

from kaizen_helpers.authoring.clean import GOOD_ID, name_of
from kaizen_helpers.authoring.findings import Notes

__all__ = ["GradedCell", "check_cells", "graded_exercise", "no_code_module"]

Cell = dict[str, Any]
GradedCell = tuple[str, str, float, bool]
"""Id of the exercise, id of the cell, points, and whether a person marks it: then it is a task cell of nbgrader."""

NO_CODE = ("00", "01", "02", "03", "07")
"""Modules in which a learner writes no code."""

_CALL = re.compile(r'(?:check|exercise)\("([a-z0-9]+(?:-[a-z0-9]+)*)"\)')
_ONLY_EXERCISE = re.compile(r'exercise\("[a-z0-9]+(?:-[a-z0-9]+)*"\)')
_REGIONS = ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME")


def no_code_module(module: str) -> bool:
    """Whether learners write no code in this module (``01_flow``: True)."""
    return module.split("_")[0] in NO_CODE


def check_cells(cells: list[Cell], module: str, graded_allowed: bool, notes: Notes) -> list[GradedCell]:
    """Note what is wrong with the cells of one notebook and return its graded exercises.

    ``module`` is the folder's name; ``graded_allowed`` is true below ``solutions/`` only.
    """
    graded: list[GradedCell] = []
    for number, cell in enumerate(cells, 1):
        name = name_of(cell, number)
        source = "".join(cell["source"])
        if not source:
            notes.report(name, "empty-cell", "the cell is empty: delete it")
        if cell.get("attachments"):
            notes.report(name, "attachment", "save the picture as a file beside the notebook and link it")
        _check_regions(source, name, notes)
        settings = cell["metadata"].get("nbgrader")
        if not settings:
            continue
        if not graded_allowed:
            notes.report(name, "grade-id", "cells of nbgrader belong below solutions/: remove its settings here")
            continue
        exercise = ""
        by_hand = bool(settings.get("task"))
        if by_hand:
            exercise = _check_task(cells, number - 1, name, module, notes)
        elif settings.get("grade") and cell["cell_type"] == "code":
            exercise = _check_graded_source(source, name, module, notes)
        _check_grade_id(settings, name, module, exercise, notes)
        _check_points(settings, name, notes)
        if exercise:
            graded.append((exercise, name, settings.get("points", 0), by_hand))
    return graded


def graded_exercise(source: str) -> str:
    """The exercise that nbgrader would read off this cell, or empty where it would read something else."""
    lines = [line for line in source.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    match = _CALL.fullmatch(lines[-1]) if lines else None
    return match[1] if match else ""


def _check_graded_source(source: str, name: str, module: str, notes: Notes) -> str:
    """nbgrader gives full marks to whatever shows no number; so the last line must be the exercise itself."""
    exercise = graded_exercise(source)
    if not exercise:
        notes.report(name, "grade-cell", 'the last line must be exactly check("…") or exercise("…")')
    if any(line.lstrip().startswith("%") for line in source.split("\n")):
        notes.report(name, "grade-cell", "no line of a graded cell may start with %")
    if no_code_module(module) and not _ONLY_EXERCISE.fullmatch(source):
        notes.report(name, "grade-cell", 'in a module without code the cell is exercise("…") and nothing else')
    return exercise


def _check_task(cells: list[Cell], at: int, name: str, module: str, notes: Notes) -> str:
    """A person marks in the task cell what the cell above it shows: an exercise, locked and without points."""
    above: Cell = cells[at - 1] if at else {"cell_type": "", "metadata": {}, "source": ""}
    exercise = graded_exercise("".join(above["source"])) if above["cell_type"] == "code" else ""
    settings = above["metadata"].get("nbgrader") or {}
    if not exercise:
        notes.report(name, "task-cell", 'the cell above a task must be exercise("…")')
    elif not settings.get("locked") or settings.get("grade"):
        notes.report(name, "task-cell", "the exercise above a task must be locked and have no points of its own")
    elif settings.get("grade_id") != f"{module}-{exercise}-answer":
        notes.report(name, "task-cell", f"the exercise above must have the grade_id {module}-{exercise}-answer")
    if not cells[at]["metadata"]["nbgrader"].get("locked"):
        notes.report(name, "task-cell", "a task cell must be locked")
    return exercise


def _check_grade_id(settings: Cell, name: str, module: str, exercise: str, notes: Notes) -> None:
    grade_id = settings.get("grade_id")
    if not isinstance(grade_id, str) or not GOOD_ID.fullmatch(grade_id):
        notes.report(name, "grade-id", "use 1 to 64 of a-z, A-Z, 0-9, - and _")
    elif exercise and grade_id not in (f"{module}-{exercise}", f"{module}-{exercise}-test"):
        notes.report(name, "grade-id", f"{grade_id} must be {module}-{exercise}")
    elif not grade_id.startswith(f"{module}-"):
        notes.report(name, "grade-id", f"{grade_id} must start with {module}-")


def _check_points(settings: Cell, name: str, notes: Notes) -> None:
    points = settings.get("points")
    if (settings.get("grade") or settings.get("task")) and isinstance(points, int | float) and (points * 2) % 1:
        notes.report(name, "points", f"{points} is neither a whole nor a half number")


def _check_regions(source: str, name: str, notes: Notes) -> None:
    """nbgrader cuts regions by text found anywhere in a line, so the marks must stand alone and in pairs."""
    visible = []
    inside = ""
    for line in source.split("\n"):
        mark = next((region for region in _REGIONS if f"BEGIN {region}" in line or f"END {region}" in line), "")
        if not mark:
            visible += [] if inside in _REGIONS[1:] else [line]
            continue
        begins = f"BEGIN {mark}" in line
        if line.strip() not in (f"### BEGIN {mark}", f"### END {mark}"):
            notes.report(name, "region", f"“{line.strip()}” would start or end a region: reword it")
            return
        if begins == bool(inside) or (not begins and inside != mark):
            notes.report(name, "region", f"“{line.strip()}” has no partner: regions come in pairs and not nested")
            return
        inside = mark if begins else ""
        visible += [line] if mark == _REGIONS[0] else []
    if inside:
        notes.report(name, "region", f"“### BEGIN {inside}” has no end")
    elif source and not any(line.strip() for line in visible):
        notes.report(name, "region", "nothing is left for the learner: leave a visible line or comment")
