"""What a check hands on: the page, the annotated copy, the summary of several files."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.opening import Book, Sheet, Span, Style, open_book
from kaizen_helpers.excel.opening.model import Drawing
from kaizen_helpers.excel.readability import check_book
from kaizen_helpers.excel.readability.model import Certainty, Finding, Report, Undecided
from kaizen_helpers.excel.reports import annotated, check_page, summary_page, told_of, worthwhile, write_annotated
from kaizen_helpers.excel.reports.pictures import numbered, pictures_of
from tests.golden import check_golden

GOLDENS = Path(__file__).parent / "goldens" / "excel_reports"
SHEET = Sheet(
    "回答",
    (
        ("照会の回答", None, None),
        ("課", "人数", "日付"),
        ("総務課", "１２人", "R8.5.1"),
        ("<b>税務課", 3, date(2026, 5, 2)),
    ),
    (Style(), Style(bold=True, fill="FFFF00"), Style(number_format="#,##0;▲#,##0")),
    ((1, 1, 1), (1, 1, 1), (0, 0, 0), (0, 2, 0)),
    merged=(Span(1, 1, 1, 3),),
)


def finding(rule: str, *spans: Span, certainty: Certainty = "違反", what: str = "見つかりました。") -> Finding:
    return Finding(rule, certainty, "回答", spans, len(spans), what)


def report(*findings: Finding, **more: object) -> Report:
    return Report("回答.xlsx", "提供用", findings, scores={1: 90, 2: 60, 3: 100}, **more)  # type: ignore[arg-type]


def book(*sheets: Sheet) -> Book:
    return Book("回答.xlsx", "xlsx", sheets or (SHEET,))


def words(path: Path, sheet: str) -> list[list[object]]:
    found = openpyxl.load_workbook(path)[sheet]
    return [[cell.value for cell in row] for row in found.iter_rows()]


def test_the_first_thing_to_do_is_of_the_lowest_level_and_there_the_dearest() -> None:
    found = report(finding("L3-05"), finding("L1-04"), finding("L2-01"), finding("L1-12"))
    assert [one.id for one in worthwhile(found)] == ["L1-12", "L1-04", "L2-01"]


def test_what_is_for_a_person_to_decide_is_never_among_the_first_things_to_do() -> None:
    assert worthwhile(report(finding("L1-12", certainty="要確認"))) == ()


def test_the_sentences_say_that_the_points_are_no_view_of_the_government() -> None:
    assert any("国の見解ではありません" in line for line in told_of(report(finding("L1-12"))))


def test_a_file_without_findings_is_told_so() -> None:
    assert told_of(report())[0] == "回答.xlsx: 直すところは見つかりませんでした。"


def test_the_page_of_a_check() -> None:
    checked = report(
        finding("L1-12", Span(1, 1, 1, 3), what="表の外のセルが結合されています。"),
        finding("L2-01", Span(3, 2, 3, 2), what="数値に文字が混ざっています（例: 「１２人」）。"),
        finding("L3-05", Span(3, 3, 3, 3), Span(4, 3, 4, 3), certainty="要確認", what="日付の書き方が違います。"),
        finding("L1-08", Span(4, 2, 4, 2), certainty="参考", what="表示形式で付けた単位です。"),
        undecided=(Undecided("L3-07", "前の年度のファイルがないので、比べられません。"),),
        notes=("シートが1枚、隠れています。",),
    )
    check_golden(GOLDENS / "check.html", check_page(checked, book()).replace("><", ">\n<") + "\n")


def test_the_page_asks_for_nothing_and_runs_nothing() -> None:
    page = check_page(check_book(book()), book())
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="[^#"]', page) == []
    assert "url(" not in page
    assert set(re.findall(r"https?://[^\"' ]+", page)) <= {"http://www.w3.org/2000/svg"}


def test_what_stands_in_a_cell_is_a_text_of_the_page_and_no_part_of_it() -> None:
    page = check_page(report(finding("L1-04", Span(4, 1, 4, 1), what="<b>税務課 があります。")), book())
    assert "<b>税務課" not in page
    assert "&lt;b&gt;税務課" in page


def test_what_a_person_decides_stands_apart_and_equal_sentences_share_a_row() -> None:
    doubts = [finding("L1-09", Span(3, at, 3, at), certainty="要確認", what="空欄です。") for at in (1, 2)]
    page = check_page(report(finding("L1-12", Span(1, 1, 1, 3)), *doubts), book())
    after = page.partition("人が見て決めるところ（要確認 2件）")[2]
    assert after.count("空欄です。") == 1
    assert "2・3" in after
    assert "点数には入れていません" in after


def test_a_rule_that_could_not_be_judged_is_told_with_its_reason() -> None:
    page = check_page(report(undecided=(Undecided("L3-07", "前の年度のファイルがありません。"),)))
    assert "前の年度のファイルがありません。" in page


def test_a_level_that_was_not_looked_at_has_no_points() -> None:
    page = check_page(Report("a.pdf", "提供用", (finding("L1-01"),), scores={1: 0}))
    assert page.count("調べていません") == 2


def test_findings_far_below_get_a_picture_of_their_own() -> None:
    long = Sheet("回答", (("課", "人数"), *(("総務課", number) for number in range(200))))
    ones = numbered([finding("L2-01", Span(2, 2, 2, 2)), finding("L2-02", Span(150, 1, 150, 1))])
    first, strip = pictures_of(long, ones)
    assert ">150<" not in first
    assert ">150<" in strip


def test_findings_far_to_the_right_share_one_picture_of_the_columns_that_follow() -> None:
    wide = Sheet("回答", tuple(tuple(f"列{column}の値の長い文" for column in range(1, 15)) for _ in range(10)))
    found = [finding("L1-06", Span(2, 1, 2, 1)), *(finding("L2-01", Span(row, 12, row, 12)) for row in (3, 6, 9))]
    first, beside = pictures_of(wide, numbered(found))
    assert "列1の値" in first
    assert "列12の値" not in first
    assert "列12の値" in beside


def test_a_sheet_without_findings_needs_no_picture() -> None:
    assert list(pictures_of(SHEET, numbered([finding("L3-08")]))) == []


def test_the_copy_frames_and_comments_the_cells_and_lists_them_in_front(tmp_path: Path) -> None:
    found = report(finding("L2-01", Span(3, 2, 3, 2), what="数に文字があります。"))
    path = write_annotated(found, book(), tmp_path / "a.xlsx")
    copy = openpyxl.load_workbook(path)
    assert copy.sheetnames == ["指摘の一覧", "この写しについて", "回答"]
    cell = copy["回答"]["B3"]
    assert cell.value == "１２人"
    assert cell.border.left.style == "medium"
    assert cell.comment is not None
    assert "L2-01" in cell.comment.text
    assert "数に文字があります。" in cell.comment.text
    assert "→" in cell.comment.text
    row = words(path, "指摘の一覧")[1]
    assert row[:5] == [1, "違反", "L2-01", "回答", "B3"]
    assert copy["指摘の一覧"]["E2"].hyperlink is not None


def test_the_copy_looks_like_the_sheet(tmp_path: Path) -> None:
    copy = openpyxl.load_workbook(write_annotated(report(), book(), tmp_path / "a.xlsx"))["回答"]
    assert copy["A2"].font.bold
    assert copy["A2"].fill.fgColor.rgb == "FFFFFF00"
    assert copy["B4"].number_format == "#,##0;▲#,##0"
    assert copy["C4"].value.date() == date(2026, 5, 2)
    assert [str(one) for one in copy.merged_cells.ranges] == ["A1:C1"]


def test_a_cell_that_two_findings_mean_has_the_frame_of_the_graver_and_one_comment(tmp_path: Path) -> None:
    place = Span(3, 2, 3, 2)
    found = report(finding("L1-09", place, certainty="要確認"), finding("L2-01", place))
    cell = openpyxl.load_workbook(write_annotated(found, book(), tmp_path / "a.xlsx"))["回答"]["B3"]
    assert cell.border.left.style == "medium"
    assert cell.comment is not None
    assert "L1-09" in cell.comment.text
    assert "L2-01" in cell.comment.text


def test_a_formula_stays_a_formula_with_its_result(tmp_path: Path) -> None:
    sheet = Sheet("回答", ((1, 2, 3),), formulas={(1, 3): "=A1+B1"})
    path = write_annotated(report(), book(sheet), tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(path)["回答"]["C1"].value == "=A1+B1"
    assert openpyxl.load_workbook(path, data_only=True)["回答"]["C1"].value == 3


@pytest.mark.parametrize("value", ["=1+1", "+SUM(A1)", "http://example.jp", "@x"])
def test_a_text_that_looks_like_a_formula_or_a_link_stays_a_text(value: str, tmp_path: Path) -> None:
    path = write_annotated(report(), book(Sheet("回答", ((value,),))), tmp_path / "a.xlsx")
    cell = openpyxl.load_workbook(path)["回答"]["A1"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (value, "s", None)


@pytest.mark.parametrize(
    "value",
    [True, 1.5, date(1850, 1, 1), time(9, 30), timedelta(hours=30), "\x01"],
    ids=lambda value: type(value).__name__,
)
def test_every_value_of_a_sheet_can_be_copied(value: object, tmp_path: Path) -> None:
    path = write_annotated(
        report(finding("L1-06", Span(1, 1, 1, 1))), book(Sheet("回答", ((value,),))), tmp_path / "a.xlsx"
    )
    assert open_book(path).sheets[2].value(1, 1) is not None


def test_drawings_charts_and_macros_are_told_and_the_file_is_not_touched(tmp_path: Path) -> None:
    source = tmp_path / "図.xlsx"
    with xlsxwriter.Workbook(str(source)) as made:
        sheet = made.add_worksheet("回答")
        sheet.write_column(0, 0, [1, 2, 3])
        chart = made.add_chart({"type": "column"})
        chart.add_series({"values": "=回答!$A$1:$A$3"})
        sheet.insert_chart(4, 2, chart)
        sheet.insert_textbox(1, 3, "注意")
    before = source.read_bytes()
    opened = open_book(source)
    path = write_annotated(check_book(opened), opened, tmp_path / "写し.xlsx")
    told = " ".join(str(row[0]) for row in words(path, "この写しについて"))
    assert "グラフ1個" in told
    assert "図形1個" in told
    assert "元のファイルには残っています" in told
    assert source.read_bytes() == before


def test_macros_are_told_as_left_out(tmp_path: Path) -> None:
    path = write_annotated(report(), Book("a.xlsm", "xlsx", (SHEET,), macros=True), tmp_path / "a.xlsx")
    assert "マクロ" in " ".join(str(row[0]) for row in words(path, "この写しについて"))


def test_drawings_of_one_kind_are_counted(tmp_path: Path) -> None:
    sheet = Sheet("回答", (("a",),), drawings=(Drawing("画像", 1, 1), Drawing("画像", 2, 1)))
    path = write_annotated(report(), book(sheet), tmp_path / "a.xlsx")
    assert "画像2個" in " ".join(str(row[0]) for row in words(path, "この写しについて"))


def test_the_list_gives_way_to_a_sheet_of_its_name(tmp_path: Path) -> None:
    path = write_annotated(report(), book(Sheet("指摘の一覧", (("a",),))), tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(path).sheetnames == ["指摘の一覧 (2)", "この写しについて", "指摘の一覧"]


def test_a_very_long_book_is_cut_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotated, "MOST_CELLS", 10)
    sheet = Sheet("回答", tuple((number, number) for number in range(20)))
    path = write_annotated(report(finding("L2-01", Span(15, 1, 15, 1))), book(sheet), tmp_path / "a.xlsx")
    assert len(words(path, "回答")) == 5
    assert "5行目まで" in " ".join(str(row[0]) for row in words(path, "この写しについて"))


def test_an_old_copy_is_never_written_over(tmp_path: Path) -> None:
    path = write_annotated(report(), book(), tmp_path / "a.xlsx")
    with pytest.raises(InputError):
        write_annotated(report(), book(), path)


def test_the_summary_of_several_files_shows_what_they_share_and_what_failed() -> None:
    page = summary_page([report(finding("L1-12")), report(finding("L1-12"))], [("鍵.xlsx", "パスワードがあります。")])
    assert "いくつものファイルに共通すること" in page
    assert "2ファイル" in page
    assert "パスワードがあります。" in page
    assert "政府の見解ではありません" in page
