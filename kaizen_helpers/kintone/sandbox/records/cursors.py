"""Cursors: all records of a query, page by page, as they were when the cursor was made (reference/kintone.md §5)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.access import open_app
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.params import Params
from kaizen_helpers.kintone.sandbox.people.records import allowed_records, field_access
from kaizen_helpers.kintone.sandbox.problems import Problem, Said, invalid
from kaizen_helpers.kintone.sandbox.query.sql import query_sql
from kaizen_helpers.kintone.sandbox.query.syntax import WRONG, parse_query
from kaizen_helpers.kintone.sandbox.records.reading import picked
from kaizen_helpers.kintone.sandbox.records.table import records_of

__all__ = ["Cursor", "add_cursor", "delete_cursor", "get_cursor"]

_MOST_OPEN, _MOST_PAGE = 10, 500
_LASTS = timedelta(minutes=10)
AT_MOST_500 = Said("最大でも500以下です。", "must be less than or equal to 500")


@dataclass
class Cursor:
    """An open cursor: the numbers of the records that are still to come."""

    app: int
    owner: str
    fields: list[str]
    size: int
    ids: list[int]
    until: datetime


def add_cursor(call: Call) -> dict[str, str]:
    """``POST records/cursor.json``."""
    params = call.params
    number, text, fields = params.id("app"), params.text("query"), params.texts("fields")
    size = params.number("size", 100, least=1) or 100
    if size > _MOST_PAGE:
        params.wrong("size", AT_MOST_500)
    params.done()
    app = open_app(call, number, "view")
    query = parse_query(text)
    if query.limit is not None or query.offset is not None:
        raise invalid({"query": [WRONG]})
    open_ones = call.environment.cursors
    now = call.environment.clock.now()
    for key in [key for key, one in open_ones.items() if one.until <= now]:
        del open_ones[key]
    if len(open_ones) >= _MOST_OPEN:
        raise Problem("GAIA_TM12")
    where, after = query_sql(call, app.id, app.use.form, query)
    allowed = allowed_records(call, app)
    order = after.text.partition(" LIMIT ")[0]
    rows = call.environment.store.rows(
        f"SELECT r.id FROM {records_of(app.id)} r WHERE {where.text} AND {allowed.text} {order}",
        [*where.values, *allowed.values],
    )
    key = str(uuid.uuid4())
    open_ones[key] = Cursor(app.id, call.caller.user.code, fields, size, [row[0] for row in rows], now + _LASTS)
    return {"id": key, "totalCount": str(len(rows))}


def get_cursor(call: Call) -> bytes:
    """``GET records/cursor.json``: the next page; after the last one the cursor is gone."""
    key, cursor = _mine(call, call.params)
    app = open_app(call, cursor.app, "view")
    page, cursor.ids = cursor.ids[: cursor.size], cursor.ids[cursor.size :]
    cursor.until = call.environment.clock.now() + _LASTS
    marks = ", ".join("?" * len(page))
    rows = call.environment.store.rows(f"SELECT id, doc FROM {records_of(app.id)} WHERE id IN ({marks})", page)
    docs, hidden = dict(rows), field_access(call, app)
    more = bool(cursor.ids)
    if not more:
        del call.environment.cursors[key]
    records = ",".join(picked(docs[number], cursor.fields, hidden) for number in page if number in docs)
    return f'{{"records":[{records}],"next":{"true" if more else "false"}}}'.encode()


def delete_cursor(call: Call) -> dict[str, Any]:
    """``DELETE records/cursor.json``."""
    key, _ = _mine(call, call.params)
    del call.environment.cursors[key]
    return {}


def _mine(call: Call, params: Params) -> tuple[str, Cursor]:
    key = params.text("id", required=True)
    params.done()
    cursor: Cursor | None = call.environment.cursors.get(key)
    if cursor is None or cursor.until <= call.environment.clock.now():
        raise Problem("GAIA_CN01")
    if cursor.owner != call.caller.user.code:
        raise Problem("CB_NO02")
    return key, cursor
