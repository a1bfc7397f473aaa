"""The launcher without installing anything: what it asks for, what it says, when it leaves things alone."""

from __future__ import annotations

import ast
import errno
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = Path(__file__).parents[2] / "start.py"
AGAIN = "もう一度 start.py を動かしてください。"
DISK = f"ディスクの空きが足りないので、2 GB ほど空けてから、{AGAIN}"
RIGHTS = (
    "このフォルダには書き込めないので、教材のフォルダをまるごと「ドキュメント」など書き込める場所にコピーして、"
    "そこで start.py を動かしてください。"
)
NETWORK = (
    "部品を受け取るネットワークにつながらないので、接続（庁内ではプロキシの設定）を確かめるか、担当者が集めた部品のフォルダで"
    " python3 start.py --wheelhouse フォルダ と打ってください。"
)
NO_VENV = (
    "この Python には環境を作る部品（venv）がないので、管理者に頼むなどして python3-venv を入れてから"
    f"（例: sudo apt install python3-venv）、{AGAIN}"
)
NO_PACKAGE = (
    "--wheelhouse のフォルダに足りない部品があるので、"
    "この PC と同じ OS・同じ Python で集め直したフォルダを使ってください。"
)
IN_USE = (
    "教材のフォルダのファイルを書き換えられないので、開いている JupyterLab を終わらせるか、"
    f"教材のフォルダを書き込める場所にまるごとコピーして、{AGAIN}"
)
OTHERWISE = "準備が途中で止まったので、もう一度 start.py を動かし、それでも止まるときは記録を担当者に渡してください。"


