"""Making an app: what it has before anybody has set anything."""

from __future__ import annotations

import json
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.access import check_space, may_make_apps
from kaizen_helpers.kintone.sandbox.apps.form import BUILT_IN
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.problems import Problem

__all__ = ["add_app", "new_parts"]


def add_app(call: Call) -> dict[str, Any]:
    """``POST preview/app.json``: a new app that is not in use yet."""
    params = call.params
    name = params.text("name", required=True, longest=64)
    space = params.number("space", least=1)
    params.done()
    may_make_apps(call)
    if space and not call.environment.store.row("SELECT 1 FROM space WHERE id = ?", (space,)):
        raise Problem("CB_NO02")
    check_space(call, space or call.guest_space or None)
    user, now = call.caller.user, call.environment.clock.stamp()
    with call.environment.store.change() as db:
        cursor = db.execute(
            "INSERT INTO app (space, creator, created, modifier, modified, preview_revision, preview)"
            " VALUES (?, ?, ?, ?, ?, 2, ?)",
            (space, user.code, now, user.code, now, json.dumps(new_parts(name), ensure_ascii=False)),
        )
        number = int(cursor.lastrowid or 0)
        for place, code in enumerate(BUILT_IN.values(), 1):
            db.execute("INSERT INTO field VALUES (?, ?, ?)", (number, code, place))
    return {"app": str(number), "revision": "2"}


def new_parts(name: str) -> dict[str, Any]:
    """The settings of an app without any field of its own."""
    everyone = {
        "entity": {"type": "GROUP", "code": "everyone"}, "includeSubs": False, "appEditable": False,
        "recordViewable": True, "recordAddable": True, "recordEditable": True, "recordDeletable": True,
        "recordImportable": False, "recordExportable": False,
    }  # fmt: skip
    creator = {key: True for key in everyone if key not in ("entity", "includeSubs")}
    return {
        "settings": {
            "name": name, "description": "", "icon": {"type": "PRESET", "key": "APP72"}, "theme": "WHITE",
            "titleField": {"selectionMode": "AUTO"}, "enableThumbnails": True, "enableBulkDeletion": False,
            "enableComments": True, "enableDuplicateRecord": True, "enableInlineRecordEditing": True,
            "numberPrecision": {"digits": "16", "decimalPlaces": "4", "roundingMode": "HALF_EVEN"},
            "firstMonthOfFiscalYear": "4",
        },
        "properties": {code: _built_in(code, kind) for kind, code in BUILT_IN.items()},
        "layout": [],
        "views": {},
        "status": {"enable": False, "states": None, "actions": None},
        "acl": {
            "rights": [
                {"entity": {"type": "CREATOR", "code": None}, "includeSubs": False, **creator},
                everyone,
            ]
        },
        "recordAcl": {"rights": []},
        "fieldAcl": {"rights": []},
        "notifications": {"general": {"notifications": [], "notifyToCommenter": True},
                          "perRecord": {"notifications": []},
                          "reminder": {"notifications": [], "timezone": "Asia/Tokyo"}},
        "reports": {},
        "actions": {},
        "customize": {"scope": "ALL", "desktop": {"js": [], "css": []}, "mobile": {"js": [], "css": []}},
        "adminNotes": {"content": "", "includeInTemplateAndDuplicates": False},
    }  # fmt: skip


def _built_in(code: str, kind: str) -> dict[str, Any]:
    common: dict[str, Any] = {"type": kind, "code": code, "label": code}
    if kind in ("CATEGORY", "STATUS", "STATUS_ASSIGNEE"):
        return {**common, "enabled": False}
    return {**common, "noLabel": False}
