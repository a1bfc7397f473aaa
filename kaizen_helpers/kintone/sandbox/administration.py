"""What kintone has screens for and no API: people, groups, spaces, tokens, webhooks; and a lesson's clock and trouble.

A plan is plain data, from a TOML or JSON file, from Python or through ``/admin/plan.json`` of the server.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone.sandbox.callers import TOKEN_RIGHTS, hashed
from kaizen_helpers.kintone.sandbox.clock import zone_of
from kaizen_helpers.kintone.sandbox.environment import Environment
from kaizen_helpers.kintone.sandbox.records.table import records_of
from kaizen_helpers.kintone.sandbox.trouble import Planned

__all__ = ["add_space", "apply_plan", "change_password", "issue_token", "set_app_code", "set_today"]

_EVENTS = ("ADD_RECORD", "UPDATE_RECORD", "DELETE_RECORD", "ADD_RECORD_COMMENT", "UPDATE_STATUS")
_TROUBLE = ("busy", "maintenance", "slow", "cut")


def apply_plan(environment: Environment, plan: Mapping[str, Any]) -> dict[str, Any]:
    """Make what the plan lists under users, organizations, groups, spaces, apps (their codes), tokens and webhooks.

    Then set today and trouble.

    Returns what was made that the caller does not know yet: the tokens, and the numbers of spaces.

    Raises InputError: an entry lacks what it needs; then nothing was made.
    """
    known = {"users", "organizations", "groups", "spaces", "apps", "tokens", "webhooks", "today", "trouble"}
    for name in plan:
        if name not in known:
            raise InputError(f"書けるのは {'・'.join(sorted(known))} です。", f"「{name}」")
    told: dict[str, Any] = {"tokens": [], "spaces": []}
    with environment.store.change():
        for place, one in enumerate(_entries(plan, "users")):
            _add_user(environment, one, f"users の{place + 1}番目")
        for kind, table in (("organizations", "organization"), ("groups", "team")):
            for place, one in enumerate(_entries(plan, kind)):
                _add_group(environment, table, one, f"{kind} の{place + 1}番目")
        for place, one in enumerate(_entries(plan, "spaces")):
            name = _word(one, "name", f"spaces の{place + 1}番目")
            told["spaces"].append(add_space(environment, name, guest=one.get("guest") is True))
        for place, one in enumerate(_entries(plan, "apps")):
            where = f"apps の{place + 1}番目"
            set_app_code(environment, _number(one, "app", where), _word(one, "code", where))
        for place, one in enumerate(_entries(plan, "tokens")):
            where = f"tokens の{place + 1}番目"
            rights = one.get("rights", ["view"])
            told["tokens"].append(issue_token(environment, _number(one, "app", where), rights, one.get("token", "")))
        for place, one in enumerate(_entries(plan, "webhooks")):
            _add_webhook(environment, one, f"webhooks の{place + 1}番目")
    if "today" in plan:
        set_today(environment, str(plan["today"]))
    for place, one in enumerate(_entries(plan, "trouble")):
        _plan_trouble(environment, one, f"trouble の{place + 1}番目")
    environment.callers.forget()
    return told


def _entries(plan: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    entries = plan.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(one, Mapping) for one in entries):
        raise InputError("一覧（配列）で書いてください。", f"「{name}」")
    return entries


def _word(one: Mapping[str, Any], name: str, where: str) -> str:
    value = one.get(name)
    if not isinstance(value, str) or not value:
        raise InputError(f"「{name}」を書いてください。", where)
    return value


def _number(one: Mapping[str, Any], name: str, where: str) -> int:
    value = one.get(name)
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,18}", str(value), re.ASCII):
        raise InputError(f"「{name}」に番号を書いてください。", where)
    return int(str(value))


def _add_user(environment: Environment, one: Mapping[str, Any], where: str) -> None:
    code = _word(one, "code", where)
    environment.store.db.execute(
        "INSERT OR REPLACE INTO user VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            code,
            str(one.get("name") or code),
            hashed(_word(one, "password", where)),
            str(one.get("language") or ""),
            str(one.get("timezone") or "Asia/Tokyo"),
            str(one.get("email") or ""),
            int(one.get("administrator") is True),
            int(one.get("guest") is True),
        ),
    )


def _add_group(environment: Environment, table: str, one: Mapping[str, Any], where: str) -> None:
    db, code = environment.store.db, _word(one, "code", where)
    name = str(one.get("name") or code)
    if table == "organization":
        db.execute("INSERT OR REPLACE INTO organization VALUES (?, ?, ?)", (code, name, one.get("parent")))
    else:
        db.execute("INSERT OR REPLACE INTO team VALUES (?, ?)", (code, name))
    kind = "organization" if table == "organization" else "group"
    for user in one.get("members", []):
        has_one = environment.store.row("SELECT 1 FROM member WHERE kind = ? AND user = ? AND first", (kind, user))
        db.execute("INSERT OR IGNORE INTO member VALUES (?, ?, ?, ?)", (kind, code, user, int(not has_one)))


def add_space(environment: Environment, name: str, *, guest: bool = False) -> int:
    """A new space; its number."""
    db = environment.store.db
    cursor = db.execute("INSERT INTO space (name, guest, thread, body) VALUES (?, ?, 0, '')", (name, int(guest)))
    number = int(cursor.lastrowid or 0)
    db.execute("UPDATE space SET thread = ? WHERE id = ?", (number, number))
    return number


def issue_token(environment: Environment, app: int, rights: Sequence[str] = ("view",), token: str = "") -> str:
    """A token of an app. Like the real one it works once the app is put into use; at once where it is already.

    Raises: InputError for an unknown right; Problem GAIA_AP01 for an app that is not there.
    """
    for right in rights:
        if right not in TOKEN_RIGHTS:
            raise InputError(f"トークンの権限は {'・'.join(TOKEN_RIGHTS)} から選んでください。", f"「{right}」")
    live = environment.apps.get(app).live is not None
    token = token or secrets.token_urlsafe(30)
    with environment.store.change() as db:
        db.execute("INSERT OR REPLACE INTO token VALUES (?, ?, ?, ?)", (token, app, ",".join(rights), int(live)))
    return token


def change_password(environment: Environment, code: str, password: str) -> None:
    """A new password for a person who is there."""
    with environment.store.change() as db:
        db.execute("UPDATE user SET password = ? WHERE code = ?", (hashed(password), code))
    environment.callers.forget()


def set_app_code(environment: Environment, app: int, code: str) -> None:
    """Give an app its code, with which its record numbers begin from now on, those that are there too.

    Raises: InputError the code has other signs than letters, digits and 「_」; Problem GAIA_AP01 there is no such app.
    """
    if not re.fullmatch(r"[A-Za-z0-9_]{1,64}", code):
        raise InputError("アプリコードは、半角の英数字と「_」で書いてください（64字まで）。", f"「{code[:40]}」")
    found, db = environment.apps.get(app), environment.store.db
    for column, definition in (("preview", found.preview), ("live", found.live)):
        if definition is not None:
            parts = {**definition.parts, "settings": {**definition.parts["settings"], "code": code}}
            db.execute(f"UPDATE app SET {column} = ? WHERE id = ?", (json.dumps(parts, ensure_ascii=False), app))
    if found.live is not None:
        field = found.live.form.by_type["RECORD_NUMBER"].code
        for number, text in environment.store.rows(f"SELECT id, doc FROM {records_of(app)}"):
            doc = json.loads(text)
            doc[field]["value"] = f"{code}-{number}"
            ready = json.dumps(doc, ensure_ascii=False, separators=(",", ":"))
            db.execute(f"UPDATE {records_of(app)} SET doc = ? WHERE id = ?", (ready, number))
    environment.apps.forget(app)


def _add_webhook(environment: Environment, one: Mapping[str, Any], where: str) -> None:
    events = one.get("events", list(_EVENTS))
    for event in events:
        if event not in _EVENTS:
            raise InputError(f"通知する条件は {'・'.join(_EVENTS)} から選んでください。", where)
    environment.store.db.execute(
        "INSERT INTO webhook (app, url, events) VALUES (?, ?, ?)",
        (_number(one, "app", where), _word(one, "url", where), ",".join(events)),
    )


def set_today(environment: Environment, text: str) -> None:
    """Let it be this day (「2026-04-01」, nine in Japan) or moment (「2026-04-01T13:30」). Raises InputError."""
    try:
        moment = datetime.fromisoformat(text if "T" in text else f"{text}T09:00")
    except ValueError:
        raise InputError("日付は 2026-04-01 のように書いてください。", f"「{text}」") from None
    environment.clock.set(moment if moment.tzinfo else moment.replace(tzinfo=zone_of("Asia/Tokyo")))


def _plan_trouble(environment: Environment, one: Mapping[str, Any], where: str) -> None:
    kind = _word(one, "kind", where)
    if kind not in _TROUBLE:
        raise InputError(f"起こせるのは {'・'.join(_TROUBLE)} です。", where)
    seconds = min(float(one.get("seconds", 0)), 60.0)
    environment.trouble.plan(Planned(kind, int(one.get("times", 1)), str(one.get("path", "/k/")), seconds))  # type: ignore[arg-type]
