"""Exercises are data; one pure function decides them.

``judge(exercise, values)`` reads the exercise's rules from top to bottom. The first rule that matches
gives the result; how many more places the later rules would have named is counted (「ほかに n か所」).
There is always an ``Unattempted`` rule first and a ``Correct`` rule last, and ``otherwise`` catches
the rest, so that no answer falls through to full marks. An exercise with a rubric has neither: whatever was begun
waits for a person (``Outcome.WAITING``), and the rules in between only say what is sure.
"""

from __future__ import annotations

import math
import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kaizen_helpers.checkers.answers import NotPlain, snapshot
from kaizen_helpers.checkers.rubric import Criterion, checklist, rubric_problem

if TYPE_CHECKING:
    from kaizen_helpers.checkers.inputs import Panel

__all__ = [
    "Correct",
    "Exercise",
    "LearnerError",
    "Message",
    "Mistake",
    "Otherwise",
    "Outcome",
    "Partial",
    "Result",
    "Rule",
    "Unattempted",
    "Values",
    "judge",
]

WRONG_TYPE = "common.wrong-type"
"""The one mistake that every exercise shares: the value is of another kind than the exercise asks for."""


class Outcome(StrEnum):
    """What became of an answer. Neither of the last two gives or takes points: a person does.

    ``waiting``: a person reads it. ``author_error``: our fault, until somebody looks at it.
    """

    CORRECT = "correct"
    INCORRECT = "incorrect"
    UNATTEMPTED = "unattempted"
    ERROR = "error"
    WAITING = "waiting"
    AUTHOR_ERROR = "author_error"


@dataclass(frozen=True)
class Message:
    """What the learner reads, in this order; never the answer itself."""

    good: str = ""
    """良い点: only what was checked and is true; may be empty."""
    where: str = ""
    """どこ: the place in the learner's own answer."""
    why: str = ""
    """なぜ困る: what would go wrong at work."""
    next: str = ""
    """次の一手: the one thing to do now."""


class Values:
    """The learner's values by name, as plain snapshots. A name that is not there is ``None``."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._values.get(name)

    def __repr__(self) -> str:
        return f"Values({', '.join(sorted(self._values))})"


When = Callable[[Any], Any]
"""Answers ``True``/``False``, or a list or tuple of the places where the rule matches (empty: nowhere)."""
Say = Message | Callable[[Any, tuple[Any, ...]], Message]
"""The message, or a function of what the rules look at and of the places that matched."""


class LearnerError(Exception):
    """The learner's own function stopped with an error when we called it."""

    def __init__(self, explanation: str) -> None:
        super().__init__(explanation)
        self.explanation = explanation


@dataclass(frozen=True)
class Unattempted:
    """Matches when the answer still is what it was at the start."""

    when: When
    say: Message = Message(
        where="この問題は、まだはじめの状態です。",
        why="入力がないと、答え合わせができません。",
        next="問題文を読んで、まず1つ、書くか選ぶかしてみましょう。",
    )


@dataclass(frozen=True)
class Mistake:
    """A known misunderstanding: the message for the learner and the remedy for the trainer, in one place."""

    id: str
    when: When
    say: Say
    trainer: str
    """What the trainer tells the room when several people have this."""
    points: float | None = None
    """Points that this answer still earns; ``None``: what ``Exercise.partial`` says."""
    counted: bool = True
    """Whether its places count towards 「ほかに n か所」 when another rule matched first.

    Not for what mostly follows from another mistake: a step behind a dead end is unreachable, too.
    """


def Partial(points: float, *, id: str, when: When, say: Say, trainer: str) -> Mistake:  # noqa: N802, A002
    """A mistake that still earns ``points``: reads as a rule of its own kind among the rules."""
    return Mistake(id=id, when=when, say=say, trainer=trainer, points=points)


@dataclass(frozen=True)
class Correct:
    """Matches when the answer is right. ``say.good`` tells what was achieved, ``say.next`` leads to real work."""

    when: When
    say: Say


@dataclass(frozen=True)
class Otherwise:
    """What is said when no rule matches: a mistake of its own, with its own id and remedy."""

    id: str
    say: Say
    trainer: str


Rule = Unattempted | Mistake | Correct


