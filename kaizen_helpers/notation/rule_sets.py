"""Named rule sets: what a date, a postal code and a telephone number look like for a purpose.

There is no single right form (``reference/domain.md`` 2.2 and 2.3): the government's rule L3-05 lets four spellings of
dates pass, GIF one, the papers of an office use another. Whoever judges names the rule set in the task.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from kaizen_helpers.errors import InputError

__all__ = ["RULE_SETS", "RuleSet", "rule_set"]


@dataclass(frozen=True)
class RuleSet:
    """One purpose, and the forms that go with it."""

    name: str
    dates: frozenset[str]
    """Spellings of dates that pass, named as :func:`~kaizen_helpers.notation.date_forms.form_of` names them."""
    wareki: bool
    """Whether dates are written in eras."""
    months: bool
    """Whether a month or a fiscal year without a day may stand."""
    postal: Literal["8408570", "840-8570"]
    phone: Literal["(0952)25-7000", "0952-25-7000"]
    name_gap: Literal[" ", "\u3000"]
    """Between family name and given name. Names are never changed; it is for forms that are filled anew."""
    source_ja: str


RULE_SETS: Mapping[str, RuleSet] = MappingProxyType(
    {
        rules.name: rules
        for rules in (
            RuleSet(
                "L3-05",
                frozenset(["2023-04-01", "2023年4月", "2023年度", "R8.05.13", "Excelの日付"]),
                wareki=False,
                months=True,
                postal="8408570",
                phone="(0952)25-7000",
                name_gap=" ",
                source_ja="「行政データにおける機械可読性に関するルール」L3-05。日付以外はGIFに合わせています。",
            ),
            RuleSet(
                "GIF",
                frozenset(["2023-04-01", "Excelの日付"]),
                wareki=False,
                months=False,
                postal="8408570",
                phone="(0952)25-7000",
                name_gap=" ",
                source_ja="GIFコアデータパーツ（日付・郵便番号・電話・氏名）。",
            ),
            RuleSet(
                "庁内様式",
                frozenset(["令和5年4月1日", "令和5年4月", "令和5年度"]),
                wareki=True,
                months=True,
                postal="840-8570",
                phone="0952-25-7000",
                name_gap="\u3000",
                source_ja="庁内の書類でよく使う書き方の例です。団体の規程があれば、そちらを優先してください。",
            ),
            RuleSet(
                "kintone取込",
                frozenset(["2023-04-01", "Excelの日付"]),
                wareki=False,
                months=False,
                postal="8408570",
                phone="0952-25-7000",
                name_gap=" ",
                source_ja="日付はkintoneの日付項目の形です。郵便番号と電話に決まりはないので、この研修の選び方です。",
            ),
        )
    }
)


def rule_set(name: str) -> RuleSet:
    """The rule set of that name. Raises InputError for another name, with the names there are."""
    found = RULE_SETS.get(name) if isinstance(name, str) else None
    if found is None:
        raise InputError(f"規則の名前は「{'」「'.join(RULE_SETS)}」から選んでください。")
    return found
