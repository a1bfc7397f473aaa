"""Open one hand-in zip that somebody sent, trusting nothing in it.

Only ``manifest.json``, the module's notebook and ``answers.json`` are ever read, into memory and up to
a limit; nothing is extracted. Every doubt is a ``RefusedError`` with one Japanese sentence.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from kaizen_helpers.checkers.store import ANSWERS
from kaizen_helpers.classroom.handin import HAND_IN_FORMAT, MANIFEST_NAME, normalise_seat
from kaizen_helpers.errors import InputError
from kaizen_helpers.grading.places import Note

__all__ = ["MAX_BYTES", "Opened", "RefusedError", "open_hand_in"]

MAX_BYTES = 20 * 1024 * 1024
"""The largest hand-in, zipped or unzipped."""
_MAX_RATIO = 200
"""Notebooks and answers shrink to a tenth; what shrinks further than this was made to be unpacked."""
_RATIO_FROM_BYTES = 1024 * 1024
_MAX_MEMBERS = 20
_MAX_MANIFEST_BYTES = 100_000
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, ValueError)

_AGAIN = "本人に、もう一度「提出ファイルを作る」を押してもらってください。"


class RefusedError(InputError):
    """A file cannot be taken in as a hand-in."""


@dataclass(frozen=True)
class Opened:
    """A hand-in that passed every check."""

    name: str
    """File name, as it was handed in."""
    seat: str
    made: datetime | None
    """The time in the manifest; ``None`` when it cannot be read."""
    sha256: str
    """Of the zip, to know it again."""
    data: bytes
    """The zip itself."""
    notebook: bytes | None
    answers: bytes | None
    notes: tuple[Note, ...]


def open_hand_in(path: Path, module: str) -> Opened:
    """Open and check one hand-in of ``module``.

    Raises:
        RefusedError: the file is no hand-in of this module, or something in it is not as it should be.
    """
    data = _read(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _members(archive)
            manifest = _manifest(archive, members, module)
            taken = _taken(archive, members, manifest, module)
    except NotImplementedError as error:
        raise RefusedError(f"開けない形式のzipです。{_AGAIN}") from error
    except RuntimeError as error:
        raise RefusedError(f"パスワードがかかっていて開けません。{_AGAIN}") from error
    except _BROKEN as error:
        if isinstance(error, RefusedError):
            raise
        if path.suffix.lower() != ".zip" and not data.startswith(b"PK"):
            raise RefusedError("提出ファイル（zip）ではありません。提出でなければ、このままで大丈夫です。") from error
        raise RefusedError(
            f"提出ファイル（zip）として開けません。途中で切れたか、別のファイルです。{_AGAIN}"
        ) from error
    seat = _seat(manifest, path.name)
    return Opened(
        name=path.name,
        seat=seat,
        made=_time(manifest.get("made")),
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        notebook=taken.get(f"{module}.ipynb"),
        answers=taken.get(ANSWERS),
        notes=_notes(manifest, members, module),
    )


def _read(path: Path) -> bytes:
    try:
        if path.is_symlink():
            raise RefusedError("別の場所へのリンクなので、開きませんでした。ファイルそのものを置いてください。")
        if not path.is_file():
            raise RefusedError("ファイルではないので、開きませんでした。提出ファイル（zip）を置いてください。")
        if path.stat().st_size > MAX_BYTES:
            raise RefusedError(f"大きすぎるので、開きませんでした（{MAX_BYTES // 1024**2} MBまで）。{_AGAIN}")
        data = path.read_bytes()
    except RefusedError:
        raise
    except OSError as error:
        raise RefusedError("読み取れませんでした。ほかのソフトで開いていないか確かめてください。") from error
    if not data:
        raise RefusedError(f"中身がありません。送っている途中で切れたようです。{_AGAIN}")
    return data


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Everything in the zip by name, after the checks that need no unpacking."""
    entries = archive.infolist()
    if len(entries) > _MAX_MEMBERS:
        raise RefusedError(f"中のファイルが多すぎます。{_AGAIN}")
    members = {entry.filename: entry for entry in entries}
    if len(members) != len(entries):
        raise RefusedError(f"同じ名前のファイルが二つ入っています。{_AGAIN}")
    for entry in entries:
        _check_member(entry)
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise RefusedError(f"開くと大きくなりすぎるので、開きませんでした（{MAX_BYTES // 1024**2} MBまで）。{_AGAIN}")
    return members


def _check_member(entry: zipfile.ZipInfo) -> None:
    # ZipInfo cuts the name at a NUL and turns the separator of Windows round; the original tells.
    name = entry.orig_filename
    outside = "\\" in name or ":" in name or "\0" in name or name.startswith("/") or ".." in PurePosixPath(name).parts
    if outside or not name:
        raise RefusedError(f"フォルダの外を指す名前のファイルが入っています。{_AGAIN}")
    kind = entry.external_attr >> 16
    if kind and stat.S_IFMT(kind) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise RefusedError(f"リンクなど、ふつうのファイルでないものが入っています。{_AGAIN}")
    if entry.flag_bits & 0x1:
        raise RefusedError(f"パスワードがかかっていて開けません。{_AGAIN}")
    if entry.file_size > _RATIO_FROM_BYTES and entry.file_size > _MAX_RATIO * max(1, entry.compress_size):
        raise RefusedError(f"開くと極端に大きくなるので、開きませんでした。{_AGAIN}")


