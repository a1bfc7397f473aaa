"""Every message of every exercise: form, terms, and no answer given away."""

from __future__ import annotations

import json
import unicodedata
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from kaizen_helpers.checkers.catalogue import exercise_by_id, exercises, own_work
from kaizen_helpers.checkers.engine import Exercise, judge
from kaizen_helpers.checkers.inputs import VARIANTS
from kaizen_helpers.checkers.lint import lint_exercise, lint_hints, lint_message, lint_no_answer
from tests.known_answers import Case, known_answers

EXERCISES = [*exercises(), *own_work()]
ROOT = Path(__file__).parents[2]


def shown(exercise: Exercise) -> str:
    """Everything that the learner sees before answering: repeating that gives nothing away."""
    panel = exercise.panel
    assert panel is not None
    columns: list[Any] = [column for item in panel.inputs for column in getattr(item, "columns", (item,))]
    choices = [choice for column in columns for choice in column.choices]
    return "".join(
        [*(panel.asked(v) + json.dumps(panel.start(v), ensure_ascii=False) for v in range(VARIANTS)), *choices]
    )


def is_telling(value: Any) -> bool:
    """Whether a value is a find of its own: not a small number, which stands in every second sentence."""
    text = unicodedata.normalize("NFKC", str(value))
    return len(text) >= 4 or (text.isdecimal() and int(text) >= 100)


def typed(sample: Any, start: Any) -> list[Any]:
    """The values of a sample that differ from the start: what the learner has to find."""
    if type(sample) is dict and type(start) is dict:
        return [v for key in sample for v in typed(sample[key], start.get(key))]
    if type(sample) is list and type(start) is list:
        padded = start + [None] * len(sample)
        return [v for one, other in zip(sample, padded[: len(sample)], strict=True) for v in typed(one, other)]
    if type(sample) in (dict, list):
        return [v for inner in (sample.values() if type(sample) is dict else sample) for v in typed(inner, None)]
    return [] if sample == start else [sample]


@pytest.mark.parametrize("exercise", EXERCISES, ids=attrgetter("id"))
def test_titles_remedies_hints_and_fixed_messages_keep_the_house_style(exercise: Exercise) -> None:
    assert [] == lint_exercise(exercise)
    assert [] == lint_hints(exercise.hints, module=exercise.module)


@pytest.mark.parametrize("case", known_answers(), ids=str)
def test_the_message_that_a_learner_reads_keeps_the_house_style(case: Case) -> None:
    """Also the messages that name the learner's own rows and values."""
    result = judge(case.exercise, case.answer)

    assert [] == lint_message(result.message, str(result.outcome), module=case.exercise.module)


@pytest.mark.parametrize("case", known_answers("wrong", "partial"), ids=str)
def test_no_message_gives_away_what_the_learner_has_to_find(case: Case) -> None:
    """Neither a figure nor a text of a sample, but for what the learner typed or sees anyway."""
    exercise = case.exercise
    assert exercise.panel is not None
    samples = json.loads((ROOT / "solutions" / exercise.module / "sample_answers.json").read_text(encoding="utf-8"))
    message = judge(exercise, case.answer).message
    seen = shown(exercise) + json.dumps(case.answer, ensure_ascii=False)
    secrets = [
        value
        for sample in samples[exercise.id]
        for value in typed(sample["answer"], exercise.panel.start(0))
        if is_telling(value) and str(value) not in seen
    ]
    texts = [text for text in (message.good, message.where, message.why, message.next) if text]

    assert [] == lint_no_answer(texts, secrets)


def test_a_message_that_gives_the_answer_away_would_be_found() -> None:
    exercise = exercise_by_id("flow-time")
    assert exercise.panel is not None
    sample = json.loads((ROOT / "solutions/01_flow/sample_answers.json").read_text(encoding="utf-8"))["flow-time"][0]
    total = sample["answer"]["total"]

    assert is_telling(total)
    assert total not in shown(exercise)
    assert lint_no_answer([f"合計は{total}分です。"], typed(sample["answer"], exercise.panel.start(0)))
