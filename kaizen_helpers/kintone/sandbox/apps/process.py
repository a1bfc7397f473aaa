"""The process of an app: its states and the actions between them (``app/status.json``; reference/kintone.md §7.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.editing import edited_app, keep_part
from kaizen_helpers.kintone.sandbox.apps.keeping import App
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.params import ENUM, OBJECT, REQUIRED, Params, objects
from kaizen_helpers.kintone.sandbox.problems import Problem, Said
from kaizen_helpers.kintone.sandbox.query.sql import condition_sql
from kaizen_helpers.kintone.sandbox.query.syntax import parse_query

__all__ = ["set_status"]

NO_SUCH_STATE = Said("指定したステータスが見つかりません。", "The specified status is not found.")
FIRST_STATE = Said(
    "最初のステータスの作業者には、作成者だけを指定できます。",
    "Only the creator can be the assignee of the first status.",
)
SAME_NAME = Said("同じ名前を2回以上指定できません。", "A name cannot be specified twice.")


def set_status(call: Call) -> dict[str, str]:
    """``PUT preview/app/status.json``. Records keep their state where it still exists."""
    params = call.params
    enable = params.flag("enable")
    states, actions = params.object("states"), params.items("actions")
    for key, state in states.items():
        _check_state(params, f"states[{key}]", state)
    for place, action in enumerate(actions):
        _check_action(params, f"actions[{place}]", action)
    app = edited_app(call, params)
    status = app.preview.part("status")
    if params.has("enable"):
        status["enable"] = enable
    if params.has("states"):
        status["states"] = _states(app, states)
    if params.has("actions"):
        status["actions"] = [_action(call, app, one, f"actions[{place}]", status) for place, one in enumerate(actions)]
    if status["enable"] and not status["states"]:
        status["states"], status["actions"] = _beginning(app), status["actions"] or []
    properties = app.preview.part("properties")
    for one in properties.values():
        if one["type"] in ("STATUS", "STATUS_ASSIGNEE"):
            one["enabled"] = status["enable"]
    return {"revision": keep_part(call, app, {"status": status, "properties": properties})}


def _check_state(params: Params, path: str, state: Any) -> None:
    if not isinstance(state, Mapping):
        params.wrong(path, OBJECT)
        return
    if state.get("index") is None or not str(state["index"]).isdigit():
        params.wrong(f"{path}.index", REQUIRED)
    assignee = state.get("assignee")
    if assignee is not None and (
        not isinstance(assignee, Mapping) or assignee.get("type") not in ("ONE", "ALL", "ANY")
    ):
        params.wrong(f"{path}.assignee.type", ENUM)


def _check_action(params: Params, path: str, action: Any) -> None:
    if not isinstance(action, Mapping):
        params.wrong(path, OBJECT)
        return
    for key in ("name", "from", "to"):
        if not isinstance(action.get(key), str) or not action[key]:
            params.wrong(f"{path}.{key}", REQUIRED)


def _states(app: App, given: Mapping[str, Any]) -> dict[str, Any]:
    params = Params({})
    kept: dict[str, Any] = {}
    for key, state in sorted(given.items(), key=lambda item: int(item[1]["index"])):
        name = str(state.get("name", key))
        if name in kept:
            params.wrong(f"states[{key}].name", SAME_NAME)
        assignee = state.get("assignee")
        entities = (assignee or {}).get("entities")
        kind = (assignee or {}).get("type", "ONE")
        listed = [_entity(one) for one in objects(entities)] if entities is not None else [_creator(app)]
        if not kept and (kind != "ONE" or any(one["entity"]["type"] != "FIELD_ENTITY" for one in listed)):
            params.wrong(f"states[{key}].assignee", FIRST_STATE)
        kept[name] = {"name": name, "index": str(len(kept)), "assignee": {"type": kind, "entities": listed}}
    params.done()
    return kept


def _entity(one: Any) -> dict[str, Any]:
    entity = one.get("entity")
    if not isinstance(entity, Mapping):
        raise Problem("CB_IL02")
    return {
        "entity": {"type": entity.get("type"), "code": entity.get("code")},
        "includeSubs": one.get("includeSubs") is True,
    }


def _creator(app: App) -> dict[str, Any]:
    code = app.preview.form.by_type["CREATOR"].code
    return {"entity": {"type": "FIELD_ENTITY", "code": code}, "includeSubs": False}


def _action(call: Call, app: App, given: Mapping[str, Any], path: str, status: Mapping[str, Any]) -> dict[str, Any]:
    params = Params({})
    for key in ("from", "to"):
        if given[key] not in (status["states"] or {}):
            params.wrong(f"{path}.{key}", NO_SUCH_STATE)
    params.done()
    condition = str(given.get("filterCond") or "")
    condition_sql(call, app.id, app.preview.form, parse_query(condition).condition)
    return {
        "name": given["name"], "from": given["from"], "to": given["to"], "filterCond": condition, "type": "PRIMARY",
        "executableUser": {"entities": []},
    }  # fmt: skip


def _beginning(app: App) -> dict[str, Any]:
    """The three states that kintone offers when a process is switched on."""
    names = ("未処理", "処理中", "完了")
    return {
        name: {
            "name": name,
            "index": str(place),
            "assignee": {"type": "ONE", "entities": [_creator(app)] if place == 0 else []},
        }
        for place, name in enumerate(names)
    }
