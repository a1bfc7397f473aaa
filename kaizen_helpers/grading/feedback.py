"""One page a learner, in Japanese: what went well, where to look, why, and what to do next.

With each exercise stands what the learner wrote, and its drawing: folded where it is long, unfolded on paper.
A standalone HTML file without scripts, links or test sources. It opens without Jupyter and prints on A4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from kaizen_helpers.checkers.answer_page import answer_page
from kaizen_helpers.checkers.engine import Exercise, Outcome, Result
from kaizen_helpers.checkers.inputs import Table
from kaizen_helpers.checkers.judging import scored_answer
from kaizen_helpers.checkers.render import render_html
from kaizen_helpers.checkers.texts import writable
from kaizen_helpers.course import Course
from kaizen_helpers.errors import WriteError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.grading.by_hand import current_results
from kaizen_helpers.grading.places import Places, read_json
from kaizen_helpers.grading.results import Graded, Judged, is_current, judge_submission
from kaizen_helpers.grading.summary import state_of, withheld_word

__all__ = ["render_page", "write_feedback"]

_STYLE = """
:root { color-scheme: light; }
body { font-family: "Yu Gothic", "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP", sans-serif; color: #1a1a1a;
  background: #fff; max-width: 46em; margin: 2em auto; padding: 0 1.2em; line-height: 1.8; }
h1 { font-size: 1.5em; margin: 0; border-bottom: 3px solid #1f3f5f; padding-bottom: .3em; }
h2 { font-size: 1.15em; margin: 2em 0 .4em; }
.seat { margin: .4em 0 1em; }
table { border-collapse: collapse; width: 100%; margin: 1em 0; }
th, td { border: 1px solid #b8c2cc; padding: .4em .8em; text-align: left; }
th { background: #eef2f6; }
.said { margin: .4em 0 1em; padding: .2em 1em; border-left: 4px solid #1f3f5f; white-space: pre-wrap; }
.note { border: 1px solid #b8c2cc; background: #f7f9fb; padding: .6em 1em; }
summary { cursor: pointer; }
details > :not(summary) { overflow-x: auto; }
footer { margin-top: 2.4em; border-top: 1px solid #b8c2cc; padding-top: .8em; }
@page { size: A4; margin: 16mm; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; }
  h2, h3, summary { break-after: avoid; } summary { list-style: none; }
  details::details-content { content-visibility: visible; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
"""
_ANSWERS_LOST = ("answers-missing", "answers-damaged", "answers-too-large", "answers-other-module")


def write_feedback(course: Course, module: str, *, show_points: bool = False) -> list[Path]:
    """Write the page of every graded seat to ``.grading/feedback/seatNN/<module>.html`` and return the paths.

    The pages are made anew each time. Points are left out unless ``show_points`` asks for them. A seat with a newer
    hand-in than the graded one keeps its earlier page until it is graded again.

    Raises:
        MissingError: nothing was graded.
        InputError: a score in formgrader cannot be.
        WriteError: a page could not be written.
    """
    from kaizen_helpers.checkers.catalogue import exercises

    places = Places.of(course, module)
    title, known = _title(course, module), exercises(module)
    written = []
    for graded in current_results(course, module):
        if not is_current(places, graded):
            continue
        results, answers = judge_submission(places, graded.seat)
        wrote = {exercise.id: scored_answer(exercise, answers) for exercise in known}
        page = render_page(title, graded, results, known, wrote, show_points=show_points)
        path = places.feedback(graded.seat)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError("フィードバックのフォルダを作れませんでした。", str(path.parent)) from error
        write_atomically(path, page.encode("utf-8", "replace"))
        written.append(path)
    return written


def render_page(
    title: str,
    graded: Graded,
    results: Mapping[str, Result],
    known: Sequence[Exercise],
    wrote: Mapping[str, object],
    *,
    show_points: bool = False,
) -> str:
    """The page as HTML.

    Args:
        title: the module's title, for example 「業務フロー図」.
        graded: the recorded results: states, tries, points.
        results: the judge's results, for the messages.
        known: the module's exercises in course order.
        wrote: the learner's answers that were judged, of any shape; exercise id → answer.
        show_points: whether the learner sees points.
    """
    shown = [e for e in known if e.id in graded.exercises and e.id in results]
    parts = [
        f"<h1>{escape(title)}　ふりかえり</h1>",
        f"<p class='seat'>席 <strong>{escape(graded.seat)}</strong></p>",
        *_missing_answers(graded),
        _overview(shown, graded, show_points),
        *(_section(e, results[e.id], graded.exercises[e.id], wrote.get(e.id), show_points) for e in shown),
        _closing(shown, graded),
    ]
    body = "\n".join(parts)
    return (
        "<!DOCTYPE html>\n<html lang='ja'>\n<head>\n<meta charset='utf-8'>\n"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>席{escape(graded.seat)} {escape(title)} ふりかえり</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _title(course: Course, module: str) -> str:
    """The first heading of the module's notebook, else the module's name."""
    for cell in read_json(course.notebook(module)).get("cells", []):
        source = cell.get("source", "")
        found = re.match(r"#\s+(.+)", "".join(source) if isinstance(source, list) else source)
        if cell.get("cell_type") == "markdown" and found:
            return found.group(1).strip()
    return module


def _missing_answers(graded: Graded) -> list[str]:
    if not any(note.code in _ANSWERS_LOST for note in graded.notes):
        return []
    return [
        "<p class='note'>答えの記録が届いていないため、取り組んだ演習も「未着手」と出ていることがあります。"
        "手元のファイルはそのまま残して、講師に声をかけてください。一緒に確かめて、もう一度提出できます。</p>"
    ]


def _overview(shown: Sequence[Exercise], graded: Graded, show_points: bool) -> str:
    head = "<th scope='col'>演習</th><th scope='col'>いまの状態</th>" + (
        "<th scope='col'>点</th>" if show_points else ""
    )
    rows = []
    for exercise in shown:
        judged = graded.exercises[exercise.id]
        symbol, word = state_of(judged)
        kind = "" if exercise.required else "（自習）"
        cells = (
            f"<td>{escape(f'{exercise.code} {exercise.title}{kind}')}</td>"
            f"<td><span aria-hidden='true'>{escape(symbol)}</span> {escape(word)}</td>"
        )
        if show_points:
            points = withheld_word([judged]) if judged.points is None else f"{judged.points:g} / {judged.max_points:g}"
            cells += f"<td>{points}</td>"
        rows.append(f"<tr>{cells}</tr>")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _section(exercise: Exercise, result: Result, judged: Judged, wrote: object, show_points: bool) -> str:
    sample = "<p>見本から続けた演習です。見本の前の答えを見ています。</p>" if judged.sample else ""
    body = _by_a_person(judged, show_points) if judged.marked else render_html(result, tries=judged.tries)
    heading = f"<h2>{escape(f'{exercise.code} {exercise.title}')}</h2>"
    return f"<section>\n{heading}\n{sample}{body}\n{_answer(exercise, result, wrote)}</section>"


def _by_a_person(judged: Judged, show_points: bool) -> str:
    """That somebody read the answer, what they say, and their points where the learner sees points."""
    points = f" 点は {judged.points:g} / {judged.max_points:g} です。" if show_points else ""
    told = f"<p class='note'>この演習は、講師が答えを見て確かめました。{points}</p>"
    if not judged.comment:
        return told
    comment = escape(writable(judged.comment))
    return f"{told}\n<h3>講師のひとこと</h3>\n<blockquote class='said'>{comment}</blockquote>"


def _answer(exercise: Exercise, result: Result, wrote: object) -> str:
    """What the learner wrote; nothing where they had not begun."""
    page = "" if result.outcome is Outcome.UNATTEMPTED else answer_page(exercise, wrote, question=False)
    if not page:
        return ""
    is_long = exercise.panel is not None and any(isinstance(item, Table) for item in exercise.panel.inputs)
    if is_long:
        return f"<details>\n<summary>自分の答え</summary>\n<div>{page}</div>\n</details>\n"
    return f"<h3>自分の答え</h3>\n{page}\n"


def _closing(shown: Sequence[Exercise], graded: Graded) -> str:
    outcomes = [graded.exercises[exercise.id].outcome for exercise in shown]
    if all(outcome == Outcome.CORRECT.value for outcome in outcomes):
        text = "すべての演習が「できた」になりました。次は、自分の仕事を1つ選んで、同じように描いてみましょう。"
    elif any(outcome == Outcome.CORRECT.value for outcome in outcomes):
        text = "できた演習のやり方は、自分の仕事でもそのまま使えます。続きは「次の一手」を1つだけ試してみましょう。"
    else:
        text = "まず、取り組みやすい演習を1つ選んで、「次の一手」から始めてみましょう。"
    return (
        f"<footer><p>おつかれさまでした。{text}</p>"
        "<p>分からない所は、講師や隣の人に聞いてください。答えを直して、もう一度提出することもできます。</p>"
        "<p>この結果は学びのためのものです。人事の評価には使いません。</p></footer>"
    )
