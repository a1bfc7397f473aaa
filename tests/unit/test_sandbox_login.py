"""Who calls the sandbox and from where: passwords, tokens, lists of rights, guest spaces (reference/kintone.md §3).

Headers that open nothing, and the rights of tokens, are in ``test_sandbox_wire``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kaizen_helpers.kintone.sandbox.administration import add_space, apply_plan, issue_token
from tests.sandbox_any import Desk, password, text


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    people = [
        {"code": "sato", "name": "佐藤", "password": "ひみつ", "language": "en"},
        {"code": "kuro", "password": "a:b"},
    ]
    apply_plan(desk.environment, {"users": people, "groups": [{"code": "kakari", "members": ["sato"]}]})
    yield desk
    desk.environment.close()


@pytest.fixture
def app(desk: Desk) -> int:
    app = desk.app(text("名前"))
    desk.add(app, 名前="佐賀市")
    return app


def at(desk: Desk, headers: dict[str, str], base: str = "/k/v1/") -> Desk:
    return Desk(desk.environment, headers, base)


def by_token(desk: Desk, *tokens: str) -> Desk:
    return at(desk, {"x-cybozu-api-token": ",".join(tokens)})


def told(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], answer[1].get("code", "")


# ---- passwords


@pytest.mark.parametrize(("code", "word"), [("sato", "ひみつ"), ("kuro", "a:b")])
def test_passwords_may_be_japanese_and_may_hold_a_colon(desk: Desk, app: int, code: str, word: str) -> None:
    assert at(desk, password(code, word)).call("GET", "record.json", app=app, id=1)[0] == 200


def test_basic_authentication_in_front_changes_nothing(desk: Desk, app: int) -> None:
    caller = at(desk, {**password(), "authorization": "Basic eDp5"})

    assert caller.call("GET", "record.json", app=app, id=1)[0] == 200


# ---- tokens


def test_a_token_makes_no_apps_and_writes_as_the_administrator(desk: Desk, app: int) -> None:
    caller = by_token(desk, issue_token(desk.environment, app, ["add"]))

    assert told(caller.call("POST", "preview/app.json", {"name": "x"})) == (403, "GAIA_NO01")
    number = int(caller.ok("POST", "record.json", {"app": app, "record": {}})["id"])
    assert desk.values(app, number)["作成者"]["code"] == "Administrator"


def test_only_who_manages_the_app_says_who_made_a_record_and_when(desk: Desk, app: int) -> None:
    record = {"作成者": {"value": {"code": "sato"}}, "作成日時": {"value": "2020-01-01T00:00:00Z"}}
    manager = by_token(desk, issue_token(desk.environment, app, ["add", "admin"]))
    writer = by_token(desk, issue_token(desk.environment, app, ["add"]))

    number = int(manager.ok("POST", "record.json", {"app": app, "record": record})["id"])

    assert desk.values(app, number)["作成者"] == {"code": "sato", "name": "佐藤"}
    assert desk.values(app, number)["作成日時"] == "2020-01-01T00:00:00Z"
    assert told(writer.call("POST", "record.json", {"app": app, "record": record})) == (403, "GAIA_NO01")


# ---- people and their rights


def test_the_list_of_rights_says_who_sees_and_adds(desk: Desk, app: int) -> None:
    rights = [{"entity": {"type": "GROUP", "code": "kakari"}, "recordViewable": True}]
    desk.ok("PUT", "preview/app/acl.json", {"app": app, "rights": rights})
    desk.ok("POST", "preview/app/deploy.json", {"apps": [{"app": app}]})
    sato, kuro = at(desk, password("sato", "ひみつ")), at(desk, password("kuro", "a:b"))

    assert sato.call("GET", "record.json", app=app, id=1)[0] == 200
    assert told(sato.call("POST", "record.json", {"app": app, "record": {}})) == (403, "CB_NO02")
    assert told(kuro.call("GET", "record.json", app=app, id=1)) == (403, "CB_NO02")
    assert kuro.ok("GET", "apps.json") == {"apps": []}


# ---- guest spaces


def test_an_app_of_a_guest_space_is_reached_by_the_path_of_its_space_only(desk: Desk, app: int) -> None:
    space = add_space(desk.environment, "外の人と", guest=True)
    guest = at(desk, password(), f"/k/guest/{space}/v1/")
    inside = int(guest.ok("POST", "preview/app.json", {"name": "g", "space": space})["app"])
    guest.ok("POST", "preview/app/deploy.json", {"apps": [{"app": inside}]})

    assert guest.call("POST", "record.json", {"app": inside, "record": {}})[0] == 200
    refused = desk.refused("GET", "records.json", app=inside)
    assert (refused["status"], refused["code"]) == (400, "GAIA_IL23")
    assert refused["message"].endswith("「/k/guest/（ゲストスペースのID）/v1/...」にします。")
    for number in (space + 1, 9999999999999999999):
        other = at(desk, password(), f"/k/guest/{number}/v1/")
        assert told(other.call("GET", "records.json", app=inside)) == (403, "CB_NO02")
    assert told(guest.call("GET", "records.json", app=app)) == (403, "CB_NO02")


def test_a_bulk_request_keeps_to_the_paths_of_its_calls(desk: Desk) -> None:
    space = add_space(desk.environment, "外の人と", guest=True)
    guest = at(desk, password(), f"/k/guest/{space}/v1/")
    inside = int(guest.ok("POST", "preview/app.json", {"name": "g", "space": space})["app"])
    guest.ok("POST", "preview/app/deploy.json", {"apps": [{"app": inside}]})

    def bulk(api: str) -> tuple[int, Any]:
        request = {"method": "POST", "api": api, "payload": {"app": inside, "record": {}}}
        return guest.call("POST", "bulkRequest.json", {"requests": [request]})

    assert bulk(f"/k/guest/{space}/v1/record.json")[0] == 200
    assert bulk("/k/v1/record.json")[1]["results"][0]["code"] == "GAIA_IL23"


@pytest.mark.parametrize("value", [0, False, "", {}, [1], [{"type": "NOPE"}]])
def test_scripts_that_are_no_list_of_scripts_are_named(desk: Desk, app: int, value: object) -> None:
    body = {"app": app, "desktop": {"js": value}}

    assert told(desk.call("PUT", "preview/app/customize.json", body)) == (400, "CB_VA01")


# ---- what kintone has screens for only


def plan(desk: Desk, headers: dict[str, str], body: dict[str, Any]) -> tuple[int, Any]:
    return Desk(desk.environment, headers, "/admin/").call("POST", "plan.json", body)


def test_an_administrator_makes_people_and_tokens_over_http(desk: Desk, app: int) -> None:
    wanted = {"users": [{"code": "ito", "password": "himitsu"}], "tokens": [{"app": app, "rights": ["view"]}]}

    status, made = plan(desk, password(), wanted)

    assert status == 200
    assert by_token(desk, *made["tokens"]).call("GET", "record.json", app=app, id=1)[0] == 200
    assert at(desk, password("ito", "himitsu")).call("GET", "record.json", app=app, id=1)[0] == 200


def test_nobody_else_makes_anything_there(desk: Desk, app: int) -> None:
    token = {"x-cybozu-api-token": issue_token(desk.environment, app, ["admin"])}
    body = {"users": [{"code": "ito", "password": "himitsu"}]}

    assert told(plan(desk, {}, body)) == (401, "CB_AU01")
    assert told(plan(desk, password("sato", "ひみつ"), body)) == (403, "CB_NO02")
    assert told(plan(desk, token, body)) == (403, "CB_NO02")
    assert told(at(desk, password("ito", "himitsu")).call("GET", "apps.json")) == (401, "CB_WA01")


@pytest.mark.parametrize(
    "body",
    [{"people": []}, {"users": {}}, {"users": [{"code": "x"}]}, {"tokens": [{"app": "x"}]}, {"today": "明日"}],
    ids=["unknown part", "no list", "no password", "no number", "no day"],
)
def test_a_plan_that_cannot_be_carried_out_says_why(desk: Desk, body: dict[str, Any]) -> None:
    status, refused = plan(desk, password(), body)

    assert (status, refused["code"]) == (400, "CB_VA01")
    assert "「" in refused["errors"]["plan"]["messages"][0] or "番目" in refused["errors"]["plan"]["messages"][0]
