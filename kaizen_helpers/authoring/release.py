"""Make ``exercises/`` out of ``solutions/``: what learners get, without a single answer.

nbgrader does the work (its Python API, on a copy of the sources in a temporary folder and without a gradebook), so
nothing but ``exercises/`` is ever written. The same sources always give the same bytes.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

from kaizen_helpers.authoring.nbgrader_settings import (
    NEVER_RELEASED,
    SAMPLE_ANSWERS,
    nbgrader_config,
    put_scripts_on_path,
)
from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError, MissingError, WriteError
from kaizen_helpers.files import write_atomically

__all__ = ["find_leaks", "generate", "release", "release_differences"]

ANSWERS = "answers.json"
"""A learner's answers: in ``solutions/`` nbgrader would release them and lay them over the learner's at marking."""

MARKERS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "END HIDDEN TESTS", "BEGIN MARK SCHEME")
"""Text that only a source notebook holds."""

TELLING_LENGTH = 20
"""A sample text of so many characters found in a release was copied there; shorter ones are names of the case."""

_LEFT_ALONE = (".ipynb_checkpoints",)
_MODULE = re.compile(r"\d\d_[a-z0-9_]+")


def generate(course: Course) -> dict[str, bytes]:
    """The release of every module: file name below ``exercises/`` (with ``/``) to content.

    Raises:
        MissingError: ``solutions/`` holds no module.
        InputError: nbgrader refused a notebook, or an answer would reach the learner.
    """
    modules = course.modules() if course.solutions.is_dir() else []
    if not modules:
        raise MissingError("No module found: solutions/ needs NN_topic/NN_topic.ipynb.", "solutions")
    _refuse_answers(course.solutions)
    with tempfile.TemporaryDirectory(prefix="kaizen-release-", ignore_cleanup_errors=True) as folder:
        work = Path(folder).resolve()
        for module in modules:
            _copy_sources(course.solutions / module, work / "solutions" / module)
        _run_nbgrader(work, modules)
        files = {name: _with_lf(name, content) for name, content in _read_tree(work / "exercises")}
    lost = [module for module in modules if f"{module}/{module}.ipynb" not in files]
    if lost:
        raise InputError("nbgrader made no release of this module.", f"solutions/{lost[0]}")
    leaks = find_leaks(files, _sample_texts(course.solutions))
    if leaks:
        raise InputError("This must not reach a learner; nothing was released.\n" + "\n".join(leaks), "solutions")
    return files


def release(course: Course, out: Path | None = None) -> list[Path]:
    """Bring ``exercises/`` (or ``out``) up to date and return the paths that were written or removed, sorted.

    Everything is generated before the first file is touched; each file is then replaced in one step. Files that are
    no longer part of a module are removed. A file that did not change is not written.

    Raises:
        MissingError: ``solutions/`` holds no module.
        InputError: nbgrader refused a notebook, or an answer would reach the learner, or somebody's ``answers.json``
            lies in the target and would be lost.
        WriteError: a file could not be written; running it again is safe.
    """
    target = out if out is not None else course.exercises
    fresh = generate(course)
    present = dict(_read_tree(target)) if target.is_dir() else {}
    stale = [name for name in present if name not in fresh and _MODULE.fullmatch(name.split("/")[0])]
    for name in stale:
        if Path(name).name.casefold() == ANSWERS:
            raise InputError("Somebody worked here: move this file away, then release again.", f"{target.name}/{name}")
    changed = []
    for name, content in sorted(fresh.items()):
        if present.get(name) != content:
            write_atomically(target / name, content)
            changed.append(target / name)
    for name in stale:
        _remove(target, name)
        changed.append(target / name)
    return sorted(changed)


def release_differences(course: Course) -> list[str]:
    """Every way in which ``exercises/`` is not what ``solutions/`` gives today, one line each, sorted; [] is good.

    Files are compared byte for byte and the list of files is compared too.

    Raises:
        MissingError: ``solutions/`` holds no module.
        InputError: a release cannot be generated at all.
    """
    fresh = generate(course)
    present = dict(_read_tree(course.exercises)) if course.exercises.is_dir() else {}
    lines = []
    for name in fresh.keys() | present.keys():
        if name not in present:
            lines.append(f"exercises/{name}: missing: run `kaizen release`")
        elif name not in fresh:
            lines.append(f"exercises/{name}: not made from solutions/: remove it or run `kaizen release`")
        elif fresh[name] != present[name]:
            lines.append(f"exercises/{name}: differs from solutions/: run `kaizen release`")
    return sorted(lines)


def find_leaks(files: Mapping[str, bytes], samples: frozenset[str] = frozenset()) -> list[str]:
    """What in these files only a source or a model answer may hold, one ``file: finding`` line each, sorted."""
    found = []
    for name, content in files.items():
        if Path(name).name.casefold() in {ANSWERS, SAMPLE_ANSWERS}:
            found.append(f"{name}: a file of answers")
        text = _plain_text(name, content)
        found += [f"{name}: holds “{marker}”" for marker in MARKERS if marker in text]
        found += [f"{name}: holds the model answer “{sample}”" for sample in samples if sample in text]
    return sorted(found)


def _refuse_answers(solutions: Path) -> None:
    for path in sorted(solutions.rglob("*")):
        if path.name.casefold() == ANSWERS:
            where = path.relative_to(solutions.parent).as_posix()
            raise InputError(f"Answers may not lie beside a source: delete it or rename it to {SAMPLE_ANSWERS}.", where)


def _copy_sources(source: Path, target: Path) -> None:
    """Copy what nbgrader may see. Its own ignore list is a list of globs that a ``[`` in a path defeats."""

    def left_out(_folder: str, names: list[str]) -> list[str]:
        return [name for name in names if any(fnmatch(name, pattern) for pattern in NEVER_RELEASED)]

    shutil.copytree(source, target, ignore=left_out)


def _run_nbgrader(work: Path, modules: list[str]) -> None:
    """Generate each module below ``work``, without a gradebook and without a word on the terminal."""
    import io
    import logging

    put_scripts_on_path()
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.log import get_logger

    config = nbgrader_config(work)
    config.SaveCells.enabled = False  # what `--no-db` does: the gradebook is made when marking
    log, said = get_logger(), io.StringIO()
    handler = logging.StreamHandler(said)
    before = log.propagate
    log.addHandler(handler)
    log.propagate = False
    try:
        for module in modules:
            config.CourseDirectory.assignment_id = module
            courses = CourseDirectory(config=config)
            GenerateAssignment(coursedir=courses, config=config, no_database=True).start()
    except NbGraderException as error:
        raise InputError(f"nbgrader refused the notebook: {_reason(said.getvalue())}", f"solutions/{module}") from error
    finally:
        log.removeHandler(handler)
        log.propagate = before


def _reason(log: str) -> str:
    """The line of nbgrader's log that says what was wrong: the last line of the traceback."""
    errors = [line for line in log.splitlines() if re.match(r"[\w.]*(Error|Exception)\b", line)]
    return errors[-1] if errors else log.strip()


def _read_tree(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part in _LEFT_ALONE for part in parts):
            yield "/".join(parts), path.read_bytes()


def _with_lf(name: str, content: bytes) -> bytes:
    """nbconvert writes notebooks in text mode, which means CRLF on Windows."""
    return content.replace(b"\r\n", b"\n") if name.endswith(".ipynb") else content


def _plain_text(name: str, content: bytes) -> str:
    """The text a learner can read in a file; in a notebook the cells' own text, free of JSON's escapes."""
    text = content.decode("utf-8", errors="replace")
    if not name.endswith((".ipynb", ".json")):
        return text
    try:
        return "\n".join(_strings(json.loads(text)))
    except ValueError:
        return text


def _strings(value: object) -> Iterator[str]:
    """Every text inside a JSON value; a list of lines, as notebooks keep a source, is one text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            yield "".join(value)
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)


def _sample_texts(solutions: Path) -> frozenset[str]:
    """The long texts of all model answers, which no release may hold."""
    texts: set[str] = set()
    for path in sorted(solutions.rglob(SAMPLE_ANSWERS)):
        try:
            samples = json.loads(path.read_bytes())
        except ValueError as error:
            where = path.relative_to(solutions.parent).as_posix()
            raise InputError(f"This is not JSON ({error}).", where) from error
        texts.update(text for text in _strings(samples) if len(text) >= TELLING_LENGTH)
    return frozenset(texts)


def _remove(target: Path, name: str) -> None:
    path = target / name
    try:
        path.unlink()
        for folder in path.parents:
            if folder == target or any(folder.iterdir()):
                break
            folder.rmdir()
    except OSError as error:
        raise WriteError(f"Could not be removed ({error.strerror}).", str(path)) from error
