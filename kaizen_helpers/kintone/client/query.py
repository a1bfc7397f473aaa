"""Conditions of a query, with values written so that none of them can change its meaning."""

from __future__ import annotations

from kaizen_helpers.errors import InputError

__all__ = ["any_of", "both", "compare", "quoted"]

_OPERATORS = ("=", "!=", ">", "<", ">=", "<=", "like", "not like")
_NO_CODE = set(' \t\r\n　"()\\,=<>!')


def quoted(value: object) -> str:
    """A value as it stands in a query: in double quotes, with everything special escaped."""
    text = str(value)
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    if any(ord(letter) < 32 for letter in text):
        raise InputError("条件の値に、使えない文字（制御文字）が入っています。取り除いてください。", repr(text))
    return f'"{text}"'


def compare(field: str, operator: str, value: object) -> str:
    """One condition, like ``市町コード = "04100"``. Raises InputError: unknown operator, impossible field code."""
    if operator not in _OPERATORS:
        raise InputError(f"条件に使えるのは {'、'.join(_OPERATORS)} です。", operator)
    return f"{_code(field)} {operator} {quoted(value)}"


def any_of(field: str, *values: object) -> str:
    """The field has one of these values."""
    if not values:
        raise InputError("選ぶ値を1つ以上指定してください。", field)
    return f"{_code(field)} in ({', '.join(map(quoted, values))})"


def both(*conditions: str) -> str:
    """All of these conditions hold; empty ones do not count."""
    return " and ".join(f"({one})" for one in conditions if one.strip())


def _code(field: str) -> str:
    if not field or _NO_CODE & set(field):
        raise InputError(
            "フィールドコードに使えない文字が入っています。アプリの設定でコードを確かめてください。", field
        )
    return field
