"""The workbook to take home is read back as the same flow; anybody's table is read, and a bad file is one sentence."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings

from kaizen_helpers.errors import InputError, KaizenError, MissingError, SetupError
from kaizen_helpers.flow import Branch, Flow, Kind, Lane, LaneKind, Remark, Step, TableProblem
from kaizen_helpers.flow.drawing import picture as picture_module
from kaizen_helpers.flow.formats.workbook import write_workbook
from kaizen_helpers.flow.formats.workbook_reading import read_csv, read_workbook
from kaizen_helpers.flow.opening import read_flow
from kaizen_helpers.flow.tables.outline_writing import write_outline
from tests.unit.flow_any import steps as any_steps

FLOW = Flow(
    "照会の取りまとめ（現状）",
    (
        Step(1, "国", "依頼文を送る", Kind.START, (Branch(2),), means="メール"),
        Step(
            2,
            "県",
            "回答に不備がないか",
            Kind.DECISION,
            (Branch(4, "なし", 0.7), Branch(3, "あり", 0.3)),
            10,
            rank="主事",
        ),
        Step(
            3,
            "県",
            "不備を照会する",
            next=(Branch(2),),
            minutes=2.5,
            wait="3日",
            seal=True,
            inputs=("氏名・住所", "電話"),
        ),
        Step(4, "県", "=国へ報告する", next=(Branch(None),), note="1行目\n2行目"),
        Step(5, "県", "まだわからない"),
    ),
    "現状",
    12,
    "県の担当",
    "2026-11-25",
    (Lane("国", LaneKind.OTHER), Lane("県", LaneKind.STAFF, 2, 2900)),
    (Remark(3, "何件ありますか", "6件です", "係長", "2026-11-20"), Remark(None, "全体で何日かかりますか")),
)


def book(path: Path, rows: Sequence[Sequence[object]], *merged: str, title: str = "Sheet1") -> Path:
    """A workbook as somebody else would make it."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    made.save(path)
    return path


def told(steps: Sequence[Step]) -> list[tuple[str, str, tuple[int | None, ...]]]:
    return [(step.who, step.what, tuple(way.to for way in step.next)) for step in steps]


# --- our own workbook ----------------------------------------------------------------------------


def test_everything_comes_back(tmp_path: Path) -> None:
    path = write_workbook(FLOW, tmp_path / "照会.xlsx", picture=False)

    assert (FLOW, ()) == (read_workbook(path).flow, read_workbook(path).problems)


def test_the_table_is_ready_to_be_gone_on_with(tmp_path: Path) -> None:
    path = write_workbook(FLOW, tmp_path / "照会.xlsx", picture=False)

    sheet = openpyxl.load_workbook(path)["手順"]
    assert ("A1", "照会の取りまとめ（現状）") == (sheet["A1"].coordinate, sheet["A1"].value)
    assert ["番号", "だれが", "職位", "種類", "何を", "次"] == [cell.value for cell in sheet[4][:6]]
    assert ("landscape", 9, True, 0) == (
        sheet.page_setup.orientation,
        sheet.page_setup.paperSize,
        sheet.sheet_properties.pageSetUpPr.fitToPage,
        sheet.page_setup.fitToHeight,  # as many pages down as it takes; one across is what Excel does by itself
    )
    assert ("F5", "$4:$4") == (sheet.freeze_panes, sheet.print_title_rows)
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    kinds = f'"{",".join(kind.label for kind in Kind)}"'
    assert [kinds, '"○"'] == [rule.formula1 for rule in lists if "紙" not in str(rule.formula1)]
    assert all(not rule.showErrorMessage for rule in lists)


def test_what_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    path = write_workbook(FLOW, tmp_path / "照会.xlsx", picture=False)

    cell = openpyxl.load_workbook(path)["手順"]["E8"]
    assert ("=国へ報告する", "s") == (cell.value, cell.data_type)


def test_the_picture_stands_on_a_sheet_of_its_own_with_words_for_who_cannot_see_it(tmp_path: Path) -> None:
    path = write_workbook(FLOW, tmp_path / "照会.xlsx")

    assert ["手順", "図", "担当", "確かめたこと"] == openpyxl.load_workbook(path).sheetnames
    with zipfile.ZipFile(path) as parts:
        assert parts.read("xl/media/image1.png").startswith(b"\x89PNG")
        assert "不備を照会する" in parts.read("xl/drawings/drawing1.xml").decode()
    assert FLOW == read_workbook(path).flow


