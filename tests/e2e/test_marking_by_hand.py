"""Texts that a person marks, through nbgrader for real: marked in formgrader, kept, asked again, given back."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from kaizen_helpers.authoring.nbgrader_settings import put_scripts_on_path
from kaizen_helpers.authoring.normalise import normalise_tree
from kaizen_helpers.authoring.release import release
from kaizen_helpers.checkers.catalogue import exercise_by_id, exercises
from kaizen_helpers.classroom.handin import encode_json, make_hand_in
from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError
from kaizen_helpers.grading.by_hand import current_results, set_mark
from kaizen_helpers.grading.collect import collect
from kaizen_helpers.grading.feedback import write_feedback
from kaizen_helpers.grading.places import Places
from kaizen_helpers.grading.report import write_report, write_scores
from kaizen_helpers.grading.run import grade

MODULE, REASON = "02_issues", "issues-reason"
CELL = f"{MODULE}-{REASON}"
ROOT = Path(__file__).resolve().parents[2]
EARLIER = datetime(2026, 11, 20, 10, tzinfo=UTC)
FULL, BLANK, SHORT = "01", "02", "03"
COMMENT = "待ちの3日に目を向けた所が、とてもよいです。\n次は <市町> の声も聞いてみましょう。"


def cell(kind: str, source: str, name: str, **nbgrader: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
    if nbgrader:
        settings = {"grade": False, "locked": True, "solution": False, "task": False, "schema_version": 3}
        made["metadata"] = {"nbgrader": {**settings, "grade_id": name, **nbgrader}}
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def a_notebook() -> dict[str, Any]:
    """Every exercise of the module, each marked in the way that its kind asks for."""
    cells = [
        cell("markdown", "# 論点", f"{MODULE}-title"),
        cell("code", "from kaizen_helpers import exercise", f"{MODULE}-start", task=False),
    ]
    for one in exercises(MODULE):
        name, source = f"{MODULE}-{one.id}", f'exercise("{one.id}")'
        if one.rubric:
            cells.append(cell("code", source, f"{name}-answer", task=False))
            cells.append(cell("markdown", "この問題は、講師が読みます。", name, task=True, points=one.points))
        else:
            cells.append(cell("code", source, name, grade=True, points=one.points))
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": spec, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def answers_of(kind: str) -> dict[str, str]:
    name = {FULL: "right_issues-reason.sample-a", BLANK: "blank_issues-reason", SHORT: "wrong_issues.reason-short"}
    path = ROOT / "tests" / "corpus" / MODULE / f"{name[kind]}.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["answer"]
    return found


def hand_in(course: Course, seat: str, answer: dict[str, str], made: datetime) -> None:
    desk = course.root / "desk"
    desk.mkdir(exist_ok=True)
    shutil.copy(course.notebook(MODULE), desk)
    entry = {"answer": answer, "tries": 1, "last": {"outcome": "waiting", "mistake": None, "points": 0}}
    content = {"format": "kaizen-answers/1", "module": MODULE, "seat": seat, "exercises": {REASON: entry}}
    (desk / "answers.json").write_bytes(encode_json(content))
    make_hand_in(desk / f"{MODULE}.ipynb", seat, Places.of(course, MODULE).handed_in, made=made)
    collect(course, Places.of(course, MODULE).handed_in, MODULE)


@dataclass(frozen=True)
class Asked:
    """What the gradebook says of the text of one seat."""

    auto: float | None
    by_hand: float | None
    waits: bool
    comment: str | None


def gradebook(course: Course, seat: str) -> Asked:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.grading / 'gradebook.db'}", "kaizen") as book:
        given = book.find_grade(CELL, MODULE, MODULE, f"seat{seat}")
        words = book.find_comment(CELL, MODULE, MODULE, f"seat{seat}")
        return Asked(given.auto_score, given.manual_score, given.needs_manual_grade, words.manual_comment)


def text_of(course: Course, seat: str) -> tuple[float | None, str, str | None, bool, str]:
    (one,) = [item for item in current_results(course, MODULE) if item.seat == seat]
    judged = one.exercises[REASON]
    return judged.points, judged.outcome, judged.mistake, judged.marked, judged.comment


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Three hand-ins, graded once: a whole text, nothing, and one that is too short to say much."""
    root = tmp_path_factory.mktemp("marking") / "業務改善 講座"
    (root / "solutions" / MODULE).mkdir(parents=True)
    (root / "exercises").mkdir()
    (root / "courses").mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", root)
    course = Course(root)
    (root / "solutions" / MODULE / f"{MODULE}.ipynb").write_bytes(encode_json(a_notebook()))
    normalise_tree(course, scored={MODULE: {one.id: one.points for one in exercises(MODULE)}})
    release(course)
    for seat in (FULL, BLANK, SHORT):
        hand_in(course, seat, answers_of(seat), EARLIER)
    grade(course, MODULE, cell_seconds=20)
    return course


