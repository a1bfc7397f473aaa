"""The pictures and the workbook of module 04 are what the library makes today."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kaizen_helpers.authoring.sheets import SHOWN, make_files, workbook_bytes, write_files
from kaizen_helpers.checkers.m04_sheet import make_sheet
from kaizen_helpers.course import Course

COURSE = Course(Path(__file__).parents[2])


def parts(content: bytes) -> dict[str, bytes]:
    """What is inside: the compression may differ from one computer to another."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", ["courses/04_excel/before.svg", "courses/04_excel/after.svg"])
def test_the_pictures_of_the_lecture_are_those_that_are_drawn_today(name: str) -> None:
    """Run: python -m kaizen_helpers.authoring.sheets"""
    assert (COURSE.root / name).read_bytes() == make_files(COURSE)[COURSE.root / name]


def test_the_workbook_is_the_one_that_is_made_today() -> None:
    path = COURSE.solutions / "04_excel" / "inquiry.xlsx"

    assert parts(path.read_bytes()) == parts(make_files(COURSE)[path])


def test_the_workbook_holds_the_sheet_as_it_was_made() -> None:
    made = make_sheet(5, SHOWN)
    sheet = load_workbook(io.BytesIO(workbook_bytes(made))).worksheets[0]

    values = {
        (cell.row, cell.column): cell.value.date() if cell.is_date else cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert values == {place: cell.value for place, cell in made.sheet.cells.items()}
    assert {row for row, one in sheet.row_dimensions.items() if one.hidden} == {made.hidden}
    assert {str(span) for span in sheet.merged_cells.ranges} == {str(span) for span in made.sheet.merged}


def test_the_workbook_that_learners_open_breaks_the_rules_that_it_is_to_show() -> None:
    """Opened from the file as at one's desk, with its merged cells and its hidden row."""
    from kaizen_helpers.excel.opening import open_book

    sheet = open_book(COURSE.solutions / "04_excel" / "inquiry.xlsx").sheet

    assert sheet.value(1, 1) == "業務改善の取組状況に関する照会（回答の一覧）"
    assert (len(sheet.hidden_rows), len(sheet.merged)) == (1, 12)


def test_only_what_differs_is_written_anew(tmp_path: Path) -> None:
    for folder in ("courses/04_excel", "solutions/04_excel"):
        (tmp_path / folder).mkdir(parents=True)
    copy = Course(tmp_path)

    assert len(write_files(copy)) == 3
    assert write_files(copy) == []
