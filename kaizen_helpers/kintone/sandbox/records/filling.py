"""A whole record from what was sent: values checked, tables merged by row, lookups copied, formulas calculated."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.form import NO_VALUE, Form, FormField
from kaizen_helpers.kintone.sandbox.calc.values import calculate
from kaizen_helpers.kintone.sandbox.params import objects
from kaizen_helpers.kintone.sandbox.problems import Problem, Said
from kaizen_helpers.kintone.sandbox.records.lookups import copy_lookups
from kaizen_helpers.kintone.sandbox.records.values import SENT, Checking, column_of, empty_value, take

__all__ = ["Filled", "columns_of", "document", "fill", "filled_from"]

UNKNOWN_FIELD = Said("フィールドが見つかりません。", "The field is not found.")
_PERSON = {"code", "name"}
_DAY_KINDS = {"DATE": slice(0, 10), "TIME": slice(11, 16), "DATETIME": slice(0, None)}


@dataclass
class Filled:
    """The values of a record by field code, as kept. Rows of a table: ``[{"id": int | None, "value": {…}}]``."""

    values: dict[str, Any] = field(default_factory=dict)


def filled_from(form: Form, doc: Mapping[str, Any]) -> Filled:
    """The values of a kept document."""
    values = {code: _plain(doc[code]) for code in form.fields if code in doc}
    return Filled(values)


def _plain(item: Mapping[str, Any]) -> Any:
    if item["type"] != "SUBTABLE":
        return item["value"]
    return [
        {"id": int(row["id"]), "value": {code: inner["value"] for code, inner in row["value"].items()}}
        for row in item["value"]
    ]


def fill(form: Form, sent: Mapping[str, Any], old: Filled | None, path: str, checking: Checking) -> Filled:
    """The record after ``sent``. ``old`` is ``None`` for a new one: then missing keys take their default values."""
    filled = Filled(dict(old.values) if old else {})
    for one in form.fields.values():
        if one.type == "SUBTABLE":
            _fill_table(form, one, sent, filled, path, checking)
        elif one.type in SENT:
            _fill_field(form, one, sent, filled, path, checking)
    for code in sent:
        if code not in form.fields:
            _unknown(form, code)
    copy_lookups(form, sent, filled, old, checking)
    calculate(form, filled.values)
    return filled


def _unknown(form: Form, code: str) -> None:
    """A field that is not in the form is passed over, but a field of a table sent outside of it is an error."""
    if any(code in fields for fields in form.inner.values()):
        raise Problem("CB_VA01", errors={f"record.{code}": [UNKNOWN_FIELD]})


def _fill_field(
    form: Form, one: FormField, sent: Mapping[str, Any], filled: Filled, path: str, checking: Checking
) -> None:
    given = sent.get(one.code)
    if isinstance(given, dict) and "value" in given and one.code not in form.copied:
        filled.values[one.code] = take(one, given["value"], f"{path}.{one.code}", checking)
    elif one.code not in filled.values:
        if one.code in form.copied:
            filled.values[one.code] = empty_value(one.type)
        else:
            filled.values[one.code] = take(one, _default(one, checking), f"{path}.{one.code}", checking)


def _default(one: FormField, checking: Checking) -> Any:
    """What stands in a new record where nothing was sent."""
    if one.properties.get("defaultNowValue") in (True, "true") and one.type in _DAY_KINDS:
        now = checking.call.environment.clock.now()
        if one.type == "DATETIME":
            return now.strftime("%Y-%m-%dT%H:%M:00Z")
        from kaizen_helpers.kintone.sandbox.clock import zone_of

        return now.astimezone(zone_of(checking.call.caller.user.timezone)).isoformat()[_DAY_KINDS[one.type]]
    default = one.properties.get("defaultValue", empty_value(one.type))
    if one.type in ("USER_SELECT", "ORGANIZATION_SELECT", "GROUP_SELECT"):
        return _default_entities(default, checking)
    return default


def _default_entities(default: Any, checking: Checking) -> list[dict[str, str]]:
    """「ログインユーザー」 and 「優先する組織」 become the caller's own."""
    caller, found = checking.call.caller, []
    for item in default or ():
        if item.get("type") == "FUNCTION":
            code = caller.user.code if item.get("code") == "LOGINUSER()" else caller.first_organization
        else:
            code = item.get("code", "")
        if code:
            found.append({"code": code})
    return found


