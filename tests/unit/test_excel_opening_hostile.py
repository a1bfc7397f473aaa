"""Files that are not what they say, are locked, broken or huge: a Japanese sentence, no hang, the file untouched."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError, KaizenError, MissingError
from kaizen_helpers.excel.opening import container, open_book, sheet_xml

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"
START = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = "</sheetData></{}>".format("worksheet")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("表")
        sheet.write_row(0, 0, ["市", "人"])
        sheet.write_row(1, 0, ["佐賀市", 3])
    return path


def with_part(path: Path, part: str, data: bytes | str, target: Path) -> Path:
    """A copy of a workbook in which one part is replaced."""
    with zipfile.ZipFile(path) as file, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in file.namelist():
            if name != part:
                copy.writestr(name, file.read(name))
        copy.writestr(part, data)
    return target


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("locked.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "パスワードで保護されています"),
        ("web.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "ウェブページ（HTML）"),
        ("web2.xls", b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "ウェブページ（HTML）"),
        ("old-xml.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:x:office:spreadsheet"/>', "XML"),
        ("paper.pdf", b"%PDF-1.7\n", "PDF"),
        ("paper.xlsx", b"%PDF-1.7\n", "PDFです。表のもとになった"),
        ("cut.xlsx", b"PK\x03\x04" + b"\0" * 200, "壊れている"),
        ("empty.xlsx", b"", "中身が空です"),
        ("zeros.csv", b"\0" * 500, "中身が空です"),
        ("noise.csv", bytes(range(256)) * 4, "CSV ではありません"),
        ("~$open.xlsx", b"\x05owner", "目印のファイル"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_said_in_a_sentence(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    before = path.stat().st_mtime_ns

    with pytest.raises(InputError) as told:
        open_book(path)

    assert said in told.value.message_ja
    assert told.value.where == name
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (data, before)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="開けませんでした"):
        open_book(tmp_path / "ない.xlsx")
    with pytest.raises(MissingError, match="フォルダです"):
        open_book(tmp_path)


def package(tmp_path: Path, *names: str) -> Path:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return path


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("[Content_Types].xml", "word/document.xml"), "Word の文書"),
        (("[Content_Types].xml", "ppt/presentation.xml"), "PowerPoint"),
        (("[Content_Types].xml", "xl/workbook.bin"), "バイナリ形式"),
        (("mimetype", "content.xml"), "ODS"),
        (("写真.jpg",), "圧縮ファイル"),
    ],
)
def test_other_packages_are_named(tmp_path: Path, names: tuple[str, ...], said: str) -> None:
    with pytest.raises(InputError, match=said):
        open_book(package(tmp_path, *names))


def test_a_file_under_another_name_is_read_as_what_it_is(good: Path, tmp_path: Path) -> None:
    as_csv = good.rename(tmp_path / "表.csv")
    as_xlsx = tmp_path / "一覧.xlsx"
    as_xlsx.write_text("市,人\n佐賀市,3\n", encoding="utf-8")

    workbook, text = open_book(as_csv), open_book(as_xlsx)

    assert (workbook.kind, workbook.sheet.value(2, 2)) == ("xlsx", 3)
    assert (text.kind, text.sheet.value(2, 2)) == ("csv", "3")
    assert workbook.notes == ("名前は「.csv」ですが、中身はExcel のファイルです。中身に合わせて読み取りました。",)


def test_truncated_at_any_place_a_workbook_is_a_sentence(good: Path, tmp_path: Path) -> None:
    data = good.read_bytes()
    for size in range(2, len(data), max(1, len(data) // 40)):
        path = tmp_path / "途中.xlsx"
        path.write_bytes(data[:size])
        with pytest.raises(KaizenError):
            open_book(path)


def test_a_part_that_unpacks_without_end_is_refused(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "MOST_UNPACKED", 20_000_000)
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>' + "あ" * 200 + "</t></is></c></row>"
    bomb = with_part(good, SHEET, START + row * 60_000 + END, tmp_path / "爆弾.xlsx")
    assert bomb.stat().st_size < 1_000_000

    with pytest.raises(InputError, match="広げると大きすぎる"):
        open_book(bomb)


def test_entities_are_neither_expanded_nor_fetched(good: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("ひみつ", encoding="utf-8")
    doctype = f'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;&f;</t></is></c></row>'
    sheet = START.replace("<worksheet", f"{doctype}<worksheet") + cell + END

    try:
        text = str(open_book(with_part(good, SHEET, sheet, tmp_path / "実体.xlsx")).sheet.rows)
    except InputError:
        text = ""

    assert "aaaaaaaaaa" not in text
    assert "ひみつ" not in text


def test_a_million_formatted_rows_without_a_value_are_no_table(good: Path, tmp_path: Path) -> None:
    empty = "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(3, 1_048_577))
    sheet = START + '<row r="1"><c r="A1"><v>5</v></c></row>' + empty + END

    read = open_book(with_part(good, SHEET, sheet, tmp_path / "空行.xlsx")).sheet

    assert (read.rows, read.height) == ([(5,)], 1)


def test_one_cell_in_the_last_corner_is_found(good: Path, tmp_path: Path) -> None:
    sheet = START + '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>' + END

    read = open_book(with_part(good, SHEET, sheet, tmp_path / "隅.xlsx")).sheet

    assert (read.value(1_048_576, 16_384), read.height, read.width) == (7, 1_048_576, 16_384)
    assert len(read.cells) == 1


def test_a_sheet_larger_than_is_read_is_cut_and_says_so(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kaizen_helpers.excel.opening import xlsx

    monkeypatch.setattr(xlsx, "MOST_CELLS", 50)
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 200))

    book = open_book(with_part(good, SHEET, START + rows + END, tmp_path / "大.xlsx"))

    assert (book.sheet.cut, book.sheet.height) == (True, 50)
    assert book.notes == ("シート「表」は大きいため、50行目までを読み取りました。",)


def test_values_far_to_the_right_do_not_fill_the_memory(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kaizen_helpers.excel.opening import xlsx

    monkeypatch.setattr(xlsx, "MOST_PLACES", 200_000)
    rows = "".join(f'<row r="{row}"><c r="XFD{row}" s="{row % 2}"><v>1</v></c></row>' for row in range(1, 2_000))

    book = open_book(with_part(good, SHEET, START + rows + END, tmp_path / "右.xlsx"))

    assert book.sheet.cut
    assert book.sheet.height < 20


def test_a_document_type_in_a_part_is_refused_before_it_takes_texts_away(good: Path, tmp_path: Path) -> None:
    sheet = START.replace("<worksheet", '<!DOCTYPE w [<!ENTITY a "x">]><worksheet') + END

    with pytest.raises(InputError, match="壊れている"):
        open_book(with_part(good, SHEET, sheet, tmp_path / "型.xlsx"))


def test_an_odd_width_and_half_a_character_do_not_cost_the_book(good: Path, tmp_path: Path) -> None:
    head = START.replace("<sheetData>", '<cols><col min="1" max="1" width="abc"/></cols><sheetData>')
    row = '<row r="1"><c r="A1" t="str"><v>_xD83D_a_x0041_</v></c><c r="B1"><v>1e999</v></c></row>'

    read = open_book(with_part(good, SHEET, head + row + END, tmp_path / "半.xlsx")).sheet

    assert read.rows == [("_xD83D_aA", "1e999")]


def test_a_quotation_mark_that_is_never_closed_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "引用符.csv"
    path.write_text('市,備考\n佐賀市,"途中\n唐津市,なし\n', encoding="utf-8")

    assert "閉じていない引用符" in open_book(path).notes[0]


def test_rows_and_cells_out_of_order_do_not_move_others(good: Path, tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="B2"><v>2</v></c><c r="A2"><v>1</v></c></row>'
        '<row r="1"><c r="A1"><v>9</v></c></row><row r="99999999"><c r="A99999999"><v>8</v></c></row>'
    )

    read = open_book(with_part(good, SHEET, START + rows + END, tmp_path / "順.xlsx")).sheet

    assert read.value(2, 2) == 2
    assert read.height == 2


def test_macros_and_links_are_noted_and_left_alone(good: Path, tmp_path: Path) -> None:
    path = with_part(good, "xl/vbaProject.bin", b"macro", tmp_path / "マクロ.xlsm")
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
        file.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            '<Relationships><Relationship Id="rId1" Type="a/externalLinkPath" TargetMode="External" '
            'Target="file:///C:\\%E7%A7%98%E5%AF%86\\単価.xlsx"/></Relationships>',
        )

    book = open_book(path)

    assert (book.macros, book.external_links) == (True, ("単価.xlsx",))
    assert book.notes == (
        "マクロが入っています。マクロは動かさず、表だけを読み取りました。",
        "ほかのファイル（単価.xlsx）を参照する式があります。参照先は開いていません。",
    )


def test_a_book_whose_sheets_are_all_hidden_still_has_a_first_one(tmp_path: Path) -> None:
    path = tmp_path / "隠し.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("見える").write(0, 0, 1)
        workbook.add_worksheet("隠れた").hide()

    book = open_book(path)

    assert [one.hidden for one in book.sheets] == [False, True]
    assert book.sheet.name == "見える"


def test_a_file_that_another_program_holds_is_said(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", held)

    with pytest.raises(MissingError, match="ほかのアプリで開いたまま"):
        open_book(good)


def damaged(data: bytes, changes: list[tuple[int, int]]) -> bytes:
    changed = bytearray(data)
    for place, value in changes:
        changed[place % len(changed)] = value
    return bytes(changed)


def opened_or_told(path: Path) -> bool:
    """Whether there is a book with sheets, or a sentence; any other error comes through."""
    try:
        return bool(open_book(path).sheets)
    except KaizenError as error:
        return bool(error.message_ja)


CHANGES = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES, st.sampled_from(["xlsx", "csv"]))
def test_damaged_at_random_it_is_a_book_or_a_sentence(good: Path, changes: list[tuple[int, int]], kind: str) -> None:
    data = good.read_bytes() if kind == "xlsx" else '市,人\r\n佐賀市,"3"\r\n'.encode("cp932") * 20
    path = good.with_name(f"傷.{kind}")
    path.write_bytes(damaged(data, changes))

    assert opened_or_told(path)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_a_sheet_whose_xml_is_damaged_is_a_book_or_a_sentence(good: Path, changes: list[tuple[int, int]]) -> None:
    with zipfile.ZipFile(good) as file:
        data = damaged(file.read(SHEET), changes)
    path = with_part(good, SHEET, data, good.with_name("傷.xlsx"))

    assert opened_or_told(path)


def test_the_limits_leave_room_for_a_year_of_a_prefecture() -> None:
    from kaizen_helpers.excel.opening.xlsx import MOST_CELLS

    assert MOST_CELLS >= 100_000 * 20 * 2
    assert sheet_xml.MOST_EMPTY_ROWS < sheet_xml.MOST_ROWS
    assert struct.calcsize("H") == 2  # style numbers are kept in two bytes
