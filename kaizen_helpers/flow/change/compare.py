"""Today against tomorrow, step by step: what is dropped, merged, reordered, simplified, automated, moved or added.

The matching is a proposal (:mod:`kaizen_helpers.flow.meaning.match`); whoever knows the work has the last word by
``pairs`` and ``kinds``. The kinds are ECRS and what a new flow also does (flow.md §5.4, domain.md §7).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.change.changes import ChangeKind, Fact, facts_of, quoted
from kaizen_helpers.flow.graph import Reach, forward, starts, successors
from kaizen_helpers.flow.meaning.match import about_the_same, match_places, step_similarity
from kaizen_helpers.flow.model import Flow, Kind, LaneKind, Step

if TYPE_CHECKING:
    from kaizen_helpers.flow.drawing.drawing import Drawing
    from kaizen_helpers.flow.layout.search import Quality

__all__ = ["Change", "ChangeKind", "Comparison", "compare"]

_MERGED = 0.4
"""A step without a counterpart is merged into its neighbour's if the words have at least this much in common."""
_SAME_WORK = 0.8
"""The same for a step that stands elsewhere: it must say almost the same."""
_FIRST = (ChangeKind.AUTOMATE, ChangeKind.MOVE, ChangeKind.SIMPLIFY, ChangeKind.REORDER, ChangeKind.CHANGE)
"""Of several changes the one that says most comes first."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one step, or of several that become one."""

    kind: ChangeKind
    before: tuple[int, ...]
    """Numbers in the flow of today; empty for a step that is added."""
    after: tuple[int, ...]
    """Numbers in the flow of tomorrow; empty for a step that is dropped."""
    reason_ja: str
    """Where, what is different, and what to look at."""
    also: tuple[ChangeKind, ...] = ()
    """What else happens to it."""
    by_hand: bool = False
    """Whether a person decided it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two flows and what becomes of each step."""

    as_is: Flow
    to_be: Flow
    changes: tuple[Change, ...]
    """In the order of today's table; what is added stands where it will be done."""

    def count(self, kind: ChangeKind) -> int:
        """How many changes of a kind there are."""
        return Counter(change.kind for change in self.changes)[kind]

    @property
    def words_before(self) -> dict[int, str]:
        """The word of each step of today, for the drawing; 「そのまま」 is left out."""
        return {n: c.kind.value for c in self.changes for n in c.before if c.kind is not ChangeKind.KEEP}

    @property
    def words_after(self) -> dict[int, str]:
        """The word of each step of tomorrow, for the drawing; 「そのまま」 is left out."""
        return {n: c.kind.value for c in self.changes for n in c.after if c.kind is not ChangeKind.KEEP}

    @property
    def summary_ja(self) -> str:
        """One sentence: how many steps are what."""
        said = [f"{kind.value}が{self.count(kind)}" for kind in ChangeKind if self.count(kind)]
        if not said:
            return "比べる手順がまだありません。"
        sizes = f"手順は{len(self.as_is.steps)}から{len(self.to_be.steps)}になります。"
        return sizes + f"内訳は、{'、'.join(said)}です。"

    def to_rows(self) -> list[dict[str, str]]:
        """The table for the report: 現状, 見直し後, 変え方, 理由."""
        return [
            {
                "現状": _listed(self.as_is, change.before),
                "見直し後": _listed(self.to_be, change.after),
                "変え方": "・".join([change.kind.value, *(kind.value for kind in change.also)]),
                "理由": change.reason_ja,
            }
            for change in self.changes
        ]

    def draw(self, width: int = 760, quality: Quality = "print") -> Drawing:
        """Both flows side by side, the changes marked. ``width``: of each of the two, in pixels."""
        from kaizen_helpers.flow.drawing.drawing import draw, draw_beside

        left = draw(self.as_is, width=width, changes=self.words_before, quality=quality)
        right = draw(self.to_be, width=width, changes=self.words_after, quality=quality)
        return draw_beside(left, right)


def _listed(flow: Flow, numbers: Sequence[int]) -> str:
    steps = [(number, flow.step(number)) for number in numbers]
    return "\n".join(f"{number} {step.what.strip() if step else ''}".strip() for number, step in steps)


def compare(
    as_is: Flow,
    to_be: Flow,
    pairs: Mapping[int, int | None] | None = None,
    kinds: Mapping[int, ChangeKind | str] | None = None,
) -> Comparison:
    """What becomes of each step.

    Args:
        as_is: the flow of today (現状).
        to_be: the flow of tomorrow (見直し後).
        pairs: which step becomes which, where the proposal is wrong: number today → number tomorrow,
            ``None`` for a step that is dropped. Two numbers with the same target are merged.
        kinds: what to call the change of a step, by its number today: 「移す」 and so on.

    Raises:
        InputError: ``pairs`` or ``kinds`` names a number that the flow does not have or an unknown word,
            or a flow has too many steps.
    """
    wanted = _checked_pairs(as_is, to_be, pairs or {})
    words = _checked_kinds(as_is, kinds or {})
    homes = _homes(as_is, to_be, wanted)
    moved = _reordered(as_is, to_be, homes)
    changes = [*_kept_and_dropped(as_is, to_be, homes, moved, set(wanted)), *_added(to_be, homes)]
    named = [_renamed(change, words) for change in (c for _, c in sorted(changes, key=lambda item: item[0]))]
    return Comparison(as_is, to_be, tuple(named))


