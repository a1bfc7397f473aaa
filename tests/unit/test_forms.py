"""A form is defined once: workbook, page and document are made from it, and what people fill in comes back."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError, KaizenError, MissingError
from kaizen_helpers.forms import (
    Entry,
    Filled,
    Form,
    Grid,
    form_page,
    plain_values,
    read_form,
    read_values,
    write_form,
    write_form_docx,
)

FORM = Form(
    "確認票",
    (
        Entry("name", "業務の名前", required=True, note="一言で"),
        Entry("minutes", "1回の時間", "number", unit="分"),
        Entry("due", "期限", "date", required=True),
        Entry("data", "情報の区分", "choice", choices=("公表している", "庁内だけ", "個人情報")),
        Entry("agreed", "上司の同意", "yes"),
        Grid("steps", "はじめの一歩", (Entry("what", "何を"), Entry("cases", "件数", "number", unit="件")), rows=3),
    ),
    note="業務を見直す人が書きます。",
)
FULL: dict[str, Any] = {
    "name": "照会の取りまとめ",
    "minutes": 910.5,
    "due": date(2026, 12, 25),
    "data": "庁内だけ",
    "agreed": True,
    "steps": [{"what": "様式の案を2市町に見てもらう", "cases": 20}, {"what": "=1+1", "cases": None}],
}


def changed(path: Path, cells: dict[tuple[str, str], Any]) -> Path:
    """The workbook as a person leaves it: (sheet, cell) → what was typed."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    book.save(path)
    return path


def test_a_filled_workbook_comes_back_as_it_was(tmp_path: Path) -> None:
    filled = read_form(FORM, write_form(FORM, tmp_path / "a.xlsx", FULL))

    assert filled == Filled(FULL)


def test_a_blank_workbook_says_what_is_required(tmp_path: Path) -> None:
    filled = read_form(FORM, write_form(FORM, tmp_path / "a.xlsx"))

    assert filled.missing == ("業務の名前", "期限")
    assert filled.values["steps"] == []
    assert filled.problems == ()


def test_what_people_type_is_read_with_a_note(tmp_path: Path) -> None:
    cells = {("確認票", "B5"): "約１，２００分", ("確認票", "B6"): "令和8年12月1日", ("はじめの一歩", "B2"): "二十件"}
    filled = read_form(FORM, changed(write_form(FORM, tmp_path / "a.xlsx", FULL), cells))

    assert (filled.values["minutes"], filled.values["due"]) == (1200, date(2026, 12, 1))
    assert filled.values["steps"][0]["cases"] == 20
    assert [note.where for note in filled.notes] == [
        "「1回の時間」（B5）",
        "「期限」（B6）",
        "シート「はじめの一歩」の2行目の「件数」",
    ]


@pytest.mark.parametrize(
    ("cell", "typed", "where", "said"),
    [
        ("B5", "30分から60分", "「1回の時間」（B5）", "幅のある"),
        ("B5", "たくさん", "「1回の時間」（B5）", "数として読み取れませんでした"),
        ("B5", "#DIV/0!", "「1回の時間」（B5）", "計算の誤り"),
        ("B5", True, "「1回の時間」（B5）", "数ではないもの"),
        ("B6", "早めに", "「期限」（B6）", "日付として読み取れませんでした"),
        ("B7", "秘密", "「情報の区分」（B7）", "「公表している」、「庁内だけ」、「個人情報」から選んでください"),
        ("B8", "たぶん", "「上司の同意」（B8）", "「はい」か「いいえ」"),
        ("B4", "長" * 6000, "「業務の名前」（B4）", "短くまとめて"),
    ],
)
def test_what_cannot_be_read_names_the_cell_and_the_remedy(
    tmp_path: Path, cell: str, typed: object, where: str, said: str
) -> None:
    filled = read_form(FORM, changed(write_form(FORM, tmp_path / "a.xlsx", FULL), {("確認票", cell): typed}))

    (problem,) = filled.problems
    assert problem.where == where
    assert said in problem.message_ja
    assert problem.message_ja.endswith("。")


