"""``space.json``: the settings of one space, and its end with all the apps in it."""

from __future__ import annotations

from typing import Any

from kaizen_helpers.kintone.sandbox.apps.access import check_space
from kaizen_helpers.kintone.sandbox.apps.listing import told_app
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.callers import ADMINISTRATOR, user_of
from kaizen_helpers.kintone.sandbox.params import REQUIRED, Params
from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.records.table import records_of, rows_of

__all__ = ["delete_space", "get_space", "set_space"]

_LONGEST_NAME = 128
_FLAGS = {
    "isPrivate": False,
    "fixedMember": False,
    "useMultiThread": False,
    "showAnnouncement": True,
    "showThreadList": True,
    "showAppList": True,
    "showMemberList": True,
    "showRelatedLinkList": True,
}
"""What can be switched, and how it is in a new space."""


def _opened(call: Call, number: int, *, to_change: bool = False) -> tuple[str, bool, int, str]:
    """Name, whether it is a guest space, thread and body of a space.

    Raises Problem: CB_NO02 there is none, the path is another space's, or a person who may not change it; GAIA_NO01 a
    token; GAIA_IL23 a guest space by the ordinary path.
    """
    if call.caller.by_token:
        raise Problem("GAIA_NO01")
    row = call.environment.store.row("SELECT name, guest, thread, body FROM space WHERE id = ?", (number,))
    if row is None:
        raise Problem("CB_NO02")
    check_space(call, number)
    if to_change and not call.caller.user.administrator:
        raise Problem("CB_NO02")
    return str(row[0]), bool(row[1]), int(row[2]), str(row[3])


def _settings(call: Call, number: int) -> dict[str, Any]:
    kept = call.environment.store.setting(f"space:{number}", {})
    return {**_FLAGS, "permissions": {"createApp": "EVERYONE"}, **kept}


def get_space(call: Call) -> dict[str, Any]:
    """``GET space.json``."""
    params = call.params
    number = params.id("id")
    params.done()
    name, guest, thread, body = _opened(call, number)
    settings = _settings(call, number)
    person = user_of(call.environment.store, ADMINISTRATOR) or call.caller.user
    apps = (call.environment.apps.get(one) for one in call.environment.apps.ids())
    members = call.environment.store.row("SELECT COUNT(*) FROM user") or (0,)
    return {
        "id": str(number),
        "name": name,
        "defaultThread": str(thread),
        "isPrivate": settings["isPrivate"],
        "creator": person.entity,
        "modifier": person.entity,
        "memberCount": str(members[0]),
        "coverType": "PRESET",
        "coverKey": "GREEN",
        "coverUrl": "",
        "body": body or None,
        "useMultiThread": settings["useMultiThread"],
        "isGuest": guest,
        "attachedApps": [
            {name: value for name, value in told_app(call, app).items() if name != "spaceId"}
            for app in apps
            if app.space == number and app.live is not None
        ],
        "fixedMember": settings["fixedMember"],
        **{key: settings[key] for key in _FLAGS if key.startswith("show")},
        "permissions": settings["permissions"],
    }


def set_space(call: Call) -> dict[str, Any]:
    """``PUT space.json``: what is not sent stays; a space that has several threads keeps them."""
    params = call.params
    number, name = params.id("id"), params.text("name", longest=_LONGEST_NAME)
    flags = {key: params.flag(key) for key in _FLAGS if params.has(key)}
    inner = Params(params.object("permissions"), "permissions.")
    create = inner.one_of("createApp", ("EVERYONE", "ADMIN"))
    if params.has("name") and not name:
        params.wrong("name", REQUIRED)
    params.done()
    inner.done()
    _opened(call, number, to_change=True)
    settings = _settings(call, number)
    kept = {**settings, **flags, "useMultiThread": settings["useMultiThread"] or flags.get("useMultiThread", False)}
    if create:
        kept["permissions"] = {"createApp": create}
    store = call.environment.store
    store.set(f"space:{number}", kept)
    if name:
        store.db.execute("UPDATE space SET name = ? WHERE id = ?", (name, number))
    return {}


def delete_space(call: Call) -> dict[str, Any]:
    """``DELETE space.json``: the space and every app in it, with their records."""
    params = call.params
    number = params.id("id")
    params.done()
    _opened(call, number, to_change=True)
    db = call.environment.store.db
    for (app,) in call.environment.store.rows("SELECT id FROM app WHERE space = ?", (number,)):
        db.execute(f"DROP TABLE IF EXISTS {records_of(app)}")
        db.execute(f"DROP TABLE IF EXISTS {rows_of(app)}")
        for table in ("comment", "field", "token", "webhook", "file"):
            db.execute(f"DELETE FROM {table} WHERE app = ?", (app,))
        db.execute("DELETE FROM app WHERE id = ?", (app,))
        call.environment.apps.forget(app)
    db.execute("DELETE FROM setting WHERE name = ?", (f"space:{number}",))
    db.execute("DELETE FROM space WHERE id = ?", (number,))
    call.environment.callers.forget()
    return {}
