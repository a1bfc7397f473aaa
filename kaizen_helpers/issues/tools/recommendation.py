"""Which tool, or none: kintone, Excel, another form, RPA, what is there already, 「作らない」, or 「先に相談」.

    business, problems = read_business({"cases": "3件", "minutes": "約60分"})
    found = recommend(business)
    found.first.choice            # "none"
    found.changes                 # which answer would have to be how different for another tool, computed

Rules, in this order. (1) What decides by itself: 「作らない」 (it can be stopped, there is a system that has to be
used, building costs more hours than it saves), then 「先に相談」 (no purpose yet, data that may not or not yet be put
there, no answer that tells tools apart). (2) Else the points of the table; among equals the smaller beginning first.
Source of the criteria: ``reference/domain.md`` section 7, last paragraph; of 「先に相談」: M3, E3-1 and section 6.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from kaizen_helpers.issues.tools.criteria import CHOICES, Criteria, read_criteria
from kaizen_helpers.issues.tools.questions import QUESTIONS, Answer, Business, answer_ja, question
from kaizen_helpers.organisation import KINDS, Organisation, read_organisation

__all__ = ["Change", "Missing", "Option", "Recommendation", "Reply", "hours_a_year", "recommend"]

BUILT = ("excel", "form", "kintone", "rpa")
"""What somebody makes and puts data into; a system that is there has rules of its own."""
WEIGHT_OF_HOURS = 3
"""Points taken from a tool whose hours do not come back, when another one's do."""


@dataclass(frozen=True)
class Option:
    """One thing that could be done, with what speaks for and against it."""

    choice: str
    """One of ``CHOICES``."""
    name: str
    points: int
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]
    decided: bool = False
    """Whether a reason decides for it by itself."""
    ruled_out: bool = False
    unasked: bool = False
    """Whether it is open if the data may be put there."""


@dataclass(frozen=True)
class Reply:
    """One answer in place of another."""

    key: str
    before: Answer | None
    """None: not known."""
    after: Answer

    @property
    def text_ja(self) -> str:
        """「1年に行う数」が「12件」から「3件」; where there is no way between two answers, the new one alone."""
        asked, before, after = question(self.key), answer_ja(self.key, self.before), answer_ja(self.key, self.after)
        way = f"「{before}」から" if asked.kind == "number" else ""
        return f"「{asked.label}」が{way}「{after}」"


@dataclass(frozen=True)
class Change:
    """The smallest change of answers that brings another recommendation."""

    replies: tuple[Reply, ...]
    choice: str
    name: str

    @property
    def text_ja(self) -> str:
        """The change as a sentence."""
        return f"{'、'.join(reply.text_ja for reply in self.replies)}になると、「{self.name}」に変わります。"


@dataclass(frozen=True)
class Missing:
    """A question whose answer is not known and would make a difference."""

    key: str
    label: str
    leads_to: tuple[str, ...]
    """Names of what it could lead to instead."""

    @property
    def text_ja(self) -> str:
        """What to find out, and why."""
        return f"「{self.label}」が分かると、「{'」「'.join(self.leads_to)}」に変わることがあります。"


@dataclass(frozen=True)
class Recommendation:
    """What to do first, what else there is, what is not known yet, and what would change it."""

    first: Option
    others: tuple[Option, ...]
    """The rest, the better one first; what is ruled out comes last."""
    missing: tuple[Missing, ...]
    changes: tuple[Change, ...]
    """For each known answer its smallest change that brings another recommendation; pairs where no single one does."""
    scopes: tuple[str, ...]
    """How far to use it: to be decided before it is built."""
    hours: float | None
    """Hours a year that the business takes now; None where that is not known."""


class _Table:
    """What a recommendation is made with; it is asked many times over while changes are looked for."""

    def __init__(self, criteria: Criteria, organisation: Organisation) -> None:
        self.criteria = criteria
        self.organisation = organisation
        offered = {choice: organisation.tool(choice) for choice in CHOICES if choice in KINDS}
        self._names = {c: t.name if (t := offered.get(c)) else criteria.tools[c].name for c in CHOICES}
        self._allowed: dict[tuple[str, str], bool | None] = {}

    def name(self, choice: str) -> str:
        """What the choice is called in this organisation."""
        return self._names[choice]

    def allows(self, choice: str, data_class: str) -> bool | None:
        """As the organisation says."""
        if (choice, data_class) not in self._allowed:
            self._allowed[choice, data_class] = self.organisation.allows(choice, data_class)
        return self._allowed[choice, data_class]


