"""What every part of ``answers`` shares: the limits of an answer, the place in it, and the refusal.

Nothing here looks at a value in a way that could run code of the person who made it: only
``type(v) is …``, never ``==``, ``isinstance`` (which asks ``__class__``), ``repr`` or ``hash``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

from kaizen_helpers.errors import InputError

__all__ = ["LIMITS", "TAG", "Budget", "NotPlain", "class_name", "loaded", "unreadable"]

TAG: Final = "$"
"""The key that marks a JSON object as one of our kinds; such an object also has ``"v"``."""


class _Limits:
    """What one answer may hold. Far above any exercise, far below what hurts the marking machine."""

    depth = 20
    nodes = 200_000
    """Values in the answer; each cell of a table counts as one."""
    text = 200_000
    """Characters of one text."""
    total = 5_000_000
    """Characters of all texts and bytes of all files together."""
    file = 5_000_000
    """Bytes of one file."""
    digits = 400


LIMITS: Final = _Limits()


class NotPlain(InputError):  # noqa: N818 - the name of the idea, not of a failure
    """The answer holds something that is not plain data, or too much of it. ``where`` is the place in the answer."""


def unreadable(detail: str = "") -> NotPlain:
    """A stored answer that no ``encode`` can have written."""
    tail = f"（{detail}）" if detail else ""
    return NotPlain(f"保存された答えの形を読み取れません{tail}。もう一度答えを入れて、答え合わせをしてください。")


class Budget:
    """Counts what has been read of one answer and remembers the place for the message."""

    def __init__(self, scale: int = 1) -> None:
        """``scale`` widens the limits: reading back needs a little more room than writing did."""
        self._scale = scale
        self._nodes = 0
        self._characters = 0
        self._path: list[str] = []

    def where(self) -> str:
        """The place in the answer, as a person would name it; empty at the top."""
        return " の ".join(self._path[:6])

    def refuse(self, message_ja: str) -> NotPlain:
        """An error that knows the place."""
        return NotPlain(message_ja, self.where())

    @contextmanager
    def inside(self, place: str) -> Iterator[None]:
        """One step deeper. Raises ``NotPlain`` where the answer is nested too deeply."""
        if len(self._path) >= LIMITS.depth * self._scale:
            raise self.refuse(
                f"答えの入れ子が深すぎます（{LIMITS.depth}段まで）。リストの中のリストを減らしてください。"
            )
        self._path.append(place.encode("utf-8", "replace").decode("utf-8"))
        try:
            yield
        finally:
            self._path.pop()

    def count(self, nodes: int = 1) -> None:
        """Take ``nodes`` more values."""
        self._nodes += nodes
        self.room(0)

    def room(self, nodes: int) -> None:
        """Refuse a container of ``nodes`` values before any of them is looked at."""
        if self._nodes + nodes > LIMITS.nodes * self._scale:
            raise self.refuse(
                f"答えに入っている値が多すぎます（{LIMITS.nodes:,}個まで）。必要な行と列だけにしてください。"
            )

    def count_text(self, length: int) -> None:
        """Take one text of ``length`` characters."""
        if length > LIMITS.text * self._scale:
            raise self.refuse(f"文章が長すぎます（{LIMITS.text:,}文字まで）。短くしてください。")
        self._take(length)

    def count_bytes(self, length: int) -> None:
        """Take one file of ``length`` bytes."""
        if length > LIMITS.file * self._scale:
            raise self.refuse(
                f"ファイルが大きすぎます（{LIMITS.file // 1_000_000}MBまで）。必要な部分だけにしてください。"
            )
        self._take(length)

    def _take(self, length: int) -> None:
        self._characters += length
        if self._characters > LIMITS.total * self._scale:
            raise self.refuse("答え全体が大きすぎます。必要な部分だけにしてください。")


def class_name(cls: type) -> str:
    """The name of a class, read without asking its metaclass; shortened, printable."""
    name = type.__dict__["__name__"].__get__(cls)
    text = name if type(name) is str else "?"
    return "".join(c if c.isprintable() else "?" for c in text[:40])


def loaded(module: str) -> Any:
    """The module if it is already imported, otherwise None: a value of its types cannot exist before."""
    found = sys.modules.get(module)
    return found if type(found) is ModuleType else None
