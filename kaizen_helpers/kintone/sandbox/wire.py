"""What comes in and what goes out, whatever carries it: a server, or a call inside one process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Answer", "Request", "Upload", "ready_json"]


@dataclass(frozen=True)
class Request:
    """One request. Header names are in lower case; ``path`` is decoded, ``query`` is not."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Upload:
    """A file of a multipart request."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Answer:
    """One answer, ready to be sent."""

    status: int
    body: bytes
    content_type: str = "application/json;charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def ready_json(value: object) -> bytes:
    """JSON as it goes out: UTF-8, no blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
