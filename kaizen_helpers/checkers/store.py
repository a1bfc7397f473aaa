"""``answers.json``: the learner's answers, plain JSON beside the notebook.

It is written whole and atomically at every change, so that a crash leaves the old or the new file,
never half of one. A file that cannot be read is put aside under another name before anything is written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError, WriteError
from kaizen_helpers.files import write_atomically

__all__ = ["ANSWERS", "OWN_WORK", "AnswerFile", "AnswerStore", "DamagedAnswers", "read_answers"]

ANSWERS = "answers.json"
OWN_WORK = "own_work.json"
"""Work of one's own: never scored, so it is kept apart and never handed in."""
FORMAT = "kaizen-answers/1"
MAX_BYTES = 5_000_000

AnswerFile = dict[str, Any]


class DamagedAnswers(InputError):  # noqa: N818 - it says what the file is
    """An answer file is there but cannot be read."""


def read_answers(path: Path) -> AnswerFile:
    """The content of an answer file, checked down to the entry of each exercise.

    Raises:
        DamagedAnswers: not JSON, not ours, too large, or not readable at all.
        FileNotFoundError: there is no such file.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DamagedAnswers("答えのファイルが大きすぎて読めません。講師に知らせてください。", path.name)
        content = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_refuse_constant)
    except FileNotFoundError:
        raise
    except (OSError, ValueError, RecursionError) as error:
        raise DamagedAnswers("答えのファイルがこわれていて読めません。講師に知らせてください。", path.name) from error
    if not _is_answer_file(content):
        raise DamagedAnswers("答えのファイルの形が違います。講師に知らせてください。", path.name)
    return dict(content)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _is_answer_file(content: object) -> bool:
    if type(content) is not dict or content.get("format") != FORMAT or type(content.get("module")) is not str:
        return False
    entries = content.get("exercises")
    return type(entries) is dict and all(type(entry) is dict for entry in entries.values())


@dataclass(frozen=True)
class AnswerStore:
    """The answer file of one notebook."""

    folder: Path
    module: str
    name: str = ANSWERS

    @property
    def path(self) -> Path:
        """Where the file is, whether or not it exists yet."""
        return self.folder / self.name

    def read(self) -> AnswerFile:
        """What is saved; an empty answer file when there is none or it is damaged (it stays where it is)."""
        try:
            return read_answers(self.path)
        except (FileNotFoundError, DamagedAnswers):
            return {"format": FORMAT, "module": self.module, "seat": "", "exercises": {}}

    def entry(self, exercise_id: str) -> dict[str, Any]:
        """What is saved for one exercise: answer, saved, tries, hints, sample, last. Empty when nothing is."""
        return dict(self.read()["exercises"].get(exercise_id, {}))

    def update(self, exercise_id: str, **changes: object) -> dict[str, Any]:
        """Save changes to one exercise's entry, and the time; the other entries stay as they are on disk.

        Raises:
            WriteError: it could not be written; what was saved before is untouched.
        """
        self._put_damaged_file_aside()
        content = self.read()
        entry = {**content["exercises"].get(exercise_id, {}), **changes, "saved": _now()}
        content["exercises"][exercise_id] = entry
        self._write(content)
        return entry

    def set_seat(self, seat: str) -> None:
        """Save the seat number.

        Raises:
            WriteError: it could not be written.
        """
        self._put_damaged_file_aside()
        self._write({**self.read(), "seat": seat})

    def _write(self, content: AnswerFile) -> None:
        text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
        write_atomically(self.path, (text + "\n").encode("utf-8", "replace"))

    def _put_damaged_file_aside(self) -> None:
        try:
            read_answers(self.path)
        except FileNotFoundError:
            return
        except DamagedAnswers:
            stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
            try:
                self.path.replace(self.path.with_name(f"{self.path.stem}-読めないファイル-{stamp}.json"))
            except OSError as error:
                raise WriteError(
                    "こわれた答えのファイルをよけられませんでした。講師に知らせてください。", self.path.name
                ) from error


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
