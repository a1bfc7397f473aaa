"""Records to a DataFrame and back, by the fields of the form.

Three shapes, told apart by the names of the columns (a field code has no 「.」, so nothing can be mixed up):

- one row a record: a column a field; tables of the record stay outside
- long: one row a table row. Beside the record's columns, repeated, stand 「明細.$id」 (the row's id) and the fields of
  the table by their codes. A record without rows keeps one row, with nothing in these
- wide: one row a record. What is 「品名」 in the long shape is 「品名.1」「品名.2」 …, and 「明細.$id.1」 …

「$id」 and 「$revision」 are the record's. Row ids go back as they came, so that kintone changes these very rows. Rows
of a table that are not sent are deleted by kintone: filter the records, not the rows, before writing back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, Literal

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone.frames.cells import NO_VALUE, as_cell, zone_of
from kaizen_helpers.kintone.frames.grouping import grouped

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Shape", "from_frame", "to_frame", "updates_from_frame"]

Shape = Literal["long", "wide"]
_TOKYO = "Asia/Tokyo"


def to_frame(
    records: Iterable[Mapping[str, Any]],
    form: Mapping[str, Any],
    *,
    table: str = "",
    shape: Shape = "long",
    zone: str | tzinfo = _TOKYO,
) -> pd.DataFrame:
    """Records as a table; with ``table`` the rows of this table of theirs, long or wide.

    NUMBER is an exact Decimal, DATE a date, TIME a time, a moment is of ``zone``, choices and people are tuples of
    texts and codes, files tuples of names (``save_files`` fetches them); texts keep their leading zeros.

    Args:
        records: as ``Kintone.all_records`` gives them.
        form: ``Kintone.fields(app)``.
        table: code of a table of the form; empty: one row a record.
        shape: of the table's rows.
        zone: the time zone of moments.

    Raises InputError: there is no such table or zone, or a value has not the shape of its type.
    """
    import pandas as pd

    rows, place = list(records), zone_of(zone)
    kinds = {code: str(one.get("type", "")) for code, one in form.items()}
    if table and kinds.get(table) != "SUBTABLE":
        raise InputError("アプリに、この名前のテーブルがありません。フィールドコードを確かめてください。", table)
    own = {code: kind for code, kind in kinds.items() if kind not in NO_VALUE and kind != "SUBTABLE"}
    shown = {code: kind for code, kind in own.items() if not rows or any(code in one for one in rows)}
    if not table:
        names, lines = list(shown), [_cells(one, shown, place) for one in rows]
    else:
        inner = {code: str(one.get("type", "")) for code, one in form[table].get("fields", {}).items()}
        ids = [code for code in ("$id", "$revision") if any(code in one for one in rows)]
        names = [*ids, *shown]
        heads = [{**_numbers(one, ids), **_cells(one, shown, place)} for one in rows]
        parts = [[_row_cells(row, table, inner, place) for row in _table_rows(one, table)] for one in rows]
        more, lines = _long(heads, parts, table, inner) if shape == "long" else _wide(heads, parts, table, inner)
        names += more
    columns = {name: pd.Series([line.get(name) for line in lines], dtype=object) for name in names}
    return pd.DataFrame(columns, columns=names)


def from_frame(
    frame: pd.DataFrame, form: Mapping[str, Any], *, key: str = "", zone: str | tzinfo = _TOKYO
) -> list[dict[str, Any]]:
    """Records for ``Kintone.add`` or ``plan_upsert``, from any of the three shapes.

    Fields that kintone fills by itself, and files, are left out. Moments without a zone are of ``zone``; kintone keeps
    the minute. A line of the long shape without a row id and without any value of the table is no row.

    Args:
        frame: the table.
        form: ``Kintone.fields(app)``.
        key: of the long shape without 「$id」: the column whose equal values make one record.
        zone: of moments that name none.

    Raises InputError: a column that the form does not have, a value that does not fit, lines of one record that
        contradict each other; with the place.
    """
    return [record for _, record in grouped(frame, form, key, zone_of(zone))]


def updates_from_frame(
    frame: pd.DataFrame, form: Mapping[str, Any], *, zone: str | tzinfo = _TOKYO
) -> list[dict[str, Any]]:
    """Changes for ``Kintone.update``: a column 「$id」 says which records, 「$revision」 how old they may be.

    Raises InputError: as ``from_frame``, and where 「$id」 is missing.
    """
    if "$id" not in frame.columns:
        raise InputError("どのレコードを変えるか分かりません。レコードの番号の列「$id」を入れてください。", "$id")
    found = []
    for numbers, record in grouped(frame, form, "", zone_of(zone)):
        if not numbers.get("$id"):
            raise InputError("レコードの番号が空です。新しいレコードは from_frame と add で追加してください。", "$id")
        one: dict[str, Any] = {"id": int(numbers["$id"]), "record": record}
        found.append({**one, **({"revision": int(numbers["$revision"])} if numbers.get("$revision") else {})})
    return found


# --- the shapes -----------------------------------------------------------------------------------------------------


def _cells(record: Mapping[str, Any], kinds: Mapping[str, str], zone: tzinfo) -> dict[str, Any]:
    return {code: as_cell(kind, _value_of(record, code), f"「{code}」", zone) for code, kind in kinds.items()}


def _value_of(record: Mapping[str, Any], code: str) -> Any:
    item = record.get(code) or {}
    if not isinstance(item, Mapping):
        raise InputError("kintoneのレコードの形ではありません。records() などの結果をそのまま渡してください。", code)
    return item.get("value")


def _numbers(record: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: _value_of(record, name) for name in names}


def _table_rows(record: Mapping[str, Any], table: str) -> list[Mapping[str, Any]]:
    rows = _value_of(record, table) or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise InputError("テーブルの値の形が違います。records() などの結果をそのまま渡してください。", f"「{table}」")
    return rows


def _row_cells(row: Mapping[str, Any], table: str, inner: Mapping[str, str], zone: tzinfo) -> dict[str, Any]:
    value = row.get("value") or {}
    if not isinstance(value, Mapping):
        raise InputError("テーブルの行の形が違います。records() などの結果をそのまま渡してください。", f"「{table}」")
    return {f"{table}.$id": row.get("id"), **_cells(value, inner, zone)}


Lines = list[dict[str, Any]]


def _long(heads: Lines, parts: list[Lines], table: str, inner: Mapping[str, str]) -> tuple[list[str], Lines]:
    lines = [{**head, **row} for head, rows in zip(heads, parts, strict=True) for row in rows or [{}]]
    return [f"{table}.$id", *inner], lines


def _wide(heads: Lines, parts: list[Lines], table: str, inner: Mapping[str, str]) -> tuple[list[str], Lines]:
    most = max((len(rows) for rows in parts), default=0)
    names = [f"{name}.{place}" for place in range(1, most + 1) for name in (f"{table}.$id", *inner)]
    lines = []
    for head, rows in zip(heads, parts, strict=True):
        numbered = {f"{name}.{place}": cell for place, row in enumerate(rows, 1) for name, cell in row.items()}
        lines.append({**head, **numbered})
    return names, lines
