"""Counting a questionnaire: shares with their denominators, groups that are too small kept back, before and after.

Two rules protect who answered (reference/domain.md, C5 and section 5): fewer than five answers are not told at all, and
where a group is kept back, others are kept back with it until those together are five or more. Otherwise the hidden
group would be the total minus the groups that are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from kaizen_helpers.errors import InputError
from kaizen_helpers.plan.survey.answers import Respondent, Responses
from kaizen_helpers.plan.survey.questions import ROLES, Question, Questionnaire
from kaizen_helpers.plan.survey.shares import Difference, Share, paired_difference, unpaired_difference

__all__ = [
    "LEAST",
    "BeforeAfter",
    "Group",
    "Item",
    "Numbers",
    "Tally",
    "compare_before_after",
    "hidden_groups",
    "share_of",
    "tally",
]

LEAST = 5
"""Fewer answers than this are not shown."""
NO_ROLE = "役割の記入なし"


@dataclass(frozen=True)
class Numbers:
    """Answers that are numbers. The mean is left out: one typing error would decide it."""

    answered: int
    blank: int
    middle: float
    """The median."""


@dataclass(frozen=True)
class Item:
    """One question, counted over everybody."""

    mark: str
    question: Question
    answered: int
    blank: int
    unread: int
    """Answers that are there but could not be read; they are in no number."""
    share: Share | None = None
    """None for a number or free text, and where fewer than five answered."""
    counts: tuple[tuple[str, int], ...] = ()
    """How many chose what, in the order on paper; empty where it is kept back."""
    numbers: Numbers | None = None

    @property
    def hidden(self) -> bool:
        """Whether there are answers, but too few to be told."""
        return 0 < self.answered < LEAST and self.question.counts != "free"


@dataclass(frozen=True)
class Group:
    """The people of one role, with one share for each question; None where it is kept back."""

    name: str
    shares: Mapping[str, Share | None]
    """By key of the question."""


@dataclass(frozen=True)
class Tally:
    """A questionnaire, counted."""

    questionnaire: Questionnaire
    people: int
    """Sheets that came back with at least one answer."""
    items: tuple[Item, ...]
    groups: tuple[Group, ...] = ()

    def item(self, key: str) -> Item:
        """The item of a question.

        Raises:
            InputError: the questionnaire does not ask it.
        """
        for item in self.items:
            if item.question.key == key:
                return item
        raise InputError(f"「{key}」という質問はありません。質問の記号を確かめてください。", self.questionnaire.name)


def tally(responses: Responses, group_by: Callable[[Respondent], str] | None = None) -> Tally:
    """Count a questionnaire. ``group_by`` gives the group of a respondent (``lambda person: person.role``)."""
    items = tuple(
        _item(mark, question, responses.people)
        for mark, question in responses.questionnaire.numbered
        if question.key not in responses.missing
    )
    groups = _groups(items, responses.people, group_by) if group_by else ()
    return Tally(responses.questionnaire, len(responses.people), items, groups)


def share_of(question: Question, people: Sequence[Respondent]) -> Share:
    """How many of those who answered gave an answer that the question counts; blanks apart."""
    answers = [person.answers[question.key] for person in people if question.key in person.answers]
    unread = sum(question.key in person.unread for person in people)
    count = sum(answer in question.counted for answer in answers)
    return Share(count, len(answers), len(people) - len(answers) - unread)


def _item(mark: str, question: Question, people: Sequence[Respondent]) -> Item:
    answers = [person.answers[question.key] for person in people if question.key in person.answers]
    unread = sum(question.key in person.unread for person in people)
    blank = len(people) - len(answers) - unread
    item = Item(mark, question, len(answers), blank, unread)
    if question.counts == "free" or len(answers) < LEAST:
        return item
    if question.counts == "number":
        middle = float(median(float(answer) for answer in answers))
        return Item(mark, question, len(answers), blank, unread, numbers=Numbers(len(answers), blank, middle))
    found = Counter(answers)
    counts = (
        tuple((f"{step} {label}", found[step]) for step, label in enumerate(question.choices, start=1))
        if question.is_scale
        else tuple((choice, found[choice]) for choice in question.choices)
    )
    return Item(mark, question, len(answers), blank, unread, share_of(question, people), counts)


def hidden_groups(answered: Mapping[str, int], least: int = LEAST) -> frozenset[str]:
    """The groups to be kept back when the total is shown: the small ones, and others until together they are enough.

    Groups in which nobody answered hide nothing and are not counted. If it takes all groups, all are kept back.
    """
    sizes = {name: size for name, size in answered.items() if size > 0}
    hidden = {name for name, size in sizes.items() if size < least}
    if not hidden:
        return frozenset()
    for name in sorted(sizes, key=lambda name: (sizes[name], name)):
        if sum(sizes[one] for one in hidden) >= least:
            break
        hidden.add(name)
    return frozenset(hidden)


def _groups(
    items: Sequence[Item], people: Sequence[Respondent], group_by: Callable[[Respondent], str]
) -> tuple[Group, ...]:
    members: dict[str, list[Respondent]] = {}
    for person in people:
        members.setdefault(group_by(person) or NO_ROLE, []).append(person)
    shares: dict[str, dict[str, Share | None]] = {name: {} for name in members}
    for item in items:
        if item.question.counts in ("free", "number"):
            continue
        each = {name: share_of(item.question, those) for name, those in members.items()}
        hidden = hidden_groups({name: share.answered for name, share in each.items()})
        for name, share in each.items():
            shares[name][item.question.key] = None if name in hidden or item.share is None else share
    order = {name: at for at, name in enumerate((*ROLES, *sorted(shares.keys() - {*ROLES, NO_ROLE}), NO_ROLE))}
    return tuple(Group(name, shares[name]) for name in sorted(shares, key=order.__getitem__))


@dataclass(frozen=True)
class BeforeAfter:
    """One question that was asked before and after."""

    question: Question
    difference: Difference | None
    """None where fewer than five answered, before or after."""
    up: int = 0
    """Of the pairs: how many answered higher afterwards (or rightly, and not before)."""
    same: int = 0
    down: int = 0

    @property
    def paired(self) -> bool:
        """Whether the same people are compared."""
        return self.difference is not None and self.difference.pairs > 0


def compare_before_after(before: Responses, after: Responses) -> tuple[BeforeAfter, ...]:
    """The questions that stand in both questionnaires, with the difference of their shares.

    Where at least five people chose the same anonymous code both times, only they are compared, as pairs. Otherwise
    the two groups are compared as they are; then people who came or left are part of the difference.
    """
    earlier = {question.key: question for question in before.questionnaire.questions}
    found = []
    for question in after.questionnaire.questions:
        first = earlier.get(question.key)
        if first is None or question.counts in ("free", "number") or {question.key} & (before.missing | after.missing):
            continue
        found.append(_compared(first, question, before, after))
    return tuple(found)


def _compared(first: Question, second: Question, before: Responses, after: Responses) -> BeforeAfter:
    pairs = _pairs(before, after)
    both = [(one, other) for one, other in pairs if first.key in one.answers and second.key in other.answers]
    if len(pairs) >= LEAST:  # the kind of comparison is the same for all questions
        return _of_pairs(first, second, both)
    one, other = share_of(first, before.people), share_of(second, after.people)
    if min(one.answered, other.answered) < LEAST:
        return BeforeAfter(second, None)
    return BeforeAfter(second, unpaired_difference(one, other))


def _pairs(before: Responses, after: Responses) -> list[tuple[Respondent, Respondent]]:
    known = {person.code: person for person in before.people if person.code}
    return [(known[person.code], person) for person in after.people if person.code in known]


def _of_pairs(first: Question, second: Question, both: Sequence[tuple[Respondent, Respondent]]) -> BeforeAfter:
    if len(both) < LEAST:
        return BeforeAfter(second, None)
    was = [one.answers[first.key] for one, _ in both]
    now = [other.answers[second.key] for _, other in both]
    good = Counter((a in first.counted, b in second.counted) for a, b in zip(was, now, strict=True))
    difference = paired_difference(good[True, True], good[True, False], good[False, True], good[False, False])
    steps = [_step(second, b) - _step(first, a) for a, b in zip(was, now, strict=True)]
    return BeforeAfter(
        second, difference, sum(s > 0 for s in steps), sum(s == 0 for s in steps), sum(s < 0 for s in steps)
    )


def _step(question: Question, answer: int | float | str) -> float:
    """How far up an answer is: the step of a scale, otherwise 1 for what counts and 0 for what does not."""
    return float(answer) if question.is_scale and not isinstance(answer, str) else float(answer in question.counted)
