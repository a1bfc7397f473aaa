"""``kaizen sandbox`` as a person starts it, and the folder that a practice environment begins with."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.kintone import Kintone, export_app, in_process
from kaizen_helpers.kintone.sandbox.environment import Environment
from kaizen_helpers.kintone.sandbox.running import Sandbox, listening
from kaizen_helpers.kintone.sandbox.seeding import seed
from tests.sandbox_any import Desk, choice, number, password, table, text

ROOT = Path(__file__).resolve().parents[2]


def definition(name: str, *fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "settings": {"name": name},
        "fields": {"properties": {one["code"]: {"label": one["code"], **one} for one in fields}},
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two apps: one with a CSV, one with records that have tables."""
    place = tmp_path / "始めるデータ"
    place.mkdir()
    towns = definition(
        "市町", text("団体名", unique=True), number("人口"), choice("種類", "市", "町", kind="CHECK_BOX")
    )
    asked = definition("照会", text("名前"), table("督促", text("方法")))
    (place / "1_市町.json").write_text(json.dumps(towns, ensure_ascii=False), encoding="utf-8")
    (place / "1_市町.csv").write_text("団体名,人口,種類\r\n唐津市,110000,市\r\n玄海町,,町\r\n", encoding="cp932")
    (place / "2_照会.json").write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
    record = {"名前": "調査", "督促": {"value": [{"value": {"方法": {"value": "電話"}}}]}}
    (place / "2_照会.records.json").write_text(json.dumps([record], ensure_ascii=False), encoding="utf-8")
    (place / "plan.toml").write_text(
        '[[users]]\ncode = "sato"\npassword = "himitsu"\n\n[[tokens]]\napp = 1\ntoken = "abc"\nrights = ["view"]\n',
        encoding="utf-8",
    )
    return place


@pytest.fixture
def environment() -> Iterator[Environment]:
    environment = Environment()
    yield environment
    environment.close()


def test_a_folder_fills_a_fresh_environment_with_apps_records_people_and_tokens(
    environment: Environment, folder: Path
) -> None:
    made = seed(environment, folder)

    assert [one["name"] for one in made["apps"]] == ["市町", "照会"]
    assert made["tokens"] == ["abc"]
    by_token, sato = Desk(environment, {"x-cybozu-api-token": "abc"}), Desk(environment, password("sato", "himitsu"))
    assert by_token.values(1, 1)["種類"] == ["市"]
    assert by_token.values(1, 2)["人口"] == ""
    assert sato.values(2, 1)["督促"][0]["value"]["方法"]["value"] == "電話"


def test_an_app_that_was_exported_can_be_the_beginning_of_another_environment(
    environment: Environment, tmp_path: Path
) -> None:
    desk = Desk()
    app = desk.app(text("団体名", unique=True), choice("状況", "済", "未"), table("明細", number("数")), name="元")
    views = {"未": {"type": "LIST", "name": "未", "index": "0", "filterCond": '状況 in ("未")', "fields": ["団体名"]}}
    desk.ok("PUT", "preview/app/views.json", {"app": app, "views": views})
    desk.ok("POST", "preview/app/deploy.json", {"apps": [{"app": app}]})
    login = {"user": "Administrator", "password": "practice"}
    with Kintone("http://localhost", **login, transport=in_process(desk.environment)) as kintone:  # type: ignore[arg-type]
        exported = export_app(kintone, app)
    (tmp_path / "元.json").write_text(json.dumps(exported, ensure_ascii=False), encoding="utf-8")

    seed(environment, tmp_path)

    copied = Desk(environment)
    for api in ("app/form/fields.json", "app/form/layout.json", "app/views.json"):
        before, after = desk.ok("GET", api, app=app), copied.ok("GET", api, app=1)
        assert {**after, "revision": ""} == {**before, "revision": ""}


