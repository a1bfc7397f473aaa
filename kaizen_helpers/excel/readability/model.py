"""What a check says: the thirty rules as data, findings with their cells, and the report with its scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kaizen_helpers.excel.opening.model import Span

__all__ = ["Certainty", "Finding", "Purpose", "Report", "Rule", "Undecided"]

Certainty = Literal["違反", "要確認", "参考"]
"""「違反」 breaks the rule and costs points; 「要確認」 is for a person to decide; 「参考」 is allowed here."""
Purpose = Literal["提供用", "作業用"]


@dataclass(frozen=True)
class Rule:
    """A rule of 「行政データにおける機械可読性に関するルール」 in our own short words.

    The number of points is that of the government's sample application, which says itself that it is no view of the
    government.
    """

    id: str
    """「L1-02」; the digit is the level."""
    title_ja: str
    points: int
    """What one violation takes from the 100 points of its level; 100 for a FATAL rule."""
    why_ja: str
    """Why it hurts somebody who uses the data."""
    fix_ja: str
    """What to do."""

    @property
    def level(self) -> int:
        """1, 2 or 3."""
        return int(self.id[1])

    @property
    def fatal(self) -> bool:
        """Whether one violation leaves nothing of the level's points."""
        return self.points >= 100


@dataclass(frozen=True)
class Finding:
    """One rule at one place of one sheet: all its cells together, so that ten equal cells are one finding."""

    rule: str
    certainty: Certainty
    sheet: str
    """Empty where the whole file is meant."""
    spans: tuple[Span, ...]
    """The cells, in reading order; at most fifty ranges are kept."""
    count: int
    """How many cells there are, also those beyond the kept ranges."""
    what_ja: str
    """What was found here, with one example from the cells; for 「要確認」, also why a machine cannot decide."""

    @property
    def where_ja(self) -> str:
        """「B5、B7、B9 など 12 か所」, or 「シート全体」."""
        if not self.spans:
            return "シート全体" if self.sheet else "ファイル全体"
        shown = "、".join(str(span) for span in self.spans[:3])
        return shown if len(self.spans) <= 3 else f"{shown} など {self.count:,} か所"


@dataclass(frozen=True)
class Undecided:
    """A rule that could not be judged at all on this file, and why: 「ほかの年度のファイルがありません。」."""

    rule: str
    reason_ja: str


@dataclass(frozen=True)
class Report:
    """The check of one file."""

    name: str
    purpose: Purpose
    findings: tuple[Finding, ...]
    """In the order of the rules, then of the sheets and cells."""
    undecided: tuple[Undecided, ...] = ()
    notes: tuple[str, ...] = ()
    """What the reading of the file has to say, in Japanese."""
    scores: Mapping[int, int] = field(default_factory=dict)
    """Points of each level, from 100 down to 0: a reference, no view of the government."""

    def of(self, rule: str, certainty: Certainty = "違反") -> tuple[Finding, ...]:
        """The findings of one rule."""
        return tuple(one for one in self.findings if one.rule == rule and one.certainty == certainty)
