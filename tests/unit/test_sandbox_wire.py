"""The sandbox on the wire: parameters, who calls, languages, headers, files; and pages of other sites kept out."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.kintone.sandbox.administration import apply_plan, issue_token
from kaizen_helpers.kintone.sandbox.asgi import Application
from kaizen_helpers.kintone.sandbox.multipart import uploads
from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.server import answer
from kaizen_helpers.kintone.sandbox.wire import Answer, Request
from tests.sandbox_any import Desk, password, text


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.environment.close()


def send(desk: Desk, method: str, path: str, *, query: str = "", body: bytes = b"", **headers: str) -> tuple[int, Any]:
    """A request as it is, with headers whose 「_」 stand for 「-」."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    done = answer(desk.environment, Request(method, f"/k/v1/{path}", query, {**desk.headers, **named}, body))
    return done.status, json.loads(done.body)


def test_get_takes_its_parameters_from_a_json_body_too(desk: Desk) -> None:
    app = desk.app(text("名前"))

    body = json.dumps({"apps": [str(app)]}).encode()

    status, told = send(desk, "GET", "preview/app/deploy.json", body=body, content_type="application/json")

    assert (status, told["apps"][0]["app"]) == (200, str(app))


def test_get_that_promises_json_and_sends_none_is_refused_and_so_is_json_without_its_name(desk: Desk) -> None:
    app = desk.app()

    promised = send(desk, "GET", "records.json", query=f"app={app}", content_type="application/json")
    unnamed = send(desk, "GET", "records.json", body=json.dumps({"app": app}).encode())

    assert [(status, told["code"]) for status, told in (promised, unnamed)] == [(400, "CB_IL02")] * 2


def test_a_long_query_may_come_as_post_that_means_get_and_adds_nothing(desk: Desk) -> None:
    app = desk.app(text("名前"))
    desk.add(app, 名前="佐賀市")
    body = json.dumps({"app": app, "query": '名前 = "佐賀市"', "totalCount": True}).encode()

    status, told = send(
        desk, "POST", "records.json", body=body, content_type="application/json", x_http_method_override="GET"
    )

    assert (status, told["totalCount"], len(told["records"])) == (200, "1", 1)
    assert desk.found(app, "") == [1]


def test_lists_come_in_brackets_also_percent_encoded_and_beyond_the_tenth(desk: Desk) -> None:
    codes = [f"欄{letter}" for letter in "abcdefghijkl"]
    app = desk.app(*(text(code) for code in codes))
    desk.add(app)
    query = f"app={app}&" + "&".join(f"fields%5B{place}%5D={code}" for place, code in enumerate(codes))

    _, told = send(desk, "GET", "records.json", query=query)

    assert list(told["records"][0]) == codes


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "CB_IJ01"),
        (b"[]", "CB_IJ01"),
        (b"\xff\xfe", "CB_IJ01"),
        (b'{"app": NaN}', "CB_IJ01"),
        (b'{"app": "\\ud800"}', "CB_IJ01"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "CB_IJ01"),
        (b'{"app": 1' + b"0" * 5_000 + b"}", "CB_IJ01"),
    ],
    ids=["cut", "list", "no-text", "nan", "half-a-letter", "deep", "endless-number"],
)
def test_what_is_no_json_is_told(desk: Desk, body: bytes, code: str) -> None:
    status, told = send(desk, "POST", "record.json", body=body, content_type="application/json")

    assert (status, told["code"], told["message"]) == (400, code, "不正なJSON文字列です。")


@pytest.mark.parametrize("path", ["nothing.json", "records", "../admin", "guest/1/v1/records.json", "app.json/", ""])
def test_a_path_that_does_not_exist_is_refused_in_the_shape_of_the_api(desk: Desk, path: str) -> None:
    status, told = send(desk, "GET", path)

    assert (status, told["code"]) == (400, "CB_IL02")


# Who calls


def test_a_password_wins_over_a_token(desk: Desk) -> None:
    desk.app()

    status, told = send(desk, "GET", "app.json", query="id=1", x_cybozu_api_token="nonsense")  # noqa: S106

    assert (status, told["appId"]) == (200, "1")


@pytest.mark.parametrize(
    "header",
    ["%%%", base64.b64encode(b"Administrator").decode(), base64.b64encode(b"\xff:\xfe").decode(),
     base64.b64encode(b"Administrator:wrong").decode(), base64.b64encode(b"nobody:practice").decode()],
    ids=["no-base64", "no-colon", "no-text", "wrong-word", "nobody"],
)  # fmt: skip
def test_a_password_header_that_is_wrong_in_any_way_is_told_alike(desk: Desk, header: str) -> None:
    desk.headers = {"x-cybozu-authorization": header}

    assert desk.refused("GET", "app.json", id=1)["code"] == "CB_WA01"


