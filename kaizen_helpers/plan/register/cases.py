"""The register of improvement cases (改善事例台帳): estimated and measured hours kept apart, never added together.

An estimate (見込み) and a measurement (実績) are different kinds of number (reference/domain.md, S16 and section 7). A
measurement counts as one only with how it was measured. Negative effects stay negative.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from kaizen_helpers.forms.model import Entry, Filled, Form, Grid, Problem
from kaizen_helpers.notation.personal import suspicions
from kaizen_helpers.plan.register.business_names import alike_keys, keys_alike, name_key
from kaizen_helpers.plan.register.rows import rows_by_key

__all__ = [
    "CASES",
    "Case",
    "CaseRegister",
    "Hours",
    "YearSummary",
    "cases_of",
    "read_cases",
    "read_fiscal_year",
    "summarise_year",
]

STATES = ("検討中", "試行", "本番", "見送り")
_COLUMNS = (
    Entry("number", "事例番号", note="年度と通し番号。例: 2026-01"),
    Entry("year", "年度", note="始めた年度。例: 令和8年度、2026", required=True),
    Entry("section", "所属"),
    Entry("business", "業務名", required=True),
    Entry("trouble", "困りごと", note="人の名前は書かず、役割で書きます。", lines=2),
    Entry("measure", "打ち手", required=True, lines=2),
    Entry("tool", "ツール", note="使わないときは「なし」。"),
    Entry("state", "状態", "choice", choices=STATES),
    Entry("estimated", "見込み（時間/年）", "number", unit="時間", note="計算した数。増えるときは負の数で書きます。"),
    Entry("measured", "実績（時間/年）", "number", unit="時間", note="実際に測った数だけを書きます。"),
    Entry("method", "測り方", note="例: 10件の作業時間を2回測り、月別の件数を掛けた"),
    Entry("measured_on", "測った日", "date", past=True),
    Entry("public", "県民や相手の効果", note="来庁の回数、待つ日数、誤りの件数など", lines=2),
)
CASES = Form(
    "改善事例",
    (Grid("cases", "改善事例台帳", _COLUMNS, note="1つの打ち手を1行に書きます。", rows=30),),
    note="見込みと実績は、別の列に書きます。足し合わせません。",
)


@dataclass(frozen=True)
class Case:
    """One improvement."""

    row: int
    number: str
    year: int | None
    section: str
    business: str
    trouble: str
    measure: str
    tool: str
    state: str
    estimated: float | None
    """Hours a year that were worked out beforehand."""
    measured: float | None
    """Hours a year that were measured; see :attr:`is_measured`."""
    method: str
    measured_on: date | None
    public: str

    @property
    def is_measured(self) -> bool:
        """Whether there is a measurement and how it was made."""
        return self.measured is not None and bool(self.method.strip())

    @property
    def called(self) -> str:
        """「健康課の「補助金の受付」（一覧にまとめる）」."""
        section = f"{self.section}の" if self.section else ""
        return f"{section}「{self.business}」（{self.measure}）" if self.measure else f"{section}「{self.business}」"


@dataclass(frozen=True)
class CaseRegister:
    """The cases that could be read, and what to look at."""

    cases: tuple[Case, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    """What was read in another way than it was typed: 「約120時間」 as 120."""

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years in which cases began."""
        return tuple(sorted({case.year for case in self.cases if case.year is not None}))


@dataclass(frozen=True)
class Hours:
    """So many cases, and their hours a year together. There is no sum of estimated and measured hours."""

    cases: int
    hours: float

    @property
    def text_ja(self) -> str:
        """「5件、年1,200時間」; a negative number says that work became more."""
        more = "（増えています）" if self.hours < 0 else ""
        return f"{self.cases}件、年{self.hours:,.10g}時間{more}"


@dataclass(frozen=True)
class YearSummary:
    """One fiscal year."""

    year: int
    cases: tuple[Case, ...]
    states: tuple[tuple[str, int], ...]
    estimated: Hours
    """Of all cases with an estimate that were not given up, measured ones too."""
    measured: Hours
    """Of the cases that were measured, with how."""
    both: tuple[Hours, Hours] | None
    """Estimated and measured hours of the same cases: the only ones that may be held against each other."""
    unmeasured: tuple[Case, ...]
    """In trial or in production, and not measured."""
    doubles: tuple[tuple[Case, Case], ...]
    """Cases that may be one: asked about, and counted as two until somebody says so."""

    @property
    def questions_ja(self) -> tuple[str, ...]:
        """What to ask back about cases that may be one."""
        return tuple(
            f"{one.row}件目の{one.called}と{other.row}件目の{other.called}は、同じ事例ですか。同じなら1行にまとめてください。"
            for one, other in self.doubles
        )


def read_fiscal_year(typed: object) -> int | None:
    """「令和8年度」「R8」「2026年度」「2026」 as 2026; None where it is no year. Of a date it is the fiscal year."""
    if isinstance(typed, date):
        return typed.year if typed.month >= 4 else typed.year - 1
    if type(typed) in (int, float):
        typed = f"{typed:.15g}"
    if type(typed) is not str:
        return None
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).casefold()
    match = re.fullmatch(r"(令和|r|平成|h)?\.?(元|\d{1,4})(?:年度|年|年度分)?", plain)
    if match is None:
        return None
    number = 1 if match[2] == "元" else int(match[2])
    if match[1]:
        first = {"令和": 2019, "r": 2019, "平成": 1989, "h": 1989}[match[1]]
        return first + number - 1 if 1 <= number <= 99 else None
    return number if 1990 <= number <= 2100 else None


