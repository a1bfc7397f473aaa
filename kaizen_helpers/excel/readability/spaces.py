"""L1-06: spaces and line breaks that only lay out.

A line break that sets a bracket below its name (「北海道⏎（道内）」) lays out: L1-06. Any other line break parts two
values, and a heading in two lines is named by the reference under L1-07. A text file with a line break in a cell
breaks L1-14, and that is told there alone.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from kaizen_helpers.excel.readability.layout import BookLook, SheetLook
from kaizen_helpers.excel.readability.model import Finding
from kaizen_helpers.excel.readability.places import found, found_in_column
from kaizen_helpers.excel.readability.roles import columns_of, example, headings_of, is_address, is_person, is_prose

__all__ = ["SHEET_RULES", "layout_space"]

_GATE = re.compile(r"\s")
_JAPANESE = "[一-龠々〆ヶぁ-んァ-ヶー（）「」、。]"
_WIDE = re.compile(r"[　\t]|\xa0|  ")
_SPREAD = re.compile(rf"{_JAPANESE}(?:[ 　]+{_JAPANESE})+")
_BETWEEN = re.compile(rf"(?<={_JAPANESE}) (?={_JAPANESE})")
_BREAK = re.compile(r"[\r\n]+")
_BRACKET = re.compile(r"[\r\n]+\s*[（(【\[［〔]")
_OTHER = re.compile(r"(?:[(（]?[0-9０-９]{1,2}[.．)）、:：]\s*)?その他\s")
_DITTO = re.compile(r"[同上々〃\s]+")
_FIGURE = re.compile(r"[▲△+¥\\￥(（－−-]?[ 　]?\d[\d ,　.]*\D{0,3}")


def layout_space(text: str, *, person: bool = False, loose: bool = False, others: Container[str] = ()) -> str:
    """What is wrong with the spaces of a text: 「前後に空白があります」, empty where nothing is.

    ``person``: one space between family name and given name is right. ``loose``: spaces inside are left alone
    (addresses, free text). ``others``: texts of the same column; the same word without its space shows a slip. A text
    that begins with 「?」 can only be decided by a person.
    """
    inside = text.strip()
    if not inside:
        return "空白だけのセルがあります"
    if inside != text:
        return "値の前か後ろに、余分な空白や改行があります"
    if _BRACKET.search(text):
        return "見た目を整えるための改行があります"
    line = _BREAK.sub("", text)
    if loose or _OTHER.match(line) or _DITTO.fullmatch(line) or _FIGURE.fullmatch(line):
        return ""  # L2-05, L2-02 and L2-01 tell these
    gaps = re.findall(r"\s+", line)
    if person and gaps in ([" "], ["　"]):
        return ""
    spread = _SPREAD.fullmatch(line) is not None and all(len(part) == 1 for part in line.split())
    if spread or _WIDE.search(line):
        return "値の途中に、余分な空白があります"
    if _BETWEEN.search(line):
        return "値の途中に、余分な空白があります" if line.replace(" ", "") in others else "?値の途中に空白があります"
    return ""


def no_layout_by_spaces(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L1-06."""
    csv = not look.sheet.looks
    heads: dict[str, list[tuple[int, int]]] = {}
    sample: dict[str, str] = {}
    for place, text in headings_of(look):
        # A line break in a heading is L1-07; what stands around it is no space of its own.
        said = layout_space(re.sub(r"\s*[\r\n]+\s*", "", text)) if _GATE.search(text) else ""
        if said and not said.startswith("?"):
            heads.setdefault(said, []).append(place)
            sample.setdefault(said, text)
    for said, cells in heads.items():
        yield found("L1-06", look.name, cells, f"項目名で、{said}（例: {example(sample[said])}）。")
    for _table, column in columns_of(look):
        texts = column.texts
        spaced = [text for text in texts if _GATE.search(text)]
        if not spaced:
            continue
        person = is_person(column.name)
        loose = is_address(column.name) or is_prose(column)
        wrong: dict[str, set[str]] = {}
        for text in spaced:
            if csv and _BREAK.search(text.strip()):
                continue
            said = layout_space(text, person=person, loose=loose, others=texts)
            if said:
                wrong.setdefault(said, set()).add(text)
        for said, held in wrong.items():
            first = example(next(text for text in texts if text in held), column.name)
            what = f"{said.lstrip('?')}（例: {first}）。"
            if said.startswith("?"):
                what += "言葉の区切りなのか、見た目を整えたのかは、読む人にしか分かりません。"
            certainty = "要確認" if said.startswith("?") else "違反"
            yield found_in_column("L1-06", column, column.rows_of(held), what, certainty)  # type: ignore[arg-type]


SHEET_RULES = {"L1-06": no_layout_by_spaces}
