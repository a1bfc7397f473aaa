"""The organisation's own part of the course: its words, tools, data classes, contacts and cases.

The neutral default (``organisation.toml`` beside this file) is an example throughout. Whatever an organisation's file
says replaces the default, section by section; what of it cannot be read is told as a problem, and the default stands
in. Source of the order: the decision in ``reference/domain.md`` section 6 (the default is marked as an example, the
organisation's own file always goes first).

    organisation = find_organisation(Path.cwd())
    organisation.allows("kintone", "個人")      # True, False, or None: not decided, to be asked first
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

from kaizen_helpers.toml_file import Problem, line_of, read_toml, read_toml_file

__all__ = [
    "FILE",
    "KINDS",
    "Case",
    "Contact",
    "DataClass",
    "Organisation",
    "Tool",
    "find_organisation",
    "organisation_file",
    "read_organisation",
]

FILE = "organisation.toml"
KINDS = ("kintone", "excel", "form", "rpa", "existing")
"""Kinds of tools that the course tells apart; 「作らない」 and 「先に相談」 are no tools."""

MOST = 50
MOST_TEXT = 400
MOST_PROBLEMS = 30
COURSE_VARIABLE = "KAIZEN_COURSE"


@dataclass(frozen=True)
class DataClass:
    """One class of information, as the organisation's own rule names it."""

    name: str
    example: str = ""
    always_ask: bool = False
    """Never decided by a table: personal numbers, for example."""


@dataclass(frozen=True)
class Tool:
    """A tool that the organisation offers."""

    kind: str
    """One of ``KINDS``."""
    name: str
    """What it is called there."""
    allowed: tuple[str, ...] = ()
    """Names of the data classes that may be put there."""
    not_allowed: tuple[str, ...] = ()
    """Names of the data classes that may not; a class in neither list is not decided."""
    note: str = ""
    """When it is used there."""


@dataclass(frozen=True)
class Contact:
    """Whom to ask what, and how."""

    name: str
    what: str = ""
    how: str = ""


@dataclass(frozen=True)
class Case:
    """A case of the organisation's own, to be told by the trainer."""

    title: str
    tool: str = ""
    before: str = ""
    after: str = ""
    learned: str = ""


@dataclass(frozen=True)
class Organisation:
    """Everything that an organisation may say for itself."""

    name: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    """The course's word → the organisation's own."""
    data_classes: tuple[DataClass, ...] = ()
    tools: tuple[Tool, ...] = ()
    contacts: tuple[Contact, ...] = ()
    cases: tuple[Case, ...] = ()
    path: Path | None = None
    """The file it was read from; None for the neutral default."""
    own: frozenset[str] = frozenset()
    """Sections that the organisation's file itself gave; the others are the default's."""
    problems: tuple[Problem, ...] = ()
    """What of its file could not be used."""

    def term(self, word: str) -> str:
        """The organisation's own word for one of the course's; the same word where it has none."""
        return self.terms.get(word, word)

    def tool(self, named: str) -> Tool | None:
        """The tool of this kind or name; the first of them where there are several."""
        wanted = str(named).strip().casefold()
        return next((t for t in self.tools if wanted in (t.name.casefold(), t.kind)), None)

    def data_class(self, named: str) -> DataClass | None:
        """The data class of this name."""
        return next((c for c in self.data_classes if c.name == str(named).strip()), None)

    def allows(self, tool: str, data_class: str) -> bool | None:
        """Whether information of this class may be put into this tool.

        ``None``: not decided, so it is to be asked before anything is put there. A tool or class that nobody named,
        and a class that is always to be asked about, are not decided either (unless they are ruled out).
        """
        offered, known = self.tool(tool), self.data_class(data_class)
        if offered is None or known is None:
            return None
        yes, no = known.name in offered.allowed, known.name in offered.not_allowed
        if no and not yes:
            return False
        return True if yes and not no and not known.always_ask else None