def recommend(
    business: Business, criteria: Criteria | None = None, organisation: Organisation | None = None
) -> Recommendation:
    """What to use for this business, with reasons; whatever is not known, something comes out. Never raises.

    ``criteria`` and ``organisation``: the neutral defaults where none are given.
    """
    table = _Table(criteria or read_criteria(), organisation or read_organisation())
    options = _ranked(business, table)
    first = options[0]
    missing = tuple(_missing(business, table, first.choice))
    changes = tuple(_changes(business, table, first.choice))
    scopes = tuple(
        s.text
        for s in table.criteria.scopes
        if s.choice in (first.choice, "any") and s.condition.meets(business.answers.get(s.condition.question))
    )
    return Recommendation(first, options[1:], missing, changes, scopes, hours_a_year(business))


def hours_a_year(business: Business) -> float | None:
    """Cases a year × minutes ÷ 60; None where one of them is not known."""
    cases, minutes = _number(business, "cases"), _number(business, "minutes")
    return None if cases is None or minutes is None else cases * minutes / 60


def _number(business: Business, key: str) -> float | None:
    value = business.answers.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


# ---- the ranking


def _ranked(business: Business, table: _Table) -> tuple[Option, ...]:
    options = {choice: _by_table(choice, business, table) for choice in CHOICES}
    _weigh_hours(options, business, table)
    _look_at_data(options, business, table)
    _ask_first(options, business, table)
    return tuple(sorted(options.values(), key=_place))


def _place(option: Option) -> tuple[int, float, int]:
    """Sort key: what decides, then tools by points, then what did not decide, then what is ruled out."""
    order = CHOICES.index(option.choice)
    if option.decided:
        return (0 if option.choice == "none" else 1, 0, order)
    if option.ruled_out:
        return (4, 0, order)
    return (3 if option.choice in ("none", "ask") else 2, -option.points, order)


def _by_table(choice: str, business: Business, table: _Table) -> Option:
    points, decided, out = 0, False, False
    plus: list[str] = []
    minus: list[str] = []
    for line in table.criteria.lines_of(choice):
        if not line.condition.meets(business.answers.get(line.condition.question)):
            continue
        points += line.points
        decided |= line.decides
        out |= line.rules_out
        (minus if line.points < 0 or line.rules_out else plus).append(line.reason)
    return Option(choice, table.name(choice), points, tuple(plus), tuple(minus), decided, out)


def _weigh_hours(options: dict[str, Option], business: Business, table: _Table) -> None:
    """Do the hours of building come back? Where none do, nothing is built."""
    hours, cases = hours_a_year(business), _number(business, "cases")
    if hours is None:
        few = table.criteria.few_cases
        if cases is not None and cases <= few:
            said = f"年に{cases:,.10g}件だけです。作る・直す時間のほうが長くなりそうです。"
            options["none"] = _decided(options["none"], said)
        return
    costs = {choice: _costs(choice, business, table) for choice in BUILT}
    saved = hours * table.criteria.saved_share * _years(business, table)
    losing = [choice for choice, cost in costs.items() if cost is not None and cost > saved]
    counted = [choice for choice, cost in costs.items() if cost is not None]
    years = f"{_years(business, table):g}年"
    for choice in losing:
        said = f"作る・直す時間（{years}で{_hours(costs[choice])}）が、減る見込みの{_hours(saved)}より長くなります。"
        option = options[choice]
        options[choice] = replace(
            option, points=option.points - WEIGHT_OF_HOURS, reasons_against=(*option.reasons_against, said)
        )
    if counted and losing == counted:
        least = min(cost for cost in costs.values() if cost is not None)
        said = (
            f"年に{_hours(hours)}の仕事です。{years}で減る見込みは{_hours(saved)}で、"
            f"いちばん小さく作る場合の{_hours(least)}に届きません。"
        )
        options["none"] = _decided(options["none"], said)


def _hours(hours: float | None) -> str:
    """「4.5時間」; what had to be rounded is 「約」."""
    rounded = round(hours or 0, 1)
    return f"{'' if rounded == hours else '約'}{rounded:,.10g}時間"


def _years(business: Business, table: _Table) -> float:
    years = _number(business, "years")
    return years if years is not None else float(table.criteria.usual_years)


def _costs(choice: str, business: Business, table: _Table) -> float | None:
    effort = table.criteria.tools[choice]
    return None if effort.build_hours is None else effort.build_hours + effort.hours_a_year * _years(business, table)


def _look_at_data(options: dict[str, Option], business: Business, table: _Table) -> None:
    """May the information be put there? Where it may not, the tool is out; where nobody decided, one asks first."""
    named = business.answers.get("data_class")
    if not isinstance(named, str):
        return
    for choice in BUILT:
        allowed, option = table.allows(choice, named), options[choice]
        if allowed is True:
            continue
        said = "の情報は置けない決まりです。" if allowed is False else "の情報を置いてよいかが、まだ決まっていません。"
        options[choice] = replace(
            option,
            ruled_out=option.ruled_out or allowed is False,
            unasked=allowed is None,
            reasons_against=(*option.reasons_against, f"「{named}」{said}"),
        )
    known = table.organisation.data_class(named)
    if known is not None and known.always_ask:
        said = f"「{named}」を扱える事務は、法律や規程で決まっています。確認が先です。"
        options["ask"] = _decided(options["ask"], said)


