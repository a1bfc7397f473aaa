"""What the steps of a repair share: items that remember their cells, the ledger, and the reasons to refuse."""

from __future__ import annotations

from dataclasses import dataclass, field

from kaizen_helpers.excel.tables.model import CellLike, Change, Plan, RepairQuestion, Rule

__all__ = ["AS_IT_IS", "MEND", "Item", "Line", "Shape", "Work"]

AS_IT_IS, MEND = "このまま残す", "元の表を直す"
"""The two answers to what looks wrong in the data itself: the machine changes nothing there."""


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
    questions: list[RepairQuestion] = field(default_factory=list)
    """What turned out only on the way to need a person."""
    removed_rows: list[int] = field(default_factory=list)
    periods: int = 1

    def __post_init__(self) -> None:
        self.sheet = self.plan.sheet
        self.cells: dict[tuple[int, int], CellLike] = dict(self.sheet.cells.items())
        """All cells at once, as an opened book makes each of them anew whenever it is asked."""

    def at(self, place: tuple[int, int]) -> str:
        """「B5」."""
        return str(self.sheet.address(*place))

    def notes(self) -> set[int]:
        """Rows inside the table of which a person said that they are no rows of it."""
        rows = {row for row, _ in self.plan.area.doubts if self.answers[f"row:{row}"] == "注記"}
        return (
            rows
            | self.plan.page_rows
            | {
                int(name[6:])
                for name, answer in self.answers.items()
                if name.startswith("total:") and answer == "表の外"
            }
        )

    def refuse(self, reason: str) -> None:
        """Note a reason, once."""
        if reason not in self.reasons:
            self.reasons.append(reason)

    def kept_as_it_is(self, name: str, reason: str, text: str, choices: tuple[str, ...] = ()) -> bool:
        """Whether a person has said that it is right as it stands; where nobody has, it is asked and a reason."""
        choices = choices or (AS_IT_IS, MEND)
        if self.answers.get(name) == AS_IT_IS:
            return True
        self.refuse(reason)
        if name not in {one.key for one in self.questions}:
            self.questions.append(RepairQuestion(name, text, choices))
        return False

    def drop(self, lines: list[tuple[Line, str]], rest: list[Line]) -> None:
        """Take whole rows out, each with the name of its step. What they share with ``rest`` (a merged cell) stays."""
        shared = {item.place for line in rest for item in line.items}
        places = {
            item.place: step
            for line, step in lines
            for item in line.items
            if item.place not in shared and not item.made
        }
        self.ledger = [one for one in self.ledger if one.place not in places]
        for place, step in places.items():
            self.remove(place, step, "")
        self.removed_rows += [line.row for line, _ in lines]

    def note(self, place: tuple[int, int], before: object, after: object, step: str, rule: str) -> None:
        """A line of the ledger."""
        self.ledger.append(Change(self.at(place), before, after, step, rule, place))

    def remove(self, place: tuple[int, int], step: str, rule: str) -> None:
        """A cell that is taken out; a blank one needs no line."""
        cell = self.cells.get(place)
        if cell is not None and cell.value is not None:
            self.ledger.append(Change(self.at(place), cell.value, None, step, rule, place, removed=True))
