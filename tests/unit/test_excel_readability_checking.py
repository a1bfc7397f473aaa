"""The check as a whole: order, points, one report read as a person reads it, and that no sheet makes it fall over."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import MissingError
from kaizen_helpers.excel.opening.model import Book, CsvFacts, Drawing, Sheet, Span, Style
from kaizen_helpers.excel.readability import RULES, SCORE_NOTE, check_book, check_file, rule
from kaizen_helpers.excel.readability.model import Finding, Report
from kaizen_helpers.excel.readability.places import found, shown
from kaizen_helpers.excel.readability.scoring import scores
from tests.golden import check_golden
from tests.readability_sheets import book_of, sheet_of

GOLDENS = Path(__file__).parent / "goldens" / "excel_readability"
LEVELS = {1: 15, 2: 6, 3: 9}


def test_there_are_thirty_rules_in_order() -> None:
    expected = [f"L{level}-{number:02d}" for level, most in LEVELS.items() for number in range(1, most + 1)]

    assert expected == [one.id for one in RULES]


def test_points_and_fatal_rules_are_those_of_the_reference() -> None:
    fatal = {"L1-01", "L1-02", "L1-14", "L1-15", "L2-01", "L2-02", "L2-03", "L3-01"}
    points = {"L1-04": 5, "L1-09": 2, "L2-04": 40, "L2-05": 30, "L2-06": 30, "L3-02": 15, "L3-06": 15, "L3-07": 15}

    assert {one.id: 100 if one.id in fatal else points.get(one.id, 10) for one in RULES} == {
        one.id: one.points for one in RULES
    }
    assert fatal == {one.id for one in RULES if one.fatal}


def test_each_rule_has_its_own_words() -> None:
    texts = [text for one in RULES for text in (one.title_ja, one.why_ja, one.fix_ja)]

    assert len(texts) == len(set(texts))
    assert all(text.endswith("。") for one in RULES for text in (one.why_ja, one.fix_ja))


def test_an_unknown_rule_is_told_in_japanese() -> None:
    with pytest.raises(MissingError, match="というルールはありません"):
        rule("L9-99")


def _finding(broken: str, certainty: str = "違反") -> Finding:
    return Finding(broken, certainty, "データ", (), 1, "")  # type: ignore[arg-type]


def test_a_broken_rule_takes_its_points_once_from_its_level() -> None:
    assert {1: 80, 2: 60, 3: 100} == scores([_finding(one) for one in ("L1-03", "L1-03", "L1-12", "L2-04")])


def test_a_fatal_rule_leaves_nothing_of_its_level() -> None:
    assert {1: 0, 2: 100, 3: 100} == scores([_finding("L1-02")])


def test_what_a_person_has_to_decide_and_what_is_allowed_cost_nothing() -> None:
    assert {1: 100, 2: 100, 3: 100} == scores([_finding("L1-09", "要確認"), _finding("L2-06", "参考")])


def test_points_do_not_go_below_zero() -> None:
    broken = ["L2-04", "L2-05", "L2-06", "L2-04"]

    assert 0 == scores([_finding(one) for one in [*broken, "L2-03"]])[2]
    assert 0 == scores([_finding(one) for one in broken])[2]


def test_findings_stand_in_the_order_of_rules_sheets_and_cells() -> None:
    rows: list[list[object]] = [["市町", "人口（人）"], ["北市", 5], [], ["南町", 6], ["※注"]]
    report = check_book(book_of(sheet_of(rows, name="乙"), sheet_of(rows, name="甲", merged=["A4:B4"])))

    frame = [(one.rule, one.sheet) for one in report.findings if one.rule in ("L1-03", "L1-04", "L1-12")]

    assert [("L1-03", "乙"), ("L1-03", "甲"), ("L1-04", "乙"), ("L1-04", "甲"), ("L1-12", "甲")] == frame


def test_neighbouring_cells_become_one_range() -> None:
    finding = found("L1-04", "データ", [(2, 1), (3, 1), (2, 2), (3, 2), (7, 1), (7, 1)], "")

    assert ("A2:B3、A7", 5) == (finding.where_ja, finding.count)


def test_many_cells_are_counted_and_fifty_ranges_kept() -> None:
    finding = found("L1-04", "データ", [(row, 1) for row in range(1, 400, 2)], "")

    assert (50, "A1、A3、A5 など 200 か所") == (len(finding.spans), finding.where_ja)


def test_a_value_is_quoted_in_one_short_line() -> None:
    assert "「北海道⏎（道内）」" == shown("北海道\n（道内）")
    assert 26 == len(shown("あ" * 100))


def _dirty() -> Book:
    """A workbook as offices keep them: a title, two rows of headings, gaps, notes, colours, a picture."""
    rows: list[list[object]] = [
        ["令和7年度 公園の利用"],
        ["地域", "公園", "利用者数", None, None, "備考"],
        [None, None, "令和5年度", "令和6年度", "令和6年度", None],
        ["北部", "北公園", 120, 130, 5],
        [None, "東公園", 80, 90, 6, "改修中"],
        [],
        ["南部", "南公園", 40, 50, 7],
        ["南部", "西公園", 60, 70, 8],
        [],
        ["※速報値です"],
    ]
    sheet = sheet_of(
        rows,
        name="利用",
        merged=["A1:F1", "A2:A3", "B2:B3", "C2:E2", "A4:A5"],
        looks={"C5": Style(colour="FF0000"), "D7:D7": Style(fill="FFFF00")},
        formulas={(8, 4): "=C8+10"},
        hidden_columns=[5],
        drawings=[Drawing("図形", 4, 8)],
    )
    return book_of(sheet, explained=False)


def _written(report: Report) -> str:
    lines = [
        f"{report.name}（{report.purpose}）",
        "点数: " + "、".join(f"レベル{k} {v}点" for k, v in report.scores.items()),
    ]
    lines += [SCORE_NOTE, ""]
    for one in report.findings:
        its = rule(one.rule)
        lines += [f"【{one.certainty}】{one.rule} {its.title_ja}", f"  {one.sheet}: {one.where_ja}", f"  {one.what_ja}"]
        lines += [f"  なぜ: {its.why_ja}", f"  直し方: {its.fix_ja}", ""]
    lines += [f"【判定なし】{one.rule} {rule(one.rule).title_ja}: {one.reason_ja}" for one in report.undecided]
    return "\n".join([*lines, *report.notes]) + "\n"


def test_one_report_as_a_person_reads_it() -> None:
    check_golden(GOLDENS / "park.txt", _written(check_book(_dirty())))


WORDS = "| |　|市町|人口|2024年度|合計|※注|X|-|〃|1,200円|=A1|😀|𠮷|\n|\x00|単位：千円|出典：|その他: あ"
VALUES = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(WORDS.split("|")),
    st.integers(min_value=-(10**30), max_value=10**30),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)  # fmt: skip
ROWS = st.lists(st.lists(VALUES, max_size=6), max_size=14)
SPANS = st.builds(
    lambda top, left, more, wide: Span(top, left, top + more, left + wide),
    st.integers(1, 16), st.integers(1, 7), st.integers(0, 5), st.integers(0, 5),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(ROWS, st.lists(SPANS, max_size=4), st.sampled_from(["提供用", "作業用"]), st.booleans(), st.data())
def test_no_sheet_makes_the_check_fall_over(rows, merged, purpose, csv, data) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    if csv:
        texts = [[None if value is None else str(value) or None for value in row] for row in rows]
        uneven = tuple((number, 2, len(row)) for number, row in enumerate(rows, 1) if len(row) != 2)
        book = Book("a.csv", "csv", (Sheet("a", texts),), CsvFacts("UTF-8", False, ",", ((1, 1),), uneven))
    else:
        looks = [data.draw(st.lists(st.integers(0, 2), max_size=8)) for _ in range(len(rows) + 1)]
        styles = (Style(), Style(bold=True, fill="FFFF00"), Style(colour="FF0000", italic=True))
        sheet = Sheet("a", rows, styles, looks, {(2, 2): "=A1"}, frozenset({(3, 1)}), tuple(merged), frozenset({2}))
        book = Book("a.xlsx", "xlsx", (sheet, sheet))

    report = check_book(book, purpose=purpose, earlier=book)

    assert all(0 <= points <= 100 for points in report.scores.values())
    assert all(one.what_ja and one.count >= 0 for one in report.findings)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[]],
        [[None]],
        [["a"]],
        [[math.nan, math.inf]],
        [["市町", "人口"]],
        [[10**400, -(10**400)], [5, 6]],
        [["😀", "𠮷"], ["👨‍👩‍👧", 5]],
        [[date(9999, 12, 31), time(0), datetime(1, 1, 1, tzinfo=None), timedelta(days=9)]] * 3,  # noqa: DTZ001
    ],
    ids=["nothing", "empty-row", "none", "one-cell", "nan", "only-header", "huge", "emoji", "dates"],
)
def test_odd_sheets_are_checked(rows: list[list[object]]) -> None:
    report = check_book(Book("a.xlsx", "xlsx", (Sheet("a", rows),)))

    assert "提供用" == report.purpose


def _zip(path: Path, name: str) -> Path:
    with ZipFile(path, "w") as package:
        package.writestr(name, "<x/>")
    return path


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("表.pdf", b"%PDF-1.7\n", "PDF"),
        ("表.xlsx", b"%PDF-1.7\n", "PDF"),
        ("表.jpg", b"\xff\xd8\xff\xe0", "画像（JPEG）"),
        ("表.doc", b"\xd0\xcf\x11\xe0", "Word"),
        ("表.jtd", b"\xd0\xcf\x11\xe0", "一太郎"),
    ],
    ids=["pdf", "pdf-named-xlsx", "jpg", "doc", "jtd"],
)
def test_a_file_that_is_no_data_breaks_l1_01_and_nothing_else_is_judged(
    name: str, content: bytes, kind: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)

    report = check_file(tmp_path / name)

    assert [f"これは{kind}のファイルで、表のデータとして読めません。"] == [one.what_ja for one in report.findings]
    assert {1: 0} == report.scores


@pytest.mark.parametrize(("inside", "kind"), [("word/document.xml", "Word"), ("ppt/slide1.xml", "PowerPoint")])
def test_a_document_is_known_by_its_inside(inside: str, kind: str, tmp_path: Path) -> None:
    report = check_file(_zip(tmp_path / "表.xlsx", inside))

    assert kind in report.findings[0].what_ja


def test_a_kind_that_the_rule_allows_and_nobody_reads_here_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "表.json").write_text("[]", encoding="utf-8")

    report = check_file(tmp_path / "表.json")

    assert ((), {}) == (report.findings, report.scores)
    assert report.notes[0].startswith("JSONは、ルールで認められた形式です。")
