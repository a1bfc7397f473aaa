"""How nbgrader is set up for this course: the one place both its command line and the library read."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from traitlets.config import Config

__all__ = ["NEVER_RELEASED", "SAMPLE_ANSWERS", "nbgrader_config", "put_scripts_on_path"]

SAMPLE_ANSWERS = "sample_answers.json"
"""Model answers beside a notebook of ``solutions/``; nbgrader must not copy this file to the learner."""

NEVER_RELEASED = (SAMPLE_ANSWERS, ".ipynb_checkpoints", "*.pyc", "__pycache__", ".DS_Store", "~$*", ".~lock*")
"""File names (as patterns) that stay in ``solutions/``."""

_CODE_STUB = "# ここに書いてください"
_TEXT_STUB = "（ここに書いてください）"
_CELL_SECONDS = 30
_MARK_BY_HAND = "kaizen_helpers.grading.nbgrader_step.MarkByHand"
"""nbgrader loads it when it marks, and only then."""


def nbgrader_config(root: Path) -> Config:
    """nbgrader's settings for the course at ``root``, as traitlets read them.

    ``solutions/`` is the source and ``exercises/`` the release. Whatever marking makes lies under ``.grading/``,
    which git ignores. A stub never raises, so that "run all" goes through on an unanswered notebook.
    """
    from traitlets.config import Config

    grading = root / ".grading"
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = "kaizen"
    config.CourseDirectory.source_directory = "solutions"
    config.CourseDirectory.release_directory = "exercises"
    for step in ("submitted", "autograded", "feedback", "solution", "source_with_tests"):
        config.CourseDirectory[f"{step}_directory"] = f".grading/{step}"
    config.CourseDirectory.ignore = list(NEVER_RELEASED)
    # In a database's address "%20" would be read as a blank.
    book = (grading / "gradebook.db").as_posix().replace("%", "%25")
    config.CourseDirectory.db_url = f"sqlite:///{book}"
    config.Exchange.root = str(grading / "exchange")
    config.Exchange.cache = str(grading / "cache")
    config.ClearSolutions.code_stub = {"python": _CODE_STUB}
    config.ClearSolutions.text_stub = _TEXT_STUB
    config.Execute.timeout = _CELL_SECONDS
    config.Autograde.autograde_preprocessors.append(_MARK_BY_HAND)
    config.MarkByHand.root = str(root)
    return config


def put_scripts_on_path() -> None:
    """Let nbgrader find ``alembic``, which it calls by name when it first makes a gradebook.

    Adds the folder of the running interpreter's scripts to the front of ``PATH``; a second call changes nothing.
    """
    scripts = str(Path(sys.executable).parent)
    parts = os.environ.get("PATH", "").split(os.pathsep)
    if parts[0] != scripts:
        os.environ["PATH"] = os.pathsep.join([scripts, *(part for part in parts if part and part != scripts)])
