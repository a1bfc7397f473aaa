"""What an author reads on the terminal, and the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaizen_helpers.cli import main
from kaizen_helpers.course import Course
from tests.unit.notebooks import SCORED, graded_cell, imports_cell, make_course, notebook, text_cell, to_bytes

UNTIDY = notebook(text_cell("# 題 "), imports_cell(), graded_cell())
FILE = "solutions/01_flow/01_flow.ipynb"
CUT = f"{FILE}: title: white-space: cut blanks at line ends and blank lines around the cell\n"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.setenv("KAIZEN_COURSE", str(tmp_path))
    monkeypatch.setattr("kaizen_helpers.authoring.normalise._catalogue", lambda: SCORED)
    return make_course(tmp_path, UNTIDY)


def test_release_names_the_files_and_then_says_that_all_is_new(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (main(["release"]), main(["release"])) == (0, 0)
    assert capsys.readouterr().out == (
        "exercises/01_flow/01_flow.ipynb\nexercises/ を作り直しました（1 ファイル）。\nexercises/ は最新です。\n"
    )


def test_checking_the_release_shows_the_difference_and_writes_nothing(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["release", "--check"]) == 1
    assert capsys.readouterr().out == "exercises/01_flow/01_flow.ipynb: missing: run `kaizen release`\n"
    assert list(course.exercises.iterdir()) == []


def test_checking_a_release_that_is_up_to_date_succeeds(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    main(["release"])
    capsys.readouterr()
    assert main(["release", "--check"]) == 0
    assert capsys.readouterr().out == "exercises/ は最新です。\n"


def test_checking_shows_the_findings_and_fails(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notebooks", "normalise", "--check"]) == 1
    assert capsys.readouterr().out == CUT


def test_repairing_names_the_file_and_succeeds(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notebooks", "normalise"]) == 0
    assert capsys.readouterr().out == f"直しました: {FILE}\n"
    assert main(["notebooks", "normalise", "--check"]) == 0
    assert capsys.readouterr().out == "直す所はありません。\n"


def test_what_is_left_for_the_author_fails_when_repairing_too(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    (course.root / FILE).write_bytes(to_bytes(notebook(text_cell("## 題"), imports_cell(), graded_cell())))
    assert main(["notebooks", "normalise"]) == 1
    assert capsys.readouterr().out == (
        f"{FILE}: -: heading: the document needs one heading of level 1\n"
        f"{FILE}: title: heading: level 2 follows level 0: use #\n"
    )
