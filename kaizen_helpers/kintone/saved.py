"""Files with the saved answers of kintone's REST API: which file holds which part of an app.

One JSON file with all parts, a folder, or a .zip. A file is known by what is in it; its name decides only where
the content says nothing (an empty list of permissions).
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.kintone.definition import Note, Part

__all__ = ["Saved", "read_saved", "saved_from_data"]

_MOST_BYTES = 20_000_000
_MOST_FILES = 300
_BRING = "kintone の設定を API で保存した JSON（フォームの項目は app/form/fields.json）を持ってきてください。"
_ENDINGS = (".json", ".zip")


@dataclass(frozen=True, slots=True)
class Saved:
    """The answers by part, where each comes from, and what was put aside."""

    answers: Mapping[Part, Any]
    places: Mapping[Part, str]
    notes: tuple[Note, ...]


def read_saved(path: Path | str) -> Saved:
    """Find the parts of an app in a file, a folder or a .zip.

    Raises:
        MissingError: there is nothing at this place.
        InputError: it is of another kind, damaged, too large, or holds no part of an app; two files hold one part.
    """
    source = Path(path)
    if source.is_dir():
        files = [(file.relative_to(source).as_posix(), file.read_bytes) for file in _json_files(source)]
        return _collect(((name, _loads(read(), name)) for name, read in files), source.name)
    if not source.is_file():
        raise MissingError("アプリ定義のファイルが見つかりません。名前と場所を確かめてください。", source.name)
    if source.suffix.lower() not in _ENDINGS:
        raise InputError(f"アプリ定義として読めるのは、.json・.zip とフォルダです。{_BRING}", source.name)
    if source.stat().st_size > _MOST_BYTES:
        raise InputError("ファイルが大きすぎます。アプリ1つ分の設定だけにしてください。", source.name)
    if source.suffix.lower() == ".zip":
        return _collect(_unpacked(source), source.name)
    return _collect([(source.name, _loads(source.read_bytes(), source.name))], source.name)


def saved_from_data(data: object, where: str = "アプリ定義") -> Saved:
    """The same of JSON that is already in memory.

    Raises:
        InputError: see :func:`read_saved`.
    """
    return _collect([(where, data)], where)


# --- files ---------------------------------------------------------------------------------------


def _json_files(folder: Path) -> list[Path]:
    found = sorted(file for file in folder.rglob("*") if file.suffix.lower() == ".json" and file.is_file())
    if len(found) > _MOST_FILES or sum(file.stat().st_size for file in found) > _MOST_BYTES:
        raise InputError("フォルダの中身が多すぎます。アプリ1つ分の JSON だけを入れてください。", folder.name)
    return found


def _unpacked(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        with zipfile.ZipFile(path) as bundle:
            inside = [one for one in bundle.infolist() if one.filename.lower().endswith(".json") and not one.is_dir()]
            if len(inside) > _MOST_FILES or sum(one.file_size for one in inside) > _MOST_BYTES:
                raise InputError("zip の中身が多すぎます。アプリ1つ分の JSON だけを入れてください。", path.name)
            for one in inside:
                if one.flag_bits & 1:
                    raise InputError("zip にパスワードがかかっています。外して作り直してください。", path.name)
                with bundle.open(one) as file:  # read no more than was announced
                    content = file.read(min(one.file_size, _MOST_BYTES) + 1)
                yield one.filename, _loads(content, one.filename)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error) as error:
        raise InputError("zip として開けませんでした。作り直してください。", path.name) from error


def _loads(content: bytes, where: str) -> Any:
    """The JSON of a file, also as PowerShell and Notepad write it (UTF-16, a mark at the beginning)."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp932"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError("文字として読めませんでした。UTF-8 で保存し直してください。", where)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"JSON として読めませんでした。{_BRING}", where) from error


# --- which part is it ----------------------------------------------------------------------------


