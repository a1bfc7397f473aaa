"""Adding, changing and deleting records (reference/kintone.md §2.3). Several at once: all of them or none."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.access import open_app
from kaizen_helpers.kintone.sandbox.apps.form import Form, FormField
from kaizen_helpers.kintone.sandbox.apps.keeping import App
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.params import OBJECT, Params
from kaizen_helpers.kintone.sandbox.people.records import check_record, field_access
from kaizen_helpers.kintone.sandbox.problems import Problem, Said, invalid
from kaizen_helpers.kintone.sandbox.records.filling import Filled, columns_of, document, fill, filled_from
from kaizen_helpers.kintone.sandbox.records.table import insert_record, next_number, records_of, rows_of, update_record
from kaizen_helpers.kintone.sandbox.records.values import REPEATED, Checking, column_of, is_empty
from kaizen_helpers.kintone.sandbox.webhooks import record_title

__all__ = [
    "add_record",
    "add_records",
    "delete_records",
    "keep",
    "kept_record",
    "tell",
    "update_record_call",
    "update_records",
]

MOST = 100
TOO_MANY_ADDED = Said("一度に100件までのレコードを追加できます。", "A maximum of 100 records can be added at one time.")
TOO_MANY_UPDATED = Said(
    "一度に100件までのレコードを更新できます。", "A maximum of 100 records can be updated at one time."
)
NOT_UNIQUE = Said(
    "重複禁止のフィールドを指定してください。", "Specify a field whose values are prohibited from being duplicated."
)
ONE_TO_HUNDRED_DELETED = Said(
    "一度に1件から100件までのレコードを削除できます。", "Between 1 and 100 records can be deleted at one time."
)


def add_record(call: Call) -> dict[str, Any]:
    """``POST record.json``."""
    params = call.params
    number, record = params.id("app"), params.object("record")
    params.done()
    app = open_app(call, number, "add")
    _check_fields(call, app, record)
    checking = Checking(call, app.id)
    filled = fill(app.use.form, record, None, "record", checking)
    _refuse(checking)
    number = next_number(call.environment.store.db, app.id)
    added = _insert(call, app, filled, record, "record", number)
    tell(call, app, "ADD_RECORD", added)
    return {"id": str(added), "revision": "1"}


def add_records(call: Call) -> dict[str, Any]:
    """``POST records.json``."""
    params = call.params
    number = params.id("app")
    records = params.items("records", required=True, most=MOST, said=TOO_MANY_ADDED)
    _objects(params, "records", records)
    params.done()
    app = open_app(call, number, "add")
    ids = _add_all(call, app, records)
    return {"ids": [str(one) for one in ids], "revisions": ["1"] * len(ids)}


def _add_all(call: Call, app: App, records: Sequence[Mapping[str, Any]]) -> list[int]:
    checking = Checking(call, app.id)
    form = app.use.form
    for record in records:
        _check_fields(call, app, record)
    all_filled = [fill(form, record, None, f"records[{place}]", checking) for place, record in enumerate(records)]
    _refuse(checking)
    first = next_number(call.environment.store.db, app.id)
    return [
        _insert(call, app, filled, record, f"records[{place}]", first + place)
        for place, (filled, record) in enumerate(zip(all_filled, records, strict=True))
    ]


def _check_fields(call: Call, app: App, sent: Mapping[str, Any]) -> None:
    """Raises Problem CB_NO02 where a value was sent for a field that the caller may not write."""
    limits = field_access(call, app)
    if any(code in limits for code in sent):
        raise Problem("CB_NO02")


def _objects(params: Params, name: str, items: Sequence[Any]) -> None:
    for place, item in enumerate(items):
        if not isinstance(item, Mapping):
            params.wrong(f"{name}[{place}]", OBJECT)


def _refuse(checking: Checking) -> None:
    if checking.errors:
        raise invalid(checking.errors)


def _insert(call: Call, app: App, filled: Filled, sent: Mapping[str, Any], path: str, number: int) -> int:
    form, db = app.use.form, call.environment.store.db
    _check_unique(call, app, filled, 0, path)
    _built_in(call, app, filled, sent)
    _keep_rows(call, app.id, form, filled, number)
    doc = document(form, filled, number, 1)
    insert_record(db, app.id, {"id": number, "revision": 1, "doc": doc, **columns_of(form, filled)})
    return number


def _check_unique(call: Call, app: App, filled: Filled, number: int, path: str) -> None:
    errors = {}
    for one in app.use.form.unique:
        if is_empty(filled.values.get(one.code)):
            continue
        value = column_of(one.type, filled.values[one.code])
        statement = f"SELECT 1 FROM {records_of(app.id)} WHERE {one.column} = ? AND id <> ?"
        if call.environment.store.row(statement, (value, number)):
            errors[f"{path}.{one.code}.value"] = [REPEATED]
    if errors:
        raise invalid(errors)


_MADE = ("CREATOR", "CREATED_TIME", "MODIFIER", "UPDATED_TIME")


def _built_in(call: Call, app: App, filled: Filled, sent: Mapping[str, Any]) -> None:
    """Who and when; whoever administers the app may say it otherwise when a record is added."""
    user, form = call.caller.user.entity, app.use.form
    for kind, one in form.by_type.items():
        if kind in _MADE:
            given = sent.get(one.code)
            if isinstance(given, Mapping) and given.get("value"):
                filled.values[one.code] = _said_otherwise(call, app, one, given["value"])
            else:
                filled.values[one.code] = user if kind in ("CREATOR", "MODIFIER") else call.moment
        elif kind == "CATEGORY" and one.properties.get("enabled"):
            filled.values[one.code] = []
    _first_state(app, form, filled, user)


def _said_otherwise(call: Call, app: App, one: FormField, given: Any) -> Any:
    from kaizen_helpers.kintone.sandbox.callers import user_of
    from kaizen_helpers.kintone.sandbox.records.values import take

    open_app(call, app.id, "admin")
    if one.type in ("CREATOR", "MODIFIER"):
        code = given.get("code") if isinstance(given, Mapping) else None
        user = user_of(call.environment.store, code) if isinstance(code, str) else None
        if user is None:
            raise Problem("GAIA_IL26", {"code": code})
        return user.entity
    checking = Checking(call, app.id)
    moment = take(FormField(one.code, "DATETIME", {}), given, f"record.{one.code}", checking)
    _refuse(checking)
    return moment


def _first_state(app: App, form: Form, filled: Filled, creator: Mapping[str, str]) -> None:
    """A new record stands in the first state of the process, if there is one."""
    status = app.use.parts["status"]
    if not status.get("enable"):
        return
    first = min(status["states"].values(), key=lambda state: int(state["index"]))
    filled.values[form.by_type["STATUS"].code] = first["name"]
    meant = [one["entity"]["type"] for one in (first.get("assignee") or {}).get("entities") or ()]
    filled.values[form.by_type["STATUS_ASSIGNEE"].code] = [dict(creator)] if meant else []


def _keep_rows(call: Call, app: int, form: Form, filled: Filled, number: int) -> None:
    """Write the rows of the record's tables; new rows get their numbers."""
    db = call.environment.store.db
    for code, fields in form.inner.items():
        table = form.fields[code].number
        kept = [row["id"] for row in filled.values[code] if row["id"] is not None]
        marks = ", ".join("?" * len(kept))
        db.execute(
            f"DELETE FROM {rows_of(app)} WHERE record = ? AND field = ? AND id NOT IN ({marks})",
            (number, table, *kept),
        )
        for place, row in enumerate(filled.values[code]):
            columns = {"record": number, "field": table, "place": place}
            columns |= {
                fields[inner].column: column_of(fields[inner].type, value) for inner, value in row["value"].items()
            }
            names, values = list(columns), list(columns.values())
            if row["id"] is not None:
                names, values = ["id", *names], [row["id"], *values]
            marks = ", ".join("?" * len(names))
            cursor = db.execute(
                f"INSERT OR REPLACE INTO {rows_of(app)} ({', '.join(names)}) VALUES ({marks})",
                values,
            )
            row["id"] = int(cursor.lastrowid or 0)


