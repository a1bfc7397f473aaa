"""Opening a workbook: values and looks as Excel has them, whatever program wrote the file."""

from __future__ import annotations

import csv
import random
import shutil
import subprocess
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from kaizen_helpers.errors import KaizenError
from kaizen_helpers.excel.opening import Span, open_book

MOMENT = datetime(2026, 4, 1, 13, 30)  # noqa: DTZ001 - times in Excel have no zone


def test_values_come_as_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "値.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("表")
        day = workbook.add_format({"num_format": '[$-411]ggge"年"m"月"d"日"'})
        moment = workbook.add_format({"num_format": "yyyy/m/d h:mm"})
        hour = workbook.add_format({"num_format": "h:mm"})
        length = workbook.add_format({"num_format": "[h]:mm"})
        sheet.write_row(0, 0, ["文字", 12, 1.5, True])
        sheet.write_string(1, 0, "010006")
        sheet.write_datetime(1, 1, date(2026, 4, 1), day)
        sheet.write_datetime(1, 2, MOMENT, moment)
        sheet.write_number(1, 3, 0.5, hour)
        sheet.write_number(1, 4, 1.25, length)
        sheet.write_string(2, 2, "改行\nあり")

    sheet_read = open_book(path).sheet

    assert sheet_read.rows[0] == ("文字", 12, 1.5, True)
    assert sheet_read.rows[1] == (
        "010006", date(2026, 4, 1), MOMENT, time(12), timedelta(days=1, hours=6),
    )  # fmt: skip
    assert sheet_read.rows[2] == (None, None, "改行\nあり")
    assert sheet_read.style(2, 2).number_format == '[$-411]ggge"年"m"月"d"日"'
    assert (sheet_read.height, sheet_read.width) == (3, 5)


def test_the_day_that_never_was_does_not_shift_the_days_before_it(tmp_path: Path) -> None:
    path = tmp_path / "日.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet, day = workbook.add_worksheet(), workbook.add_format({"num_format": "yyyy/m/d"})
        sheet.write_column(0, 0, [1, 59, 61], day)

    assert open_book(path).sheet.rows == [(date(1900, 1, 1),), (date(1900, 2, 28),), (date(1900, 3, 1),)]


