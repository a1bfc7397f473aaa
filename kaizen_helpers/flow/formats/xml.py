"""Reading XML that anybody may have made: no network, no entities, no DTD, bounded size and depth.

A file is decoded here, by an encoding from a short list, and its document type (DTD) is refused before the
parser sees it. So entities cannot be declared at all: neither a billion laughs nor a look into other files
is possible. Every way to fail is one Japanese sentence in an :class:`~kaizen_helpers.errors.InputError`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from kaizen_helpers.errors import InputError, MissingError

__all__ = ["MAX_BYTES", "MAX_TAGS", "Element", "elements", "local_name", "parse_xml", "read_xml", "xml_text"]

MAX_BYTES = 20_000_000
"""Larger files are not read; a flow of 5,000 steps takes about 5 MB as BPMN."""
MAX_TAGS = 1_000_000
"""Most ``<`` in a file: a small file of nothing but tags would take a hundred times its size in memory."""

Element: TypeAlias = Any
"""An ``lxml.etree._Element``: lxml is loaded when something is parsed, and has no types of its own."""

_DECLARATION = re.compile(r"\s*<\?xml\s[^>]{0,500}?\?>")
_DECLARED_BYTES = re.compile(rb"\s*<\?xml\s[^>]{0,300}?encoding\s*=\s*[\"']([A-Za-z0-9._:\-]{1,40})[\"']")
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "cp932": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "iso-8859-15": "iso8859_15",
    "windows-1252": "cp1252",
    # Declared in letters that are one byte each: the file was UTF-16 before some program saved it again.
    "utf-16": "utf-8",
    "unicode": "utf-8",
}
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_ENDS_TOO_EARLY = 77
"""libxml2's XML_ERR_TAG_NOT_FINISHED: the file ends inside an element."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_xml(source: Path | bytes | str, where: str = "XML") -> Element:
    """The root of a file (its path), or of what was read from one (bytes or text).

    A ``str`` with a ``<`` in it is text, any other a path.

    Raises:
        MissingError: there is no such file, or it cannot be opened.
        InputError: see :func:`parse_xml`; ``where`` is the name of the file.
    """
    if isinstance(source, str) and source.strip() and "<" not in source:
        source = Path(source)
    if not isinstance(source, Path):
        return parse_xml(source, where)
    try:
        if source.stat().st_size > MAX_BYTES:
            raise _too_large(source.name)
        data = source.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        message = "ファイルを開けませんでした。名前と場所、ほかのアプリで開いたままでないかを確かめてください。"
        raise MissingError(message, _printable(source.name)) from error
    return parse_xml(data, source.name)


def parse_xml(data: bytes | str, where: str = "XML") -> Element:
    """The root element of an XML document, as an ``lxml`` element; comments and instructions are kept.

    ``where`` is the name of the file, or of the part of a file, for the message.

    Raises:
        InputError: empty, too large, no XML, cut off, in another encoding than it says, with a DTD, or
            nested more than 255 deep.
    """
    from lxml import etree

    if len(data) > MAX_BYTES:
        raise _too_large(where)
    text = data if isinstance(data, str) else _decode(bytes(data), where)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise InputError("中身が空です。保存し直したファイルを選んでください。", where)
    if declaration := _DECLARATION.match(text):  # the encoding it names is no longer true
        text = "\n" * text.count("\n", 0, declaration.end()) + text[declaration.end() :]
    _refuse_document_type(text, where)
    if text.count("<") > MAX_TAGS:
        raise _too_large(where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except UnicodeEncodeError as error:
        raise InputError("文字として読めないデータが入っています。UTF-8 で保存し直してください。", where) from error
    except etree.XMLSyntaxError as error:
        raise _not_readable(text, error, where) from error
    return root


def elements(parent: Element) -> Iterator[Element]:
    """The children that are elements: no comments, no instructions."""
    return (child for child in parent if isinstance(child.tag, str))


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    name: str = element.tag
    return name.rpartition("}")[2]


def xml_text(text: str) -> str:
    """The text with U+FFFD for each character that XML 1.0 cannot hold (control characters, lone surrogates)."""
    return _NOT_XML.sub("\ufffd", text)


# --- before the parser ---------------------------------------------------------------------------


def _decode(data: bytes, where: str) -> str:
    codec = _codec(data, where)
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(
            "文字コードがファイルの中の表示と違い、読めませんでした。UTF-8 で保存し直してください。", where
        ) from error


def _codec(data: bytes, where: str) -> str:
    """By the mark at the start, by the zeros of UTF-16 without one, or as the file declares."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec
    head = data[:4]
    if head[:1] and head[1:2] == b"\x00":
        return "utf-16-le"
    if head[:1] == b"\x00" and head[1:2] != b"\x00":
        return "utf-16-be"
    declared = _DECLARED_BYTES.match(data[:400])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name not in _CODECS:
        raise InputError(f"文字コード「{name}」には対応していません。UTF-8 で保存し直してください。", where)
    return _CODECS[name]


def _refuse_document_type(text: str, where: str) -> None:
    """Walk over blanks, comments and instructions to the first element: a DTD can stand only before it."""
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
        elif text.startswith("<?", at):
            end = text.find("?>", at + 2)
        else:
            break
        if end < 0:
            break
        at = end + (3 if text.startswith("-->", end) else 2)
    if text[at : at + 9].upper() == "<!DOCTYPE":
        raise InputError(
            "文書型宣言（DOCTYPE）のあるファイルは、安全のため読みません。元のアプリから書き出し直してください。", where
        )
    if not text.startswith("<", at):
        raise InputError("XML のファイルではありません。元のアプリから書き出し直してください。", where)


def _not_readable(text: str, error: Any, where: str) -> InputError:
    if error.code == _ENDS_TOO_EARLY or not text.rstrip().endswith(">"):
        return InputError(
            "ファイルが途中で終わっています。コピーし直すか、元のアプリから書き出し直してください。", where
        )
    place = f"{error.lineno}行目が " if error.lineno else ""
    return InputError(f"{place}XML の決まりに合わず、読めませんでした。元のアプリから書き出し直してください。", where)


def _too_large(where: str) -> InputError:
    return InputError("ファイルが大きすぎます。図を分けて、1つずつ書き出してください。", _printable(where))


def _printable(name: str) -> str:
    """A file name that any screen and log can show."""
    return name.encode("utf-8", "replace").decode("utf-8")
