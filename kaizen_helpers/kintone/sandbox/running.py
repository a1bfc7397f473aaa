"""A running practice environment: on a port of this computer, or inside this process without any port."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from kaizen_helpers.errors import SetupError
from kaizen_helpers.kintone.sandbox.administration import apply_plan, issue_token
from kaizen_helpers.kintone.sandbox.asgi import Application
from kaizen_helpers.kintone.sandbox.environment import Environment
from kaizen_helpers.kintone.sandbox.problems import Language

__all__ = ["Sandbox"]

_PATIENCE = 20.0


class Sandbox:
    """A practice environment for a notebook or a test::

        with Sandbox() as sandbox:
            token = sandbox.token(app=1, rights=["view", "add"])
            ...                                  # sandbox.url is http://localhost:PORT

    Args:
        path: the file that keeps everything; ``None``: in memory, gone at the end.
        port: 0 takes a free one.
        plan: people, tokens and so on, see :func:`~kaizen_helpers.kintone.sandbox.administration.apply_plan`.
        language: of messages where the caller does not say.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        port: int = 0,
        plan: Mapping[str, Any] | None = None,
        language: Language = "ja",
    ) -> None:
        self.environment = Environment(path, language=language)
        self._wanted, self.port = port, 0
        self._server: Any = None
        self._thread: threading.Thread | None = None
        self.made = apply_plan(self.environment, plan) if plan else {}

    @property
    def url(self) -> str:
        """Where it answers; 「localhost」, because the official client takes http from there only."""
        return f"http://localhost:{self.port}"

    def token(self, app: int, rights: list[str] | None = None) -> str:
        """A new token of an app, with the right to view unless others are named."""
        return issue_token(self.environment, app, rights or ["view"])

    def start(self) -> Self:
        """Serve from a thread of its own until ``stop``.

        Raises SetupError: the port is taken.
        """
        import uvicorn

        sockets = listening(self._wanted)
        self.port = sockets[0].getsockname()[1]
        self.environment.webhooks.address = self.url
        config = uvicorn.Config(
            Application(self.environment), log_level="error", lifespan="off", access_log=False, timeout_keep_alive=30
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": sockets}, daemon=True)
        self._thread.start()
        end = time.monotonic() + _PATIENCE
        while not self._server.started and time.monotonic() < end:
            time.sleep(0.01)
        return self

    def stop(self) -> None:
        """End it. What is in the file stays there."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(_PATIENCE)
            self._server = self._thread = None
        self.environment.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def listening(port: int, host: str = "127.0.0.1") -> list[socket.socket]:
    """Sockets of the loopback address, of both kinds where there are both. Raises SetupError: the port is taken."""
    first = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    first.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        first.bind((host, port))
    except OSError as error:
        first.close()
        message = "このポートは、ほかのプログラムが使っています。--port で別の番号を指定してください。"
        raise SetupError(message, f"ポート {port}") from error
    sockets = [first]
    if socket.has_ipv6 and host == "127.0.0.1":
        second = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
        try:
            second.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            second.bind(("::1", first.getsockname()[1]))
            sockets.append(second)
        except OSError:  # a computer without the newer kind of address
            second.close()
    return sockets
