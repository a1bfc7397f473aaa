"""One result, two renderings: text and HTML say the same."""

from __future__ import annotations

from html import escape

from kaizen_helpers.checkers.engine import Exercise, Outcome, Result
from kaizen_helpers.checkers.rubric import AFTERWARDS
from kaizen_helpers.checkers.texts import writable

__all__ = ["MARKED", "TRIES_UNTIL_TOGETHER", "render_html", "render_text", "state"]

TRIES_UNTIL_TOGETHER = 3
"""After so many tries the state is 「一緒に見よう」: ask the neighbour or the trainer."""

MARKED = ("▶", "講師が見ました")
"""Symbol and word of an answer to which a person has given its points."""

_STATES = {
    Outcome.CORRECT: ("○", "できた"),
    Outcome.INCORRECT: ("△", "もう一歩"),
    Outcome.UNATTEMPTED: ("－", "未着手"),
    Outcome.ERROR: ("！", "途中で止まりました"),
    Outcome.WAITING: ("▷", "講師が見ます"),
    Outcome.AUTHOR_ERROR: ("？", "確認中"),
}
_AFTERWARDS, _AGAIN = "このあと", "見直すこと"
_LABELS = (("good", "良い点"), ("where", "どこ"), ("why", "なぜ"), ("next", "次の一手"))
_COLOURS = {
    Outcome.CORRECT: ("#0b5d2e", "#eef8f1"),
    Outcome.INCORRECT: ("#7a4100", "#fff7e8"),
    Outcome.UNATTEMPTED: ("#444444", "#f5f5f5"),
    Outcome.ERROR: ("#8a1c1c", "#fdf0f0"),
    Outcome.WAITING: ("#4a2f7a", "#f4f0fb"),
    Outcome.AUTHOR_ERROR: ("#1f3f7a", "#eef3fc"),
}


def state(result: Result, tries: int = 0) -> tuple[str, str]:
    """Symbol and word of a result, for example ``("○", "できた")``."""
    if result.outcome is Outcome.INCORRECT and tries >= TRIES_UNTIL_TOGETHER:
        return "◇", "一緒に見よう"
    return _STATES[result.outcome]


def _parts(result: Result) -> list[tuple[str, str]]:
    labels = {"good": "できたこと"} if result.outcome in (Outcome.CORRECT, Outcome.WAITING) else {}
    parts = [(labels.get(name, label), writable(getattr(result.message, name))) for name, label in _LABELS]
    if result.outcome is Outcome.WAITING:
        parts.append((_AFTERWARDS, AFTERWARDS))
    return [(label, text) for label, text in parts if text]


def _more(result: Result) -> str:
    return (
        f"ほかに {result.more} か所あります。1つ直してから、もう一度「答え合わせ」をしましょう。" if result.more else ""
    )


def _together(result: Result, tries: int) -> str:
    if state(result, tries)[1] != "一緒に見よう":
        return ""
    return "ここは、隣の人や講師と一緒に見てみましょう。"


def render_text(result: Result, exercise: Exercise | None = None, tries: int = 0) -> str:
    """The result as plain text, one part a line."""
    symbol, word = state(result, tries)
    title = f"  {exercise.code} {exercise.title}" if exercise else ""
    lines = [f"{symbol} {word}{title}", *(f"{label}: {text}" for label, text in _parts(result))]
    again = [f"{_AGAIN}:", *(f"・{text}" for text in result.checklist)] if result.checklist else []
    return "\n".join([*lines, *filter(None, (_more(result), _together(result, tries))), *again])


def render_html(result: Result, exercise: Exercise | None = None, tries: int = 0) -> str:
    """The result as one HTML block: symbol and words, colour only in addition, everything escaped."""
    symbol, word = state(result, tries)
    ink, paper = _COLOURS[result.outcome]
    title = f"<span style='margin-left:.8em'>{escape(f'{exercise.code} {exercise.title}')}</span>" if exercise else ""
    rows = "".join(
        f"<div style='display:flex;gap:.8em;margin:.25em 0'><dt style='flex:0 0 5em;font-weight:bold'>{label}</dt>"
        f"<dd style='margin:0'>{escape(text)}</dd></div>"
        for label, text in _parts(result)
    )
    notes = "".join(
        f"<p style='margin:.5em 0 0'>{escape(note)}</p>" for note in (_more(result), _together(result, tries)) if note
    )
    return (
        f"<div lang='ja' role='status' style='border-left:6px solid {ink};background:{paper};color:#1a1a1a;"
        f"padding:.7em 1em;margin:.5em 0;max-width:60em;line-height:1.7'>"
        f"<p style='margin:0 0 .4em;color:{ink}'><span aria-hidden='true' style='font-size:1.2em'>{symbol}</span> "
        f"<strong>{word}</strong>{title}</p><dl style='margin:0'>{rows}</dl>{notes}{_again(result)}</div>"
    )


def _again(result: Result) -> str:
    """What to look at again, as a list."""
    if not result.checklist:
        return ""
    items = "".join(f"<li>{escape(text)}</li>" for text in result.checklist)
    return (
        f"<p style='margin:.6em 0 0;font-weight:bold'>{_AGAIN}</p>"
        f"<ul style='margin:.2em 0 0;padding-left:1.4em'>{items}</ul>"
    )