# --- what a person decided -----------------------------------------------------------------------


def _checked_pairs(as_is: Flow, to_be: Flow, pairs: Mapping[int, int | None]) -> dict[int, int | None]:
    """The pairs by place."""
    mine, theirs = _places(as_is), _places(to_be)
    for before, after in pairs.items():
        for number, known, name in ((before, mine, "現状"), (after, theirs, "見直し後")):
            if number is not None and number not in known:
                raise InputError(
                    f"{name}の図に手順{number}がありません。手順の番号を確かめてください。", f"手順{before}"
                )
    return {mine[before]: None if after is None else theirs[after] for before, after in pairs.items()}


def _checked_kinds(as_is: Flow, kinds: Mapping[int, ChangeKind | str]) -> dict[int, ChangeKind]:
    known = _places(as_is)
    found = {}
    for number, word in kinds.items():
        if number not in known:
            raise InputError(f"現状の図に手順{number}がありません。手順の番号を確かめてください。", f"手順{number}")
        if word not in set(ChangeKind):
            choices = "・".join(ChangeKind)
            raise InputError(f"「{str(word)[:20]}」は使えません。{choices}のどれかにします。", f"手順{number}")
        found[number] = ChangeKind(word)
    return found


def _places(flow: Flow) -> dict[int, int]:
    places: dict[int, int] = {}
    for at, step in enumerate(flow.steps):
        places.setdefault(step.number, at)
    return places


def _renamed(change: Change, words: Mapping[int, ChangeKind]) -> Change:
    word = next((words[number] for number in change.before if number in words), None)
    if word is None or word is change.kind:
        return change
    also = tuple(kind for kind in (change.kind, *change.also) if kind not in {word, ChangeKind.KEEP})
    return Change(word, change.before, change.after, change.reason_ja, also, by_hand=True)


# --- which becomes which -------------------------------------------------------------------------


def _homes(as_is: Flow, to_be: Flow, wanted: Mapping[int, int | None]) -> dict[int, int]:
    """For each step of today that lives on, by place, the place of what it becomes; several may share one."""
    settled = set(wanted), {after for after in wanted.values() if after is not None}
    homes = {before: after for before, after in wanted.items() if after is not None}
    homes |= {i: j for i, j, _ in match_places(as_is, to_be, settled=settled)}
    left = [at for at in range(len(as_is.steps)) if at not in homes and at not in wanted]
    return homes | _merged(as_is, to_be, homes, left)


def _merged(as_is: Flow, to_be: Flow, homes: Mapping[int, int], left: Sequence[int]) -> dict[int, int]:
    """Steps without a counterpart that go into a step which has one: by its words, or beside today's step by its thing.

    「受付簿に記入する」 said twice becomes one; 「回答を記入する」 before 「回答を返信する」 goes into
    「フォームから回答を送信する」 where the same owner does all three.
    """
    beside = _beside(as_is)
    lived = sorted(homes.items())
    found = {}
    for at in left:
        step = as_is.steps[at]
        options = []
        for other, home in lived:
            into = to_be.steps[home]
            alike = step_similarity(step, into)
            near = other in beside.get(at, ()) and as_is.steps[other].who == step.who
            if alike >= (_MERGED if near else _SAME_WORK):
                options.append((-alike, other))
            elif near and into.what != as_is.steps[other].what and _goes_in(step, into):
                options.append((-_MERGED, other))
        if options:
            found[at] = homes[min(options)[1]]
    return found


def _beside(flow: Flow) -> dict[int, set[int]]:
    """The places before and after each place."""
    place = _places(flow)
    beside: dict[int, set[int]] = {}
    for number, targets in successors(flow).items():
        for target in targets:
            beside.setdefault(place[number], set()).add(place[target])
            beside.setdefault(place[target], set()).add(place[number])
    return beside


def _goes_in(step: Step, into: Step) -> bool:
    questions_and_events = {Kind.DECISION, Kind.START, Kind.END, Kind.WAIT}
    works = not {step.kind, into.kind} & questions_and_events
    return works and into.who == step.who and about_the_same(step, into)


