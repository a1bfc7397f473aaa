"""Derive ``environment.yml`` (conda) from ``pyproject.toml``, which is the truth.

``python -m kaizen_helpers.authoring.environment`` writes the file; a test holds the two together.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from kaizen_helpers.errors import InputError
from kaizen_helpers.files import write_atomically

__all__ = ["CONDA_NAMES", "PIP_ONLY", "environment_yml", "write_environment"]

CONDA_NAMES = {
    "anywidget": "anywidget",
    "httptools": "httptools",
    "httpx": "httpx",
    "ipywidgets": "ipywidgets",
    "jpholiday": "jpholiday",
    "jupyterlab": "jupyterlab",
    "jupyterlab-language-pack-ja-jp": "jupyterlab-language-pack-ja-jp",
    "lark": "lark",
    "lxml": "lxml",
    "matplotlib": "matplotlib-base",  # without the Qt windows that a notebook never opens
    "matplotlib-fontja": "matplotlib-fontja",
    "nbgrader": "nbgrader",
    "openpyxl": "openpyxl",
    "pandas": "pandas",
    "psutil": "psutil",
    "python-calamine": "python-calamine",
    "python-docx": "python-docx",
    "python-pptx": "python-pptx",
    "simpy": "simpy",
    "uvicorn": "uvicorn",
    "xlsxwriter": "xlsxwriter",
}
"""Name on PyPI (lower case) to name on conda-forge."""

PIP_ONLY: frozenset[str] = frozenset()
"""Names on PyPI of what conda-forge does not have; pip installs them after the rest. None today."""

NAME = "kaizen-course"


def environment_yml(pyproject: bytes) -> str:
    """The text of ``environment.yml``: the runtime requirements of a ``pyproject.toml`` with the same ranges.

    Raises:
        InputError: a requirement has no known name on conda-forge, or says something conda cannot (an extra, a
            marker, an address, ``~=`` or ``===``).
    """
    project = tomllib.loads(pyproject.decode("utf-8"))["project"]
    conda, pip = [f"python {_version_range(project['requires-python'])}"], []
    for text in project["dependencies"]:
        name, versions = _split(text)
        if name in PIP_ONLY:
            pip.append(text)
        elif name in CONDA_NAMES:
            conda.append(f"{CONDA_NAMES[name]} {versions}")
        else:
            raise InputError(f"Add {name} to CONDA_NAMES or PIP_ONLY.", "kaizen_helpers/authoring/environment.py")
    lines = [
        "# Made from pyproject.toml by `python -m kaizen_helpers.authoring.environment`; change that file instead.",
        f"name: {NAME}",
        "channels:",
        "  - conda-forge",
        "  - nodefaults",
        "dependencies:",
        *(f"  - {spec}" for spec in [conda[0], "pip", *sorted(conda[1:])]),
        "  - pip:",
        *(f"      - {spec}" for spec in [*sorted(pip), "-e ."]),
    ]
    return "\n".join(lines) + "\n"


def write_environment(root: Path) -> bool:
    """Write ``environment.yml`` beside the ``pyproject.toml`` in ``root``; True if it changed.

    Raises:
        InputError: see ``environment_yml``.
        WriteError: the file could not be written; the old one is untouched.
    """
    path = root / "environment.yml"
    content = environment_yml((root / "pyproject.toml").read_bytes()).encode("utf-8")
    if path.is_file() and path.read_bytes() == content:
        return False
    write_atomically(path, content)
    return True


def _split(text: str) -> tuple[str, str]:
    """Name in normal form and version range of one requirement."""
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    try:
        requirement = Requirement(text)
    except InvalidRequirement as error:
        raise InputError(f"“{text}” is no requirement.", "pyproject.toml") from error
    if requirement.extras or requirement.marker or requirement.url:
        raise InputError(f"“{text}”: conda knows no extras, markers or addresses.", "pyproject.toml")
    return str(canonicalize_name(requirement.name)), _version_range(str(requirement.specifier))


def _version_range(text: str) -> str:
    """The range as conda writes it: no blanks, the lower end first."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        raise InputError("Every requirement needs a lower bound.", "pyproject.toml")
    if any(part.startswith(("~=", "===")) for part in parts):
        raise InputError(f"“{text}”: write the range with >= and <.", "pyproject.toml")
    return ",".join(sorted(parts, key=lambda part: part[0] != ">"))


if __name__ == "__main__":
    write_environment(Path(__file__).resolve().parents[2])
