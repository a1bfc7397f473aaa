"""What the learner's home page shows, read from the learner's folder: nothing is written and nothing is judged."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaizen_helpers.checkers.catalogue import exercises
from kaizen_helpers.checkers.engine import Exercise, Message, Outcome, Result
from kaizen_helpers.checkers.render import state
from kaizen_helpers.checkers.seat import find_seat
from kaizen_helpers.checkers.store import ANSWERS, DamagedAnswers, read_answers, revision
from kaizen_helpers.classroom.handin import MODULE_PATTERN
from kaizen_helpers.classroom.panel import LOCAL_FOLDER

__all__ = ["RETURNED", "HandedIn", "Home", "Lesson", "Next", "Paper", "Task", "home", "notebook_of", "state_of_entry"]

RETURNED = "返却"
"""The folder in the learner's folder for the pages that the trainer gives back."""
LECTURE = "lecture.ipynb"

_UNREADABLE = ("？", "読めません")
_UNTOUCHED = ("－", "未着手")
_DONE = ("できた", "講師が見ます")
"""States in which nothing is left for the learner to do."""
_PROBLEM = "答えの記録を読めませんでした。ファイルはそのままにして、講師に声をかけてください。"
_MAX_NOTEBOOK_BYTES = 50_000_000


@dataclass(frozen=True)
class Task:
    """One exercise and how far the learner got."""

    id: str
    code: str
    title: str
    required: bool
    """Whether it is one of the required exercises of the day; otherwise it is self-study."""
    minutes: int
    """What the timetable gives it; 0 where that is not known."""
    symbol: str
    word: str


@dataclass(frozen=True)
class HandedIn:
    """The newest hand-in of a module."""

    name: str
    at: str
    """「11月24日 10:32」."""


@dataclass(frozen=True)
class Lesson:
    """One module: what to read, what to do, what was handed in. Paths are relative to the learner's folder."""

    module: str
    title: str
    """From the first heading of its notebooks."""
    lecture: str
    """Empty when there is none."""
    exercise: str
    """Empty when there is none."""
    minutes: int
    """Of the required exercises together; 0 where that is not known."""
    tasks: tuple[Task, ...]
    handed_in: HandedIn | None
    problem: str
    """A sentence when the answers cannot be read; empty when all is well."""


@dataclass(frozen=True)
class Next:
    """The first required exercise, in course order, that is not done."""

    module: str
    path: str
    task: Task


@dataclass(frozen=True)
class Paper:
    """A page that the trainer gave back."""

    name: str
    path: str


@dataclass(frozen=True)
class Home:
    """All that the home page shows."""

    place: str
    """The learner's folder, as the person finds it in the Explorer."""
    seat: str
    """Empty as long as none is known."""
    lessons: tuple[Lesson, ...]
    next: Next | None
    returned: tuple[Paper, ...]


def home(folder: Path, minutes: Mapping[str, int] | None = None) -> Home:
    """Look at a learner's folder. Nothing that is missing, damaged or unreadable raises.

    ``minutes`` are those of each exercise in the timetable, by id.
    """
    lessons = tuple(_lesson(place, minutes or {}) for place in _modules(folder))
    seat = next((seat for lesson in lessons if (seat := find_seat(folder / lesson.module))), "")
    return Home(str(folder), seat, lessons, _next(lessons), _returned(folder))


def notebook_of(folder: Path, module: str) -> Path | None:
    """The exercise notebook of a module in the learner's folder; None where there is no such module."""
    if not MODULE_PATTERN.fullmatch(module):
        return None
    path = folder / module / f"{module}.ipynb"
    return path if path.is_file() else None


def state_of_entry(entry: Mapping[str, Any]) -> tuple[str, str]:
    """Symbol and word for what ``answers.json`` says of one exercise, for example ``("○", "できた")``."""
    if entry.get("answer") is None:
        return _UNTOUCHED
    last = entry.get("last")
    outcome = last.get("outcome") if type(last) is dict else None
    if outcome not in list(Outcome):
        return "－", "書きかけ"
    checked = entry.get("checked")
    if type(checked) is int and revision(dict(entry)) > checked:
        return "－", "未確認"
    tries = entry.get("tries")
    result = Result("", Outcome(outcome), None, Message(), 0, 0)
    return state(result, tries if type(tries) is int else 0)


def _modules(folder: Path) -> list[Path]:
    try:
        places = sorted(place for place in folder.iterdir() if MODULE_PATTERN.fullmatch(place.name))
    except OSError:
        return []
    return [place for place in places if (place / LECTURE).is_file() or (place / f"{place.name}.ipynb").is_file()]


def _lesson(place: Path, minutes: Mapping[str, int]) -> Lesson:
    module = place.name
    lecture, exercise = place / LECTURE, place / f"{module}.ipynb"
    entries, problem = _entries(place / ANSWERS)
    tasks = tuple(_task(known, entries, problem, minutes) for known in exercises(module)) if exercise.is_file() else ()
    return Lesson(
        module=module,
        title=_heading(exercise) or _heading(lecture) or module,
        lecture=f"{module}/{LECTURE}" if lecture.is_file() else "",
        exercise=f"{module}/{module}.ipynb" if exercise.is_file() else "",
        minutes=sum(task.minutes for task in tasks if task.required),
        tasks=tasks,
        handed_in=_handed_in(place),
        problem=problem,
    )


def _task(exercise: Exercise, entries: Mapping[str, Any], problem: str, minutes: Mapping[str, int]) -> Task:
    symbol, word = _UNREADABLE if problem else state_of_entry(entries.get(exercise.id, {}))
    return Task(
        exercise.id, exercise.code, exercise.title, exercise.required, minutes.get(exercise.id, 0), symbol, word
    )


def _entries(path: Path) -> tuple[dict[str, Any], str]:
    try:
        return dict(read_answers(path)["exercises"]), ""
    except FileNotFoundError:
        return {}, ""
    except (DamagedAnswers, OSError):
        return {}, _PROBLEM


def _heading(notebook: Path) -> str:
    """The first heading of a notebook; empty when there is none."""
    try:
        if notebook.stat().st_size > _MAX_NOTEBOOK_BYTES:
            return ""
        cells = json.loads(notebook.read_bytes().decode("utf-8-sig"))["cells"]
        for cell in cells:
            source = cell["source"]
            text = source if type(source) is str else "".join(source)
            found = re.match(r"#\s+(.+)", text)
            if cell["cell_type"] == "markdown" and found:
                return found[1].strip()
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return ""
    return ""


def _handed_in(place: Path) -> HandedIn | None:
    """The newest hand-in of a module, by the time in its name."""
    pattern = re.compile(rf"{place.name}_seat\d{{2,3}}_(\d{{4}})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d).*\.zip")
    found = [
        (match.groups(), path.name)
        for folder in (place.parent / LOCAL_FOLDER, place / LOCAL_FOLDER)
        for path in _files(folder)
        if (match := pattern.fullmatch(path.name))
    ]
    if not found:
        return None
    (_, month, day, hour, minute, _), name = max(found)
    return HandedIn(name, f"{int(month)}月{int(day)}日 {hour}:{minute}")


def _returned(folder: Path) -> tuple[Paper, ...]:
    pages = [path for path in _files(folder / RETURNED) if path.suffix.lower() in (".html", ".htm")]
    return tuple(Paper(path.stem, f"{RETURNED}/{path.name}") for path in pages)


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        return []


def _next(lessons: Sequence[Lesson]) -> Next | None:
    for lesson in lessons:
        for task in lesson.tasks:
            if task.required and task.word not in _DONE:
                return Next(lesson.module, lesson.exercise, task)
    return None
