"""Webhooks: another program is told of what happened in an app, after the answer (reference/kintone.md §7.4).

Calls for many records and bulkRequest send none. Nothing leaves this computer unless ``anywhere`` was chosen.
"""

from __future__ import annotations

import http.client
import json
import queue
import sys
import threading
import time
import uuid
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kaizen_helpers.kintone.sandbox.store import Store

if TYPE_CHECKING:
    from kaizen_helpers.kintone.sandbox.apps.keeping import App
    from kaizen_helpers.kintone.sandbox.call import Call

__all__ = ["Webhooks", "is_local", "record_title"]

_MOST, _MINUTE = 60, 60.0
_PATIENCE = 5.0


class Webhooks:
    """Collects what a call has to tell, and tells it from a thread of its own once the call is kept."""

    def __init__(self, store: Store) -> None:
        self.address = "http://localhost"
        """Where the environment answers; the ``url`` of an event begins with it."""
        self.anywhere = False
        self._store = store
        self._noted: list[tuple[str, bytes]] = []
        self._sent: deque[float] = deque()
        self._waiting: queue.Queue[tuple[str, bytes] | None] = queue.Queue()
        self._thread: threading.Thread | None = None

    def wanted(self, app: int) -> bool:
        """Whether anybody wants to be told of this app."""
        return self._store.row("SELECT 1 FROM webhook WHERE app = ?", (app,)) is not None

    def note(self, call: Call, app: App, event: str, record: int, more: Mapping[str, Any]) -> None:
        """Keep an event for the end of this call."""
        if call.bulk:
            return
        for number, url, events in self._store.rows("SELECT id, url, events FROM webhook WHERE app = ?", (app.id,)):
            if event in events.split(","):
                place = f"guest/{app.space}/" if call.guest_space else ""
                told = {
                    "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{number}/{uuid.uuid4()}")),
                    "type": event,
                    "app": {"id": str(app.id), "name": app.use.name},
                    **more,
                    "url": f"{self.address}/k/{place}{app.id}/show#record={record}",
                }
                self._noted.append((url, json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()))

    def drop(self) -> None:
        """The call was taken back: nobody is told."""
        self._noted.clear()

    def send(self) -> None:
        """Tell what was noted; beyond sixty in a minute nothing is told."""
        if not self._noted:
            return
        noted, self._noted = self._noted, []
        for one in noted:
            now = time.monotonic()
            while self._sent and now - self._sent[0] >= _MINUTE:
                self._sent.popleft()
            if len(self._sent) >= _MOST:
                return
            self._sent.append(now)
            self._waiting.put(one)
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="webhooks", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Tell what still waits, and end."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(_PATIENCE)
            self._thread = None

    def _work(self) -> None:
        while (one := self._waiting.get()) is not None:
            url, body = one
            try:
                self._post(url, body)
            except (OSError, http.client.HTTPException, ValueError) as error:
                sys.stderr.write(f"Webhook を届けられませんでした（{url}）: {error}\n")

    def _post(self, url: str, body: bytes) -> None:
        if not (self.anywhere or is_local(url)):
            raise ValueError("このコンピューターの中（localhost）だけに届けます。")
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=_PATIENCE)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json;charset=utf-8"})
            connection.getresponse().read()
        finally:
            connection.close()


def is_local(url: str) -> bool:
    """Whether a URL means this computer."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and parts.hostname in ("localhost", "127.0.0.1", "::1")


def record_title(app: App, doc: Mapping[str, Any]) -> str:
    """The title of a record: the field that was chosen for it, else the first text that is filled, else its number."""
    chosen = app.use.parts["settings"].get("titleField") or {}
    if chosen.get("selectionMode") == "MANUAL" and chosen.get("code") in doc:
        return str(doc[chosen["code"]]["value"] or "")
    texts = (item["value"] for item in doc.values() if item["type"] == "SINGLE_LINE_TEXT" and item["value"])
    return str(next(texts, doc["$id"]["value"]))
