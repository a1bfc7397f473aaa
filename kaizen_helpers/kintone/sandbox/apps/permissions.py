"""Setting who may do what: in the app, with which records, with which fields; and who is told of what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.editing import edited_app, keep_live_part, keep_part
from kaizen_helpers.kintone.sandbox.apps.field_defaults import truth
from kaizen_helpers.kintone.sandbox.apps.keeping import App
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.params import ENUM, OBJECT, REQUIRED, Params
from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.query.sql import condition_sql
from kaizen_helpers.kintone.sandbox.query.syntax import parse_query

__all__ = [
    "set_app_rights",
    "set_field_rights",
    "set_general_notifications",
    "set_live_app_rights",
    "set_live_field_rights",
    "set_live_record_rights",
    "set_record_notifications",
    "set_record_rights",
    "set_reminders",
]

_APP_RIGHTS = (
    "appEditable", "recordViewable", "recordAddable", "recordEditable", "recordDeletable", "recordImportable",
    "recordExportable",
)  # fmt: skip
_ENTITIES = ("USER", "GROUP", "ORGANIZATION", "CREATOR", "FIELD_ENTITY")
Keep = Callable[[Call, App, Mapping[str, Any]], str]
"""Writes changed parts of an app and gives the new revision."""
_EVENTS = ("recordAdded", "recordEdited", "commentAdded", "statusChanged", "fileImported")


def set_app_rights(call: Call) -> dict[str, str]:
    """``PUT preview/app/acl.json``."""
    return _set_app_rights(call, keep_part)


def set_live_app_rights(call: Call) -> dict[str, str]:
    """``PUT app/acl.json``: in force at once."""
    return _set_app_rights(call, keep_live_part)


def set_record_rights(call: Call) -> dict[str, str]:
    """``PUT preview/record/acl.json``: the first condition that a record fulfils counts for it."""
    return _set_record_rights(call, keep_part)


def set_live_record_rights(call: Call) -> dict[str, str]:
    """``PUT record/acl.json``: in force at once."""
    return _set_record_rights(call, keep_live_part)


def set_field_rights(call: Call) -> dict[str, str]:
    """``PUT preview/field/acl.json``."""
    return _set_field_rights(call, keep_part)


def set_live_field_rights(call: Call) -> dict[str, str]:
    """``PUT field/acl.json``: in force at once."""
    return _set_field_rights(call, keep_live_part)


def _set_app_rights(call: Call, keep: Keep) -> dict[str, str]:
    params = call.params
    rights = _entries(params, "rights")
    app = edited_app(call, params)
    told = [
        {**_whom(call, app, right), **{key: truth(right.get(key)) for key in _APP_RIGHTS}}
        for right in rights
    ]  # fmt: skip
    return {"revision": keep(call, app, {"acl": {"rights": told}})}


def _set_record_rights(call: Call, keep: Keep) -> dict[str, str]:
    params = call.params
    rights = _entries(params, "rights", inner="entities")
    app = _edited_by_either_name(call, params)
    told = [
        {
            "filterCond": _condition(call, app, right),
            "entities": [
                {**_whom(call, app, one), **{key: truth(one.get(key)) for key in ("viewable", "editable", "deletable")}}
                for one in right["entities"]
            ],
        }
        for right in rights
    ]
    return {"revision": keep(call, app, {"recordAcl": {"rights": told}})}


def _set_field_rights(call: Call, keep: Keep) -> dict[str, str]:
    params = call.params
    rights = _entries(params, "rights", inner="entities")
    for place, right in enumerate(rights):
        listed = right.get("entities") if isinstance(right, Mapping) else None
        for inner, one in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(one, Mapping) and one.get("accessibility") not in ("WRITE", "READ", "NONE"):
                params.wrong(f"rights[{place}].entities[{inner}].accessibility", ENUM)
    app = _edited_by_either_name(call, params)
    told = [
        {
            "code": _field(app, right.get("code")),
            "entities": [{"accessibility": one["accessibility"], **_whom(call, app, one)} for one in right["entities"]],
        }
        for right in rights
    ]
    return {"revision": keep(call, app, {"fieldAcl": {"rights": told}})}


def set_general_notifications(call: Call) -> dict[str, str]:
    """``PUT preview/app/notifications/general.json``."""
    params = call.params
    notifications, commenter = _entries(params, "notifications", required=False), params.flag("notifyToCommenter")
    app = edited_app(call, params)
    kept = app.preview.part("notifications")
    if params.has("notifications"):
        kept["general"]["notifications"] = [
            {**_whom(call, app, one), **{key: truth(one.get(key)) for key in _EVENTS}} for one in notifications
        ]
    if params.has("notifyToCommenter"):
        kept["general"]["notifyToCommenter"] = commenter
    return {"revision": keep_part(call, app, {"notifications": kept})}


def set_record_notifications(call: Call) -> dict[str, str]:
    """``PUT preview/app/notifications/perRecord.json``."""
    params = call.params
    notifications = _entries(params, "notifications", inner="targets")
    app = edited_app(call, params)
    kept = app.preview.part("notifications")
    kept["perRecord"] = {
        "notifications": [
            {
                "filterCond": _condition(call, app, one),
                "title": str(one.get("title") or ""),
                "targets": _targets(call, app, one),
            }
            for one in notifications
        ]
    }
    return {"revision": keep_part(call, app, {"notifications": kept})}


def set_reminders(call: Call) -> dict[str, str]:
    """``PUT preview/app/notifications/reminder.json``."""
    params = call.params
    notifications, zone = _entries(params, "notifications", inner="targets", required=False), params.text("timezone")
    app = edited_app(call, params)
    kept = app.preview.part("notifications")
    if params.has("notifications"):
        kept["reminder"]["notifications"] = [_reminder(call, app, one) for one in notifications]
    if zone:
        kept["reminder"]["timezone"] = zone
    return {"revision": keep_part(call, app, {"notifications": kept})}


def _reminder(call: Call, app: App, one: Mapping[str, Any]) -> dict[str, Any]:
    timing = one.get("timing")
    if not isinstance(timing, Mapping):
        raise Problem("CB_IL02")
    _field(app, timing.get("code"))
    when = {"time": str(timing["time"])} if "time" in timing else {"hoursLater": str(timing.get("hoursLater", 0))}
    return {
        "timing": {"code": timing["code"], "daysLater": str(timing.get("daysLater", 0)), **when},
        "filterCond": _condition(call, app, one),
        "title": str(one.get("title") or ""),
        "targets": _targets(call, app, one),
    }


def _entries(params: Params, name: str, *, inner: str = "", required: bool = True) -> list[Any]:
    """A list of objects; with ``inner``, each of them has a list of objects under that name."""
    entries = params.items(name, required=required)
    for place, entry in enumerate(entries):
        path = f"{name}[{place}]"
        if not isinstance(entry, Mapping):
            params.wrong(path, OBJECT)
            continue
        listed = [(path, entry)]
        if inner:
            items = entry.get(inner)
            if not isinstance(items, list):
                params.wrong(f"{path}.{inner}", REQUIRED)
                continue
            listed = [(f"{path}.{inner}[{number}]", item) for number, item in enumerate(items)]
        for where, item in listed:
            entity = item.get("entity") if isinstance(item, Mapping) else None
            if not isinstance(entity, Mapping):
                params.wrong(f"{where}.entity", REQUIRED)
            elif entity.get("type") not in _ENTITIES:
                params.wrong(f"{where}.entity.type", ENUM)
    return entries


def _edited_by_either_name(call: Call, params: Params) -> App:
    """These two APIs take the app's number as ``app`` or as ``id``."""
    if not params.has("app") and params.has("id"):
        params.given = {**params.given, "app": params.given["id"]}
    return edited_app(call, params)


