"""``environment.yml`` and ``constraints.txt`` say what ``pyproject.toml`` says, and what is installed."""

from __future__ import annotations

import re
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from kaizen_helpers.authoring.environment import CONDA_NAMES, PIP_ONLY, environment_yml, write_environment
from kaizen_helpers.errors import InputError
from tests.unit.closure import ROOT, closure, project, requirements

CONDA_SPEC = re.compile(
    r"(?P<name>[a-z0-9_][a-z0-9_.-]*)(?: (?P<versions>(?:>=|<=|==|!=|>|<)[0-9][0-9a-z.]*"
    r"(?:,(?:>=|<=|==|!=|>|<)[0-9][0-9a-z.]*)*))?"
)
PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[0-9][0-9a-z.]*)(?: ; (?P<marker>.+))?")


def environment_text() -> str:
    return (ROOT / "environment.yml").read_bytes().decode("utf-8")


def conda_specs(text: str) -> dict[str, str]:
    """Name to range, as conda reads them; a line that is no strict spec is an error."""
    lines = text.split("dependencies:\n")[1].split("  - pip:\n")[0].splitlines()
    found = {}
    for line in lines:
        match = CONDA_SPEC.fullmatch(line.removeprefix("  - "))
        if not match:
            raise ValueError(line)
        found[match["name"]] = match["versions"] or ""
    return found


def pins() -> list[re.Match[str]]:
    """The lines of ``constraints.txt``; a line that is no pin is an error."""
    found = []
    for line in (ROOT / "constraints.txt").read_bytes().decode("ascii").splitlines():
        match = PIN.fullmatch(line)
        if not match:
            raise ValueError(line)
        found.append(match)
    return found


def pins_here() -> dict[str, str]:
    """Name to version of the pins whose marker holds on this computer."""
    return {
        str(canonicalize_name(pin["name"])): pin["version"]
        for pin in pins()
        if not pin["marker"] or Requirement(f"x; {pin['marker']}").marker.evaluate()  # type: ignore[union-attr]
    }


# --- environment.yml -------------------------------------------------------------------------------------------


def test_the_committed_environment_is_the_derived_one() -> None:
    assert environment_text() == environment_yml((ROOT / "pyproject.toml").read_bytes())


def test_the_environment_is_yaml_of_the_form_conda_reads() -> None:
    import yaml  # type: ignore[import-untyped]

    loaded = yaml.safe_load(environment_text())
    specs = [f"{name} {versions}".strip() for name, versions in conda_specs(environment_text()).items()]
    assert loaded == {
        "name": "kaizen-course",
        "channels": ["conda-forge", "nodefaults"],
        "dependencies": [*specs, {"pip": ["-e ."]}],
    }


def test_names_and_ranges_are_those_of_the_project() -> None:
    """Every requirement is there under its name on conda-forge, with the same range, and nothing else is."""
    specs = conda_specs(environment_text())
    expected = {CONDA_NAMES[canonicalize_name(r.name)]: r.specifier for r in requirements() if r.name not in PIP_ONLY}
    expected["python"] = SpecifierSet(project()["requires-python"])
    assert specs.pop("pip") == ""
    assert {name: SpecifierSet(versions) for name, versions in specs.items()} == expected


def test_the_table_of_names_holds_nothing_else() -> None:
    assert CONDA_NAMES.keys() | PIP_ONLY == {canonicalize_name(r.name) for r in requirements()}


@pytest.mark.parametrize(
    "spec", ["Pandas >=3", "pandas>=3", "pandas ~=3.0", "pandas >= 3", "pandas >=3,", "pandas[x] >=3"]
)
def test_a_spec_that_conda_would_read_otherwise_is_seen(spec: str) -> None:
    with pytest.raises(ValueError, match=re.escape(spec)):
        conda_specs(f"dependencies:\n  - {spec}\n  - pip:\n")


def test_this_python_is_inside_the_range() -> None:
    assert SpecifierSet(project()["requires-python"]).contains(".".join(map(str, sys.version_info[:3])))


def pyproject(*dependencies: str) -> bytes:
    return f'[project]\nrequires-python = ">=3.11,<3.14"\ndependencies = {list(dependencies)}\n'.encode()


@pytest.mark.parametrize(
    ("dependency", "reason"),
    [
        ("left-pad>=1", "kaizen_helpers/authoring/environment.py: Add left-pad to CONDA_NAMES or PIP_ONLY."),
        ("pandas", "pyproject.toml: Every requirement needs a lower bound."),
        ("pandas~=3.0", "pyproject.toml: “~=3.0”: write the range with >= and <."),
        ("pandas[excel]>=3", "pyproject.toml: “pandas[excel]>=3”: conda knows no extras, markers or addresses."),
        (
            "pandas>=3 ; python_version > '3'",
            "pyproject.toml: “pandas>=3 ; python_version > '3'”: conda knows no extras, markers or addresses.",
        ),
        ("pandas >> 3", "pyproject.toml: “pandas >> 3” is no requirement."),
    ],
)
def test_a_requirement_that_conda_cannot_have_is_refused(dependency: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        environment_yml(pyproject(dependency))
    assert str(caught.value) == reason


def test_what_conda_forge_lacks_is_left_to_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaizen_helpers.authoring.environment.PIP_ONLY", frozenset({"pandas"}))
    text = environment_yml(pyproject("pandas<4,>=3"))
    assert text.endswith("  - pip:\n      - pandas<4,>=3\n      - -e .\n")
    assert set(conda_specs(text)) == {"pip", "python"}


def test_the_lower_end_of_a_range_comes_first() -> None:
    assert "  - pandas >=3,<4\n" in environment_yml(pyproject("pandas<4,>=3"))


def test_writing_it_twice_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(pyproject("pandas>=3,<4"))
    assert (write_environment(tmp_path), write_environment(tmp_path)) == (True, False)
    assert b"\r" not in (tmp_path / "environment.yml").read_bytes()


# --- constraints.txt -------------------------------------------------------------------------------------------


def test_every_line_is_a_pin_in_order() -> None:
    """No address, no host name, no option of pip: only names, versions and markers."""
    names = [pin["name"] for pin in pins()]
    assert len(names) > 100
    assert names == sorted(names)


@pytest.mark.parametrize("requirement", requirements("test"), ids=lambda requirement: str(requirement.name))
def test_the_pinned_version_is_inside_the_range(requirement: Requirement) -> None:
    """On every platform: each pin of the name counts, whatever its marker."""
    found = [pin["version"] for pin in pins() if canonicalize_name(pin["name"]) == canonicalize_name(requirement.name)]
    assert found
    assert all(requirement.specifier.contains(Version(text)) for text in found)


def test_everything_that_is_needed_here_is_pinned_and_installed_as_pinned() -> None:
    pinned = pins_here()
    needed = closure("test")
    assert {name: pinned.get(name) for name in needed} == {name: version(name) for name in needed}


def test_nothing_is_pinned_that_nobody_needs_here() -> None:
    assert pins_here().keys() - closure("test").keys() == set()
