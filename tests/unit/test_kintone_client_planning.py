"""An update by key, shown before it is done."""

from __future__ import annotations

from typing import Any

import pytest

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone.client.equality import is_equal
from kaizen_helpers.kintone.client.planning import Difference, plan_upsert
from kaizen_helpers.kintone.client.problems import ConflictError, KintoneError
from kaizen_helpers.kintone.client.service import Kintone, in_process
from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD
from tests.sandbox_any import Desk, number, table, text


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

    plan = plan_upsert(kintone, app, "コード", [record("01", "1.0"), record("02", "3"), record("30", "4")])

    assert {"新規": 1, "更新": 1, "変更なし": 1, "衝突": 0, "要確認": 0} == plan.counts()
    assert (Difference("件数", "2", "3"),) == plan.rows[1].differences
    assert 2 == len(kintone.all_records(app))
    assert {"新規": 1, "更新": 1} == plan.carry_out(kintone)
    again = plan_upsert(kintone, app, "コード", [record("01", "1"), record("02", "3"), record("30", "4")])
    assert 3 == again.counts()["変更なし"]
    desk.environment.close()


def test_a_plan_is_shown_as_a_table_of_what_changes_and_why_not() -> None:
    desk, kintone, app = opened()
    kintone.add(app, [record("01", "1")])

    frame = plan_upsert(kintone, app, "コード", [record("01", "2", "済"), record("", "3"), record("5", "4")]).to_frame()

    assert [
        [1, "01", "更新", "件数", "1", "2"],
        [1, "01", "更新", "備考", "", "済"],
        [2, "", "衝突", "", None, None],
        [3, "5", "新規", "", None, None],
    ] == frame.drop(columns="理由").to_numpy().tolist()
    assert "キーが空です" in frame["理由"].iloc[2]
    desk.environment.close()


def test_keys_that_are_empty_or_told_twice_are_conflicts_and_stop_everything() -> None:
    desk, kintone, app = opened()
    kintone.add(app, [record("9", "1"), record("9", "2")])
    rows = [record("", "1"), record("1", "1"), record("1", "2"), record("9", "3"), record("2", "5")]

    plan = plan_upsert(kintone, app, "コード", rows)

    assert {"新規": 1, "更新": 0, "変更なし": 0, "衝突": 4, "要確認": 0} == plan.counts()
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


@pytest.mark.parametrize("key", ["1.0", "+1", "1e0", "01", " 1 "])
def test_equal_numbers_are_one_key(key: str) -> None:
    desk = Desk()
    app = desk.app(number("番号"), text("備考"))
    way = in_process(desk.environment)
    kintone = Kintone("http://localhost", user="Administrator", password=FIRST_PASSWORD, transport=way)
    kintone.add(app, [{"番号": {"value": "1"}}, {"番号": {"value": "10"}}])

    plan = plan_upsert(kintone, app, "番号", [{"番号": {"value": key}}, {"番号": {"value": "10.00"}}])
    twice = plan_upsert(kintone, app, "番号", [{"番号": {"value": key}}, {"番号": {"value": "1"}}])

    assert 2 == plan.counts()["変更なし"]
    assert 2 == twice.counts()["衝突"]
    desk.environment.close()


@pytest.mark.parametrize(
    ("key", "said"), [("一", "数値ではありません"), ("1,0", "数値ではありません"), (" ", "キーが空")]
)
def test_a_number_key_that_is_no_number_is_a_conflict(key: str, said: str) -> None:
    desk = Desk()
    app = desk.app(number("番号"))
    way = in_process(desk.environment)
    kintone = Kintone("http://localhost", user="Administrator", password=FIRST_PASSWORD, transport=way)

    plan = plan_upsert(kintone, app, "番号", [{"番号": {"value": key}}])

    assert "衝突" == plan.rows[0].kind
    assert said in plan.rows[0].why_ja
    desk.environment.close()