def read_cases(path: Path | str, today: date | None = None) -> CaseRegister:
    """Read a register from its workbook (:data:`CASES`, written by ``forms.write_form``).

    Raises:
        MissingError: there is no such file.
        InputError: it is no workbook, or not this form.
    """
    from kaizen_helpers.forms.reading import read_form

    return _register(read_form(CASES, path, today))


def cases_of(rows: Sequence[Mapping[str, Any]], today: date | None = None) -> CaseRegister:
    """A register from rows by the labels of the columns (「年度」「業務名」「打ち手」 …)."""
    from kaizen_helpers.forms.values import read_values

    plain, missing = rows_by_key(_COLUMNS, rows)
    return _register(read_values(CASES, {"cases": plain}, today), missing)


def _register(filled: Filled, problems: tuple[Problem, ...] = ()) -> CaseRegister:
    found: list[Problem] = [*problems, *filled.problems]
    cases = []
    for row, cells in enumerate(filled.values["cases"], start=1):
        case = _case(row, cells)
        found += _looked_at(case, cells)
        cases.append(case)
    return CaseRegister(tuple(cases), tuple(found), filled.notes)


def _case(row: int, cells: Mapping[str, Any]) -> Case:
    words = {
        key: str(cells.get(key) or "")
        for key in ("number", "section", "business", "trouble", "measure", "tool", "state", "method", "public")
    }
    return Case(
        row,
        year=read_fiscal_year(cells.get("year")),
        estimated=cells.get("estimated"),
        measured=cells.get("measured"),
        measured_on=cells.get("measured_on"),
        **words,
    )


def _looked_at(case: Case, cells: Mapping[str, Any]) -> Iterable[Problem]:
    place = f"「改善事例台帳」の{case.row}件目"
    if case.year is None:
        typed = str(cells.get("year") or "")[:20]
        said = f"「{typed}」は年度として読めません。" if typed else "年度がありません。"
        yield Problem(
            f"{place}の「年度」", f"{said}「令和8年度」か「2026」のように入れてください。年度の集計に入れていません。"
        )
    if case.measured is not None and not case.method.strip():
        message = "測り方がないため、実績に数えていません。どう測ったかを書くか、見込みの列へ移してください。"
        yield Problem(f"{place}の「実績（時間/年）」", message)
    if case.measured is not None and case.state in ("検討中", "見送り"):
        yield Problem(f"{place}の「状態」", f"「{case.state}」なのに実績があります。状態か実績を確かめてください。")
    for label, words in (("業務名", case.business), ("困りごと", case.trouble), ("打ち手", case.measure)):
        if kinds := "、".join(dict.fromkeys(one.kind for one in suspicions(words))):
            message = f"{kinds}のように見える所があります（疑い）。役割の名前に書きかえてください。"
            yield Problem(f"{place}の「{label}」", message)


def summarise_year(register: CaseRegister, year: int) -> YearSummary:
    """One fiscal year of a register. What was given up (見送り) is counted as a case and in no hours."""
    cases = tuple(case for case in register.cases if case.year == year)
    kept = [case for case in cases if case.state != "見送り"]
    measured = [case for case in kept if case.is_measured]
    both = [case for case in measured if case.estimated is not None]
    states = Counter(case.state or "状態の記入なし" for case in cases)
    return YearSummary(
        year,
        cases,
        tuple((state, states[state]) for state in (*STATES, "状態の記入なし") if states[state]),
        _sum(case.estimated for case in kept),
        _sum(case.measured for case in measured),
        (_sum(case.estimated for case in both), _sum(case.measured for case in both)) if both else None,
        tuple(case for case in kept if case.state in ("試行", "本番") and not case.is_measured),
        _doubles(kept),
    )


def _sum(hours: Iterable[float | None]) -> Hours:
    from fractions import Fraction

    known = [Fraction(repr(value)) for value in hours if value is not None]
    total = sum(known, Fraction(0))
    return Hours(len(known), int(total) if total.denominator == 1 else float(total))


def _doubles(cases: Sequence[Case]) -> tuple[tuple[Case, Case], ...]:
    """Cases of one section with about the same business and about the same measure."""
    sections: dict[str, list[Case]] = {}
    for case in cases:
        sections.setdefault(name_key(case.section), []).append(case)
    found: list[tuple[Case, Case]] = []
    for those in sections.values():
        first: dict[tuple[str, str], Case] = {}
        for case in those:
            key = name_key(case.business), name_key(case.measure)
            if first.setdefault(key, case) is not case:
                found.append((first[key], case))
        found += _near(first)
    return tuple(sorted(found, key=lambda pair: (pair[0].row, pair[1].row)))


def _near(first: Mapping[tuple[str, str], Case]) -> Iterable[tuple[Case, Case]]:
    """Of cases with different keys (business, measure), those of which both are the same or alike."""
    measures: dict[str, list[str]] = {}
    for business, measure in first:
        measures.setdefault(business, []).append(measure)
    names = list(measures)
    for name in names:
        for a, b in alike_keys(measures[name]):
            yield first[name, measures[name][a]], first[name, measures[name][b]]
    for a, b in alike_keys(names):
        for one, other in product(measures[names[a]], measures[names[b]]):
            if one == other or keys_alike(one, other):
                yield first[names[a], one], first[names[b], other]
