"""The sheet of module 04, what its judge knows of it, and what becomes of right and of other decisions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.checkers.engine import Outcome, judge
from kaizen_helpers.checkers.inputs import VARIANTS
from kaizen_helpers.checkers.m04_applying import (
    ABOVE_IT,
    ANSWER,
    BLANK,
    BLANKS,
    HEADING,
    OUT,
    ROW_OUT,
    ROWS,
    TREATMENTS,
    ZERO,
    Applied,
    apply_decisions,
    repaired_rows,
)
from kaizen_helpers.checkers.m04_diagnose import DIAGNOSE, SIGNS
from kaizen_helpers.checkers.m04_places import read_places, touches
from kaizen_helpers.checkers.m04_repair import FRESH, REPAIR
from kaizen_helpers.checkers.m04_sheet import SOMETIMES, MadeSheet, make_sheet, sheet_of_seat
from kaizen_helpers.excel.opening.model import Book, Span

SEEDS = range(40)
ROWS_RIGHT = {**dict.fromkeys(ROWS, OUT), "upper": HEADING, "lower": HEADING}
BLANKS_RIGHT = {"area": ABOVE_IT, "ditto": ABOVE_IT, "people": BLANK, "remark": BLANK}


def followed(made: MadeSheet, **other: str) -> Applied:
    """The right decisions, some of them changed."""
    rows = {name: other.get(name, said) for name, said in ROWS_RIGHT.items()}
    return apply_decisions(made, rows, {name: other.get(name, said) for name, said in BLANKS_RIGHT.items()})


# ---- the sheet


def test_the_same_seed_gives_the_same_sheet_and_another_seed_another() -> None:
    assert make_sheet(3).sheet.rows == make_sheet(3).sheet.rows
    assert make_sheet(3).sheet.rows != make_sheet(4).sheet.rows


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_every_seat_has_rules_that_are_broken_and_rules_that_are_kept(variant: int) -> None:
    """Marking everything must not be right, nor marking nothing."""
    broken = sheet_of_seat(variant).broken

    assert 5 <= sum(sign.rule in broken for sign in SIGNS) <= 6


def test_the_seats_differ_in_what_is_broken() -> None:
    assert len({frozenset(sheet_of_seat(variant).broken) for variant in range(VARIANTS)}) == VARIANTS


@pytest.mark.parametrize("seed", SEEDS)
def test_every_place_on_record_lies_in_the_sheet(seed: int) -> None:
    made = make_sheet(seed)
    places = [span for spans in made.broken.values() for span in spans]

    assert all(1 <= span.top <= span.bottom <= made.foot and span.right <= 9 for span in places)
    assert made.hidden not in made.body
    assert made.sheet.hidden_rows == {made.hidden}


@pytest.mark.parametrize("seed", SEEDS)
def test_each_kind_of_dirt_is_there_exactly_when_it_is_asked_for(seed: int) -> None:
    """The record and the sheet are two things: what is written is looked at here."""
    with_all, with_none = make_sheet(seed, frozenset(SOMETIMES)), make_sheet(seed, frozenset())

    for made, wanted in ((with_all, True), (with_none, False)):
        texts = {column: [made.sheet.value(row, column) for row in made.body] for column in range(1, 10)}
        assert any(isinstance(value, str) for value in texts[7] + texts[8]) is wanted
        assert any(isinstance(value, str) for value in texts[5]) is wanted
        assert any("・" in str(value) for value in texts[6]) is wanted
        assert set(SOMETIMES) & set(made.broken) == (set(SOMETIMES) if wanted else set())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_figure_that_is_blank_and_one_that_is_zero_are_in_every_sheet(seed: int) -> None:
    people = [make_sheet(seed).sheet.value(row, 7) for row in make_sheet(seed).body]

    assert people.count(None) == 1
    assert 0 in people


@pytest.mark.parametrize("seed", SEEDS)
def test_the_check_of_workbooks_finds_what_is_on_record_and_nothing_else(seed: int) -> None:
    """The eight rules, decided by the library's checker, which knows nothing of how the sheet was made."""
    from kaizen_helpers.excel.readability import check_book

    made = make_sheet(seed)
    report = check_book(Book("回答.xlsx", "xlsx", (made.sheet,)), purpose="提供用")

    found = {sign.rule: [span for one in report.of(sign.rule) for span in one.spans] for sign in SIGNS}
    assert {rule for rule, spans in found.items() if spans} == {s.rule for s in SIGNS if s.rule in made.broken}
    assert all(touches(span, made.broken[rule]) for rule, spans in found.items() for span in spans)
    mixed = "L3-05"  # the record holds the whole column: which way of writing is the other one is a matter of view
    assert all(touches(span, found[rule]) for rule, spans in made.broken.items() if rule != mixed for span in spans)


