"""Views, charts and actions of an app: named lists whose entries keep their number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.editing import edited_app, keep_part
from kaizen_helpers.kintone.sandbox.apps.keeping import App
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.params import ENUM, OBJECT, REQUIRED, Params, objects, too_long
from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.query.sql import query_sql
from kaizen_helpers.kintone.sandbox.query.syntax import parse_query

__all__ = ["set_actions", "set_reports", "set_views"]

_LONGEST_NAME = 64
_CHARTS = ("PIE", "LINE", "SPLINE", "TABLE", "PIVOT_TABLE", "BAR", "COLUMN", "AREA", "SPLINE_AREA")
NAME_TOO_LONG = too_long(64)

Entry = dict[str, Any]


def set_views(call: Call) -> dict[str, Any]:
    """``PUT preview/app/views.json``: a view that is not sent goes."""
    return _set_named(call, "views", _view)


def set_reports(call: Call) -> dict[str, Any]:
    """``PUT preview/app/reports.json``."""
    return _set_named(call, "reports", _report)


def set_actions(call: Call) -> dict[str, Any]:
    """``PUT preview/app/actions.json``."""
    return _set_named(call, "actions", _action)


def _set_named(call: Call, part: str, completed: Callable[[Call, App, Mapping[str, Any]], Entry]) -> dict[str, Any]:
    params = call.params
    given = params.object(part, required=True)
    for key, one in given.items():
        _check_entry(params, f"{part}[{key}]", key, one)
    app = edited_app(call, params)
    old = app.preview.part(part)
    next_id = max((int(one["id"]) for one in old.values()), default=app.id * 1000) + 1
    kept: dict[str, Entry] = {}
    for key, one in sorted(given.items(), key=lambda item: int(item[1]["index"])):
        entry = completed(call, app, one)
        name = str(one.get("name", key))
        if key in old:
            number = old[key]["id"]
        else:
            number, next_id = str(next_id), next_id + 1
        kept[name] = {**entry, "id": number, "name": name, "index": str(len(kept))}
    revision = keep_part(call, app, {part: kept})
    return {part: {name: {"id": entry["id"]} for name, entry in kept.items()}, "revision": revision}


def _check_entry(params: Params, path: str, key: str, one: Any) -> None:
    if not isinstance(one, Mapping):
        params.wrong(path, OBJECT)
        return
    index = one.get("index")
    if index is None or not str(index).lstrip("-").isdigit():
        params.wrong(f"{path}.index", REQUIRED)
    if len(str(one.get("name", key))) > _LONGEST_NAME:
        params.wrong(f"{path}.name", NAME_TOO_LONG)
    kinds = {"views": ("type", ("LIST", "CALENDAR", "CUSTOM")), "reports": ("chartType", _CHARTS)}
    if (found := kinds.get(path.partition("[")[0])) and one.get(found[0]) not in found[1]:
        params.wrong(f"{path}.{found[0]}", ENUM if one.get(found[0]) else REQUIRED)


def _filter(call: Call, app: App, one: Mapping[str, Any]) -> dict[str, str]:
    """The condition and the order, if they can be asked of the form."""
    condition, sort = str(one.get("filterCond") or ""), str(one.get("sort") or "")
    query = parse_query(f"{condition} order by {sort}" if sort else condition)
    query_sql(call, app.id, app.preview.form, query)
    return {"filterCond": condition, "sort": sort or f"{_record_number(app)} desc"}


def _record_number(app: App) -> str:
    return app.preview.form.by_type["RECORD_NUMBER"].code


def _view(call: Call, app: App, one: Mapping[str, Any]) -> Entry:
    entry: Entry = {"type": one["type"], **({"builtinType": one["builtinType"]} if "builtinType" in one else {})}
    entry |= _filter(call, app, one)
    if one["type"] == "LIST":
        entry["fields"] = [_field(app, code) for code in one.get("fields") or ()]
    elif one["type"] == "CALENDAR":
        entry["date"], entry["title"] = _field(app, one.get("date")), _field(app, one.get("title"))
    else:
        entry["html"], entry["pager"] = str(one.get("html") or ""), one.get("pager") is True
        entry["device"] = one.get("device", "DESKTOP")
    return entry


def _field(app: App, code: Any) -> str:
    if not isinstance(code, str) or app.preview.form.find(code) is None:
        raise Problem("GAIA_FC01", {"field": code})
    return code


def _report(call: Call, app: App, one: Mapping[str, Any]) -> Entry:
    kept = {
        key: one[key]
        for key in ("chartType", "chartMode", "groups", "aggregations", "sorts", "periodicReport")
        if key in one
    }
    for group in objects(kept.get("groups")):
        _field(app, group.get("code"))
    for aggregation in objects(kept.get("aggregations")):
        if aggregation.get("type") != "COUNT":
            _field(app, aggregation.get("code"))
    return {**kept, "filterCond": _filter(call, app, one)["filterCond"]}


def _action(call: Call, app: App, one: Mapping[str, Any]) -> Entry:
    target = one.get("destApp") or {}
    other = call.environment.apps.get(int(target.get("app") or 0))
    for mapping in objects(one.get("mappings")):
        if mapping.get("srcType") == "FIELD":
            _field(app, mapping.get("srcField"))
        if other.preview.form.find(str(mapping.get("destField"))) is None:
            raise Problem("GAIA_FC01", {"field": mapping.get("destField")})
    return {
        "destApp": {"app": str(other.id), "code": str(target.get("code") or "")},
        "mappings": list(one.get("mappings") or ()),
        "entities": list(one.get("entities") or ()),
        "filterCond": str(one.get("filterCond") or ""),
    }
