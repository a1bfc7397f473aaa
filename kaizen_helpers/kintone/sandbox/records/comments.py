"""Comments on records (reference/kintone.md §2.3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.access import open_app
from kaizen_helpers.kintone.sandbox.apps.keeping import App
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.callers import user_of
from kaizen_helpers.kintone.sandbox.params import ENUM, REQUIRED
from kaizen_helpers.kintone.sandbox.people.records import check_record
from kaizen_helpers.kintone.sandbox.problems import Problem, Said, invalid
from kaizen_helpers.kintone.sandbox.records.writing import kept_record

__all__ = ["add_comment", "delete_comment", "get_comments"]

_MOST, _MOST_MENTIONS, _LONGEST = 10, 10, 65_535
AT_MOST_TEN = Said("最大でも10以下です。", "must be less than or equal to 10")


def get_comments(call: Call) -> dict[str, Any]:
    """``GET record/comments.json``: at most ten, the newest first unless ``order`` is asc."""
    params = call.params
    number, record = params.id("app"), params.id("record")
    order = params.one_of("order", ("asc", "desc"), "desc")
    offset, limit = params.number("offset", 0, least=0) or 0, params.number("limit", _MOST, least=0)
    limit = _MOST if limit is None else limit
    if limit > _MOST:
        params.wrong("limit", AT_MOST_TEN)
    params.done()
    app = _open(call, number, record, "view")
    rows = call.environment.store.rows(
        "SELECT id, creator, created, text, mentions FROM comment WHERE app = ? AND record = ?"
        f" ORDER BY id {order} LIMIT ? OFFSET ?",
        (app.id, record, limit + 1, offset),
    )
    older, newer = len(rows) > limit, offset > 0
    if order == "asc":
        older, newer = newer, older
    comments = [
        {
            "id": str(number),
            "text": f"{text} ",
            "createdAt": created,
            "creator": _person(call, creator),
            "mentions": json.loads(mentions),
        }
        for number, creator, created, text, mentions in rows[:limit]
    ]
    return {"comments": comments, "older": older, "newer": newer}


def _open(call: Call, number: int, record: int, right: Any) -> App:
    app = open_app(call, number, right)
    kept_record(call, app, record)
    check_record(call, app, record, "viewable")
    return app


def _person(call: Call, code: str) -> dict[str, str]:
    user = user_of(call.environment.store, code)
    return user.entity if user else {"code": code, "name": code}


def add_comment(call: Call) -> dict[str, str]:
    """``POST record/comment.json``."""
    params = call.params
    number, record, comment = params.id("app"), params.id("record"), params.object("comment", required=True)
    text, mentions = comment.get("text"), comment.get("mentions") or []
    if params.has("comment"):
        if not isinstance(text, str) or not (text.strip() or mentions):
            params.wrong("comment.text", REQUIRED)
        elif len(text) > _LONGEST:
            params.wrong(
                "comment.text", Said("65,535文字以内で入力してください。", "must be 65,535 characters or fewer")
            )
        if not isinstance(mentions, list) or len(mentions) > _MOST_MENTIONS:
            params.wrong("comment.mentions", AT_MOST_TEN)
    params.done()
    app = _open(call, number, record, "view")
    if not app.use.parts["settings"]["enableComments"]:
        raise Problem("CB_NO02")
    named = [_mention(call, one, place) for place, one in enumerate(mentions)]
    store = call.environment.store
    row = store.row("SELECT COALESCE(MAX(id), 0) + 1 FROM comment WHERE app = ? AND record = ?", (app.id, record))
    fresh = row[0] if row else 1
    words = "".join(f"{_name(call, one)} " for one in named) + ("\n" if named else "") + str(text)
    store.db.execute(
        "INSERT INTO comment VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            app.id,
            record,
            fresh,
            call.caller.user.code,
            call.environment.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            words,
            json.dumps(named, ensure_ascii=False),
        ),
    )
    told = {"id": str(fresh), "text": f"{words} ", "creator": call.caller.user.entity, "mentions": named}
    told["createdAt"] = call.environment.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    more = {"recordId": str(record), "comment": told}
    call.environment.webhooks.note(call, app, "ADD_RECORD_COMMENT", record, more)
    return {"id": str(fresh)}


_TABLES = {"USER": "user", "GROUP": "team", "ORGANIZATION": "organization"}


def _mention(call: Call, one: Any, place: int) -> dict[str, str]:
    kind, code = (one.get("type"), one.get("code")) if isinstance(one, Mapping) else (None, None)
    if not isinstance(kind, str) or kind not in _TABLES or not isinstance(code, str):
        raise invalid({f"comment.mentions[{place}].type": [ENUM]})
    if not call.environment.store.row(f"SELECT 1 FROM {_TABLES[kind]} WHERE code = ?", (code,)):
        raise Problem("GAIA_IL28" if kind == "ORGANIZATION" else "GAIA_IL26", {"code": code})
    return {"code": str(code), "type": kind}


def _name(call: Call, named: Mapping[str, str]) -> str:
    row = call.environment.store.row(f"SELECT name FROM {_TABLES[named['type']]} WHERE code = ?", (named["code"],))
    return str(row[0]) if row else named["code"]


def delete_comment(call: Call) -> dict[str, Any]:
    """``DELETE record/comment.json``: one's own only."""
    params = call.params
    number, record, comment = params.id("app"), params.id("record"), params.id("comment")
    params.done()
    app = _open(call, number, record, "view")
    store, key = call.environment.store, (app.id, record, comment)
    row = store.row("SELECT creator FROM comment WHERE app = ? AND record = ? AND id = ?", key)
    if row is None:
        raise Problem("GAIA_RE02")
    if row[0] != call.caller.user.code:
        raise Problem("CB_NO02")
    store.db.execute("DELETE FROM comment WHERE app = ? AND record = ? AND id = ?", key)
    return {}
