"""「アプリを更新」: what was edited is put into use, or thrown away (``revert``); reference/kintone.md §2.2."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.access import open_app
from kaizen_helpers.kintone.sandbox.apps.form import NO_VALUE, Form
from kaizen_helpers.kintone.sandbox.apps.keeping import App
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.params import OBJECT, Params
from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.records.table import ensure_tables, records_of
from kaizen_helpers.kintone.sandbox.records.values import empty_value

__all__ = ["deploy_apps", "deploy_status", "put_into_use"]

_MOST = 300
_LASTS = timedelta(seconds=0.3)
"""How long 「PROCESSING」 is told after the work is done, so that a client without patience is found out."""


def deploy_apps(call: Call) -> dict[str, Any]:
    """``POST preview/app/deploy.json``."""
    params = call.params
    items, revert = params.items("apps", required=True, most=_MOST), params.flag("revert")
    params.done()
    apps = []
    for place, item in enumerate(items):
        one = Params(item if isinstance(item, dict) else {}, f"apps[{place}].")
        if not isinstance(item, dict):
            params.wrong(f"apps[{place}]", OBJECT)
            params.done()
        number, revision = one.id("app"), one.revision()
        one.done()
        app = open_app(call, number, "admin", live=False)
        if revision is not None and revision != app.preview.revision:
            raise Problem("GAIA_CO03", {"id": number})
        apps.append(app)
    for app in apps:
        if revert:
            _thrown_away(call, app)
        else:
            put_into_use(call, app)
    return {}


def put_into_use(call: Call, app: App) -> None:
    """Check the settings as a whole, make room for new fields, bring the records up to the new form.

    Raises Problem: GAIA_IL01 a formula that is wrong, GAIA_LO03 a lookup to a field that is not unique.
    """
    from kaizen_helpers.kintone.sandbox.apps.checking import check_before_use

    check_before_use(call, app)
    store, now = call.environment.store, call.environment.clock.now()
    form = app.preview.form
    ensure_tables(store, app.id, form)
    if app.live is not None:
        _bring_up(call, app, app.live.form, form)
    codes = {one.code for one in form.everywhere()}
    for code in app.preview.numbers.keys() - codes:
        store.db.execute("DELETE FROM field WHERE app = ? AND code = ?", (app.id, code))
    store.db.execute(
        "UPDATE app SET live = preview, live_revision = preview_revision, deployed = ? WHERE id = ?",
        (now.isoformat(), app.id),
    )
    store.db.execute("UPDATE token SET live = 1 WHERE app = ?", (app.id,))
    call.environment.apps.forget(app.id)
    call.environment.callers.forget()


def _thrown_away(call: Call, app: App) -> None:
    if app.live is None:
        raise Problem("GAIA_AP01", {"id": app.id})
    store = call.environment.store
    codes = {one.code for one in app.live.form.everywhere()}
    for code in app.preview.numbers.keys() - codes:
        store.db.execute("DELETE FROM field WHERE app = ? AND code = ?", (app.id, code))
    store.db.execute(
        "UPDATE app SET preview = live, preview_revision = preview_revision + 1, deployed = ? WHERE id = ?",
        (call.environment.clock.now().isoformat(), app.id),
    )
    call.environment.apps.forget(app.id)


def _bring_up(call: Call, app: App, old: Form, new: Form) -> None:
    """Records take the codes of the new form; fields that went away go, fields that came are empty."""
    if {code: one.type for code, one in _kept(old).items()} == {code: one.type for code, one in _kept(new).items()}:
        return
    db, table = call.environment.store.db, records_of(app.id)
    old_code = {one.number: code for code, one in _kept(old).items()}
    for number, text in db.execute(f"SELECT id, doc FROM {table}").fetchall():
        doc = json.loads(text)
        fresh = {key: value for key, value in doc.items() if key.startswith("$")}
        for code, one in _kept(new).items():
            if not one.table and one.type not in NO_VALUE:
                fresh[code] = _moved(doc.get(old_code.get(one.number, "")), one.type, code, new, old_code)
                if fresh[code] is None:
                    del fresh[code]
        db.execute(
            f"UPDATE {table} SET doc = ? WHERE id = ?",
            (json.dumps(fresh, ensure_ascii=False, separators=(",", ":")), number),
        )


def _kept(form: Form) -> dict[str, Any]:
    return {one.code: one for one in form.everywhere()}


def _moved(item: Any, kind: str, code: str, new: Form, old_code: dict[int, str]) -> Any:
    if item is None:
        hidden = kind in ("STATUS", "STATUS_ASSIGNEE", "CATEGORY")
        return None if hidden else {"type": kind, "value": empty_value(kind)}
    if kind != "SUBTABLE":
        return item
    rows = [
        {
            "id": row["id"],
            "value": {
                inner: row["value"].get(
                    old_code.get(one.number, ""), {"type": one.type, "value": empty_value(one.type)}
                )
                for inner, one in new.inner[code].items()
            },
        }
        for row in item["value"]
    ]
    return {"type": kind, "value": rows}


def deploy_status(call: Call) -> dict[str, Any]:
    """``GET preview/app/deploy.json``."""
    params = call.params
    numbers = params.ids("apps", required=True, most=_MOST)
    params.done()
    told = []
    for number in numbers:
        app = open_app(call, number, "admin", live=False)
        fresh = bool(app.deployed) and call.environment.clock.now() - datetime.fromisoformat(app.deployed) < _LASTS
        told.append({"app": str(number), "status": "PROCESSING" if fresh else "SUCCESS"})
    return {"apps": told}