def update_record_call(call: Call) -> dict[str, Any]:
    """``PUT record.json``: by id, or by a unique field (``updateKey``)."""
    params = call.params
    app = open_app_of(call, params, "edit")
    item = {key: call.given.get(key) for key in ("id", "updateKey", "record", "revision")}
    number = _meant(call, app, item, "")
    revision = _update(call, app, number, item, "record")
    tell(call, app, "UPDATE_RECORD", number)
    return {"revision": str(revision)}


def tell(call: Call, app: App, event: str, number: int) -> None:
    """Let the webhooks of the app know, with the record as it is now."""
    webhooks = call.environment.webhooks
    if call.bulk or not webhooks.wanted(app.id):
        return
    _, doc = kept_record(call, app, number)
    webhooks.note(call, app, event, number, {"record": doc, "recordTitle": record_title(app, doc)})


def open_app_of(call: Call, params: Params, right: Any) -> App:
    """The app of the call's ``app`` parameter."""
    number = params.id("app")
    params.done()
    return open_app(call, number, right)


def update_records(call: Call) -> dict[str, Any]:
    """``PUT records.json``; with ``upsert`` a key that is not there adds a record."""
    params = call.params
    number, upsert = params.id("app"), params.flag("upsert")
    records = params.items("records", required=True, most=MOST, said=TOO_MANY_UPDATED)
    _objects(params, "records", records)
    params.done()
    app = open_app(call, number, "edit")
    told = []
    for place, item in enumerate(records):
        path = f"records[{place}]"
        try:
            record = _meant(call, app, item, f"{path}.")
        except Problem as problem:
            if not (upsert and problem.code == "GAIA_RE20"):
                raise
            open_app(call, number, "add")
            sent = {**(item.get("record") or {}), item["updateKey"]["field"]: {"value": item["updateKey"]["value"]}}
            told.append({"id": str(_add_all(call, app, [sent])[0]), "revision": "1", "operation": "INSERT"})
            continue
        revision = _update(call, app, record, item, path)
        told.append({"id": str(record), "revision": str(revision), **({"operation": "UPDATE"} if upsert else {})})
    return {"records": told}


