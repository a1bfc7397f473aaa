"""What the cells of a table say: numbers with units, days and times. ``None`` where they say something else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from kaizen_helpers.kintone.frames.cells import is_missing, read_date, read_moment, read_time

__all__ = ["Quantity", "all_of", "as_text", "day_of", "moment_of", "present", "quantity_of", "time_of"]

_QUANTITY = re.compile(
    r"(?P<before>¥?)\s*(?P<sign>[-+▲△]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<rest>\.\d+)?\s*(?P<after>[^\d\s.,+\-▲△]{0,8})",
    re.ASCII,
)
_MOST_DIGITS = 16
"""More digits are no amount but a number on a card or a case; kintone would round them too by its first setting."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and how it was written."""

    value: Decimal
    unit: str = ""
    unit_first: bool = False
    grouped: bool = False
    """With commas."""


def present(cell: Any) -> bool:
    """Whether there is a value: blanks alone are none, nor is a list of nothing."""
    if isinstance(cell, list | tuple):
        return any(map(present, cell))
    return not is_missing(cell) and (not isinstance(cell, str) or bool(as_text(cell)))


def as_text(cell: Any) -> str:
    """A cell as a text; 4100.0 is 4100, since a column with gaps has whole numbers as decimals."""
    if isinstance(cell, bool):
        return "はい" if cell else "いいえ"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, list | tuple):
        return "\n".join(as_text(one) for one in cell if present(one))
    return "".join(letter for letter in str(cell) if unicodedata.category(letter) != "Cs").strip()


def quantity_of(cell: Any) -> Quantity | None:
    """A number, also with commas, in full width, or with a unit: 「１，２００円」."""
    if isinstance(cell, bool | list | tuple | dict | date | time):
        return None
    plain = unicodedata.normalize("NFKC", str(cell)).strip().replace("−", "-")
    if not isinstance(cell, str):
        number = Decimal(plain) if re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d{1,3})?", plain, re.ASCII) else None
        if number is None or not _fits(number):
            return None
        return Quantity(number.quantize(1) if number == number.to_integral_value() else number)
    matched = _QUANTITY.fullmatch(plain)
    if matched is None or (matched["digits"].startswith("0") and len(matched["digits"]) > 1):
        return None
    number = Decimal(matched["digits"].replace(",", "") + (matched["rest"] or ""))
    if not _fits(number) or (matched["before"] and matched["after"]):
        return None
    value = -number if matched["sign"] in ("-", "▲", "△") and number else number
    unit = matched["before"] or matched["after"]
    return Quantity(value, unit, bool(matched["before"]), "," in matched["digits"])


def _fits(number: Decimal) -> bool:
    return (
        number.is_finite() and len(number.as_tuple().digits) <= _MOST_DIGITS and -10 <= number.adjusted() < _MOST_DIGITS
    )


def day_of(cell: Any) -> date | None:
    """A day, also in 和暦: 「令和8年4月1日」. A moment at midnight is one too."""
    from kaizen_helpers.notation import DateReading
    from kaizen_helpers.notation import read_date as read_written

    if isinstance(cell, datetime):
        return cell.date() if cell.tzinfo is None and cell.time() == time() else None
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        return None
    if (found := read_date(cell)) is not None:
        return found if found.year >= 1000 else None
    if not re.search(r"[年/.\-]", cell):
        return None
    reading = read_written(cell)
    return reading.value if isinstance(reading, DateReading) and not reading.check else None


def moment_of(cell: Any) -> datetime | None:
    """A moment with its time of day."""
    if isinstance(cell, datetime):
        return cell
    return read_moment(cell) if isinstance(cell, str) and ":" in cell else None


def time_of(cell: Any) -> time | None:
    """A time of day."""
    return read_time(cell) if isinstance(cell, str | time) else None


def all_of(found: Sequence[Any]) -> bool:
    """Whether every cell said something."""
    return bool(found) and all(one is not None for one in found)
