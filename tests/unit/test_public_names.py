"""The public names of the library: listed, sorted, loadable, and loaded only when they are used."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

PACKAGES = [
    "kaizen_helpers",
    *(
        f"kaizen_helpers.{part}"
        for part in ("checkers", "excel", "flow", "forms", "issues", "kintone", "notation", "plan", "widgets")
    ),
]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_listed_name_is_there_and_is_listed_by_dir(package: str) -> None:
    module = import_module(package)

    assert sorted(module.__all__) == module.__all__
    assert set(module.__all__) <= set(dir(module))
    for name in module.__all__:
        assert getattr(module, name).__name__ == name


@pytest.mark.parametrize("package", PACKAGES)
def test_a_name_that_is_not_there_is_an_attribute_error(package: str) -> None:
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'みかん'"):
        import_module(package).みかん  # noqa: B018 - looking it up is the test


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_loads_none_of_its_modules(package: str) -> None:
    code = f"import sys, {package}; print(sorted(m for m in sys.modules if m.startswith({package!r} + '.')))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    known = {"kaizen_helpers": "['kaizen_helpers._lazy']"}
    assert ran.stdout.strip() == known.get(package, "[]")