def test_without_the_parts_that_draw_the_table_is_there_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_given: object) -> None:
        raise SetupError("図を描く部品がありません。")

    monkeypatch.setattr(picture_module, "save_picture", missing)
    path = write_workbook(FLOW, tmp_path / "照会.xlsx")

    said = openpyxl.load_workbook(path)["図"]["A1"].value
    assert said == "このPCには図を描く部品がないため、図を入れられませんでした。手順の表は「手順」のシートにあります。"


def test_a_file_that_is_there_is_not_replaced_unless_one_says_so(tmp_path: Path) -> None:
    path = book(tmp_path / "照会.xlsx", [["大切な表"]])
    before = path.read_bytes()

    with pytest.raises(InputError, match="同じ名前のファイルがあります。"):
        write_workbook(FLOW, path, picture=False)
    assert before == path.read_bytes()
    assert FLOW == read_workbook(write_workbook(FLOW, path, picture=False, overwrite=True)).flow


def test_an_empty_flow_is_an_empty_table(tmp_path: Path) -> None:
    assert Flow() == read_workbook(write_workbook(Flow(), tmp_path / "a.xlsx")).flow


def test_values_that_no_cell_can_hold_do_no_harm(tmp_path: Path) -> None:
    odd = Step(
        1, "県\ud800", "\x00\x0b票&<見る>" * 9000, next=(Branch(1, "\ud800", float("nan")),), minutes=float("inf")
    )
    flow = Flow("&P\ud800" * 100, (odd, odd), cases=float("nan"))

    path = write_workbook(flow, tmp_path / "a.xlsx", picture=False)

    assert [1, 1] == [step.number for step in read_workbook(path).flow.steps]


@given(any_steps())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_steps_of_any_flow_come_back(tmp_path: Path, steps: tuple[Step, ...]) -> None:
    ditto = {"〃", "同上", '"', "”", "“"}  # as an owner, a medium …: the same as above
    assume(not any({s.who, s.rank, s.system, s.means, s.document} & ditto for s in steps))
    path = write_workbook(Flow("", steps), tmp_path / "a.xlsx", picture=False, overwrite=True)

    assert steps == read_workbook(path).flow.steps


# --- other people's tables -----------------------------------------------------------------------


HEAD = ["№", "担当課", "作業内容", "次の手順", "条件", "作業時間（分）"]


def test_a_table_with_titles_above_and_blanks_around_is_found(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        [
            ["", "別紙1　業務フロー整理表"],
            ["", "作成者", "", "県　太郎", "", "年間件数", "1,200件"],
            [],
            ["", *HEAD, "", "備　考"],
            ["", 1, "国", "依頼文を送る", "", "", None, "", "毎月"],
            [],
            ["", 2, "県", "届いたか", "３、おわり", "いいえ、はい", 5],
            ["", 3, "県", "督促を送る", "→2", "", "約１０分"],
            ["", "※ 分は担当者の聞き取りによる"],
        ],
        "B1:G1",
    )

    reading = read_workbook(path)

    assert reading.problems == ()
    assert ("別紙1　業務フロー整理表", "県　太郎", 1200) == (
        reading.flow.title,
        reading.flow.author,
        reading.flow.cases,
    )
    assert [("国", "依頼文を送る", (2,)), ("県", "届いたか", (3, None)), ("県", "督促を送る", (2,))] == told(
        reading.flow.steps
    )
    assert [(None, "毎月"), (5, ""), (10, "")] == [(step.minutes, step.note) for step in reading.flow.steps]


def test_merged_owners_and_ditto_marks_hold_for_the_rows_below(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        [
            ["担当", "作業", "次"],
            ["県", "票を作る", ""],
            ["", "票を送る", ""],
            ["市町", "票に書く", ""],
            ["〃", "票を返す", ""],
        ],
        "A2:A3",
    )

    assert ["県", "県", "市町", "市町"] == [step.who for step in read_workbook(path).flow.steps]


def test_a_step_may_take_a_row_for_each_way_out(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        [
            ["番号", "担当", "作業", "条件", "次"],
            [1, "県", "届いたか", "はい", 2],
            ["", "", "", "いいえ", "おわり"],
            [2, "県", "票をまとめる", "", ""],
        ],
        "A2:A3",
        "B2:B3",
        "C2:C3",
    )

    steps = read_workbook(path).flow.steps

    assert ((Branch(2, "はい"), Branch(None, "いいえ")), (Branch(None),)) == (steps[0].next, steps[1].next)


