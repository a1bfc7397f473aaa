"""Values of fields: what a caller may send, what is kept of it, and what stands in the column for queries.

The errors and their keys follow reference/kintone.md §4.3, the shapes §7.1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.form import FormField
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.params import REQUIRED
from kaizen_helpers.kintone.sandbox.problems import Problem, Said

__all__ = ["Checking", "column_of", "empty_value", "is_empty", "parse_moment", "plain_number", "take"]

NOT_A_NUMBER = Said("数字でなければなりません。", "Only numbers are allowed.")
NOT_A_DATE = Said("日付として正しくありません。", "Enter a valid date.")
NOT_A_TIME = Said("時刻として正しくありません。", "Enter a valid time.")
NOT_A_DATETIME = Said("日時として正しくありません。", "Enter a valid date and time.")
NEEDED = Said("必須です。", "Required.")
REPEATED = Said("値がほかのレコードと重複しています。", "This value already exists in another record.")

_LISTS = frozenset(["CHECK_BOX", "MULTI_SELECT", "FILE", "CATEGORY"])
_ENTITIES = frozenset(["USER_SELECT", "ORGANIZATION_SELECT", "GROUP_SELECT", "STATUS_ASSIGNEE"])
_NULLABLE = frozenset(["DROP_DOWN", "DATE", "TIME"])
_LONGEST_NUMBER = 60


@dataclass
class Checking:
    """Errors of the records of one call, by the path that kintone names."""

    call: Call
    app: int
    lenient: bool = False
    """Inside a table a number that is none becomes empty."""
    errors: dict[str, list[Said]] = field(default_factory=dict)

    def wrong(self, path: str, said: Said) -> None:
        """Note an error."""
        self.errors.setdefault(path, []).append(said)


def empty_value(kind: str) -> Any:
    """What a field of this type holds before anybody has filled it."""
    if kind in _LISTS or kind in _ENTITIES or kind == "SUBTABLE":
        return []
    return None if kind in _NULLABLE else ""


def is_empty(value: Any) -> bool:
    """Whether nothing is there."""
    return value is None or value == "" or value == []


def take(one: FormField, given: Any, path: str, checking: Checking) -> Any:
    """What is kept of a sent value. Errors are noted at ``path`` (``record.code``)."""
    value = _TAKERS[one.type](one, given, path, checking)
    if one.required and is_empty(value):
        checking.wrong(f"{path}.{_suffix(one.type)}", NEEDED)
    return value


def _suffix(kind: str) -> str:
    if kind in _ENTITIES:
        return "values.value"
    return "values" if kind in _LISTS else "value"


def _text(one: FormField, given: Any, path: str, checking: Checking) -> str:
    text = _as_text(given)
    if not text:
        return ""
    longest, shortest = _limit(one, "maxLength"), _limit(one, "minLength")
    if longest is not None and len(text) > longest:
        most = int(longest) + 1
        checking.wrong(
            f"{path}.value", Said(f"{most}文字より短くなければなりません。", f"Enter less than {most} characters.")
        )
    if shortest is not None and len(text) < shortest:
        least = int(shortest) - 1
        checking.wrong(
            f"{path}.value", Said(f"{least}文字より長くなければなりません。", f"Enter more than {least} characters.")
        )
    return text


def _as_text(given: Any) -> str:
    if given is None:
        return ""
    if isinstance(given, bool):
        return "true" if given else "false"
    return given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)


def _limit(one: FormField, name: str) -> Decimal | None:
    value = one.properties.get(name)
    if value in (None, ""):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _number(one: FormField, given: Any, path: str, checking: Checking) -> str:
    text = _as_text(given).strip()
    if not text:
        return ""
    number = plain_number(text)
    if number is None:
        if not checking.lenient:
            checking.wrong(re.sub(r"\.([^.]+)$", r"[\1]", path) + ".value", NOT_A_NUMBER)
        return ""
    value = Decimal(number)
    largest, smallest = _limit(one, "maxValue"), _limit(one, "minValue")
    if largest is not None and value > largest:
        checking.wrong(
            f"{path}.value", Said(f"{largest}以下である必要があります。", f"The value must be {largest} or less.")
        )
    if smallest is not None and value < smallest:
        checking.wrong(
            f"{path}.value", Said(f"{smallest}以上である必要があります。", f"The value must be {smallest} or more.")
        )
    return number


def plain_number(text: str) -> str | None:
    """「15」 for 「1.5e1」; ``None`` where it is no number."""
    if len(text) > _LONGEST_NUMBER or not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", text):
        return None
    plain = format(Decimal(text), "f")
    if "." in plain and re.search(r"[eE]", text):
        plain = plain.rstrip("0").rstrip(".")
    plain = plain.lstrip("+")
    return "0" if plain in ("-0", "") else plain


def _choice(one: FormField, given: Any, path: str, checking: Checking) -> str | None:
    text = _as_text(given)
    if not text:
        return None if one.type == "DROP_DOWN" else ""
    if text not in one.options:
        checking.wrong(f"{path}.value", _not_an_option(text))
    return text


def _not_an_option(text: str) -> Said:
    return Said(f'"{text}"は選択肢にありません。', f'The value, "{text}", is not in options.')


def _choices(one: FormField, given: Any, path: str, checking: Checking) -> list[str]:
    if given in (None, ""):
        return []
    sent = given if isinstance(given, list) else [given]
    texts = list(dict.fromkeys(_as_text(item) for item in sent))
    for place, text in enumerate(texts):
        if text not in one.options:
            checking.wrong(f"{path}.values[{place}].value", _not_an_option(text))
    return texts


def _day_or_time(one: FormField, given: Any, path: str, checking: Checking) -> str | None:
    text = _as_text(given).strip()
    nothing = "" if one.type == "DATETIME" else None
    if not text:
        return nothing
    value = parse_moment(text, one.type)
    if value is None:
        checking.wrong(f"{path}.value", _NO_MOMENT[one.type])
        return nothing
    return value


_NO_MOMENT = {"DATE": NOT_A_DATE, "TIME": NOT_A_TIME, "DATETIME": NOT_A_DATETIME}
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{1,2})(?::[0-9]{1,2}(?:\.[0-9]+)?)?")


def parse_moment(text: str, kind: str) -> str | None:
    """A DATE, TIME or DATETIME as it is kept; ``None`` where the text is none. Instants are cut to the minute."""
    if kind == "TIME":
        matched = _TIME.fullmatch(text)
        if not matched or int(matched[1]) > 23 or int(matched[2]) > 59:
            return None
        return f"{int(matched[1]):02d}:{int(matched[2]):02d}"
    try:
        moment = _moment(text)
        if moment is None:
            return None
        return moment.date().isoformat() if kind == "DATE" else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:00Z")
    except (ValueError, OverflowError):
        return None


def _moment(text: str) -> datetime | None:
    """An instant; a part of a day counts from its beginning in UTC, as the documentation shows it for dates."""
    matched = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?", text)
    if matched:
        return datetime(int(matched[1]), int(matched[2] or 1), int(matched[3] or 1), tzinfo=UTC)
    matched = re.fullmatch(
        r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})T([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.[0-9]+)?)?"
        r"(Z|[+-][0-9]{2}:?[0-9]{2})",
        text,
    )
    if not matched:
        return None
    year, month, day, hour, minute = (int(matched[place]) for place in range(1, 6))
    zone = matched[7].replace("Z", "+00:00")
    zone = zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return datetime.fromisoformat(
        f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{int(matched[6] or 0):02d}{zone}"
    )


def _entities(one: FormField, given: Any, path: str, checking: Checking) -> list[dict[str, str]]:
    if given in (None, ""):
        return []
    found: dict[str, dict[str, str]] = {}
    for place, item in enumerate(given if isinstance(given, list) else [given]):
        code = item.get("code") if isinstance(item, Mapping) else item
        if not isinstance(code, str) or not code:
            checking.wrong(f"{path}.values[{place}].value.code", REQUIRED)
            continue
        found[code] = {"code": code, "name": _name_of(one.type, code, checking.call)}
    return list(found.values())


_WHERE_ENTITIES_ARE = {
    "USER_SELECT": ("user", "GAIA_IL26"),
    "STATUS_ASSIGNEE": ("user", "GAIA_IL26"),
    "ORGANIZATION_SELECT": ("organization", "GAIA_IL28"),
    "GROUP_SELECT": ("team", "CB_VA01"),
}


def _name_of(kind: str, code: str, call: Call) -> str:
    table, problem = _WHERE_ENTITIES_ARE[kind]
    row = call.environment.store.row(f"SELECT name FROM {table} WHERE code = ?", (code,))
    if row is None:
        raise Problem(problem, {"code": code})
    return str(row[0])


def _files(_one: FormField, given: Any, _path: str, checking: Checking) -> list[dict[str, str]]:
    from kaizen_helpers.kintone.sandbox.records.files import attach

    if given in (None, ""):
        return []
    return [attach(checking.call, item, checking.app) for item in (given if isinstance(given, list) else [given])]


Taker = Callable[[FormField, Any, str, Checking], Any]
_TAKERS: dict[str, Taker] = {
    **dict.fromkeys(("SINGLE_LINE_TEXT", "MULTI_LINE_TEXT", "RICH_TEXT", "LINK"), _text),
    "NUMBER": _number,
    **dict.fromkeys(("RADIO_BUTTON", "DROP_DOWN"), _choice),
    **dict.fromkeys(("CHECK_BOX", "MULTI_SELECT"), _choices),
    **dict.fromkeys(("DATE", "TIME", "DATETIME"), _day_or_time),
    **dict.fromkeys(("USER_SELECT", "ORGANIZATION_SELECT", "GROUP_SELECT"), _entities),
    "FILE": _files,
}
SENT = frozenset(_TAKERS)
"""Types whose values a caller sends."""


def column_of(kind: str, value: Any) -> Any:
    """What stands in the column: a number for numbers, codes of people and choices as a JSON list, else the text."""
    if kind in ("NUMBER", "CALC"):
        return _number_column(value)
    if kind in _ENTITIES:
        return json.dumps([item["code"] for item in value], ensure_ascii=False)
    if kind in ("CREATOR", "MODIFIER"):
        return _only_code(value["code"])
    if kind == "FILE":
        return "\n".join(item["name"] for item in value)
    if kind in _LISTS:
        return json.dumps(value, ensure_ascii=False)
    return value


@lru_cache(maxsize=1_000)
def _only_code(code: str) -> str:
    """A list of one person, as text; the same few people write all records."""
    return json.dumps([code], ensure_ascii=False)


def _number_column(value: str) -> int | float | str | None:
    if value in ("", None):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    whole = int(number)
    return whole if number == whole and abs(whole) < 2**63 else float(number)
