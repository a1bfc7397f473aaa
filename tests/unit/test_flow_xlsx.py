"""A flow goes into Excel as shapes and comes back; what a person changed counts; anybody's drawing is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

from kaizen_helpers.errors import InputError, MissingError, WriteError
from kaizen_helpers.flow import Branch, Flow, Kind, Step, read_steps
from kaizen_helpers.flow.formats import office
from kaizen_helpers.flow.formats.drawingml import elbow
from kaizen_helpers.flow.formats.drawn import draw_sketch
from kaizen_helpers.flow.formats.shapes_read import Place, ShapeReader
from kaizen_helpers.flow.formats.xlsx_read import xlsx_to_flow
from kaizen_helpers.flow.formats.xlsx_shapes import flow_to_xlsx
from tests.flow_generator import random_flows
from tests.unit.flow_exchange import BY_HAND, Arrow, Drawn, Group, excel, replaced
from tests.unit.flow_samples import c1
from tests.unit.test_flow_plain import FLOWS

DRAWING = "xl/drawings/drawing1.xml"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SMALL = Flow(
    "申請",
    (
        Step(1, "申請者", "申請書を出す", Kind.START, (Branch(2),)),
        Step(2, "窓口", "不備があるか", Kind.DECISION, (Branch(1, "あり", 0.2), Branch(3, "なし", 0.8)), minutes=5),
        Step(3, "窓口", "台帳に記録する", Kind.TASK, (Branch(None),), minutes=10, means="紙"),
    ),
)


def written(flow: Flow, tmp_path: Path, direction: Any = "TB") -> bytes:
    return flow_to_xlsx(flow, tmp_path / "flow.xlsx", direction, overwrite=True).read_bytes()


def drawing_of(book: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        return etree.fromstring(package.read(DRAWING))


def edited(book: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook after a person has changed its drawing."""
    root = drawing_of(book)
    change(root)
    return replaced(book, {DRAWING: etree.tostring(root)})


def shape(root: Any, words: str) -> Any:
    """The shape (or the condition) with these words."""
    found = [sp for sp in root.iter(f"{XDR}sp") if words in "".join(t.text or "" for t in sp.iter(f"{A}t"))]
    return found[-1]


def put_words(root: Any, words: str, new: str) -> None:
    runs = [t for t in shape(root, words).iter(f"{A}t") if words in t.text]
    runs[0].text = runs[0].text.replace(words, new)


def delete(root: Any, words: str) -> None:
    anchor = shape(root, words).getparent()
    anchor.getparent().remove(anchor)


# --- identity ------------------------------------------------------------------------------------


@given(FLOWS)
@settings(max_examples=20, deadline=None)
def test_every_flow_comes_back_equal_and_nothing_is_asked(flow: Flow) -> None:
    book = _in_memory(flow)

    assert (flow, ()) == xlsx_to_flow(book)


def _in_memory(flow: Flow) -> bytes:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        return written(flow, Path(folder))


@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_japanese_flows_come_back_equal_in_both_directions(direction: str, tmp_path: Path) -> None:
    for flow in [c1(), *random_flows(2, rich=True)]:
        assert (flow, ()) == xlsx_to_flow(written(flow, tmp_path, direction))


def test_steps_that_are_not_drawn_come_back_too(tmp_path: Path) -> None:
    steps = tuple(Step(n, "県", f"票{n}を送る", next=(Branch(n + 1),), minutes=n) for n in range(1, 131))
    flow = Flow("長い流れ", steps)

    assert flow == xlsx_to_flow(written(flow, tmp_path))[0]


# --- what is written -----------------------------------------------------------------------------


def test_every_arrow_is_a_connector_glued_to_two_shapes(tmp_path: Path) -> None:
    root = drawing_of(written(c1(), tmp_path))
    ids = {named.get("id") for named in root.iter(f"{XDR}cNvPr")}
    glued = [[next(c.iter(f"{A}{end}")).get("id") for end in ("stCxn", "endCxn")] for c in root.iter(f"{XDR}cxnSp")]

    assert len(glued) == 18
    assert {end for ends in glued for end in ends} <= ids


def test_no_shape_has_the_number_of_another(tmp_path: Path) -> None:
    ids = [named.get("id") for named in drawing_of(written(c1(), tmp_path)).iter(f"{XDR}cNvPr")]

    assert len(ids) == len(set(ids))


