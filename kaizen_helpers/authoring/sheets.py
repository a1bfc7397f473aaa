"""The files of module 04 that show its sheet: the pictures of the lecture, and the workbook that learners may open.

``python -m kaizen_helpers.authoring.sheets`` makes all of them anew; a test holds them to fresh ones.
"""

from __future__ import annotations

import io
import sys
from datetime import date, datetime
from pathlib import Path

from kaizen_helpers.checkers.m04_applying import repaired_rows
from kaizen_helpers.checkers.m04_sheet import MadeSheet, make_sheet
from kaizen_helpers.course import Course
from kaizen_helpers.excel.opening.model import Sheet, Style
from kaizen_helpers.files import write_atomically

__all__ = ["SHOWN", "make_files", "workbook_bytes", "write_files"]

SHOWN = frozenset(("L2-01", "L3-05", "L1-07"))
_LECTURE, _WORKBOOK = 11, 12
"""Seeds that no seat has."""


def make_files(course: Course) -> dict[Path, bytes]:
    """Fresh content for every file, by its path."""
    from kaizen_helpers.excel.picture import sheet_picture

    made = make_sheet(_LECTURE, SHOWN - {"L1-07"})
    lecture = course.lectures / "04_excel"
    return {
        lecture / "before.svg": sheet_picture(made.sheet, title_ja="直す前").encode(),
        lecture / "after.svg": sheet_picture(_repaired(made), title_ja="直した後").encode(),
        course.solutions / "04_excel" / "inquiry.xlsx": workbook_bytes(make_sheet(_WORKBOOK, SHOWN)),
    }


def write_files(course: Course) -> list[Path]:
    """Write every file that differs from a fresh one; returns those that were written.

    Raises:
        WriteError: a file could not be written.
    """
    written = []
    for path, content in make_files(course).items():
        if not path.is_file() or path.read_bytes() != content:
            write_atomically(path, content)
            written.append(path)
    return written


def _repaired(made: MadeSheet) -> Sheet:
    names, rows = repaired_rows(made)
    styles = (Style(borders="tblr"), Style(bold=True, borders="tblr"), Style("yyyy-mm-dd", borders="tblr"))
    looks = [tuple(1 for _ in names)]
    looks += [tuple(2 if isinstance(value, date) else 0 for value in row) for row in rows]
    widths = {**made.sheet.widths, 7: 17.0, 8: 17.0}
    return Sheet("データ", (names, *rows), styles, tuple(looks), widths=widths)


def workbook_bytes(made: MadeSheet) -> bytes:
    """The sheet as an ``.xlsx``; the same bytes for the same sheet."""
    import xlsxwriter

    file = io.BytesIO()
    sheet = made.sheet
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": "照会の回答（架空）", "created": datetime(2026, 4, 1)})  # noqa: DTZ001 - Excel has no zone
        page = book.add_worksheet(sheet.name)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        forms = [book.add_format(_form(style)) for style in sheet.styles]
        for span in sheet.merged:
            form = forms[sheet.looks[span.top - 1][span.left - 1]]
            page.merge_range(span.top - 1, span.left - 1, span.bottom - 1, span.right - 1, "", form)
        for (row, column), cell in sheet.cells.items():
            form = forms[sheet.looks[row - 1][column - 1]]
            if isinstance(cell.value, date):
                page.write_datetime(row - 1, column - 1, cell.value, form)
            elif isinstance(cell.value, str):
                page.write_string(row - 1, column - 1, cell.value, form)
            else:
                page.write_number(row - 1, column - 1, cell.value, form)
        for column, width in sheet.widths.items():
            page.set_column(column - 1, column - 1, width)
        for row in sheet.hidden_rows:
            page.set_row(row - 1, None, None, {"hidden": True})
    return file.getvalue()


def _form(style: Style) -> dict[str, object]:
    form: dict[str, object] = {"bold": style.bold, "num_format": style.number_format}
    form |= {"border": 1} if style.borders else {}
    form |= {"align": style.horizontal, "valign": "vcenter"} if style.horizontal else {"valign": "vcenter"}
    return form | ({"font_size": style.size} if style.size else {})


def main() -> int:
    """Make the files of this course anew."""
    course = Course(Path(__file__).resolve().parents[2])
    for path in write_files(course):
        sys.stdout.write(f"{path.relative_to(course.root)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
