"""The check before an import, of real files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.kintone import check_file
from kaizen_helpers.kintone.definition import AppDefinition, AppField
from kaizen_helpers.kintone.importing import reading
from kaizen_helpers.kintone.importing.reading import read_source

APP = AppDefinition(
    fields=(
        AppField("code", "市町コード", "SINGLE_LINE_TEXT", required=True, unique=True),
        AppField("count", "件数", "NUMBER"),
        AppField("day", "回答日", "DATE"),
    )
)


def book(path: Path, *rows: list[Any]) -> Workbook:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return made


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize(("ending", "separator"), [(".csv", ","), (".tsv", "\t"), (".txt", "\t")])
def test_a_text_file_is_read_as_it_stands(tmp_path: Path, encoding: str, ending: str, separator: str) -> None:
    file = tmp_path / f"表{ending}"
    text = f'市町コード{separator}件数\r\n04100{separator}"1,000"\r\n\r\n'
    file.write_bytes(text.encode(encoding))

    heading, rows, source = read_source(file)

    assert (["市町コード", "件数"], [["04100", "1,000"]]) == (heading, rows)
    assert ("csv", file.stat().st_size) == (source.kind, source.size)


def test_an_excel_file_shows_what_a_person_may_not_see(tmp_path: Path) -> None:
    file = tmp_path / "表.xlsx"
    made = book(file, ["市町コード", "件数", "回答日"], ["04100", 3, datetime(2026, 4, 1)], ["04202", None, None])  # noqa: DTZ001
    sheet = made.worksheets[0]
    sheet.merge_cells("B2:B3")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    made.create_sheet("説明")
    made.save(file)

    report = check_file(APP, file)

    said = [one.why_ja for one in report.findings]
    assert (True, 2) == (report.can_import, report.new)
    assert [True, True, True] == [any(word in one for one in said) for word in ("1枚目のシート", "結合", "隠れている")]


def test_a_row_of_a_file_is_named_with_the_official_code(tmp_path: Path) -> None:
    file = tmp_path / "表.xlsx"
    book(file, ["市町コード"], ["1"], ["1"])

    (finding,) = check_file(APP, file).findings

    assert (3, "GAIA_IL16") == (finding.row, finding.code)


def test_more_values_than_headings_are_told(tmp_path: Path) -> None:
    file = tmp_path / "表.csv"
    file.write_text("市町コード,件数\n04100,1,000\n", encoding="utf-8")

    (finding,) = check_file(APP, file).findings

    assert (2, False) == (finding.row, finding.stops)
    assert "見出しより多くの値" in finding.why_ja


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("表.xls", b"x", "保存し直して"),
        ("表.xlsx", b"PK\x03\x04 broken", "開けません"),
        ("表.xlsx", b"plain text", "開けません"),
        ("表.csv", b"", "何も入っていません"),
        ("表.csv", b"\n,,\n", "何も入っていません"),
        ("表.csv", b"\x81\xff\xfe", "文字として"),
        ("表.csv", b'a\n"x', "閉じているか"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError, match=said):
        check_file(APP, tmp_path / name)


@pytest.mark.parametrize("name", ["表.xlsx", "表.csv"])
def test_a_file_that_might_fill_the_memory_is_not_opened(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_LARGEST", {".xlsx": 3})
    monkeypatch.setattr(reading, "_LARGEST_TEXT", 3)
    (tmp_path / name).write_bytes(b"xxxx")

    with pytest.raises(InputError, match="大きすぎます"):
        read_source(tmp_path / name)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"ない\.csv"):
        check_file(APP, tmp_path / "ない.csv")


def test_a_damaged_inside_of_an_excel_file_is_told(tmp_path: Path) -> None:
    import zipfile

    file = tmp_path / "表.xlsx"
    with zipfile.ZipFile(file, "w") as bundle:
        bundle.writestr("[Content_Types].xml", "<Types")

    with pytest.raises(InputError, match="開けません"):
        check_file(APP, file)
