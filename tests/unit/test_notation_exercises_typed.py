"""What people type into module 05: other spellings, other seats, one's own form; nothing breaks, nothing is guessed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.checkers.engine import Exercise, Outcome, Result, judge
from kaizen_helpers.checkers.inputs import VARIANTS
from kaizen_helpers.checkers.m05_choices import CHOICES
from kaizen_helpers.checkers.m05_codes import CODES
from kaizen_helpers.checkers.m05_dates import DATES, dates_of_seat
from kaizen_helpers.checkers.m05_dirty import AS_CODE, AS_TEXT, KEEP
from kaizen_helpers.checkers.m05_own import OWN_WORK, RULES
from kaizen_helpers.checkers.m05_program import RIGHT

SEATS = range(VARIANTS)
SHORT, SERIAL, LATE, HEISEI, TWO_DIGITS, NO_DAY, ENDED = range(7)


def sample(exercise: Exercise, variant: int) -> dict[str, Any]:
    """The right answer of a seat, to be changed."""
    assert exercise.panel is not None
    assert callable(exercise.panel.sample)
    return exercise.panel.clean({"variant": variant, **exercise.panel.sample(variant)})


def dated(variant: int, place: int, **cells: str) -> Result:
    """E5-1 with one line changed."""
    answer = sample(DATES, variant)
    names = {"treat": "扱い", "day": "西暦の日付", "year": "年度"}
    answer["rows"][place] |= {names[name]: text for name, text in cells.items()}
    return judge(DATES, answer)


# ---- E5-1 和暦と西暦


@pytest.mark.parametrize("variant", SEATS)
def test_what_a_program_makes_of_two_digits_is_told_at_every_seat(variant: int) -> None:
    """Programs take 「05/04/01」 for May 4, 2001; who reads it by eye takes it for an era or a century."""
    first, second, third = dates_of_seat(variant)[TWO_DIGITS].split("/")
    read = "そのまま読む"

    assert dated(variant, TWO_DIGITS, treat=read, day=f"20{third}-{first}-{second}").mistake == "notation.day-for-year"
    assert dated(variant, TWO_DIGITS, treat=read, day=f"20{first}-{second}-{third}").mistake == "notation.year-guessed"
    assert dated(variant, TWO_DIGITS, day=f"{2018 + int(first)}-{second}-{third}").mistake == "notation.year-guessed"


@pytest.mark.parametrize("variant", SEATS)
def test_a_day_that_does_not_exist_is_not_moved(variant: int) -> None:
    year = 2018 + int(dates_of_seat(variant)[NO_DAY][2])

    assert dated(variant, NO_DAY, treat="そのまま読む", day=f"{year}-03-01").mistake == "notation.day-shifted"
    assert dated(variant, NO_DAY, day=f"{year}-02-28").mistake == "notation.day-shifted"


@pytest.mark.parametrize("variant", SEATS)
@pytest.mark.parametrize("place", [SHORT, SERIAL, LATE, HEISEI])
@pytest.mark.parametrize("change", ["slashes", "kanji", "wide"])
def test_the_right_day_in_another_form_is_told_as_a_matter_of_form(variant: int, place: int, change: str) -> None:
    day = sample(DATES, variant)["rows"][place]["西暦の日付"]
    year, month, number = day.split("-")
    typed = {
        "slashes": f"{year}/{int(month)}/{int(number)}",
        "kanji": f"{year}年{int(month)}月{int(number)}日",
        "wide": "".join(chr(ord(c) + 0xFEE0) for c in day),
    }[change]

    assert dated(variant, place, day=typed).mistake == "notation.date-form"


@pytest.mark.parametrize("variant", SEATS)
@pytest.mark.parametrize("place", [SHORT, SERIAL, LATE, HEISEI])
def test_the_fiscal_year_is_read_as_people_write_it(variant: int, place: int) -> None:
    year = sample(DATES, variant)["rows"][place]["年度"]
    era = f"令和{int(year) - 2018}年度" if int(year) > 2019 else "令和元年度"

    for typed in (f"{year}年度", f"{year}年", era, "".join(chr(ord(c) + 0xFEE0) for c in year)):
        assert dated(variant, place, year=typed).outcome is Outcome.CORRECT, typed


@pytest.mark.parametrize("variant", SEATS)
def test_what_stays_open_keeps_its_blanks(variant: int) -> None:
    assert dated(variant, ENDED, year="1988").mistake == "notation.open-filled"
    assert dated(variant, ENDED, day="1989-01-08").mistake == "notation.era-ended"


@given(st.text(max_size=20), st.text(max_size=12), st.integers(0, 6))
def test_no_text_in_a_line_breaks_the_judge(day: str, year: str, place: int) -> None:
    assert dated(0, place, day=day, year=year).outcome in (Outcome.CORRECT, Outcome.INCORRECT)


@pytest.mark.parametrize("typed", ["要確認", "わからない", "不明", "-", "？", "1988"])
def test_what_stands_in_a_line_left_open_is_told_as_such(typed: str) -> None:
    assert dated(0, TWO_DIGITS, year=typed).mistake == "notation.open-filled"


@pytest.mark.parametrize("typed", ["2025ー06ー21", "06-21", "2025"])
def test_figures_that_are_no_day_are_a_matter_of_form(typed: str) -> None:
    assert dated(0, SHORT, day=typed).mistake == "notation.date-form"


# ---- E5-3 団体コードと法人番号


@pytest.mark.parametrize("typed", ["", "なし", "わからない", "-", "　"])
def test_no_number_in_the_extra_task_is_no_mistake(typed: str) -> None:
    assert judge(CODES, {"variant": 0, **RIGHT, "typo": typed}).outcome is Outcome.CORRECT


# ---- E5-4 選択肢をそろえる


@pytest.mark.parametrize("typed", ["　{} ", "{}", "\t{}", "{}。", "「{}」", "その他：{}"])
def test_what_was_written_behind_other_counts_with_blanks_and_marks_around(typed: str) -> None:
    answer = sample(CHOICES, 1)
    answer["rows"][5]["その他の内容"] = typed.format(answer["rows"][5]["その他の内容"])

    assert judge(CHOICES, answer).outcome is Outcome.CORRECT


@pytest.mark.parametrize("typed", ["", "あり", "その他"])
def test_other_words_than_those_that_were_written_are_a_loss(typed: str) -> None:
    answer = sample(CHOICES, 1)
    answer["rows"][5]["その他の内容"] = typed

    assert judge(CHOICES, answer).mistake == "notation.other-lost"


def test_what_is_typed_comes_out_escaped_in_the_drawing() -> None:
    answer = sample(CHOICES, 0)
    answer["rows"][5]["その他の内容"] = "<img src=x>"
    assert CHOICES.panel is not None
    assert CHOICES.panel.preview is not None

    assert "<img" not in CHOICES.panel.preview(answer)
    assert "&lt;img" in CHOICES.panel.preview(answer)


# ---- 自分の様式


def own(**other: Any) -> Result:
    assert OWN_WORK.panel is not None
    return judge(OWN_WORK, OWN_WORK.panel.clean({**OWN_WORK.panel.start(0), **other}))


def field(name: str, way: str, who: str = "研修係長") -> list[dict[str, str]]:
    return [{"項目": name, "そろえ方": way, "決める人": who}]


def test_ones_own_form_is_never_scored() -> None:
    assert OWN_WORK.points == 0
    assert own().outcome is Outcome.UNATTEMPTED


def test_a_rule_one_field_who_decides_and_the_first_step_are_enough() -> None:
    result = own(rule=RULES[1], fields=field("電話番号", AS_CODE), first="様式に書き方を1行足す")

    assert result.outcome is Outcome.CORRECT


def test_a_name_that_is_to_be_changed_is_asked_about_and_its_reading_is_not() -> None:
    assert own(fields=field("申込者の氏名", AS_TEXT)).mistake == "notation.own-name-changed"
    assert own(fields=field("申込者の氏名", KEEP)).mistake == "notation.own-few"
    assert own(fields=field("氏名カナ", AS_TEXT)).mistake == "notation.own-few"


def test_a_policy_that_nobody_decides_is_asked_about() -> None:
    assert own(fields=field("電話番号", AS_CODE, "")).mistake == "notation.own-no-decider"


@pytest.mark.parametrize("left", ["rule", "first", "fields"])
def test_what_is_still_blank_in_ones_own_form_is_told(left: str) -> None:
    whole: dict[str, Any] = {"rule": RULES[0], "fields": field("申込日", AS_CODE), "first": "係長に聞く"}
    del whole[left]

    assert own(**whole).mistake == "notation.own-few"