def test_the_connectors_have_the_corners_of_the_layout(tmp_path: Path) -> None:
    """The path of the preset, flipped and turned as ECMA-376 says (our reader knows it from there), is our route."""
    for flow in [c1(), *random_flows(1, rich=True)]:
        reader = ShapeReader()
        for anchor in drawing_of(written(flow, tmp_path)):
            for element in anchor:
                reader.read(element, Place())
        for drawn, line in zip(reader.lines, draw_sketch(flow).lines, strict=True):
            assert elbow(line.points) is not None, "more corners than Office can draw"
            for x, y in line.points:
                assert min(abs(x - px) + abs(y - py) for px, py in drawn.points) <= 1.5


def test_the_drawing_is_printed_on_one_page(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(written(c1(), tmp_path))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        book = package.read("xl/workbook.xml").decode()

    assert '<pageSetUpPr fitToPage="1"/>' in sheet
    assert 'paperSize="9" orientation="landscape"' in sheet
    assert "業務フロー図!$A$1:" in book


def test_the_second_sheet_is_a_table_that_says_the_same(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(written(SMALL, tmp_path)), read_only=True)
    rows = list(book["手順の表"].iter_rows(min_row=2, values_only=True))
    table = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]

    assert (SMALL.steps[2], 2) == (read_steps(table).flow.steps[2], len(table) - 1)
    assert [5, "あり 20%、なし 80%"] == [table[1]["分"], table[1]["条件"]]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    import openpyxl

    flow = Flow("", (Step(1, "=1+1", "=HYPERLINK(A1)", next=(Branch(None),), note="@SUM"),))
    book = openpyxl.load_workbook(io.BytesIO(written(flow, tmp_path)), read_only=True)
    cells = [cell for row in book["手順の表"].iter_rows(min_row=3) for cell in row]

    assert {"=1+1", "=HYPERLINK(A1)", "@SUM"} <= {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}


# --- a person changes the drawing ----------------------------------------------------------------


def test_new_words_on_a_shape_win_and_keep_the_rest(tmp_path: Path) -> None:
    book = edited(written(SMALL, tmp_path), lambda root: put_words(root, "台帳に記録する", "台帳に書く"))

    step = xlsx_to_flow(book)[0].steps[2]

    assert ("台帳に書く", 10, "紙", (Branch(None),)) == (step.what, step.minutes, step.means, step.next)


def test_a_step_moved_to_another_lane_changes_its_owner(tmp_path: Path) -> None:
    def move(root: Any) -> None:
        place = next(shape(root, "台帳に記録する").iter(f"{A}off"))
        lane = next(next(sp for sp in root.iter(f"{XDR}sp") if "申請者" in sp[0][0].get("name")).iter(f"{A}off"))
        place.set("x", str(int(lane.get("x")) + 9525))

    flow = xlsx_to_flow(edited(written(SMALL, tmp_path), move))[0]

    assert ["申請者", "窓口", "申請者"] == [step.who for step in flow.steps]


def test_a_lane_with_a_new_name_renames_the_owner(tmp_path: Path) -> None:
    flow = xlsx_to_flow(edited(written(SMALL, tmp_path), lambda root: put_words(root, "窓口", "総合窓口")))[0]

    assert ["申請者", "総合窓口", "総合窓口"] == [step.who for step in flow.steps]


def test_an_arrow_glued_to_another_step_leads_there(tmp_path: Path) -> None:
    def reglue(root: Any) -> None:
        first, third = (shape(root, words)[0][0].get("id") for words in ("申請書を出す", "台帳に記録する"))
        end = next(e for e in root.iter(f"{A}endCxn") if e.get("id") == third)
        end.set("id", first)

    flow = xlsx_to_flow(edited(written(SMALL, tmp_path), reglue))[0]

    assert (Branch(1, "あり", 0.2), Branch(1, "なし", 0.8)) == flow.steps[1].next


def test_a_deleted_step_is_gone_with_the_ways_to_it(tmp_path: Path) -> None:
    flow, questions = xlsx_to_flow(edited(written(SMALL, tmp_path), lambda root: delete(root, "申請書を出す")))

    assert [2, 3] == [step.number for step in flow.steps]
    assert (Branch(3, "なし", 0.8),) == flow.steps[0].next
    assert ["READ-LOOSE"] == [question.id for question in questions]


