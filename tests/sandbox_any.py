"""An environment for tests of the sandbox, called without a port, and apps that many tests use."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD, Environment
from kaizen_helpers.kintone.sandbox.server import answer
from kaizen_helpers.kintone.sandbox.wire import Request


def password(user: str = "Administrator", word: str = FIRST_PASSWORD) -> dict[str, str]:
    """The header of a person who calls."""
    return {"x-cybozu-authorization": base64.b64encode(f"{user}:{word}".encode()).decode()}


@dataclass
class Desk:
    """Calls an environment as one person; every call gives (status, JSON)."""

    environment: Environment = field(default_factory=Environment)
    headers: Mapping[str, str] = field(default_factory=password)
    base: str = "/k/v1/"

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None, **query: Any) -> tuple[int, Any]:
        headers = dict(self.headers)
        sent = b""
        if body is not None:
            headers["content-type"] = "application/json"
            sent = json.dumps(body).encode()
        done = answer(self.environment, Request(method, f"{self.base}{path}", urlencode(query), headers, sent))
        return done.status, json.loads(done.body)

    def ok(self, method: str, path: str, body: Mapping[str, Any] | None = None, **query: Any) -> Any:
        """The JSON of a call that has to work."""
        status, found = self.call(method, path, body, **query)
        assert status == 200, found
        return found

    def refused(self, method: str, path: str, body: Mapping[str, Any] | None = None, **query: Any) -> Any:
        """The JSON of a call that must not work, with its status under 「status」."""
        status, found = self.call(method, path, body, **query)
        assert status >= 400, found
        return {"status": status, **found}

    def app(self, *fields: Mapping[str, Any], name: str = "照会", use: bool = True) -> int:
        """A new app with these fields, put into use."""
        number = int(self.ok("POST", "preview/app.json", {"name": name})["app"])
        properties = {one["code"]: {"label": one["code"], **one} for one in fields}
        if properties:
            self.ok("POST", "preview/app/form/fields.json", {"app": number, "properties": properties})
        if use:
            self.ok("POST", "preview/app/deploy.json", {"apps": [{"app": number}]})
        return number

    def add(self, app: int, **values: Any) -> int:
        """A new record of these values; its number."""
        record = {code: {"value": value} for code, value in values.items()}
        return int(self.ok("POST", "record.json", {"app": app, "record": record})["id"])

    def values(self, app: int, number: int) -> dict[str, Any]:
        """The values of a record by code."""
        record = self.ok("GET", "record.json", app=app, id=number)["record"]
        return {code: item["value"] for code, item in record.items()}

    def found(self, app: int, query: str) -> list[int]:
        """The numbers of the records that a query finds, in its order."""
        records = self.ok("GET", "records.json", app=app, query=query)["records"]
        return [int(record["$id"]["value"]) for record in records]


def text(code: str, **more: Any) -> dict[str, Any]:
    return {"type": "SINGLE_LINE_TEXT", "code": code, **more}


def number(code: str, **more: Any) -> dict[str, Any]:
    return {"type": "NUMBER", "code": code, **more}


def choice(code: str, *options: str, kind: str = "DROP_DOWN", **more: Any) -> dict[str, Any]:
    places = {option: {"label": option, "index": str(place)} for place, option in enumerate(options)}
    return {"type": kind, "code": code, "options": places, **more}


def table(code: str, *fields: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "SUBTABLE",
        "code": code,
        "fields": {one["code"]: {"label": one["code"], **one} for one in fields},
        **more,
    }
