"""A graded class as plain data: one row a seat, and the class's mistakes by id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.engine import Exercise, Message, Outcome, Result
from kaizen_helpers.checkers.render import MARKED, state
from kaizen_helpers.course import command
from kaizen_helpers.grading.places import Places, read_json
from kaizen_helpers.grading.results import Graded, Judged, is_current

__all__ = ["Row", "Stumble", "class_rows", "points_of", "state_of", "stumbles", "total", "withheld_word"]


@dataclass(frozen=True)
class Row:
    """One seat in the report."""

    seat: str
    name: str
    graded: Graded | None
    """``None``: not handed in, or not graded yet."""
    handed_in: str
    """When, and how often; empty when nothing was handed in."""
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Stumble:
    """How many seats made a mistake, and what to tell the room."""

    mistake: str
    exercise: str
    count: int
    share: float
    """Of the seats that handed in, 0 to 1."""
    remedy: str


def class_rows(places: Places, results: Sequence[Graded], names: Mapping[str, str] | None) -> list[Row]:
    """Every seat of the roster and every seat that handed in, in order of seats."""
    by_seat = {graded.seat: graded for graded in results}
    collected = read_json(places.collected)
    seats = sorted({*by_seat, *collected, *(names or {})}, key=lambda seat: (len(seat), seat))
    rows = []
    for seat in seats:
        graded = by_seat.get(seat)
        notes = [note.text_ja for note in graded.notes] if graded else []
        if graded is None and seat in collected:
            notes.append(f"集めたあとに、まだ採点していません。{command('grade')} {places.module} を実行してください。")
        if graded is not None and not is_current(places, graded):
            notes.append(f"採点のあとに新しい提出が入りました。{command('grade')} {places.module} を実行してください。")
        if names is not None and seat not in names:
            notes.append("名簿にない座席番号です。本人に座席番号を確かめてください。")
        if graded is not None:
            from kaizen_helpers.checkers.catalogue import exercise_by_id

            used = [exercise_by_id(name).code for name, item in graded.exercises.items() if item.sample]
            if used:
                notes.append(f"見本から続けた演習: {'、'.join(used)}")
            for name, item in graded.exercises.items():
                notes += _said_by_a_person(exercise_by_id(name).code, item)
        rows.append(Row(seat, (names or {}).get(seat, ""), graded, _handed_in(collected.get(seat)), tuple(notes)))
    return rows


def _said_by_a_person(code: str, judged: Judged) -> list[str]:
    """What the report says of an exercise whose points are withheld, or were given by a person."""
    if judged.points is None:
        waits = judged.outcome == Outcome.WAITING.value
        return [
            f"{code}: 講師が点を入れるのを待っています。"
            if waits
            else f"{code}: 教材側の不具合のため、点は確認中です。"
        ]
    return [f"{code} 講師のひとこと: {judged.comment}"] if judged.comment else []


def _handed_in(record: Mapping[str, Any] | None) -> str:
    if not record:
        return ""
    made = re.match(r"(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)", str(record.get("made")))
    when = f"{made[1]}/{made[2]}/{made[3]} {made[4]}" if made else "提出あり"
    count = record.get("count")
    return f"{when}\n（{count}回提出）" if type(count) is int and count > 1 else when


def stumbles(module: str, results: Sequence[Graded]) -> list[Stumble]:
    """The class's mistakes, the most frequent first; among equals in the order of the course."""
    from kaizen_helpers.checkers.catalogue import exercise_by_id, mistakes

    known = mistakes(module)
    seen = Counter(
        (name, item.mistake) for graded in results for name, item in graded.exercises.items() if item.mistake
    )
    order = {mistake: number for number, mistake in enumerate(known)}
    found = []
    for (name, mistake), count in seen.items():
        info = known.get(mistake)
        remedy = info.trainer if info else ""
        found.append(Stumble(mistake, exercise_by_id(name).code, count, count / len(results), remedy))
    return sorted(found, key=lambda item: (-item.count, item.exercise, order.get(item.mistake, len(order))))


def state_of(judged: Judged) -> tuple[str, str]:
    """Symbol and word of a recorded result, the same as the learner sees."""
    if judged.marked:
        return MARKED
    outcome = Outcome(judged.outcome)
    return state(Result("", outcome, judged.mistake, Message(), 0, judged.max_points), judged.tries)


def points_of(graded: Graded, exercise: Exercise) -> float | None:
    """The points of one exercise; ``None`` while they are withheld."""
    judged = graded.exercises.get(exercise.id)
    return judged.points if judged else None


def total(graded: Graded, known: Sequence[Exercise], required: bool) -> float | None:
    """The points over the required (or the other) exercises; ``None`` while one is withheld."""
    points = [points_of(graded, exercise) for exercise in known if exercise.required is required]
    return None if any(item is None for item in points) else sum(item for item in points if item is not None)


def withheld_word(items: Iterable[Judged]) -> str:
    """What stands in place of points that are withheld: 「採点待ち」 where only a person is waited for."""
    ours = any(item.points is None and item.outcome == Outcome.AUTHOR_ERROR.value for item in items)
    return "確認中" if ours else "採点待ち"
