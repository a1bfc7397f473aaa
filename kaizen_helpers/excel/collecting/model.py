"""What a folder of returned forms came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kaizen_helpers.excel.collecting.bodies import Asked
from kaizen_helpers.excel.writing.table import Column

__all__ = ["Change", "Choice", "Collected", "Conflict", "Remark", "Reply", "Source", "Total"]


@dataclass(frozen=True)
class Remark:
    """What a person should look at, with its place. ``cell`` is empty where the sheet or file as a whole is meant."""

    file: str
    sheet: str
    cell: str
    text_ja: str

    @property
    def place(self) -> str:
        """「佐賀市.xlsx 「調査票」 B5」."""
        return " ".join(filter(None, (self.file, f"「{self.sheet}」" if self.sheet else "", self.cell)))

    def __str__(self) -> str:
        return f"{self.place}: {self.text_ja}"


@dataclass(frozen=True)
class Reply:
    """One row of a form, by the headings of the table. ``values`` are as they stood in the cells."""

    body: Asked
    file: str
    sheet: str
    row: int
    values: Mapping[str, object]
    cells: Mapping[str, str]
    """Heading → address of the cell."""
    asked: bool = True
    doubtful: bool = False
    """Whose reply it is was not written as in the list."""

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.file} 「{self.sheet}」 {self.row}行目"


@dataclass(frozen=True)
class Choice:
    """Several replies of one body: the one that was taken, and why. ``sure`` is false where a person should decide."""

    taken: Reply
    left: tuple[Reply, ...]
    why_ja: str
    sure: bool


@dataclass(frozen=True)
class Conflict:
    """Two replies of one body that differ in a column."""

    body: Asked
    column: str
    taken: object
    taken_at: str
    other: object
    other_at: str


@dataclass(frozen=True)
class Change:
    """A value that was written in another way into the table: 「1,234人」 as 1234."""

    reply: Reply
    column: str
    before: object
    after: object
    why_ja: str


@dataclass(frozen=True)
class Total:
    """A total that a form tells, and what its parts add up to."""

    place: str
    column: str
    told: float
    counted: float

    @property
    def met(self) -> bool:
        """Whether they are the same; fractions within a millionth."""
        return abs(self.told - self.counted) <= 1e-6 * max(1.0, abs(self.told))


@dataclass(frozen=True)
class Source:
    """What was read of one sheet, for the ledger. Every row that was read is in one of the counts."""

    file: str
    sheet: str
    told_ja: str
    rows: int = 0
    taken: int = 0
    """Rows that are in the table."""


@dataclass(frozen=True)
class Collected:
    """The table and everything there is to say about it."""

    columns: tuple[Column, ...]
    replies: tuple[Reply, ...]
    """In the order of those asked, and then the others."""
    rows: tuple[tuple[object, ...], ...]
    """The typed values of ``replies``; an empty cell is None, never 0."""
    asked: tuple[Asked, ...]
    missing: tuple[Asked, ...] = ()
    choices: tuple[Choice, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    changes: tuple[Change, ...] = ()
    totals: tuple[Total, ...] = ()
    remarks: tuple[Remark, ...] = ()
    sources: tuple[Source, ...] = ()
    files: int = 0
    sums: Mapping[str, float] = field(default_factory=dict)
    """Heading → sum of the column over those asked, without what was left out."""

    @property
    def not_asked(self) -> tuple[Reply, ...]:
        """Replies of bodies that are not in the list; they stand at the end of the table and are in no sum."""
        return tuple(reply for reply in self.replies if not reply.asked)
