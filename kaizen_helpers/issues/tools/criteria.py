"""The table by which a tool is chosen (``tools.toml``), as an organisation may replace it.

Each line of the table: which tool, which question, which answer, how much it counts, and why. A line that cannot be
used is left out and told as a problem with its place; a part that the file does not have is the default's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from kaizen_helpers.issues.tools.questions import KEYS as QUESTION_KEYS
from kaizen_helpers.issues.tools.questions import Answer, ToolQuestion, question
from kaizen_helpers.organisation import KINDS, organisation_file
from kaizen_helpers.toml_file import Problem, line_of, read_toml, read_toml_file

__all__ = ["CHOICES", "Criteria", "Criterion", "Effort", "Scope", "find_criteria", "read_criteria"]

FILE = "tools.toml"
CHOICES = ("excel", "form", "existing", "kintone", "rpa", "none", "ask")
"""What can come out, the smaller beginning first: that is also the order among equals (小さく始める)."""

MOST = 300
MOST_POINTS = 20
MOST_PROBLEMS = 30
MOST_TEXT = 300


@dataclass(frozen=True)
class Effort:
    """What a tool costs in hours of work."""

    id: str
    name: str
    build_hours: float | None = None
    """Once; None: nothing is built, so nothing is weighed against it."""
    hours_a_year: float = 0.0


@dataclass(frozen=True)
class Condition:
    """When an answer meets a line of the table."""

    question: str
    equals: tuple[Answer, ...] = ()
    """One of these; empty for a number between bounds."""
    at_least: float = -math.inf
    at_most: float = math.inf

    def meets(self, answer: Answer | None) -> bool:
        """Whether the answer is meant; one that is not known never is."""
        if answer is None:
            return False
        if self.equals:
            return any(type(answer) is type(one) and answer == one for one in self.equals)
        return isinstance(answer, int | float) and self.at_least <= answer <= self.at_most

    @property
    def edges(self) -> tuple[int, ...]:
        """Whole numbers on both sides of each bound: where the answer begins or ceases to be meant."""
        found: list[int] = []
        if math.isfinite(self.at_least):
            found += [math.ceil(self.at_least), math.ceil(self.at_least) - 1]
        if math.isfinite(self.at_most):
            found += [math.floor(self.at_most), math.floor(self.at_most) + 1]
        return tuple(n for n in found if n >= 0)


@dataclass(frozen=True)
class Criterion:
    """One line of the table: for a choice, when an answer is so, it counts so much, and this is why."""

    choice: str
    condition: Condition
    reason: str
    points: int = 0
    decides: bool = False
    rules_out: bool = False


@dataclass(frozen=True)
class Scope:
    """What is said about how far to use a tool once it is chosen; ``any``: whatever is chosen."""

    choice: str
    condition: Condition
    text: str


@dataclass(frozen=True)
class Criteria:
    """The whole table."""

    tools: Mapping[str, Effort] = field(default_factory=dict)
    lines: tuple[Criterion, ...] = ()
    scopes: tuple[Scope, ...] = ()
    saved_share: float = 0.5
    """Share of the present time that a tool saves (0 to 1): an assumption, replaced by what was measured."""
    usual_years: int = 3
    few_cases: int = 5
    """So many cases a year or fewer: nothing is built where the minutes are not known."""
    least_points: int = 2
    """A tool with fewer points has no reason that decides."""
    path: Path | None = None
    problems: tuple[Problem, ...] = ()

    def lines_of(self, choice: str) -> tuple[Criterion, ...]:
        """The lines about one choice."""
        return self._lines[choice]

    @cached_property
    def _lines(self) -> dict[str, tuple[Criterion, ...]]:
        return {choice: tuple(line for line in self.lines if line.choice == choice) for choice in CHOICES}


def find_criteria(folder: Path | None = None) -> Criteria:
    """The table of this folder's organisation (beside its ``organisation.toml``), or the default. Never raises."""
    return read_criteria(organisation_file(folder or Path.cwd(), FILE))


def read_criteria(path: Path | None = None) -> Criteria:
    """The table that a file gives, or the default for None. Never raises."""
    if path is None:
        return _default()
    data, text, problems = read_toml_file(path)
    return replace(_of_data(data, text, [*problems], _default()), path=path)


