"""PowerPoint: the drawing on a slide, ours or anybody's, as a flow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kaizen_helpers.flow.formats.office import Package, read_source, relation_id
from kaizen_helpers.flow.formats.reading import best_of, read_sketch
from kaizen_helpers.flow.formats.shapes_read import Place, ShapeReader, child
from kaizen_helpers.flow.formats.sketch import Sketch
from kaizen_helpers.flow.formats.xml import elements, local_name

if TYPE_CHECKING:
    from kaizen_helpers.flow.findings.checks import Finding
    from kaizen_helpers.flow.model import Flow

__all__ = ["pptx_to_flow"]

_MOST_SLIDES = 200


def pptx_to_flow(source: Path | str | bytes) -> tuple[Flow, tuple[Finding, ...]]:
    """The flow of a slide, and what was not certain, as questions. Of several slides the one with the most lines.

    Raises:
        MissingError: there is no such file, or it cannot be opened.
        InputError: it is no PowerPoint file that can be read, or no step is drawn in it; one Japanese sentence.
    """
    data, where = read_source(source, ".pptx")
    package = Package(data, where)
    parts = _slides(package)[:_MOST_SLIDES]
    sketches = [(f"スライド{number}", _sketch(package, part)) for number, part in enumerate(parts, 1)]
    _, sketch, others = best_of(sketches)
    return read_sketch(sketch, where, others)


def _slides(package: Package) -> list[str]:
    """The parts of the slides in their order."""
    main = next(iter(package.linked("", "officeDocument")), "ppt/presentation.xml")
    links = package.relations(main)
    slides = child(package.part(main), "sldIdLst")
    found = [links.get(relation_id(slide), ("", ""))[1] for slide in elements(slides)] if slides is not None else []
    return [part for part in found if package.has(part)]


def _sketch(package: Package, part: str) -> Sketch:
    tree = child(package.part(part), "cSld", "spTree")
    reader = ShapeReader()
    for element in elements(tree) if tree is not None else ():
        if local_name(element) not in {"nvGrpSpPr", "grpSpPr"}:
            reader.read(element, Place())
    return reader.sketch()
