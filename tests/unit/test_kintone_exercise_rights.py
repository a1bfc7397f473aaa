"""E6-4 権限: what people really can do in the practice kintone is what the panel shows."""

from __future__ import annotations

import pytest

from kaizen_helpers.checkers.m06_rights import ALL, DELETE, NOTHING, RIGHTS, SEE, WRITE, what_each_can


@pytest.mark.parametrize(
    ("choice", "can"),
    [
        (NOTHING, (False, False, False, False, False)),
        (SEE, (True, False, False, False, False)),
        (WRITE, (True, True, True, False, False)),
        (DELETE, (True, True, True, True, False)),
        (ALL, (True, True, True, True, True)),
    ],
)
def test_what_was_granted_is_what_can_be_done(choice: str, can: tuple[bool, ...]) -> None:
    assert what_each_can((choice, NOTHING, NOTHING, NOTHING, NOTHING))[0] == can


def test_a_line_for_everyone_does_not_widen_the_line_of_a_group_above_it() -> None:
    staff, *_, everyone = what_each_can((SEE, NOTHING, NOTHING, NOTHING, DELETE))

    assert (staff[3], everyone[3]) == (False, True)


def test_nothing_is_shown_of_people_that_are_not_decided() -> None:
    assert RIGHTS.panel is not None
    assert RIGHTS.panel.preview is not None

    shown = RIGHTS.panel.preview(RIGHTS.panel.start(0))

    assert "できる" not in shown
    assert "照会の担当者" in shown
