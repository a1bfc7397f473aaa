"""A cell that a person marks: a task of nbgrader right below the locked exercise, with the exercise's points."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kaizen_helpers.authoring.normalise import normalise, normalise_tree
from kaizen_helpers.authoring.release import generate
from kaizen_helpers.course import Course
from tests.unit.notebooks import code_cell, graded_cell, nbgrader, notebook, text_cell, to_bytes

MODULE = "02_issues"
FILE = f"solutions/{MODULE}/{MODULE}.ipynb"
NAME = f"{MODULE}-issues-reason"


def answer_cell(source: str = 'exercise("issues-reason")', name: str = f"{NAME}-answer", **changes: Any) -> Any:
    settings = nbgrader(name, **{"grade": False, **changes})
    if not settings["grade"]:
        settings.pop("points")
    return code_cell(source, name, nbgrader=settings)


def task_cell(name: str = NAME, **changes: Any) -> Any:
    cell = text_cell("この問題は、講師が読みます。", name)
    return {**cell, "metadata": {"nbgrader": nbgrader(name, **{"grade": False, "task": True, **changes})}}


def lines(*cells: dict[str, Any]) -> list[str]:
    found = normalise(to_bytes(notebook(text_cell("# 論点"), *cells)), FILE).findings
    return [str(finding).removeprefix(f"{FILE}: ") for finding in found]


def course_of(root: Path, *cells: dict[str, Any]) -> Course:
    for folder in ("courses", "exercises", f"solutions/{MODULE}"):
        (root / folder).mkdir(parents=True)
    imports = code_cell("from kaizen_helpers import exercise", "imports")
    (root / FILE).write_bytes(to_bytes(notebook(text_cell("# 論点"), imports, *cells)))
    return Course(root)


def test_an_exercise_with_its_task_below_is_in_order() -> None:
    result = normalise(to_bytes(notebook(text_cell("# 論点"), answer_cell(), task_cell())), FILE)

    assert result.findings == ()
    assert result.graded == (("issues-reason", NAME, 4, True),)


@pytest.mark.parametrize(
    ("cells", "finding"),
    [
        ((task_cell(),), 'task-cell: the cell above a task must be exercise("…")'),
        ((answer_cell("1 + 1"), task_cell()), 'task-cell: the cell above a task must be exercise("…")'),
        ((answer_cell(), text_cell("間", "x"), task_cell()), 'task-cell: the cell above a task must be exercise("…")'),
        (
            (answer_cell(name=f"{NAME}-x"), task_cell()),
            f"task-cell: the exercise above must have the grade_id {NAME}-answer",
        ),
        (
            (answer_cell(grade=True, name=NAME), task_cell(f"{NAME}-test")),
            "task-cell: the exercise above a task must be locked and have no points of its own",
        ),
        ((answer_cell(), task_cell(locked=False)), "task-cell: a task cell must be locked"),
        ((answer_cell(), task_cell(f"{MODULE}-other")), f"grade-id: {MODULE}-other must be {NAME}"),
        ((answer_cell(), task_cell(points=1.3)), "points: 1.3 is neither a whole nor a half number"),
    ],
)
def test_what_a_marker_could_not_work_with_is_reported(cells: tuple[dict[str, Any], ...], finding: str) -> None:
    assert [line.split(": ", 1)[1] for line in lines(*cells)][-1:] == [finding]


@pytest.mark.parametrize(
    ("cells", "finding"),
    [
        (
            (graded_cell('exercise("issues-reason")', NAME),),
            "issues-reason must be marked in a task cell below the exercise",
        ),
        (
            (
                answer_cell('exercise("issues-ecrs")', f"{MODULE}-issues-ecrs-answer"),
                task_cell(f"{MODULE}-issues-ecrs"),
            ),
            "issues-ecrs must be marked in the exercise's own graded cell",
        ),
    ],
)
def test_a_rubric_and_a_task_cell_belong_together(
    tmp_path: Path, cells: tuple[dict[str, Any], ...], finding: str
) -> None:
    """In a graded cell of its own, nbgrader would give a text no points at all, and ask nobody."""
    name = "issues-reason" if "reason" in finding else "issues-ecrs"
    report = normalise_tree(course_of(tmp_path, *cells), check=True, scored={MODULE: {name: 4.0}})

    assert [line.split(": ", 3)[3] for line in report.lines() if ": exercise: " in line] == [finding]


def test_learners_get_both_cells_locked_and_nothing_of_the_criteria(tmp_path: Path) -> None:
    from kaizen_helpers.checkers.catalogue import exercise_by_id

    files = generate(course_of(tmp_path, answer_cell(), task_cell()))
    text = files[f"{MODULE}/{MODULE}.ipynb"].decode("utf-8")
    cells = {cell["id"]: cell for cell in json.loads(text)["cells"]}

    assert [cells[name]["metadata"]["editable"] for name in (f"{NAME}-answer", NAME)] == [False, False]
    assert cells[NAME]["metadata"]["nbgrader"]["task"] is True
    assert not any(criterion.full in text for criterion in exercise_by_id("issues-reason").rubric)
