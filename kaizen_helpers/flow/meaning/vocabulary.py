"""The list of administrative words that mean the same (``synonyms.toml``), ready for looking things up.

From each word the ways to write it are made: 受け付ける is also 受付ける, 受付, 受けつけ and 受け付けて.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product

__all__ = ["Entry", "groups", "near", "words_starting_with"]

_ROWS = {
    "う": "わいうえおっ",
    "く": "かきくけこい",
    "ぐ": "がぎぐげごい",
    "す": "さしすせそ",
    "つ": "たちつてとっ",
    "ぬ": "なにぬねのん",
    "ぶ": "ばびぶべぼん",
    "む": "まみむめもん",
    "る": "らりるれろっ",
}
"""The endings of a five-row verb by its last kana."""
_ONE_ROW = "るてたまなよ、"
"""What may follow the stem of a one-row verb of one kanji (見る, 見て)."""
_E_AND_I = frozenset("えけげせぜてでねべめれいきぎじちにびみりり")


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to write a word of the list."""

    written: str
    """In hiragana where the list has katakana, so that ハンコ is はんこ."""
    kind: str
    """``verb`` or ``thing``."""
    name: str
    """The first word of its group."""
    inflected: bool
    """Whether it is a form of a verb, rather than a noun."""


@lru_cache(maxsize=1)
def _data() -> dict[str, list[str]]:
    text = files("kaizen_helpers.flow.meaning").joinpath("synonyms.toml").read_text(encoding="utf-8")
    data: dict[str, list[str]] = tomllib.loads(text)
    return data


def groups() -> tuple[tuple[str, ...], ...]:
    """The words that mean the same, group by group, as they stand in the list."""
    data = _data()
    return tuple(tuple(line.split()) for kind in ("verbs", "things") for line in data[kind])


def near(a: str, b: str, asked: bool = False) -> bool:
    """Whether two groups, named by their first word, often stand for each other; ``asked``: in a question."""
    return (a, b) in _near_pairs("near") or (asked and (a, b) in _near_pairs("near_when_asked"))


@lru_cache(maxsize=2)
def _near_pairs(part: str) -> frozenset[tuple[str, str]]:
    pairs = [tuple(line.split()) for line in _data()[part]]
    return frozenset((pair[0], pair[1]) for one in pairs for pair in (one, one[::-1]))


def is_listed(name: str) -> bool:
    """Whether it is the name (the first word) of a group."""
    return name in _names()


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(words[0] for words in groups())


def words_starting_with(mark: str) -> tuple[Entry, ...]:
    """All ways to write a word of the list that start with this character, the longest first."""
    return _by_first().get(mark, ())


@lru_cache(maxsize=1)
def _by_first() -> dict[str, tuple[Entry, ...]]:
    found: dict[str, Entry] = {}
    data = _data()
    for kind, line in [("verb", line) for line in data["verbs"]] + [("thing", line) for line in data["things"]]:
        words = line.split()
        for word in words:
            for entry in _entries(kind, words[0], _hiragana(word.lower())):
                found.setdefault(entry.written, entry)
    table: dict[str, list[Entry]] = {}
    for entry in sorted(found.values(), key=lambda entry: (-len(entry.written), entry.written)):
        table.setdefault(entry.written[0], []).append(entry)
    return {mark: tuple(entries) for mark, entries in table.items()}


def _hiragana(text: str) -> str:
    return "".join(chr(ord(mark) - 0x60) if "ァ" <= mark <= "ヶ" else mark for mark in text)


def _entries(kind: str, name: str, word: str) -> Iterator[Entry]:
    if kind != "verb" or word[-1] not in _ROWS or len(word) < 2:
        for spelling in _spellings(word):
            yield Entry(spelling, kind, name, inflected=False)
        return
    for stem in _spellings(word[:-1]):
        yield from _forms(kind, name, stem, word[-1])


def _forms(kind: str, name: str, stem: str, last: str) -> Iterator[Entry]:
    """The forms of a verb. Without a dictionary both ways of inflecting る are made: the wrong one is no word."""
    for ending in _ROWS[last]:
        yield Entry(stem + ending, kind, name, inflected=True)
    yield Entry(stem + last, kind, name, inflected=True)
    if last == "る" and stem[-1] in _E_AND_I:
        yield Entry(stem, kind, name, inflected=True)
        if len(bare := stem[:-1]) >= 2 and _is_kanji(bare[-1]):  # 受付ける: also 受付
            yield Entry(bare, kind, name, inflected=False)
    elif last == "る" and _is_kanji(stem[-1]):
        for ending in _ONE_ROW:
            yield Entry(stem + ending, kind, name, inflected=True)
    if len(stem) >= 2 and all(_is_kanji(mark) for mark in stem):  # 差戻す: also 差戻
        yield Entry(stem, kind, name, inflected=False)


def _spellings(word: str) -> Iterator[str]:
    """A word with and without the kana between its kanji: 受け付け, 受付け."""
    parts: list[tuple[str, ...]] = []
    for at, mark in enumerate(word):
        inner = 0 < at < len(word) - 1 and "ぁ" <= mark <= "ゖ" and _is_kanji(word[at - 1]) and _is_kanji(word[at + 1])
        parts.append((mark, "") if inner else (mark,))
    for choice in product(*parts):
        yield "".join(choice)


def _is_kanji(mark: str) -> bool:
    return "一" <= mark <= "鿿" or mark == "々"
