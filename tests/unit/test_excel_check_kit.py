"""``kaizen excel check`` on files as they lie in offices."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from kaizen_helpers.cli import main
from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.workplace import verbs
from kaizen_helpers.workplace.excel_check_kit import check_files, short_stem


def made(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows or (("課", "人数"), ("総務課", "１２人")):
        book.active.append(row)
    book.save(path)
    return path


def test_one_file_becomes_a_page_and_an_annotated_copy_beside_it(tmp_path: Path) -> None:
    source = made(tmp_path / "調 査票.xlsx")
    before = source.read_bytes()
    kit = check_files([source])
    assert kit.folder == tmp_path / "調 査票（検査）"
    assert [path.name for path in kit.files] == ["調 査票（検査）.html", "調 査票（指摘つき）.xlsx"]
    assert all(path.is_file() for path in kit.files)
    assert source.read_bytes() == before


def test_the_same_command_twice_makes_a_second_folder(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx")
    first, second = check_files([source]), check_files([source])
    assert second.folder.name == "a（検査） (2)"
    assert all(path.is_file() for path in first.files + second.files)


def test_a_bad_file_costs_only_itself(tmp_path: Path) -> None:
    good, bad = made(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    bad.write_bytes(b"PK\x03\x04 cut")
    kit = check_files([bad, good])
    assert "まとめ.html" in [path.name for path in kit.files]
    assert "a（検査）.html" in [path.name for path in kit.files]
    assert any(line.startswith("！ b.xlsx は調べられませんでした。") for line in kit.sentences)
    assert "b.xlsx" in kit.files[0].read_text("utf-8")


def test_a_folder_stands_for_the_tables_in_it(tmp_path: Path) -> None:
    place = tmp_path / "表"
    place.mkdir()
    made(place / "a.xlsx")
    (place / "b.csv").write_text("課,人数\n総務課,3\n", "utf-8")
    (place / "~$a.xlsx").write_bytes(b"lock of Excel")
    (place / "メモ.md").write_text("x", "utf-8")
    pages = [path.name for path in check_files([place], folder=tmp_path).files if path.suffix == ".html"]
    assert pages == ["まとめ.html", "a（検査）.html", "b（検査）.html"]


def test_two_files_of_one_name_keep_apart(tmp_path: Path) -> None:
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
    sources = [made(tmp_path / name / "a.xlsx") for name in ("x", "y")]
    kit = check_files(sources, folder=tmp_path)
    assert len({path.name for path in kit.files}) == 5


def test_a_paper_is_told_as_no_data_and_has_no_copy(tmp_path: Path) -> None:
    paper = tmp_path / "表.pdf"
    paper.write_bytes(b"%PDF-1.4\n")
    kit = check_files([paper])
    assert [path.name for path in kit.files] == ["表（検査）.html"]
    assert "L1-01" in " ".join(kit.sentences)


def test_the_file_of_another_year_is_compared(tmp_path: Path) -> None:
    this, earlier = made(tmp_path / "a.xlsx"), made(tmp_path / "b.xlsx", ("課", "人員"), ("総務課", 3))
    page = check_files([this], earlier=earlier).files[0].read_text("utf-8")
    assert "年度が変わっても、項目をそろえる" in page


@pytest.mark.parametrize(("name", "kind"), [("ない.xlsx", MissingError), ("", InputError)])
def test_a_wrong_path_or_an_empty_folder_says_what_to_do(name: str, kind: type[Exception], tmp_path: Path) -> None:
    with pytest.raises(kind):
        check_files([tmp_path / name])


def test_nothing_is_made_where_no_file_can_be_read(tmp_path: Path) -> None:
    empty = tmp_path / "a.xlsx"
    empty.write_bytes(b"")
    with pytest.raises(InputError):
        check_files([empty, empty])
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_long_name_is_cut_in_the_names_of_what_is_made() -> None:
    assert len(short_stem(Path("あ" * 80 + ".xlsx"))) == 50


def test_the_verb_tells_what_to_do_first_and_where_the_files_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["excel", "check", str(made(tmp_path / "a.xlsx"))]) == 0
    told = capsys.readouterr()
    assert "1. " in told.out
    assert "a（指摘つき）.xlsx" in told.out
    assert told.err == ""


def test_the_verb_says_one_line_where_the_file_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["excel", "check", str(tmp_path / "ない.xlsx")]) == 1
    assert capsys.readouterr().err == "ない.xlsx: ファイルがありません。名前と場所を確かめてください。\n"


def test_the_verb_alone_says_what_it_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["excel"]) == 0
    assert "kaizen excel check" in capsys.readouterr().out
    assert main(["excel", "check"]) == 2


@pytest.mark.parametrize(
    "words",
    [
        ["check", "a.xlsx", "--purpose", "作業用"],
        ["check", "--purpose", "作業用", "a.xlsx"],
        ["--purpose", "作業用", "check", "a.xlsx"],
    ],
    ids=["behind", "between", "in front"],
)
def test_an_option_may_stand_anywhere(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path / "a.xlsx")
    monkeypatch.chdir(tmp_path)
    assert main(["excel", *words]) == 0
    assert "手元で使う表として" in (tmp_path / "a（検査）" / "a（検査）.html").read_text("utf-8")


def test_only_what_takes_long_says_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 1.0, 2.0, 4.0, 5.0, 6.0])
    monkeypatch.setattr(verbs, "monotonic", lambda: next(clock))
    told = verbs._Slowly()
    told("調べています", 0)
    told("回答", 5_000)
    told("回答", 10_000)
    told("回答", 15_000)
    told("調べています", 0)
    assert capsys.readouterr().err == "読んでいます… 「回答」10,000行目\n調べています…\n"