def organisation_file(folder: Path, name: str = FILE) -> Path | None:
    """The organisation's file for a notebook in ``folder``: the learner's own, else the course's; None without one.

    Looked for in the folder and the one above it (the learner's folder), then beside ``start.py`` and in ``courses/``.
    """
    places = [folder / name, folder.parent / name]
    course = os.environ.get(COURSE_VARIABLE, "").strip()
    if course:
        places += [Path(course) / name, Path(course) / "courses" / name]
    return next((place for place in places if place.is_file()), None)


def find_organisation(folder: Path | None = None) -> Organisation:
    """The organisation of this folder (the working folder), or the neutral default. Never raises."""
    return read_organisation(organisation_file(folder or Path.cwd()))


def read_organisation(path: Path | None = None) -> Organisation:
    """The organisation that a file describes, or the neutral default for None. Never raises.

    A section that the file does not have, or that cannot be read, is the default's; ``problems`` says so.
    """
    if path is None:
        return _default()
    data, text, problems = read_toml_file(path)
    return replace(_of_data(data, text, [*problems], _default()), path=path)


@lru_cache(maxsize=1)
def _default() -> Organisation:
    text = files("kaizen_helpers").joinpath(FILE).read_text(encoding="utf-8")
    data, problems = read_toml(text)
    found = _of_data(data, text, [*problems], Organisation())
    return replace(found, own=frozenset())


_KEYS: dict[str, dict[str, type]] = {
    "data_classes": {"name": str, "example": str, "always_ask": bool},
    "tools": {"kind": str, "name": str, "allowed": list, "not_allowed": list, "note": str},
    "contacts": {"name": str, "what": str, "how": str},
    "cases": {"title": str, "tool": str, "before": str, "after": str, "learned": str},
}
_MADE: dict[str, Any] = {"data_classes": DataClass, "tools": Tool, "contacts": Contact, "cases": Case}
_NAMED_BY = {"cases": "title"}
_KINDS_JA = {str: '「"」で囲んだ文字', bool: "true か false", list: '["…", "…"] の形'}


def _of_data(data: Mapping[str, Any], text: str, problems: list[Problem], default: Organisation) -> Organisation:
    reader = _Reader(text, problems)
    known = {"name", "terms", *_KEYS}
    for key in data:
        if key not in known:
            reader.add(
                str(key), f"「{_own(key)}」という名前は使いません。使える名前は{'、'.join(sorted(known))}です。", key
            )
    found: dict[str, Any] = {}
    name = data.get("name", "")
    if isinstance(name, str):
        if name.strip():
            found["name"] = name.strip()[:MOST_TEXT]
    else:
        reader.add("name", f"name は{_KINDS_JA[str]}で書きます。", "name")
    terms = reader.terms(data.get("terms", {}))
    if terms:
        found["terms"] = {**default.terms, **terms}
    for section in _KEYS:
        rows = reader.rows(section, data.get(section, []))
        if rows:
            found[section] = tuple(_MADE[section](**row) for row in rows)
    if "data_classes" in found and "tools" not in found and default.tools:
        # The default's tools speak of the default's classes, which are no longer there.
        found["tools"] = tuple(replace(tool, allowed=(), not_allowed=()) for tool in default.tools)
        reader.add(
            "tools", "区分ごとの置き場所がまだないので、どのツールも「要確認」です。[[tools]] を書いてください。"
        )
    made = replace(default, **found, own=frozenset(found))
    further = islice(_unknown_classes(made, reader), max(0, MOST_PROBLEMS - len(problems)))
    return replace(made, problems=(*problems[:MOST_PROBLEMS], *further))


