"""Marks that a person gives: for one answer, kept beside the results, laid over them, said on every page."""

from __future__ import annotations

import argparse
import json
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from kaizen_helpers.checkers.catalogue import exercise_by_id, exercises
from kaizen_helpers.checkers.engine import judge
from kaizen_helpers.classroom.home import home, state_of_entry
from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError
from kaizen_helpers.grading import by_hand, verbs
from kaizen_helpers.grading.by_hand import ask_for_marks, current_results, set_mark, take_marks
from kaizen_helpers.grading.feedback import render_page
from kaizen_helpers.grading.marks import Mark, fingerprint, read_marks, save_marks
from kaizen_helpers.grading.places import Places
from kaizen_helpers.grading.report import write_report, write_scores
from kaizen_helpers.grading.results import Graded, Judged, load_results, save_result, with_mark
from kaizen_helpers.grading.sample_removal import _forget_marks

MODULE, REASON, CLASSIFY = "02_issues", "issues-reason", "issues-classify"
ANSWER = {
    "variant": 0,
    "issue": "なぜ転記が要るのでしょうか。",
    "reason": "1件8分かかるからです。",
    "not_yet": "先に調べます。",
}
PRINT = fingerprint(ANSWER)
WAITING = Judged("waiting", None, None, 4, tries=1, answer=PRINT)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Seat 01 wrote its reasons, seat 02 too, seat 03 did not begin; nobody did anything else."""
    root = tmp_path / "教材"
    for folder in ("courses", f"exercises/{MODULE}", f"solutions/{MODULE}"):
        (root / folder).mkdir(parents=True)
    for folder in ("exercises", "solutions"):
        (root / folder / MODULE / f"{MODULE}.ipynb").write_text("{}", encoding="utf-8")
    course = Course(root)
    blank = {one.id: Judged("unattempted", None, 0, one.points) for one in exercises(MODULE)}
    for seat, reason in (("01", WAITING), ("02", WAITING), ("03", blank[REASON])):
        save_result(Places.of(course, MODULE), Graded(seat, {**blank, REASON: reason}, {}))
    return course


def of(course: Course, seat: str) -> tuple[float | None, bool, str]:
    (one,) = [item for item in load_results(Places.of(course, MODULE)) if item.seat == seat]
    return one.exercises[REASON].points, one.exercises[REASON].marked, one.exercises[REASON].comment


# --- a mark is about one answer --------------------------------------------------------------------------------------


def test_the_same_answer_has_the_same_fingerprint_and_no_other_has() -> None:
    assert fingerprint(json.loads(json.dumps(dict(reversed(ANSWER.items()))))) == PRINT
    assert fingerprint({**ANSWER, "reason": "別の理由です。"}) != PRINT
    assert fingerprint(None) == ""
    assert fingerprint({"issue": "\ud83d"}) != fingerprint({})


@pytest.mark.parametrize(
    ("mark", "points"),
    [
        (Mark(PRINT, 3.5, "よい。"), 3.5),
        (Mark(PRINT, 0), 0),
        (Mark(PRINT), None),
        (Mark("another", 3.5), None),
        (None, None),
    ],
)
def test_a_mark_holds_for_its_own_answer_only(mark: Mark | None, points: float | None) -> None:
    judged = with_mark(WAITING, mark)

    assert (judged.points, judged.marked) == (points, points is not None)


def test_a_mark_does_not_touch_what_the_judge_decides() -> None:
    decided = Judged("incorrect", "x.y", 1, 4, answer=PRINT)

    assert with_mark(decided, Mark(PRINT, 4)) == decided


@pytest.mark.parametrize(
    "item", [3, None, {}, {"answer": 1, "points": 1, "comment": ""}, {"answer": "", "points": "3"}]
)
def test_what_is_no_mark_is_left_out_and_asked_again(course: Course, item: object) -> None:
    places = Places.of(course, MODULE)
    save_marks(places, {"01": {REASON: Mark(PRINT, 3)}})
    content = json.loads(places.marks.read_bytes())
    places.marks.write_text(json.dumps({**content, "02": {REASON: item}, "03": item}), encoding="utf-8")

    marks = read_marks(places)
    assert marks.pop("01") == {REASON: Mark(PRINT, 3.0)}
    assert not any(marks.values())


# --- from the gradebook and into it ----------------------------------------------------------------------------------


@dataclass
class Book:
    """What the gradebook says of one exercise of each seat."""

    grades: dict[str, SimpleNamespace]
    comments: dict[str, SimpleNamespace]

    def __enter__(self) -> Book:
        self.db = SimpleNamespace(commit=lambda: None)
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def entries(self, _book: object, _module: str, seat: str, _name: str) -> Any:
        return (self.grades[seat], self.comments[seat]) if seat in self.grades else None


@pytest.fixture
def book(course: Course, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A gradebook in which both texts wait."""
    seats = ("01", "02", "03")
    blank = {"auto_score": None, "manual_score": None, "extra_credit": None, "needs_manual_grade": True}
    book = Book(
        {seat: SimpleNamespace(id=f"grade of {seat}", **blank) for seat in seats},
        {seat: SimpleNamespace(manual_comment=None) for seat in seats},
    )
    course.grading.mkdir(exist_ok=True)
    (course.grading / "gradebook.db").touch()
    monkeypatch.setattr(by_hand, "_gradebook", lambda _course: book)
    monkeypatch.setattr(by_hand, "_entries", book.entries)
    for graded in load_results(Places.of(course, MODULE)):
        ask_for_marks(course, MODULE, graded.seat, graded.exercises)
    return book


