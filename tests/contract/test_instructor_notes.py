"""The instructor's guides say what the exercises say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kaizen_helpers.authoring.remedies import instructor_notes_differ, refresh_instructor_notes
from kaizen_helpers.checkers.catalogue import mistakes
from kaizen_helpers.course import Course
from kaizen_helpers.errors import MissingError

COURSE = Course(Path(__file__).parents[2])


def test_every_mistake_stands_in_the_guide_with_its_remedy() -> None:
    assert [] == instructor_notes_differ(COURSE), "run: python3 start.py release"
    for module in COURSE.modules():
        guide = (COURSE.lectures / module / "instructor.md").read_text(encoding="utf-8")
        missing = [m.id for m in mistakes(module).values() if m.exercise_id and f"`{m.id}` | {m.trainer}" not in guide]
        assert [] == missing


@pytest.fixture
def copy(tmp_path: Path) -> Course:
    for folder in ("courses", "solutions", "exercises"):
        shutil.copytree(COURSE.root / folder, tmp_path / folder)
    return Course(tmp_path)


def test_a_guide_that_was_changed_by_hand_is_found_and_mended_and_the_rest_stays(copy: Course) -> None:
    guide = copy.lectures / "01_flow" / "instructor.md"
    before = guide.read_bytes()
    guide.write_bytes(before.replace(b"`flow.dead-end`", b"`flow.gone`"))

    assert ["01_flow"] == instructor_notes_differ(copy)
    assert ["01_flow"] == refresh_instructor_notes(copy)
    assert before == guide.read_bytes()


def test_a_guide_without_its_marks_is_not_touched(copy: Course) -> None:
    guide = copy.lectures / "01_flow" / "instructor.md"
    guide.write_bytes(b"# mine\n")

    with pytest.raises(MissingError):
        refresh_instructor_notes(copy)
    assert b"# mine\n" == guide.read_bytes()
