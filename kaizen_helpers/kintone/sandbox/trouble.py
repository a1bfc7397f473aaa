"""Trouble on purpose: busy, broken, slow or cut-off answers, so that learners practise to try again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Kind", "Planned", "Trouble"]

Kind = Literal["busy", "maintenance", "slow", "cut"]
"""「busy」: 429 GAIA_TO04; 「maintenance」: 503 as plain text; 「slow」: waits; 「cut」: it ends in the middle."""


@dataclass
class Planned:
    """One kind of trouble for the next ``times`` requests whose path holds ``path``."""

    kind: Kind
    times: int = 1
    path: str = "/k/"
    seconds: float = 0.0


@dataclass
class Trouble:
    """What is planned, in turn."""

    planned: list[Planned] = field(default_factory=list)

    def plan(self, planned: Planned) -> None:
        """Add to the plan."""
        self.planned.append(planned)

    def next_for(self, path: str) -> Planned | None:
        """What happens to this request; it is taken off the plan."""
        for one in self.planned:
            if one.path in path and one.times > 0:
                one.times -= 1
                if one.times == 0:
                    self.planned.remove(one)
                return one
        return None
