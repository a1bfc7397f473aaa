"""Apps and records with which a fresh environment begins, from a folder.

``plan.toml`` or ``plan.json`` (people, tokens, spaces, today …: administration.py) is applied last. Each other
``NAME.json`` is the definition of one app, with its parts by key as ``export_app`` writes them; ``NAME.csv`` beside it
holds its records by field code, or ``NAME.records.json`` a list of records in the shape of the API (tables too). Apps
are made in the order of the file names and numbered from 1, so that lookups can name each other by number.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.kintone.sandbox.administration import apply_plan
from kaizen_helpers.kintone.sandbox.apps.form import BUILT_IN
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.callers import ADMINISTRATOR, Caller, User
from kaizen_helpers.kintone.sandbox.environment import Environment
from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.routes import find_route
from kaizen_helpers.toml_file import read_toml_file

__all__ = ["make_app", "read_plan", "seed"]

_PLANS = ("plan.toml", "plan.json")
_TOGETHER = 100
_LISTS = frozenset(["CHECK_BOX", "MULTI_SELECT"])
_PEOPLE = frozenset(["USER_SELECT", "ORGANIZATION_SELECT", "GROUP_SELECT"])
_PARTS: Mapping[str, str] = {
    "layout": "preview/app/form/layout.json",
    "views": "preview/app/views.json",
    "status": "preview/app/status.json",
    "acl": "preview/app/acl.json",
    "fieldAcl": "preview/field/acl.json",
    "recordAcl": "preview/record/acl.json",
}
"""What is put into an app after its fields, in this order; the settings only give the name."""


def seed(environment: Environment, folder: Path) -> dict[str, Any]:
    """Fill a fresh environment from a folder; what was made: ``apps`` (number and name), and the plan's tokens.

    Raises:
        MissingError: there is no such folder.
        InputError: a file cannot be read or kintone would refuse it, or the environment has apps already. Then nothing
            was made.
    """
    if not folder.is_dir():
        raise MissingError("始めるデータのフォルダが見つかりません。名前と場所を確かめてください。", folder.name)
    if environment.store.row("SELECT 1 FROM app LIMIT 1"):
        message = "この練習環境には、もうアプリがあります。新しいデータのファイルを指定して始めてください。"
        raise InputError(message, folder.name)
    definitions = [path for path in sorted(folder.glob("*.json")) if _is_definition(path)]
    plan = next((folder / name for name in _PLANS if (folder / name).is_file()), None)
    if not definitions and plan is None:
        raise InputError("アプリの定義（.json）も plan.toml も入っていません。", folder.name)
    try:
        with environment.store.change():
            apps = [make_app(environment, _json_of(path), _records_beside(path), path.name) for path in definitions]
            told = apply_plan(environment, read_plan(plan)) if plan else {}
    except BaseException:
        environment.apps.forget()
        raise
    return {"apps": apps, "tokens": told.get("tokens", []), "spaces": told.get("spaces", [])}


def _is_definition(path: Path) -> bool:
    return path.name not in _PLANS and not path.name.endswith(".records.json")


def read_plan(path: Path) -> dict[str, Any]:
    """A plan from a TOML or JSON file.

    Raises InputError: it cannot be read; the line is named.
    """
    if path.suffix.lower() == ".json":
        return _json_of(path)
    plan, _, problems = read_toml_file(path)
    if problems:
        raise InputError(problems[0].message_ja, f"{path.name} の{problems[0].where}")
    return plan


def _json_of(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(_text_of(path))
    except (ValueError, RecursionError):
        raise InputError("JSON として読めませんでした。かっことコンマを確かめてください。", path.name) from None
    if not isinstance(found, dict):
        raise InputError("名前と値の組（{ で始まる形）で書いてください。", path.name)
    return found


def _text_of(path: Path) -> str:
    """The text of a file, also as Excel and Notepad write it."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("文字として読めませんでした。UTF-8 で保存し直してください。", path.name)


# --- one app -------------------------------------------------------------------------------------


