"""From a flow to what is simulated: places, the people who serve them, and what had to be assumed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.timing.markov import Note, Routing
from kaizen_helpers.flow.timing.queueing import Network, Place, Service
from kaizen_helpers.flow.timing.timeline import Timeline
from kaizen_helpers.flow.timing.work import MINUTES_A_DAY, StepEffort, is_number, note, work_of

__all__ = ["Model", "Pool", "build_model"]

_MOST_PEOPLE = 10_000


@dataclass(frozen=True, slots=True)
class Pool:
    """People of whom any may take the next piece of work."""

    name: str
    """A position (職位) or a lane."""
    people: float
    """How many; half a person has half of the time."""
    places: int
    """How many pieces of work can be under way at once."""

    @property
    def slower(self) -> float:
        """By how much the work takes longer because nobody has the whole day for it."""
        return self.places / self.people


@dataclass(frozen=True, slots=True)
class Model:
    """A flow, ready to be simulated."""

    network: Network
    steps: tuple[StepEffort, ...]
    """The step behind each place."""
    pools: tuple[Pool, ...]
    work: tuple[float | None, ...]
    """Minutes that one case brings to each pool; ``None`` where a distribution of one's own makes it unknown."""
    notes: tuple[Note, ...]

    @property
    def events(self) -> float:
        """How many events one case makes, about."""
        return 1 + math.fsum(
            step.visits * ((place.mean > 0) + (place.wait > 0 or place.batch is not None) + place.parallel)
            for step, place in zip(self.steps, self.network.places, strict=True)
        )


def build_model(
    flow: Flow,
    timeline: Timeline | None,
    staff: Mapping[str, float],
    batches: Mapping[int, str],
    spread: float | Mapping[int, float],
    service: Mapping[int, Service],
) -> Model:
    """The places of all steps that a case can come to.

    Raises:
        InputError: see :func:`~kaizen_helpers.flow.timing.simulate.simulate`.
    """
    routing, done, notes = work_of(flow, timeline.day if timeline else MINUTES_A_DAY)
    steps = tuple(step for step in done if step.number in routing.ways)
    pools = _pools(flow, steps, staff)
    names = [pool.name for pool in pools]
    index = {step.number: at for at, step in enumerate(steps)}
    places = []
    for step in steps:
        name = _pool_name(flow, step, staff)
        at = None if name is None else names.index(name)
        own = service.get(step.number)
        wide = _spread(spread, step)
        slower = 1.0 if at is None else pools[at].slower
        batch = _batch(batches, step.number, timeline)
        places.append(_place(routing, step, index, at, wide, slower, batch, own))
    network = Network(
        tuple(places),
        tuple(index[number] for number in routing.starts),
        tuple(accumulate(routing.starts.values())),
        tuple(pool.places for pool in pools),
    )
    notes = (*notes, *_notes(flow, steps, staff, batches, service))
    return Model(network, steps, pools, _work(network, steps, len(pools)), notes)


def _place(
    routing: Routing,
    step: StepEffort,
    index: Mapping[int, int],
    pool: int | None,
    spread: float,
    slower: float,
    batch: tuple[float, ...] | None,
    own: Service | None,
) -> Place:
    ways = {to: share for to, share in routing.ways[step.number].items() if share > 0}
    pieces = max(1.0, step.times / step.visits)
    return Place(
        number=step.number,
        wait=step.waiting / step.visits,
        batch=batch,
        pool=pool,
        mean=step.work / step.visits * slower,
        spread=spread / math.sqrt(pieces),  # the sum of many pieces varies less than one of them
        draw=own,
        ways=tuple(None if to is None else index[to] for to in ways),
        shares=tuple(accumulate(ways.values())),
        parallel=step.number in routing.parallel,
        joined=len(routing.joins.get(step.number, (0,))),
    )


def _pool_name(flow: Flow, step: StepEffort, staff: Mapping[str, float]) -> str | None:
    """Whose time the step takes: the position if its number is known, else the lane; nobody's if neither is."""
    for name in (step.rank, step.who):
        if name in staff:
            return name
    return step.who if flow.lane(step.who).staff is not None else None


def _pools(flow: Flow, steps: Sequence[StepEffort], staff: Mapping[str, float]) -> tuple[Pool, ...]:
    names = dict.fromkeys(_pool_name(flow, step, staff) for step in steps)
    pools = []
    for name in names:
        if name is not None:
            people = staff[name] if name in staff else flow.lane(name).staff
            if people is None or not is_number(people, 0.01, _MOST_PEOPLE):
                raise InputError("人数は0.01以上の数にしてください。仕事の半分だけなら0.5と書きます。", f"{name}の人数")
            pools.append(Pool(name, people, math.ceil(people)))
    return tuple(pools)


def _spread(spread: float | Mapping[int, float], step: StepEffort) -> float:
    wide = spread.get(step.number, 0.5) if isinstance(spread, Mapping) else spread
    if not is_number(wide, 0, 10):
        raise InputError("ばらつき（spread）は0から10の数にしてください。0はいつも同じ時間です。", f"手順{step.number}")
    return wide


def _batch(batches: Mapping[int, str], number: int, timeline: Timeline | None) -> tuple[float, ...] | None:
    if number not in batches:
        return None
    if timeline is None:
        raise InputError("曜日を決めて行う手順には、暦（calendar）を渡してください。", f"手順{number}")
    return timeline.batches(batches[number], f"手順{number}")


def _work(network: Network, steps: Sequence[StepEffort], pools: int) -> tuple[float | None, ...]:
    found: list[float | None] = [0.0] * pools
    for place, step in zip(network.places, steps, strict=True):
        if place.pool is not None:
            before = found[place.pool]
            found[place.pool] = None if before is None or place.draw else before + step.visits * place.mean
    return tuple(found)


def _notes(
    flow: Flow,
    steps: Sequence[StepEffort],
    staff: Mapping[str, float],
    batches: Mapping[int, str],
    service: Mapping[int, Service],
) -> list[Note]:
    free = [step for step in steps if step.ours and step.work and _pool_name(flow, step, staff) is None]
    say = "{}は人数が書かれていないため、いつでもすぐに取りかかれるとしました。"
    notes = [found for found in [note("assumed", free, say)] if found is not None]
    names = {text for step in steps for text in (step.rank, step.who)}
    lost = [name for name in staff if name not in names]
    if lost:
        say = f"人数を書いた「{'」「'.join(lost[:5])}」に当たる職位や担当がありません。書き方をそろえてください。"
        notes.append(Note("unclear", (), say))
    numbers = {step.number for step in steps}
    strange = tuple(number for number in dict.fromkeys([*batches, *service]) if number not in numbers)
    if strange:
        shown = "・".join(str(number) for number in strange[:5])
        notes.append(Note("unclear", (), f"指定のあった手順{shown}は、この流れにありません。番号を見直してください。"))
    return notes
