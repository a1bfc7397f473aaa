"""From what troubles people to what to do about it: 論点整理, ECRS, 効果, 優先順位, ツール選定.

Importable with the standard library alone. The names below are loaded when they are first used::

    from kaizen_helpers.issues import find_statement_problems, read_statements

    found = read_statements(rows)         # a table of sentences with their kind
    find_statement_problems(found.statements)

The order is that of the course: first the issue, then the method, then the tool.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "Business",
    "Ecrs",
    "EcrsExclusion",
    "EcrsOption",
    "EcrsReview",
    "Guess",
    "IssueNode",
    "IssueTree",
    "Recommendation",
    "Statement",
    "StatementFinding",
    "StatementKind",
    "StatementReading",
    "TreeReading",
    "check_issue_tree",
    "draw_issue_tree",
    "ecrs_options",
    "ecrs_sheet",
    "find_criteria",
    "find_statement_problems",
    "guess_kind",
    "issue_sheet",
    "read_business",
    "read_criteria",
    "read_issue_tree",
    "read_statements",
    "recommend",
    "recommendation_html",
]

_HOME = {
    "Business": "tools_questions",
    "Ecrs": "ecrs",
    "EcrsExclusion": "ecrs",
    "EcrsOption": "ecrs",
    "EcrsReview": "ecrs",
    "Guess": "statements",
    "IssueNode": "tree",
    "IssueTree": "tree",
    "Recommendation": "tools",
    "Statement": "statements",
    "StatementFinding": "statements",
    "StatementKind": "statements",
    "StatementReading": "statements",
    "TreeReading": "tree",
    "check_issue_tree": "tree",
    "draw_issue_tree": "tree_drawing",
    "ecrs_options": "ecrs",
    "ecrs_sheet": "sheets",
    "find_criteria": "tools_criteria",
    "find_statement_problems": "statements",
    "guess_kind": "statements",
    "issue_sheet": "sheets",
    "read_business": "tools_questions",
    "read_criteria": "tools_criteria",
    "read_issue_tree": "tree",
    "read_statements": "statements",
    "recommend": "tools",
    "recommendation_html": "tools_page",
}

if TYPE_CHECKING:
    from kaizen_helpers.issues.ecrs import (
        Ecrs,
        EcrsExclusion,
        EcrsOption,
        EcrsReview,
        ecrs_options,
    )
    from kaizen_helpers.issues.sheets import (
        ecrs_sheet,
        issue_sheet,
    )
    from kaizen_helpers.issues.statements import (
        Guess,
        Statement,
        StatementFinding,
        StatementKind,
        StatementReading,
        find_statement_problems,
        guess_kind,
        read_statements,
    )
    from kaizen_helpers.issues.tools import Recommendation, recommend
    from kaizen_helpers.issues.tools_criteria import find_criteria, read_criteria
    from kaizen_helpers.issues.tools_page import recommendation_html
    from kaizen_helpers.issues.tools_questions import Business, read_business
    from kaizen_helpers.issues.tree import (
        IssueNode,
        IssueTree,
        TreeReading,
        check_issue_tree,
        read_issue_tree,
    )
    from kaizen_helpers.issues.tree_drawing import (
        draw_issue_tree,
    )

__getattr__, __dir__ = lazy_names(__name__, _HOME)
