"""Calculated fields: exact, checked when the app is put into use."""

from __future__ import annotations

import pytest

from tests.sandbox_any import Desk, number, table, text


def calc(expression: str, **more: object) -> dict[str, object]:
    return {"type": "CALC", "code": "結果", "expression": expression, **more}


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("a + b * 2", "5"),
        ("a / b", "0.5"),
        ("b / 3", "0.6667"),
        ("空 + 1", "1"),
        ("a / 空", ""),
        ("0.1 + 0.2", "0.3"),
        ("2 ^ 3 ^ 2", "512"),
        ("-a + b", "1"),
        ("IF(a < b, 10, 20)", "10"),
        ("a = 1", "1"),
        ("AND(a = 1, b = 1)", "0"),
        ("ROUND(2.5)", "3"),
        ("ROUNDDOWN(1234, -2)", "1200"),
        ("SUM(a, b, 数)", "13"),
        ('IF(CONTAINS(名, "市"), 1, 0)', "1"),
    ],
)
def test_a_formula_gives_its_value(expression: str, result: str) -> None:
    desk = Desk()
    app = desk.app(number("a"), number("b"), number("空"), text("名"), table("明細", number("数")), calc(expression))

    rows = [{"value": {"数": {"value": "4"}}}, {"value": {"数": {"value": "6"}}}]
    record = desk.add(app, a="1", b="2", 名="佐賀市", 明細=rows)

    assert desk.values(app, record)["結果"] == result


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("a +", "構文が間違っています。"),
        ("無い + 1", "計算式に含まれるフィールド（無い）が存在しません。"),
        ("SUMIF(a)", "SUMIFという関数はありません。"),
        ("IF(a)", "IF関数の引数の数が正しくありません。"),
        ("数 + 1", "テーブルの中のフィールド（数）は、SUM関数の中で使用してください。"),
        ("結果 + 1", "フィールドの参照が循環しています。"),
        ("", "計算式がありません。"),
    ],
)
def test_a_wrong_formula_is_told_when_the_app_is_put_into_use(expression: str, reason: str) -> None:
    desk = Desk()
    app = desk.app(number("a"), table("明細", number("数")), calc(expression), use=False)

    told = desk.refused("POST", "preview/app/deploy.json", {"apps": [{"app": app}]})

    assert told["code"] == "GAIA_IL01"
    assert told["message"] == f"フィールド「結果」の計算式が正しくありません。(エラーの内容：{reason})"
    assert desk.refused("GET", "app/form/fields.json", app=app)["code"] == "GAIA_AP01"


def test_days_are_seconds_and_come_back_in_the_form_of_the_field() -> None:
    desk = Desk()
    day = {"type": "DATE", "code": "受付"}
    app = desk.app(day, calc("受付 + 86400 * 10", format="DATE"))

    assert desk.values(app, desk.add(app, 受付="2026-02-25"))["結果"] == "2026-03-07"
    assert desk.values(app, desk.add(app, 受付=""))["結果"] == ""


def test_a_text_may_be_put_together_by_a_formula() -> None:
    desk = Desk()
    app = desk.app(text("市"), number("人"), text("文", expression='市 & "：" & 人 & "人"'))

    assert desk.values(app, desk.add(app, 市="唐津市", 人="3"))["文"] == "唐津市：3人"
