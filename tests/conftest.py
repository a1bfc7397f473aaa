"""What holds for every test: a home folder of its own, no network, and no silent skip in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_LOOPBACK = ("127.", "::1", "localhost", "::ffff:127.")
_HOME_VARIABLES = ("HOME", "USERPROFILE")
_FOREIGN_PREFIXES = ("JUPYTER", "IPYTHON", "KAIZEN_COMMAND", "KAIZEN_FOLDER", "KAIZEN_COURSE", "NBGRADER")
_home: Path | None = None


def pytest_configure(config: pytest.Config) -> None:
    """Give the run, and every program it starts, an empty home folder; forget other Jupyter settings; block the net."""
    global _home
    # Packages that pip keeps are not somebody's work: the installation test may read them.
    if "PIP_CACHE_DIR" not in os.environ:
        found = subprocess.run(
            [sys.executable, "-m", "pip", "cache", "dir"], capture_output=True, text=True, check=False
        )
        if found.returncode == 0:
            os.environ["PIP_CACHE_DIR"] = found.stdout.strip()
    _home = Path(tempfile.mkdtemp(prefix="kaizen-tests-"))
    for name in _HOME_VARIABLES:
        os.environ[name] = str(_home)
    for name in [n for n in os.environ if n.startswith(_FOREIGN_PREFIXES) or n.startswith("XDG_")]:
        del os.environ[name]
    os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
    sys.addaudithook(_only_this_computer)
    # In CI the same examples each time: what a random one finds is looked at by a person, and becomes a test.
    hypothesis.settings.register_profile("ci", derandomize=True)
    if os.environ.get("KAIZEN_CI"):
        hypothesis.settings.load_profile("ci")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests before those in a browser. Where processes share the work, the two longest files begin first."""
    shared = "PYTEST_XDIST_WORKER" in os.environ

    def turn(item: pytest.Item) -> int:
        if item.path.name in ("test_nothing_is_lost.py", "test_states.py"):
            return 0 if shared else 3
        return 2 if item.path.parent.name == "e2e" else 1

    items.sort(key=turn)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the home folder away again."""
    if _home is not None:
        shutil.rmtree(_home, ignore_errors=True)


def _only_this_computer(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse a connection or a name look-up that would leave the machine."""
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"  # a plain path is a Unix socket
    elif event == "socket.getaddrinfo":
        host = arguments[0] or "localhost"
    else:
        return
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if not name.startswith(_LOOPBACK):
        raise PermissionError(f"the tests stay on this computer; something asked for {name}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test is a failed one."""
    report = yield
    _no_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI a module that skips itself fails too."""
    report = yield
    _no_skip(report)
    return report


def _no_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("KAIZEN_CI") and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"nothing may skip in CI: {reason}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium of the system; skips with the reason where it is missing."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()