def test_nobody_who_says_who_calls_is_let_in(desk: Desk) -> None:
    desk.headers = {}

    told = desk.refused("GET", "app.json", id=1)

    assert (told["status"], told["code"]) == (401, "CB_AU01")


def test_several_tokens_open_several_apps_and_two_of_one_app_are_refused(desk: Desk) -> None:
    first, second = desk.app(), desk.app()
    tokens = [issue_token(desk.environment, app, ["view"]) for app in (first, second, second)]

    both = Desk(desk.environment, {"x-cybozu-api-token": f"{tokens[0]}, {tokens[1]}"})
    twice = Desk(desk.environment, {"x-cybozu-api-token": f"{tokens[1]},{tokens[2]}"})

    assert [both.call("GET", "records.json", app=app)[0] for app in (first, second)] == [200, 200]
    assert twice.refused("GET", "records.json", app=second)["code"] == "GAIA_DA03"


def test_nine_tokens_are_read_and_a_tenth_is_too_many(desk: Desk) -> None:
    tokens = [issue_token(desk.environment, desk.app()) for _ in range(10)]

    nine = Desk(desk.environment, {"x-cybozu-api-token": ",".join(tokens[:9])})
    ten = Desk(desk.environment, {"x-cybozu-api-token": ",".join(tokens)})

    assert nine.call("GET", "records.json", app=9)[0] == 200
    assert ten.refused("GET", "records.json", app=9)["code"] == "GAIA_IA02"


def test_a_token_made_before_the_app_is_in_use_works_after_it(desk: Desk) -> None:
    app = desk.app(use=False)
    caller = Desk(desk.environment, {"x-cybozu-api-token": issue_token(desk.environment, app)})

    before = caller.refused("GET", "records.json", app=app)["code"]
    desk.ok("POST", "preview/app/deploy.json", {"apps": [{"app": app}]})

    assert before == "GAIA_IA02"
    assert caller.ok("GET", "records.json", app=app)["records"] == []


def test_a_token_does_what_its_rights_say_and_nothing_else(desk: Desk) -> None:
    app = desk.app(text("名前"))
    caller = Desk(desk.environment, {"x-cybozu-api-token": issue_token(desk.environment, app, ["add"])})

    assert caller.add(app, 名前="x") == 1
    assert caller.refused("GET", "records.json", app=app)["code"] == "GAIA_NO01"
    assert caller.refused("POST", "preview/app.json", {"name": "x"})["code"] == "GAIA_NO01"


# Languages


@pytest.mark.parametrize(
    ("accepts", "message"),
    [
        ("", "入力内容が正しくありません。"),
        ("en", "Missing or invalid input."),
        ("fr,en;q=0.5,ja;q=0.4", "Missing or invalid input."),
        ("en;q=0.2, ja;q=0.9", "入力内容が正しくありません。"),
        ("en;q=x", "入力内容が正しくありません。"),
    ],
)
def test_messages_come_in_the_language_that_is_asked_for(desk: Desk, accepts: str, message: str) -> None:
    _, told = send(desk, "GET", "record.json", accept_language=accepts)

    assert told["message"] == message


def test_the_language_of_the_person_wins_over_the_browser(desk: Desk) -> None:
    apply_plan(desk.environment, {"users": [{"code": "lee", "password": "word", "language": "en"}]})
    desk.headers = password("lee", "word")

    _, told = send(desk, "GET", "record.json", accept_language="ja")

    assert told["message"] == "Missing or invalid input."


# HTTP


def over_http(desk: Desk, *, lan: bool = False, body: bytes = b"", chunks: int = 1, **headers: str) -> Answer:
    """One request through the ASGI application, without a port."""
    named = {"host": "localhost:8000", **desk.headers, **{key.replace("_", "-"): one for key, one in headers.items()}}
    scope = {
        "type": "http", "method": "POST" if body else "GET", "path": "/k/v1/app.json", "query_string": b"id=99",
        "headers": [(key.encode(), value.encode()) for key, value in named.items() if value],
    }  # fmt: skip
    sent: list[Any] = []
    left = [{"type": "http.request", "body": body, "more_body": place + 1 < chunks} for place in range(chunks)]

    async def receive() -> Any:
        return left.pop(0)

    async def keep(message: Any) -> None:
        sent.append(message)

    # In a thread of its own: where a test before it opened a browser, this one has a running loop.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(Application(desk.environment, lan=lan)(scope, receive, keep))).result()
    start = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], sent[1]["body"], start["content-type"], start)