def test_what_the_eye_sees_is_read_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["題名", None, None])
    sheet.append(["市", "数", "計"])
    sheet.append(["佐賀市", 3, "=B3*2"])
    sheet.merge_cells("A1:C1")
    sheet["A2"].font = Font(bold=True, color="FFFF0000")
    sheet["B3"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet["B3"].comment = Comment("確認中", "担当")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    choices = DataValidation(type="list", formula1='"済,未"')
    choices.add("A3:A9")
    sheet.add_data_validation(choices)
    path = tmp_path / "見た目.xlsx"
    book.save(path)

    read = open_book(path).sheet

    assert read.merged == (Span(1, 1, 1, 3),)
    assert (read.style(2, 1).bold, read.style(2, 1).colour) == (True, "FF0000")
    assert read.style(3, 2).fill == "FFFF00"
    assert read.comments == {(3, 2): "確認中"}
    assert (read.hidden_rows, read.hidden_columns) == (frozenset({3}), frozenset({2}))
    assert read.choices == {"A3:A9": ("済", "未")}
    assert read.formulas == {(3, 3): "=B3*2"}
    assert read.uncalculated == {(3, 3)}
    assert (3, 3) in read.cells
    assert read.cells[3, 3].value is None


def test_a_formula_that_was_calculated_has_its_value(tmp_path: Path) -> None:
    path = tmp_path / "式.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet().write_formula(0, 0, "=1+1", None, 2)

    read = open_book(path).sheet

    assert (read.value(1, 1), read.formulas, read.uncalculated) == (2, {(1, 1): "=1+1"}, frozenset())


def test_readings_above_the_characters_do_not_get_into_the_text(tmp_path: Path) -> None:
    path = tmp_path / "ふりがな.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet().write_string(0, 0, "佐賀")
    _change(path, "xl/sharedStrings.xml", "<t>佐賀</t>", '<t>佐賀</t><rPh sb="0" eb="2"><t>サガ</t></rPh>')

    assert open_book(path).sheet.value(1, 1) == "佐賀"


def _change(path: Path, part: str, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)


def test_pictures_shapes_and_charts_are_named_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "図.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("表")
        sheet.write_column(0, 0, [1, 2])
        chart = workbook.add_chart({"type": "column"})
        chart.add_series({"values": "=表!$A$1:$A$2"})
        sheet.insert_chart("D5", chart)
        sheet.insert_textbox("B2", "注意")

    drawings = open_book(path).sheet.drawings

    assert [(one.kind, one.row, one.column) for one in drawings] == [("グラフ", 5, 4), ("図形", 2, 2)]


def test_a_csv_keeps_every_field_as_text_and_tells_how_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "団体.csv"
    path.write_bytes('団体コード,備考\r\n010006,"二行\r\nある"\r\n412015,a,b\r\n'.encode("cp932"))

    book = open_book(path)

    assert book.sheet.rows == [("団体コード", "備考"), ("010006", "二行\r\nある"), ("412015", "a", "b")]
    assert book.csv is not None
    assert (book.csv.encoding, book.csv.bom, book.csv.delimiter) == ("CP932", False, ",")
    assert (book.csv.line_breaks, book.csv.uneven) == (((2, 2),), ((3, 2, 3),))


@pytest.mark.parametrize(
    ("codec", "encoding", "bom"),
    [("utf-8", "UTF-8", False), ("utf-8-sig", "UTF-8", True), ("utf-16", "UTF-16", True), ("cp932", "CP932", False)],
)
def test_the_encoding_of_a_csv_is_found(tmp_path: Path, codec: str, encoding: str, bom: bool) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes("市\t人\n佐賀市\t1\n".encode(codec))

    book = open_book(path)

    assert book.sheet.rows == [("市", "人"), ("佐賀市", "1")]
    assert book.csv is not None
    assert (book.csv.encoding, book.csv.bom, book.csv.delimiter) == (encoding, bom, "\t")


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook as ``.xlsx``, and beside it as the ``.xls`` that LibreOffice makes of it; the folder."""
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice is installed (Debian: apt-get install libreoffice-calc)")
    folder = tmp_path_factory.mktemp("old")
    book = openpyxl.Workbook()
    sheet = book.active
    texts = {"C4": "市", "D4": "人", "C5": "010006", "C8": "注"}
    for place, value in (*texts.items(), ("D5", 1.5), ("E5", date(2026, 4, 1)), ("E6", MOMENT)):
        sheet[place] = value
    sheet.merge_cells("C8:D8")
    book.create_sheet("隠し").sheet_state = "hidden"
    book.save(folder / "台帳.xlsx")
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "xls", "--outdir", str(folder), str(folder / "台帳.xlsx")],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return folder


@pytest.mark.slow
def test_an_old_workbook_keeps_every_value_in_its_place(old: Path) -> None:
    before, now = open_book(old / "台帳.xls"), open_book(old / "台帳.xlsx")

    assert [list(row) for row in before.sheet.rows] == [list(row) for row in now.sheet.rows]
    assert before.sheet.value(5, 5) == date(2026, 4, 1)
    assert (before.kind, before.sheet.merged) == ("xls", (Span(8, 3, 8, 4),))
    assert [one.hidden for one in before.sheets] == [False, True]
    assert "値だけを読み取りました" in before.notes[0]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_old_workbook_ends_its_own_reader_only(old: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray((old / "台帳.xls").read_bytes())
    for _ in range(chance.randrange(1, 40)):
        data[chance.randrange(8, len(data))] = chance.randrange(256)
    path = tmp_path / "傷.xls"
    path.write_bytes(data)

    try:
        told = open_book(path).notes
    except KaizenError as error:
        told = (error.message_ja,)

    assert told


def test_what_openpyxl_reads_is_what_is_read_here(tmp_path: Path) -> None:
    from kaizen_helpers.excel.samples import CASES, dirty_book, write_dirty

    for case in CASES:
        path = write_dirty(dirty_book(case, 3), tmp_path / f"{case}.xlsx")
        theirs = openpyxl.load_workbook(path).worksheets[0]
        ours = open_book(path).sheet
        for row in theirs.iter_rows():
            for cell in row:
                wanted = cell.value
                if (
                    isinstance(wanted, datetime)
                    and wanted.time() == time()
                    and isinstance(ours.value(cell.row, cell.column), date)
                ):
                    wanted = wanted.date() if type(ours.value(cell.row, cell.column)) is date else wanted
                assert ours.value(cell.row, cell.column) == wanted, f"{case} {cell.coordinate}"
        assert {str(one) for one in ours.merged} == {str(one) for one in theirs.merged_cells.ranges}


def test_reading_a_long_field_leaves_the_limit_of_other_readers_alone(tmp_path: Path) -> None:
    """The limit of the csv module is one for the whole process."""
    before = csv.field_size_limit()
    (tmp_path / "a.csv").write_text(f"名前\n{'あ' * 200_000}\n", encoding="utf-8")

    assert len(str(open_book(tmp_path / "a.csv").sheets[0].rows[1][0])) == 200_000
    assert csv.field_size_limit() == before
