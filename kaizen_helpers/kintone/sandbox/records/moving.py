"""Moving records through the process: an action, an assignee (reference/kintone.md §7.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.access import open_app
from kaizen_helpers.kintone.sandbox.apps.keeping import App
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.callers import user_of
from kaizen_helpers.kintone.sandbox.params import OBJECT, REQUIRED, Params
from kaizen_helpers.kintone.sandbox.people.records import check_record
from kaizen_helpers.kintone.sandbox.problems import Problem, invalid
from kaizen_helpers.kintone.sandbox.query.sql import condition_sql
from kaizen_helpers.kintone.sandbox.query.syntax import parse_query
from kaizen_helpers.kintone.sandbox.records.filling import Filled, filled_from
from kaizen_helpers.kintone.sandbox.records.table import records_of
from kaizen_helpers.kintone.sandbox.records.writing import keep, kept_record, tell

__all__ = ["move_record", "move_records", "set_assignees"]

_MOST = 100


def move_record(call: Call) -> dict[str, str]:
    """``PUT record/status.json``."""
    params = call.params
    number = params.id("app")
    params.done()
    app = open_app(call, number, "edit")
    revision = _move(call, app, call.given, "")
    tell(call, app, "UPDATE_STATUS", Params(call.given).id("id"))
    return {"revision": str(revision)}


def move_records(call: Call) -> dict[str, Any]:
    """``PUT records/status.json``: all of them or none."""
    params = call.params
    number, items = params.id("app"), params.items("records", required=True, most=_MOST)
    for place, item in enumerate(items):
        if not isinstance(item, Mapping):
            params.wrong(f"records[{place}]", OBJECT)
    params.done()
    app = open_app(call, number, "edit")
    told = [(item.get("id"), _move(call, app, item, f"records[{place}].")) for place, item in enumerate(items)]
    return {"records": [{"id": str(record), "revision": str(revision)} for record, revision in told]}


def _move(call: Call, app: App, item: Mapping[str, Any], path: str) -> int:
    params = Params(item, path)
    record, name = params.id("id"), params.text("action", required=True)
    assignee, expected = params.text("assignee"), params.revision()
    params.done()
    status = app.use.parts["status"]
    if not status["enable"]:
        raise Problem("GAIA_ST02")
    revision, doc = kept_record(call, app, record)
    check_record(call, app, record, "editable")
    if expected is not None and expected != revision:
        raise Problem("GAIA_CO02")
    form = app.use.form
    filled = filled_from(form, doc)
    state, workers = form.by_type["STATUS"].code, form.by_type["STATUS_ASSIGNEE"].code
    action = _action(call, app, record, name, filled.values.get(state, ""))
    _may_act(call, filled, workers)
    if status["states"][action["from"]]["assignee"]["type"] == "ALL" and (left := _others(call, filled, workers)):
        filled.values[workers] = left
        _touched(call, app, filled)
        return keep(call, app, record, filled, revision + 1)
    target = status["states"][action["to"]]
    filled.values[state] = action["to"]
    filled.values[workers] = _next_workers(call, target, assignee, filled, path)
    _touched(call, app, filled)
    return keep(call, app, record, filled, revision + 2)


def _others(call: Call, filled: Filled, workers: str) -> list[dict[str, str]]:
    """Who has still to act where all of them must (全員): the record moves on with the last one.

    The public sources do not say what becomes of the list meanwhile; here whoever has acted leaves it, so that it says
    whose turn it is. A token acts for everybody.
    """
    if call.caller.by_token:
        return []
    return [one for one in filled.values.get(workers) or () if one["code"] != call.caller.user.code]


def _action(call: Call, app: App, record: int, name: str, state: str) -> Mapping[str, Any]:
    """The action of this name that leads on from the record's state, and whose condition it fulfils."""
    for action in app.use.parts["status"]["actions"]:
        if action["name"] != name or action["from"] != state:
            continue
        condition = condition_sql(call, app.id, app.use.form, parse_query(action["filterCond"]).condition)
        statement = f"SELECT 1 FROM {records_of(app.id)} r WHERE r.id = ? AND {condition.text}"
        if call.environment.store.row(statement, [record, *condition.values]):
            found: Mapping[str, Any] = action
            return found
    raise Problem("GAIA_IL03")


def _may_act(call: Call, filled: Filled, workers: str) -> None:
    """Only who is at work may act; where nobody is, everybody may."""
    codes = [worker["code"] for worker in filled.values.get(workers) or ()]
    if codes and call.caller.user.code not in codes and not call.caller.by_token:
        raise Problem("GAIA_NT01")


def _next_workers(
    call: Call, target: Mapping[str, Any], assignee: str, filled: Filled, path: str
) -> list[dict[str, str]]:
    selectable = _people(call, target, filled)
    if target["assignee"]["type"] != "ONE":
        return selectable
    if assignee:
        user = user_of(call.environment.store, assignee)
        if user is None:
            raise Problem("GAIA_IL26", {"code": assignee})
        return [user.entity]
    if selectable:
        raise invalid({f"{path}assignee": [REQUIRED]})
    return []


def _people(call: Call, target: Mapping[str, Any], filled: Filled) -> list[dict[str, str]]:
    store = call.environment.store
    codes: list[str] = []
    for one in target["assignee"]["entities"]:
        kind, code = one["entity"]["type"], one["entity"]["code"]
        if kind == "USER":
            codes.append(code)
        elif kind in ("GROUP", "ORGANIZATION"):
            rows = store.rows("SELECT user FROM member WHERE kind = ? AND code = ?", (kind.lower(), code))
            codes += [row[0] for row in rows]
        elif kind == "FIELD_ENTITY":
            value = filled.values.get(code) or []
            codes += [person["code"] for person in (value if isinstance(value, list) else [value])]
    found = [user_of(store, code) for code in dict.fromkeys(codes)]
    return [user.entity for user in found if user]


def _touched(call: Call, app: App, filled: Filled) -> None:
    form = app.use.form
    filled.values[form.by_type["MODIFIER"].code] = call.caller.user.entity
    filled.values[form.by_type["UPDATED_TIME"].code] = call.environment.clock.stamp()


def set_assignees(call: Call) -> dict[str, str]:
    """``PUT record/assignees.json``."""
    params = call.params
    number, record = params.id("app"), params.id("id")
    codes, expected = params.texts("assignees", required=True, most=_MOST), params.revision()
    params.done()
    app = open_app(call, number, "edit")
    if not app.use.parts["status"]["enable"]:
        raise Problem("GAIA_ST02")
    revision, doc = kept_record(call, app, record)
    check_record(call, app, record, "editable")
    if expected is not None and expected != revision:
        raise Problem("GAIA_CO02")
    users = [(code, user_of(call.environment.store, code)) for code in dict.fromkeys(codes)]
    for code, user in users:
        if user is None:
            raise Problem("GAIA_IL26", {"code": code})
    filled = filled_from(app.use.form, doc)
    workers = app.use.form.by_type["STATUS_ASSIGNEE"].code
    filled.values[workers] = [user.entity for _, user in users if user]
    _touched(call, app, filled)
    return {"revision": str(keep(call, app, record, filled, revision + 1))}
