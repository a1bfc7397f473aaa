"""The tables behind an app: one row a record, with the ready JSON of the record and a column for each field.

The columns serve queries; what is answered is the JSON. Fields of tables lie in a second table, one row a table row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.form import Form, FormField
from kaizen_helpers.kintone.sandbox.store import Store

__all__ = ["ensure_order", "ensure_tables", "insert_record", "next_number", "records_of", "rows_of", "update_record"]

_MANY = 5_000
"""From here on an order has an index."""
_SHORT = frozenset(
    [
        "SINGLE_LINE_TEXT",
        "NUMBER",
        "CALC",
        "DATE",
        "TIME",
        "DATETIME",
        "DROP_DOWN",
        "RADIO_BUTTON",
        "CHECK_BOX",
        "STATUS",
    ]
)
_MOST_IN_INDEX = 30


def records_of(app: int) -> str:
    """Name of the table of an app's records."""
    return f"records_{int(app)}"


def rows_of(app: int) -> str:
    """Name of the table of the rows of its tables."""
    return f"rows_{int(app)}"


def ensure_tables(store: Store, app: int, form: Form) -> None:
    """Make the tables, and a column for each field that has none yet; an index where values must be unique."""
    db = store.db
    records, rows = records_of(app), rows_of(app)
    db.execute(
        f"CREATE TABLE IF NOT EXISTS {records} (id INTEGER PRIMARY KEY AUTOINCREMENT,"
        " revision INTEGER NOT NULL, doc TEXT NOT NULL)"
    )
    db.execute(
        f"CREATE TABLE IF NOT EXISTS {rows} (id INTEGER PRIMARY KEY AUTOINCREMENT, record INTEGER NOT NULL,"
        " field INTEGER NOT NULL, place INTEGER NOT NULL)"
    )
    db.execute(f"CREATE INDEX IF NOT EXISTS {rows}_record ON {rows} (record, field, place)")
    _columns(db, records, form.with_column)
    _columns(db, rows, (one for fields in form.inner.values() for one in fields.values() if one.has_column))
    for one in form.fields.values():
        if one.properties.get("unique") is True:
            db.execute(f"CREATE INDEX IF NOT EXISTS {records}_{one.column} ON {records} ({one.column})")


def ensure_order(store: Store, app: int, form: Form, code: str) -> None:
    """An index for an order that was asked for, once there are so many records that sorting them takes long.

    Made when it is first needed and kept: an app is asked in few orders, and every index makes writing slower. The
    other short fields are in it too, so that a condition that few records fulfil is checked without the records.
    """
    one = form.fields.get(code)
    if one is None or one.table or not one.has_column:
        return
    records = records_of(app)
    last = store.row(f"SELECT MAX(id) FROM {records}")
    if last and (last[0] or 0) >= _MANY:
        others = [other.column for other in form.with_column if other.type in _SHORT and other.code != code]
        columns = ", ".join([one.column, *others[:_MOST_IN_INDEX]])
        store.db.execute(f"CREATE INDEX IF NOT EXISTS {records}_{one.column}_order ON {records} ({columns})")


def _columns(db: sqlite3.Connection, table: str, fields: Iterable[FormField]) -> None:
    there = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
    for one in fields:
        if one.column not in there:
            db.execute(f"ALTER TABLE {table} ADD COLUMN {one.column}")


def next_number(db: sqlite3.Connection, app: int) -> int:
    """The number of the next record: one more than any record ever had, deleted ones too."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (records_of(app),)).fetchone()
    return int(row[0]) + 1 if row else 1


def insert_record(db: sqlite3.Connection, app: int, columns: Mapping[str, Any]) -> None:
    """A new row, with its number under ``id``."""
    db.execute(_insertion(app, tuple(columns)), tuple(columns.values()))


@lru_cache(maxsize=200)
def _insertion(app: int, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {records_of(app)} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def update_record(db: sqlite3.Connection, app: int, number: int, columns: Mapping[str, Any]) -> None:
    """Change columns of a row."""
    names = ", ".join(f"{name} = ?" for name in columns)
    db.execute(f"UPDATE {records_of(app)} SET {names} WHERE id = ?", (*columns.values(), number))
