"""``answers.json``: the learner's answers, plain JSON beside the notebook.

It is written whole and atomically at every change, so that a crash leaves the old or the new file,
never half of one. A file whose content is damaged is put aside under another name before anything is written; one
that cannot be opened at the moment is left alone, and nothing is written over it. Two notebooks that are open on one
folder take turns, and an answer that was changed on another screen meanwhile is not written over.

The entry of an exercise: ``answer``; ``rev``, the number of times the answer changed; ``by``, the screen that changed
it last and its count there (``"k3f9:12"``); ``saved``, when; ``tries``, ``hints``; ``last``, the verdict of the last
check, and ``checked``, the ``rev`` it was given for; ``sample``: continues from the sample, and ``before_sample``: the
learner's own answer until then, which is what is scored.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError, WriteError
from kaizen_helpers.files import one_at_a_time, write_atomically

__all__ = [
    "ANSWERS",
    "OWN_WORK",
    "AnswerFile",
    "AnswerStore",
    "ChangedElsewhere",
    "DamagedAnswers",
    "read_answers",
    "revision",
]

ANSWERS = "answers.json"
OWN_WORK = "own_work.json"
"""Work of one's own: never scored, so it is kept apart and never handed in."""
FORMAT = "kaizen-answers/1"
MAX_BYTES = 5_000_000
MAX_DEPTH = 60
"""How deeply a file may be nested: far more than ``answers`` writes, and no more than JSON's writer can take."""

AnswerFile = dict[str, Any]


class DamagedAnswers(InputError):  # noqa: N818 - it says what the file is
    """An answer file is there but cannot be read."""


class _NotOpened(DamagedAnswers):
    """The file cannot be opened at the moment: what is in it may be sound."""


def read_answers(path: Path) -> AnswerFile:
    """The content of an answer file, checked down to the entry of each exercise.

    Raises:
        DamagedAnswers: not JSON, not ours, too large, or not readable at all.
        FileNotFoundError: there is no such file.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DamagedAnswers("答えのファイルが大きすぎて読めません。講師に知らせてください。", path.name)
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _NotOpened("答えのファイルを開けません。講師に知らせてください。", path.name) from error
    except UnicodeDecodeError as error:
        raise _damaged(path) from error
    try:
        content = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
        _refuse_depth(content)
    except (ValueError, RecursionError) as error:
        raise _damaged(path) from error
    if not _is_answer_file(content):
        raise DamagedAnswers("答えのファイルの形が違います。講師に知らせてください。", path.name)
    return dict(content)


def _damaged(path: Path) -> DamagedAnswers:
    return DamagedAnswers("答えのファイルがこわれていて読めません。講師に知らせてください。", path.name)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    """``1e999`` is infinite, and could not be written again."""
    number = float(digits)
    if math.isinf(number):
        raise ValueError("a number beyond all bounds")
    return number


def _refuse_depth(content: object) -> None:
    level: list[object] = [content]
    for _ in range(MAX_DEPTH):
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return
    raise ValueError("nested too deeply")


def _inside(item: object) -> Iterable[object]:
    return item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()


def _is_answer_file(content: object) -> bool:
    if type(content) is not dict or content.get("format") != FORMAT or type(content.get("module")) is not str:
        return False
    entries = content.get("exercises")
    return type(entries) is dict and all(type(entry) is dict for entry in entries.values())


class ChangedElsewhere(WriteError):  # noqa: N818 - it says what happened
    """The answer was changed on another screen since this one last saw it; ``entry`` is what is saved now."""

    def __init__(self, entry: dict[str, Any], where: str) -> None:
        super().__init__("別の画面でも、この答えが書き直されています。", where)
        self.entry = entry


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
            return self._empty()

    def entry(self, exercise_id: str) -> dict[str, Any]:
        """What is saved for one exercise. Empty when nothing is."""
        return dict(self.read()["exercises"].get(exercise_id, {}))

    def update(self, exercise_id: str, **changes: object) -> dict[str, Any]:
        """Save changes to one exercise's entry, and the time; the other entries stay as they are on disk.

        Raises:
            WriteError: it could not be written; what was saved before is untouched.
        """
        with one_at_a_time(self.path):
            content = self._to_change()
            entry = {**content["exercises"].get(exercise_id, {}), **changes, "saved": _now()}
            content["exercises"][exercise_id] = entry
            self._write(content)
        return entry

    def save_answer(
        self, exercise_id: str, answer: dict[str, Any], *, base: int, by: str = "", **changes: Any
    ) -> dict[str, Any]:
        """Save an answer that was made from revision ``base``; return the entry with its new ``rev``.

        ``by`` is the screen and its count (``"k3f9:12"``): a screen may always go on from what it saved itself,
        even where the acknowledgement never reached it.

        Raises:
            ChangedElsewhere: another screen saved another answer since; nothing was written.
            WriteError: it could not be written; what was saved before is untouched.
        """
        with one_at_a_time(self.path):
            content = self._to_change()
            old = content["exercises"].get(exercise_id, {})
            rev = revision(old)
            same = old.get("answer") == answer
            if rev != base and not same and not _by_the_same(old.get("by"), by):
                raise ChangedElsewhere(dict(old), self.path.name)
            if same and not changes:
                return {**old, "rev": rev}
            entry = {**old, **changes, "answer": answer, "rev": rev if same else rev + 1, "by": by, "saved": _now()}
            content["exercises"][exercise_id] = entry
            self._write(content)
        return entry

    def set_seat(self, seat: str) -> None:
        """Save the seat number.

        Raises:
            WriteError: it could not be written.
        """
        with one_at_a_time(self.path):
            self._write({**self._to_change(), "seat": seat})

    def _write(self, content: AnswerFile) -> None:
        text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
        write_atomically(self.path, (text + "\n").encode("utf-8", "replace"))

    def _to_change(self) -> AnswerFile:
        """What is saved, read once, to be written again with a change; a damaged file is out of the way then.

        Raises:
            WriteError: the file cannot be opened at the moment, or not be put aside. It is as it was.
        """
        try:
            return read_answers(self.path)
        except FileNotFoundError:
            return self._empty()
        except _NotOpened as error:
            raise WriteError(
                "いまは保存できません。答えのファイルをほかのソフトで開いていたら閉じて、もう一度入力してください。",
                self.path.name,
            ) from error
        except DamagedAnswers:
            stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
            try:
                self.path.replace(self.path.with_name(f"{self.path.stem}-読めないファイル-{stamp}.json"))
            except OSError as error:
                raise WriteError(
                    "こわれた答えのファイルをよけられませんでした。講師に知らせてください。", self.path.name
                ) from error
            return self._empty()

    def _empty(self) -> AnswerFile:
        return {"format": FORMAT, "module": self.module, "seat": "", "exercises": {}}


def revision(entry: dict[str, Any]) -> int:
    """How often the answer of an entry changed; 0 where that was never counted."""
    rev = entry.get("rev")
    return rev if type(rev) is int and rev >= 0 else 0


def _by_the_same(saved: object, now: str) -> bool:
    screen = now.partition(":")[0]
    return bool(screen) and type(saved) is str and saved.partition(":")[0] == screen


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
