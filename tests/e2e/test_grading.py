"""A whole class through nbgrader for real: handed in, collected, graded, reported, with the points it must have."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kaizen_helpers.checkers.catalogue import exercises, mistakes
from kaizen_helpers.classroom.handin import make_hand_in
from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError, MissingError, SetupError
from kaizen_helpers.grading import verbs
from kaizen_helpers.grading.collect import Collected, collect
from kaizen_helpers.grading.feedback import write_feedback
from kaizen_helpers.grading.places import Places
from kaizen_helpers.grading.results import Graded, load_results
from kaizen_helpers.grading.run import Step, grade, judge_only
from kaizen_helpers.grading.sample_class import SampleClass, write_sample_class
from kaizen_helpers.grading.sample_removal import remove_sample_class
from tests.golden import check_golden

MODULE = "01_flow"
ROOT = Path(__file__).resolve().parents[2]
GOLDENS = Path(__file__).parent / "goldens"
CELL_SECONDS = 12
"""Long enough for an honest cell on a busy machine."""
KINDS = 12
"""So many seats hold one of every special hand-in and a usual one."""


def copy_course(folder: Path) -> Course:
    """The course in a folder of its own, with blanks and Japanese in the path; nothing is marked in the checkout."""
    root = folder / "業務改善 講座"
    root.mkdir(parents=True)
    for name in ("courses", "solutions", "exercises", "tests/corpus"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return Course(root)


@dataclass(frozen=True)
class Classroom:
    """A class that went all the way."""

    course: Course
    sample: SampleClass
    collected: Collected
    graded: list[Graded]
    steps: list[Step]
    exercises_before: dict[str, bytes]

    def seat(self, kind: str) -> Graded:
        """The one seat of a kind."""
        (seat,) = [seat for seat, name in self.sample.kinds.items() if name == kind]
        return next(item for item in self.graded if item.seat == seat)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """Every kind of hand-in, graded once; starts without a gradebook and with PATH lacking the scripts' folder."""
    course = copy_course(tmp_path_factory.mktemp("class"))
    places = Places.of(course, MODULE)
    sample = write_sample_class(course, MODULE, places.handed_in, size=KINDS)
    before = bytes_of(course.exercises)
    done = collect(course, places.handed_in, MODULE)
    steps: list[Step] = []
    with pytest.MonkeyPatch.context() as patch:
        scripts = str(Path(sys.executable).parent)
        parts = [part for part in os.environ["PATH"].split(os.pathsep) if part != scripts]
        patch.setenv("PATH", os.pathsep.join(parts))
        graded = grade(course, MODULE, steps.append, cell_seconds=CELL_SECONDS)
    return Classroom(course, sample, done, graded, steps, before)


def came_to(graded: list[Graded]) -> dict[str, dict[str, tuple[float | None, str, str | None]]]:
    return {
        item.seat: {name: (judged.points, judged.outcome, judged.mistake) for name, judged in item.exercises.items()}
        for item in graded
    }


def due(sample: SampleClass) -> dict[str, dict[str, tuple[float | None, str, str | None]]]:
    return {
        seat: {name: (item.points, item.outcome, item.mistake) for name, item in worth.items()}
        for seat, worth in sample.expected.items()
    }


def test_every_hand_in_gets_the_points_it_is_worth(classroom: Classroom) -> None:
    assert len(classroom.graded) == KINDS
    assert came_to(classroom.graded) == due(classroom.sample)


def test_nbgrader_gives_the_same_points_cell_by_cell(classroom: Classroom) -> None:
    """Repaired notebooks and answers of their own: nbgrader agrees with the judge on every seat."""
    theirs = {item.seat: dict(item.nbgrader_points) for item in classroom.graded}

    assert theirs == {
        seat: {name: item.points for name, item in worth.items()} for seat, worth in classroom.sample.expected.items()
    }
    assert not [note for item in classroom.graded for note in item.notes if note.code == "points-differ"]


