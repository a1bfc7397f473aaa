"""Whether the formulas of a form can be calculated; asked when an app is put into use (GAIA_IL01)."""

from __future__ import annotations

from kaizen_helpers.kintone.sandbox.apps.form import Form, FormField
from kaizen_helpers.kintone.sandbox.calc.syntax import FormulaError, Node, parse, walk
from kaizen_helpers.kintone.sandbox.problems import Problem

__all__ = ["check_formulas"]

_USABLE = frozenset(
    [
        "NUMBER", "CALC", "SINGLE_LINE_TEXT", "DATE", "TIME", "DATETIME", "CREATED_TIME", "UPDATED_TIME",
        "RADIO_BUTTON", "DROP_DOWN", "CHECK_BOX", "MULTI_SELECT", "LINK",
    ]
)  # fmt: skip
_OVER_ROWS = frozenset(["SUM", "CONTAINS"])


def check_formulas(form: Form) -> None:
    """Raises Problem GAIA_IL01 with the reason for the first formula that is wrong."""
    formulas: dict[str, Node] = {}
    for one in form.everywhere():
        formula = str(one.properties.get("expression") or "")
        if one.type == "CALC" or (one.type == "SINGLE_LINE_TEXT" and formula):
            formulas[one.code] = _checked(form, one, formula)
    for code in formulas:
        if _in_a_circle(code, formulas):
            raise _wrong(form.find(code), "フィールドの参照が循環しています。")


def _checked(form: Form, one: FormField, formula: str) -> Node:
    if not formula.strip():
        raise _wrong(one, "計算式がありません。")
    try:
        node = parse(formula)
    except FormulaError as error:
        raise _wrong(one, error.reason_ja) from None
    _check_fields(form, one, node, inside=False)
    return node


def _check_fields(form: Form, one: FormField, node: Node, *, inside: bool) -> None:
    if node.kind == "field":
        used = form.find(node.value)
        if used is None:
            raise _wrong(one, f"計算式に含まれるフィールド（{node.value}）が存在しません。")
        if used.type not in _USABLE:
            raise _wrong(one, f"計算式で使用できないフィールド（{node.value}）が含まれています。")
        if used.table and used.table != one.table and not inside:
            raise _wrong(one, f"テーブルの中のフィールド（{node.value}）は、SUM関数の中で使用してください。")
    for part in node.parts:
        _check_fields(form, one, part, inside=inside or (node.kind == "call" and node.value in _OVER_ROWS))


def _in_a_circle(code: str, formulas: dict[str, Node]) -> bool:
    seen: set[str] = set()
    waiting = [code]
    while waiting:
        for node in walk(formulas[waiting.pop()]):
            if node.kind == "field" and node.value in formulas and node.value not in seen:
                if node.value == code:
                    return True
                seen.add(node.value)
                waiting.append(node.value)
    return False


def _wrong(one: FormField | None, reason: str) -> Problem:
    return Problem("GAIA_IL01", {"field": one.properties.get("label", one.code) if one else "", "reason": reason})
