"""``records/acl/evaluate.json``: what the caller may do with these records and their fields."""

from __future__ import annotations

from typing import Any

from kaizen_helpers.kintone.sandbox.apps.access import open_app
from kaizen_helpers.kintone.sandbox.apps.form import NO_VALUE
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.people.records import field_access, record_rights
from kaizen_helpers.kintone.sandbox.people.rights import app_rights

__all__ = ["evaluate_rights"]

_MOST = 100


def evaluate_rights(call: Call) -> dict[str, Any]:
    """For each record: viewable, editable, deletable; and the same of its fields."""
    params = call.params
    number, ids = params.id("app"), params.ids("ids", required=True, most=_MOST)
    params.done()
    app = open_app(call, number, "view")
    limits = field_access(call, app)
    granted = call.caller.tokens[app.id] if call.caller.tokens is not None else None
    in_app = app_rights(call, app)
    may = {
        right: right in granted if granted is not None else in_app.allows(right) for right in ("view", "edit", "delete")
    }
    told = []
    for record in ids:
        rights = record_rights(call, app, record)
        viewable, editable = may["view"] and rights.viewable, may["edit"] and rights.editable
        fields = {
            code: {
                "viewable": viewable and limits.get(code) != "NONE",
                "editable": editable and code not in limits,
            }
            for code, one in app.use.form.fields.items()
            if one.type not in NO_VALUE
        }
        told.append(
            {
                "id": str(record),
                "record": {
                    "viewable": viewable,
                    "editable": editable,
                    "deletable": may["delete"] and rights.deletable,
                },
                "fields": fields,
            }
        )
    return {"rights": told}