def test_the_model_answers_get_everything_and_the_blank_one_nothing(classroom: Classroom) -> None:
    full = {exercise.id: exercise.points for exercise in exercises(MODULE)}

    assert classroom.seat("right").nbgrader_points == full
    assert classroom.seat("right-otherwise").nbgrader_points == full
    assert classroom.seat("blank").nbgrader_points == dict.fromkeys(full, 0)


def test_an_edited_check_cell_earns_what_its_answer_is_worth(classroom: Classroom) -> None:
    item = classroom.seat("edited-cell")
    first = exercises(MODULE)[0]

    assert item.exercises[first.id].outcome == "incorrect"
    assert item.nbgrader_points[first.id] == item.exercises[first.id].points
    assert [note.code for note in item.notes] == ["cell-edited"]


def test_an_endless_loop_costs_its_own_cell_only(classroom: Classroom) -> None:
    item = classroom.seat("endless-loop")

    assert [note.text_ja for note in item.notes] == [
        f"{CELL_SECONDS}秒たっても終わらないセルがありました。そのセルを止めて、先へ進みました。"
    ]
    assert {judged.outcome for judged in item.exercises.values()} == {"correct"}


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("right", []),
        ("blank", []),
        ("syntax-error", ["cell-error"]),
        ("deleted-cell", ["cell-restored"]),
        ("corrupt-answers", ["answers-damaged"]),
        ("corrupt-notebook", ["notebook-damaged"]),
        ("handed-in-twice", []),
    ],
)
def test_what_happened_to_a_hand_in_is_noted(classroom: Classroom, kind: str, codes: list[str]) -> None:
    assert [note.code for note in classroom.seat(kind).notes] == codes


def test_the_older_of_two_hand_ins_is_recorded_and_not_used(classroom: Classroom) -> None:
    item = classroom.seat("handed-in-twice")

    assert [seat for seat, _ in classroom.collected.older] == [item.seat]
    assert {judged.outcome for judged in item.exercises.values()} == {"correct"}


def test_progress_is_told_before_and_after_each_seat(classroom: Classroom) -> None:
    told = [(step.done, step.total, step.seat, step.graded is not None) for step in classroom.steps]

    seats = [item.seat for item in classroom.graded]
    assert told == [(n, KINDS, seat, after) for n, seat in enumerate(seats, 1) for after in (False, True)]


def test_marking_leaves_the_release_and_the_environment_alone(classroom: Classroom) -> None:
    assert bytes_of(classroom.course.exercises) == classroom.exercises_before
    assert "IPYTHONDIR" not in os.environ
    assert not (classroom.course.root / "gradebook.db").exists()


def test_the_results_on_disk_are_the_ones_returned(classroom: Classroom) -> None:
    assert load_results(Places.of(classroom.course, MODULE)) == classroom.graded


def test_grading_again_gives_the_same(classroom: Classroom) -> None:
    seats = [classroom.seat("right").seat, classroom.seat("edited-cell").seat]

    again = grade(classroom.course, MODULE, seats=seats, cell_seconds=CELL_SECONDS)

    assert again == [item for item in classroom.graded if item.seat in seats]


def test_a_seat_that_was_not_collected_is_one_sentence(classroom: Classroom) -> None:
    with pytest.raises(MissingError) as caught:
        grade(classroom.course, MODULE, seats=["99"])

    assert str(caught.value) == "席99: この席の提出はまだ集めていません。"


def test_every_learner_gets_a_page(classroom: Classroom) -> None:
    pages = write_feedback(classroom.course, MODULE)

    assert [page.parent.name for page in pages] == [f"seat{item.seat}" for item in classroom.graded]


# --- submissions that fight back -------------------------------------------------------------------------------------


