"""The README's first command in a fresh copy of the course, under a name with Japanese letters and blanks."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]
ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".grading", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info", ".ipynb_checkpoints", "build"
)
# The network is there, but nobody answers.
NO_NETWORK = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"}


def offline() -> dict[str, str]:
    """The variables of a computer without a network and without packages that pip kept."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return {**kept, **NO_NETWORK, "PIP_NO_CACHE_DIR": "1", "PYTHONUTF8": "1"}


@pytest.fixture(scope="module")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything the course needs, collected as ``start.py wheelhouse`` does; the one use of the network."""
    folder = tmp_path_factory.mktemp("部品")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = ["-c", str(ROOT / "constraints.txt"), "setuptools", *project["dependencies"]]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "-d", str(folder), *wanted], check=True, timeout=1400
    )
    return folder


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("新しい PC") / "業務改善 教材一式"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    return folder


def start(folder: Path, *words: str, timeout: float = 900) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "start.py"), *words]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=offline(), cwd=folder.parent, timeout=timeout, check=False
    )


def test_without_a_network_there_is_one_sentence_that_says_what_to_do(tmp_path: Path, copy: Path) -> None:
    folder = tmp_path / "網の 外"
    folder.mkdir()
    for name in ("start.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(copy / name, folder)

    done = start(folder)

    log = folder / ".venv" / "install.log"
    assert done.returncode == 1
    assert done.stderr == (
        "部品を受け取るネットワークにつながらないので、接続（庁内ではプロキシの設定）を確かめるか、担当者が集めた"
        f"部品のフォルダで python3 start.py --wheelhouse フォルダ と打ってください。（詳しい記録: {log}）\n"
    )
    assert log.stat().st_size > 0


def test_an_empty_wheelhouse_is_one_sentence_that_says_what_to_do(tmp_path: Path, copy: Path) -> None:
    folder = tmp_path / "部品 なし"
    (folder / "部品").mkdir(parents=True)
    for name in ("start.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(copy / name, folder)

    done = start(folder, "--wheelhouse", str(folder / "部品"))

    assert done.returncode == 1
    assert done.stderr == (
        "--wheelhouse のフォルダに足りない部品があるので、"
        "この PC と同じ OS・同じ Python で集め直したフォルダを使ってください。"
        f"（詳しい記録: {folder / '.venv' / 'install.log'}）\n"
    )


def test_a_start_that_was_interrupted_is_repaired_and_the_next_is_immediate(copy: Path, wheelhouse: Path) -> None:
    """Ctrl-C in the middle, the whole installation without a network, then starts that install nothing."""
    command = [sys.executable, str(copy / "start.py"), "--wheelhouse", str(wheelhouse), "help"]
    first = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=offline(), start_new_session=True
    )
    deadline = time.monotonic() + 120
    while not (copy / ".venv" / "pyvenv.cfg").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    first.send_signal(signal.SIGINT)
    out, err = first.communicate(timeout=60)
    assert first.returncode == 130
    assert out.startswith("準備しています（初回だけ数分かかります）\n")
    assert err.strip() == "中止しましたので、続けるときはもう一度 start.py を動かしてください。"
    assert not (copy / ".venv" / "kaizen-stamp.json").exists()

    done = start(copy, "--wheelhouse", str(wheelhouse), "help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("準備しています（初回だけ数分かかります）\n")
    assert "準備ができました。\n使い方: kaizen " in done.stdout

    begin = time.monotonic()
    again = start(copy, "--help-is-not-a-verb")
    took = time.monotonic() - begin
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.startswith("知らない指定があります: --help-is-not-a-verb\n")
    assert took < 15  # an installation takes a minute

    doctor = start(copy, "doctor", "--folder", str(copy.parent / "受講者"))
    assert "○ 問題なし  部品: " in doctor.stdout
    assert str(copy / ".venv") in doctor.stdout

    _the_course_opens(copy)


def _the_course_opens(copy: Path) -> None:
    """``start.py`` alone opens JupyterLab on the welcome page, and Ctrl-C ends it."""
    folder = copy.parent / "受講者 のフォルダ"
    output = copy.parent / "画面.txt"
    with output.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, str(copy / "start.py"), "--no-browser", "--folder", str(folder)],
            stdout=out,
            stderr=out,
            env=offline(),
            cwd=copy.parent,
        )
    try:
        deadline = time.monotonic() + 120
        while "Ctrl+C" not in output.read_text(encoding="utf-8") and time.monotonic() < deadline:
            time.sleep(0.2)
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(60)
    said = output.read_text(encoding="utf-8")

    assert code == 0
    assert re.search(r"http://127\.0\.0\.1:\d+/lab\?token=", said)
    assert said.endswith("終わりました。書いた内容は残っています。\n")
    assert (folder / "ようこそ.md").read_bytes() == (copy / "courses" / "ようこそ.md").read_bytes()
    assert json.loads((folder / ".kaizen" / "released.json").read_text(encoding="utf-8"))["format"] == (
        "kaizen-released/1"
    )
