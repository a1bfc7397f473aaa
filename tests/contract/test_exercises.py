"""The contract of every exercise: samples are right, the start is unattempted, a mistake gets its message."""

from __future__ import annotations

import json
from collections import Counter
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.checkers.catalogue import exercises, mistakes, own_work
from kaizen_helpers.checkers.engine import Exercise, Outcome, judge
from kaizen_helpers.checkers.inputs import VARIANTS
from kaizen_helpers.checkers.render import render_html, render_text
from tests.golden import check_golden
from tests.known_answers import GOLDENS, Case, known_answers

EXERCISES = exercises()
ROOT = Path(__file__).parents[2]


def samples(exercise: Exercise) -> list[dict[str, Any]]:
    path = ROOT / "solutions" / exercise.module / "sample_answers.json"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))[exercise.id]
    return found


@pytest.mark.parametrize("exercise", EXERCISES, ids=attrgetter("id"))
def test_there_are_two_different_samples_and_both_are_right(exercise: Exercise) -> None:
    results = [judge(exercise, sample["answer"]) for sample in samples(exercise)]

    assert len(results) >= 2
    assert len({json.dumps(sample["answer"], sort_keys=True) for sample in samples(exercise)}) == len(results)
    right = (Outcome.WAITING, None, 0) if exercise.rubric else (Outcome.CORRECT, None, exercise.points)
    assert {right} == {(result.outcome, result.mistake, result.points) for result in results}


@pytest.mark.parametrize("case", [case for case in known_answers() if case.exercise.rubric], ids=str)
def test_whatever_was_begun_waits_for_the_person_who_marks_it(case: Case) -> None:
    """Also where a rule found something: that is told, and takes no points. Nothing is given either."""
    result = judge(case.exercise, case.answer)

    assert result.points == 0
    assert (result.outcome is Outcome.UNATTEMPTED) == (case.kind == "blank")
    assert result.outcome in (Outcome.UNATTEMPTED, Outcome.WAITING)
    assert len(result.checklist) == (0 if case.kind == "blank" else len(case.exercise.rubric))


@pytest.mark.parametrize("variant", range(VARIANTS))
@pytest.mark.parametrize("exercise", EXERCISES, ids=attrgetter("id"))
def test_the_start_is_unattempted_at_every_seat(exercise: Exercise, variant: int) -> None:
    assert exercise.panel is not None

    result = judge(exercise, exercise.panel.start(variant))

    assert (Outcome.UNATTEMPTED, None, 0) == (result.outcome, result.mistake, result.points)


@pytest.mark.parametrize("exercise", EXERCISES, ids=attrgetter("id"))
def test_nothing_saved_is_unattempted(exercise: Exercise) -> None:
    assert judge(exercise, {}).outcome is Outcome.UNATTEMPTED


@pytest.mark.parametrize("case", known_answers("wrong"), ids=str)
def test_each_known_wrong_answer_gets_exactly_its_message(case: Case) -> None:
    """The learner reads the message written for this mistake, and no other."""
    result = judge(case.exercise, case.answer)

    assert f"wrong_{result.mistake}" == case.name.split("/")[1]
    assert (case.outcome, case.mistake, case.points) == (result.outcome, result.mistake, result.points)
    check_golden(GOLDENS / f"{case.name}.txt", render_text(result, case.exercise) + "\n")


@pytest.mark.parametrize("case", known_answers("right", "partial", "blank"), ids=str)
def test_each_other_known_answer_gets_its_points(case: Case) -> None:
    result = judge(case.exercise, case.answer)

    assert (case.outcome, case.mistake, case.points) == (result.outcome, result.mistake, result.points)
    check_golden(GOLDENS / f"{case.name}.txt", render_text(result, case.exercise) + "\n")


def test_the_goldens_are_exactly_those_of_the_known_answers() -> None:
    """A golden that no test reads any more would look like a promise that is kept."""
    found = {str(path.relative_to(GOLDENS).with_suffix("")) for path in GOLDENS.rglob("*.txt")}

    assert {case.name for case in known_answers()} == found


def test_mistakes_and_known_wrong_answers_cover_each_other() -> None:
    """Every mistake is reached by a wrong answer; every wrong answer names a mistake."""
    assert set(mistakes()) == {case.mistake for case in known_answers("wrong")}


def test_every_message_says_something_of_its_own() -> None:
    texts = Counter(render_html(judge(case.exercise, case.answer)) for case in known_answers("wrong"))

    assert [] == [text for text, count in texts.items() if count > 1]


def test_no_id_of_an_exercise_or_mistake_stands_for_two_things() -> None:
    ids = Counter(exercise.id for exercise in EXERCISES)
    found = Counter(mistake.id for exercise in EXERCISES for mistake in exercise.mistakes)

    assert [] == [name for name, count in (ids + found).items() if count > 1]


@pytest.mark.parametrize("exercise", EXERCISES, ids=attrgetter("id"))
def test_asking_twice_gives_the_same_and_leaves_the_answer_alone(exercise: Exercise) -> None:
    answer = samples(exercise)[0]["answer"]
    before = json.dumps(answer)

    assert judge(exercise, answer) == judge(exercise, answer)
    assert before == json.dumps(answer)


TEXT = st.text(max_size=12) | st.sampled_from(
    [
        "おわり",
        "2",
        "3、4",
        "はい→5、いいえ→3",
        "国",
        "市町",
        "県の担当者",
        "係長・担当",
        "回答に不備があるか",
        "確認する",
        "ある",
        "使える",
        "10分",
        "３〜５",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("exercise", [*EXERCISES, *own_work()], ids=attrgetter("id"))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_answer_whatever_is_our_error(exercise: Exercise, data: st.DataObject) -> None:
    """``author_error`` withholds marks: no answer that a learner can send may cause it."""
    panel = exercise.panel
    assert panel is not None
    answer = panel.start(data.draw(st.integers(0, VARIANTS - 1)))
    for item in panel.inputs:
        shaped = (
            TEXT
            if not hasattr(item, "columns")
            else st.lists(
                st.fixed_dictionaries(
                    {column.key: st.sampled_from(column.choices or ("",)) | TEXT for column in item.columns}
                ),
                max_size=14,
            )
        )
        answer[item.name] = data.draw(shaped | JSON)

    result = judge(exercise, answer)

    assert result.outcome is not Outcome.AUTHOR_ERROR, result.detail
    assert 0 <= result.points <= result.max_points
    assert (result.points == result.max_points) == (result.outcome is Outcome.CORRECT) or not exercise.points
    assert not (exercise.rubric and result.points)