def graded_with(course: Course, source: str, cell_seconds: int = CELL_SECONDS) -> Graded:
    """Grade a right seat whose notebook holds one more cell, before the exercises."""
    sample = write_sample_class(course, MODULE, course.root / "見本", size=1)
    collect(course, sample.folder, MODULE)
    path = Places.of(course, MODULE).submitted("01") / f"{MODULE}.ipynb"
    notebook = json.loads(path.read_bytes())
    cell: dict[str, Any] = {"cell_type": "code", "execution_count": None, "id": "own", "source": source}
    notebook["cells"].insert(2, {**cell, "metadata": {}, "outputs": []})
    path.write_text(json.dumps(notebook), encoding="utf-8")
    (graded,) = grade(course, MODULE, cell_seconds=cell_seconds)
    return graded


def test_a_kernel_that_dies_is_reported_and_graded_from_the_answers(tmp_path: Path) -> None:
    graded = graded_with(copy_course(tmp_path), "import os\nos._exit(1)")

    assert [note.text_ja for note in graded.notes] == [
        "ノートブックの実行が途中で止まったため、点は答えの記録だけからつけています。"
    ]
    assert {item.outcome for item in graded.exercises.values()} == {"correct"}
    assert set(graded.nbgrader_points.values()) == {None}


def test_a_loop_that_refuses_to_be_stopped_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaizen_helpers.grading.autograde._LEAST_SECONDS", 12)
    monkeypatch.setattr("kaizen_helpers.grading.autograde._CELLS_A_SUBMISSION", 2)
    stubborn = "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass"

    graded = graded_with(copy_course(tmp_path), stubborn)

    assert graded.notes[0].code == "autograde-failed"
    assert {item.outcome for item in graded.exercises.values()} == {"correct"}


FORGERY = """
from IPython import get_ipython
get_ipython().input_transformers_cleanup.append(lambda lines: ["1000\\n"])
"""


def test_points_forged_inside_the_kernel_do_not_count(tmp_path: Path) -> None:
    """Every later cell is ``1000``: nbgrader's run fails, and the judge's points stand."""
    graded = graded_with(copy_course(tmp_path), FORGERY)

    assert {name: item.points for name, item in graded.exercises.items()} == {e.id: e.points for e in exercises(MODULE)}
    assert graded.notes[0].code == "autograde-failed"


def test_a_difference_between_run_and_judge_is_noted(tmp_path: Path) -> None:
    graded = graded_with(copy_course(tmp_path), "import os\nos.remove('answers.json')")

    assert graded.nbgrader_points == {exercise.id: 0 for exercise in exercises(MODULE)}
    assert graded.notes[-1].text_ja == (
        "ノートブックの実行と点が違う演習があります（E1-1: 0→10、E1-2: 0→20、E1-3: 0→4、E1-4: 0→4）。"
        "答えの記録からの点を使います。"
    )


def test_answers_that_a_notebook_changes_on_the_disk_do_not_count(tmp_path: Path) -> None:
    """Everybody is judged before any hand-in's code runs."""
    reach = "from pathlib import Path\nPath('../../../submitted/seat01/01_flow/answers.json').write_text('{}')"

    graded = graded_with(copy_course(tmp_path), reach)

    assert (tmp_path / "業務改善 講座" / ".grading/submitted/seat01/01_flow/answers.json").read_text() == "{}"
    assert {item.outcome for item in graded.exercises.values()} == {"correct"}


def test_a_damaged_gradebook_says_what_to_do(tmp_path: Path) -> None:
    course = copy_course(tmp_path)
    sample = write_sample_class(course, MODULE, tmp_path / "out", size=1)
    collect(course, sample.folder, MODULE)
    (course.grading / "gradebook.db").write_bytes(b"no database at all, but long enough to be looked at" * 100)

    with pytest.raises(SetupError) as caught:
        grade(course, MODULE)

    assert caught.value.message_ja == (
        "採点簿の用意ができませんでした。.grading/gradebook.db の名前を変えてから、もう一度実行してください。"
        "それでも続くときは、記録を教材の担当者に渡してください。"
    )


# --- the sample class ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, SampleClass]:
    course = copy_course(tmp_path_factory.mktemp("thirty"))
    return course, write_sample_class(course, MODULE, Places.of(course, MODULE).handed_in)


