"""Insert and delete rows of a step table so that the numbers in 「次」 keep pointing to the same steps.

Which numbers stand for steps is for ``flow.ways`` to say: what it reads as a way out follows, and no other number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from kaizen_helpers.flow.ways import read_ways

__all__ = ["delete_row", "insert_row"]

Row = dict[str, str]
_POINTING = ("次", "条件")
"""The columns that may name a step: 「8」, or 「不備なし→8」."""
_NUMBER = re.compile(r"(?<![0-9０-９])[0-9０-９]{1,6}(?:[.．][0０]+)?(?![0-9０-９])|[①-⑳]")
_STAND_IN = 900_000


def insert_row(rows: Sequence[Mapping[str, str]], at: int) -> list[Row]:
    """A copy with a blank row before index ``at`` (0-based); the numbers of steps follow them."""
    moved = [_renumbered(row, lambda n: str(n + 1) if n > at else str(n)) for row in rows]
    blank = dict.fromkeys(rows[0], "") if rows else {}
    return [*moved[:at], blank, *moved[at:]]


def delete_row(rows: Sequence[Mapping[str, str]], at: int) -> list[Row]:
    """A copy without the row at index ``at`` (0-based). What pointed to it is blank now: it must be decided anew."""
    gone = at + 1

    def follow(number: int) -> str:
        if number == gone:
            return ""
        return str(number - 1) if number > gone else str(number)

    return [_renumbered(row, follow) for index, row in enumerate(rows) if index != at]


def _renumbered(row: Mapping[str, str], follow: Callable[[int], str]) -> Row:
    return {key: _moved(text, key, follow) if key in _POINTING else text for key, text in row.items()}


def _moved(text: str, key: str, follow: Callable[[int], str]) -> str:
    """The text with every number that leads to a step replaced by what ``follow`` makes of it."""
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return text
    # Every number gets a stand-in of its own: those that come back as targets lead to a step.
    stand_ins = iter(range(_STAND_IN, _STAND_IN + len(numbers)))
    trial = _NUMBER.sub(lambda _match: str(next(stand_ins)), text)
    ways = read_ways(trial, "") if key == "次" else read_ways("", trial)
    leading = {way.to for way in ways.branches}
    places = iter(range(_STAND_IN, _STAND_IN + len(numbers)))
    return _NUMBER.sub(lambda match: follow(_value(match[0])) if next(places) in leading else match[0], text)


def _value(number: str) -> int:
    return int(unicodedata.normalize("NFKC", number).partition(".")[0])