def test_names_of_columns_may_take_two_rows(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        [["担当", "作業", "進み方", ""], ["", "", "次", "条件"], ["県", "届いたか", "1、おわり", "いいえ、はい"]],
        "A1:A2",
        "B1:B2",
        "C1:D1",
    )

    assert ((Branch(1, "いいえ"), Branch(None, "はい")),) == tuple(s.next for s in read_workbook(path).flow.steps)


def test_dates_ticks_and_percents_of_excel_are_understood(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        [
            ["作業", "次", "条件", "割合", "期限", "押印"],
            ["届いたか", "1、おわり", "いいえ、はい", 0.25, dt.datetime(2026, 3, 31), True],  # noqa: DTZ001 - of Excel
        ],
    )

    reading = read_workbook(path)

    step = reading.flow.steps[0]
    assert ((0.25, 0.75), "2026-03-31", True) == (tuple(way.share for way in step.next), step.deadline, step.seal)
    assert reading.problems == ()


def test_a_problem_names_the_sheet_the_row_and_the_column(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["手順書"], [], ["", *HEAD], ["", 1, "県", "票を送る", "係長へ", "", "半日"]]

    found = read_workbook(book(tmp_path / "a.xlsx", rows, title="現状")).problems

    assert found == (
        TableProblem(
            4,
            "シート「現状」E列「次」",
            "「係長へ」を手順の番号として読めませんでした。次の手順の番号か「おわり」を書いてください。",
        ),
        TableProblem(
            4,
            "シート「現状」G列「分」",
            "「半日」を1つの数として読めませんでした。30 のように数を1つ書いてください。",
        ),
    )


