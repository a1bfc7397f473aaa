"""Turning a table long and writing it out: the shown program is the followed one, the written files are read back."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.checkers.engine import Outcome, judge
from kaizen_helpers.checkers.m04_export import (
    AS_NUMBER,
    AS_TEXT,
    EXPORT,
    MARKED,
    NOT_MARKED,
    NOT_QUOTED,
    PURPOSES,
    QUOTED,
    SHIFT_JIS,
    WITH_BOM,
    WITHOUT_BOM,
    Policy,
    received,
    sample_rows,
    troubles,
    written,
)
from kaizen_helpers.checkers.m04_long import (
    ALL_YEARS,
    AS_BLANK,
    AS_ZERO,
    BY_AREA,
    BY_NOTHING,
    BY_TOWN,
    LAST_YEAR,
    LEFT_OUT,
    LONG,
    NAMES,
    WITH_TOTAL,
    YEARS,
    Choice,
    long_rows,
    program,
    wide_rows,
)
from kaizen_helpers.checkers.m04_long import Outcome as Long

SEEDS = range(30)
TO_WEST = {year: f"{number}年度" for year, number in YEARS.items()}
CHOICES = [
    Choice(*parts, TO_WEST)
    for parts in itertools.product(
        (BY_TOWN, BY_AREA, BY_NOTHING), (ALL_YEARS, WITH_TOTAL, LAST_YEAR), (AS_BLANK, AS_ZERO, LEFT_OUT)
    )
]


# ---- E4-3


@pytest.mark.parametrize("choice", CHOICES, ids=lambda one: f"{one.kept}-{one.melted}-{one.blank}")
def test_the_program_that_is_shown_gives_the_table_that_is_shown(choice: Choice) -> None:
    """The learner reads pandas; the judge follows the values without it."""
    import pandas as pd

    names: dict[str, object] = {"横の表": pd.DataFrame(wide_rows(5), columns=list(NAMES))}
    exec(program(choice), names)  # noqa: S102 - our own text, with values of our own
    table = names["縦の表"]

    assert isinstance(table, pd.DataFrame)
    rows = [tuple(None if _is_nan(cell) else cell for cell in row) for row in table.itertuples(index=False)]
    assert rows == list(long_rows(wide_rows(5), choice))


def _is_nan(cell: object) -> bool:
    return isinstance(cell, float) and math.isnan(cell)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_choice_alone_keeps_keys_sums_and_blanks(seed: int) -> None:
    wide = wide_rows(seed)
    kept = [choice for choice in CHOICES if Long(wide, long_rows(wide, choice)).holds]

    assert [(one.kept, one.melted, one.blank) for one in kept] == [(BY_TOWN, ALL_YEARS, AS_BLANK)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wide_table_has_a_blank_a_zero_and_two_towns_of_one_area(seed: int) -> None:
    wide = wide_rows(seed)
    figures = [value for line in wide for value in line[3:6]]

    assert (figures.count(None), figures.count(0)) == (1, 1)
    assert len({line[0] for line in wide}) < len(wide)
    assert all(line[6] == sum(value or 0 for value in line[3:6] if not isinstance(value, str)) for line in wide)  # type: ignore[misc]


@pytest.mark.parametrize("names", [("2023", "2024", "2025"), ("２０２３年度", " 2024年度", "2025年度")])
def test_a_year_may_be_written_in_each_usual_way(names: tuple[str, ...]) -> None:
    assert LONG.panel is not None
    answer = {**LONG.panel.start(1), "kept": BY_TOWN, "melted": ALL_YEARS, "blank": AS_BLANK}
    answer["names"] = [{"縦の表での書き方": name} for name in names]

    assert judge(LONG, answer).outcome is Outcome.CORRECT


@given(st.lists(st.text(max_size=12), min_size=3, max_size=3))
def test_what_is_typed_for_a_year_is_shown_and_never_run(names: list[str]) -> None:
    assert LONG.panel is not None
    assert LONG.panel.preview is not None
    answer = LONG.panel.clean({"variant": 0, "names": [{"縦の表での書き方": name} for name in names]})

    shown = LONG.panel.preview({**answer, "kept": BY_TOWN, "melted": ALL_YEARS})
    assert "<script" not in shown


# ---- E4-4


POLICIES = [
    Policy(*parts)
    for parts in itertools.product(
        PURPOSES,
        (WITH_BOM, WITHOUT_BOM, SHIFT_JIS),
        (AS_TEXT, AS_NUMBER),
        (QUOTED, NOT_QUOTED),
        (MARKED, NOT_MARKED),
    )
]


@pytest.mark.parametrize("seed", SEEDS)
def test_five_policies_bring_the_data_to_the_receiver_as_they_are(seed: int) -> None:
    """One for Excel, two (with and without BOM) for kintone and for the public."""
    rows = sample_rows(seed)
    right = [policy for policy in POLICIES if not troubles(policy, rows)]

    assert [(one.purpose, one.code, one.sign) for one in right] == [
        (PURPOSES[0], WITH_BOM, MARKED),
        *((purpose, code, NOT_MARKED) for purpose in PURPOSES[1:] for code in (WITH_BOM, WITHOUT_BOM)),
    ]


@pytest.mark.parametrize(
    "policy", POLICIES, ids=lambda one: "-".join((one.purpose, one.code, one.number[:2], one.sign))
)
def test_every_part_that_is_wrong_is_among_the_troubles(policy: Policy) -> None:
    found = troubles(policy, sample_rows(7))

    assert ("lost" in found) == (policy.code == SHIFT_JIS)
    assert ("zeros" in found) == (policy.number == AS_NUMBER)
    assert ("split" in found) == (policy.comma == NOT_QUOTED)
    assert ("garbled" in found) == (policy.purpose == PURPOSES[0] and policy.code == WITHOUT_BOM)


def test_what_was_written_is_read_back_whole_by_a_receiver_who_knows_the_code() -> None:
    rows = sample_rows(3)
    policy = Policy(PURPOSES[1], WITHOUT_BOM, AS_TEXT, QUOTED, NOT_MARKED)

    assert [tuple(line) for line in received(written(rows, policy), policy)] == list(rows)


def test_the_preview_shows_a_purpose_once_its_row_is_complete() -> None:
    assert EXPORT.panel is not None
    assert EXPORT.panel.preview is not None
    answer = EXPORT.panel.start(0)
    before = EXPORT.panel.preview(answer)
    answer["rows"][1].update(
        {"文字コード": WITH_BOM, "受付番号": AS_TEXT, "カンマのある値": QUOTED, "「=」で始まる値": NOT_MARKED}
    )

    assert "<table" not in before
    assert EXPORT.panel.preview(answer).count("<table") == 1
