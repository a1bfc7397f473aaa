"""Which cells of a DataFrame belong to which record, and to which row of its table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone.frames.cells import KEPT_BY_KINTONE, NO_VALUE, as_value, is_missing

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["grouped"]

_NUMBERS = ("$id", "$revision")
_NUMBERED = re.compile(r"(.+)\.([1-9]\d{0,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Slot:
    """The columns of one row of a table."""

    row_id: int | None = None
    """Place of the column with the row's id."""
    cells: dict[str, int] = field(default_factory=dict)
    """Places of the columns by field code."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of the frame are, by their places."""

    numbers: dict[str, int]
    own: dict[str, int]
    tables: dict[str, dict[int, _Slot]]
    """By code of the table, then by number: 0 in the long shape, from 1 in the wide one."""

    @property
    def is_long(self) -> bool:
        return any(0 in slots for slots in self.tables.values())


def grouped(
    frame: pd.DataFrame, form: Mapping[str, Any], key: str, zone: tzinfo
) -> list[tuple[dict[str, str], dict[str, Any]]]:
    """``$id`` and ``$revision`` (where they are there) and the record, of each record of the frame.

    Raises InputError: see ``from_frame``.
    """
    columns = _columns_of(frame, form)
    cells = list(zip(*(frame.iloc[:, place].tolist() for place in range(len(frame.columns))), strict=True))
    if len(cells) != len(frame):  # a frame without columns
        cells = [()] * len(frame)
    found = []
    for lines in _together(cells, columns, key):
        numbers = {name: _number(cells[lines[0]][place], lines[0], name) for name, place in columns.numbers.items()}
        record = {}
        for code, place in columns.own.items():
            if _kind(form, code) in KEPT_BY_KINTONE:
                continue
            values = [as_value(_kind(form, code), cells[one][place], _where(one, code), zone) for one in lines]
            _same(values, lines, code)
            record[code] = {"value": values[0]}
        for table, slots in columns.tables.items():
            inner = form[table].get("fields", {})
            rows = [_row(cells[one], one, slots[number], inner, zone) for number in sorted(slots) for one in lines]
            kept = [row for row in rows if row is not None]
            _no_id_twice(kept, table, lines[0])
            record[table] = {"value": kept}
        found.append((numbers, record))
    return found


def _kind(form: Mapping[str, Any], code: str) -> str:
    return str(form[code].get("type", ""))


def _where(line: int, name: str) -> str:
    return f"{line + 1}件目、「{name}」"


# --- columns --------------------------------------------------------------------------------------------------------


def _columns_of(frame: pd.DataFrame, form: Mapping[str, Any]) -> _Columns:
    owner = {
        code: table for table, one in form.items() if one.get("type") == "SUBTABLE" for code in one.get("fields", {})
    }
    found = _Columns({}, {}, {})
    names = [str(name) for name in frame.columns]
    for place, name in enumerate(names):
        if names.count(name) > 1:
            raise InputError("同じ名前の列が2つ以上あります。1つにしてください。", f"「{name}」")
        if name in _NUMBERS:
            found.numbers[name] = place
        elif name in form and form[name].get("type") == "SUBTABLE":
            message = (
                "テーブルは1つの列では書けません。to_frame に table= を付けたときの形（行ごとの列）にしてください。"
            )
            raise InputError(message, f"「{name}」")
        elif name in form:
            if form[name].get("type") not in NO_VALUE:
                found.own[name] = place
        else:
            _table_column(name, place, owner, form, found)
    if found.is_long and (len(found.tables) > 1 or any(len(slots) > 1 for slots in found.tables.values())):
        message = "1つの表で書けるテーブルは1つです。テーブルごとに表を分け、「.1」の付く列と混ぜないでください。"
        raise InputError(message, "、".join(f"「{table}」" for table in found.tables))
    return found


def _table_column(name: str, place: int, owner: Mapping[str, str], form: Mapping[str, Any], found: _Columns) -> None:
    matched = _NUMBERED.fullmatch(name)
    bare, number = (matched[1], int(matched[2])) if matched else (name, 0)
    table = owner.get(bare) or (bare.removesuffix(".$id") if bare.endswith(".$id") else "")
    if form.get(table, {}).get("type") != "SUBTABLE":
        raise InputError("アプリにない列です。列の名前をフィールドコードに合わせてください。", f"「{name}」")
    slots = found.tables.setdefault(table, {})
    slot = slots.get(number, _Slot())
    if bare.endswith(".$id"):
        slots[number] = _Slot(place, slot.cells)
    else:
        slots[number] = _Slot(slot.row_id, {**slot.cells, bare: place})


# --- lines ----------------------------------------------------------------------------------------------------------


def _together(cells: list[tuple[Any, ...]], columns: _Columns, key: str) -> list[list[int]]:
    """The lines of each record, in the order of their first."""
    if not columns.is_long:
        return [[line] for line in range(len(cells))]
    name = key or ("$id" if "$id" in columns.numbers else "")
    place = columns.numbers.get(name, columns.own.get(name))
    if place is None:
        message = (
            "どの行が同じレコードか分かりません。「$id」の列を入れるか、key= でレコードを見分ける列を指定してください。"
        )
        raise InputError(message, f"「{name}」" if name else "")
    found: dict[Any, list[int]] = {}
    for line, row in enumerate(cells):
        if is_missing(row[place]) or row[place] == "":
            raise InputError("レコードを見分ける値が空です。値を入れてください。", _where(line, name))
        found.setdefault(_number(row[place], line, name) if name in _NUMBERS else str(row[place]), []).append(line)
    return list(found.values())


def _same(values: list[Any], lines: list[int], code: str) -> None:
    for value, line in zip(values, lines, strict=True):
        if value != values[0]:
            message = f"同じレコードなのに、{lines[0] + 1}件目と値が違います。そろえてください。"
            raise InputError(message, _where(line, code))


def _row(
    cells: tuple[Any, ...], line: int, slot: _Slot, inner: Mapping[str, Any], zone: tzinfo
) -> dict[str, Any] | None:
    """A row of the table; ``None`` where nothing stands: no id, and no value."""
    number = "" if slot.row_id is None else _number(cells[slot.row_id], line, "$id")
    values = {
        code: as_value(_kind(inner, code), cells[place], _where(line, code), zone)
        for code, place in slot.cells.items()
        if _kind(inner, code) not in KEPT_BY_KINTONE
    }
    if not number and not any(value not in ("", []) for value in values.values()):
        return None
    row: dict[str, Any] = {"value": {code: {"value": value} for code, value in values.items()}}
    return {"id": number, **row} if number else row


def _no_id_twice(rows: list[dict[str, Any]], table: str, line: int) -> None:
    ids = [row["id"] for row in rows if "id" in row]
    if len(ids) != len(set(ids)):
        message = "同じ行の番号が2つ以上あります。写した行の番号は空にしてください。"
        raise InputError(message, _where(line, f"{table}.$id"))


def _number(cell: Any, line: int, name: str) -> str:
    """A number of a record or row as text; 368.0, as tables with gaps have it, is 368. Empty if it is missing."""
    if is_missing(cell) or cell == "":
        return ""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    if isinstance(cell, bool) or not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        raise InputError("番号として読めません。書き換えずに、kintoneから来たまま使ってください。", _where(line, name))
    return text
