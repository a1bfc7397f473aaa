"""Pictures of the lectures that are drawn from tables: ``NAME.json`` beside a lecture becomes ``NAME.svg``.

A table holds a ``title`` and ``rows`` as a learner would write them. ``python -m kaizen_helpers.authoring.pictures``
draws all of them anew; a test compares the committed pictures with fresh ones, so that a lecture never shows a
drawing that the library no longer makes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError
from kaizen_helpers.files import write_atomically

__all__ = ["draw_pictures", "write_pictures"]


def draw_pictures(course: Course) -> dict[Path, bytes]:
    """A fresh drawing for every table of the lectures: path of the picture to its bytes.

    Raises:
        InputError: a table cannot be read, or the flow in it is not readable without a remark.
    """
    return {path.with_suffix(".svg"): _drawn(path) for path in sorted(course.lectures.glob("*/*.json"))}


def write_pictures(course: Course) -> list[Path]:
    """Write every picture that differs from its fresh drawing; returns those that were written.

    Raises:
        InputError: as for ``draw_pictures``; nothing is written then.
        WriteError: a picture could not be written.
    """
    written = []
    for path, content in draw_pictures(course).items():
        if not path.is_file() or path.read_bytes() != content:
            write_atomically(path, content)
            written.append(path)
    return written


def _drawn(path: Path) -> bytes:
    from kaizen_helpers.flow import draw, read_steps

    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        title, rows = table["title"], table["rows"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("図の元の表として読めません。title と rows を書いてください。", path.name) from error
    reading = read_steps(rows, title=title)
    if reading.problems or not reading.flow.steps:
        first = reading.problems[0].message if reading.problems else "手順がまだありません。rows に書いてください。"
        raise InputError(first, path.name)
    return (draw(reading.flow).svg.rstrip("\n") + "\n").encode("utf-8")


if __name__ == "__main__":
    for picture in write_pictures(Course.find()):
        sys.stdout.write(f"{picture.name}\n")
