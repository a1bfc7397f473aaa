"""What the steps of a repair share: items that remember their cells, the ledger, and the reasons to refuse."""

from __future__ import annotations

from dataclasses import dataclass, field

from kaizen_helpers.excel.tables.model import Change, Plan, Rule

__all__ = ["Item", "Line", "Shape", "Work"]


@dataclass(frozen=True)
class Item:
    """A value on its way, and the cell that holds it in the sheet."""

    value: object
    place: tuple[int, int]
    filled: bool = False
    """Out of a merged range; ``place`` is then the cell that holds the range's value."""
    copied_from: tuple[int, int] | None = None
    """Where a 「〃」 took its value."""
    made: bool = False
    """Out of a heading, not out of a cell."""
    split: bool = False
    """The second half of a cell that held two things."""


@dataclass
class Line:
    """A row on its way, and the row of the sheet it came from."""

    row: int
    items: list[Item]


@dataclass(frozen=True)
class Shape:
    """A column on its way. ``asked`` is its name in the keys of questions."""

    name: str
    rule: Rule
    column: int
    asked: str
    period: str
    thousand: bool
    made: bool = False


@dataclass
class Work:
    """The state of one repair."""

    plan: Plan
    answers: dict[str, object]
    ledger: list[Change] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    removed_rows: list[int] = field(default_factory=list)
    periods: int = 1

    def __post_init__(self) -> None:
        self.sheet = self.plan.sheet

    def at(self, place: tuple[int, int]) -> str:
        """「B5」."""
        return str(self.sheet.address(*place))

    def notes(self) -> set[int]:
        """Rows inside the table of which a person said that they are no rows of it."""
        rows = {row for row, _ in self.plan.area.doubts if self.answers[f"row:{row}"] == "注記"}
        return rows | {
            int(name[6:]) for name, answer in self.answers.items() if name.startswith("total:") and answer == "表の外"
        }

    def refuse(self, reason: str) -> None:
        """Note a reason, once."""
        if reason not in self.reasons:
            self.reasons.append(reason)

    def note(self, place: tuple[int, int], before: object, after: object, step: str, rule: str) -> None:
        """A line of the ledger."""
        self.ledger.append(Change(self.at(place), before, after, step, rule, place))

    def remove(self, place: tuple[int, int], step: str, rule: str) -> None:
        """A cell that is taken out; a blank one needs no line."""
        cell = self.sheet.cells.get(place)
        if cell is not None and cell.value is not None:
            self.ledger.append(Change(self.at(place), cell.value, None, step, rule, place, removed=True))
