"""The file as it lies on the disk: what it really is, whatever its name says, and its parts with limits on each.

What a file says of its own size is not believed: bytes are counted while they are unpacked.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote

from kaizen_helpers.errors import InputError, MissingError

__all__ = ["DAMAGED", "Parts", "kind_of", "read_file"]

MOST_BYTES = 300_000_000
"""Of the file on the disk. A register of a million rows is about 60 MB."""
MOST_UNPACKED = 1_500_000_000
"""Of all parts that are read, together: some 3 GB of memory would be too much for a small PC, the time is a minute."""
MOST_PARTS = 20_000

DAMAGED = "ファイルが壊れているか、途中で切れています。もう一度送ってもらうか、Excel で保存し直してください。"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Files of Excel up to 2003 begin with it, and newer ones that are locked by a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_NOT_TABLES = {
    ".pdf": "PDF", ".docx": "Word の文書", ".doc": "Word の文書", ".pptx": "PowerPoint の資料", ".jpg": "画像",
    ".jpeg": "画像", ".png": "画像", ".zip": "圧縮ファイル", ".xlsb": "Excel のバイナリ形式", ".ods": "ODS の表",
}  # fmt: skip


_MARKS = {b"%PDF": ".pdf", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"Rar!": ".zip", b"7z\xbc\xaf": ".zip"}
"""How files begin that are no tables."""


def read_file(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        MissingError: it is not there, is a folder, or cannot be opened.
        InputError: it is empty, far too large, or the small file that Excel keeps while it is open (「~$」).
    """
    name = path.name.encode("utf-8", "replace").decode("utf-8")
    if name.startswith("~$"):
        message = "Excel が開いている間だけできる目印のファイルです。「~$」の付かないほうを指定してください。"
        raise InputError(message, name)
    try:
        if path.is_dir():
            raise MissingError("フォルダです。中のファイルを 1 つ指定してください。", name)
        if path.stat().st_size > MOST_BYTES:
            raise InputError("ファイルが大きすぎます。必要な表だけを新しいファイルに写してください。", name)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, InputError | MissingError):
            raise
        message = "ファイルを開けませんでした。名前と場所、ほかのアプリで開いたままでないかを確かめてください。"
        raise MissingError(message, name) from error
    if not data.strip(b"\0 \t\r\n"):
        raise InputError("中身が空です。保存し直したファイルを選んでください。", name)
    return data