@pytest.fixture
def start(tmp_path: Path) -> ModuleType:
    """The launcher, in a course folder of its own."""
    root = tmp_path / "教材 フォルダ"
    root.mkdir()
    shutil.copy(SOURCE, root)
    (root / "pyproject.toml").write_text('[project]\ndependencies = ["pandas"]\n', encoding="utf-8")
    (root / "constraints.txt").write_text("pandas==3.1.1\nnumpy==2.4.6 ; python_version < '4'\n", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("start_under_test", root / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Steps:
    """Stands for the programs that would install; makes the files that they would."""

    def __init__(self, start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[str] = []
        self.start = start
        monkeypatch.setattr(start, "run_logged", self.run)

    def run(self, command: list[str], _describe: object) -> None:
        if "venv" in command:
            self.done.append("venv")
            self.start.PYTHON.parent.mkdir(parents=True)
            self.start.PYTHON.write_text("", encoding="utf-8")
            home = Path(sys.executable).parent
            (self.start.VENV / "pyvenv.cfg").write_text(f"home = {home}\nversion = 3\n", encoding="utf-8")
        else:
            self.done.append(" ".join(command[command.index("constraints.txt") + 1 :]))


@pytest.fixture
def steps(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Steps:
    return Steps(start, monkeypatch)


FROM_NOTHING = ["venv", "setuptools", "--no-build-isolation -e ."]


def test_the_first_start_makes_the_environment_and_the_second_does_nothing(start: ModuleType, steps: Steps) -> None:
    start.prepare(None)
    assert steps.done == FROM_NOTHING

    start.prepare(None)
    assert steps.done == FROM_NOTHING


def test_the_tests_add_their_tools_and_a_learners_start_keeps_them(start: ModuleType, steps: Steps) -> None:
    start.prepare(None)
    steps.done.clear()

    start.prepare(None, "test")
    assert steps.done == ["setuptools", "--no-build-isolation -e .[test]"]

    start.prepare(None)
    start.prepare(None, "test")
    assert len(steps.done) == 2


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_new_pins_are_installed_into_the_environment_that_is_there(start: ModuleType, steps: Steps, name: str) -> None:
    start.prepare(None, "test")
    steps.done.clear()
    with (start.ROOT / name).open("a", encoding="utf-8") as file:
        file.write("# 新しい\n")

    start.prepare(None)

    assert steps.done == ["setuptools", "--no-build-isolation -e .[test]"]


def test_line_ends_of_a_windows_checkout_are_not_new_pins(start: ModuleType, steps: Steps) -> None:
    start.prepare(None)
    pins = start.ROOT / "constraints.txt"
    pins.write_bytes(pins.read_bytes().replace(b"\n", b"\r\n"))
    steps.done.clear()

    start.prepare(None)

    assert steps.done == []


def test_an_interrupted_environment_is_made_afresh(
    start: ModuleType, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.prepare(None)
    (start.VENV / "half").write_text("", encoding="utf-8")
    start.STAMP.unlink()
    steps.done.clear()

    start.prepare(None)

    assert steps.done == FROM_NOTHING
    assert not (start.VENV / "half").exists()


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"home": 3}', '{"home": null, "pins": "", "extras": []}'])
def test_a_damaged_stamp_counts_as_none(start: ModuleType, steps: Steps, stamp: str) -> None:
    start.prepare(None)
    start.STAMP.write_text(stamp, encoding="utf-8")
    steps.done.clear()

    start.prepare(None)

    assert steps.done == FROM_NOTHING


def test_a_folder_that_was_moved_gets_a_fresh_environment(start: ModuleType, steps: Steps) -> None:
    start.prepare(None)
    stamp = json.loads(start.STAMP.read_text(encoding="utf-8"))
    stamp["home"][0] = "/前の場所"
    start.STAMP.write_text(json.dumps(stamp), encoding="utf-8")
    steps.done.clear()

    start.prepare(None)

    assert steps.done == FROM_NOTHING


def test_an_environment_never_deletes_the_python_that_runs_it(
    start: ModuleType, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.VENV.mkdir()
    (start.VENV / "pyvenv.cfg").write_text("half made", encoding="utf-8")
    monkeypatch.setattr(sys, "prefix", str(start.VENV))

    with pytest.raises(start.StartError, match="新しい画面を開いて"):
        start.prepare(None)

    assert (start.VENV / "pyvenv.cfg").is_file()


def test_an_environment_whose_python_was_removed_is_made_afresh(start: ModuleType, steps: Steps) -> None:
    start.prepare(None)
    (start.VENV / "pyvenv.cfg").write_text("home = /なくなった/bin\n", encoding="utf-8")
    steps.done.clear()

    start.prepare(None)

    assert steps.done == FROM_NOTHING


def test_a_wheelhouse_is_the_only_source(start: ModuleType, steps: Steps, tmp_path: Path) -> None:
    start.prepare(tmp_path)

    offline = f"--no-index --find-links {tmp_path}"
    assert steps.done == ["venv", f"{offline} setuptools", f"{offline} --no-build-isolation -e ."]


def test_a_step_that_fails_leaves_no_stamp(start: ModuleType, steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    start.prepare(None)

    def broken(command: list[str], _describe: object) -> None:
        raise start.StartError("止まりました。")

    monkeypatch.setattr(start, "run_logged", broken)
    with pytest.raises(start.StartError):
        start.prepare(None, "test")

    assert not start.STAMP.exists()


@pytest.mark.parametrize(
    ("words", "handed_over"),
    [
        ([], ["lab"]),
        (["--port", "9000"], ["lab", "--port", "9000"]),
        (["--instructor", "--wheelhouse", "."], ["lab", "--instructor"]),
        (["--wheelhouse=.", "doctor"], ["doctor"]),
        (["grade", "01_flow", "--help"], ["grade", "01_flow", "--help"]),
        (["help"], ["--help"]),
    ],
)
def test_words_are_handed_over_to_kaizen(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, words: list[str], handed_over: list[str]
) -> None:
    seen: list[list[str]] = []

    def run_kaizen(args: list[str]) -> int:
        seen.append(args)
        return 7

    monkeypatch.setattr(start, "prepare", lambda _wheelhouse: None)
    monkeypatch.setattr(start, "run_kaizen", run_kaizen)

    assert start.main(words) == 7
    assert seen == [handed_over]


def test_the_test_command_stops_at_the_first_failure(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    codes = {"ruff check": 0, "ruff format": 0, "mypy --": 4}

    def call(command: list[str], cwd: str) -> int:
        ran.append(" ".join([*command[2:4], "--"][:2]))
        return codes[ran[-1]]

    monkeypatch.setattr(start, "prepare", lambda _wheelhouse, _extra: None)
    monkeypatch.setattr(start, "call", call)

    assert start.main(["test"]) == 4
    assert ran == ["ruff check", "ruff format", "mypy --"]


def test_help_needs_no_environment(start: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main(["--help"]) == 0
    assert capsys.readouterr().out.startswith("使い方:\n  python3 start.py ")
    assert not start.VENV.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", DISK),
        ("OSError: [WinError 112] There is not enough space on the disk", DISK),
        ("The virtual environment was not created successfully because ensurepip is not\navailable.", NO_VENV),
        ("/usr/bin/python3: No module named venv", NO_VENV),
        ("ERROR: [Errno 13] Permission denied: '/opt/x'", RIGHTS),
        ("OSError: [Errno 30] Read-only file system", RIGHTS),
        ("PermissionError: [WinError 5] アクセスが拒否されました。", IN_USE),
        ("[WinError 32] The process cannot access the file because it is being used by another process", IN_USE),
        ("WARNING: Retrying ... NewConnectionError('...: Failed to establish a new connection: [Errno 111]')", NETWORK),
        ("NameResolutionError: [Errno 11001] getaddrinfo failed", NETWORK),
        ("ProxyError('Cannot connect to proxy.')", NETWORK),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))", NETWORK),
        ("ERROR: ResolutionImpossible", OTHERWISE),
        ("", OTHERWISE),
    ],
)
def test_what_went_wrong_is_one_sentence_with_what_to_do(start: ModuleType, said: str, sentence: str) -> None:
    assert start.diagnose(said) == sentence
    assert sentence.count("。") == 1


def test_windows_says_the_same_whether_a_file_is_open_or_protected(start: ModuleType) -> None:
    assert start.diagnose("[WinError 5] アクセスが拒否されました。: 'python.exe'", errno.EACCES) == IN_USE


def test_a_missing_package_is_the_wheelhouses_fault_only_when_there_is_one(start: ModuleType) -> None:
    for said in ("ERROR: No matching distribution found for pandas", "ERROR: ResolutionImpossible: for help visit"):
        assert start.diagnose(said, offline=True) == NO_PACKAGE
        assert start.diagnose(said) == OTHERWISE


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, DISK), (errno.EROFS, RIGHTS), (errno.EACCES, RIGHTS), (errno.EIO, OTHERWISE)],
)
def test_an_error_of_the_system_is_one_sentence_and_its_details_are_kept(
    start: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    number: int,
    sentence: str,
) -> None:
    def mkdir(path: Path, *args: object, **options: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "mkdir", mkdir)

    assert start.main([]) == 1

    said = capsys.readouterr().err
    assert said.startswith(f"{sentence}（詳しい記録: ")
    assert said.count("\n") == 1
    log = Path(said.strip().removeprefix(f"{sentence}（詳しい記録: ").removesuffix("）"))
    kept = log.read_text(encoding="utf-8")
    log.unlink()
    assert kept.startswith("Traceback")


def test_a_program_that_fails_is_one_sentence_that_names_the_log(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start.VENV.mkdir()
    with pytest.raises(start.StartError) as caught:
        start.run_logged([sys.executable, "-c", "print('[Errno 28]'); raise SystemExit(1)"], lambda _text: "試験")

    assert str(caught.value) == f"{DISK}（詳しい記録: {start.LOG}）"
    assert start.LOG.read_text(encoding="utf-8").strip() == "[Errno 28]"


def test_an_earlier_failure_in_the_log_is_not_taken_for_the_present_one(start: ModuleType) -> None:
    start.VENV.mkdir()
    start.LOG.write_text("[Errno 28] No space left on device\n", encoding="utf-8")
    with pytest.raises(start.StartError) as caught:
        start.run_logged([sys.executable, "-c", "raise SystemExit(1)"], lambda _text: "試験")

    assert str(caught.value) == f"{OTHERWISE}（詳しい記録: {start.LOG}）"


def test_ctrl_c_is_one_line_and_130(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_wheelhouse: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "prepare", stopped)

    assert start.main([]) == 130
    assert capsys.readouterr().err.strip() == "中止しましたので、続けるときはもう一度 start.py を動かしてください。"


def test_an_error_nobody_foresaw_shows_no_traceback(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_wheelhouse: object) -> None:
        raise ZeroDivisionError

    start.VENV.mkdir()
    monkeypatch.setattr(start, "prepare", broken)

    assert start.main([]) == 1
    assert capsys.readouterr().err == f"{OTHERWISE}（詳しい記録: {start.LOG}）\n"
    assert "ZeroDivisionError" in start.LOG.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["--wheelhouse"],
            "--wheelhouse のあとのフォルダ「」が見つからないので、集めたフォルダの場所を確かめてください。",
        ),
        (
            ["--wheelhouse", "ない"],
            "--wheelhouse のあとのフォルダ「ない」が見つからないので、集めたフォルダの場所を確かめてください。",
        ),
    ],
)
def test_a_wheelhouse_that_is_not_there_is_said_before_anything_is_made(
    start: ModuleType, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert start.main(words) == 1
    assert capsys.readouterr().err == f"{sentence}\n"
    assert not start.VENV.exists()


def test_a_course_folder_copied_in_part_is_said(start: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    (start.ROOT / "constraints.txt").unlink()

    assert start.main([]) == 1
    assert capsys.readouterr().err == (
        "start.py の隣にあるはずの constraints.txt が読めないので、教材のフォルダをまるごとコピーし直してください。\n"
    )


def test_the_programs_see_the_environment_first_and_nobody_elses_packages(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/よそ")
    monkeypatch.setenv("PYTHONHOME", "/よそ")
    env = start.environment()

    assert env["PATH"].split(os.pathsep)[0] == str(start.PYTHON.parent)
    assert (env["PYTHONUTF8"], env["PYTHONNOUSERSITE"]) == ("1", "1")
    assert {"PYTHONPATH", "PYTHONHOME"} & set(env) == set()


def test_progress_counts_what_pip_has_said(start: ModuleType) -> None:
    collecting = "Collecting a\n  Downloading a\nCollecting b\n"
    assert start.pip_progress("", "部品", 9) == "部品を集めています 0 / 約9"
    assert start.pip_progress(collecting, "部品", 9) == "部品を集めています 2 / 約9"
    assert (
        start.pip_progress("Collecting a\nWARNING: Retrying (Retry(total=4", "部品", 9)
        == "ネットワークの応答を待っています"
    )
    assert (
        start.pip_progress(collecting + "Installing collected packages: a, b\n", "部品", 9)
        == "部品を入れています 0 / 2"
    )


def test_a_python_that_is_too_old_can_still_read_the_file() -> None:
    """The version is checked before anything that an old Python lacks is defined; its syntax is that of 3.6."""
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 6))
    kinds = [type(node).__name__ for node in tree.body]

    check = kinds.index("If")
    assert set(kinds[1:check]) == {"Import", "ImportFrom"}
    assert not any(isinstance(n, ast.ImportFrom) and n.module == "__future__" for n in tree.body)


def test_a_wrong_python_gets_one_sentence(start: ModuleType) -> None:
    """The installed Python is made to call itself another version, so that this holds on every machine."""
    for version, text in (((3, 10, 1), "3.10"), ((3, 14, 0), "3.14"), ((4, 0, 0), "4.0")):
        code = (
            f"import sys, runpy; sys.version_info = {version!r}; runpy.run_path({str(SOURCE)!r}, run_name='__main__')"
        )
        done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, check=False)

        assert done.returncode == 1
        assert done.stdout == b""
        assert done.stderr.decode("utf-8").rstrip("\r\n") == (
            f"Python {text} では動かないので、Python 3.11、3.12、3.13 のどれかを入れてから、{AGAIN}"
        )


def test_a_console_without_japanese_does_not_break_the_start(start: ModuleType) -> None:
    done = subprocess.run(
        [sys.executable, str(start.ROOT / "start.py"), "--help"],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PATH": os.environ["PATH"]},
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"python3 start.py test" in done.stdout