@dataclass(frozen=True)
class Exercise:
    """One exercise: what it takes, the rules that decide it, the hints, and the panel that shows it."""

    id: str
    """``flow-asis``: stable for ever, ASCII."""
    code: str
    """``E1-2``: what people call it."""
    module: str
    """``01_flow``."""
    title: str
    points: float
    """Points of a right answer; 0 for work of one's own, which is never scored."""
    takes: Mapping[str, type]
    """Names in the notebook, or fields of the panel's answer, each with its exact type."""
    rules: tuple[Rule, ...]
    otherwise: Otherwise | None
    """``None`` with a rubric: there is no right answer to fall short of."""
    hints: tuple[str, ...]
    """From a nudge to the same idea on other data; never the answer."""
    rubric: tuple[Criterion, ...] = ()
    """What a person looks at who marks by hand; ``judge`` gives no points then."""
    required: bool = False
    """Whether it is one of the required exercises of the day."""
    panel: Panel | None = None
    """The question and its inputs; ``None`` for an answer that is made in code."""
    prepare: Callable[[Values], Any] | None = None
    """Turns the values into what the rules look at (default: the values themselves)."""
    partial: Callable[[Any], float] | None = None
    """Points of an answer that is neither right nor blank (default: 0)."""
    asks: Mapping[str, Callable[[int], Sequence[tuple[Any, ...]]]] = field(default_factory=dict)
    """For each name that is a function: makes the argument tuples to ask it, from a seed."""
    version: int = 1
    """Raise it when the rules change so that old results are not mixed with new ones."""

    def __post_init__(self) -> None:
        problem = _problem(self)
        if problem:
            raise ValueError(f"exercise {self.id!r}: {problem}")

    @property
    def mistakes(self) -> tuple[Mistake | Otherwise, ...]:
        """Everything that can be wrong with an answer, in the order in which it is looked for."""
        found = (rule for rule in self.rules if isinstance(rule, Mistake))
        return (*found, self.otherwise) if self.otherwise else tuple(found)


def _problem(exercise: Exercise) -> str:
    """Why an exercise cannot be used; empty when it can."""
    rules = exercise.rules
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", exercise.id):
        return "the id is not kebab-case ASCII"
    if exercise.rubric:
        if problem := _rubric_problem(exercise):
            return problem
    elif len(rules) < 2 or not isinstance(rules[0], Unattempted) or not isinstance(rules[-1], Correct):
        return "the first rule must be Unattempted and the last one Correct"
    elif exercise.otherwise is None:
        return "otherwise must catch what no rule catches"
    if len(exercise.hints) < 2:
        return "there must be at least two hints"
    if not exercise.takes:
        return "it takes nothing"
    if not math.isfinite(exercise.points) or exercise.points < 0:
        return "points must be a number of at least 0"
    ids = [mistake.id for mistake in exercise.mistakes]
    if len(set(ids)) != len(ids):
        return "a mistake id stands twice"
    return ""


def _rubric_problem(exercise: Exercise) -> str:
    rules = exercise.rules
    if not rules or not isinstance(rules[0], Unattempted):
        return "the first rule must be Unattempted"
    gives = any(isinstance(rule, Correct) or getattr(rule, "points", None) is not None for rule in rules)
    if gives or exercise.otherwise or exercise.partial:
        return "with a rubric, no rule says what is right and nothing gives points"
    return rubric_problem(exercise.rubric, exercise.points)


@dataclass(frozen=True)
class Result:
    """What ``judge`` decided. Text, HTML, ``Score`` and JSON are made from this and decide nothing."""

    exercise_id: str
    outcome: Outcome
    mistake: str | None
    message: Message
    points: float
    max_points: float
    more: int = 0
    """How many other places the rules would have named."""
    detail: str = ""
    """For the trainer or the author, folded away: the original error."""
    checklist: tuple[str, ...] = ()
    """What the learner looks at again in an answer that waits for a person."""


TELL_THE_TRAINER = Message(
    where="教材側の不具合です。あなたの答えのせいではありません。",
    why="この問題の点は、確認がすむまで保留になります。",
    next="講師に知らせて、次の問題へ進んでください。",
)

WRITTEN = Message(
    good="答えを書きました。",
    next="下の「見直すこと」を1つずつ見て、直したい所があれば書き直してから提出してください。",
)
"""What is said of an answer that waits for a person, where no rule found anything."""


def judge(exercise: Exercise, values: Mapping[str, object]) -> Result:
    """Decide one exercise. Pure: no I/O, no display; never raises.

    ``values`` maps the names in ``exercise.takes`` to the learner's values. A missing name means that
    the exercise was not attempted. Values are rebuilt from exact plain types before any rule sees them,
    so no code of the learner's runs here.
    """
    try:
        try:
            wanted = (*exercise.takes, "variant")  # a panel shapes its tables by the seat's variant
            plain = {name: snapshot(values[name]) for name in wanted if name in values}
            shaped = _shape(exercise, plain)
        except NotPlain as problem:
            return _wrong_type(exercise, problem.message_ja)
        return _missing(exercise) if shaped is None else _decide(exercise, shaped)
    except LearnerError as error:
        message = Message(
            where=error.explanation,
            why="途中で止まると、後任の方も同じ所で困ります。",
            next="書かれている行を見て直し、もう一度「答え合わせ」をしてください。",
        )
        return Result(exercise.id, Outcome.ERROR, None, message, 0, exercise.points, detail=error.explanation)
    except Exception:  # noqa: BLE001 - whatever else is raised here is our fault and must not cost the learner anything
        return Result(
            exercise.id, Outcome.AUTHOR_ERROR, None, TELL_THE_TRAINER, 0, exercise.points, detail=traceback.format_exc()
        )


