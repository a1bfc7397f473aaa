"""Grade a collected module: nbgrader runs every notebook, the judge decides every exercise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kaizen_helpers.classroom.handin import normalise_seat
from kaizen_helpers.course import Course
from kaizen_helpers.errors import MissingError
from kaizen_helpers.grading.by_hand import ask_for_marks, take_marks
from kaizen_helpers.grading.marks import Mark, read_marks
from kaizen_helpers.grading.places import Note, Places, read_notes
from kaizen_helpers.grading.results import Graded, Judged, hand_in_of, judge_submission, judged_of, save_result

__all__ = ["Progress", "Step", "grade", "judge_only"]


@dataclass(frozen=True)
class Step:
    """How far grading is."""

    done: int
    total: int
    seat: str
    graded: Graded | None
    """The result, when the seat is finished; ``None`` when it has just begun."""


Progress = Callable[[Step], None]


def grade(
    course: Course,
    module: str,
    progress: Progress | None = None,
    *,
    seats: Iterable[str] | None = None,
    cell_seconds: int | None = None,
) -> list[Graded]:
    """Grade every collected hand-in of a module, or those of some seats; earlier results are replaced.

    A submission that cannot be run is noted and graded from its answers; the others go on.

    Args:
        course: the course.
        module: for example ``01_flow``.
        progress: told when each seat begins and ends.
        seats: only these.
        cell_seconds: how long one cell may run (30 unless ``KAIZEN_CELL_SECONDS`` says otherwise).

    Raises:
        MissingError: nothing was collected, or a named seat was not.
        InputError: a score given in formgrader lies outside the points of its exercise.
        SetupError: nbgrader's gradebook cannot be used.
        WriteError: a result could not be written.
    """
    from kaizen_helpers.grading.autograde import autograder

    places = Places.of(course, module)
    chosen = _chosen(places, seats)
    marks = take_marks(course, module)
    # Everybody is judged before any hand-in's code runs: what runs could reach the answers on the disk.
    verdicts = {seat: _judged(places, seat, marks.get(seat, {})) for seat in chosen}
    done: list[Graded] = []
    with autograder(course, module, cell_seconds) as nbgrader:
        nbgrader.generate()
        for number, seat in enumerate(chosen, 1):
            _tell(progress, Step(number, len(chosen), seat, None))
            ran = nbgrader.run(seat)
            ask_for_marks(course, module, seat, verdicts[seat])  # by what was judged before, and where the run failed
            graded = _graded(places, seat, verdicts[seat], ran.points, ran.notes)
            save_result(places, graded)
            done.append(graded)
            _tell(progress, Step(number, len(chosen), seat, graded))
    return done


def judge_only(course: Course, module: str, seats: Iterable[str] | None = None) -> list[Graded]:
    """What the judge decides from the answers alone, without running or writing anything.

    Raises:
        MissingError: nothing was collected, or a named seat was not.
    """
    places = Places.of(course, module)
    marks = read_marks(places)
    return [
        _graded(places, seat, _judged(places, seat, marks.get(seat, {})), {}, ()) for seat in _chosen(places, seats)
    ]


def _chosen(places: Places, seats: Iterable[str] | None) -> list[str]:
    present = places.seats()
    if seats is None:
        return present
    chosen = [normalise_seat(seat) for seat in seats]
    for seat in chosen:
        if seat not in present:
            raise MissingError("この席の提出はまだ集めていません。", f"席{seat}")
    return [seat for seat in present if seat in chosen]


def _tell(progress: Progress | None, step: Step) -> None:
    if progress is not None:
        progress(step)


def _judged(places: Places, seat: str, marks: Mapping[str, Mark]) -> dict[str, Judged]:
    results, answers = judge_submission(places, seat)
    return judged_of(results, answers, marks)


def _graded(
    places: Places,
    seat: str,
    judged: Mapping[str, Judged],
    points: Mapping[str, float | None],
    notes: Iterable[Note],
) -> Graded:
    """The seat's result with everything that is to be said about it."""
    told = [*read_notes(places.notes).get(seat, []), *notes, *_differences(judged, points)]
    theirs = {name: points.get(name) for name in judged}
    return Graded(seat, judged, theirs, tuple(told), hand_in_of(places, seat))


def _differences(judged: Mapping[str, Judged], points: Mapping[str, float | None]) -> Iterable[Note]:
    """Where nbgrader, which ran the learner's notebook, came to other points than the judge."""
    told = []
    for name, item in judged.items():
        theirs = points.get(name)
        if points and item.points is not None and not item.marked and theirs != item.points:
            told.append(f"{_code(name)}: {'なし' if theirs is None else format(theirs, 'g')}→{item.points:g}")
    if told:
        text = f"ノートブックの実行と点が違う演習があります（{'、'.join(told)}）。答えの記録からの点を使います。"
        yield Note("points-differ", text)


def _code(name: str) -> str:
    from kaizen_helpers.checkers.catalogue import exercise_by_id

    return exercise_by_id(name).code
