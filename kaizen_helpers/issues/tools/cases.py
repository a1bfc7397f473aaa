"""The course's eight cases C1 to C8 as answers, with what should come out and why. All figures are made up.

Source of the cases: ``reference/domain.md`` section 4; the minutes are of the size of the As-Is flows in
``courses/01_flow/cases``. The data classes are those of the neutral default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kaizen_helpers.issues.tools.questions import DECIDED, NONE, OPTIONAL, SUMS, Answer, Business

__all__ = ["CASES", "ToolCase"]


@dataclass(frozen=True)
class ToolCase:
    """One case, what to use for it, and why."""

    id: str
    name: str
    expected: tuple[str, ...]
    """What may come first: more than one where people have good reasons for either."""
    why: str
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def business(self) -> Business:
        """The case as it goes into ``recommend``."""
        return Business(self.answers, self.name)


_NOTHING_SPECIAL: dict[str, Answer] = {
    "purpose": True,
    "stoppable": False,
    "existing": NONE,
    "repeated": False,
    "years": 5,
}

CASES = (
    ToolCase(
        "C1",
        "庁内・市町照会の取りまとめ",
        ("kintone",),
        "20市町はフォームかExcelで答え、kintoneには県の受付と督促の進み具合だけを持たせます。",
        {
            **_NOTHING_SPECIAL,
            "data_class": "庁内",
            "cases": 12,
            "minutes": 500,
            "people": 3,
            "state": True,
            "records": 240,
            "external": True,
            "calculation": SUMS,
            "exceptions": 30,
        },
    ),
    ToolCase(
        "C2",
        "補助金の交付申請",
        ("kintone",),
        "審査の進み具合と差戻しを、何人かで追います。申請はフォームと紙の両方で受けます。",
        {
            **_NOTHING_SPECIAL,
            "data_class": "庁内",
            "cases": 300,
            "minutes": 120,
            "people": 5,
            "state": True,
            "records": 300,
            "external": True,
            "calculation": SUMS,
            "law_fixed": True,
        },
    ),
    ToolCase(
        "C3",
        "医療費助成の申請",
        ("ask",),
        "健康の情報を扱うので、置いてよい場所の確認が先です。",
        {
            **_NOTHING_SPECIAL,
            "data_class": "要配慮",
            "cases": 900,
            "minutes": 50,
            "people": 6,
            "state": True,
            "records": 900,
            "external": True,
            "law_fixed": True,
        },
    ),
    ToolCase(
        "C4",
        "介護事業所の変更届",
        ("none",),
        "国の電子申請・届出システムの利用が原則です。県が別に作ると、事業者が二度手間になります。",
        {
            **_NOTHING_SPECIAL,
            "existing": DECIDED,
            "data_class": "庁内",
            "cases": 800,
            "minutes": 86,
            "people": 5,
            "state": True,
            "records": 800,
            "external": True,
            "law_fixed": True,
        },
    ),
    ToolCase(
        "C5",
        "研修の申込みの集計",
        ("form",),
        "多くの人から同じ項目を集め、一覧にするだけです。",
        {
            **_NOTHING_SPECIAL,
            "data_class": "庁内",
            "cases": 24,
            "minutes": 150,
            "people": 2,
            "state": False,
            "records": 860,
            "external": True,
            "calculation": SUMS,
        },
    ),
    ToolCase(
        "C6",
        "公用車の貸出し",
        ("existing",),
        "庁内のグループウェアに、設備の予約がもうあります。",
        {
            **_NOTHING_SPECIAL,
            "existing": OPTIONAL,
            "data_class": "庁内",
            "cases": 2400,
            "minutes": 15,
            "people": 120,
            "state": True,
            "records": 2400,
            "external": False,
        },
    ),
    ToolCase(
        "C7",
        "療養者の状況の確認",
        ("ask",),
        "名前がなくても健康の情報です。置いてよい場所の確認が先で、そのうえでフォームと一覧を考えます。",
        {
            **_NOTHING_SPECIAL,
            "data_class": "要配慮",
            "cases": 15000,
            "minutes": 20,
            "people": 11,
            "state": True,
            "records": 15000,
            "external": True,
            "years": 2,
        },
    ),
    ToolCase(
        "C8",
        "業務改善の相談の記録",
        ("kintone",),
        "相談から対応までを何人かで追い、後から探します。",
        {
            **_NOTHING_SPECIAL,
            "data_class": "庁内",
            "cases": 150,
            "minutes": 110,
            "people": 3,
            "state": True,
            "records": 150,
            "external": True,
        },
    ),
)
