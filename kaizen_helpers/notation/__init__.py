"""Notation (表記): dates, numbers, characters and codes as people type them, by named rules.

Standard library only. The names below are loaded when they are first used::

    from kaizen_helpers.notation import apply_policy, read_date_column

    column = read_date_column(["令和5年4月1日", "05/04/01"], "GIF")
    column.written()                  # ("2023-04-01", None): what is open is asked, never guessed
    apply_policy("▲５００", "数値")    # -500; a name would stay as it is

``RULE_SETS`` (``rule_sets``), ``POLICIES`` (``text``) and ``BLIND_SPOTS`` (``codes``) are data in their modules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "Applied",
    "AppliedCell",
    "AppliedTable",
    "CharacterWarning",
    "CodeCheck",
    "ColumnSuspicion",
    "DateColumn",
    "DateReading",
    "DateVerdict",
    "DaySpan",
    "Era",
    "FieldPolicy",
    "FiscalYearReading",
    "Length",
    "MomentReading",
    "OtherSplit",
    "Period",
    "PhoneReading",
    "Question",
    "Reading",
    "RuleSet",
    "Suspicion",
    "TimeReading",
    "Unified",
    "VariantProposal",
    "apply_policies",
    "apply_policy",
    "character_warnings",
    "check_corporate_number",
    "check_local_government_code",
    "check_postal_code",
    "corporate_check_digit",
    "date_of_serial",
    "era_of",
    "find_personal_data",
    "fiscal_year",
    "form_of",
    "local_government_check_digit",
    "masked",
    "passes_my_number_check",
    "propose_variants",
    "read_date",
    "read_date_column",
    "read_fiscal_year",
    "read_length",
    "read_moment",
    "read_number",
    "read_phone",
    "read_span",
    "read_time",
    "same_number",
    "serial_of",
    "split_other",
    "survives",
    "suspicions",
    "to_wareki",
    "unify_choices",
    "widen_kana",
    "write_date",
    "write_fiscal_year",
    "write_length",
    "write_moment",
    "write_phone",
    "write_postal_code",
    "write_span",
    "write_time",
]

_HOME = {
    "Applied": "text",
    "AppliedCell": "policy_tables",
    "AppliedTable": "policy_tables",
    "CharacterWarning": "cp932",
    "CodeCheck": "codes",
    "ColumnSuspicion": "personal_tables",
    "DateColumn": "date_columns",
    "DateReading": "dates",
    "DateVerdict": "date_columns",
    "DaySpan": "spans",
    "Era": "eras",
    "FieldPolicy": "text",
    "FiscalYearReading": "eras",
    "Length": "spans",
    "MomentReading": "times",
    "OtherSplit": "choices",
    "Period": "date_forms",
    "PhoneReading": "contacts",
    "Question": "reading",
    "Reading": "reading",
    "RuleSet": "rule_sets",
    "Suspicion": "personal",
    "TimeReading": "times",
    "Unified": "choices",
    "VariantProposal": "choices",
    "apply_policies": "policy_tables",
    "apply_policy": "text",
    "character_warnings": "cp932",
    "check_corporate_number": "codes",
    "check_local_government_code": "codes",
    "check_postal_code": "contacts",
    "corporate_check_digit": "codes",
    "date_of_serial": "eras",
    "era_of": "eras",
    "find_personal_data": "personal_tables",
    "fiscal_year": "eras",
    "form_of": "date_forms",
    "local_government_check_digit": "codes",
    "masked": "personal",
    "passes_my_number_check": "personal_tables",
    "propose_variants": "choices",
    "read_date": "dates",
    "read_date_column": "date_columns",
    "read_fiscal_year": "eras",
    "read_length": "spans",
    "read_moment": "times",
    "read_number": "reading",
    "read_phone": "contacts",
    "read_span": "spans",
    "read_time": "times",
    "same_number": "reading",
    "serial_of": "eras",
    "split_other": "choices",
    "survives": "cp932",
    "suspicions": "personal",
    "to_wareki": "eras",
    "unify_choices": "choices",
    "widen_kana": "text",
    "write_date": "dates",
    "write_fiscal_year": "eras",
    "write_length": "spans",
    "write_moment": "times",
    "write_phone": "contacts",
    "write_postal_code": "contacts",
    "write_span": "spans",
    "write_time": "times",
}

if TYPE_CHECKING:
    from kaizen_helpers.notation.choices import (
        OtherSplit,
        Unified,
        VariantProposal,
        propose_variants,
        split_other,
        unify_choices,
    )
    from kaizen_helpers.notation.codes import (
        CodeCheck,
        check_corporate_number,
        check_local_government_code,
        corporate_check_digit,
        local_government_check_digit,
    )
    from kaizen_helpers.notation.contacts import (
        PhoneReading,
        check_postal_code,
        read_phone,
        write_phone,
        write_postal_code,
    )
    from kaizen_helpers.notation.cp932 import CharacterWarning, character_warnings, survives
    from kaizen_helpers.notation.date_columns import DateColumn, DateVerdict, read_date_column
    from kaizen_helpers.notation.date_forms import Period, form_of
    from kaizen_helpers.notation.dates import DateReading, read_date, write_date
    from kaizen_helpers.notation.eras import (
        Era,
        FiscalYearReading,
        date_of_serial,
        era_of,
        fiscal_year,
        read_fiscal_year,
        serial_of,
        to_wareki,
        write_fiscal_year,
    )
    from kaizen_helpers.notation.personal import Suspicion, masked, suspicions
    from kaizen_helpers.notation.personal_tables import ColumnSuspicion, find_personal_data, passes_my_number_check
    from kaizen_helpers.notation.policy_tables import AppliedCell, AppliedTable, apply_policies
    from kaizen_helpers.notation.reading import Question, Reading, read_number, same_number
    from kaizen_helpers.notation.rule_sets import RuleSet
    from kaizen_helpers.notation.spans import DaySpan, Length, read_length, read_span, write_length, write_span
    from kaizen_helpers.notation.text import Applied, FieldPolicy, apply_policy, widen_kana
    from kaizen_helpers.notation.times import (
        MomentReading,
        TimeReading,
        read_moment,
        read_time,
        write_moment,
        write_time,
    )

__getattr__, __dir__ = lazy_names(__name__, _HOME)
