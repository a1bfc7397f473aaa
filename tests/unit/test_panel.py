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
from tests.front import Front
from tests.known_answers import known_answers


@pytest.fixture
def store(tmp_path: Path) -> AnswerStore:
    return AnswerStore(tmp_path, "01_flow")


def opened(exercise_id: str, store: AnswerStore, client: str = "tab1") -> Front:
    return Front(ExercisePanel(exercise_by_id(exercise_id), store), client)


@pytest.mark.parametrize("exercise", exercises(), ids=lambda e: e.id)
def test_a_panel_opens_with_its_question_and_both_buttons(exercise: Exercise, store: AnswerStore) -> None:
    front = Front(ExercisePanel(exercise, store))

    spec = front.panel.screen.spec
    assert [button["label"] for button in spec["buttons"][:2]] == ["答え合わせ", "ヒント"]
    assert spec["question"]
    assert (front.saved, front.verdict) == ("", "")
    assert not store.path.exists()  # looking is not answering


def test_what_is_typed_is_saved_at_once_and_is_there_again(store: AnswerStore) -> None:
    front = opened("flow-time", store)

    front.type("rows", 0, "件数", "約30分")

    assert front.saved.startswith("保存済み ")
    assert opened("flow-time", store).answer["rows"][0]["件数"] == "約30分"


@pytest.mark.parametrize("case", known_answers("right", "wrong", "partial"), ids=str)
def test_a_saved_answer_is_shown_and_judged_as_it_was(case: Any, tmp_path: Path) -> None:
    store = AnswerStore(tmp_path, case.exercise.module)
    store.update(case.exercise.id, answer=case.answer)

    result = ExercisePanel(case.exercise, store).check()

    # What is no table at all cannot be shown: the panel opens at the start, and the file keeps it until a change.
    mistake = None if case.mistake == "common.wrong-type" else case.mistake
    assert mistake == result.mistake


def test_a_change_after_a_check_turns_the_verdict_into_unchecked(store: AnswerStore) -> None:
    front = opened("flow-time", store)
    front.type("rows", 0, "件数", "1")
    front.press("check")
    assert "もう一歩" in front.verdict

    front.type("rows", 0, "件数", "2")

    assert front.verdict == "－ 未確認 答えが変わりました。もう一度「答え合わせ」を押してください。"
    assert opened("flow-time", store).verdict == front.verdict  # also after a restart


def test_checking_counts_tries_but_not_of_a_blank_answer(store: AnswerStore) -> None:
    front = opened("flow-time", store)
    front.press("check")
    assert (store.entry("flow-time")["tries"], "未着手" in front.verdict) == (0, True)

    front.type("rows", 0, "件数", "1")
    for _ in range(3):
        front.press("check")

    assert store.entry("flow-time")["tries"] == 3
    assert "一緒に見よう" in front.verdict


def test_the_verdict_is_there_again_after_a_restart(store: AnswerStore) -> None:
    front = opened("flow-time", store)
    front.type("rows", 0, "件数", "1")
    front.press("check")

    assert opened("flow-time", store).verdict == front.verdict != ""


def test_a_press_that_is_sent_twice_counts_once(store: AnswerStore) -> None:
    """The front end sends again what was not acknowledged: the kernel may only have been slow."""
    front = opened("flow-time", store)
    front.type("rows", 0, "件数", "1")
    front.press("check")
    front.send("press", button="check", press=front.n, answer=front.answer)

    assert store.entry("flow-time")["tries"] == 1


def test_no_points_are_shown(store: AnswerStore) -> None:
    front = opened("flow-time", store)
    front.type("rows", 0, "件数", "1")
    front.press("check")

    assert "点" not in front.verdict.replace("良い点", "")


def test_hints_come_one_by_one_and_stay(store: AnswerStore) -> None:
    front = opened("flow-time", store)
    hints = front.panel.exercise.hints

    front.press("hint")
    assert (hints[0] in front.panel.screen.hints, hints[1] in front.panel.screen.hints) == (True, False)
    for _ in range(4):
        front.press("hint")

    assert all(hint in front.panel.screen.hints for hint in hints)
    assert "ヒントはここまで" in front.panel.screen.hints
    assert store.entry("flow-time")["hints"] == 5
    assert opened("flow-time", store).panel.screen.hints == front.panel.screen.hints


