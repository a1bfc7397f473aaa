"""``exercises/`` is what ``solutions/`` gives, and holds no answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaizen_helpers.authoring.release import TELLING_LENGTH, find_leaks, release_differences
from kaizen_helpers.course import Course

COURSE = Course(Path(__file__).resolve().parents[2])


def released() -> dict[str, bytes]:
    return {
        path.relative_to(COURSE.exercises).as_posix(): path.read_bytes()
        for path in sorted(COURSE.exercises.rglob("*"))
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)


def test_there_are_modules_to_release() -> None:
    """An empty course would make every other test here pass."""
    assert COURSE.modules()


@pytest.mark.slow
def test_exercises_are_a_fresh_release_byte_for_byte() -> None:
    """No file missing, none too many, none edited by hand."""
    assert release_differences(COURSE) == []


def test_exercises_hold_no_solution_and_no_hidden_test() -> None:
    """What is committed is clean too, however it came there."""
    assert find_leaks(released()) == []


def test_exercises_hold_no_text_of_a_known_answer() -> None:
    """Neither a model answer nor an answer of the corpus was copied into a notebook."""
    files = [*COURSE.solutions.rglob("sample_answers.json"), *COURSE.corpus.rglob("*.json")]
    known = [json.loads(path.read_bytes()) for path in files]
    answers = [item.get("answer") if isinstance(item, dict) and "answer" in item else item for item in known]
    telling = frozenset(text for text in texts(answers) if len(text) >= TELLING_LENGTH)
    assert find_leaks(released(), telling) == []


@pytest.mark.parametrize("module", COURSE.modules())
def test_cells_keep_their_ids_and_stay_folded(module: str) -> None:
    """nbgrader changes neither a cell's id nor the mark that folds its code away."""
    source = json.loads((COURSE.solutions / module / f"{module}.ipynb").read_bytes())
    copy = json.loads(COURSE.notebook(module).read_bytes())
    assert [(cell["id"], cell["metadata"].get("jupyter")) for cell in source["cells"]] == [
        (cell["id"], cell["metadata"].get("jupyter")) for cell in copy["cells"]
    ]


@pytest.mark.parametrize("module", COURSE.modules())
def test_every_graded_cell_is_locked_for_the_learner(module: str) -> None:
    """A learner can neither edit nor delete the cell that nbgrader reads the points from."""
    cells = json.loads(COURSE.notebook(module).read_bytes())["cells"]
    graded = [cell["metadata"] for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
    assert graded
    assert {(meta["deletable"], meta["editable"]) for meta in graded} == {(False, False)}
