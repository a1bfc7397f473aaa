"""The client against the practice environment, without a port."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from kaizen_helpers.errors import InputError, SetupError
from kaizen_helpers.kintone.client.problems import (
    ConflictError,
    DeniedError,
    KintoneError,
    NotFoundError,
    UnreachableError,
)
from kaizen_helpers.kintone.client.query import any_of, compare
from kaizen_helpers.kintone.client.service import Kintone, in_process
from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD
from tests.sandbox_any import Desk, number, text


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.environment.close()


@pytest.fixture
def kintone(desk: Desk) -> Iterator[Kintone]:
    way = in_process(desk.environment)
    with Kintone("http://localhost", user="Administrator", password=FIRST_PASSWORD, transport=way) as one:
        yield one


def rows(count: int) -> list[dict[str, dict[str, str]]]:
    return [{"コード": {"value": f"{place:05}"}, "人数": {"value": str(place)}} for place in range(count)]


def test_more_than_a_page_comes_in_and_out(desk: Desk, kintone: Kintone) -> None:
    app = desk.app(text("コード", unique=True), number("人数"))
    told: list[tuple[int, int]] = []

    numbers = kintone.add(app, rows(2_150), progress=lambda done, all_: told.append((done, all_)))
    found = kintone.all_records(app)

    assert [(2_000, 2_150), (2_150, 2_150)] == told
    assert numbers == [int(one["$id"]["value"]) for one in found]
    assert [f"{place:05}" for place in range(2_150)] == [one["コード"]["value"] for one in found]


def test_a_cursor_keeps_the_order_and_is_given_up_when_left_early(desk: Desk, kintone: Kintone) -> None:
    app = desk.app(text("コード"), number("人数"))
    kintone.add(app, rows(600))

    ordered = [one["人数"]["value"] for one in kintone.ordered_records(app, "order by 人数 desc")]
    for _ in range(12):  # an eleventh that stays open would be refused
        walk = kintone.ordered_records(app, "order by 人数 desc")
        next(walk)
        walk.close()  # type: ignore[attr-defined]

    assert [str(place) for place in reversed(range(600))] == ordered


def test_upsert_changes_by_key_and_adds_the_others(desk: Desk, kintone: Kintone) -> None:
    app = desk.app(text("コード", unique=True), number("人数"))
    kintone.add(app, rows(3))

    assert {"INSERT": 2, "UPDATE": 3} == kintone.upsert(app, "コード", rows(5))


def test_records_are_deleted_by_their_numbers(desk: Desk, kintone: Kintone) -> None:
    app = desk.app(text("コード"), number("人数"))
    numbers = kintone.add(app, rows(150))

    assert 149 == kintone.delete(app, numbers[1:])
    assert numbers[:1] == [int(one["$id"]["value"]) for one in kintone.all_records(app)]


@pytest.mark.parametrize("keys", [["1", ""], ["1", "1"]], ids=["empty", "twice"])
def test_upsert_stops_before_a_key_that_is_not_one(desk: Desk, kintone: Kintone, keys: list[str]) -> None:
    app = desk.app(text("コード", unique=True))

    with pytest.raises(InputError, match="キー"):
        kintone.upsert(app, "コード", [{"コード": {"value": key}} for key in keys])

    assert [] == kintone.all_records(app)


def test_a_refused_row_is_named_and_nothing_is_added(desk: Desk, kintone: Kintone) -> None:
    app = desk.app(text("コード"), number("人数"))
    records = rows(150)
    records[120]["人数"]["value"] = "十"

    with pytest.raises(KintoneError) as caught:
        kintone.add(app, records)

    assert ("CB_VA01", 121, "人数") == (caught.value.code, caught.value.row, caught.value.field)
    assert [] == kintone.all_records(app)


def test_what_was_done_before_a_refused_part_is_told(desk: Desk, kintone: Kintone) -> None:
    app = desk.app(text("コード"), number("人数"))
    records = rows(2_100)
    records[2_050]["人数"]["value"] = "十"

    with pytest.raises(KintoneError, match=r"2,000件は済んでいます。2,001件目から") as caught:
        kintone.add(app, records)
    with pytest.raises(KintoneError, match="4,000件は済んでいます。もう一度、比べるところから"):
        kintone.change(app, [*rows(4_000), records[2_050]], [])

    assert 2_051 == caught.value.row
    assert 6_000 == len(kintone.all_records(app))


def test_errors_have_kinds(desk: Desk, kintone: Kintone) -> None:
    app = desk.app(text("コード"))
    (made,) = kintone.add(app, [{"コード": {"value": "1"}}])

    with pytest.raises(NotFoundError, match="GAIA_RE01"):
        kintone.record(app, 999)
    with pytest.raises(ConflictError, match="読み直し"):
        kintone.update(app, [{"id": made, "revision": 9, "record": {}}])


def test_a_wrong_token_says_what_is_often_forgotten_and_is_not_shown(desk: Desk) -> None:
    app = desk.app(text("コード"))
    with Kintone("http://localhost", "secretsecret", transport=in_process(desk.environment)) as kintone:
        with pytest.raises(DeniedError, match="アプリを更新") as caught:
            kintone.records(app)

        assert "secretsecret" not in repr(kintone) + repr(caught.value) + str(vars(caught.value))


def test_values_cannot_change_a_query(desk: Desk, kintone: Kintone) -> None:
    app = desk.app(text("コード"))
    hostile = '" or コード != "x\\'
    kintone.add(app, [{"コード": {"value": hostile}}, {"コード": {"value": "別"}}])

    assert 1 == len(kintone.all_records(app, compare("コード", "=", hostile)))
    assert 2 == len(kintone.all_records(app, any_of("コード", hostile, "別")))
    with pytest.raises(InputError, match="フィールドコード"):
        compare("コード or 1", "=", "1")


def answering(*answers: int | Exception) -> tuple[Kintone, list[str]]:
    """A client that gets these answers in turn, and the methods that it sent."""
    sent: list[str] = []
    left = iter(answers)

    def handle(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers.get("X-HTTP-Method-Override", request.method))
        now = next(left)
        if isinstance(now, Exception):
            raise now
        return httpx.Response(now, json={"records": [], "results": [{"ids": ["1"]}]})

    return Kintone("http://localhost", "t", transport=httpx.MockTransport(handle), wait=lambda _: None), sent


def _read(kintone: Kintone) -> object:
    return kintone.records(1)


def _add(kintone: Kintone) -> object:
    return kintone.add(1, [{}])


@pytest.mark.parametrize(
    ("act", "trouble", "sent"),
    [
        (_read, 429, 2),
        (_read, 503, 2),
        (_read, httpx.ReadError("cut"), 2),
        (_add, 429, 2),
        (_add, httpx.ConnectError("closed"), 2),
        (_add, 503, 1),
        (_add, httpx.ReadError("cut"), 1),
    ],
    ids=["read-429", "read-503", "read-cut", "add-429", "add-unconnected", "add-503", "add-cut"],
)
def test_only_what_surely_does_no_harm_is_repeated(
    act: Callable[[Kintone], object], trouble: int | Exception, sent: int
) -> None:
    kintone, methods = answering(trouble, 200)

    if sent == 1:
        with pytest.raises(KintoneError):
            act(kintone)
    else:
        act(kintone)

    assert sent == len(methods)


def test_a_cut_change_says_that_nobody_knows() -> None:
    kintone, _ = answering(httpx.ReadError("cut"))

    with pytest.raises(UnreachableError, match="分かりません"):
        kintone.add(1, [{}])


@pytest.mark.parametrize("url", ["", "http://example.cybozu.com", "ftp://localhost", "https://u:p@example.cybozu.com"])
def test_an_address_that_would_show_secrets_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KINTONE_BASE_URL", raising=False)

    with pytest.raises(SetupError, match="URL"):
        Kintone(url, "t")
