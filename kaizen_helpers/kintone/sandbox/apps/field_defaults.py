"""What a new field has where the caller says nothing (reference/kintone.md §2.2), by type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["MAY_BE_UNIQUE", "TYPES", "completed", "truth"]

MAY_BE_UNIQUE = frozenset(["SINGLE_LINE_TEXT", "NUMBER", "LINK", "DATE", "DATETIME"])
"""``unique`` is kept for these and dropped without a word elsewhere."""

_NAMED: dict[str, Any] = {"noLabel": False, "required": False}
_OPTIONS: dict[str, Any] = {**_NAMED, "options": {}}
_PEOPLE: dict[str, Any] = {**_NAMED, "entities": [], "defaultValue": []}
TYPES: Mapping[str, dict[str, Any]] = {
    "SINGLE_LINE_TEXT": {
        **_NAMED, "unique": False, "minLength": "", "maxLength": "", "defaultValue": "",
        "expression": "", "hideExpression": False,
    },
    "MULTI_LINE_TEXT": {**_NAMED, "defaultValue": ""},
    "RICH_TEXT": {**_NAMED, "defaultValue": ""},
    "NUMBER": {
        **_NAMED, "unique": False, "minValue": "", "maxValue": "", "defaultValue": "", "digit": False,
        "displayScale": "", "unit": "", "unitPosition": "BEFORE",
    },
    "CALC": {
        **_NAMED, "expression": "", "format": "NUMBER", "displayScale": "", "hideExpression": False, "unit": "",
        "unitPosition": "BEFORE",
    },
    "RADIO_BUTTON": {**_OPTIONS, "required": True, "align": "HORIZONTAL"},
    "CHECK_BOX": {**_OPTIONS, "defaultValue": [], "align": "HORIZONTAL"},
    "MULTI_SELECT": {**_OPTIONS, "defaultValue": []},
    "DROP_DOWN": {**_OPTIONS, "defaultValue": ""},
    "DATE": {**_NAMED, "unique": False, "defaultValue": "", "defaultNowValue": False},
    "TIME": {**_NAMED, "defaultValue": "", "defaultNowValue": False},
    "DATETIME": {**_NAMED, "unique": False, "defaultValue": "", "defaultNowValue": False},
    "FILE": {**_NAMED, "thumbnailSize": "50"},
    "LINK": {**_NAMED, "unique": False, "minLength": "", "maxLength": "", "defaultValue": "", "protocol": "WEB"},
    "USER_SELECT": _PEOPLE,
    "ORGANIZATION_SELECT": _PEOPLE,
    "GROUP_SELECT": _PEOPLE,
    "REFERENCE_TABLE": {"noLabel": False, "referenceTable": None},
    "SUBTABLE": {"noLabel": False, "fields": {}},
    "GROUP": {"noLabel": False, "openGroup": False},
    "RECORD_NUMBER": {"noLabel": False},
    "CREATOR": {"noLabel": False},
    "CREATED_TIME": {"noLabel": False},
    "MODIFIER": {"noLabel": False},
    "UPDATED_TIME": {"noLabel": False},
}  # fmt: skip
"""The types a caller may add, with their settings."""

_FLAGS = frozenset(["noLabel", "required", "unique", "hideExpression", "digit", "defaultNowValue", "openGroup"])
_TEXTS = frozenset(
    ["minLength", "maxLength", "minValue", "maxValue", "displayScale", "expression", "unit", "defaultValue"]
)
_LOOKUP = {"fieldMappings": [], "lookupPickerFields": [], "filterCond": "", "sort": "レコード番号 desc"}


def truth(value: Any) -> bool:
    """A flag; the text 「false」 is one too."""
    return value is True or (isinstance(value, str) and value.lower() == "true")


def completed(given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a field: what was sent, over what its type begins with."""
    kind = given["type"]
    found: dict[str, Any] = {"type": kind, "code": given["code"], "label": given.get("label", given["code"])}
    begins = TYPES[kind]
    lookup = given.get("lookup")
    for name, default in begins.items():
        if isinstance(lookup, Mapping) and name in ("unique", "minLength", "maxLength", "minValue", "maxValue",
                                                    "defaultValue", "expression", "hideExpression"):  # fmt: skip
            continue
        value = given.get(name)
        if name in _FLAGS:
            found[name] = default if value is None else truth(value)
        elif name in _TEXTS and not isinstance(default, list):
            found[name] = "" if value is None else str(value)
        else:
            found[name] = default if value is None else value
    if "options" in begins:
        found["options"] = _options(given.get("options") or {})
    if kind == "RADIO_BUTTON":
        first = min(found["options"].values(), key=lambda one: int(one["index"]), default={"label": ""})
        found["defaultValue"] = given.get("defaultValue") or first["label"]
    if isinstance(lookup, Mapping):
        found["lookup"] = {**_LOOKUP, **{key: value for key, value in lookup.items() if value is not None}}
    return found


def _options(given: Mapping[str, Any]) -> dict[str, Any]:
    ordered = sorted(given.items(), key=lambda item: int(item[1].get("index", 0)))
    return {
        name: {"label": str(one.get("label", name)), "index": str(place)} for place, (name, one) in enumerate(ordered)
    }
