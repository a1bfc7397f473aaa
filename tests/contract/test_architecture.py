"""The shape of the library: which part may use which, what it may not do, and how big a file may be."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "kaizen_helpers"
FILES = sorted(PACKAGE.rglob("*.py"))

FOUNDATION = {
    "notation": 0,
    "flow": 1,
    "kintone": 1,
    "forms": 2,
    "issues": 3,
    "excel": 3,
    "plan": 4,
    "widgets": 2,
    "checkers": 5,
}
MIDDLE = ("authoring", "classroom", "grading", "kernels", "workplace")
LAYER = {**FOUNDATION, **dict.fromkeys(MIDDLE, 6), "cli": 7, "__main__": 8}
"""A part uses parts of a lower layer; parts of the middle may use each other, but not in a circle."""

FOR_EVERYBODY = {"_lazy", "errors", "files", "organisation", "printed", "toml_file"}
FOR_THE_UPPER_HALF = {"course"}
MAY_PRINT = {
    *(f"{part}/verbs.py" for part in MIDDLE),
    *("cli.py", "workplace/lab.py", "workplace/practice.py", "workplace/doctor.py"),
}
MOST_LINES = 600
NEEDS_WIDGETS = {"checkers/panel.py", "widgets/base.py"}
"""Files that are nothing without ipywidgets. The others load them inside a function only, in a notebook."""
ALLOWED_FROM_THE_TOP = {"__version__"}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def part_of(path: Path) -> str:
    """``flow`` for a file of that package, ``errors`` for ``errors.py``."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def parts_used(path: Path) -> Iterator[str]:
    """The parts of the library that a file imports, at the top or inside a function."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            names = [f"{base}.{alias.name}" for alias in node.names] if base == "kaizen_helpers" else [base]
        for name in names:
            first, _, rest = name.partition(".")
            if name.startswith("."):
                yield name
            elif first == "kaizen_helpers" and rest not in ALLOWED_FROM_THE_TOP:
                yield rest.split(".")[0] or "the package itself"


def may_use(part: str, used: str) -> bool:
    if used == part or used in FOR_EVERYBODY:
        return True
    if used in FOR_THE_UPPER_HALF:
        return part not in FOUNDATION
    if part not in LAYER or used not in LAYER:
        return False
    return LAYER[used] < LAYER[part] or (part in MIDDLE and used in MIDDLE)


def run(code: str, *flags: str) -> str:
    done = subprocess.run([sys.executable, *flags, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def syntax(path: Path) -> Iterator[ast.AST]:
    yield from ast.walk(ast.parse(path.read_bytes()))


def test_the_library_was_found() -> None:
    """Without files every other test here would pass."""
    assert {part_of(path) for path in FILES} >= {"flow", "checkers", *MIDDLE, "errors", "course"}


@pytest.mark.parametrize("path", [path for path in FILES if path != PACKAGE / "__init__.py"], ids=name_of)
def test_arrows_point_one_way(path: Path) -> None:
    """cli uses classroom, grading, workplace and authoring; those use checkers; checkers use the subjects."""
    part = part_of(path)
    assert [used for used in parts_used(path) if not may_use(part, used)] == []


def test_parts_of_the_middle_do_not_use_each_other_in_a_circle() -> None:
    uses = {part: {used for path in FILES if part_of(path) == part for used in parts_used(path)} for part in MIDDLE}
    left = {part: (used & set(MIDDLE)) - {part} for part, used in uses.items()}
    while free := [part for part, used in left.items() if not used]:
        left = {part: used - set(free) for part, used in left.items() if part not in free}
    assert left == {}


@pytest.mark.parametrize(("part", "count"), [("flow", 8), ("issues", 5), ("plan", 6)])
def test_the_rooms_of_a_part_do_not_use_each_other_in_a_circle(part: str, count: int) -> None:
    """A room is a folder below the part; what lies beside the rooms serves all of them."""
    uses: dict[str, set[str]] = {}
    for path in (PACKAGE / part).glob("*/*.py"):
        names = re.findall(rf"from kaizen_helpers\.{part}\.(\w+)\.\w+ import", path.read_text(encoding="utf-8"))
        uses.setdefault(path.parent.name, set()).update({*names} - {path.parent.name})
    assert len(uses) == count
    while free := [room for room, used in uses.items() if not used & uses.keys()]:
        uses = {room: used for room, used in uses.items() if room not in free}
    assert uses == {}


@pytest.mark.parametrize(
    ("part", "used", "allowed"),
    [
        ("cli", "grading", True),
        ("grading", "checkers", True),
        ("grading", "classroom", True),
        ("grading", "course", True),
        ("checkers", "flow", True),
        ("flow", "errors", True),
        ("flow", "checkers", False),
        ("checkers", "course", False),
        ("flow", "course", False),
        ("checkers", "grading", False),
        ("grading", "cli", False),
        ("errors", "flow", False),
        ("course", "checkers", False),
        ("cli", "the package itself", False),
        ("cli", ".grading", False),
    ],
)
def test_the_rule_of_the_arrows_can_say_no(part: str, used: str, allowed: bool) -> None:
    assert may_use(part, used) is allowed


@pytest.mark.parametrize("part", FOUNDATION)
def test_it_imports_with_the_standard_library_alone(part: str) -> None:
    """It must also run in a browser, where nothing else may be installed. Every file of it is imported."""
    files = [path for path in FILES if part_of(path) == part and name_of(path) not in NEEDS_WIDGETS]
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files]
    assert len(names) > 1
    code = f"import importlib, sys; sys.path.insert(0, {str(ROOT)!r})\n"
    code += f"for name in {names!r}: importlib.import_module(name)"
    assert run(code, "-I", "-S", "-W", "error") == ""


def test_importing_the_library_loads_nothing_else() -> None:
    """Only the package itself, and what Python has loaded anyway: it is on the way to every command."""
    code = (
        "import sys, json; before = set(sys.modules); import kaizen_helpers;"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    loaded = json.loads(run(code))
    assert "kaizen_helpers" in loaded
    assert {name.split(".")[0] for name in loaded} - sys.stdlib_module_names == {"kaizen_helpers"}
    assert len(loaded) < 20, loaded
    assert [name for name in loaded if name.startswith("kaizen_helpers.")] == ["kaizen_helpers._lazy"]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_logic_does_not_rest_on_assert(path: Path) -> None:
    """``python -O`` removes it."""
    assert [node.lineno for node in syntax(path) if isinstance(node, ast.Assert)] == []


@pytest.mark.parametrize("path", [path for path in FILES if name_of(path) not in MAY_PRINT], ids=name_of)
def test_the_library_does_not_print(path: Path) -> None:
    """It returns data or raises; only the commands talk."""
    calls = [node for node in syntax(path) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    assert [node.lineno for node in calls if isinstance(node.func, ast.Name) and node.func.id == "print"] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_stays_readable(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def committed() -> list[Path]:
    """What git knows; in a copy without git, everything but the folders that git ignores."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode == 0 and done.stdout:
        paths = [ROOT / name for name in done.stdout.decode("utf-8").split("\0") if name]
    else:
        ignored = {line.strip("/\n") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()}
        paths = [path for path in ROOT.rglob("*") if not ignored & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in paths if path.is_file())


def private_names() -> re.Pattern[str]:
    """This computer's folders and the hosts of package registries, put together so that this file holds none."""
    folders = [str(folder) for folder in (ROOT, Path.home()) if len(folder.parts) > 2]
    hosts = ["pypi." + "org", "python" + "hosted.org", "registry." + "npmjs", "anaconda." + "org", "proxy." + "golang"]
    named = "|".join(re.escape(name) for name in [*folders, *hosts])
    top = "|".join(["work", "root"])
    return re.compile(rf"{named}|(?<![\w:.\-/])/(?:{top})[/a-z]")  # a drive before it: an example of a Windows path


def test_no_committed_file_names_this_computer_or_a_registry() -> None:
    private = private_names()
    for told in ("https://" + "pypi." + "org/simple", "in /" + "work/main"):
        assert private.search(told), told
    files = committed()
    assert PACKAGE / "errors.py" in files
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {match[0]}"
        for path in files
        if (match := private.search(path.read_bytes().decode("utf-8", errors="ignore")))
    ]
    assert found == []