@contextmanager
def formgrader(course: Course) -> Iterator[Any]:
    """nbgrader's formgrader in a Jupyter server of its own; yields a function that asks it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    extension = "{'nbgrader.server_extensions.formgrader': True}"
    words = ["--ServerApp.token=secret", "--ServerApp.port_retries=0", f"--ServerApp.port={port}", "--allow-root"]
    words += [f"--ServerApp.root_dir={course.root}", f"--ServerApp.jpserver_extensions={extension}", "--no-browser"]
    log = (course.root / "formgrader.log").open("w", encoding="utf-8")
    server = subprocess.Popen([sys.executable, "-m", "jupyter_server", *words], cwd=course.root, stdout=log, stderr=log)
    opener = build_opener(ProxyHandler({}))

    def ask(path: str, data: dict[str, Any] | None = None) -> str:
        request = Request(
            f"http://127.0.0.1:{port}/{path}",
            None if data is None else json.dumps(data).encode(),
            {"Authorization": "token secret", "Content-Type": "application/json"},
            method="GET" if data is None else "PUT",
        )
        with opener.open(request, timeout=60) as reply:
            return str(reply.read().decode("utf-8"))

    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                ask("api/status")
                break
            except URLError:
                if server.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError((course.root / "formgrader.log").read_text(encoding="utf-8")) from None
                time.sleep(0.3)
        yield ask
    finally:
        server.terminate()
        server.wait(60)
        log.close()


def submission_of(ask: Any, seat: str) -> str:
    found = json.loads(ask(f"formgrader/api/submitted_notebooks/{MODULE}/{MODULE}"))
    return str(next(one["id"] for one in found if one["student"] == f"seat{seat}"))


def mark(ask: Any, seat: str, points: float, comment: str) -> None:
    submission = submission_of(ask, seat)
    grades = json.loads(ask(f"formgrader/api/grades?submission_id={submission}"))
    comments = json.loads(ask(f"formgrader/api/comments?submission_id={submission}"))
    given = next(one["id"] for one in grades if one["name"] == CELL)
    words = next(one["id"] for one in comments if one["name"] == CELL)
    ask(f"formgrader/api/grade/{given}", {"manual_score": points, "extra_credit": None})
    ask(f"formgrader/api/comment/{words}", {"manual_comment": comment})


ASKED = {
    FULL: Asked(None, None, True, None),
    BLANK: Asked(0, None, False, None),
    SHORT: Asked(None, None, True, None),
}


def test_what_was_begun_waits_in_the_gradebook_and_what_was_not_does_not(course: Course) -> None:
    assert {seat: gradebook(course, seat) for seat in ASKED} == ASKED
    assert {seat: text_of(course, seat) for seat in ASKED} == {
        FULL: (None, "waiting", None, False, ""),
        BLANK: (0, "unattempted", None, False, ""),
        SHORT: (None, "waiting", "issues.reason-short", False, ""),
    }
    assert [note.code for item in current_results(course, MODULE) for note in item.notes] == []


def test_nbgrader_itself_comes_to_the_same_state(course: Course) -> None:
    put_scripts_on_path()
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", MODULE, "--force"],
        cwd=course.root,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert {seat: gradebook(course, seat) for seat in ASKED} == ASKED


def test_no_points_leave_while_a_text_waits(course: Course, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_scores(course, MODULE, tmp_path / "点.csv")

    assert caught.value.message_ja == (
        "点の決まっていない演習があるため、点数の書き出しを止めました（席01 issues-reason、席03 issues-reason）。"
        "答えを見て点を決め、kaizen grade 02_issues --mark 01:issues-reason=点 で入れてください。"
        "講師が見る答え（2件）は、画面の「Formgrader」でも点を入れられます。"
    )


def test_a_mark_from_formgrader_is_taken_over_kept_and_asked_again(course: Course, tmp_path: Path) -> None:
    with formgrader(course) as ask:
        page = ask(f"formgrader/submissions/{submission_of(ask, FULL)}/")
        mark(ask, FULL, 3.5, COMMENT)

    # What the marker saw: the learner's own words, the criteria, and a place for points and words.
    assert answers_of(FULL)["reason"] in page
    assert all(criterion.half in page for criterion in exercise_by_id(REASON).rubric)
    assert re.search(rf'<input[^>]* id="{CELL}"', page)
    assert re.search(rf'<textarea[^>]* id="{CELL}-comment"', page)
    assert gradebook(course, FULL) == Asked(None, 3.5, False, COMMENT)
    assert text_of(course, FULL) == (3.5, "waiting", None, True, COMMENT)

    # The same hand-in again: the mark stays, in nbgrader too. No word is said of another score.
    (again,) = grade(course, MODULE, seats=[FULL], cell_seconds=20)
    assert (again.exercises[REASON].points, again.notes) == (3.5, ())
    assert gradebook(course, FULL) == Asked(None, 3.5, False, COMMENT)

    # Without formgrader; then everything is settled and may leave.
    set_mark(course, MODULE, SHORT, REASON, 0.5, "一緒に書き直しましょう。")
    assert gradebook(course, SHORT) == Asked(None, 0.5, False, "一緒に書き直しましょう。")
    scores = write_scores(course, MODULE, tmp_path / "点.csv").read_text(encoding="utf-8-sig").splitlines()
    at = scores[0].split(",").index("E2-6")
    assert [line.split(",")[at] for line in scores[1:]] == ["3.5", "0", "0.5"]

    # The pages and the workbook say it.
    pages = {path.parent.name: path.read_text(encoding="utf-8") for path in write_feedback(course, MODULE)}
    assert "次は &lt;市町&gt; の声も聞いてみましょう。</blockquote>" in pages[f"seat{FULL}"]
    assert "▶</span> 講師が見ました" in pages[f"seat{FULL}"]
    assert write_report(course, MODULE, out=tmp_path / "表.xlsx").is_file()

    # Another answer: asked again, with the old score in view, and withheld until somebody says so.
    changed = {**answers_of(FULL), "not_yet": "先に3つの市町の話を聞いてから、方法を2つ並べて決めたいです。"}
    hand_in(course, FULL, changed, EARLIER + timedelta(hours=1))
    (changed_one,) = grade(course, MODULE, seats=[FULL], cell_seconds=20)
    assert (changed_one.exercises[REASON].points, changed_one.exercises[REASON].marked) == (None, False)
    assert gradebook(course, FULL) == Asked(None, 3.5, True, COMMENT)
    assert text_of(course, FULL) == (None, "waiting", None, False, "")
    with pytest.raises(InputError):
        write_scores(course, MODULE, tmp_path / "次の点.csv")

    # A gradebook that was lost and made anew: the marks are not.
    (course.grading / "gradebook.db").rename(tmp_path / "gradebook.db")
    grade(course, MODULE, cell_seconds=20)
    assert text_of(course, SHORT) == (0.5, "waiting", "issues.reason-short", True, "一緒に書き直しましょう。")
    assert gradebook(course, SHORT) == Asked(None, 0.5, False, "一緒に書き直しましょう。")
    assert gradebook(course, FULL) == Asked(None, None, True, None)
