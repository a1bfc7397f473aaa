"""ツール選びの質問票: filled in Excel, read back, and one page for the person who decides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kaizen_helpers.forms import read_form, read_values, write_form
from kaizen_helpers.issues.tools.cases import CASES, ToolCase
from kaizen_helpers.issues.tools.questions import QUESTIONS, Business, answer_ja
from kaizen_helpers.issues.tools.recommendation import recommend
from kaizen_helpers.issues.tools.sheet import business_of, tools_form, tools_page


def typed(case: ToolCase) -> dict[str, object]:
    kinds = {q.key: q.kind for q in QUESTIONS}
    answers = {k: a if kinds[k] == "number" else answer_ja(k, a) for k, a in case.answers.items()}
    return {"name": case.name, **answers}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_filled_workbook_gives_the_same_business(case: ToolCase, tmp_path: Path) -> None:
    form = tools_form()
    path = write_form(form, tmp_path / "質問票.xlsx", typed(case))

    business, problems = business_of(read_form(form, path))

    assert () == problems
    assert (case.name, dict(case.answers)) == (business.name, dict(business.answers))


def test_what_is_unknown_stays_unknown() -> None:
    filled = read_values(tools_form(), {"name": "仮", "state": "分からない", "cases": ""})

    assert ({}, ()) == (dict((read := business_of(filled))[0].answers), read[1])


def test_what_cannot_be_read_is_told_and_counts_as_unknown() -> None:
    filled = read_values(tools_form(), {"name": "仮", "cases": "たくさん", "state": "たぶん"})

    business, problems = business_of(filled)

    assert {} == dict(business.answers)
    assert 2 == len(problems)
    assert "たくさん" in tools_page(business, recommend(business), problems)


def test_the_page_says_what_was_not_chosen_and_what_would_change_it() -> None:
    business = CASES[0].business
    page = tools_page(business, recommend(business))

    assert "<h1>庁内・市町照会の取りまとめ: kintone</h1>" in page
    for said in ("選ばなかったもの", "受付と進み具合だけ", "になると、「フォーム」に変わります。", "年に約100時間"):
        assert said in page


def test_the_page_needs_nothing_else_and_runs_nothing() -> None:
    business = Business({"cases": 3}, "<script>alert(1)</script>")
    page = tools_page(business, recommend(business))

    assert re.findall(r"<script|https?://|<link|<img", page) == []