def test_moved_rows_own_rows_and_renamed_sheets_do_no_harm(tmp_path: Path) -> None:
    import openpyxl

    path = write_form(FORM, tmp_path / "a.xlsx", FULL)
    book = openpyxl.load_workbook(path)
    sheet = book["確認票"]
    sheet.insert_rows(1, 2)
    sheet.append(["自分のメモ", "ここは読まれません"])
    sheet.title = "わたしの票"
    book["はじめの一歩"].insert_cols(1)
    book["はじめの一歩"].insert_rows(1)
    book.save(path)

    assert read_form(FORM, path) == Filled(FULL)


@pytest.mark.parametrize(
    ("typed", "due", "made"),
    [
        ("来月", date(2026, 12, 31), None),
        ("来月末", date(2026, 12, 31), None),
        ("2週間後", date(2026, 12, 11), None),
        ("年度末", date(2027, 3, 31), None),
        ("今日", date(2026, 11, 27), date(2026, 11, 27)),
        ("11月10日", date(2027, 11, 10), date(2026, 11, 10)),
        ("12月1日", date(2026, 12, 1), date(2025, 12, 1)),
        ("2026-12-01", date(2026, 12, 1), date(2026, 12, 1)),
    ],
)
def test_a_day_without_a_year_is_the_next_one_or_of_what_was_the_last_one(
    typed: str, due: date, made: date | None
) -> None:
    form = Form("票", (Entry("due", "期限", "date"), Entry("made", "作った日", "date", past=True)))
    filled = read_values(form, {"due": typed, "made": typed}, date(2026, 11, 27))

    assert (filled.values["due"], filled.values["made"]) == (due, made)


def test_a_day_that_was_in_a_leap_year_is_not_read_into_the_future() -> None:
    form = Form("票", (Entry("made", "作った日", "date", past=True),))

    assert read_values(form, {"made": "11月28日"}, date(2028, 11, 27)).values["made"] == date(2027, 11, 28)


@pytest.mark.parametrize(("style", "value"), [("0%", 30), ("0.0%", 30), ('0.0"%"', 0.3), ("General", 0.3)])
def test_a_per_cent_that_excel_keeps_as_a_part_is_read_as_it_is_seen(tmp_path: Path, style: str, value: float) -> None:
    import openpyxl

    form = Form("票", (Entry("share", "割合", "number", unit="%"),))
    book = openpyxl.load_workbook(write_form(form, tmp_path / "a.xlsx"))
    cell = next(row[1] for row in book["票"].iter_rows() if str(row[0].value).startswith("割合"))
    cell.value, cell.number_format = 0.3, style
    book.save(tmp_path / "b.xlsx")

    assert read_form(form, tmp_path / "b.xlsx").values["share"] == value


