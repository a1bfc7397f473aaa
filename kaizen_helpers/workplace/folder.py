"""The learner's folder: a copy of the lectures and exercises that never overwrites what a learner did.

``.kaizen/released.json`` in the folder remembers, for every file, what was released into it. A file in which the
learner wrote nothing is ours and follows a newer release; any other file is the learner's and stays, and the newer
release arrives once beside it under another name. In a notebook only the cells' sources are somebody's writing:
outputs and kernel metadata change by mere opening and running. A released file that was deleted comes back. Files
that were never released (``answers.json``, notes) are not looked at.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaizen_helpers.course import Course
from kaizen_helpers.errors import MissingError, WriteError
from kaizen_helpers.files import replace_file

__all__ = ["WELCOME", "Prepared", "learner_folder", "prepare_folder"]

WELCOME = "ようこそ.md"
"""The page for whoever opens the folder itself: how to begin."""

_NOT_FOR_LEARNERS = {"instructor.md", "timetable.toml"}
_DRAWN_FROM = ".json"
"""Beside a lecture: the rows that its pictures are drawn from."""
_CASES = "cases"
"""Likewise the example cases, with the improved way of each: a learner's own comes first."""
_SKIPPED_FOLDERS = {"__pycache__", ".ipynb_checkpoints"}
_STATE = ".kaizen"
_MANIFEST = "released.json"


@dataclass(frozen=True)
class Prepared:
    """What the preparation of a learner's folder did; paths relative to the folder."""

    folder: Path
    """The learner's folder."""
    new: tuple[str, ...]
    """Files that were not there."""
    updated: tuple[str, ...]
    """Untouched files that a newer release replaced."""
    kept: tuple[str, ...]
    """Files of the learner's that differ from the present release and stayed as they are."""
    beside: tuple[str, ...]
    """Newer releases that arrived beside a kept file in this run."""


def learner_folder(named: str | Path | None = None) -> Path:
    """The learner's folder: as named, else ``KAIZEN_FOLDER``, else 「業務改善講座」 in the home folder."""
    chosen = named or os.environ.get("KAIZEN_FOLDER")
    return Path(chosen).expanduser().absolute() if chosen else Path.home() / "業務改善講座"


def prepare_folder(course: Course, folder: Path, today: date | None = None) -> Prepared:
    """Bring the learner's folder up to the present release without touching what the learner changed.

    ``today`` names the newer versions that arrive beside changed files; the present day when it is None.

    Raises:
        MissingError: the course has no lectures to copy.
        WriteError: the folder cannot be written; what was there before is untouched.
    """
    release = _release(course)
    if not release:
        raise MissingError(
            "教材のファイルが見つかりません。教材のフォルダをまるごとコピーし直してください。", str(course.root)
        )
    day = (today or date.today()).isoformat()  # noqa: DTZ011 - the day on the learner's own calendar
    done: dict[str, list[str]] = {"new": [], "updated": [], "kept": [], "beside": []}
    place = folder
    try:
        state = folder / _STATE
        state.mkdir(parents=True, exist_ok=True)
        manifest = _read_manifest(state / _MANIFEST)
        before = json.dumps(manifest, sort_keys=True)
        for name, source in sorted(release.items()):
            place = folder / name
            _bring(folder, name, source.read_bytes(), day, manifest, done)
        place = state / _MANIFEST
        if json.dumps(manifest, sort_keys=True) != before or not place.exists():
            text = json.dumps({"format": "kaizen-released/1", "files": manifest}, ensure_ascii=False, indent=1)
            replace_file(place, text.encode())
    except OSError as error:
        raise WriteError(_why(error), str(place)) from error
    return Prepared(folder, *(tuple(done[kind]) for kind in ("new", "updated", "kept", "beside")))


def _release(course: Course) -> dict[str, Path]:
    """What learners get: name in their folder → file of the course."""
    found: dict[str, Path] = {}
    welcome = course.lectures / WELCOME
    if welcome.is_file():
        found[WELCOME] = welcome
    for root in (course.lectures, course.exercises):
        for module in sorted(p for p in root.iterdir() if p.is_dir() and p.name not in _SKIPPED_FOLDERS):
            for path in sorted(module.rglob("*")):
                inside = path.relative_to(module)
                hidden = any(part.startswith(".") or part in _SKIPPED_FOLDERS for part in inside.parts)
                drawn_from = path.suffix == _DRAWN_FROM or inside.parts[0] == _CASES
                source = root == course.lectures and drawn_from
                if path.is_file() and not hidden and not source and path.name not in _NOT_FOR_LEARNERS:
                    found[f"{module.name}/{inside.as_posix()}"] = path
    return found


def _bring(
    folder: Path, name: str, released: bytes, day: str, manifest: dict[str, dict[str, str]], done: dict[str, list[str]]
) -> None:
    """Bring one file into the folder and note in the manifest what was released."""
    target = folder / name
    known = manifest.get(name, {})
    ours = {"released": _hash(released), "work": _work(name, released)}
    if not target.exists():
        replace_file(target, released)
        done["new"].append(name)
        manifest[name] = ours
        return
    current = target.read_bytes()
    if _hash(current) == ours["released"]:
        manifest[name] = ours
    elif _work(name, current) == known.get("work"):
        if known.get("released") != ours["released"]:
            replace_file(target, released)
            done["updated"].append(name)
        manifest[name] = ours
    else:
        done["kept"].append(name)
        if ours["released"] not in (known.get("released"), known.get("beside")):
            done["beside"].append(_put_beside(folder, target, released, day))
            # What the learner started from stays noted, so that undoing the change makes the file ours again.
            manifest[name] = {**known, "beside": ours["released"]}


def _put_beside(folder: Path, target: Path, released: bytes, day: str) -> str:
    """Write a newer release beside the learner's file, under a name that is free; return that name."""
    number = 1
    while True:
        mark = f"（新しい版 {day}）" if number == 1 else f"（新しい版 {day} その{number}）"
        beside = target.with_name(f"{target.stem}{mark}{target.suffix}")
        if not beside.exists():
            replace_file(beside, released)
            return beside.relative_to(folder).as_posix()
        if beside.read_bytes() == released:
            return beside.relative_to(folder).as_posix()
        number += 1


def _read_manifest(path: Path) -> dict[str, dict[str, str]]:
    """What was released so far. A missing or damaged record means that nothing is known to be ours."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): {str(k): str(v) for k, v in entry.items()} for name, entry in data["files"].items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _hash(data: bytes) -> str:
    """Hash of a file's content; line ends do not count (synchronising tools and editors change them)."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def _work(name: str, data: bytes) -> str:
    """Hash of what a person writes in a file: of a notebook the kinds and sources of its cells, else everything."""
    if name.endswith(".ipynb"):
        try:
            cells = json.loads(data)["cells"]
            written = [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
        except (ValueError, TypeError, KeyError):
            return _hash(data)
        return _hash(json.dumps(written).encode())
    return _hash(data)


def _why(error: OSError) -> str:
    """What stopped the writing and what to do next."""
    import errno

    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return "ディスクの空きが足りないので書けませんでした。不要なファイルを片づけてから、もう一度始めてください。"
    if error.errno == errno.ENAMETOOLONG:
        return "フォルダの名前が長すぎて書けませんでした。--folder で、もっと短い場所を指定してください。"
    return "書き込めませんでした。--folder で、書き込めるフォルダ（「ドキュメント」の中など）を指定してください。"
