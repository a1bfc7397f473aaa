"""Run nbgrader's own autograde on one seat at a time, quietly and never for ever.

nbgrader executes untrusted notebooks; its points are kept beside the judge's, which stand.
"""

from __future__ import annotations

import glob
import logging
import os
import tempfile
import threading
import uuid
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaizen_helpers.authoring.nbgrader_settings import nbgrader_config, put_scripts_on_path
from kaizen_helpers.course import Course
from kaizen_helpers.errors import SetupError, WriteError
from kaizen_helpers.grading.places import Note, Places, read_json

__all__ = ["CELL_SECONDS", "Autograder", "Ran", "autograder"]

CELL_SECONDS = 30
"""A cell that runs longer is stopped; the environment variable ``KAIZEN_CELL_SECONDS`` sets another limit."""
_CELLS_A_SUBMISSION = 4
"""A submission may use up so many cells' time before its kernel is ended."""
_LEAST_SECONDS = 60
_MARK = "KAIZEN_GRADING_RUN"
"""Environment variable that every process of a run inherits, so that those it let go are found again."""
_TRIES = 2
"""A kernel also dies for reasons of the computer's (a port that was just taken): one more try is fair."""
_NOT_WRITABLE = "採点用のフォルダに書き込めません。空き容量と権限を確かめてください。"


@dataclass(frozen=True)
class Ran:
    """What became of one seat's run."""

    points: Mapping[str, float | None]
    """nbgrader's points by exercise; empty when the run failed."""
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Autograder:
    """nbgrader, set up for one module."""

    places: Places
    config: Any
    cell_seconds: int

    def generate(self) -> None:
        """Bring the gradebook up to date with ``solutions/``; ``exercises/`` is not touched.

        Raises:
            SetupError: nbgrader could not generate the assignment, or the gradebook cannot be used.
            WriteError: ``.grading/`` cannot be written to.
        """
        self._log("generate", "")  # a folder that cannot be written to is told before nbgrader stumbles over it
        from nbgrader.converters import GenerateAssignment

        ok, said = self._start("generate", GenerateAssignment, create_assignment=True)
        if not ok:
            place = self._log("generate", said)
            raise SetupError(
                "採点簿の用意ができませんでした。.grading/gradebook.db の名前を変えてから、もう一度実行してください。"
                "それでも続くときは、記録を教材の担当者に渡してください。",
                str(place),
            )

    def run(self, seat: str) -> Ran:
        """Autograde one seat. A submission that fails is told by a note; nothing is raised for it."""
        from nbgrader.converters import Autograde

        for _ in range(_TRIES):
            with _ended_after(max(_LEAST_SECONDS, _CELLS_A_SUBMISSION * self.cell_seconds)) as over:
                ok, said = self._start(f"seat{seat}", Autograde, student=f"seat{seat}", create_student=True)
            self._log(f"seat{seat}", said)
            if ok or over.is_set():
                break
        if not ok:
            why = "時間内に終わらなかった" if over.is_set() else "途中で止まった"
            text = f"ノートブックの実行が{why}ため、点は答えの記録だけからつけています。"
            return Ran({}, (Note("autograde-failed", text),))
        return Ran(self._points(seat), tuple(self._notes(seat)))

    def _start(self, name: str, converter: Any, student: str = ".", **settings: Any) -> tuple[bool, str]:
        """Run one converter; whether it went well, and its log."""
        import io

        from nbgrader.coursedir import CourseDirectory
        from traitlets.log import get_logger

        config = self.config.copy()
        config.CourseDirectory.assignment_id = self.places.module
        config.CourseDirectory.student_id = student
        # A fresh list each time: nbclient appends to it. The kernel's own warnings are not for the instructor.
        config.Execute.extra_arguments = ["--IPKernelApp.log_level=50"]
        log, said = get_logger(), io.StringIO()
        handler = logging.StreamHandler(said)
        before, folder = log.propagate, Path.cwd()
        log.addHandler(handler)
        log.propagate = False
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                app = converter(coursedir=CourseDirectory(config=config), config=config)
                app.force = True
                for key, value in settings.items():
                    setattr(app, key, value)
                app.start()
        except Exception as error:  # noqa: BLE001 - whatever nbgrader raises for one seat must not stop the others
            said.write(f"\n{name}: {type(error).__name__}: {error}\n")
            return False, said.getvalue()
        except SystemExit as leaving:
            said.write(f"\n{name}: exit {leaving.code}\n")
            return False, said.getvalue()
        finally:
            log.removeHandler(handler)
            log.propagate = before
            os.chdir(folder)
        return True, said.getvalue()

    def _points(self, seat: str) -> dict[str, float | None]:
        from nbgrader.api import Gradebook, MissingEntry

        module = self.places.module
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Gradebook(self.config.CourseDirectory.db_url, self.config.CourseDirectory.course_id) as book:
                try:
                    grades = book.find_submission_notebook(module, module, f"seat{seat}").grades
                except MissingEntry:
                    return {}
                return {
                    grade.cell.name.removeprefix(f"{module}-"): None
                    if grade.auto_score is None
                    else float(grade.auto_score)
                    for grade in grades
                }

    def _notes(self, seat: str) -> Iterator[Note]:
        """What the run showed about the learner's own cells."""
        path = self.places.root / "autograded" / f"seat{seat}" / self.places.module / f"{self.places.module}.ipynb"
        names = [
            str(output.get("ename"))
            for cell in read_json(path).get("cells", [])
            for output in cell.get("outputs", [])
            if output.get("output_type") == "error"
        ]
        if "CellTimeoutError" in names:
            yield Note(
                "cell-timeout",
                f"{self.cell_seconds}秒たっても終わらないセルがありました。そのセルを止めて、先へ進みました。",
            )
        other = sorted({name for name in names if name not in ("CellTimeoutError", "KeyboardInterrupt")})
        if other:
            yield Note("cell-error", f"エラーになったセルがありました（{'、'.join(other)[:80]}）。")

    def _log(self, name: str, said: str) -> Path:
        path = self.places.log / f"{name}.log"
        try:
            self.places.log.mkdir(parents=True, exist_ok=True)
            path.write_text(said, encoding="utf-8", errors="replace")
        except OSError as error:
            raise WriteError(_NOT_WRITABLE, ".grading") from error
        return path


