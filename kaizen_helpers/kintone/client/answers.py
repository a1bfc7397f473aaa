"""Parts of an answer, checked: what does not have the shape of the API is told as an error, never met as a KeyError."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kaizen_helpers.kintone.client.problems import strange_answer

__all__ = ["int_of", "list_of", "objects_of", "text_of", "value_of"]


def value_of(answer: Any, name: str, *, changed: bool = False) -> dict[str, Any]:
    """An object of the answer. ``changed``: something may have been changed, and the message has to say so."""
    found = answer.get(name) if isinstance(answer, Mapping) else None
    if not isinstance(found, dict):
        raise strange_answer(changed=changed)
    return found


def list_of(answer: Any, name: str, *, changed: bool = False, length: int | None = None) -> list[Any]:
    """A list of the answer, of this length if one is named."""
    found = answer.get(name) if isinstance(answer, Mapping) else None
    if not isinstance(found, list) or (length is not None and len(found) != length):
        raise strange_answer(changed=changed)
    return found


def objects_of(answer: Any, name: str, *, changed: bool = False, length: int | None = None) -> list[dict[str, Any]]:
    """A list of objects."""
    found = list_of(answer, name, changed=changed, length=length)
    if not all(isinstance(one, dict) for one in found):
        raise strange_answer(changed=changed)
    return found


def text_of(answer: Any, name: str, *, changed: bool = False) -> str:
    """A text that is not empty."""
    found = answer.get(name) if isinstance(answer, Mapping) else None
    if not isinstance(found, str) or not found:
        raise strange_answer(changed=changed)
    return found


def int_of(value: Any, *, changed: bool = False) -> int:
    """A number of kintone, which writes them as texts."""
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,19}", str(value), re.ASCII):
        raise strange_answer(changed=changed)
    return int(value)