def test_the_table_of_thirty_seats(thirty: tuple[Course, SampleClass]) -> None:
    """The points of every seat and exercise, held here line by line."""
    _, sample = thirty
    lines = [f"seat kind {' '.join(exercise.id for exercise in exercises(MODULE))}"]
    for seat, worth in sample.expected.items():
        cells = [f"{item.points:g}:{item.outcome}:{item.mistake or '-'}" for item in worth.values()]
        lines.append(" ".join([seat, sample.kinds[seat], *cells]))

    check_golden(GOLDENS / f"sample_class_{MODULE}.txt", "\n".join(lines) + "\n")


def test_the_judge_gives_all_thirty_what_they_are_worth(thirty: tuple[Course, SampleClass]) -> None:
    course, sample = thirty
    collect(course, sample.folder, MODULE)

    assert came_to(judge_only(course, MODULE)) == due(sample)


def test_every_catalogued_mistake_is_in_the_class(thirty: tuple[Course, SampleClass]) -> None:
    made = {item.mistake for worth in thirty[1].expected.values() for item in worth.values()}

    assert set(mistakes(MODULE)) - made == set()


def test_the_same_class_comes_out_byte_for_byte(thirty: tuple[Course, SampleClass], tmp_path: Path) -> None:
    course, sample = thirty
    again = write_sample_class(course, MODULE, tmp_path / "again")

    assert bytes_of(again.folder) == bytes_of(sample.folder)
    assert write_sample_class(course, MODULE, tmp_path / "again").expected == sample.expected


def test_another_seed_gives_another_class(thirty: tuple[Course, SampleClass], tmp_path: Path) -> None:
    assert write_sample_class(thirty[0], MODULE, tmp_path / "other", seed=2).expected != thirty[1].expected


@pytest.mark.parametrize("size", [1, 5, 11, 40])
def test_a_class_of_any_size_is_worth_what_it_says(size: int, tmp_path: Path) -> None:
    course = copy_course(tmp_path)
    sample = write_sample_class(course, MODULE, tmp_path / "out", size=size)
    collect(course, sample.folder, MODULE)

    assert came_to(judge_only(course, MODULE)) == due(sample)


def test_the_first_module_has_a_sample_class_too(tmp_path: Path) -> None:
    course = copy_course(tmp_path)
    sample = write_sample_class(course, "00_setup", tmp_path / "out")
    collect(course, sample.folder, "00_setup")

    assert came_to(judge_only(course, "00_setup")) == due(sample)


def test_a_smaller_class_replaces_the_earlier_one_and_nothing_else(tmp_path: Path) -> None:
    course = copy_course(tmp_path)
    write_sample_class(course, MODULE, tmp_path / "out", size=5)
    smaller = write_sample_class(course, MODULE, tmp_path / "out", size=2)
    assert {path.name for path in smaller.folder.iterdir()} == {*(p.name for p in smaller.files), "expected.json"}

    (tmp_path / "out" / "本物.zip").write_bytes(b"somebody's work")
    with pytest.raises(InputError) as caught:
        write_sample_class(course, MODULE, tmp_path / "out", size=2)

    assert caught.value.message_ja == (
        "ほかのファイル（本物.zip）があるので、見本の提出を書き込みませんでした。--out で別のフォルダを決めてください。"
    )
    assert (tmp_path / "out" / "本物.zip").read_bytes() == b"somebody's work"


