"""The facts of a computer that decide whether the course runs on it; collected here, judged in ``doctor``."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from kaizen_helpers.course import Course

__all__ = ["PORTS", "Computer", "look"]

PORTS = range(8888, 8939)
"""The ports that are tried for JupyterLab."""


@dataclass(frozen=True)
class Computer:
    """The facts of one computer that the checks look at."""

    home: PurePath
    folder: PurePath
    """The learner's folder."""
    course: PurePath
    """The root of the course."""
    environment: PurePath
    """The folder Python and the packages are installed in."""
    system: str = "Linux"
    """``Windows``, ``Darwin`` or ``Linux``."""
    release: str = ""
    python: tuple[int, int, int] = (3, 12, 0)
    variables: Mapping[str, str] = field(default_factory=dict)
    console: str = "utf-8"
    """Encoding of what is printed."""
    utf8_mode: bool = True
    """Whether Python reads and writes UTF-8 whatever the system's encoding is."""
    long_paths: bool = False
    """Whether Windows was told to allow paths of 260 characters and more."""
    proxy: str = ""
    """The proxy for web addresses; empty when there is none."""
    proxy_passes_by: bool = True
    """Whether addresses of this computer are excepted from the proxy."""
    folder_writable: bool = True
    environment_writable: bool = True
    free_bytes: int = 10_000_000_000
    """Free space where the learner's folder lies."""
    port: int | None = 8888
    """The first free port; None when all that are tried are taken."""
    browser: bool = True
    """Whether a browser can be opened from a program."""
    plot_font: bool = True
    """Whether the Japanese font for plots is installed."""
    screen_font: bool = True
    """Whether the browser has a Japanese font."""
    installed: Mapping[str, str] = field(default_factory=dict)
    """Installed packages and versions, for the names in ``pinned``."""
    pinned: Mapping[str, str] = field(default_factory=dict)
    """The version each package should have on this computer."""
    required: frozenset[str] = frozenset()
    """Packages without which the course does not run."""


def look(course: Course, folder: Path) -> Computer:
    """Collect the facts of this computer. Nothing is changed and nothing is sent."""
    environment = Path(sys.prefix)
    pinned, required = _wanted(course)
    proxy, passes_by = _proxy()
    return Computer(
        system=platform.system(),
        release=platform.release(),
        python=sys.version_info[:3],
        variables=dict(os.environ),
        console=sys.stdout.encoding or "ascii",
        utf8_mode=bool(sys.flags.utf8_mode),
        home=Path.home(),
        folder=folder,
        course=course.root,
        environment=environment,
        long_paths=_long_paths(),
        proxy=proxy,
        proxy_passes_by=passes_by,
        folder_writable=_writable(folder),
        environment_writable=_writable(environment),
        free_bytes=_free_bytes(folder),
        port=_free_port(),
        browser=_has_browser(),
        plot_font=_has_plot_font(),
        screen_font=_has_screen_font(),
        installed=_installed({*pinned, *required}),
        pinned=pinned,
        required=required,
    )


def _wanted(course: Course) -> tuple[dict[str, str], frozenset[str]]:
    """The pins that hold for this computer, and the packages the course itself asks for."""
    from importlib.metadata import PackageNotFoundError, requires

    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    pinned: dict[str, str] = {}
    try:
        lines = (course.root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    for line in lines:
        try:
            pin = Requirement(line.partition("#")[0].strip())
        except InvalidRequirement:
            continue
        if pin.marker is None or pin.marker.evaluate():
            pinned[canonicalize_name(pin.name)] = str(pin.specifier).removeprefix("==")
    try:
        needs = [Requirement(text) for text in requires("kaizen-course") or []]
    except PackageNotFoundError:
        needs = []
    required = {str(canonicalize_name(r.name)) for r in needs if r.marker is None or r.marker.evaluate({"extra": ""})}
    return pinned, frozenset(required)


def _installed(names: set[str]) -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _proxy() -> tuple[str, bool]:
    """The proxy as Python and Windows know it, and whether this computer's own addresses pass it by."""
    from urllib.request import getproxies, proxy_bypass

    proxies = getproxies()
    proxy = next((proxies[kind] for kind in ("http", "https", "all") if proxies.get(kind)), "")
    return proxy, all(bool(proxy_bypass(name)) for name in ("localhost", "127.0.0.1"))


def _nearest(path: Path) -> Path:
    """The folder itself or the nearest one above it that exists."""
    return next((p for p in (path, *path.parents) if p.is_dir()), path)


def _writable(folder: Path) -> bool:
    from tempfile import TemporaryFile

    try:
        with TemporaryFile(dir=_nearest(folder)):
            return True
    except OSError:
        return False


def _free_bytes(folder: Path) -> int:
    import shutil

    try:
        return shutil.disk_usage(_nearest(folder)).free
    except OSError:
        return 0


def _free_port() -> int | None:
    import socket

    for port in PORTS:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
            try:
                sock.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return None


def _has_browser() -> bool:
    import webbrowser

    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _has_plot_font() -> bool:
    from importlib.util import find_spec

    spec = find_spec("matplotlib_fontja")
    folders = list(spec.submodule_search_locations or []) if spec else []
    return any(any(Path(folder).rglob("*.ttf")) for folder in folders)


def _has_screen_font() -> bool:
    """Windows and macOS come with Japanese fonts; elsewhere fontconfig knows."""
    import shutil
    import subprocess

    program = shutil.which("fc-list")
    if platform.system() in {"Windows", "Darwin"} or program is None:
        return True
    try:
        found = subprocess.run([program, ":lang=ja"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return True
    return bool(found.stdout.strip())


def _long_paths() -> bool:
    if sys.platform != "win32":
        return True
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
            return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
    except OSError:
        return False