# ---- places


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("B7", "B7"),
        ("ｂ７", "B7"),
        ("A1:C1", "A1:C1"),
        ("Ａ１〜Ｃ１", "A1:C1"),
        ("a1からc1", "A1:C1"),
        ("C3:A1", "A1:C3"),
        ("$B$7", "B7"),
        ("セルB7です", "B7"),
        ("7行目のB", "B7"),
        ("B列の7行目", "B7"),
        ("Ｂ列７行", "B7"),
        ("Bの7", "B7"),
        ("E5〜14", "E5:E14"),
    ],
)
def test_a_place_is_read_as_people_write_it(text: str, place: str) -> None:
    assert [str(span) for span in read_places(text)] == [place]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("5行目", Span(5, 1, 5, 16_384)),
        ("５行", Span(5, 1, 5, 16_384)),
        ("3〜4行目", Span(3, 1, 4, 16_384)),
        ("3行目から4行目", Span(3, 1, 4, 16_384)),
        ("一行目", Span(1, 1, 1, 16_384)),
        ("7", Span(7, 1, 7, 16_384)),
        ("D列", Span(1, 4, 1_048_576, 4)),
        ("D", Span(1, 4, 1_048_576, 4)),
        ("Ｄ列", Span(1, 4, 1_048_576, 4)),
    ],
)
def test_a_whole_row_or_column_is_a_place(text: str, span: Span) -> None:
    assert read_places(text) == (span,)


@pytest.mark.parametrize("text", ["", "上のほう", "項目名", "580人", "R8.5.22", "全部"])
def test_what_names_no_place_is_read_as_none(text: str) -> None:
    assert read_places(text) == ()


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_places(text: str) -> None:
    assert all(span.top <= span.bottom and span.left <= span.right for span in read_places(text))


# ---- E4-1


def looked(variant: int, **other: tuple[str, str]) -> dict[str, Any]:
    """A right answer to E4-1, some lines of it changed (``L1_12=("ない", "")``)."""
    assert DIAGNOSE.panel is not None
    broken, answer = sheet_of_seat(variant).broken, DIAGNOSE.panel.start(variant)
    for sign, row in zip(SIGNS, answer["rows"], strict=True):
        said = ("ある", str(broken[sign.rule][-1])) if sign.rule in broken else ("ない", "")
        row["ある・ない"], row["場所"] = other.get(sign.rule.replace("-", "_"), said)
    return answer


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_any_of_the_places_is_right_at_every_seat(variant: int) -> None:
    assert judge(DIAGNOSE, looked(variant)).outcome is Outcome.CORRECT


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_the_sample_is_right_at_every_seat(variant: int) -> None:
    assert DIAGNOSE.panel is not None
    assert callable(DIAGNOSE.panel.sample)
    answer = DIAGNOSE.panel.clean({"variant": variant, **DIAGNOSE.panel.sample(variant)})

    assert judge(DIAGNOSE, answer).outcome is Outcome.CORRECT


def test_marking_everything_without_looking_earns_less_than_half() -> None:
    everything = {sign.rule.replace("-", "_"): ("ある", "A1") for sign in SIGNS}

    assert judge(DIAGNOSE, looked(0, **everything)).points < 3


def test_a_false_mark_costs_points_and_so_does_an_oversight() -> None:
    best = judge(DIAGNOSE, looked(3)).points

    assert judge(DIAGNOSE, looked(3, L1_03=("ある", "7行目"))).points < best
    assert judge(DIAGNOSE, looked(3, L1_12=("ない", ""))).points < best


def test_a_row_that_holds_the_place_is_enough_and_the_whole_sheet_is_not() -> None:
    assert judge(DIAGNOSE, looked(0, L3_01=("ある", "1行目"))).outcome is Outcome.CORRECT
    assert judge(DIAGNOSE, looked(0, L3_01=("ある", "A1:I16"))).mistake == "excel.place-too-wide"


