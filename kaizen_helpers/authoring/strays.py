"""Files that do not belong into ``courses/`` and ``solutions/``, and links that lead to no file."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable
from pathlib import Path

from kaizen_helpers.authoring.findings import Finding, Notes
from kaizen_helpers.authoring.markdown import linked_files
from kaizen_helpers.authoring.nbgrader_settings import SAMPLE_ANSWERS
from kaizen_helpers.course import Course

__all__ = ["check_strays", "course_file_exists"]

AT_THE_TOP = ("timetable.toml", "organisation.toml", "tools.toml", "ようこそ.md")
"""Files of ``courses/`` itself."""

INSTRUCTOR = "instructor.md"
"""For the instructor alone: no learner gets it."""

CASES = "cases"
"""In a module of ``courses/``: the example cases as text, and the pictures drawn from them. Learners do not
get this folder."""

_MODULE = re.compile(r"\d\d_[a-z0-9_]+")
_LOCK = re.compile(r"~\$.*|\.~lock\..*|\.#.*|.*\.sw[op]")
_ANSWERS = "answers.json"


def course_file_exists(course: Course, document: Path) -> Callable[[str], bool]:
    """Whether a link in this document leads to a file or folder, small and capital letters told apart.

    A learner's folder holds ``courses/`` and the release of ``solutions/`` as one tree, so a link may lead from one to
    the other; out of it leads none. ``instructor.md`` is read in the course itself and may lead anywhere there.
    """
    if document.name == INSTRUCTOR:
        top, trees = course.root, [course.root]
    else:
        top = course.lectures if document.is_relative_to(course.lectures) else course.solutions
        trees = [course.lectures, course.solutions]
    place = document.parent.relative_to(top).as_posix()

    def exists(link: str) -> bool:
        parts = posixpath.normpath(posixpath.join(place, link)).split("/")
        hidden = document.name != INSTRUCTOR and parts[-1] in {INSTRUCTOR, SAMPLE_ANSWERS}
        return not hidden and any(_spelt_so(tree, parts) for tree in trees)

    return exists


def _spelt_so(folder: Path, parts: list[str]) -> bool:
    for part in parts:
        if not folder.is_dir() or part not in {entry.name for entry in folder.iterdir()} | {"."}:
            return False
        folder = folder / part
    return True


def check_strays(course: Course) -> list[Finding]:
    """One finding for each file that a learner must not get, or that no notebook or text mentions."""
    findings: list[Finding] = []
    for top in (course.lectures, course.solutions):
        mentioned = _mentioned(top)
        for path in sorted(path for path in top.rglob("*") if path.is_file()):
            notes = Notes(path.relative_to(course.root).as_posix())
            _check_file(path, top, mentioned, notes)
            findings += notes.findings
    return findings


def _check_file(path: Path, top: Path, mentioned: set[Path], notes: Notes) -> None:
    parts = path.relative_to(top).parts
    if ".ipynb_checkpoints" in parts:
        notes.report("-", "stray-file", "a checkpoint of JupyterLab: delete its folder")
    elif path.name.casefold() == _ANSWERS:
        notes.report("-", "stray-file", f"a file of answers: delete it or rename it to {SAMPLE_ANSWERS}")
    elif _LOCK.fullmatch(path.name):
        notes.report("-", "stray-file", "a lock file: close the program that has the document open")
    elif path.suffix in {".py", ".md"} and path.with_suffix(".ipynb").is_file():
        notes.report("-", "stray-file", f"a twin of {path.stem}.ipynb: delete it, the notebook is the source")
    elif len(parts) > 1 and not _MODULE.fullmatch(parts[0]):
        notes.report("-", "stray-file", f"“{parts[0]}” is no name of a module: use NN_topic")
    elif not _expected(path, top) and path not in mentioned:
        notes.report(
            "-", "stray-file", "nothing mentions it: link it, list it in the notebook's kaizen.files, or delete it"
        )


def _expected(path: Path, top: Path) -> bool:
    parts = path.relative_to(top).parts
    if len(parts) == 1:
        return top.name == "courses" and path.name in AT_THE_TOP
    if len(parts) > 2:
        return top.name == "courses" and parts[1:-1] == (CASES,) and path.suffix == ".txt"
    if top.name == "courses":
        return path.name in {"lecture.ipynb", INSTRUCTOR}
    return path.name in {f"{parts[0]}.ipynb", SAMPLE_ANSWERS}


def _mentioned(top: Path) -> set[Path]:
    """Files that a notebook or text below ``top`` links to, or a notebook lists in ``metadata.kaizen.files``."""
    found: set[Path] = set()
    for path in [*top.rglob("*.ipynb"), *top.rglob("*.md")]:
        if ".ipynb_checkpoints" in path.parts:
            continue
        names = _names_in_notebook(path) if path.suffix == ".ipynb" else linked_files(_text(path))
        found |= {Path(posixpath.normpath((path.parent / name).as_posix())) for name in names}
    return found


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def _names_in_notebook(path: Path) -> set[str]:
    try:
        notebook = json.loads(_text(path))
        cells = notebook["cells"]
        texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
        listed = notebook["metadata"].get("kaizen", {}).get("files", [])
    except (ValueError, KeyError, TypeError, AttributeError):
        return set()  # the notebook itself is reported
    return {name for text in texts for name in linked_files(text)} | {str(name) for name in listed}
