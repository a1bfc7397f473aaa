"""The values of calculated fields (reference/kintone.md §7.2): numbers exact, an empty number 0, errors empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, DecimalException, localcontext
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.form import Form, FormField
from kaizen_helpers.kintone.sandbox.calc.syntax import FormulaError, Node, parse
from kaizen_helpers.kintone.sandbox.clock import zone_of

__all__ = ["calculate", "order_of", "result_of"]

_PRECISION = 40
_FOUR_PLACES = Decimal("0.0001")
_DAY = "%Y-%m-%d"
_MINUTE = "%Y-%m-%dT%H:%M:00Z"

Value = Decimal | str | bool | list[Any]


class NoValueError(Exception):
    """The formula has no value here (÷0, a missing date): the field is empty."""


def calculate(form: Form, values: dict[str, Any]) -> None:
    """Put the result of every formula into ``values``: those inside tables first, then those that use others."""
    if not form.has_formulas:
        return
    for table, fields in form.inner.items():
        for row in values.get(table) or ():
            for one in _in_order(fields):
                row["value"][one.code] = result_of(one, form, values, row["value"])
    for one in _in_order(form.fields):
        values[one.code] = result_of(one, form, values, None)


def _in_order(fields: Mapping[str, FormField]) -> list[FormField]:
    return [fields[code] for code in order_of(fields)]


def order_of(fields: Mapping[str, FormField]) -> list[str]:
    """Codes of fields with a formula, each after those it uses. Of a circle, the fields in it come last."""
    waiting = {code: _used(one) for code, one in fields.items() if one.formula}
    ordered: list[str] = []
    while waiting:
        ready = [code for code, used in waiting.items() if not used & waiting.keys()] or list(waiting)
        for code in ready:
            ordered.append(code)
            del waiting[code]
    return ordered


def _used(one: FormField) -> set[str]:
    from kaizen_helpers.kintone.sandbox.calc.syntax import walk

    try:
        return {node.value for node in walk(parse(one.formula)) if node.kind == "field"}
    except FormulaError:
        return set()


def result_of(one: FormField, form: Form, values: Mapping[str, Any], row: Mapping[str, Any] | None) -> str:
    """The result of a field's formula as it is kept; empty where there is none."""
    with localcontext() as context:
        context.prec = _PRECISION
        try:
            value = _Run(form, values, row).value(parse(one.formula))
            return _text(value) if one.type == "SINGLE_LINE_TEXT" else _formatted(one, _number(value))
        except (NoValueError, FormulaError, DecimalException, OverflowError):
            return ""


class _Run:
    """One calculation: the record's values, and those of the row where the formula stands in a table."""

    def __init__(self, form: Form, values: Mapping[str, Any], row: Mapping[str, Any] | None) -> None:
        self.form, self.values, self.row = form, values, row

    def value(self, node: Node) -> Value:
        if node.kind in ("number", "text"):
            found: Value = node.value
            return found
        if node.kind == "field":
            return self.field(node.value)
        if node.kind == "call":
            return _CALLS[node.value](self, node.parts)
        if node.kind == "negative":
            return -_number(self.value(node.parts[0]))
        left, right = (self.value(part) for part in node.parts)
        return _OPERATIONS[node.kind](left, right)

    def field(self, code: str) -> Value:
        """The value of a field here; a column of a table seen from outside is the list of its values."""
        if self.row is not None and code in self.row:
            return _of_type(self._inner(code).type, self.row[code])
        if code in self.form.fields:
            return _of_type(self.form.fields[code].type, self.values.get(code))
        one = self._inner(code)
        return [_of_type(one.type, row["value"].get(code)) for row in self.values.get(one.table) or ()]

    def _inner(self, code: str) -> FormField:
        one = self.form.find(code)
        if one is None:
            raise FormulaError(f"フィールド（{code}）がありません。")
        return one

    def numbers(self, parts: tuple[Node, ...]) -> list[Decimal]:
        found: list[Decimal] = []
        for part in parts:
            value = self.value(part)
            found += [_number(one) for one in value] if isinstance(value, list) else [_number(value)]
        return found


def _of_type(kind: str, kept: Any) -> Value:
    """A kept value as a formula sees it: days as seconds since 1970, a time of day as seconds since midnight."""
    if kind in ("CHECK_BOX", "MULTI_SELECT"):
        return list(kept or [])
    if kind in ("DATE", "DATETIME", "CREATED_TIME", "UPDATED_TIME"):
        if not kept:
            raise NoValueError
        day = datetime.fromisoformat(kept)
        return Decimal(int((day if day.tzinfo else day.replace(tzinfo=UTC)).timestamp()))
    if kind == "TIME":
        if not kept:
            raise NoValueError
        hour, _, minute = kept.partition(":")
        return Decimal(int(hour) * 3600 + int(minute) * 60)
    if kind in ("NUMBER", "CALC"):
        return _calculated(kept)
    return str(kept or "")


def _calculated(kept: Any) -> Value:
    """A number; an earlier result in days or hours as seconds again."""
    text = str(kept or "")
    if not text:
        return Decimal(0)
    if "T" in text or (text.count("-") == 2 and not text.startswith("-")):
        return _of_type("DATETIME", text)
    if ":" in text:
        hours, _, minutes = text.partition(":")
        sign = -1 if hours.startswith("-") else 1
        return Decimal(sign * (abs(int(hours)) * 3600 + int(minutes) * 60))
    return Decimal(text)


