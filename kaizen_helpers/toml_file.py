"""A settings file that a person writes: read as far as it can be read, each problem with its line and what to write.

Such a file (TOML) comes out of an editor of an office PC: with a byte order mark, in Shift_JIS, with a full-width
「＝」. One slip must not cost the rest of it: where the whole cannot be read, each section is read on its own.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Problem", "line_of", "read_toml", "read_toml_file"]

MOST_BYTES = 200_000
_SECTION = re.compile(r"\s*\[\[?\s*[^\[\]\n]+?\s*\]\]?\s*(#.*)?")
_AT = re.compile(r"\(at line (\d+), column \d+\)")
_FULL_WIDTH = re.compile("[＝“”‘’［］［］＃，｛｝＂]")
_COMMENT = re.compile(r"""("[^"]*"|'[^']*')|#.*""")


@dataclass(frozen=True)
class Problem:
    """One thing that could not be used as it is written."""

    where: str
    """The place: a line, or a section and key."""
    message_ja: str
    """What is the matter, what is used instead, what to write."""

    def __str__(self) -> str:
        return f"{self.where}: {self.message_ja}"


def read_toml_file(path: Path) -> tuple[dict[str, Any], str, tuple[Problem, ...]]:
    """What the file says, its text, and what could not be read. Never raises: an unreadable file says nothing."""
    try:
        data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError:
        return {}, "", (Problem(path.name, "このファイルを開けませんでした。置き場所と権限を確かめてください。"),)
    if data is None:
        return (
            {},
            "",
            (Problem(path.name, "ファイルが大きすぎます。文字だけの設定ファイルかどうかを確かめてください。"),),
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp932")
        except UnicodeDecodeError:
            return (
                {},
                "",
                (Problem(path.name, "文字が読み取れませんでした。文字コード「UTF-8」で保存し直してください。"),),
            )
    found, problems = read_toml(text)
    return found, text, problems


def read_toml(text: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """What the text says as plain data, and what could not be read; a section with a slip is left out alone."""
    try:
        return _plain(text), ()
    except (tomllib.TOMLDecodeError, RecursionError):
        pass  # read again below, section by section
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for first, section in _sections(text):
        try:
            piece = _plain(section)
        except tomllib.TOMLDecodeError as error:
            problems.append(_problem(section, first, error))
            continue
        except RecursionError:
            problems.append(Problem(f"{first}行目から", "入れ子が深すぎます。見本と同じ形に書き直してください。"))
            continue
        twice = _merge(found, piece)
        if twice:
            problems.append(Problem(f"{first}行目から", f"「{twice}」が2回あります。1つにまとめてください。"))
    return found, tuple(problems)


def line_of(text: str, *words: str) -> int:
    """The line of the last word, where each word stands on a later line than the one before; 0 where there is none.

    ``line_of(text, "[[tools]]", "[[tools]]", "note")`` is the first ``note`` from the second tool on.
    """
    number = 0
    lines = text.splitlines()
    for word in words:
        number = next((n for n in range(number + 1, len(lines) + 1) if _holds(lines[n - 1], word)), 0)
        if not number:
            return 0
    return number


def _holds(line: str, word: str) -> bool:
    """Whether a key is given in the line, or any other text stands in it. Comments are no place of anything."""
    said = _COMMENT.sub(lambda found: found[1] or "", line)
    if re.fullmatch(r"\w+", word):
        return re.search(rf"""(?<![\w"'])["']?{word}["']?\s*=""", said) is not None
    return bool(word) and word in said


def _plain(text: str) -> dict[str, Any]:
    return tomllib.loads(text.replace("\r\n", "\n").replace("\r", "\n"))


def _sections(text: str) -> list[tuple[int, str]]:
    """Number of the first line, and the lines, of what stands before the first heading and below each."""
    pieces: list[tuple[int, list[str]]] = [(1, [])]
    for number, line in enumerate(text.splitlines(), start=1):
        if _SECTION.fullmatch(line):
            pieces.append((number, []))
        pieces[-1][1].append(line)
    return [(first, "\n".join(lines)) for first, lines in pieces]


def _merge(found: dict[str, Any], piece: dict[str, Any]) -> str:
    """Put the piece to what was found; the name of what is there already, empty where nothing is."""
    for name, value in piece.items():
        known = found.get(name)
        if known is None:
            found[name] = value
        elif isinstance(known, list) and isinstance(value, list):
            known.extend(value)
        elif isinstance(known, dict) and isinstance(value, dict):
            twice = _merge(known, value)
            if twice:
                return f"{name}.{twice}"
        else:
            return name
    return ""


def _problem(section: str, first: int, error: tomllib.TOMLDecodeError) -> Problem:
    at = _AT.search(str(error))
    lines = section.splitlines() or [""]
    line = min(int(at[1]) if at else len(lines), len(lines))
    return Problem(f"{first + line - 1}行目", _what(lines[line - 1], str(error)) + "この部分は使わずに進みます。")


def _what(line: str, error: str) -> str:
    """The usual slips by name, else how a line looks."""
    outside = re.sub(r"""("[^"]*"|'[^']*')|#.*""", "", line)
    if found := _FULL_WIDTH.search(outside):
        return f"全角の「{found[0]}」があります。半角で書いてください。"
    if re.match(r"\s*[^\x00-\x7f=]+\s*=", outside):
        return '日本語の名前は、半角の「"」で囲んで書いてください。'
    if "overwrite" in error or "twice" in error or "Cannot declare" in error:
        return "同じ名前が2回あります。1つにまとめてください。"
    if line.count('"') % 2:
        return '引用符「"」の数が合いません。文字の前と後ろに1つずつ書いてください。'
    if "=" not in outside and not outside.strip().startswith("["):
        return '「=」がありません。「名前 = "文字"」の形で書いてください。'
    return '書き方を読み取れませんでした。「名前 = "文字"」の形になっているかを確かめてください。'
