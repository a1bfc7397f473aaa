"""The person at the desk: knows the columns of the office and its spellings, nothing of the values, and answers."""

from __future__ import annotations

from collections.abc import Iterable

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.opening.model import Sheet
from kaizen_helpers.excel.samples.dirt import dirty_book
from kaizen_helpers.excel.samples.model import DirtyBook
from kaizen_helpers.excel.samples.sheets import as_sheet
from kaizen_helpers.excel.tables.model import Plan, Refused, Repaired, RepairQuestion, Rule, SheetLike, TableRule
from kaizen_helpers.excel.tables.planning import plan_repair
from kaizen_helpers.excel.tables.repairing import repair

__all__ = ["answers_of", "before_and_after", "plan_of", "repair_at_desk"]


def plan_of(book: DirtyBook, sheet: SheetLike) -> Plan:
    """The plan of a repair by someone who knows what the columns of the office hold."""
    clean = book.clean
    rules = {
        one.name: Rule(
            one.kind,  # type: ignore[arg-type]
            one.unit, one.digits, one.choices, one.other,
            table=book.known.variants if one.mapped else {},
            check=one.check, least=one.least, most=one.most, not_below=one.not_below,
        )
        for one in clean.fields
    }  # fmt: skip
    return plan_repair(sheet, rules, whole=TableRule(clean.key, clean.newest, clean.no_overlap))


def answers_of(book: DirtyBook, questions: Iterable[RepairQuestion]) -> dict[str, object]:
    """What the person answers. Nothing is answered where the cells alone could not tell."""
    known = book.known
    fixed: dict[str, object] = {
        "hidden-rows": "入れる" if known.hidden_rows_belong else "除く",
        "hidden-columns": "入れる" if known.hidden_columns_belong else "除く",
        "wide": "縦にする",
        "wide-name": known.wide_name,
        "wide-value": book.clean.fields[3].name,
    }
    answers: dict[str, object] = {}
    for one in questions:
        kind, _, rest = one.key.partition(":")
        if one.key in fixed:
            answers[one.key] = fixed[one.key]
        elif one.key == "twice":
            newest = "新しい方を残す"
            answers |= {one.key: newest} if newest in one.choices else {}
        elif kind == "thousand":
            answers[one.key] = "円に直す"
        elif kind == "mark":
            answers[one.key] = "空欄"
        elif kind == "midnight":
            answers[one.key] = "翌日の0時"
        elif kind == "options":
            answers[one.key] = known.variants
        elif kind == "row" and not rest.isdigit():
            answers[one.key] = "題名"
    return answers


def repair_at_desk(book: DirtyBook, sheet: SheetLike) -> Repaired | Refused:
    """Plan, answer, repair; what turns out to be open only then is answered once more."""
    plan = plan_of(book, sheet)
    answers = answers_of(book, plan.questions)
    done = repair(plan, answers)
    if isinstance(done, Refused) and done.questions:
        return repair(plan, answers | answers_of(book, done.questions))
    return done


def before_and_after(case: str, seed: int) -> tuple[Sheet, Repaired]:
    """A dirty sheet of ``case`` and what the repair makes of it. InputError where the repair refuses."""
    book = dirty_book(case, seed)
    sheet = as_sheet(book)
    done = repair_at_desk(book, sheet)
    if not isinstance(done, Repaired):
        raise InputError(f"{case}の見本（{seed}）は直せません。{done.reasons[0]}")
    return sheet, done
