"""Both sets of labelled files with all their changes, and which of the thirty rules they can label at all.

Decidable, at least 50 bad sheets and 50 near misses each in either set: all rules but L3-02. A clean table of an office
(``base``, ``unseen_base``) gets one defect, or something that resembles one; the labels come from the rules as the
government words them with their examples, never from the check. Some need a word:

- L1-09, and L2-02 where only the first row of a group is filled: that empty cells and zeros stand together is plain to
  see, what was meant is not. 「違反」 and 「要確認」 both count as found (``sure="either"``).
- L1-15 where every row has the same surplus of fields: a bare comma or a missing heading; both certainties count.
- L3-08: a file can show that it explains its columns, not that nothing lies beside it. Without an explaining sheet (or
  as a text file) both certainties count; with one, a violation is wrong. Files of other rules stay neutral here.
- L3-07 needs a second file: each case carries the one of the year before.
- L1-01 has no cells; its near misses are workbooks and text files with names like those of papers.
- L3-02 (a code list beside the file) is not judged: the list lies outside of the file that is checked.
- L1-08 is a violation in CP932 text files alone, L2-06 in files that are handed out alone, as the reference decides.

What the reference is silent about is not put in: cells struck out, 「2023/4/1」 as text, headings that name the year of
their file, hidden sheets, rows that hold nothing but spaces. A rule that a defect brings along (a merged heading leaves
the next column without a name) stands in ``also`` and counts for neither side.
"""

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
