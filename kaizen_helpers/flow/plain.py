"""A flow as plain JSON values, and back. What is empty is not written, so that files stay small and readable."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.model import Branch, Flow, Kind, Lane, LaneKind, Remark, Step

__all__ = ["flow_from_plain", "flow_to_plain"]

_LARGEST = 1e15
_ALWAYS: dict[type, set[str]] = {
    Flow: {"title", "steps"},
    Step: {"number", "who", "what", "kind", "next"},
    Branch: {"to", "condition"},
}
"""Written even when empty: what every reader of such a file looks for."""
_CLASSES: tuple[type, ...] = (Flow, Step, Branch, Lane, Remark)
_HINTS = {kind: get_type_hints(kind) for kind in _CLASSES}
_FIELDS: dict[type, tuple[Field[Any], ...]] = {kind: fields(kind) for kind in _CLASSES}
_CHOICES: dict[type[StrEnum], str] = {Kind: "手順の種類", LaneKind: "担当の種別"}


def flow_to_plain(flow: Flow) -> dict[str, Any]:
    """Dicts, lists, text, numbers and booleans only."""
    written: dict[str, Any] = _to_plain(flow)
    return written


def _to_plain(value: Any) -> Any:
    kind = type(value)
    if kind in _FIELDS:
        always = _ALWAYS.get(kind, set())
        return {
            item.name: _to_plain(getattr(value, item.name))
            for item in _FIELDS[kind]
            if item.name in always or item.default is MISSING or getattr(value, item.name) != item.default
        }
    if kind is tuple:
        return [_to_plain(item) for item in value]
    return value.value if isinstance(value, StrEnum) else value


def flow_from_plain(data: Any) -> Flow:
    """The flow that was written.

    Raises:
        InputError: see :meth:`Flow.from_dict`.
    """
    found: Flow = _read_object(data, Flow, "フロー")
    return found


def _read_object(data: Any, kind: type, where: str) -> Any:
    if not isinstance(data, Mapping):
        raise InputError("フローのデータの形が違います。保存し直したファイルで試してください。", where)
    values = {}
    for item in _FIELDS[kind]:
        if item.name in data:
            values[item.name] = _read(data[item.name], _HINTS[kind][item.name], item.name, where)
        elif item.default is MISSING or item.name in _ALWAYS.get(kind, set()):
            raise _refused(item.name, where)
    return kind(**values)


def _read(value: Any, wanted: Any, name: str, where: str) -> Any:
    """The value as the wanted type, of exactly that type: ``True`` is not a number."""
    if isinstance(wanted, types.UnionType):
        if value is None:
            return None
        wanted = next(part for part in get_args(wanted) if part is not types.NoneType)
    if wanted is float:
        if type(value) not in {int, float} or not -_LARGEST < value < _LARGEST:  # not NaN either
            raise InputError(f"「{name}」が数ではありません。数か null にします。", where)
        return value
    if get_origin(wanted) is tuple:
        if type(value) is not list:
            raise _refused(name, where)
        inner = get_args(wanted)[0]
        return tuple(_read(item, inner, name, f"{_place(where)}{name}[{at}]") for at, item in enumerate(value))
    if wanted in _FIELDS:
        return _read_object(value, wanted, where)
    if wanted in _CHOICES:
        if type(value) is not str:
            raise _refused(name, where)
        if value not in {member.value for member in wanted}:
            choices = "・".join(member.value for member in wanted)
            raise InputError(f"{_CHOICES[wanted]}「{value[:20]}」は使えません。{choices} のどれかにします。", where)
        return wanted(value)
    if type(value) is not wanted:
        raise _refused(name, where)
    return value


def _place(where: str) -> str:
    return "" if where == "フロー" else f"{where}."


def _refused(name: str, where: str) -> InputError:
    return InputError(f"「{name}」がないか、別の形の値です。フローを書き出し直したデータを使ってください。", where)
