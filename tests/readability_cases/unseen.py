"""The unseen set: other tables, other shapes of each defect, other near misses.

Whoever writes the rules does not open this file or the ones beside it that begin with 「unseen」: the set tells what
the rules are worth on files that nobody had in mind. Only the figures of the benchmark are looked at.
"""

from __future__ import annotations

from tests.readability_cases.registry import Registry
from tests.readability_cases.unseen_base import BASES

__all__ = ["UNSEEN"]

UNSEEN = Registry("unseen", BASES)
