"""The parameters of a call: from the query string, from JSON, or both; read with their types, all errors at once.

GET and DELETE may carry JSON in their body, and lists come in brackets (``ids[0]=1&ids[1]=2``)
(reference/kintone.md §3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from kaizen_helpers.kintone.sandbox.problems import Problem, Said, invalid

__all__ = ["AT_LEAST_1", "ENUM", "REQUIRED", "Params", "from_query", "objects", "too_long"]

REQUIRED = Said("必須です。", "Required field.")
AT_LEAST_1 = Said("最小でも1以上です。", "must be greater than or equal to 1")
ENUM = Said("Enum値のいずれかでなければなりません。", "must be one of the enum value")
WHOLE_NUMBER = Said("整数で指定してください。", "must be an integer")
TRUE_OR_FALSE = Said("true または false で指定してください。", "must be a boolean")
TEXT = Said("文字列で指定してください。", "must be a string")
LIST = Said("配列で指定してください。", "must be an array")
OBJECT = Said("オブジェクトで指定してください。", "must be an object")

_MOST_ITEMS = 1_000
_LARGEST = 2**63 - 1


def _too_many(most: int) -> Said:
    return Said(f"最大でも{most}個までです。", f"must be {most} or fewer")


def too_long(longest: int) -> Said:
    """What is said of a text with more letters."""
    return Said(f"{longest + 1}文字より短くなければなりません。", f"Enter less than {longest + 1} characters.")


def from_query(query: str) -> dict[str, Any]:
    """``a=1&b[0]=x&c[0][d]=y`` as nested lists and dicts. Keys that make no sense are left out."""
    found: dict[str, Any] = {}
    for key, value in parse_qsl(query, keep_blank_values=True, max_num_fields=20_000):
        name, steps = _steps(key)
        if name:
            _put(found, [name, *steps], value)
    return {key: _listed(value) for key, value in found.items()}


def _steps(key: str) -> tuple[str, list[str]]:
    name, bracket, rest = key.partition("[")
    return name, re.findall(r"\[?([^\[\]]*)\]", bracket + rest)[:6]


def _put(into: dict[str, Any], steps: list[str], value: str) -> None:
    for step in steps[:-1]:
        inner = into.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        into = inner
    last = steps[-1] or str(len(into))
    into[last] = value


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(one) for key, one in value.items()}
    if inner and all(key.isascii() and key.isdigit() and len(key) < 6 for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner


class Params:
    """Parameters read one after another; ``done`` raises ``CB_VA01`` with everything that was wrong."""

    def __init__(self, given: Mapping[str, Any], prefix: str = "") -> None:
        self.given = given
        self._prefix = prefix
        self._errors: dict[str, list[Said]] = {}

    def has(self, name: str) -> bool:
        """Whether it was sent and is not null."""
        return self.given.get(name) is not None

    def wrong(self, name: str, said: Said) -> None:
        """Note an error at this parameter."""
        self._errors.setdefault(f"{self._prefix}{name}", []).append(said)

    def done(self) -> None:
        """Raise what was noted. Nothing read before may be used until this has passed."""
        if self._errors:
            raise invalid(self._errors)

    def number(
        self,
        name: str,
        default: int | None = None,
        *,
        least: int | None = None,
        most: int | None = None,
        required: bool = False,
    ) -> int | None:
        """A whole number, sent as a number or a text."""
        value = self.given.get(name)
        if value is None or value == "":
            if required:
                self.wrong(name, REQUIRED)
            return default
        number = _whole(value)
        if number is None:
            self.wrong(name, WHOLE_NUMBER)
            return default
        if least is not None and number < least:
            self.wrong(
                name,
                AT_LEAST_1
                if least == 1
                else Said(f"最小でも{least}以上です。", f"must be greater than or equal to {least}"),
            )
        if most is not None and number > most:
            self.wrong(name, Said(f"最大でも{most}以下です。", f"must be less than or equal to {most}"))
        return number

    def id(self, name: str) -> int:
        """A required number from 1."""
        return self.number(name, 1, least=1, required=True) or 1

    def revision(self, name: str = "revision") -> int | None:
        """The expected revision; ``None`` where it is not to be compared (missing or -1)."""
        number = self.number(name)
        return None if number == -1 else number

    def text(self, name: str, default: str = "", *, required: bool = False, longest: int | None = None) -> str:
        """A text; numbers are taken as their text."""
        value = self.given.get(name)
        if value is None or (required and value == ""):
            if required:
                self.wrong(name, REQUIRED)
            return default
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.wrong(name, TEXT)
            return default
        text = str(value)
        if longest is not None and len(text) > longest:
            self.wrong(name, too_long(longest))
        return text

    def one_of(self, name: str, choices: Sequence[str], default: str = "", *, required: bool = False) -> str:
        """One of these words."""
        text = self.text(name, default, required=required)
        if self.has(name) and text not in choices:
            self.wrong(name, ENUM)
        return text

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false, sent as such or as a text."""
        value = self.given.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        self.wrong(name, TRUE_OR_FALSE)
        return default

    def items(
        self, name: str, *, required: bool = False, most: int = _MOST_ITEMS, said: Said | None = None
    ) -> list[Any]:
        """A list; ``said`` is told where it is longer than ``most``."""
        value = self.given.get(name)
        if value is None:
            if required:
                self.wrong(name, REQUIRED)
            return []
        if not isinstance(value, list):
            self.wrong(name, LIST)
            return []
        if len(value) > most:
            self.wrong(name, said or _too_many(most))
        return value

    def ids(self, name: str, *, required: bool = False, most: int = _MOST_ITEMS, said: Said | None = None) -> list[int]:
        """A list of numbers from 1."""
        numbers = []
        for place, value in enumerate(self.items(name, required=required, most=most, said=said)):
            number = _whole(value)
            if number is None:
                self.wrong(f"{name}[{place}]", WHOLE_NUMBER)
            elif number < 1:
                self.wrong(f"{name}[{place}]", AT_LEAST_1)
            else:
                numbers.append(number)
        return numbers

    def texts(self, name: str, *, required: bool = False, most: int = _MOST_ITEMS) -> list[str]:
        """A list of texts."""
        texts = []
        for place, value in enumerate(self.items(name, required=required, most=most)):
            if isinstance(value, str):
                texts.append(value)
            else:
                self.wrong(f"{name}[{place}]", TEXT)
        return texts

    def object(self, name: str, *, required: bool = False) -> dict[str, Any]:
        """A JSON object."""
        value = self.given.get(name)
        if value is None:
            if required:
                self.wrong(name, REQUIRED)
            return {}
        if not isinstance(value, dict):
            self.wrong(name, OBJECT)
            return {}
        return value


def objects(value: object) -> list[Mapping[str, Any]]:
    """A list of objects deep inside a parameter; nothing counts as an empty one. Raises Problem CB_IL02."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise Problem("CB_IL02")
    return value


def _whole(value: object) -> int | None:
    """The number, or ``None``; beyond 64 bits the largest one, so that a lookup finds nothing."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        value = int(value) if value.is_integer() else "x"
    if isinstance(value, str):
        if not re.fullmatch(r"\s*[+-]?[0-9]{1,40}\s*", value, re.ASCII):
            return None
        value = int(value)
    return max(-_LARGEST, min(_LARGEST, value)) if isinstance(value, int) else None
