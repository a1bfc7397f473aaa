"""Files of a multipart request (RFC 7578), byte for byte: a part ends at a line break and the whole boundary only."""

from __future__ import annotations

import re
from urllib.parse import unquote

from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.wire import Upload

__all__ = ["uploads"]

_BOUNDARY = re.compile(r';\s*boundary=(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
_MOST_PARTS = 20
_LONGEST_HEAD = 8_192
_VALUE = r'\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))'
_KIND = re.compile(r"[A-Za-z0-9.+_-]{1,100}/[A-Za-z0-9.+_-]{1,100}(;[ -~]{0,100})?")


def uploads(content_type: str, body: bytes) -> dict[str, Upload]:
    """The files by the name of their field. Raises Problem CB_IL02 for a body that is not multipart, or is cut off."""
    matched = _BOUNDARY.search(content_type)
    if matched is None:
        raise Problem("CB_IL02")
    boundary = (matched[1] or matched[2]).encode("latin-1", "replace")
    line = re.compile(rb"(?:\A|\r\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r\n|\Z)")
    found: dict[str, Upload] = {}
    start, place, parts = -1, 0, 0
    while (end := line.search(body, place)) is not None:
        if start >= 0:
            _take(body, start, end.start(), found)
        if end[1]:
            return found
        parts += 1
        if parts > _MOST_PARTS:
            raise Problem("CB_IL02")
        # The line break that ends this boundary may begin the next one, where a part is empty.
        start, place = end.end(), max(end.end() - 2, end.start() + 2)
    raise Problem("CB_IL02")


def _take(body: bytes, start: int, end: int, found: dict[str, Upload]) -> None:
    blank = body.find(b"\r\n\r\n", start, min(end, start + _LONGEST_HEAD))
    if blank < 0:
        raise Problem("CB_IL02")
    lines = (one.partition(":") for one in body[start:blank].decode("utf-8", "replace").split("\r\n"))
    headers = {header.strip().lower(): value.strip() for header, _, value in lines}
    disposition = headers.get("content-disposition", "")
    name, file_name = _parameter(disposition, "name"), _file_name(disposition)
    if name is None or file_name is None:
        return
    kind = headers.get("content-type", "")
    kind = kind if _KIND.fullmatch(kind) else "application/octet-stream"
    found[name] = Upload(file_name, kind, body[blank + 4 : end])


def _file_name(disposition: str) -> str | None:
    """The name of the file itself: folders before it are cut off, as are letters that no file name has."""
    coded = re.search(r";\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)", disposition, re.IGNORECASE)
    name = unquote(coded[1], errors="replace") if coded else _parameter(disposition, "filename")
    if name is None:
        return None
    name = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f]", "", name).strip()[:255] or "file"


def _parameter(disposition: str, name: str) -> str | None:
    matched = re.search(rf";\s*{name}{_VALUE}", disposition, re.IGNORECASE)
    if matched is None:
        return None
    # Browsers write a quotation mark as %22, other programs as \".
    return re.sub(r'\\"', '"', matched[1]).replace("%22", '"') if matched[1] is not None else matched[2]