def make_app(
    environment: Environment,
    definition: Mapping[str, Any],
    records: Sequence[Mapping[str, Any]] = (),
    where: str = "アプリ定義",
) -> dict[str, str]:
    """Make an app from its parts, put it into use and add records; its number and name.

    ``records``: in the shape of the API, or with bare values by field code.

    Raises InputError: kintone would refuse it; the answer of the API is in the message.
    """
    properties: dict[str, Any] = dict(_part(definition, "fields", where).get("properties") or {})
    name = _name_of(definition) or Path(where).stem
    number = _do(environment, "POST", "preview/app.json", {"name": name}, where)["app"]
    own = {code: one for code, one in properties.items() if one.get("type") not in BUILT_IN}
    if own:
        _do(environment, "POST", "preview/app/form/fields.json", {"app": number, "properties": own}, where)
    for part, api in _PARTS.items():
        if part in definition:
            given = {key: value for key, value in _part(definition, part, where).items() if key != "revision"}
            _do(environment, "PUT", api, {"app": number, **given}, where)
    _do(environment, "POST", "preview/app/deploy.json", {"apps": [{"app": number}]}, where)
    kinds = {code: str(one.get("type")) for code, one in properties.items()}
    for start in range(0, len(records), _TOGETHER):
        some = [
            _record(one, kinds, f"{where} の{start + place + 1}件目")
            for place, one in enumerate(records[start : start + _TOGETHER])
        ]
        _do(environment, "POST", "records.json", {"app": number, "records": some}, where)
    return {"app": str(number), "name": name}


def _part(definition: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
    part = definition.get(name)
    if not isinstance(part, Mapping):
        raise InputError(f"「{name}」がありません。アプリの定義を、書き出し直してください。", where)
    return part


def _name_of(definition: Mapping[str, Any]) -> str:
    for part in ("settings", "app"):
        told = definition.get(part)
        if isinstance(told, Mapping) and isinstance(told.get("name"), str):
            return str(told["name"])
    return ""


def _do(environment: Environment, method: str, api: str, given: Mapping[str, Any], where: str) -> Any:
    """Call the API as the administrator."""
    handler = find_route(method, api)
    if handler is None:
        raise LookupError(api)
    caller = Caller(User(ADMINISTRATOR, ADMINISTRATOR, administrator=True))
    try:
        return handler(Call(environment, caller, given))
    except Problem as problem:
        body: dict[str, Any] = problem.body("ja")
        details = [f"{place}: {''.join(told['messages'])}" for place, told in body.get("errors", {}).items()]
        raise InputError(f"{body['message']}{'、'.join(details[:3])}", where) from problem


# --- records -------------------------------------------------------------------------------------


def _records_beside(path: Path) -> list[dict[str, Any]]:
    ready = path.with_name(f"{path.stem}.records.json")
    if ready.is_file():
        try:
            found = json.loads(_text_of(ready))
        except (ValueError, RecursionError):
            raise InputError("JSON として読めませんでした。かっことコンマを確かめてください。", ready.name) from None
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise InputError("レコードの一覧（[ で始まる形）で書いてください。", ready.name)
        return found
    table = path.with_suffix(".csv")
    return list(_rows(table)) if table.is_file() else []


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for place, row in enumerate(csv.DictReader(io.StringIO(_text_of(path), newline="")), start=2):
        if None in row:
            raise InputError(
                '見出しより多くの値があります。「,」を含む値は「"」で囲んでください。', f"{path.name} の{place}行目"
            )
        yield {code: value for code, value in row.items() if value}


def _record(one: Mapping[str, Any], kinds: Mapping[str, str], where: str) -> dict[str, Any]:
    """A record in the shape of the API. Raises InputError: a value of a field that the app does not have."""
    for code in one:
        if code not in kinds:
            raise InputError(f"「{str(code)[:40]}」というフィールドは、アプリにありません。", where)
    return {
        code: value if isinstance(value, Mapping) else {"value": _value(kinds[code], value)}
        for code, value in one.items()
    }


def _value(kind: str, value: Any) -> Any:
    """A cell of a CSV as the API takes it: several choices or people stand on lines of their own."""
    if kind in _LISTS and isinstance(value, str):
        return value.splitlines()
    if kind in _PEOPLE and isinstance(value, str):
        return [{"code": code} for code in value.splitlines()]
    return value