def _unknown_classes(made: Organisation, reader: _Reader) -> Iterable[Problem]:
    """Classes that a tool names and nobody described, and classes that are both allowed and not."""
    names = [c.name for c in made.data_classes]
    for tool in made.tools:
        for name in dict.fromkeys((*tool.allowed, *tool.not_allowed)):
            where = reader.place(
                f"「{tool.name}」の allowed と not_allowed", "[[tools]]", f'"{tool.name}"', f'"{name}"'
            )
            if name not in names:
                listed = "、".join(names)
                yield Problem(
                    where, f"「{_own(name)}」という区分がありません。区分の名前は{listed}のどれかで書きます。"
                )
            elif name in tool.allowed and name in tool.not_allowed:
                yield Problem(where, f"「{name}」が両方にあります。決まるまで「要確認」として扱います。")


class _Reader:
    """Takes plain data apart, and writes down what does not fit."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        self.text = text
        self.problems = problems

    def place(self, what: str, *words: str) -> str:
        """The line where that is written, or what it is called."""
        line = line_of(self.text, *words)
        return f"{line}行目" if line else what

    def add(self, what: str, message: str, *words: str) -> None:
        """Write down a problem; more than fit on a screen are not looked up."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(self.place(what, *words), message))

    def terms(self, given: object) -> dict[str, str]:
        """The words, each a text for a text."""
        if not isinstance(given, dict):
            self.add("terms", 'terms は、[terms] の下に「"教材の言葉" = "庁内の言葉"」の形で書きます。', "terms")
            return {}
        found = {}
        for word, own in given.items():
            if isinstance(own, str) and own.strip():
                found[str(word)] = own.strip()[:MOST_TEXT]
            else:
                self.add(f"terms の「{_own(word)}」", f"庁内の言葉を{_KINDS_JA[str]}で書きます。", "[terms]", str(word))
        return found

    def rows(self, section: str, given: object) -> list[dict[str, Any]]:
        """The entries of one section that can be used."""
        if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
            self.add(section, f"{section} は、[[{section}]] の下に1件ずつ書きます。既定の例を使います。", section)
            return []
        if len(given) > MOST:
            self.add(section, f"{section} は{MOST}件までです。後ろの分は使いません。", section)
        found: list[dict[str, Any]] = []
        for number, row in enumerate(given[:MOST], start=1):
            made = self._row(section, number, row)
            key = _NAMED_BY.get(section, "name")
            if made is None:
                continue
            if any(other[key] == made[key] for other in found):
                said = f"「{_own(made[key])}」が2回あります。初めの1つを使います。"
                self.add(f"{section} の{number}件目", said, *(f"[[{section}]]",) * number)
                continue
            found.append(made)
        return found

    def _row(self, section: str, number: int, row: Mapping[str, Any]) -> dict[str, Any] | None:
        where, heads = f"{section} の{number}件目", (f"[[{section}]]",) * number
        made: dict[str, Any] = {}
        for key, value in row.items():
            made |= self._value(where, heads, str(key), value, _KEYS[section])
        named_by = _NAMED_BY.get(section, "name")
        if not made.get(named_by):
            self.add(where, f'{named_by} がないので、この1件は使いません。{named_by} = "…" を書いてください。', *heads)
            return None
        if section == "tools" and made.get("kind") not in KINDS:
            kinds = "、".join(KINDS)
            self.add(where, f"kind は {kinds} のどれかで書きます。この1件は使いません。", *heads)
            return None
        return made

    def _value(
        self, where: str, heads: tuple[str, ...], key: str, value: object, keys: Mapping[str, type]
    ) -> dict[str, Any]:
        if key not in keys:
            self.add(where, f"「{_own(key)}」という名前は使いません。使える名前は{'、'.join(keys)}です。", *heads, key)
            return {}
        if type(value) is not keys[key] or (isinstance(value, list) and not all(isinstance(v, str) for v in value)):
            self.add(where, f"{key} は{_KINDS_JA[keys[key]]}で書きます。", *heads, key)
            return {}
        if isinstance(value, str):
            return {key: value.strip()[:MOST_TEXT]}
        if isinstance(value, list):
            return {key: tuple(dict.fromkeys(v.strip()[:MOST_TEXT] for v in value[:MOST] if v.strip()))}
        return {key: value}


def _own(text: object) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= 20 else line[:19] + "…"
