"""How exact are expected visits and simulated lead times, and how quick: against closed forms and a plain SimPy model.

Run: ``.venv/bin/python benchmarks/flow_time.py`` (``--quick`` for a small sample that only shows that it runs).
It prints one JSON line a goal: name, ours, rival, ratio, goal, met. The 20 systems have a known mean lead
time (flow.md §5.2): M/M/c, M/G/1 with always the same, Erlang and gamma times, and Jackson networks with
rework. All are simulated through ``simulate``, the function that people use, with one seed for all of them
that was set before the first run. The rival is the Jackson example of flow.md §5.3 as one would write it
in SimPy, 5 runs of 20,000 cases, measured in the same run.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kaizen_helpers.flow.model import Branch, Flow, Step  # noqa: E402
from kaizen_helpers.flow.timing.markov import expected_visits  # noqa: E402 - the checkout is measured, installed or not
from kaizen_helpers.flow.timing.simulate import simulate  # noqa: E402

SEED = 2026
RUNS = 48


@dataclass(frozen=True)
class Station:
    """Some people, their mean minutes, and where a case goes next: the shares to each station; the rest leaves."""

    people: int
    minutes: float
    to: dict[int, float]
    spread: float = 1.0


@dataclass(frozen=True)
class System:
    name: str
    rate: float
    """Cases a minute, all coming to the first station."""
    stations: tuple[Station, ...]
    length: int
    """Cases that are measured in each of the 48 runs, so that chance leaves about 0.35 %."""

    @property
    def flow(self) -> Flow:
        return Flow(
            self.name,
            tuple(
                Step(
                    at + 1,
                    f"係{at + 1}",
                    f"書類{at + 1}を確かめる",
                    next=(
                        *(Branch(to + 1, "", share) for to, share in station.to.items()),
                        *([Branch(None, "", 1 - sum(station.to.values()))] if sum(station.to.values()) < 1 else []),
                    ),
                    minutes=station.minutes,
                )
                for at, station in enumerate(self.stations)
            ),
        )

    @property
    def spread(self) -> dict[int, float]:
        return {at + 1: station.spread for at, station in enumerate(self.stations)}

    @property
    def staff(self) -> dict[str, float]:
        return {f"係{at + 1}": station.people for at, station in enumerate(self.stations)}

    @property
    def exact(self) -> float:
        """Mean lead time: Little's law over the stations, each as if alone (Jackson), or Pollaczek and Khinchine."""
        flows = traffic(self.rate, [station.to for station in self.stations])
        total = 0.0
        for inflow, station in zip(flows, self.stations, strict=True):
            if station.spread == 1:
                total += inflow * mmc(inflow, 1 / station.minutes, station.people)
            else:
                total += inflow * mg1(inflow, station.minutes, station.spread)
        return total / self.rate


def mmc(rate: float, mu: float, servers: int) -> float:
    """W of M/M/c by Erlang C."""
    a = rate / mu
    rho = a / servers
    top = a**servers / (math.factorial(servers) * (1 - rho))
    waits = top / (sum(a**k / math.factorial(k) for k in range(servers)) + top)
    return waits / (servers * mu - rate) + 1 / mu


def mg1(rate: float, minutes: float, spread: float) -> float:
    """W of M/G/1 by Pollaczek and Khinchine."""
    return rate * minutes**2 * (1 + spread**2) / (2 * (1 - rate * minutes)) + minutes


def traffic(rate: float, ways: Sequence[dict[int, float]]) -> list[float]:
    """λ of each station, in exact fractions by Gauss and Jordan: a way of solving that the library does not use."""
    n = len(ways)
    table = [[Fraction(int(i == j)) - Fraction(str(ways[j].get(i, 0))) for j in range(n)] for i in range(n)]
    right = [Fraction(str(rate)) if i == 0 else Fraction(0) for i in range(n)]
    for k in range(n):
        p = next(i for i in range(k, n) if table[i][k])
        table[k], table[p], right[k], right[p] = table[p], table[k], right[p], right[k]
        pivot = table[k][k]
        table[k], right[k] = [value / pivot for value in table[k]], right[k] / pivot
        for i in range(n):
            if i != k and table[i][k]:
                factor = table[i][k]
                table[i] = [a - factor * b for a, b in zip(table[i], table[k], strict=True)]
                right[i] -= factor * right[k]
    return [float(value) for value in right]


def single(name: str, rate: float, people: int, minutes: float, length: int, spread: float = 1.0) -> System:
    return System(name, rate, (Station(people, minutes, {}, spread),), length)


JACKSON = System(
    "Jackson 7.913",
    1.0,
    (Station(3, 1.25, {1: 1.0}), Station(4, 2.0, {0: 0.2, 2: 0.8}), Station(1, 0.625, {1: 0.1})),
    0,
)

