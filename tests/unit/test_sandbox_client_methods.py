"""Every method of the official client that the tiers A and B cover is called once, on an ordinary and a guest app."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kaizen_helpers.kintone.sandbox.administration import add_space
from kaizen_helpers.kintone.sandbox.running import Sandbox
from tests.npm import MANIFEST, node_modules, run_module

pytestmark = pytest.mark.slow

NOT_COVERED = frozenset(
    (
        *("move", "getPlugins", "addPlugins", "getStatistics", "updateSpaceBody", "getSpaceMembers"),
        *("updateSpaceMembers", "addThread", "updateThread", "addThreadComment", "addGuests", "deleteGuests"),
        *("updateSpaceGuests", "addSpaceFromTemplate"),
    )
)
"""Tier C of reference/kintone.md §2.1."""
HELPERS = frozenset(
    (
        *("constructor", "warnMaximumOffsetValueIfNeeded", "addAllRecordsRecursive", "addAllRecordsWithBulkRequest"),
        *("updateAllRecordsRecursive", "updateAllRecordsWithBulkRequest", "deleteAllRecordsRecursive"),
        *("deleteAllRecordsWithBulkRequest", "separateArrayRecursive"),
    )
)
"""Methods that other methods of the client call."""

SCRIPT = (MANIFEST.parent / "every_method.mjs").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    node_modules()
    with Sandbox() as running:
        yield running


@pytest.fixture(scope="module", params=[False, True], ids=["ordinary", "guest"])
def told(sandbox: Sandbox, request: pytest.FixtureRequest) -> Any:
    space = add_space(sandbox.environment, "課", guest=request.param)
    given = {"url": sandbox.url, "space": space, **({"guestSpaceId": space} if request.param else {})}
    return run_module(SCRIPT, given)


def test_every_covered_method_was_called_and_answered(told: Any) -> None:
    known = {name for names in told["known"].values() for name in names} - HELPERS - NOT_COVERED

    assert known - set(told["called"]) == set()


def test_what_was_written_is_what_is_read(told: Any) -> None:
    answers = told["answers"]

    assert told["record"] == {"団体名": "唐津市", "倍": "6", "状態": "未処理"}
    assert told["content"] == "本文"
    assert [one["operation"] for one in answers["updateRecords"]["records"]] == ["INSERT", "UPDATE"]
    assert [one["人数"]["value"] for one in answers["getRecords"]["records"]] == ["4", "5", "6", "7"]
    assert [told[name] for name in ("getAllRecords", "getAllRecordsWithOffset", "getAllRecordsWithCursor")] == [6] * 3
    assert answers["getViews"]["views"]["暦"]["date"] == "期限"
    assert answers["getReminderNotifications"]["notifications"][0]["timing"]["daysLater"] == "-1"
    assert answers["getAppActions"]["actions"]["写す"]["destApp"]["app"]
    assert answers["getAppCustomize"]["desktop"]["js"][0]["file"]["name"] == "a.js"
    assert answers["getRecordComments"]["comments"][0]["mentions"] == [{"code": "Administrator", "type": "USER"}]


def test_all_numbers_of_answers_are_texts(told: Any) -> None:
    """As on the wire of the real service, whatever the official description says (reference §2)."""
    found = [
        (name, key, value)
        for name, answer in told["answers"].items()
        for key, value in _leaves(answer)
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]

    assert found == []


def _leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, key)
    else:
        yield key, value
