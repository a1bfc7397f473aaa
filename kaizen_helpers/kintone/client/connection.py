"""The connection to a kintone: who calls, what is tried again after trouble, and answers that are none.

What is repeated after trouble: reading, when the connection is cut or the answer is 429 or 503. A change is repeated
only where it surely was not carried out: 429 (refused before it ran) and a connection that was never made. After a cut
connection nobody knows, and repeating an addition would double it.
"""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Self

from kaizen_helpers.errors import InputError, SetupError
from kaizen_helpers.kintone.client.problems import UnreachableError, problem_of, strange_answer

if TYPE_CHECKING:
    import httpx

__all__ = ["Connection"]

_TRIES = 5
_LOCAL = ("localhost", "127.0.0.1", "::1")
_UNKNOWN = "変更が済んだかどうかは分かりません。画面で確かめてから、もう一度実行してください。"


class Connection:
    """See ``Kintone``, which people use."""

    def __init__(
        self,
        base_url: str | None = None,
        token: str | None = None,
        *,
        user: str | None = None,
        password: str | None = None,
        guest_space: int | None = None,
        transport: httpx.BaseTransport | None = None,
        timeout: float = 30.0,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        import httpx

        self.base_url = _address(base_url or os.environ.get("KINTONE_BASE_URL", ""))
        self._way = f"/k/guest/{int(guest_space)}/v1/" if guest_space else "/k/v1/"
        self._wait = wait
        # No redirect is followed: the headers hold the token, and it goes to nobody else.
        self._http = httpx.Client(
            transport=transport, timeout=timeout, headers=_login(token, user, password), follow_redirects=False
        )

    def __repr__(self) -> str:
        return f"Kintone({self.base_url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection."""
        self._http.close()

    def pause(self, seconds: float) -> None:
        """Wait between two looks, in the way that was asked for (``wait``)."""
        self._wait(seconds)

    def call(
        self, method: str, api: str, body: Mapping[str, Any], *, first_row: int = 0, again: bool | None = None
    ) -> dict[str, Any]:
        """One request to an API such as ``records.json``; its answer.

        Args:
            method: ``GET`` for reading; it is sent as a POST that says so, since queries may be long.
            api: below ``/k/v1/``.
            body: the parameters.
            first_row: how many rows of a person's table went before; an error then names the row of that table.
            again: whether it may be repeated although it may have been carried out; by itself for reading only.

        Raises:
            KintoneError: kintone refused, did not answer (UnreachableError), or answered what is no answer.
            InputError: a value is of a kind that cannot be sent. Nothing is sent.
        """
        reading = method == "GET"
        headers = {"Content-Type": "application/json", **({"X-HTTP-Method-Override": "GET"} if reading else {})}
        sent = self._request(
            "POST" if reading else method,
            api,
            changes=not reading,
            again=reading if again is None else again,
            first_row=first_row,
            content=_ready(body),
            headers=headers,
        )
        found = _json(sent)
        if not isinstance(found, dict):
            raise strange_answer(changed=not reading)
        return found

    def _request(
        self, method: str, api: str, *, changes: bool, again: bool, first_row: int = 0, **sent: Any
    ) -> httpx.Response:
        """An answer with status 200, after as many tries as are harmless."""
        import httpx

        for tried in range(_TRIES):
            last = tried == _TRIES - 1
            try:
                answer = self._http.request(method, f"{self.base_url}{self._way}{api}", **sent)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if last:
                    message = "kintoneにつながりません。URLと、ネットワークを確かめてください。"
                    raise UnreachableError(message) from error
            except httpx.RequestError as error:
                if not again or last:
                    after = _UNKNOWN if changes else "しばらく待ってから、もう一度実行してください。"
                    raise UnreachableError(f"途中で通信が切れました。{after}") from error
            else:
                if answer.status_code == 200:
                    return answer
                if last or not (answer.status_code == 429 or (answer.status_code == 503 and again)):
                    raise problem_of(answer.status_code, _json(answer), first_row, changed=changes)
            self._wait(0.5 * 2**tried)
        raise RuntimeError  # not reached: the last try returns or raises


def _address(text: str) -> str:
    import httpx

    message = "kintoneのURLを「https://（サブドメイン）.cybozu.com」の形で指定してください。"
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, TypeError):
        raise SetupError(message, "KINTONE_BASE_URL") from None
    if not url.host or (url.scheme != "https" and not (url.scheme == "http" and url.host in _LOCAL)):
        raise SetupError(message, "KINTONE_BASE_URL")
    if url.userinfo:
        raise SetupError("URLに、ログイン名やパスワードを入れないでください。", "KINTONE_BASE_URL")
    return str(url).rstrip("/")


def _login(token: str | None, user: str | None, password: str | None) -> dict[str, str]:
    """The headers that say who calls. What was told here goes before the environment."""
    if not token and not user:
        token = os.environ.get("KINTONE_API_TOKEN", "")
        user, password = os.environ.get("KINTONE_USERNAME", ""), password or os.environ.get("KINTONE_PASSWORD", "")
    if user and not token:
        pair = f"{user}:{password or ''}".encode()
        return {"X-Cybozu-Authorization": base64.b64encode(pair).decode(), "Accept-Language": "ja"}
    if not token:
        raise SetupError("APIトークンか、ログイン名とパスワードを設定してください。", "KINTONE_API_TOKEN")
    token = token.strip()
    if not token.isascii() or not token.isprintable():
        raise SetupError("APIトークンに使えない文字が入っています。コピーし直してください。", "KINTONE_API_TOKEN")
    return {"X-Cybozu-API-Token": token, "Accept-Language": "ja"}


def _ready(body: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(dict(body), ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        message = "kintoneに送れない種類の値が入っています。文字か数にしてください。表からは from_frame で作れます。"
        raise InputError(message) from error


def _json(answer: httpx.Response) -> Any:
    """What an answer says; ``None`` where it is no JSON, such as a page of a server in between."""
    try:
        return answer.json()
    except (ValueError, RecursionError):
        return None
