"""A step of ``nbgrader autograde`` for answers that a person marks. Only nbgrader loads this file, by its name.

nbgrader's own rule for such a cell asks a person about everything, also about an answer that nobody began, and does
not see that an answer changed. With this step ``nbgrader autograde`` comes to the same state as ``kaizen grade``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from kaizen_helpers.course import Course
from kaizen_helpers.grading.by_hand import ask_for_marks, take_marks
from kaizen_helpers.grading.places import Places
from kaizen_helpers.grading.results import judge_submission, judged_of

__all__ = ["MarkByHand"]


class MarkByHand(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader comes without types
    """Says in the gradebook which answers wait for a person, and keeps the marks of those that did not change."""

    root = Unicode("", help="The course's folder.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Leave the notebook alone; look at the answers beside it."""
        module, student = resources["nbgrader"]["assignment"], resources["nbgrader"]["student"]
        seat = re.fullmatch(r"seat([0-9]{2,3})", student)
        if seat:
            course = Course(Path(self.root))
            marks = take_marks(course, module)
            results, answers = judge_submission(Places.of(course, module), seat[1])
            ask_for_marks(course, module, seat[1], judged_of(results, answers, marks.get(seat[1], {})))
        return nb, resources
