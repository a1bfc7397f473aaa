"""How often a case comes through each step, rework included: an absorbing Markov chain (flow.md §5.2).

The visits v solve v = s + Qᵀv, where s is how often a case begins at a step and Q the shares of the
ways. A parallel step sends one case down all its ways; where they meet again, the case goes on once.
It runs with the standard library alone, also in a browser.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from typing import Literal

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.graph import reachable
from kaizen_helpers.flow.model import Branch, Flow, Kind, Step

__all__ = ["Note", "Routing", "expected_visits", "named", "read_routing", "visits_along"]

_SLACK = 1e-6
_ROUNDED = 0.01 + 1e-9
"""Shares whose sum is as near to 1 as this add up: 33 %, 33 %, 33 %. They are scaled to 1."""
_NEVER = 1e-12
"""A way out of a loop that is taken less often than this is none."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a calculation had to assume, or could not use."""

    kind: Literal["assumed", "missing", "unclear"]
    """``assumed``: we chose something that was not written. ``missing``: something is not counted.
    ``unclear``: what is written should be looked at again (要確認)."""
    steps: tuple[int, ...]
    """The numbers of the steps it is about, in the order of the table."""
    message_ja: str
    """What was done, where, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Routing:
    """Where cases begin and which ways they take; only steps that a case can come to."""

    starts: Mapping[int, float]
    """The share of the cases that begin at a step."""
    ways: Mapping[int, Mapping[int | None, float]]
    """For each step the shares of its ways out; ``None`` is おわり. They add up to 1; those of a
    parallel step are 1 each."""
    parallel: frozenset[int]
    """The parallel steps."""
    joins: Mapping[int, tuple[int, ...]]
    """For each parallel step with several ways in: the steps they come from, all of which are waited for."""
    notes: tuple[Note, ...] = ()


def expected_visits(flow: Flow) -> dict[int, float]:
    """How often each step is done on average when the flow is run once, by step number; 0 where no way leads to.

    Shares that nobody wrote are filled equally; :func:`read_routing` lists what was assumed.

    Raises:
        InputError: there are no steps, a number is used twice, a loop has no way out, or ways that
            must meet do not always meet; the message names the steps.
    """
    return {step.number: 0.0 for step in flow.steps} | visits_along(read_routing(flow))


# --- what is written -----------------------------------------------------------------------------


def read_routing(flow: Flow) -> Routing:
    """The shares of all ways, what is not written being filled equally and noted.

    Raises:
        InputError: there are no steps, a number is used twice, or a loop has no way out.
    """
    if not flow.steps:
        raise InputError("手順がまだありません。だれが・何をするかを1行ずつ書いてから計算してください。", "フロー")
    by_number: dict[int, Step] = {}
    for step in flow.steps:
        if by_number.setdefault(step.number, step) is not step:
            raise InputError("同じ番号の行が2つあります。行ごとに別の番号にしてください。", f"手順{step.number}")
    notes: list[Note] = []
    starts = _starts(flow, notes)
    ways = {step.number: _ways(step, by_number.keys(), notes) for step in flow.steps}
    used = {number: [to for to, share in out.items() if to is not None and share > 0] for number, out in ways.items()}
    found = reachable(used, starts)
    _refuse_endless(flow, ways, used, found)
    notes += _not_met(flow, ways, starts, found)
    parallel = frozenset(number for number in found if by_number[number].kind is Kind.PARALLEL)
    sources = {
        number: tuple(other for other in ways if other in found and number in used[other]) for number in parallel
    }
    return Routing(
        starts={number: share for number, share in starts.items() if share > 0},
        ways={number: out for number, out in ways.items() if number in found},
        parallel=parallel,
        joins={number: met for number, met in sources.items() if len(met) > 1},
        notes=tuple(note for note in notes if note.kind == "missing" or not note.steps or found & set(note.steps)),
    )


def _not_met(
    flow: Flow, ways: Mapping[int, Mapping[int | None, float]], starts: Collection[int], found: set[int]
) -> list[Note]:
    """Steps that no case comes to: because no way leads there, or because that way is taken in 0 % of the cases."""
    drawn = reachable({number: [to for to in out if to is not None] for number, out in ways.items()}, starts)
    never = tuple(step.number for step in flow.steps if step.number in drawn - found)
    lost = tuple(step.number for step in flow.steps if step.number not in drawn)
    notes = []
    if never:
        notes.append(Note("missing", never, f"{named(never)}へ進む割合が0%のため、数えていません。"))
    if lost:
        message = f"{named(lost)}へ進む道がないため、数えていません。次の番号を見直してください。"
        notes.append(Note("missing", lost, message))
    return notes


def _starts(flow: Flow, notes: list[Note]) -> dict[int, float]:
    """Entrances share the cases as their 件数 say, if all of them say it."""
    found = [step for step in flow.steps if step.kind is Kind.START]
    numbers = tuple(step.number for step in found)
    if not found:
        first = flow.steps[0].number
        notes.append(Note("assumed", (first,), f"きっかけの手順がないため、手順{first}から始まるとしました。"))
        return {first: 1.0}
    counts = [step.cases for step in found]
    known = [count for count in counts if count is not None and 0 <= count < float("inf")]
    if len(known) == len(found) and sum(known) > 0:
        return {number: count / sum(known) for number, count in zip(numbers, known, strict=True)}
    if len(found) > 1:
        equally = "半々" if len(found) == 2 else "同じ割合"
        message = f"きっかけ（{named(numbers)}）の件数が書かれていないため、{equally}で始まるとしました。"
        notes.append(Note("assumed", numbers, message))
    return dict.fromkeys(numbers, 1 / len(found))


def _ways(step: Step, known: Collection[int], notes: list[Note]) -> dict[int | None, float]:
    """The share of each target; targets that no row has are おわり."""
    if step.kind is Kind.END:
        return {None: 1.0}
    here = (step.number,)
    if not step.next:
        message = f"手順{step.number}の次が書かれていないため、そこで終わるとしました。"
        notes.append(Note("assumed", here, message))
        return {None: 1.0}
    targets: list[int | None] = []
    for branch in step.next:
        target = branch.to if branch.to is None or branch.to in known else None
        if target != branch.to:
            message = f"手順{step.number}の次の{branch.to}番の行がないため、その道はそこで終わるとしました。"
            notes.append(Note("assumed", here, message))
        targets.append(target)
    if step.kind is Kind.PARALLEL:
        return dict.fromkeys(targets, 1.0)
    shares: dict[int | None, float] = {}
    for target, share in zip(targets, _shares(step, notes), strict=True):
        shares[target] = shares.get(target, 0.0) + share
    return shares


def _shares(step: Step, notes: list[Note]) -> list[float]:
    """One share a way, adding up to 1."""
    here, place, count = (step.number,), f"手順{step.number}", len(step.next)
    written = [_share(branch) for branch in step.next]
    if any(share is None and branch.share is not None for share, branch in zip(written, step.next, strict=True)):
        notes.append(Note("unclear", here, f"{place}の割合に、0%から100%でない数があります。書き直してください。"))
    total = sum(share for share in written if share is not None)
    blank = written.count(None)
    if count == 1 and blank:
        return [1.0]
    if blank == count or (not blank and total <= 0):
        equally = "半々" if count == 2 else f"{count}つの道を同じ割合"
        why = "書かれていない" if blank else "すべて0%の"
        message = f"{place}の分かれ道の割合が{why}ため、{equally}としました。"
        notes.append(Note("assumed" if blank else "unclear", here, message))
        return [1 / count] * count
    if blank and total <= 1:
        rest = 1 - total
        each = "その道" if blank == 1 else "それらの道に等しく"
        message = f"{place}の分かれ道に割合のない道があるため、残りの{_percent(rest)}を{each}としました。"
        notes.append(Note("assumed", here, message))
        return [rest / blank if share is None else share for share in written]
    if abs(total - 1) > _ROUNDED:
        message = f"{place}の割合を足すと{_percent(total)}です。100%になるように割り振って計算しました。"
        notes.append(Note("unclear", here, f"{message}割合を見直してください。"))
    return [(share or 0.0) / total for share in written]


def _share(branch: Branch) -> float | None:
    return branch.share if branch.share is not None and 0 <= branch.share <= 1 else None


def _refuse_endless(
    flow: Flow, ways: Mapping[int, Mapping[int | None, float]], used: Mapping[int, list[int]], found: set[int]
) -> None:
    """Every step that a case can come to must lead to おわり."""
    back: dict[int, list[int]] = {number: [] for number in ways}
    for number, targets in used.items():
        for to in targets:
            back[to].append(number)
    out = reachable(back, [number for number, shares in ways.items() if shares.get(None, 0) > 0])
    caught = tuple(step.number for step in flow.steps if step.number in found - out)
    if caught:
        raise _endless(caught)


def _endless(steps: tuple[int, ...]) -> InputError:
    message = "同じところを回り続け、おわりに進めません。回るのをやめる条件と、その先の手順を書いてください。"
    return InputError(message, named(steps))


# --- the chain -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Chain:
    """The chain while states are taken out of it one by one."""

    begin: dict[int, float]
    out: dict[int, dict[int, float]]
    """The weight of every way, by step and target."""
    leave: dict[int, float]
    """The weight of the way to おわり."""
    into: dict[int, set[int]] = field(default_factory=dict)


def visits_along(routing: Routing) -> dict[int, float]:
    """The expected visits of the steps of a routing.

    Raises:
        InputError: see :func:`expected_visits`.
    """
    visits = _solve(routing)
    _refuse_unmet(routing, visits)
    if routing.joins:  # two ways of a decision that are as frequent as each other must not pass for parallel ones
        skewed = {number: out if number in routing.parallel else _skew(out) for number, out in routing.ways.items()}
        other = replace(routing, ways=skewed)
        _refuse_unmet(other, _solve(other))
    return visits


def _skew(out: Mapping[int | None, float]) -> dict[int | None, float]:
    """Other shares of the same ways."""
    odd = [share * (0.5 + at * 0.618 % 1) for at, share in enumerate(out.values())]
    return {to: share / sum(odd) for to, share in zip(out, odd, strict=True)}


def _solve(routing: Routing) -> dict[int, float]:
    """The visits by state elimination.

    Without parallel steps nothing is ever subtracted (Grassmann, Taksar and Heyman 1985), so that
    also loops which are left once in a million turns come out to the last digits.
    """
    chain = _chain(routing)
    taken: list[tuple[int, float, dict[int, float]]] = []
    for number in _easiest_first(chain):
        own = chain.out[number].pop(number, 0.0)
        chain.into[number].discard(number)
        stays = 1 - own if routing.parallel else chain.leave[number] + sum(chain.out[number].values())
        if stays <= _NEVER:
            raise _endless((number,))
        taken.append((number, stays, {source: chain.out[source].pop(number) for source in chain.into[number]}))
        _pass_on(chain, *taken[-1])
    visits: dict[int, float] = {}
    for number, stays, sources in reversed(taken):
        arriving = chain.begin.get(number, 0.0) + sum(visits[source] * weight for source, weight in sources.items())
        visits[number] = arriving / stays
    return {number: visits[number] for number in routing.ways}


def _easiest_first(chain: _Chain) -> Iterator[int]:
    """The states in the order in which they make the fewest new ways; looked at again when their turn comes."""
    waiting = [(len(chain.into[number]) * len(chain.out[number]), number) for number in chain.out]
    heapify(waiting)
    while waiting:
        cost, number = heappop(waiting)
        now = len(chain.into[number]) * len(chain.out[number])
        if now > cost:
            heappush(waiting, (now, number))
        else:
            yield number


def _chain(routing: Routing) -> _Chain:
    """Of the ways that meet in a join, each brings its part of one case."""
    out = {
        number: {
            to: share / len(routing.joins.get(to, (0,))) for to, share in shares.items() if to is not None and share > 0
        }
        for number, shares in routing.ways.items()
    }
    into: dict[int, set[int]] = {number: set() for number in out}
    for number, targets in out.items():
        for to in targets:
            into[to].add(number)
    leave = {number: shares.get(None, 0.0) for number, shares in routing.ways.items()}
    return _Chain(dict(routing.starts), out, leave, into)


def _pass_on(chain: _Chain, number: int, stays: float, sources: dict[int, float]) -> None:
    """Join what came to the step with where it leads."""
    targets = chain.out[number]
    for to in targets:
        chain.into[to].discard(number)
        chain.into[to] |= sources.keys()
        if number in chain.begin:
            chain.begin[to] = chain.begin.get(to, 0.0) + chain.begin[number] * targets[to] / stays
    for source, weight in sources.items():
        passed = weight / stays
        row = chain.out[source]
        for to, share in targets.items():
            row[to] = row.get(to, 0.0) + passed * share
        chain.leave[source] += passed * chain.leave[number]


def _refuse_unmet(routing: Routing, visits: Mapping[int, float]) -> None:
    """All ways into a join must bring equally many cases, or some wait there for ever."""
    for number, sources in routing.joins.items():
        arriving = [visits[source] * routing.ways[source][number] for source in sources]
        if max(arriving) - min(arriving) > _SLACK * max(arriving):
            message = "並行に進む道がいつもそろうとは限らず、ここで待ち続ける件が出ます。"
            raise InputError(
                f"{message}並行に分かれる手順と、ここへ来る道（{named(sources)}）を見直してください。", f"手順{number}"
            )


def named(numbers: tuple[int, ...]) -> str:
    """「手順3・4・5」, the first ten of them."""
    more = f"ほか{len(numbers) - 10}か所" if len(numbers) > 10 else ""
    return f"手順{'・'.join(str(number) for number in numbers[:10])}{more}"


def _percent(share: float) -> str:
    return f"{round(share * 100, 2):g}%"
