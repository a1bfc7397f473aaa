"""Reading records: one by its number, or those that a query means (reference/kintone.md §2.3)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.access import open_app
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.people.records import allowed_records, check_record, field_access
from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.query.sql import query_sql
from kaizen_helpers.kintone.sandbox.query.syntax import parse_query
from kaizen_helpers.kintone.sandbox.records.table import ensure_order, records_of

__all__ = ["get_record", "get_records", "picked"]

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
    check_record(call, app, record, "viewable")
    return f'{{"record":{picked(row[0], (), field_access(call, app))}}}'.encode()


def get_records(call: Call) -> bytes:
    """``GET records.json``."""
    params = call.params
    number, text = params.id("app"), params.text("query")
    fields, total = params.texts("fields", most=_MOST_FIELDS), params.flag("totalCount")
    params.done()
    app = open_app(call, number, "view")
    query = parse_query(text)
    where, after = query_sql(call, app.id, app.use.form, query)
    if query.order:
        ensure_order(call.environment.store, app.id, app.use.form, query.order[0][0])
    allowed = allowed_records(call, app)
    wanted = f"FROM {records_of(app.id)} r WHERE {where.text} AND {allowed.text}"
    values, store = [*where.values, *allowed.values], call.environment.store
    docs = store.rows(f"SELECT r.doc {wanted} {after.text}", [*values, *after.values])
    count = "null"
    if total:
        found = store.row(f"SELECT COUNT(*) {wanted}", values)
        count = f'"{found[0] if found else 0}"'
    hidden = field_access(call, app)
    return f'{{"records":[{",".join(picked(doc, fields, hidden) for (doc,) in docs)}],"totalCount":{count}}}'.encode()


def picked(doc: str, fields: Sequence[str], hidden: Mapping[str, str]) -> str:
    """The document with these fields only (all of them where none are named), without those the caller may not see."""
    unseen = {code for code, access in hidden.items() if access == "NONE"}
    if not fields and not unseen:
        return doc
    record: dict[str, Any] = json.loads(doc)
    codes = [code for code in fields if code in record] if fields else list(record)
    return json.dumps({code: record[code] for code in codes if code not in unseen}, ensure_ascii=False)
