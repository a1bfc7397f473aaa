"""Earlier versions of an answer, kept out of the way in ``.kaizen/versions/`` beside the notebook.

Not every key press: an answer is kept when a person might want it back. That is before it is replaced as a whole
(the sample, an earlier version, another screen's answer), when it was checked, when much of it was taken away, and
every few minutes of work. Nothing of this is handed in.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import WriteError
from kaizen_helpers.files import one_at_a_time, write_atomically

__all__ = ["MOST_KEPT", "Version", "Versions"]

MOST_KEPT = 30
FORMAT = "kaizen-versions/1"
_BETWEEN = timedelta(minutes=3)
_MUCH = 12
"""So many characters fewer than at the longest are worth keeping the longest."""


@dataclass(frozen=True)
class Version:
    """One earlier answer."""

    saved: str
    """When it was kept, ISO 8601."""
    why: str
    """What happened to it then, in Japanese."""
    answer: dict[str, Any]


@dataclass
class Versions:
    """The earlier versions of one exercise's answer."""

    folder: Path
    exercise_id: str
    _longest: dict[str, Any] | None = field(default=None, init=False)
    _kept_at: datetime | None = field(default=None, init=False)

    @property
    def path(self) -> Path:
        """Where they are."""
        return self.folder / ".kaizen" / "versions" / f"{self.exercise_id}.json"

    def read(self) -> list[Version]:
        """The versions, newest first. A damaged file reads as none."""
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
            found = [Version(str(v["saved"]), str(v["why"]), dict(v["answer"])) for v in content["versions"]]
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return []
        return found[::-1]

    def keep(self, answer: dict[str, Any], why: str) -> bool:
        """Keep an answer unless it is the newest one kept; True when it is there afterwards."""
        with suppress(WriteError, OSError), one_at_a_time(self.path):
            kept = self.read()[::-1]
            if not kept or kept[-1].answer != answer:
                kept.append(Version(_now().isoformat(timespec="seconds"), why, answer))
                versions = [{"saved": v.saved, "why": v.why, "answer": v.answer} for v in kept[-MOST_KEPT:]]
                text = json.dumps({"format": FORMAT, "versions": versions}, ensure_ascii=False, indent=1)
                write_atomically(self.path, text.encode("utf-8", "replace"))
            return True
        return False

    def watch(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        """Look at a change as it is saved, and keep what would be missed."""
        longest = old if self._longest is None or _length(old) >= _length(self._longest) else self._longest
        self._longest = longest
        if self._kept_at is None:
            self._kept_at = _now()
        if _length(new) <= _length(longest) - _MUCH:
            self._keep_for(longest, "消す前")
            self._longest = new
        elif _now() - self._kept_at >= _BETWEEN:
            self._keep_for(old, "途中")

    def _keep_for(self, answer: dict[str, Any], why: str) -> None:
        if self.keep(answer, why):
            self._kept_at = _now()


def _length(answer: dict[str, Any]) -> int:
    """How much was typed and chosen; the shape around it does not count."""
    if isinstance(answer, dict):
        return sum(_length(part) for part in answer.values())
    if isinstance(answer, list):
        return sum(_length(part) for part in answer)
    return len(answer) if isinstance(answer, str) else 0


def _now() -> datetime:
    return datetime.now().astimezone()
