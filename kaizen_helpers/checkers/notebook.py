"""What a notebook calls: ``exercise``, ``check`` and ``hint``.

With a person in front, ``exercise`` shows the panel. Run by nbgrader, the same cell shows the saved
answer's feedback, and its value is a ``Score`` that nbgrader reads as partial credit.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kaizen_helpers.checkers.answer_page import answer_page
from kaizen_helpers.checkers.answers import NotPlain, decode, encode
from kaizen_helpers.checkers.catalogue import exercise_by_id
from kaizen_helpers.checkers.engine import Exercise, Outcome, Result, judge
from kaizen_helpers.checkers.judging import judge_saved, scored_answer
from kaizen_helpers.checkers.render import render_html, render_text
from kaizen_helpers.checkers.rubric import rubric_page
from kaizen_helpers.checkers.store import ANSWERS, OWN_WORK, AnswerStore, DamagedAnswers, read_answers
from kaizen_helpers.errors import InputError, MissingError, WriteError

__all__ = ["Score", "check", "exercise", "hint", "is_graded_run", "seed_of", "store_for"]


class Score(float):
    """Points with a Japanese rendering. Its ``repr`` stays a bare number, because nbgrader parses that."""

    html: str = ""
    text: str = ""

    def __new__(cls, points: float, top: float = math.inf, html: str = "", text: str = "") -> Score:
        """Refuse what nbgrader would turn into full marks or into a failed submission.

        Raises:
            ValueError: not a number, below 0 or above ``top``.
        """
        if not 0 <= points <= top:
            raise ValueError(f"points must lie between 0 and {top}, not {points}")
        score = super().__new__(cls, float(points))
        score.html = html
        score.text = text
        return score

    def _repr_html_(self) -> str | None:
        return self.html or None

    __repr__ = float.__repr__


def is_graded_run() -> bool:
    """Whether nbgrader runs the notebook, and nobody sits in front of it."""
    return os.environ.get("NBGRADER_EXECUTION", "") in ("autograde", "validate")


def store_for(exercise: Exercise) -> AnswerStore:
    """The answer file beside the notebook: ``answers.json``, or ``own_work.json`` for work of one's own."""
    return AnswerStore(Path.cwd(), exercise.module, ANSWERS if exercise.points else OWN_WORK)


def exercise(exercise_id: str) -> Score | None:
    """Show the panel of an exercise: question, input, 「答え合わせ」, 「ヒント」 and feedback.

    Raises:
        MissingError: there is no such exercise, or it is one that is answered in code.
    """
    _explain_errors_in_japanese()
    found = exercise_by_id(exercise_id)
    if found.panel is None:
        raise MissingError(f'この問題はコードで答えます。check("{found.id}") を使ってください。', found.code)
    if is_graded_run():
        # Work of one's own is not handed in: there is nothing to judge, and nothing to show.
        return _score_of_file(found) if found.points else None
    from IPython.display import display

    from kaizen_helpers.checkers.panel import ExercisePanel

    display(ExercisePanel(found, store_for(found)).screen)
    return None


def check(exercise_id: str) -> Score:
    """Check an answer that is made in code: reads the names of the exercise from the notebook.

    A name that is not there yet means 未着手, not an error.

    Raises:
        MissingError: there is no such exercise.
    """
    _explain_errors_in_japanese()
    found = exercise_by_id(exercise_id)
    if found.panel is not None:
        return _score_of_file(found)
    return _score(_judge_names(found, _notebook_names()), found)


def hint(exercise_id: str) -> None:
    """Show the next hint. After the last one it starts again; opening hints costs nothing."""
    found = exercise_by_id(exercise_id)
    store = store_for(found)
    opened = store.entry(found.id).get("hints", 0)
    opened = opened + 1 if type(opened) is int and opened >= 0 else 1
    number = (opened - 1) % len(found.hints)
    with suppress(WriteError):  # A hint is worth showing even where it cannot be counted.
        store.update(found.id, hints=opened)
    text = f"ヒント {number + 1}/{len(found.hints)}: {found.hints[number]}"
    _display(text, f"<p lang='ja' style='max-width:60em'>{_escape(text)}</p>")


def seed_of(exercise: Exercise, secret: str = "") -> int:
    """The seed of the inputs that a function is asked with.

    From the exercise, its version and the class's secret alone, so that the same hand-in always gets the same points.
    """
    import hashlib

    digest = hashlib.sha256(f"{exercise.id}/{exercise.version}/{secret}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def _score_of_file(exercise: Exercise) -> Score:
    """The saved answer, judged; whoever marks by hand sees the answer itself above its feedback, and the criteria."""
    try:
        saved = read_answers(store_for(exercise).path)
    except (FileNotFoundError, DamagedAnswers):
        saved = {"exercises": {}}
    score = _score(judge_saved(exercise, saved), exercise)
    score.html = answer_page(exercise, scored_answer(exercise, saved)) + score.html
    if exercise.rubric:
        score.html += rubric_page(exercise.rubric)
    return score


def _judge_names(exercise: Exercise, names: Mapping[str, Any]) -> Result:
    """Judge values of the notebook's namespace, each taken through JSON and back as grading does."""
    values: dict[str, Any] = {}
    for name in exercise.takes:
        if name not in names:
            continue
        asks = exercise.asks.get(name)
        try:
            values[name] = decode(encode(names[name], asks(seed_of(exercise)) if asks else None))
        except NotPlain:
            values[name] = names[name]  # judge() meets the same refusal and words it
    return judge(exercise, values)


def _score(result: Result, exercise: Exercise) -> Score:
    if result.outcome in (Outcome.AUTHOR_ERROR, Outcome.WAITING):
        # nbgrader has no neutral mark: the points are a person's to give, the cell shows none.
        return Score(0.0, exercise.points, render_html(result, exercise), render_text(result, exercise))
    return Score(result.points, exercise.points, render_html(result, exercise), render_text(result, exercise))


def _notebook_names() -> Mapping[str, Any]:
    shell = _shell()
    if shell is None:
        raise InputError("check はノートブックの中で使います。JupyterLab でノートブックを開いてください。", "check")
    names: Mapping[str, Any] = shell.user_ns
    return names


def _shell() -> Any:
    import sys

    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    return get_ipython()


def _explain_errors_in_japanese() -> None:
    shell = _shell()
    if shell is not None:
        from kaizen_helpers.checkers.explain import load_ipython_extension

        load_ipython_extension(shell)


def _display(text: str, html: str) -> None:
    if _shell() is None:
        import sys

        sys.stdout.write(text + "\n")
        return
    from IPython.display import display

    display({"text/plain": text, "text/html": html}, raw=True)


def _escape(text: str) -> str:
    from html import escape

    return escape(text)
