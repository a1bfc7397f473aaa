"""``exercise``, ``check``, ``hint`` and ``Score`` as a notebook calls them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from kaizen_helpers.checkers import catalogue, notebook
from kaizen_helpers.checkers.asked import answered
from kaizen_helpers.checkers.calls import Calls
from kaizen_helpers.checkers.engine import Mistake, Otherwise
from kaizen_helpers.checkers.notebook import Score, check, exercise, hint, seed_of
from kaizen_helpers.checkers.store import AnswerStore
from kaizen_helpers.errors import InputError, MissingError
from tests.known_answers import known_answers
from tests.unit.test_engine import MINI, RULES, SAY


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A notebook with names of the learner's, and an exercise that is answered in code."""

    class Shell:
        user_ns: ClassVar[dict[str, Any]] = {}

    monkeypatch.setattr(notebook, "_shell", Shell)
    monkeypatch.setattr(notebook, "_explain_errors_in_japanese", lambda: None)
    monkeypatch.setattr(catalogue, "_all", lambda: (MINI, FUNCTION))
    yield Shell.user_ns
    Shell.user_ns.clear()


def wrong_values(v: Any) -> list[object]:
    return [call for call in answered(v.double, "double") if call.value != 2 * call.args[0]]


FUNCTION = replace(
    MINI,
    id="mini-double",
    takes={"double": Calls},
    rules=(
        RULES[0],
        Mistake("mini.double", when=wrong_values, say=SAY, trainer="-"),
        replace(RULES[-1], when=lambda _v: True),
    ),
    otherwise=Otherwise("mini.double-other", say=SAY, trainer="-"),
    asks={"double": lambda seed: [(seed % 97,), (seed % 89 + 1,)]},
)
FUNCTION = replace(FUNCTION, rules=(replace(RULES[0], when=lambda _v: False), *FUNCTION.rules[1:]))


def test_a_score_is_a_bare_number_to_nbgrader_and_japanese_to_the_learner() -> None:
    score = Score(1.5, 2, html="<p>もう一歩</p>")

    assert repr(score) == "1.5"
    assert float(repr(score)) == 1.5
    assert score._repr_html_() == "<p>もう一歩</p>"


@pytest.mark.parametrize("points", [math.nan, -0.5, 2.5, math.inf])
def test_a_score_that_nbgrader_would_misread_is_refused(points: float) -> None:
    with pytest.raises(ValueError, match="points must lie between"):
        Score(points, 2)


@pytest.mark.parametrize("case", known_answers("right", "wrong", "partial", "blank"), ids=str)
def test_run_by_nbgrader_the_cell_is_worth_the_saved_answer(
    case: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    AnswerStore(folder, case.exercise.module).update(case.exercise.id, answer=case.answer)

    score = exercise(case.exercise.id)

    assert score is not None
    assert float(score) == case.points
    assert case.exercise.title in score.html


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"format": "kaizen-answers/1"}'])
def test_run_by_nbgrader_without_a_readable_answer_file_the_cell_is_worth_nothing(
    content: bytes | None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    if content is not None:
        (folder / "answers.json").write_bytes(content)

    score = exercise("flow-asis")

    assert score is not None
    assert (float(score), "未着手" in score.text) == (0, True)


def test_run_by_nbgrader_work_of_ones_own_shows_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

    assert exercise("flow-own-work") is None


def test_an_unknown_exercise_is_named_with_one_that_looks_alike() -> None:
    with pytest.raises(MissingError) as caught:
        exercise("flow-tine")

    assert str(caught.value) == "問題の名前: 問題「flow-tine」はありません。「flow-time」ではありませんか。"


def test_check_reads_the_names_of_the_notebook(names: dict[str, Any]) -> None:
    assert "未着手" in check("mini-time").text
    names["total"] = 120
    assert float(check("mini-time")) == 2
    names["total"] = 119
    assert float(check("mini-time")) == 1


def test_check_refuses_another_kind_of_value_in_words(names: dict[str, Any]) -> None:
    names["total"] = object()

    assert float(check("mini-time")) == 0
    assert "もう一歩" in check("mini-time").text


def test_a_function_is_asked_with_fresh_inputs_so_a_typed_in_constant_does_not_pass(names: dict[str, Any]) -> None:
    names["double"] = lambda x: 2 * x
    assert float(check("mini-double")) == 2
    names["double"] = lambda _x: 84
    assert float(check("mini-double")) == 0


def test_a_function_that_stops_is_an_error_of_its_own(names: dict[str, Any]) -> None:
    exec("def double(x):\n    rest = 0\n    return x / rest", names)  # noqa: S102 - a learner's cell

    assert check("mini-double").text == (
        "！ 途中で止まりました  E9-1 時間\n"
        "どこ: 関数「double」の中の3行目です。0で割ろうとしています。\n"
        "なぜ: 途中で止まると、後任の方も同じ所で困ります。\n"
        "次の一手: 書かれている行を見て直し、もう一度「答え合わせ」をしてください。"
    )


def test_the_seed_follows_exercise_version_and_the_secret_of_the_class_alone() -> None:
    assert seed_of(MINI, "a") == seed_of(MINI, "a")
    assert len({seed_of(MINI), seed_of(MINI, "a"), seed_of(replace(MINI, version=2)), seed_of(FUNCTION)}) == 4


def test_check_outside_a_notebook_says_where_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_all", lambda: (MINI,))

    with pytest.raises(InputError) as caught:
        check("mini-time")

    assert "ノートブックの中で使います" in str(caught.value)


def test_hints_are_counted_and_go_round(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(4):
        hint("flow-time")

    lines = capsys.readouterr().out.splitlines()
    assert [line[:8] for line in lines] == ["ヒント 1/3:", "ヒント 2/3:", "ヒント 3/3:", "ヒント 1/3:"]
    assert AnswerStore(folder, "01_flow").entry("flow-time")["hints"] == 4