def test_the_first_sheet_with_a_table_is_read_or_the_one_that_is_named(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.create_sheet("現状").append(["担当", "作業"])
    made["現状"].append(["県", "紙で送る"])
    made.create_sheet("見直し後").append(["担当", "作業"])
    made["見直し後"].append(["県", "メールで送る"])
    made.save(tmp_path / "a.xlsx")

    assert "紙で送る" == read_workbook(tmp_path / "a.xlsx").flow.steps[0].what
    assert "メールで送る" == read_workbook(tmp_path / "a.xlsx", "見直し後").flow.steps[0].what
    with pytest.raises(
        MissingError, match="シート「将来」がありません。あるのは 「Sheet」・「現状」・「見直し後」 です。"
    ):
        read_workbook(tmp_path / "a.xlsx", "将来")


def test_a_sheet_without_a_table_is_told_what_is_looked_for(tmp_path: Path) -> None:
    message = (
        "列の名前の行が、上から20行の中に見つかりません。"
        "「だれが」「何を」「次」のような名前を、表のすぐ上の1行に書いてください。"
    )

    reading = read_workbook(book(tmp_path / "a.xlsx", [["売上"], [3]]))

    assert (Flow(), (TableProblem(0, "シート「Sheet1」", message),)) == (reading.flow, reading.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_a_csv_is_read_in_the_ways_excel_writes_it(tmp_path: Path, encoding: str, mark: str) -> None:
    lines = ["担当,作業,次", '県,届いたか,"1、\nおわり"', "県,票を送る,半分"]
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(lines).replace(",", mark).encode(encoding))

    reading = read_csv(path)

    assert [("県", "届いたか", (1, None)), ("県", "票を送る", ())] == told(reading.flow.steps)
    assert [(3, "3列目「次」")] == [(problem.row, problem.column) for problem in reading.problems]


# --- any file ------------------------------------------------------------------------------------


def test_a_flow_is_read_by_the_ending_of_the_file(tmp_path: Path) -> None:
    import json

    bare = replace(FLOW, remarks=())
    (tmp_path / "a.txt").write_text(write_outline(FLOW), encoding="cp932")
    (tmp_path / "a.json").write_text(json.dumps(FLOW.to_dict()), encoding="utf-8")
    write_workbook(FLOW, tmp_path / "a.XLSX", picture=False)

    assert (bare, FLOW, FLOW) == tuple(read_flow(tmp_path / name).flow for name in ("a.txt", "a.json", "a.XLSX"))


def test_a_drawing_of_another_tool_is_a_flow_too(tmp_path: Path) -> None:
    from kaizen_helpers.flow.formats.bpmn_export import flow_to_bpmn
    from kaizen_helpers.flow.formats.drawio import flow_to_drawio
    from kaizen_helpers.flow.formats.pptx_shapes import flow_to_pptx

    (tmp_path / "a.bpmn").write_bytes(flow_to_bpmn(FLOW))
    (tmp_path / "a.drawio").write_bytes(flow_to_drawio(FLOW))
    flow_to_pptx(FLOW, tmp_path / "a.pptx")

    for name in ("a.bpmn", "a.drawio", "a.pptx"):
        assert [step.what for step in FLOW.steps] == [step.what for step in read_flow(tmp_path / name).flow.steps]


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("xl/sharedStrings.xml", b" " * 25_000_000)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", b"", "a.xlsx: 中身が空です。保存し直したファイルを選んでください。"),
        ("a.xlsx", b"hello", "a.xlsx: Excel のファイル（.xlsx）ではありません。.xlsx を選んでください。"),
        ("a.xlsx", b"PK\x03\x04broken",
         "a.xlsx: ファイルが壊れているか、途中で切れています。元のアプリで開いて、別の名前で保存し直してください。"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
         "a.xlsx: 古い形式（.xls）のファイルです。Excel で開いて「名前を付けて保存」で .xlsx にしてください。"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
         "a.xlsx: パスワードで保護されています。Excel で開いて、パスワードを外した写しを選んでください。"),
        ("a.xlsx", None, "a.xlsx: 広げると大きすぎるファイルです。手順の表だけを新しいファイルに写してください。"),
        ("a.json", b"{", "a.json: JSON として読めませんでした。ファイルを書き出し直してください。"),
        ("a.json", b"[" * 100_000, "a.json: JSON として読めませんでした。ファイルを書き出し直してください。"),
        ("a.json", b"3", "フロー: フローのデータの形が違います。保存し直したファイルで試してください。"),
        ("a.txt", b"\x81\xff\xff",
         "a.txt: 文字として読めませんでした。メモ帳で開き、文字コードを UTF-8 にして保存し直してください。"),
        ("a.csv", b'"' + b"a" * 200_000,
         "a.csv: 表として読めませんでした。Excel で開いて「CSV UTF-8」で保存し直してください。"),
        ("a.doc", b"",
         "a.doc: この種類のファイルは読めません。"
         ".xlsx・.xlsm・.csv・.txt・.json・.bpmn・.drawio・.pptx のどれかを選んでください。"),
    ],
)  # fmt: skip
def test_a_bad_file_is_one_sentence(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    if content is None:
        _bomb(tmp_path / name)
    else:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError) as caught:
        read_flow(tmp_path / name)

    assert message == str(caught.value)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    message = "ファイルを開けませんでした。名前と場所、ほかのアプリで開いたままでないかを確かめてください。"

    for name in ("a.xlsx", "a.txt"):
        with pytest.raises(MissingError, match=message):
            read_flow(tmp_path / name)


def test_no_damaged_workbook_raises_anything_else(tmp_path: Path) -> None:
    """Every part of a good workbook, cut off in the middle, filled with rubbish, or left out."""
    good = write_workbook(FLOW, tmp_path / "good.xlsx", picture=False)
    with zipfile.ZipFile(good) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    sentences: set[str] = set()
    for name, content in contents.items():
        for damaged in (content[: len(content) // 2], b"<a>&lol;</a>", content.replace(b'="', b'="x'), None):
            path = tmp_path / "bad.xlsx"
            with zipfile.ZipFile(path, "w") as made:
                for other, kept in contents.items():
                    data = damaged if other == name else kept
                    if data is not None:
                        made.writestr(other, data)
            try:
                read_workbook(path)
            except KaizenError as error:
                sentences.add(error.message_ja)
    assert sentences
    assert all(sentence.endswith("。") for sentence in sentences)


def test_a_cell_far_away_does_no_harm(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["担当", "作業"])
    sheet.append(["県", "票を送る"])
    sheet["XFD1048576"] = "x"
    made.save(tmp_path / "a.xlsx")

    assert [("県", "票を送る", (None,))] == told(read_workbook(tmp_path / "a.xlsx").flow.steps)
