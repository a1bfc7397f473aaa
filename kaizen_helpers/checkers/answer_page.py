"""A learner's answer as a page to read: for whoever marks by hand, and for the page the learner gets back."""

from __future__ import annotations

from kaizen_helpers.checkers.answers import NotPlain
from kaizen_helpers.checkers.engine import Exercise

__all__ = ["answer_page"]


def answer_page(exercise: Exercise, answer: object, *, question: bool = True) -> str:
    """The answer as HTML, with its drawing where the exercise has one; "" where there is none that could be shown.

    ``answer`` may have any shape: it stands in a learner's file. ``question`` puts the question above it.
    """
    from kaizen_helpers.checkers.panel_spec import panel_spec
    from kaizen_helpers.widgets.printed import printed, printed_answer

    panel = exercise.panel
    if panel is None or type(answer) is not dict:
        return ""
    try:
        cleaned = panel.clean(answer)
    except NotPlain:
        return ""
    drawing = panel.preview(cleaned) if panel.preview else ""
    show = printed if question else printed_answer
    return show(panel_spec(exercise, cleaned["variant"]), cleaned, drawing=drawing)
