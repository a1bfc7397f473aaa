"""The fields of a form: add, change, delete (``preview/app/form/fields.json``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.editing import edited_app, keep_part
from kaizen_helpers.kintone.sandbox.apps.field_defaults import TYPES, completed
from kaizen_helpers.kintone.sandbox.apps.form import BUILT_IN
from kaizen_helpers.kintone.sandbox.apps.keeping import App
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.params import ENUM, OBJECT, REQUIRED, Params, too_long
from kaizen_helpers.kintone.sandbox.problems import Problem, Said

__all__ = ["add_fields", "delete_fields", "update_fields"]

_MOST_DELETED = 100
_LONGEST = 128
_MOST_FIELDS = 500
SAME_CODE = Said("フィールドコードが重複しています。", "The field code already exists.")
TOO_MANY = Said(
    f"1つのアプリに置けるフィールドは{_MOST_FIELDS}個までです。", f"An app can have up to {_MOST_FIELDS} fields."
)
FORBIDDEN_CODE = Said(
    "フィールドコードに使えない文字が含まれています。", "The field code includes characters that cannot be used."
)


def add_fields(call: Call) -> dict[str, Any]:
    """``POST preview/app/form/fields.json``."""
    params = call.params
    given = params.object("properties", required=True)
    app = edited_app(call, params)
    properties = app.preview.part("properties")
    taken = {one.code for one in app.preview.form.everywhere()}
    checks = call.params
    for key, one in given.items():
        _check_new(checks, f"properties[{key}]", one, taken)
    if len(taken) - len(BUILT_IN) > _MOST_FIELDS:
        checks.wrong("properties", TOO_MANY)
    checks.done()
    for one in given.values():
        properties[one["code"]] = _made(one)
    _give_numbers(call, app, properties)
    layout = [*app.preview.part("layout"), *(_row(one) for one in given.values())]
    return {"revision": keep_part(call, app, {"properties": properties, "layout": layout})}


def _check_new(checks: Params, path: str, one: Any, taken: set[str]) -> None:
    if not isinstance(one, Mapping):
        checks.wrong(path, OBJECT)
        return
    kind, code = one.get("type"), one.get("code")
    if not kind:
        checks.wrong(f"{path}.type", REQUIRED)
    elif not isinstance(kind, str) or kind not in TYPES:
        checks.wrong(f"{path}.type", ENUM)
    if not isinstance(code, str) or not code:
        checks.wrong(f"{path}.code", REQUIRED)
    elif len(code) > _LONGEST or not _is_code(code):
        checks.wrong(f"{path}.code", FORBIDDEN_CODE)
    elif code in taken:
        checks.wrong(f"{path}.code", SAME_CODE)
    else:
        taken.add(code)
    _check_words(checks, path, one)
    if kind == "SUBTABLE":
        inner = one.get("fields") or {}
        for name, field in inner.items() if isinstance(inner, Mapping) else ():
            _check_new(checks, f"{path}.fields[{name}]", field, taken)


def _check_words(checks: Params, path: str, one: Mapping[str, Any]) -> None:
    """The length of what people read: the name of the field, and its options."""
    label, options = one.get("label"), one.get("options")
    if isinstance(label, str) and len(label) > _LONGEST:
        checks.wrong(f"{path}.label", too_long(_LONGEST))
    for name in options if isinstance(options, Mapping) else ():
        if len(name) > _LONGEST:
            checks.wrong(f"{path}.options[{name}].label", too_long(_LONGEST))


def _is_code(code: str) -> bool:
    """Letters of any language, digits not at the beginning, and 「_ ＿ ･ ・ ＄ ￥」."""
    return not code[0].isdigit() and all(letter.isalnum() or letter in "_＿･・ー＄￥々〆〇$" for letter in code)


def _made(given: Mapping[str, Any]) -> dict[str, Any]:
    made = completed(given)
    if made["type"] == "SUBTABLE":
        made["fields"] = {one["code"]: _inside(one) for one in (given.get("fields") or {}).values()}
    return made


def _inside(given: Mapping[str, Any]) -> dict[str, Any]:
    """A field of a table: its values may always repeat."""
    made = completed(given)
    return {**made, "unique": False} if "unique" in made else made


def _row(given: Mapping[str, Any]) -> dict[str, Any]:
    """A new field stands at the end of the form, in a row of its own."""
    kind, code = given["type"], given["code"]
    if kind == "SUBTABLE":
        fields = [
            {"type": one["type"], "code": one["code"], "size": {"width": "193"}} for one in given["fields"].values()
        ]
        return {"type": kind, "code": code, "fields": fields}
    if kind == "GROUP":
        return {"type": kind, "code": code, "layout": []}
    return {"type": "ROW", "fields": [{"type": kind, "code": code, "size": {"width": "193"}}]}


def _give_numbers(call: Call, app: App, properties: Mapping[str, Any]) -> None:
    """Give every code a column number that it keeps."""
    db, numbers = call.environment.store.db, app.preview.numbers
    next_number = max(numbers.values(), default=0) + 1
    codes = [*properties, *(code for one in properties.values() for code in one.get("fields") or ())]
    for code in codes:
        if code not in numbers:
            db.execute("INSERT INTO field VALUES (?, ?, ?)", (app.id, code, next_number))
            next_number += 1


def update_fields(call: Call) -> dict[str, Any]:
    """``PUT preview/app/form/fields.json``: only what is sent changes; a new code renames the field."""
    params = call.params
    given = params.object("properties", required=True)
    app = edited_app(call, params)
    properties = app.preview.part("properties")
    renamed: dict[str, str] = {}
    for code, change in given.items():
        if code not in properties:
            raise Problem("GAIA_FC01", {"field": code})
        if not isinstance(change, Mapping):
            raise Problem("CB_IL02")
        if not isinstance(change.get("code", code), str):
            raise Problem("CB_IL02")
        _check_words(params, f"properties[{code}]", change)
        properties[code] = _changed(properties[code], change)
        if properties[code]["code"] != code:
            renamed[code] = properties[code]["code"]
    params.done()
    for old, new in renamed.items():
        number = app.preview.numbers[old]
        call.environment.store.db.execute("INSERT OR REPLACE INTO field VALUES (?, ?, ?)", (app.id, new, number))
    properties = {one["code"]: one for one in properties.values()}
    _give_numbers(call, app, properties)
    return {"revision": keep_part(call, app, {"properties": properties})}


def _changed(old: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    if old["type"] in BUILT_IN:
        return {**old, **{key: change[key] for key in ("label", "code", "noLabel", "enabled") if key in change}}
    merged = {**old, **{key: value for key, value in change.items() if key not in ("type", "fields")}}
    made = completed(merged)
    if old["type"] == "SUBTABLE":
        fields = {**old["fields"], **(change.get("fields") or {})}
        made["fields"] = {
            one["code"]: _inside(one)
            for one in ({**old["fields"].get(code, {}), "code": code, **one} for code, one in fields.items())
        }
    return made


def delete_fields(call: Call) -> dict[str, Any]:
    """``DELETE preview/app/form/fields.json``."""
    params = call.params
    codes = params.texts("fields", required=True, most=_MOST_DELETED)
    app = edited_app(call, params)
    properties = app.preview.part("properties")
    for code in codes:
        if code not in properties or properties[code]["type"] in BUILT_IN:
            raise Problem("GAIA_FC01", {"field": code})
        _not_looked_up(call, app, code)
        del properties[code]
    layout = _without(app.preview.part("layout"), set(codes))
    return {"revision": keep_part(call, app, {"properties": properties, "layout": layout})}


def _not_looked_up(call: Call, app: App, code: str) -> None:
    for number in call.environment.apps.ids():
        for one in call.environment.apps.get(number).preview.form.everywhere():
            lookup = one.lookup
            if lookup and str(lookup["relatedApp"].get("app")) == str(app.id) and lookup.get("relatedKeyField") == code:
                raise Problem("GAIA_LO02", {"field": code})


def _without(layout: list[dict[str, Any]], codes: set[str]) -> list[dict[str, Any]]:
    kept = []
    for row in layout:
        if row.get("code") in codes:
            continue
        if row["type"] == "GROUP":
            row["layout"] = _without(row["layout"], codes)
        elif row["type"] == "ROW":
            row["fields"] = [one for one in row["fields"] if one.get("code") not in codes]
            if not row["fields"]:
                continue
        kept.append(row)
    return kept
