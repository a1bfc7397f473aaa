"""The learner's folder follows a newer release and never loses what a learner did."""

from __future__ import annotations

import errno
import json
from datetime import date
from pathlib import Path

import pytest

from kaizen_helpers.course import Course
from kaizen_helpers.errors import MissingError, WriteError
from kaizen_helpers.workplace import folder as folder_module
from kaizen_helpers.workplace.folder import Prepared, learner_folder, prepare_folder

DAY = date(2026, 11, 23)
NOTEBOOK = "01_flow/01_flow.ipynb"
NEWER = "01_flow/01_flow（新しい版 2026-11-23）.ipynb"


def notebook(*sources: str, output: str = "") -> str:
    outputs = [{"output_type": "stream", "name": "stdout", "text": output}] if output else []
    cells = [{"cell_type": "code", "source": s, "outputs": outputs, "metadata": {}} for s in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def course(tmp_path: Path) -> Course:
    root = tmp_path / "教 材"
    files = {
        "courses/ようこそ.md": "# ようこそ",
        "courses/timetable.toml": "x = 1",
        "courses/01_flow/lecture.ipynb": notebook("講義"),
        "courses/01_flow/instructor.md": "講師だけ",
        "courses/01_flow/c1.json": "図の元",
        "courses/01_flow/cases/c1_minaoshi.txt": "県：調査票を送る",
        "courses/01_flow/images/c1.png": "png",
        "exercises/01_flow/01_flow.ipynb": notebook('exercise("flow-time")'),
        "exercises/01_flow/.ipynb_checkpoints/x.ipynb": "x",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Course(root)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return tmp_path / "受講者 フォルダ"


def release(course: Course, *sources: str) -> str:
    """A newer release of the exercise notebook; return its text."""
    text = notebook(*sources)
    (course.exercises / NOTEBOOK).write_text(text, encoding="utf-8")
    return text


def prepare(course: Course, mine: Path) -> Prepared:
    return prepare_folder(course, mine, DAY)


def test_a_first_start_copies_what_is_for_learners_and_nothing_else(course: Course, mine: Path) -> None:
    done = prepare(course, mine)

    expected = ("01_flow/01_flow.ipynb", "01_flow/images/c1.png", "01_flow/lecture.ipynb", "ようこそ.md")
    assert (done.new, done.updated, done.kept, done.beside) == (expected, (), (), ())
    found = {p.relative_to(mine).as_posix() for p in mine.rglob("*") if p.is_file()}
    assert found == {*expected, ".kaizen/released.json"}


def test_a_second_start_changes_nothing(course: Course, mine: Path) -> None:
    prepare(course, mine)
    before = {p: p.stat().st_mtime_ns for p in mine.rglob("*")}

    assert prepare(course, mine) == Prepared(mine, (), (), (), ())
    assert {p: p.stat().st_mtime_ns for p in mine.rglob("*")} == before


def test_an_untouched_file_follows_a_newer_release(course: Course, mine: Path) -> None:
    prepare(course, mine)
    newer = release(course, "新しい")

    done = prepare(course, mine)

    assert (done.updated, done.kept, done.beside) == ((NOTEBOOK,), (), ())
    assert (mine / NOTEBOOK).read_text(encoding="utf-8") == newer


def test_a_notebook_that_was_only_run_follows_a_newer_release(course: Course, mine: Path) -> None:
    prepare(course, mine)
    (mine / NOTEBOOK).write_text(notebook('exercise("flow-time")', output="採点の表示"), encoding="utf-8")
    newer = release(course, "新しい")

    assert prepare(course, mine).updated == (NOTEBOOK,)
    assert (mine / NOTEBOOK).read_text(encoding="utf-8") == newer


def test_a_notebook_that_was_only_run_keeps_its_outputs_while_the_release_is_the_same(
    course: Course, mine: Path
) -> None:
    prepare(course, mine)
    run = notebook('exercise("flow-time")', output="採点の表示")
    (mine / NOTEBOOK).write_text(run, encoding="utf-8")

    assert prepare(course, mine) == Prepared(mine, (), (), (), ())
    assert (mine / NOTEBOOK).read_text(encoding="utf-8") == run


def test_a_changed_file_stays_and_the_newer_release_arrives_beside_it_once(course: Course, mine: Path) -> None:
    prepare(course, mine)
    own = notebook("わたしの答え")
    (mine / NOTEBOOK).write_text(own, encoding="utf-8")
    newer = release(course, "新しい")

    first, second = prepare(course, mine), prepare(course, mine)

    assert (first.kept, first.beside) == ((NOTEBOOK,), (NEWER,))
    assert (second.kept, second.beside) == ((NOTEBOOK,), ())
    assert (mine / NOTEBOOK).read_text(encoding="utf-8") == own
    assert (mine / NEWER).read_text(encoding="utf-8") == newer


def test_a_changed_file_without_a_newer_release_gets_nothing_beside_it(course: Course, mine: Path) -> None:
    prepare(course, mine)
    (mine / NOTEBOOK).write_text(notebook("わたしの答え"), encoding="utf-8")

    done = prepare(course, mine)

    assert (done.kept, done.beside) == ((NOTEBOOK,), ())


def test_a_newer_version_that_the_learner_wrote_in_is_not_overwritten_by_the_next(course: Course, mine: Path) -> None:
    prepare(course, mine)
    (mine / NOTEBOOK).write_text(notebook("わたしの答え"), encoding="utf-8")
    release(course, "第2版")
    prepare(course, mine)
    (mine / NEWER).write_text("書きこみ", encoding="utf-8")
    third = release(course, "第3版")

    done = prepare(course, mine)

    again = "01_flow/01_flow（新しい版 2026-11-23 その2）.ipynb"
    assert done.beside == (again,)
    assert (mine / NEWER).read_text(encoding="utf-8") == "書きこみ"
    assert (mine / again).read_text(encoding="utf-8") == third


def test_a_newer_version_that_was_deleted_does_not_come_again(course: Course, mine: Path) -> None:
    prepare(course, mine)
    (mine / NOTEBOOK).write_text(notebook("わたしの答え"), encoding="utf-8")
    release(course, "第2版")
    prepare(course, mine)
    (mine / NEWER).unlink()

    assert prepare(course, mine).beside == ()
    assert not (mine / NEWER).exists()


def test_a_change_that_was_undone_lets_the_file_follow_again(course: Course, mine: Path) -> None:
    prepare(course, mine)
    original = (mine / NOTEBOOK).read_bytes()
    (mine / NOTEBOOK).write_text(notebook("わたしの答え"), encoding="utf-8")
    release(course, "第2版")
    prepare(course, mine)
    (mine / NOTEBOOK).write_bytes(original)

    assert prepare(course, mine).updated == (NOTEBOOK,)


def test_a_deleted_file_comes_back(course: Course, mine: Path) -> None:
    prepare(course, mine)
    (mine / NOTEBOOK).unlink()

    assert prepare(course, mine).new == (NOTEBOOK,)


def test_files_that_were_never_released_are_not_touched(course: Course, mine: Path) -> None:
    prepare(course, mine)
    for name in ("01_flow/answers.json", "01_flow/メモ.txt", "自分のもの.xlsx"):
        (mine / name).write_text("大切", encoding="utf-8")
    release(course, "新しい")

    prepare(course, mine)

    assert (mine / "01_flow/answers.json").read_text(encoding="utf-8") == "大切"
    assert (mine / "01_flow/メモ.txt").read_text(encoding="utf-8") == "大切"
    assert (mine / "自分のもの.xlsx").read_text(encoding="utf-8") == "大切"


@pytest.mark.parametrize("damaged", [b"", b"{", b"[1]", b'{"files": 3}', b"\xff\xfe", None])
def test_without_a_readable_record_every_existing_file_is_the_learners(
    course: Course, mine: Path, damaged: bytes | None
) -> None:
    prepare(course, mine)
    own = (mine / NOTEBOOK).read_bytes()
    record = mine / ".kaizen" / "released.json"
    record.unlink() if damaged is None else record.write_bytes(damaged)
    release(course, "新しい")

    done = prepare(course, mine)

    assert (done.kept, done.beside) == ((NOTEBOOK,), (NEWER,))
    assert (mine / NOTEBOOK).read_bytes() == own


def test_line_ends_that_a_tool_changed_are_not_a_change_of_the_learners(course: Course, mine: Path) -> None:
    page = course.lectures / "ようこそ.md"
    page.write_bytes("一\n二\n".encode())
    prepare(course, mine)
    (mine / "ようこそ.md").write_bytes("一\r\n二\r\n".encode())
    page.write_bytes("一\n二\n三\n".encode())

    assert prepare(course, mine).updated == ("ようこそ.md",)


def test_a_full_disk_leaves_the_old_file_whole(course: Course, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(course, mine)
    before = (mine / NOTEBOOK).read_bytes()
    release(course, "新しい")

    def full(path: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(WriteError) as caught:
        prepare(course, mine)

    assert caught.value.message_ja == (
        "ディスクの空きが足りないので書けませんでした。不要なファイルを片づけてから、もう一度始めてください。"
    )
    assert caught.value.where == str(mine / NOTEBOOK)
    assert (mine / NOTEBOOK).read_bytes() == before
    assert list(mine.rglob("*.tmp")) == []


def test_a_folder_that_cannot_be_written_is_one_sentence(course: Course, tmp_path: Path) -> None:
    blocked = tmp_path / "ファイル"
    blocked.write_text("フォルダではない", encoding="utf-8")

    with pytest.raises(WriteError) as caught:
        prepare(course, blocked / "講座")

    assert caught.value.message_ja == (
        "書き込めませんでした。--folder で、書き込めるフォルダ（「ドキュメント」の中など）を指定してください。"
    )
    assert blocked.read_text(encoding="utf-8") == "フォルダではない"


def test_a_course_without_files_is_reported(tmp_path: Path) -> None:
    (tmp_path / "courses").mkdir()
    (tmp_path / "exercises").mkdir()

    with pytest.raises(
        MissingError, match="教材のファイルが見つかりません。教材のフォルダをまるごとコピーし直してください。"
    ):
        prepare(Course(tmp_path), tmp_path / "x")


def test_the_folder_is_the_named_one_then_the_variable_then_the_home_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert learner_folder() == Path.home() / "業務改善講座"
    monkeypatch.setenv("KAIZEN_FOLDER", str(tmp_path / "変数"))
    assert learner_folder() == tmp_path / "変数"
    assert learner_folder(tmp_path / "名指し") == tmp_path / "名指し"
    assert folder_module.WELCOME == "ようこそ.md"
