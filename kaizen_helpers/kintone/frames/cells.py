"""One value of kintone as a cell of a table, and back. What is missing stays missing: it never becomes 0."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from kaizen_helpers.errors import InputError

__all__ = [
    "KEPT_BY_KINTONE",
    "NO_VALUE",
    "as_cell",
    "as_value",
    "exact_number",
    "is_missing",
    "read_date",
    "read_moment",
    "read_time",
    "zone_of",
]

_LISTS = frozenset(["CHECK_BOX", "MULTI_SELECT", "CATEGORY"])
_PEOPLE = frozenset(["USER_SELECT", "ORGANIZATION_SELECT", "GROUP_SELECT", "STATUS_ASSIGNEE"])
_ONE_PERSON = frozenset(["CREATOR", "MODIFIER"])
_MOMENTS = frozenset(["DATETIME", "CREATED_TIME", "UPDATED_TIME"])
NO_VALUE = frozenset(["GROUP", "REFERENCE_TABLE", "LABEL", "SPACER", "HR"])
"""Types of the form that hold no value."""
KEPT_BY_KINTONE = frozenset(
    [
        *("RECORD_NUMBER", "CALC", "STATUS", "STATUS_ASSIGNEE", "CATEGORY", "FILE"),
        *("CREATOR", "CREATED_TIME", "MODIFIER", "UPDATED_TIME"),
    ]
)
"""Types that a table does not write: kintone fills them, or they need a call of their own (files, status)."""
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?", re.ASCII)
_OFFSET = re.compile(r"\s*(Z|[+-]\d{2}:?\d{2})$", re.ASCII)


def zone_of(zone: str | tzinfo) -> tzinfo:
    """A time zone by its name, such as ``Asia/Tokyo``. Raises InputError: there is none of this name."""
    if isinstance(zone, tzinfo):
        return zone
    try:
        return ZoneInfo(zone)
    except (ValueError, OSError, LookupError):  # ZoneInfoNotFoundError is a KeyError
        raise InputError("時間帯の名前が見つかりません。「Asia/Tokyo」の形で指定してください。", str(zone)) from None


def as_cell(kind: str, value: Any, where: str, zone: tzinfo) -> Any:
    """A value of the API as a cell. Raises InputError: it has not the shape of its type."""
    try:
        return _cell(kind, value, zone)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        message = "kintoneの値の形が、項目の種類と合いません。このアプリの fields() を渡しているか確かめてください。"
        raise InputError(message, where) from None


def _cell(kind: str, value: Any, zone: tzinfo) -> Any:
    if kind in _LISTS:
        return tuple(_texts(value))
    if kind in _PEOPLE:
        return tuple(_texts([one["code"] for one in value or ()]))
    if kind == "FILE":
        return tuple(_texts([one["name"] for one in value or ()]))
    if kind in _ONE_PERSON:
        return value["code"] if value else None
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise TypeError
    if kind == "NUMBER":
        return _decimal(value)
    if kind == "DATE":
        return date.fromisoformat(value)
    if kind == "TIME":
        return read_time(value)
    if kind in _MOMENTS:
        return datetime.fromisoformat(value).astimezone(zone)
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list | None) or not all(isinstance(one, str) for one in value or ()):
        raise TypeError
    return list(value or ())


def as_value(kind: str, cell: Any, where: str, zone: tzinfo) -> Any:
    """A cell as the API takes it. Raises InputError: it does not fit the type; ``where`` names row and column."""
    if kind in _LISTS | _PEOPLE:
        if is_missing(cell):
            return []
        if not isinstance(cell, list | tuple):
            raise InputError("値は、いくつかの文字の組（リスト）にしてください。", where)
        return [{"code": str(one)} for one in cell] if kind in _PEOPLE else [str(one) for one in cell]
    if is_missing(cell) or (isinstance(cell, str) and cell == ""):
        return ""
    if kind == "NUMBER":
        return format(exact_number(cell, where), "f")
    if kind == "DATE":
        day = read_date(cell)
        if day is None:
            raise InputError("日付として読めません。「2026-04-01」の形にしてください。", where)
        return day.isoformat()
    if kind == "TIME":
        clock = read_time(cell)
        if clock is None:
            raise InputError("時刻として読めません。「09:30」の形にしてください。", where)
        return f"{clock:%H:%M}"
    if kind == "DATETIME":
        moment = read_moment(cell)
        if moment is None:
            raise InputError("日時として読めません。「2026-04-01 09:30」の形にしてください。", where)
        return _in_utc(moment, where, zone)
    if isinstance(cell, float):
        message = "小数の形の値です。コードの先頭の0が消えたおそれがあります。文字として読み込み直してください。"
        raise InputError(message, where)
    return str(cell)


def _in_utc(moment: datetime, where: str, zone: tzinfo) -> str:
    """In UTC and to the minute, as kintone keeps it. A moment without a zone is one of ``zone``.

    Raises InputError: the clocks were put forward over it, or back so that it came twice and nothing says which.
    """
    bare = moment.tzinfo is None
    aware = moment.replace(tzinfo=zone) if bare else moment
    try:
        utc = aware.astimezone(UTC)
        exists = utc.astimezone(aware.tzinfo).replace(tzinfo=None) == aware.replace(tzinfo=None)
        twice = bare and aware.replace(fold=0).utcoffset() != aware.replace(fold=1).utcoffset()
    except OverflowError:
        raise InputError("日時が、扱える範囲の外です。年を確かめてください。", where) from None
    if not exists:
        raise InputError("この時間帯にはない時刻です（夏時間の始まり）。時刻を確かめてください。", where)
    if twice:
        message = "この時間帯では2回ある時刻です（夏時間の終わり）。「+01:00」のように時差を付けてください。"
        raise InputError(message, where)
    return utc.replace(second=0, microsecond=0, tzinfo=None).isoformat() + "Z"


def read_date(cell: Any) -> date | None:
    """A day from a date, a moment or a text such as 「2026-04-01」 or 「2026/4/1」; ``None`` if it is none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    matched = _DAY.fullmatch(str(cell).strip())
    try:
        return date(int(matched[1]), int(matched[2]), int(matched[3])) if matched else None
    except ValueError:
        return None