def test_a_row_put_in_moves_the_numbers(store: AnswerStore) -> None:
    front = opened("flow-asis", store)

    front.send("rows", ask=1, name="rows", op="insert", at=1, rows=front.answer["rows"])

    (reply,) = front.heard
    assert (reply["kind"], reply["ask"], reply["problem"]) == ("rows", 1, "")
    assert [row["次"] for row in reply["rows"][:3]] == ["3", "", "4"]
    assert len(reply["rows"]) == 13


@pytest.mark.parametrize(
    "more",
    [
        {"op": "explode", "at": 0},
        {"op": "insert", "at": 99},
        {"op": "delete", "at": 12},
        {"op": "move", "at": 0, "to": 12},
        {"op": ["insert"], "at": 0},
        {"op": "insert", "at": 0, "rows": "abc"},
        {"op": "insert", "at": 0, "name": "nothing"},
    ],
)
def test_a_row_operation_that_makes_no_sense_is_answered_with_a_sentence(more: Any, store: AnswerStore) -> None:
    front = opened("flow-asis", store)

    front.send("rows", **{"ask": 7, "name": "rows", "rows": front.answer["rows"], **more})

    assert [(7, "行を動かせませんでした。もう一度押してください。")] == [(r["ask"], r["problem"]) for r in front.heard]


def test_the_drawing_follows_what_is_typed(store: AnswerStore) -> None:
    front = opened("flow-asis", store)

    front.type("rows", 0, "何を", "調査の依頼<b>を送る")

    assert "調査の依頼" in front.panel.screen.drawing
    assert "<b>を送る" not in front.panel.screen.drawing


def test_how_a_number_was_read_is_said_below_it(store: AnswerStore) -> None:
    front = opened("flow-time", store)

    front.type("rows", 0, "1件の分", "約５分")
    front.type("rows", 1, "1件の分", "30〜40分")
    front.type("rows", 2, "件数", "なし")

    notes = front.panel.screen.notes
    assert notes["rows.0.1件の分"] == "「約５分」を5分と読みました。"
    assert "ふだんの数を1つだけ" in notes["rows.1.1件の分"]
    assert len(notes) == 2


def test_a_full_disk_is_said_and_what_is_on_the_screen_stays(
    store: AnswerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = opened("flow-time", store)

    def full(*_arguments: object) -> None:
        raise WriteError("保存できませんでした。")

    with monkeypatch.context() as disk:
        disk.setattr("kaizen_helpers.checkers.store.write_atomically", full)
        front.type("rows", 0, "件数", "30")
        assert front.saved == "！ 保存できませんでした。"
        front.press("check")  # one is answered all the same
        assert "もう一歩" in front.verdict

    front.send("change", answer=front.answer)  # the front end tries again
    assert front.saved.startswith("保存済み")
    assert opened("flow-time", store).answer["rows"][0]["件数"] == "30"


def test_what_somebody_else_wrote_into_the_file_cannot_break_the_panel(store: AnswerStore) -> None:
    text = '<script>alert("1")</script>'
    store.update(
        "flow-asis",
        answer={"rows": [{"何を": text}, {"何を": 3}], "variant": 99},
        tries="many",
        hints=[],
        rev="x",
        by=3,
        saved=[],
        last=1,
        checked={},
        sample=5,
    )

    front = opened("flow-asis", store)
    front.press("hint")
    front.press("check")

    assert text not in front.panel.screen.drawing + front.verdict


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "change"},
        {"kind": "change", "client": 5, "n": "x", "base": None, "answer": []},
        {"kind": "change", "client": "a" * 10_000, "n": -1, "base": 1e300, "answer": {"rows": [[]]}},
        {"kind": "press", "button": {"a": 1}},
        {"kind": "press", "button": "no-such"},
        {"kind": "dialog", "id": None},
        {"kind": "drafts", "drafts": [1, {}, {"client": 1, "answer": {"rows": 3}}, {"client": "x"}]},
        {"kind": "drafts"},
        {"kind": "__init__"},
        {"kind": "look", "extra": {}},
    ],
    ids=str,
)
def test_a_message_of_any_shape_does_no_harm(message: dict[str, Any], store: AnswerStore) -> None:
    front = opened("flow-asis", store)
    front.type("rows", 3, "何を", "大切な文")

    front.panel.receive(message)

    assert opened("flow-asis", store).answer["rows"][3]["何を"] in ("大切な文", "")
    kept = [version.answer["rows"][3]["何を"] for version in front.panel.versions.read()]
    assert "大切な文" in [store.entry("flow-asis")["answer"]["rows"][3]["何を"], *kept]


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
    opened("flow-time", store).change(total="1")
    store.set_seat("02")
    again = opened("flow-time", store)
    again.change(variant=3)  # nor can a page change them

    assert again.panel.answer["variant"] == 1


