"""``kaizen lab`` as a person meets it: a real server, a real browser, a course of two pages."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import psutil  # type: ignore[import-untyped]
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

pytestmark = pytest.mark.slow
OPENED = re.compile(r"http://127\.0\.0\.1:(\d+)/lab\S*\?token=(\S+)")


def a_notebook(*cells: tuple[str, str]) -> str:
    made = []
    for number, (kind, source) in enumerate(cells):
        cell: dict[str, object] = {"cell_type": kind, "id": f"c{number}", "metadata": {}, "source": source}
        if kind == "code":
            cell.update(outputs=[], execution_count=None)
        made.append(cell)
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps({"cells": made, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5})


def a_course(root: Path) -> Path:
    files = {
        "courses/ようこそ.md": "# このフォルダ\n",
        "courses/01_flow/lecture.ipynb": a_notebook(("markdown", "# 講義")),
        "exercises/01_flow/01_flow.ipynb": a_notebook(
            ("markdown", "# 演習"), ("code", "print('答え', 6 * 7)"), ("code", "みかん")
        ),
        "solutions/01_flow/01_flow.ipynb": a_notebook(("markdown", "# 演習")),
        "README.ja.md": "# 講師の方へ\n",
        "nbgrader_config.py": (Path(__file__).parents[2] / "nbgrader_config.py").read_text(encoding="utf-8"),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@dataclass
class Lab:
    """A running ``kaizen lab``."""

    process: subprocess.Popen[str]
    output: Path
    folder: Path
    url: str = ""
    port: int = 0
    token: str = ""

    @property
    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def wait_until_open(self) -> Lab:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and self.process.poll() is None:
            found = OPENED.search(self.said)
            if found and "Ctrl+C" in self.said:
                self.url, self.port, self.token = found.group(0), int(found.group(1)), found.group(2)
                return self
            time.sleep(0.1)
        raise AssertionError(f"did not open: {self.said}")

    def server(self) -> psutil.Process:
        return psutil.Process(self.process.pid).children()[0]

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


def start_lab(course: Path, folder: Path, *words: str, **variables: str) -> Lab:
    output = folder.parent / f"{folder.name}.out"
    env = {**os.environ, "KAIZEN_COURSE": str(course), "PYTHONUTF8": "1", **variables}
    command = [sys.executable, "-m", "kaizen_helpers", "lab", "--no-browser", "--folder", str(folder), *words]
    with output.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=env, text=True, cwd=course)
    return Lab(process, output, folder)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("試験 の場所")


@pytest.fixture(scope="module")
def course(place: Path) -> Path:
    return a_course(place / "教材 一式")


@pytest.fixture(scope="module")
def lab(course: Path, place: Path) -> Iterator[Lab]:
    """A learner's JupyterLab, on a computer whose owner has settings of their own and a proxy."""
    home = place / "家"
    for name, text in {
        ".jupyter/jupyter_server_config.py": "raise SystemExit('よその設定')",
        ".config/jupyter/jupyter_server_config.py": "raise SystemExit('よその設定')",
        ".ipython/profile_default/startup/own.py": f"open({str(home / '読まれた')!r}, 'w').close()",
    }.items():
        (home / name).parent.mkdir(parents=True)
        (home / name).write_text(text, encoding="utf-8")
    variables = {"HOME": str(home), "USERPROFILE": str(home), "HTTP_PROXY": "http://127.0.0.1:9"}
    running = start_lab(course, place / "受講者 フォルダ", **variables, IPYTHONDIR=str(home / ".ipython"))
    try:
        yield running.wait_until_open()
    finally:
        running.end()


