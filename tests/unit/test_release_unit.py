"""Releasing: what comes out, what is refused, and that nothing else is touched."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from kaizen_helpers.authoring import release as release_module
from kaizen_helpers.authoring.nbgrader_settings import nbgrader_config, put_scripts_on_path
from kaizen_helpers.authoring.release import find_leaks, generate, release, release_differences
from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError, MissingError
from tests.unit.notebooks import code_cell, graded_cell, make_course, nbgrader, notebook, text_cell, to_bytes

SOLUTION = "a = 0\n### BEGIN SOLUTION\na = 1\n### END SOLUTION"


def solution_cell(source: str = SOLUTION) -> dict[str, object]:
    return code_cell(source, "01_flow-a", nbgrader=nbgrader("01_flow-a", grade=False, locked=False, solution=True))


def released(course: Course) -> list[str]:
    return sorted(
        path.relative_to(course.exercises).as_posix() for path in course.exercises.rglob("*") if path.is_file()
    )


def sources(content: bytes) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(content)["cells"]]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course in a folder with Japanese, a blank and a bracket in its name."""
    root = tmp_path / "研修 [1]"
    root.mkdir()
    return make_course(root, notebook(text_cell("# 題"), solution_cell(), graded_cell()))


def test_a_solution_becomes_a_japanese_stub_that_does_not_raise(course: Course) -> None:
    content = generate(course)["01_flow/01_flow.ipynb"]
    assert sources(content) == ["# 題", "a = 0\n# ここに書いてください", 'exercise("flow-time")']


def test_a_hidden_test_stays_behind(tmp_path: Path) -> None:
    hidden = "# 確認\n### BEGIN HIDDEN TESTS\na == 1\n### END HIDDEN TESTS\nexercise('flow-time')"
    course = make_course(tmp_path, notebook(text_cell("# 題"), graded_cell(hidden)))
    assert sources(generate(course)["01_flow/01_flow.ipynb"])[1] == "# 確認\nexercise('flow-time')"


def test_files_for_the_learner_come_along_and_model_answers_do_not(course: Course) -> None:
    folder = course.solutions / "01_flow"
    (folder / "図").mkdir()
    (folder / "図/流れ.bin").write_bytes(b"a\r\nb\x00")
    (folder / "sample_answers.json").write_text("{}", encoding="utf-8")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints/a.txt").touch()
    assert generate(course).keys() == {"01_flow/01_flow.ipynb", "01_flow/図/流れ.bin"}
    assert generate(course)["01_flow/図/流れ.bin"] == b"a\r\nb\x00"


