"""Which defects and near misses a set has, and how its cases are made of them: by number, always the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from tests.readability_cases.base import Base
from tests.readability_cases.model import Case, Draft, Place, expect, plain
from tests.readability_cases.values import seeded

__all__ = ["RULES", "Groups", "Registry"]

Groups = Iterable[Place | Iterable[Place]]
"""The cells a finding must name: a place alone, or several of which one is enough."""
Wanted = Literal["", "xlsx", "csv", "cp932", "utf8"]
Sure = Literal["違反", "要確認", "either"]

RULES = tuple(f"L{level}-{number:02d}" for level, most in ((1, 15), (2, 6), (3, 9)) for number in range(1, most + 1))


@dataclass(frozen=True)
class Change:
    """Something that is done to a clean file."""

    name: str
    put: Callable[[Draft, random.Random], Groups | None]
    needs: tuple[str, ...]
    kind: Wanted
    also: frozenset[str]
    sure: Sure = "違反"

    def fits(self, base: Base) -> bool:
        return base.has(*self.needs)


@dataclass
class Registry:
    """One of the two sets."""

    name: str
    bases: Sequence[Base]

    def __post_init__(self) -> None:
        self.bad_of: dict[str, list[Change]] = {rule: [] for rule in RULES}
        self.near_of: dict[str, list[Change]] = {rule: [] for rule in RULES}

    def bad(
        self, rule: str, *needs: str, kind: Wanted = "", also: str = "", sure: Sure = "違反"
    ) -> Callable[[Callable[[Draft, random.Random], Groups]], Callable[[Draft, random.Random], Groups]]:
        """A defect of this rule. ``needs`` are roles of columns, ``also`` rules that it brings along or leaves open."""

        def keep(put: Callable[[Draft, random.Random], Groups]) -> Callable[[Draft, random.Random], Groups]:
            self.bad_of[rule].append(Change(put.__name__, put, needs, kind, frozenset(also.split()), sure))
            return put

        return keep

    def near(
        self, rule: str, *needs: str, kind: Wanted = "", also: str = ""
    ) -> Callable[[Callable[[Draft, random.Random], None]], Callable[[Draft, random.Random], None]]:
        """What looks like a defect of this rule and is none."""

        def keep(put: Callable[[Draft, random.Random], None]) -> Callable[[Draft, random.Random], None]:
            self.near_of[rule].append(Change(put.__name__, put, needs, kind, frozenset(also.split())))
            return put

        return keep

    def cases(self, rule: str, count: int = 50) -> list[Case]:
        """So many bad sheets and so many near misses of a rule; none where the rule is not judged."""
        made = []
        for bad, changes in ((True, self.bad_of[rule]), (False, self.near_of[rule])):
            made += [
                self._case(rule, bad, changes[number % len(changes)], number)
                for number in range(count if changes else 0)
            ]
        return made

    def _case(self, rule: str, bad: bool, change: Change, number: int) -> Case:
        kind = "bad" if bad else "near"
        draw = seeded(self.name, rule, kind, number)
        draft = draw.choice([base for base in self.bases if change.fits(base)]).make(draw)
        _as_wanted(draft, change.kind, draw)
        groups = change.put(draft, draw)
        said = draft.kind == "xlsx" and draft.described
        also = change.also if said else change.also | {"L3-08"}
        expected = (expect(draft, rule, groups or (), sure=change.sure),) if bad else ()
        return Case(f"{self.name}-{rule}-{kind}-{number:02d}-{change.name}", rule, bad, draft, expected, also - {rule})


def _as_wanted(draft: Draft, kind: Wanted, draw: random.Random) -> None:
    if kind == "xlsx":
        plain(draft, "xlsx")
    elif kind == "csv":
        plain(draft, "csv")
    elif kind == "cp932":
        plain(draft, "csv", "cp932")
    elif kind == "utf8":
        plain(draft, "csv", draw.choice(["utf-8", "utf-8-sig"]))