def test_own_work_is_kept_apart_and_has_no_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kaizen_helpers.checkers.notebook import store_for

    monkeypatch.chdir(tmp_path)
    own = exercise_by_id("flow-own-work")
    front = Front(panel_module.ExercisePanel(own, store_for(own)))
    front.change(name="研修の申込受付")

    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["own_work.json"]
    assert front.panel.check().outcome is Outcome.UNATTEMPTED
    assert own not in exercises("01_flow")


def test_own_work_without_a_fault_of_form_gets_a_question_and_no_points() -> None:
    """A way back costs work again: the panel asks why things come back, and scores nothing."""
    samples = Path(__file__).parents[2] / "solutions" / "01_flow" / "sample_answers.json"
    rows = json.loads(samples.read_text(encoding="utf-8"))["flow-asis"][0]["answer"]["rows"]
    result = judge(exercise_by_id("flow-own-work"), {"name": "", "rows": rows, "asked": ""})

    assert (result.outcome, result.max_points) == (Outcome.CORRECT, 0)
    assert result.message.next.startswith("手順4「調査票に記入して、回答をメールで送る」のあたりを見て、")


@pytest.mark.parametrize("mark", ["\x00", "\x0b", "\x7f", "\ud83d", "\uffff"])
def test_what_no_page_or_workbook_can_hold_is_a_question_mark(mark: str, store: AnswerStore) -> None:
    """Half of a character, or a control character from a paste, must not stop the feedback or the report."""
    time_table = exercise_by_id("flow-time")
    assert time_table.panel is not None
    answer = {"total": f"3{mark}0", "rows": [{"件数": mark}]}

    cleaned = time_table.panel.clean(answer)
    shown = render_text(judge(time_table, answer))
    front = opened("flow-time", store)
    front.change(total=f"3{mark}0")

    assert (cleaned["total"], cleaned["rows"][0]["件数"]) == ("3?0", "?")
    assert "「?」を数として読み取れませんでした。" in shown
    assert front.panel.screen.value["total"] == "3?0"  # seen by the person who pasted it


def test_a_full_table_takes_no_further_row(store: AnswerStore) -> None:
    """What is beyond the rows that are judged would be lost the next time the panel opens."""
    front = opened("flow-asis", store)
    full = [{"だれが": "", "何を": f"作業{n}", "次": "", "条件": ""} for n in range(MAX_ROWS)]

    front.send("rows", ask=1, name="rows", op="insert", at=3, rows=full)
    front.send("rows", ask=2, name="rows", op="delete", at=3, rows=full)

    assert f"{MAX_ROWS}行まで" in front.heard[0]["problem"]
    assert len(front.heard[1]["rows"]) == MAX_ROWS - 1


@pytest.mark.parametrize("exercise_id", ["flow-asis", "flow-own-work"])
def test_a_text_that_is_too_long_is_cut_where_the_learner_sees_it(exercise_id: str, store: AnswerStore) -> None:
    front = opened(exercise_id, store)

    front.type("rows", 0, "何を", "長" * (MAX_TEXT + 5))

    assert front.panel.screen.value["rows"][0]["何を"] == "長" * MAX_TEXT
    assert opened(exercise_id, store).answer == front.panel.answer
