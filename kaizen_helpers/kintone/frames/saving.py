"""The attached files of records, kept in a folder: nothing is overwritten, and no name can do harm."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaizen_helpers.errors import InputError, WriteError
from kaizen_helpers.kintone.client.problems import KintoneError

if TYPE_CHECKING:
    from kaizen_helpers.kintone.client.service import Kintone, Progress

__all__ = ["SavedFile", "harmless_name", "save_files"]

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
_NOT_SHOWN = frozenset(["Cc", "Cf", "Cs", "Zl", "Zp"])
"""Control letters, halves of letters, ends of lines, and what turns the direction of writing."""
_AT_THE_ENDS = re.compile(r"^[\s.]+|[\s.]+$")
_OF_WINDOWS = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])\s*(\..*)?", re.IGNORECASE | re.DOTALL)
_LONGEST = 180
"""Bytes of UTF-8: every file system takes 255, and a number may be added."""
_LONGEST_ENDING = 20
_MOST_OF_ONE_NAME = 1_000


@dataclass(frozen=True, slots=True)
class SavedFile:
    """One attached file and where it is now."""

    record: str
    """Number of the record."""
    field: str
    """Code of the field; of a field in a table too."""
    name: str
    """As kintone says it."""
    path: Path


def save_files(
    kintone: Kintone,
    records: Iterable[Mapping[str, Any]],
    folder: str | PathLike[str],
    progress: Progress | None = None,
) -> list[SavedFile]:
    """Fetch the attached files of the records, also those in tables, into 「folder/number of the record/」.

    A file that is there already with the same content is left and named in the answer, so that it may be run again;
    one with other content stays, and the new one is called 「name (2)」.

    Raises:
        KintoneError: kintone did not give a file, or another one than it said.
        InputError: the records have another shape.
        WriteError: the folder cannot be written. Files that were fetched before stay.
    """
    wanted = [(number, field, item) for one in records for number, field, item in _files_of(one)]
    saved = []
    for done, (number, field, item) in enumerate(wanted, 1):
        content = kintone.download(item["fileKey"])
        if str(item.get("size", len(content))) != str(len(content)):  # such as a page that asks to log in
            message = "添付ファイルの大きさが、kintoneの言う大きさと違います。URLと通信を確かめてください。"
            raise KintoneError(message, f"レコード{number}の「{harmless_name(item['name'])}」")
        name = harmless_name(item["name"])
        try:
            place = Path(folder) / number
            place.mkdir(parents=True, exist_ok=True)
            path = _kept(place, name, content)
        except OSError as error:
            message = "ファイルを保存できません。フォルダの場所と、空き容量を確かめてください。"
            raise WriteError(message, f"レコード{number}の「{name}」") from error
        saved.append(SavedFile(number, field, item["name"], path))
        if progress is not None:
            progress(done, len(wanted))
    return saved


def _files_of(record: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Number of the record, field and file."""
    try:
        number = str(record["$id"]["value"])
        found = list(_in_fields(record))
        files_have_names = all(isinstance(one["fileKey"], str) and isinstance(one["name"], str) for _, one in found)
    except (AttributeError, KeyError, TypeError):
        files_have_names, number, found = False, "", []
    if not files_have_names or not re.fullmatch(r"\d{1,19}", number, re.ASCII):
        message = "kintoneのレコードの形ではありません。all_records() の結果を、番号（$id）も一緒に渡してください。"
        raise InputError(message)
    for field, item in found:
        yield number, field, item


def _in_fields(fields: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for code, item in fields.items():
        if item.get("type") == "FILE":
            for one in item["value"]:
                yield code, one
        elif item.get("type") == "SUBTABLE":
            for row in item["value"]:
                yield from _in_fields(row["value"])


def _kept(folder: Path, name: str, content: bytes) -> Path:
    """Write under a name that is free; one that holds the same already is taken as it is."""
    stem, ending = _parted(name)
    for place in range(1, _MOST_OF_ONE_NAME):
        path = folder / (name if place == 1 else f"{stem} ({place}){ending}")
        try:
            with path.open("xb") as file:  # never opens what is there, nor follows a link
                file.write(content)
        except FileExistsError:
            if path.is_file() and path.read_bytes() == content:
                return path
            continue
        return path
    raise WriteError("同じ名前のファイルが多すぎます。別のフォルダを指定してください。", name)


def harmless_name(name: str) -> str:
    """A file name that stays in its folder, that Windows takes too, and that shows what it is.

    Folders before it, letters that no name has, and signs that turn the direction of writing become 「_」 or vanish.
    """
    shown = (letter for letter in name if unicodedata.category(letter) not in _NOT_SHOWN)
    text = _AT_THE_ENDS.sub("", _NOT_IN_NAMES.sub("_", unicodedata.normalize("NFC", "".join(shown))))
    if not text.strip("_. "):
        return "ファイル"
    if _OF_WINDOWS.fullmatch(text):
        text = f"_{text}"
    stem, ending = _parted(text)
    room = _LONGEST - len(ending.encode())
    return _AT_THE_ENDS.sub("", stem.encode()[:room].decode(errors="ignore")) + ending


def _parted(name: str) -> tuple[str, str]:
    """The name before its ending, and the ending with its dot."""
    stem, dot, ending = name.rpartition(".")
    if not stem or not ending or len(ending.encode()) > _LONGEST_ENDING:
        return name, ""
    return stem, dot + ending
