"""Every notebook of the course is in normal form, and nothing lies about that does not belong."""

from __future__ import annotations

from pathlib import Path

from kaizen_helpers.authoring.normalise import normalise_tree
from kaizen_helpers.course import Course

COURSE = Course(Path(__file__).resolve().parents[2])


def test_the_course_has_notebooks_to_check() -> None:
    assert COURSE.modules()
    assert list(COURSE.lectures.rglob("lecture.ipynb"))


def test_kaizen_notebooks_normalise_has_nothing_to_say() -> None:
    """The same run as ``kaizen notebooks normalise --check``."""
    report = normalise_tree(COURSE, check=True)
    assert (report.lines(), report.changed) == ([], ())
