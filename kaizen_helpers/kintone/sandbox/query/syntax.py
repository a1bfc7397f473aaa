"""The query language: from text to a tree (reference/kintone.md §6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from kaizen_helpers.kintone.sandbox.problems import Said, invalid

__all__ = ["Both", "Condition", "Function", "Predicate", "Query", "parse_query"]

WRONG = Said("クエリ記法が間違っています。", "The query is invalid.")
_LONGEST = 100_000


@dataclass(frozen=True)
class Function:
    """A function such as 「FROM_TODAY(5, DAYS)」."""

    name: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Predicate:
    """One comparison. ``operator``: = != < > <= >= in, not in, like, not like, is empty, is not empty."""

    field: str
    operator: str
    values: tuple[str | Function, ...] = ()


@dataclass(frozen=True)
class Both:
    """Conditions joined by ``and`` or ``or``."""

    joined_by: Literal["and", "or"]
    conditions: tuple[Condition, ...]


Condition = Both | Predicate


@dataclass(frozen=True)
class Query:
    """A whole query; what was left out is ``None`` or empty."""

    condition: Condition | None = None
    order: tuple[tuple[str, bool], ...] = ()
    """Field code and whether it is ascending."""
    limit: int | None = None
    offset: int | None = None


@cache
def _parser() -> Any:
    from lark import Lark

    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", maybe_placeholders=True)


@lru_cache(maxsize=2_000)
def parse_query(text: str) -> Query:
    """The tree of a query. Raises Problem CB_VA01 where it cannot be read."""
    from lark.exceptions import LarkError

    if len(text) > _LONGEST:
        raise invalid({"query": [WRONG]})
    try:
        condition, order, limit, offset = _parser().parse(text).children
        return Query(
            _condition(condition) if condition is not None else None,
            tuple(_key(key) for key in order.children) if order is not None else (),
            _count(limit),
            _count(offset),
        )
    except (LarkError, RecursionError, ValueError):
        raise invalid({"query": [WRONG]}) from None


def _count(tree: Any) -> int | None:
    return None if tree is None else int(str(tree.children[0]))


def _key(tree: Any) -> tuple[str, bool]:
    name, *direction = (child for child in tree.children if child is not None)
    return str(name), not direction or str(direction[0]).lower() == "asc"


_SPOKEN = {
    "among": "in",
    "not_among": "not in",
    "like": "like",
    "not_like": "not like",
    "empty": "is empty",
    "not_empty": "is not empty",
}


def _condition(tree: Any) -> Condition:
    kind, children = str(tree.data), tree.children
    if kind in ("any", "all"):
        return Both("or" if kind == "any" else "and", tuple(_condition(child) for child in children))
    name = str(children[0])
    if kind == "compare":
        return Predicate(name, str(children[1]), (_value(children[2]),))
    return Predicate(name, _SPOKEN[kind], tuple(_value(child) for child in children[1:] if child is not None))


def _value(tree: Any) -> str | Function:
    kind, children = str(tree.data), tree.children
    if kind == "text":
        return _unescaped(str(children[0]))
    if kind == "number":
        return str(children[0])
    name, *arguments = (child for child in children if child is not None)
    return Function(str(name).upper(), tuple(_argument(one) for one in arguments))


def _argument(tree: Any) -> str:
    text = str(tree.children[0])
    return _unescaped(text) if text.startswith('"') else text


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"t": "\t", "n": "\n"}.get(found[1], found[1]), text[1:-1])
