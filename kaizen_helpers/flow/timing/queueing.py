"""One simulated run: cases come in, wait for people, are worked on and go their ways. Built on SimPy.

Time is a plain number of working minutes: everybody keeps the same hours, so that the clock may stop
when the office closes, and work that is not finished at 17:00 goes on the next morning at 9:00. The
turning of these numbers into dates is left to :mod:`kaizen_helpers.flow.timing.simulate`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any, TypeVar

from kaizen_helpers.errors import InputError

_Way = TypeVar("_Way")

__all__ = ["Network", "Place", "Record", "Service", "run_once"]

_BLOCK = 2048
"""Random numbers are drawn so many at a time."""
_STEPS = 64
"""How many events pass between two looks at whether the run is over."""
_TOO_LARGE = "計算が大きくなりすぎたため、途中で止めました。くり返し（runs）か件数を減らすか、人数を見直してください。"
_MOST_HOPS = 100_000
"""Steps without any time that one case may pass in one go."""

Service = Callable[[Any], float]
"""Draws the minutes of one piece of work; it gets a ``numpy.random.Generator``."""


@dataclass(frozen=True, slots=True)
class Place:
    """A step as the simulation sees it."""

    number: int
    wait: float
    """Minutes that pass before it, without anybody."""
    batch: tuple[float, ...] | None
    """The moments at which what has gathered is taken up; ``None`` for at once."""
    pool: int | None
    """Whose time it takes; ``None`` if there is always somebody."""
    mean: float
    """Minutes of work, on average."""
    spread: float
    """Standard deviation of the work over its mean: 0 is always the same, 1 is exponential."""
    draw: Service | None
    """Draws the work instead of mean and spread."""
    ways: tuple[int | None, ...]
    """Where it leads; ``None`` is おわり. Of a parallel step all ways are taken."""
    shares: tuple[float, ...]
    """How often each way is taken, added up: the last is 1."""
    parallel: bool
    joined: int
    """How many ways are waited for; 1 for all but the joins of parallel ways."""


@dataclass(frozen=True, slots=True)
class Network:
    """The places of a flow, and how many people there are."""

    places: tuple[Place, ...]
    starts: tuple[int, ...]
    """Where cases begin."""
    shares: tuple[float, ...]
    """How often they begin there, added up."""
    people: tuple[int, ...]
    """How many people are in each pool."""


@dataclass(slots=True)
class Record:
    """What was seen in one run. ``watched`` cases are those between warm-up and tail."""

    arrived: list[float]
    """When each watched case came."""
    finished: list[float | None]
    """When it was done; ``None`` if the run ended before."""
    visits: list[int]
    """How often watched cases came to a place."""
    queued: list[float]
    """Minutes that watched cases waited there for somebody to have time."""
    held: list[float]
    """Minutes that they waited there for anything else: a date, a reply, the next batch."""
    work: list[float]
    """Minutes of work that the watched cases brought to each pool."""
    busy: list[float]
    """Minutes of work begun in each pool while watched cases came in."""
    window: float
    """How long watched cases came in."""


def run_once(
    network: Network,
    arrivals: Iterable[float],
    watched: tuple[int, int],
    rng: Any,
    *,
    until: float = float("inf"),
    most_events: int,
) -> Record:
    """Let cases come in at the given moments until all the watched ones are done.

    Args:
        network: the places.
        arrivals: when cases come, in order; it may go on without end.
        watched: the first case that is measured, and the first one that no longer is.
        rng: a ``numpy.random.Generator``.
        until: when to stop in any case.
        most_events: after so many events the run is given up.

    Raises:
        InputError: too many events, a case that can never go on, or a service time that is no number.
    """
    run = _Run(network, iter(arrivals), watched, rng)
    return run.go(until, most_events)


class _Run:
    """The state of a run. Cases are numbered in the order in which they come."""

    def __init__(self, network: Network, arrivals: Iterator[float], watched: tuple[int, int], rng: Any) -> None:
        import simpy

        self.env = simpy.Environment()
        self.moment = _moment()
        self.network, self.places, self.arrivals = network, network.places, arrivals
        self.first, self.last = watched
        self.watching = False
        self.opened = self.closed = 0.0
        self.came = 0
        self.left = self.last - self.first
        self.random = _blocks(lambda: rng.random(_BLOCK)).__next__
        self.holds = [place.wait > 0 or place.batch is not None for place in self.places]
        self.works = [place.mean > 0 or place.draw is not None for place in self.places]
        self.pool = [place.pool for place in self.places]
        self.ways = [place.ways for place in self.places]
        self.shares = [place.shares for place in self.places]
        self.joined = [place.joined for place in self.places]
        self.parallel = {at for at, place in enumerate(self.places) if place.parallel}
        self.draw = [_services(place, rng).__next__ for place in self.places]
        self.free = list(network.people)
        self.queues: list[deque[tuple[int, int, float]]] = [deque() for _ in network.people]
        self.parts: dict[int, int] = {}
        """How many parallel parts of a case are on their way, where it is not 1."""
        self.waiting: dict[int, int] = {}
        """How many of them have stopped at a join."""
        self.joins: dict[int, dict[int, dict[int, int]]] = {}
        """What a case has brought to the places where parallel ways meet: how often from which place."""
        count, pools = len(self.places), len(network.people)
        zeros = ([0] * count, [0.0] * count, [0.0] * count, [0.0] * pools, [0.0] * pools)
        self.record = Record([], [None] * self.left, *zeros, 0.0)
        self.visits, self.queued = self.record.visits, self.record.queued
        self.finished = self.record.finished
        self.busy, self.work = self.record.busy, self.record.work

    def go(self, until: float, most_events: int) -> Record:
        from simpy.core import EmptySchedule

        step, events = self.env.step, 0
        self._next_arrival()
        with suppress(EmptySchedule):  # nobody comes any more, and nobody is on the way
            while self.left and self.env.now <= until:
                if events >= most_events:
                    raise InputError(_TOO_LARGE, "シミュレーション")
                for _ in range(_STEPS):
                    step()
                events += _STEPS
        self.record.window = (self.closed or self.env.now) - self.opened
        return self.record

    def _after(self, delay: float, then: Callable[[Any], None], case: int = 0, at: int | None = 0, by: int = 0) -> None:
        self.moment(self.env, delay, then, case, at, by)

    def _next_arrival(self) -> None:
        moment = next(self.arrivals, None)
        if moment is not None:
            self._after(max(0.0, moment - self.env.now), self._arrive)

    def _arrive(self, _: Any) -> None:
        case, now = self.came, self.env.now
        self.came = case + 1
        if self.first <= case <= self.last:
            self._watch(case, now)
        moment = next(self.arrivals, None)
        if moment is not None:
            self.moment(self.env, moment - now if moment > now else 0.0, self._arrive, 0, 0, 0)
        starts = self.network.starts
        self._move(case, starts[0] if len(starts) == 1 else self._choose(starts, self.network.shares), -1)

    def _watch(self, case: int, now: float) -> None:
        if case == self.last:
            self.watching, self.closed = False, now
            return
        if case == self.first:
            self.watching, self.opened = True, now
        self.record.arrived.append(now)

    def _move(self, case: int, at: int | None, by: int) -> None:
        """Let a case come to a place and go on from there, until something takes time."""
        for _ in range(_MOST_HOPS):
            if at is None:
                self._finish(case)
                return
            if self.joined[at] > 1 and not self._meets(case, at, by):
                return
            if self.first <= case < self.last:
                self.visits[at] += 1
            if self.holds[at]:
                self._hold(case, at)
                return
            if self.works[at]:
                self._ask(case, at)
                return
            by, at = at, self._leave(case, at)
        raise _stuck(self.places[at].number if at is not None else 0)

    def _hold(self, case: int, at: int) -> None:
        place = self.places[at]
        ready = self.env.now + place.wait
        if place.batch is not None:
            turn = bisect_left(place.batch, ready - 1e-9)
            if turn == len(place.batch):  # after the last date that was planned: it lies until the end
                return
            ready = max(ready, place.batch[turn])
        delay = ready - self.env.now
        if self.first <= case < self.last:
            self.record.held[at] += delay
        self._after(delay, self._held, case, at)

    def _held(self, event: Any) -> None:
        case, at = event.case, event.at
        if self.works[at]:
            self._ask(case, at)
        else:
            self._move(case, self._leave(case, at), at)

    def _ask(self, case: int, at: int) -> None:
        """Begin the work, or line up for it."""
        pool = self.pool[at]
        if pool is None:
            self.moment(self.env, self.draw[at](), self._done, case, at, 0)
        elif self.free[pool]:
            self.free[pool] -= 1
            minutes = self.draw[at]()
            if self.watching:
                self.busy[pool] += minutes
            if self.first <= case < self.last:
                self.work[pool] += minutes
            self.moment(self.env, minutes, self._done, case, at, 0)
        else:
            self.queues[pool].append((case, at, self.env.now))

    def _done(self, event: Any) -> None:
        """The work is done: whoever did it takes up the next piece, and the case goes on."""
        case, at = event.case, event.at
        pool = self.pool[at]
        if pool is not None:
            queue = self.queues[pool]
            if queue:
                other, there, since = queue.popleft()
                minutes = self.draw[there]()
                if self.first <= other < self.last:
                    self.queued[there] += self.env.now - since
                    self.work[pool] += minutes
                if self.watching:
                    self.busy[pool] += minutes
                self.moment(self.env, minutes, self._done, other, there, 0)
            else:
                self.free[pool] += 1
        to = self._leave(case, at)
        if to is None:
            self._finish(case)
        else:
            self._move(case, to, at)

    def _leave(self, case: int, at: int) -> int | None:
        """Where the case goes next."""
        ways = self.ways[at]
        if len(ways) == 1:
            return ways[0]
        return self._part(case, at, ways) if at in self.parallel else self._choose(ways, self.shares[at])

    def _part(self, case: int, at: int, ways: Sequence[int | None]) -> int | None:
        """Send parts of the case on all ways but the first, which is returned."""
        self.parts[case] = self.parts.get(case, 1) + len(ways) - 1
        for to in ways[1:]:
            self._after(0.0, self._begin_part, case, to, at)
        return ways[0]

    def _choose(self, ways: Sequence[_Way], shares: Sequence[float]) -> _Way:
        return ways[min(bisect_right(shares, self.random()), len(ways) - 1)]

    def _begin_part(self, event: Any) -> None:
        self._move(event.case, event.at, event.by)

    def _meets(self, case: int, at: int, by: int) -> bool:
        """Whether the case may go on here now; if not, this part of it waits for the others."""
        brought = self.joins.setdefault(case, {}).setdefault(at, {})
        brought[by] = brought.get(by, 0) + 1
        if len(brought) < self.joined[at]:
            self.waiting[case] = self.waiting.get(case, 0) + 1
            self._refuse_stuck(case, at)
            return False
        self.joins[case][at] = {other: count - 1 for other, count in brought.items() if count > 1}
        merged = self.joined[at] - 1
        self.parts[case] = self.parts.get(case, 1) - merged
        self.waiting[case] = self.waiting.get(case, 0) - merged
        return True

    def _refuse_stuck(self, case: int, at: int) -> None:
        if self.waiting.get(case) and self.waiting[case] >= self.parts.get(case, 1):
            raise _stuck(self.places[at].number)

    def _finish(self, case: int) -> None:
        if case in self.parts and not self._was_last_part(case):
            return
        if self.first <= case < self.last:
            self.finished[case - self.first] = self.env.now
            self.left -= 1

    def _was_last_part(self, case: int) -> bool:
        self.parts[case] -= 1
        if self.parts[case]:
            for at, brought in self.joins.get(case, {}).items():
                if brought:
                    self._refuse_stuck(case, at)
            return False
        del self.parts[case]
        self.joins.pop(case, None)
        self.waiting.pop(case, None)
        return True


@cache
def _moment() -> type:
    """An event of SimPy that carries a case; made as ``simpy.Timeout`` is, without a check of the delay."""
    from simpy.events import NORMAL, Event

    class Moment(Event):  # type: ignore[misc]  # SimPy's types are not read
        def __init__(
            self, env: Any, delay: float, then: Callable[[Any], None], case: int, at: int | None, by: int
        ) -> None:
            self.env, self.callbacks, self._value, self._ok = env, [then], None, True
            self.case, self.at, self.by = case, at, by
            env.schedule(self, NORMAL, delay)

    return Moment


def _blocks(draw: Callable[[], Any]) -> Iterator[float]:
    while True:
        yield from draw().tolist()


def _services(place: Place, rng: Any) -> Iterator[float]:
    """Gamma times: with spread 0 always the same, with 1 exponential, with 1/√k Erlang of k phases."""
    if place.draw is not None:
        return _own_services(place, place.draw, rng)
    if not place.spread or not place.mean:
        return repeat(place.mean)
    if place.spread == 1:
        return _blocks(lambda: rng.exponential(place.mean, _BLOCK))
    shape = 1 / place.spread**2
    return _blocks(lambda: rng.gamma(shape, place.mean / shape, _BLOCK))


def _own_services(place: Place, draw: Service, rng: Any) -> Iterator[float]:
    while True:
        minutes = draw(rng)
        if not 0 <= minutes < 1e9:
            raise InputError("作業時間を決める関数が、0以上の数を返しませんでした。", f"手順{place.number}")
        yield float(minutes)


def _stuck(number: int) -> InputError:
    message = "ここで先に進めなくなる件があります。並行に分かれる手順と、割合や次の番号を見直してください。"
    return InputError(message, f"手順{number}")
