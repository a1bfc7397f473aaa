"""Actions, assignees and comments, through the practice environment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone import Kintone, KintoneError, in_process
from kaizen_helpers.kintone.client.problems import ConflictError
from kaizen_helpers.kintone.sandbox.administration import apply_plan
from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD
from tests.sandbox_any import Desk, text

STATES = {
    "未処理": {"name": "未処理", "index": "0", "assignee": {"type": "ONE", "entities": []}},
    "確認中": {
        "name": "確認中",
        "index": "1",
        "assignee": {"type": "ONE", "entities": [{"entity": {"type": "USER", "code": "suzuki"}}]},
    },
    "済": {"name": "済", "index": "2", "assignee": {"type": "ONE", "entities": []}},
}
ACTIONS = [
    {"name": "回す", "from": "未処理", "to": "確認中"},
    {"name": "終える", "from": "確認中", "to": "済"},
]


class Office:
    """An app with a process, and one record in it."""

    def __init__(self) -> None:
        self.desk = Desk()
        people = [{"code": "suzuki", "password": FIRST_PASSWORD}, {"code": "sato", "password": FIRST_PASSWORD}]
        apply_plan(self.desk.environment, {"users": people})
        self.app = self.desk.app(text("件名"))
        self.desk.ok(
            "PUT", "preview/app/status.json", {"app": self.app, "enable": True, "states": STATES, "actions": ACTIONS}
        )
        self.desk.ok("POST", "preview/app/deploy.json", {"apps": [{"app": self.app}]})
        self.number = self.desk.add(self.app, 件名="照会")
        self.kintone = self.of("Administrator")

    def of(self, user: str, password: str = FIRST_PASSWORD) -> Kintone:
        return Kintone("http://localhost", user=user, password=password, transport=in_process(self.desk.environment))

    def value(self, code: str) -> object:
        return self.kintone.record(self.app, self.number)[code]["value"]


@pytest.fixture
def office() -> Iterator[Office]:
    office = Office()
    yield office
    office.desk.environment.close()


def test_an_action_leads_to_its_state_and_tells_the_new_revision(office: Office) -> None:
    revision = office.kintone.advance(office.app, office.number, "回す", assignee="suzuki", revision=1)

    assert "確認中" == office.value("ステータス")
    assert str(revision) == office.value("$revision")


def test_an_action_that_the_state_does_not_have_is_refused(office: Office) -> None:
    with pytest.raises(KintoneError, match="GAIA_IL03"):
        office.kintone.advance(office.app, office.number, "終える")


def test_an_action_on_an_older_record_is_refused(office: Office) -> None:
    office.kintone.update(office.app, [{"id": office.number, "record": {"件名": {"value": "別"}}}])

    with pytest.raises(ConflictError, match="読み直し"):
        office.kintone.advance(office.app, office.number, "回す", assignee="suzuki", revision=1)


def test_somebody_elses_turn_is_refused_until_it_is_assigned(office: Office) -> None:
    office.kintone.advance(office.app, office.number, "回す", assignee="suzuki")
    sato = office.of("sato")

    with pytest.raises(KintoneError, match="GAIA_NT01"):
        sato.advance(office.app, office.number, "終える")
    office.kintone.assign(office.app, office.number, ["sato"])
    sato.advance(office.app, office.number, "終える")

    assert "済" == office.value("ステータス")


def test_all_comments_come_with_the_oldest_first(office: Office) -> None:
    for place in range(23):
        office.kintone.comment(office.app, office.number, f"{place}番", ["suzuki"] if place == 0 else [])

    found = office.kintone.comments(office.app, office.number)

    assert [str(place) for place in range(1, 24)] == [one["id"] for one in found]
    assert ["suzuki"] == [one["code"] for one in found[0]["mentions"]]
    assert "22番" == found[-1]["text"].strip()


def test_one_login_name_instead_of_a_list_is_told(office: Office) -> None:
    with pytest.raises(InputError, match="リスト"):
        office.kintone.assign(office.app, office.number, "sato")