def test_an_answer_says_how_many_run_and_an_error_which_it_is(desk: Desk) -> None:
    done = over_http(desk)

    assert (done.status, done.headers["x-cybozu-error"]) == (404, "GAIA_AP01")
    assert (done.headers["x-concurrencylimit-limit"], done.headers["x-concurrencylimit-running"]) == ("100", "1")
    assert done.content_type == "application/json;charset=utf-8"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"host": "evil.example:8000"},
        {"host": "localhost.evil.example"},
        {"host": ""},
    ],
    ids=["other-site", "no-site", "other-port", "rebound-name", "look-alike", "no-host"],
)
def test_a_page_of_another_site_gets_nothing(desk: Desk, headers: dict[str, str]) -> None:
    done = over_http(desk, host=headers.get("host", "localhost:8000"), origin=headers.get("origin", ""))

    assert (done.status, done.headers["x-cybozu-error"]) == (403, "CB_NO02")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:80", "[::1]:8000"])
def test_this_computer_may_be_called_by_each_of_its_names(desk: Desk, host: str) -> None:
    assert over_http(desk, host=host, origin=f"http://{host}").status == 404


def test_in_a_building_addresses_are_taken_and_names_from_outside_are_not(desk: Desk) -> None:
    assert over_http(desk, lan=True, host="192.168.1.5:8000").status == 404
    assert over_http(desk, lan=True, host="teacher-pc.local").status == 404
    assert over_http(desk, lan=True, host="evil.example").status == 403


def test_a_body_without_end_is_refused(desk: Desk) -> None:
    done = over_http(desk, body=b" " * 30_000_000, chunks=4)

    assert (done.status, done.headers["x-cybozu-error"]) == (413, "CB_IL02")


# Files


def multipart(content: bytes, name: str = 'filename="a.bin"', boundary: bytes = b"XyZ") -> bytes:
    head = f'Content-Disposition: form-data; name="file"; {name}\r\nContent-Type: application/x-thing\r\n\r\n'.encode()
    return b"--" + boundary + b"\r\n" + head + content + b"\r\n--" + boundary + b"--\r\n"


KIND = "multipart/form-data; boundary=XyZ"
PIECES = st.sampled_from([b"\r", b"\n", b"\r\n", b"--", b"XyZ", b"\r\n--XyZ2", b"\r\n--Xy", b"--XyZ--", b"\x00", b" "])


@given(st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=12).map(b"".join)))
@settings(max_examples=200, deadline=None)
def test_a_file_comes_in_byte_for_byte(content: bytes) -> None:
    # A line that is the whole boundary ends the part, so no sender may choose one that the file has.
    if b"--XyZ\r" in content or b"--XyZ--" in content or b"--XyZ " in content or content.endswith(b"--XyZ"):
        return

    assert uploads(KIND, multipart(content))["file"].content == content


def test_a_large_file_comes_back_as_it_went_in(desk: Desk) -> None:
    content = bytes(range(256)) * 20_000
    app = desk.app({"type": "FILE", "code": "添付"})

    _, told = send(desk, "POST", "file.json", body=multipart(content), content_type=KIND)
    record = desk.add(app, 添付=[{"fileKey": told["fileKey"]}])
    kept = desk.values(app, record)["添付"][0]
    request = Request("GET", "/k/v1/file.json", f"fileKey={kept['fileKey']}", desk.headers)
    done = answer(desk.environment, request)

    assert kept["fileKey"] != told["fileKey"]
    assert (kept["size"], kept["contentType"]) == ("5120000", "application/x-thing")
    assert done.body == content


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ('filename="会議 の\\"案\\".docx"', '会議 の"案".docx'),
        ('filename="%22a%22.txt"', '"a".txt'),
        ("filename*=UTF-8''%E6%A1%88.txt; filename=\"x.txt\"", "案.txt"),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="C:\\\\temp\\\\a.txt"', "a.txt"),
        ('filename="a\x00b.txt"', "ab.txt"),
        ('filename=""', "file"),
        ("filename=bare.txt", "bare.txt"),
    ],
    ids=["quoted", "percent", "coded", "up", "windows", "nul", "empty", "bare"],
)
def test_of_a_name_stays_what_a_file_may_be_called(given_name: str, kept: str) -> None:
    assert uploads(KIND, multipart(b"x", given_name))["file"].name == kept


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--XyZ--"),
        (KIND, b""),
        (KIND, multipart(b"x")[:-6]),
        (KIND, b"--XyZ\r\nno head\r\n--XyZ--"),
        (KIND, multipart(b"x")[:-4].replace(b"--XyZ\r\n", b"--XyZ\r\n\r\n\r\n\r\n--XyZ\r\n" * 30)),
    ],
    ids=["no-boundary", "nothing", "cut", "no-head", "parts-without-end"],
)
def test_what_is_no_multipart_is_refused(kind: str, body: bytes) -> None:
    with pytest.raises(Problem, match="CB_IL02"):
        uploads(kind, body)
