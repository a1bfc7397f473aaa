"""The versions of a flow in one file beside it: each is kept, none is overwritten."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError, MissingError, WriteError
from kaizen_helpers.files import one_at_a_time, write_atomically
from kaizen_helpers.flow.model import Flow

__all__ = ["Version", "read_versions", "save_version"]

_FORMAT = "kaizen-flow-versions-1"
_LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Version:
    """A flow as it was saved."""

    number: int
    """From 1."""
    flow: Flow
    saved: str
    """ISO date and time."""
    by: str = ""
    """Who saved it: a role, not a name."""
    note: str = ""
    """What was changed and why."""


def read_versions(path: Path) -> tuple[Version, ...]:
    """All versions in a file, the oldest first.

    Raises:
        MissingError: there is no such file.
        InputError: it cannot be opened, or is no file of versions.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError("版のファイルが大きすぎて読めません。業務ごとに分けて保存してください。", path.name)
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise MissingError("版のファイルがまだありません。まず save_version で保存してください。", path.name) from error
    except OSError as error:
        raise _NotOpenedError(
            "版のファイルを開けません。ほかのソフトで開いていたら閉じて、もう一度試してください。", path.name
        ) from error
    except (ValueError, RecursionError) as error:
        raise _DamagedError(_DAMAGED, path.name) from error
    return _versions(content, path.name)


def save_version(path: Path, flow: Flow, *, by: str = "", note: str = "", now: datetime | None = None) -> Version:
    """Add a flow as a new version; one that is equal to the last version is not saved again.

    A damaged file is put aside under another name first, and the numbers begin anew: nothing is lost.

    Raises:
        WriteError: it could not be written, or the file is open elsewhere. It is as it was.
    """
    with one_at_a_time(path):
        known = _to_change(path)
        if known and known[-1].flow == flow:
            return known[-1]
        saved = (now or datetime.now().astimezone()).isoformat(timespec="seconds")
        version = Version(known[-1].number + 1 if known else 1, flow, saved, by.strip(), note.strip())
        plain = [_to_plain(kept) for kept in (*known, version)]
        text = json.dumps({"format": _FORMAT, "versions": plain}, ensure_ascii=False, indent=1)
        write_atomically(path, (text + "\n").encode("utf-8", "replace"))
    return version


class _NotOpenedError(InputError):
    """What is in the file may be sound."""


class _DamagedError(InputError):
    """What is in the file is no list of versions."""


_DAMAGED = "版のファイルが壊れていて読めません。同じフォルダの控えを使うか、もう一度保存してください。"


def _versions(content: Any, name: str) -> tuple[Version, ...]:
    if not isinstance(content, Mapping) or content.get("format") != _FORMAT:
        raise _DamagedError("版のファイルの形が違います。save_version で保存したファイルを選んでください。", name)
    entries = content.get("versions")
    if not isinstance(entries, list):
        raise _DamagedError(_DAMAGED, name)
    found = tuple(_from_plain(entry, name) for entry in entries)
    if [version.number for version in found] != list(range(1, len(found) + 1)):
        raise _DamagedError(_DAMAGED, name)
    return found


def _from_plain(entry: Any, name: str) -> Version:
    texts = [entry.get(key, "") for key in ("saved", "by", "note")] if isinstance(entry, Mapping) else []
    if not texts or type(entry.get("number")) is not int or any(type(text) is not str for text in texts):
        raise _DamagedError(_DAMAGED, name)
    try:
        flow = Flow.from_dict(entry.get("flow", {}))
    except InputError as error:
        raise _DamagedError(_DAMAGED, name) from error
    return Version(entry["number"], flow, *texts)


def _to_plain(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "saved": version.saved,
        "by": version.by,
        "note": version.note,
        "flow": version.flow.to_dict(),
    }


def _to_change(path: Path) -> tuple[Version, ...]:
    """What is there, to be written again with one more; a damaged file is out of the way then."""
    try:
        return read_versions(path)
    except MissingError:
        return ()
    except _DamagedError:
        _put_aside(path)
        return ()
    except InputError as error:
        raise WriteError("いまは保存できません。" + error.message_ja, path.name) from error


def _put_aside(path: Path) -> None:
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    try:
        path.replace(path.with_name(f"{path.stem}-読めないファイル-{stamp}{path.suffix}"))
    except OSError as error:
        raise WriteError("壊れた版のファイルをよけられませんでした。別の名前で保存してください。", path.name) from error
