"""The rules about the frame of a sheet, its looks and its file: what breaks them, and what only seems to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kaizen_helpers.excel.opening.model import Book, Drawing, Sheet, Style
from kaizen_helpers.excel.readability.checking import check_book
from kaizen_helpers.excel.readability.model import Finding, Purpose
from tests.readability_sheets import EXPLANATION, book_of, csv_of, sheet_of

N = None
Rows = list[list[object]]
CITIES: Rows = [["市町", "人口（人）"], ["北市", 50], ["南町", 30], ["東町", 20], ["西町", 10]]
PAIR: Rows = [["済", "甲"], ["未", "乙"]]
RED, YELLOW, BOLD = Style(colour="FF0000"), Style(fill="FFFF00"), Style(bold=True)


def _of(book: Book, rule: str, purpose: Purpose = "提供用", earlier: Book | None = None) -> list[Finding]:
    return [one for one in check_book(book, purpose=purpose, earlier=earlier).findings if one.rule == rule]


def _broken(book: Book, rule: str) -> str:
    """Where the rule is broken, all findings together."""
    return " / ".join(one.where_ja for one in _of(book, rule) if one.certainty == "違反")


def test_a_clean_book_breaks_no_rule_of_the_frame() -> None:
    report = check_book(book_of(sheet_of(CITIES)))

    assert () == tuple(one for one in report.findings if one.certainty == "違反")


def test_a_second_table_breaks_l1_02_and_names_its_range() -> None:
    book = book_of(sheet_of([*CITIES, [], ["区分", "件数（件）"], ["県内", 5], ["県外", 7]]))

    assert "A7:B9" == _broken(book, "L1-02")


def test_a_doubtful_second_table_is_for_a_person_to_decide() -> None:
    rows: Rows = [["状態", "区分"], *(PAIR * 4), [], ["氏名", "所属"], ["済", "甲"]]

    (finding,) = _of(book_of(sheet_of(rows)), "L1-02")

    assert "要確認" == finding.certainty


def test_empty_rows_break_l1_03_as_one_finding() -> None:
    rows: Rows = [CITIES[0], CITIES[1], [], CITIES[2], [], [], *CITIES[3:]]

    assert "A3:B3、A5:B6" == _broken(book_of(sheet_of(rows)), "L1-03")


def test_an_empty_column_breaks_l1_03() -> None:
    rows: Rows = [["市町", "人口（人）", N, "世帯（戸）"], ["北市", 50, N, 9], ["南町", 30, N, 8]]

    assert "C1:C3" == _broken(book_of(sheet_of(rows)), "L1-03")


def test_an_empty_row_right_below_the_header_is_l3_01_alone() -> None:
    book = book_of(sheet_of([CITIES[0], [], *CITIES[1:]]))

    assert ("", "A2:B2") == (_broken(book, "L1-03"), _broken(book, "L3-01"))


def test_notes_below_and_beside_break_l1_04() -> None:
    rows: Rows = [[*CITIES[0]], [*CITIES[1], N, N, "※暫定値"], *CITIES[2:], [], ["出典：県の統計"]]

    assert "E2、A7" == _broken(book_of(sheet_of(rows)), "L1-04")


def test_a_title_is_l3_01_and_no_unrelated_information() -> None:
    book = book_of(sheet_of([["令和7年度 人口の調査"], *CITIES]))

    assert ("", "A1") == (_broken(book, "L1-04"), _broken(book, "L3-01"))


@pytest.mark.parametrize(
    "note",
    [
        "※速報値",
        "注1 端数は四捨五入",
        "担当：総務課",
        "資料：県の統計",
        "2026年3月末現在",
        "端数があるため合計と合わないことがある",
    ],
)
def test_notes_right_below_the_last_record_break_l1_04(note: str) -> None:
    rows: Rows = [["市町", "人口（人）", "世帯（戸）"], ["北市", 50, 9], ["南町", 30, 8], [note]]

    assert "A4" == _broken(book_of(sheet_of(rows)), "L1-04")


def test_a_last_record_with_its_name_alone_is_no_note() -> None:
    rows: Rows = [["市町", "人口（人）", "世帯（戸）"], ["北市", 50, 9], ["南町", 30, 8], ["東町"]]

    assert "" == _broken(book_of(sheet_of(rows)), "L1-04")


def test_a_unit_beside_a_merged_title_is_no_header() -> None:
    rows: Rows = [
        ["人口の調査", N, N, "（単位：人）"],
        ["市町", "総数", "男", "女"],
        ["北市", 5, 3, 2],
        ["南町", 4, 2, 2],
    ]

    assert "A1、D1" == _broken(book_of(sheet_of(rows, merged=["A1:C1"])), "L3-01")


def test_a_note_above_is_both() -> None:
    book = book_of(sheet_of([["作成者：総務課"], *CITIES]))

    assert ("A1", "A1") == (_broken(book, "L1-04"), _broken(book, "L3-01"))


def test_missing_headings_break_l1_05() -> None:
    rows: Rows = [["市町", N, N, "備考"], ["北市", 5, 6, "x"], ["南町", 7, 8, "y"]]

    assert "B1:C1" == _broken(book_of(sheet_of(rows)), "L1-05")


@pytest.mark.parametrize("name", ["001", "列2", "Unnamed: 1", "Column2", "項目2", "F2"])
def test_a_heading_that_says_nothing_breaks_l1_05(name: str) -> None:
    rows: Rows = [["市町", name, "人口（人）"], ["北市", "a", 6], ["南町", "b", 8]]

    if name == "001":
        rows[0][2] = "002"
    assert _broken(book_of(sheet_of(rows)), "L1-05").startswith("B1")


@pytest.mark.parametrize("name", ["No.", "ID", "設問1の回答", "連絡先2", "A4用紙", "2021年度"])
def test_short_headings_and_headings_with_numbers_say_something(name: str) -> None:
    rows: Rows = [["市町", name], ["北市", 6], ["南町", 8]]

    assert "" == _broken(book_of(sheet_of(rows)), "L1-05")


def test_headings_of_one_letter_are_for_a_person_to_decide() -> None:
    (finding,) = _of(book_of(sheet_of([["市町", "A", "B"], ["北市", 6, 1], ["南町", 8, 2]])), "L1-05")

    assert "要確認" == finding.certainty


def test_objects_break_l1_10_and_are_counted() -> None:
    sheet = sheet_of(CITIES, drawings=[Drawing("画像", 2, 4), Drawing("画像", 9, 1), Drawing("グラフ", 3, 6)])

    (finding,) = _of(book_of(sheet), "L1-10")

    assert "シートの上に、画像が2つ、グラフが1つあります。" == finding.what_ja
    assert 3 == finding.count


def test_a_picture_on_the_sheet_that_explains_is_allowed() -> None:
    explaining = replace(EXPLANATION, drawings=(Drawing("画像", 1, 5),))

    assert [] == _of(book_of(sheet_of(CITIES), explaining, explained=False), "L1-10")


@pytest.mark.parametrize(
    "style",
    [RED, YELLOW, BOLD, Style(italic=True), Style(strike=True), Style(underline=True)],
    ids=["colour", "fill", "bold", "italic", "strike", "underline"],
)
def test_a_cell_that_looks_different_breaks_l1_11(style: Style) -> None:
    assert "B3" == _broken(book_of(sheet_of(CITIES, looks={"B3": style})), "L1-11")


@pytest.mark.parametrize(
    "looks",
    [
        {"A1:B1": Style(bold=True, fill="DDEBF7")},
        {"B2:B5": RED},
        {"B2:B5": YELLOW},
        {"A2:A5": BOLD},
        {"B3": Style(colour="000000")},
        {"B3": Style(fill="FFFFFF")},
        {"A3": Style(colour="0563C1", underline=True)},
        {"B3": Style(borders="tblr")},
        {"B3": Style(number_format="#,##0;[Red]-#,##0")},
    ],
    ids=["header", "column-red", "column-filled", "column-bold", "black", "white", "link", "lines", "format"],
)
def test_looks_that_mean_nothing_are_tolerated(looks: dict[str, Style]) -> None:
    assert "" == _broken(book_of(sheet_of(CITIES, looks=looks)), "L1-11")


def test_bands_of_colour_are_named_as_such() -> None:
    (finding,) = _of(book_of(sheet_of(CITIES, looks={"A3:B3": YELLOW, "A5:B5": YELLOW})), "L1-11")

    assert "1行おきに背景の色が付いています。" == finding.what_ja
    assert ("A3:B3", "A5:B5") == tuple(map(str, finding.spans))


def test_an_empty_cell_on_a_colour_says_something() -> None:
    rows: Rows = [["市町", "備考"], ["北市", "x"], ["南町", N], ["東町", "y"]]

    assert "B3" == _broken(book_of(sheet_of(rows, looks={"B3": YELLOW})), "L1-11")


def test_where_every_cell_has_another_colour_all_are_named() -> None:
    looks = {"B2": RED, "B3": Style(colour="00B050"), "B4": Style(colour="0000FF"), "B5": RED}

    assert "B2:B5" == _broken(book_of(sheet_of(CITIES, looks=looks)), "L1-11")


def test_merged_headings_and_records_break_l1_12_apart() -> None:
    rows: Rows = [["地域", "人口", N], [N, "男（人）", "女（人）"], ["北部", 5, 6], [N, 7, 8], ["南部", 1, 2]]

    found = _of(book_of(sheet_of(rows, merged=["A1:A2", "B1:C1", "A3:A4"])), "L1-12")

    assert ["見出しのセルが結合されています（例: 「地域」）。", "データのセルが結合されています（例: 「北部」）。"] == [
        one.what_ja for one in found
    ]


def test_hidden_rows_and_columns_with_values_break_l1_13() -> None:
    book = book_of(sheet_of(CITIES, hidden_rows=[3, 900], hidden_columns=[2, 90]))

    assert "B1:B5 / A3:B3" == _broken(book, "L1-13")


def test_a_hidden_sheet_is_for_a_person_to_decide() -> None:
    (finding,) = _of(book_of(sheet_of(CITIES), replace(sheet_of(CITIES, name="控え"), hidden=True)), "L1-13")

    assert ("控え", "要確認") == (finding.sheet, finding.certainty)


def test_a_heading_twice_breaks_l2_03() -> None:
    rows: Rows = [["市町", "人口（人）", "人口 （人）"], ["北市", 5, 6], ["南町", 7, 8]]

    assert "B1:C1" == _broken(book_of(sheet_of(rows)), "L2-03")


def test_the_same_words_under_two_groups_break_l2_03() -> None:
    rows: Rows = [["市町", "本庁", N, "支所", N], [N, "件数（件）", "金額（円）", "件数（件）", "金額（円）"],
            ["北市", 1, 2, 3, 4], ["南町", 5, 6, 7, 8]]  # fmt: skip

    found = _of(book_of(sheet_of(rows, merged=["A1:A2", "B1:C1", "D1:E1"])), "L2-03")

    assert [["B1:C1", "D1:E1"], ["B2:E2"]] == sorted(
        ([str(span) for span in one.spans] for one in found), key=len, reverse=True
    )


def test_a_row_of_equal_units_breaks_l2_03() -> None:
    rows: Rows = [["市町", "予算", "決算"], [N, "千円", "千円"], ["北市", 5, 6], ["南町", 3, 4]]

    assert "B2:C2" == _broken(book_of(sheet_of(rows)), "L2-03")


def test_headings_in_two_rows_that_complete_each_other_break_l2_03() -> None:
    rows: Rows = [["市町", "人口"], [N, "男（人）", "女（人）"], ["北市", 5, 6], ["南町", 3, 4]]

    assert "A1:C2" == _broken(book_of(sheet_of(rows)), "L2-03")


def test_formulas_break_l2_06_only_in_a_file_to_give_away() -> None:
    book = book_of(sheet_of(CITIES, formulas={(2, 2): "=10*5", (3, 2): "=B2-20"}))

    assert ["違反"] == [one.certainty for one in _of(book, "L2-06")]
    assert ["参考"] == [one.certainty for one in _of(book, "L2-06", "作業用")]


def test_a_header_of_three_rows_breaks_l3_01() -> None:
    rows: Rows = [["市町", "人口", N], [N, "年代", N], [N, "若い", "高い"], ["北市", 5, 6], ["南町", 3, 4]]

    assert "A1:C3" == _broken(book_of(sheet_of(rows, merged=["A1:A3", "B1:C1", "B2:C2"])), "L3-01")


def test_an_empty_first_row_breaks_l3_01() -> None:
    assert "A1:B1" == _broken(book_of(sheet_of([[], *CITIES])), "L3-01")


def test_a_table_without_a_header_breaks_l3_01_and_l1_05() -> None:
    book = book_of(sheet_of(CITIES[1:]))

    assert ("A1:B1", "A1:B1") == (_broken(book, "L3-01"), _broken(book, "L1-05"))


@pytest.mark.parametrize(
    "names",
    [
        ("2023年度", "2024年度"),
        ("令和5年度", "令和6年度"),
        ("R5", "R6"),
        ("4月", "5月"),
        ("2024年人口", "2025年人口"),
        ("人口（令和6年）", "人口（令和7年）"),
        ("R6.4", "R6.5"),
        ("前年度", "今年度"),
        ("第1四半期", "第2四半期"),
        (2023, 2024),
    ],
    ids=str,
)
def test_periods_side_by_side_break_l3_09(names: tuple[object, object]) -> None:
    rows: Rows = [["市町", *names], ["北市", 5, 6], ["南町", 7, 8]]

    assert "B1:C1" == _broken(book_of(sheet_of(rows)), "L3-09")


@pytest.mark.parametrize(
    "names",
    [
        ("年度", "人口（人）"),
        ("2020年国勢調査人口", "2021年経済センサス事業所数"),
        ("R6予算額（円）", "R6決算額（円）"),
        ("開始年月", "終了年月"),
        ("令和7年度目標", "備考"),
        ("設問1", "設問2"),
        ("1回目", "2回目"),
    ],
    ids=str,
)
def test_columns_of_one_period_or_of_different_things_are_no_periods_side_by_side(names: tuple[str, str]) -> None:
    rows: Rows = [["市町", *names], ["北市", 5, 6], ["南町", 7, 8]]

    assert "" == _broken(book_of(sheet_of(rows)), "L3-09")


def test_days_of_the_first_of_each_month_side_by_side_break_l3_09() -> None:
    months = [date(2026, month, 1) for month in (4, 5, 6)]
    rows: Rows = [["市町", *months], ["北市", 5, 6, 7], ["南町", 7, 8, 9]]

    assert "B1:D1" == _broken(book_of(sheet_of(rows)), "L3-09")


def test_halves_of_a_year_are_for_a_person_to_decide() -> None:
    rows: Rows = [["市町", "上半期（件）", "下半期（件）"], ["北市", 5, 6], ["南町", 7, 8]]

    (finding,) = _of(book_of(sheet_of(rows)), "L3-09")

    assert "要確認" == finding.certainty


def test_a_line_break_in_a_value_of_a_csv_breaks_l1_14() -> None:
    assert "B2" == _broken(csv_of('市町,住所\n北市,"本町\n1-2"\n南町,東町3\n'), "L1-14")


def test_commas_without_quotation_marks_break_l1_15_where_they_stand() -> None:
    book = csv_of("市町,所在地,人口（人）\n北市,東京都,港区,50\n南町,本町1,30\n東町,本町2,20\n")

    assert ("A2:D2", "") == (_broken(book, "L1-15"), _broken(book, "L1-04"))


def test_a_value_moved_into_an_empty_last_column_still_breaks_l1_15() -> None:
    book = csv_of("市町,金額（円）,状態,備考\n北市,1,200,済,\n南町,300,未,\n東町,500,済,\n")

    assert "A2:D2" == _broken(book, "L1-15")


def test_a_note_or_another_table_in_a_csv_is_no_bare_comma() -> None:
    book = csv_of("市町,人口（人）\n北市,50\n南町,30\n\n区分,件数（件）,割合（%）\n県内,5,40\n県外,7,60\n")

    assert ("", "A5:C7") == (_broken(book, "L1-15"), _broken(book, "L1-02"))


def test_a_value_too_many_in_every_row_is_for_a_person_to_decide() -> None:
    (finding,) = _of(csv_of("市町,人口（人）\n北市,50,x\n南町,30,y\n"), "L1-15")

    assert "要確認" == finding.certainty


def test_a_comma_in_every_address_shows_in_the_columns_that_moved() -> None:
    book = csv_of("市町,所在地,人口（人）\n北市,甲県,北町,50\n南町,甲県,南町,30\n")

    assert "A2:D2、A3:D3" == _broken(book, "L1-15")


def test_a_comma_in_a_heading_breaks_l1_15() -> None:
    book = csv_of("番号,住所（県,市）,件数（件）\n1,佐賀県佐賀市,5\n2,佐賀県唐津市,6\n")

    assert "A1:D1" == _broken(book, "L1-15")


def test_the_year_before_is_needed_for_l3_07() -> None:
    (undecided,) = [one for one in check_book(book_of(sheet_of(CITIES))).undecided if one.rule == "L3-07"]

    assert undecided.reason_ja.startswith("ほかの年度のファイルがない")


def test_other_headings_than_last_year_break_l3_07() -> None:
    before = book_of(sheet_of([["市町", "総人口（人）", "面積"], ["北市", 50, 1], ["南町", 30, 2]]))

    (finding,) = _of(book_of(sheet_of(CITIES)), "L3-07", earlier=before)

    assert (
        "前の年度と項目が違います。増えた項目は「人口(人)」、なくなった項目は「総人口(人)」、「面積」です。"
        == finding.what_ja
    )


def test_another_order_than_last_year_breaks_l3_07() -> None:
    before = book_of(sheet_of([["人口（人）", "市町"], [50, "北市"], [30, "南町"]]))

    (finding,) = _of(book_of(sheet_of(CITIES)), "L3-07", earlier=before)

    assert "順番が違います" in finding.what_ja


def test_the_same_headings_as_last_year_are_right() -> None:
    before = book_of(replace(sheet_of(CITIES), name="令和6年度"))

    assert [] == _of(book_of(sheet_of(CITIES)), "L3-07", earlier=before)


def test_a_workbook_without_explanation_breaks_l3_08() -> None:
    assert "ファイル全体" == _broken(book_of(sheet_of(CITIES), explained=False), "L3-08")


def test_an_explanation_without_a_date_is_for_a_person_to_decide() -> None:
    plain = Sheet("説明", [["市町", "県内の市町"]])

    (finding,) = _of(book_of(sheet_of(CITIES), plain, explained=False), "L3-08")

    assert "要確認" == finding.certainty


@pytest.mark.parametrize(
    ("encoding", "bom", "said"),
    [("UTF-8", True, "UTF-8・BOMあり"), ("UTF-8", False, "UTF-8・BOMなし"), ("CP932", False, "Shift-JIS（CP932）です")],
    ids=["bom", "no-bom", "cp932"],
)
def test_a_csv_is_told_its_encoding_and_asked_for_its_explanation(encoding: str, bom: bool, said: str) -> None:
    (finding,) = _of(csv_of("市町,人口（人）\n北市,5\n", encoding=encoding, bom=bom), "L3-08")

    assert ("要確認", True) == (finding.certainty, said in finding.what_ja)


def test_code_tables_are_never_judged() -> None:
    report = check_book(book_of(sheet_of(CITIES)))

    assert ["L3-02"] == [one.rule for one in report.undecided if one.rule == "L3-02"]
