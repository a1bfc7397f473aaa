"""A table becomes an app with records, over a real connection and against hostile answers."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import httpx
import pandas as pd
import pytest

from kaizen_helpers.kintone import (
    Kintone,
    KintoneError,
    advise_fields,
    fitted,
    form_of,
    from_frame,
    make_app,
    plan_upsert,
    to_frame,
)
from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD
from kaizen_helpers.kintone.sandbox.running import Sandbox


@pytest.fixture
def kintone() -> Iterator[Kintone]:
    with (
        Sandbox() as sandbox,
        Kintone(sandbox.url, user="Administrator", password=FIRST_PASSWORD, wait=lambda _: time.sleep(0.05)) as one,
    ):
        yield one


def test_a_table_becomes_an_app_and_sending_it_again_changes_nothing(kintone: Kintone) -> None:
    frame = pd.DataFrame(
        {"受付番号": ["001", "002"], "金額": ["1,200円", "300円"], "受付日": ["令和8年4月1日", "2026/4/2"]}
    )
    advice = advise_fields(frame)
    records = from_frame(fitted(frame, advice), form_of(advice))

    app = make_app(kintone, "交付申請", form_of(advice))
    first = plan_upsert(kintone, app, "受付番号", records)
    first.carry_out(kintone)
    again = plan_upsert(kintone, app, "受付番号", records)

    assert (2, 2) == (first.counts()["新規"], again.counts()["変更なし"])
    back = to_frame(kintone.all_records(app), kintone.fields(app))
    assert ["001", "002"] == back["受付番号"].tolist()
    assert [1500] == [back["金額"].sum()]


def test_an_app_that_cannot_be_finished_is_named(kintone: Kintone) -> None:
    with pytest.raises(KintoneError, match="番号1"):
        make_app(kintone, "だめな表", {"1": {"type": "NUMBER", "code": "1", "label": "一"}})


@pytest.mark.parametrize(
    ("state", "said"), [("FAIL", "できませんでした"), ("CANCEL", "できませんでした"), ("PROCESSING", "時間がかかって")]
)
def test_an_app_that_does_not_come_into_use_is_told(state: str, said: str) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        reading = "X-HTTP-Method-Override" in request.headers
        told = {"apps": [{"app": "5", "status": state}]} if reading else {"app": "5", "revision": "1"}
        return httpx.Response(200, content=json.dumps(told))

    waited: list[float] = []
    kintone = Kintone("http://localhost", "t", transport=httpx.MockTransport(handle), wait=waited.append)

    with pytest.raises(KintoneError, match=said):
        make_app(kintone, "表", {})

    assert (60 if state == "PROCESSING" else 0) == len(waited)
