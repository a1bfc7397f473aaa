"""Both sets with all their changes."""

from __future__ import annotations

import importlib

from tests.readability_cases.registry import Registry
from tests.readability_cases.seen import SEEN

__all__ = ["registry"]

_SEEN = ("level1", "level1_cells", "level1_looks", "level2", "level3")
_UNSEEN = ("unseen1", "unseen2", "unseen3", "unseen4")


def registry(name: str) -> Registry:
    """「seen」 or 「unseen」."""
    for module in _SEEN if name == "seen" else _UNSEEN:
        importlib.import_module(f"tests.readability_cases.{module}")
    if name == "seen":
        return SEEN
    from tests.readability_cases.unseen import UNSEEN

    return UNSEEN
