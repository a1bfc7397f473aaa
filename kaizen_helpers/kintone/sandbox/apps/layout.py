"""How the fields stand in the form (``app/form/layout.json``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.editing import edited_app, keep_part
from kaizen_helpers.kintone.sandbox.apps.form import Form
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.params import objects
from kaizen_helpers.kintone.sandbox.problems import Problem, Said, invalid

__all__ = ["set_layout"]

_DECORATION = frozenset(["LABEL", "SPACER", "HR"])
_ALWAYS_THERE = frozenset(["CATEGORY", "STATUS", "STATUS_ASSIGNEE"])
_BUILT_IN = frozenset(["RECORD_NUMBER", "CREATOR", "CREATED_TIME", "MODIFIER", "UPDATED_TIME"])
MISSING = Said("フォームのすべてのフィールドを指定してください。", "All fields of the form must be specified.")
TWICE = Said("同じフィールドを2回以上指定できません。", "A field cannot be specified twice.")
WRONG_ROW = Said("ROW、SUBTABLE、GROUPのいずれかを指定してください。", "must be ROW, SUBTABLE or GROUP")


def set_layout(call: Call) -> dict[str, str]:
    """``PUT preview/app/form/layout.json``: every field of the form must have its place."""
    params = call.params
    rows = params.items("layout", required=True)
    app = edited_app(call, params)
    form = app.preview.form
    placed: list[str] = []
    layout = [_row(form, row, f"layout[{place}]", placed) for place, row in enumerate(rows)]
    if len(placed) != len(set(placed)):
        raise invalid({"layout": [TWICE]})
    needed = {code for code, one in form.fields.items() if one.type not in _ALWAYS_THERE | _BUILT_IN}
    if needed - set(placed):
        raise invalid({"layout": [MISSING]})
    return {"revision": keep_part(call, app, {"layout": layout})}


def _row(form: Form, row: Any, path: str, placed: list[str]) -> dict[str, Any]:
    kind = row.get("type") if isinstance(row, Mapping) else None
    if kind == "ROW":
        return {"type": "ROW", "fields": [_field(form, one, placed) for one in objects(row.get("fields"))]}
    if kind not in ("SUBTABLE", "GROUP"):
        raise invalid({f"{path}.type": [WRONG_ROW]})
    code = row.get("code")
    if code not in form.fields or form.fields[code].type != kind:
        raise Problem("GAIA_FC01", {"field": code})
    placed.append(code)
    if kind == "GROUP":
        inner = objects(row.get("layout"))
        return {"type": kind, "code": code, "layout": [_row(form, one, f"{path}.layout", placed) for one in inner]}
    fields = objects(row.get("fields")) or [{"code": one} for one in form.inner[code]]
    for one in fields:
        if one.get("code") not in form.inner[code]:
            raise Problem("GAIA_FC01", {"field": one.get("code")})
    told = [{"type": form.inner[code][one["code"]].type, "code": one["code"], "size": _size(one)} for one in fields]
    return {"type": kind, "code": code, "fields": told}


def _field(form: Form, given: Any, placed: list[str]) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise Problem("CB_IL02")
    kind, code = given.get("type"), given.get("code")
    if isinstance(kind, str) and kind in _DECORATION:
        texts = {"label": str(given.get("label", ""))} if kind == "LABEL" else {}
        return {"type": kind, **texts, "elementId": str(given.get("elementId", "")), "size": _size(given)}
    if not isinstance(code, str) or code not in form.fields:
        raise Problem("GAIA_FC01", {"field": code})
    placed.append(code)
    return {"type": form.fields[code].type, "code": code, "size": _size(given)}


def _size(given: Mapping[str, Any]) -> dict[str, str]:
    size = given.get("size")
    return {key: str(value) for key, value in size.items()} if isinstance(size, Mapping) else {"width": "193"}
