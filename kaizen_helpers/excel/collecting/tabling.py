"""The table itself: typed columns, the totals they must meet, and where two replies of one body differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kaizen_helpers.excel.collecting.matching import is_code, is_name
from kaizen_helpers.excel.collecting.model import Change, Choice, Conflict, Remark, Reply, Total
from kaizen_helpers.excel.collecting.typed import kind_of, typed, unit_of
from kaizen_helpers.excel.writing.table import MOST_LETTERS, Column

__all__ = ["conflicts_of", "tabled"]

_SUM = re.compile(r"^(.*?)[_＿・ ]?(?:合計|総計|計)(?:[(（].*[)）])?$")

Tabled = tuple[
    tuple[Column, ...],
    tuple[tuple[object, ...], ...],
    tuple[Change, ...],
    tuple[Remark, ...],
    dict[str, float],
    tuple[Total, ...],
]


def tabled(headings: Sequence[str], replies: Sequence[Reply]) -> Tabled:
    """(columns, rows, what was written in another way, what is to be asked, sums of those asked, checks of the sums).

    The code and the name are those of the list of those asked.
    """
    columns: list[Column] = []
    told: list[list[object]] = []
    changes: list[Change] = []
    remarks: list[Remark] = []
    for heading in headings:
        raw = [reply.values.get(heading) for reply in replies]
        kind = kind_of(heading, raw)
        unit = unit_of(raw) if kind == "number" else ""
        values: list[object] = []
        for reply, before in zip(replies, raw, strict=True):
            if is_code(heading) or is_name(heading):
                values.append((reply.body.code if is_code(heading) else reply.body.name) or None)
                continue
            after, note, question = typed(before, kind, unit)
            if isinstance(after, str) and len(after) > MOST_LETTERS:
                after, question = (
                    None,
                    f"{MOST_LETTERS:,}字を超えるため、表に入れていません。元のファイルで見てください。",
                )
            values.append(after)
            if note:
                changes.append(Change(reply, heading, before, after, note))
            if question:
                remarks.append(Remark(reply.file, reply.sheet, reply.cells.get(heading, ""), question))
        columns.append(Column(heading, kind))
        told.append(values)
    rows = tuple(zip(*told, strict=True)) if replies else ()
    sums = {
        column.name: sum(
            value
            for value, reply in zip(values, replies, strict=True)
            if reply.asked and isinstance(value, int | float)
        )
        for column, values in zip(columns, told, strict=True)
        if column.kind == "number"
    }
    return tuple(columns), rows, tuple(changes), tuple(remarks), sums, tuple(_parts(columns, told, replies, sums))


def _parts(
    columns: Sequence[Column], told: Sequence[Sequence[object]], replies: Sequence[Reply], sums: dict[str, float]
) -> Iterator[Total]:
    """「設問2_合計」 against the other columns 「設問2_…」 (「合計」 against 「内訳…」), row by row and in all."""
    for at, column in enumerate(columns):
        match = _SUM.match(column.name)
        if column.kind != "number" or match is None:
            continue
        start = match[1] or "内訳"
        parts = [
            index
            for index, other in enumerate(columns)
            if index != at and other.kind == "number" and other.name.startswith(start)
        ]
        if not parts:
            continue
        for number, reply in enumerate(replies):
            whole = told[at][number]
            numbers = [value for index in parts if isinstance(value := told[index][number], int | float)]
            if isinstance(whole, int | float) and numbers:
                place = f"{reply.file} 「{reply.sheet}」 {reply.cells.get(column.name, '')}"
                yield Total(place, column.name, whole, sum(numbers))
        yield Total("集計表の全体", column.name, sums[column.name], sum(sums[columns[index].name] for index in parts))


def conflicts_of(choices: Sequence[Choice], columns: Sequence[Column]) -> tuple[Conflict, ...]:
    """Where the replies that were left out differ from the one that was taken, with both values and their cells.

    「▲500」 and -500 are the same answer, and blank is the same as blank only.
    """
    found = []
    for choice in choices:
        ours = choice.taken
        for other in choice.left:
            for name, kind in ((column.name, column.kind) for column in columns):
                one, two = ours.values.get(name), other.values.get(name)
                if is_code(name) or is_name(name) or typed(one, kind)[0] == typed(two, kind)[0]:
                    continue
                found.append(Conflict(ours.body, name, one, _at(ours, name), two, _at(other, name)))
    return tuple(found)


def _at(reply: Reply, heading: str) -> str:
    return f"{reply.file} 「{reply.sheet}」 {reply.cells.get(heading, '（列なし）')}"
