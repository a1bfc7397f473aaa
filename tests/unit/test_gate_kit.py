"""``kaizen gate`` and ``kaizen handover``: files of an office in, a folder with pages and workbooks out."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from kaizen_helpers import cli
from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.flow import read_flow
from kaizen_helpers.forms import read_form, write_form
from kaizen_helpers.organisation import read_organisation
from kaizen_helpers.plan import gate_form, handover_form
from kaizen_helpers.workplace.gate_kit import blank_gate, make_gate, make_handover, read_dossier

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "courses" / "07_plan" / "example"
AS_IS = ROOT / "courses" / "01_flow" / "cases" / "c1_genjo.txt"
FIRST = [EXAMPLE / name for name in ("flow_first.txt", "app_first.json", "gate_first.json")]
READY = [EXAMPLE / name for name in ("flow_ready.txt", "app_ready.json", "gate_ready.json", "handover.json")]
TODAY = date(2026, 11, 27)
SMALL = """題名：小さな照会　版：見直し後
県の担当：依頼文が届く ［メール］
県の担当：回答を受け取り、受付を記録する ［kintone、入力情報：受付日］
県の担当：集計表を提出する ［メール］ →おわり
"""
"""Drawn in a moment."""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "図" / "小さな照会.txt"
    path.parent.mkdir()
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_the_first_attempt_makes_the_page_and_the_workbooks_to_go_on_with(tmp_path: Path) -> None:
    kit = make_gate([*FIRST, AS_IS], tmp_path, TODAY)

    assert ["本番利用ゲート（結果）.html", "本番利用ゲート.xlsx", "引継ぎ書.xlsx"] == [path.name for path in kit.files]
    assert kit.sentences[0].startswith("△ 「照会の受付と督促」は、まだです。")
    assert "もう一度 kaizen gate に渡してください" in kit.sentences[-1]


def test_the_second_attempt_passes(tmp_path: Path) -> None:
    kit = make_gate([*READY, AS_IS], tmp_path, TODAY)

    assert ["本番利用ゲート（結果）.html", "本番利用ゲート.xlsx"] == [path.name for path in kit.files]
    assert ("○ 「照会の受付と督促」は、本番利用ゲートに合格です。12項目がそろっています。",) == kit.sentences


def test_the_workbook_offers_proposals_that_only_a_tick_makes_count(tmp_path: Path, small: Path) -> None:
    """A person ticks the proposals in Excel and hands the workbook in again."""
    made = make_gate([small, *FIRST[1:]], tmp_path, TODAY)
    values = read_form(gate_form(), made.folder / "本番利用ゲート.xlsx", TODAY).values
    proposed = [row["code"] for row in values["fields"] if str(row["footing"]).startswith("候補")]
    for row in values["fields"]:
        row["confirmed"] = True if row["code"] in proposed else None
    ticked = write_form(gate_form(), tmp_path / "記入後.xlsx", values)

    again = make_gate([small, FIRST[1], ticked], tmp_path, TODAY)

    assert "受付キー" in proposed
    assert {row["footing"].split(":")[0] for row in _fields(again.folder) if row["code"] in proposed} == {"人が確認"}
    assert any("△ 項目と手順" in sentence for sentence in again.sentences)  # for some nothing was proposed


def _fields(folder: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = read_form(gate_form(), folder / "本番利用ゲート.xlsx", TODAY).values["fields"]
    return rows


def test_files_may_come_in_any_order_and_be_workbooks_or_folders(tmp_path: Path) -> None:
    place = tmp_path / "定義"
    place.mkdir()
    parts = json.loads(READY[1].read_text(encoding="utf-8"))
    for name, part in parts.items():
        (place / f"{name}.json").write_text(json.dumps(part, ensure_ascii=False), encoding="utf-8")
    found = read_dossier([READY[3], AS_IS, place, READY[2], READY[0]], read_organisation(), TODAY)

    assert found.app is not None
    assert (found.app.name, found.app.missing) == ("照会の受付と督促", ())
    assert found.flow is not None
    assert (found.flow.version, found.as_is and found.as_is.version) == ("見直し後", "現状")
    assert found.gate is not None
    assert found.gate.values["data_class"] == "庁内"
    assert found.handover is not None
    assert found.handover.values["transfer"] == date(2027, 4, 1)
    assert found.told == []


def test_what_a_file_holds_beyond_reading_is_told_with_its_place(tmp_path: Path, small: Path) -> None:
    values = json.loads(READY[2].read_text(encoding="utf-8"))
    values["data_class"] = "ひみつ"
    path = tmp_path / "ゲート.json"
    path.write_text(json.dumps(values), encoding="utf-8")

    kit = make_gate([small, READY[1], path], tmp_path, TODAY)

    assert any("「データの区分」" in sentence and "ひみつ" in sentence for sentence in kit.sentences)


def test_how_a_form_was_read_is_told_and_its_name_of_the_app_is_used(tmp_path: Path) -> None:
    path = tmp_path / "引継ぎ書.json"
    path.write_text(json.dumps({"app_name": "照会アプリ", "transfer": "R9.4.1"}), encoding="utf-8")

    kit = make_handover([path], tmp_path, TODAY)

    assert "照会アプリ（引継ぎ書）" == kit.folder.name
    assert any("2027-04-01と読みました" in sentence for sentence in kit.sentences)


@pytest.mark.parametrize("twice", [0, 1, 2, 3])
def test_two_files_of_one_kind_are_refused_with_the_name_of_the_second(tmp_path: Path, twice: int) -> None:
    copy = tmp_path / f"写し{READY[twice].suffix}"
    shutil.copy(READY[twice], copy)

    with pytest.raises(InputError, match="2つあります") as raised:
        make_gate([*READY, copy], tmp_path, TODAY)

    assert raised.value.where == copy.name


def test_a_file_that_is_not_there_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="見つかりません"):
        make_gate([READY[0], tmp_path / "無い.json"], tmp_path, TODAY)

    assert list(tmp_path.iterdir()) == []


def test_without_an_app_the_gate_says_so_and_keeps_what_was_typed(tmp_path: Path, small: Path) -> None:
    kit = make_gate([small, READY[2]], tmp_path, TODAY)

    assert any("アプリ定義がありません" in sentence for sentence in kit.sentences)
    assert ["点検結果", "係長メモ", "過去の回答"] == [row["code"] for row in _fields(kit.folder)]


def test_the_handover_document_is_made_as_page_word_and_workbook(tmp_path: Path) -> None:
    kit = make_handover(READY, tmp_path, TODAY)

    assert ["引継ぎ書.html", "引継ぎ書.docx", "引継ぎ書.xlsx"] == [path.name for path in kit.files]
    assert "引継ぎ書は、ひととおりそろっています。" in kit.sentences
    values = read_form(handover_form(), kit.folder / "引継ぎ書.xlsx", TODAY).values
    assert ["督促の日付を、だれがどこに残すのかが図から読めません。"] == [row["question"] for row in values["remarks"]]
    assert "8" == next(row["steps"] for row in values["fields"] if row["code"] == "点検結果")


def test_administrators_of_the_gate_go_into_the_document(tmp_path: Path) -> None:
    kit = make_handover([READY[1], READY[2]], tmp_path, TODAY)

    values = read_form(handover_form(), kit.folder / "引継ぎ書.xlsx", TODAY).values
    assert ["照会の担当（主事）", "照会の担当（主査）"] == [row["role"] for row in values["admins"]]


def test_the_document_is_worth_having_without_a_flow(tmp_path: Path) -> None:
    kit = make_handover(READY[1:2], tmp_path, TODAY)

    assert 3 == len(kit.files)
    assert any(sentence.startswith("まだ書かれていません: ") for sentence in kit.sentences)


def test_the_blank_forms_can_be_filled_and_read_again(tmp_path: Path) -> None:
    kit = blank_gate(tmp_path)

    assert read_form(gate_form(), kit.folder / "本番利用ゲート.xlsx").problems == ()
    assert read_form(handover_form(), kit.folder / "引継ぎ書.xlsx").problems == ()
    assert 4 == len(kit.files)


def test_what_was_made_before_is_never_written_over(tmp_path: Path) -> None:
    first = blank_gate(tmp_path)
    (first.folder / "本番利用ゲート.xlsx").write_bytes(b"mine")
    again = blank_gate(tmp_path)

    assert (first.folder / "本番利用ゲート.xlsx").read_bytes() == b"mine"
    assert again.folder.name == "本番利用ゲート (2)"


@pytest.mark.parametrize("verb", ["gate", "handover"])
def test_the_verbs_without_a_file_make_the_blank_forms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    assert 0 == cli.main([verb, "--folder", str(tmp_path)])

    said = capsys.readouterr().out
    assert "引継ぎ書.xlsx" in said
    assert f"kaizen {verb}" in said


def test_the_verb_says_what_is_missing_and_where_it_put_the_files(
    tmp_path: Path, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == cli.main(["gate", str(small), *map(str, FIRST[1:]), "--folder", str(tmp_path)])

    said = capsys.readouterr().out
    assert "1. △ データの区分: " in said
    assert f"次のフォルダに3個のファイルを作りました:\n  {tmp_path / '照会の受付と督促（本番利用ゲート）'}\n" in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("壊れた.json", b"{"),
        ("空.xlsx", b""),
        ("壊れた.xlsx", b"PK\x03\x04broken"),
        ("空.txt", b""),
        ("何か.dat", b"\x00"),
        ("壊れた.zip", b"PK\x03\x04broken"),
        ("一覧.json", b"[1]"),
    ],
)
def test_a_file_that_is_none_of_these_is_one_sentence_and_leaves_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)

    assert 1 == cli.main(["gate", str(tmp_path / name)])

    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "思わぬ理由" not in said.err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_another_form_is_told_from_a_flow_that_cannot_be_read(tmp_path: Path) -> None:
    from kaizen_helpers.plan.register.clinic import REGISTER

    with pytest.raises(InputError, match="様式でも、業務フロー図でもない"):
        read_dossier([write_form(REGISTER, tmp_path / "相談台帳.xlsx")], read_organisation(), TODAY)


def test_a_workbook_of_steps_is_a_flow_and_no_form(tmp_path: Path) -> None:
    from kaizen_helpers.flow import write_workbook

    path = tmp_path / "業務フロー図.xlsx"
    write_workbook(read_flow(READY[0]).flow, path, picture=False)

    found = read_dossier([path], read_organisation(), TODAY)

    assert found.flow is not None
    assert 12 == len(found.flow.steps)