def give(book: Book, seat: str, score: float, comment: str = "", extra: float | None = None) -> None:
    """What formgrader does when somebody types a score and a comment."""
    vars(book.grades[seat]).update(manual_score=score, extra_credit=extra, needs_manual_grade=False)
    book.comments[seat].manual_comment = comment or None


def test_the_gradebook_asks_about_what_was_begun_and_not_about_what_was_not(book: Book) -> None:
    assert {seat: (item.auto_score, item.needs_manual_grade) for seat, item in book.grades.items()} == {
        "01": (None, True),
        "02": (None, True),
        "03": (0, False),
    }


def test_a_score_from_formgrader_arrives_with_its_words(course: Course, book: Book) -> None:
    give(book, "01", 3.5, " 数がよいです。\n")
    give(book, "02", 3, extra=0.5)
    take_marks(course, MODULE)

    assert of(course, "01") == (3.5, True, "数がよいです。")
    assert of(course, "02") == (3.5, True, "")


def test_a_score_that_is_taken_away_again_is_withheld_again(course: Course, book: Book) -> None:
    give(book, "01", 3)
    take_marks(course, MODULE)
    vars(book.grades["01"]).update(manual_score=None, needs_manual_grade=True)
    take_marks(course, MODULE)

    assert of(course, "01") == (None, False, "")


@pytest.mark.parametrize(("score", "told"), [(4.5, "4.5"), (-1, "-1"), (3.25, "3.25"), (40, "40")])
def test_a_score_that_cannot_be_is_asked_back_and_nothing_is_taken_over(
    course: Course, book: Book, score: float, told: str
) -> None:
    give(book, "01", score)
    give(book, "02", 2)
    with pytest.raises(InputError) as caught:
        current_results(course, MODULE)

    assert str(caught.value) == (
        f"席01 E2-6 論点の理由を書く: 「Formgrader」の点が {told} 点になっています。"
        "0 から 4 まで、0.5 きざみで入れ直してください。"
    )
    assert of(course, "02") == (None, False, "")


def test_an_unchanged_answer_keeps_its_mark_and_a_changed_one_is_asked_again(course: Course, book: Book) -> None:
    give(book, "01", 3.5, "よい。")
    take_marks(course, MODULE)
    ask_for_marks(course, MODULE, "01", {REASON: WAITING})
    assert (book.grades["01"].manual_score, book.grades["01"].needs_manual_grade) == (3.5, False)

    ask_for_marks(course, MODULE, "01", {REASON: Judged("waiting", None, None, 4, answer="another")})
    assert (book.grades["01"].manual_score, book.grades["01"].needs_manual_grade) == (3.5, True)
    take_marks(course, MODULE)
    assert of(course, "01") == (None, False, "")


