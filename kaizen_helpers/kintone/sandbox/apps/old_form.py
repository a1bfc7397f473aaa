"""``form.json``: the form as the older API tells it, one flat list with few properties (schemas ``FormGet…``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.editing import read_part
from kaizen_helpers.kintone.sandbox.call import Call

__all__ = ["get_form", "get_preview_form"]

_TOLD = (
    "type", "code", "label", "noLabel", "required", "unique", "defaultValue", "minLength", "maxLength", "minValue",
    "maxValue", "digit", "displayScale", "unit", "unitPosition", "expression", "hideExpression", "format", "protocol",
    "elementId",
)  # fmt: skip
"""Properties that both APIs have, in the order in which they are told."""
_DAYS = ("DATE", "DATETIME", "TIME")
_NOT_TOLD = ("CATEGORY", "STATUS", "STATUS_ASSIGNEE", "GROUP")


def get_form(call: Call) -> dict[str, Any]:
    """``GET form.json``."""
    return _form(call, preview=False)


def get_preview_form(call: Call) -> dict[str, Any]:
    """``GET preview/form.json``."""
    return _form(call, preview=True)


def _form(call: Call, *, preview: bool) -> dict[str, Any]:
    app, properties = read_part(call, "properties", preview=preview)
    layout = (app.preview if preview else app.use).parts["layout"]
    place = {code: at for at, code in enumerate(_codes(layout))}
    fields = [one for one in properties.values() if one["type"] not in _NOT_TOLD]
    fields.sort(key=lambda one: place.get(one["code"], len(place)))
    return {"properties": [_told(one) for one in fields]}


def _codes(rows: list[Mapping[str, Any]]) -> list[str]:
    """Codes of the layout from top to bottom, those inside groups too."""
    found: list[str] = []
    for row in rows:
        if row["type"] == "SUBTABLE":
            found.append(row["code"])
        elif row["type"] == "GROUP":
            found += _codes(row.get("layout", []))
        else:
            found += [field["code"] for field in row["fields"] if "code" in field]
    return found


def _told(one: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: one[name] for name in _TOLD if name in one}
    if "options" in one:
        told["options"] = sorted(one["options"], key=lambda option: int(one["options"][option]["index"]))
    if "fields" in one:
        told["fields"] = [_told(inner) for inner in one["fields"].values()]
    if one["type"] in _DAYS:
        told["defaultExpression"] = "NOW" if one.get("defaultNowValue") in (True, "true") else None
    related = one.get("lookup") or one.get("referenceTable")
    if related:
        told["relatedApp"] = str(related["relatedApp"]["app"])
    return told
