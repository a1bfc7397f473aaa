"""Answers that are none of kintone: always an error in Japanese, never one of Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError, SetupError
from kaizen_helpers.kintone import Kintone, KintoneError, plan_upsert
from kaizen_helpers.kintone.client.definitions import export_app
from kaizen_helpers.kintone.client.problems import problem_of


def kintone_that_says(content: bytes, status: int = 200, kind: str = "application/json") -> Kintone:
    def handle(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=content, headers={"content-type": kind})

    return Kintone("http://localhost", "t", transport=httpx.MockTransport(handle), wait=lambda _: None)


RECORD = {"コード": {"value": "1"}}
ACTS: dict[str, Callable[[Kintone], Any]] = {
    "record": lambda one: one.record(1, 1),
    "records": lambda one: one.records(1),
    "all_records": lambda one: one.all_records(1),
    "ordered_records": lambda one: list(one.ordered_records(1, "")),
    "fields": lambda one: one.fields(1),
    "add": lambda one: one.add(1, [RECORD]),
    "update": lambda one: one.update(1, [{"id": 1, "record": {}}]),
    "upsert": lambda one: one.upsert(1, "コード", [RECORD]),
    "delete": lambda one: one.delete(1, [1]),
    "change": lambda one: one.change(1, [RECORD], []),
    "advance": lambda one: one.advance(1, 1, "回す"),
    "assign": lambda one: one.assign(1, 1, ["sato"]),
    "comment": lambda one: one.comment(1, 1, "はい"),
    "comments": lambda one: one.comments(1, 1),
    "upload": lambda one: one.upload(Path(__file__)),
    "plan_upsert": lambda one: plan_upsert(one, 1, "コード", [RECORD]),
    "export_app": lambda one: export_app(one, 1),
}
PARTS = ("record", "records", "properties", "results", "ids", "comments", "fileKey", "views", "layout", "name")
ANSWERS: dict[str, bytes] = {
    "nothing": b"",
    "page": b"<html><body>Login</body></html>",
    "list": b"[]",
    "null": b"null",
    "no-parts": b"{}",
    "parts-of-other-kinds": json.dumps(dict.fromkeys(PARTS, 5)).encode(),
    "lists-of-nothing": json.dumps({"record": [], "records": [None], "results": [None], "comments": [1]}).encode(),
    "results-that-say-nothing": b'{"results": [{}], "revision": "x", "id": [], "records": {"a": 1}, "next": true}',
    "deep": b'{"records":' + b"[" * 100_000,
    "not-text": b"\xff\xfe\x00",
}


EMPTY_IS_ENOUGH = ("delete", "results-that-say-nothing")  # kintone itself answers {} to a deletion


@pytest.mark.parametrize(
    ("act", "answer"), [(act, answer) for act in ACTS for answer in ANSWERS if (act, answer) != EMPTY_IS_ENOUGH]
)
def test_what_is_no_answer_is_an_error_in_japanese(act: str, answer: str) -> None:
    with pytest.raises(KintoneError, match=r"ください。"):
        ACTS[act](kintone_that_says(ANSWERS[answer]))


def test_a_field_that_is_no_field_is_no_answer() -> None:
    with pytest.raises(KintoneError, match="読めません"):
        kintone_that_says(b'{"properties": {"a": {"type": "NUMBER"}, "b": 5}}').fields(1)


@pytest.mark.parametrize("act", [ACTS["add"], ACTS["update"], ACTS["advance"]], ids=["add", "update", "advance"])
def test_a_strange_answer_to_a_change_says_that_nobody_knows(act: Callable[[Kintone], Any]) -> None:
    with pytest.raises(KintoneError, match="済んだかどうか"):
        act(kintone_that_says(b"<html>"))


@pytest.mark.parametrize(
    "answer",
    [
        {"records": [{"$id": {"value": "7"}}] * 500},
        {"records": [{"$id": {"value": None}}] * 500},
        {"comments": [{"id": "1"}] * 10},
    ],
    ids=["same-page", "no-number", "same-comments"],
)
def test_a_page_that_comes_again_and_again_ends(answer: dict[str, Any]) -> None:
    act = ACTS["comments"] if "comments" in answer else ACTS["all_records"]

    with pytest.raises(KintoneError, match="読めません"):
        act(kintone_that_says(json.dumps(answer).encode()))


def test_a_cursor_that_gives_nothing_and_promises_more_ends() -> None:
    kintone = kintone_that_says(b'{"id": "c", "records": [], "next": true}')

    with pytest.raises(KintoneError, match="読めません"):
        next(kintone.ordered_records(1, ""))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["code", "message", "errors", "results", "records[0].x", "messages", "record"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([301, 400, 401, 403, 404, 409, 429, 500, 503, 520]), json_values, st.booleans())
def test_any_refusal_becomes_a_sentence(status: int, body: Any, changed: bool) -> None:
    error = problem_of(status, body, changed=changed)

    assert status == error.status
    assert "ください。" in str(error)


@pytest.mark.parametrize(
    ("status", "said"),
    [(302, "ほかのページ"), (503, "混み合っている"), (500, "読めない返事（500）"), (404, "URLを確かめて")],
)
def test_a_page_instead_of_a_refusal_is_told_by_its_status(status: int, said: str) -> None:
    with pytest.raises(KintoneError, match=said):
        kintone_that_says(b"<html>", status, "text/html").records(1)


@pytest.mark.parametrize(("status", "unsure"), [(429, False), (502, True), (503, True), (504, True)])
def test_only_a_refusal_before_the_work_leaves_no_doubt(status: int, unsure: bool) -> None:
    error = problem_of(status, None, changed=True)

    assert "しばらく待ち" in str(error)
    assert unsure is ("済んだかどうか" in str(error))


@pytest.mark.parametrize("record", ["コード", {"コード": "1"}, {"コード": {"value": ["1"]}}])
def test_records_of_another_shape_are_refused_before_anything_is_sent(record: Any) -> None:
    kintone = kintone_that_says(b"{}")

    with pytest.raises(InputError, match="1件目"):
        kintone.upsert(1, "コード", [record])


@pytest.mark.parametrize("value", [Decimal(1), date(2026, 4, 1), float("nan"), "\ud800", {1}], ids=repr)
def test_a_value_that_cannot_be_sent_is_told_before_anything_is_sent(value: Any) -> None:
    kintone = kintone_that_says(b"", 500)

    with pytest.raises(InputError, match="送れない種類"):
        kintone.add(1, [{"数": {"value": value}}])


@pytest.mark.parametrize("url", ["http://[", "https://", "例", "https://\x00"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(SetupError, match="URL"):
        Kintone(url, "t")
