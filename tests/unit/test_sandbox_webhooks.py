"""Webhooks of the sandbox: told once a call is kept, to this computer only, and not for calls of many records."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kaizen_helpers.kintone.sandbox.administration import apply_plan
from kaizen_helpers.kintone.sandbox.webhooks import Webhooks, is_local
from tests.sandbox_any import Desk, text

URL = "http://localhost:9/hook"


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(Webhooks, "_post", lambda _, url, body: found.append({"to": url, **json.loads(body)}))
    return found


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    app = desk.app(text("名前", unique=True))
    apply_plan(desk.environment, {"webhooks": [{"app": app, "url": URL}]})
    return desk


def test_an_event_is_told_with_the_record_as_it_is_kept(desk: Desk, posted: list[dict[str, Any]]) -> None:
    desk.add(1, 名前="佐賀市")
    desk.ok("PUT", "record.json", {"app": 1, "id": 1, "record": {"名前": {"value": "唐津市"}}})
    desk.ok("POST", "record/comment.json", {"app": 1, "record": 1, "comment": {"text": "確認"}})
    desk.environment.close()

    assert [one["type"] for one in posted] == ["ADD_RECORD", "UPDATE_RECORD", "ADD_RECORD_COMMENT"]
    assert (posted[1]["to"], posted[1]["app"], posted[1]["recordTitle"]) == (URL, {"id": "1", "name": "照会"}, "唐津市")
    assert posted[1]["record"]["$revision"]["value"] == "2"
    assert posted[1]["url"].endswith("/k/1/show#record=1")
    assert (posted[2]["recordId"], posted[2]["comment"]["text"]) == ("1", "確認 ")


def test_many_records_at_once_and_calls_that_fail_are_not_told(desk: Desk, posted: list[dict[str, Any]]) -> None:
    record = {"名前": {"value": "佐賀市"}}
    one = {"method": "POST", "api": "/k/v1/record.json", "payload": {"app": 1, "record": {}}}
    desk.ok("POST", "records.json", {"app": 1, "records": [record]})
    desk.ok("POST", "bulkRequest.json", {"requests": [one]})
    desk.refused("POST", "record.json", {"app": 1, "record": record})
    desk.environment.close()

    assert posted == []


def test_the_sixty_first_event_of_a_minute_is_not_told(desk: Desk, posted: list[dict[str, Any]]) -> None:
    for _ in range(65):
        desk.add(1)
    desk.environment.close()

    assert len(posted) == 60


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:9/a", True),
        ("http://127.0.0.1/", True),
        ("http://localhost.evil.example/", False),
        ("http://localhost@evil.example/", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_this_computer_is_told(url: str, local: bool) -> None:
    assert is_local(url) is local


def test_an_order_of_many_records_gets_an_index_and_stays_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    app = desk.app(text("名前"))
    for name in "bacb":
        desk.add(app, 名前=name)
    before = desk.found(app, "order by 名前 asc")
    indexes = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'records_1'"
    assert desk.environment.store.row(indexes) == (0,)

    monkeypatch.setattr("kaizen_helpers.kintone.sandbox.records.table._MANY", 4)

    assert before == desk.found(app, "order by 名前 asc") == [2, 4, 1, 3]
    assert desk.environment.store.row(indexes) == (1,)
