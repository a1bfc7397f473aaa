"""The formula language: from text to a tree (reference/kintone.md §7.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

__all__ = ["FUNCTIONS", "FormulaError", "Node", "parse", "walk"]

FUNCTIONS: dict[str, tuple[int, int]] = {
    "SUM": (1, 300),
    "IF": (3, 3),
    "AND": (1, 300),
    "OR": (1, 300),
    "NOT": (1, 1),
    "ROUND": (1, 2),
    "ROUNDUP": (1, 2),
    "ROUNDDOWN": (1, 2),
    "YEN": (1, 2),
    "DATE_FORMAT": (3, 3),
    "CONTAINS": (2, 2),
}
"""The eleven functions and how many arguments they take."""
_LONGEST = 10_000


class FormulaError(Exception):
    """A formula that cannot be read. ``reason_ja`` says why."""

    def __init__(self, reason_ja: str) -> None:
        super().__init__(reason_ja)
        self.reason_ja = reason_ja


@dataclass(frozen=True)
class Node:
    """A part of a formula. ``kind``: number, text, field, call, negative, or the operator as it is written."""

    kind: str
    value: Any = None
    """The number or text; of a field its code; of a call the function's name."""
    parts: tuple[Node, ...] = ()


@cache
def _parser() -> Any:
    from lark import Lark

    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", maybe_placeholders=False)


@lru_cache(maxsize=2_000)
def parse(formula: str) -> Node:
    """The tree of a formula. Raises FormulaError with the reason in Japanese."""
    from lark.exceptions import LarkError

    if len(formula) > _LONGEST:
        raise FormulaError("計算式が長すぎます。")
    try:
        return _node(_parser().parse(formula.strip().removeprefix("=")))
    except LarkError:
        raise FormulaError("構文が間違っています。") from None
    except RecursionError:
        raise FormulaError("かっこが深すぎます。") from None


_SIGNS = {"join": "&", "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "^"}


def _node(tree: Any) -> Node:
    kind, children = str(tree.data), tree.children
    if kind == "number":
        return Node("number", Decimal(str(children[0])))
    if kind == "text":
        return Node("text", re.sub(r"\\(.)", r"\1", str(children[0])[1:-1]))
    if kind == "field":
        return Node("field", str(children[0]))
    if kind == "call":
        name = str(children[0]).upper()
        _check_call(name, len(children) - 1)
        return Node("call", name, tuple(_node(child) for child in children[1:]))
    if kind == "compare":
        sign = str(children[1]).replace("<>", "!=")
        return Node(sign, None, (_node(children[0]), _node(children[2])))
    if kind == "positive":
        return _node(children[0])
    return Node(_SIGNS.get(kind, kind), None, tuple(_node(child) for child in children))


def _check_call(name: str, given: int) -> None:
    if name not in FUNCTIONS:
        raise FormulaError(f"{name}という関数はありません。")
    least, most = FUNCTIONS[name]
    if not least <= given <= most:
        raise FormulaError(f"{name}関数の引数の数が正しくありません。")


def walk(node: Node) -> list[Node]:
    """The node and everything in it."""
    found = [node]
    for part in node.parts:
        found += walk(part)
    return found
