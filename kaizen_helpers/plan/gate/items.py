"""What is looked at before 本番利用: everything that was handed in, and an item with its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.kintone import AppDefinition, Part
from kaizen_helpers.organisation import Organisation
from kaizen_helpers.plan.coverage.coverage import Coverage
from kaizen_helpers.plan.handover.handover import Handover

__all__ = ["GateItem", "Material", "Verdict", "listed", "more", "without_app", "without_flow"]

_SHOWN = 3


class Verdict(StrEnum):
    """What became of the gate, or of one of its items."""

    PASSED = "合格"
    NOT_YET = "まだ"
    ASK = "要確認"

    @property
    def mark(self) -> str:
        """A sign beside the word, readable in black and white."""
        return {"合格": "○", "まだ": "△", "要確認": "？"}[self.value]


@dataclass(frozen=True, slots=True)
class GateItem:
    """One thing that is looked at."""

    id: str
    """ASCII, stable."""
    label: str
    verdict: Verdict = Verdict.ASK
    found: str = ""
    """What was handed in, and what that shows."""
    where: str = ""
    """The place: a field, a step, a line of the permissions."""
    next: str = ""
    """What to do now; empty where the item has passed."""

    def passed(self, found: str) -> GateItem:
        """The item as it is when all is there."""
        return replace(self, verdict=Verdict.PASSED, found=found)

    def not_yet(self, found: str, where: str, next_step: str) -> GateItem:
        """The item when something is missing."""
        return replace(self, verdict=Verdict.NOT_YET, found=found, where=where, next=next_step)

    def ask(self, found: str, where: str, next_step: str) -> GateItem:
        """The item when somebody must decide or look it up."""
        return replace(self, verdict=Verdict.ASK, found=found, where=where, next=next_step)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that was handed in."""

    flow: Flow | None
    app: AppDefinition | None
    filled: Mapping[str, Any]
    """The values of the gate's form."""
    as_is: Flow | None
    handover: Handover | None
    organisation: Organisation
    coverage: Coverage
    today: date
    unread: tuple[str, ...]
    """What of the files could not be read."""

    def text(self, key: str) -> str:
        """A text of the form, empty where nothing is written."""
        value = self.filled.get(key)
        return value.strip() if isinstance(value, str) else ""


def without_app(item: GateItem, part: Part | None = None) -> GateItem:
    """The item where the app's definition, or the part of it that is asked for, was not handed in."""
    if part is None:
        what = "kintone の設定を API で保存した JSON を出してください。保存の仕方は、デジタルの担当課に聞いてください。"
        return item.not_yet("アプリ定義がありません。", "アプリ定義のファイル", what)
    found = f"確かめられません。{part.label}（{part.api}）が、定義に入っていません。"
    return item.ask(found, "アプリ定義", "保存して、もう一度確かめてください。")


def without_flow(item: GateItem) -> GateItem:
    """The item where there is no diagram to hold anything against."""
    return item.not_yet("業務フロー図がありません。", "業務フロー図のファイル", "先に図を出してください。")


def listed(names: Iterable[str]) -> str:
    """The first names and how many more there are."""
    shown = [short(name) for name in names]
    rest = f"ほか{len(shown) - _SHOWN}件" if len(shown) > _SHOWN else ""
    return "".join(f"「{name}」" for name in shown[:_SHOWN]) + rest


def more(count: int) -> str:
    """How many other places there are."""
    return f"（ほかに{count}か所）" if count > 0 else ""