SYSTEMS = (
    single("M/M/1 0.5", 0.5, 1, 1.0, 12_000),
    single("M/M/1 0.8", 0.8, 1, 1.0, 80_000),
    single("M/M/2 0.6", 1.2, 2, 1.0, 12_000),
    single("M/M/2 0.7", 1.4, 2, 1.0, 28_000),
    single("M/M/3 0.7", 2.1, 3, 1.0, 20_000),
    single("M/M/5 0.8", 4.0, 5, 1.0, 40_000),
    single("M/M/10 0.8", 8.0, 10, 1.0, 16_000),
    single("M/M/20 0.8", 16.0, 20, 1.0, 8_000),
    single("M/D/1 0.5", 0.5, 1, 1.0, 4_000, 0.0),
    single("M/D/1 0.8", 0.8, 1, 1.0, 33_000, 0.0),
    single("M/E2/1 0.6", 0.6, 1, 1.0, 12_000, 1 / math.sqrt(2)),
    single("M/E4/1 0.7", 0.7, 1, 1.0, 17_000, 0.5),
    single("M/E4/1 0.8", 0.8, 1, 1.0, 45_000, 0.5),
    single("M/G/1 0.5, spread 1.5", 0.5, 1, 1.0, 25_000, 1.5),
    replace(JACKSON, length=6_000),
    System("three in a row", 1.0, (Station(1, 0.6, {1: 1.0}), Station(2, 1.4, {2: 1.0}), Station(1, 0.5, {})), 10_000),
    System("30 % come again, 0.6", 0.42, (Station(1, 1.0, {0: 0.3}),), 14_000),
    System("half come again, 4 people, 0.7", 1.4, (Station(4, 1.0, {0: 0.5}),), 15_000),
    System("20 % corrected, then 2 people", 0.56, (Station(1, 1.0, {0: 0.2, 1: 0.8}), Station(2, 1.6, {})), 23_000),
    System(
        "two ways, both may send back",
        1.0,
        (Station(2, 1.2, {1: 0.6, 2: 0.4}), Station(1, 0.9, {0: 0.1}), Station(1, 1.2, {0: 0.05})),
        9_000,
    ),
)


@dataclass(frozen=True)
class Trial:
    name: str
    exact: float
    value: float
    low: float
    high: float
    visits: int
    seconds: float
    """Of the processor: other programs on the machine do not count."""

    @property
    def error(self) -> float:
        return self.value / self.exact - 1

    @property
    def covers(self) -> bool:
        return self.low <= self.exact <= self.high


def run_system(at: int, share: float) -> Trial:
    system = SYSTEMS[at]
    begin = time.process_time()
    found = simulate(
        system.flow,
        arrivals=system.rate,
        staff=system.staff,
        calendar=None,
        spread=system.spread,
        runs=RUNS,
        length=max(500, int(system.length * share)),
        warm_up=1_000,
        seed=SEED + at,
        most_events=10**9,
    )
    seconds = time.process_time() - begin
    visits = round(sum(step.visits for step in found.steps) * (found.cases + 1_000 * RUNS))
    return Trial(system.name, system.exact, found.mean.value, found.mean.low, found.mean.high, visits, seconds)


# --- the rival -----------------------------------------------------------------------------------


def plain_simpy(seed: int, cases: int) -> float:
    """The Jackson example as the SimPy tutorial would have it: a process a case, a resource a station."""
    import simpy

    chance = Random(seed)  # noqa: S311 - chance, not secrets
    env = simpy.Environment()
    stations = [simpy.Resource(env, capacity=station.people) for station in JACKSON.stations]
    times: list[float] = []

    def case() -> Any:
        came, at = env.now, 0
        while True:
            with stations[at].request() as request:
                yield request
                yield env.timeout(chance.expovariate(1 / JACKSON.stations[at].minutes))
            drawn = chance.random()
            if at == 0:
                at = 1
            elif at == 1:
                at = 0 if drawn < 0.2 else 2
            elif drawn < 0.1:
                at = 1
            else:
                break
        times.append(env.now - came)

    def source() -> Any:
        for _ in range(cases):
            env.process(case())
            yield env.timeout(chance.expovariate(JACKSON.rate))

    env.process(source())
    env.run()
    return statistics.fmean(times)


# --- the goals -----------------------------------------------------------------------------------


def line(name: str, ours: float, goal: str, met: bool, rival: float | None = None) -> bool:
    ratio = None if rival is None else ours / rival
    numbers = {"ours": ours, "rival": rival, "ratio": ratio}
    shown = {key: None if value is None else float(f"{value:.4g}") for key, value in numbers.items()}
    print(json.dumps({"name": name, **shown, "goal": goal, "met": met}, ensure_ascii=False), flush=True)
    return met


