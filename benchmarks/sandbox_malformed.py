"""Ten thousand malformed requests to the practice environment for kintone, by the strategies of its tests.

Run: ``.venv/bin/python benchmarks/sandbox_malformed.py``. One JSON line: how many requests, and how many were answered
by the last net (a mistake of ours) or with a 5xx; both have to be 0.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "unit")]

import test_sandbox_malformed as malformed  # noqa: E402 - the checkout is measured

from kaizen_helpers.kintone.sandbox.server import answer  # noqa: E402
from kaizen_helpers.kintone.sandbox.wire import Request  # noqa: E402
from tests.sandbox_any import password  # noqa: E402

REQUESTS = 10_000


def main() -> None:
    statuses, mistakes, slowest = dict[int, int](), 0, 0.0

    @settings(max_examples=REQUESTS, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(route=malformed.ROUTES, body=malformed.BODIES)
    def send(route: tuple[str, str], body: dict[str, object]) -> None:
        nonlocal mistakes, slowest
        headers = {**password(), "content-type": "application/json"}
        request, heard = Request(route[0], f"/k/v1/{route[1]}", "", headers, json.dumps(body).encode()), io.StringIO()
        start = time.perf_counter()
        with contextlib.redirect_stderr(heard):
            done = answer(malformed.desk().environment, request)
        slowest = max(slowest, time.perf_counter() - start)
        mistakes += "Traceback" in heard.getvalue()
        statuses[done.status] = statuses.get(done.status, 0) + 1

    send()
    told = {
        "requests": sum(statuses.values()),
        "worse": sum(many for status, many in statuses.items() if status >= 500),
        "caught_by_the_last_net": mistakes,
        "slowest_ms": round(slowest * 1000),
        "by_status": statuses,
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