def test_an_answer_that_was_taken_back_has_no_score_left(course: Course, book: Book) -> None:
    give(book, "01", 3.5)
    take_marks(course, MODULE)
    ask_for_marks(course, MODULE, "01", {REASON: Judged("unattempted", None, 0, 4)})

    assert vars(book.grades["01"]) == {
        "id": "grade of 01",
        "auto_score": 0,
        "manual_score": None,
        "extra_credit": None,
        "needs_manual_grade": False,
    }
    assert REASON not in read_marks(Places.of(course, MODULE))["01"]


def test_a_mark_from_the_command_line_stands_in_the_gradebook_too(course: Course, book: Book) -> None:
    set_mark(course, MODULE, "1", REASON, 2, "一緒に見ましょう。")

    assert (book.grades["01"].manual_score, book.grades["01"].needs_manual_grade) == (2, False)
    assert book.comments["01"].manual_comment == "一緒に見ましょう。"
    assert of(course, "01") == (2, True, "一緒に見ましょう。")
    assert set_mark(course, MODULE, "1", REASON, 3).exercises[REASON].comment == "一緒に見ましょう。"


def test_a_seat_that_the_gradebook_does_not_know_keeps_its_mark(course: Course, book: Book) -> None:
    set_mark(course, MODULE, "1", REASON, 2)
    del book.grades["01"]
    take_marks(course, MODULE)

    assert of(course, "01") == (2, True, "")


def test_a_gradebook_that_was_made_anew_takes_no_mark_away(course: Course, book: Book) -> None:
    """Its fresh rows ask about everything: that is not a person who took a score back."""
    give(book, "01", 3.5, "よい。")
    take_marks(course, MODULE)
    vars(book.grades["01"]).update(id="a new row", manual_score=None, needs_manual_grade=True)
    book.comments["01"].manual_comment = None
    take_marks(course, MODULE)
    assert of(course, "01") == (3.5, True, "よい。")

    ask_for_marks(course, MODULE, "01", {REASON: WAITING})
    assert (book.grades["01"].manual_score, book.grades["01"].needs_manual_grade) == (3.5, False)
    assert book.comments["01"].manual_comment == "よい。"


def test_without_a_gradebook_a_mark_is_given_all_the_same(course: Course) -> None:
    set_mark(course, MODULE, "1", REASON, 2.5)

    assert of(course, "01") == (2.5, True, "")


def test_marks_of_a_sample_class_go_with_it(course: Course) -> None:
    for seat in ("01", "02"):
        set_mark(course, MODULE, seat, REASON, 2)
    _forget_marks(Places.of(course, MODULE), ["01", "03"])

    assert list(read_marks(Places.of(course, MODULE))) == ["02"]


# --- what people read ------------------------------------------------------------------------------------------------


