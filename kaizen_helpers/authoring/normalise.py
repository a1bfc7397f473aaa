"""Keep notebooks in one form, so that a difference in git is a difference in content.

``normalise`` is the pure core on the bytes of one notebook; ``normalise_tree`` runs it over ``courses/`` and
``solutions/``, never over ``exercises/``, which nbgrader writes. Checking and rewriting are the same run. What can be
repaired without asking is repaired (``clean``); the rest is reported for the author (``lint``, ``markdown``,
``strays``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from kaizen_helpers.authoring.clean import clean_notebook, name_of
from kaizen_helpers.authoring.codestyle import check_code, format_code
from kaizen_helpers.authoring.findings import Finding, Notes, Report
from kaizen_helpers.authoring.lint import GradedCell, check_cells
from kaizen_helpers.authoring.markdown import MarkdownText, check_markdown
from kaizen_helpers.authoring.strays import check_strays, course_file_exists
from kaizen_helpers.course import Course
from kaizen_helpers.files import write_atomically

__all__ = ["Finding", "Normalised", "Report", "normalise", "normalise_tree"]

Format = Callable[[bytes], bytes]
Exists = Callable[[str], bool]
Scored = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Normalised:
    """One notebook in normal form."""

    content: bytes
    """The bytes to keep; the given ones where the notebook cannot be read."""
    findings: tuple[Finding, ...]
    """Repairs and reports, sorted."""
    grade_ids: tuple[tuple[str, str], ...] = ()
    """Every ``grade_id`` of the notebook with the id of its cell."""
    graded: tuple[GradedCell, ...] = ()
    """The exercises that nbgrader scores here."""


def normalise(raw: bytes, file: str, exists: Exists | None = None, format_cells: Format | None = None) -> Normalised:
    """Bring a notebook into normal form and say what only its author can put right.

    ``file`` is the path below the course with ``/``; it decides which rules apply. ``exists`` says whether a link,
    relative to the notebook, leads to a file (default: all do). ``format_cells`` formats the code of a notebook given
    as bytes (default: not). Doing it twice gives what doing it once gives.
    """
    notes = Notes(file)
    notebook = _read(raw, notes)
    if notebook is None:
        return Normalised(raw, tuple(notes.findings))
    clean_notebook(notebook, notes)
    if format_cells:
        _format_cells(notebook, format_cells, notes)
    _check_schema(notebook, notes)
    if any(finding.rule == "schema" for finding in notes.findings):
        return Normalised(raw, tuple(sorted(notes.findings)))
    parts = PurePosixPath(file).parts
    module = parts[1] if len(parts) > 2 else PurePosixPath(file).stem
    cells = notebook["cells"]
    graded = check_cells(cells, module, parts[0] == "solutions", notes)
    texts = [
        MarkdownText(name_of(cell, number), "".join(cell["source"]))
        for number, cell in enumerate(cells, 1)
        if cell["cell_type"] == "markdown"
    ]
    check_markdown(texts, notes, exists or (lambda _path: True))
    content = _write(notebook)
    if content != raw and not any(finding.repaired for finding in notes.findings):
        notes.repair("-", "bytes", "write as UTF-8 without BOM, LF, indent 1, keys sorted, one final newline")
    grade_ids = tuple(
        (cell["metadata"]["nbgrader"].get("grade_id", ""), cell["id"])
        for cell in cells
        if "nbgrader" in cell["metadata"]
    )
    return Normalised(content, tuple(sorted(notes.findings)), grade_ids, tuple(graded))


def normalise_tree(course: Course, check: bool = False, scored: Scored | None = None) -> Report:
    """Normalise every notebook of ``courses/`` and ``solutions/``; with ``check`` only say what would change.

    ``scored`` maps each module to its exercises and their points; by default the catalogue of the course.

    Raises:
        SetupError: ruff, which formats and lints the code cells, is not installed.
        WriteError: a notebook could not be written; it is as it was.
    """
    findings: list[Finding] = []
    changed: list[Path] = []
    done: dict[str, Normalised] = {}
    for path in _notebooks(course):
        file = path.relative_to(course.root).as_posix()
        raw = path.read_bytes()
        result = normalise(raw, file, course_file_exists(course, path), _formatter(path))
        done[file] = result
        findings += result.findings
        notes = Notes(file)
        if not any(finding.rule in _UNREADABLE for finding in result.findings):
            check_code(result.content, path, notes)
        findings += notes.findings
        if result.content != raw:
            changed.append(path)
            if not check:
                write_atomically(path, result.content)
    for path in sorted(course.lectures.rglob("*.md")):
        notes = Notes(path.relative_to(course.root).as_posix())
        text = path.read_bytes().decode("utf-8", errors="replace")
        check_markdown([MarkdownText("-", text)], notes, course_file_exists(course, path))
        findings += notes.findings
    findings += _check_course(done, scored if scored is not None else _catalogue())
    findings += check_strays(course)
    left = [finding for finding in findings if check or not finding.repaired]
    return Report(tuple(sorted(set(left))), tuple(changed))


_UNREADABLE = ("json", "schema")


def _formatter(path: Path) -> Format:
    return lambda content: format_code(content, path)


def _notebooks(course: Course) -> list[Path]:
    found = [path for folder in (course.lectures, course.solutions) for path in folder.rglob("*.ipynb")]
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def _read(raw: bytes, notes: Notes) -> dict[str, Any] | None:
    try:
        notebook = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        notes.report("-", "json", f"this is no notebook ({error}): restore it from git")
        return None
    if not isinstance(notebook, dict) or not _has_shape(notebook):
        notes.report("-", "json", "this is no notebook of format 4: open it in JupyterLab and save it")
        return None
    return notebook


def _has_shape(notebook: dict[str, Any]) -> bool:
    """Whether the parts that the repairs touch are there and of the right type."""
    cells = notebook.get("cells")
    return (
        notebook.get("nbformat") == 4
        and isinstance(notebook.get("nbformat_minor"), int)
        and isinstance(notebook.get("metadata"), dict)
        and isinstance(cells, list)
        and all(
            isinstance(cell, dict)
            and isinstance(cell.get("cell_type"), str)
            and isinstance(cell.get("metadata"), dict)
            and _is_text(cell.get("source"))
            for cell in cells
        )
    )


def _is_text(source: object) -> bool:
    return isinstance(source, str) or (isinstance(source, list) and all(isinstance(line, str) for line in source))


def _write(notebook: dict[str, Any]) -> bytes:
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode("utf-8", "backslashreplace")  # half a surrogate pair stays the escape it was


def _format_cells(notebook: dict[str, Any], format_cells: Format, notes: Notes) -> None:
    formatted = json.loads(format_cells(_write(notebook)).decode("utf-8"))["cells"]
    for cell, other in zip(notebook["cells"], formatted, strict=True):
        if cell["cell_type"] == "code" and "".join(cell["source"]) != "".join(other["source"]):
            cell["source"] = other["source"]
            notes.repair(cell["id"], "code-format", "format the code")


def _check_schema(notebook: dict[str, Any], notes: Notes) -> None:
    """What nbformat's and nbgrader's own validators say."""
    import nbformat
    from nbformat.validator import iter_validate
    from nbgrader.nbgraderformat import MetadataValidator, ValidationError
    from nbgrader.nbgraderformat.common import SchemaMismatchError

    minor = notebook["nbformat_minor"]
    for problem in iter_validate(notebook, version=4, version_minor=minor):
        notes.report("-", "schema", _one_line(str(problem)))
    if any(finding.rule == "schema" for finding in notes.findings):
        return
    try:
        MetadataValidator().validate_nb(nbformat.from_dict(notebook))
    except (ValidationError, SchemaMismatchError) as problem:
        notes.report("-", "schema", f"nbgrader: {_one_line(str(problem))}")


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]


def _check_course(done: Mapping[str, Normalised], scored: Scored) -> list[Finding]:
    """What can only be seen over all notebooks: ids used twice, exercises without a cell, other points."""
    found: list[Finding] = []
    counts = Counter(grade_id for result in done.values() for grade_id, _ in result.grade_ids)
    places: dict[str, str] = {}
    with_rubric = _with_rubric()
    for file, result in done.items():
        notes = Notes(file)
        for grade_id, cell in result.grade_ids:
            if counts[grade_id] > 1:
                notes.report(cell, "grade-id", f"{grade_id} is used more than once: name each cell of the course anew")
        for exercise, cell, points, by_hand in result.graded:
            if exercise in places:
                notes.report(cell, "exercise", f"{exercise} is scored twice: {places[exercise]} has it too")
            places.setdefault(exercise, file)
            _check_catalogued(exercise, cell, points, scored.get(_module(file), {}), notes)
            if by_hand != (exercise in with_rubric):
                kind = "a task cell below the exercise" if exercise in with_rubric else "the exercise's own graded cell"
                notes.report(cell, "exercise", f"{exercise} must be marked in {kind}")
        if file.startswith("solutions/"):
            missing = scored.get(_module(file), {}).keys() - {exercise for exercise, *_ in result.graded}
            for exercise in missing:
                notes.report("-", "exercise", f"{exercise} of the catalogue has no graded cell here")
        found += notes.findings
    return found


def _module(file: str) -> str:
    return PurePosixPath(file).parent.name


def _check_catalogued(exercise: str, cell: str, points: float, known: Mapping[str, float], notes: Notes) -> None:
    if exercise not in known:
        notes.report(cell, "exercise", f"{exercise} is not in the catalogue of this module")
    elif known[exercise] != points:
        notes.report(cell, "points", f"{exercise} has {known[exercise]:g} points in the catalogue, here {points:g}")


def _catalogue() -> dict[str, dict[str, float]]:
    from kaizen_helpers.checkers.catalogue import exercises

    scored: dict[str, dict[str, float]] = {}
    for exercise in exercises():
        scored.setdefault(exercise.module, {})[exercise.id] = exercise.points
    return scored


def _with_rubric() -> frozenset[str]:
    """The exercises that a person marks."""
    from kaizen_helpers.checkers.catalogue import exercises

    return frozenset(exercise.id for exercise in exercises() if exercise.rubric)
