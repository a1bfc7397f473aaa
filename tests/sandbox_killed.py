"""Kills a server of the practice environment under load, starts its file again, and looks at what is there."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from kaizen_helpers.kintone.sandbox.environment import Environment
from tests.sandbox_any import Desk, number, password, table, text

__all__ = ["SERVER", "kill_round", "start_server"]

SERVER = """
import sys, time
from pathlib import Path
from kaizen_helpers.kintone.sandbox.running import Sandbox
Sandbox(Path(sys.argv[1]), port=int(sys.argv[2])).start()
print("ready", flush=True)
time.sleep(600)
"""
_CLIENTS = 4
_TOGETHER = 5
"""Records of one bulkRequest: all of them are there, or none."""


def start_server(path: Path) -> tuple[subprocess.Popen[str], int]:
    """A server in a process of its own, and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(path), str(port)],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process, port


def kill_round(path: Path, seconds: float) -> int:
    """Write from several clients, kill after ``seconds``, look. Returns how many writes had been answered."""
    desk = Desk(Environment(path))
    desk.app(text("名前", unique=True), number("番号"), table("明細", text("品")))
    desk.environment.close()
    process, port = start_server(path)
    answered: list[list[str]] = [[] for _ in range(_CLIENTS)]
    threads = [threading.Thread(target=_write, args=(port, place, answered[place])) for place in range(_CLIENTS)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()
    for thread in threads:
        thread.join()
    _look(path, [name for names in answered for name in names])
    return sum(len(names) for names in answered)


def _write(port: int, client: int, answered: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {**password(), "content-type": "application/json"}
    for turn in range(100_000):
        name = f"{client}-{turn}"
        requests = [
            {"method": "POST", "api": "/k/v1/record.json", "payload": {"app": 1, "record": _record(name, place)}}
            for place in range(_TOGETHER)
        ]
        try:
            connection.request("POST", "/k/v1/bulkRequest.json", json.dumps({"requests": requests}), headers)
            response = connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            break
        assert response.status == 200
        answered.append(name)
    connection.close()


def _record(name: str, place: int) -> dict[str, object]:
    rows = [{"value": {"品": {"value": name}}}] * 2
    return {"名前": {"value": f"{name}-{place}"}, "番号": {"value": str(place)}, "明細": {"value": rows}}


def _look(path: Path, answered: list[str]) -> None:
    desk = Desk(Environment(path))
    store = desk.environment.store
    assert store.row("PRAGMA integrity_check") == ("ok",)
    groups: dict[str, int] = {}
    for (text_of,) in store.rows("SELECT doc FROM records_1"):
        doc = json.loads(text_of)
        name = doc["名前"]["value"].rpartition("-")[0]
        assert [row["value"]["品"]["value"] for row in doc["明細"]["value"]] == [name] * 2
        groups[name] = groups.get(name, 0) + 1
    rows = store.row("SELECT COUNT(*) FROM rows_1")
    assert rows == (2 * _TOGETHER * len(groups),)
    assert set(groups.values()) <= {_TOGETHER}
    missing = set(answered) - groups.keys()
    assert not missing, sorted(missing)[:5]
    desk.environment.close()
