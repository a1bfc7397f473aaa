"""本番利用ゲート: whether an app may go into 本番利用, and if not, what is missing, the gravest first.

The prefecture's rule: no 本番利用 without a business flow diagram that covers the app (reference/domain.md S28), looked
at by somebody other than its author (S27). The twelve items follow E7-2 and section 2.7; the order of importance is
this project's: what may harm people or destroy data first, then the diagram that everything rests on, then what keeps
the app alive when its makers leave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kaizen_helpers.flow.model import Flow
from kaizen_helpers.kintone import AppDefinition
from kaizen_helpers.organisation import Organisation, read_organisation
from kaizen_helpers.plan.coverage.coverage import Coverage, cover
from kaizen_helpers.plan.gate.diagram import DIAGRAM
from kaizen_helpers.plan.gate.items import GateItem, Material, Verdict
from kaizen_helpers.plan.gate.keeping import KEEPING
from kaizen_helpers.plan.gate.safety import SAFETY
from kaizen_helpers.plan.handover.handover import Handover
from kaizen_helpers.plan.wording import is_person

__all__ = ["Gate", "production_gate"]


@dataclass(frozen=True, slots=True)
class Gate:
    """The outcome, item by item in the order of importance."""

    name: str
    """Of the app."""
    day: date
    items: tuple[GateItem, ...]
    coverage: Coverage
    notes: tuple[str, ...] = ()
    """What of the files could not be read, or does not fit."""

    @property
    def verdict(self) -> Verdict:
        """合格 where every item is; まだ where any item is; otherwise 要確認."""
        found = {item.verdict for item in self.items}
        return next((one for one in (Verdict.NOT_YET, Verdict.ASK) if one in found), Verdict.PASSED)

    @property
    def missing(self) -> tuple[GateItem, ...]:
        """What has not passed, the gravest first."""
        return tuple(item for item in self.items if item.verdict is not Verdict.PASSED)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The outcome, then each thing that is missing with its place and what to do."""
        name = f"「{self.name}」" if self.name else "このアプリ"
        if self.verdict is Verdict.PASSED:
            return (f"○ {name}は、本番利用ゲートに合格です。{len(self.items)}項目がそろっています。", *self.notes)
        done = len(self.items) - len(self.missing)
        head = f"{self.verdict.mark} {name}は、{self.verdict.value}です。"
        head += f"{len(self.items)}項目のうち{done}項目がそろっています。"
        if self.verdict is Verdict.NOT_YET:
            head += "大切な順に、残りは次のとおりです。"
        told = (
            f"{number}. {item.verdict.mark} {item.label}: {item.found}{item.next}"
            for number, item in enumerate(self.missing, 1)
        )
        return (head, *told, *self.notes)


def production_gate(
    flow: Flow | None,
    app: AppDefinition | None,
    filled: Mapping[str, Any] | None = None,
    *,
    as_is: Flow | None = None,
    handover: Handover | None = None,
    organisation: Organisation | None = None,
    unread: Sequence[str] = (),
    today: date | None = None,
) -> Gate:
    """Hold everything that was handed in against the gate.

    Args:
        flow: the flow with the app (見直し後), with the remarks of those who looked at it.
        app: the app's definition; ``None`` where it was not handed in.
        filled: the values of ``gate_form()``: data class, who looked, administrators, the three tables.
        as_is: the flow of today, to see whether a way in without a computer is lost.
        handover: the document as far as it is; see :func:`~kaizen_helpers.plan.handover.handover.prepare_handover`.
        organisation: whose rules hold; the neutral default if none is given.
        unread: what of the files could not be read, to be said on the page.
        today: the day of the gate.
    """
    given = dict(filled or {})
    tables = {key: given.get(key) or () for key in ("fields", "states", "lanes")}
    coverage = cover(flow, app, tables) if flow is not None and app is not None else Coverage()
    material = Material(
        flow,
        app,
        given,
        as_is,
        handover,
        organisation or read_organisation(),
        coverage,
        today or datetime.now().astimezone().date(),
        tuple(unread),
    )
    notes = [*material.unread, *coverage.problems, *_names(material)]
    if app is not None:
        notes += [f"{note.where}: {note.message_ja}" for note in app.notes]
    name = app.name if app is not None else ""
    return Gate(
        name, material.today, tuple(look(material) for look in (*SAFETY, *DIAGRAM, *KEEPING)), coverage, tuple(notes)
    )


_ROLES = {
    "author": "図を描いた人",
    "looked_by": "図を見た人",
    "asked_who": "相談した相手",
    "admin1": "管理者1",
    "admin2": "管理者2",
}


def _names(material: Material) -> list[str]:
    """Roles stay when people move; names of people do not belong in the file."""
    return [
        f"「{label}」が、人の名前のようです。役割の名前で書き直してください。"
        for key, label in _ROLES.items()
        if is_person(material.text(key))
    ]
