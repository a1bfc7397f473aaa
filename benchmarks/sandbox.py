"""Speed, memory and toughness of the practice environment for kintone.

Run: ``.venv/bin/python benchmarks/sandbox.py`` (``--only speed|kill|broken``). One JSON line a goal. The load is from
Node, so that the client is not what is measured; the server runs in a process of its own over a file. ``cpu_ms`` is the
server's own time for one request, which a busy machine does not change much.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kaizen_helpers.kintone.sandbox.environment import Environment  # noqa: E402 - the checkout is measured
from kaizen_helpers.kintone.sandbox.server import answer  # noqa: E402
from tests.sandbox_any import Desk, choice, number, text  # noqa: E402
from tests.sandbox_broken import FRESH, broken_request, prepared  # noqa: E402
from tests.sandbox_killed import kill_round, start_server  # noqa: E402

RECORDS = 100_000
LOAD = r"""
const http = require("node:http");
const {port, clients, requests, path, method, body} = JSON.parse(process.argv[1]);
const agent = new http.Agent({keepAlive: true, maxSockets: clients});
const headers = {"X-Cybozu-Authorization": Buffer.from("Administrator:practice").toString("base64")};
if (body) { headers["Content-Type"] = "application/json"; headers["Content-Length"] = Buffer.byteLength(body); }
const times = []; let left = requests, failed = 0;
const one = () => new Promise((done) => {
  const from = process.hrtime.bigint();
  const request = http.request({host: "127.0.0.1", port, path, method, agent, headers}, (response) => {
    response.on("data", () => {});
    response.on("end", () => {
      times.push(Number(process.hrtime.bigint() - from) / 1e6);
      if (response.statusCode !== 200) failed += 1;
      done();
    });
  });
  request.end(body || undefined);
});
const client = async () => { while (left-- > 0) await one(); };
(async () => {
  const from = Date.now();
  await Promise.all(Array.from({length: clients}, client));
  const seconds = (Date.now() - from) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  console.log(JSON.stringify({per_second: times.length / seconds, p50_ms: at(0.5), p95_ms: at(0.95), failed}));
})();
"""


def told(goal: str, **found: Any) -> None:
    print(json.dumps({"goal": goal, **found}, ensure_ascii=False), flush=True)


def fill(path: Path, count: int) -> None:
    """An app of five fields with many records, written through the API."""
    desk = Desk(Environment(path))
    desk.app(text("名前"), number("人数"), choice("状況", "済", "未"), {"type": "DATE", "code": "日"}, text("備考"))
    dice = random.Random(1)  # noqa: S311
    for start in range(0, count, 100):
        records = [
            {
                "名前": {"value": f"団体{start + place}"},
                "人数": {"value": str(dice.randrange(10_000))},
                "状況": {"value": dice.choice(["済", "未"])},
                "日": {"value": f"2026-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"},
                "備考": {"value": "よろしくお願いします。" * 3},
            }
            for place in range(100)
        ]
        desk.ok("POST", "records.json", {"app": 1, "records": records})
    desk.environment.close()


def load(port: int, process: int, clients: int, requests: int, path: str, body: Any = None) -> dict[str, Any]:
    """Send the load; what it took, and the server's own time for one request."""
    given = {"port": port, "clients": clients, "requests": requests, "path": path}
    given |= {"method": "POST" if body else "GET", "body": json.dumps(body) if body else ""}
    before = _cpu(process)
    run = subprocess.run(["node", "-e", LOAD, json.dumps(given)], capture_output=True, text=True, check=True)
    found: dict[str, Any] = {key: round(value, 1) for key, value in json.loads(run.stdout).items()}
    return {**found, "cpu_ms": round((_cpu(process) - before) * 1000 / requests, 2)}


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _memory(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def speed(folder: Path, count: int) -> None:
    path = folder / "speed.sqlite"
    started = time.perf_counter()
    fill(path, count)
    told("filled", records=count, seconds=round(time.perf_counter() - started, 1))
    process, port = start_server(path)
    try:
        one = "/k/v1/record.json?app=1&id=77"
        load(port, process.pid, 5, 200, one)
        told("GET one, 30 clients: >= 1000/s, p95 <= 40 ms", **load(port, process.pid, 30, 6_000, one))
        records = [{"名前": {"value": f"x{place}"}, "人数": {"value": "1"}} for place in range(100)]
        body = {"app": 1, "records": records}
        add = "/k/v1/records.json"
        told("POST 100, 1 client: p50 <= 30 ms", **load(port, process.pid, 1, 100, add, body))
        told("POST 100, 30 clients: >= 100/s", **load(port, process.pid, 30, 300, add, body))
        query = "%E4%BA%BA%E6%95%B0%20%3E%205000%20order%20by%20%E4%BA%BA%E6%95%B0%20desc%20limit%20500"
        page = f"/k/v1/records.json?app=1&query={query}"
        told("page of 500 by filter and order, 1 client: p95 <= 80 ms", **load(port, process.pid, 1, 60, page))
        told("page of 500, 30 clients: reported", **load(port, process.pid, 30, 90, page))
        told("memory: <= 150 MB", megabytes=round(_memory(process.pid), 1))
    finally:
        process.kill()
        process.wait()


def killed(folder: Path, rounds: int) -> None:
    dice = random.Random(11)  # noqa: S311
    kept = sum(kill_round(folder / f"kill{place}.sqlite", 0.1 + dice.random()) for place in range(rounds))
    told("kill -9: every answered write is there, nothing half-done", rounds=rounds, answered=kept, lost=0)


def broken(count: int) -> None:
    environment, statuses, slowest, mistakes = prepared(), dict[int, int](), 0.0, 0
    for seed in range(count):
        if seed % FRESH == 0:
            environment.close()
            environment = prepared()
        request, heard = broken_request(seed), io.StringIO()
        from_ = time.perf_counter()
        with contextlib.redirect_stderr(heard):
            done = answer(environment, request)
        slowest = max(slowest, time.perf_counter() - from_)
        json.loads(done.body)
        mistakes += "Traceback" in heard.getvalue()
        statuses[done.status] = statuses.get(done.status, 0) + 1
    worse = sum(many for status, many in statuses.items() if status >= 500)
    told(
        "broken requests: 4xx in the shape of the API, no 500, no hang",
        requests=count,
        worse=worse,
        caught_by_the_last_net=mistakes,
        slowest_ms=round(slowest * 1000),
        by_status=statuses,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["speed", "kill", "broken"])
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--requests", type=int, default=10_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.only in (None, "speed"):
            speed(folder, chosen.records)
        if chosen.only in (None, "kill"):
            killed(folder, chosen.rounds)
        if chosen.only in (None, "broken"):
            broken(chosen.requests)


if __name__ == "__main__":
    main()
