"""Changing the settings that hold no fields: name and look, notes for administrators, customising files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.editing import edited_app, keep_part
from kaizen_helpers.kintone.sandbox.apps.field_defaults import truth
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.params import ENUM, REQUIRED, Params, too_long
from kaizen_helpers.kintone.sandbox.problems import Problem, Said
from kaizen_helpers.kintone.sandbox.records.files import attach

__all__ = ["set_customize", "set_notes", "set_settings"]

THEMES = ("WHITE", "CLIPBOARD", "BINDER", "PENCIL", "CLIPS", "RED", "GREEN", "BLUE", "YELLOW", "BLACK")
_FLAGS = (
    "enableThumbnails", "enableBulkDeletion", "enableComments", "enableDuplicateRecord", "enableInlineRecordEditing",
)  # fmt: skip
_MOST_FILES = 30
TOO_LONG = too_long(10_000)


def set_settings(call: Call) -> dict[str, str]:
    """``PUT preview/app/settings.json``: only what is sent changes."""
    params = call.params
    name, description = params.text("name", longest=64), params.text("description", longest=10_000)
    theme, month = params.one_of("theme", THEMES), params.number("firstMonthOfFiscalYear", least=1)
    icon, title, precision = (params.object(one) for one in ("icon", "titleField", "numberPrecision"))
    if params.has("name") and not name:
        params.wrong("name", REQUIRED)
    if month is not None and month > 12:
        params.wrong("firstMonthOfFiscalYear", ENUM)
    if title and title.get("selectionMode") not in ("AUTO", "MANUAL"):
        params.wrong("titleField.selectionMode", ENUM)
    app = edited_app(call, params)
    settings = app.preview.part("settings")
    for key, value in (("name", name), ("description", description), ("theme", theme)):
        if params.has(key):
            settings[key] = value
    for flag in _FLAGS:
        if params.has(flag):
            settings[flag] = truth(params.given[flag])
    if month is not None:
        settings["firstMonthOfFiscalYear"] = str(month)
    if icon:
        settings["icon"] = _icon(call, app.id, icon)
    if title:
        settings["titleField"] = _title(app.preview.form.fields, title)
    if precision:
        settings["numberPrecision"] |= {key: str(value) for key, value in precision.items()}
    return {"revision": keep_part(call, app, {"settings": settings})}


def _icon(call: Call, app: int, icon: Mapping[str, Any]) -> dict[str, Any]:
    if icon.get("type") == "FILE":
        return {"type": "FILE", "file": attach(call, icon.get("file"), app)}
    return {"type": "PRESET", "key": str(icon.get("key", "APP72"))}


def _title(fields: Mapping[str, Any], title: Mapping[str, Any]) -> dict[str, Any]:
    if title["selectionMode"] == "AUTO":
        return {"selectionMode": "AUTO"}
    if title.get("code") not in fields:
        raise Problem("GAIA_FC01", {"field": title.get("code")})
    return {"selectionMode": "MANUAL", "code": title["code"]}


def set_notes(call: Call) -> dict[str, str]:
    """``PUT preview/app/adminNotes.json``."""
    params = call.params
    content, included = params.text("content"), params.flag("includeInTemplateAndDuplicates")
    if len(content) > 10_000:
        params.wrong("content", TOO_LONG)
    app = edited_app(call, params)
    notes = app.preview.part("adminNotes")
    if params.has("content"):
        notes["content"] = content
    if params.has("includeInTemplateAndDuplicates"):
        notes["includeInTemplateAndDuplicates"] = included
    return {"revision": keep_part(call, app, {"adminNotes": notes})}


def set_customize(call: Call) -> dict[str, str]:
    """``PUT preview/app/customize.json``: lists that are sent replace the old ones. Nothing of it is ever run here."""
    params = call.params
    scope = params.one_of("scope", ("ALL", "ADMIN", "NONE"))
    sent = {device: params.object(device) for device in ("desktop", "mobile")}
    for device, lists in sent.items():
        for kind in ("js", "css"):
            if lists.get(kind) is not None:
                _check_files(params, f"{device}.{kind}", lists[kind])
    app = edited_app(call, params)
    customize = app.preview.part("customize")
    if scope:
        customize["scope"] = scope
    for device, lists in sent.items():
        for kind in ("js", "css"):
            if lists.get(kind) is not None:
                customize[device][kind] = [_script(call, app.id, item) for item in lists[kind]]
    return {"revision": keep_part(call, app, {"customize": customize})}


def _check_files(params: Params, path: str, items: Any) -> None:
    if not isinstance(items, list) or len(items) > _MOST_FILES:
        params.wrong(path, Said(f"{_MOST_FILES}個以内で指定してください。", f"must be {_MOST_FILES} or fewer"))
        return
    for place, item in enumerate(items):
        if not isinstance(item, Mapping) or item.get("type") not in ("URL", "FILE"):
            params.wrong(f"{path}[{place}].type", ENUM)
        elif item["type"] == "URL" and not str(item.get("url") or "").startswith("https://"):
            params.wrong(
                f"{path}[{place}].url", Said("https:// で始まるURLを指定してください。", "must start with https://")
            )


def _script(call: Call, app: int, item: Mapping[str, Any]) -> dict[str, Any]:
    if item["type"] == "URL":
        return {"type": "URL", "url": item["url"]}
    return {"type": "FILE", "file": attach(call, item.get("file"), app)}
