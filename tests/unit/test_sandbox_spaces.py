"""Spaces of the sandbox, and the form as the older API tells it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kaizen_helpers.kintone.sandbox.administration import add_space, apply_plan, issue_token
from tests.sandbox_any import Desk, choice, number, password, table, text


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.environment.close()


def app_in(desk: Desk, space: int) -> int:
    app = int(desk.ok("POST", "preview/app.json", {"name": "照会", "space": space})["app"])
    desk.ok("POST", "preview/app/deploy.json", {"apps": [{"app": app}]})
    return app


def test_a_space_tells_its_name_its_settings_and_the_apps_in_it(desk: Desk) -> None:
    space = add_space(desk.environment, "市町支援課")
    app = app_in(desk, space)

    told = desk.ok("GET", "space.json", id=space)

    assert (told["id"], told["name"], told["isGuest"], told["body"]) == (str(space), "市町支援課", False, None)
    assert [(one["appId"], one["name"], one["threadId"]) for one in told["attachedApps"]] == [
        (str(app), "照会", told["defaultThread"])
    ]
    assert told["permissions"] == {"createApp": "EVERYONE"}


def test_what_is_not_sent_stays_and_several_threads_stay_several(desk: Desk) -> None:
    space = add_space(desk.environment, "課")
    change = {"id": space, "name": "係", "showMemberList": False, "useMultiThread": True}

    assert desk.ok("PUT", "space.json", change) == {}
    desk.ok("PUT", "space.json", {"id": space, "useMultiThread": False, "permissions": {"createApp": "ADMIN"}})

    told = desk.ok("GET", "space.json", id=space)
    assert (told["name"], told["showMemberList"], told["showAppList"], told["useMultiThread"]) == (
        "係",
        False,
        True,
        True,
    )
    assert told["permissions"] == {"createApp": "ADMIN"}


def test_a_deleted_space_takes_its_apps_with_it_and_no_others(desk: Desk) -> None:
    space = add_space(desk.environment, "終わる課")
    inside, outside = app_in(desk, space), desk.app(text("名前"), name="残る")

    assert desk.ok("DELETE", "space.json", {"id": space}) == {}

    assert desk.refused("GET", "app.json", id=inside)["code"] == "GAIA_AP01"
    assert [one["appId"] for one in desk.ok("GET", "apps.json")["apps"]] == [str(outside)]
    assert desk.refused("GET", "space.json", id=space)["code"] == "CB_NO02"


def test_a_guest_space_is_reached_by_its_own_path_only(desk: Desk) -> None:
    space = add_space(desk.environment, "外の人と", guest=True)
    guest = Desk(desk.environment, desk.headers, f"/k/guest/{space}/v1/")

    assert desk.refused("GET", "space.json", id=space)["code"] == "GAIA_IL23"
    assert guest.ok("GET", "space.json", id=space)["isGuest"] is True


def test_tokens_know_no_spaces_and_only_administrators_change_them(desk: Desk) -> None:
    space = add_space(desk.environment, "課")
    app = desk.app(text("名前"))
    apply_plan(desk.environment, {"users": [{"code": "sato", "password": "himitsu"}]})
    token = Desk(desk.environment, {"x-cybozu-api-token": issue_token(desk.environment, app, ["view"])})
    sato = Desk(desk.environment, password("sato", "himitsu"))

    assert token.refused("GET", "space.json", id=space)["code"] == "GAIA_NO01"
    assert sato.ok("GET", "space.json", id=space)["name"] == "課"
    assert sato.refused("PUT", "space.json", {"id": space, "name": "x"})["code"] == "CB_NO02"
    assert sato.refused("DELETE", "space.json", {"id": space})["code"] == "CB_NO02"


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"name": "あ" * 129}, "name"),
        ({"name": ""}, "name"),
        ({"permissions": {"createApp": "X"}}, "permissions.createApp"),
    ],
)
def test_a_setting_that_no_space_can_have_is_named(desk: Desk, change: dict[str, object], wrong: str) -> None:
    space = add_space(desk.environment, "課")

    assert list(desk.refused("PUT", "space.json", {"id": space, **change})["errors"]) == [wrong]


def test_the_older_api_tells_the_form_as_one_list_in_the_order_of_the_layout(desk: Desk) -> None:
    app = desk.app(
        text("名前", unique=True, maxLength="9"),
        choice("状況", "済", "未"),
        {"type": "DATE", "code": "日", "defaultNowValue": True},
        table("明細", number("数", unit="件")),
    )
    layout = [
        {"type": "SUBTABLE", "code": "明細", "fields": [{"type": "NUMBER", "code": "数"}]},
        {"type": "ROW", "fields": [{"type": "DATE", "code": "日"}, {"type": "DROP_DOWN", "code": "状況"}]},
        {"type": "ROW", "fields": [{"type": "SINGLE_LINE_TEXT", "code": "名前"}]},
    ]
    desk.ok("PUT", "preview/app/form/layout.json", {"app": app, "layout": layout})

    told = desk.ok("GET", "preview/form.json", app=app)["properties"]

    assert [one["code"] for one in told][:4] == ["明細", "日", "状況", "名前"]
    assert [one["code"] for one in told[0]["fields"]] == ["数"]
    assert (told[1]["defaultExpression"], told[2]["options"]) == ("NOW", ["済", "未"])
    assert (told[3]["unique"], told[3]["maxLength"]) == (True, "9")
    assert {one["code"] for one in desk.ok("GET", "form.json", app=app)["properties"]} == {one["code"] for one in told}


def test_the_older_api_names_the_app_of_a_lookup(desk: Desk) -> None:
    master = desk.app(text("コード", unique=True))
    lookup = {
        "type": "SINGLE_LINE_TEXT",
        "code": "参照",
        "lookup": {"relatedApp": {"app": str(master), "code": ""}, "relatedKeyField": "コード", "fieldMappings": []},
    }
    app = desk.app(lookup)

    told = {one["code"]: one for one in desk.ok("GET", "form.json", app=app)["properties"]}

    assert told["参照"]["relatedApp"] == str(master)
