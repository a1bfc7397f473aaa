"""Tables as workbooks and CSV files: nothing is lost, nothing is run, and what it is stands beside it."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.excel.writing import (
    PURPOSES,
    Column,
    Table,
    losses,
    refuse_to_rewrite,
    write_csv,
    write_tables,
)
from kaizen_helpers.excel.writing.table import as_text, begins_like_a_formula

COLUMNS = (
    Column("団体コード", note="全国地方公共団体コード"),
    Column("団体名"),
    Column("状況", choices=("取組済", "未定")),
    Column("人数", "number", "人"),
    Column("回答日", "date"),
)
ROWS = (
    ("010006", "北海道", "取組済", 1234, date(2026, 4, 1)),
    ("412015", "=1+1", "未定", -500, None),
    ("412040", "▲500", None, 0.25, date(2026, 4, 2)),
)
TABLE = Table("集計", COLUMNS, ROWS)


def test_values_keep_their_kind_in_the_workbook(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write_tables(tmp_path / "a.xlsx", [TABLE]))["集計"]

    assert [cell.value for cell in sheet[1]] == ["団体コード", "団体名", "状況", "人数（人）", "回答日"]
    assert [cell.value for cell in sheet[2]][:4] == ["010006", "北海道", "取組済", 1234]
    assert sheet["E2"].value.date() == date(2026, 4, 1)
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")
    assert (sheet["D3"].value, sheet["B4"].value, sheet["D4"].value) == (-500, "▲500", 0.25)
    assert sheet["E3"].value is None


def test_the_workbook_is_ready_to_be_used_and_printed(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write_tables(tmp_path / "a.xlsx", [TABLE]))["集計"]

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E4")
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert [(str(rule.sqref), rule.formula1) for rule in sheet.data_validations.dataValidation] == [
        ("C2:C204", '"取組済,未定"')
    ]


def test_a_sheet_defines_the_columns_and_names_the_encoding(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_tables(tmp_path / "a.xlsx", [TABLE], notes=["架空の例です。"]))

    rows = list(book["説明"].values)
    assert rows[0] == ("シート", "項目", "データの種類", "単位", "説明")
    assert ("集計", "人数", "数", "人", None) in rows
    assert ("集計", "状況", "文字", None, "選択肢: 取組済・未定") in rows
    assert any("BOM" in str(row[4]) for row in rows)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    write_tables(tmp_path / "a.xlsx", [TABLE])
    write_csv(tmp_path / "a.csv", TABLE, "公開する")

    with pytest.raises(InputError, match="同じ名前"):
        write_tables(tmp_path / "a.xlsx", [TABLE])
    with pytest.raises(InputError, match="同じ名前"):
        write_csv(tmp_path / "a.csv", TABLE, "公開する")


@pytest.mark.parametrize(
    "table",
    [
        Table("表", ()),
        Table("表", (Column("a"), Column("a"))),
        Table("表", (Column(""),)),
        Table("表", (Column("a"),), ((1, 2),)),
        Table("表", (Column("a"),), ((float("nan"),),)),
        Table("表", (Column("a"),), (([],),)),
        Table("表", (Column("a"),), (("字" * 40_000,),)),
        Table("表/1", (Column("a"),)),
        Table("説明", (Column("a"),)),
        Table("字" * 32, (Column("a"),)),
    ],
)
def test_what_a_sheet_cannot_hold_is_told_and_nothing_is_written(table: Table, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write_tables(tmp_path / "a.xlsx", [table])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["=1+1", "+81", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "+81 (03)5253-5111"])
def test_what_excel_could_run_is_seen(text: str) -> None:
    assert begins_like_a_formula(text) == (text != "+81")


@pytest.mark.parametrize("text", ["-500", "-1,234.5", "－５", "▲500", "△3", "-", "－", "ー", "", "1=1", "佐賀市", "+5"])
def test_negative_numbers_and_plain_words_are_no_formulas(text: str) -> None:
    assert not begins_like_a_formula(text)


def test_a_file_for_excel_has_a_bom_and_its_formulas_are_texts(tmp_path: Path) -> None:
    path, readme, told = write_csv(tmp_path / "a.csv", TABLE, "Excelで開く")

    data = path.read_bytes()
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows[1] == ["010006", "北海道", "取組済", "1234", "2026-04-01"]
    assert rows[2] == ["412015", "'=1+1", "未定", "-500", ""]
    assert rows[3][1] == "▲500"
    assert "1か所" in told[0]
    assert "文字コード: UTF-8（BOM あり）" in readme.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("purpose", ["kintoneに取り込む", "公開する"])
def test_a_file_for_programs_holds_the_values_as_they_are(purpose: str, tmp_path: Path) -> None:
    path, _, told = write_csv(tmp_path / "a.csv", TABLE, purpose)

    assert list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))[2][1] == "=1+1"
    assert "値は変えていません" in told[0]


def test_the_wish_of_the_receiver_goes_before_the_purpose(tmp_path: Path) -> None:
    path, readme, _ = write_csv(tmp_path / "a.csv", TABLE, "公開する", encoding="cp932")

    assert "北海道" in path.read_bytes().decode("cp932")
    assert "Shift_JIS" in readme.read_text(encoding="utf-8-sig")


def test_characters_that_do_not_fit_are_told_before_anything_is_written(tmp_path: Path) -> None:
    """``reference/domain.md`` 2.6: 髙 is in CP932, 𠮷 is not, and 〜 (U+301C) comes back as ～ (U+FF5E)."""
    table = Table("名簿", (Column("氏名"), Column("時間")), (("𠮷田 架空", "10時〜12時"), ("髙﨑 見本", None)))

    found = losses(table)

    assert [str(one) for one in found] == [
        "2行目の「氏名」: 「𠮷」（U+20BB7）は、この文字コードに入りません。",
        "2行目の「時間」: 「〜」（U+301C）は、読み戻すと「～」（U+FF5E）になります。",
    ]
    assert losses(table, "utf-8-sig") == ()
    with pytest.raises(InputError, match="2行目の「氏名」の「𠮷」"):
        write_csv(tmp_path / "a.csv", table, "公開する", encoding="cp932")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_purpose_or_encoding_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="Excelで開く・kintoneに取り込む・公開する"):
        write_csv(tmp_path / "a.csv", TABLE, "印刷する")
    with pytest.raises(InputError, match="utf-8-sig"):
        write_csv(tmp_path / "a.csv", TABLE, "公開する", encoding="euc-jp")


def test_a_workbook_with_a_drawing_is_never_rewritten(tmp_path: Path) -> None:
    plain = write_tables(tmp_path / "a.xlsx", [TABLE])
    drawn = tmp_path / "b.xlsx"
    drawn.write_bytes(plain.read_bytes())
    with zipfile.ZipFile(drawn, "a") as file:
        file.writestr("xl/drawings/drawing1.xml", "<x/>")
        file.writestr("xl/media/image1.png", "x")

    refuse_to_rewrite(plain)
    with pytest.raises(InputError, match="図形・画像・グラフ・画像があります"):
        refuse_to_rewrite(drawn)
    with pytest.raises(MissingError):
        refuse_to_rewrite(tmp_path / "ない.xlsx")


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20),
    st.integers(-(10**14), 10**14),
    st.dates(min_value=date(1900, 3, 1)),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=5), st.sampled_from(sorted(PURPOSES)))
def test_a_csv_file_gives_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, object]], purpose: str
) -> None:
    table = Table("表", (Column("甲"), Column("乙")), tuple(rows))
    path, _, _ = write_csv(tmp_path_factory.mktemp("csv") / "a.csv", table, purpose)

    back = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))[1:]
    assert [[cell.removeprefix("'") if PURPOSES[purpose].quoted else cell for cell in row] for row in back] == [
        [as_text(cell).removeprefix("'") if PURPOSES[purpose].quoted else as_text(cell) for cell in row] for row in rows
    ]
