#!/usr/bin/env python3
"""The one launcher of the course; nothing but the standard library.

``python3 start.py``            makes ``.venv`` beside this file on the first start, then opens the course.
``python3 start.py test``       the same environment with the test tools, then lint, types and the whole test suite.
``python3 start.py VERB …``     the same as ``kaizen VERB …``.

The syntax of this file is old on purpose: a Python that is too old must still be able to read it and say so.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    _SORRY = (
        f"Python {sys.version_info[0]}.{sys.version_info[1]} では動かないので、"
        "Python 3.11、3.12、3.13 のどれかを入れてから、もう一度 start.py を動かしてください。\n"
    )
    if os.name == "posix":  # an old Python takes a plain console for ASCII
        sys.stderr.buffer.write(_SORRY.encode("utf-8"))
    else:
        sys.stderr.write(_SORRY)
    sys.exit(1)

ROOT = Path(__file__).absolute().parent
VENV = ROOT / ".venv"
STAMP = VENV / "kaizen-stamp.json"
LOG = VENV / "install.log"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LIBRARY = VENV / ("Lib" if os.name == "nt" else f"lib/python{sys.version_info[0]}.{sys.version_info[1]}")

HELP = """使い方:
  python3 start.py                     教材を開きます（初回だけ準備に数分かかります）
  python3 start.py test                テストをすべて行います
  python3 start.py 命令 …              kaizen の命令を行います（一覧: python3 start.py help）
  python3 start.py wheelhouse フォルダ インターネットのない PC のために部品をフォルダに集めます

オプション:
  --wheelhouse フォルダ   集めておいた部品から準備します（インターネットを使いません）
  --help                  この説明を出します

Windows では python3 のかわりに py と打ってください。"""


class StartError(Exception):
    """The start cannot go on; the message is one Japanese sentence that says what to do."""


# ---------------------------------------------------------------- what the caller wants


def main(argv: list[str]) -> int:
    """Do what the command line asks; every failure is one Japanese line and an exit code other than 0."""
    ready_console()
    try:
        wheelhouse, args = take_wheelhouse(argv)
        verb = args[0] if args and not args[0].startswith("-") else "lab"
        if args and args[0] in ("-h", "--help"):
            print(HELP)
            return 0
        if verb == "test":
            prepare(wheelhouse, "test")
            return run_tests(args[1:])
        prepare(wheelhouse)
        if verb == "wheelhouse":
            return fill_wheelhouse(args[1:])
        if verb == "help":
            args = ["--help"]
        elif not args or args[0].startswith("-"):
            args = ["lab", *args]
        return run_kaizen(args)
    except StartError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n中止しましたので、続けるときはもう一度 start.py を動かしてください。", file=sys.stderr)
        return 130
    except Exception as error:  # noqa: BLE001 - the last line of defence: a learner never meets a traceback
        print(unexpected(error), file=sys.stderr)
        return 1


def ready_console() -> None:
    """Let a console that lacks a character (CP932, ASCII) show a substitute instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def take_wheelhouse(argv: list[str]) -> tuple[Path | None, list[str]]:
    """Take ``--wheelhouse DIR`` out of the command line."""
    rest: list[str] = []
    found = None
    words = iter(argv)
    for word in words:
        if word == "--wheelhouse":
            found = next(words, "")
        elif word.startswith("--wheelhouse="):
            found = word.split("=", 1)[1]
        else:
            rest.append(word)
    if found is None:
        return None, rest
    folder = Path(found).absolute()
    if not found or not folder.is_dir():
        raise StartError(
            f"--wheelhouse のあとのフォルダ「{found}」が見つからないので、集めたフォルダの場所を確かめてください。"
        )
    return folder, rest


# ---------------------------------------------------------------- the environment