def rows(path: Path, name: str) -> list[list[Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not know the bars of a conditional format
        book = openpyxl.load_workbook(path)
    return [list(row) for row in book[name].iter_rows(values_only=True)]


def row_of(path: Path, seat: str) -> list[Any]:
    return next(row for row in rows(path, "点数") if row[0] == seat)


def test_the_report_says_what_waits_what_was_marked_and_the_words(course: Course) -> None:
    set_mark(course, MODULE, "2", REASON, 3.5, "数がよいです。")
    path = write_report(course, MODULE)
    first, second, third = (row_of(path, seat) for seat in ("01", "02", "03"))

    assert rows(path, "点数")[3][0] == "講師が点を入れるのを待っている答え: 1件（▷ の演習）"
    assert (first[first.index("▷ 講師が見ます") + 1], first[-1]) == (
        "採点待ち",
        "E2-6: 講師が点を入れるのを待っています。",
    )
    assert (second[second.index("▶ 講師が見ました") + 1], second[-1]) == (3.5, "E2-6 講師のひとこと: 数がよいです。")
    assert not third[-1]
    assert ("採点待ち" in first[:-3], "採点待ち" in second) == (True, False)


def test_the_class_is_counted_with_those_that_a_person_reads(course: Course) -> None:
    table = rows(write_report(course, MODULE), "つまずき")
    (line,) = [row for row in table if row[0] == "E2-6"]

    assert table[3][:9] == [
        *("演習", "題", "できた", "もう一歩", "未着手", "途中で止まった", "講師が見る", "確認中", "できた人の割合"),
    ]
    assert line[2:9] == [0, 0, 1, 0, 2, 0, "講師が見る演習です"]


def test_scores_leave_when_the_last_text_has_its_mark(course: Course, tmp_path: Path) -> None:
    set_mark(course, MODULE, "1", REASON, 4)
    with pytest.raises(InputError):
        write_scores(course, MODULE, tmp_path / "点.csv")
    set_mark(course, MODULE, "2", REASON, 1.5)

    lines = write_scores(course, MODULE, tmp_path / "点.csv").read_text(encoding="utf-8-sig").splitlines()
    at = lines[0].split(",").index("E2-6")
    assert [line.split(",")[at] for line in lines[1:]] == ["4", "1.5", "0"]


@pytest.mark.parametrize(("show_points", "told"), [(True, "点は 3.5 / 4 です。"), (False, "確かめました。</p>")])
def test_the_learner_reads_the_words_and_the_points_where_points_are_shown(show_points: bool, told: str) -> None:
    reason = exercise_by_id(REASON)
    marked = Judged("waiting", None, 3.5, 4, marked=True, comment="数が <よい> です。\n次も。", answer=PRINT)
    page = render_page(
        "論点",
        Graded("07", {REASON: marked}, {}),
        {REASON: judge(reason, ANSWER)},
        [reason],
        {REASON: ANSWER},
        show_points=show_points,
    )

    assert told in page
    assert str(ANSWER["reason"]) in page
    assert "<blockquote class='said'>数が &lt;よい&gt; です。\n次も。</blockquote>" in page
    assert "▶</span> 講師が見ました" in page
    assert "見直すこと" not in page
    assert ("3.5" in page) == show_points


def test_a_page_that_is_given_back_early_says_that_somebody_will_read_it() -> None:
    reason = exercise_by_id(REASON)
    item = Graded("07", {REASON: WAITING}, {})
    page = render_page("論点", item, {REASON: judge(reason, ANSWER)}, [reason], {REASON: ANSWER}, show_points=True)

    assert "<td>採点待ち</td>" in page
    assert "▷</span> 講師が見ます" in page


def test_the_home_page_says_that_a_person_looks_and_goes_on_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = {"answer": ANSWER, "rev": 1, "checked": 1, "tries": 5, "last": {"outcome": "waiting", "points": 0}}
    assert state_of_entry(entry) == ("▷", "講師が見ます")
    assert state_of_entry({**entry, "rev": 2}) == ("－", "未確認")

    required = replace(exercise_by_id(REASON), required=True)
    monkeypatch.setattr("kaizen_helpers.classroom.home.exercises", lambda _module: (required,))
    (tmp_path / MODULE).mkdir()
    (tmp_path / MODULE / f"{MODULE}.ipynb").write_text('{"cells": []}', encoding="utf-8")
    content = {"format": "kaizen-answers/1", "module": MODULE, "seat": "", "exercises": {REASON: entry}}
    (tmp_path / MODULE / "answers.json").write_text(json.dumps(content), encoding="utf-8")
    assert home(tmp_path).next is None


def test_grading_says_how_many_texts_are_to_be_read_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    verbs._tell_what_to_read(MODULE, [("01", REASON), ("07", REASON)])
    verbs._tell_what_to_read(MODULE, [])

    assert capsys.readouterr().out.splitlines() == [
        "E2-6 論点の理由を書く: 講師が見る答えが 2席分あります。",
        "点とひとことは、kaizen lab --instructor で開く画面の「Formgrader」で入れます。",
        '画面を使わないときは、kaizen grade 02_issues --mark "01:issues-reason=点 ひとこと" で入れます。',
    ]


def test_a_mark_may_be_typed_with_words(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KAIZEN_COURSE", str(course.root))
    parser = argparse.ArgumentParser()
    verbs.grade_options(parser)

    assert verbs.grade(parser.parse_args([MODULE, "--mark", "1:issues-reason=3.5　数が入って、よく分かります。"])) == 0
    assert capsys.readouterr().out.splitlines()[0] == "席01 issues-reason: 3.5点にしました。"
    assert of(course, "01") == (3.5, True, "数が入って、よく分かります。")
