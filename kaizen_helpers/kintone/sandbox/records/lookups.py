"""Lookups: when a record is written, values come from the record that its key means (reference/kintone.md §2.3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kaizen_helpers.kintone.sandbox.apps.form import Form, FormField
from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.records.table import records_of
from kaizen_helpers.kintone.sandbox.records.values import Checking, column_of, empty_value, is_empty

if TYPE_CHECKING:
    from kaizen_helpers.kintone.sandbox.records.filling import Filled

__all__ = ["copy_lookups"]


def copy_lookups(form: Form, sent: Mapping[str, Any], filled: Filled, old: Filled | None, checking: Checking) -> None:
    """Copy for every lookup whose key was sent, or is new; a key that was left alone leaves its copies alone.

    Raises Problem GAIA_LO04 for a key that the other app does not have.
    """
    if not form.has_lookups:
        return
    for one in form.fields.values():
        if one.lookup and (old is None or one.code in sent):
            _copy(form.fields, one, filled.values, checking)
    for table, fields in form.inner.items():
        if not any(one.lookup for one in fields.values()) or (old is not None and table not in sent):
            continue
        for row in filled.values[table]:
            for one in fields.values():
                if one.lookup:
                    _copy(fields, one, row["value"], checking)


def _copy(fields: Mapping[str, FormField], one: FormField, values: dict[str, Any], checking: Checking) -> None:
    lookup = one.lookup or {}
    mappings = [(mapping["field"], mapping["relatedField"]) for mapping in lookup.get("fieldMappings") or ()]
    key = values.get(one.code)
    if is_empty(key):
        for target, _ in mappings:
            values[target] = empty_value(fields[target].type)
        return
    source = _source(lookup, one, key, checking)
    for target, related in mappings:
        kept = source.get(related, {"value": ""})["value"]
        values[target] = kept if kept is not None else empty_value(fields[target].type)


def _source(lookup: Mapping[str, Any], one: FormField, key: Any, checking: Checking) -> dict[str, Any]:
    call = checking.call
    problem = Problem("GAIA_LO04", {"field": one.properties.get("label", one.code), "value": key})
    try:
        app = call.environment.apps.get(int(lookup["relatedApp"]["app"]))
        field = app.use.form.fields[lookup["relatedKeyField"]]
    except (Problem, KeyError, TypeError, ValueError):
        raise problem from None
    column = "id" if field.type == "RECORD_NUMBER" else field.column
    statement = f"SELECT doc FROM {records_of(app.id)} WHERE {column} = ? ORDER BY id DESC LIMIT 1"
    row = call.environment.store.row(statement, (column_of(field.type, key),))
    if row is None:
        raise problem
    source: dict[str, Any] = json.loads(row[0])
    return source