def prepare(wheelhouse: Path | None, *extras: str) -> None:
    """Make ``.venv`` hold exactly what ``constraints.txt`` pins; do nothing when the stamp says it does.

    Only a finished environment carries a stamp. One without (interrupted), or one whose folder was moved or whose
    Python changed, is made afresh; one whose pins changed is brought up to date.
    """
    have = read_stamp()
    usable = have["home"] == home() and python_works()
    kept = have["extras"] if usable else []
    wanted = {"home": home(), "pins": pins(), "extras": sorted({*extras, *kept})}
    if have == wanted and usable:
        return
    print("準備しています（初回だけ数分かかります）", flush=True)
    try:
        if not usable:
            make_venv()
        STAMP.unlink(missing_ok=True)
        source = ["--no-index", "--find-links", str(wheelhouse)] if wheelhouse else []
        # setuptools first, then without build isolation: works offline, and writes paths in Japanese correctly.
        pip_install([*source, "setuptools"], "はじめの部品", 1)
        project = ".[" + ",".join(wanted["extras"]) + "]" if wanted["extras"] else "."
        pip_install([*source, "--no-build-isolation", "-e", project], "部品", count_pins())
        write_stamp(wanted)
    except OSError as error:
        raise StartError(with_log(diagnose(str(error), error.errno), write_log(traceback.format_exc()))) from None
    print("準備ができました。", flush=True)


def home() -> list[str]:
    """What an environment is tied to: the folder it lies in and the Python it was made with."""
    return [str(ROOT), f"{sys.version_info[0]}.{sys.version_info[1]}"]


def pins() -> str:
    """Hash of what is to be installed."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        try:
            digest.update((ROOT / name).read_bytes().replace(b"\r\n", b"\n"))
        except OSError:
            raise StartError(
                f"start.py の隣にあるはずの {name} が読めないので、教材のフォルダをまるごとコピーし直してください。"
            ) from None
    return digest.hexdigest()


def count_pins() -> int:
    """About how many packages an installation brings (markers and test tools leave a few out)."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return sum("==" in line for line in lines)


def read_stamp() -> dict[str, Any]:
    """The stamp of a finished environment; an empty one where there is none or it cannot be read."""
    empty: dict[str, Any] = {"home": [], "pins": "", "extras": []}
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return {"home": list(stamp["home"]), "pins": stamp["pins"], "extras": [str(name) for name in stamp["extras"]]}
    except (OSError, ValueError, TypeError, KeyError):
        return empty


def write_stamp(stamp: dict[str, Any]) -> None:
    """Mark the environment as finished, in one step."""
    temporary = STAMP.with_suffix(".tmp")
    temporary.write_text(json.dumps(stamp, ensure_ascii=False, indent=1), encoding="utf-8")
    temporary.replace(STAMP)