@pytest.mark.parametrize("size", [0, 201])
def test_a_class_of_an_impossible_size_is_asked_back(size: int, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write_sample_class(copy_course(tmp_path), MODULE, tmp_path / "out", size=size)


def test_a_sample_class_can_be_taken_away_again(tmp_path: Path) -> None:
    """Nothing made-up stays, in the gradebook neither; the seat that has handed in for real keeps its hand-in."""
    from nbgrader.api import Gradebook

    course = copy_course(tmp_path)
    places = Places.of(course, MODULE)
    sample = write_sample_class(course, MODULE, places.handed_in, size=2)
    collect(course, places.handed_in, MODULE)
    grade(course, MODULE, cell_seconds=CELL_SECONDS)
    write_feedback(course, MODULE)
    desk = tmp_path / "desk"
    desk.mkdir()
    shutil.copy(course.notebook(MODULE), desk)
    real = make_hand_in(desk / f"{MODULE}.ipynb", "1", places.handed_in).path
    collect(course, places.handed_in, MODULE)

    assert remove_sample_class(course, MODULE, places.handed_in) == ["02"]

    assert list(places.handed_in.iterdir()) == [real]
    assert [path.name for path in places.received.rglob("*.zip")] == [real.name]
    assert not list(course.grading.glob(f"*/seat02/{MODULE}*"))
    assert places.seats() == ["01"]
    with Gradebook(f"sqlite:///{course.grading / 'gradebook.db'}", "kaizen") as book:
        assert [item.student_id for item in book.assignment_submissions(MODULE)] == ["seat01"]
    assert collect(course, places.handed_in, MODULE).seats == ("01",)
    with pytest.raises(MissingError):
        remove_sample_class(course, MODULE, sample.folder)


# --- the commands, one after the other -------------------------------------------------------------------------------


Options = Callable[[argparse.ArgumentParser], None]


def run(verb: Callable[[argparse.Namespace], int], options: Options, *words: str) -> tuple[int, str]:
    parser = argparse.ArgumentParser()
    options(parser)
    said = io.StringIO()
    with redirect_stdout(said):
        code = verb(parser.parse_args(words))
    return code, said.getvalue()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_four_commands_take_thirty_hand_ins_to_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = copy_course(tmp_path)
    monkeypatch.setenv("KAIZEN_COURSE", str(course.root))
    monkeypatch.setenv("KAIZEN_CELL_SECONDS", str(CELL_SECONDS))
    monkeypatch.delenv("KAIZEN_HANDIN", raising=False)

    code, said = run(verbs.sample_class, verbs.sample_class_options, MODULE)
    assert (code, said.splitlines()[0]) == (0, "見本の提出を書き込みました: 30席、ファイル 31件")
    assert said.splitlines()[-1] == "次は kaizen collect 01_flow です。"

    code, said = run(verbs.collect, verbs.collect_options, MODULE)
    assert (code, said.splitlines()[0]) == (0, "01_flow: 30席分の提出があります（今回新しく入ったもの 30席）。")
    assert said.splitlines()[-1] == "次は kaizen grade 01_flow です。"

    code, said = run(verbs.grade, verbs.grade_options, MODULE)
    assert (code, said.splitlines()[-2:]) == (0, ["採点しました: 30席", "次は kaizen report 01_flow です。"])
    assert " 1/30 席01 採点しました" in said.splitlines()

    expected = json.loads((Places.of(course, MODULE).handed_in / "expected.json").read_bytes())["expected"]
    results = {item.seat: item for item in load_results(Places.of(course, MODULE))}
    for seat, worth in expected.items():
        for name, item in worth.items():
            judged = results[seat].exercises[name]
            told = (judged.points, judged.outcome, judged.mistake, results[seat].nbgrader_points[name])
            assert told == (item["points"], item["outcome"], item["mistake"], item["points"]), (seat, name)

    code, said = run(verbs.report, verbs.report_options, MODULE)
    assert code == 0
    assert len(list((course.grading / "report").glob("*.xlsx"))) == 1
    assert len(list((course.grading / "feedback").glob(f"seat*/{MODULE}.html"))) == 30


def test_the_commands_load_nothing_heavy_before_they_run() -> None:
    heavy = ("nbgrader", "nbformat", "pandas", "xlsxwriter", "openpyxl", "ipywidgets")
    code = (
        "import sys, argparse\n"
        "from kaizen_helpers.classroom import verbs as learners\n"
        "from kaizen_helpers.grading import verbs\n"
        "parser = argparse.ArgumentParser()\n"
        "verbs.report_options(parser)\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout == "[]\n"