def _manifest(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], module: str) -> dict[str, Any]:
    if MANIFEST_NAME not in members:
        if any(name.lower().endswith(".zip") for name in members):
            raise RefusedError("zipの中にzipが入っています。中の提出ファイルを取り出して、そのまま置いてください。")
        raise RefusedError(f"提出ファイルの目録（{MANIFEST_NAME}）が入っていません。{_AGAIN}")
    try:
        manifest = json.loads(_bytes(archive, members[MANIFEST_NAME], _MAX_MANIFEST_BYTES).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError(f"提出ファイルの目録（{MANIFEST_NAME}）が読み取れません。{_AGAIN}") from error
    if (
        type(manifest) is not dict
        or manifest.get("format") != HAND_IN_FORMAT
        or type(manifest.get("files")) is not dict
    ):
        raise RefusedError(f"提出ファイルの目録（{MANIFEST_NAME}）の形が違います。{_AGAIN}")
    if manifest.get("module") != module:
        other = str(manifest.get("module"))[:20]
        raise RefusedError(f"別のモジュール（{other}）の提出です。{module} のフォルダから外してください。")
    return dict(manifest)


def _taken(
    archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], manifest: dict[str, Any], module: str
) -> dict[str, bytes]:
    """The files that count, whose bytes are the ones the manifest was made for. No other file is ever read."""
    taken: dict[str, bytes] = {}
    for name in (f"{module}.ipynb", ANSWERS):
        listed = manifest["files"].get(name)
        if (name in members) != (listed is not None):
            raise RefusedError(f"目録と中身が合いません（{name}）。{_AGAIN}")
        if listed is None:
            continue
        taken[name] = _bytes(archive, members[name], MAX_BYTES)
        if hashlib.sha256(taken[name]).hexdigest() != listed:
            raise RefusedError(f"作ったあとに中身が変わっています（{name}）。{_AGAIN}")
    if not taken:
        raise RefusedError(f"ノートブックも答えの記録も入っていません。{_AGAIN}")
    return taken


def _bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """A member's bytes; the size it declares is not believed."""
    with archive.open(entry) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise RefusedError(f"開くと大きくなりすぎるので、開きませんでした。{_AGAIN}")
    return data


def _seat(manifest: dict[str, Any], name: str) -> str:
    try:
        seat = normalise_seat(manifest.get("seat"))
    except InputError as error:
        raise RefusedError(f"座席番号が読み取れません。{_AGAIN}") from error
    in_name = re.search(r"_seat([0-9]{1,3})_", name)
    if in_name and normalise_seat(in_name.group(1) if int(in_name.group(1)) else seat) != seat:
        raise RefusedError(
            f"ファイル名の座席番号（{in_name.group(1)}）と中の座席番号（{seat}）が違います。本人に座席番号を確かめてください。"
        )
    return seat


def _time(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if type(text) is str else None
        if moment is None:
            return None
        moment.astimezone(UTC)  # a moment that no zone can tell is none
        return moment if moment.tzinfo is not None else moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return None


_STATE_NOTES = {
    ("notebook", "missing"): "ノートブックが入っていません。答えの記録から採点します。",
    ("notebook", "damaged"): "ノートブックは、提出の時に読み取れませんでした。答えの記録から採点します。",
    ("notebook", "too-large"): "ノートブックは、大きすぎて入っていません。答えの記録から採点します。",
    ("answers", "missing"): "答えの記録が入っていません。画面で答えた演習は未着手になります。",
    ("answers", "damaged"): "答えの記録は、提出の時に読み取れませんでした。本人のフォルダを確かめてください。",
    ("answers", "too-large"): "答えの記録は、大きすぎて入っていません。本人のフォルダを確かめてください。",
}


def _notes(manifest: dict[str, Any], members: dict[str, zipfile.ZipInfo], module: str) -> tuple[Note, ...]:
    notes = []
    for key, name in (("notebook", f"{module}.ipynb"), ("answers", ANSWERS)):
        if name not in members:
            state = str(manifest.get(key))
            text = _STATE_NOTES.get((key, state), _STATE_NOTES[key, "missing"])
            notes.append(Note(f"{key}-{state if (key, state) in _STATE_NOTES else 'missing'}", text))
    if set(members) - {MANIFEST_NAME, f"{module}.ipynb", ANSWERS}:
        notes.append(Note("extra-files", "決められたもの以外のファイルが入っていました。取り込んでいません。"))
    return tuple(notes)
