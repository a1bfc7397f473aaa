"""Where two arrows share a stretch: whether they must cross, and which of them lies on which side.

Two arrows that run together for a while can be drawn side by side. They need to cross only if the one that joins
at the left leaves at the right: compare the order at both ends of the stretch (as in drawing metro maps).
A stretch that ends at a box asks for nothing there, because the places at a box are free.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kaizen_helpers.flow.layout.paths import Path, Point

__all__ = ["Stretch", "crossings", "passings", "stretches"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Points that two arrows visit together, in the order of the first; and where the first lies at both ends."""

    points: list[Point]
    begin: int
    """+1: the first joins at the left of the other, looking along it; -1: at the right; 0: they begin together."""
    end: int
    """The same where they part."""

    @property
    def crosses(self) -> bool:
        """Whether they have to cross."""
        return self.begin * self.end < 0


def crossings(one: Path, other: Path) -> tuple[int, int]:
    """(how often two arrows have to cross, how many steps of the grid they share)."""
    count = shared = 0
    for stretch in stretches(one.walk(), other.walk(), other.places):
        count += stretch.crosses
        shared += len(stretch.points) - 1
    return count, shared


def passings(one: Path, other: Path) -> int:
    """How often they pass straight over each other: the crossings that are seen without walking along."""
    return (one.level & other.upright).bit_count() + (one.upright & other.level).bit_count()


def stretches(first: list[Point], second: list[Point], places: Mapping[Point, int]) -> Iterator[Stretch]:
    """The stretches that two arrows share, points where they only touch included.

    Each arrow is given by the points it visits; ``places`` tells for each point of the second which one it is.
    """
    at = 0
    while at < len(first):
        there = places.get(first[at])
        if there is None:
            at += 1
            continue
        end, step = at, 0
        if at + 1 < len(first):
            following = places.get(first[at + 1])
            if following is not None and abs(following - there) == 1:
                step = following - there
                end = at + 1
                while end + 1 < len(first) and places.get(first[end + 1]) == there + step * (end + 1 - at):
                    end += 1
        yield _stretch(first, second, at, end, there, step)
        at = end + 1


def _stretch(first: list[Point], second: list[Point], at: int, end: int, there: int, step: int) -> Stretch:
    """``first[at:end + 1]`` is shared; ``second`` runs along it forwards (step 1), backwards (-1) or touches (0)."""
    before, after = (first[at - 1] if at else None), (first[end + 1] if end + 1 < len(first) else None)
    if step == 0:
        here = first[at]
        ways = [second[n] if 0 <= n < len(second) else None for n in (there - 1, there + 1)]
        if before is None or after is None or None in ways:
            return Stretch([here], 0, 0)
        turn = _quarter(here, before, after)
        sides = [_quarter(here, before, way) < turn for way in ways if way is not None]
        left = 1 if sides[0] else -1  # quarters before the turn lie at the right of this arrow
        return Stretch([here], left, left if sides[0] == sides[1] else -left)
    back, ahead = there - step, there + step * (end - at + 1)
    came = second[back] if 0 <= back < len(second) else None
    goes = second[ahead] if 0 <= ahead < len(second) else None
    begin = finish = 0
    if before is not None and came is not None:
        here, onward = first[at], first[at + 1]
        begin = 1 if _quarter(here, onward, before) < _quarter(here, onward, came) else -1
    if after is not None and goes is not None:
        here, backward = first[end], first[end - 1]
        finish = -1 if _quarter(here, backward, after) < _quarter(here, backward, goes) else 1
    return Stretch(first[at : end + 1], begin, finish)


_DIRECTION = {(1, 0): 0, (0, -1): 1, (-1, 0): 2, (0, 1): 3}
"""Quarter turns to the left, as seen on the page (y runs down)."""


def _quarter(here: Point, zero: Point, to: Point) -> int:
    """How many quarter turns to the left lie between the direction to ``zero`` and that to ``to``."""
    start = _DIRECTION[zero[0] - here[0], zero[1] - here[1]]
    return (_DIRECTION[to[0] - here[0], to[1] - here[1]] - start) % 4
