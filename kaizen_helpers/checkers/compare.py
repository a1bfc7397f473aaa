"""Comparing an answer with what an exercise knows, and saying in Japanese what differs.

Everything here works on values that ``answers.snapshot`` built: exact plain types. No message
prints the expected value; the learner's own value may be shown, shortened.

Numbers typed by people are read in ``reading``; whole tables are compared in ``tables``.
"""

from __future__ import annotations

from kaizen_helpers.checkers.tables import FrameDifference, first_frame_difference
from kaizen_helpers.checkers.texts import first_text_difference, normal_text, visible
from kaizen_helpers.notation.reading import Question, Reading, read_number, same_number

__all__ = [
    "FrameDifference",
    "Question",
    "Reading",
    "first_frame_difference",
    "first_text_difference",
    "normal_text",
    "read_number",
    "same_number",
    "visible",
]