def python_works() -> bool:
    """Whether the environment's Python is there, and the Python it was made from too."""
    if not PYTHON.exists():
        return False
    try:
        lines = (VENV / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    base = [line.split("=", 1)[1].strip() for line in lines if line.partition("=")[0].strip() == "home"]
    return bool(base) and Path(base[0]).is_dir()


def make_venv() -> None:
    """Make ``.venv`` from nothing."""
    if Path(sys.prefix) == VENV:  # it would delete the Python that runs it
        raise StartError(
            ".venv の中の Python で動いているので、作り直せません。"
            "新しい画面を開いて、python3 start.py と入力してください。"
        )
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(str(VENV))
    VENV.mkdir()
    run_logged([sys.executable, "-m", "venv", str(VENV)], lambda _text: "Python の環境を作っています")


def pip(verb: str) -> list[str]:
    """How pip is called: quiet about itself, asking nothing, held to the pins."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", verb]
    return [*command, "--progress-bar", "off", "-c", "constraints.txt"]


def pip_install(args: list[str], thing: str, about: int) -> None:
    """Run ``pip install`` with the pins, showing how far it is."""
    run_logged([*pip("install"), *args], lambda text: pip_progress(text, thing, about))


def pip_progress(text: str, thing: str, about: int) -> str:
    """What pip is doing, read from what it has written so far."""
    chosen = re.search(r"^Installing collected packages: (.*)$", text, re.MULTILINE)
    if chosen:
        total = chosen.group(1).count(",") + 1
        inside = sum(1 for _ in (LIBRARY / "site-packages").glob("*.dist-info"))
        return f"{thing}を入れています {min(inside, total)} / {total}"
    if "Retrying (Retry(" in text[-2000:]:
        return "ネットワークの応答を待っています"
    count = len(re.findall(r"^Collecting |^Processing ", text, re.MULTILINE))
    return f"{thing}を集めています {min(count, about)} / 約{about}"


def run_logged(command: list[str], describe: Callable[[str], str]) -> None:
    """Run a step of the preparation with its output in the log; show one changing line meanwhile."""
    progress = Progress()
    with LOG.open("ab") as log:
        begin = log.tell()
        process = subprocess.Popen(
            command, cwd=str(ROOT), env=environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            while process.poll() is None:
                progress.show(describe(log_since(begin)))
                try:
                    process.wait(0.3)
                except subprocess.TimeoutExpired:
                    continue
        finally:
            progress.end()
            if process.poll() is None:
                process.kill()
                process.wait()
    if process.returncode:
        raise StartError(with_log(diagnose(log_since(begin), offline="--no-index" in command), LOG))


def log_since(begin: int) -> str:
    """What the log holds from a position on."""
    with LOG.open("rb") as log:
        log.seek(begin)
        return log.read().decode("utf-8", "replace")


class Progress:
    """One line that changes in a console; a new line every ten seconds where the output goes to a file."""

    def __init__(self) -> None:
        self.live = sys.stdout.isatty()
        self.last = ""
        self.at = time.monotonic()

    def show(self, text: str) -> None:
        """Show what is being done now."""
        if self.live and text != self.last:
            print("\r  " + text + "      ", end="", flush=True)
        elif not self.live and text != self.last and time.monotonic() - self.at >= 10:
            print("  " + text, flush=True)
            self.at = time.monotonic()
        else:
            return
        self.last = text

    def end(self) -> None:
        """Leave the line."""
        if self.live and self.last:
            print(flush=True)


def environment() -> dict[str, str]:
    """The variables for programs inside the environment: its programs first on PATH, UTF-8, nobody else's packages."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET")}
    env["PATH"] = str(PYTHON.parent) + os.pathsep + env.get("PATH", os.defpath)
    env["VIRTUAL_ENV"] = str(VENV)
    env["PYTHONUTF8"] = "1"
    env["PYTHONNOUSERSITE"] = "1"
    env["KAIZEN_COMMAND"] = "python start.py" if os.name == "nt" else "python3 start.py"  # what messages tell to type
    return env


# ---------------------------------------------------------------- the programs inside


def run_kaizen(args: list[str]) -> int:
    """Hand over to ``kaizen``."""
    command = [str(PYTHON), "-m", "kaizen_helpers", *args]
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(command[0], command, environment())  # noqa: S606 - the same person's own program, no shell
    return call(command)


def run_tests(args: list[str]) -> int:
    """Style, types, then the tests; the first that fails ends it."""
    ours = ["kaizen_helpers", "tests", "benchmarks", "start.py", "nbgrader_config.py"]
    # A file of tests stays with one process: what its first test prepared serves the others. tests/conftest.py
    # orders the files; xdist would give out those with the fewest tests last, and they take longest.
    several = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile", "--no-loadscope-reorder"]
    tests = ["pytest", *several, *args]
    steps = [["ruff", "check"], ["ruff", "format", "--check", *ours], ["mypy"], tests]
    for step in steps:
        print("── " + " ".join(step), flush=True)
        code = call([str(PYTHON), "-m", *step], cwd=str(ROOT))
        if code:
            return code
    return 0


def fill_wheelhouse(args: list[str]) -> int:
    """Collect every package of the pins for this kind of computer into a folder."""
    import tomllib

    if len(args) != 1:
        raise StartError("部品を集めるフォルダを、python3 start.py wheelhouse フォルダ のように 1 つ書いてください。")
    target = Path(args[0]).absolute()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = ["-d", str(target), "setuptools", *project["dependencies"]]
    about = count_pins()
    print(f"部品を「{target}」に集めています（数分かかります）", flush=True)
    run_logged([*pip("download"), *wanted], lambda text: pip_progress(text, "部品", about))
    print("集めました。同じ OS・同じ Python の PC で python3 start.py --wheelhouse フォルダ と打つと使えます。")
    return 0


def call(command: list[str], cwd: str | None = None) -> int:
    """Run a program to its end; Ctrl-C is the program's to answer."""
    with subprocess.Popen(command, cwd=cwd, env=environment()) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


# ---------------------------------------------------------------- when something fails

NETWORK = (
    "NewConnectionError|Failed to establish a new connection|NameResolutionError|Temporary failure in name resolution"
    "|getaddrinfo failed|Connection refused|ConnectTimeoutError|ReadTimeoutError|Read timed out|ProxyError"
    "|CERTIFICATE_VERIFY_FAILED|SSLError|Network is unreachable|Connection reset|Max retries exceeded|HTTPError"
)
CAUSES = (
    (
        r"No space left on device|Errno 28\b|WinError 112|not enough space|Disk quota exceeded",
        "ディスクの空きが足りないので、2 GB ほど空けてから、もう一度 start.py を動かしてください。",
    ),
    (
        r"ensurepip is not\s+available|No module named ensurepip|No module named venv|python3[0-9.]*-venv",
        "この Python には環境を作る部品（venv）がないので、管理者に頼むなどして python3-venv を入れてから"
        "（例: sudo apt install python3-venv）、もう一度 start.py を動かしてください。",
    ),
    (
        r"WinError (5|32)\b|being used by another process|Text file busy",
        "教材のフォルダのファイルを書き換えられないので、開いている JupyterLab を終わらせるか、"
        "教材のフォルダを書き込める場所にまるごとコピーして、もう一度 start.py を動かしてください。",
    ),
    (
        r"Read-only file system|Errno 30\b|Permission denied|Errno 13\b|Operation not permitted",
        "このフォルダには書き込めないので、教材のフォルダをまるごと「ドキュメント」など書き込める場所にコピーして、"
        "そこで start.py を動かしてください。",
    ),
    (
        NETWORK,
        "部品を受け取るネットワークにつながらないので、接続（庁内ではプロキシの設定）を確かめるか、担当者が集めた部品のフォルダで"
        " python3 start.py --wheelhouse フォルダ と打ってください。",
    ),
)
NO_PACKAGE = (
    "--wheelhouse のフォルダに足りない部品があるので、"
    "この PC と同じ OS・同じ Python で集め直したフォルダを使ってください。"
)
OTHERWISE = "準備が途中で止まったので、もう一度 start.py を動かし、それでも止まるときは記録を担当者に渡してください。"


def diagnose(text: str, number: int | None = None, *, offline: bool = False) -> str:
    """Say in one sentence why a step failed and what to do, from what it wrote or from the system's error number."""
    if number in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        text = "No space left on device"
    elif number in (errno.EROFS, errno.EACCES, errno.EPERM) and "WinError" not in text:
        text = "Permission denied"
    for pattern, sentence in CAUSES:
        if re.search(pattern, text):
            return sentence
    absent = "No matching distribution|Could not find a version|ResolutionImpossible"
    return NO_PACKAGE if offline and re.search(absent, text) else OTHERWISE


def with_log(sentence: str, log: Path | None) -> str:
    """The sentence with the place of the details."""
    return sentence if log is None else f"{sentence}（詳しい記録: {log}）"


def write_log(text: str) -> Path | None:
    """Keep details in the log, or in a temporary file where that cannot be written; None where nothing can."""
    try:
        with LOG.open("a", encoding="utf-8") as log:
            log.write(text)
        return LOG
    except OSError:
        pass
    try:
        handle, name = tempfile.mkstemp(prefix="kaizen-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8") as log:
            log.write(text)
        return Path(name)
    except OSError:
        return None


def unexpected(error: BaseException) -> str:
    """One sentence for an error nobody foresaw."""
    details = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    sentence = diagnose(str(error), getattr(error, "errno", None)) if isinstance(error, OSError) else OTHERWISE
    return with_log(sentence, write_log(details))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