def test_a_changed_condition_wins_and_a_deleted_one_is_empty(tmp_path: Path) -> None:
    def change(root: Any) -> None:
        put_words(root, "あり", "不足あり")
        delete(root, "なし")

    flow = xlsx_to_flow(edited(written(SMALL, tmp_path), change))[0]

    assert (Branch(1, "不足あり", 0.2), Branch(3, "", 0.8)) == flow.steps[1].next


def test_a_copied_shape_is_a_new_step(tmp_path: Path) -> None:
    def copy(root: Any) -> None:
        anchor = shape(root, "台帳に記録する").getparent()
        twin = etree.fromstring(etree.tostring(anchor))
        root.append(twin)
        next(twin.iter(f"{XDR}cNvPr")).set("id", "900")
        put_words(root, "③ 台帳に記録する", "台帳を確認する")

    flow, questions = xlsx_to_flow(edited(written(SMALL, tmp_path), copy))

    assert SMALL.steps == flow.steps[:3]
    assert Step(4, "窓口", "台帳を確認する") == flow.steps[3]
    assert [("READ-ALONE", (4,))] == [(question.id, question.steps) for question in questions]


def test_without_alternative_text_the_words_lanes_and_arrows_remain(tmp_path: Path) -> None:
    """LibreOffice 7.4 drops the alternative text when it saves; the names of the shapes stay."""

    def forget(root: Any) -> None:
        for named in root.iter(f"{XDR}cNvPr"):
            named.attrib.pop("descr", None)

    flow = Flow("照会", tuple(Step(s.number, s.who, s.what, s.kind, s.next) for s in c1().steps))

    assert (flow, ()) == xlsx_to_flow(edited(written(flow, tmp_path), forget))


