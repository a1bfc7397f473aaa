"""「講師に聞く」: a short description of where a learner is. It goes out only after the learner has read it and agreed.

It never holds the answer: the exercise, the state, what the screen said last, and the learner's own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kaizen_helpers.checkers.shared import shared_folder
from kaizen_helpers.checkers.texts import writable
from kaizen_helpers.errors import WriteError
from kaizen_helpers.files import write_atomically

__all__ = ["FOLDER", "MOST_WORDS", "Question", "send"]

FOLDER = "質問"
MOST_WORDS = 500


@dataclass(frozen=True)
class Question:
    """What a learner asks the trainer."""

    module: str
    exercise: str
    """Code and title."""
    seat: str
    """Two or three digits, or empty."""
    state: str
    """For example 「もう一歩（答え合わせ 3 回、ヒント 1 つ）」."""
    told: str = ""
    """What the screen said last."""
    words: str = ""
    """The learner's own words."""

    def lines(self) -> tuple[tuple[str, str], ...]:
        """What goes out: heading and text, in the order in which it is read."""
        return (
            ("座席", f"{int(self.seat)}番" if self.seat else "（番号なし）"),
            ("問題", self.exercise),
            ("いまの状態", self.state),
            *((("画面の案内", self.told),) if self.told else ()),
            *((("聞きたいこと", writable(self.words[:MOST_WORDS])),) if self.words.strip() else ()),
        )


def send(question: Question, own_folder: Path, when: datetime | None = None) -> tuple[Path, bool]:
    """Put the question where the trainer finds it; return the file, and whether it reached the shared folder.

    Without a shared folder, or when that cannot be written, it stays in ``質問/`` of ``own_folder``, to be shown.

    Raises:
        WriteError: it could not be written anywhere.
    """
    now = when or datetime.now().astimezone()
    name = f"{question.module}_seat{question.seat or '--'}_{now:%Y%m%d-%H%M%S-%f}.txt"
    text = f"{now:%Y-%m-%d %H:%M}\n" + "".join(f"{head}: {line}\n" for head, line in question.lines())
    shared = shared_folder()
    if shared is not None and shared.is_dir():
        try:
            write_atomically(shared / FOLDER / name, text.encode("utf-8-sig"))
        except WriteError:
            pass  # the network may be gone; what is asked is not lost
        else:
            return shared / FOLDER / name, True
    path = own_folder / FOLDER / name
    write_atomically(path, text.encode("utf-8-sig"))
    return path, False
