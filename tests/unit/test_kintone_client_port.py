"""The client over a real connection: trouble on the way, guest spaces, and the environment's address and token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kaizen_helpers.kintone import Kintone, KintoneError
from kaizen_helpers.kintone.client.problems import DeniedError, UnreachableError
from kaizen_helpers.kintone.sandbox.administration import apply_plan
from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD
from kaizen_helpers.kintone.sandbox.running import Sandbox
from tests.sandbox_any import Desk, number, text

RECORDS = [{"コード": {"value": f"{place:03}"}} for place in range(250)]


class Town:
    """A running environment with an app in it, and one in a guest space."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.desk = Desk(sandbox.environment)
        self.app = self.desk.app(text("コード", unique=True), number("人数"))
        self.waited: list[float] = []

    def opened(self, token: str = "", **more: Any) -> Kintone:
        """A client that notes how long it would wait, instead of waiting."""
        who: dict[str, Any] = {"token": token} if token else {"user": "Administrator", "password": FIRST_PASSWORD}
        return Kintone(self.sandbox.url, **who, wait=self.waited.append, **more)

    def trouble(self, kind: str, times: int = 1, **more: Any) -> None:
        apply_plan(self.sandbox.environment, {"trouble": [{"kind": kind, "times": times, **more}]})

    def there(self) -> int:
        return len(self.desk.found(self.app, "limit 500"))


@pytest.fixture
def town() -> Iterator[Town]:
    with Sandbox() as sandbox:
        yield Town(sandbox)


def test_records_go_in_and_come_out_over_a_port(town: Town) -> None:
    with town.opened() as kintone:
        kintone.add(town.app, RECORDS)

        assert [one["コード"] for one in RECORDS] == [
            {"value": one["コード"]["value"]} for one in kintone.all_records(town.app)
        ]


@pytest.mark.parametrize("kind", ["busy", "maintenance", "cut"])
def test_reading_is_tried_again_with_longer_and_longer_waits(town: Town, kind: str) -> None:
    with town.opened() as kintone:
        kintone.add(town.app, RECORDS)
        town.trouble(kind, 3)

        assert 250 == len(kintone.all_records(town.app))

    assert [0.5, 1.0, 2.0] == town.waited


@pytest.mark.parametrize(("kind", "error"), [("busy", KintoneError), ("maintenance", KintoneError)])
def test_reading_gives_up_after_five_tries(town: Town, kind: str, error: type[KintoneError]) -> None:
    town.trouble(kind, 9)
    with town.opened() as kintone, pytest.raises(error, match="しばらく待"):
        kintone.records(town.app)

    assert 4 == len(town.waited)


def test_an_addition_that_was_refused_for_being_busy_is_done_once(town: Town) -> None:
    town.trouble("busy", 2)
    with town.opened() as kintone:
        kintone.add(town.app, RECORDS)

    assert (250, [0.5, 1.0]) == (town.there(), town.waited)


@pytest.mark.parametrize(("kind", "there"), [("cut", 250), ("maintenance", 0)])
def test_an_addition_nobody_knows_about_is_not_repeated_and_says_so(town: Town, kind: str, there: int) -> None:
    town.trouble(kind)
    with town.opened() as kintone, pytest.raises(KintoneError, match="済んだかどうか"):
        kintone.add(town.app, RECORDS)

    assert (there, []) == (town.there(), town.waited)


def test_an_answer_that_takes_too_long_counts_as_cut(town: Town) -> None:
    town.trouble("slow", seconds=1.5)
    with town.opened(timeout=0.3) as kintone:
        assert [] == kintone.records(town.app)

    assert [0.5] == town.waited


def test_a_town_that_is_gone_is_not_reached(town: Town) -> None:
    kintone = town.opened()
    town.sandbox.stop()

    with pytest.raises(UnreachableError, match="つながりません"):
        kintone.records(town.app)

    assert 4 == len(town.waited)


def test_address_and_token_come_from_the_environment(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINTONE_BASE_URL", f"{town.sandbox.url}/")
    monkeypatch.setenv("KINTONE_API_TOKEN", town.sandbox.token(town.app, ["view", "add"]))
    monkeypatch.setenv("KINTONE_USERNAME", "ほかの人")

    with Kintone() as kintone:
        assert [1] == kintone.add(town.app, RECORDS[:1])
        with pytest.raises(DeniedError, match="権限"):
            kintone.delete(town.app, [1])


def test_name_and_password_come_from_the_environment(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINTONE_BASE_URL", town.sandbox.url)
    monkeypatch.delenv("KINTONE_API_TOKEN", raising=False)
    monkeypatch.setenv("KINTONE_USERNAME", "Administrator")
    monkeypatch.setenv("KINTONE_PASSWORD", FIRST_PASSWORD)

    with Kintone() as kintone:
        assert [1] == kintone.add(town.app, RECORDS[:1])


def test_a_file_with_a_japanese_name_goes_over_the_port_and_back(town: Town, tmp_path: Path) -> None:
    app = town.desk.app({"type": "FILE", "code": "添付"})
    content = bytes(range(256)) * 1_000
    (tmp_path / "図面（案）.pdf").write_bytes(content)

    with town.opened() as kintone:
        town.trouble("cut", path="file.json")
        key = kintone.upload(tmp_path / "図面（案）.pdf")
        kintone.add(app, [{"添付": {"value": [{"fileKey": key}]}}])
        (kept,) = kintone.all_records(app)[0]["添付"]["value"]
        town.trouble("cut", path="file.json")

        assert ("図面（案）.pdf", content) == (kept["name"], kintone.download(kept["fileKey"]))


def _read(kintone: Kintone, app: int) -> object:
    return kintone.all_records(app)


def _write(kintone: Kintone, app: int) -> object:
    return kintone.add(app, RECORDS)


@pytest.mark.parametrize("act", [_read, _write], ids=["read", "write"])
def test_an_app_of_a_guest_space_opens_through_its_space_only(
    town: Town, act: Callable[[Kintone, int], object]
) -> None:
    (space,) = apply_plan(town.sandbox.environment, {"spaces": [{"name": "合同", "guest": True}]})["spaces"]
    guest = Desk(town.sandbox.environment, base=f"/k/guest/{space}/v1/")
    made = guest.ok("POST", "preview/app.json", {"name": "合同の表", "space": space, "thread": space})
    app = int(made["app"])
    field = {"コード": text("コード", label="コード")}
    guest.ok("POST", "preview/app/form/fields.json", {"app": app, "properties": field})
    guest.ok("POST", "preview/app/deploy.json", {"apps": [{"app": app}]})

    with town.opened(guest_space=space) as kintone:
        act(kintone, app)
    with town.opened() as kintone, pytest.raises(KintoneError, match="guest_space"):
        act(kintone, app)
