"""The process of an app in the sandbox: who has to be named, who may act, what each action does (reference §7.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kaizen_helpers.kintone.sandbox.administration import apply_plan, issue_token
from tests.sandbox_any import Desk, number, password, text

PEOPLE = ("sato", "suzuki")


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    apply_plan(
        desk.environment,
        {
            "users": [{"code": code, "name": code, "password": "himitsu"} for code in PEOPLE],
            "groups": [{"code": "kakari", "members": list(PEOPLE)}],
        },
    )
    yield desk
    desk.environment.close()


def at(desk: Desk, code: str) -> Desk:
    return Desk(desk.environment, password(code, "himitsu"))


def entities(*pairs: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"entity": {"type": kind, "code": code}} for kind, code in pairs]


def app_with(desk: Desk, assignee: dict[str, Any], condition: str = "") -> int:
    """未処理 → 確認（with this assignee） → 完了."""
    app = desk.app(text("名前"), number("人数"), {"type": "USER_SELECT", "code": "係"})
    nobody = {"type": "ONE", "entities": []}
    states = {
        "未処理": {"name": "未処理", "index": 0, "assignee": nobody},
        "確認": {"name": "確認", "index": 1, "assignee": assignee},
        "完了": {"name": "完了", "index": 2, "assignee": nobody},
    }
    actions = [
        {"name": "出す", "from": "未処理", "to": "確認"},
        {"name": "終える", "from": "確認", "to": "完了", "filterCond": condition},
    ]
    desk.ok("PUT", "preview/app/status.json", {"app": app, "enable": True, "states": states, "actions": actions})
    desk.ok("POST", "preview/app/deploy.json", {"apps": [{"app": app}]})
    return app


def act(desk: Desk, app: int, action: str, **more: Any) -> tuple[int, Any]:
    return desk.call("PUT", "record/status.json", {"app": app, "id": 1, "action": action, **more})


def where(desk: Desk, app: int) -> tuple[str, list[str]]:
    values = desk.values(app, 1)
    return values["ステータス"], [one["code"] for one in values["作業者"]]


def test_one_of_several_people_has_to_be_named(desk: Desk) -> None:
    app = app_with(desk, {"type": "ONE", "entities": entities(("USER", "sato"), ("USER", "suzuki"))})
    desk.add(app, 名前="a")

    status, refused = act(desk, app, "出す")
    assert (status, refused["code"], list(refused["errors"])) == (400, "CB_VA01", ["assignee"])
    assert act(desk, app, "出す", assignee="nobody")[1]["code"] == "GAIA_IL26"

    assert act(desk, app, "出す", assignee="sato") == (200, {"revision": "3"})
    assert where(desk, app) == ("確認", ["sato"])


def test_only_who_is_at_work_acts_and_a_token_may(desk: Desk) -> None:
    app = app_with(desk, {"type": "ONE", "entities": entities(("USER", "sato"))})
    desk.add(app, 名前="a")
    act(desk, app, "出す", assignee="sato")

    assert act(at(desk, "suzuki"), app, "終える")[1]["code"] == "GAIA_NT01"

    token = Desk(desk.environment, {"x-cybozu-api-token": issue_token(desk.environment, app, ["edit"])})
    assert act(token, app, "終える")[0] == 200
    assert where(desk, app) == ("完了", [])


def test_any_of_several_people_is_enough(desk: Desk) -> None:
    app = app_with(desk, {"type": "ANY", "entities": entities(("GROUP", "kakari"))})
    desk.add(app, 名前="a")

    act(desk, app, "出す")
    assert where(desk, app) == ("確認", ["sato", "suzuki"])

    assert act(at(desk, "suzuki"), app, "終える") == (200, {"revision": "5"})
    assert where(desk, app) == ("完了", [])


def test_where_all_must_act_the_record_moves_on_with_the_last_one(desk: Desk) -> None:
    app = app_with(desk, {"type": "ALL", "entities": entities(("USER", "sato"), ("USER", "suzuki"))})
    desk.add(app, 名前="a")
    act(desk, app, "出す")

    assert act(at(desk, "suzuki"), app, "終える")[0] == 200
    assert where(desk, app) == ("確認", ["sato"])
    assert act(at(desk, "suzuki"), app, "終える")[1]["code"] == "GAIA_NT01"
    assert act(at(desk, "sato"), app, "終える")[0] == 200
    assert where(desk, app) == ("完了", [])


def test_people_come_from_a_field_of_the_record(desk: Desk) -> None:
    app = app_with(desk, {"type": "ANY", "entities": entities(("FIELD_ENTITY", "係"))})
    desk.add(app, 名前="a", 係=[{"code": "suzuki"}])

    act(desk, app, "出す")

    assert where(desk, app) == ("確認", ["suzuki"])


def test_an_action_whose_condition_is_not_met_or_that_starts_elsewhere_is_refused(desk: Desk) -> None:
    app = app_with(desk, {"type": "ONE", "entities": []}, condition="人数 > 3")
    desk.add(app, 名前="a", 人数="1")

    assert act(desk, app, "終える")[1]["code"] == "GAIA_IL03"
    act(desk, app, "出す")
    assert act(desk, app, "終える")[1]["code"] == "GAIA_IL03"
    desk.ok("PUT", "record.json", {"app": app, "id": 1, "record": {"人数": {"value": "4"}}})
    assert act(desk, app, "終える")[0] == 200


def test_a_stale_revision_and_an_action_nobody_knows_change_nothing(desk: Desk) -> None:
    app = app_with(desk, {"type": "ONE", "entities": []})
    desk.add(app, 名前="a")

    assert act(desk, app, "出す", revision=9)[1]["code"] == "GAIA_CO02"
    status, refused = act(desk, app, "ない")
    assert (status, refused["code"]) == (400, "GAIA_IL03")
    assert refused["message"].startswith("ステータスの変更に失敗しました。")
    assert where(desk, app)[0] == "未処理"


def test_several_records_move_together_or_not_at_all(desk: Desk) -> None:
    app = app_with(desk, {"type": "ONE", "entities": []})
    desk.add(app, 名前="a")
    desk.add(app, 名前="b")
    moves = [{"id": 1, "action": "出す"}, {"id": 2, "action": "終える"}]

    assert desk.refused("PUT", "records/status.json", {"app": app, "records": moves})["code"] == "GAIA_IL03"
    assert where(desk, app)[0] == "未処理"

    moves[1]["action"] = "出す"
    told = desk.ok("PUT", "records/status.json", {"app": app, "records": moves})
    assert told == {"records": [{"id": "1", "revision": "3"}, {"id": "2", "revision": "3"}]}


def test_states_without_an_assignee_belong_to_whoever_made_the_record(desk: Desk) -> None:
    app = desk.app(text("名前"))
    states = {"未": {"name": "未", "index": 0}, "済": {"name": "済", "index": 1}}
    body = {"app": app, "enable": True, "states": states, "actions": [{"name": "終", "from": "未", "to": "済"}]}
    desk.ok("PUT", "preview/app/status.json", body)
    desk.ok("POST", "preview/app/deploy.json", {"apps": [{"app": app}]})

    told = desk.ok("GET", "app/status.json", app=app)

    creator = {"entity": {"type": "FIELD_ENTITY", "code": "作成者"}, "includeSubs": False}
    assert told["states"]["済"]["assignee"] == {"type": "ONE", "entities": [creator]}
    assert told["actions"][0]["type"] == "PRIMARY"


@pytest.mark.parametrize(
    "assignee",
    [
        {"type": "ANY", "entities": []},
        {"type": "ALL", "entities": []},
        {"type": "ONE", "entities": entities(("USER", "sato"))},
    ],
    ids=["any", "all", "somebody"],
)
def test_the_first_state_belongs_to_the_creator_or_nobody(desk: Desk, assignee: dict[str, Any]) -> None:
    app = desk.app(text("名前"))
    states = {"未": {"name": "未", "index": 0, "assignee": assignee}}

    refused = desk.refused("PUT", "preview/app/status.json", {"app": app, "enable": True, "states": states})

    assert (refused["code"], list(refused["errors"])) == ("CB_VA01", ["states[未].assignee"])