def read_time(cell: Any) -> time | None:
    """A time of day to the minute, from a time or a text such as 「9:30」; ``None`` if it is none."""
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    matched = _CLOCK.fullmatch(str(cell).strip())
    try:
        return time(int(matched[1]), int(matched[2])) if matched else None
    except ValueError:
        return None


def read_moment(cell: Any) -> datetime | None:
    """A moment from one, a day (its midnight) or a text such as 「2026/4/1 9:30」, with or without a zone."""
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - the zone is the caller's
    text = str(cell).strip()
    offset = _OFFSET.search(text) if ":" in text else None
    bare = text[: offset.start()] if offset else text
    day_text, _, clock_text = bare.replace("T", " ", 1).partition(" ")
    day, clock = read_date(day_text), read_time(clock_text) if clock_text.strip() else time()
    if day is None or clock is None:
        return None
    found = datetime.combine(day, clock)
    try:
        return datetime.fromisoformat(f"{found.isoformat()}{offset[1]}") if offset else found
    except ValueError:
        return None


def exact_number(value: Any, where: str) -> Decimal:
    """A number as it is written, never rounded. Raises InputError: it is none."""
    try:
        return _decimal(value)
    except ValueError:
        raise InputError("数値として読めません。半角の数字だけにしてください。", where) from None


def _decimal(value: Any) -> Decimal:
    text = str(value).strip()
    if isinstance(value, bool) or not _NUMBER.fullmatch(text):
        raise ValueError
    number = Decimal(text)
    if abs(number.adjusted()) > 100:
        raise ValueError
    return number


def is_missing(cell: Any) -> bool:
    """Whether there is no value: None, NaN, NaT or pandas' NA."""
    import pandas as pd

    if cell is None or type(cell) is str:
        return cell is None
    return not isinstance(cell, list | tuple | dict) and bool(pd.isna(cell))
