"""A way into a practice environment of the same process, without any port."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from kaizen_helpers.kintone.sandbox.environment import Environment

__all__ = ["in_process"]


def in_process(environment: Environment) -> httpx.MockTransport:
    """A way into a practice environment without any port: ``Kintone("http://localhost", transport=in_process(…))``."""
    import httpx

    from kaizen_helpers.kintone.sandbox.server import answer
    from kaizen_helpers.kintone.sandbox.wire import Request

    def handle(request: httpx.Request) -> httpx.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Request(request.method, request.url.path, request.url.query.decode(), headers, request.read())
        done = answer(environment, asked)
        return httpx.Response(done.status, content=done.body, headers={"content-type": done.content_type})

    return httpx.MockTransport(handle)
