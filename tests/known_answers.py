"""The corpus: known answers, one file each, with what they must give."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaizen_helpers.checkers.catalogue import exercise_by_id
from kaizen_helpers.checkers.engine import Exercise

__all__ = ["CORPUS", "GOLDENS", "Case", "known_answers"]

CORPUS = Path(__file__).parent / "corpus"
GOLDENS = Path(__file__).parent / "contract" / "goldens"


@dataclass(frozen=True)
class Case:
    """One known answer."""

    name: str
    """``01_flow/wrong_flow.dead-end``."""
    exercise: Exercise
    outcome: str
    mistake: str | None
    points: float
    answer: dict[str, Any]

    @property
    def kind(self) -> str:
        """right, partial, wrong or blank: the first word of the file's name."""
        return self.name.split("/")[1].split("_")[0]

    def __str__(self) -> str:
        return self.name


def known_answers(*kinds: str) -> list[Case]:
    """All cases, or those of some kinds, in order of their names."""
    cases = []
    for path in sorted(CORPUS.glob("*/*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        exercise = exercise_by_id(data["exercise"])
        name = f"{path.parent.name}/{path.stem}"
        cases.append(Case(name, exercise, data["outcome"], data["mistake"], data["points"], data["answer"]))
    return [case for case in cases if not kinds or case.kind in kinds]
