"""Insert and delete rows of a step table so that the numbers in 「次」 keep pointing to the same steps."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

__all__ = ["delete_row", "insert_row"]

Row = dict[str, str]
# A number that stands for a step ends its item: in 「3日以内→5」 only the 5 is one.
_NUMBER = re.compile(r"[0-9０-９]+(?=\s*(?:番|へ|$|[、，,;；/／・\s]))")


def insert_row(rows: Sequence[Mapping[str, str]], at: int, key: str = "次") -> list[Row]:
    """A copy with a blank row before index ``at`` (0-based); numbers in column ``key`` follow their steps."""
    moved = [_renumbered(row, key, lambda n: str(n + 1) if n > at else str(n)) for row in rows]
    blank = dict.fromkeys(rows[0], "") if rows else {}
    return [*moved[:at], blank, *moved[at:]]


def delete_row(rows: Sequence[Mapping[str, str]], at: int, key: str = "次") -> list[Row]:
    """A copy without the row at index ``at`` (0-based). What pointed to it is blank now: it must be decided anew."""
    gone = at + 1

    def follow(number: int) -> str:
        if number == gone:
            return ""
        return str(number - 1) if number > gone else str(number)

    return [_renumbered(row, key, follow) for index, row in enumerate(rows) if index != at]


def _renumbered(row: Mapping[str, str], key: str, follow: Callable[[int], str]) -> Row:
    if key not in row:
        return dict(row)
    text = _NUMBER.sub(lambda match: follow(int(match[0])), row[key])
    return {**row, key: text}
