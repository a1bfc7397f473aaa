"""Where grading keeps its things: everything lies under ``.grading/``, by module and seat."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaizen_helpers.course import Course, command
from kaizen_helpers.errors import MissingError

__all__ = ["Note", "Places", "read_notes"]


@dataclass(frozen=True)
class Note:
    """One thing the instructor should know about a hand-in; it names what happened, nobody's fault."""

    code: str
    """Stable ASCII name, for example ``cell-restored``."""
    text_ja: str
    """One Japanese sentence."""


@dataclass(frozen=True)
class Places:
    """The folders and files of one module's grading."""

    root: Path
    """``.grading/``."""
    module: str

    @classmethod
    def of(cls, course: Course, module: str) -> Places:
        """The places of a module of this course.

        Raises:
            MissingError: there is no such module.
        """
        course.notebook(module)
        return cls(course.grading, module)

    @property
    def handed_in(self) -> Path:
        """Where ``collect`` looks for zips unless it is told another folder."""
        return self.root / "handed_in" / self.module

    @property
    def received(self) -> Path:
        """Every zip that was ever taken in, by seat, and what was made of the older ones."""
        return self.root / "received" / self.module

    @property
    def collected(self) -> Path:
        """Which hand-in of each seat is in use: seat → {file, sha256, made, count}."""
        return self.received / "collected.json"

    @property
    def notes(self) -> Path:
        """Notes on the hand-ins: seat → list of {code, text_ja}."""
        return self.root / "notes" / f"{self.module}.json"

    @property
    def results(self) -> Path:
        """One JSON file a seat: what the judge decided."""
        return self.root / "results" / self.module

    @property
    def marks(self) -> Path:
        """Marks given by a person where the judge withheld one: seat → {exercise: {answer, points, …}}."""
        return self.root / "marks" / f"{self.module}.json"

    @property
    def reports(self) -> Path:
        """The instructor's workbooks."""
        return self.root / "report"

    @property
    def log(self) -> Path:
        """What nbgrader said."""
        return self.root / "log" / self.module

    def submitted(self, seat: str) -> Path:
        """What nbgrader grades."""
        return self.root / "submitted" / f"seat{seat}" / self.module

    def feedback(self, seat: str) -> Path:
        """The page for the learner."""
        return self.root / "feedback" / f"seat{seat}" / f"{self.module}.html"

    def result(self, seat: str) -> Path:
        """What the judge decided about one seat."""
        return self.results / f"seat{seat}.json"

    def seats(self) -> list[str]:
        """Seats with a collected hand-in, in order.

        Raises:
            MissingError: nothing has been collected yet.
        """
        folders = (self.root / "submitted").glob(f"seat*/{self.module}")
        seats = sorted((path.parent.name.removeprefix("seat") for path in folders), key=lambda seat: (len(seat), seat))
        if not seats:
            raise MissingError(
                f"集めた提出がまだありません。先に {command('collect')} {self.module} を実行してください。", self.module
            )
        return seats


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object of ours; empty when the file is not there or was damaged."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return content if type(content) is dict else {}


def read_notes(path: Path) -> dict[str, list[Note]]:
    """The notes of every seat."""
    return {
        seat: [Note(str(note["code"]), str(note["text_ja"])) for note in notes]
        for seat, notes in read_json(path).items()
    }
