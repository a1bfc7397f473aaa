"""An update by key, shown before it is done."""

from __future__ import annotations

from typing import Any

import pytest

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone.client.planning import Difference, plan_upsert
from kaizen_helpers.kintone.client.problems import ConflictError, KintoneError
from kaizen_helpers.kintone.client.service import Kintone, in_process
from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD
from tests.sandbox_any import Desk, number, text


def opened() -> tuple[Desk, Kintone, int]:
    desk = Desk()
    app = desk.app(text("コード"), number("件数"), text("備考"))
    way = in_process(desk.environment)
    return desk, Kintone("http://localhost", user="Administrator", password=FIRST_PASSWORD, transport=way), app


def record(code: str, count: str, note: str = "") -> dict[str, Any]:
    return {"コード": {"value": code}, "件数": {"value": count}, "備考": {"value": note}}


def test_a_plan_tells_new_changed_and_unchanged_rows_and_changes_nothing() -> None:
    desk, kintone, app = opened()
    kintone.add(app, [record("01", "1"), record("02", "2")])

    plan = plan_upsert(kintone, app, "コード", [record("01", "1.0"), record("02", "3"), record("1", "4")])

    assert {"新規": 1, "更新": 1, "変更なし": 1, "衝突": 0} == plan.counts()
    assert (Difference("件数", "2", "3"),) == plan.rows[1].differences
    assert 2 == len(kintone.all_records(app))
    assert {"新規": 1, "更新": 1} == plan.carry_out(kintone)
    again = plan_upsert(kintone, app, "コード", [record("01", "1"), record("02", "3"), record("1", "4")])
    assert 3 == again.counts()["変更なし"]
    desk.environment.close()


def test_keys_that_are_empty_or_told_twice_are_conflicts_and_stop_everything() -> None:
    desk, kintone, app = opened()
    kintone.add(app, [record("9", "1"), record("9", "2")])
    rows = [record("", "1"), record("1", "1"), record("1", "2"), record("9", "3"), record("2", "5")]

    plan = plan_upsert(kintone, app, "コード", rows)

    assert {"新規": 1, "更新": 0, "変更なし": 0, "衝突": 4} == plan.counts()
    with pytest.raises(InputError, match="衝突が4件"):
        plan.carry_out(kintone)
    assert 2 == len(kintone.all_records(app))
    desk.environment.close()


def test_a_change_after_the_plan_stops_it_as_a_whole() -> None:
    desk, kintone, app = opened()
    (made,) = kintone.add(app, [record("1", "1")])
    plan = plan_upsert(kintone, app, "コード", [record("1", "2"), record("2", "2")])
    kintone.update(app, [{"id": made, "record": {"備考": {"value": "ほかの人"}}}])

    with pytest.raises(ConflictError):
        plan.carry_out(kintone)

    assert ["1"] == [one["件数"]["value"] for one in kintone.all_records(app)]
    desk.environment.close()


def test_a_refused_plan_names_the_field_but_no_row_that_would_mislead() -> None:
    desk, kintone, app = opened()

    with pytest.raises(KintoneError) as caught:
        plan_upsert(kintone, app, "コード", [record("1", "十")]).carry_out(kintone)

    assert (None, "「件数」") == (caught.value.row, caught.value.where)
    desk.environment.close()
