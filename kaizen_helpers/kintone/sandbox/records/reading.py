"""Reading records: one by its number, or those that a query means (reference/kintone.md §2.3)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.access import open_app
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.query.sql import query_sql
from kaizen_helpers.kintone.sandbox.query.syntax import parse_query
from kaizen_helpers.kintone.sandbox.records.table import records_of

__all__ = ["get_record", "get_records"]

_MOST_FIELDS = 1_000


def get_record(call: Call) -> bytes:
    """``GET record.json``: the kept JSON as it is."""
    params = call.params
    number, record = params.id("app"), params.id("id")
    params.done()
    app = open_app(call, number, "view")
    row = call.environment.store.row(f"SELECT doc FROM {records_of(app.id)} WHERE id = ?", (record,))
    if row is None:
        raise Problem("GAIA_RE01", {"id": record})
    return f'{{"record":{row[0]}}}'.encode()


def get_records(call: Call) -> bytes:
    """``GET records.json``."""
    params = call.params
    number, text = params.id("app"), params.text("query")
    fields, total = params.texts("fields", most=_MOST_FIELDS), params.flag("totalCount")
    params.done()
    app = open_app(call, number, "view")
    where, after = query_sql(call, app.id, app.use.form, parse_query(text))
    table, store = records_of(app.id), call.environment.store
    docs = store.rows(f"SELECT r.doc FROM {table} r WHERE {where.text} {after.text}", [*where.values, *after.values])
    count = "null"
    if total:
        found = store.row(f"SELECT COUNT(*) FROM {table} r WHERE {where.text}", where.values)
        count = f'"{found[0] if found else 0}"'
    return f'{{"records":[{",".join(_picked(doc, fields) for (doc,) in docs)}],"totalCount":{count}}}'.encode()


def _picked(doc: str, fields: Sequence[str]) -> str:
    """The document with these fields only; all of it where none are named."""
    if not fields:
        return doc
    record: dict[str, Any] = json.loads(doc)
    return json.dumps({code: record[code] for code in fields if code in record}, ensure_ascii=False)
