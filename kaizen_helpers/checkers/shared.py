"""The class's shared folder, where there is one: for hand-ins and questions."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["SHARED_FOLDER", "shared_folder"]

SHARED_FOLDER = "KAIZEN_HANDIN"
"""Environment variable that names the class's shared folder."""


def shared_folder() -> Path | None:
    """The folder that the variable names, reachable or not; None where none is named."""
    named = os.environ.get(SHARED_FOLDER, "").strip()
    return Path(named) if named else None
