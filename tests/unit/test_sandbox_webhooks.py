"""Webhooks of the sandbox: told once a call is kept, to this computer only, and not for calls of many records."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from queue import Queue
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


@pytest.fixture
def listener() -> Iterator[tuple[str, Queue[tuple[str, dict[str, Any]]]]]:
    """A server on this computer that keeps what is posted to it: its URL, and what came."""
    came: Queue[tuple[str, dict[str, Any]]] = Queue()

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.put((self.headers["Content-Type"], json.loads(body)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing to the screen."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}/hook?a=1", came
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_webhook_reaches_a_real_server_in_order_and_a_dead_one_stops_nobody(
    listener: tuple[str, Queue[tuple[str, dict[str, Any]]]], capfd: pytest.CaptureFixture[str]
) -> None:
    url, came = listener
    desk = Desk()
    app = desk.app(text("名前"))
    apply_plan(desk.environment, {"webhooks": [{"app": app, "url": URL}, {"app": app, "url": url}]})

    number = desk.add(app, 名前="佐賀市")
    desk.ok("PUT", "record.json", {"app": app, "id": number, "record": {"名前": {"value": "唐津市"}}})
    desk.environment.close()

    told = [came.get(timeout=20) for _ in range(2)]
    assert [body["type"] for _, body in told] == ["ADD_RECORD", "UPDATE_RECORD"]
    assert [body["record"]["名前"]["value"] for _, body in told] == ["佐賀市", "唐津市"]
    assert {kind for kind, _ in told} == {"application/json;charset=utf-8"}
    assert "届けられませんでした" in capfd.readouterr().err