def random_chain(chance: Random, size: int) -> list[dict[int, float]]:
    """Shares of whole per cent: forward, back and far; every step may end the flow, be it rarely."""
    ways = []
    for _ in range(size):
        targets = chance.sample(range(size), k=min(size, chance.randint(1, 4)))
        cuts = sorted(chance.sample(range(1, 100), k=len(targets)))
        ways.append({to: (b - a) / 100 for to, a, b in zip(targets, [0, *cuts], cuts, strict=False)})
    return ways


def exactness(chains: int) -> bool:
    """Expected visits against traffic equations solved in fractions, and the time at 500 steps."""
    chance = Random(SEED)  # noqa: S311 - chance, not secrets
    cases = [[station.to for station in JACKSON.stations]]
    cases += [random_chain(chance, chance.randint(1, 40)) for _ in range(chains)]
    worst = 0.0
    for ways in cases:
        flow = System("", 1.0, tuple(Station(1, 1.0, to) for to in ways), 0).flow
        found = expected_visits(flow)
        for at, exact in enumerate(traffic(1, ways)):
            worst = max(worst, abs(found[at + 1] - exact) / max(1.0, exact))
    name = f"expected visits, largest error, Jackson example and {chains} random chains"
    return line(name, worst, "at most 1e-9", worst <= 1e-9)


def quickness() -> bool:
    ways = random_chain(Random(SEED), 500)  # noqa: S311 - chance, not secrets
    flow = System("", 1.0, tuple(Station(1, 1.0, to) for to in ways), 0).flow
    row = Flow(
        "", tuple(Step(n, "係", "書く", next=(Branch(n + 1 if n < 500 else None, "", 1.0),)) for n in range(1, 501))
    )
    times = {}
    for name, each in (("random", flow), ("in a row", row)):
        begin = time.perf_counter()
        expected_visits(each)
        times[name] = (time.perf_counter() - begin) * 1000
    return all(line(f"expected visits, ms, 500 steps {name}", value, "reported", True) for name, value in times.items())


def simulation(share: float) -> bool:
    order = sorted(range(len(SYSTEMS)), key=lambda at: -SYSTEMS[at].length * len(SYSTEMS[at].stations))
    begin = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        trials = list(pool.map(run_system, order, [share] * len(order)))
    seconds = time.perf_counter() - begin
    for trial in sorted(trials, key=lambda trial: trial.name):
        goal = f"exact {trial.exact:.4f}, interval {trial.low:.4f} to {trial.high:.4f}"
        line(f"mean lead time, error in %: {trial.name}", trial.error * 100, goal, abs(trial.error) <= 0.01)
    worst = max(abs(trial.error) for trial in trials) * 100
    covered = sum(trial.covers for trial in trials)
    inside = line("mean lead times of 20 systems, largest error in %", worst, "at most 1", worst <= 1)
    honest = line("95 % intervals that hold the exact value, of 20", covered, "at least 17", covered >= 17)
    line("all 20 systems, seconds of the clock with 2 processes", seconds, "reported", True)
    line("all 20 systems, seconds of the processor", sum(trial.seconds for trial in trials), "reported", True)
    jackson = next(trial for trial in trials if trial.name == JACKSON.name)
    return all([inside, honest, against_plain_simpy(jackson, share)])


def against_plain_simpy(ours: Trial, share: float) -> bool:
    cases = max(1_000, int(20_000 * share))
    begin = time.process_time()
    mean = statistics.fmean(plain_simpy(seed, cases) for seed in range(1, 6))
    seconds = time.process_time() - begin
    rival_visits = 5 * cases * sum(traffic(1, [station.to for station in JACKSON.stations]))
    error = abs(mean / JACKSON.exact - 1) * 100
    name = f"Jackson example, error in % against plain SimPy (5 x {cases:,})"
    better = line(name, abs(ours.error) * 100, "at most 1", abs(ours.error) <= 0.01, error)
    name = "Jackson example, station visits a second of the processor, against plain SimPy"
    return better and line(name, ours.visits / ours.seconds, "reported", True, rival_visits / seconds)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    arguments.add_argument("--quick", action="store_true", help="a twentieth of the cases: shows only that it runs")
    quick = arguments.parse_args().quick
    checks: list[Callable[[], bool]] = [
        lambda: exactness(20 if quick else 300),
        quickness,
        lambda: simulation(0.05 if quick else 1.0),
    ]
    met = [check() for check in checks]  # all of them, also after one that is not met
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
