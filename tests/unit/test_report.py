"""The instructor's workbook: what stands where, that nothing in it is a formula, and that it tells the whole class."""

from __future__ import annotations

import json
import warnings
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kaizen_helpers.checkers.catalogue import exercise_by_id, exercises, mistakes
from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.grading.by_hand import set_mark
from kaizen_helpers.grading.places import Note, Places
from kaizen_helpers.grading.report import write_report, write_scores
from kaizen_helpers.grading.results import Graded, Judged, load_results, save_result
from kaizen_helpers.grading.roster import read_roster
from kaizen_helpers.grading.sheets import clean
from kaizen_helpers.grading.summary import stumbles

MODULE = "01_flow"
FAULTS, AS_IS, TIME, WASTE = (exercise.id for exercise in exercises(MODULE))
MISTAKE = "flow.no-end"


def judged(name: str, outcome: str = "correct", points: float | None = None, **other: Any) -> Judged:
    top = exercise_by_id(name).points
    return Judged(outcome, other.pop("mistake", None), top if outcome == "correct" else points, top, **other)


def graded(seat: str, notes: tuple[Note, ...] = (), **changed: Judged) -> Graded:
    items = {name: judged(name) for name in (FAULTS, AS_IS, TIME, WASTE)}
    items |= {name.replace("_", "-"): item for name, item in changed.items()}
    return Graded(seat, items, {}, notes, hand_in=f"sha-{seat}")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course whose class was graded: 01 right, 02 stuck, 03 not begun, and 07 handed in twice."""
    root = tmp_path / "教材"
    for folder in ("courses", f"exercises/{MODULE}", f"solutions/{MODULE}"):
        (root / folder).mkdir(parents=True)
    for folder in ("exercises", "solutions"):
        (root / folder / MODULE / f"{MODULE}.ipynb").write_text("{}", encoding="utf-8")
    course = Course(root)
    places = Places.of(course, MODULE)
    stuck = judged(AS_IS, "incorrect", 11.5, mistake=MISTAKE, tries=4)
    blank = {name: judged(name, "unattempted", 0.0) for name in (FAULTS, AS_IS, TIME, WASTE)}
    for item in (
        graded("01"),
        graded("02", (Note("cell-restored", "セルを戻しました。"),), flow_asis=stuck),
        Graded("03", blank, {}, (), hand_in="sha-03"),
        graded("07", flow_asis=judged(AS_IS, "incorrect", 18.5, mistake=MISTAKE, tries=1)),
    ):
        save_result(places, item)
    record = {
        seat: {"file": f"{seat}.zip", "sha256": f"sha-{seat}", "made": "2026-11-23T10:32:05+09:00", "count": count}
        for seat, count in (("01", 1), ("02", 1), ("03", 1), ("07", 2))
    }
    places.received.mkdir(parents=True)
    places.collected.write_text(json.dumps(record), encoding="utf-8")
    return course


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "手元" / "名簿.csv"
    path.parent.mkdir()
    path.write_text("座席番号,氏名\n１,青葉 一郎\n02,宮城 花子\n3番,仙台 次郎\n9,松島 みどり\n", encoding="cp932")
    return path


def opened(path: Path) -> openpyxl.Workbook:
    """The workbook; openpyxl warns that it leaves out the bars in the cells, which nothing here looks at."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


def sheet(path: Path, name: str) -> list[list[Any]]:
    book = opened(path)
    rows = [[cell.value for cell in row] for row in book[name].iter_rows()]
    book.close()
    return rows


def row_of(path: Path, seat: str) -> list[Any]:
    return next(row for row in sheet(path, "点数") if row[0] == seat)


def test_the_workbook_has_its_three_sheets(course: Course) -> None:
    assert opened(write_report(course, MODULE)).sheetnames == ["点数", "つまずき", "読み方"]


def test_a_seat_shows_states_points_and_both_totals(course: Course) -> None:
    assert row_of(write_report(course, MODULE), "02") == [
        "02", "○ できた", 10, "◇ 一緒に見よう", 11.5, 21.5, "○ できた", 4, "○ できた", 4, 8,
        "2026/11/23 10:32", "セルを戻しました。",
    ]  # fmt: skip


