"""What the check said of a labelled file, held against its labels. Only this file of the folder knows the check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kaizen_helpers.excel.readability import check_file
from kaizen_helpers.excel.readability.model import Finding, Report
from tests.readability_cases.model import Case, Expected
from tests.readability_cases.writing import write

__all__ = ["Outcome", "outcome"]

MOST_KEPT = 50
"""Ranges that a finding keeps; of what lies beyond, only the number is known."""


@dataclass
class Outcome:
    """What the check said of one file."""

    id: str
    rule: str
    bad: bool
    labels: frozenset[str]
    also: frozenset[str]
    named: frozenset[str] = frozenset()
    """The rules it says are broken."""
    hit: bool = False
    """Whether the defect that was put in was found, with its cells."""
    said: list[str] = field(default_factory=list)


def report_of(case: Case, folder: Path) -> Report:
    """Write the file and check it."""
    home = folder / case.id
    home.mkdir(exist_ok=True)
    path = write(case.draft, home)
    earlier = write(case.draft.earlier, home) if case.draft.earlier else None
    return check_file(path, purpose=case.draft.purpose, earlier=earlier)


def found(expected: Expected, report: Report) -> bool:
    """Whether the rule is named with at least one cell of each group."""
    findings = [
        one
        for one in report.findings
        if one.rule == expected.rule
        and one.certainty in expected.certainties
        and (one.sheet == expected.sheet or not expected.sheet or not one.sheet)
    ]
    cut = any(len(one.spans) >= MOST_KEPT for one in findings)
    groups = expected.groups[: MOST_KEPT // 2] if cut else expected.groups
    return bool(findings) and all(any(holds(findings, place) for place in group) for group in groups)


def holds(findings: Iterable[Finding], place: tuple[int, int]) -> bool:
    """Whether one of the findings names this cell."""
    row, column = place
    return any(
        span.top <= row <= span.bottom and span.left <= column <= span.right for one in findings for span in one.spans
    )


def outcome(case: Case, folder: Path) -> Outcome:
    """Check one file; an exception is a miss and not the end of the measurement."""
    result = Outcome(case.id, case.rule, case.bad, case.labels, case.also)
    try:
        report = report_of(case, folder)
    except Exception as error:  # noqa: BLE001 - whatever it is, the check did not say what it should
        result.said = [f"{type(error).__name__}: {error}"]
        return result
    result.named = frozenset(one.rule for one in report.findings if one.certainty == "違反")
    result.hit = all(found(one, report) for one in case.expected)
    result.said = [f"{one.certainty} {one.rule} {one.sheet} {one.where_ja}: {one.what_ja}" for one in report.findings]
    return result
