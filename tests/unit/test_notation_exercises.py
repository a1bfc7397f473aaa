"""The values of module 05 at every seat, what the judges know of them, and what becomes of right and other answers."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.checkers.engine import Exercise, Outcome, judge
from kaizen_helpers.checkers.inputs import VARIANTS
from kaizen_helpers.checkers.m05_choices import CHOICES, FRESH, OPTIONS, answers_of_seat, unified
from kaizen_helpers.checkers.m05_codes import CODES
from kaizen_helpers.checkers.m05_dates import DATES, dates_of_seat
from kaizen_helpers.checkers.m05_dirty import (
    BULK,
    CODE,
    FIELDS,
    HOURS,
    KANA,
    MONEY,
    NAME,
    PLACE,
    WANTED,
    WAYS,
    after,
    dirty_rows,
)
from kaizen_helpers.checkers.m05_program import CHOICES as VALUES
from kaizen_helpers.checkers.m05_program import (
    RIGHT,
    Choice,
    corporate_numbers,
    fresh_codes,
    program,
    says,
    says_of_corporate,
    shown_codes,
    true,
)
from kaizen_helpers.checkers.m05_text import FRESH as FRESH_LISTS
from kaizen_helpers.checkers.m05_text import TEXT
from kaizen_helpers.notation.codes import check_corporate_number
from kaizen_helpers.notation.date_columns import read_date_column
from kaizen_helpers.notation.eras import fiscal_year

SEEDS = range(40)
SEATS = range(VARIANTS)


def policies(variant: int = 0, **other: str) -> dict[str, Any]:
    """The answer of E5-2 with a right way for each field, some of them changed."""
    names = dict(zip(("name", "kana", "code", "money", "hours", "place"), FIELDS, strict=True))
    ways = {**WANTED, **{names[name]: way for name, way in other.items()}}
    return {"variant": variant, "rows": [{"項目": field, "そろえ方": ways[field]} for field in FIELDS]}


# ---- E5-2 文字の方針表


@pytest.mark.parametrize("seed", [*SEEDS, *FRESH_LISTS])
def test_every_list_holds_every_trap(seed: int) -> None:
    texts = {field: "".join(str(row[field]) for row in dirty_rows(seed)) for field in FIELDS}

    assert "\ufa19" in texts[NAME]
    assert any("ｦ" <= c <= "ﾟ" for c in texts[KANA])
    assert any(unicodedata.normalize("NFKC", str(row[CODE])).startswith("0") for row in dirty_rows(seed))
    assert "\u3000" in texts[CODE]
    assert {"▲", "－", ","} <= set(texts[MONEY])
    assert {"〜", "～", "①"} <= set(texts[HOURS])
    assert {"－", "\u3000", "番"} <= set(texts[PLACE])


def test_the_seats_differ_and_a_seat_stays_as_it_is() -> None:
    assert len({str(dirty_rows(variant)) for variant in SEATS}) == VARIANTS
    assert dirty_rows(3) == dirty_rows(3)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_wanted_ways_keep_names_make_numbers_and_keep_zeros(seed: int) -> None:
    rows = dirty_rows(seed)
    done = {field: after(rows, field, WANTED[field]) for field in FIELDS}

    assert done[NAME] == [row[NAME] for row in rows]
    assert all(type(value) is int for value in done[MONEY])
    assert [value < 0 for value in done[MONEY] if isinstance(value, int)] == [True, False, True]
    assert all(len(str(code)) == 6 and str(code).isascii() for code in done[CODE])
    assert ["〜" in str(value) or "～" in str(value) for value in done[HOURS]] == [True, True, True]
    assert str(done[PLACE][1]).partition("\u3000")[2] == str(rows[1][PLACE]).partition("\u3000")[2]


@pytest.mark.parametrize("variant", SEATS)
def test_a_clean_up_is_right_only_where_it_does_no_harm(variant: int) -> None:
    right = [name for name in ("name", "kana", "code", "money", "hours", "place")
             if judge(TEXT, policies(variant, **{name: BULK})).outcome is Outcome.CORRECT]  # fmt: skip

    assert right == ["kana"]


def test_every_other_way_of_every_field_gets_a_message_about_that_field() -> None:
    """No way that spoils a value is taken for right, and the message names the column that was changed."""
    for field, way in itertools.product(FIELDS, WAYS):
        name = dict(zip(FIELDS, ("name", "kana", "code", "money", "hours", "place"), strict=True))[field]
        result = judge(TEXT, policies(0, **{name: way}))
        if result.outcome is not Outcome.CORRECT:
            assert field in result.message.where, (field, way)
            assert result.points == 3


def test_a_clean_up_for_everything_earns_the_one_field_that_it_suits() -> None:
    answer = policies(0, **dict.fromkeys(("name", "kana", "code", "money", "hours", "place"), BULK))

    result = judge(TEXT, answer)

    assert (result.mistake, result.points) == ("notation.name-changed", 0.5)


# ---- E5-1 和暦と西暦


@pytest.mark.parametrize("variant", SEATS)
def test_every_seat_has_dates_to_read_to_mark_and_to_leave_open(variant: int) -> None:
    states = [verdict.state for verdict in read_date_column(dates_of_seat(variant), "GIF").verdicts]

    assert states == ["rewrite", "rewrite", "rewrite", "check", "ask", "ask", "ask"]


@pytest.mark.parametrize("variant", SEATS)
def test_the_late_day_has_another_year_than_its_fiscal_year(variant: int) -> None:
    late = read_date_column([dates_of_seat(variant)[2]], "GIF").written()[0]

    assert late is not None
    assert late[5:7] in ("01", "02", "03")


@pytest.mark.parametrize("variant", SEATS)
def test_the_three_numbers_of_the_short_date_are_three_different_ones(variant: int) -> None:
    """Else nobody could tell whether the year was taken for a month or a day."""
    assert len(set(dates_of_seat(variant)[4].split("/"))) == 3


# ---- E5-3 団体コードと法人番号


def choice(**other: str) -> Choice:
    return Choice(**{**RIGHT, **other})


def run(text: str) -> tuple[Callable[[object], str], Callable[[str], str]]:
    """The two functions of the program that learners see."""
    names: dict[str, Any] = {"unicodedata": unicodedata}
    exec(text, names)  # noqa: S102 - our own text, made by ``program``
    return names["団体コードを調べる"], names["法人番号の検査数字"]


@pytest.mark.parametrize(
    "values", [*itertools.product(*VALUES.values())][::5], ids=lambda v: "-".join(map(str, v))[:40]
)
def test_the_program_that_is_shown_says_what_is_judged(values: tuple[str, ...]) -> None:
    chosen = Choice(*values)
    code, corporate = run(program(chosen))

    for one in (*fresh_codes(1), *shown_codes(0)):
        assert code(one.value) == says(one.value, chosen), one
    for number in corporate_numbers(1):
        assert ("合う" if corporate(number[1:]) == number[0] else "合わない") == says_of_corporate(number, chosen)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_right_values_agree_with_the_library_on_every_code(seed: int) -> None:
    assert [one for one in fresh_codes(seed) if says(one.value, choice()) != true(one.value)] == []
    assert {says_of_corporate(number, choice()) for number in corporate_numbers(seed)} == {"合う"}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, some in VALUES.items() for v in some if v != RIGHT[n]])
@pytest.mark.parametrize("variant", SEATS)
def test_any_other_value_is_told(variant: int, name: str, value: str) -> None:
    result = judge(CODES, {"variant": variant, **RIGHT, name: value, "typo": ""})

    assert result.outcome is Outcome.INCORRECT
    assert result.mistake not in (None, "notation.codes-left")


@pytest.mark.parametrize("seed", SEEDS)
def test_both_borders_and_every_kind_are_among_the_fresh_codes(seed: int) -> None:
    kinds = [one.kind for one in fresh_codes(seed)]

    assert set(kinds) == {"plain", "rest 0", "rest 1", "slip", "wide", "number", "five", "blank"}
    assert kinds.count("rest 0") == kinds.count("rest 1") == 3


@pytest.mark.parametrize("variant", SEATS)
def test_what_is_said_to_be_known_of_a_shown_code_is_true(variant: int) -> None:
    for one in shown_codes(variant):
        wanted = {"slip": "合わない", "five": "要確認", "blank": "空欄"}.get(one.kind, "合う")
        assert true(one.value) == wanted, one


@given(st.text(max_size=15))
def test_no_typing_error_of_the_extra_task_breaks_the_judge(text: str) -> None:
    result = judge(CODES, {"variant": 0, **RIGHT, "typo": text})

    assert result.outcome in (Outcome.CORRECT, Outcome.INCORRECT)


def test_each_swap_of_nought_and_nine_passes_and_no_other_single_digit_does() -> None:
    """The blind spot that the extra task is about, counted."""
    number = "1000020410004"
    passing = {
        (place, digit)
        for place in range(1, 13)
        for digit in "0123456789"
        if digit != number[place]
        and check_corporate_number(f"{number[:place]}{digit}{number[place + 1 :]}").state == "ok"
    }

    assert passing == {(place, "9") for place in range(1, 13) if number[place] == "0"}


# ---- E5-4 選択肢をそろえる


@pytest.mark.parametrize("variant", SEATS)
def test_every_seat_has_spellings_a_remark_and_an_answer_that_nobody_can_tell(variant: int) -> None:
    meant = [option for _, _, option in answers_of_seat(variant)]

    assert set(meant) == {*OPTIONS, ""}
    assert all(count >= 1 for _, count, _ in answers_of_seat(variant))


def test_answers_that_are_not_in_the_table_stay_or_become_an_option_as_decided() -> None:
    left = unified(FRESH, {}, "要確認にする")
    nearest = unified(FRESH, {}, "いちばん近い選択肢にする")

    assert left == ["取組済", "取組中", "国の通知を待っている", "取り組み予定なし", "その他"]
    assert nearest[3] == "取り組む予定"
    assert set(nearest) <= set(OPTIONS)
    assert unified(FRESH, {}, "その他にする")[2:4] == ["その他", "その他"]


# ---- the guide


def test_the_guide_gives_the_trainer_the_answers_that_are_taken_for_right() -> None:
    guide = (Path(__file__).parents[2] / "courses/05_notation/instructor.md").read_text(encoding="utf-8")
    names = dict(zip(FIELDS, ("name", "kana", "code", "money", "hours", "place"), strict=True))
    told = {
        field: set(cells[1].split("／"))
        for cells in ([cell.strip() for cell in line.strip("| ").split(" | ")] for line in guide.splitlines())
        if len(cells) == 2 and (field := cells[0]) in FIELDS
    }

    assert told == {
        field: {way for way in WAYS if judge(TEXT, policies(0, **{name: way})).outcome is Outcome.CORRECT}
        for field, name in names.items()
    }
    for variant in SEATS:
        days = read_date_column(dates_of_seat(variant), "GIF").verdicts[:4]
        years = [fiscal_year(date.fromisoformat(day.written)) for day in days]
        typed = zip(dates_of_seat(variant), days, years, strict=False)
        assert "| " + " | ".join(f"{text} → {day.written}（{year}）" for text, day, year in typed) + " |" in guide
    assert all(f"「{value.replace('「', '『').replace('」', '』')}」" in guide for value in RIGHT.values())


def test_every_column_but_the_names_mixes_widths() -> None:
    """Else leaving it alone, or the wide form for all, would be a way that an office could defend."""
    for seed in (*SEATS, *FRESH_LISTS):
        for field in (KANA, CODE, HOURS, PLACE):
            texts = [str(row[field]) for row in dirty_rows(seed)]
            digits = "".join(texts)
            mixed_kana = any("ｦ" <= c <= "ﾟ" for c in digits) and any("ァ" <= c <= "ヶ" for c in digits)
            mixed_digits = any(c in "0123456789" for c in digits) and any(c in "０１２３４５６７８９" for c in digits)
            assert mixed_kana or mixed_digits, (seed, field)


# ---- all


@pytest.mark.parametrize("variant", SEATS)
@pytest.mark.parametrize("exercise", [DATES, CHOICES], ids=["dates", "choices"])
def test_the_sample_made_for_a_seat_is_right_there(exercise: Exercise, variant: int) -> None:
    panel = exercise.panel
    assert panel is not None
    assert callable(panel.sample)

    answer = panel.clean({"variant": variant, **panel.sample(variant)})

    assert judge(exercise, answer).outcome is Outcome.CORRECT


@pytest.mark.parametrize("exercise", [DATES, TEXT, CODES, CHOICES], ids=["dates", "text", "codes", "choices"])
def test_the_drawing_changes_with_the_first_decision(exercise: Exercise) -> None:
    panel = exercise.panel
    assert panel is not None
    assert panel.preview is not None
    start = panel.start(0)
    begun = panel.clean(
        {
            DATES.id: {"data": "GIF"},
            TEXT.id: policies(),
            CODES.id: dict(RIGHT),
            CHOICES.id: {"later": "その他にする"},
        }[exercise.id]
    )

    assert panel.preview(start) != panel.preview(begun)
