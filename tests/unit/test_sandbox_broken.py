"""Broken requests get an answer in the shape of the API, and what they began is taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kaizen_helpers.kintone.sandbox import routes
from kaizen_helpers.kintone.sandbox.server import answer
from tests.sandbox_any import Desk, text
from tests.sandbox_broken import FRESH, broken_request, prepared


def test_broken_requests_are_answered_in_the_shape_of_the_api(capfd: pytest.CaptureFixture[str]) -> None:
    refused = 0
    environment = prepared()
    for seed in range(1_200):
        if seed % FRESH == 0:
            environment.close()
            environment = prepared()
        done = answer(environment, broken_request(seed))
        told = json.loads(done.body)
        assert done.status == 200 or 400 <= done.status < 500, seed
        if done.status != 200:
            refused += 1
            assert "results" in told or {"code", "id", "message"} <= told.keys(), seed
            assert done.headers["X-Cybozu-Error"], seed
        # A mistake of the server is answered too, but it is told here.
        assert "Traceback" not in capfd.readouterr().err, seed
    environment.close()
    assert refused > 700


def test_a_mistake_of_the_server_takes_everything_back_and_is_told_where_it_runs(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    desk = Desk()
    app = desk.app(text("名前"))
    right = routes.find_route("POST", "record.json")
    assert right is not None

    def broken(call: Any) -> Any:
        right(call)
        raise ZeroDivisionError

    monkeypatch.setattr("kaizen_helpers.kintone.sandbox.server.find_route", lambda *_: broken)
    told = desk.refused("POST", "record.json", {"app": app, "record": {}})
    monkeypatch.undo()

    assert (told["status"], told["code"]) == (400, "CB_IL02")
    assert "ZeroDivisionError" in capfd.readouterr().err
    assert desk.found(app, "") == []


def test_text_that_looks_like_a_command_for_the_file_is_a_text() -> None:
    desk = Desk()
    app = desk.app(text("名前"))
    words = "'); DROP TABLE records_1; --"
    record = desk.add(app, 名前=words)

    assert desk.found(app, f'名前 = "{words}"') == [record]
    assert desk.found(app, '名前 = "x\' or 1 = 1 --"') == []