def _collect(files: Iterable[tuple[str, Any]], source: str) -> Saved:
    answers: dict[Part, Any] = {}
    places: dict[Part, str] = {}
    notes: list[Note] = []
    for name, data in files:
        found = _parts_of(name, data)
        refused = _refused(data)
        if refused:
            notes.append(Note(name, refused))
        elif not found:
            notes.append(Note(name, "アプリ定義の部分ではないため、使いませんでした。"))
        for part, answer in found:
            refused = _refused(answer)
            if refused:
                notes.append(Note(f"{name} の「{part.label}」", refused))
            if answer is None or refused:
                continue
            if part not in answers or _is_draft(places[part]) > _is_draft(name):
                answers[part], places[part] = answer, name
            elif answers[part] != answer and _is_draft(places[part]) == _is_draft(name):
                raise InputError(
                    f"「{part.label}」のファイルが2つあり、中身が違います。使うほうだけを残してください。",
                    f"{places[part]}、{name}",
                )
    if not answers:
        told = next((note.message_ja for note in notes if "エラー" in note.message_ja), "")
        raise InputError(told or f"アプリ定義が入っていません。{_BRING}", source)
    return Saved(answers, places, tuple(notes))


def _refused(answer: Any) -> str:
    """What to do about an answer in which kintone says no; empty for any other answer."""
    if (
        not isinstance(answer, dict)
        or not {"code", "message"} <= answer.keys()
        or {"appId", "properties"} & answer.keys()
    ):
        return ""
    code = str(answer["code"])[:20]
    return f"kintone が返したエラー（{code}）が保存されています。権限を確かめて、保存し直してください。"


def _is_draft(name: str) -> bool:
    """Whether it is the answer of a preview API: settings that were not put into use yet."""
    return "preview" in name.lower()


def _parts_of(name: str, data: Any) -> list[tuple[Part, Any]]:
    if not isinstance(data, dict) or _refused(data):
        return []
    known = [(part, value) for key, value in data.items() if (part := _named(key)) is not None]
    whole = [(part, value) for part, value in known if isinstance(value, dict) or value is None]
    if len(whole) >= 2 or (whole and _part_of(whole[0][0].value, whole[0][1]) is whole[0][0]):
        return whole
    part = _part_of(name, data)
    return [] if part is None else [(part, data)]


def _part_of(name: str, data: Any) -> Part | None:
    """The part that an answer is by what is in it; by its name where that says nothing."""
    if not isinstance(data, dict):
        return None
    if isinstance(data.get("rights"), list):
        return _kind_of_rights(name, data["rights"])
    for keys, part in _MARKS:
        if keys <= data.keys():
            return part
    return None


_MARKS = (
    ({"properties"}, Part.FIELDS),
    ({"layout"}, Part.LAYOUT),
    ({"views"}, Part.VIEWS),
    ({"states"}, Part.STATUS),
    ({"enable", "actions"}, Part.STATUS),
    ({"appId"}, Part.APP),
    ({"name", "theme"}, Part.SETTINGS),
    ({"name", "icon"}, Part.SETTINGS),
    ({"enableBulkDeletion"}, Part.SETTINGS),
)


def _kind_of_rights(name: str, rights: list[Any]) -> Part | None:
    first = next((right for right in rights if isinstance(right, dict)), None)
    if first is None:
        return _named(name)
    if "entities" in first:
        return Part.FIELD_ACL if "code" in first else Part.RECORD_ACL
    return Part.ACL if "entity" in first else None


def _named(name: str) -> Part | None:
    """The part that a key or a file is named after: ``fieldAcl``, ``field/acl.json``, ``app_field_acl.json``."""
    words = re.sub(r"\.json$", "", str(name)[-200:].lower().replace("\\", "/"))
    words = re.sub(r"[^a-z]+", "", words.split("/v1/")[-1].replace("preview", ""))
    return next((part for ending, part in _NAMES if words == ending or words.endswith(ending)), None) if words else None


_NAMES = (
    ("fieldacl", Part.FIELD_ACL),
    ("recordacl", Part.RECORD_ACL),
    ("appacl", Part.ACL),
    ("acl", Part.ACL),
    ("fields", Part.FIELDS),
    ("layout", Part.LAYOUT),
    ("views", Part.VIEWS),
    ("status", Part.STATUS),
    ("settings", Part.SETTINGS),
    ("app", Part.APP),
)
