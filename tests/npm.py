"""Packages of npm for tests and benchmarks: the versions of ``tests/node/package.json``, installed once.

They lie beside the virtual environment's packages, so that a test run leaves nothing in the repository.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

MANIFEST = Path(__file__).parent / "node" / "package.json"
_PLACE = Path(sys.prefix) / "kaizen-node"


def node_modules() -> Path:
    """The folder of the installed packages; skips with the reason where Node.js is missing."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("no Node.js is installed (Debian: apt-get install nodejs npm)")
    text = MANIFEST.read_bytes()
    home = _PLACE / hashlib.sha256(text).hexdigest()[:12]
    if not home.exists():
        draft = Path(f"{home}-{os.getpid()}")  # several processes of tests may begin at once
        draft.mkdir(parents=True)
        (draft / "package.json").write_bytes(text)
        command = [
            "npm",
            "install",
            "--no-package-lock",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
        done = subprocess.run(command, cwd=draft, capture_output=True, text=True, check=False, timeout=600)
        if done.returncode:
            raise RuntimeError(f"npm install failed: {done.stderr[-2000:]}")
        with suppress(OSError):  # another one was there first
            draft.rename(home)
        shutil.rmtree(draft, ignore_errors=True)
    return home / "node_modules"


def run_module(script: str, given: object = None, *, timeout: float = 120) -> object:
    """Run an ES module; it finds ``given`` as JSON on standard input and prints JSON."""
    modules = node_modules()
    name = modules.parent / f"script-{os.getpid()}-{hashlib.sha256(script.encode()).hexdigest()[:12]}.mjs"
    name.write_text(script, encoding="utf-8")
    try:
        done = subprocess.run(
            ["node", str(name)], input=json.dumps(given), capture_output=True, text=True, check=False, timeout=timeout
        )
    finally:
        name.unlink(missing_ok=True)
    if done.returncode:
        raise RuntimeError(f"node: {done.stderr[-2000:]}")
    return json.loads(done.stdout)
