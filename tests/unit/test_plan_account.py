"""発行前確認: three answers, what is missing in the order of importance, and the organisation's own data classes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.checkers.lint import lint_text
from kaizen_helpers.flow import Flow, read_flow
from kaizen_helpers.forms import read_values
from kaizen_helpers.organisation import read_organisation
from kaizen_helpers.plan.account import ACCOUNT, account_form, account_page, check_account

CASES = Path(__file__).resolve().parents[2] / "courses" / "01_flow" / "cases"
FLOW = read_flow(CASES / "c1_minaoshi.txt").flow
RULES = read_organisation()

GOOD: dict[str, Any] = {
    "work": "市町照会の取りまとめ",
    "purpose": "回答の状況がいつでも分かり、督促の漏れをなくす",
    "issue": "未提出の市町を数えるのに半日かかる",
    "data": "団体名、回答日、回答の状態",
    "data_class": "庁内",
    "my_number": False,
    "existing": "ない",
    "not_chosen": "Excelの共有は、同時に書けず版が分かれる",
    "owner": "市町支援課長",
    "admin1": "集計担当",
    "admin2": "係長",
    "users": 4,
    "has_flow": True,
    "looked": "係長",
    "consent": True,
    "consent_day": date(2026, 12, 1),
}


def ids(change: dict[str, Any], flow: Flow | None = FLOW) -> list[str]:
    return [finding.id for finding in check_account({**GOOD, **change}, flow=flow, rules=RULES).findings]


def test_an_application_with_everything_gets_an_account() -> None:
    answer = check_account(GOOD, flow=FLOW, rules=RULES)

    assert ("発行してよい", ()) == (answer.answer, answer.findings)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"my_number": True}, "my-number"),
        ({"data": "氏名、個人番号"}, "my-number-in-data"),
        ({"data_class": "個人番号"}, "class-not-allowed"),
        ({"data_class": "個人"}, "class-undecided"),
        ({"data_class": "見たことのない区分"}, "class-undecided"),
        ({"data_class": "分からない"}, "class-unknown"),
        ({"existing": "ある"}, "system-exists"),
    ],
)
def test_what_the_applicant_cannot_decide_is_talked_about_first(change: dict[str, Any], finding: str) -> None:
    answer = check_account({**GOOD, **change, "owner": ""}, flow=FLOW, rules=RULES)

    assert ("相談", finding) == (answer.answer, answer.findings[0].id)
    assert "owner-missing" in [one.id for one in answer.findings]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"purpose": ""}, "purpose-missing"),
        ({"purpose": "kintoneを導入する"}, "purpose-is-tool"),
        ({"issue": "なし"}, "issue-missing"),
        ({"data": ""}, "data-missing"),
        ({"data_class": ""}, "class-missing"),
        ({"my_number": None}, "my-number-unsaid"),
        ({"existing": "まだ調べていない"}, "existing-not-looked"),
        ({"not_chosen": ""}, "not-chosen-missing"),
        ({"owner": ""}, "owner-missing"),
        ({"admin1": ""}, "admin-missing"),
        ({"admin2": ""}, "second-admin-missing"),
        ({"admin2": "集計　担当"}, "same-admin-twice"),
        ({"users": None}, "users-missing"),
        ({"users": -3}, "users-odd"),
        ({"users": 2.5}, "users-odd"),
        ({"users": 10**9}, "users-odd"),
        ({"consent": False}, "no-consent"),
        ({"work": ""}, "work-missing"),
    ],
)
def test_what_the_applicant_can_complete_is_still_missing(change: dict[str, Any], finding: str) -> None:
    answer = check_account({**GOOD, **change}, flow=FLOW, rules=RULES)

    assert ("まだ", [finding]) == (answer.answer, [one.id for one in answer.missing])


@pytest.mark.parametrize("data", ["団体名。個人番号は入れない", "マイナンバーカードの窓口の混み具合"])
def test_a_number_that_is_not_entered_holds_nothing_back(data: str) -> None:
    assert "発行してよい" == check_account({**GOOD, "data": data}, flow=FLOW, rules=RULES).answer


@pytest.mark.parametrize(
    ("change", "finding"),
    [({"users": 1}, "one-user"), ({"looked": ""}, "nobody-looked"), ({"owner": "佐賀 太郎"}, "named-person")],
)
def test_advice_does_not_hold_an_account_back(change: dict[str, Any], finding: str) -> None:
    answer = check_account({**GOOD, **change}, flow=FLOW, rules=RULES)

    assert ("発行してよい", [finding]) == (answer.answer, [one.id for one in answer.findings])


def test_a_flow_has_to_be_there_and_sound() -> None:
    assert ["flow-not-given"] == ids({}, None)
    assert ["flow-missing"] == ids({"has_flow": False}, None)
    broken = read_flow(CASES / "c1_minaoshi.txt").flow
    without_end = Flow(broken.title, broken.steps[:5])

    assert {"flow-unsound"} <= set(ids({}, without_end))
    assert all("業務フロー図：" in one.message_ja for one in check_account(GOOD, flow=without_end, rules=RULES).missing)


def test_without_the_organisations_rules_every_class_is_asked_about() -> None:
    assert "相談" == check_account(GOOD, flow=FLOW).answer


def test_the_purpose_comes_before_the_people_and_advice_comes_last() -> None:
    found = ids({"purpose": "", "admin2": "", "looked": "", "users": 1}, None)

    assert ["purpose-missing", "flow-not-given", "second-admin-missing", "nobody-looked", "one-user"] == found


def test_the_classes_of_the_organisation_can_be_chosen_in_the_form() -> None:
    form = account_form([one.name for one in RULES.data_classes])
    filled = read_values(form, {"data_class": "たぶん庁内", "users": "約４人", "my_number": "いいえ"})

    assert "「公開」、「庁内」" in filled.problems[0].message_ja
    assert (4, False) == (filled.values["users"], filled.values["my_number"])


def test_everything_that_is_said_keeps_the_house_style() -> None:
    said = [
        *check_account({}, rules=RULES).findings,
        *check_account({**GOOD, "my_number": True, "existing": "ある", "data_class": "個人番号"}, rules=RULES).findings,
        *check_account({**GOOD, "users": 1.5, "admin2": "集計担当", "looked": ""}, rules=RULES).findings,
    ]

    assert [] == [problem for one in said for problem in lint_text(one.message_ja, module="06_kintone")]


ANY = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates() | st.lists(st.text())


@settings(deadline=None, max_examples=60)
@given(st.fixed_dictionaries({entry.key: ANY for entry in ACCOUNT.entries}))
def test_no_application_whatever_raises_and_nothing_odd_gets_an_account(values: dict[str, Any]) -> None:
    answer = check_account(values, flow=FLOW, rules=RULES)

    assert answer.answer in ("まだ", "相談")
    assert answer.missing


def test_the_page_shows_the_answer_above_what_is_missing() -> None:
    values = {**GOOD, "purpose": "", "owner": "<script>"}
    page = account_page(values, check_account(values, rules=RULES))

    assert page.index("確認の結果：まだ") < page.index("「目的」がまだ書かれていません。")
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "確認の結果" not in account_page()
