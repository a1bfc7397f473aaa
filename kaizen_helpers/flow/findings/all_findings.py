"""Everything there is to say about a flow, each thing once, the most basic first.

Four modules look: :mod:`.checks` (structure and wording, also used by the exercises), :mod:`.soundness`, :mod:`.lint`
with :mod:`.guidelines`, and :mod:`.improve`. What two of them see at the same step is said by the first only.
"""

from __future__ import annotations

from collections.abc import Collection

from kaizen_helpers.flow.findings.checks import Finding, check_flow
from kaizen_helpers.flow.findings.guidelines import check_guidelines
from kaizen_helpers.flow.findings.improve import find_improvements
from kaizen_helpers.flow.findings.lint import lint_flow
from kaizen_helpers.flow.findings.soundness import check_soundness
from kaizen_helpers.flow.model import Flow

__all__ = ["find_all"]

_SAME: dict[str, tuple[str, ...]] = {
    "no_way_out": ("endless_loop",),
    "start_event_required": ("no_start",),
    "end_event_required": ("no_end",),
    "no_disconnected": ("unreachable", "dead_end"),
    "no_implicit_end": ("dead_end", "no_rule_row"),
    "no_implicit_start": ("unreachable", "no_start"),
    "no_implicit_split": ("no_condition",),
    "conditional_flows": ("no_condition",),
    "label_required": ("missing_owner", "vague_verb"),
    "superfluous_gateway": ("one_branch",),
}
"""For a finding the others that say the same of a step."""
_INSTEAD: dict[str, tuple[str, ...]] = {
    "dead_step": (
        "unreachable",
        "end_goes_on",
        "deadlock",
        "left_behind",
        "lack_of_sync",
        "no_way_out",
        "endless_loop",
    ),
    "too_fine": ("split_flow",),
}
"""For a finding the others that make it needless wherever they are: a step that is never done follows from them."""
_ORDER = {"error": 0, "advice": 1, "information": 2}


def find_all(flow: Flow, approved: Collection[str] = ()) -> tuple[Finding, ...]:
    """Every finding: errors first, then advice, then information; within them structure, soundness, rules, practice.

    Args:
        flow: any flow, however broken; one without steps has no findings.
        approved: media in which personal data may be sent, see ``flow.findings.improve.find_improvements``.
    """
    if not flow.steps:
        return ()
    everything = (
        *check_flow(flow),
        *check_soundness(flow).findings,
        *check_guidelines(flow),
        *lint_flow(flow),
        *find_improvements(flow, approved),
    )
    places: dict[str, set[int]] = {finding.id: set(finding.steps) for finding in everything}
    kept = [finding for finding in everything if not _is_said(finding, places)]
    return tuple(sorted(kept, key=lambda finding: _ORDER[finding.severity]))


def _is_said(finding: Finding, places: dict[str, set[int]]) -> bool:
    """Whether other findings say it of every one of its steps."""
    if any(other in places for other in _INSTEAD.get(finding.id, ())):
        return True
    said = set().union(*(places.get(other, ()) for other in _SAME.get(finding.id, ())))
    return bool(finding.steps) and set(finding.steps) <= said
