"""Broken requests for the sandbox: right ones of every API, spoilt by a seed in one or several places."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from typing import Any

from kaizen_helpers.kintone.sandbox.administration import apply_plan
from kaizen_helpers.kintone.sandbox.environment import Environment
from kaizen_helpers.kintone.sandbox.routes import ROUTES
from kaizen_helpers.kintone.sandbox.wire import Request
from tests.sandbox_any import Desk, choice, number, password, table, text

__all__ = ["FRESH", "broken_request", "prepared"]

FRESH = 40
"""After so many requests a fresh environment is due: the ones before have deleted too much of it."""

_ODD: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1,
    2,
    2**63,
    -(2**70),
    10**400,
    1.5,
    1e308,
    "",
    " ",
    "0",
    "１",
    "²",
    "-1",
    "1",
    "x" * 70_000,
    "\x00",
    "'; DROP TABLE app; --",
    '" or 1 = 1 --',
    "\r\nSet-Cookie: a=b",
    "../../etc/passwd",
    "𠮷",
    "\ud83d",
    "NaN",
    [],
    {},
    [[]],
    [None],
    [{}],
    {"": None},
    {"value": {"value": []}},
    [1, "a", None],
    {"type": [], "code": {}},
    ["名前"],
]
_QUERIES = [
    '名前 = "佐賀',
    "名前 like",
    "( ( (",
    ")" * 50,
    "人数 > 1 and " * 200 + "人数 > 1",
    "(" * 2_000 + "人数 = 1" + ")" * 2_000,
    "人数 in (" + ",".join(["1"] * 3_000) + ")",
    "limit -1",
    "limit 99999999999999999999",
    "offset 5",
    "order by 無い asc",
    "日 = FROM_TODAY(99999999999, YEARS)",
    "日 = THIS_MONTH(0)",
    "日 > TODAY(1)",
    "名前 = 'a'",
    "$id = abc",
    '品 = "a"',
    '作成者 in (LOGINUSER(), "x")',
    "人数 = 1e999",
    "状況 in ()",
    '名前 = "\\',
    "人数 " * 500,
    "not 人数 = 1",
    "\x00",
]
_WORDS = ("app", "id", "ids", "record", "records", "revision", "query", "fields", "updateKey", "properties", "layout")
_VALID: dict[str, Any] = {
    "app": 1,
    "id": 1,
    "ids": [1],
    "record": {"名前": {"value": "佐賀"}, "明細": {"value": [{"value": {"品": {"value": "紙"}}}]}},
    "records": [{"id": 1, "record": {"人数": {"value": "1"}}, "action": "始める"}],
    "revision": -1,
    "query": "人数 > 1",
    "fields": ["名前"],
    "totalCount": True,
    "size": 1,
    "limit": 1,
    "offset": 0,
    "name": "x",
    "apps": [{"app": 1}],
    "properties": {"新": {"type": "SINGLE_LINE_TEXT", "code": "新", "label": "新", "options": {"a": {"label": "a"}}}},
    "layout": [{"type": "ROW", "fields": [{"type": "SINGLE_LINE_TEXT", "code": "名前"}]}],
    "enable": True,
    "views": {"一": {"index": 0, "type": "LIST", "name": "一", "fields": ["名前"], "filterCond": "", "sort": ""}},
    "states": {"a": {"name": "a", "index": 0, "assignee": {"type": "ONE", "entities": []}}},
    "actions": [{"name": "b", "from": "a", "to": "a", "filterCond": ""}],
    "action": "始める",
    "assignee": "tanaka",
    "assignees": ["tanaka"],
    "rights": [
        {
            "entity": {"type": "USER", "code": "tanaka"},
            "code": "名前",
            "filterCond": "",
            "entities": [{"entity": {"type": "USER", "code": "tanaka"}, "accessibility": "READ", "viewable": True}],
        }
    ],
    "notifications": [
        {
            "entity": {"type": "USER", "code": "tanaka"},
            "filterCond": "",
            "title": "x",
            "targets": [],
            "timing": {"code": "日", "daysLater": "1", "time": "09:00"},
        }
    ],
    "comment": {"text": "x", "mentions": []},
    "reports": {
        "r": {
            "index": 0,
            "name": "r",
            "chartType": "BAR",
            "chartMode": "NORMAL",
            "groups": [{"code": "名前"}],
            "aggregations": [{"type": "COUNT"}],
            "sorts": [{"by": "TOTAL", "order": "ASC"}],
        }
    },
    "fileKey": "x",
    "upsert": True,
    "requests": [{"method": "POST", "api": "/k/v1/record.json", "payload": {"app": 1, "record": {}}}],
    "scope": "ALL",
    "updateKey": {"field": "番号", "value": "1"},
    "desktop": {"js": [{"type": "URL", "url": "https://a.example/a.js"}]},
    "content": "x",
    "order": "asc",
    "theme": "RED",
    "icon": {"type": "PRESET", "key": "APP1"},
    "revert": False,
    "titleField": {"selectionMode": "AUTO"},
    "body": "x",
    "space": 1,
    "codes": ["x"],
    "isPrivate": True,
}
_PATHS = sorted({path for _, path in ROUTES} | {"app/form/fields.json", "app/status.json", "form.json", "無い.json"})


def prepared() -> Environment:
    """An environment with an app of many types, a record, a person and a process."""
    desk = Desk()
    apply_plan(desk.environment, {"users": [{"code": "tanaka", "password": "word"}]})
    desk.app(
        text("名前"),
        number("人数", minValue="0"),
        choice("状況", "済", "未"),
        choice("印", "a", "b", kind="CHECK_BOX"),
        text("番号", unique=True),
        table("明細", text("品"), number("数")),
        {"type": "DATE", "code": "日"},
        {"type": "DATETIME", "code": "時"},
        {"type": "USER_SELECT", "code": "人"},
        {"type": "FILE", "code": "添付"},
        {"type": "CALC", "code": "計", "expression": "人数 * 2"},
        {"type": "LINK", "code": "先"},
    )
    states = {
        "未": {"name": "未", "index": 0},
        "済": {"name": "済", "index": 1, "assignee": {"type": "ANY", "entities": []}},
    }
    actions = [{"name": "始める", "from": "未", "to": "済"}]
    desk.ok("PUT", "preview/app/status.json", {"app": 1, "enable": True, "states": states, "actions": actions})
    desk.ok("POST", "preview/app/deploy.json", {"apps": [{"app": 1}]})
    desk.add(1, 名前="佐賀市", 番号="1")
    return desk.environment


def broken_request(seed: int) -> Request:
    """One request; the same seed gives the same one."""
    dice = random.Random(seed)
    method, path = dice.choice(list(ROUTES)) if dice.random() < 0.8 else (_any_method(dice), dice.choice(_PATHS))
    given = {key: value for key, value in _VALID.items() if key in _WORDS or dice.random() < 0.5}
    given = json.loads(json.dumps(given))
    if "comment" in path:
        given |= {"record": 1, "comment": 1 if method == "DELETE" else {"text": "x", "mentions": []}}
    if dice.random() < 0.5:
        given.pop("updateKey", None)
    for _ in range(dice.choice([0, 1, 1, 1, 2, 4])):
        _spoil(dice, given, dice.choice(_focus(path)) if dice.random() < 0.8 else "")
    headers = {**password(), "content-type": "application/json"}
    _spoil_headers(dice, headers)
    body = json.dumps(given).encode()
    if dice.random() < 0.1:
        body = _spoil_bytes(dice, body)
    query = ""
    if dice.random() < 0.25:
        query = "&".join(
            f"{dice.choice(list(_VALID))}{dice.choice(['', '[0]', '[', ']', '[0][a]', '[²]', '[-1]', '%00'])}={value}"
            for value in dice.choices(["1", "", "%FF", "%E3%81%82", "0", "true", "x" * 300, "１"], k=dice.randrange(6))
        )
    place = dice.choice(["/k/v1/"] * 12 + ["/k/guest/1/v1/", "/k/guest/" + "9" * 60 + "/v1/", "/k/v2/", "/", "/k/v1//"])
    return Request(method, place + path, query, headers, body)


def _any_method(dice: random.Random) -> str:
    return dice.choice(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "", "get"])


def _focus(path: str) -> list[str]:
    """The parameters that an API is about; spoiling them reaches further than spoiling any."""
    word = path.rpartition("/")[2].partition(".")[0]
    return {
        "fields": ["properties"],
        "status": ["states", "actions", "records", "action"],
        "acl": ["rights"],
        "general": ["notifications"],
        "perRecord": ["notifications"],
        "reminder": ["notifications"],
        "customize": ["desktop", "scope"],
        "settings": ["icon", "titleField"],
        "record": ["record", "updateKey"],
        "records": ["records", "query", "fields"],
        "bulkRequest": ["requests"],
        "deploy": ["apps"],
        "cursor": ["query", "fields"],
        "comments": ["order", "limit"],
        "app": ["name", "space"],
    }.get(word, [word])


def _spoil(dice: random.Random, given: dict[str, Any], focus: str) -> None:
    """Put something odd at a random place, or take something away, or add something."""
    into: Any = given
    if isinstance(given.get(focus), dict | list):
        into = given[focus]
    while True:
        keys = list(into) if isinstance(into, dict) else list(range(len(into)))
        if not keys:
            return
        key = dice.choice(keys)
        deeper = into[key]
        if isinstance(deeper, dict | list) and deeper and dice.random() < 0.7:
            into = deeper
            continue
        break
    if key in ("query", "filterCond") and dice.random() < 0.8:
        into[key] = dice.choice(_QUERIES)
    elif dice.random() < 0.15:
        del into[key]
    elif dice.random() < 0.1 and isinstance(into, dict):
        into[str(dice.choice(_ODD))[:100]] = deepcopy(dice.choice(_ODD))
    else:
        into[key] = deepcopy(dice.choice(_ODD))


def _spoil_headers(dice: random.Random, headers: dict[str, str]) -> None:
    if dice.random() < 0.85:
        return
    name = dice.choice(
        ["x-cybozu-authorization", "x-cybozu-api-token", "content-type", "accept-language", "x-http-method-override"]
    )
    headers[name] = dice.choice(
        [
            "",
            "x",
            "GET",
            "PATCH",
            "multipart/form-data; boundary=x",
            "text/plain",
            "ÿ",
            "a,b,,c",
            "QWRtaW46",
            "en;q=nan",
            "=" * 9_000,
            "application/json; charset=shift_jis",
        ]
    )


def _spoil_bytes(dice: random.Random, body: bytes) -> bytes:
    place = dice.randrange(len(body) + 1)
    return dice.choice(
        [
            b"",
            body[:place],
            body[:place] + bytes(dice.randrange(256) for _ in range(4)) + body[place:],
            b"null",
            b"[]",
            b"[" * 100_000,
            b'{"a":' * 3_000,
            b"\xef\xbb\xbf" + body,
            body.decode().encode("utf-16"),
            b"--x\r\n\r\n--x--",
        ]
    )
