"""What is sure about a text of one's own before a person reads it: too short to say something, or naming somebody."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from kaizen_helpers.checkers.engine import Message, Mistake, Values
from kaizen_helpers.notation.personal import suspicions

__all__ = ["TextOfOnesOwn", "nothing_written", "personal", "too_short"]

TextOfOnesOwn = tuple[str, str, int]
"""A field with its label and the letters that a sentence needs at least: ``("reason", "そう考えた理由", 15)``."""


def nothing_written(v: Values, fields: Sequence[TextOfOnesOwn]) -> bool:
    """Whether every field is blank."""
    return not any(_letters(getattr(v, name)) for name, _, _ in fields)


def too_short(mistake: str, fields: Sequence[TextOfOnesOwn], why: str, next_step: str, trainer: str) -> Mistake:
    """Fields with fewer letters than any sentence needs; a blank one is the shortest."""
    return Mistake(
        mistake,
        when=lambda v: [label for name, label, least in fields if _letters(getattr(v, name)) < least],
        say=lambda _v, places: Message(where=f"「{places[0]}」の欄です。", why=why, next=next_step),
        trainer=trainer,
    )


def personal(mistake: str, fields: Sequence[TextOfOnesOwn], instead: str, trainer: str) -> Mistake:
    """Fields in which something looks like a name, a mail address or a telephone number; it is not repeated."""
    return Mistake(
        mistake,
        when=lambda v: [(label, one.kind) for name, label, _ in fields for one in suspicions(getattr(v, name))],
        say=lambda _v, places: Message(
            where=f"「{places[0][0]}」の欄です。{_looks_like(places[0][1])}のように見える所があります。",
            why="提出した文は、講師や採点の記録にも残ります。個人が分かる情報は、研修には使いません。",
            next=instead,
        ),
        trainer=trainer,
    )


def _looks_like(kind: str) -> str:
    return {"氏名": "人の名前", "メール": "メールアドレス", "電話": "電話番号"}.get(kind, "番号")


def _letters(text: str) -> int:
    """Letters and figures: blanks and signs say nothing."""
    return sum(char.isalnum() for char in unicodedata.normalize("NFKC", text))
