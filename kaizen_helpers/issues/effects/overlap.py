"""Several measures at once: the same minutes are saved only once.

Two measures that change the same work are both counted from today's minutes. Together they can save no more than these
minutes; what is claimed beyond that is taken off each of them in proportion, and both are named.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.change.savings import hours_ja
from kaizen_helpers.issues.effects.counting import Effect
from kaizen_helpers.issues.effects.model import Work

__all__ = ["Overlap", "Together", "together"]


_AGAIN = "両方を行うときは、先に行う方の後の分から、もう一方を計算し直してください。"


@dataclass(frozen=True, slots=True)
class Overlap:
    """One work that several measures claim."""

    work: str
    measures: tuple[str, ...]
    claimed: float
    """Hours a year that the measures claim, added up."""
    most: float
    """Hours a year that the work takes today: more cannot be saved."""
    counted: float
    """Hours a year that are counted."""

    @property
    def taken_off(self) -> float:
        """Hours that were counted twice."""
        return self.claimed - self.counted

    @property
    def message_ja(self) -> str:
        """Which measures, which work, and what was done about it."""
        names = "」と「".join(self.measures)
        lead = f"「{names}」は、どちらも「{self.work}」の時間を減らす計算です。"
        if len(self.measures) > 2:
            lead = f"「{names}」は、どれも「{self.work}」の時間を減らす計算です。"
        if self.taken_off > 0.05:
            return (
                f"{lead}足すと年{hours_ja(self.claimed)}ですが、いまの作業は年{hours_ja(self.most)}なので、"
                f"{hours_ja(self.counted)}までにしました。{_AGAIN}"
            )
        return f"{lead}{_AGAIN}"


@dataclass(frozen=True, slots=True)
class Together:
    """The effect of several measures, what would be counted twice taken off."""

    effects: tuple[Effect, ...]
    overlaps: tuple[Overlap, ...]
    hours_each: tuple[float, ...]
    """Hours a year of each measure after that, in their order."""

    @property
    def claimed(self) -> float:
        """The hours of all measures simply added up."""
        return math.fsum(effect.hours for effect in self.effects)

    @property
    def hours(self) -> float:
        """Hours a year saved by all of them."""
        return math.fsum(self.hours_each)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sum, and each work that is claimed more than once."""
        verb = "減る" if self.hours >= 0 else "増える"
        most = "多くて" if self.overlaps and self.hours > 0 else ""  # of the same minutes, less is left for the second
        said = f"{len(self.effects)}つの打ち手を合わせると、{most}年{hours_ja(abs(self.hours))}{verb}見込みです。"
        if self.claimed - self.hours > 0.05:
            said += f"単純に足した{hours_ja(self.claimed)}からは、二重に数えた分を引いています。"
        return (said, *(overlap.message_ja for overlap in self.overlaps))


def together(effects: Sequence[Effect]) -> Together:
    """The effect of several measures at once. A work that grows is never set off against another claim.

    Raises:
        InputError: there is no measure, or two have the same name.
    """
    names = [effect.measure.name for effect in effects]
    if not names:
        raise InputError("打ち手を1つ以上入れてください。", "打ち手")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError("同じ名前の打ち手が2つあります。名前を分けてください。", f"「{twice}」")
    hours = [effect.hours for effect in effects]
    overlaps = []
    for claims in _claims(effects).values():
        if len({at for at, _ in claims}) < 2:
            continue
        overlap = _overlap(claims, names)
        overlaps.append(overlap)
        for at, work in claims:
            hours[at] -= overlap.taken_off * work.hours / overlap.claimed if overlap.claimed else 0.0
    return Together(tuple(effects), tuple(overlaps), tuple(hours))


def _claims(effects: Sequence[Effect]) -> dict[str, list[tuple[int, Work]]]:
    """Works that get shorter, by what work it is: which measure, and its line."""
    found: dict[str, list[tuple[int, Work]]] = {}
    for at, effect in enumerate(effects):
        for work in effect.measure.works:
            if work.hours > 0:
                found.setdefault(work.key, []).append((at, work))
    return found


def _overlap(claims: list[tuple[int, Work]], names: list[str]) -> Overlap:
    """The work takes as long today as the measures say; where they differ, the longest of them is believed.

    A measure may have several lines of one work (the municipalities apart, for example): they are added up first.
    """
    today: dict[int, float] = {}
    for at, work in claims:
        today[at] = today.get(at, 0.0) + work.hours_before
    claimed, most = math.fsum(work.hours for _, work in claims), max(today.values())
    measures = tuple(names[at] for at in today)
    return Overlap(claims[0][1].name, measures, claimed, most, min(claimed, most))
