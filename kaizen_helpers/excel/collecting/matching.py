"""Which column of a returned form is which: names that people changed, told where changed and asked where not sure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

__all__ = ["CODE", "NAME", "Match", "folded", "is_code", "is_name", "match_headings"]

CODE, NAME = "団体コード", "団体名"
_CODES = frozenset(
    ["団体コード", "市町村コード", "市町コード", "自治体コード", "地方公共団体コード", "全国地方公共団体コード"]
) | {"コード"}
_NAMES = frozenset(["団体名", "市町村名", "市町名", "自治体名", "地方公共団体名", "団体", "市町村", "市町"])
_DECORATION = re.compile(r"[\s※＊*●◎○■□・:：_＿。、]+|[（(【\[](必須|任意|記入|選択)[)）】\]]")
_NUMBERED = re.compile(r"^(?:[(（]?\d{1,2}[)）.．]|[①-⑳])\s*(?=\D)")
_SURE, _PERHAPS, _APART = 0.82, 0.55, 0.12
"""Likeness at which two names are taken as one, at which it is asked, and how far the second best must be."""


@dataclass(frozen=True)
class Match:
    """One column that was found. ``expected`` is None where nothing fits; ``sure`` is false where it is to be asked."""

    index: int
    found: str
    expected: str | None
    sure: bool = True
    note_ja: str = ""


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """A heading for comparing: width, case, blanks, line breaks, numbering and decoration aside."""
    plain = unicodedata.normalize("NFKC", _NUMBERED.sub("", name.strip()))
    return _DECORATION.sub("", plain).casefold()


def _plain(name: str) -> str:
    """Width and blanks aside: a difference that needs no word."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def is_code(name: str) -> bool:
    """Whether a heading names the code of the body that answers."""
    return folded(name) in _CODES


def is_name(name: str) -> bool:
    """Whether a heading names the body that answers."""
    return folded(name) in _NAMES


def match_headings(
    found: Sequence[tuple[int, str]], expected: Sequence[str], answers: Mapping[str, str] | None = None
) -> tuple[Match, ...]:
    """Pair the headings of a form with those that are expected; each of them is used once.

    Args:
        found: (place, heading) of the form.
        expected: the headings of the table that is made.
        answers: what a person has said: heading of the form → heading of the table; it goes before everything.
    """
    given = {folded(key): value for key, value in (answers or {}).items()}
    by_fold = {folded(name): name for name in reversed(expected)}
    taken: dict[str, int] = {}
    matches: dict[int, Match] = {}
    for told in (True, False):  # what a person said goes first
        for index, name in found:
            fold = folded(name)
            hit = given.get(fold) if told else by_fold.get(fold) or _other_name(name, expected)
            if index not in matches and hit is not None and hit in expected and hit not in taken:
                same = _plain(name) == _plain(hit)
                matches[index] = Match(index, name, hit, True, "" if same else f"「{name}」を「{hit}」と読みました。")
                taken[hit] = index
    for index, name in found:
        if index not in matches:
            match = _alike(index, name, [one for one in expected if one not in taken])
            matches[index] = match
            if match.expected and match.sure:
                taken[match.expected] = index
    return tuple(matches[index] for index, _ in found)


def _other_name(name: str, expected: Sequence[str]) -> str | None:
    for of_kind in (is_code, is_name):
        if of_kind(name):
            return next((one for one in expected if of_kind(one)), None)
    return None


def _alike(index: int, name: str, left: Sequence[str]) -> Match:
    """The one that is most like it. Names that differ in their digits (設問1, 設問2) are never alike."""
    digits = re.findall(r"\d+", folded(name))
    scored = sorted(
        (
            (SequenceMatcher(None, folded(name), folded(one)).ratio(), one)
            for one in left
            if re.findall(r"\d+", folded(one)) == digits
        ),
        reverse=True,
    )
    if not scored or scored[0][0] < _PERHAPS:
        return Match(index, name, None, False)
    best, hit = scored[0]
    apart = len(scored) < 2 or best - scored[1][0] >= _APART
    if best >= _SURE and apart:
        return Match(index, name, hit, True, f"「{name}」を「{hit}」と読みました。")
    return Match(index, name, hit, False)
