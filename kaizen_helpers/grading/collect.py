"""Take the hand-ins of a class in: check every file, keep the newest of each seat, lose nothing.

The folder that is collected from is only read. Every accepted zip is kept under ``.grading/received/``;
the newest of a seat becomes ``.grading/submitted/seatNN/<module>/``, where nbgrader looks.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kaizen_helpers.checkers.store import ANSWERS, DamagedAnswers, read_answers
from kaizen_helpers.classroom.handin import encode_json, write_new
from kaizen_helpers.course import Course
from kaizen_helpers.errors import MissingError, WriteError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.grading.places import Note, Places, read_json
from kaizen_helpers.grading.repair import repair
from kaizen_helpers.grading.zips import Opened, RefusedError, open_hand_in

__all__ = ["Collected", "RefusedFile", "collect"]

_NOT_HANDED_IN = ("expected.json", "Thumbs.db", "desktop.ini")
"""What else lies in such a folder: the table beside a sample class, and files of operating systems."""
_OTHER_CELLS = {"start": "はじめの準備", "hand-in": "提出"}
"""Locked cells that are no exercise, by the end of their ``grade_id``."""
ANSWER_CELL = "-answer"
"""The end of the ``grade_id`` of an exercise that a person marks: the points stand in the task cell below it."""
_NAMED = re.compile(r"([0-9]{2}_[a-z0-9_]+?)_seat[0-9]")
_CLOCK_SLACK = timedelta(days=1)
"""A hand-in from further in the future comes from a computer whose clock is wrong."""


@dataclass(frozen=True)
class RefusedFile:
    """A file that was not taken in; it stays where it is."""

    name: str
    reason: str
    """One Japanese sentence: what was seen and what to do."""


@dataclass(frozen=True)
class Collected:
    """What one collection did."""

    module: str
    seats: tuple[str, ...]
    """Every seat with a hand-in in use now."""
    new: tuple[str, ...]
    """Seats whose hand-in in use is new."""
    older: tuple[tuple[str, str], ...]
    """(seat, file) of hand-ins that were recorded but are not in use, because a newer one is."""
    notes: dict[str, list[Note]]
    """Notes on the hand-ins in use, by seat."""
    refused: tuple[RefusedFile, ...] = ()
    unchanged: int = 0
    """Files that had been taken in before."""
    others: int = 0
    """Files that by their name belong to another module; they were left alone."""

    @property
    def exit_code(self) -> int:
        """0 when every file was taken in, 1 when some were refused."""
        return 1 if self.refused else 0

    def lines(self) -> list[str]:
        """The report in Japanese, one line a thing."""
        told = [f"{self.module}: {len(self.seats)}席分の提出があります（今回新しく入ったもの {len(self.new)}席）。"]
        if self.unchanged:
            told.append(f"前に取り込んだファイル {self.unchanged}件は、そのままです。")
        if self.others:
            told.append(f"ほかのモジュールの提出 {self.others}件は、そのままです。")
        told += [
            f"席{seat}: {name} は古いほうの提出です。記録だけして、作成時刻の新しいものを使います。"
            for seat, name in self.older
        ]
        told += [f"席{seat}: {note.text_ja}" for seat in self.new for note in self.notes.get(seat, [])]
        told += [f"取り込めませんでした: {file.name}: {file.reason}" for file in self.refused]
        return told


@dataclass(frozen=True)
class _Received:
    """A hand-in together with the time it counts for."""

    opened: Opened
    when: datetime
    file_time: datetime
    notes: tuple[Note, ...]

    @property
    def rank(self) -> tuple[datetime, datetime, str]:
        """Newest last: the manifest's time, then the file's, then the name."""
        return self.when, self.file_time, self.opened.name


def collect(course: Course, folder: Path, module: str) -> Collected:
    """Collect the hand-ins of a module from a folder. Files that cannot be taken in never stop the rest.

    The newest hand-in of a seat is the one with the latest time in its manifest; where that time cannot be
    believed or is equal, the time of the file decides.

    Raises:
        MissingError: there is no such module, or no such folder.
        WriteError: ``.grading/`` cannot be written.
    """
    places = Places.of(course, module)
    if not folder.is_dir():
        raise MissingError("提出ファイルを集めたフォルダが見つかりません。場所を確かめてください。", str(folder))
    files, others = _files(folder, module)
    good, refused = _open_all(files, module)
    known = {item.opened.sha256 for item in _stored(places)}
    fresh = _first_of_each(item for item in good if item.opened.sha256 not in known)
    try:
        for item in fresh:
            _store(places, item)
        return replace(
            _use_newest(course, places, fresh), unchanged=len(good) - len(fresh), others=others, refused=refused
        )
    except WriteError:
        raise
    except OSError as error:
        raise WriteError(
            "採点用のフォルダに書き込めません。空き容量と権限を確かめてください。", str(places.root)
        ) from error


def _files(folder: Path, module: str) -> tuple[list[Path], int]:
    """What lies in the folder, and how many hand-ins of other modules there are (a shared folder holds them all)."""
    files = sorted(p for p in folder.iterdir() if not p.name.startswith(".") and p.name not in _NOT_HANDED_IN)
    others = [p for p in files if (named := _NAMED.match(p.name)) and named.group(1) != module]
    return [p for p in files if p not in others], len(others)


def _open_all(files: Iterable[Path], module: str) -> tuple[list[_Received], tuple[RefusedFile, ...]]:
    good: list[_Received] = []
    refused: list[RefusedFile] = []
    for path in files:
        try:
            good.append(_received(path, module))
        except RefusedError as problem:
            refused.append(RefusedFile(path.name, problem.message_ja))
    return good, tuple(refused)


def _received(path: Path, module: str) -> _Received:
    opened = open_hand_in(path, module)
    file_time = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if opened.made is not None and opened.made <= datetime.now(UTC) + _CLOCK_SLACK:
        return _Received(opened, opened.made, file_time, opened.notes)
    note = Note("clock", "提出ファイルの作成時刻が正しくないため、ファイルの更新時刻を使いました。")
    return _Received(opened, file_time, file_time, (*opened.notes, note))


def _first_of_each(items: Iterable[_Received]) -> list[_Received]:
    """The same bytes under two names are one hand-in."""
    unique: dict[str, _Received] = {}
    for item in items:
        unique.setdefault(item.opened.sha256, item)
    return list(unique.values())


def _stored(places: Places) -> list[_Received]:
    """Every hand-in that was taken in so far."""
    return _open_all(sorted(places.received.glob("seat*/*.zip")), places.module)[0]


def _store(places: Places, item: _Received) -> None:
    name = Path(item.opened.name)
    copy = write_new(places.received / f"seat{item.opened.seat}", name.stem, ".zip", item.opened.data)
    os.utime(copy, (item.file_time.timestamp(), item.file_time.timestamp()))


def _use_newest(course: Course, places: Places, fresh: list[_Received]) -> Collected:
    """Bring ``submitted/`` in line with the newest stored hand-in of every seat."""
    by_seat: dict[str, list[_Received]] = {}
    for item in _stored(places):
        by_seat.setdefault(item.opened.seat, []).append(item)
    released = read_json(course.notebook(places.module))
    record, notes = read_json(places.collected), read_json(places.notes)
    new: list[str] = []
    older: list[tuple[str, str]] = []
    just_in = {item.opened.sha256 for item in fresh}
    for seat in sorted(by_seat, key=lambda seat: (len(seat), seat)):
        items = sorted(by_seat[seat], key=lambda item: item.rank)
        newest = items[-1]
        older += [(seat, item.opened.name) for item in items[:-1] if item.opened.sha256 in just_in]
        if record.get(seat, {}).get("sha256") != newest.opened.sha256 or not places.submitted(seat).is_dir():
            found = _submit(places, seat, newest, released)
            notes[seat] = [{"code": note.code, "text_ja": note.text_ja} for note in found]
            new.append(seat)
        record[seat] = {
            "file": newest.opened.name,
            "sha256": newest.opened.sha256,
            "made": newest.when.isoformat(),
            "count": len(items),
        }
        _save(places.notes, notes)
        _save(places.collected, record)
    told = {seat: [Note(note["code"], note["text_ja"]) for note in notes.get(seat, [])] for seat in by_seat}
    return Collected(places.module, tuple(by_seat), tuple(new), tuple(older), told)


def _submit(places: Places, seat: str, item: _Received, released: dict[str, Any]) -> list[Note]:
    """Put one hand-in where nbgrader looks; what was there before moves to ``received/``."""
    notebook, notes = repair(released, item.opened.notebook, _label)
    draft = places.received / f"seat{seat}" / ".draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    (draft / f"{places.module}.ipynb").write_bytes(encode_json(notebook))
    if item.opened.answers is not None:
        notes += _put_answers(draft / ANSWERS, item.opened.answers, places.module, seat)
    (draft / "timestamp.txt").write_text(f"{item.when.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC\n", encoding="utf-8")
    target = places.submitted(seat)
    if target.is_dir():
        _move_aside(target, places.received / f"seat{seat}")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft.rename(target)
    return [*item.notes, *notes]


def _put_answers(path: Path, data: bytes, module: str, seat: str) -> list[Note]:
    path.write_bytes(data)
    try:
        answers = read_answers(path)
    except DamagedAnswers:
        path.unlink()
        return [
            Note("answers-damaged", "答えの記録が読み取れません。本人のフォルダを確かめて、もう一度集めてください。")
        ]
    if answers["module"] != module:
        return [Note("answers-other-module", "答えの記録が別のモジュールのものです。本人に確かめてください。")]
    if answers.get("seat") not in ("", None, seat):
        return [
            Note("answers-other-seat", "答えの記録の座席番号が、提出の座席番号と違います。本人に確かめてください。")
        ]
    return []


def _move_aside(folder: Path, history: Path) -> None:
    stamp = datetime.now(UTC).astimezone().strftime("%Y%m%d-%H%M%S")
    for number in range(1, 1000):
        target = history / (f"submitted-{stamp}" if number == 1 else f"submitted-{stamp}-{number}")
        if not target.exists():
            folder.rename(target)
            return
    raise WriteError("前の提出を移せませんでした。フォルダを整理してください。", str(history))


def _save(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, encode_json(content))


def _label(grade_id: str) -> str:
    """``01_flow-flow-time`` as people say it: ``E1-3 時間を入れる``."""
    from kaizen_helpers.checkers.catalogue import exercise_by_id

    name = grade_id.split("-", 1)[-1].removesuffix(ANSWER_CELL)
    if name in _OTHER_CELLS:
        return _OTHER_CELLS[name]
    try:
        exercise = exercise_by_id(name)
    except MissingError:
        return grade_id
    return exercise.title if exercise.title.startswith(exercise.code) else f"{exercise.code} {exercise.title}"
