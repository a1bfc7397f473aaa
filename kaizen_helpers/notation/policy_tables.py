"""A table of fields × policies, applied to rows: what a person decides once, done to every value, with a ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaizen_helpers.errors import InputError
from kaizen_helpers.notation.text import POLICIES, Applied, apply_policy

__all__ = ["AppliedCell", "AppliedTable", "apply_policies"]


@dataclass(frozen=True)
class AppliedCell:
    """One value that was changed, or is open."""

    row: int
    """From 1, in the order of the rows."""
    column: str
    applied: Applied


@dataclass(frozen=True)
class AppliedTable:
    """The rows after their policies: as many rows, the same columns in the same order."""

    rows: tuple[dict[str, object], ...]
    changes: tuple[AppliedCell, ...]
    questions: tuple[AppliedCell, ...]
    """Values that a person has to look at; one may stand in ``changes`` as well."""
    untouched: tuple[str, ...]
    """Columns for which no policy was given."""


def apply_policies(rows: Sequence[Mapping[str, object]], policies: Mapping[str, str]) -> AppliedTable:
    """Apply to each column the policy named for it. Columns without one stay as they are.

    Raises InputError for a policy that is not there, or a column that no row has.
    """
    columns = list(dict.fromkeys(column for row in rows for column in row))
    for column, policy in policies.items():
        if policy not in POLICIES:
            raise InputError(f"方針の名前は「{'」「'.join(POLICIES)}」から選んでください。", f"「{column}」の列")
        if rows and column not in columns:
            raise InputError("この名前の列がありません。見出しの文字を確かめてください。", f"「{column}」の列")
    result: list[dict[str, object]] = []
    changes: list[AppliedCell] = []
    questions: list[AppliedCell] = []
    for number, row in enumerate(rows, 1):
        after = dict(row)
        for column in row.keys() & policies.keys():
            applied = apply_policy(row[column], policies[column])
            after[column] = applied.after
            if applied.changed:
                changes.append(AppliedCell(number, column, applied))
            if applied.question_ja:
                questions.append(AppliedCell(number, column, applied))
        result.append(after)
    order = {column: place for place, column in enumerate(columns)}

    def place(cell: AppliedCell) -> tuple[int, int]:
        return cell.row, order[cell.column]

    return AppliedTable(
        tuple(result),
        tuple(sorted(changes, key=place)),
        tuple(sorted(questions, key=place)),
        tuple(column for column in columns if column not in policies),
    )
