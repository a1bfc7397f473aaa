"""Exercises that a person marks: nothing is decided, what is sure is told, and the criteria are for both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.checkers.engine import (
    Correct,
    Exercise,
    Message,
    Mistake,
    Otherwise,
    Outcome,
    Partial,
    Unattempted,
    judge,
)
from kaizen_helpers.checkers.free_text import nothing_written, personal, too_short
from kaizen_helpers.checkers.inputs import Field, Panel
from kaizen_helpers.checkers.notebook import _score_of_file
from kaizen_helpers.checkers.render import render_html, render_text
from kaizen_helpers.checkers.rubric import AFTERWARDS, Criterion, rubric_page
from kaizen_helpers.checkers.store import AnswerStore

FIELDS = (("why", "そう思う理由", 8), ("next_step", "次にすること", 5))
RUBRIC = (
    Criterion("理由に数がありますか。", 2, full="数がある。", half="「多い」とある。", none="理由がない。"),
    Criterion("次にすることが1つですか。", 1, full="1つである。", half="2つある。", none="ない。"),
)
TEXT = Exercise(
    id="mini-text",
    code="E9-9",
    module="09_mini",
    title="理由",
    points=3,
    takes={"why": str, "next_step": str},
    panel=Panel("<p>書きます。</p>", (Field("why", "そう思う理由"), Field("next_step", "次にすること"))),
    rules=(
        Unattempted(lambda v: nothing_written(v, FIELDS)),
        personal("mini.personal", FIELDS, instead="役割で書きましょう。", trainer="役割に。"),
        too_short("mini.short", FIELDS, why="短いと伝わりません。", next_step="足しましょう。", trainer="足す。"),
    ),
    otherwise=None,
    rubric=RUBRIC,
    hints=("1", "2"),
)
GOOD = {"why": "1件8分の転記が20件あるからです。", "next_step": "様式の案を作ります。"}


@pytest.mark.parametrize(
    ("answer", "outcome", "mistake"),
    [
        ({}, Outcome.UNATTEMPTED, None),
        ({"why": " 　\n", "next_step": ""}, Outcome.UNATTEMPTED, None),
        ({"why": "。。。", "next_step": "−−"}, Outcome.UNATTEMPTED, None),
        (GOOD, Outcome.WAITING, None),
        ({**GOOD, "next_step": "やる"}, Outcome.WAITING, "mini.short"),
        ({**GOOD, "why": ""}, Outcome.WAITING, "mini.short"),
        ({**GOOD, "why": "1件8分だと山本さんに聞きました。"}, Outcome.WAITING, "mini.personal"),
        ({**GOOD, "next_step": "ａｂｃ＠ｅｘａｍｐｌｅ．ｊｐ に送ります。"}, Outcome.WAITING, "mini.personal"),
        ({**GOOD, "next_step": "０９５２−２５−００００にかけます。"}, Outcome.WAITING, "mini.personal"),
        ({**GOOD, "why": "市町の担当者さんと係長に、20件の様子を聞いたからです。"}, Outcome.WAITING, None),
    ],
)
def test_a_text_that_was_begun_waits_whatever_is_found_in_it(
    answer: dict[str, str], outcome: Outcome, mistake: str | None
) -> None:
    result = judge(TEXT, answer)

    assert (result.outcome, result.mistake, result.points, result.max_points) == (outcome, mistake, 0, 3)


@given(st.dictionaries(st.sampled_from(("why", "next_step")), st.text(max_size=40)))
@settings(deadline=None, max_examples=60)
def test_no_text_whatever_is_given_points_or_called_wrong(answer: dict[str, str]) -> None:
    result = judge(TEXT, answer)

    assert result.points == 0
    assert result.outcome in (Outcome.UNATTEMPTED, Outcome.WAITING)


def test_what_looks_like_a_person_is_not_repeated() -> None:
    result = judge(TEXT, {**GOOD, "why": "1件8分だと山本さんに聞きました。"})

    assert result.message.where == "「そう思う理由」の欄です。人の名前のように見える所があります。"
    assert "山本" not in render_text(result)


@pytest.mark.parametrize("answer", [GOOD, {**GOOD, "next_step": "やる"}])
def test_text_and_page_say_what_happens_next_and_what_to_look_at_again(answer: dict[str, str]) -> None:
    result = judge(TEXT, answer)
    text, page = render_text(result, TEXT), render_html(result, TEXT)

    for words in ("▷", "講師が見ます", "このあと", AFTERWARDS, "見直すこと", *(item.looks_at for item in RUBRIC)):
        assert words in text
        assert words in page
    assert text.splitlines()[-2:] == ["・理由に数がありますか。", "・次にすることが1つですか。"]


def test_a_learner_does_not_read_how_full_and_half_look() -> None:
    page = render_html(judge(TEXT, GOOD), TEXT)

    assert not any(words in page for item in RUBRIC for words in (item.full, item.half, item.none))


def test_the_marker_reads_the_answer_the_criteria_and_the_points_of_each(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    AnswerStore(tmp_path, TEXT.module).update(TEXT.id, answer=GOOD)
    score = _score_of_file(TEXT)

    assert float(score) == 0  # a cell that shows no number would be worth everything to nbgrader
    assert GOOD["why"] in score.html
    assert rubric_page(RUBRIC) in score.html
    for words in ("<b>2点</b><br>数がある。", "<b>1点</b><br>「多い」とある。", "<b>0.5点</b><br>2つある。", "3点満点"):
        assert words in score.html


def test_criteria_become_no_markup() -> None:
    odd = Criterion("<b>か。", 1, full="<i>", half="&", none="'")

    assert "&lt;b&gt;か。" in rubric_page((odd,))
    assert "<i>" not in rubric_page((odd,))


SAY = Message(where="a", why="b", next="c")
UNSURE = "with a rubric, no rule says what is right and nothing gives points"
INCOMPLETE = "a criterion does not say what it looks at or how full, half and none look"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"rules": ()}, "the first rule must be Unattempted"),
        ({"rules": TEXT.rules[1:]}, "the first rule must be Unattempted"),
        ({"rules": (*TEXT.rules, Correct(lambda _v: True, SAY))}, UNSURE),
        ({"rules": (*TEXT.rules, Partial(1, id="m.x", when=lambda _v: True, say=SAY, trainer="-"))}, UNSURE),
        ({"otherwise": Otherwise("m.o", SAY, "-")}, UNSURE),
        ({"partial": lambda _v: 1.0}, UNSURE),
        ({"points": 4}, "the points of the criteria do not add up to those of the exercise"),
        ({"rubric": (replace(RUBRIC[0], half=""), RUBRIC[1])}, INCOMPLETE),
        (
            {"rubric": (replace(RUBRIC[0], points=3), replace(RUBRIC[1], points=0))},
            "the points of a criterion must be a whole number of at least 1",
        ),
        ({"rubric": ()}, "the first rule must be Unattempted and the last one Correct"),
    ],
)
def test_a_rubric_that_could_not_be_marked_by_does_not_load(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(TEXT, **change)


def test_without_a_rubric_something_must_catch_the_rest() -> None:
    rules = (TEXT.rules[0], Mistake("m.x", lambda _v: False, SAY, "-"), Correct(lambda _v: True, SAY))

    with pytest.raises(ValueError, match="otherwise must catch what no rule catches"):
        replace(TEXT, rubric=(), rules=rules)
