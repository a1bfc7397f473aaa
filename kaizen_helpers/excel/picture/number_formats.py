"""What a cell shows: its value in its 表示形式, as Excel in Japanese shows it (ECMA-376 18.8.31).

The formats that offices use are followed; one that is not understood shows the plain value.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from kaizen_helpers.errors import InputError
from kaizen_helpers.notation.eras import era_of

__all__ = ["shown"]

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<padded>.)|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/標準)|(?P<ampm>AM/PM|am/pm|A/P)|(?P<era>ggge?e?|gge?e?|ge?e?|ee?)|(?P<weekday>aaaa|aaa)"
    r"|(?P<date>yyyy|yy|y|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s)"
    r"|(?P<digits>[0#?][0#?,.]*%?|\.[0#?]+)|(?P<percent>%)|(?P<at>@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_WEEKDAYS = "月火水木金土日"
_SECONDS_OF_DAY = 86_400


def shown(value: object, number_format: str = "General") -> str:
    """The text in the cell; empty for an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return _in_text_section(value, number_format)
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, timedelta):
        return _span(value)
    if isinstance(value, date | time):
        return _moment(value, number_format)
    return str(value)


def _sections(number_format: str) -> list[str]:
    """The parts between semicolons, but not those inside quotation marks."""
    parts, quoted, part = [], False, ""
    for place, mark in enumerate(number_format):
        if mark == '"':
            quoted = not quoted
        if mark == ";" and not quoted and (place == 0 or number_format[place - 1] != "\\"):
            parts.append(part)
            part = ""
        else:
            part += mark
    return [*parts, part]


@lru_cache(maxsize=2_000)
def _tokens(section: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (found.lastgroup or "", found[found.lastgroup] if found.lastgroup else "") for found in _TOKEN.finditer(section)
    )


def _in_text_section(text: str, number_format: str) -> str:
    sections = _sections(number_format)
    section = sections[3] if len(sections) > 3 else (sections[0] if "@" in sections[0] else "@")
    return "".join(text if kind == "at" else _literal(kind, token) for kind, token in _tokens(section))


def _literal(kind: str, token: str) -> str:
    if kind in ("quoted", "escaped", "other"):
        return token
    if kind == "padded":
        return " "
    if kind == "bracket" and token.startswith("$"):
        return token[1:].partition("-")[0]
    return ""


def _number(value: float, number_format: str) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return "#NUM!"
    sections = _sections(number_format)
    place = 0
    if value < 0 and len(sections) > 1:
        place = 1
    elif value == 0 and len(sections) > 2:
        place = 2
    section, left = sections[place], abs(value) if place == 1 else value
    tokens = _tokens(section)
    kinds = {kind for kind, _ in tokens}
    if "general" in kinds or not tokens or number_format == "General":
        return _with_general(left, tokens)
    if "at" in kinds or kinds & {"date", "era", "weekday", "ampm"}:
        return _general(left)
    if "digits" not in kinds:
        sign = "-" if place == 0 and value < 0 else ""
        return sign + "".join(_literal(kind, token) for kind, token in tokens)
    return _with_digits(left, tokens)


def _with_general(value: float, tokens: tuple[tuple[str, str], ...]) -> str:
    if not any(kind == "general" for kind, _ in tokens):
        return _general(value)
    return "".join(_general(value) if kind == "general" else _literal(kind, token) for kind, token in tokens)


def _general(value: float) -> str:
    if isinstance(value, int):
        return str(value) if abs(value) < 10**11 else f"{value:.5E}"
    if value.is_integer() and abs(value) < 1e11:
        return str(int(value))
    return f"{value:.10g}"