@lru_cache(maxsize=1)
def _default() -> Criteria:
    text = files("kaizen_helpers.issues.tools").joinpath(FILE).read_text(encoding="utf-8")
    data, problems = read_toml(text)
    return _of_data(data, text, [*problems], Criteria(tools={c: Effort(c, c) for c in CHOICES}))


_SETTINGS: dict[str, tuple[type, float, float]] = {
    "saved_share": (float, 0, 1),
    "usual_years": (int, 1, 100),
    "few_cases": (int, 0, 10**6),
    "least_points": (int, 1, 100),
}
_EFFORT = ("id", "name", "build_hours", "hours_a_year")
_CONDITION = ("question", "is", "one_of", "at_least", "at_most")
_LINE = ("for", *_CONDITION, "points", "decides", "rules_out", "reason")
_SCOPE = ("for", *_CONDITION, "text")


class _BadLineError(Exception):
    """Why a line of the table cannot be used, and at which of its keys."""

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.message, self.key = message, key


def _of_data(data: Mapping[str, Any], text: str, problems: list[Problem], default: Criteria) -> Criteria:
    found: dict[str, Any] = {}
    for key, value in data.items():
        if key in _SETTINGS:
            kind, least, most = _SETTINGS[key]
            if _is_number(value) and least <= value <= most and (kind is float or type(value) is int):
                found[key] = value
            else:
                number = "数" if kind is float else "整数"
                said = f"{key} は{least:g}から{most:g}までの{number}で書きます。既定の値を使います。"
                problems.append(Problem(_place(text, key, key), said))
        elif key not in ("tools", "criteria", "scopes") and len(problems) < MOST_PROBLEMS:
            known = "、".join((*_SETTINGS, "tools", "criteria", "scopes"))
            said = f"「{_own(key)}」という名前は使いません。使える名前は{known}です。"
            problems.append(Problem(_place(text, str(key), str(key)), said))
    tools = _rows(data, text, problems, "tools", _effort)
    found["tools"] = {**default.tools, **{tool.id: tool for tool in tools}}
    found["lines"] = tuple(_rows(data, text, problems, "criteria", _criterion)) or default.lines
    found["scopes"] = tuple(_rows(data, text, problems, "scopes", _scope)) or default.scopes
    return replace(default, **found, problems=tuple(problems[:MOST_PROBLEMS]))


def _rows(data: Mapping[str, Any], text: str, problems: list[Problem], section: str, make: Any) -> list[Any]:
    given = data.get(section, [])
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        said = f"{section} は、[[{section}]] の下に1件ずつ書きます。既定の表を使います。"
        problems.append(Problem(_place(text, section, section), said))
        return []
    if len(given) > MOST:
        problems.append(Problem(section, f"{section} は{MOST}件までです。後ろの分は使いません。"))
    made = []
    for number, row in enumerate(given[:MOST], start=1):
        try:
            made.append(make(row))
        except _BadLineError as bad:
            heads = (f"[[{section}]]",) * number
            place = _place(text, f"{section} の{number}件目", *heads, *([bad.key] if bad.key else []))
            problems.append(Problem(place, f"{bad.message}この1件は使いません。"))
    return made


def _effort(row: Mapping[str, Any]) -> Effort:
    _only(row, _EFFORT)
    hours = {}
    for key in ("build_hours", "hours_a_year"):
        if key in row:
            if not _is_number(row[key]) or not 0 <= row[key] <= 10**6:
                raise _BadLineError(f"{key} は0以上の数（時間）で書きます。", key)
            hours[key] = float(row[key])
    return Effort(_choice(row, "id"), _text(row, "name"), **hours)