def kind_of(data: bytes, name: str) -> str:
    """「xlsx」「xls」 or 「csv」, by what is inside.

    Raises:
        InputError: locked by a password, a web page, or no table at all; the message says what to do.
    """
    suffix = Path(name).suffix.lower()
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise InputError(
                "パスワードで保護されています。Excel で開いて、パスワードを外した写しを選んでください。", name
            )
        if any(stream in data for stream in _OLD_STREAMS):
            return "xls"
        raise _other(suffix, name)
    if data.startswith(b"PK"):
        return _kind_of_package(data, suffix, name)
    head = data[:4_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, really in _MARKS.items():
        if data.startswith(mark):
            raise _other(really, name)
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")) or b"<html" in head[:1_000]:
        message = (
            "名前は表のファイルですが、中身はウェブページ（HTML）です。"
            "Excel で開いて、「名前を付けて保存」で .xlsx にしたものを選んでください。"
        )
        raise InputError(message, name)
    if head.startswith((b"<?xml", b"mime-version:")):
        message = "古い形式の XML です。Excel で開いて、「名前を付けて保存」で .xlsx にしたものを選んでください。"
        raise InputError(message, name)
    if suffix in _NOT_TABLES:
        raise _other(suffix, name)
    return "csv"


def _kind_of_package(data: bytes, suffix: str, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = set(file.namelist()[:MOST_PARTS])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError(DAMAGED, name) from error
    if (
        any(part.lower().endswith(("xl/workbook.xml", "xl/workbook2.xml")) for part in parts)
        or "[Content_Types].xml" in parts
    ):
        other = next(
            (one for one in (".docx", ".pptx") if f"{_FOLDERS[one]}/" in {p.partition("/")[0] + "/" for p in parts}), ""
        )
        if other:
            raise _other(other, name)
        if "xl/workbook.bin" in parts:
            raise _other(".xlsb", name)
        return "xlsx"
    raise _other(".ods" if "mimetype" in parts else (suffix if suffix in _NOT_TABLES else ".zip"), name)


_FOLDERS = {".docx": "word", ".pptx": "ppt"}


def _other(suffix: str, name: str) -> InputError:
    what = _NOT_TABLES.get(suffix, "表ではないファイル")
    message = f"{what}です。Excel で開いて、「名前を付けて保存」で .xlsx にしたものを選んでください。"
    if suffix in (".pdf", ".jpg", ".jpeg", ".png", ".docx", ".doc", ".pptx"):
        message = f"{what}です。表のもとになった Excel か CSV のファイルを選んでください。"
    if suffix == ".zip":
        message = "圧縮ファイルです。中のファイルを取り出してから、1 つずつ選んでください。"
    return InputError(message, name)


class Parts:
    """The parts of an ``.xlsx``, unpacked one at a time, all of them together up to ``MOST_UNPACKED`` bytes."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._left = MOST_UNPACKED
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
            self._names = {unquote(one).lower().lstrip("/"): one for one in self._file.namelist()[:MOST_PARTS]}
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise InputError(DAMAGED, name) from error

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._names

    def names(self) -> Iterator[str]:
        """The names of all parts, in lower case."""
        return iter(self._names)

    def stream(self, part: str) -> IO[bytes]:
        """A part to read from. Raises InputError where it is missing, damaged, or turns out too large."""
        try:
            return _Counted(self._file.open(self._names[part.lower()]), self)  # type: ignore[return-value]
        except (KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError) as error:
            raise InputError(DAMAGED, self.name) from error

    def take(self, size: int) -> None:
        """Count unpacked bytes. Raises InputError over the limit."""
        self._left -= size
        if self._left < 0:
            message = "広げると大きすぎるファイルです。必要な表だけを新しいファイルに写してください。"
            raise InputError(message, self.name)

    def tree(self, part: str, most: int = 50_000_000) -> Any:
        """A small part as an lxml tree; ``None`` where there is none."""
        if part not in self:
            return None
        from lxml import etree

        stream = self.stream(part)
        data = stream.read(most + 1)
        if len(data) > most:
            raise InputError(DAMAGED, self.name)
        if b"<!DOCTYPE" in data[:2_000]:
            raise InputError(DAMAGED, self.name)
        try:
            return etree.fromstring(data, _parser())
        except etree.XMLSyntaxError as error:
            raise InputError(DAMAGED, self.name) from error

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Of a part, by id: (last word of the type, target). Targets outside the file keep their address."""
        folder, _, base = part.rpartition("/")
        tree = self.tree(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        found: dict[str, tuple[str, str]] = {}
        for one in tree.iter("{*}Relationship") if tree is not None else ():
            target = unquote(one.get("Target", ""))
            if one.get("TargetMode") != "External":
                target = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
            found[one.get("Id", "")] = (one.get("Type", "").rpartition("/")[2], target)
        return found


def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


class _Counted(io.RawIOBase):
    """A stream whose bytes are counted, and whose damage is told in one way."""

    def __init__(self, inner: IO[bytes], parts: Parts) -> None:
        self._inner, self._parts = inner, parts
        self._begun = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._inner.read(size if size >= 0 else MOST_UNPACKED)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise InputError(DAMAGED, self._parts.name) from error
        self._parts.take(len(data))
        # No program writes a document type into a part; entities of one would make texts vanish or grow.
        if not self._begun and b"<!DOCTYPE" in data[:4_000]:
            raise InputError(DAMAGED, self._parts.name)
        self._begun = True
        return data

    def close(self) -> None:
        self._inner.close()
        super().close()