def _ask_first(options: dict[str, Option], business: Business, table: _Table) -> None:
    """Where nothing speaks for a tool that may be used, the first of the list is no answer."""
    if options["ask"].decided:
        return
    least = table.criteria.least_points
    best = min((options[choice] for choice in CHOICES if choice in KINDS), key=_place)
    nothing = best.ruled_out or best.points < least
    named = business.answers.get("data_class")
    held_back = isinstance(named, str) and any(
        options[choice].points >= least and table.allows(choice, named) is not True for choice in BUILT
    )
    if held_back and (nothing or best.unasked):
        said = f"「{named}」の情報をどこに置いてよいか、規程の確認が先です。"
        options["ask"] = _decided(options["ask"], said)
    elif nothing:
        said = "どのツールにも、決め手になる理由がまだありません。困りごとを持って相談するのが近道です。"
        options["ask"] = _decided(options["ask"], said)


def _decided(option: Option, reason: str) -> Option:
    return replace(option, decided=True, reasons_for=(*option.reasons_for, reason))


# ---- what would change it


def _missing(business: Business, table: _Table, first: str) -> Iterator[Missing]:
    for asked in QUESTIONS:
        if asked.key in business.answers:
            continue
        results = (
            _first(business.with_answer(asked.key, value), table) for value in _values(asked.key, business, table)
        )
        leads_to = tuple(dict.fromkeys(table.name(choice) for choice in results if choice != first))
        if leads_to:
            yield Missing(asked.key, asked.label, leads_to)


def _changes(business: Business, table: _Table, first: str) -> Iterator[Change]:
    """The smallest change of each known answer; only where no single change does it, the changes of two."""
    found = False
    for key in business.answers:
        for value in _values(key, business, table):
            choice = _first(business.with_answer(key, value), table)
            if choice != first:
                found = True
                yield Change((Reply(key, business.answers[key], value),), choice, table.name(choice))
                break
    if not found:
        yield from _pairs(business, table, first)


def _pairs(business: Business, table: _Table, first: str) -> Iterator[Change]:
    for one, other in combinations(business.answers, 2):
        for value in _values(one, business, table):
            half = business.with_answer(one, value)
            for second in _values(other, half, table):
                choice = _first(half.with_answer(other, second), table)
                if choice != first:
                    replies = (Reply(one, business.answers[one], value), Reply(other, business.answers[other], second))
                    yield Change(replies, choice, table.name(choice))
                    return


def _first(business: Business, table: _Table) -> str:
    return _ranked(business, table)[0].choice


def _values(key: str, business: Business, table: _Table) -> list[Answer]:
    """Other answers to this question that could make a difference, the nearest one first."""
    asked, now = question(key), business.answers.get(key)
    if asked.kind == "yes":
        return [value for value in (True, False) if value is not now]
    if asked.kind != "number":
        choices = asked.choices or tuple(c.name for c in table.organisation.data_classes)
        here = choices.index(now) if isinstance(now, str) and now in choices else 0
        return sorted((c for c in choices if c != now), key=lambda c: abs(choices.index(c) - here))
    edges = {
        edge for line in table.criteria.lines if line.condition.question == key for edge in line.condition.edges
    } | set(_edges_of_hours(key, business, table))
    middle = float(now) if isinstance(now, int | float) else 0.0
    numbers = [n for n in edges if asked.least <= n <= asked.most and n != now]
    return [*sorted(numbers, key=lambda n: (abs(n - middle), n))]


def _edges_of_hours(key: str, business: Business, table: _Table) -> Iterator[int]:
    """Whole numbers on both sides of where the hours of building begin to come back."""
    if key == "cases":
        yield from (table.criteria.few_cases, table.criteria.few_cases + 1)
    cases, minutes = _number(business, "cases"), _number(business, "minutes")
    share = table.criteria.saved_share
    for choice in BUILT:
        effort = table.criteria.tools[choice]
        if effort.build_hours is None:
            continue
        edge = math.nan
        if key in ("cases", "minutes"):
            other = minutes if key == "cases" else cases
            years = _years(business, table)
            gain = (other or 0) / 60 * share * years
            edge = (effort.build_hours + effort.hours_a_year * years) / gain if gain > 0 else math.nan
        elif key == "years" and cases is not None and minutes is not None:
            left = cases * minutes / 60 * share - effort.hours_a_year
            edge = effort.build_hours / left if left > 0 else math.nan
        if math.isfinite(edge) and edge < 10**9:
            yield from (math.floor(edge), math.floor(edge) + 1, math.ceil(edge) - 1 if edge >= 1 else 0)
