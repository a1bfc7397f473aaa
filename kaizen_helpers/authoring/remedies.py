"""The table of remedies in each ``instructor.md``, made from the exercises so that the two cannot drift."""

from __future__ import annotations

from pathlib import Path

from kaizen_helpers.checkers.catalogue import exercises
from kaizen_helpers.course import Course
from kaizen_helpers.errors import MissingError
from kaizen_helpers.files import write_atomically

__all__ = ["instructor_notes_differ", "refresh_instructor_notes", "remedies_table"]

BEGIN, END = "<!-- remedies:begin -->", "<!-- remedies:end -->"


def remedies_table(module: str) -> str:
    """Every known mistake of a module with what to tell the room, as Markdown tables, one an exercise."""
    parts = []
    for exercise in exercises(module):
        parts += [
            f"### {exercise.code} {exercise.title}",
            "",
            "| つまずきの名前 | 声かけ |",
            "|---|---|",
            *(f"| `{mistake.id}` | {mistake.trainer.replace('|', '｜')} |" for mistake in exercise.mistakes),
            "",
        ]
    return "\n".join(parts)


def instructor_notes_differ(course: Course) -> list[str]:
    """The modules whose ``instructor.md`` does not hold the table as it would be made now.

    Raises:
        MissingError: the two marks between which the table stands are not there.
    """
    guided = [module for module in course.modules() if _guide(course, module).is_file()]
    return [module for module in guided if _made(course, module) != _read(course, module)]


def refresh_instructor_notes(course: Course) -> list[str]:
    """Put the tables into ``instructor.md``; the modules that changed.

    Raises:
        MissingError: the two marks between which the table stands are not there.
    """
    changed = instructor_notes_differ(course)
    for module in changed:
        write_atomically(_guide(course, module), _made(course, module).encode("utf-8"))
    return changed


def _guide(course: Course, module: str) -> Path:
    return course.lectures / module / "instructor.md"


def _read(course: Course, module: str) -> str:
    text = _guide(course, module).read_bytes().decode("utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise MissingError(f"{BEGIN} と {END} を1つずつ書いてください。", f"{module}/instructor.md")
    return text


def _made(course: Course, module: str) -> str:
    text = _read(course, module)
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    return f"{before}{BEGIN}\n\n{remedies_table(module)}\n{END}{after}"