def _missing(exercise: Exercise) -> Result:
    """A name that is not there yet is told like an answer that still is as it was at the start."""
    first = exercise.rules[0]
    say = first.say if isinstance(first, Unattempted) else Message()
    return Result(exercise.id, Outcome.UNATTEMPTED, None, say, 0, exercise.points)


def _shape(exercise: Exercise, plain: dict[str, Any]) -> Values | None:
    """The values in the shape the rules expect, or None when one is missing.

    Raises:
        NotPlain: a value is of another type than the exercise takes.
    """
    if exercise.panel is not None and plain:
        cleaned = exercise.panel.clean(plain)
        plain = {name: cleaned[name] for name in exercise.takes}
    if set(plain) != set(exercise.takes):
        return None
    for name, wanted in exercise.takes.items():
        if type(plain[name]) is not wanted:
            raise NotPlain(f"「{name}」の種類が、この問題で使うものと違います。", name)
    return Values(plain)


def _decide(exercise: Exercise, values: Values) -> Result:
    seen = exercise.prepare(values) if exercise.prepare else values
    for number, rule in enumerate(exercise.rules):
        places = _places(rule.when(seen))
        if not places:
            continue
        if isinstance(rule, Unattempted):
            return Result(exercise.id, Outcome.UNATTEMPTED, None, rule.say, 0, exercise.points)
        if isinstance(rule, Correct):
            return Result(
                exercise.id, Outcome.CORRECT, None, _said(rule.say, seen, places), exercise.points, exercise.points
            )
        more = len(places) - 1 + _further(exercise.rules[number + 1 :], seen)
        if exercise.rubric:
            return _waiting(exercise, rule.id, _said(rule.say, seen, places), more)
        points = rule.points if rule.points is not None else _partial(exercise, seen)
        return _incorrect(exercise, rule.id, _said(rule.say, seen, places), points, more)
    last = exercise.otherwise
    if last is None:
        return _waiting(exercise, None, WRITTEN, 0)
    return _incorrect(exercise, last.id, _said(last.say, seen, ()), _partial(exercise, seen), 0)


def _places(found: object) -> tuple[Any, ...]:
    """The places that a rule names. Exact types only: a truthy frame or object must not decide."""
    if found is True:
        return (None,)
    if found is False:
        return ()
    if type(found) in (tuple, list):
        return tuple(found)  # type: ignore[arg-type]
    raise TypeError(f"a rule must answer True, False, a tuple or a list, not {type(found).__name__}")


def _further(rules: Sequence[Rule], seen: object) -> int:
    return sum(len(_places(rule.when(seen))) for rule in rules if isinstance(rule, Mistake) and rule.counted)


def _said(say: Say, seen: object, places: tuple[Any, ...]) -> Message:
    return say if isinstance(say, Message) else say(seen, places)


def _partial(exercise: Exercise, seen: object) -> float:
    return exercise.partial(seen) if exercise.partial else 0.0


def _incorrect(exercise: Exercise, mistake: str, message: Message, points: float, more: int) -> Result:
    """Points in steps of a half, and always below full: only ``Correct`` gives all of them."""
    if not math.isfinite(points):
        raise ValueError(f"points of {mistake} are not a number")
    top = max(0.0, exercise.points - 0.5)
    points = min(top, max(0.0, math.floor(points * 2) / 2))
    return Result(exercise.id, Outcome.INCORRECT, mistake, message, points, exercise.points, more)


def _waiting(exercise: Exercise, mistake: str | None, message: Message, more: int) -> Result:
    """A person decides, also where a rule found something: that is told, and costs nothing here."""
    return Result(
        exercise.id,
        Outcome.WAITING,
        mistake,
        message,
        0,
        exercise.points,
        more,
        checklist=checklist(exercise.rubric),
    )


def _wrong_type(exercise: Exercise, detail: str) -> Result:
    message = Message(
        where=detail,
        why="種類が違うと、中身を読み取れません。",
        next="問題文を読み直して、もう一度入力してください。",
    )
    result = Result(exercise.id, Outcome.INCORRECT, WRONG_TYPE, message, 0, exercise.points)
    return replace(result, detail=detail)