def _criterion(row: Mapping[str, Any]) -> Criterion:
    _only(row, _LINE)
    choice, condition, reason = _choice(row, "for"), _condition(row), _text(row, "reason")
    effects = [key for key in ("points", "decides", "rules_out") if row.get(key, False) is not False]
    if len(effects) != 1:
        raise _BadLineError("points、decides、rules_out のうち、1つだけを書きます。", effects[0] if effects else "")
    if effects == ["points"]:
        if type(row["points"]) is not int or abs(row["points"]) > MOST_POINTS:
            raise _BadLineError(f"points は-{MOST_POINTS}から{MOST_POINTS}までの整数で書きます。", "points")
        return Criterion(choice, condition, reason, points=row["points"])
    if row[effects[0]] is not True:
        raise _BadLineError(f"{effects[0]} は true か false で書きます。", effects[0])
    if effects == ["decides"]:
        if choice in KINDS:
            raise _BadLineError("decides は、none（作らない）と ask（先に相談）にだけ書けます。", "decides")
        return Criterion(choice, condition, reason, decides=True)
    if choice not in KINDS:
        raise _BadLineError("rules_out は、ツールにだけ書けます。", "rules_out")
    return Criterion(choice, condition, reason, rules_out=True)


def _scope(row: Mapping[str, Any]) -> Scope:
    _only(row, _SCOPE)
    choice = "any" if row.get("for") == "any" else _choice(row, "for")
    return Scope(choice, _condition(row), _text(row, "text"))


def _condition(row: Mapping[str, Any]) -> Condition:
    key = row.get("question")
    if not isinstance(key, str) or key not in QUESTION_KEYS:
        raise _BadLineError(f"question は、{'、'.join(QUESTION_KEYS)} のどれかで書きます。", "question" if key else "")
    asked = question(key)
    given = [name for name in ("is", "one_of", "at_least", "at_most") if name in row]
    if not given or (asked.kind == "number") != (given[0] in ("at_least", "at_most")) or len(given) > 2:
        raise _BadLineError(_how_to_write(asked), given[0] if given else "")
    if asked.kind == "number":
        bounds = {name: row[name] for name in given}
        if not all(name in ("at_least", "at_most") and _is_number(value) for name, value in bounds.items()):
            raise _BadLineError(_how_to_write(asked), given[0])
        condition = Condition(
            key, at_least=float(bounds.get("at_least", -math.inf)), at_most=float(bounds.get("at_most", math.inf))
        )
        if condition.at_least > condition.at_most:
            raise _BadLineError("at_least が at_most より大きいので、当てはまる答えがありません。", "at_least")
        return condition
    if len(given) != 1:
        raise _BadLineError("is か one_of の、どちらか1つを書きます。", given[0])
    values = row["one_of"] if given[0] == "one_of" else [row["is"]]
    if not isinstance(values, list) or not values or not all(_fits(asked, value) for value in values):
        raise _BadLineError(_how_to_write(asked), given[0])
    return Condition(key, equals=tuple(values))


def _fits(asked: ToolQuestion, value: object) -> bool:
    if asked.kind == "yes":
        return type(value) is bool
    return isinstance(value, str) and (not asked.choices or value in asked.choices)


def _how_to_write(asked: ToolQuestion) -> str:
    if asked.kind == "number":
        return f"「{asked.key}」の答えは数なので、at_least か at_most に数（{asked.unit}）を書きます。"
    if asked.kind == "yes":
        return f"「{asked.key}」の答えは、is = true か is = false で書きます。"
    if not asked.choices:
        return f"「{asked.key}」の答えは、is か one_of に区分の名前を書きます。"
    return f"「{asked.key}」の答えは、is か one_of に{'、'.join(asked.choices)}のどれかを書きます。"


def _only(row: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    strange = next((str(key) for key in row if key not in keys), None)
    if strange is not None:
        raise _BadLineError(f"「{_own(strange)}」という名前は使いません。使える名前は{'、'.join(keys)}です。", strange)


def _choice(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or value not in CHOICES:
        raise _BadLineError(f"{key} は、{'、'.join(CHOICES)} のどれかで書きます。", key if key in row else "")
    return value


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _BadLineError(f"{key} に、人が読む文を書きます。", key if key in row else "")
    return value.strip()[:MOST_TEXT]


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]


def _place(text: str, what: str, *words: str) -> str:
    line = line_of(text, *words)
    return f"{line}行目" if line else what


def _own(text: object) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= 20 else line[:19] + "…"