def _with_digits(value: float, tokens: tuple[tuple[str, str], ...]) -> str:
    pattern = "".join(token for kind, token in tokens if kind == "digits")
    percent = "%" in pattern or any(kind == "percent" for kind, _ in tokens)
    bare = pattern.replace("%", "")
    whole, _, decimals = bare.partition(".")
    thousands = len(whole) - len(whole.rstrip(","))
    try:
        number = Decimal(repr(value)) * (100 if percent else 1) / (1000**thousands)
        rounded = abs(number).quantize(Decimal(1).scaleb(-min(len(decimals), 30)), ROUND_HALF_UP)
    except InvalidOperation:
        return _general(value)
    text = _grouped(rounded, whole, decimals)
    sign = "-" if value < 0 and any(mark in "123456789" for mark in text) else ""
    done, written = "", False
    for kind, token in tokens:
        if kind == "digits":
            done += ("" if written else sign + text) + ("%" if "%" in token else "")
            written = True
        else:
            done += "%" if kind == "percent" else _literal(kind, token)
    return done


def _grouped(number: Decimal, whole: str, decimals: str) -> str:
    text, _, after = format(number, "f").partition(".")
    least = sum(mark == "0" for mark in whole)
    text = text.lstrip("0").rjust(least, "0")
    if "," in whole.rstrip(","):
        text = f"{int(text):,}" if text and not text.startswith("0") else text
    kept = len(decimals.rstrip("#?"))
    after = after[:kept] + after[kept:].rstrip("0")
    return f"{text}.{after}" if after else text


def _span(value: timedelta) -> str:
    minutes = int(value.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


def _moment(value: date | time, number_format: str) -> str:
    tokens = _tokens(_sections(number_format)[0])
    if not any(kind in ("date", "era", "weekday") for kind, _ in tokens):
        return _plain_moment(value)
    half = any(kind == "ampm" for kind, _ in tokens)
    done, before = "", ""
    for place, (kind, token) in enumerate(tokens):
        if kind == "date":
            after = next((later.lower() for later_kind, later in tokens[place + 1 :] if later_kind == "date"), "")
            done += _part(value, token.lower(), before, after, half)
            before = token.lower()
        elif kind == "era":
            done += _era(value, token.lower())
        elif kind == "weekday" and isinstance(value, date):
            done += _WEEKDAYS[value.weekday()] + ("曜日" if len(token) == 4 else "")
        elif kind == "ampm":
            done += "午後" if _hour(value) >= 12 else "午前"
        else:
            done += _literal(kind, token)
    return done


def _plain_moment(value: date | time) -> str:
    if isinstance(value, datetime):
        return f"{value.year}/{value.month}/{value.day} {value.hour}:{value.minute:02d}"
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02d}"
    return f"{value.year}/{value.month}/{value.day}"


def _hour(value: date | time) -> int:
    return value.hour if isinstance(value, datetime | time) else 0


def _part(value: date | time, token: str, before: str, after: str, half: bool) -> str:
    """One of 「yyyy」「m」「hh」…; 「m」 beside hours or seconds means minutes."""
    minutes = token in ("m", "mm") and (before[:1] == "h" or after[:1] == "s")
    if minutes or token[0] in "hs":
        hour = _hour(value) % 12 if half else _hour(value)
        clock = value if isinstance(value, datetime | time) else time()
        number = {"h": hour, "m": clock.minute, "s": clock.second}[token[0]]
        return f"{number:02d}" if len(token) > 1 else str(number)
    if isinstance(value, time):
        return ""
    if token[0] == "y":
        return f"{value.year:04d}" if len(token) == 4 else f"{value.year % 100:02d}"
    number = value.month if token[0] == "m" else value.day
    if len(token) > 2:
        return value.strftime("%b" if token[0] == "m" else "%a")
    return f"{number:02d}" if len(token) == 2 else str(number)


def _era(value: date | time, token: str) -> str:
    if isinstance(value, time):
        return ""
    try:
        era = era_of(value.date() if isinstance(value, datetime) else value)
    except InputError:
        return str(value.year)
    letters, years = token.rstrip("e"), token.count("e")
    name = {0: "", 1: era.letter, 2: era.name[:1], 3: era.name}[len(letters)]
    year = value.year - era.first.year + 1
    return name + (f"{year:02d}" if years == 2 else str(year) if years else "")
