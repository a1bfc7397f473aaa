"""Rights of an app that are set in the app in use: in force at once, and kept by the next update of the app."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kaizen_helpers.kintone.sandbox.administration import apply_plan
from tests.sandbox_any import Desk, number, password, text

EVERYONE = {"type": "GROUP", "code": "everyone"}


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    apply_plan(desk.environment, {"users": [{"code": "sato", "password": "himitsu"}]})
    yield desk
    desk.environment.close()


def rights(**granted: bool) -> list[dict[str, Any]]:
    return [{"entity": EVERYONE, **granted}]


def test_rights_of_the_app_are_in_force_at_once_and_stay(desk: Desk) -> None:
    app = desk.app(text("名前"))
    desk.add(app, 名前="a")
    sato = Desk(desk.environment, password("sato", "himitsu"))
    assert sato.call("DELETE", "records.json", {"app": app, "ids": [99]})[1]["code"] == "GAIA_RE01"

    told = desk.ok("PUT", "app/acl.json", {"app": app, "rights": rights(recordViewable=True)})

    assert sato.call("DELETE", "records.json", {"app": app, "ids": [1]})[1]["code"] == "CB_NO02"
    live, preview = (desk.ok("GET", path, app=app) for path in ("app/acl.json", "preview/app/acl.json"))
    assert live == preview
    assert live["revision"] == told["revision"]
    desk.ok("PUT", "preview/app/settings.json", {"app": app, "description": "x"})
    desk.ok("POST", "preview/app/deploy.json", {"apps": [{"app": app}]})
    assert desk.ok("GET", "app/acl.json", app=app)["rights"] == live["rights"]


def test_rights_of_records_and_fields_too(desk: Desk) -> None:
    app = desk.app(text("名前"), number("人数"))
    desk.add(app, 名前="a", 人数="200")
    sato = Desk(desk.environment, password("sato", "himitsu"))
    entry = {"entity": EVERYONE, "viewable": True, "editable": False, "deletable": False}
    lines = [{"filterCond": "人数 > 100", "entities": [entry]}]

    desk.ok("PUT", "record/acl.json", {"app": app, "rights": lines})
    change = {"app": app, "id": 1, "record": {"名前": {"value": "b"}}}
    assert sato.refused("PUT", "record.json", change)["code"] == "CB_NO02"

    desk.ok("PUT", "record/acl.json", {"app": app, "rights": []})
    hidden = [{"code": "人数", "entities": [{"entity": EVERYONE, "accessibility": "NONE"}]}]
    desk.ok("PUT", "field/acl.json", {"id": app, "rights": hidden})
    assert "人数" not in sato.values(app, 1)


def test_what_is_edited_meanwhile_is_not_put_into_use_by_it(desk: Desk) -> None:
    app = desk.app(text("名前"))
    desk.ok("PUT", "preview/app/settings.json", {"app": app, "description": "まだ"})

    desk.ok("PUT", "app/acl.json", {"app": app, "rights": rights(recordViewable=True)})

    assert desk.ok("GET", "app/settings.json", app=app)["description"] == ""
    assert desk.ok("GET", "preview/app/settings.json", app=app)["description"] == "まだ"


def test_an_app_that_was_never_in_use_has_none_to_change(desk: Desk) -> None:
    app = desk.app(text("名前"), use=False)

    refused = desk.refused("PUT", "app/acl.json", {"app": app, "rights": rights(recordViewable=True)})

    assert refused["code"] == "GAIA_AP01"


def test_a_list_of_apps_is_a_hundred_long_at_most(desk: Desk) -> None:
    assert list(desk.refused("GET", "apps.json", limit=101)["errors"]) == ["limit"]
    assert desk.ok("GET", "apps.json", limit=100) == {"apps": []}


def test_an_update_that_is_thrown_away_leaves_what_is_in_use(desk: Desk) -> None:
    app = desk.app(text("名前"))
    desk.ok("PUT", "preview/app/settings.json", {"app": app, "description": "やめる"})
    body = {"app": app, "properties": {"別": {"type": "NUMBER", "code": "別", "label": "別"}}}
    desk.ok("POST", "preview/app/form/fields.json", body)

    desk.ok("POST", "preview/app/deploy.json", {"apps": [{"app": app}], "revert": True})

    assert desk.ok("GET", "preview/app/settings.json", app=app)["description"] == ""
    assert "別" not in desk.ok("GET", "preview/app/form/fields.json", app=app)["properties"]
