"""Opening an ``.xlsx`` (or ``.xlsm``): nothing in it is run, nothing it points at is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.opening.container import DAMAGED, Parts
from kaizen_helpers.excel.opening.model import Book, Sheet
from kaizen_helpers.excel.opening.sheet_xml import Limits, SheetParts, Values, read_sheet_xml
from kaizen_helpers.excel.opening.styles import read_styles
from kaizen_helpers.excel.opening.surroundings import read_comments, read_drawings, read_external_links

__all__ = ["MOST_CELLS", "open_xlsx"]

MOST_CELLS = 6_000_000
"""Cells with a value that are read: some 600 MB of memory. A year of 100,000 cases in 20 columns is a third of it."""
MOST_PLACES = 40_000_000
"""Places that rows and their looks take, empty ones counted: 320 MB at eight bytes each."""
_MOST_SHEETS = 200
_MOST_STRINGS = 6_000_000

Progress = Callable[[str, int], None]


def open_xlsx(data: bytes, name: str, progress: Progress | None = None) -> Book:
    """The workbook. ``progress`` is told (sheet, rows read so far).

    Raises:
        InputError: it is damaged, or unpacks to far too much.
    """
    from lxml import etree

    try:
        return _open(Parts(data, name), name, progress)
    except InputError:
        raise
    except (etree.XMLSyntaxError, KeyError, ValueError, IndexError, AttributeError, TypeError) as error:
        raise InputError(DAMAGED, name) from error


def _open(parts: Parts, name: str, progress: Progress | None) -> Book:
    relations = parts.relations("")
    main = next((target for kind, target in relations.values() if kind == "officeDocument"), "xl/workbook.xml")
    workbook = parts.tree(main)
    if workbook is None:
        raise InputError(DAMAGED, name)
    related = parts.relations(main)

    def part_of(kind: str, otherwise: str) -> str:
        return next((target for one, target in related.values() if one == kind), otherwise)

    styles = read_styles(parts, part_of("styles", "xl/styles.xml"), part_of("theme", "xl/theme/theme1.xml"))
    settings = workbook.find("{*}workbookPr")
    since_1904 = settings is not None and settings.get("date1904") in ("1", "true")
    strings = _strings(parts, part_of("sharedStrings", "xl/sharedstrings.xml"))
    values, limits, notes = Values(strings, styles, since_1904), Limits(MOST_CELLS, MOST_PLACES), []
    sheets: list[Sheet] = []
    for element in list(workbook.iter("{*}sheet"))[:_MOST_SHEETS]:
        title = element.get("name", "")
        kind, target = related.get(_id(element), ("", ""))
        if kind == "chartsheet":
            notes.append(f"シート「{title}」は、グラフだけのシートです。表は読み取っていません。")
            continue
        if target not in parts:
            raise InputError(DAMAGED, name)
        with parts.stream(target) as stream:
            found = read_sheet_xml(stream, values, limits, _told(progress, title))
        sheets.append(_sheet(parts, target, title, element.get("state", "visible"), found, styles))
        if found.cut:
            notes.append(f"シート「{title}」は大きいため、{len(found.rows):,}行目までを読み取りました。")
    if not sheets:
        raise InputError("表のあるシートがありません。表の入ったシートのあるファイルを選んでください。", name)
    links = read_external_links(parts)
    macros = any(part.endswith("vbaproject.bin") for part in parts.names())
    if macros:
        notes.append("マクロが入っています。マクロは動かさず、表だけを読み取りました。")
    if links:
        notes.append(f"ほかのファイル（{'、'.join(links[:3])}）を参照する式があります。参照先は開いていません。")
    return Book(name, "xlsx", tuple(sheets), None, macros, links, tuple(notes))


def _told(progress: Progress | None, title: str) -> Callable[[int], None] | None:
    return (lambda rows: progress(title, rows)) if progress else None


def _id(element: Any) -> str:
    return next(
        (str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == "id" and "}" in key), ""
    )


def _sheet(parts: Parts, target: str, title: str, state: str, found: SheetParts, styles: Any) -> Sheet:
    relations = parts.relations(target)
    return Sheet(
        title,
        found.rows,
        styles,
        found.looks,
        found.formulas,
        frozenset(found.uncalculated),
        tuple(found.merged),
        frozenset(found.hidden_rows),
        frozenset(found.hidden_columns),
        found.widths,
        read_drawings(parts, relations, found.links),
        read_comments(parts, relations),
        found.choices,
        state != "visible",
        found.cut,
    )


def _strings(parts: Parts, part: str) -> list[str | None]:
    """The shared texts, without the readings (ふりがな) that Excel keeps beside them."""
    if part not in parts:
        return []
    from lxml import etree

    texts: list[str | None] = []
    clean = Values((), (), False)
    with parts.stream(part) as stream:
        events = etree.iterparse(
            stream,
            events=("end",),
            tag="{*}si",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        for _, element in events:
            if len(texts) >= _MOST_STRINGS:
                break
            texts.append(clean.text(_shared_text(element)))
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    return texts


def _shared_text(element: Any) -> str:
    text = ""
    for one in element:
        tag = one.tag.rpartition("}")[2]
        if tag == "t":
            text += one.text or ""
        elif tag == "r":
            text += one.findtext("{*}t") or ""
    return text
