"""What becomes of the sheet when a learner's decisions are followed, right or wrong, and what the repair makes of it.

The decisions are about kinds of rows and blanks, so that they can be followed on a fresh sheet as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kaizen_helpers.checkers.m04_sheet import ABOVE, HEAD, HEADINGS, MadeSheet
from kaizen_helpers.excel.opening.model import address
from kaizen_helpers.excel.tables.model import Repaired, Rule
from kaizen_helpers.excel.tables.planning import plan_repair, proposed_answers
from kaizen_helpers.excel.tables.reading import DITTO, Doubt, blank, read_day, read_figure
from kaizen_helpers.excel.tables.repairing import repair

__all__ = [
    "ABOVE_IT",
    "ANSWER",
    "BLANK",
    "BLANKS",
    "HEADING",
    "OUT",
    "ROWS",
    "ROW_OUT",
    "TREATMENTS",
    "ZERO",
    "Applied",
    "apply_decisions",
    "repaired_rows",
]

HEADING, ANSWER, OUT = "項目名", "1件の回答", "表に入れない"
ABOVE_IT, BLANK, ZERO, ROW_OUT = "上の値で埋める", "空欄のまま", "0にする", "行ごと外す"
TREATMENTS = (ABOVE_IT, BLANK, ZERO, ROW_OUT)

ROWS: Mapping[str, tuple[str, Callable[[MadeSheet], int]]] = {
    "title": ("題名", lambda _made: 1),
    "note": ("注記", lambda _made: 2),
    "upper": ("上の段", lambda _made: HEAD),
    "lower": ("下の段", lambda _made: HEAD + 1),
    "hidden": ("隠れた行、備考は「昨年度分」", lambda made: made.hidden),
    "total": ("合計", lambda made: made.total),
    "foot": ("欄外の注", lambda made: made.foot),
}
"""The rows to decide on: what they are, and where they stand in a sheet."""
BLANKS: Mapping[str, str] = {"area": "圏域", "ditto": "担当課", "people": f"{ABOVE}_人数", "remark": "備考"}
"""The blanks to decide on, and the column each is in."""

_PLACES = {"area": 0, "ditto": 3, "people": 6, "remark": 8}
_PEOPLE, _MONEY, _DAY = 6, 7, 4
_RULES = {
    **{name: Rule("text") for name in HEADINGS if name not in ("団体コード", "回答日", "人数", "金額")},
    "団体コード": Rule("code", digits=6),
    "回答日": Rule("date"),
    f"{ABOVE}_人数": Rule("number", "人"),
    f"{ABOVE}_金額": Rule("number", "円"),
}


@dataclass(frozen=True)
class Applied:
    """The table that came out."""

    names: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    taken_out: tuple[int, ...] = ()
    """Rows of the sheet that are not in the table, without those that became the heading."""
    filled: Mapping[str, tuple[tuple[str, object], ...]] = field(default_factory=dict)
    """For each of ``BLANKS``, the cells that got another value, and that value."""

    @property
    def people(self) -> int:
        """The sum of 人数."""
        return sum(row[_PEOPLE] for row in self.rows if isinstance(row[_PEOPLE], int))  # type: ignore[misc]

    def blanks(self, name: str) -> int:
        """How many cells of a column (by its name in ``BLANKS``) hold nothing."""
        return sum(blank(row[_PLACES[name]]) for row in self.rows)


def apply_decisions(made: MadeSheet, rows: Mapping[str, str], blanks: Mapping[str, str]) -> Applied:
    """Follow the decisions. Whatever is not decided stays in the sheet as it is."""
    kinds = {where(made): rows.get(name, "") for name, (_word, where) in ROWS.items()}
    heads = [row for row, said in sorted(kinds.items()) if said == HEADING]
    inside = [row for row in range(1, made.foot + 1) if kinds.get(row, ANSWER) not in (HEADING, OUT)]
    lines = {row: [_tidy(made.sheet.value(row, place + 1), place) for place in range(len(HEADINGS))] for row in inside}
    filled = {name: _treat(lines, name, blanks.get(name, "")) for name in BLANKS}
    taken_out = tuple(row for row, said in sorted(kinds.items()) if said == OUT)
    return Applied(_names(made, heads), tuple(map(tuple, lines.values())), taken_out, filled)


def _names(made: MadeSheet, heads: list[int]) -> tuple[str, ...]:
    """One name a column. A merged word counts for each of its columns where both rows are taken together."""
    together = len(heads) > 1
    names = []
    for column in range(1, len(HEADINGS) + 1):
        words = []
        for row in heads:
            value = _word(made, row, column) if together else made.sheet.value(row, column)
            if value is not None and str(value) not in words:
                words.append(str(value))
        names.append("_".join(words))
    return tuple(names)


def _word(made: MadeSheet, row: int, column: int) -> object:
    for span in made.sheet.merged:
        if span.top <= row <= span.bottom and span.left <= column <= span.right:
            return made.sheet.value(span.top, span.left)
    return made.sheet.value(row, column)


def _tidy(value: object, place: int) -> object:
    """Figures and days are read by the program: a learner decides on rows and blanks only."""
    if place in (_PEOPLE, _MONEY):
        read: Any = read_figure(value, "人" if place == _PEOPLE else "円")
        return value if blank(value) or isinstance(read, Doubt) else read
    if place == _DAY and not blank(value):
        read = read_day(value)
        return value if isinstance(read, Doubt) else read
    return value


def _treat(lines: dict[int, list[object]], name: str, said: str) -> tuple[tuple[str, object], ...]:
    """What is done with the blanks of one column (「〃」 counts as a blank in its column); the cells that changed."""
    place = _PLACES[name]
    changed: list[tuple[str, object]] = []
    above: object = None
    for row, line in list(lines.items()):
        if not (line[place] in DITTO if name == "ditto" else blank(line[place])):
            above = line[place]
        elif said == ROW_OUT:
            del lines[row]
        elif said in (ABOVE_IT, ZERO):
            line[place] = above if said == ABOVE_IT else 0
            changed.append((address(row, place + 1), line[place]))
        elif said == BLANK:
            line[place] = None
    return tuple(changed)


def _repaired(made: MadeSheet) -> Repaired:
    plan = plan_repair(made.sheet, _RULES)
    done = repair(plan, {**proposed_answers(plan), "hidden-rows": "除く"})
    if not isinstance(done, Repaired):
        raise TypeError(f"the sheet of the exercise cannot be repaired: {done.reasons}")
    return done


def repaired_rows(made: MadeSheet) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
    """The names of the columns and the rows as the repair has them."""
    done = _repaired(made)
    return tuple(column.name for column in done.columns), done.rows
