"""A whole column of dates: one verdict a value, counts, and what to ask once for all rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from kaizen_helpers.errors import InputError
from kaizen_helpers.notation.date_forms import TWO_DIGITS, Period, form_of, read_period, write_period
from kaizen_helpers.notation.reading import Question
from kaizen_helpers.notation.rule_sets import RuleSet, rule_set

__all__ = ["DateColumn", "DateVerdict", "read_date_column"]

State = Literal["ok", "rewrite", "check", "ask", "blank"]
_ANSWERS = ("", "令和", "平成", "昭和", "大正", "西暦")


@dataclass(frozen=True)
class DateVerdict:
    """What became of one value.

    ``state``: ``ok`` passes as it stands; ``rewrite`` was understood and ``written`` is its form; ``check`` likewise,
    but a person should compare it with the document; ``ask`` is open, ``message_ja`` says why; ``blank``.
    """

    number: int
    """Which value of the column, from 1."""
    typed: object
    form: str
    state: State
    period: Period | None = None
    written: str = ""
    message_ja: str = ""


@dataclass(frozen=True)
class DateColumn:
    """The verdicts in the order of the values. Nothing is left out: as many verdicts as values."""

    rule: str
    verdicts: tuple[DateVerdict, ...]
    forms: Mapping[str, int]
    """How many values have each spelling, most frequent first; blank ones are not counted."""
    messages_ja: tuple[str, ...]
    """What to say about the column as a whole: mixed spellings, years of two digits."""

    @property
    def counts(self) -> Mapping[State, int]:
        """How many values came to each state."""
        found = Counter(verdict.state for verdict in self.verdicts)
        states: tuple[State, ...] = ("ok", "rewrite", "check", "ask", "blank")
        return {state: found[state] for state in states}

    @property
    def mixed(self) -> bool:
        """Whether more than one spelling is in use."""
        return len(self.forms) > 1

    @property
    def passes(self) -> bool:
        """Whether every value passes as it stands, in one spelling."""
        return not self.mixed and {verdict.state for verdict in self.verdicts} <= {"ok", "blank"}

    def written(self) -> tuple[str | None, ...]:
        """The column as the rule set writes it; None where the value is blank or open."""
        return tuple(verdict.written or None for verdict in self.verdicts)


def read_date_column(values: Iterable[object], rule: str = "L3-05", *, two_digit_years: str = "") -> DateColumn:
    """Read every value of a column by a rule set (:data:`~kaizen_helpers.notation.rule_sets.RULE_SETS`).

    ``two_digit_years`` answers for all rows what 「05/04/01」 means: 「令和」「平成」「昭和」「大正」, or 「西暦」 for
    20xx. Raises InputError for an unknown rule set or answer; no value ever raises.
    """
    rules = rule_set(rule)
    if two_digit_years not in _ANSWERS:
        raise InputError("2桁の年の読み方は「令和」「平成」「昭和」「大正」「西暦」から選んでください。")
    verdicts: list[DateVerdict] = []
    known: dict[str, DateVerdict] = {}  # offices write the same few days again and again
    for number, typed in enumerate(values, 1):
        same = known.get(typed) if isinstance(typed, str) else None
        verdict = replace(same, number=number) if same else _verdict(number, typed, rules, two_digit_years)
        if isinstance(typed, str):
            known.setdefault(typed, verdict)
        verdicts.append(verdict)
    forms = Counter(verdict.form for verdict in verdicts if verdict.state != "blank")
    told = tuple(_messages(verdicts, forms, bool(two_digit_years)))
    return DateColumn(rule, tuple(verdicts), MappingProxyType(dict(forms.most_common())), told)


def _verdict(number: int, typed: object, rules: RuleSet, two_digit_years: str) -> DateVerdict:
    form = form_of(typed)
    period = read_period(typed, two_digit_years)
    if period is None:
        return DateVerdict(number, typed, "", "blank")
    if isinstance(period, Question):
        return DateVerdict(number, typed, form, "ask", message_ja=period.text_ja)
    passes = form in rules.dates and not period.check
    if passes and period.kind != "day":  # as it stands: 「昭和64年1月」 could not be written from the month alone
        return DateVerdict(number, typed, form, "ok", period, str(typed))
    written = write_period(period, rules)
    if isinstance(written, Question):
        return DateVerdict(number, typed, form, "ask", period, message_ja=written.text_ja)
    if passes:
        return DateVerdict(number, typed, form, "ok", period, written)
    return DateVerdict(number, typed, form, "check" if period.check else "rewrite", period, written, period.note_ja)


def _messages(verdicts: list[DateVerdict], forms: Counter[str], answered: bool) -> Iterable[str]:
    if len(forms) > 1:
        shown = "、".join(f"{form}（{count}件）" for form, count in forms.most_common(5))
        more = f"、ほか{len(forms) - 5}種類" if len(forms) > 5 else ""
        yield f"1つの列に、書き方が{len(forms)}種類あります：{shown}{more}。1つにそろえましょう。"
    kinds = {verdict.period.kind for verdict in verdicts if verdict.period}
    if len(kinds) > 1:
        names = {"day": "年月日", "month": "年月", "fiscal year": "年度"}
        shown = "・".join(name for kind, name in names.items() if kind in kinds)
        yield f"{shown}が同じ列にあります。列を分けましょう。"
    short = [verdict for verdict in verdicts if verdict.form == TWO_DIGITS]
    if short and not answered:
        yield (
            f"年が2桁の値が{len(short)}件あります（最初は{short[0].number}件目）。"
            "和暦か西暦かを、元の書類で確かめて選んでください。"
        )
