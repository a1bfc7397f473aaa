"""A function as an answer: what it gave back when it was asked from outside.

A function cannot be written down as data, so it is called with generated arguments, each time on
fresh copies and twice, and the record of these calls is the answer. The learner's code runs here
and only here.
"""

from __future__ import annotations

import contextlib
import io
import json
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import BuiltinFunctionType, FunctionType
from typing import Any

from kaizen_helpers.checkers.plain import NotPlain, class_name

__all__ = ["Call", "CallError", "Calls", "ask", "is_function"]


@dataclass(frozen=True)
class CallError:
    """The function raised. ``line`` is the line of the learner's code, 0 where it is not known."""

    type: str
    message: str
    line: int


@dataclass(frozen=True)
class Call:
    """One question put to the function.

    ``value`` is None when ``error`` is set. ``mutated``: the function changed what it was given.
    ``unstable``: the second call with the same arguments gave something else.
    """

    args: tuple[Any, ...]
    value: Any = None
    error: CallError | None = None
    mutated: bool = False
    unstable: bool = False


@dataclass(frozen=True)
class Calls:
    """Everything that was asked of one function, in order."""

    calls: tuple[Call, ...]

    @property
    def mutated(self) -> bool:
        """True when any call changed its arguments."""
        return any(call.mutated for call in self.calls)

    @property
    def unstable(self) -> bool:
        """True when any question was answered differently the second time."""
        return any(call.unstable for call in self.calls)


def is_function(value: object) -> bool:
    """True for what ``def``, ``lambda`` or a built-in module made; other callables are not answers."""
    return type(value) is FunctionType or type(value) is BuiltinFunctionType


def ask(
    func: Callable[..., Any],
    asks: Sequence[tuple[Any, ...]],
    encode: Callable[[Any], Any],
    decode: Callable[[Any], Any],
) -> Calls:
    """Call ``func`` with each argument tuple, twice, on fresh copies, and write down what came back.

    What the function prints or warns goes nowhere: nbgrader takes marks off for any line on stderr.
    ``KeyboardInterrupt`` passes, everything else the function raises becomes a ``CallError``.
    """
    record = []
    for args in asks:
        given = encode(tuple(args))
        first, after_first = _once(func, given, encode, decode)
        second, after_second = _once(func, given, encode, decode)
        record.append(
            Call(
                args=decode(given),
                value=decode(first) if not isinstance(first, CallError) else None,
                error=first if isinstance(first, CallError) else None,
                mutated=after_first != _text(given) or after_second != _text(given),
                unstable=_comparable(first) != _comparable(second),
            )
        )
    return Calls(tuple(record))


def _once(
    func: Callable[..., Any], given: Any, encode: Callable[[Any], Any], decode: Callable[[Any], Any]
) -> tuple[Any, str]:
    """The encoded result or a ``CallError``, and the arguments as they are afterwards."""
    args = decode(given)
    sink = io.StringIO()
    outcome: Any
    with contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = func(*args)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - also SystemExit: it is the learner's code that runs
            outcome = _call_error(error, func)
        else:
            outcome = _encoded(value, encode)
    return outcome, _text_or_changed(args, encode)


def _encoded(value: Any, encode: Callable[[Any], Any]) -> Any:
    try:
        return encode(value)
    except NotPlain as error:
        return CallError("NotPlain", str(error), 0)


def _call_error(error: BaseException, func: Callable[..., Any]) -> CallError:
    parts: list[str] = []
    args = BaseException.__dict__["args"].__get__(error)
    for item in args if type(args) is tuple else ():
        if type(item) is str:
            parts.append(item.encode("utf-8", "replace").decode("utf-8"))
        elif type(item) is int and item.bit_length() < 64:
            parts.append(str(item))
    return CallError(class_name(type(error)), ", ".join(parts)[:500], _line_in(error, func))


def _line_in(error: BaseException, func: Callable[..., Any]) -> int:
    """The last line of the traceback in the file or cell that defines ``func``."""
    if type(func) is not FunctionType:
        return 0
    home = func.__code__.co_filename
    line = 0
    step = BaseException.__dict__["__traceback__"].__get__(error)
    while step is not None:
        if step.tb_frame.f_code.co_filename == home:
            line = step.tb_lineno
        step = step.tb_next
    return line


def _text(encoded: Any) -> str:
    return json.dumps(encoded, sort_keys=True, allow_nan=False)


def _text_or_changed(args: Any, encode: Callable[[Any], Any]) -> str:
    try:
        return _text(encode(args))
    except NotPlain:
        return ""  # something strange was put into the arguments: changed


def _comparable(outcome: Any) -> Any:
    return outcome if isinstance(outcome, CallError) else _text(outcome)
