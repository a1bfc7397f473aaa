"""The panel without a browser: what a person does to it, and what is saved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kaizen_helpers.checkers import panel as panel_module
from kaizen_helpers.checkers.catalogue import exercise_by_id, exercises
from kaizen_helpers.checkers.engine import Exercise, Outcome, judge
from kaizen_helpers.checkers.inputs import MAX_ROWS, MAX_TEXT
from kaizen_helpers.checkers.panel import ExercisePanel
from kaizen_helpers.checkers.render import render_text
from kaizen_helpers.checkers.store import AnswerStore
from kaizen_helpers.errors import WriteError
from tests.known_answers import known_answers


@pytest.fixture
def store(tmp_path: Path) -> AnswerStore:
    return AnswerStore(tmp_path, "01_flow")


def opened(exercise_id: str, store: AnswerStore) -> ExercisePanel:
    return ExercisePanel(exercise_by_id(exercise_id), store)


def widgets(box: Any, kind: str) -> list[Any]:
    found = [box] if type(box).__name__ == kind else []
    return found + [inner for child in getattr(box, "children", ()) for inner in widgets(child, kind)]


def press(panel: ExercisePanel, name: str) -> None:
    next(button for button in widgets(panel.box, "Button") if button.description == name).click()


@pytest.mark.parametrize("exercise", exercises(), ids=lambda e: e.id)
def test_a_panel_opens_with_its_question_and_both_buttons(exercise: Exercise, store: AnswerStore) -> None:
    panel = ExercisePanel(exercise, store)

    names = [button.description for button in widgets(panel.box, "Button")]
    assert {"答え合わせ", "ヒント"} <= set(names)
    assert "自動で保存" in panel.saved.value
    assert not store.path.exists()  # looking is not answering


def test_what_is_typed_is_saved_at_once_and_is_there_again(store: AnswerStore) -> None:
    panel = opened("flow-time", store)

    widgets(panel.box, "Text")[0].value = "約30分"

    assert "保存済み" in panel.saved.value
    again = opened("flow-time", store)
    assert widgets(again.box, "Text")[0].value == "約30分"


@pytest.mark.parametrize("case", known_answers("right", "wrong", "partial"), ids=str)
def test_a_saved_answer_is_shown_and_judged_as_it_was(case: Any, tmp_path: Path) -> None:
    store = AnswerStore(tmp_path, case.exercise.module)
    store.update(case.exercise.id, answer=case.answer)

    result = ExercisePanel(case.exercise, store).check()

    # What is no table at all cannot be shown: the panel opens at the start, and the file keeps it until a change.
    mistake = None if case.mistake == "common.wrong-type" else case.mistake
    assert mistake == result.mistake


def test_a_change_after_a_check_turns_the_verdict_into_unchecked(store: AnswerStore) -> None:
    panel = opened("flow-time", store)
    texts = widgets(panel.box, "Text")
    texts[0].value = "1"
    press(panel, "答え合わせ")
    assert "もう一歩" in panel.feedback.value

    texts[0].value = "2"

    assert "未確認" in panel.feedback.value
    assert "もう一歩" not in panel.feedback.value


def test_checking_counts_tries_but_not_of_a_blank_answer(store: AnswerStore) -> None:
    panel = opened("flow-time", store)
    press(panel, "答え合わせ")
    assert (panel.tries, "未着手" in panel.feedback.value) == (0, True)

    widgets(panel.box, "Text")[0].value = "1"
    for _ in range(3):
        press(panel, "答え合わせ")

    assert store.entry("flow-time")["tries"] == 3
    assert "一緒に見よう" in panel.feedback.value


def test_the_verdict_is_there_again_after_a_restart(store: AnswerStore) -> None:
    panel = opened("flow-time", store)
    widgets(panel.box, "Text")[0].value = "1"
    press(panel, "答え合わせ")

    assert "もう一歩" in opened("flow-time", store).feedback.value


def test_hints_come_one_by_one_and_stay(store: AnswerStore) -> None:
    panel = opened("flow-time", store)
    hints = panel.exercise.hints

    press(panel, "ヒント")
    assert (hints[0] in panel.hints.value, hints[1] in panel.hints.value) == (True, False)
    for _ in range(4):
        press(panel, "ヒント")

    assert all(hint in panel.hints.value for hint in hints)
    assert "ヒントはここまで" in panel.hints.value
    assert store.entry("flow-time")["hints"] == 5


def test_a_row_put_in_moves_the_numbers_and_is_saved(store: AnswerStore) -> None:
    panel = opened("flow-asis", store)

    press(panel, "下に1行")

    rows = store.entry("flow-asis")["answer"]["rows"]
    assert [row["次"] for row in rows[:3]] == ["3", "", "4"]
    assert len(rows) == 13


def test_the_drawing_follows_what_is_typed(store: AnswerStore) -> None:
    panel = opened("flow-asis", store)

    widgets(panel.box, "Text")[1].value = "調査の依頼<b>を送る"

    assert "調査の依頼" in panel.preview.value
    assert "<b>を送る" not in panel.preview.value


def test_a_full_disk_is_said_and_what_is_on_the_screen_stays(
    store: AnswerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = opened("flow-time", store)

    def full(*_arguments: object) -> None:
        raise WriteError("保存できませんでした。")

    monkeypatch.setattr("kaizen_helpers.checkers.store.write_atomically", full)
    widgets(panel.box, "Text")[0].value = "30"

    assert "！ 保存できませんでした。" in panel.saved.value
    assert panel.answer["rows"][0]["件数"] == "30"


def test_what_somebody_else_wrote_into_the_file_cannot_break_the_panel(store: AnswerStore) -> None:
    text = '<script>alert("1")</script>'
    store.update("flow-asis", answer={"rows": [{"何を": text}, {"何を": 3}], "variant": 99}, tries="many", hints=[])

    panel = opened("flow-asis", store)
    press(panel, "ヒント")
    panel.check()

    assert text not in panel.preview.value + panel.feedback.value


def test_neighbours_get_different_figures_and_the_same_seat_gets_the_same(tmp_path: Path) -> None:
    questions: list[str] = []
    for seat in ("06", "07", "07"):
        folder = tmp_path / f"{len(questions)}"
        folder.mkdir()
        store = AnswerStore(folder, "01_flow")
        store.set_seat(seat)
        questions.append(json.dumps(opened("flow-time", store).answer, ensure_ascii=False))

    assert questions[0] != questions[1] == questions[2]


def test_an_answer_keeps_the_figures_it_was_begun_with(store: AnswerStore) -> None:
    """A seat number that is corrected later must not turn right answers into wrong ones."""
    store.set_seat("01")
    widgets(opened("flow-time", store).box, "Text")[0].value = "1"
    store.set_seat("02")

    assert opened("flow-time", store).answer["variant"] == 1


def test_own_work_is_kept_apart_and_has_no_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kaizen_helpers.checkers.notebook import store_for

    monkeypatch.chdir(tmp_path)
    own = exercise_by_id("flow-own-work")
    panel = panel_module.ExercisePanel(own, store_for(own))
    widgets(panel.box, "Text")[0].value = "研修の申込受付"

    assert [path.name for path in tmp_path.iterdir()] == ["own_work.json"]
    assert panel.check().outcome is Outcome.UNATTEMPTED
    assert own not in exercises("01_flow")


@pytest.mark.parametrize("mark", ["\x00", "\x0b", "\x7f", "\ud83d", "\uffff"])
def test_what_no_page_or_workbook_can_hold_is_a_question_mark(mark: str) -> None:
    """Half of a character, or a control character from a paste, must not stop the feedback or the report."""
    time_table = exercise_by_id("flow-time")
    assert time_table.panel is not None
    answer = {"total": f"3{mark}0", "rows": [{"件数": mark}]}

    cleaned = time_table.panel.clean(answer)
    shown = render_text(judge(time_table, answer))

    assert (cleaned["total"], cleaned["rows"][0]["件数"]) == ("3?0", "?")
    assert "「?」を数として読み取れませんでした。" in shown


def test_a_full_table_takes_no_further_row(store: AnswerStore) -> None:
    """What is beyond the rows that are judged would be lost the next time the panel opens."""
    store.update("flow-asis", answer={"rows": [{"何を": f"作業{n}"} for n in range(MAX_ROWS)]})
    panel = opened("flow-asis", store)

    press(panel, "行を足す")
    press(panel, "下に1行")

    assert len(panel.answer["rows"]) == MAX_ROWS
    assert any(f"{MAX_ROWS}行まで" in note.value for note in widgets(panel.box, "HTML"))
    press(panel, "消す")
    assert len(panel.answer["rows"]) == MAX_ROWS - 1
    assert not any(f"{MAX_ROWS}行まで" in note.value for note in widgets(panel.box, "HTML"))


@pytest.mark.parametrize("exercise_id", ["flow-asis", "flow-own-work"])
def test_a_text_that_is_too_long_is_cut_where_the_learner_sees_it(exercise_id: str, store: AnswerStore) -> None:
    panel = opened(exercise_id, store)
    cell = widgets(panel.box, "Text")[1]

    cell.value = "長" * (MAX_TEXT + 5)

    assert cell.value == "長" * MAX_TEXT
    assert opened(exercise_id, store).answer == panel.answer
