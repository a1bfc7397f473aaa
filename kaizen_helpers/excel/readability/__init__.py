"""Machine readability (機械可読性): a file checked against the thirty rules of the government for its data.

::

    from kaizen_helpers.excel.opening import open_book
    from kaizen_helpers.excel.readability import check_book

    report = check_book(open_book("調査.xlsx"))     # findings with their cells, what a person has to decide, points
    for finding in report.findings:
        print(finding.rule, finding.where_ja, finding.what_ja)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = ["RULES", "SCORE_NOTE", "Finding", "Report", "Rule", "Undecided", "check_book", "check_file", "rule"]

if TYPE_CHECKING:
    from kaizen_helpers.excel.readability.checking import check_book, check_file
    from kaizen_helpers.excel.readability.model import Finding, Report, Rule, Undecided
    from kaizen_helpers.excel.readability.rules import RULES, SCORE_NOTE, rule

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        **dict.fromkeys(("check_book", "check_file"), "checking"),
        **dict.fromkeys(("Finding", "Report", "Rule", "Undecided"), "model"),
        **dict.fromkeys(("RULES", "SCORE_NOTE", "rule"), "rules"),
    },
)