def _fill_table(
    form: Form, table: FormField, sent: Mapping[str, Any], filled: Filled, path: str, checking: Checking
) -> None:
    given = sent.get(table.code)
    old = {row["id"]: row["value"] for row in filled.values.get(table.code, ())}
    if not (isinstance(given, Mapping) and "value" in given):
        if table.code not in filled.values:
            filled.values[table.code] = []
        return
    rows, seen = [], set()
    for place, row in enumerate(objects(given["value"] or None)):
        if not isinstance(row.get("value", {}), Mapping):
            raise Problem("CB_IL02")
        number = _row_id(row.get("id"))
        if number is not None and number in seen:
            raise Problem("GAIA_SI01", {"field": table.code})
        seen.add(number)
        kept = old.get(number) if number is not None else None
        inner_path = f"{path}.{table.code}.value[{place}].value"
        values = _row_values(form, table, row.get("value") or {}, kept, inner_path, checking)
        rows.append({"id": number if kept is not None else None, "value": values})
    filled.values[table.code] = rows


def _row_id(given: Any) -> int | None:
    return int(given) if isinstance(given, int | str) and str(given).isascii() and str(given).isdigit() else None


def _row_values(
    form: Form, table: FormField, sent: Mapping[str, Any], kept: Mapping[str, Any] | None, path: str, checking: Checking
) -> dict[str, Any]:
    row = Filled(dict(kept) if kept else {})
    checking.lenient = True
    for one in form.inner[table.code].values():
        if one.type in SENT:
            _fill_field(form, one, sent, row, path, checking)
        elif one.type not in NO_VALUE and one.code not in row.values:
            row.values[one.code] = empty_value(one.type)
    checking.lenient = False
    return row.values


def columns_of(form: Form, filled: Filled) -> dict[str, Any]:
    """The columns of the app's table for these values."""
    values = filled.values
    return {one.column: column_of(one.type, values[one.code]) for one in form.with_column if one.code in values}


def document(form: Form, filled: Filled, number: int, revision: int) -> str:
    """The ready JSON of the record as it is answered."""
    values = filled.values
    pieces = []
    for code, one in form.fields.items():
        if one.type == "RECORD_NUMBER":
            pieces.append(f"{_opening(code, one.type)}{encode_basestring(f'{form.prefix}{number}')}}}")
        elif code in values:
            pieces.append(f"{_opening(code, one.type)}{_json(_shown(form, one, values[code]))}}}")
    pieces.append(f'"$id":{{"type":"__ID__","value":"{number}"}}')
    pieces.append(f'"$revision":{{"type":"__REVISION__","value":"{revision}"}}')
    return f"{{{','.join(pieces)}}}"


@lru_cache(maxsize=10_000)
def _opening(code: str, kind: str) -> str:
    """What stands before a value, the same in every record."""
    return f'{encode_basestring(code)}:{{"type":"{kind}","value":'


def _json(value: Any) -> str:
    """JSON of a value. Texts and people, which every record has, need no encoder of their own."""
    if type(value) is str:
        return encode_basestring(value)
    if value is None:
        return "null"
    if type(value) is dict and value.keys() == _PERSON:
        return f'{{"code":{encode_basestring(value["code"])},"name":{encode_basestring(value["name"])}}}'
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _shown(form: Form, one: FormField, value: Any) -> Any:
    if one.type != "SUBTABLE":
        return value
    kinds = {code: inner.type for code, inner in form.inner[one.code].items()}
    return [
        {
            "id": str(row["id"]),
            "value": {code: {"type": kinds[code], "value": inner} for code, inner in row["value"].items()},
        }
        for row in value
    ]
