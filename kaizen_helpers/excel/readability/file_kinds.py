"""What kind of file it is, by its first bytes and its name: a table that programs read, or a paper to look at."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile, ZipFile

__all__ = ["paper_kind", "unread_data_kind"]

_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG\r\n\x1a\n", "画像（PNG）"),
    (b"\xff\xd8\xff", "画像（JPEG）"),
    (b"GIF8", "画像（GIF）"),
    (b"II*\x00", "画像（TIFF）"),
    (b"MM\x00*", "画像（TIFF）"),
    (b"{\\rtf", "リッチテキスト（RTF）"),
)
_SUFFIXES = {
    ".pdf": "PDF",
    ".doc": "Word",
    ".docx": "Word",
    ".docm": "Word",
    ".ppt": "PowerPoint",
    ".pptx": "PowerPoint",
    ".jtd": "一太郎",
    ".rtf": "リッチテキスト（RTF）",
    ".odt": "文書（ODT）",
    ".xdw": "DocuWorks",
    ".xbd": "DocuWorks",
    ".html": "ウェブページ（HTML）",
    ".htm": "ウェブページ（HTML）",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".heic", ".webp"), "画像"),
}
_DATA = {".ods": "ODS", ".xml": "XML", ".json": "JSON"}
_ROOMS = (("word/", "Word"), ("ppt/", "PowerPoint"))


def paper_kind(path: Path) -> str:
    """「PDF」「Word」… where the file is no data for programs; empty for everything else, damaged or not."""
    with path.open("rb") as file:
        head = file.read(16)
    named = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    if named:
        return named
    if head.startswith(b"PK\x03\x04"):
        try:
            with ZipFile(path) as package:
                names = package.namelist()
        except (BadZipFile, OSError, ValueError, NotImplementedError):
            names = []
        if any(name.startswith("xl/") for name in names):
            return ""
        inside = next((kind for room, kind in _ROOMS if any(name.startswith(room) for name in names)), "")
        if inside:
            return inside
    return _SUFFIXES.get(path.suffix.lower(), "")


def unread_data_kind(path: Path) -> str:
    """「ODS」「XML」「JSON」: kinds that the rule allows and that this check does not read."""
    return _DATA.get(path.suffix.lower(), "")
