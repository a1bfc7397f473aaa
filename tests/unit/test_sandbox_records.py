"""Records of the sandbox: values checked with kintone's own errors, tables merged by row, everything or nothing."""

from __future__ import annotations

import pytest

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone.sandbox.administration import apply_plan
from tests.sandbox_any import Desk, choice, number, password, table, text


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_record_comes_back_with_every_value_as_a_text_in_its_type(desk: Desk) -> None:
    app = desk.app(text("団体名"), number("人数"))

    record = desk.add(app, 団体名="佐賀市", 人数="1.5e1")

    found = desk.ok("GET", "record.json", app=app, id=record)["record"]
    assert found["人数"] == {"type": "NUMBER", "value": "15"}
    assert found["$id"] == {"type": "__ID__", "value": "1"}
    assert found["$revision"] == {"type": "__REVISION__", "value": "1"}
    assert "ステータス" not in found


def test_what_is_wrong_in_a_record_is_told_by_path_and_in_both_languages(desk: Desk) -> None:
    app = desk.app(text("団体名", required=True), number("人数"), choice("状況", "済", "未"))
    wrong = {"人数": {"value": "abc"}, "状況": {"value": "多分"}}

    told = desk.refused("POST", "record.json", {"app": app, "record": wrong})

    assert (told["status"], told["code"]) == (400, "CB_VA01")
    assert told["errors"] == {
        "record.団体名.value": {"messages": ["必須です。"]},
        "record[人数].value": {"messages": ["数字でなければなりません。"]},
        "record.状況.value": {"messages": ['"多分"は選択肢にありません。']},
    }
    english = Desk(desk.environment, {**desk.headers, "accept-language": "en-US,en;q=0.9"})
    told = english.refused("POST", "record.json", {"app": app, "record": {}})
    assert told["errors"] == {"record.団体名.value": {"messages": ["Required."]}}


def test_defaults_fill_missing_keys_of_a_new_record_and_nothing_else(desk: Desk) -> None:
    app = desk.app(text("区分", defaultValue="一般"))

    filled, blank = desk.add(app), desk.add(app, 区分="")
    desk.ok("PUT", "record.json", {"app": app, "id": blank, "record": {}})

    assert (desk.values(app, filled)["区分"], desk.values(app, blank)["区分"]) == ("一般", "")


def test_rows_of_a_table_are_merged_by_their_numbers(desk: Desk) -> None:
    app = desk.app(table("明細", text("品"), number("数")))
    record = desk.add(
        app, 明細=[{"value": {"品": {"value": "紙"}, "数": {"value": "1"}}}, {"value": {"品": {"value": "筆"}}}]
    )
    first, second = (row["id"] for row in desk.values(app, record)["明細"])

    rows = [{"id": second, "value": {"数": {"value": "9"}}}, {"value": {"品": {"value": "箱"}}}]
    desk.ok("PUT", "record.json", {"app": app, "id": record, "record": {"明細": {"value": rows}}})

    kept = desk.values(app, record)["明細"]
    assert [(row["value"]["品"]["value"], row["value"]["数"]["value"]) for row in kept] == [("筆", "9"), ("箱", "")]
    assert kept[0]["id"] == second
    assert kept[1]["id"] not in (first, second)


def test_of_a_hundred_records_with_one_wrong_none_is_kept(desk: Desk) -> None:
    app = desk.app(text("番号", unique=True))
    records = [{"番号": {"value": str(place)}} for place in range(99)] + [{"番号": {"value": "5"}}]

    told = desk.refused("POST", "records.json", {"app": app, "records": records})

    assert told["errors"] == {"records[99].番号.value": {"messages": ["値がほかのレコードと重複しています。"]}}
    assert desk.found(app, "") == []


