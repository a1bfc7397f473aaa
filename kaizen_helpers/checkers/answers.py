"""The one place that turns an answer into plain JSON and back.

The notebook, nbgrader's run and the confined run all read answers through ``encode``; ``judge``
sees only what ``decode`` built. No code of the person who answered runs on the way: exact
``type(v) is …`` tests, never ``==``, ``isinstance``, ``copy.deepcopy``, ``repr`` or iteration of
anything but exact builtin containers. The one exception is a function, which is *asked*
(``calls.ask``) when the exercise hands in ``asks``.

What is decided:

- None, bool, text and whole numbers up to 2**53 are themselves in JSON. Larger whole numbers
  (400 digits at most), and floats that JavaScript would turn into whole numbers (``1.0``), NaN,
  infinity and ``-0.0`` are tagged words, so the value that comes back has the same type and sign.
- list is a JSON list; dict with text keys a JSON object; tuple, set, frozenset and dict with other
  keys (int, bool, date) are tagged. Subclasses (OrderedDict, Enum, str subclasses …) are refused.
- date, time, datetime, timedelta by their ISO form; a time zone becomes its fixed offset.
  ``fold`` is not kept. ``pandas.Timestamp`` becomes a datetime (with nanoseconds it is refused).
- NumPy scalars become the Python value of the same kind, a NumPy array becomes a list.
- DataFrame and Series: see ``frames``. Flow by its own ``to_dict``. bytes up to 5 MB, base64.
- ``Calls`` is a function that has been asked.

``NotPlain`` is raised for anything else, and for an answer above ``plain.LIMITS``.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from kaizen_helpers.checkers import frames
from kaizen_helpers.checkers.calls import Call, CallError, Calls, ask, is_function
from kaizen_helpers.checkers.plain import LIMITS, TAG, Budget, NotPlain, class_name, loaded, unreadable

__all__ = ["LIMITS", "Call", "CallError", "Calls", "NotPlain", "decode", "encode", "snapshot"]

_SAFE_INT = 2**53
_BIG_INT = re.compile(r"-?[1-9][0-9]{0,399}")
_DECIMAL = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?(?:E[+-]?[0-9]{1,6})?|s?NaN[0-9]*|Infinity)")
_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
_KEYS = (str, int, bool, date)


def encode(value: Any, asks: Sequence[tuple[Any, ...]] | None = None) -> Any:
    """Plain JSON for ``value``: ``json.dumps(…, allow_nan=False)`` always accepts it.

    ``asks`` are the argument tuples put to ``value`` when it is a function; without them a
    function is refused. Raises ``NotPlain``, whose ``where`` is the place in the answer.
    """
    if is_function(value) and asks is not None:
        value = ask(value, asks, encode, decode)
    return _encode(value, Budget())


def decode(plain: Any) -> Any:
    """The value that ``encode`` wrote, built from exact plain types.

    Accepts any JSON value from an untrusted place; raises ``NotPlain`` for what ``encode`` cannot
    have written, and nothing else.
    """
    try:
        return _decode(plain, Budget(scale=2))
    except NotPlain:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, binascii.Error) as error:
        raise unreadable() from error


def snapshot(value: Any, asks: Sequence[tuple[Any, ...]] | None = None) -> Any:
    """A copy of ``value`` made of plain types only, sharing nothing with it. Raises ``NotPlain``."""
    return decode(encode(value, asks))


# ------------------------------------------------------------------------------- writing


def _encode(value: Any, budget: Budget) -> Any:
    kind = type(value)
    if kind is list or kind is tuple or kind is set or kind is frozenset:
        return _encode_many(value, kind, budget)
    if kind is dict:
        return _encode_dict(value, budget)
    budget.count()
    if value is None or kind is bool:
        return value
    if kind is str:
        return _encode_text(value, budget)
    if kind is int:
        return _encode_int(value, budget)
    if kind is float:
        return _encode_float(value)
    writer = _WRITERS.get(kind)
    if writer is not None:
        return writer(value, budget)
    return _encode_foreign(value, budget)


def _encode_many(value: Any, kind: type, budget: Budget) -> Any:
    budget.room(len(value) + 1)
    budget.count()
    items = []
    for number, item in enumerate(value, start=1):
        with budget.inside(f"{number}番目"):
            items.append(_encode(item, budget))
    if kind is list:
        return items
    if kind is not tuple:
        items.sort(key=_order)  # a set has no order of its own: the same set is always the same JSON
    return {TAG: kind.__name__, "v": items}


def _encode_dict(value: dict[Any, Any], budget: Budget) -> Any:
    budget.room(len(value) + 1)
    budget.count()
    pairs: list[list[Any]] = []
    simple = True
    for key, item in list(value.items()):
        if not any(type(key) is kind for kind in _KEYS):
            raise budget.refuse(
                f"辞書の見出し（{class_name(type(key))}）は読み取れません。見出しは文字か数にしてください。"
            )
        with budget.inside(f"「{key[:20]}」" if type(key) is str else "辞書"):
            written = _encode(key, budget)
            simple = simple and type(written) is str and not written.startswith(TAG)
            pairs.append([written, _encode(item, budget)])
    return dict(pairs) if simple else {TAG: "dict", "v": pairs}


def _encode_text(value: str, budget: Budget) -> Any:
    budget.count_text(len(value))
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:  # half of a character pair: kept, but no UTF-8 file can hold it as it is
        return {TAG: "str", "v": value.encode("utf-16-be", "surrogatepass").hex()}
    return value


def _encode_int(value: int, budget: Budget) -> Any:
    if -_SAFE_INT < value < _SAFE_INT:
        return value
    if value.bit_length() > 1400 or abs(value) >= 10**LIMITS.digits:
        raise budget.refuse(f"数の桁が多すぎます（{LIMITS.digits}桁まで）。計算の式を見直してください。")
    return {TAG: "int", "v": str(value)}


def _encode_float(value: float) -> Any:
    if math.isnan(value):
        return {TAG: "float", "v": "nan"}
    if math.isinf(value):
        return {TAG: "float", "v": "inf" if value > 0 else "-inf"}
    if value.is_integer():  # "-0.0" and "1.0": a JavaScript reader would make whole numbers of them
        return {TAG: "float", "v": repr(value)}
    return value


def _encode_time(value: datetime | time, budget: Budget) -> Any:
    zone = value.tzinfo
    if zone is not None and type(zone) is not timezone and type(zone) is not ZoneInfo:
        raise budget.refuse("時差つきの時刻は読み取れません。日付と時刻だけにしてください。")
    return {TAG: "datetime" if type(value) is datetime else "time", "v": value.isoformat()}


def _encode_timedelta(value: timedelta, _budget: Budget) -> Any:
    return {TAG: "timedelta", "v": [value.days, value.seconds, value.microseconds]}


def _encode_decimal(value: Decimal, budget: Budget) -> Any:
    text = str(value)
    if len(text) > LIMITS.digits:
        raise budget.refuse(f"数の桁が多すぎます（{LIMITS.digits}桁まで）。計算の式を見直してください。")
    return {TAG: "decimal", "v": text}


def _encode_bytes(value: bytes, budget: Budget) -> Any:
    budget.count_bytes(len(value))
    return {TAG: "bytes", "v": base64.b64encode(value).decode("ascii")}


def _encode_calls(value: Calls, budget: Budget) -> Any:
    calls = []
    for number, call in enumerate(value.calls, start=1):
        with budget.inside(f"{number}回目の呼び出し"):
            body: dict[str, Any] = {"args": _encode(call.args, budget)}
            if call.error is None:
                body["value"] = _encode(call.value, budget)
            else:
                body["error"] = [call.error.type, call.error.message, call.error.line]
            body["mutated"] = call.mutated
            body["unstable"] = call.unstable
            calls.append(body)
    return {TAG: "calls", "v": calls}


_WRITERS: dict[type, Callable[[Any, Budget], Any]] = {
    date: lambda value, _budget: {TAG: "date", "v": value.isoformat()},
    datetime: _encode_time,
    time: _encode_time,
    timedelta: _encode_timedelta,
    Decimal: _encode_decimal,
    bytes: _encode_bytes,
    Calls: _encode_calls,
}


def _encode_foreign(value: Any, budget: Budget) -> Any:
    """NumPy, pandas and Flow, by exact class and only where already imported; refuses the rest."""
    if (table := frames.encode_pandas(value, budget, lambda cell: _encode(cell, budget))) is not None:
        return table
    numpy, pandas, model = loaded("numpy"), loaded("pandas"), loaded("kaizen_helpers.flow.model")
    kind = type(value)
    if numpy is not None:
        if kind is numpy.ndarray and issubclass(type(value.dtype), numpy.dtype) and value.dtype.kind in "biufUO":
            budget.room(value.size)
            return _encode(value.tolist(), budget)
        if any(kind is getattr(numpy, name, None) for name in _NUMPY_SCALARS):
            return _encode(value.item(), budget)
    if pandas is not None:
        if value is pandas.NA or value is pandas.NaT:
            return {TAG: "missing", "v": "NA" if value is pandas.NA else "NaT"}
        if kind is pandas.Timestamp and value.nanosecond == 0:
            return _encode_time(value.to_pydatetime(), budget)
        if kind is pandas.Timedelta and value.nanoseconds == 0:
            return _encode_timedelta(value.to_pytimedelta(), budget)
    if model is not None and kind is getattr(model, "Flow", None):
        with budget.inside("業務フロー図"):
            return {TAG: "flow", "v": _encode(value.to_dict(), budget)}
    if is_function(value):
        raise budget.refuse("関数が入っています。関数を呼び出した結果を入れてください。")
    raise budget.refuse(
        f"この種類の値（{class_name(kind)}）は答えとして読み取れません。数・文字・リスト・表のどれかにしてください。"
    )


_NUMPY_SCALARS = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("longlong", "ulonglong", "float16", "float32", "float64", "str_", "bytes_"),
)


def _order(item: Any) -> tuple[str, str]:
    if type(item) is dict or type(item) is list:
        import json

        return type(item).__name__, json.dumps(item, sort_keys=True)
    return type(item).__name__, str(item)


# ------------------------------------------------------------------------------- reading


def _decode(plain: Any, budget: Budget) -> Any:
    kind = type(plain)
    budget.count()
    if plain is None or kind is bool:
        return plain
    if kind is str:
        budget.count_text(len(plain))
        return plain
    if kind is int:
        if plain.bit_length() > 1400:
            raise unreadable("数の桁")
        return plain
    if kind is float:
        return plain
    with budget.inside("中"):
        if kind is list:
            return [_decode(item, budget) for item in plain]
        if kind is dict:
            return _decode_tagged(plain, budget) if TAG in plain else _decode_object(plain, budget)
    raise unreadable(class_name(kind))


def _decode_object(plain: dict[Any, Any], budget: Budget) -> dict[str, Any]:
    if any(type(key) is not str for key in plain):
        raise unreadable("見出し")
    for key in plain:
        budget.count_text(len(key))
    return {key: _decode(item, budget) for key, item in plain.items()}


def _decode_tagged(plain: dict[str, Any], budget: Budget) -> Any:
    if len(plain) != 2 or "v" not in plain or type(plain[TAG]) is not str:
        raise unreadable()
    name, body = plain[TAG], plain["v"]
    if name in ("frame", "series"):
        _weigh(body)
        read = frames.decode_frame if name == "frame" else frames.decode_series
        return read(body, lambda cell: _decode(cell, budget))
    if name in ("tuple", "set", "frozenset", "dict", "calls", "flow"):
        return _CONTAINERS[name](body, budget)
    reader = _READERS.get(name)
    if reader is None:
        raise unreadable(name[:20])
    if type(body) is str:
        budget.count_bytes(len(body)) if name == "bytes" else budget.count_text(len(body))
    return reader(body)


def _weigh(body: Any) -> None:
    """Refuse a monstrous table before pandas sees it."""
    waiting, seen = [body], 0
    while waiting:
        item = waiting.pop()
        seen += 1
        if type(item) is dict:
            waiting.extend(item.values())
        elif type(item) is list:
            waiting.extend(item)
        if seen > 10 * LIMITS.nodes:
            raise unreadable("表が大きすぎます")


def _decode_list(body: Any, budget: Budget) -> list[Any]:
    if type(body) is not list:
        raise unreadable()
    return [_decode(item, budget) for item in body]


def _decode_pairs(body: Any, budget: Budget) -> dict[Any, Any]:
    pairs = [_decode_list(pair, budget) for pair in body]
    if any(not any(type(pair[0]) is kind for kind in _KEYS) for pair in pairs):
        raise unreadable("見出し")
    out = dict(pairs)
    if len(out) != len(pairs):
        raise unreadable("見出しの重なり")
    return out


def _decode_set(body: Any, budget: Budget) -> set[Any]:
    """Items are the hashable kinds ``encode`` writes; an unhashable one raises TypeError, read as damage."""
    return set(_decode_list(body, budget))


def _decode_calls(body: Any, budget: Budget) -> Calls:
    calls = []
    for item in body:
        args = _decode(item["args"], budget)
        error = None
        if "error" in item:
            name, message, line = item["error"]
            if type(name) is not str or type(message) is not str or type(line) is not int:
                raise unreadable("関数の記録")
            error = CallError(name, message, line)
        if type(args) is not tuple or type(item["mutated"]) is not bool or type(item["unstable"]) is not bool:
            raise unreadable("関数の記録")
        value = None if error else _decode(item["value"], budget)
        calls.append(Call(args, value, error, item["mutated"], item["unstable"]))
    return Calls(tuple(calls))


def _decode_flow(body: Any, budget: Budget) -> Any:
    from kaizen_helpers.errors import KaizenError
    from kaizen_helpers.flow.model import Flow

    plain = _decode(body, budget)
    try:
        return Flow.from_dict(plain)
    except KaizenError as error:
        raise unreadable("業務フロー図") from error


def _decode_missing(body: Any) -> Any:
    import pandas as pd

    return {"NA": pd.NA, "NaT": pd.NaT}[body]


def _decode_float(body: Any) -> float:
    if body in _FLOATS:
        return _FLOATS[body]
    number = float(body)
    if type(body) is not str or not number.is_integer() or repr(number) != body:
        raise unreadable("数")
    return number


def _decode_timedelta(body: Any) -> timedelta:
    if type(body) is not list or len(body) != 3 or any(type(n) is not int for n in body):
        raise unreadable("時間")
    return timedelta(*body)


def _matching(pattern: re.Pattern[str], body: Any) -> str:
    if type(body) is not str or pattern.fullmatch(body) is None:
        raise unreadable("数")
    return body


_CONTAINERS: dict[str, Callable[[Any, Budget], Any]] = {
    "tuple": lambda body, budget: tuple(_decode_list(body, budget)),
    "set": _decode_set,
    "frozenset": lambda body, budget: frozenset(_decode_set(body, budget)),
    "dict": _decode_pairs,
    "calls": _decode_calls,
    "flow": _decode_flow,
}

_READERS: dict[str, Callable[[Any], Any]] = {
    "str": lambda body: bytes.fromhex(body).decode("utf-16-be", "surrogatepass"),
    "int": lambda body: int(_matching(_BIG_INT, body)),
    "float": _decode_float,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": _decode_timedelta,
    "decimal": lambda body: Decimal(_matching(_DECIMAL, body)),
    "bytes": lambda body: base64.b64decode(body, validate=True),
    "missing": _decode_missing,
}
