"""``kaizen flow``: what somebody who knows Excel gets of a table of steps, without Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaizen_helpers import cli
from kaizen_helpers.flow import read_flow, read_outline, write_workbook
from kaizen_helpers.workplace.flow_kit import make_kit

CASES = Path(__file__).resolve().parents[2] / "courses" / "01_flow" / "cases"
ALWAYS = {
    "図.png",
    "図（印刷用）.pdf",
    "手順の表.xlsx",
    "確認シート（上司に見てもらう）.html",
    "図形（Excelで直せる）.xlsx",
    "図形（PowerPointで直せる）.pptx",
    "図.drawio",
    "図.bpmn",
}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """C1 as somebody's own Excel table."""
    path = tmp_path / "照会.xlsx"
    write_workbook(read_outline((CASES / "c1_genjo.txt").read_text(encoding="utf-8")).flow, path, picture=False)
    return path


def test_a_table_becomes_a_folder_with_pictures_sheets_and_files_of_other_tools(table: Path) -> None:
    kit = make_kit(table)

    assert ALWAYS == {path.name for path in kit.files} == {path.name for path in kit.folder.iterdir()}
    steps = read_flow(table).flow.steps
    for name in (
        "手順の表.xlsx",
        "図形（Excelで直せる）.xlsx",
        "図形（PowerPointで直せる）.pptx",
        "図.drawio",
        "図.bpmn",
    ):
        assert steps == read_flow(kit.folder / name).flow.steps, name
    assert any("転記" in sentence for sentence in kit.sentences)
    assert any("作業は年104時間です" in sentence for sentence in kit.sentences)


def test_two_flows_are_compared(table: Path) -> None:
    kit = make_kit(table, CASES / "c1_minaoshi.txt")

    assert {path.name for path in kit.files} == {*ALWAYS, "見直しシート.html"}
    assert any("80.3時間（77%）減る見込みです" in sentence for sentence in kit.sentences)


def test_what_was_made_before_is_never_written_over(table: Path) -> None:
    first = make_kit(table)
    (first.folder / "図.png").write_bytes(b"mine")
    again = make_kit(table)

    assert (first.folder / "図.png").read_bytes() == b"mine"
    assert again.folder.name == "照会（業務フロー図） (2)"


def test_the_verb_says_what_it_made_and_where(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == cli.main(["flow", str(table), "--folder", str(tmp_path / "出力")])

    said = capsys.readouterr().out
    assert f"次のフォルダに8個のファイルを作りました:\n  {tmp_path / '出力' / '照会（業務フロー図）'}\n" in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("無い.xlsx", None),
        ("空.txt", b""),
        ("壊れた.xlsx", b"PK\x03\x04broken"),
        ("読めない.dat", b"\x00\x01"),
        ("題だけ.csv", b"a,b\n"),
    ],
)
def test_a_file_that_is_no_flow_is_one_sentence_and_leaves_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    assert 1 == cli.main(["flow", str(tmp_path / name)])

    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "思わぬ理由" not in said.err
    assert [path.name for path in tmp_path.iterdir()] == ([name] if content is not None else [])
