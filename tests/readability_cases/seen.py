"""The seen set: the one that the rules are written with. The modules of its three levels put their changes in here."""

from __future__ import annotations

from tests.readability_cases.base import BASES
from tests.readability_cases.registry import Registry

__all__ = ["SEEN"]

SEEN = Registry("seen", BASES)
