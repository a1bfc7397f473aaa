"""Golden files: whole outputs under review. ``KAIZEN_REFRESH=1 python3 start.py test`` rewrites them; read the diff."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["check_golden"]


def check_golden(path: Path, actual: str) -> None:
    """Compare a text with its golden file, whole and exact."""
    if os.environ.get("KAIZEN_REFRESH"):
        assert not os.environ.get("CI"), "goldens are refreshed by a person, never in CI"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(actual.encode("utf-8"))
    assert path.is_file(), f"{path.name} is missing: refresh the goldens and read the diff"
    assert path.read_bytes().decode("utf-8") == actual
