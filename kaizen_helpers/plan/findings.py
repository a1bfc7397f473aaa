"""One thing to look at in a plan or an application, where it stands, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = ["PlanFinding", "Severity", "in_order"]

Severity = Literal["error", "advice", "information"]
_ORDER = {"error": 0, "advice": 1, "information": 2}


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """A finding: what it is (``id``), where it stands, one or two Japanese sentences, how much hangs on it."""

    id: str
    place: str
    """The label of the entry, as people see it; empty for the form as a whole."""
    message_ja: str
    severity: Severity = "error"
    """``error``: the plan cannot be checked later without it. ``advice``: better with it. ``information``: to know."""

    def __str__(self) -> str:
        mark = "！" if self.severity == "error" else "・"
        return f"{mark} {self.message_ja}"


def in_order(findings: Iterable[PlanFinding]) -> tuple[PlanFinding, ...]:
    """What everything hangs on first; otherwise as they were found, which is the order of the form."""
    return tuple(sorted(findings, key=lambda finding: _ORDER[finding.severity]))
