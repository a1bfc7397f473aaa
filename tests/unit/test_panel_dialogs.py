"""What a panel asks back, and what it keeps: two tabs, earlier answers, the sample, a question to the trainer."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kaizen_helpers.checkers import versions as versions_module
from kaizen_helpers.checkers.catalogue import exercise_by_id, exercises
from kaizen_helpers.checkers.engine import Exercise, Outcome, judge
from kaizen_helpers.checkers.inputs import VARIANTS
from kaizen_helpers.checkers.judging import judge_saved
from kaizen_helpers.checkers.panel import ExercisePanel
from kaizen_helpers.checkers.sample import sample_answer
from kaizen_helpers.checkers.store import AnswerStore
from kaizen_helpers.checkers.versions import MOST_KEPT, Versions
from kaizen_helpers.errors import WriteError
from tests.front import Front

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AnswerStore:
    monkeypatch.setenv("KAIZEN_COURSE", str(ROOT))
    monkeypatch.delenv("KAIZEN_HANDIN", raising=False)
    folder = tmp_path / "01_flow"
    folder.mkdir()
    return AnswerStore(folder, "01_flow")


def opened(exercise_id: str, store: AnswerStore, client: str = "tab1") -> Front:
    return Front(ExercisePanel(exercise_by_id(exercise_id), store), client)


def total(store: AnswerStore) -> str:
    return str(store.entry("flow-time")["answer"]["total"])


def kept(front: Front) -> list[str]:
    return [version.answer["total"] for version in front.panel.versions.read()]


# Two tabs


def test_a_tab_that_looks_away_is_told_and_shows_what_the_other_wrote(store: AnswerStore) -> None:
    here, there = opened("flow-time", store), opened("flow-time", store, "tab2")

    there.change(total="30")
    assert here.heard == [{"kind": "changed"}]
    here.send("look")

    assert here.panel.screen.value["total"] == "30"
    assert here.saved == there.saved


def test_two_tabs_never_write_over_each_other_silently(store: AnswerStore) -> None:
    here, there = opened("flow-time", store), opened("flow-time", store, "tab2")
    there.change(total="30")

    here.change(total="45")

    assert total(store) == "30"
    assert "別の画面" in here.saved
    assert "どちらの答えを使いますか" in here.dialog
    assert sorted(kept(here)) == ["30", "45"]


@pytest.mark.parametrize(("button", "total_then"), [("mine", "45"), ("theirs", "30")])
def test_the_person_chooses_and_both_are_kept(button: str, total_then: str, store: AnswerStore) -> None:
    here, there = opened("flow-time", store), opened("flow-time", store, "tab2")
    there.change(total="30")
    here.change(total="45")

    here.choose(button)
    here.show()

    assert (total(store), here.answer["total"], here.dialog) == (total_then, total_then, "")
    assert (here.panel.screen.saved["n"], here.saved.startswith("保存済み")) == (here.n, True)  # nothing left to send
    assert sorted(kept(here)) == ["30", "45"]
    here.change(total="50")
    assert (total(store), here.dialog) == ("50", "")


def test_the_same_holds_for_two_kernels_that_know_nothing_of_each_other(store: AnswerStore) -> None:
    here = opened("flow-time", store)
    store.save_answer("flow-time", {**here.answer, "total": "30"}, base=0, by="elsewhere:1")

    here.change(total="45")

    assert (total(store), "どちらの答えを使いますか" in here.dialog) == ("30", True)


def test_the_same_text_on_both_is_no_conflict(store: AnswerStore) -> None:
    here, there = opened("flow-time", store), opened("flow-time", store, "tab2")
    there.change(total="30")
    here.change(total="30")

    assert (here.saved.startswith("保存済み"), here.dialog) == (True, "")


def test_a_screen_goes_on_from_what_it_saved_itself_even_if_nobody_told_it(store: AnswerStore) -> None:
    """The kernel died after saving and before saying so: that is no other screen."""
    before = opened("flow-time", store)
    base = before.base
    before.change(total="30")

    again = opened("flow-time", store)
    again.n, again.base = 1, base
    again.change(total="300")

    assert (total(store), again.dialog) == ("300", "")


def test_different_exercises_in_two_tabs_do_not_meet(store: AnswerStore) -> None:
    here, there = opened("flow-time", store), opened("flow-waste", store, "tab2")
    there.type("rows", 0, "手順番号", "3")
    here.change(total="45")

    assert (total(store), store.entry("flow-waste")["answer"]["rows"][0]["手順番号"]) == ("45", "3")


# Drafts of screens that are gone


def test_left_over_drafts_are_kept_as_earlier_answers(store: AnswerStore) -> None:
    front = opened("flow-time", store)
    drafts = [{"client": "gone", "n": 4, "base": 9, "at": 1, "answer": {**front.answer, "total": "77"}}]

    front.send("drafts", drafts=drafts)

    assert front.heard == [{"kind": "drafts-taken", "clients": ["gone"]}]
    assert kept(front) == ["77"]
    assert front.panel.answer["total"] == ""


def test_a_draft_that_cannot_be_kept_stays_in_the_browser(store: AnswerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    front = opened("flow-time", store)

    def full(*_arguments: object) -> None:
        raise WriteError("保存できませんでした。")

    monkeypatch.setattr("kaizen_helpers.checkers.versions.write_atomically", full)
    front.send("drafts", drafts=[{"client": "gone", "answer": {**front.answer, "total": "77"}}])

    assert front.heard == [{"kind": "drafts-taken", "clients": []}]


# Earlier answers


def test_an_earlier_answer_comes_back_and_the_present_one_is_kept(store: AnswerStore) -> None:
    front = opened("flow-time", store)
    front.change(total="455")
    front.press("check")
    front.change(total="1")

    front.press("versions")
    (item,) = front.panel.screen.dialog["items"]
    assert item["label"].endswith("答え合わせのとき")
    front.choose("restore", item=item["id"])

    assert (total(store), front.panel.screen.value["total"]) == ("455", "455")
    assert kept(front) == ["1", "455"]


def test_without_earlier_answers_one_is_told_so(store: AnswerStore) -> None:
    front = opened("flow-time", store)
    front.press("versions")

    assert front.dialog == "前の答え まだありません。書き進めると、途中の答えがここに残ります。"


def test_what_was_wiped_out_bit_by_bit_can_be_had_back(store: AnswerStore) -> None:
    front = opened("flow-asis", store)
    text = "市町から届いた回答の不備を調べる"
    for end in (*range(1, len(text) + 1), *range(len(text), -1, -1)):
        front.type("rows", 4, "何を", text[:end])

    assert text in [version.answer["rows"][4]["何を"] for version in front.panel.versions.read()]


def test_while_one_works_a_version_is_kept_every_few_minutes(
    store: AnswerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = opened("flow-time", store)
    now = datetime.now().astimezone()
    for minute in range(10):
        monkeypatch.setattr(versions_module, "_now", lambda minute=minute: now + timedelta(minutes=minute))
        front.change(total=str(100 + minute))

    assert 2 <= len(kept(front)) <= 4


def test_only_so_many_are_kept_the_newest_first(tmp_path: Path) -> None:
    versions = Versions(tmp_path, "flow-time")
    for number in range(MOST_KEPT + 5):
        assert versions.keep({"total": str(number)}, "途中")
        assert versions.keep({"total": str(number)}, "途中")  # the same twice is kept once

    assert [v.answer["total"] for v in versions.read()] == [str(n) for n in range(MOST_KEPT + 4, 4, -1)]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"versions": 3}', '{"versions": [1]}', '{"versions": [{"saved": 1}]}']
)
def test_a_damaged_file_of_versions_is_none_and_is_made_anew(content: str, tmp_path: Path) -> None:
    versions = Versions(tmp_path, "flow-time")
    versions.path.parent.mkdir(parents=True)
    versions.path.write_text(content, encoding="utf-8")

    assert versions.read() == []
    assert versions.keep({"total": "1"}, "途中")
    assert [v.answer for v in versions.read()] == [{"total": "1"}]


# The sample


def offered() -> list[tuple[Exercise, int]]:
    return [
        (exercise, variant)
        for exercise in exercises()
        for variant in range(VARIANTS)
        if exercise.panel is not None and exercise.panel.sample is not False
    ]


@pytest.mark.parametrize(("exercise", "variant"), offered(), ids=lambda value: getattr(value, "id", str(value)))
def test_the_sample_of_every_seat_is_right(exercise: Exercise, variant: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAIZEN_COURSE", str(ROOT))

    sample = sample_answer(exercise, variant)

    assert sample is not None
    wanted = Outcome.WAITING if exercise.rubric else Outcome.CORRECT
    assert (sample["variant"], judge(exercise, sample).outcome) == (variant, wanted)


def test_going_on_from_the_sample_keeps_ones_own_answer_and_its_score(store: AnswerStore) -> None:
    front = opened("flow-time", store)
    front.change(total="9")
    front.press("check")
    before = judge_saved(front.panel.exercise, store.read())

    front.press("sample")
    assert "いまの答えは「前の答え」に残ります" in front.dialog
    front.choose("sample")
    front.show()
    front.press("check")

    assert "できた" in front.verdict
    assert front.panel.screen.verdict["badges"] == ["見本で続けています"]
    assert kept(front)[-1] == "9"
    entry = store.entry("flow-time")
    assert (entry["sample"], entry["last"]["outcome"], entry["tries"]) == (True, "incorrect", 1)
    assert judge_saved(front.panel.exercise, store.read()) == before
    assert before.outcome is Outcome.INCORRECT


def test_the_sample_of_an_untouched_exercise_is_scored_as_untouched(store: AnswerStore) -> None:
    front = opened("flow-time", store)
    store.update("flow-time", sample=True, answer=sample_answer(front.panel.exercise, 0))

    assert judge_saved(front.panel.exercise, store.read()).outcome is Outcome.UNATTEMPTED


def test_the_words_of_the_sample_dialog_are_kind_after_some_tries(store: AnswerStore) -> None:
    front = opened("flow-time", store)
    front.change(total="9")
    front.press("sample")
    assert "講師から" in front.dialog
    front.choose("no")
    for _ in range(3):
        front.press("check")
    front.press("sample")

    assert "よい学び方" in front.dialog
    front.choose("no")
    assert (front.dialog, total(store)) == ("", "9")


def test_without_the_course_at_hand_no_sample_is_offered(store: AnswerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAIZEN_COURSE")

    def buttons(exercise_id: str) -> set[str]:
        return {button["id"] for button in opened(exercise_id, store).panel.screen.spec["buttons"]}

    assert "sample" not in buttons("flow-asis")
    assert "sample" in buttons("flow-time")  # it is worked out for the seat
    assert "sample" not in buttons("flow-own-work")


# A question to the trainer


def test_a_question_is_read_before_it_goes_and_goes_only_then(store: AnswerStore) -> None:
    store.set_seat("07")
    front = opened("flow-time", store)
    front.change(total="秘密の答え")
    front.press("check")

    front.press("ask")
    assert "座席 7番 問題 E1-3 時間を入れる いまの状態 もう一歩（答え合わせ 1 回、ヒント 0 つ）" in front.dialog
    assert not (store.folder.parent / "質問").exists()
    front.choose("send", text="合計の出し方が分かりません")

    (path,) = (store.folder.parent / "質問").iterdir()
    text = path.read_text(encoding="utf-8-sig")
    assert path.name.startswith("01_flow_seat07_")
    assert "聞きたいこと: 合計の出し方が分かりません\n" in text
    assert front.panel.screen.told["text"].startswith("質問を「質問」フォルダに入れました。手を挙げて")


def test_with_a_shared_folder_it_reaches_the_trainer(
    store: AnswerStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "共有"
    shared.mkdir()
    monkeypatch.setenv("KAIZEN_HANDIN", str(shared))
    front = opened("flow-asis", store)

    front.press("ask")
    front.choose("send")

    assert len(list((shared / "質問").iterdir())) == 1
    assert front.panel.screen.told["text"].startswith("講師に知らせました。")


def test_a_shared_folder_that_is_gone_loses_no_question(
    store: AnswerStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAIZEN_HANDIN", str(tmp_path / "ない"))
    front = opened("flow-asis", store)

    front.press("ask")
    front.choose("send", text="x" * 10_000)

    (path,) = (store.folder.parent / "質問").iterdir()
    assert len(path.read_text(encoding="utf-8-sig")) < 1000


def test_who_changes_their_mind_sends_nothing(store: AnswerStore) -> None:
    front = opened("flow-asis", store)
    front.press("ask")
    front.choose("no", text="やっぱりやめる")

    assert (front.dialog, (store.folder.parent / "質問").exists()) == ("", False)


def test_an_answer_to_a_dialog_that_is_closed_is_not_heard(store: AnswerStore) -> None:
    front = opened("flow-asis", store)
    front.press("sample")
    old = front.panel.screen.dialog["id"]
    front.choose("no")
    front.send("dialog", id=old, button="sample", text="", item="")

    assert "sample" not in store.entry("flow-asis")


def test_nothing_of_ones_own_work_is_in_the_question(store: AnswerStore) -> None:
    front = opened("flow-own-work", store)
    front.type("rows", 0, "だれが", "申込者")
    front.type("rows", 0, "何を", "申込書を送る")
    front.type("rows", 0, "次", "？？秘密")  # what cannot be read is quoted
    front.press("check")
    assert "秘密" in front.verdict
    front.press("ask")
    front.choose("send")

    (path,) = (store.folder.parent / "質問").iterdir()
    assert "秘密" not in path.read_text(encoding="utf-8-sig")