def test_rows_that_only_have_a_format_are_no_rows(tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.styles import Font

    path = write_form(FORM, tmp_path / "a.xlsx", FULL)
    book = openpyxl.load_workbook(path)
    for row in range(4, 2100):
        book["はじめの一歩"].cell(row, 1).font = Font(bold=True)
    book.save(path)

    assert read_form(FORM, path) == Filled(FULL)


def test_another_table_is_called_by_the_name_that_stands_on_its_sheet(tmp_path: Path) -> None:
    register = Form("相談の記録", (Grid("rows", "相談台帳", (Entry("day", "相談日"), Entry("work", "業務名"))),))

    with pytest.raises(InputError, match="「相談台帳」の様式ではありません"):
        read_form(register, write_form(FORM, tmp_path / "a.xlsx", FULL))


def test_a_missing_row_or_column_is_named(tmp_path: Path) -> None:
    cells = {("確認票", "A6"): "しめきり", ("はじめの一歩", "B1"): "かず"}
    filled = read_form(FORM, changed(write_form(FORM, tmp_path / "a.xlsx", FULL), cells))

    assert [problem.message_ja[:12] for problem in filled.problems] == [
        "「期限」の行が見つかりま",
        "列「件数」が見つかりませ",
    ]
    assert filled.values["due"] is None


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old"])
def test_what_is_no_workbook_is_one_japanese_sentence(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_form(FORM, data)
    assert caught.value.message_ja.endswith("。")


def test_another_form_and_a_missing_file_are_said(tmp_path: Path) -> None:
    other = write_form(Form("別の票", (Entry("x", "別の項目"),)), tmp_path / "b.xlsx")

    like = write_form(Form("似た票", (Entry("name", "業務の名前"), Entry("y", "別の項目"))), tmp_path / "c.xlsx")

    for book in (other, like):
        with pytest.raises(InputError, match="「確認票」の様式ではありません"):
            read_form(FORM, book)
    with pytest.raises(MissingError):
        read_form(FORM, tmp_path / "nothing.xlsx")


def test_a_file_of_somebody_is_never_written_over(tmp_path: Path) -> None:
    path = write_form(FORM, tmp_path / "a.xlsx", FULL)
    before = path.read_bytes()

    with pytest.raises(InputError, match="同じ名前"):
        write_form(FORM, path)
    with pytest.raises(InputError, match=r"\.docx"):
        write_form_docx(FORM, path, FULL)
    assert path.read_bytes() == before


def test_a_formula_that_was_typed_stays_a_text(tmp_path: Path) -> None:
    """A text that begins with = must not run when somebody opens the workbook."""
    import openpyxl

    book = openpyxl.load_workbook(write_form(FORM, tmp_path / "a.xlsx", FULL))

    assert (book["はじめの一歩"]["A3"].value, book["はじめの一歩"]["A3"].data_type) == ("=1+1", "s")


def test_a_tables_sheet_begins_with_its_column_names(tmp_path: Path) -> None:
    """One table a sheet, no title above it, nothing merged: the rules that the course teaches (L1-02, L1-12, L3-01)."""
    import openpyxl

    book = openpyxl.load_workbook(write_form(FORM, tmp_path / "a.xlsx", FULL))
    sheet = book["はじめの一歩"]

    assert [cell.value for cell in sheet[1]] == ["何を", "件数"]
    assert [list(each.merged_cells.ranges) for each in book.worksheets] == [[], []]


def test_a_long_note_stays_within_the_table(tmp_path: Path) -> None:
    """Nothing reaches beside the columns on paper: the note takes as many rows as it needs."""
    import openpyxl

    long = Form(
        "長い票", (Entry("name", "業務の名前"),), note="この様式は、見直す人が書いて、上司に見てもらいます。" * 4
    )
    path = write_form(long, tmp_path / "a.xlsx", {"name": "照会"})
    heads = [row[0].value for row in openpyxl.load_workbook(path)["長い票"].iter_rows(max_col=1)]

    assert all(len(str(line)) <= 50 for line in heads)
    assert "".join(heads[1 : heads.index("項目")]) == long.note
    assert read_form(long, path).values == {"name": "照会"}


def test_the_printed_page_holds_everything_and_asks_for_nothing() -> None:
    html = form_page(FORM, FULL, title="確認票（案）")

    assert "<h1>確認票（案）</h1>" in html
    for words in (
        "照会の取りまとめ",
        "910.5分",
        "2026-12-25",
        "庁内だけ",
        "はい",
        "様式の案を2市町に見てもらう",
        "20件",
    ):
        assert words in html
    assert "http" not in html
    assert "<script" not in html


def test_the_blank_page_has_room_for_a_pen_and_boxes_to_tick() -> None:
    html = form_page(FORM)

    assert "□ 公表している　□ 庁内だけ　□ 個人情報" in html
    assert "一言で" in html
    assert html.count("<tr>") >= 3


def test_what_is_not_known_stands_as_such() -> None:
    html = form_page(FORM, {"name": "照会"}, blank="（未記入）")

    assert html.count("（未記入）") == 5


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    bad = {**FULL, "name": "<script>alert(1)</script>\x00\ud800"}

    assert "<script>" not in form_page(FORM, bad)
    write_form(FORM, tmp_path / "a.xlsx", bad)
    write_form_docx(FORM, tmp_path / "a.docx", bad)


def test_a_word_document_says_the_same(tmp_path: Path) -> None:
    from docx import Document

    document = Document(str(write_form_docx(FORM, tmp_path / "a.docx", {**FULL, "agreed": None})))
    words = [cell.text for table in document.tables for row in table.rows for cell in row.cells]

    assert words[:4] == ["業務の名前", "照会の取りまとめ", "1回の時間（分）", "910.5分"]
    assert "（未記入）" in words
    assert "様式の案を2市町に見てもらう" in words


ENTRIES = {
    "name": st.text(max_size=20),
    "minutes": st.text(max_size=8) | st.integers() | st.floats() | st.booleans() | st.none(),
    "due": st.text(max_size=8) | st.dates() | st.integers(),
    "data": st.text(max_size=5) | st.integers() | st.lists(st.integers(), max_size=2),
    "agreed": st.text(max_size=3) | st.booleans() | st.integers(),
    "steps": st.lists(
        st.dictionaries(st.sampled_from(["what", "cases", "x"]), st.text(max_size=4)) | st.integers(), max_size=3
    )
    | st.text(max_size=3),
}


@settings(max_examples=100, deadline=None)
@given(st.fixed_dictionaries({}, optional=ENTRIES))
def test_whatever_is_given_becomes_values_or_problems(plain: dict[str, Any]) -> None:
    filled = read_values(FORM, plain)

    assert set(filled.values) == {part.key for part in FORM.parts}
    assert all(problem.message_ja.endswith("。") for problem in filled.problems)
    form_page(FORM, filled.values)


ROUND: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "name": st.none()
        | st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=30).filter(
            lambda t: t.strip() == t and t
        ),
        "minutes": st.none()
        | st.integers(-(10**6), 10**6)
        | st.floats(0.01, 9999).map(lambda x: round(x, 2)).filter(lambda x: not x.is_integer()),
        "due": st.none() | st.dates(date(1955, 1, 1), date(2100, 1, 1)),
        "data": st.sampled_from(["公表している", "庁内だけ", "個人情報", None]),
        "agreed": st.none() | st.booleans(),
        "steps": st.just([]),
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=ROUND)
def test_values_survive_the_workbook_and_plain_text(tmp_path: Path, values: dict[str, Any]) -> None:
    if values["name"] and values["name"].startswith("#"):
        return
    assert read_values(FORM, plain_values(FORM, values)).values == values
    assert read_form(FORM, write_form(FORM, tmp_path / "a.xlsx", values, overwrite=True)).values == values


@pytest.mark.parametrize(
    "make",
    [
        lambda: Entry("Bad Key", "x"),
        lambda: Entry("a", "x", "choice"),
        lambda: Entry("a", "x", "text", choices=("a",)),
        lambda: Form("長" * 40, ()),
        lambda: Form("a", (Entry("a", "x"), Entry("a", "y"))),
        lambda: Form("a", (Entry("a", "x"), Entry("b", "x"))),
        lambda: Form("a", (Grid("g", "a", ()),)),
    ],
)
def test_a_form_that_cannot_work_is_refused_when_it_is_written(make: Any) -> None:
    with pytest.raises(ValueError, match=r"entry|form"):
        make()


def test_numbers_that_excel_cannot_hold_do_not_stop_the_writing(tmp_path: Path) -> None:
    for number in (math.inf, math.nan, 10**30):
        write_form(FORM, tmp_path / "a.xlsx", {"minutes": number}, overwrite=True)


def test_errors_belong_to_the_family() -> None:
    with pytest.raises(KaizenError):
        read_form(FORM, b"no")
