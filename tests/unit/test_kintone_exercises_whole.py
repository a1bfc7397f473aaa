"""E6-4 to E6-7 whole: of all combinations that can be chosen, those that are meant are right, and no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import pytest

from kaizen_helpers.checkers import m06_monthly, m06_read, m06_rights, m06_update
from kaizen_helpers.checkers.engine import Exercise, Outcome, judge

FITTING: Mapping[str, Mapping[str, Sequence[str]]] = {
    "kintone-read": {
        "condition": (m06_read.OVERDUE, m06_read.NOT_THE_OTHERS),
        "reading": (m06_read.EVERY,),
        "fields": (m06_read.NEEDED,),
        "group": (m06_read.BY_INQUIRY,),
    },
    "kintone-update": {
        "key": (m06_update.BY_KEY,),
        "columns": (m06_update.THREE,),
        "blank": (m06_update.NOT_BLANK,),
        "rows": (m06_update.STOP, m06_update.ASIDE),
        "go": (m06_update.ASK,),
    },
    "kintone-monthly": m06_monthly.FITTING,
}


def combinations(offered: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    for chosen in product(*offered.values()):
        yield dict(zip(offered, chosen, strict=True))


@pytest.mark.parametrize(
    "exercise", [m06_read.READ, m06_update.UPDATE, m06_monthly.MONTHLY], ids=lambda exercise: exercise.id
)
def test_a_program_is_right_with_the_fitting_values_only(exercise: Exercise) -> None:
    assert exercise.panel is not None
    offered = {item.name: item.choices for item in exercise.panel.inputs if hasattr(item, "choices")}
    fitting = FITTING[exercise.id]

    right = [
        chosen
        for chosen in combinations(offered)
        if judge(exercise, {"variant": 0, **chosen}).outcome is Outcome.CORRECT
    ]

    meant = [chosen for chosen in combinations(offered) if all(chosen[name] in fitting[name] for name in offered)]
    assert right == meant


def test_rights_are_right_where_everybody_has_what_the_steps_need() -> None:
    grants = (m06_rights.NOTHING, m06_rights.SEE, m06_rights.WRITE, m06_rights.DELETE, m06_rights.ALL)
    people = tuple(m06_rights.PEOPLE)

    def answer(granted: Sequence[str]) -> dict[str, Any]:
        rows = [{m06_rights.WHO: who, m06_rights.MAY: may} for who, may in zip(people, granted, strict=True)]
        return {"variant": 0, "rows": rows, "managers": m06_rights.TWO, "export": m06_rights.EXPORT_FEW}

    right = {
        granted
        for granted in product(grants, repeat=len(people))
        if judge(m06_rights.RIGHTS, answer(granted)).outcome is Outcome.CORRECT
    }

    assert right == set(product(*(m06_rights.FITS[who] for who in people)))
