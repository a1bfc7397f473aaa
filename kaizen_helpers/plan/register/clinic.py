"""The register of consultations (相談台帳): read, counted as 延べ and as 実, and looked through for what is missing.

延べ counts a business each time it comes, 実 counts it once (reference/domain.md, S30: 3 days, 延べ12業務). The two are
never mixed. Names of people in free text are a suspicion; what is shown or printed is masked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kaizen_helpers.forms.model import Entry, Filled, Form, Grid, Problem
from kaizen_helpers.notation.personal import masked, suspicions
from kaizen_helpers.plan.register.business_names import asked_pairs, name_key
from kaizen_helpers.plan.register.rows import rows_by_key

__all__ = ["REGISTER", "SLIP", "Counts", "Register", "Visit", "count_visits", "read_register", "register_of"]

KINDS = ("業務フロー図・論点", "Excel", "表記・データ", "kintone", "RPA", "国や県のシステム", "その他")
STATES = ("相談のみ", "検討中", "作成中", "試行", "本番", "終了", "見送り")
DONE = ("終了", "見送り", "本番")
_CARE = "人の名前や連絡先は書かず、役割で書きます。"
_COLUMNS = (
    Entry("number", "相談番号", note="年度と通し番号。例: 2026-001"),
    Entry("day", "相談日", "date", past=True, required=True),
    Entry("section", "所属"),
    Entry("business", "業務名", required=True, note="2回目からも、同じ名前で書きます。"),
    Entry("trouble", "困りごと", note=_CARE, lines=2),
    Entry("kind", "分類", "choice", choices=KINDS),
    Entry("tool", "提案ツール", note="作らない、も書きます。"),
    Entry("state", "対応状況", "choice", choices=STATES),
    Entry("next_day", "次回", "date"),
    Entry("diagram", "フロー図有無", "choice", choices=("あり", "作成中", "なし")),
    Entry("hours", "効果（時間/年）", "number", unit="時間", note="増えるときは負の数で書きます。"),
)
REGISTER = Form(
    "相談の記録",
    (Grid("visits", "相談台帳", _COLUMNS, note="1回の相談を1行に書きます。", rows=30),),
    note="相談を1行ずつ書きます。氏名は書きません。",
)
SLIP = Form(
    "相談票", _COLUMNS, note="相談に来る前か、来たときに書きます。氏名は書きません。分からない欄は空けておきます。"
)
"""One consultation on a page of its own."""


@dataclass(frozen=True)
class Visit:
    """One consultation."""

    row: int
    """Its row in the register, the first one being 1."""
    number: str
    day: date | None
    section: str
    business: str
    trouble: str
    """As it was written; show :attr:`told`."""
    kind: str
    tool: str
    state: str
    next_day: date | None
    diagram: str
    hours: float | None

    @property
    def told(self) -> str:
        """The trouble with what looks like a person masked."""
        return masked(self.trouble)

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same business: the section and the name, forgivingly."""
        return name_key(self.section), name_key(self.business)

    @property
    def called(self) -> str:
        """「健康課の「補助金の受付」」."""
        return f"{self.section}の「{self.business}」" if self.section else f"「{self.business}」"


