"""What a markdown text must keep to: headings in order, pictures with a description, links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from kaizen_helpers.authoring.findings import Notes

__all__ = ["MarkdownText", "check_markdown", "linked_files"]

_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_INLINE_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_HTML_HEADING = re.compile(r"<h[1-6][\s>]", re.IGNORECASE)
_IMAGE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)>\s]*)>?[^)]*\)")
_LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|!\[[^\]]*\]\([^)]*\))*\]\(\s*<?([^)>\s]*)>?[^)]*\)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]^]+\]:\s*<?(\S+?)>?(?:\s|$)", re.MULTILINE)
_AUTOLINK = re.compile(r"<((?:https?|ftp|file|mailto):[^>\s]*)>", re.IGNORECASE)
_HTML_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_HTML_TARGET = re.compile(r"<a\b[^>]*?\bhref\s*=\s*[\"']?([^\"'>\s]*)", re.IGNORECASE)
_VOICING = re.compile("[\u3099\u309a]")


@dataclass(frozen=True)
class MarkdownText:
    """One markdown cell, or a whole markdown file."""

    name: str
    """What to call it in a report."""
    source: str
    """The text."""


def check_markdown(texts: list[MarkdownText], notes: Notes, exists: Callable[[str], bool]) -> None:
    """Note what is wrong with the texts of one document, read in order.

    ``exists`` answers whether a link, as a path relative to the document, leads to a file of the course.
    """
    _check_headings(texts, notes)
    anchors = {_anchor(title) for text in texts for _, title in _headings(_prose(text.source))}
    for text in texts:
        prose = _prose(text.source)
        for alt, target in _images(prose):
            _check_image(alt, target, text.name, notes)
        for target in dict.fromkeys(_targets(prose)):
            _check_target(target, text.name, anchors, notes, exists)
        if _VOICING.search(text.source):
            notes.report(text.name, "voicing-mark", "a voicing mark stands apart (U+3099, U+309A): type the kana anew")


def linked_files(source: str) -> set[str]:
    """The relative paths that a text links to or shows as a picture, decoded."""
    prose = _prose(source)
    found = {_path(target) for target in _targets(prose) if not _outside(target)}
    return {path for path in found if path}


def _prose(source: str) -> str:
    """The text without code: what stands in a code block is an example."""
    return _INLINE_CODE.sub("", _FENCED.sub("", source))


def _headings(prose: str) -> Iterator[tuple[int, str]]:
    for line in prose.split("\n"):
        match = _HEADING.match(line)
        if match:
            yield len(match[1]), (match[2] or "").strip()


def _check_headings(texts: list[MarkdownText], notes: Notes) -> None:
    level = 0
    titles = 0
    for text in texts:
        prose = _prose(text.source)
        for above, line in pairwise(prose.split("\n")):
            if _UNDERLINE.match(line) and above.strip() and not _HEADING.match(above) and "|" not in above:
                notes.report(text.name, "heading", "write a heading with #, and leave a blank line above a rule")
        if _HTML_HEADING.search(prose):
            notes.report(text.name, "heading", "write a heading with #, not as HTML")
        for depth, title in _headings(prose):
            if not title:
                notes.report(text.name, "heading", "a heading needs words")
            if depth == 1:
                titles += 1
                if titles > 1:
                    notes.report(text.name, "heading", "a document has one heading of level 1: use ## here")
            if depth > level + 1:
                notes.report(text.name, "heading", f"level {depth} follows level {level}: use {'#' * (level + 1)}")
            level = depth
    if not titles:
        notes.report("-", "heading", "the document needs one heading of level 1")


def _images(prose: str) -> Iterator[tuple[str, str]]:
    for match in _IMAGE.finditer(prose):
        yield match[1], match[2]
    for match in _HTML_IMAGE.finditer(prose):
        yield _attribute(match[0], "alt"), _attribute(match[0], "src")


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf"\b{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", tag, re.IGNORECASE)
    return next((group for group in match.groups() if group is not None), "") if match else ""


def _targets(prose: str) -> Iterator[str]:
    for pattern in (_LINK, _REFERENCE, _AUTOLINK, _HTML_TARGET):
        for match in pattern.finditer(prose):
            yield match[1]
    for _, target in _images(prose):
        yield target


def _check_image(alt: str, target: str, name: str, notes: Notes) -> None:
    file = PurePosixPath(_path(target))
    if not alt.strip():
        notes.report(name, "image", f"say in the alt text what one should see in {target}")
    elif alt.strip() in {file.name, file.stem}:
        notes.report(name, "image", f"the alt text of {target} is its file name: say what one should see")


def _check_target(target: str, name: str, anchors: set[str], notes: Notes, exists: Callable[[str], bool]) -> None:
    if not target:
        notes.report(name, "link", "a link leads nowhere: name a file")
    elif _outside(target):
        notes.report(name, "link", f"{target} needs a network or another computer: link a file of the course")
    elif target.startswith("#"):
        if unquote(target[1:]) not in anchors:
            notes.report(name, "link", f"{target} is no heading of this document")
    elif not exists(_path(target)):
        notes.report(name, "link", f"{target} does not exist (small and capital letters count)")


def _outside(target: str) -> bool:
    """True for a web address, a mail address, an absolute path and a path of Windows."""
    return bool(urlsplit(target).scheme) or target.startswith(("/", "\\")) or "\\" in target


def _path(target: str) -> str:
    return unquote(urlsplit(target).path) if not _outside(target) else target


def _anchor(title: str) -> str:
    return title.replace(" ", "-")