def test_a_second_hand_in_is_told(course: Course) -> None:
    assert row_of(write_report(course, MODULE), "07")[-2] == "2026/11/23 10:32\n（2回提出）"


def test_unattempted_counts_apart_from_wrong(course: Course) -> None:
    rows = sheet(write_report(course, MODULE), "つまずき")

    assert rows[5][:9] == ["E1-2", exercise_by_id(AS_IS).title, 1, 2, 1, 0, 0, 0, 0.25]


def test_the_mistakes_are_counted_with_what_to_tell_the_room(course: Course) -> None:
    rows = sheet(write_report(course, MODULE), "つまずき")

    assert [row[:5] for row in rows if row[1] == MISTAKE] == [
        ["E1-2", MISTAKE, 2, 0.5, mistakes(MODULE)[MISTAKE].trainer]
    ]


def test_the_learners_message_is_not_in_the_workbook(course: Course) -> None:
    cells = [
        str(cell) for name in ("点数", "つまずき") for row in sheet(write_report(course, MODULE), name) for cell in row
    ]

    assert not any("次の一手" in cell for cell in cells)


def test_how_to_read_says_that_it_is_for_learning(course: Course) -> None:
    rows = sheet(write_report(course, MODULE), "読み方")

    assert ["この表について", "結果は学びのためのものです。人事の評価には使いません。"] in [row[:2] for row in rows]


def test_with_a_roster_names_and_missing_seats_are_shown(course: Course, roster: Path) -> None:
    path = write_report(course, MODULE, roster)

    assert row_of(path, "01")[:2] == ["01", "青葉 一郎"]
    assert row_of(path, "09")[-2] == "未提出"
    assert sheet(path, "点数")[2][0] == "未提出（1席）: 09"
    assert row_of(path, "07")[-1] == "名簿にない座席番号です。本人に座席番号を確かめてください。"


def test_names_never_get_under_grading(course: Course, roster: Path) -> None:
    path = write_report(course, MODULE, roster)

    assert path.parent == roster.parent
    assert not list(course.grading.rglob("*.xlsx"))
    held = [p for p in course.grading.rglob("*") if p.is_file() and "青葉".encode() in p.read_bytes()]
    assert held == []


def test_without_a_roster_it_says_how_to_get_names(course: Course) -> None:
    path = write_report(course, MODULE)

    assert path.parent == course.grading / "report"
    assert sheet(path, "点数")[2][0] == "名簿（座席番号と氏名）を --roster で指定すると、氏名と未提出の席も出ます。"


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "{=1+1}", '=HYPERLINK("http://example.com")', "http://example.com", "'=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_name_is_never_a_formula_or_a_link(course: Course, tmp_path: Path, text: str) -> None:
    roster = tmp_path / "r.csv"
    quoted = text.replace('"', '""')
    roster.write_text(f'席,氏名\n1,"{quoted}"\n', encoding="utf-8")

    path = write_report(course, MODULE, roster)

    book = opened(path)
    cell = next(row[1] for row in book["点数"].iter_rows() if row[0].value == "01")
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    with zipfile.ZipFile(path) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets"))
    assert b"<f>" not in inside


def test_text_that_no_workbook_can_hold_is_cleaned() -> None:
    assert clean("a\x00b\x1bc\ud800d\uffff" + "あ" * 5000) == "abc?d" + "あ" * 1995


def test_the_first_rows_and_columns_stay_and_it_prints_on_a4(course: Course, roster: Path) -> None:
    book = opened(write_report(course, MODULE, roster))

    points = book["点数"]
    assert points.freeze_panes == "C7"
    assert points.print_title_rows == "$5:$6"
    for page in book.worksheets:
        assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)


def test_points_are_numbers_with_one_decimal(course: Course) -> None:
    book = opened(write_report(course, MODULE))
    cell = next(row[4] for row in book["点数"].iter_rows() if row[0].value == "02")

    assert (cell.data_type, cell.number_format) == ("n", "0.0_ ")