@dataclass(frozen=True)
class Register:
    """The consultations that could be read, and what to look at."""

    visits: tuple[Visit, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    """What was read in another way than it was typed: 「約120時間」 as 120."""

    @property
    def without_diagram(self) -> tuple[Visit, ...]:
        """Businesses in production whose last consultation knows of no finished flow diagram: no gate lets them."""
        last: dict[tuple[str, str], Visit] = {visit.key: visit for visit in _in_order(self.visits) if visit.business}
        return tuple(visit for visit in last.values() if visit.state == "本番" and visit.diagram != "あり")

    @property
    def open(self) -> tuple[Visit, ...]:
        """Businesses that are still being worked on, by the day of their next consultation; those without one last."""
        last: dict[tuple[str, str], Visit] = {visit.key: visit for visit in _in_order(self.visits) if visit.business}
        waiting = [visit for visit in last.values() if visit.state not in DONE]
        return tuple(sorted(waiting, key=lambda visit: (visit.next_day is None, visit.next_day or date.max, visit.row)))


@dataclass(frozen=True)
class Counts:
    """How much was consulted. 延べ (times) and 実 (distinct) are different facts."""

    days: int
    """Days on which somebody came (開催日数)."""
    visits: int
    """Rows: consultations."""
    times: int
    """延べ業務数: businesses of each day, added up."""
    distinct: int
    """実業務数: each business once."""
    sections: int
    kinds: tuple[tuple[str, int], ...]
    """Consultations by kind, in the order of the list; 「分類なし」 last."""
    asked: tuple[tuple[str, str], ...]
    """Names that may mean the same business; until somebody says so they are counted as two."""

    @property
    def text_ja(self) -> str:
        """「相談会3回、延べ12業務（実9業務）」."""
        return f"相談会{self.days}回、延べ{self.times}業務（実{self.distinct}業務）"

    @property
    def questions_ja(self) -> tuple[str, ...]:
        """What to ask back about names that look alike."""
        return tuple(
            f"「{one}」と「{other}」は、同じ業務ですか。同じなら、名前をそろえると実業務数が1つ減ります。"
            for one, other in self.asked
        )


def read_register(path: Path | str, today: date | None = None) -> Register:
    """Read a register from its workbook (:data:`REGISTER`, written by ``forms.write_form``).

    Raises:
        MissingError: there is no such file.
        InputError: it is no workbook, or not this form.
    """
    from kaizen_helpers.forms.reading import read_form

    return _register(read_form(REGISTER, path, today))


def register_of(rows: Sequence[Mapping[str, Any]], today: date | None = None) -> Register:
    """A register from rows by the labels of the columns (「相談日」「業務名」 …), as a table of any kind gives them.

    A column that is missing is a problem of its own, not one of each row.
    """
    from kaizen_helpers.forms.values import read_values

    plain, missing = rows_by_key(_COLUMNS, rows)
    return _register(read_values(REGISTER, {"visits": plain}, today), missing)


def _register(filled: Filled, problems: tuple[Problem, ...] = ()) -> Register:
    visits = tuple(_visit(row, cells) for row, cells in enumerate(filled.values["visits"], start=1))
    return Register(visits, (*problems, *filled.problems, *_looked_through(visits)), filled.notes)


def _visit(row: int, cells: Mapping[str, Any]) -> Visit:
    words = {
        key: str(cells.get(key) or "")
        for key in ("number", "section", "business", "trouble", "kind", "tool", "state", "diagram")
    }
    hours = cells.get("hours")
    return Visit(row, day=cells.get("day"), next_day=cells.get("next_day"), hours=hours, **words)


def _looked_through(visits: Sequence[Visit]) -> list[Problem]:
    found: list[Problem] = []
    numbers = Counter(visit.number for visit in visits if visit.number)
    for visit in visits:
        place = f"「相談台帳」の{visit.row}件目"
        if visit.day is None:
            found.append(Problem(f"{place}の「相談日」", "日付がありません。延べの数に入れていません。"))
        if not visit.business:
            found.append(Problem(f"{place}の「業務名」", "業務名がありません。業務の数に入れていません。"))
        if numbers[visit.number] > 1:
            found.append(
                Problem(
                    f"{place}の「相談番号」",
                    "同じ番号が2つあります。1つの相談を2行に書いていないか、確かめてください。",
                )
            )
        if visit.day and visit.next_day and visit.next_day < visit.day:
            found.append(Problem(f"{place}の「次回」", "相談日より前の日です。日付を確かめてください。"))
        for label, words in (("業務名", visit.business), ("困りごと", visit.trouble), ("提案ツール", visit.tool)):
            if kinds := "、".join(dict.fromkeys(one.kind for one in suspicions(words))):
                message = f"{kinds}のように見える所があります（疑い）。役割の名前に書きかえてください。"
                found.append(Problem(f"{place}の「{label}」", message))
    return found


def count_visits(register: Register) -> Counts:
    """Count a register: days, 延べ and 実, sections, kinds, and the names to ask about.

    A business is one of one section: the same name in two sections is two. Rows without a day or without a name are
    in no number of businesses; they are among the problems of the register.
    """
    dated = [visit for visit in register.visits if visit.day is not None]
    times = {(visit.day, visit.key) for visit in dated if visit.business}
    distinct = {visit.key for visit in register.visits if visit.business}
    kinds = Counter(visit.kind or "分類なし" for visit in register.visits)
    asked: list[tuple[str, str]] = []
    for section in dict.fromkeys(visit.key[0] for visit in register.visits):
        asked += asked_pairs(visit.business for visit in register.visits if visit.key[0] == section)
    return Counts(
        days=len({visit.day for visit in dated}),
        visits=len(register.visits),
        times=len(times),
        distinct=len(distinct),
        sections=len({visit.key[0] for visit in register.visits if visit.section}),
        kinds=tuple((kind, kinds[kind]) for kind in (*KINDS, "分類なし") if kinds[kind]),
        asked=tuple(asked),
    )


def _in_order(visits: Sequence[Visit]) -> list[Visit]:
    return sorted(visits, key=lambda visit: (visit.day or date.min, visit.row))
