"""Whether kintone would keep the same, although it is written otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

__all__ = ["is_equal"]

_NOTHING: tuple[Any, ...] = (None, "", [])


def is_equal(kind: str, before: Any, after: Any) -> bool:
    """Whether a field of this type stays the same.

    Nothing and an empty text are one, 1 and 1.0 of a number too, choices and people in any order, moments of the same
    minute; rows of a table by their ids, and only in the fields that are sent.
    """
    if before in _NOTHING or after in _NOTHING:
        return before in _NOTHING and after in _NOTHING
    if kind == "SUBTABLE":
        return _same_rows(before, after)
    if kind == "NUMBER":
        return _numbers_equal(before, after)
    if kind in ("DATETIME", "CREATED_TIME", "UPDATED_TIME", "TIME"):
        return _minute(kind, before) == _minute(kind, after)
    if isinstance(before, list) and isinstance(after, list):
        if all(isinstance(one, Mapping) and "code" in one for one in [*before, *after]):
            return sorted(str(one["code"]) for one in before) == sorted(str(one["code"]) for one in after)
        if kind in ("CHECK_BOX", "MULTI_SELECT"):
            return sorted(map(str, before)) == sorted(map(str, after))
        return bool(before == after)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return bool(before.get("code") == after.get("code"))
    return str(before) == str(after)


def _numbers_equal(before: Any, after: Any) -> bool:
    try:
        return Decimal(str(before)) == Decimal(str(after))
    except InvalidOperation:
        return False


def _minute(kind: str, value: Any) -> str:
    text = str(value)
    if kind == "TIME":
        hour, _, rest = text.partition(":")
        return f"{hour:0>2}:{rest[:2]}"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None:
        return text
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


def _same_rows(before: Any, after: Any) -> bool:
    """Whether sending these rows changes nothing: as many, in this order, each with its id, and equal in its fields."""
    if not isinstance(before, list) or not isinstance(after, list) or len(before) != len(after):
        return False
    for old, new in zip(before, after, strict=True):
        if not isinstance(old, Mapping) or not isinstance(new, Mapping) or str(new.get("id", "")) != str(old.get("id")):
            return False
        was, wanted = old.get("value"), new.get("value")
        if not isinstance(was, Mapping) or not isinstance(wanted, Mapping):
            return False
        for code, item in wanted.items():
            kept = was.get(code)
            if not isinstance(kept, Mapping) or not isinstance(item, Mapping):
                return False
            if not is_equal(str(kept.get("type", "")), kept.get("value"), item.get("value")):
                return False
    return True
