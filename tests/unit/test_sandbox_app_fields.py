"""The fields of a form in the sandbox: what they begin with, what is dropped, what is refused (reference §2.2, §5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.sandbox_any import Desk, choice, number, table, text


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.environment.close()


def properties(desk: Desk, *fields: dict[str, Any]) -> dict[str, Any]:
    app = desk.app(*fields)
    found: dict[str, Any] = desk.ok("GET", "app/form/fields.json", app=app)["properties"]
    return found


def test_a_field_begins_with_what_its_type_has(desk: Desk) -> None:
    radio = {"x": {"label": "x", "index": "1"}, "y": {"label": "y", "index": "0"}}
    found = properties(
        desk,
        text("s"),
        number("n"),
        {"type": "FILE", "code": "f"},
        {"type": "RADIO_BUTTON", "code": "r", "options": radio},
    )

    assert {
        name: found["s"][name] for name in ("minLength", "maxLength", "expression", "hideExpression", "unique")
    } == {
        "minLength": "",
        "maxLength": "",
        "expression": "",
        "hideExpression": False,
        "unique": False,
    }
    assert {name: found["n"][name] for name in ("digit", "displayScale", "unit", "unitPosition", "maxValue")} == {
        "digit": False,
        "displayScale": "",
        "unit": "",
        "unitPosition": "BEFORE",
        "maxValue": "",
    }
    assert found["f"]["thumbnailSize"] == "50"
    assert (found["r"]["required"], found["r"]["defaultValue"]) == (True, "y")


def test_unique_is_dropped_where_values_may_always_repeat(desk: Desk) -> None:
    found = properties(
        desk,
        {"type": "MULTI_LINE_TEXT", "code": "m", "unique": True},
        {"type": "TIME", "code": "t", "unique": True},
        choice("d", "a", unique=True),
        text("s", unique=True),
        table("tb", text("i", unique=True)),
    )

    assert [code for code, one in found.items() if one.get("unique")] == ["s"]
    assert found["tb"]["fields"]["i"]["unique"] is False


def test_flags_as_text_and_limits_without_a_value_are_taken_as_dts_gen_sends_them(desk: Desk) -> None:
    found = properties(desk, text("s", required="false", maxLength=None), number("n", digit="true", maxValue=None))

    assert (found["s"]["required"], found["s"]["maxLength"]) == (False, "")
    assert (found["n"]["digit"], found["n"]["maxValue"]) == (True, "")


@pytest.mark.parametrize(
    ("field", "place"),
    [
        (text("x" * 129), f"properties[{'x' * 129}].code"),
        (text("x", label="あ" * 129), "properties[x].label"),
        (choice("x", "あ" * 129), f"properties[x].options[{'あ' * 129}].label"),
        ({"type": "NOPE", "code": "x"}, "properties[x].type"),
        ({"code": "x"}, "properties[x].type"),
        (text("1x"), "properties[1x].code"),
        (text("レコード番号"), "properties[レコード番号].code"),
        (table("x", text("y", label="あ" * 129)), "properties[x].fields[y].label"),
    ],
    ids=["code", "label", "option", "type", "no type", "digit first", "taken", "in a table"],
)
def test_a_field_that_cannot_be_is_named(desk: Desk, field: dict[str, Any], place: str) -> None:
    app = desk.app()
    body = {"app": app, "properties": {field["code"]: {"label": "名", **field}}}

    refused = desk.refused("POST", "preview/app/form/fields.json", body)

    assert (refused["status"], refused["code"], list(refused["errors"])) == (400, "CB_VA01", [place])


def test_an_app_has_at_most_five_hundred_fields(desk: Desk) -> None:
    app = desk.app()
    fields = {f"f{at}": text(f"f{at}", label="x") for at in range(500)}

    desk.ok("POST", "preview/app/form/fields.json", {"app": app, "properties": fields})

    one_more = {"app": app, "properties": {"more": text("more", label="x")}}
    assert list(desk.refused("POST", "preview/app/form/fields.json", one_more)["errors"]) == ["properties"]


def lookup_to(app: int, key: str, *mappings: tuple[str, str]) -> dict[str, Any]:
    copied = [{"field": target, "relatedField": source} for target, source in mappings]
    related = {"app": str(app), "code": ""}
    return text("lk", lookup={"relatedApp": related, "relatedKeyField": key, "fieldMappings": copied})


def test_a_lookup_begins_with_the_newest_record_first_and_has_no_text_settings(desk: Desk) -> None:
    master = desk.app(text("k", unique=True))

    found = properties(desk, lookup_to(master, "k"))["lk"]

    assert found["lookup"]["sort"] == "レコード番号 desc"
    assert "maxLength" not in found


@pytest.mark.parametrize(
    ("key", "mapping", "code"),
    [
        ("nu", ("c", "v"), "GAIA_LO03"),
        ("k", ("c", "none"), "GAIA_FC01"),
        ("k", ("none", "v"), "GAIA_FC01"),
        ("none", ("c", "v"), "GAIA_FC01"),
    ],
    ids=["key that may repeat", "unknown source", "unknown target", "unknown key"],
)
def test_a_lookup_that_cannot_work_stops_the_update_of_the_app(
    desk: Desk, key: str, mapping: tuple[str, str], code: str
) -> None:
    master = desk.app(text("k", unique=True), text("nu"), text("v"))
    app = desk.app(text("c"), lookup_to(master, key, mapping), use=False)

    assert desk.refused("POST", "preview/app/deploy.json", {"apps": [{"app": app}]})["code"] == code


def test_the_key_of_another_apps_lookup_is_not_deleted(desk: Desk) -> None:
    master = desk.app(text("k", unique=True))
    desk.app(lookup_to(master, "k"))

    refused = desk.refused("DELETE", "preview/app/form/fields.json", {"app": master, "fields": ["k"]})

    assert refused["code"] == "GAIA_LO02"


@pytest.mark.parametrize(
    ("codes", "code"), [(["none"], "GAIA_FC01"), (["作成者"], "GAIA_FC01"), (["x"] * 101, "CB_VA01")]
)
def test_only_fields_that_are_there_are_deleted_a_hundred_at_a_time(desk: Desk, codes: list[str], code: str) -> None:
    app = desk.app(text("x"))

    assert desk.refused("DELETE", "preview/app/form/fields.json", {"app": app, "fields": codes})["code"] == code
