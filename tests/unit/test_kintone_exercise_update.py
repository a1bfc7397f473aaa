"""E6-6 予行してから更新する: what is judged is what the app holds after the shown program has run."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kaizen_helpers.checkers.inputs import VARIANTS
from kaizen_helpers.checkers.m06_case import KEY
from kaizen_helpers.checkers.m06_update import (
    ALSO_BLANK,
    ASIDE,
    ASK,
    BY_KEY,
    BY_NAME,
    LAST,
    NOT_BLANK,
    STATE_ONLY,
    STOP,
    THREE,
    WITH_REMARK,
    Done,
    carried_out,
    once_only,
    rehearsed,
)


@pytest.mark.parametrize("seed", ["fresh", "a", "b"])
def test_the_fitting_values_lose_nothing_and_leave_nothing_open(seed: str) -> None:
    assert carried_out(BY_KEY, THREE, NOT_BLANK, seed) == Done()


@pytest.mark.parametrize("seed", ["fresh", "a", "b"])
def test_each_other_value_does_its_own_harm(seed: str) -> None:
    assert carried_out(BY_KEY, WITH_REMARK, NOT_BLANK, seed).remarks_lost > 0
    assert carried_out(BY_KEY, THREE, ALSO_BLANK, seed).numbers_lost > 0
    assert carried_out(BY_KEY, STATE_ONLY, NOT_BLANK, seed).states_open > 0
    assert "衝突" in carried_out(BY_NAME, THREE, NOT_BLANK, seed).refused


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_the_rehearsal_names_the_two_rows_with_one_key_unless_they_are_put_aside(variant: int) -> None:
    by_way = {way: dict(rehearsed(variant, (BY_KEY, THREE, NOT_BLANK, way, ASK))[0]) for way in (STOP, ASIDE, LAST)}

    assert {way: counts["衝突"] for way, counts in by_way.items()} == {STOP: 2, ASIDE: 0, LAST: 0}
    assert sum(by_way[ASIDE].values()) == sum(by_way[STOP].values()) - 2
    assert sum(by_way[LAST].values()) == sum(by_way[STOP].values()) - 1
    put_aside = [line for line in rehearsed(variant, (BY_KEY, THREE, NOT_BLANK, ASIDE, ASK))[1] if "残す" in line[3]]
    assert len(put_aside) == 2


def test_rows_with_a_key_of_their_own_stay_in_their_order() -> None:
    rows, aside = [{KEY: name} for name in ("b", "a", "b", "c")], list[Mapping[str, str]]()

    assert once_only(rows, KEY, aside) == [{KEY: "a"}, {KEY: "c"}]
    assert aside == [{KEY: "b"}, {KEY: "b"}]
