"""The environment as an ASGI application: reads a request whole, guards it, and sends the answer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from kaizen_helpers.kintone.sandbox.environment import Environment
from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.server import CONCURRENCY, answer
from kaizen_helpers.kintone.sandbox.wire import Answer, Request, ready_json

__all__ = ["Application"]

_LARGEST_BODY = 110_000_000
_LOCAL = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?")
_LAN = re.compile(r"([0-9.]+|\[[0-9a-fA-F:]+\]|[A-Za-z0-9-]+(\.local)?)(:[0-9]{1,5})?")
"""Names inside a building: addresses, and names without a domain. A name from outside may have been turned here."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Application:
    """Answers HTTP for one environment. ``lan``: other computers may call too.

    A page of another site that the same person has open could post to localhost: so the Host must be this computer, and
    an Origin, where one is sent, the environment itself.
    """

    def __init__(self, environment: Environment, *, lan: bool = False) -> None:
        self.environment = environment
        self.lan = lan
        self.running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection's request."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            self.running += 1
            try:
                await self._http(scope, receive, send)
            finally:
                self.running -= 1

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _headers(scope)
        if not self._from_here(headers):
            return await self._send(send, _problem("CB_NO02"))
        if self.running > CONCURRENCY:
            return await self._send(send, _problem("GAIA_TO04"))
        planned = self.environment.trouble.next_for(scope["path"])
        if planned and planned.kind == "busy":
            return await self._send(send, _problem("GAIA_TO04"))
        if planned and planned.kind == "maintenance":
            return await self._send(send, Answer(503, b"Service Unavailable", "text/plain;charset=utf-8"))
        if planned and planned.seconds:
            await asyncio.sleep(planned.seconds)
        body = await _body(receive)
        if body is None:
            return await self._send(send, _problem("CB_IL02", 413))
        request = Request(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), headers, body)
        await self._send(send, answer(self.environment, request), cut=bool(planned and planned.kind == "cut"))
        return None

    def _from_here(self, headers: dict[str, str]) -> bool:
        host, origin = headers.get("host", ""), headers.get("origin", "")
        if origin and origin.partition("://")[2] != host:
            return False
        return bool((_LAN if self.lan else _LOCAL).fullmatch(host))

    async def _send(self, send: Send, given: Answer, *, cut: bool = False) -> None:
        headers = [
            (b"content-type", given.content_type.encode()),
            (b"content-length", str(len(given.body)).encode()),
            (b"x-concurrencylimit-limit", str(CONCURRENCY).encode()),
            (b"x-concurrencylimit-running", str(self.running).encode()),
            *((name.lower().encode(), value.encode()) for name, value in given.headers.items()),
        ]
        await send({"type": "http.response.start", "status": given.status, "headers": headers})
        if cut:
            # Fewer bytes than announced: the server closes the connection, and the client sees an answer that ends.
            await send({"type": "http.response.body", "body": given.body[: len(given.body) // 2]})
            return
        await send({"type": "http.response.body", "body": given.body})


def _headers(scope: Scope) -> dict[str, str]:
    """Headers by name; one that comes several times is joined with commas, as several tokens may be sent."""
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


async def _body(receive: Receive) -> bytes | None:
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        size += len(part)
        if size > _LARGEST_BODY:
            return None
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


def _problem(code: str, status: int | None = None) -> Answer:
    problem = Problem(code)
    return Answer(status or problem.status, ready_json(problem.body("ja")), headers={"X-Cybozu-Error": code})
