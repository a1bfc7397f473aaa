"""What a panel asks for, as data: single fields and tables of text cells.

A panel's answer is plain JSON: a field is a text, a table is a list of rows (column key → text).
``Panel.clean`` brings whatever is in ``answers.json`` into that shape, so that rules can rely on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.answers import NotPlain
from kaizen_helpers.checkers.texts import writable

__all__ = ["Column", "Field", "Input", "Panel", "Table", "Variant"]

Variant = int
"""A small number from the seat, so that neighbours compare methods and not figures. 0 when there is no seat."""

VARIANTS = 6
MAX_ROWS = 100
MAX_TEXT = 2000


@dataclass(frozen=True)
class Field:
    """One value: a short text, or one of ``choices``."""

    name: str
    label: str
    choices: tuple[str, ...] = ()
    unit: str = ""
    placeholder: str = ""
    long: bool = False
    """Several lines of text."""
    reads: str | None = None
    """The unit in which a number is read from the text (「分」, "" for any); below it is said how it was read."""
    found: Callable[[], tuple[str, ...]] | None = None
    """Choices that are known only where the learner sits: the organisation's own."""

    def offered(self) -> tuple[str, ...]:
        """What can be chosen; empty for a text."""
        return self.found() if self.found else self.choices

    def start(self, variant: Variant) -> str:  # noqa: ARG002 - same face as Table.start
        """Nothing written, nothing chosen."""
        return ""

    def clean(self, value: object, variant: Variant) -> str:  # noqa: ARG002
        """The text that was typed or chosen.

        Raises:
            NotPlain: the value is not a text.
        """
        if value is None:
            return ""
        if type(value) is not str:
            raise NotPlain(f"「{self.label}」には文字を入れてください。", self.name)
        text, choices = writable(value[:MAX_TEXT]), self.offered()
        return text if not choices or text in choices else ""


@dataclass(frozen=True)
class Column:
    """One column of a table. ``given`` columns are shown and cannot be changed."""

    key: str
    """Also the heading that people read."""
    given: bool = False
    choices: tuple[str, ...] = ()
    width: str = "10em"
    placeholder: str = ""
    reads: str | None = None
    """As for a field: the unit in which a number is read from the text."""


Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Table:
    """Rows of text cells. With ``grows`` the learner adds, moves and deletes rows."""

    name: str
    label: str
    columns: tuple[Column, ...]
    rows: Rows | Callable[[Variant], Rows]
    grows: bool = False
    cards: bool = False
    """Shown as cards to be sorted: the first column is on the card, the second is the pile."""

    def start(self, variant: Variant) -> list[dict[str, str]]:
        """The rows as they are before anybody typed."""
        rows = self.rows(variant) if callable(self.rows) else self.rows
        return [{column.key: str(row.get(column.key, "")) for column in self.columns} for row in rows]

    def clean(self, value: object, variant: Variant) -> list[dict[str, str]]:
        """The rows with exactly our columns; given cells are put back as they were.

        Raises:
            NotPlain: the value is not a list of rows with texts.
        """
        start = self.start(variant)
        if value is None:
            return start
        if type(value) is not list or not all(type(row) is dict for row in value):
            raise NotPlain(f"「{self.label}」が表の形になっていません。", self.name)
        rows = value[:MAX_ROWS] if self.grows else (value + [{}] * len(start))[: len(start)]
        return [self._row(row, start[i] if i < len(start) else {}) for i, row in enumerate(rows)]

    def _row(self, row: Mapping[str, object], given: Mapping[str, str]) -> dict[str, str]:
        cells = {}
        for column in self.columns:
            text = given.get(column.key, "") if column.given else row.get(column.key, "")
            if type(text) is not str:
                raise NotPlain(f"「{column.key}」には文字を入れてください。", self.name)
            text = writable(text[:MAX_TEXT])
            cells[column.key] = text if not column.choices or text in column.choices else ""
        return cells


Input = Field | Table


@dataclass(frozen=True)
class Panel:
    """The question and its inputs. All texts are HTML that we wrote; what learners type is escaped."""

    question: str | Callable[[Variant], str]
    inputs: tuple[Input, ...]
    picture: Callable[[Variant], str] | None = None
    """A drawing that belongs to the question, as SVG."""
    preview: Callable[[Mapping[str, Any]], str] | None = None
    """A drawing of the answer so far, as SVG or HTML that we wrote."""
    caption: str = ""
    """What stands above that, where it is no flow."""
    sample: bool | Callable[[Variant], Mapping[str, Any]] = True
    """Whether one may continue from a sample: one of the course's, or one made for the seat."""

    def asked(self, variant: Variant) -> str:
        """The question for this seat, as HTML."""
        return self.question(variant) if callable(self.question) else self.question

    def start(self, variant: Variant) -> dict[str, Any]:
        """The answer before anybody typed."""
        return {"variant": variant, **{item.name: item.start(variant) for item in self.inputs}}

    def clean(self, answer: Mapping[str, object]) -> dict[str, Any]:
        """The answer in the shape that the rules expect; unknown names are left out.

        Raises:
            NotPlain: a value is of another kind than its input gives.
        """
        variant = answer.get("variant", 0)
        if type(variant) is not int or not 0 <= variant < VARIANTS:
            variant = 0
        return {"variant": variant, **{item.name: item.clean(answer.get(item.name), variant) for item in self.inputs}}
