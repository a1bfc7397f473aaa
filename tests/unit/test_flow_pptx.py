"""A flow goes onto a slide as shapes and comes back; python-pptx finds every connector glued."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow import Branch, Flow, Step
from kaizen_helpers.flow.formats.pptx_read import pptx_to_flow
from kaizen_helpers.flow.formats.pptx_shapes import flow_to_pptx
from tests.flow_generator import random_flows
from tests.unit.flow_exchange import BY_HAND, excel, powerpoint, replaced
from tests.unit.flow_samples import c1
from tests.unit.test_flow_plain import FLOWS

SLIDE = "ppt/slides/slide1.xml"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def written(flow: Flow, direction: Any = "TB", paper: str = "") -> bytes:
    with TemporaryDirectory() as folder:
        return flow_to_pptx(flow, Path(folder) / "flow.pptx", direction, paper=paper).read_bytes()


def opened(data: bytes) -> Any:
    from pptx import Presentation

    return Presentation(io.BytesIO(data))


@given(FLOWS)
@settings(max_examples=15, deadline=None)
def test_every_flow_comes_back_equal_and_nothing_is_asked(flow: Flow) -> None:
    assert (flow, ()) == pptx_to_flow(written(flow))


@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_japanese_flows_come_back_equal_in_both_directions(direction: str) -> None:
    for flow in [c1(), *random_flows(1, rich=True)]:
        assert (flow, ()) == pptx_to_flow(written(flow, direction))


def test_python_pptx_finds_every_arrow_glued_with_a_head() -> None:
    slide = opened(written(c1())).slides[0]
    ids = {str(shape.shape_id) for shape in slide.shapes}
    arrows = [shape._element for shape in slide.shapes if shape._element.tag.endswith("}cxnSp")]

    ends = [[next(arrow.iter(f"{A}{end}")).get("id") for end in ("stCxn", "endCxn")] for arrow in arrows]
    assert 18 == len(arrows)
    assert {end for pair in ends for end in pair} <= ids
    assert ["triangle"] * 18 == [next(arrow.iter(f"{A}tailEnd")).get("type") for arrow in arrows]


@pytest.mark.parametrize(("paper", "size"), [("A4", {297, 210}), ("A3", {420, 297})])
def test_the_slide_is_a_sheet_of_paper_and_no_step_lies_outside(paper: str, size: set[int]) -> None:
    presentation = opened(written(c1(), "TB", paper))

    assert size == {presentation.slide_width / 36_000, presentation.slide_height / 36_000}
    for shape in presentation.slides[0].shapes:
        if shape._element.tag.endswith("}cxnSp"):
            continue  # a turned one covers another place than its frame
        assert shape.left >= 0
        assert shape.top >= 0
        assert shape.left + shape.width <= presentation.slide_width
        assert shape.top + shape.height <= presentation.slide_height


def test_new_words_on_a_shape_win() -> None:
    flow = Flow("", (Step(1, "県", "票を送る", next=(Branch(None),), minutes=5),))
    root = etree.fromstring(_part(written(flow), SLIDE))
    next(t for t in root.iter(f"{A}t") if t.text == "① 票を送る").text = "① 票を配る"

    step = pptx_to_flow(replaced(written(flow), {SLIDE: etree.tostring(root)}))[0].steps[0]

    assert ("票を配る", 5) == (step.what, step.minutes)


def _part(data: bytes, name: str) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def test_an_officials_slide_is_read_like_the_same_sheet() -> None:
    from kaizen_helpers.flow.formats.xlsx_read import xlsx_to_flow

    assert xlsx_to_flow(excel(*BY_HAND)) == pptx_to_flow(powerpoint(*BY_HAND))


def test_the_first_row_of_a_table_may_name_the_lanes() -> None:
    presentation = opened(powerpoint(*(item for item in BY_HAND if item.id not in {2, 3, 4, 5})))
    frame = presentation.slides[0].shapes.add_table(2, 2, 20 * 9525, 40 * 9525, 500 * 9525, 500 * 9525)
    frame.table.columns[0].width, frame.table.columns[1].width = 200 * 9525, 300 * 9525
    for column, name in enumerate(("申請者", "窓口")):
        frame.table.cell(0, column).text = name
    file = io.BytesIO()
    presentation.save(file)

    assert [step.who for step in pptx_to_flow(powerpoint(*BY_HAND))[0].steps] == [
        step.who for step in pptx_to_flow(file.getvalue())[0].steps
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "中身が空です。保存し直したファイルを選んでください。"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "古い形式（.ppt）のファイルです。"
         "PowerPoint で開いて「名前を付けて保存」で .pptx にしてください。"),
        (excel(*BY_HAND), "手順として読める図形がありません。文字を入れた図形を線でつないだ図を選んでください。"),
        (powerpoint(), "手順として読める図形がありません。文字を入れた図形を線でつないだ図を選んでください。"),
    ],
)  # fmt: skip
def test_bad_files_get_one_japanese_sentence(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        pptx_to_flow(data)

    assert message == caught.value.message_ja


def test_a_file_that_is_there_is_not_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "図.pptx"
    path.touch()

    with pytest.raises(InputError, match="同じ名前のファイルがあります"):
        flow_to_pptx(c1(), path)
