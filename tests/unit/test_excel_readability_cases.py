"""The labelled sheets themselves, and what the check reaches on a sample of them.

The whole sets are measured by ``benchmarks/excel_readability.py``.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.readability_cases.judging import outcome
from tests.readability_cases.model import Case, Place
from tests.readability_cases.registry import RULES
from tests.readability_cases.sets import registry
from tests.readability_cases.values import NAGASAKI, SAGA
from tests.readability_cases.writing import write

SAMPLE = 4
"""Bad sheets and near misses of each rule that are checked here."""
OFFICIAL = {name for _, name in (*SAGA, *NAGASAKI)}
DITTO = re.compile(r"[（(]?[〃″々仝同上に記じ]+[）)]?")
JUDGED = tuple(rule for rule in RULES if rule != "L3-02")
SETS = ("seen", "unseen")
_SEEN_SHORT = ("L1-07", "L2-01", "L2-02", "L2-04", "L2-05", "L3-03", "L3-04", "L3-05", "L3-06")
_UNSEEN_SHORT = (*_SEEN_SHORT, "L1-02", "L1-04", "L1-05", "L1-06", "L3-09")
FALLS_SHORT: dict[tuple[str, str], int] = {
    **{("unseen", rule): 3 for rule in _UNSEEN_SHORT},
    **{("seen", rule): 2 for rule in _SEEN_SHORT},
}
"""Where the check does not yet say the right thing of the whole sample: at most so many files."""


@dataclass
class Raw:
    """A written file as openpyxl or the csv module see it."""

    case: Case
    path: Path

    def __post_init__(self) -> None:
        self.page: Any = None
        self.lines: list[list[str]] = []
        if self.case.draft.kind == "xlsx":
            self.page = load_workbook(self.path)[self.case.draft.data.name]
        elif self.case.draft.kind == "csv":
            text = self.path.read_bytes().decode(self.case.draft.encoding)
            self.lines = list(csv.reader(io.StringIO(text, newline="")))

    def value(self, place: Place) -> Any:
        row, column = place
        if self.page is not None:
            return self.page.cell(row, column).value
        line = self.lines[row - 1] if row <= len(self.lines) else []
        return (line[column - 1] or None) if column <= len(line) else None

    def text(self, place: Place) -> str:
        value = self.value(place)
        return value if isinstance(value, str) else ""

    def meant(self, place: Place) -> str:
        """The heading as the clean table had it."""
        return self.case.draft.data.columns[place[1] - 1].head

    def head(self, place: Place) -> str:
        return str(self.value((1, place[1])) or "")


def _dressed(raw: Raw, group: frozenset[Place]) -> bool:
    """Some cell of the group looks unlike another of its column."""

    def look(row: int, column: int) -> tuple[object, ...]:
        cell = raw.page.cell(row, column)
        return cell.font.b, cell.font.i, str(cell.font.color), cell.fill.fill_type, str(cell.fill.fgColor)

    rows = raw.case.draft.data.body
    return any(len({look(other, column) for other in rows}) > 1 for _, column in group)


def _merged(raw: Raw, group: frozenset[Place]) -> bool:
    return any(
        area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col
        for area in raw.page.merged_cells.ranges
        for row, column in group
    )


def _hidden(raw: Raw, group: frozenset[Place]) -> bool:
    drawn = raw.case.draft.data
    return all(raw.page.row_dimensions[row].hidden or column in drawn.hidden_columns for row, column in group)


def _uneven(raw: Raw, group: frozenset[Place]) -> bool:
    return all(len(raw.lines[row - 1]) != len(raw.lines[0]) for row, _ in group)


def _any(test: Callable[[Raw, Place], bool]) -> Callable[[Raw, frozenset[Place]], bool]:
    return lambda raw, group: any(test(raw, place) for place in group)


def _number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


CARRIES: dict[str, Callable[[Raw, frozenset[Place]], bool]] = {
    "L1-02": lambda raw, group: len(group) > 5 and all(raw.value(place) is not None for place in group),
    "L1-03": lambda raw, group: all(raw.value(place) is None for place in group),
    "L1-04": _any(lambda raw, place: len(raw.text(place)) > 3),
    "L1-05": _any(lambda raw, place: raw.value(place) != raw.meant(place)),
    "L1-06": _any(lambda raw, place: re.search(r"[ 　\n]", raw.text(place)) is not None),
    "L1-07": _any(lambda raw, place: re.search(r"[,、・/／;（(\n]", raw.text(place)) is not None),
    "L1-08": _any(lambda raw, place: any(unicodedata.category(sign) in {"No", "Nl", "So"} for sign in raw.text(place))),
    "L1-09": lambda raw, group: any(raw.value(place) is None for place in group)
    and any(raw.value(place) in (0, "0", "0.0") for place in group),
    "L1-11": _dressed,
    "L1-12": _merged,
    "L1-13": _hidden,
    "L1-14": _any(lambda raw, place: "\n" in raw.text(place)),
    "L1-15": _uneven,
    "L2-01": _any(lambda raw, place: raw.text(place) != "" and not _number(raw.text(place))),
    "L2-02": _any(lambda raw, place: raw.value(place) is None or DITTO.fullmatch(raw.text(place)) is not None),
    "L2-03": lambda raw, group: len({raw.text(place) for place in group if raw.value(place)})
    < len([place for place in group if raw.value(place)]),
    "L2-04": _any(lambda raw, place: raw.text(place) != ""),
    "L2-05": _any(lambda raw, place: "その他" in raw.text(place) and not raw.text(place).endswith("その他")),
    "L2-06": _any(lambda raw, place: raw.page.cell(*place).data_type == "f"),
    "L3-01": lambda raw, _: [raw.value((1, at)) for at in (1, 2, 3)] != [raw.meant((1, at)) for at in (1, 2, 3)]
    or raw.value((2, 1)) is None,
    "L3-03": _any(lambda raw, place: raw.text(place) != "" and not re.search(r"\d", raw.text(place))),
    "L3-04": _any(lambda raw, place: not re.search(r"[（(\[【]", raw.head(place))),
    "L3-05": _any(lambda raw, place: raw.text(place) != ""),
    "L3-06": _any(lambda raw, place: raw.text(place) not in {"", *OFFICIAL}),
    "L3-09": _any(lambda raw, place: re.search(r"\d|元", raw.head(place)) is not None),
}  # fmt: skip
"""How a defect shows in the file itself, to whoever looks at the labelled cells without the check."""


@pytest.mark.parametrize("which", SETS)
@pytest.mark.parametrize("rule", JUDGED)
def test_the_same_number_gives_the_same_case(which: str, rule: str) -> None:
    once, again = registry(which).cases(rule, 3), registry(which).cases(rule, 3)

    assert [one.id for one in once] == [one.id for one in again]
    assert [one.draft.data.cells for one in once] == [one.draft.data.cells for one in again]
    assert [one.expected for one in once] == [one.expected for one in again]


def test_every_rule_but_the_one_that_is_not_judged_has_changes_of_both_kinds() -> None:
    """Several shapes of each defect, so that a set is not one sheet fifty times."""
    for which in SETS:
        for rule in JUDGED:
            bad, near = registry(which).bad_of[rule], registry(which).near_of[rule]
            assert min(len(bad), len(near)) >= 2, (which, rule)
            assert max(len(bad), len(near)) >= 2 + (rule not in {"L1-01", "L3-08"}), (which, rule)
        assert (registry(which).bad_of["L3-02"], registry(which).near_of["L3-02"]) == ([], [])


def test_the_two_sets_share_no_table_and_no_change() -> None:
    seen, unseen = registry("seen"), registry("unseen")

    assert not {one.stem for one in seen.bases} & {one.stem for one in unseen.bases}
    for rule in JUDGED:
        for kind in ("bad_of", "near_of"):
            ours, others = getattr(seen, kind)[rule], getattr(unseen, kind)[rule]
            assert not {one.name for one in ours} & {one.name for one in others}, rule


@pytest.mark.parametrize("which", SETS)
@pytest.mark.parametrize("rule", CARRIES)
def test_each_labelled_group_of_cells_carries_its_defect(which: str, rule: str, tmp_path: Path) -> None:
    for case in registry(which).cases(rule, len(registry(which).bad_of[rule])):
        if not case.bad:
            continue
        raw = Raw(case, write(case.draft, tmp_path))
        assert case.expected[0].groups, case.id
        for group in case.expected[0].groups:
            assert CARRIES[rule](raw, group), (case.id, sorted(group)[:5])


@pytest.mark.parametrize("which", SETS)
def test_files_with_things_on_the_cells_hold_drawings(which: str, tmp_path: Path) -> None:
    for case in registry(which).cases("L1-10", 4):
        with zipfile.ZipFile(write(case.draft, tmp_path)) as file:
            names = [name for name in file.namelist() if name.startswith("xl/drawings/drawing")]
        assert bool(names) is case.bad, case.id


@pytest.mark.parametrize("which", SETS)
def test_an_earlier_year_has_other_headings_where_that_is_the_defect(which: str) -> None:
    for case in registry(which).cases("L3-07", 4):
        assert case.draft.earlier is not None
        now, before = case.draft.data, case.draft.earlier.data
        heads = [[sheet.get(1, column) for column in range(1, sheet.width + 1)] for sheet in (now, before)]
        assert (heads[0] != heads[1]) is case.bad, case.id


@pytest.mark.parametrize("which", SETS)
@pytest.mark.parametrize("rule", JUDGED)
def test_the_check_says_the_right_thing_of_a_sample(which: str, rule: str, tmp_path: Path) -> None:
    """A defect is named with its cells, and a near miss is not named."""
    results = [outcome(case, tmp_path) for case in registry(which).cases(rule, SAMPLE)]
    wrong = [
        (one.id, one.said) for one in results if (not one.hit if one.bad else rule in one.named - one.labels - one.also)
    ]

    assert len(wrong) <= FALLS_SHORT.get((which, rule), 0), wrong
