"""The form of an app, made ready for use: which fields hold values, and in which column of the app's table.

A field keeps the number of its column for as long as it lives, whatever its code becomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

__all__ = ["BUILT_IN", "NO_VALUE", "Form", "FormField"]

BUILT_IN: Mapping[str, str] = {
    "RECORD_NUMBER": "レコード番号",
    "CREATOR": "作成者",
    "CREATED_TIME": "作成日時",
    "MODIFIER": "更新者",
    "UPDATED_TIME": "更新日時",
    "CATEGORY": "カテゴリー",
    "STATUS": "ステータス",
    "STATUS_ASSIGNEE": "作業者",
}
"""Fields that every app has, with the code they begin with."""
NO_VALUE = frozenset(["LABEL", "SPACER", "HR", "GROUP", "REFERENCE_TABLE"])
"""Types that stand in a form and hold nothing."""


@dataclass(frozen=True)
class FormField:
    """One field. Fields of a table come with the code of the table."""

    code: str
    type: str
    properties: Mapping[str, Any]
    """As in the answer of ``app/form/fields.json``."""
    number: int = 0
    """The column in the app's table is ``f<number>``; 0 for a field that holds nothing."""
    table: str = ""

    @cached_property
    def column(self) -> str:
        """Name of the column."""
        return f"f{self.number}"

    @property
    def has_column(self) -> bool:
        """Whether its values stand in a column of their own."""
        return self.number > 0 and self.type not in NO_VALUE and self.type not in ("SUBTABLE", "RECORD_NUMBER")

    @cached_property
    def required(self) -> bool:
        """必須項目にする."""
        return self.properties.get("required") in (True, "true")

    @cached_property
    def unique(self) -> bool:
        """値の重複を禁止する."""
        return self.properties.get("unique") in (True, "true")

    @cached_property
    def formula(self) -> str:
        """計算式 or 自動計算; empty where it has none."""
        return str(self.properties.get("expression") or "") if self.type in ("CALC", "SINGLE_LINE_TEXT") else ""

    @cached_property
    def lookup(self) -> Mapping[str, Any] | None:
        """The lookup settings, if it is one."""
        found: Mapping[str, Any] | None = self.properties.get("lookup")
        return found

    @cached_property
    def options(self) -> Mapping[str, Any]:
        """The choices by their name."""
        return self.properties.get("options") or {}


@dataclass(frozen=True, eq=False)
class Form:
    """All fields of an app. Each is itself alone, so that what was worked out from one can be kept beside it."""

    properties: Mapping[str, Mapping[str, Any]]
    numbers: Mapping[str, int] = field(default_factory=dict)
    """The column number by field code; codes are unique in an app, also inside tables."""
    prefix: str = ""
    """What stands before the number of a record: 「UKETSUKE-」 in an app with this code."""

    @cached_property
    def fields(self) -> Mapping[str, FormField]:
        """Every field outside tables, by code; tables are among them."""
        return {code: self._field(code, properties, "") for code, properties in self.properties.items()}

    @cached_property
    def inner(self) -> Mapping[str, Mapping[str, FormField]]:
        """For each table, its fields by code."""
        return {
            code: {inner: self._field(inner, one, code) for inner, one in (properties.get("fields") or {}).items()}
            for code, properties in self.properties.items()
            if properties["type"] == "SUBTABLE"
        }

    def _field(self, code: str, properties: Mapping[str, Any], table: str) -> FormField:
        return FormField(code, properties["type"], properties, self.numbers.get(code, 0), table)

    def everywhere(self) -> Iterator[FormField]:
        """Every field, those of tables too."""
        yield from self.fields.values()
        for fields in self.inner.values():
            yield from fields.values()

    def number_of(self, told: str) -> int | None:
        """The number that a record number means, with or without this app's code; ``None`` where it means none."""
        bare = told.removeprefix(self.prefix) if self.prefix else told
        return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 19 else None

    def find(self, code: str) -> FormField | None:
        """The field with this code, also inside a table."""
        found = self.fields.get(code)
        if found is not None:
            return found
        return next((fields[code] for fields in self.inner.values() if code in fields), None)

    @cached_property
    def by_type(self) -> Mapping[str, FormField]:
        """The built-in fields, by type."""
        return {one.type: one for one in self.fields.values() if one.type in BUILT_IN}

    @cached_property
    def with_column(self) -> tuple[FormField, ...]:
        """The fields outside tables whose values stand in a column."""
        return tuple(one for one in self.fields.values() if one.has_column)

    @cached_property
    def unique(self) -> tuple[FormField, ...]:
        """The fields outside tables whose values must not be told twice."""
        return tuple(one for one in self.fields.values() if one.unique)

    @cached_property
    def has_lookups(self) -> bool:
        """Whether any field is a lookup."""
        return any(one.lookup for one in self.everywhere())

    @cached_property
    def has_formulas(self) -> bool:
        """Whether any field is calculated."""
        return any(one.formula for one in self.everywhere())

    @cached_property
    def copied(self) -> frozenset[str]:
        """Codes of the fields that a lookup fills: what a caller sends for them is not taken."""
        return frozenset(
            mapping["field"]
            for one in self.everywhere()
            if one.lookup
            for mapping in one.lookup.get("fieldMappings") or ()
        )