def test_a_report_never_overwrites(course: Course, tmp_path: Path) -> None:
    out = tmp_path / "結果.xlsx"
    assert write_report(course, MODULE, out=out) == out
    before = out.read_bytes()
    with pytest.raises(InputError) as caught:
        write_report(course, MODULE, out=out)

    assert caught.value.message_ja == "同じ名前のファイルがあります。上書きしないように、別の名前にしてください。"
    assert out.read_bytes() == before


def test_two_reports_of_the_same_second_are_two_files(course: Course) -> None:
    assert len({write_report(course, MODULE) for _ in range(3)}) == 3


def test_nothing_graded_says_which_command_comes_first(course: Course) -> None:
    for path in Places.of(course, MODULE).results.iterdir():
        path.unlink()
    with pytest.raises(MissingError) as caught:
        write_report(course, MODULE)

    assert caught.value.message_ja == "採点の結果がまだありません。先に kaizen grade 01_flow を実行してください。"


def test_a_damaged_result_says_how_to_get_it_back(course: Course) -> None:
    Places.of(course, MODULE).result("01").write_text("{", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        write_report(course, MODULE)

    expected = "seat01.json: 採点の記録が読み取れません。kaizen grade 01_flow をもう一度実行してください。"
    assert str(caught.value) == expected


def test_a_hand_in_newer_than_its_grading_is_told(course: Course) -> None:
    places = Places.of(course, MODULE)
    record = json.loads(places.collected.read_bytes())
    record["01"]["sha256"] = "another"
    record["08"] = {"file": "08.zip", "sha256": "x", "made": "?", "count": 1}
    places.collected.write_text(json.dumps(record), encoding="utf-8")

    path = write_report(course, MODULE)

    assert row_of(path, "01")[-1] == "採点のあとに新しい提出が入りました。kaizen grade 01_flow を実行してください。"
    assert row_of(path, "08")[-2:] == [
        "提出あり",
        "集めたあとに、まだ採点していません。kaizen grade 01_flow を実行してください。",
    ]


def test_work_that_went_on_from_the_sample_is_told(course: Course) -> None:
    save_result(Places.of(course, MODULE), graded("01", flow_asis=judged(AS_IS, "incorrect", 1.0, sample=True)))

    assert row_of(write_report(course, MODULE), "01")[-1] == "見本から続けた演習: E1-2"


# --- a mark that waits for a person -----------------------------------------------------------------------------------


@pytest.fixture
def waiting(course: Course) -> Course:
    save_result(Places.of(course, MODULE), graded("02", flow_asis=judged(AS_IS, "author_error")))
    return course


def test_a_withheld_mark_is_shown_as_such_and_so_is_its_total(waiting: Course) -> None:
    row = row_of(write_report(waiting, MODULE), "02")

    assert row[3:6] == ["？ 確認中", "確認中", "確認中"]


def test_scores_do_not_leave_while_a_mark_is_withheld(waiting: Course, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_scores(waiting, MODULE, tmp_path / "点.csv")

    assert caught.value.message_ja == (
        "点の決まっていない演習があるため、点数の書き出しを止めました（席02 flow-asis）。"
        "答えを見て点を決め、kaizen grade 01_flow --mark 02:flow-asis=点 で入れてください。"
    )
    assert not (tmp_path / "点.csv").exists()


def test_a_persons_mark_settles_it(waiting: Course, tmp_path: Path) -> None:
    set_mark(waiting, MODULE, "2", AS_IS, 12.5)

    text = write_scores(waiting, MODULE, tmp_path / "点.csv").read_bytes().decode("utf-8-sig")
    assert text.splitlines() == [
        "座席番号,E1-1,E1-2,E1-3,E1-4,必修,自習",
        "01,10,20,4,4,30,8",
        "02,10,12.5,4,4,22.5,8",
        "03,0,0,0,0,0,0",
        "07,10,18.5,4,4,28.5,8",
    ]


@pytest.mark.parametrize(
    ("seat", "name", "points", "sentence"),
    [
        ("2", AS_IS, 20.5, "席02 flow-asis: 点は 0 から 20 まで、0.5 きざみです。"),
        ("2", AS_IS, -1, "席02 flow-asis: 点は 0 から 20 まで、0.5 きざみです。"),
        ("2", AS_IS, float("nan"), "席02 flow-asis: 点は 0 から 20 まで、0.5 きざみです。"),
        ("2", FAULTS, 1, "席02 flow-faults: 講師が点を決める演習ではないので、点は変えられません。"),
        ("55", AS_IS, 1, "席55 flow-asis: この席の、この演習の採点結果がありません。"),
    ],
)
def test_a_mark_that_cannot_be_is_asked_back(
    waiting: Course, seat: str, name: str, points: float, sentence: str
) -> None:
    with pytest.raises((InputError, MissingError)) as caught:
        set_mark(waiting, MODULE, seat, name, points)

    assert str(caught.value) == sentence


def test_results_come_back_as_they_were_written(course: Course) -> None:
    written = graded("01", (Note("a", "b"),), flow_asis=judged(AS_IS, "incorrect", 1.5, mistake="x.y", tries=2))
    save_result(Places.of(course, MODULE), written)

    assert load_results(Places.of(course, MODULE))[0] == written


def test_seats_beyond_ninety_nine_come_last(course: Course) -> None:
    save_result(Places.of(course, MODULE), graded("120"))

    assert [item.seat for item in load_results(Places.of(course, MODULE))] == ["01", "02", "03", "07", "120"]


def test_the_most_frequent_mistake_comes_first() -> None:
    one, two = "flow.no-start", "flow.no-end"
    results = [
        graded(f"{n:02d}", flow_asis=judged(AS_IS, "incorrect", 1, mistake=m)) for n, m in enumerate([one, two, two])
    ]

    assert [(item.mistake, item.count) for item in stumbles(MODULE, results)] == [(two, 2), (one, 1)]


# --- the roster -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_roster_is_read_in_the_encodings_that_offices_use(tmp_path: Path, encoding: str, line_end: str) -> None:
    path = tmp_path / "名簿.csv"
    path.write_bytes(line_end.join(["座席番号,氏名", "1,髙橋 一郎", "２番,斎藤 花子", ""]).encode(encoding))

    assert read_roster(path) == {"01": "髙橋 一郎", "02": "斎藤 花子"}


@pytest.mark.parametrize(
    "text",
    [
        "氏名,所属,席\n青葉,総務課,1\n",
        "令和8年度 研修名簿\n\n席番号,氏名\n1,青葉\n",
        "1,青葉\n",
        "席\t名前\n1\t青葉\n",
        "Seat,Name\n01,青葉\n,\n",
    ],
)
def test_the_columns_are_found_by_their_headings(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(text, encoding="utf-8")

    assert read_roster(path) == {"01": "青葉"}


def test_a_roster_in_a_workbook_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["座席番号", "氏名"], [1, "青葉"], [2.0, "宮城"], ["３", "仙台"], [None, None]):
        page.append(row)
    book.save(tmp_path / "r.xlsx")

    assert read_roster(tmp_path / "r.xlsx") == {"01": "青葉", "02": "宮城", "03": "仙台"}


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        (
            "r.csv",
            "席,氏名\n1,青葉\n01,宮城\n".encode(),
            "r.csv 3行目: 座席番号 01 が二つあります。どちらかを直してください。",
        ),
        (
            "r.csv",
            "席,氏名\n窓側,青葉\n".encode(),
            "r.csv 2行目: 座席番号「窓側」が読み取れません。数字にしてください。",
        ),
        ("r.csv", b"", "r.csv: 名簿に座席番号がありません。座席番号と氏名の2列にしてください。"),
        ("r.csv", b"1,\x85\xff\n", "r.csv: 名簿の文字が読めません。Excelの「CSV UTF-8」で保存し直してください。"),
        ("r.xlsx", b"PK", "r.xlsx: 名簿をExcelのファイルとして開けません。保存し直してください。"),
    ],
)
def test_a_roster_that_cannot_be_used_says_where_and_what_to_do(
    tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_roster(tmp_path / name)

    assert str(caught.value) == sentence


def test_a_roster_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(MissingError) as caught:
        read_roster(tmp_path / "ない.csv")

    assert caught.value.message_ja == "名簿が見つかりません。場所を確かめてください。"