def _meant(call: Call, app: App, item: Mapping[str, Any], path: str) -> int:
    """The record that an item of an update means. Raises Problem GAIA_RE20 for a key that is not there."""
    params = Params(item, path)
    if not isinstance(item.get("updateKey"), Mapping):
        number = params.id("id")
        params.done()
        return number
    key = Params(item["updateKey"], f"{path}updateKey.")
    code, value = key.text("field", required=True), key.text("value", required=True, longest=64)
    key.done()
    one = app.use.form.fields.get(code)
    if one is None:
        raise Problem("GAIA_FC01", {"field": code})
    if one.type == "RECORD_NUMBER":
        return app.use.form.number_of(value) or 0
    if not one.unique:
        raise Problem("CB_VA01", errors={f"{path}updateKey.field": [NOT_UNIQUE]})
    statement = f"SELECT id FROM {records_of(app.id)} WHERE {one.column} = ?"
    row = call.environment.store.row(statement, (column_of(one.type, value),))
    if row is None:
        raise Problem("GAIA_RE20", {"id": value})
    return int(row[0])


def kept_record(call: Call, app: App, number: int) -> tuple[int, dict[str, Any]]:
    """Revision and document of a record. Raises Problem GAIA_RE01."""
    row = call.environment.store.row(f"SELECT revision, doc FROM {records_of(app.id)} WHERE id = ?", (number,))
    if row is None:
        raise Problem("GAIA_RE01", {"id": number})
    return int(row[0]), json.loads(row[1])


def _update(call: Call, app: App, number: int, item: Mapping[str, Any], path: str) -> int:
    params = Params(item, f"{path}." if path != "record" else "")
    expected, sent = params.revision(), params.object("record")
    params.done()
    revision, doc = kept_record(call, app, number)
    check_record(call, app, number, "editable")
    if expected is not None and expected != revision:
        raise Problem("GAIA_CO02")
    _check_fields(call, app, sent)
    form = app.use.form
    checking = Checking(call, app.id)
    filled = fill(form, sent, filled_from(form, doc), path, checking)
    _refuse(checking)
    _check_unique(call, app, filled, number, path)
    filled.values[form.by_type["MODIFIER"].code] = call.caller.user.entity
    filled.values[form.by_type["UPDATED_TIME"].code] = call.environment.clock.stamp()
    return keep(call, app, number, filled, revision + 1)


def keep(call: Call, app: App, number: int, filled: Filled, revision: int) -> int:
    """Write a changed record."""
    form, db = app.use.form, call.environment.store.db
    _keep_rows(call, app.id, form, filled, number)
    doc = document(form, filled, number, revision)
    update_record(db, app.id, number, {"revision": revision, "doc": doc, **columns_of(form, filled)})
    return revision


def delete_records(call: Call) -> dict[str, Any]:
    """``DELETE records.json``."""
    params = call.params
    number = params.id("app")
    ids = params.ids("ids", required=True, most=MOST, said=ONE_TO_HUNDRED_DELETED)
    revisions = params.items("revisions")
    if params.has("ids") and not call.given["ids"]:
        params.wrong("ids", ONE_TO_HUNDRED_DELETED)
    params.done()
    app = open_app(call, number, "delete")
    for place, record in enumerate(ids):
        expected = Params({"revision": revisions[place]} if place < len(revisions) else {}).revision()
        revision, _ = kept_record(call, app, record)
        check_record(call, app, record, "deletable")
        if expected is not None and expected != revision:
            raise Problem("GAIA_CO02")
        db = call.environment.store.db
        db.execute(f"DELETE FROM {records_of(app.id)} WHERE id = ?", (record,))
        db.execute(f"DELETE FROM {rows_of(app.id)} WHERE record = ?", (record,))
        db.execute("DELETE FROM comment WHERE app = ? AND record = ?", (app.id, record))
    return {}
