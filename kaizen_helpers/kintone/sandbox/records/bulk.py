"""``bulkRequest.json``: up to twenty calls in turn, all of them or none (reference/kintone.md §2.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.params import ENUM, OBJECT
from kaizen_helpers.kintone.sandbox.problems import Problem, Said
from kaizen_helpers.kintone.sandbox.wire import Answer, ready_json

__all__ = ["bulk_request"]

_MOST = 20
_ALLOWED = {
    "record.json": ("POST", "PUT"),
    "records.json": ("POST", "PUT", "DELETE"),
    "record/status.json": ("PUT",),
    "records/status.json": ("PUT",),
    "record/assignees.json": ("PUT",),
}
_API = re.compile(r"/k/(?:guest/([0-9]+)/)?v1/(.+)")
TOO_MANY = Said("最大でも20個までです。", "must be 20 or fewer")


class _Failed(Exception):  # noqa: N818 - takes all of it back, and is answered
    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


def bulk_request(call: Call) -> dict[str, Any] | Answer:
    """Run the calls; at the first that fails everything is taken back and the answer says which one it was."""
    params = call.params
    requests = params.items("requests", required=True, most=_MOST, said=TOO_MANY)
    for place, one in enumerate(requests):
        if not isinstance(one, Mapping) or not isinstance(one.get("payload", {}), Mapping):
            params.wrong(f"requests[{place}]", OBJECT)
        elif one.get("method") not in ("POST", "PUT", "DELETE"):
            params.wrong(f"requests[{place}].method", ENUM)
    params.done()
    try:
        with call.environment.store.change():
            return {"results": _run_all(call, requests)}
    except _Failed as failed:
        call.environment.apps.forget()
        return failed.answer


def _run_all(call: Call, requests: list[Mapping[str, Any]]) -> list[Any]:
    results: list[Any] = []
    for place, one in enumerate(requests):
        try:
            results.append(_run(call, one))
        except Problem as problem:
            told: list[Any] = [{} for _ in requests]
            told[place] = problem.body(call.language)
            body = ready_json({"results": told})
            raise _Failed(Answer(problem.status, body, headers={"X-Cybozu-Error": problem.code})) from None
    return results


def _run(call: Call, one: Mapping[str, Any]) -> Any:
    from kaizen_helpers.kintone.sandbox.routes import find_route

    matched = _API.fullmatch(str(one.get("api", "")))
    if matched is None or one["method"] not in _ALLOWED.get(matched[2], ()):
        raise Problem("CB_IL02")
    handler = find_route(one["method"], matched[2])
    if handler is None:
        raise Problem("CB_IL02")
    return handler(replace(call, given=one.get("payload") or {}, guest_space=int(matched[1] or 0), bulk=True))
