"""What the normaliser has to say: one line a finding, always in the same order."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Finding", "Notes", "Report"]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing about one cell, as ``file: cell: rule: what to do``."""

    file: str
    """Path below the course, with ``/``."""
    cell: str
    """Id of the cell; ``-`` where it is about the whole file."""
    rule: str
    """Short name of the rule."""
    say: str
    """What to do; for a repair what the normaliser does itself."""
    repaired: bool = False
    """True where the normaliser puts it right."""

    def __str__(self) -> str:
        return f"{self.file}: {self.cell}: {self.rule}: {self.say}"


@dataclass
class Notes:
    """Collects the findings of one file."""

    file: str
    """Path below the course, with ``/``."""
    findings: list[Finding] = field(default_factory=list)
    """In the order of finding."""

    def repair(self, cell: str, rule: str, say: str) -> None:
        """Note something that the normaliser puts right."""
        self.findings.append(Finding(self.file, cell, rule, say, repaired=True))

    def report(self, cell: str, rule: str, say: str) -> None:
        """Note something that only the author can put right."""
        self.findings.append(Finding(self.file, cell, rule, say))


@dataclass(frozen=True)
class Report:
    """What one run of the normaliser found and changed."""

    findings: tuple[Finding, ...]
    """Sorted. After rewriting: what is left for the author. After checking: the repairs too."""
    changed: tuple[Path, ...]
    """Files that were rewritten or, when only checking, would be."""

    @property
    def clean(self) -> bool:
        """True when there is nothing to change and nothing to say; the exit code follows this."""
        return not self.findings and not self.changed

    def lines(self) -> list[str]:
        """The findings as text, sorted."""
        return [str(finding) for finding in self.findings]