def _reordered(as_is: Flow, to_be: Flow, homes: Mapping[int, int]) -> dict[int, int]:
    """Steps that change places, with the step they now come before; as few as explain the new order.

    Only what must come before something else today and after it tomorrow has changed places: the order
    of rows in a table, and of steps on different branches, says nothing. Ways that lead back do not count.
    """
    order_before, order_after = _order(as_is), _order(to_be)
    numbers = [(at, as_is.steps[at].number, to_be.steps[home].number) for at, home in sorted(homes.items())]
    rivals: dict[int, set[int]] = {}
    for n, (one, one_before, one_after) in enumerate(numbers):
        for other, other_before, other_after in numbers[n + 1 :]:
            if _turned(order_before, order_after, one_before, other_before, one_after, other_after):
                rivals.setdefault(one, set()).add(other)
                rivals.setdefault(other, set()).add(one)
    found: dict[int, int] = {}
    while any(rivals.values()):
        mover = max(rivals, key=lambda at: (len(rivals[at]), at))
        found[mover] = min(rivals[mover])
        for other in rivals.pop(mover):
            rivals[other].discard(mover)
    return found


def _order(flow: Flow) -> Reach:
    return Reach(forward(successors(flow), starts(flow)))


def _turned(before: Reach, after: Reach, a: int, b: int, a_after: int, b_after: int) -> bool:
    if a_after == b_after or a == b:
        return False
    if before.can_follow(a, b):
        return after.can_follow(b_after, a_after)
    return before.can_follow(b, a) and after.can_follow(a_after, b_after)


# --- what it is called ---------------------------------------------------------------------------


def _kept_and_dropped(
    as_is: Flow, to_be: Flow, homes: Mapping[int, int], moved: Mapping[int, int], by_hand: set[int]
) -> Iterator[tuple[tuple[int, int], Change]]:
    sharing: dict[int, list[int]] = {}
    for at, home in sorted(homes.items()):
        sharing.setdefault(home, []).append(at)
    for at, step in enumerate(as_is.steps):
        if at not in homes:
            yield (at, 0), _dropped(step, at in by_hand)
            continue
        home = homes[at]
        if len(sharing[home]) > 1:
            if at == sharing[home][0]:
                parts = [as_is.steps[part] for part in sharing[home]]
                yield (at, 0), _merge(parts, to_be.steps[home], not by_hand.isdisjoint(sharing[home]))
        else:
            facts = facts_of(as_is, step, to_be, to_be.steps[home])
            earlier = as_is.steps[moved[at]] if at in moved else None
            yield (at, 0), _lived_on(step, to_be.steps[home], facts, earlier, at in by_hand)


def _dropped(step: Step, by_hand: bool) -> Change:
    said = f"{quoted(step)}は、見直し後の流れにありません。"
    if step.minutes:
        said += f"1回{step.minutes:,.10g}分の作業がなくなります。"
    if step.basis.strip():
        said += f"根拠に「{step.basis.strip()[:30]}」とあります。なくしてよいか、所管に確かめてください。"
    return Change(ChangeKind.DROP, (step.number,), (), said, by_hand=by_hand)


def _merge(parts: Sequence[Step], into: Step, by_hand: bool) -> Change:
    said = f"{'と'.join(quoted(step) for step in parts)}を、見直し後の{quoted(into)}にまとめます。"
    known = [step.minutes for step in parts if step.minutes is not None]
    if len(known) == len(parts) and into.minutes is not None:
        becomes = "のままです" if sum(known) == into.minutes else f"から{into.minutes:,.10g}分になります"
        said += f"1回の作業は合わせて{sum(known):,.10g}分{becomes}。"
    return Change(ChangeKind.MERGE, tuple(step.number for step in parts), (into.number,), said, by_hand=by_hand)


def _lived_on(before: Step, after: Step, facts: Sequence[Fact], earlier: Step | None, by_hand: bool) -> Change:
    kinds = {fact.kind for fact in facts}
    said = [fact.sentence_ja for fact in facts]
    if earlier is not None:
        kinds.add(ChangeKind.REORDER)
        said.append(f"{quoted(earlier)}と前後が入れ替わります。")
    if not kinds:
        same = before.what.split() == after.what.split()
        said = ["変わりません。" if same else "書き方だけが変わります。"]
    names = [kind for kind in _FIRST if kind in kinds] or [ChangeKind.KEEP]
    where = f"{quoted(before)}：" + "".join(said)
    return Change(names[0], (before.number,), (after.number,), where, tuple(names[1:]), by_hand)


def _added(to_be: Flow, homes: Mapping[int, int]) -> Iterator[tuple[tuple[int, int], Change]]:
    """New steps, each behind the step of today whose new place is the nearest before it."""
    origin = {home: at for at, home in sorted(homes.items(), reverse=True)}
    last = -1
    for at, step in enumerate(to_be.steps):
        if at in origin:
            last = origin[at]
            continue
        said = f"{quoted(step)}は、新しく加わる手順です。"
        if step.kind is Kind.SYSTEM or to_be.lane(step.who).kind is LaneKind.SYSTEM:
            said += "システムが行います。"
        if step.minutes:
            said += f"1回{step.minutes:,.10g}分の作業が増えます。"
        yield (last, at + 1), Change(ChangeKind.ADD, (), (step.number,), said)
