"""PowerPoint: a flow as native shapes with glued connectors on one slide of paper size, and such a slide as a flow."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from kaizen_helpers.flow.formats.drawingml import EMU, P, ShapeWriter
from kaizen_helpers.flow.formats.office import write_new_file
from kaizen_helpers.flow.formats.shown import one_line

if TYPE_CHECKING:
    from kaizen_helpers.flow.layout.layout import Direction
    from kaizen_helpers.flow.model import Flow

__all__ = ["flow_to_pptx"]

_MILLIMETRE = 36_000
_PAPERS = {"A4": (297, 210), "A3": (420, 297)}
_MARGIN = 8
_SMALLEST = 0.72
"""Below this scale the words of a step would have less than 7 points: then A3 instead of A4."""


def flow_to_pptx(
    flow: Flow,
    path: Path | str,
    direction: Direction = "TB",
    *,
    paper: str = "",
    overwrite: bool = False,
) -> Path:
    """Write a presentation with one slide: the drawing, made smaller where it is larger than the paper.

    Args:
        flow: what to draw.
        path: where to; the name ends in ``.pptx``.
        direction: "TB" or "LR", see :func:`kaizen_helpers.flow.draw`.
        paper: "A4" or "A3"; where it is empty, A3 if the words would be too small on A4.
        overwrite: whether a file of that name may be replaced.

    Returns:
        The path of the file.

    Raises:
        InputError: the name ends in something else, or there is a file of that name.
        WriteError: the file is open in PowerPoint, or the folder cannot be written to.
    """
    from pptx import Presentation
    from pptx.util import Emu

    from kaizen_helpers.flow.formats.drawn import draw_sketch

    sketch = draw_sketch(flow, direction)
    width, height, scale = _slide_size(sketch.width, sketch.height, paper)
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(width * _MILLIMETRE), Emu(height * _MILLIMETRE)
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])  # the empty one
    presentation.core_properties.title = one_line(flow.title)[:200] or "業務フロー図"
    left = (width * _MILLIMETRE / EMU / scale - sketch.width) / 2
    top = _MARGIN * _MILLIMETRE / EMU / scale
    tree = slide.shapes.element
    for element, _ in ShapeWriter(P, scale, left, top).all_of(sketch):
        tree.append(element)
    file = io.BytesIO()
    presentation.save(file)
    return write_new_file(path, file.getvalue(), ".pptx", overwrite=overwrite)


def _slide_size(width: float, height: float, paper: str) -> tuple[int, int, float]:
    """(width and height of the slide in mm, the scale of the drawing on it)."""
    for name in [paper] if paper in _PAPERS else ["A4", "A3"]:
        across, down = _PAPERS[name] if width >= height else _PAPERS[name][::-1]
        room = [(side - 2 * _MARGIN) * _MILLIMETRE / EMU for side in (across, down)]
        scale = min(1.0, room[0] / width, room[1] / height)
        if scale >= _SMALLEST:
            break
    return across, down, scale
