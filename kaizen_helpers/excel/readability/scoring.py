"""The points of a file. They are those of the government's sample application, which is no view of the government."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kaizen_helpers.excel.readability.model import Finding
from kaizen_helpers.excel.readability.rules import rule

__all__ = ["scores"]


def scores(findings: Iterable[Finding]) -> Mapping[int, int]:
    """Each level begins with 100. A broken rule takes its points once, however many cells break it; a fatal one all."""
    left = dict.fromkeys((1, 2, 3), 100)
    for broken in {one.rule for one in findings if one.certainty == "違反"}:
        level = rule(broken).level
        left[level] = max(0, left[level] - rule(broken).points)
    return left