def test_a_column_that_holds_the_place_is_enough() -> None:
    assert judge(DIAGNOSE, looked(0, L3_05=("ある", "E列"))).outcome is Outcome.CORRECT


# ---- E4-2


@pytest.mark.parametrize("seed", [*SEEDS, FRESH])
def test_right_decisions_give_the_table_that_the_repair_gives_cell_for_cell(seed: int) -> None:
    made = make_sheet(seed)
    done = followed(made)

    assert (done.names, done.rows) == repaired_rows(made)
    assert len(done.rows) == len(made.body)


@pytest.mark.parametrize("name", [*ROWS, *BLANKS])
@pytest.mark.parametrize("seed", [0, 5, FRESH])
def test_every_other_decision_changes_the_table(seed: int, name: str) -> None:
    """So that no other decision can be right: each of them is seen in what comes out."""
    made = make_sheet(seed)
    right = followed(made)

    for said in (HEADING, ANSWER, OUT) if name in ROWS else TREATMENTS:
        other = followed(made, **{name: said})
        same = (other.names, other.rows) == (right.names, right.rows)
        assert same == (said == {**ROWS_RIGHT, **BLANKS_RIGHT}[name]), said


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_messages_say_of_wrong_decisions_is_so(seed: int) -> None:
    made = make_sheet(seed)
    right = followed(made)

    assert followed(made, total=ANSWER).people == 2 * right.people
    assert len(followed(made, hidden=ANSWER).rows) == len(right.rows) + 1
    assert len(followed(made, people=ROW_OUT).rows) == len(right.rows) - 1
    assert followed(made, people=ZERO).blanks("people") == 0
    assert followed(made, area=BLANK).blanks("area") == len(right.rows) - 3
    assert followed(made, remark=ABOVE_IT).blanks("remark") < right.blanks("remark")
    assert "" in followed(made, upper=OUT).names
    assert all(name.startswith("業務改善の") for name in followed(made, title=HEADING).names)


def test_a_table_that_is_right_on_the_own_sheet_only_does_not_pass() -> None:
    """Nothing is compared with a key: a sheet without 「〃」 in its last row would hide that nothing was decided."""
    assert REPAIR.panel is not None
    answer = REPAIR.panel.start(0)

    assert judge(REPAIR, answer).outcome is Outcome.UNATTEMPTED
    for row in answer["rows"]:
        row["どう扱うか"] = OUT
    for row in answer["blanks"]:
        row["どうするか"] = BLANK
    assert judge(REPAIR, answer).outcome is Outcome.INCORRECT


@given(
    st.fixed_dictionaries({name: st.sampled_from(("", HEADING, ANSWER, OUT)) for name in ROWS}),
    st.fixed_dictionaries({name: st.sampled_from(("", *TREATMENTS)) for name in BLANKS}),
)
def test_only_the_right_decisions_are_correct(rows: dict[str, str], blanks: dict[str, str]) -> None:
    assert REPAIR.panel is not None
    answer = json.loads(json.dumps(REPAIR.panel.start(2)))
    for row, said in zip(answer["rows"], rows.values(), strict=True):
        row["どう扱うか"] = said
    for row, said in zip(answer["blanks"], blanks.values(), strict=True):
        row["どうするか"] = said

    right = (rows, blanks) == (ROWS_RIGHT, BLANKS_RIGHT)
    assert (judge(REPAIR, answer).outcome is Outcome.CORRECT) == right
    assert REPAIR.panel.preview is not None
    assert "<table" in REPAIR.panel.preview(answer)


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_the_picture_says_what_its_double_line_means(variant: int) -> None:
    from kaizen_helpers.excel.picture import sheet_picture

    assert "二重線の所に、隠れた行があります。" in sheet_picture(sheet_of_seat(variant).sheet)


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_the_trainer_finds_the_answers_of_every_seat(variant: int) -> None:
    """The table of the notes is written by hand; a changed sheet must change it."""
    notes = (Path(__file__).parents[2] / "courses" / "04_excel" / "instructor.md").read_text(encoding="utf-8")
    made = sheet_of_seat(variant)
    signs = [str(made.broken[rule][0]) if rule in made.broken else "ない" for rule in SOMETIMES]
    cells = [
        f"{made.sheet.value(made.total, 7):,}",
        "、".join(map(str, made.broken["L2-02"])),
        *signs,
        str(made.hidden),
    ]

    assert f"| {' | '.join(cells)} |" in notes
