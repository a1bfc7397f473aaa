"""``kaizen lab``: JupyterLab in Japanese, on the learner's folder or, for instructors, on the course.

The server runs as a program of its own, on this computer only and with a token. Its English log goes to a file, its
settings come from ``settings/`` beside this module, and what it keeps lies in a hidden folder: nothing of a person's
other Jupyter installation is read or changed.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError, SetupError, WriteError
from kaizen_helpers.files import replace_file
from kaizen_helpers.workplace.folder import Prepared, learner_folder, prepare_folder
from kaizen_helpers.workplace.server import STARTER

if TYPE_CHECKING:
    import argparse

__all__ = ["Plan", "main", "plan_lab", "run_lab"]

_SETTINGS = Path(__file__).parent / "settings"
_EXTENSION = Path(__file__).parent / "labextension"
"""The learner's home page, bar and notebooks that open ready; a prebuilt JupyterLab extension of plain scripts."""
_WORKSPACE = "default-37a8.jupyterlab-workspace"
"""Where JupyterLab keeps its layout (37a8: its hash of the name). Without one it leaves a strip at the right blank."""
_EXPLAIN = "kaizen_helpers.checkers.explain"
_GUIDE = "README.ja.md"
_PORT = 8888
"""The port when none was named and none is remembered."""
_LAST_PORT = "port"
_START_SECONDS = 120.0
_END_SECONDS = 15.0


@dataclass(frozen=True)
class Plan:
    """How one JupyterLab is to be started."""

    root: Path
    """The folder that is shown."""
    state: Path
    """The hidden folder for settings, log and kernel history."""
    audience: str
    """``learner`` or ``instructor``: which of the settings apply."""
    page: str
    """Path of the first page in the server, beginning with ``/lab``."""
    port: int
    """The port that is tried first."""
    browser: bool
    """Whether a browser window is opened."""
    course: Path
    """The root of the course, for the programs inside."""

    @property
    def log(self) -> Path:
        """Where Jupyter's own messages go."""
        return self.state / "lab.log"


def main(options: argparse.Namespace) -> int:
    """Prepare the folder, open JupyterLab on it, and stay until it ends."""
    course = Course.find()
    folder = learner_folder(options.folder)
    if not options.instructor:
        _tell_about(prepare_folder(course, folder))
    plan = plan_lab(course, folder, instructor=options.instructor, port=options.port, browser=not options.no_browser)
    return run_lab(plan)


def plan_lab(course: Course, folder: Path, *, instructor: bool, port: int = _PORT, browser: bool = True) -> Plan:
    """Decide what to start: learners get their folder and its home page, instructors the course.

    A folder keeps its port from run to run where nobody names another: what the browser keeps for a page (words that
    were not saved yet) belongs to that port.

    Raises:
        InputError: the port is not a number from 1024 to 65535.
    """
    if not 1024 <= port <= 65535:
        raise InputError("ポートは 1024 から 65535 までの番号で指定してください。", "--port")
    from urllib.parse import quote

    root = course.root if instructor else folder
    page = f"/lab/tree/{quote(_GUIDE)}" if instructor and (root / _GUIDE).is_file() else "/lab"
    state = course.grading / "lab" if instructor else folder / ".kaizen"
    if port == _PORT:
        port = _last_port(state)
    return Plan(root, state, "instructor" if instructor else "learner", page, port, browser, course.root)


def _last_port(state: Path) -> int:
    try:
        port = int((state / _LAST_PORT).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return _PORT
    return port if 1024 <= port <= 65535 else _PORT


def _remember_port(state: Path, address: str) -> None:
    from urllib.parse import urlsplit

    with suppress(OSError):  # It is only a convenience.
        replace_file(state / _LAST_PORT, str(urlsplit(address).port or _PORT).encode("ascii"))


def run_lab(plan: Plan) -> int:
    """Start JupyterLab and wait until it is ended, from the browser or with Ctrl-C.

    Raises:
        SetupError: JupyterLab did not start.
        WriteError: the folder for its settings cannot be written.
    """
    print("JupyterLab を開いています（少しお待ちください）", flush=True)
    runtime = Path(tempfile.mkdtemp(prefix="kaizen-lab-"))
    token = secrets.token_urlsafe(24)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _asked_to_end)
    try:
        with _prepared_log(plan) as log:
            process = _start(plan, runtime, token, log)
        return _attend(plan, process, runtime, token)
    finally:
        shutil.rmtree(runtime, ignore_errors=True)


def _attend(plan: Plan, process: subprocess.Popen[bytes], runtime: Path, token: str) -> int:
    """Stay with the server from its start to its end, and leave no process behind."""
    address = ""
    try:
        address = _address(process, runtime)
        if address:
            _remember_port(plan.state, address)
            _tell_where(plan, f"{address}{plan.page.lstrip('/')}?token={token}")
            while process.poll() is None:
                _pause(process, 0.5)
    except KeyboardInterrupt:
        _end(process, address, token)
        print("\n終わりました。書いた内容は残っています。", flush=True)
        return 0
    finally:
        _end(process, address, token)
    if process.returncode == 0 and address:
        print("終わりました。書いた内容は残っています。", flush=True)
        return 0
    raise SetupError(
        "JupyterLab が動きませんでした。もう一度試しても動かないときは、この記録を担当者に渡してください。",
        str(plan.log),
    )