@dataclass
class Visit:
    """A page, with everything it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("pageerror", self._error)

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def _error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def elsewhere(self) -> list[str]:
        ours = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
        return [url for url in self.requests if not url.startswith(ours)]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(60_000)
    yield Visit(page)
    page.close()


def menus(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".lm-MenuBar-item").all_inner_texts()]


@pytest.mark.browser
def test_a_learner_lands_on_the_home_page_in_japanese_and_nothing_leaves_the_computer(
    lab: Lab, visit: Visit, place: Path
) -> None:
    page = visit.page
    page.goto(lab.url)
    page.wait_for_selector(".klab-home h1")

    assert page.locator(".klab-home h1").inner_text() == "業務改善講座"
    assert page.locator(".lm-MenuBar-item:visible").count() == 0

    page.locator("[data-key='01_flow-exercise']").click()
    page.wait_for_selector(".jp-NotebookPanel .jp-CodeCell")
    page.locator(".jp-NotebookPanel .jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector(".jp-OutputArea-output >> text=答え 42")
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector(".jp-OutputArea-output >> text=「みかん」")  # explained instead of a traceback
    assert "Traceback" not in page.locator(".jp-Notebook").inner_text()
    page.wait_for_timeout(3000)  # what asks about news or updates does it a little later

    assert page.locator(".jp-Dialog").count() == 0
    assert page.locator(".Toastify__toast").count() == 0
    assert not (place / "家" / "読まれた").exists()
    assert visit.elsewhere() == []
    assert visit.complaints == []


@pytest.mark.browser
def test_keys_pressed_by_accident_delete_and_insert_no_cell(lab: Lab, visit: Visit) -> None:
    page = visit.page
    page.goto(lab.url)
    page.locator("[data-key='01_flow-exercise']").click()
    cells = page.locator(".jp-NotebookPanel:visible .jp-Notebook .jp-Cell")
    code = page.locator(".jp-NotebookPanel:visible .jp-CodeCell .cm-content").first
    code.click()
    page.keyboard.press("End")
    page.keyboard.press("a")  # the keyboard does reach the notebook
    written = code.inner_text()
    page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    before = cells.count()
    for key in "abddxdd":
        page.keyboard.press(key)
    page.wait_for_timeout(500)

    assert written.endswith("a")
    assert (before, cells.count()) == (3, 3)


@pytest.mark.browser
def test_an_instructor_gets_the_course_and_the_screens_of_nbgrader(course: Path, place: Path, visit: Visit) -> None:
    running = start_lab(course, place / "講師", "--instructor").wait_until_open()
    try:
        page = visit.page
        page.goto(running.url)
        page.wait_for_selector(".jp-DirListing-item >> text=solutions")
        page.wait_for_selector(".jp-MarkdownViewer h1 >> text=講師の方へ")

        assert {"Nbgrader", "ファイル"} <= set(menus(page))
        page.locator(".lm-MenuBar-item", has_text="Nbgrader").click()
        entries = [text.strip() for text in page.locator(".lm-Menu-item:visible").all_inner_texts()]
        assert "Formgrader" in entries
        assert {"Assignment List", "Course List"} & set(entries) == set()
        page.locator(".lm-Menu-item:visible", has_text="Formgrader").first.click()
        page.frame_locator("iframe").get_by_role("link", name="Manage Students").wait_for()
        page.frame_locator("iframe").get_by_role("link", name="Add new assignment").wait_for()
        assert page.frame_locator("iframe").get_by_text("could not be created").count() == 0
        assert page.locator(".jp-Dialog").count() == 0
        assert visit.elsewhere() == []
        assert visit.complaints == []
        assert not (place / "講師").exists()

        # nbgrader's page of one submission names a script of another host: the browser refuses it at once.
        page.goto(f"http://127.0.0.1:{running.port}/formgrader/manage_students?token={running.token}")
        with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
            page.evaluate(
                "document.head.append(Object.assign(document.createElement('script'), {src: 'https://example.com/x.js'}))"
            )
    finally:
        running.end()


def test_the_server_is_for_this_computer_and_for_those_who_have_the_token(lab: Lab) -> None:
    listening = [c.laddr.ip for c in lab.server().net_connections(kind="tcp") if c.status == psutil.CONN_LISTEN]
    opener = build_opener(ProxyHandler({}))

    assert set(listening) == {"127.0.0.1"}
    with pytest.raises(HTTPError) as refused:
        opener.open(f"http://127.0.0.1:{lab.port}/api/contents")
    refused.value.close()
    assert refused.value.code == 403
    with opener.open(f"http://127.0.0.1:{lab.port}/api/contents?token={lab.token}") as answer:
        names = {entry["name"] for entry in json.load(answer)["content"]}
    assert names == {"01_flow", "ようこそ.md"}
    assert lab.token not in " ".join(lab.server().cmdline())


def test_the_console_says_where_it_is_and_how_to_end_and_nothing_in_english(lab: Lab, place: Path) -> None:
    assert lab.said == (
        "JupyterLab を開いています（少しお待ちください）\n"
        "開きました。次のアドレスをブラウザーに貼り付けてください。\n"
        f"  {lab.url}\n"
        f"フォルダ: {place / '受講者 フォルダ'}\n"
        "終わるときは、この画面で Ctrl+C を押してください。\n"
    )


def test_a_taken_port_moves_to_the_next_and_ctrl_c_ends_everything(course: Path, place: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = start_lab(course, place / "次のポート", "--port", str(port)).wait_until_open()
        server = running.server()
        try:
            assert running.port != port
        finally:
            code = running.end()

    assert code == 0
    assert running.said.endswith("\n終わりました。書いた内容は残っています。\n")
    assert "Traceback" not in running.said
    assert not server.is_running()


def test_a_request_to_stop_ends_the_server_too(course: Path, place: Path) -> None:
    running = start_lab(course, place / "終了").wait_until_open()
    server = running.server()
    running.process.terminate()

    assert running.process.wait(60) == 0
    assert not server.is_running()


def test_a_server_does_not_outlive_the_one_who_started_it(course: Path, place: Path) -> None:
    running = start_lab(course, place / "突然の終了").wait_until_open()
    server = running.server()
    running.process.kill()
    running.process.wait(60)

    server.wait(30)  # raises when it is still there
    with socket.socket() as probe, pytest.raises(ConnectionRefusedError):
        probe.connect(("127.0.0.1", running.port))


def test_a_newer_version_of_the_course_is_announced(course: Path, place: Path) -> None:
    folder = place / "新しい版"
    start_lab(course, folder).wait_until_open().end()
    page = folder / "ようこそ.md"
    page.write_text("わたしのメモ", encoding="utf-8")
    release = course / "courses" / "ようこそ.md"
    before = release.read_text(encoding="utf-8")
    release.write_text(before + "\n追加\n", encoding="utf-8")
    try:
        running = start_lab(course, folder).wait_until_open()
        running.end()
    finally:
        release.write_text(before, encoding="utf-8")

    (newer,) = [p.name for p in folder.glob("ようこそ（新しい版 *）.md")]
    announced = f"新しい版の教材が届きました。今までのファイルはそのまま残っています:\n  {newer}\n"
    assert running.said.startswith(announced)
    assert page.read_text(encoding="utf-8") == "わたしのメモ"


@pytest.mark.parametrize("damage", ["file", "settings"])
def test_a_server_that_cannot_start_is_one_japanese_line(course: Path, place: Path, damage: str) -> None:
    folder = place / f"動かない {damage}"
    if damage == "file":
        folder.write_text("フォルダではない", encoding="utf-8")
        line = "書き込めませんでした。--folder で、書き込めるフォルダ（「ドキュメント」の中など）を指定してください。"
    else:
        own = folder / ".kaizen" / "jupyter" / "config"
        own.mkdir(parents=True)
        (own / "jupyter_server_config.py").write_text("raise SystemExit(3)", encoding="utf-8")
        line = "JupyterLab が動きませんでした。もう一度試しても動かないときは、この記録を担当者に渡してください。"
    running = start_lab(course, folder)

    assert running.process.wait(120) == 1
    assert running.said.splitlines()[-1].endswith(line)
    assert "Traceback" not in running.said