def _in_table(book: bytes, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        sheet = package.read("xl/worksheets/sheet2.xml")
    return replaced(book, {"xl/worksheets/sheet2.xml": sheet.replace(old, new)})


def test_minutes_changed_in_the_table_count_and_are_told(tmp_path: Path) -> None:
    book = _in_table(written(SMALL, tmp_path), b"<v>10</v>", b"<v>25</v>")

    flow, questions = xlsx_to_flow(book)

    assert [None, 5, 25] == [step.minutes for step in flow.steps]
    assert ["「手順の表」の内容を図の手順に加えました：手順3の分。この内容で合っていますか。"] == [
        question.message_ja for question in questions
    ]


def test_the_table_brings_back_what_the_lost_alternative_texts_knew(tmp_path: Path) -> None:
    def forget(root: Any) -> None:
        for named in root.iter(f"{XDR}cNvPr"):
            named.attrib.pop("descr", None)

    flow, questions = xlsx_to_flow(edited(written(SMALL, tmp_path), forget))

    assert SMALL == flow
    assert [("READ-TABLE", (2, 3))] == [(question.id, question.steps) for question in questions]


# --- a drawing of somebody else ------------------------------------------------------------------


def test_an_officials_drawing_is_read_as_a_person_reads_it() -> None:
    flow, questions = xlsx_to_flow(excel(*BY_HAND))

    assert (
        Flow(
            "助成の申請（現状）",
            (
                Step(1, "申請者", "申請書を提出する", Kind.START, (Branch(2),)),
                Step(2, "窓口", "申請書を受け付ける", Kind.TASK, (Branch(3),)),
                Step(3, "窓口", "書類は揃っているか", Kind.DECISION, (Branch(5, "はい"), Branch(4, "いいえ"))),
                Step(4, "申請者", "書類を補う", Kind.TASK, (Branch(2),)),
                Step(5, "窓口", "台帳に記録する", Kind.TASK, (Branch(None),)),
            ),
        )
        == flow
    )
    assert () == questions


IN_CELLS = (
    Drawn(2, "申請する", (30, 60, 120, 40), "flowChartTerminator"),
    Drawn(3, "審査する", (220, 60, 120, 40)),
    Drawn(4, "よいか", (420, 60, 120, 60), "diamond"),
    Drawn(5, "交付する", (220, 200, 120, 40)),
    Drawn(6, "承認", (390, 150, 40, 20), bare=True),
    Drawn(7, "差戻し", (355, 105, 60, 20), bare=True),
    Arrow(10, (150, 80), (220, 80)),
    Arrow(11, (340, 80), (420, 90)),
    Arrow(12, (480, 120), (280, 200)),
    Arrow(13, (420, 95), (345, 95)),
)
STEPS_IN_CELLS = [
    ("申請者", "申請する", Kind.START, (Branch(2),)),
    ("担当", "審査する", Kind.TASK, (Branch(3),)),
    ("係長", "よいか", Kind.DECISION, (Branch(4, "承認"), Branch(2, "差戻し"))),
    ("担当", "交付する", Kind.TASK, ()),
]


def test_the_heads_of_the_lanes_may_be_cells() -> None:
    cells = {"A1:H1": "補助金の交付", "A2:C2": "申請者", "D2:F2": "担当", "G2:I2": "係長"}

    flow, questions = xlsx_to_flow(excel(*IN_CELLS, cells=cells, sheet="交付事務"))

    assert ("交付事務", STEPS_IN_CELLS) == (flow.title, [(s.who, s.what, s.kind, s.next) for s in flow.steps])
    assert () == questions


def test_a_group_is_read_like_its_shapes_and_the_missing_lanes_are_asked() -> None:
    flow, questions = xlsx_to_flow(excel(Group(50, IN_CELLS)))

    assert [("", *step[1:]) for step in STEPS_IN_CELLS] == [(s.who, s.what, s.kind, s.next) for s in flow.steps]
    assert ["READ-LANES"] == [question.id for question in questions]


def test_papers_and_ledgers_belong_to_their_step_and_thick_arrows_are_arrows() -> None:
    book = excel(
        Drawn(2, "依頼が届く", (40, 40, 140, 40)),
        Drawn(3, "入力する", (40, 140, 140, 40)),
        Drawn(4, "依頼書", (240, 40, 90, 50), "flowChartDocument"),
        Drawn(5, "受付台帳", (240, 140, 90, 50), "can"),
        Drawn(6, "", (100, 185, 20, 50), "downArrow"),
        Drawn(7, "確認する", (40, 240, 140, 40)),
        Drawn(8, "ここは4月だけ", (400, 300, 120, 30), "wedgeRectCallout"),
        Arrow(10, (110, 140), (110, 80), head="headEnd"),
        Arrow(11, (180, 60), (240, 60), head=""),
        Arrow(12, (180, 160), (240, 160)),
    )

    flow, questions = xlsx_to_flow(book)

    assert [
        ("依頼が届く", Kind.START, (Branch(2),), "依頼書", ""),
        ("入力する", Kind.TASK, (Branch(3),), "", "受付台帳"),
        ("確認する", Kind.TASK, (), "", ""),
    ] == [(s.what, s.kind, s.next, s.document, s.system) for s in flow.steps]
    assert ["READ-LANES", "READ-WORDS"] == [question.id for question in questions]


def test_what_is_uncertain_is_asked_with_its_place() -> None:
    book = excel(
        Drawn(2, "受け付ける", (40, 40, 140, 40)),
        Drawn(3, "審査する", (40, 140, 140, 40)),
        Drawn(4, "交付する", (40, 240, 140, 40)),
        Drawn(5, "メモ", (400, 140, 100, 20), bare=True),
        Arrow(10, (110, 80), (110, 140), head=""),
        Arrow(11, (110, 180), (130, 215)),
        Arrow(12, (300, 300), (400, 400)),
    )

    questions = {question.id: question.message_ja for question in xlsx_to_flow(book)[1]}

    assert {
        "READ-LOOSE": "線の先に図形が見つかりません：どの図形にも届いていない線。"
        "線はどの手順につながりますか。図でつないでから読み直すと確かです。",
        "READ-NEAR": "図形に付いていない線を、近くの図形どうしの線として読みました：「審査する」から「交付する」。"
        "この読み方で合っていますか。",
        "READ-DIRECTION": "矢印の向きがない線を、引いた向きに読みました：「受け付ける」から「審査する」。"
        "進む向きは合っていますか。",
        "READ-LANES": "担当の枠が見つかりませんでした。それぞれの手順は、だれが行いますか。"
        "表の「だれが」に書き足してください。",
        "READ-WORDS": "手順にも条件にも読まなかった文字があります：「メモ」。流れに関わるものはありますか。",
    } == questions


# --- files that cannot be read or written --------------------------------------------------------


def _said(work: Callable[[], object]) -> str:
    with pytest.raises((InputError, MissingError, WriteError)) as caught:
        work()
    return str(caught.value)


def test_bad_files_get_one_japanese_sentence(tmp_path: Path) -> None:
    good = excel(*BY_HAND)
    old_excel = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    empty_sheet = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(empty_sheet) as book:
        book.add_worksheet()
    cases = {
        b"": "中身が空です。保存し直したファイルを選んでください。",
        b"hello": "Excel のファイル（.xlsx）ではありません。.xlsx を選んでください。",
        good[:900]: "ファイルが壊れているか、途中で切れています。元のアプリで開いて、別の名前で保存し直してください。",
        old_excel: "古い形式（.xls）のファイルです。Excel で開いて「名前を付けて保存」で .xlsx にしてください。",
        old_excel + "EncryptedPackage".encode("utf-16-le"): "パスワードで保護されています。"
        "Excel で開いて、パスワードを外した写しを選んでください。",
        replaced(good, {"xl/workbook.xml": None}): "ファイルが壊れているか、途中で切れています。"
        "元のアプリで開いて、別の名前で保存し直してください。",
        replaced(good, {DRAWING: bomb}): "文書型宣言（DOCTYPE）のあるファイルは、安全のため読みません。"
        "元のアプリから書き出し直してください。",
        empty_sheet.getvalue(): "図形のあるシートが見つかりません。"
        "図形でフロー図を描いたシートのあるファイルを選んでください。",
        excel(Drawn(2, "", (0, 0, 10, 10))): "手順として読める図形がありません。"
        "文字を入れた図形を線でつないだ図を選んでください。",
    }
    assert {data: f"Excel のファイル: {message}" for data, message in cases.items()} == {
        data: _said(partial(xlsx_to_flow, data)) for data in cases
    }
    assert (
        "ない.xlsx: ファイルを開けませんでした。名前と場所、ほかのアプリで開いたままでないかを確かめてください。"
        == _said(lambda: xlsx_to_flow(tmp_path / "ない.xlsx"))
    )


def test_a_zip_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_MOST_BYTES", 1_000_000)
    data = replaced(excel(*BY_HAND), {DRAWING: b"<x>" + b" " * 3_000_000 + b"</x>"})

    assert "Excel のファイル: 広げると大きすぎるファイルです。図だけを新しいファイルに写してください。" == _said(
        lambda: xlsx_to_flow(data)
    )


def test_too_many_shapes_are_refused_at_once() -> None:
    one = drawing_of(excel(Drawn(2, "手順", (0, 0, 80, 40))))[0]
    book = replaced(excel(), {DRAWING: b"<d>" + etree.tostring(one) * 5000 + b"</d>"})

    assert (
        "Excel のファイル: 図形が5000個あり、一度に読める3000個を超えています。流れごとに図を分けてください。"
        == _said(lambda: xlsx_to_flow(book))
    )


def test_a_link_out_of_the_file_is_not_followed() -> None:
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" TargetMode="External"'
        ' Target="file:///etc/passwd"/></Relationships>'
    )
    book = replaced(excel(*BY_HAND), {"xl/worksheets/_rels/sheet1.xml.rels": links.encode()})

    assert _said(lambda: xlsx_to_flow(book)).startswith("Excel のファイル: 図形のあるシートが見つかりません。")


def test_a_file_that_is_there_is_not_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "図.xlsx"
    path.write_text("たいせつ", encoding="utf-8")

    assert _said(lambda: flow_to_xlsx(SMALL, path)).startswith("図.xlsx: 同じ名前のファイルがあります。")
    assert "たいせつ" == path.read_text(encoding="utf-8")
    assert SMALL == xlsx_to_flow(flow_to_xlsx(SMALL, path, overwrite=True))[0]


def test_a_name_with_another_ending_is_refused(tmp_path: Path) -> None:
    assert "図.xls: ファイルの名前の終わりを .xlsx にしてください。" == _said(
        lambda: flow_to_xlsx(SMALL, tmp_path / "図.xls")
    )


def test_a_file_open_in_excel_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace a file that Excel holds open."""

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)

    assert (
        "図.xlsx: 書き込めませんでした。Excel で開いたままであれば閉じて、もう一度書き出してください。"
        "前の内容は残っています。" == _said(lambda: flow_to_xlsx(SMALL, tmp_path / "図.xlsx"))
    )
    assert [] == list(tmp_path.iterdir())
