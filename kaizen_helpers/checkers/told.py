"""What an explanation of an error is made of: the place, the three sentences, and a look for similar names."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import FrameType
from typing import Any

from kaizen_helpers.checkers.texts import looks_alike

__all__ = ["Place", "Tell", "Told", "closest", "message_of"]


@dataclass(frozen=True)
class Place:
    """Where the error happened in the learner's own code; line 0 where that is not known."""

    line: int = 0
    code: str = ""
    frame: FrameType | None = None
    function: str = ""
    file: str = ""
    cell: str = ""
    """The file name of the cell that was run; ``file`` may be another cell, whose function it called."""
    source: str = ""
    """The whole code, for errors of its form."""
    innermost: FrameType | None = None
    frames: tuple[FrameType, ...] = ()
    """All frames from the cell to the error, libraries included."""

    def names(self) -> list[str]:
        """The names that are defined where the error happened."""
        if self.frame is None:
            return []
        own = [*self.frame.f_locals, *self.frame.f_globals]
        return [name for name in dict.fromkeys(own) if type(name) is str and not name.startswith("_")]

    def value(self, name: str) -> Any:
        """What the name stands for there, None where it is not defined."""
        if self.frame is None:
            return None
        return self.frame.f_locals.get(name, self.frame.f_globals.get(name))


@dataclass(frozen=True)
class Told:
    """Title, reason, next step."""

    title: str
    why: str
    next: str


Tell = Callable[[Any, Place], Told]
"""Explains one kind of error."""


def message_of(error: BaseException) -> str:
    """What the error says, "" where saying it fails."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - the learner's own __str__ may fail
        return ""


def closest(name: str, names: Iterable[str]) -> str:
    """The name that was probably meant, or "". Width and case first, then spelling."""
    known = [known for known in names if known != name]
    same = [known for known in known if looks_alike(known, name)]
    return next(iter(same or difflib.get_close_matches(name, known, n=1, cutoff=0.65)), "")
