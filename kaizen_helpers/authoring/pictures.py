"""Pictures of the lectures that are drawn from flows: ``NAME.json`` beside a lecture becomes ``NAME.svg``.

A table holds a ``title`` and ``rows`` as a learner would write them; with ``before``, the rows of today, the changes
are marked. A table with ``tree`` is an issue tree (番号・親・種類・文). The example cases are outlines:
``cases/NAME.txt`` becomes ``cases/NAME.svg``. ``python -m kaizen_helpers.authoring.pictures`` draws all of them anew; a
test compares the committed pictures with fresh ones, so that a lecture never shows a drawing that the library no
longer makes. With the name of a PNG file it draws the picture of the READMEs there: case C1 today and tomorrow.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError
from kaizen_helpers.files import write_atomically

if TYPE_CHECKING:
    from kaizen_helpers.flow import Drawing, Flow, Reading
    from kaizen_helpers.flow.tables.table import TableProblem

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
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        title, rows = table["title"], table["tree"] if "tree" in table else table["rows"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("図の元の表として読めません。title と rows を書いてください。", path.name) from error
    if "tree" in table:
        return _drawn_tree(rows, title, path)
    after = _flow_of(rows, title, path)
    if "before" in table:
        return _drawn_change(_flow_of(table["before"], title, path), after)
    return _picture(after)


def _flow_of(rows: Any, title: str, path: Path) -> Flow:
    from kaizen_helpers.flow import read_steps

    return _sound(read_steps(rows, title=title), path)


def _drawn_tree(rows: Any, title: str, path: Path) -> bytes:
    from kaizen_helpers.issues.sorting.tree import read_issue_tree
    from kaizen_helpers.issues.sorting.tree_drawing import draw_issue_tree

    reading = read_issue_tree(rows, title)
    _without_problems(reading.problems, path)
    return _bytes(draw_issue_tree(reading.tree))


def _drawn_change(before: Flow, after: Flow) -> bytes:
    from kaizen_helpers.flow import compare
    from kaizen_helpers.flow.change.change_picture import draw_change

    return _bytes(draw_change(compare(before, after)))


def _drawn_case(path: Path) -> bytes:
    from kaizen_helpers.flow import read_outline

    return _picture(_sound(read_outline(path.read_text(encoding="utf-8")), path), quality="print")


def _sound(reading: Reading, path: Path) -> Flow:
    _without_problems(reading.problems, path)
    if not reading.flow.steps:
        raise InputError("手順がまだありません。rows に書いてください。", path.name)
    return reading.flow


def _without_problems(problems: Sequence[TableProblem], path: Path) -> None:
    if problems:
        raise InputError(problems[0].message, path.name)


def _picture(flow: Flow, quality: Literal["typing", "print"] = "typing") -> bytes:
    from kaizen_helpers.flow import draw

    return _bytes(draw(flow, quality=quality))


def _bytes(drawing: Drawing) -> bytes:
    return (drawing.svg.rstrip("\n") + "\n").encode("utf-8")


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