def test_a_folder_that_kintone_would_refuse_leaves_nothing_behind(environment: Environment, folder: Path) -> None:
    (folder / "1_市町.csv").write_text("団体名,人口\r\n唐津市,多い\r\n", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        seed(environment, folder)

    assert "数字でなければなりません" in str(caught.value)
    assert "1_市町" in caught.value.where
    assert Desk(environment).ok("GET", "apps.json") == {"apps": []}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("1_市町.json", "{", "JSON として読めません"),
        ("1_市町.json", "[]", "名前と値の組"),
        ("1_市町.json", '{"settings": {"name": "x"}}', "「fields」がありません"),
        ("1_市町.csv", "団体名,担当\r\n唐津市,係\r\n", "「担当」というフィールドは"),
        ("1_市町.csv", "団体名\r\n唐津市,2\r\n", "見出しより多くの値"),
        ("2_照会.records.json", "{}", "レコードの一覧"),
        ("plan.toml", "[[users]\n", "書き方"),
        ("plan.toml", "だれか = 1\n", "日本語の名前は"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_what_to_do(
    environment: Environment, folder: Path, name: str, content: str, said: str
) -> None:
    (folder / name).write_text(content, encoding="utf-8")

    with pytest.raises(InputError) as caught:
        seed(environment, folder)

    assert said in str(caught.value)
    assert name.partition(".")[0] in caught.value.where


def test_an_environment_with_apps_is_not_filled_again(environment: Environment, folder: Path) -> None:
    seed(environment, folder)

    with pytest.raises(InputError, match="もうアプリがあります"):
        seed(environment, folder)


def test_a_folder_that_is_not_there_is_told(environment: Environment, tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        seed(environment, tmp_path / "ない")


def test_answers_go_out_at_once() -> None:
    """asyncio switches the waiting for more (Nagle) off only for sockets that name their protocol."""
    sockets = listening(0)
    try:
        assert {one.proto for one in sockets} == {socket.IPPROTO_TCP}
    finally:
        for one in sockets:
            one.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, *words: str) -> tuple[subprocess.Popen[str], list[str]]:
    """The command in a process of its own, and what it says until it can be used."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kaizen_helpers", "sandbox", *words],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line.rstrip("\n"))
        if "関係がありません" in line:
            break
    return process, said


def asked(port: int, path: str, host: str = "") -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"X-Cybozu-Authorization": password()["x-cybozu-authorization"], **({"Host": host} if host else {})}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    found = answer.status, json.loads(answer.read())
    connection.close()
    return found


def test_the_command_serves_until_it_is_stopped_and_keeps_everything(folder: Path, tmp_path: Path) -> None:
    port = free_port()
    process, said = start(tmp_path, str(folder), "--port", str(port), "--data", "a.sqlite")
    try:
        assert said[0] == f"kintone互換の練習環境を始めました: http://localhost:{port}"
        assert "  アプリ 1: 市町" in said
        assert "  APIトークン: abc" in said
        assert asked(port, "/k/v1/record.json?app=1&id=1")[0] == 200
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=30)[0]
    assert process.returncode == 0
    assert "データは残っています" in rest

    again = Desk(Environment(tmp_path / "a.sqlite"))
    assert again.values(1, 1)["団体名"] == "唐津市"
    again.environment.close()


def test_the_page_in_the_browser_says_what_answers_here_and_whose_it_is_not() -> None:
    with Sandbox() as running:
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
        connection.request("GET", "/")
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()

    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html;charset=utf-8")
    assert "サイボウズ株式会社とは関係がなく" in page
    assert "http://" not in page.replace("/k/v1", "")


def test_a_second_start_with_the_same_port_says_what_to_do(tmp_path: Path) -> None:
    with Sandbox() as running:
        process, said = start(tmp_path, "--port", str(running.port))
        rest = process.communicate(timeout=30)[0]

    assert process.returncode == 1
    assert "--port で別の番号" in "".join([*said, rest])


def test_in_the_building_everybody_may_call_but_not_with_the_password_that_everybody_knows(tmp_path: Path) -> None:
    port = free_port()
    process, said = start(tmp_path, "--lan", "--port", str(port))
    try:
        assert any("注意: 同じネットワークのだれでも" in line for line in said)
        assert not any("パスワード: practice" in line for line in said)
        assert asked(port, "/k/v1/apps.json", host="192.168.0.5:8100")[1]["code"] == "CB_WA01"
        assert asked(port, "/k/v1/apps.json", host="kintone.example.com")[1]["code"] == "CB_NO02"
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
