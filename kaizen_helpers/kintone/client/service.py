"""Records of kintone in and out, over HTTP or inside this process.

What is repeated after trouble: reading, when the connection is cut or the answer is 429 or 503. A change is repeated
only where it surely was not carried out: 429 (refused before it ran) and a connection that was never made. After a cut
connection nobody knows, and repeating an addition would double it.
"""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from kaizen_helpers.errors import InputError, SetupError
from kaizen_helpers.kintone.client.problems import KintoneError, UnreachableError, problem_of
from kaizen_helpers.kintone.client.query import both

if TYPE_CHECKING:
    import httpx

    from kaizen_helpers.kintone.sandbox.environment import Environment

__all__ = ["Kintone", "in_process"]

Progress = Callable[[int, int], None]
Record = Mapping[str, Any]
_PAGE, _REQUEST, _TOGETHER = 500, 100, 20
_TRIES = 5
_LOCAL = ("localhost", "127.0.0.1", "::1")


class Kintone:
    """A kintone, real or for practice::

        with Kintone("https://example.cybozu.com", token="…") as kintone:
            records = kintone.all_records(1, '状況 in ("未対応")')

    Without arguments the environment says: ``KINTONE_BASE_URL`` and ``KINTONE_API_TOKEN`` (several joined by commas),
    or ``KINTONE_USERNAME`` and ``KINTONE_PASSWORD``. Secrets are only in the headers of requests: in no text, no error.
    """

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

        url = httpx.URL(base_url or os.environ.get("KINTONE_BASE_URL", ""))
        if url.scheme != "https" and not (url.scheme == "http" and url.host in _LOCAL):
            message = "kintoneのURLを「https://（サブドメイン）.cybozu.com」の形で指定してください。"
            raise SetupError(message, "KINTONE_BASE_URL")
        if url.userinfo:
            raise SetupError("URLに、ログイン名やパスワードを入れないでください。", "KINTONE_BASE_URL")
        self.base_url = str(url).rstrip("/")
        self._root = f"{self.base_url}/k/guest/{int(guest_space)}/v1/" if guest_space else f"{self.base_url}/k/v1/"
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

    def call(
        self, method: str, api: str, body: Mapping[str, Any], *, first_row: int = 0, again: bool | None = None
    ) -> Any:
        """One request to an API such as ``records.json``; its answer.

        ``again``: whether it may be repeated although it may have been carried out; by itself for reading only.

        Raises:
            KintoneError: kintone refused, or did not answer (UnreachableError).
        """
        import httpx

        reading = method == "GET"
        again = reading if again is None else again
        headers = {"X-HTTP-Method-Override": "GET"} if reading else {}
        for tried in range(_TRIES):
            last = tried == _TRIES - 1
            try:
                answer = self._http.request(
                    "POST" if reading else method, self._root + api, json=dict(body), headers=headers
                )
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if last:
                    raise UnreachableError(
                        "kintoneにつながりません。URLと、ネットワークを確かめてください。"
                    ) from error
            except httpx.TransportError as error:
                if not again or last:
                    message = "途中で通信が切れました。"
                    if not reading:
                        message += "変更が済んだかどうかは分かりません。画面で確かめてから、もう一度実行してください。"
                    else:
                        message += "しばらく待ってから、もう一度実行してください。"
                    raise UnreachableError(message) from error
            else:
                if answer.status_code == 200:
                    return _json(answer)
                if last or not (answer.status_code == 429 or (answer.status_code == 503 and again)):
                    raise problem_of(answer.status_code, _json(answer), first_row)
            self._wait(0.5 * 2**tried)
        raise AssertionError  # the loop returns or raises

    # --- reading -----------------------------------------------------------------------------------

    def record(self, app: int, number: int) -> dict[str, Any]:
        """One record by its number."""
        return dict(self.call("GET", "record.json", {"app": app, "id": number})["record"])

    def records(self, app: int, query: str = "", fields: Sequence[str] = ()) -> list[dict[str, Any]]:
        """What one query finds, at most 500."""
        return list(self.call("GET", "records.json", _asked(app, query, fields))["records"])

    def all_records(self, app: int, condition: str = "", fields: Sequence[str] = ()) -> list[dict[str, Any]]:
        """Every record that meets the condition, by number. ``condition`` has no order, limit or offset."""
        wanted = list(dict.fromkeys([*fields, "$id"])) if fields else []
        found: list[dict[str, Any]] = []
        last = 0
        while True:
            query = f"{both(condition, f'$id > {last}')} order by $id asc limit {_PAGE}"
            page = self.records(app, query, wanted)
            found += page
            if len(page) < _PAGE:
                return found
            last = int(page[-1]["$id"]["value"])

    def ordered_records(self, app: int, query: str, fields: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
        """Every record in the order of the query, by a cursor. A page that was cut off is gone: not asked again."""
        asked = {**_asked(app, query, fields), "size": _PAGE}
        cursor = self.call("POST", "records/cursor.json", asked)["id"]
        more = True
        try:
            while more:
                page = self.call("GET", "records/cursor.json", {"id": cursor}, again=False)
                more = bool(page["next"])
                yield from page["records"]
        finally:
            if more:  # kintone allows ten at a time; one that was read to its end is gone by itself
                self._give_up(cursor)

    def _give_up(self, cursor: str) -> None:
        try:
            self.call("DELETE", "records/cursor.json", {"id": cursor})
        except KintoneError:
            return  # it ends by itself after ten minutes

    def fields(self, app: int) -> dict[str, Any]:
        """The fields of the form by code, as the API says them."""
        return dict(self.call("GET", "app/form/fields.json", {"app": app})["properties"])

    # --- changing: all or nothing in each 2,000 ------------------------------------------------------

    def add(self, app: int, records: Iterable[Record], progress: Progress | None = None) -> list[int]:
        """New records; their numbers."""
        answers = self._bulk("POST", app, [dict(one) for one in records], "records", {}, progress)
        return [int(number) for answer in answers for number in answer["ids"]]

    def update(self, app: int, records: Iterable[Record], progress: Progress | None = None) -> int:
        """Change records, each ``{"id": …, "record": …}`` with ``revision`` where it must not be older; how many."""
        return sum(
            len(one["records"])
            for one in self._bulk("PUT", app, [dict(one) for one in records], "records", {}, progress)
        )

    def upsert(self, app: int, key: str, records: Iterable[Record], progress: Progress | None = None) -> dict[str, int]:
        """Change the records with this key, add the others. Raises InputError: a key is empty or told twice."""
        items = []
        seen: dict[str, int] = {}
        for row, one in enumerate(records, 1):
            value = str((one.get(key) or {}).get("value") or "")
            if not value:
                raise InputError("キーが空です。値を入れてください。", f"{row}件目、「{key}」")
            if value in seen:
                raise InputError(
                    f"キー「{value}」が{seen[value]}件目と重なっています。1件にしてください。", f"{row}件目、「{key}」"
                )
            seen[value] = row
            rest = {code: item for code, item in one.items() if code != key}
            items.append({"updateKey": {"field": key, "value": value}, "record": rest})
        counted = {"INSERT": 0, "UPDATE": 0}
        for answer in self._bulk("PUT", app, items, "records", {"upsert": True}, progress):
            for done in answer["records"]:
                counted[done["operation"]] += 1
        return counted

    def delete(self, app: int, numbers: Iterable[int], progress: Progress | None = None) -> int:
        """Delete records by number; how many."""
        wanted = [int(number) for number in numbers]
        self._bulk("DELETE", app, wanted, "ids", {}, progress)
        return len(wanted)

    def _bulk(
        self, method: str, app: int, items: list[Any], name: str, more: Mapping[str, Any], progress: Progress | None
    ) -> list[Any]:
        cuts = [items[at : at + _REQUEST] for at in range(0, len(items), _REQUEST)]
        return self._sent([(method, {"app": app, name: cut, **more}, len(cut)) for cut in cuts], progress)

    def change(
        self, app: int, new: Sequence[Record], changed: Sequence[Record], progress: Progress | None = None
    ) -> None:
        """Add and change together, so that up to 2,000 records are done as a whole or not at all."""
        parts = [("POST", new), ("PUT", changed)]
        requests = [
            (method, {"app": app, "records": list(items[at : at + _REQUEST])}, len(items[at : at + _REQUEST]))
            for method, items in parts
            for at in range(0, len(items), _REQUEST)
        ]
        try:
            self._sent(requests, progress)
        except KintoneError as error:  # the order of sending is not that of anybody's table: a row would mislead
            error.row, error.where = None, f"「{error.field}」" if error.field else ""
            raise

    def _sent(self, requests: Sequence[tuple[str, Mapping[str, Any], int]], progress: Progress | None) -> list[Any]:
        """Requests with their numbers of records, twenty at a time."""
        api = f"{self._root.removeprefix(self.base_url)}records.json"
        answers: list[Any] = []
        done, total = 0, sum(count for _, _, count in requests)
        for start in range(0, len(requests), _TOGETHER):
            part = requests[start : start + _TOGETHER]
            body = {"requests": [{"method": method, "api": api, "payload": payload} for method, payload, _ in part]}
            try:
                answers += self.call("POST", "bulkRequest.json", body, first_row=done)["results"]
            except KintoneError as error:
                if done:  # what went before stays, and a person has to know
                    error.message_ja += f"{done:,}件目までは済んでいます。{done + 1:,}件目からやり直してください。"
                raise
            done += sum(count for _, _, count in part)
            if progress is not None:
                progress(done, total)
        return answers


def in_process(environment: Environment) -> httpx.MockTransport:
    """A way into a practice environment without any port: ``Kintone("http://localhost", transport=in_process(…))``."""
    import httpx

    from kaizen_helpers.kintone.sandbox.server import answer
    from kaizen_helpers.kintone.sandbox.wire import Request

    def handle(request: httpx.Request) -> httpx.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Request(request.method, request.url.path, request.url.query.decode(), headers, request.read())
        done = answer(environment, asked)
        return httpx.Response(done.status, content=done.body, headers={"content-type": "application/json"})

    return httpx.MockTransport(handle)


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


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        if answer.status_code == 200:
            raise KintoneError("kintoneからの返事を読めません。URLを確かめてください。", status=200) from None
        return {}


def _asked(app: int, query: str, fields: Sequence[str]) -> dict[str, Any]:
    return {"app": app, "query": query, **({"fields": list(fields)} if fields else {})}
