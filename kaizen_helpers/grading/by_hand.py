"""Answers that a person marks: nbgrader's gradebook asks for the points, and what was given there is taken over.

People mark in nbgrader's formgrader. The gradebook does not know which answer a score was given for;
``.grading/marks/`` does: it holds the answer that the person was last asked about. An unchanged answer keeps its
score, a changed one is asked again with the old score still in view.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from kaizen_helpers.authoring.nbgrader_settings import nbgrader_config
from kaizen_helpers.checkers.catalogue import exercise_by_id, exercises
from kaizen_helpers.classroom.handin import normalise_seat
from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError, MissingError, SetupError
from kaizen_helpers.grading.marks import Mark, Marks, read_marks, save_marks
from kaizen_helpers.grading.places import Places
from kaizen_helpers.grading.results import BY_A_PERSON, Graded, Judged, load_results

__all__ = ["ask_for_marks", "current_results", "set_mark", "take_marks"]


def current_results(course: Course, module: str) -> list[Graded]:
    """Every graded seat, with the marks given in formgrader up to now.

    Raises:
        MissingError: nothing has been graded yet.
        InputError: a score in the gradebook lies outside the points of its exercise.
        SetupError: the gradebook cannot be read.
    """
    take_marks(course, module)
    return load_results(Places.of(course, module))


def take_marks(course: Course, module: str) -> Marks:
    """Bring ``.grading/marks/`` up to date with the gradebook, and return it.

    Raises:
        InputError: a score in the gradebook lies outside the points of its exercise; nothing was taken over.
        SetupError: the gradebook cannot be read.
        WriteError: the marks could not be written.
    """
    places = Places.of(course, module)
    marks = read_marks(places)
    asked = [(seat, name) for seat, given in marks.items() for name in given if name in _by_hand(module)]
    if not asked or not (course.grading / "gradebook.db").is_file():
        return marks
    before = {seat: dict(given) for seat, given in marks.items()}
    with _gradebook(course) as book:
        for seat, name in asked:
            marks[seat][name] = _taken(book, module, seat, name, marks[seat][name])
    if marks != before:
        save_marks(places, marks)
    return marks


def ask_for_marks(course: Course, module: str, seat: str, judged: Mapping[str, Judged]) -> None:
    """Bring the gradebook in line with what was judged: what waits for a person, and what has its mark already.

    Raises:
        SetupError: the gradebook cannot be used.
        WriteError: the marks could not be written.
    """
    found = {name: item for name, item in judged.items() if name in _by_hand(module)}
    if not found:
        return
    places = Places.of(course, module)
    marks = read_marks(places)
    given = marks.setdefault(seat, {})
    with _gradebook(course) as book:
        for name, item in found.items():
            if item.outcome not in BY_A_PERSON:
                given.pop(name, None)
                _settle(book, module, seat, name, auto=item.points)
                continue
            mark = given.get(name)
            if mark is None or mark.answer != item.answer:
                mark = Mark(item.answer)
            given[name] = replace(mark, asked_in=_settle(book, module, seat, name, mark=mark))
        book.db.commit()
    save_marks(places, marks)


def set_mark(course: Course, module: str, seat: str, exercise: str, points: float, comment: str = "") -> Graded:
    """Give the points of a withheld exercise, without formgrader; grading again keeps them for the same answer.

    Without a ``comment`` the one that was given for this answer stays.

    Raises:
        InputError: the exercise is not withheld, or the points do not lie between 0 and its maximum in steps of a half.
        MissingError: the seat or the exercise was not graded.
        SetupError: the gradebook cannot be used.
        WriteError: the mark could not be written.
    """
    places, seat = Places.of(course, module), normalise_seat(seat)
    graded = next((item for item in current_results(course, module) if item.seat == seat), None)
    judged = graded.exercises.get(exercise) if graded else None
    if graded is None or judged is None:
        raise MissingError("この席の、この演習の採点結果がありません。", f"席{seat} {exercise}")
    if judged.outcome not in BY_A_PERSON:
        raise InputError("講師が点を決める演習ではないので、点は変えられません。", f"席{seat} {exercise}")
    if not _fits(points, judged.max_points):
        raise InputError(f"点は 0 から {judged.max_points:g} まで、0.5 きざみです。", f"席{seat} {exercise}")
    marks = read_marks(places)
    given = marks.setdefault(seat, {})
    mark = Mark(judged.answer, float(points), comment or judged.comment)
    if exercise in _by_hand(module) and (course.grading / "gradebook.db").is_file():
        with _gradebook(course) as book:
            mark = replace(mark, asked_in=_settle(book, module, seat, exercise, mark=mark))
            book.db.commit()
    given[exercise] = mark
    save_marks(places, marks)
    settled = replace(judged, points=mark.points, marked=True, comment=mark.comment)
    return replace(graded, exercises={**graded.exercises, exercise: settled})


def _by_hand(module: str) -> frozenset[str]:
    return frozenset(exercise.id for exercise in exercises(module) if exercise.rubric)


def _fits(points: float, top: float) -> bool:
    return 0 <= points <= top and (points * 2) % 1 == 0


def _taken(book: Any, module: str, seat: str, name: str, mark: Mark) -> Mark:
    """The mark as the gradebook has it; as it was where nobody was asked in this gradebook yet (it was made anew)."""
    found = _entries(book, module, seat, name)
    if found is None or found[0].id != mark.asked_in:
        return mark
    grade, comment = found
    if grade.needs_manual_grade or grade.manual_score is None:
        return replace(mark, points=None)
    points, exercise = float(grade.manual_score) + float(grade.extra_credit or 0), exercise_by_id(name)
    if not _fits(points, exercise.points):
        raise InputError(
            f"「Formgrader」の点が {points:g} 点になっています。"
            f"0 から {exercise.points:g} まで、0.5 きざみで入れ直してください。",
            f"席{seat} {exercise.code} {exercise.title}",
        )
    return replace(mark, points=points, comment=(comment.manual_comment or "").strip())


def _settle(
    book: Any, module: str, seat: str, name: str, *, mark: Mark | None = None, auto: float | None = None
) -> str:
    """Show one exercise in the gradebook as waiting, as marked, or (without a mark) as decided by the judge.

    A score that was given for an earlier answer stays in view beside 「needs manual grade」, as nbgrader does it.
    Returns the id of the grade; empty where the gradebook has none.
    """
    found = _entries(book, module, seat, name)
    if found is None:
        return ""
    grade, comment = found
    grade.auto_score = auto
    grade.needs_manual_grade = mark is not None and mark.points is None
    if mark is None:
        grade.manual_score = grade.extra_credit = None
    elif mark.points is not None:
        grade.manual_score = mark.points - float(grade.extra_credit or 0)
        comment.manual_comment = mark.comment or None
    return str(grade.id)


def _entries(book: Any, module: str, seat: str, name: str) -> tuple[Any, Any] | None:
    """The gradebook's grade and comment for one exercise of one seat; None where it has neither."""
    from nbgrader.api import MissingEntry

    place = (f"{module}-{name}", module, module, f"seat{seat}")
    try:
        return book.find_grade(*place), book.find_comment(*place)
    except MissingEntry:
        return None


@contextmanager
def _gradebook(course: Course) -> Iterator[Any]:
    """nbgrader's gradebook of the course.

    Raises:
        SetupError: it cannot be used.
    """
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import SQLAlchemyError

    where = nbgrader_config(course.root).CourseDirectory
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Gradebook(where.db_url, where.course_id) as book:
                yield book
    except SQLAlchemyError as error:
        raise SetupError(
            "採点簿を読み書きできませんでした。「Formgrader」の画面を閉じてから、もう一度実行してください。"
            "それでも続くときは、.grading/gradebook.db を教材の担当者に渡してください。",
            str(course.grading / "gradebook.db"),
        ) from error
