"""The instructor's workbook of a graded module, and the export of points.

Names come from the roster alone; a workbook with names is written beside the roster, not under ``.grading/``.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from kaizen_helpers.classroom.handin import write_new
from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError
from kaizen_helpers.grading.by_hand import current_results
from kaizen_helpers.grading.places import Places
from kaizen_helpers.grading.results import refuse_unsettled
from kaizen_helpers.grading.roster import read_roster
from kaizen_helpers.grading.sheets import workbook
from kaizen_helpers.grading.summary import class_rows, points_of, stumbles, total

__all__ = ["write_report", "write_scores"]


def write_report(course: Course, module: str, roster: Path | None = None, out: Path | None = None) -> Path:
    """Write the workbook of a graded module; a file that is there already is never overwritten.

    Without ``out`` the name holds the time, and the place is the roster's folder, else ``.grading/report/``.

    Raises:
        MissingError: nothing was graded, or the roster is not there.
        InputError: the roster cannot be read, ``out`` exists already, or a score in formgrader cannot be.
        WriteError: the workbook could not be written.
    """
    from kaizen_helpers.checkers.catalogue import exercises

    places = Places.of(course, module)
    names = read_roster(roster) if roster is not None else None
    results = current_results(course, module)
    rows = class_rows(places, results, names)
    moment = datetime.now(UTC).astimezone()
    data = workbook(module, exercises(module), rows, stumbles(module, results), names is not None, moment)
    if out is None:
        folder = roster.parent if roster is not None else places.reports
        return write_new(folder, f"{module}_採点結果_{moment:%Y%m%d-%H%M%S}", ".xlsx", data)
    return _write_to(out, ".xlsx", data)


def write_scores(course: Course, module: str, out: Path) -> Path:
    """Export the points as CSV (UTF-8, for Excel): seat, one column an exercise, required total, self-study total.

    Raises:
        InputError: a mark is withheld, ``out`` exists already, or a score in formgrader cannot be.
        MissingError: nothing was graded.
        WriteError: the file could not be written.
    """
    from kaizen_helpers.checkers.catalogue import exercises

    results = current_results(course, module)
    refuse_unsettled(module, results)
    known = exercises(module)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["座席番号", *(exercise.code for exercise in known), "必修", "自習"])
    for graded in results:
        points = [*(points_of(graded, e) for e in known), total(graded, known, True), total(graded, known, False)]
        writer.writerow([graded.seat, *("" if item is None else f"{item:g}" for item in points)])
    return _write_to(out, ".csv", text.getvalue().encode("utf-8-sig"))


def _write_to(out: Path, suffix: str, data: bytes) -> Path:
    if out.suffix.lower() != suffix:
        raise InputError(f"ファイルの名前は {suffix} で終わるようにしてください。", out.name)
    if out.exists():
        raise InputError("同じ名前のファイルがあります。上書きしないように、別の名前にしてください。", str(out))
    return write_new(out.parent, out.stem, out.suffix, data)