@pytest.mark.parametrize(
    ("key", "kept"), [("ＡＢ１", "AB1"), ("ab1", "AB1"), ("AB 1", "AB1"), ("1", "01"), ("A-1", "A－1")]
)
def test_a_key_that_only_looks_the_same_is_not_equal_and_waits_for_a_person(key: str, kept: str) -> None:
    desk, kintone, app = opened()
    kintone.add(app, [record(kept, "1")])

    plan = plan_upsert(kintone, app, "コード", [record(key, "2")])

    assert 1 == plan.counts()["要確認"]
    assert f"アプリに、よく似たキー「{kept}」" in plan.rows[0].why_ja
    with pytest.raises(InputError, match="要確認が1件"):
        plan.carry_out(kintone)
    assert 1 == len(kintone.all_records(app))
    assert {"新規": 1, "更新": 0} == plan.carry_out(kintone, checked=True)
    desk.environment.close()


def test_keys_that_look_the_same_within_the_table_wait_too() -> None:
    desk, kintone, app = opened()

    plan = plan_upsert(kintone, app, "コード", [record("A1", "1"), record("Ａ１", "2"), record("B", "3")])

    assert {"新規": 1, "要確認": 2} == {kind: count for kind, count in plan.counts().items() if count}
    desk.environment.close()


@pytest.mark.parametrize("key", ["ない", "備考欄", "レコード番号"])
def test_a_key_that_the_app_cannot_have_is_named(key: str) -> None:
    desk, kintone, app = opened()

    with pytest.raises(InputError, match=f"「{key}」"):
        plan_upsert(kintone, app, key, [record("1", "1")])
    desk.environment.close()


def test_a_bare_value_instead_of_an_item_is_named() -> None:
    desk, kintone, app = opened()
    kintone.add(app, [record("1", "1")])

    with pytest.raises(InputError, match="2件目、「件数」"):
        plan_upsert(kintone, app, "コード", [record("5", "1"), {"コード": {"value": "1"}, "件数": "3"}])
    with pytest.raises(InputError, match="2件目、「コード」"):
        plan_upsert(kintone, app, "コード", [record("5", "1"), {"コード": "1"}])
    desk.environment.close()


def test_rows_of_a_table_are_the_same_only_with_their_ids() -> None:
    desk = Desk()
    app = desk.app(text("コード"), table("明細", text("品名"), number("数")))
    way = in_process(desk.environment)
    kintone = Kintone("http://localhost", user="Administrator", password=FIRST_PASSWORD, transport=way)
    rows = [{"value": {"品名": {"value": "紙"}, "数": {"value": "2"}}}]
    kintone.add(app, [{"コード": {"value": "1"}, "明細": {"value": rows}}])
    there = kintone.all_records(app)[0]["明細"]["value"]

    def kind_of(*sent: Any) -> str:
        return (
            plan_upsert(kintone, app, "コード", [{"コード": {"value": "1"}, "明細": {"value": list(sent)}}])
            .rows[0]
            .kind
        )

    assert "変更なし" == kind_of({"id": there[0]["id"], "value": {"数": {"value": "2.0"}}})
    assert "更新" == kind_of({"id": there[0]["id"], "value": {"数": {"value": "3"}}})
    assert "更新" == kind_of(*rows)
    assert "更新" == kind_of()
    desk.environment.close()


@pytest.mark.parametrize(
    ("kind", "before", "after", "same"),
    [
        ("DATETIME", "2026-04-01T00:30:00Z", "2026-04-01T09:30:45+09:00", True),
        ("DATETIME", "2026-04-01T00:30:00Z", "2026-04-01T00:31:00Z", False),
        ("TIME", "09:30", "9:30", True),
        ("TIME", "09:30", "09:30:15", True),
        ("TIME", "09:30", "09:31", False),
        ("CHECK_BOX", ["甲", "乙"], ["乙", "甲"], True),
        ("USER_SELECT", [{"code": "a", "name": "A"}], [{"code": "a"}], True),
        ("SINGLE_LINE_TEXT", "1", "1.0", False),
        ("DROP_DOWN", None, "", True),
        ("NUMBER", "", "0", False),
    ],
)
def test_what_kintone_would_keep_the_same_is_equal(kind: str, before: Any, after: Any, same: bool) -> None:
    assert same is is_equal(kind, before, after)
