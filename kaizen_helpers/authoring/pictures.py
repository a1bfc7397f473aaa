"""Pictures of the lectures that are drawn from flows: ``NAME.json`` beside a lecture becomes ``NAME.svg``.

A table holds a ``title`` and ``rows`` as a learner would write them. The example cases are outlines:
``cases/NAME.txt`` becomes ``cases/NAME.svg``. ``python -m kaizen_helpers.authoring.pictures`` draws all of them anew; a
test compares the committed pictures with fresh ones, so that a lecture never shows a drawing that the library no
longer makes. With the name of a PNG file it draws the picture of the READMEs there: case C1 today and tomorrow.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError
from kaizen_helpers.files import write_atomically

if TYPE_CHECKING:
    from kaizen_helpers.flow import Reading

__all__ = ["draw_for_readme", "draw_pictures", "write_pictures"]


def draw_pictures(course: Course) -> dict[Path, bytes]:
    """A fresh drawing for every table and case of the lectures: path of the picture to its bytes.

    Raises:
        InputError: a table cannot be read, or the flow in it is not readable without a remark.
    """
    tables = {path.with_suffix(".svg"): _drawn(path) for path in sorted(course.lectures.glob("*/*.json"))}
    cases = {path.with_suffix(".svg"): _drawn_case(path) for path in sorted(course.lectures.glob("*/cases/*.txt"))}
    return tables | cases


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
    from kaizen_helpers.flow import read_steps

    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        title, rows = table["title"], table["rows"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("図の元の表として読めません。title と rows を書いてください。", path.name) from error
    return _picture(read_steps(rows, title=title), path)


def _drawn_case(path: Path) -> bytes:
    from kaizen_helpers.flow import read_outline

    return _picture(read_outline(path.read_text(encoding="utf-8")), path, quality="print")


def _picture(reading: Reading, path: Path, quality: Literal["typing", "print"] = "typing") -> bytes:
    from kaizen_helpers.flow import draw

    if reading.problems or not reading.flow.steps:
        first = reading.problems[0].message if reading.problems else "手順がまだありません。rows に書いてください。"
        raise InputError(first, path.name)
    return (draw(reading.flow, quality=quality).svg.rstrip("\n") + "\n").encode("utf-8")


def draw_for_readme(course: Course, target: Path) -> None:
    """Case C1 as it is and as it could be, side by side with the changes marked, as a PNG file."""
    from kaizen_helpers.flow import compare, read_outline, save_picture

    cases = course.lectures / "01_flow" / "cases"
    today, tomorrow = (
        read_outline((cases / f"c1_{name}.txt").read_text(encoding="utf-8")).flow for name in ("genjo", "minaoshi")
    )
    save_picture(compare(today, tomorrow).draw(), target)


if __name__ == "__main__":
    if sys.argv[1:]:
        draw_for_readme(Course.find(), Path(sys.argv[1]))
    else:
        for picture in write_pictures(Course.find()):
            sys.stdout.write(f"{picture.name}\n")
