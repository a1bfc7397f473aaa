"""The commands of hand-in and grading: where they look, what they say, and how they end."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest

from kaizen_helpers.checkers.engine import Message, Outcome, Result
from kaizen_helpers.classroom import verbs as learners
from kaizen_helpers.classroom.handin import make_hand_in
from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError, MissingError, SetupError, WriteError
from kaizen_helpers.grading import verbs
from kaizen_helpers.grading.autograde import _ended_after, autograder
from kaizen_helpers.grading.marks import Mark
from kaizen_helpers.grading.places import Note, Places
from kaizen_helpers.grading.results import Graded, Judged, judged_of, load_results, save_result
from kaizen_helpers.grading.run import Step, judge_only

MODULE = "01_flow"
NOTEBOOK = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
ANSWERS = {"format": "kaizen-answers/1", "module": MODULE, "seat": "07", "exercises": {}}
Options = Callable[[argparse.ArgumentParser], None]


def run(verb: Callable[[argparse.Namespace], int], options: Options, *words: str) -> int:
    parser = argparse.ArgumentParser()
    options(parser)
    return verb(parser.parse_args(words))


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    root = tmp_path / "教材"
    for folder in ("courses", f"exercises/{MODULE}", f"solutions/{MODULE}"):
        (root / folder).mkdir(parents=True)
    for folder in ("exercises", "solutions"):
        (root / folder / MODULE / f"{MODULE}.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    monkeypatch.setenv("KAIZEN_COURSE", str(root))
    monkeypatch.delenv("KAIZEN_HANDIN", raising=False)
    return Course(root)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A learner's folder with the module in it."""
    home = tmp_path / "業務改善講座" / MODULE
    home.mkdir(parents=True)
    (home / f"{MODULE}.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    (home / "answers.json").write_text(json.dumps(ANSWERS), encoding="utf-8")
    return home.parent


def test_submit_uses_the_seat_of_the_notebook_and_says_where_the_file_is(
    course: Course, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(learners.submit, learners.submit_options, MODULE, "--folder", str(folder)) == 0

    (made,) = (folder / "提出").iterdir()
    assert made.name.startswith("01_flow_seat07_")
    assert capsys.readouterr().out.splitlines() == [
        f"提出ファイルができました: {made}",
        "  ノートブック（01_flow.ipynb）（実行結果は除いています）",
        "  答えの記録（answers.json）（答えのある演習 0題）",
        "このファイルを、講師の案内に沿って渡してください。",
    ]


@pytest.mark.parametrize("inside", ["", MODULE])
def test_submit_finds_the_module_from_where_one_stands(
    course: Course, folder: Path, inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / inside)
    assert run(learners.submit, learners.submit_options, MODULE, "--seat", "９") == 0

    assert [path.name[:14] for path in (folder / "提出").iterdir()] == ["01_flow_seat09"]


def test_submit_writes_to_a_folder_that_is_named(course: Course, folder: Path, tmp_path: Path) -> None:
    words = (MODULE, "--folder", str(folder), "--out", str(tmp_path / "共有"))
    assert run(learners.submit, learners.submit_options, *words) == 0

    assert len(list((tmp_path / "共有").iterdir())) == 1
    assert not (folder / "提出").exists()


def test_submit_without_a_notebook_says_what_to_name(course: Course, tmp_path: Path) -> None:
    with pytest.raises(MissingError) as caught:
        run(learners.submit, learners.submit_options, MODULE, "--folder", str(tmp_path))

    expected = "01_flow のノートブックが見つかりません。--folder で受講者のフォルダを指定してください。"
    assert caught.value.message_ja == expected


def test_submit_without_a_seat_asks_for_it(course: Course, folder: Path) -> None:
    (folder / MODULE / "answers.json").unlink()
    with pytest.raises(InputError) as caught:
        run(learners.submit, learners.submit_options, MODULE, "--folder", str(folder))

    assert caught.value.where == "座席番号"


def test_collect_looks_where_the_sample_class_writes(
    course: Course, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_hand_in(folder / MODULE / f"{MODULE}.ipynb", "7", Places.of(course, MODULE).handed_in)
    assert run(verbs.collect, verbs.collect_options, MODULE) == 0

    assert capsys.readouterr().out.splitlines() == [
        "01_flow: 1席分の提出があります（今回新しく入ったもの 1席）。",
        "次は kaizen grade 01_flow です。",
    ]


def test_collect_looks_into_the_shared_folder_where_there_is_one(
    course: Course, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_hand_in(folder / MODULE / f"{MODULE}.ipynb", "8", tmp_path / "共有")
    monkeypatch.setenv("KAIZEN_HANDIN", str(tmp_path / "共有"))
    assert run(verbs.collect, verbs.collect_options, MODULE) == 0

    assert Places.of(course, MODULE).seats() == ["08"]


def test_collect_ends_with_1_when_a_file_was_refused_and_names_it(
    course: Course, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_hand_in(folder / MODULE / f"{MODULE}.ipynb", "7", tmp_path / "in")
    (tmp_path / "in" / "memo.txt").write_text("x", encoding="utf-8")
    assert run(verbs.collect, verbs.collect_options, MODULE, str(tmp_path / "in")) == 1

    said = capsys.readouterr().out.splitlines()
    sentence = "提出ファイル（zip）ではありません。提出でなければ、このままで大丈夫です。"
    assert said[1] == f"取り込めませんでした: memo.txt: {sentence}"
    assert Places.of(course, MODULE).seats() == ["07"]


@pytest.mark.parametrize("verb", ["grade", "report"])
def test_out_of_order_each_command_names_the_one_before(course: Course, verb: str) -> None:
    with pytest.raises(MissingError) as caught:
        run(getattr(verbs, verb), getattr(verbs, f"{verb}_options"), MODULE)

    before = {"grade": "kaizen collect 01_flow", "report": "kaizen grade 01_flow"}[verb]
    assert f"先に {before} を実行してください。" in caught.value.message_ja


def test_grading_announces_nothing_before_it_can_begin(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(MissingError):
        run(verbs.grade, verbs.grade_options, MODULE)

    assert capsys.readouterr().out == ""


def test_the_way_to_a_sample_class_does_not_lead_into_the_shared_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = Path(__file__).resolve().parents[2]
    copied = tmp_path / "kaizen"
    for name in ("courses", f"exercises/{MODULE}", f"solutions/{MODULE}", f"tests/corpus/{MODULE}"):
        shutil.copytree(root / name, copied / name)
    monkeypatch.setenv("KAIZEN_COURSE", str(copied))
    monkeypatch.setenv("KAIZEN_HANDIN", str(tmp_path / "共有"))
    assert run(verbs.sample_class, verbs.sample_class_options, MODULE, "--size", "1") == 0

    out = Places.of(Course(copied), MODULE).handed_in
    assert capsys.readouterr().out.splitlines()[-1] == f"次は kaizen collect {MODULE} {verbs._typed(out)} です。"


def test_report_says_which_hand_ins_are_not_graded_yet(
    course: Course, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for seat in ("7", "8", "9"):
        make_hand_in(folder / MODULE / f"{MODULE}.ipynb", seat, Places.of(course, MODULE).handed_in)
    run(verbs.collect, verbs.collect_options, MODULE)
    places = Places.of(course, MODULE)
    for result in judge_only(course, MODULE, ["7", "8"]):
        # 08 was graded before its newer hand-in came.
        save_result(places, result if result.seat == "07" else replace(result, hand_in="earlier"))
    capsys.readouterr()
    assert run(verbs.report, verbs.report_options, MODULE) == 0

    _workbook, pages, way_back, waiting = capsys.readouterr().out.splitlines()[:4]
    assert pages.endswith("（1席分）")
    assert "その席の受講者の教材フォルダの「返却」に入れます。" in way_back
    assert waiting == (
        "採点していない提出が 2席あります（席08、09）。kaizen grade 01_flow のあとに、もう一度作ってください。"
    )


@pytest.mark.parametrize("name", ["教材 [最新]", "教材 *"])
def test_a_folder_name_that_nbgrader_cannot_read_is_one_sentence(tmp_path: Path, name: str) -> None:
    root = tmp_path / name
    (root / "exercises" / MODULE).mkdir(parents=True)
    (root / "exercises" / MODULE / f"{MODULE}.ipynb").touch()
    with pytest.raises(SetupError) as caught, autograder(Course(root), MODULE):
        pytest.fail("It must not begin.")

    assert str(caught.value) == (
        f"{root}: フォルダの名前に [ ] * ? のどれかが入っているため、採点できません。"
        "その字を使わない名前に変えてから、もう一度実行してください。"
    )
    assert not (root / ".grading").exists()


def test_a_folder_for_grading_that_cannot_be_written_to_is_one_sentence(course: Course) -> None:
    course.grading.mkdir()
    (course.grading / "log").write_text("", encoding="utf-8")  # a file where a folder has to be
    with pytest.raises(WriteError) as caught, autograder(course, MODULE) as nbgrader:
        nbgrader.generate()

    assert str(caught.value) == ".grading: 採点用のフォルダに書き込めません。空き容量と権限を確かめてください。"


def test_a_process_that_left_its_family_ends_with_the_run_too() -> None:
    leave = (
        "import subprocess, sys\n"
        "nap, quiet = 'import time; time.sleep(100)', subprocess.DEVNULL\n"
        "print(subprocess.Popen([sys.executable, '-c', nap], start_new_session=True, stdout=quiet, stderr=quiet).pid)"
    )
    with _ended_after(60) as over:
        done = subprocess.run([sys.executable, "-c", leave], capture_output=True, text=True, check=True)
        left = psutil.Process(int(done.stdout))
        assert not has_ended(left)
    until = time.monotonic() + 10
    while not has_ended(left) and time.monotonic() < until:
        time.sleep(0.05)

    assert has_ended(left)
    assert not over.is_set()


def has_ended(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def waiting(course: Course) -> Places:
    places = Places.of(course, MODULE)
    save_result(places, Graded("07", {"flow-asis": Judged("author_error", None, None, 20)}, {}))
    return places


def test_a_mark_is_given_on_the_command_line(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    places = waiting(course)
    assert run(verbs.grade, verbs.grade_options, MODULE, "--mark", "7:flow-asis=12.5") == 0

    assert load_results(places)[0].exercises["flow-asis"].points == 12.5
    assert capsys.readouterr().out.splitlines()[0] == "席07 flow-asis: 12.5点にしました。"


@pytest.mark.parametrize("text", ["7:flow-asis", "7=12", "7:flow-asis=たくさん", "7:flow-asis=12.3", "flow-asis=12"])
def test_a_mark_that_is_not_understood_is_asked_back(course: Course, text: str) -> None:
    waiting(course)
    with pytest.raises(InputError) as caught:
        run(verbs.grade, verbs.grade_options, MODULE, "--mark", text)

    assert caught.value.message_ja == "点は「席:演習=点」の形で書いてください（例: 07:flow-asis=12）。"


def test_a_persons_mark_survives_grading_again_while_the_rule_still_fails() -> None:
    failed = Result("flow-asis", Outcome.AUTHOR_ERROR, None, Message(), 0, 20)
    mended = Result("flow-asis", Outcome.CORRECT, None, Message(), 20, 20)
    answers: dict[str, Any] = {"exercises": {}}

    marked = judged_of({"flow-asis": failed}, answers, {"flow-asis": Mark("", 12.5)})["flow-asis"]
    assert (marked.points, marked.marked) == (12.5, True)
    assert judged_of({"flow-asis": failed}, answers, {})["flow-asis"].points is None
    judged = judged_of({"flow-asis": mended}, answers, {"flow-asis": Mark("", 12.5)})["flow-asis"]
    assert (judged.points, judged.marked) == (20, False)


@pytest.mark.parametrize(("claimed", "kept"), [(3, 3), (-1, 0), ("9", 0), (True, 0), (10**9, 999), (None, 0)])
def test_numbers_that_a_learners_file_claims_are_kept_to_what_can_be(claimed: object, kept: int) -> None:
    result = Result("flow-asis", Outcome.UNATTEMPTED, None, Message(), 0, 20)
    judged = judged_of({"flow-asis": result}, {"exercises": {"flow-asis": {"tries": claimed}}}, {})["flow-asis"]

    assert judged.tries == kept


def test_progress_is_one_line_a_seat_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    verbs._progress(Step(3, 12, "07", None))
    verbs._progress(Step(3, 12, "07", Graded("07", {}, {}, (Note("a", "b"),))))

    assert capsys.readouterr().out == " 3/12 席07 採点しました（備考 1件）\n"