def test_releasing_touches_nothing_but_exercises(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The working folder is what it was, there is no gradebook, no word on the terminal, no handler left."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    handlers = list(logging.getLogger("traitlets").handlers)
    changed = release(course)
    assert changed == [course.exercises / "01_flow/01_flow.ipynb"]
    assert Path.cwd() == elsewhere
    assert list(elsewhere.iterdir()) == []
    assert {path.name for path in course.root.iterdir()} == {"courses", "exercises", "solutions"}
    assert capfd.readouterr() == ("", "")
    added = [item for item in logging.getLogger("traitlets").handlers if item not in handlers]
    assert [item for item in added if not isinstance(item, logging.NullHandler)] == []


def test_the_same_sources_give_the_same_bytes_with_unix_line_ends(course: Course) -> None:
    first = generate(course)
    assert generate(course) == first
    assert b"\r" not in first["01_flow/01_flow.ipynb"]


def test_line_ends_are_unix_ones_where_nbconvert_writes_others(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows nbconvert writes CRLF."""
    expected = generate(course)
    nbgrader_run = release_module._run_nbgrader

    def as_on_windows(work: Path, modules: list[str]) -> None:
        nbgrader_run(work, modules)
        for path in (work / "exercises").rglob("*.ipynb"):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    monkeypatch.setattr(release_module, "_run_nbgrader", as_on_windows)
    assert generate(course) == expected


def test_checkpoints_of_jupyterlab_in_the_target_are_left_alone(course: Course) -> None:
    release(course)
    checkpoint = course.exercises / "01_flow/.ipynb_checkpoints/01_flow-checkpoint.ipynb"
    checkpoint.parent.mkdir()
    checkpoint.touch()
    assert (release(course), release_differences(course)) == ([], [])
    assert checkpoint.is_file()


def test_a_second_release_writes_nothing(course: Course) -> None:
    release(course)
    path = course.exercises / "01_flow/01_flow.ipynb"
    before = path.stat().st_mtime_ns
    assert release(course) == []
    assert path.stat().st_mtime_ns == before


def test_files_and_modules_that_went_away_are_removed(course: Course) -> None:
    release(course)
    for name in ("01_flow/old.csv", "09_gone/sub/09_gone.ipynb"):
        (course.exercises / name).parent.mkdir(parents=True, exist_ok=True)
        (course.exercises / name).write_text("{}", encoding="utf-8")
    (course.exercises / "README.md").touch()
    assert release(course) == [course.exercises / "01_flow/old.csv", course.exercises / "09_gone/sub/09_gone.ipynb"]
    assert released(course) == ["01_flow/01_flow.ipynb", "README.md"]
    assert not (course.exercises / "09_gone").exists()


def test_somebodys_answers_in_the_target_are_not_removed(course: Course) -> None:
    release(course)
    answers = course.exercises / "01_flow/answers.json"
    answers.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"exercises/01_flow/answers.json: Somebody worked here: move this file away"):
        release(course)
    assert answers.is_file()


def test_another_target_can_be_named(course: Course, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert release(course, out) == [out / "01_flow/01_flow.ipynb"]
    assert released(course) == []


def test_answers_in_the_sources_are_refused(course: Course) -> None:
    """nbgrader would release the file, and lay it over the learner's at marking."""
    (course.solutions / "01_flow/Answers.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"solutions/01_flow/Answers.json: Answers may not lie beside a source"):
        release(course)
    assert released(course) == []


def test_a_mark_that_nbgrader_left_is_refused(course: Course) -> None:
    (course.solutions / "01_flow/notes.txt").write_text("x\n### BEGIN SOLUTION\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"01_flow/notes.txt: holds “BEGIN SOLUTION”"):
        release(course)
    assert released(course) == []


def test_a_model_answer_in_the_text_is_refused(course: Course) -> None:
    told = "照会文を受け取った担当者が内容を確認して係長に渡す"
    book = notebook(text_cell(f"# 題\n\n例: {told}。"), graded_cell())
    (course.solutions / "01_flow/01_flow.ipynb").write_bytes(to_bytes(book))
    samples = {"flow-time": [{"name": "見本A", "answer": {"steps": [{"what": told}]}}]}
    (course.solutions / "01_flow/sample_answers.json").write_text(json.dumps(samples), encoding="utf-8")
    with pytest.raises(InputError, match=rf"01_flow/01_flow.ipynb: holds the model answer “{told}”"):
        release(course)


def test_a_short_name_of_the_case_is_no_model_answer(course: Course) -> None:
    samples = {"flow-time": [{"name": "見本A", "answer": {"who": "題"}}]}
    (course.solutions / "01_flow/sample_answers.json").write_text(json.dumps(samples), encoding="utf-8")
    assert release(course)


def test_model_answers_that_are_no_json_are_named(course: Course) -> None:
    (course.solutions / "01_flow/sample_answers.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"solutions/01_flow/sample_answers.json: This is not JSON"):
        release(course)


def test_what_nbgrader_refuses_is_told_in_one_line(course: Course) -> None:
    book = notebook(text_cell("# 題"), solution_cell("### BEGIN SOLUTION\na = 1"))
    (course.solutions / "01_flow/01_flow.ipynb").write_bytes(to_bytes(book))
    with pytest.raises(InputError) as caught:
        release(course)
    assert str(caught.value) == (
        "solutions/01_flow: nbgrader refused the notebook: RuntimeError: no end solution statement found"
    )


def test_a_course_without_modules_is_an_error(tmp_path: Path) -> None:
    course = Course(tmp_path)
    with pytest.raises(MissingError, match=r"solutions: No module found"):
        generate(course)


@pytest.mark.parametrize("name", ["01_flow/answers.json", "01_flow/SAMPLE_ANSWERS.json"])
def test_a_file_of_answers_is_a_leak(name: str) -> None:
    assert find_leaks({name: b"{}"}) == [f"{name}: a file of answers"]


@pytest.mark.parametrize("mark", ["END SOLUTION", "BEGIN HIDDEN TESTS", "END HIDDEN TESTS", "BEGIN MARK SCHEME"])
def test_every_mark_of_a_source_is_a_leak(mark: str) -> None:
    assert find_leaks({"a.ipynb": to_bytes(notebook(text_cell(mark)))}) == [f"a.ipynb: holds “{mark}”"]


def test_differences_name_every_way_to_differ(course: Course) -> None:
    release(course)
    assert release_differences(course) == []
    notebook_file = course.exercises / "01_flow/01_flow.ipynb"
    notebook_file.write_bytes(notebook_file.read_bytes().replace(b"\n", b"\r\n"))
    (course.exercises / "01_flow/more.txt").touch()
    (course.solutions / "01_flow/data.csv").touch()
    assert release_differences(course) == [
        "exercises/01_flow/01_flow.ipynb: differs from solutions/: run `kaizen release`",
        "exercises/01_flow/data.csv: missing: run `kaizen release`",
        "exercises/01_flow/more.txt: not made from solutions/: remove it or run `kaizen release`",
    ]


def test_one_changed_letter_is_a_difference(course: Course) -> None:
    release(course)
    path = course.exercises / "01_flow/01_flow.ipynb"
    path.write_bytes(path.read_bytes()[:-2] + b" \n")

    assert release_differences(course) == [
        "exercises/01_flow/01_flow.ipynb: differs from solutions/: run `kaizen release`"
    ]


def test_everything_that_marking_makes_lies_under_grading(tmp_path: Path) -> None:
    config = nbgrader_config(tmp_path)
    folders = {name: value for name, value in config.CourseDirectory.items() if name.endswith("_directory")}
    assert {name for name, value in folders.items() if not value.startswith(".grading/")} == {
        "source_directory",
        "release_directory",
    }
    assert config.CourseDirectory.db_url == f"sqlite:///{tmp_path.as_posix()}/.grading/gradebook.db"
    assert {config.Exchange.root, config.Exchange.cache} == {
        str(tmp_path / ".grading/exchange"),
        str(tmp_path / ".grading/cache"),
    }


@pytest.mark.parametrize("name", ["教材%20最新", "100%", "a#1 & b"])
def test_the_gradebook_is_found_whatever_the_folder_is_called(tmp_path: Path, name: str) -> None:
    from sqlalchemy.engine import make_url

    address = make_url(nbgrader_config(tmp_path / name).CourseDirectory.db_url)

    assert address.database == (tmp_path / name / ".grading" / "gradebook.db").as_posix()


def test_nbgrader_itself_ignores_model_answers(tmp_path: Path) -> None:
    """For somebody who calls nbgrader by hand."""
    assert "sample_answers.json" in nbgrader_config(tmp_path).CourseDirectory.ignore


def test_the_scripts_folder_comes_first_on_the_path_once(monkeypatch: pytest.MonkeyPatch) -> None:
    import os
    import sys

    scripts = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", os.pathsep.join(["/usr/bin", scripts, "/bin"]))
    put_scripts_on_path()
    put_scripts_on_path()
    assert os.environ["PATH"].split(os.pathsep) == [scripts, "/usr/bin", "/bin"]