_TABLES = {"USER": ("user", "GAIA_IL26"), "ORGANIZATION": ("organization", "GAIA_IL28"), "GROUP": ("team", "CB_VA01")}


def _whom(call: Call, app: App, one: Mapping[str, Any]) -> dict[str, Any]:
    """The person, group or field that an entry means, if it is there."""
    kind, code = one["entity"]["type"], one["entity"].get("code")
    if kind == "CREATOR":
        code = None
    elif kind == "FIELD_ENTITY":
        _field(app, code)
    elif not (kind == "GROUP" and code in ("everyone", "Administrators")):
        table, problem = _TABLES[kind]
        if not isinstance(code, str):
            raise Problem("CB_IL02")
        if not call.environment.store.row(f"SELECT 1 FROM {table} WHERE code = ?", (code,)):
            raise Problem(problem, {"code": code})
    return {"entity": {"type": kind, "code": code}, "includeSubs": truth(one.get("includeSubs"))}


def _targets(call: Call, app: App, one: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [_whom(call, app, target) for target in one["targets"]]


def _field(app: App, code: Any) -> str:
    if not isinstance(code, str) or app.preview.form.find(code) is None:
        raise Problem("GAIA_FC01", {"field": code})
    return code


def _condition(call: Call, app: App, one: Mapping[str, Any]) -> str:
    text = str(one.get("filterCond") or "")
    condition_sql(call, app.id, app.preview.form, parse_query(text).condition)
    return text
