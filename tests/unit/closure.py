"""Which distributions this computer needs for the course: the requirements, and theirs, and so on."""

from __future__ import annotations

import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


def project() -> dict[str, Any]:
    """The ``[project]`` table of ``pyproject.toml``."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def requirements(*extras: str) -> list[Requirement]:
    """What the project asks for itself, with the named extras."""
    found = [*project()["dependencies"]]
    for extra in extras:
        found += project()["optional-dependencies"][extra]
    return [Requirement(text) for text in found]


def closure(*extras: str) -> dict[str, Distribution]:
    """Every installed distribution that is needed here, by its normal name.

    A required one that is not installed is an error; what an extra of somebody else would add is not needed.
    """
    found: dict[str, Distribution] = {}
    todo = [(requirement, frozenset[str]()) for requirement in requirements(*extras)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        requirement, parent_extras = todo.pop()
        wanted = (
            [requirement.marker.evaluate({"extra": extra}) for extra in parent_extras | {""}]
            if (requirement.marker)
            else [True]
        )
        name = str(canonicalize_name(requirement.name))
        key = (name, frozenset(requirement.extras))
        if not any(wanted) or key in seen:
            continue
        seen.add(key)
        try:
            found[name] = distribution(requirement.name)
        except PackageNotFoundError as error:
            raise LookupError(f"{name} is needed and not installed") from error
        todo += [(Requirement(text), key[1]) for text in found[name].requires or []]
    return found
