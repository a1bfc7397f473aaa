"""Points that a person gave, as plain JSON under ``.grading/marks/``: for which answer, how many, and which words.

A mark belongs to one answer. When the learner hands in another one, the person is asked again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from kaizen_helpers.classroom.handin import encode_json
from kaizen_helpers.errors import WriteError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.grading.places import Places, read_json

__all__ = ["Mark", "Marks", "fingerprint", "read_marks", "save_marks"]


@dataclass(frozen=True)
class Mark:
    """What a person is asked about, and what they said."""

    answer: str
    """Fingerprint of the answer; see ``fingerprint``."""
    points: float | None = None
    """``None`` while the person has not said."""
    comment: str = ""
    """Their words to the learner."""
    asked_in: str = ""
    """The gradebook's own id of the grade where they were asked; empty where no gradebook was there to ask in."""


Marks = dict[str, dict[str, Mark]]
"""Seat → exercise → mark."""


def fingerprint(answer: object) -> str:
    """Tells one answer from another; empty where there is none."""
    return "" if answer is None else sha256(json.dumps(answer, sort_keys=True).encode("ascii")).hexdigest()


def read_marks(places: Places) -> Marks:
    """Every mark of a module. What is not in the shape of a mark is left out: the person is asked again."""
    return {
        seat: {name: mark for name, item in marks.items() if (mark := _mark(item)) is not None}
        for seat, marks in read_json(places.marks).items()
        if type(marks) is dict
    }


def _mark(item: object) -> Mark | None:
    if type(item) is not dict:
        return None
    answer, points, comment, asked_in = (item.get(key) for key in ("answer", "points", "comment", "asked_in"))
    if type(answer) is not str or type(comment) is not str or type(asked_in) is not str:
        return None
    if type(points) not in (int, float, type(None)):
        return None
    return Mark(answer, None if points is None else float(points), comment, asked_in)


def save_marks(places: Places, marks: Mapping[str, Mapping[str, Mark]]) -> None:
    """Write every mark of a module.

    Raises:
        WriteError: it could not be written; what was there before is untouched.
    """
    content: dict[str, Any] = {
        seat: {name: asdict(mark) for name, mark in by_exercise.items()} for seat, by_exercise in marks.items()
    }
    try:
        places.marks.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(
            "講師の点のフォルダを作れませんでした。空き容量と権限を確かめてください。", str(places.marks.parent)
        ) from error
    write_atomically(places.marks, encode_json(content))
