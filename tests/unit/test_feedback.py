"""The learner's page: Japanese, kind, complete in itself, and nothing of the tests or the points in it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kaizen_helpers.checkers.catalogue import exercises
from kaizen_helpers.checkers.engine import Message, Outcome, Result
from kaizen_helpers.course import Course
from kaizen_helpers.errors import MissingError
from kaizen_helpers.grading.feedback import render_page, write_feedback
from kaizen_helpers.grading.places import Note, Places
from kaizen_helpers.grading.results import Graded, Judged, save_result
from kaizen_helpers.grading.run import judge_only

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MODULE = "01_flow"
KNOWN = exercises(MODULE)
AS_IS = "flow-asis"
REAL = Course(Path(__file__).resolve().parents[2])


def corpus(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((REAL.corpus / MODULE / f"{name}.json").read_bytes())
    return content


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """One collected seat: As-Is without an end, faults right, the rest not begun."""
    root = tmp_path / "教材"
    for folder in ("courses", f"exercises/{MODULE}", f"solutions/{MODULE}"):
        (root / folder).mkdir(parents=True)
    cells = [{"cell_type": "markdown", "source": ["# 業務フロー図\n", "説明"]}]
    for folder in ("exercises", "solutions"):
        (root / folder / MODULE / f"{MODULE}.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    course = Course(root)
    places = Places.of(course, MODULE)
    answers = {
        item["exercise"]: {"answer": item["answer"], "tries": 1}
        for item in (corpus("right_flow-faults.a"), corpus("wrong_flow.no-end"))
    }
    content = {"format": "kaizen-answers/1", "module": MODULE, "seat": "07", "exercises": answers}
    places.submitted("07").mkdir(parents=True)
    (places.submitted("07") / "answers.json").write_text(json.dumps(content), encoding="utf-8")
    (places.received).mkdir(parents=True)
    places.collected.write_text(json.dumps({"07": {"sha256": "x"}}), encoding="utf-8")
    for graded in judge_only(course, MODULE):
        save_result(places, graded)
    return course


def page_of(course: Course, **options: bool) -> str:
    (path,) = write_feedback(course, MODULE, **options)
    assert path == course.grading / "feedback" / "seat07" / f"{MODULE}.html"
    return path.read_text(encoding="utf-8")


def result(exercise: str, outcome: Outcome = Outcome.INCORRECT, **parts: str) -> Result:
    return Result(exercise, outcome, "x", Message(**parts), 1, 4)


def graded(**items: Judged) -> Graded:
    return Graded("07", {name.replace("_", "-"): item for name, item in items.items()}, {})


def test_the_page_is_japanese_html_for_one_seat(course: Course) -> None:
    page = page_of(course)

    assert page.startswith("<!DOCTYPE html>\n<html lang='ja'>\n")
    assert "<title>席07 業務フロー図 ふりかえり</title>" in page
    assert "<h1>業務フロー図　ふりかえり</h1>" in page


def test_each_state_is_a_symbol_hidden_from_readers_and_a_word(course: Course) -> None:
    page = page_of(course)

    for symbol, word in (("○", "できた"), ("△", "もう一歩"), ("－", "未着手")):
        assert f"<td><span aria-hidden='true'>{symbol}</span> {word}</td>" in page


def test_the_four_parts_of_the_message_are_there_in_order(course: Course) -> None:
    page = page_of(course)

    section = page[page.index("<h2>E1-2") : page.index("<h2>E1-3")]
    labels = re.findall(r"<dt[^>]*>(.+?)</dt>", section)
    assert labels == [label for label in ("良い点", "どこ", "なぜ", "次の一手") if label in labels]
    assert set(labels) >= {"どこ", "なぜ", "次の一手"}


def test_points_are_not_shown_unless_asked_for(course: Course) -> None:
    assert not re.search(r"<th scope='col'>点</th>|\d+(\.5)? / \d+|\d+(\.5)?点", page_of(course))
    assert "<td>10 / 10</td>" in page_of(course, show_points=True)


def test_nothing_of_tests_trainers_or_mistake_ids_is_in_the_page(course: Course) -> None:
    page = page_of(course)

    for mistake in KNOWN[1].mistakes:
        assert mistake.id not in page
        assert mistake.trainer not in page
    assert "exercise(" not in page


class _Walker(HTMLParser):
    """Collects what a browser would fetch or run, and checks that tags are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "img", "link", "form", "a"):
            self.active.append(tag)
        self.active += [name for name, _ in attrs if name.startswith("on") or name in ("src", "href")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_runs_nothing_and_fetches_nothing(course: Course) -> None:
    page = page_of(course)
    walker = _Walker()
    walker.feed(page)

    assert (walker.active, walker.open) == ([], [])
    assert set(re.findall(r"https?://[^\s\"'<)]*", page)) == {"http://www.w3.org/2000/svg"}  # the name of a language
    assert re.findall(r"url\((?!#)", page) == []  # arrows are named within the page


HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"


def test_whatever_a_learner_typed_is_escaped() -> None:
    item = result(AS_IS, where=HOSTILE, why=HOSTILE, next=HOSTILE)
    wrote = {AS_IS: {"rows": [{"だれが": HOSTILE, "何を": HOSTILE, "次": HOSTILE, "条件": HOSTILE}]}}
    page = render_page(HOSTILE, graded(flow_asis=Judged("incorrect", "x", 1, 4)), {AS_IS: item}, KNOWN, wrote)
    walker = _Walker()
    walker.feed(page)

    assert walker.active == []
    said, _, answer = page.partition("<details>")
    assert said.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 5
    assert answer.partition("</table>")[0].count("&lt;script&gt;alert(1)&lt;/script&gt;") == 4
    assert "<script" not in page


def section(page: str, code: str) -> str:
    return page[page.index(f"<h2>{code}") :].partition("</section>")[0]


def test_what_the_learner_wrote_stands_folded_with_its_drawing_below_the_message(course: Course) -> None:
    as_is = section(page_of(course), "E1-2")

    wrote = as_is[as_is.index("<details>") :]
    rows = corpus("wrong_flow.no-end")["answer"]["rows"]
    assert "<summary>自分の答え</summary>" in wrote
    assert [row["何を"] for row in rows] == [what for row in rows if f">{(what := row['何を'])}</td>" in wrote]
    assert "業務フロー図" in re.findall(r"<title[^>]*>([^<]+)", wrote)[0]


def test_what_is_short_is_not_folded() -> None:
    operate = exercises("00_setup")[0]
    item = result(operate.id, next="次")
    wrote = {"seat": "12番", "place": "", "saved": "", "hope": "会議室の予約"}

    page = render_page(
        "準備",
        Graded("07", {operate.id: Judged("incorrect", "x", 1, 2)}, {}),
        {operate.id: item},
        [operate],
        {operate.id: wrote},
    )

    assert (">会議室の予約</dd>" in page, "<details>" in page) == (True, False)


@pytest.mark.parametrize("odd", [None, [], "字", {"rows": "字"}, {"rows": [{"だれが": 3}]}])
def test_an_answer_of_another_shape_is_left_out(odd: object) -> None:
    item = result(AS_IS, next="次")
    page = render_page("図", graded(flow_asis=Judged("incorrect", "x", 1, 4)), {AS_IS: item}, KNOWN, {AS_IS: odd})

    assert "自分の答え" not in page


def test_an_exercise_that_was_not_begun_shows_no_blank_form(course: Course) -> None:
    assert "自分の答え" not in section(page_of(course), "E1-3")


@pytest.mark.browser
def test_on_paper_the_answer_is_unfolded_and_fits_the_page(course: Course, browser: Browser) -> None:
    (path,) = write_feedback(course, MODULE)
    page = browser.new_page(viewport={"width": 794, "height": 1123})  # A4 at 96 dots an inch
    page.goto(path.as_uri())
    cell = page.locator("details td").first

    on_screen = cell.is_visible()
    page.emulate_media(media="print")

    assert (on_screen, cell.is_visible()) == (False, True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_half_a_character_pair_does_not_stop_the_page(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaizen_helpers.grading.feedback._title", lambda *_: "図\ud83d")

    assert "<h1>図?　ふりかえり</h1>" in page_of(course)


CLOSINGS = {
    (
        "correct",
        "correct",
    ): "すべての演習が「できた」になりました。次は、自分の仕事を1つ選んで、同じように描いてみましょう。",
    (
        "correct",
        "incorrect",
    ): "できた演習のやり方は、自分の仕事でもそのまま使えます。続きは「次の一手」を1つだけ試してみましょう。",
    ("unattempted", "unattempted"): "まず、取り組みやすい演習を1つ選んで、「次の一手」から始めてみましょう。",
}


@pytest.mark.parametrize("outcomes", CLOSINGS)
def test_the_page_ends_kindly_and_says_what_it_is_for(outcomes: tuple[str, str]) -> None:
    names = ("flow-faults", AS_IS)
    items = {name: Judged(outcome, None, 0, 4) for name, outcome in zip(names, outcomes, strict=True)}
    results = {name: result(name, Outcome(outcome), next="次") for name, outcome in zip(names, outcomes, strict=True)}

    page = render_page("図", Graded("07", items, {}), results, KNOWN, {})

    footer = page[page.index("<footer>") :]
    assert f"<p>おつかれさまでした。{CLOSINGS[outcomes]}</p>" in footer
    assert "この結果は学びのためのものです。人事の評価には使いません。" in footer


def test_no_page_blames_or_shouts(course: Course) -> None:
    page = page_of(course)

    for word in ("間違い", "ダメ", "簡単", "×", "！", "不正"):
        assert word not in page


def test_answers_that_did_not_arrive_are_told_kindly() -> None:
    item = Graded("07", {AS_IS: Judged("unattempted", None, 0, 20)}, {}, (Note("answers-damaged", "x"),))
    page = render_page("図", item, {AS_IS: result(AS_IS, Outcome.UNATTEMPTED, next="次")}, KNOWN, {})

    assert "手元のファイルはそのまま残して、講師に声をかけてください。" in page


def test_a_withheld_mark_is_under_review_and_a_settled_one_was_looked_at() -> None:
    item = result(AS_IS, Outcome.AUTHOR_ERROR, where="教材側の不具合です。", next="講師に知らせてください。")
    waiting = graded(flow_asis=Judged("author_error", None, None, 20))
    settled = graded(flow_asis=Judged("author_error", None, 12, 20, marked=True))

    assert "<td>確認中</td>" in render_page("図", waiting, {AS_IS: item}, KNOWN, {}, show_points=True)
    page = render_page("図", settled, {AS_IS: item}, KNOWN, {}, show_points=True)
    assert "この演習は、講師が答えを見て確かめました。" in page
    assert "<td>12 / 20</td>" in page


def test_a_seat_with_a_newer_hand_in_keeps_its_page_until_it_is_graded(course: Course) -> None:
    before = page_of(course)
    Places.of(course, MODULE).collected.write_text(json.dumps({"07": {"sha256": "newer"}}), encoding="utf-8")

    assert write_feedback(course, MODULE) == []
    assert (course.grading / "feedback" / "seat07" / f"{MODULE}.html").read_text(encoding="utf-8") == before


def test_nothing_graded_says_which_command_comes_first(course: Course) -> None:
    Places.of(course, MODULE).result("07").unlink()
    with pytest.raises(MissingError) as caught:
        write_feedback(course, MODULE)

    assert caught.value.message_ja == "採点の結果がまだありません。先に kaizen grade 01_flow を実行してください。"
