"""What grading decided about each seat, as plain JSON under ``.grading/results/<module>/``.

The judge's points stand; nbgrader's are kept beside them. Where a person is to read the answer (``waiting``) or our
own rule failed (``author_error``) the points are withheld until somebody gives a mark, and no scores leave the house
while one is withheld. Marks lie in a file of their own (``marks``) and are laid over the results when these are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from kaizen_helpers.checkers.engine import Outcome, Result
from kaizen_helpers.checkers.store import ANSWERS, AnswerFile, DamagedAnswers, read_answers
from kaizen_helpers.classroom.handin import encode_json
from kaizen_helpers.course import Course, command
from kaizen_helpers.errors import InputError, MissingError, WriteError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.grading.marks import Mark, fingerprint, read_marks
from kaizen_helpers.grading.places import Note, Places, read_json

__all__ = [
    "Graded",
    "Judged",
    "hand_in_of",
    "is_current",
    "judge_submission",
    "load_results",
    "refuse_unsettled",
    "save_result",
    "withheld",
]

BY_A_PERSON = frozenset((Outcome.WAITING.value, Outcome.AUTHOR_ERROR.value))
"""Outcomes whose points only a person gives."""


@dataclass(frozen=True)
class Judged:
    """One exercise of one seat."""

    outcome: str
    """``correct``, ``incorrect``, ``unattempted``, ``error``, ``waiting`` or ``author_error``."""
    mistake: str | None
    points: float | None
    """``None`` while they are withheld."""
    max_points: float
    tries: int = 0
    """How often the learner asked for the check."""
    hints: int = 0
    """How many hints were opened; they cost nothing."""
    sample: bool = False
    """Whether the learner went on from the sample; what counts is the answer from before."""
    marked: bool = False
    """Whether a person gave these points."""
    comment: str = ""
    """What that person says to the learner."""
    answer: str = ""
    """Fingerprint of the answer that was judged: a mark holds for this one only."""


@dataclass(frozen=True)
class Graded:
    """One seat's module."""

    seat: str
    exercises: Mapping[str, Judged]
    nbgrader_points: Mapping[str, float | None]
    """nbgrader's own points by exercise; ``None`` where it gave none."""
    notes: tuple[Note, ...] = ()
    hand_in: str = ""
    """SHA-256 of the zip that was graded."""

    def as_json(self) -> dict[str, Any]:
        """Plain data for the result file."""
        return {
            "seat": self.seat,
            "exercises": {name: asdict(judged) for name, judged in self.exercises.items()},
            "nbgrader_points": dict(self.nbgrader_points),
            "notes": [asdict(note) for note in self.notes],
            "hand_in": self.hand_in,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Graded:
        """Read back what ``as_json`` wrote."""
        return cls(
            content["seat"],
            {name: Judged(**judged) for name, judged in content["exercises"].items()},
            dict(content["nbgrader_points"]),
            tuple(Note(**note) for note in content["notes"]),
            content["hand_in"],
        )


def hand_in_of(places: Places, seat: str) -> str:
    """SHA-256 of the zip in use for a seat; empty when it is not known."""
    return str(read_json(places.collected).get(seat, {}).get("sha256", ""))


def is_current(places: Places, graded: Graded) -> bool:
    """Whether the result is about the hand-in that is in use now."""
    return graded.hand_in == hand_in_of(places, graded.seat)


def judge_submission(places: Places, seat: str) -> tuple[dict[str, Result], AnswerFile]:
    """Judge a collected hand-in from its answers alone, in this trusted process; with it, the answers."""
    from kaizen_helpers.checkers.judging import judge_answers

    try:
        answers = read_answers(places.submitted(seat) / ANSWERS)
    except (FileNotFoundError, DamagedAnswers):
        answers = {"exercises": {}}
    return judge_answers(places.module, answers), answers


def judged_of(results: Mapping[str, Result], answers: AnswerFile, marks: Mapping[str, Mark]) -> dict[str, Judged]:
    """The judge's results as they are recorded; a person's mark settles what was withheld."""
    from kaizen_helpers.checkers.catalogue import exercise_by_id
    from kaizen_helpers.checkers.judging import scored_answer

    judged = {}
    for name, result in results.items():
        entry = answers["exercises"].get(name, {})
        item = Judged(
            outcome=result.outcome.value,
            mistake=result.mistake,
            points=float(result.points),
            max_points=float(result.max_points),
            tries=_count(entry.get("tries")),
            hints=_count(entry.get("hints")),
            sample=entry.get("sample") is True,
            answer=fingerprint(scored_answer(exercise_by_id(name), answers)),
        )
        judged[name] = with_mark(item, marks.get(name))
    return judged


def with_mark(judged: Judged, mark: Mark | None) -> Judged:
    """One exercise with what a person said about this very answer; withheld where nobody has."""
    if judged.outcome not in BY_A_PERSON:
        return judged
    if mark is None or mark.points is None or mark.answer != judged.answer:
        return replace(judged, points=None, marked=False, comment="")
    return replace(judged, points=mark.points, marked=True, comment=mark.comment)


def _count(value: object) -> int:
    """A number that the learner's file claims, kept to what a person can do in a day."""
    return min(value, 999) if type(value) is int and value > 0 else 0


def save_result(places: Places, graded: Graded) -> None:
    """Write one seat's result, replacing an earlier one.

    Raises:
        WriteError: it could not be written.
    """
    try:
        places.results.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(
            "採点の記録のフォルダを作れませんでした。空き容量と権限を確かめてください。", str(places.results)
        ) from error
    write_atomically(places.result(graded.seat), encode_json(graded.as_json()))


def load_results(places: Places) -> list[Graded]:
    """Every graded seat, in order of seats, with the marks that people gave.

    Raises:
        MissingError: nothing has been graded yet.
    """
    found = []
    marks = read_marks(places)
    for path in places.results.glob("seat*.json"):
        content = read_json(path)
        try:
            graded = Graded.from_json(content)
            given = marks.get(graded.seat, {})
            exercises = {name: with_mark(item, given.get(name)) for name, item in graded.exercises.items()}
            found.append(replace(graded, exercises=exercises))
        except (KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"採点の記録が読み取れません。{command('grade')} {places.module} をもう一度実行してください。",
                path.name,
            ) from error
    if not found:
        raise MissingError(
            f"採点の結果がまだありません。先に {command('grade')} {places.module} を実行してください。", places.module
        )
    return sorted(found, key=lambda graded: (len(graded.seat), graded.seat))


def not_yet_graded(course: Course, module: str) -> list[str]:
    """Seats whose hand-in in use has no result: never graded, or a newer one was collected since."""
    places = Places.of(course, module)
    seats = sorted(read_json(places.collected), key=lambda seat: (len(seat), seat))
    return [seat for seat in seats if read_json(places.result(seat)).get("hand_in") != hand_in_of(places, seat)]


def withheld(results: Sequence[Graded], outcome: Outcome | None = None) -> list[tuple[str, str]]:
    """(seat, exercise id) of every mark that waits for a person; only those of one outcome if one is named."""
    return [
        (graded.seat, name)
        for graded in results
        for name, item in graded.exercises.items()
        if item.points is None and outcome in (None, item.outcome)
    ]


def refuse_unsettled(module: str, results: Sequence[Graded]) -> None:
    """Stop before scores leave the house while a mark is withheld.

    Raises:
        InputError: marks are withheld; the message names them and says how to settle them.
    """
    waiting = withheld(results)
    if waiting:
        named = "、".join(f"席{seat} {name}" for seat, name in waiting[:5])
        more = f" ほか{len(waiting) - 5}件" if len(waiting) > 5 else ""
        seat, name = waiting[0]
        to_read = len(withheld(results, Outcome.WAITING))
        formgrader = f"講師が見る答え（{to_read}件）は、画面の「Formgrader」でも点を入れられます。" if to_read else ""
        raise InputError(
            f"点の決まっていない演習があるため、点数の書き出しを止めました（{named}{more}）。"
            f"答えを見て点を決め、{command('grade')} {module} --mark {seat}:{name}=点 で入れてください。{formgrader}",
            module,
        )
