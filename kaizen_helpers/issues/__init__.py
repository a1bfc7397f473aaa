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
    "Amount": "effects.model",
    "Basis": "effects.model",
    "Business": "tools.questions",
    "Candidate": "priorities.priority",
    "Cost": "effects.model",
    "Ecrs": "ecrs.ecrs",
    "EcrsExclusion": "ecrs.ecrs",
    "EcrsOption": "ecrs.ecrs",
    "EcrsReview": "ecrs.ecrs",
    "Effect": "effects.counting",
    "EffectFinding": "effects.findings",
    "Guess": "sorting.statements",
    "IssueNode": "sorting.tree",
    "IssueTree": "sorting.tree",
    "LegalBasis": "ecrs.ecrs",
    "Level": "priorities.priority",
    "Measure": "effects.model",
    "NewWork": "effects.model",
    "Outcome": "effects.model",
    "Priority": "priorities.priority",
    "Quadrant": "priorities.priority",
    "Recommendation": "tools.recommendation",
    "Statement": "sorting.statements",
    "StatementFinding": "sorting.findings",
    "StatementKind": "sorting.statements",
    "StatementReading": "sorting.statements",
    "Together": "effects.overlap",
    "TreeReading": "sorting.tree",
    "Trial": "effects.model",
    "Work": "effects.model",
    "candidate_of_values": "priorities.reading",
    "check_issue_tree": "sorting.tree",
    "draw_issue_tree": "sorting.tree_drawing",
    "draw_months": "effects.chart",
    "draw_priority": "priorities.chart",
    "draw_swings": "effects.chart",
    "ecrs_options": "ecrs.ecrs",
    "ecrs_sheet": "sheets",
    "effect": "effects.counting",
    "effect_sheet": "effects.page",
    "find_criteria": "tools.criteria",
    "find_statement_problems": "sorting.findings",
    "guess_kind": "sorting.statements",
    "issue_sheet": "sheets",
    "measure_of_flows": "effects.flows",
    "measure_of_values": "effects.reading",
    "of_the_year": "effects.counting",
    "persons": "effects.counting",
    "prioritise": "priorities.priority",
    "priority_sheet": "priorities.reading",
    "rates_in": "effects.flows",
    "rates_of_values": "effects.reading",
    "read_business": "tools.questions",
    "read_criteria": "tools.criteria",
    "read_issue_tree": "sorting.tree",
    "read_statements": "sorting.statements",
    "recommend": "tools.recommendation",
    "recommendation_html": "tools.page",
    "together": "effects.overlap",
    "values_of_measure": "effects.reading",
    "yen_per_hour": "effects.counting",
}

if TYPE_CHECKING:
    from kaizen_helpers.issues.ecrs.ecrs import (
        Ecrs,
        EcrsExclusion,
        EcrsOption,
        EcrsReview,
        LegalBasis,
        ecrs_options,
    )
    from kaizen_helpers.issues.effects.chart import (
        draw_months,
        draw_swings,
    )
    from kaizen_helpers.issues.effects.counting import (
        Effect,
        effect,
        of_the_year,
        persons,
        yen_per_hour,
    )
    from kaizen_helpers.issues.effects.findings import (
        EffectFinding,
    )
    from kaizen_helpers.issues.effects.flows import (
        measure_of_flows,
        rates_in,
    )
    from kaizen_helpers.issues.effects.model import (
        Amount,
        Basis,
        Cost,
        Measure,
        NewWork,
        Outcome,
        Trial,
        Work,
    )
    from kaizen_helpers.issues.effects.overlap import (
        Together,
        together,
    )
    from kaizen_helpers.issues.effects.page import (
        effect_sheet,
    )
    from kaizen_helpers.issues.effects.reading import (
        measure_of_values,
        rates_of_values,
        values_of_measure,
    )
    from kaizen_helpers.issues.priorities.chart import (
        draw_priority,
    )
    from kaizen_helpers.issues.priorities.priority import (
        Candidate,
        Level,
        Priority,
        Quadrant,
        prioritise,
    )
    from kaizen_helpers.issues.sheets import (
        ecrs_sheet,
        issue_sheet,
    )
    from kaizen_helpers.issues.sorting.findings import (
        StatementFinding,
        find_statement_problems,
    )
    from kaizen_helpers.issues.sorting.statements import (
        Guess,
        Statement,
        StatementKind,
        StatementReading,
        guess_kind,
        read_statements,
    )
    from kaizen_helpers.issues.sorting.tree import (
        IssueNode,
        IssueTree,
        TreeReading,
        check_issue_tree,
        read_issue_tree,
    )
    from kaizen_helpers.issues.sorting.tree_drawing import (
        draw_issue_tree,
    )
    from kaizen_helpers.issues.tools.criteria import (
        find_criteria,
        read_criteria,
    )
    from kaizen_helpers.issues.tools.page import (
        recommendation_html,
    )
    from kaizen_helpers.issues.tools.questions import (
        Business,
        read_business,
    )
    from kaizen_helpers.issues.tools.recommendation import (
        Recommendation,
        recommend,
    )

__getattr__, __dir__ = lazy_names(__name__, _HOME)
