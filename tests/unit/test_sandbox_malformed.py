"""Whatever is sent, the sandbox answers as kintone would: a valid 200, or a 4xx in kintone's shape of errors."""

from __future__ import annotations

import json
import string
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaizen_helpers.kintone.sandbox import routes
from kaizen_helpers.kintone.sandbox.server import answer
from kaizen_helpers.kintone.sandbox.wire import Request
from tests.sandbox_any import Desk, choice, number, password, table, text

_ALL = sorted(routes.ROUTES)
ROUTES = st.sampled_from(_ALL)
_PATHS = sorted({path for _, path in _ALL} | {"app.json", "app/status.json", "space.json"})
_METHODS = st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", ""])
_NAMES = (
    "app", "id", "ids", "record", "records", "revision", "revisions", "query", "fields", "updateKey", "upsert",
    "action", "assignees", "comment", "text", "mentions", "size", "limit", "offset", "order", "requests", "fileKey",
    "properties", "layout", "states", "actions", "views", "value", "field", "type", "code", "名前", "数", "表", "apps",
)  # fmt: skip
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(["1", "-1", "0", "名前", "表", '名前 = "a"', "limit 1", '数 in ("")', "9" * 60])
)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4),
    max_leaves=12,
)
BODIES = st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=6).map(lambda body: {"app": 1, **body})
_RAW = st.binary(max_size=60) | st.integers(1, 3_000).map(lambda depth: b"[" * depth)
_QUERIES = st.text(string.printable, max_size=60) | st.dictionaries(
    st.sampled_from(["app", "id", "ids[0]", "fields[x][y]", "query", "a[[", "]"]), st.text(max_size=10), max_size=4
).map(urlencode)
_KINDS = st.sampled_from(["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
_CHEAP = settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@cache
def desk() -> Desk:
    """An environment with an app that has a table, and a record in it."""
    made = Desk()
    app = made.app(text("名前"), number("数"), choice("種類", "甲", "乙"), table("表", text("行")))
    made.add(app, 名前="a", 数="1")
    return made


def check(request: Request, capsys: pytest.CaptureFixture[str]) -> None:
    """The answer is a 200, or an error with code, id and message; nothing broke inside."""
    answered = answer(desk().environment, request)
    assert "Traceback" not in capsys.readouterr().err
    assert answered.status == 200 or 400 <= answered.status < 500
    if answered.status != 200:
        found: Any = json.loads(answered.body)
        failed = [one for one in found.get("results", [found]) if one]
        assert {"code", "id", "message"} <= set(failed[0])


@_CHEAP
@given(route=ROUTES, body=BODIES)
def test_json_of_any_types_and_depth_is_answered_in_shape(
    capsys: pytest.CaptureFixture[str], route: tuple[str, str], body: dict[str, Any]
) -> None:
    headers = {**password(), "content-type": "application/json"}
    check(Request(route[0], f"/k/v1/{route[1]}", "", headers, json.dumps(body).encode()), capsys)


@_CHEAP
@given(path=st.sampled_from(_PATHS), method=_METHODS, raw=_RAW, kind=_KINDS)
def test_bytes_that_are_no_json_are_answered_in_shape(
    capsys: pytest.CaptureFixture[str], path: str, method: str, raw: bytes, kind: str
) -> None:
    check(Request(method, f"/k/v1/{path}", "", {**password(), "content-type": kind}, raw), capsys)


@_CHEAP
@given(path=st.sampled_from(_PATHS), query=_QUERIES)
def test_any_query_string_is_answered_in_shape(capsys: pytest.CaptureFixture[str], path: str, query: str) -> None:
    check(Request("GET", f"/k/v1/{path}", query, password(), b""), capsys)


@_CHEAP
@given(
    query=st.lists(
        st.sampled_from(
            [
                "名前",
                "数",
                "行",
                "表",
                "$id",
                "=",
                "in",
                "not",
                "like",
                "(",
                ")",
                '"a"',
                "and",
                "order by",
                "limit",
                "1",
                "-1",
                "NOW()",
                "FROM_TODAY(9e9, DAYS)",
                "LOGINUSER()",
                "is empty",
                ",",
            ]
        ),
        max_size=9,
    ).map(" ".join)
)
def test_any_words_of_the_query_language_are_answered_in_shape(capsys: pytest.CaptureFixture[str], query: str) -> None:
    check(Request("GET", "/k/v1/records.json", urlencode({"app": 1, "query": query}), password(), b""), capsys)


@_CHEAP
@given(
    path=st.text(max_size=30),
    name=st.sampled_from(
        ["x-cybozu-authorization", "x-cybozu-api-token", "accept-language", "x-http-method-override", "authorization"]
    ),
    value=st.text(max_size=30),
)
def test_any_path_and_header_is_answered_in_shape(
    capsys: pytest.CaptureFixture[str], path: str, name: str, value: str
) -> None:
    for whole in (f"/{path}", "/k/v1/records.json"):
        check(Request("POST", whole, "", {**password(), name: value}, b""), capsys)