def _number(value: Value) -> Decimal:
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, Decimal):
        return value
    if value == "" or value == []:
        return Decimal(0)
    if isinstance(value, str):
        try:
            return Decimal(value)
        except DecimalException:
            raise NoValueError from None
    raise NoValueError


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, list):
        raise NoValueError
    return value


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _truth(value: Value) -> bool:
    return value if isinstance(value, bool) else _number(value) != 0


def _divide(left: Value, right: Value) -> Value:
    divisor = _number(right)
    if divisor == 0:
        raise NoValueError
    return (_number(left) / divisor).quantize(_FOUR_PLACES, ROUND_HALF_EVEN)


def _power(left: Value, right: Value) -> Value:
    exponent = _number(right)
    if abs(exponent) > 1_000:
        raise NoValueError
    return Decimal(_number(left) ** exponent)


def _same(left: Value, right: Value) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, str) != isinstance(right, str):
        text, number = (left, right) if isinstance(left, str) else (right, left)
        return (str(text) == "" and _number(number) == 0) or _text(number) == text
    return _number(left) == _number(right)


def _by_number(compare: Callable[[Decimal, Decimal], bool]) -> Callable[[Value, Value], Value]:
    return lambda left, right: compare(_number(left), _number(right))


_OPERATIONS: dict[str, Callable[[Value, Value], Value]] = {
    "+": lambda left, right: _number(left) + _number(right),
    "-": lambda left, right: _number(left) - _number(right),
    "*": lambda left, right: _number(left) * _number(right),
    "/": _divide,
    "^": _power,
    "&": lambda left, right: _text(left) + _text(right),
    "=": _same,
    "!=": lambda left, right: not _same(left, right),
    "<": _by_number(lambda left, right: left < right),
    ">": _by_number(lambda left, right: left > right),
    "<=": _by_number(lambda left, right: left <= right),
    ">=": _by_number(lambda left, right: left >= right),
}


def _if(run: _Run, parts: tuple[Node, ...]) -> Value:
    return run.value(parts[1] if _truth(run.value(parts[0])) else parts[2])


def _rounded(how: str) -> Callable[[_Run, tuple[Node, ...]], Value]:
    def call(run: _Run, parts: tuple[Node, ...]) -> Value:
        places = int(_number(run.value(parts[1]))) if len(parts) > 1 else 0
        return _round(_number(run.value(parts[0])), places, how)

    return call


def _round(number: Decimal, places: int, how: str) -> Decimal:
    if abs(places) > 30:
        raise NoValueError
    return (
        number.quantize(Decimal(1).scaleb(-places), how)
        if places >= 0
        else (number.scaleb(places).quantize(Decimal(1), how).scaleb(-places))
    )


def _yen(run: _Run, parts: tuple[Node, ...]) -> Value:
    places = int(_number(run.value(parts[1]))) if len(parts) > 1 else 0
    number = _round(_number(run.value(parts[0])), places, ROUND_HALF_UP)
    sign = "-" if number < 0 else ""
    return f"{sign}¥{abs(number):,.{max(places, 0)}f}"


_LETTERS = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "dd": "%d", "HH": "%H", "hh": "%I", "mm": "%M", "ss": "%S", "a": "%p"}


def _date_format(run: _Run, parts: tuple[Node, ...]) -> Value:
    seconds = int(_number(run.value(parts[0])))
    zone = zone_of({"system": "UTC"}.get(_text(run.value(parts[2])), _text(run.value(parts[2]))))
    moment = datetime.fromtimestamp(seconds, UTC).astimezone(zone)
    text, pattern, place = "", _text(run.value(parts[1])), 0
    while place < len(pattern):
        letters = next((one for one in _LETTERS if pattern.startswith(one, place)), pattern[place])
        text += _one(moment, letters)
        place += len(letters)
    return text


def _one(moment: datetime, letters: str) -> str:
    if letters in _LETTERS:
        return moment.strftime(_LETTERS[letters])
    return {"M": str(moment.month), "d": str(moment.day), "H": str(moment.hour)}.get(letters, letters)


def _contains(run: _Run, parts: tuple[Node, ...]) -> Value:
    where, what = run.value(parts[0]), _text(run.value(parts[1]))
    if isinstance(where, list):
        return what in [one if isinstance(one, str) else _text(one) for one in where]
    return what in _text(where)


_CALLS: dict[str, Callable[[_Run, tuple[Node, ...]], Value]] = {
    "SUM": lambda run, parts: sum(run.numbers(parts), Decimal(0)),
    "IF": _if,
    "AND": lambda run, parts: all(_truth(run.value(part)) for part in parts),
    "OR": lambda run, parts: any(_truth(run.value(part)) for part in parts),
    "NOT": lambda run, parts: not _truth(run.value(parts[0])),
    "ROUND": _rounded(ROUND_HALF_UP),
    "ROUNDUP": _rounded(ROUND_UP),
    "ROUNDDOWN": _rounded(ROUND_DOWN),
    "YEN": _yen,
    "DATE_FORMAT": _date_format,
    "CONTAINS": _contains,
}


def _formatted(one: FormField, number: Decimal) -> str:
    """A result in the form of the field's 表示形式, as the API answers it."""
    form = one.properties.get("format", "NUMBER")
    if form in ("DATETIME", "DATE"):
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(number))
        return moment.strftime(_MINUTE if form == "DATETIME" else _DAY)
    if form in ("TIME", "HOUR_MINUTE", "DAY_HOUR_MINUTE"):
        minutes = int(abs(number)) // 60
        hours = minutes // 60 % 24 if form == "TIME" else minutes // 60
        return f"{'-' if number < 0 and form != 'TIME' else ''}{hours:02d}:{minutes % 60:02d}"
    return _plain(number)
