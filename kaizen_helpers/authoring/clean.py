"""The repairs of the normaliser: everything that makes a notebook's bytes depend on its content alone."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from typing import Any

from kaizen_helpers.authoring.findings import Notes

__all__ = ["clean_notebook", "name_of", "tidy_markdown"]

Cell = dict[str, Any]

GOOD_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
MINOR = 5
_NBGRADER_KEYS = ("grade", "grade_id", "locked", "points", "schema_version", "solution", "task")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NEW_BLOCK = re.compile(r" {0,3}(#{1,6}(\s|$)|>|```|~~~|\||([-*+]|\d{1,9}[.)])\s|([-*_]\s*){3,}$)")
_HEADING_OR_ROW = re.compile(r" {0,3}(#{1,6}(\s|$)|\||([-*_]\s*){3,}$)")


def clean_notebook(notebook: dict[str, Any], notes: Notes) -> None:
    """Put the notebook (nbformat 4, as JSON) right in place, noting each repair."""
    _clean_version(notebook, notes)
    _clean_metadata(notebook, notes)
    for number, cell in enumerate(notebook["cells"], 1):
        name = name_of(cell, number)
        _clean_cell_metadata(cell, name, notes)
        _clean_outputs(cell, name, notes)
        _clean_source(cell, name, notes)
    _clean_ids(notebook["cells"], notes)


def name_of(cell: Cell, number: int) -> str:
    """What to call a cell in a report: its id, else its place."""
    return str(cell.get("id") or f"cell {number}")


def _clean_version(notebook: dict[str, Any], notes: Notes) -> None:
    if notebook["nbformat_minor"] < MINOR:
        notebook["nbformat_minor"] = MINOR
        notes.repair("-", "version", f"set to nbformat 4.{MINOR}")


def _clean_metadata(notebook: dict[str, Any], notes: Notes) -> None:
    """Only what does not tell whose computer it was: the kernel, the language, our own notes."""
    before = notebook["metadata"]
    after: dict[str, Any] = {"kernelspec": dict(KERNEL), "language_info": {"name": "python"}}
    if "kaizen" in before:
        after["kaizen"] = before["kaizen"]
    if after != before:
        notebook["metadata"] = after
        odd = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
        notes.repair("-", "notebook-metadata", f"keep kernelspec, language_info.name and kaizen only: {', '.join(odd)}")


def _clean_cell_metadata(cell: Cell, name: str, notes: Notes) -> None:
    before = cell["metadata"]
    after: dict[str, Any] = {key: before[key] for key in ("tags", "kaizen") if before.get(key)}
    folded = before.get("jupyter")
    if cell["cell_type"] == "code" and isinstance(folded, dict) and folded.get("source_hidden") is True:
        after["jupyter"] = {"source_hidden": True}
    nbgrader = before.get("nbgrader")
    if isinstance(nbgrader, dict):
        kept = {key: nbgrader[key] for key in _NBGRADER_KEYS if key in nbgrader}
        if any(kept.get(key) for key in ("grade", "locked", "solution", "task")):
            if isinstance(kept.get("points"), float) and kept["points"].is_integer():
                kept["points"] = int(kept["points"])
            after["nbgrader"] = kept
    if _json_differs(before, after):
        cell["metadata"] = after
        odd = sorted(key for key in before if _json_differs(before[key], after.get(key)))
        notes.repair(name, "cell-metadata", f"remove or shorten {', '.join(odd)}")


def _json_differs(one: object, other: object) -> bool:
    """Whether the two are different text in JSON: unlike ``!=``, ``4`` and ``4.0`` are."""
    return json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True)


def _clean_outputs(cell: Cell, name: str, notes: Notes) -> None:
    if cell["cell_type"] != "code":
        for key in ("outputs", "execution_count"):
            if key in cell:
                del cell[key]
                notes.repair(name, "outputs", f"remove {key} of a cell that is no code")
        return
    if cell.get("outputs") != []:
        cell["outputs"] = []
        notes.repair(name, "outputs", "remove the outputs")
    if "execution_count" not in cell or cell["execution_count"] is not None:
        cell["execution_count"] = None
        notes.repair(name, "outputs", "remove the execution count")


def _clean_source(cell: Cell, name: str, notes: Notes) -> None:
    raw = cell["source"]
    before = raw if isinstance(raw, str) else "".join(raw)
    text = before.replace("\r\n", "\n").replace("\r", "\n")
    if cell["cell_type"] == "markdown":
        after = tidy_markdown(text)
    else:
        after = _tidy_code(text)
        if any(line != line.rstrip() for line in after.split("\n")):
            notes.report(name, "white-space", "blanks end a line inside a text: write them as \\x20")
    if after != before:
        notes.repair(name, "white-space", "cut blanks at line ends and blank lines around the cell")
    cell["source"] = after.splitlines(keepends=True)


def _tidy_code(text: str) -> str:
    """Cut blanks at line ends, except where that would change a text of the program."""
    cut = "\n".join(line.rstrip() for line in text.split("\n"))
    after = cut if _program(text) in ("", _program(cut)) else text
    return _cut_blank_lines(after)


def _program(text: str) -> str:
    """What the code means; empty for a cell with magics, which Python cannot read."""
    try:
        return ast.dump(ast.parse(text))
    except (SyntaxError, ValueError):
        return ""


def tidy_markdown(text: str) -> str:
    """Cut blanks at line ends; two of them that break a line inside a paragraph become ``<br>``."""
    lines = text.split("\n")
    tidy = []
    fence = ""
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        mark = _FENCE.match(line)
        cut = line.rstrip()
        breaks = (
            not fence
            and not mark
            and line.endswith("  ")
            and bool(cut)
            and bool(following.strip())
            and not _HEADING_OR_ROW.match(line)
            and not _NEW_BLOCK.match(following)
            and not cut.endswith("<br>")
        )
        tidy.append(f"{cut}<br>" if breaks else cut)
        fence = _fence_after(fence, line)
    return _cut_blank_lines("\n".join(tidy))


def _fence_after(fence: str, line: str) -> str:
    """The open code fence after this line: its mark, or empty."""
    mark = _FENCE.match(line)
    if not mark:
        return fence
    if not fence:
        return mark[1]
    closes = mark[1][0] == fence[0] and len(mark[1]) >= len(fence) and not line[mark.end() :].strip()
    return "" if closes else fence


def _cut_blank_lines(text: str) -> str:
    lines = text.split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return "\n".join(lines)


def _clean_ids(cells: list[Cell], notes: Notes) -> None:
    """The ``grade_id`` where there is one, else the id it has if that is good, else one made from the content."""
    grade_ids = [_grade_id(cell) for cell in cells]
    taken: set[str] = set()
    reserved = {grade_id for grade_id in grade_ids if grade_id}
    for number, (cell, grade_id) in enumerate(zip(cells, grade_ids, strict=True), 1):
        name = name_of(cell, number)
        present = cell.get("id")
        if grade_id and grade_id not in taken:
            wanted = grade_id
        elif isinstance(present, str) and GOOD_ID.fullmatch(present) and present not in taken | reserved:
            wanted = present
        else:
            wanted = _free_slug(cell, taken | reserved)
        taken.add(wanted)
        if present != wanted:
            cell["id"] = wanted
            notes.repair(name, "cell-id", f"becomes {wanted}")


def _grade_id(cell: Cell) -> str:
    value = cell["metadata"].get("nbgrader", {}).get("grade_id")
    return value if isinstance(value, str) and GOOD_ID.fullmatch(value) else ""


def _free_slug(cell: Cell, taken: set[str]) -> str:
    """An id that depends on the cell's text alone: the Latin letters of its first line, else a digest."""
    text = "".join(cell["source"])
    first = next((line for line in text.split("\n") if line.strip()), "")
    slug = re.sub(r"[^a-z0-9]+", "-", first.lower()).strip("-")[:40].strip("-")
    if len(slug) < 3:
        digest = hashlib.sha256(f"{cell['cell_type']}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
        slug = f"{cell['cell_type']}-{digest[:8]}"
    candidate, count = slug, 1
    while candidate in taken:
        count += 1
        candidate = f"{slug}-{count}"
    return candidate
