"""Which apps there are (``app.json``, ``apps.json``)."""

from __future__ import annotations

from typing import Any

from kaizen_helpers.kintone.sandbox.apps.access import check_space, open_app
from kaizen_helpers.kintone.sandbox.apps.keeping import App
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.callers import user_of
from kaizen_helpers.kintone.sandbox.people.rights import app_rights
from kaizen_helpers.kintone.sandbox.problems import Problem

__all__ = ["get_app", "get_apps", "told_app"]

_MOST = 100


def get_app(call: Call) -> dict[str, Any]:
    """``GET app.json``."""
    params = call.params
    number = params.id("id")
    params.done()
    return told_app(call, open_app(call, number, "any"))


def get_apps(call: Call) -> dict[str, Any]:
    """``GET apps.json``: those the caller may see, by number, part of the name, code or space."""
    params = call.params
    ids, codes = params.ids("ids", most=_MOST), params.texts("codes", most=_MOST)
    name, spaces = params.text("name"), params.ids("spaceIds", most=_MOST)
    limit, offset = (
        params.number("limit", _MOST, least=1, most=_MOST) or _MOST,
        params.number("offset", 0, least=0) or 0,
    )
    params.done()
    found = []
    for number in call.environment.apps.ids():
        app = call.environment.apps.get(number)
        if app.live is None or not _may_see(call, app):
            continue
        if (ids and number not in ids) or (spaces and app.space not in spaces):
            continue
        if name and name.casefold() not in app.use.name.casefold():
            continue
        if codes and told_app(call, app)["code"] not in codes:
            continue
        found.append(app)
    return {"apps": [told_app(call, app) for app in found[offset : offset + limit]]}


def _may_see(call: Call, app: App) -> bool:
    try:
        check_space(call, app.space)
    except Problem:
        return False
    if call.caller.tokens is not None:
        return app.id in call.caller.tokens
    return app_rights(call, app).allows("any")


def told_app(call: Call, app: App) -> dict[str, Any]:
    """An app in use as ``app.json`` tells it."""
    settings = app.use.parts["settings"]
    creator, modifier = (_person(call, code) for code in (app.creator, app.modifier))
    thread = call.environment.store.row("SELECT thread FROM space WHERE id = ?", (app.space,)) if app.space else None
    return {
        "appId": str(app.id),
        "code": settings.get("code", ""),
        "name": settings["name"],
        "description": settings["description"],
        "spaceId": str(app.space) if app.space else None,
        "threadId": str(thread[0]) if thread else None,
        "createdAt": _moment(app.created),
        "creator": creator,
        "modifiedAt": _moment(app.modified),
        "modifier": modifier,
    }


def _person(call: Call, code: str) -> dict[str, str]:
    user = user_of(call.environment.store, code)
    return user.entity if user else {"code": code, "name": code}


def _moment(stamp: str) -> str:
    return stamp.replace(":00Z", ":00.000Z")
