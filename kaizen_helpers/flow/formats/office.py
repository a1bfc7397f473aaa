"""The package of an Office file: opened safely, whoever made it, and written without losing somebody's work.

Only the parts that are asked for are unpacked, each with a limit; links that lead outside the file are never followed.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from pathlib import Path
from urllib.parse import unquote

from kaizen_helpers.errors import InputError, MissingError, WriteError
from kaizen_helpers.files import replace_file
from kaizen_helpers.flow.formats.drawingml import R
from kaizen_helpers.flow.formats.xml import Element, parse_xml

__all__ = ["Package", "read_source", "target_of", "write_new_file"]

_MOST_BYTES = 60_000_000
"""Of the file, and of one unpacked part."""
_MOST_PARTS = 20_000
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Files of Excel and PowerPoint up to 2003 begin with it, and newer ones that are locked by a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PROGRAMS = {".xlsx": "Excel", ".pptx": "PowerPoint", ".docx": "Word"}


def read_source(source: Path | str | bytes, suffix: str) -> tuple[bytes, str]:
    """(the bytes of a file, the name to call it in messages); ``suffix`` is ``.xlsx`` or ``.pptx``.

    Raises:
        MissingError: there is no such file, or it cannot be opened.
        InputError: it is too large, or not a package of Office 2007 or later.
    """
    if isinstance(source, bytes):
        data, where = source, f"{_PROGRAMS[suffix]} のファイル"
    else:
        path = Path(source)
        where = path.name.encode("utf-8", "replace").decode("utf-8")
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise InputError("ファイルが大きすぎます。図だけを新しいファイルに写してください。", where)
            data = path.read_bytes()
        except (OSError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            message = "ファイルを開けませんでした。名前と場所、ほかのアプリで開いたままでないかを確かめてください。"
            raise MissingError(message, where) from error
    _refuse_other_files(data, suffix, where)
    return data, where


def _refuse_other_files(data: bytes, suffix: str, where: str) -> None:
    program = _PROGRAMS[suffix]
    if len(data) > _MOST_BYTES:
        raise InputError("ファイルが大きすぎます。図だけを新しいファイルに写してください。", where)
    if not data:
        raise InputError("中身が空です。保存し直したファイルを選んでください。", where)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise InputError(
                f"パスワードで保護されています。{program} で開いて、パスワードを外した写しを選んでください。", where
            )
        old = {".xlsx": ".xls", ".pptx": ".ppt"}[suffix]
        raise InputError(
            f"古い形式（{old}）のファイルです。{program} で開いて「名前を付けて保存」で {suffix} にしてください。",
            where,
        )
    if not data.startswith(b"PK"):
        raise InputError(f"{program} のファイル（{suffix}）ではありません。{suffix} を選んでください。", where)


class Package:
    """The parts of an Office file by name."""

    def __init__(self, data: bytes, where: str) -> None:
        self.where = where
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
            self.names = {name.lower(): name for name in self.zip.namelist()}
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise self._broken() from error
        if len(self.names) > _MOST_PARTS:
            raise InputError("ファイルの部品が多すぎます。図だけを新しいファイルに写してください。", where)
        self._left = 4 * _MOST_BYTES

    def part(self, name: str) -> Element:
        """The root element of a part.

        Raises:
            InputError: the part is missing, damaged, or unpacks to far more than a drawing needs.
        """
        found = self.names.get(name.lower())
        if found is None:
            raise self._broken()
        try:
            with self.zip.open(found) as file:
                data = file.read(_MOST_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, RuntimeError, EOFError) as error:
            raise self._broken() from error
        self._left -= len(data)
        if len(data) > _MOST_BYTES or self._left < 0:
            raise InputError("広げると大きすぎるファイルです。図だけを新しいファイルに写してください。", self.where)
        return parse_xml(data, self.where)

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.lower() in self.names

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """The links of a part inside the file: id → (the last word of its kind, the name of the part it leads to)."""
        folder, base = posixpath.split(name)
        links = posixpath.join(folder, "_rels", f"{base}.rels")
        found = {}
        if self.has(links):
            for link in self.part(links).iter(_RELATIONS):
                if link.get("TargetMode") != "External":
                    kind = (link.get("Type") or "").rpartition("/")[2]
                    found[link.get("Id") or ""] = (kind, target_of(folder, link.get("Target") or ""))
        return found

    def linked(self, name: str, kind: str) -> list[str]:
        """The parts of a kind that a part leads to."""
        return [target for found, target in self.relations(name).values() if found == kind and self.has(target)]

    def _broken(self) -> InputError:
        message = "ファイルが壊れているか、途中で切れています。元のアプリで開いて、別の名前で保存し直してください。"
        return InputError(message, self.where)


def target_of(folder: str, target: str) -> str:
    """The name of a part from a link, which is relative to the folder of the part it stands in."""
    target = unquote(target)
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def relation_id(element: Element) -> str:
    """The id of the link an element carries."""
    return element.get(f"{{{R}}}id") or ""


def write_new_file(path: Path | str, data: bytes, suffix: str, *, overwrite: bool) -> Path:
    """Write a file that is not there yet, or, where ``overwrite`` is true, in place of the old one.

    Raises:
        InputError: the name has another ending, or there is a file of that name (a person may have worked in it).
        WriteError: it is open in another program, or the folder cannot be written to; the old file is untouched.
    """
    target = Path(path)
    if target.suffix.lower() != suffix:
        raise InputError(f"ファイルの名前の終わりを {suffix} にしてください。", target.name)
    if target.exists() and (target.is_dir() or not overwrite):
        message = "同じ名前のファイルがあります。別の名前にするか、書き換えてよければ overwrite=True を付けてください。"
        raise InputError(message, target.name)
    try:
        replace_file(target, data)
    except PermissionError as error:
        message = (
            f"書き込めませんでした。{_PROGRAMS[suffix]} で開いたままであれば閉じて、もう一度書き出してください。"
            "前の内容は残っています。"
        )
        raise WriteError(message, target.name) from error
    except OSError as error:
        message = "保存できませんでした。空き容量とフォルダの書き込み権限を確かめてください。前の内容は残っています。"
        raise WriteError(message, target.name) from error
    return target