@contextmanager
def autograder(course: Course, module: str, cell_seconds: int | None = None) -> Iterator[Autograder]:
    """nbgrader ready for a module; the environment is as before when the block is left.

    Raises:
        SetupError: nbgrader cannot work in a folder of this name.
        WriteError: ``.grading/`` could not be made.
    """
    _refuse_pattern(course.root)
    seconds = cell_seconds or _seconds_from_environment()
    config = nbgrader_config(course.root)
    # The release goes to a place of its own: marking never writes to exercises/.
    config.CourseDirectory.release_directory = ".grading/released"
    config.Execute.timeout = seconds
    try:
        course.grading.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(_NOT_WRITABLE, ".grading") from error
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="kaizen-ipython-", ignore_cleanup_errors=True) as own:
        try:
            put_scripts_on_path()
            # The library that grades is the one running here, and nobody's IPython start-up files are.
            library = str(Path(__file__).resolve().parents[2])
            os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [library, before.get("PYTHONPATH", "")]))
            os.environ["IPYTHONDIR"] = own
            yield Autograder(Places.of(course, module), config, seconds)
        finally:
            os.environ.clear()
            os.environ.update(before)


def _refuse_pattern(root: Path) -> None:
    """nbgrader takes the course's path for a file pattern: a bracket in it hides every notebook, and formgrader too."""
    if glob.escape(str(root)) != str(root):
        raise SetupError(
            "フォルダの名前に [ ] * ? のどれかが入っているため、採点できません。"
            "その字を使わない名前に変えてから、もう一度実行してください。",
            str(root),
        )


def _seconds_from_environment() -> int:
    text = os.environ.get("KAIZEN_CELL_SECONDS", "")
    return int(text) if text.isdigit() and int(text) > 0 else CELL_SECONDS


@contextmanager
def _ended_after(seconds: float) -> Iterator[threading.Event]:
    """End every process started inside the block: after ``seconds``, and in any case when the block is left."""
    import psutil  # type: ignore[import-untyped]  # comes with ipykernel, without types

    myself = psutil.Process()
    before = {child.pid for child in myself.children(recursive=True)}
    over = threading.Event()
    os.environ[_MARK] = run = uuid.uuid4().hex

    def end() -> None:
        for child in myself.children(recursive=True):
            if child.pid not in before:
                _kill(child)

    def time_is_up() -> None:
        over.set()
        end()

    timer = threading.Timer(seconds, time_is_up)
    timer.daemon = True
    timer.start()
    try:
        yield over
    finally:
        timer.cancel()
        os.environ.pop(_MARK, None)
        end()
        # A process that cut its ties is nobody's child any more; what it inherited gives it away.
        for process in psutil.process_iter():
            if process.pid != myself.pid and _environment(process).get(_MARK) == run:
                _kill(process)


def _environment(process: Any) -> Mapping[str, str]:
    """A process's environment; empty when the system does not show it."""
    import psutil

    try:
        found: Mapping[str, str] = process.environ()
    except (psutil.Error, OSError):
        return {}
    return found


def _kill(process: Any) -> None:
    import psutil

    try:
        process.kill()
    except psutil.Error:
        return  # it has ended by itself
