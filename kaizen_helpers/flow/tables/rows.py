"""Insert, delete and move rows of a step table so that the numbers in 「次」 keep pointing to the same steps.

Which numbers stand for steps is for ``flow.ways`` to say: what it reads as a way out follows, and no other number.
Rows are counted from 0 here; the numbers that people write count from 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from kaizen_helpers.flow.model import Branch
from kaizen_helpers.flow.tables.quoting import MASK, masked, split_list
from kaizen_helpers.flow.tables.shares import percent
from kaizen_helpers.flow.tables.ways import read_ways

__all__ = ["change_rows", "delete_row", "insert_row", "move_row"]

Row = dict[str, str]
Follow = Callable[[int], int | None]
"""From the number of a step before to the one after; ``None`` for a step that is gone."""

_NEXT, _CONDITION = "次", "条件"
"""The columns that may name a step: 「8」, or 「不備なし→8」."""
_SHARE = "割合"
"""「90%、10%」: one for each way out, in their order."""
_NUMBER = re.compile(r"(?<![0-9０-９])[0-9０-９]{1,6}(?:[.．][0０]+)?(?![0-9０-９])|[①-⑳]")
_STAND_IN = 900_000


def change_rows(rows: Sequence[Mapping[str, str]], op: str, at: int, to: int = 0) -> list[Row]:
    """What ``op`` (``"insert"``, ``"delete"`` or ``"move"``) makes of the rows; ``to`` is for moving only.

    Raises:
        ValueError: another word, or an index that is outside or no int.
    """
    if op == "insert":
        return insert_row(rows, at)
    if op == "delete":
        return delete_row(rows, at)
    if op == "move":
        return move_row(rows, at, to)
    raise ValueError(f"no such operation on rows: {op!r}")


def insert_row(rows: Sequence[Mapping[str, str]], at: int) -> list[Row]:
    """A copy with a blank row before index ``at``; the numbers of steps follow them.

    A number that was written ahead, for the row still to come, means the row that is added at the end.

    Raises:
        ValueError: ``at`` is outside.
    """
    _refuse_outside(at, len(rows) + 1)
    added_at_the_end = at == len(rows)
    moved = _renumbered(rows, lambda number: number if number <= at or added_at_the_end else number + 1)
    blank = dict.fromkeys(rows[0], "") if rows else {}
    return [*moved[:at], blank, *moved[at:]]


def delete_row(rows: Sequence[Mapping[str, str]], at: int) -> list[Row]:
    """A copy without the row at index ``at``. What pointed to it is blank now: it must be decided anew.

    Raises:
        ValueError: ``at`` is outside.
    """
    _refuse_outside(at, len(rows))
    gone = at + 1
    moved = _renumbered(rows, lambda number: None if number == gone else number - (number > gone))
    return [*moved[:at], *moved[at + 1 :]]


def move_row(rows: Sequence[Mapping[str, str]], at: int, to: int) -> list[Row]:
    """A copy in which the row at index ``at`` stands at index ``to``; the numbers of steps follow them.

    Raises:
        ValueError: ``at`` or ``to`` is outside.
    """
    _refuse_outside(at, len(rows))
    _refuse_outside(to, len(rows))
    order = list(range(len(rows)))
    order.insert(to, order.pop(at))
    after = {before + 1: now for now, before in enumerate(order, start=1)}
    moved = _renumbered(rows, lambda number: after.get(number, number))
    return [moved[before] for before in order]


def _refuse_outside(index: int, end: int) -> None:
    if type(index) is not int or not 0 <= index < end:
        raise ValueError(f"row {index!r} is not one of 0 to {end - 1}")


def _renumbered(rows: Sequence[Mapping[str, str]], follow: Follow) -> list[Row]:
    return [_followed(row, number, follow) for number, row in enumerate(rows, start=1)]


def _followed(row: Mapping[str, str], own: int, follow: Follow) -> Row:
    """The row with every way out leading to the same step as before; a way to a step that is gone is left out."""
    texts = row.get(_NEXT, ""), row.get(_CONDITION, "")
    ways = read_ways(*texts, own).branches
    kept = [way for way in ways if _stays(way, follow)]
    wanted = [way if way.to is None else replace(way, to=follow(way.to)) for way in kept]
    own_after = follow(own)
    for next_text, condition_text in (
        (_rewritten(texts[0], _NEXT, own, follow), _rewritten(texts[1], _CONDITION, own, follow)),
        # 「2→」 after its target is gone would lead to 2: then what is left is written out, as simply as need be.
        ("、".join(map(_spelled, wanted)), ""),
        ("、".join(map(_shown, wanted)), ""),
    ):
        if _targets(read_ways(next_text, condition_text, own_after).branches) == _targets(wanted):
            break
    written = {_NEXT: next_text, _CONDITION: condition_text}
    if len(kept) < len(ways):
        written[_SHARE] = _shares_left(row.get(_SHARE, ""), ways, follow)
    return {key: written.get(key, text) for key, text in row.items()}


def _stays(way: Branch, follow: Follow) -> bool:
    return way.to is None or follow(way.to) is not None


def _shares_left(text: str, ways: Sequence[Branch], follow: Follow) -> str:
    """The shares of the ways that stay; blank where it is not clear which is whose."""
    shares = split_list(text, "、，,・/／;；\n")
    if len(shares) != len(ways):
        return ""
    return "、".join(share for share, way in zip(shares, ways, strict=True) if _stays(way, follow))


def _spelled(way: Branch) -> str:
    words = way.condition + ("" if way.share is None else percent(way.share))
    return f"{words}→{_shown(way)}" if words else _shown(way)


def _targets(ways: Iterable[Branch]) -> list[int | None]:
    return list(dict.fromkeys(way.to for way in ways))


def _shown(way: Branch) -> str:
    return "おわり" if way.to is None else str(way.to)


def _rewritten(text: str, column: str, own: int, follow: Follow) -> str:
    """The text with every number that stands for a step replaced, and nothing else touched."""
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return text
    # Every number gets a stand-in of its own: those that come back as targets lead to a step.
    stand_ins = iter(range(_STAND_IN, _STAND_IN + len(numbers)))
    trial = _NUMBER.sub(lambda _match: str(next(stand_ins)), text)
    ways = (read_ways(trial, "") if column == _NEXT else read_ways("", trial)).branches
    leading = {way.to for way in ways}
    labels = {label for way in ways if (label := _only_target(way.condition)) is not None}
    hidden = masked(text)
    places = iter(range(_STAND_IN, _STAND_IN + len(numbers)))

    def replaced(match: re.Match[str]) -> str:
        place, number = next(places), _value(match[0])
        if hidden[match.start()] == MASK:  # 「"手順3へ"→5」: words
            return match[0]
        if place not in leading and not (place in labels and number == own):  # 「3→4」 in row 3: its own number
            return match[0]
        after = follow(number)
        return match[0] if after == number else "" if after is None else str(after)

    return _NUMBER.sub(replaced, text)


def _only_target(condition: str) -> int | None:
    ways = read_ways(condition, "").branches if condition else ()
    return ways[0].to if len(ways) == 1 and not ways[0].condition else None


def _value(number: str) -> int:
    return int(unicodedata.normalize("NFKC", number).partition(".")[0])
