"""The functions of days: which span of time they mean, in the time zone of the one who asks."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.query.syntax import Function

__all__ = ["DAY_FUNCTIONS", "days_of", "instants_of"]

_WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_UNITS = ("DAYS", "WEEKS", "MONTHS", "YEARS")
_ARGUMENTS = {
    "NOW": (0, 0), "TODAY": (0, 0), "YESTERDAY": (0, 0), "TOMORROW": (0, 0), "FROM_TODAY": (2, 2),
    "THIS_WEEK": (0, 1), "LAST_WEEK": (0, 1), "NEXT_WEEK": (0, 1),
    "THIS_MONTH": (0, 1), "LAST_MONTH": (0, 1), "NEXT_MONTH": (0, 1),
    "THIS_YEAR": (0, 0), "LAST_YEAR": (0, 0), "NEXT_YEAR": (0, 0),
}  # fmt: skip
DAY_FUNCTIONS = frozenset(_ARGUMENTS)
_SHIFTS = {"THIS": 0, "LAST": -1, "NEXT": 1}


def days_of(function: Function, today: date) -> tuple[date, date]:
    """First and last day that the function means.

    Raises Problem: GAIA_IL08 a wrong number of arguments, GAIA_IQ23 a wrong day, GAIA_IQ25 a wrong unit.
    """
    least, most = _ARGUMENTS[function.name]
    if not least <= len(function.arguments) <= most:
        raise Problem("GAIA_IL08", {"function": function.name})
    which, _, unit = function.name.partition("_")
    if function.name == "FROM_TODAY":
        day = _from(today, function)
        return day, day
    if function.name in ("NOW", "TODAY", "YESTERDAY", "TOMORROW"):
        day = today + timedelta({"YESTERDAY": -1, "TOMORROW": 1}.get(function.name, 0))
        return day, day
    shift = _SHIFTS[which]
    if unit == "WEEK":
        return _week(today, function, shift)
    if unit == "MONTH":
        return _month(today, function, shift)
    return date(today.year + shift, 1, 1), date(today.year + shift, 12, 31)


def _from(today: date, function: Function) -> date:
    amount, unit = function.arguments
    if unit.upper() not in _UNITS:
        raise Problem("GAIA_IQ25", {"function": function.name, "value": unit})
    try:
        number = int(amount)
        if unit.upper() in ("DAYS", "WEEKS"):
            return today + timedelta(number * (7 if unit.upper() == "WEEKS" else 1))
        return _months_later(today, number * (12 if unit.upper() == "YEARS" else 1))
    except (ValueError, OverflowError):
        raise Problem("GAIA_IQ23", {"function": function.name, "value": amount}) from None


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _week(today: date, function: Function, shift: int) -> tuple[date, date]:
    """Weeks begin on Sunday."""
    sunday = today - timedelta((today.weekday() + 1) % 7) + timedelta(7 * shift)
    if not function.arguments:
        return sunday, sunday + timedelta(6)
    name = function.arguments[0].upper()
    if name not in _WEEKDAYS:
        raise Problem("GAIA_IQ23", {"function": function.name, "value": function.arguments[0]})
    day = sunday + timedelta((_WEEKDAYS.index(name) + 1) % 7)
    return day, day


def _month(today: date, function: Function, shift: int) -> tuple[date, date]:
    first = _months_later(today.replace(day=1), shift)
    length = monthrange(first.year, first.month)[1]
    if not function.arguments:
        return first, first.replace(day=length)
    wanted = function.arguments[0].upper()
    if wanted == "LAST":
        return first.replace(day=length), first.replace(day=length)
    if not wanted.isascii() or not wanted.isdigit() or not 1 <= int(wanted) <= 31:
        raise Problem("GAIA_IQ23", {"function": function.name, "value": function.arguments[0]})
    # A day that the month does not have is the first of the next month.
    day = first + timedelta(min(int(wanted), length + 1) - 1)
    return day, day


def instants_of(function: Function, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """First and last minute that the function means, as records hold instants."""
    if function.name == "NOW":
        days_of(function, now.date())
        return _minute(now), _minute(now)
    first, last = days_of(function, now.astimezone(zone).date())
    start = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(1), time(), zone) - timedelta(minutes=1)
    return _minute(start), _minute(end)


def _minute(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:00Z")
