"""E6-3 更新キー: what happens to a row is what the plan of the library says on a practice kintone."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from kaizen_helpers.checkers.engine import Outcome, judge
from kaizen_helpers.checkers.inputs import VARIANTS
from kaizen_helpers.checkers.m06_case import FIELDS, KEY, practice, states_of_receipt
from kaizen_helpers.checkers.m06_key import CANDIDATES, CHANGED, GUESS, GUESSES, KEYS, NEW, SAME, STOPS, arrived
from kaizen_helpers.kintone import app_from_parts, check_import
from kaizen_helpers.kintone.importing.checking import Source


def right(variant: int = 0) -> dict[str, Any]:
    assert KEYS.panel is not None
    assert callable(KEYS.panel.sample)
    return {"variant": variant, **KEYS.panel.sample(variant)}


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_every_seat_has_each_thing_that_can_happen(variant: int) -> None:
    rows = arrived(variant)

    assert Counter(row.happens for row in rows) == {CHANGED: 2, SAME: 1, NEW: 3, STOPS: 2}
    assert judge(KEYS, right(variant)).outcome is Outcome.CORRECT


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_the_check_before_an_import_counts_the_same_new_rows(variant: int) -> None:
    """Two tools of the library, asked the same; the key is not required, as the question says."""
    fields = {KEY: {**FIELDS[KEY], "required": False}, "状況": FIELDS["状況"]}
    rows = [(row.key, row.state) for row in arrived(variant) if row.kind not in ("first", "second")]
    kept = states_of_receipt(f"key/{variant}", f"R8-0{3 + variant}")

    definition = app_from_parts({"fields": {"properties": fields}})
    report = check_import(definition, (KEY, "状況"), rows, Source("csv"), key=KEY, existing=kept)

    assert report.can_import
    assert report.new == sum(row.happens == NEW for row in arrived(variant))


def test_only_the_receipt_key_names_one_record_after_two_months() -> None:
    rows = [*states_of_receipt("a", "R8-03"), *states_of_receipt("a", "R8-04")]
    with practice(rows) as there:
        kept = there.kintone.all_records(there.app)

    alone = [code for code in CANDIDATES if max(Counter(one[code]["value"] for one in kept).values()) == 1]
    assert alone == [KEY]


@pytest.mark.parametrize("guess", GUESSES)
def test_guessing_the_same_everywhere_is_told(guess: str) -> None:
    answer = right()
    answer["rows"] = [{GUESS: guess} for _ in answer["rows"]]

    result = judge(KEYS, answer)

    assert result.outcome is Outcome.INCORRECT
    assert result.points <= 2
