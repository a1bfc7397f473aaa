"""A running practice environment: on a port of this computer, or inside this process without any port."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from kaizen_helpers.errors import SetupError
from kaizen_helpers.kintone.sandbox import seeding
from kaizen_helpers.kintone.sandbox.administration import apply_plan, issue_token
from kaizen_helpers.kintone.sandbox.asgi import Application
from kaizen_helpers.kintone.sandbox.environment import Environment
from kaizen_helpers.kintone.sandbox.problems import Language

__all__ = ["Sandbox", "listening", "own_address"]

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
        seed: a folder with apps to begin with, see :mod:`~kaizen_helpers.kintone.sandbox.seeding`.
        language: of messages where the caller does not say.
        lan: other computers of the building may call too. Give everybody a password of their own first.

    Raises InputError: the file is another app's; the plan or the folder cannot be used.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        port: int = 0,
        plan: Mapping[str, Any] | None = None,
        seed: Path | None = None,
        language: Language = "ja",
        lan: bool = False,
    ) -> None:
        self.environment = Environment(path, language=language)
        self._wanted, self.port, self.lan = port, 0, lan
        self._server: Any = None
        self._thread: threading.Thread | None = None
        self.made: dict[str, Any] = {}
        try:
            if seed:
                self.made = seeding.seed(self.environment, seed)
            if plan:
                self.made |= apply_plan(self.environment, plan)
        except BaseException:
            self.environment.close()
            raise

    @property
    def url(self) -> str:
        """Where it answers; 「localhost」, because the official client takes http from there only."""
        return f"http://{own_address() if self.lan else 'localhost'}:{self.port}"

    def token(self, app: int, rights: list[str] | None = None) -> str:
        """A new token of an app, with the right to view unless others are named."""
        return issue_token(self.environment, app, rights or ["view"])

    def start(self) -> Self:
        """Serve from a thread of its own until ``stop``.

        Raises SetupError: the port is taken.
        """
        import uvicorn

        sockets = listening(self._wanted, "0.0.0.0" if self.lan else "127.0.0.1")  # noqa: S104 - lan was asked for
        self.port = sockets[0].getsockname()[1]
        self.environment.webhooks.address = self.url
        config = uvicorn.Config(
            Application(self.environment, lan=self.lan),
            log_level="error",
            lifespan="off",
            access_log=False,
            timeout_keep_alive=30,
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


def own_address() -> str:
    """How other computers of the building reach this one, as far as it knows. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address of no computer (RFC 5737); only the way to it is looked up
            return str(probe.getsockname()[0])
        except OSError:  # no network at all
            return "localhost"


def listening(port: int, host: str = "127.0.0.1") -> list[socket.socket]:
    """Sockets of an address, of both kinds where it is the loopback one. Raises SetupError: the port is taken.

    They say which protocol they speak: only then asyncio sends each answer at once, instead of waiting 40 ms for more.
    """
    first = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    first.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        first.bind((host, port))
    except OSError as error:
        first.close()
        message = "このポートは、ほかのプログラムが使っています。--port で別の番号を指定してください。"
        raise SetupError(message, f"ポート {port}") from error
    sockets = [first]
    if socket.has_ipv6 and host == "127.0.0.1":
        second = socket.socket(socket.AF_INET6, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            second.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            second.bind(("::1", first.getsockname()[1]))
            sockets.append(second)
        except OSError:  # a computer without the newer kind of address
            second.close()
    return sockets