def test_an_old_revision_changes_nothing(desk: Desk) -> None:
    app = desk.app(text("団体名"))
    record = desk.add(app, 団体名="佐賀市")
    desk.ok("PUT", "record.json", {"app": app, "id": record, "revision": 1, "record": {"団体名": {"value": "唐津市"}}})

    told = desk.refused("PUT", "record.json", {"app": app, "id": record, "revision": 1, "record": {}})

    assert (told["status"], told["code"]) == (409, "GAIA_CO02")
    assert desk.values(app, record)["団体名"] == "唐津市"


def test_upsert_changes_the_record_of_the_key_or_adds_one(desk: Desk) -> None:
    app = desk.app(text("団体名", unique=True), number("人数"))
    desk.add(app, 団体名="佐賀市", 人数="1")
    items = [
        {"updateKey": {"field": "団体名", "value": name}, "record": {"人数": {"value": "7"}}}
        for name in ("佐賀市", "唐津市")
    ]

    told = desk.ok("PUT", "records.json", {"app": app, "upsert": True, "records": items})

    assert [one["operation"] for one in told["records"]] == ["UPDATE", "INSERT"]
    assert desk.values(app, 2)["団体名"] == "唐津市"
    assert (
        desk.refused(
            "PUT",
            "records.json",
            {"app": app, "records": [{**items[0], "updateKey": {"field": "団体名", "value": "無い"}}]},
        )["code"]
        == "GAIA_RE20"
    )


def test_the_number_of_a_deleted_record_never_comes_back(desk: Desk) -> None:
    app = desk.app(text("団体名"))
    first, second = desk.add(app, 団体名="佐賀市"), desk.add(app, 団体名="唐津市")

    desk.ok("DELETE", "records.json", {"app": app, "ids": [first, second]})

    assert desk.add(app, 団体名="鳥栖市") == second + 1


def test_the_numbers_of_an_app_with_a_code_begin_with_it_and_are_found_by_it() -> None:
    desk = Desk()
    app = desk.app(text("名前"))
    first = desk.add(app, 名前="前から")
    apply_plan(desk.environment, {"apps": [{"app": app, "code": "UKETSUKE"}]})
    second = desk.add(app, 名前="後から")

    assert [desk.values(app, one)["レコード番号"] for one in (first, second)] == ["UKETSUKE-1", "UKETSUKE-2"]
    assert desk.ok("GET", "app.json", id=app)["code"] == "UKETSUKE"
    assert desk.found(app, 'レコード番号 = "UKETSUKE-2"') == [2]
    assert desk.found(app, "レコード番号 in (2)") == [2]
    assert desk.found(app, 'レコード番号 = "OTHER-2"') == []
    key = {"field": "レコード番号", "value": "UKETSUKE-2"}
    desk.ok("PUT", "record.json", {"app": app, "updateKey": key, "record": {"名前": {"value": "変えた"}}})
    assert desk.values(app, second)["名前"] == "変えた"
    desk.environment.close()


@pytest.mark.parametrize("code", ["", "あ", "a-b", "x" * 65])
def test_a_code_that_no_app_can_have_is_refused(code: str) -> None:
    desk = Desk()
    app = desk.app(text("名前"))

    with pytest.raises(InputError):
        apply_plan(desk.environment, {"apps": [{"app": app, "code": code}]})
    desk.environment.close()


def test_a_comment_is_taken_back_by_its_writer_only() -> None:
    desk = Desk()
    app = desk.app(text("名前"))
    number = desk.add(app, 名前="a")
    apply_plan(desk.environment, {"users": [{"code": "sato", "password": "himitsu"}]})
    sato = Desk(desk.environment, password("sato", "himitsu"))
    sato.ok("POST", "record/comment.json", {"app": app, "record": number, "comment": {"text": "見ました"}})

    assert desk.refused("DELETE", "record/comment.json", app=app, record=number, comment=1)["code"] == "CB_NO02"
    assert sato.ok("DELETE", "record/comment.json", app=app, record=number, comment=1) == {}
    desk.environment.close()