def _prepared_log(plan: Plan) -> IO[bytes]:
    """Write what the server reads from its hidden folder; return the opened log."""
    profile = plan.state / "ipython" / "profile_default"
    try:
        profile.mkdir(parents=True, exist_ok=True)
        settings = json.dumps(_kernel_settings(), indent=1)
        (profile / "ipython_config.json").write_text(settings, encoding="utf-8")
        workspace = plan.state / "lab" / "workspaces" / _WORKSPACE
        if not workspace.exists():
            replace_file(workspace, (_SETTINGS / plan.audience / "first_workspace.json").read_bytes())
        return plan.log.open("wb")
    except OSError as error:
        raise WriteError(
            "書き込めませんでした。--folder で、書き込めるフォルダ（「ドキュメント」の中など）を指定してください。",
            str(plan.state),
        ) from error


def _kernel_settings() -> dict[str, object]:
    """IPython's settings: errors explained in Japanese; no history database (network drives cannot lock it)."""
    settings: dict[str, object] = {"HistoryManager": {"enabled": False}}
    if find_spec(_EXPLAIN):
        settings["InteractiveShellApp"] = {"extensions": [_EXPLAIN]}
    return settings


def _start(plan: Plan, runtime: Path, token: str, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start the server in a process group of its own, so that Ctrl-C is ours to answer."""
    command = [
        *(sys.executable, "-m", "kaizen_helpers.workplace.server"),
        f"--ServerApp.root_dir={plan.root}",
        f"--ServerApp.port={plan.port}",
        f"--ServerApp.open_browser={plan.browser}",
        f"--LabApp.default_url={plan.page}",
        f"--LabApp.user_settings_dir={plan.state / 'lab' / 'settings'}",
        f"--LabApp.workspaces_dir={plan.state / 'lab' / 'workspaces'}",
    ]
    if plan.audience == "learner":
        command.append(f"--LabApp.extra_labextensions_path={_EXTENSION}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--ServerApp.allow_root=True")  # containers; still on this computer only
    return subprocess.Popen(
        command,
        cwd=plan.root,
        env=_environment(plan, runtime, token, os.environ),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=os.name == "posix",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


def _environment(plan: Plan, runtime: Path, token: str, inherited: Mapping[str, str]) -> dict[str, str]:
    """The variables of the server: nothing of another Jupyter, our settings first, this computer never via a proxy."""
    env = {name: value for name, value in inherited.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    for name in ("PYTHONSTARTUP", "PYTHONHOME"):
        env.pop(name, None)
    layers = [_SETTINGS / plan.audience, _SETTINGS / "common"]
    env.update(
        JUPYTER_CONFIG_PATH=os.pathsep.join(map(str, layers)),
        JUPYTER_CONFIG_DIR=str(plan.state / "jupyter" / "config"),
        JUPYTER_DATA_DIR=str(plan.state / "jupyter" / "data"),
        JUPYTER_RUNTIME_DIR=str(runtime),
        JUPYTER_PREFER_ENV_PATH="1",
        JUPYTER_PLATFORM_DIRS="1",
        JUPYTER_TOKEN=token,
        **{STARTER: str(os.getpid())},
        IPYTHONDIR=str(plan.state / "ipython"),
        KAIZEN_COURSE=str(plan.course),
        PYTHONUTF8="1",
        PYTHONNOUSERSITE="1",
        PATH=os.pathsep.join([str(Path(sys.executable).parent), env.get("PATH", os.defpath)]),
    )
    direct = [part for part in env.get("NO_PROXY", env.get("no_proxy", "")).split(",") if part]
    env["NO_PROXY"] = env["no_proxy"] = ",".join(dict.fromkeys([*direct, "localhost", "127.0.0.1"]))
    return env


def _address(process: subprocess.Popen[bytes], runtime: Path) -> str:
    """The address the server listens on, once it does; empty when it ended or took too long."""
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        for info in runtime.glob("jpserver-*.json"):
            try:
                return str(json.loads(info.read_text(encoding="utf-8"))["url"])
            except (OSError, ValueError, KeyError):
                continue  # still being written
        _pause(process, 0.1)
    return ""


def _pause(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait a little, less when the process ends (a wait without end could not be interrupted on Windows)."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def _end(process: subprocess.Popen[bytes], address: str, token: str) -> None:
    """End the server: asked kindly first, so that it ends its kernels; then with force."""
    if process.poll() is not None:
        return
    if address:
        from urllib.error import URLError
        from urllib.request import ProxyHandler, Request, build_opener

        request = Request(f"{address}api/shutdown", method="POST", headers={"Authorization": f"token {token}"})  # noqa: S310 - our own http address
        try:
            build_opener(ProxyHandler({})).open(request, timeout=5).close()
            _pause(process, _END_SECONDS)
        except (URLError, OSError):
            pass
    for stop in (process.terminate, process.kill):
        if process.poll() is None:
            stop()
            _pause(process, _END_SECONDS)


def _asked_to_end(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _tell_about(prepared: Prepared) -> None:
    """Say what changed in the learner's folder, where it matters to the learner."""
    if prepared.updated:
        print(f"教材を新しくしました（{len(prepared.updated)} 個）。")
    if prepared.beside:
        print("新しい版の教材が届きました。今までのファイルはそのまま残っています:")
        for name in prepared.beside:
            print(f"  {name}")


def _tell_where(plan: Plan, url: str) -> None:
    """Say where the course is and how to end."""
    where = "ブラウザーで開きます。開かないときは、次のアドレスをブラウザーに貼り付けてください。"
    print(
        f"開きました。{where if plan.browser else '次のアドレスをブラウザーに貼り付けてください。'}\n"
        f"  {url}\n"
        f"フォルダ: {plan.root}\n"
        "終わるときは、この画面で Ctrl+C を押してください。",
        flush=True,
    )
