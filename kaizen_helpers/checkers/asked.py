"""What a rule does with a function it asked: an error of the learner's becomes a sentence with its line."""

from __future__ import annotations

import builtins

from kaizen_helpers.checkers.calls import Call, CallError, Calls
from kaizen_helpers.checkers.engine import LearnerError
from kaizen_helpers.checkers.error_kinds import tell
from kaizen_helpers.checkers.told import Place

__all__ = ["answered"]


def answered(asked: Calls, name: str) -> tuple[Call, ...]:
    """The calls of the function ``name``, all of which came back with a value.

    A rule about a function begins with it::

        when=lambda v: [call for call in answered(v.total, "total") if call.value != sum(call.args[0])]

    Raises:
        LearnerError: a call stopped; the Japanese sentences say in which line, and why.
    """
    for call in asked.calls:
        if call.error is not None:
            raise LearnerError(_explanation(call.error, name))
    return asked.calls


def _explanation(error: CallError, name: str) -> str:
    if error.type == "NotPlain":  # it came back, but with something that is no answer
        return f"関数「{name}」が返した値です。{error.message}"
    where = f"関数「{name}」の中の{error.line}行目です。" if error.line else f"関数「{name}」の中です。"
    return where + tell(_as_error(error), Place(line=error.line)).title


def _as_error(error: CallError) -> BaseException:
    """An error of the same kind and words; of a kind of the learner's own only the words are known."""
    kind = getattr(builtins, error.type, Exception)
    try:
        return kind(error.message) if issubclass(kind, BaseException) else Exception(error.message)
    except TypeError:  # a kind that is made of more than words
        return Exception(error.message)
