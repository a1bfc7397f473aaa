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
    "Amount",
    "Basis",
    "Business",
    "Candidate",
    "Cost",
    "Ecrs",
    "EcrsExclusion",
    "EcrsOption",
    "EcrsReview",
    "Effect",
    "EffectFinding",
    "Guess",
    "IssueNode",
    "IssueTree",
    "LegalBasis",
    "Level",
    "Measure",
    "NewWork",
    "Outcome",
    "Priority",
    "Quadrant",
    "Recommendation",
    "Statement",
    "StatementFinding",
    "StatementKind",
    "StatementReading",
    "Together",
    "TreeReading",
    "Trial",
    "Work",
    "candidate_of_values",
    "check_issue_tree",
    "draw_issue_tree",
    "draw_months",
    "draw_priority",
    "draw_swings",
    "ecrs_options",
    "ecrs_sheet",
    "effect",
    "effect_sheet",
    "find_criteria",
    "find_statement_problems",
    "guess_kind",
    "issue_sheet",
    "measure_of_flows",
    "measure_of_values",
    "of_the_year",
    "persons",
    "prioritise",
    "priority_sheet",
    "rates_in",
    "rates_of_values",
    "read_business",
    "read_criteria",
    "read_issue_tree",
    "read_statements",
    "recommend",
    "recommendation_html",
    "together",
    "values_of_measure",
    "yen_per_hour",
]

_HOME = {
    "Amount": "effect_model",
    "Basis": "effect_model",
    "Business": "tools_questions",
    "Candidate": "priority",
    "Cost": "effect_model",
    "Ecrs": "ecrs",
    "EcrsExclusion": "ecrs",
    "EcrsOption": "ecrs",
    "EcrsReview": "ecrs",
    "Effect": "effect_counting",
    "EffectFinding": "effect_findings",
    "Guess": "statements",
    "IssueNode": "tree",
    "IssueTree": "tree",
    "LegalBasis": "ecrs",
    "Level": "priority",
    "Measure": "effect_model",
    "NewWork": "effect_model",
    "Outcome": "effect_model",
    "Priority": "priority",
    "Quadrant": "priority",
    "Recommendation": "tools",
    "Statement": "statements",
    "StatementFinding": "statement_findings",
    "StatementKind": "statements",
    "StatementReading": "statements",
    "Together": "effect_overlap",
    "TreeReading": "tree",
    "Trial": "effect_model",
    "Work": "effect_model",
    "candidate_of_values": "priority_reading",
    "check_issue_tree": "tree",
    "draw_issue_tree": "tree_drawing",
    "draw_months": "effect_chart",
    "draw_priority": "priority_chart",
    "draw_swings": "effect_chart",
    "ecrs_options": "ecrs",
    "ecrs_sheet": "sheets",
    "effect": "effect_counting",
    "effect_sheet": "effect_page",
    "find_criteria": "tools_criteria",
    "find_statement_problems": "statement_findings",
    "guess_kind": "statements",
    "issue_sheet": "sheets",
    "measure_of_flows": "effect_flows",
    "measure_of_values": "effect_reading",
    "of_the_year": "effect_counting",
    "persons": "effect_counting",
    "prioritise": "priority",
    "priority_sheet": "priority_reading",
    "rates_in": "effect_flows",
    "rates_of_values": "effect_reading",
    "read_business": "tools_questions",
    "read_criteria": "tools_criteria",
    "read_issue_tree": "tree",
    "read_statements": "statements",
    "recommend": "tools",
    "recommendation_html": "tools_page",
    "together": "effect_overlap",
    "values_of_measure": "effect_reading",
    "yen_per_hour": "effect_counting",
}

if TYPE_CHECKING:
    from kaizen_helpers.issues.ecrs import (
        Ecrs,
        EcrsExclusion,
        EcrsOption,
        EcrsReview,
        LegalBasis,
        ecrs_options,
    )
    from kaizen_helpers.issues.effect_chart import (
        draw_months,
        draw_swings,
    )
    from kaizen_helpers.issues.effect_counting import (
        Effect,
        effect,
        of_the_year,
        persons,
        yen_per_hour,
    )
    from kaizen_helpers.issues.effect_findings import (
        EffectFinding,
    )
    from kaizen_helpers.issues.effect_flows import (
        measure_of_flows,
        rates_in,
    )
    from kaizen_helpers.issues.effect_model import (
        Amount,
        Basis,
        Cost,
        Measure,
        NewWork,
        Outcome,
        Trial,
        Work,
    )
    from kaizen_helpers.issues.effect_overlap import (
        Together,
        together,
    )
    from kaizen_helpers.issues.effect_page import (
        effect_sheet,
    )
    from kaizen_helpers.issues.effect_reading import (
        measure_of_values,
        rates_of_values,
        values_of_measure,
    )
    from kaizen_helpers.issues.priority import (
        Candidate,
        Level,
        Priority,
        Quadrant,
        prioritise,
    )
    from kaizen_helpers.issues.priority_chart import (
        draw_priority,
    )
    from kaizen_helpers.issues.sheets import (
        ecrs_sheet,
        issue_sheet,
    )
    from kaizen_helpers.issues.statement_findings import (
        StatementFinding,
        find_statement_problems,
    )
    from kaizen_helpers.issues.statements import (
        Guess,
        Statement,
        StatementKind,
        StatementReading,
        guess_kind,
        read_statements,
    )
    from kaizen_helpers.issues.tools import (
        Recommendation,
        recommend,
    )
    from kaizen_helpers.issues.tools_criteria import (
        find_criteria,
        read_criteria,
    )
    from kaizen_helpers.issues.tools_page import (
        recommendation_html,
    )
    from kaizen_helpers.issues.tools_questions import (
        Business,
        read_business,
    )
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
