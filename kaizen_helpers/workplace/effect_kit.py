"""``kaizen effect``: the workbook 効果の見積り, and from filled ones, or from two flows, the sheet to decide on.

A folder of its own is made; nothing that is there is ever written over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaizen_helpers.errors import InputError, KaizenError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.forms import read_form, write_form
from kaizen_helpers.issues.effects.form import BESIDE, FORM
from kaizen_helpers.workplace.flow_kit import Kit, new_folder

if TYPE_CHECKING:
    from kaizen_helpers.issues.effects.counting import Effect
    from kaizen_helpers.issues.effects.model import Rates
    from kaizen_helpers.issues.effects.overlap import Together

__all__ = ["UnreadableFormError", "blank_effect", "make_effect"]

_NAME = FORM.name
_MOST_FILES = 20


class UnreadableFormError(InputError):
    """A filled workbook has places that cannot be used: ``problems`` names each of them."""

    def __init__(self, where: str, problems: Sequence[str]) -> None:
        super().__init__(
            f"直すところが{len(problems)}か所あります。上の所を直して保存し、もう一度お試しください。", where
        )
        self.problems = tuple(problems)


@dataclass(frozen=True)
class _Counted:
    """An effect, what else the form says, and how things were read."""

    effect: Effect
    beside: Mapping[str, Any]
    notes: tuple[str, ...]


def blank_effect(folder: Path) -> Kit:
    """The blank workbook, and the same as a page to be filled by hand.

    Raises:
        WriteError: nothing can be written there.
    """
    from kaizen_helpers.forms import form_page

    place = new_folder(folder / _NAME)
    paper = place / f"{_NAME}（手書き用）.html"
    book = write_form(FORM, place / f"{_NAME}.xlsx")
    write_atomically(paper, form_page(FORM).encode("utf-8"))
    told = (
        f"「{book.name}」に、打ち手1つ分を書き込みます。分からない所は空けておいてかまいません。",
        "書いたら、kaizen effect のあとにそのファイルの名前を付けて動かしてください。",
        "業務フロー図の表が2つ（現状と見直し後）あれば、その2つの名前を付けても動きます。",
    )
    return Kit(place, (book, paper), told)


def make_effect(sources: Sequence[Path], folder: Path | None = None, rate: str | None = None) -> Kit:
    """Count the effect and write the sheet, the charts and the workbook to go on with into a new folder.

    Args:
        sources: one or more filled workbooks (several measures are held against each other), or the flow of today and
            the flow of tomorrow.
        folder: where the new folder is made; beside the first file if nothing is given.
        rate: yen an hour as typed, instead of what the workbook or the flows say. Without any no money is told.

    Raises:
        UnreadableFormError: a workbook holds something that cannot be used.
        KaizenError: the files are neither of the two, or nothing can be written.
    """
    rates = None if rate is None else _rate(rate)
    if len(sources) > _MOST_FILES:
        raise InputError(f"一度に読むファイルは{_MOST_FILES}個までにしてください。", "ファイル")
    if len(sources) == 2 and not any(_is_form(path) for path in sources):
        found = [_of_flows(sources[0], sources[1], rates)]
    else:
        found = [_of_form(path, rates) for path in sources]
    together = _hold_together([counted.effect for counted in found])
    place = new_folder((folder or sources[0].parent) / f"{sources[0].stem}（{_NAME}）")
    files: list[Path] = []
    told: list[str] = []
    for number, counted in enumerate(found, start=1):
        name = f"（{number} {_for_a_file(counted.effect.measure.name)}）" if together else ""
        made, said = _write(place, counted, name)
        files += made
        told += [*counted.notes, *said]
    if together:
        made, said = _write_order(place, found, together)
        files += made
        told += ["", *together.sentences, *said]
    return Kit(place, tuple(files), tuple(told))


def _rate(text: str) -> float:
    from kaizen_helpers.notation.reading import Reading, read_number

    reading = read_number(text, "円")
    if not isinstance(reading, Reading) or reading.value < 0:
        raise InputError("1時間の単価を、円の数で書いてください。例：--rate 3000", "--rate")
    return float(reading.value)


def _is_form(path: Path) -> bool:
    """Whether a file is our workbook; a file that cannot be opened at all is told when it is read."""
    if path.suffix.lower() != ".xlsx":
        return False
    try:
        read_form(FORM, path)
    except KaizenError:
        return False
    return True


def _of_form(path: Path, rates: Rates | None) -> _Counted:
    from kaizen_helpers.issues.effects.counting import effect
    from kaizen_helpers.issues.effects.reading import measure_of_values, rates_of_values

    if path.suffix.lower() != ".xlsx":
        raise InputError(
            f"「{_NAME}」のファイル（.xlsx）1つか、業務フロー図のファイル2つを指定してください。", path.name
        )
    filled = read_form(FORM, path)
    measure, problems = measure_of_values(filled.values)
    # A number that cannot be read is missing, too: it is told once.
    said = [str(problem) for problem in filled.problems or problems]
    said += [f"「{label}」: まだ書かれていません。" for label in filled.missing]
    if said or measure is None:
        raise UnreadableFormError(path.name, said)
    known = rates if rates is not None else rates_of_values(filled.values)
    notes = tuple(f"・ {note}" for note in filled.notes)
    beside = {key: filled.values.get(key) for key in BESIDE}
    return _Counted(effect(measure, rates=known), beside, notes)


def _of_flows(before: Path, after: Path, rates: Rates | None) -> _Counted:
    from kaizen_helpers.issues.effects.counting import effect
    from kaizen_helpers.issues.effects.flows import measure_of_flows, rates_in
    from kaizen_helpers.workplace.flow_kit import flow_of

    (today, said), (tomorrow, more) = flow_of(before), flow_of(after)
    known = rates if rates is not None else rates_in(today, tomorrow) or None
    return _Counted(effect(measure_of_flows(today, tomorrow), rates=known), {}, (*said, *more))


def _hold_together(effects: Sequence[Effect]) -> Together | None:
    from kaizen_helpers.issues.effects.overlap import together

    return together(effects) if len(effects) > 1 else None


def _write_order(place: Path, found: Sequence[_Counted], together: Together) -> tuple[list[Path], list[str]]:
    """The measures in order, as a sheet and a picture; the hours are those that nobody else claims, too."""
    from kaizen_helpers.flow import save_picture
    from kaizen_helpers.issues.priorities.chart import draw_priority
    from kaizen_helpers.issues.priorities.priority import prioritise
    from kaizen_helpers.issues.priorities.reading import candidate_of_values, priority_sheet

    try:
        candidates = [
            candidate_of_values({**counted.beside, "name": counted.effect.measure.name}, hours)
            for counted, hours in zip(found, together.hours_each, strict=True)
        ]
        order = prioritise(candidates)
    except InputError as problem:
        return [], [f"！ 順番は付けられませんでした。{problem}"]
    sheet = place / "優先順位.html"
    write_atomically(sheet, priority_sheet(order, together.sentences).encode("utf-8"))
    try:
        return [sheet, *save_picture(draw_priority(order), place / "優先順位.png")], ["", *order.sentences]
    except KaizenError as problem:  # the sheet holds the chart anyway
        return [sheet], ["", *order.sentences, f"！ 優先順位の画像は作れませんでした。{problem.message_ja}"]


def _write(place: Path, counted: _Counted, name: str) -> tuple[list[Path], list[str]]:
    """The sheet, the charts and the workbook of one measure, and what to say about it; ``name`` tells files apart."""
    from kaizen_helpers.flow import save_picture
    from kaizen_helpers.issues.effects.chart import draw_months, draw_swings
    from kaizen_helpers.issues.effects.page import effect_sheet
    from kaizen_helpers.issues.effects.reading import values_of_measure

    effect = counted.effect
    sheet = place / f"{_NAME}シート{name}.html"
    write_atomically(sheet, effect_sheet(effect, use=str(counted.beside.get("use") or "")).encode("utf-8"))
    values = {**values_of_measure(effect.measure, effect.rates), **counted.beside}
    files = [sheet, write_form(FORM, place / f"{_NAME}{name}.xlsx", values)]
    said = ["", f"【{effect.measure.name}】"] if name else []
    said += effect.sentences
    said += [f"{'！' if one.severity == 'error' else '・'} {one.where}：{one.message_ja}" for one in effect.findings]
    for words, chart in (("月ごとの時間", draw_months(effect)), ("見積りの幅", draw_swings(effect))):
        if chart is not None:
            try:
                files += save_picture(chart, place / f"{words}{name}.png")
            except KaizenError as problem:  # the sheet holds the charts anyway
                said.append(f"！ {words}の画像は作れませんでした。{problem.message_ja}")
    return files, said


def _for_a_file(name: str) -> str:
    """A part of a file's name that every system takes."""
    kept = "".join("・" if mark in '\\/:*?"<>|' or not mark.isprintable() else mark for mark in name)
    return kept.strip(" .")[:30] or "打ち手"
