"""``kaizen excel repair``: a plan to look through, then the repaired table, or the reasons why not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from kaizen_helpers.cli import main
from kaizen_helpers.errors import InputError, MissingError, WriteError
from kaizen_helpers.excel.samples import dirty_book, write_dirty
from kaizen_helpers.workplace.excel_repair_kit import repair_file

ROWS = (
    ("申請の一覧", None, None, None),
    ("受付番号", "課", "申請額", "状況"),
    ("00108", "総務課", "1,200円", "受付"),
    (115, "税務課", "▲５００", "受付済"),
    ("00122", None, "－", "差戻し"),
)


def made(path: Path, *rows: tuple[object, ...], sheet: str = "一覧") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows or ROWS:
        book.active.append(row)
    book.save(path)
    return path


def planned(source: Path) -> Path:
    kit, done = repair_file(source)
    assert done
    return kit.files[0]


def written(
    plan: Path, answers: Mapping[str, object], columns: Mapping[str, Mapping[str, object]] | None = None
) -> Path:
    """Fill a plan as a person does in Excel: answers by a part of the question, columns by name and heading."""
    book = openpyxl.load_workbook(plan)
    for row in book["直し方"].iter_rows():
        for part, answer in answers.items():
            if row[0].value and part in str(row[0].value):
                row[1].value = answer
    heads = [cell.value for cell in book["列"][1]]
    for row in book["列"].iter_rows(min_row=2):
        for head, value in (columns or {}).get(str(row[0].value), {}).items():
            row[heads.index(head)].value = value
    book.save(plan)
    return plan


def cells(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in openpyxl.load_workbook(path)[sheet].iter_rows()]


def test_the_first_run_changes_nothing_and_says_what_to_do_next(tmp_path: Path) -> None:
    source = made(tmp_path / "申 請.xlsx")
    before = source.read_bytes()
    kit, done = repair_file(source)
    assert done
    assert kit.folder == tmp_path / "申 請（直し方）"
    assert [path.name for path in kit.files] == ["直し方.xlsx"]
    told = "\n".join(kit.sentences)
    assert "まだ何も直していません" in told
    assert f'kaizen excel repair "{source}" --plan "{kit.files[0]}"' in told
    assert source.read_bytes() == before


def test_the_plan_shows_columns_with_examples_and_asks_what_is_open(tmp_path: Path) -> None:
    plan = planned(made(tmp_path / "a.xlsx"))
    columns = cells(plan, "列")
    assert columns[1][:5] == ("受付番号", "00108／115／00122", "番号・コード", None, 5)
    assert columns[3][2] == "数"
    questions = [str(row[0]) for row in cells(plan, "直し方")]
    assert any("「申請額」の「－」は、どういう意味ですか" in one for one in questions)
    assert openpyxl.load_workbook(plan)["列"].data_validations.dataValidation


def test_the_second_run_repairs_as_the_person_answered(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx")
    plan = written(planned(source), {"どういう意味": "空欄"})
    kit, done = repair_file(source, plan=plan)
    assert done
    assert [path.name for path in kit.files] == ["a（直した表）.xlsx", "前と後.html", "使った直し方.xlsx"]
    assert cells(kit.files[0], "表")[1:] == [
        ("00108", "総務課", 1200, "受付"),
        ("00115", "税務課", -500, "受付済"),
        ("00122", None, None, "差戻し"),
    ]
    ledger = cells(kit.files[0], "変更の記録")
    assert ("A4", "115", "00115") in {(row[0], row[2], row[3]) for row in ledger}
    assert {row[3] for row in cells(kit.files[0], "確かめ")[1:]} == {"合っています"}
    assert "説明" in openpyxl.load_workbook(kit.files[0]).sheetnames


def test_an_open_question_is_a_reason_to_refuse_and_comes_back_in_a_new_plan(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx")
    kit, done = repair_file(source, plan=planned(source))
    assert not done
    assert [path.name for path in kit.files] == ["直し方.xlsx"]
    assert kit.folder.name == "a（直し方） (2)"
    assert any("どういう意味" in line for line in kit.sentences)


def test_choices_of_a_person_bring_their_spellings_into_the_table_of_them(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx")
    choices = {"状況": {"種類": "選択肢", "選べる言葉": "受付、差戻し"}}
    plan = written(planned(source), {"どういう意味": "空欄"}, choices)
    kit, done = repair_file(source, plan=plan)
    assert not done
    again = kit.files[0]
    assert cells(again, "対応表")[1][:3] == ("状況", "受付済", None)
    book = openpyxl.load_workbook(again)
    book["対応表"]["C2"].value = "受付"
    book.save(again)
    kit, done = repair_file(source, plan=again)
    assert done
    assert [row[3] for row in cells(kit.files[0], "表")[1:]] == ["受付", "受付", "差戻し"]


def test_the_plan_that_was_used_repairs_again_to_the_same_table(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx")
    first, _ = repair_file(source, plan=written(planned(source), {"どういう意味": "空欄"}))
    second, done = repair_file(source, plan=first.files[2])
    assert done
    assert cells(second.files[0], "表") == cells(first.files[0], "表")


def test_accept_repairs_at_once_where_nothing_is_open(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx", ("課", "人数"), ("総務課", "１２人"), ("税務課", 3))
    kit, done = repair_file(source, accept=True)
    assert done
    assert cells(kit.files[0], "表") == [("課", "人数（人）"), ("総務課", 12), ("税務課", 3)]


def test_accept_refuses_where_a_person_has_to_decide(tmp_path: Path) -> None:
    kit, done = repair_file(made(tmp_path / "a.xlsx"), accept=True)
    assert not done
    assert kit.files[0].name == "直し方.xlsx"


def test_the_page_shows_before_and_after_without_a_request(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx", ("課", "人数"), ("<b>総務課", "１２人"))
    kit, _ = repair_file(source, accept=True)
    page = kit.files[1].read_text("utf-8")
    assert page.count("<svg") == 2
    assert "<b>総務課" not in page
    assert "<script" not in page
    assert "直: 値を変えたセル" in page


def test_two_rows_of_one_key_are_asked_once_the_key_is_told(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx", ("課", "人数"), ("総務課", 1), ("総務課", 2))
    kit, done = repair_file(source, plan=written(planned(source), {"行を見分ける列": "課"}))
    assert not done
    assert any("同じ行があります" in line for line in kit.sentences)


def test_the_plan_of_another_file_is_refused(tmp_path: Path) -> None:
    plan = planned(made(tmp_path / "a.xlsx"))
    with pytest.raises(InputError, match=r"「a\.xlsx」"):
        repair_file(made(tmp_path / "b.xlsx"), plan=plan)


def test_a_column_name_that_was_changed_in_the_plan_is_told(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx")
    plan = written(planned(source), {}, {"課": {"列の名前": "部"}})
    with pytest.raises(InputError, match="「部」という列は、表にありません"):
        repair_file(source, plan=plan)


def test_a_kind_that_is_none_is_told_with_its_cell(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx")
    plan = written(planned(source), {}, {"課": {"種類": "もじ"}})
    with pytest.raises(InputError, match="もじ"):
        repair_file(source, plan=plan)


def test_what_is_no_plan_is_refused(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="直し方"):
        repair_file(source, plan=source)


def test_other_sheets_are_told_and_can_be_chosen(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx", ("課", "人数"), ("総務課", 1))
    book = openpyxl.load_workbook(source)
    other = book.create_sheet("別の表")
    for row in (("市", "件数"), ("佐賀市", 2)):
        other.append(row)
    book.save(source)
    assert any("「別の表」があります" in line for line in repair_file(source)[0].sentences)
    kit, _ = repair_file(source, sheet="別の表", accept=True)
    assert cells(kit.files[0], "表")[0] == ("市", "件数")
    with pytest.raises(InputError, match="「ない」というシートはありません"):
        repair_file(source, sheet="ない")


def test_one_of_several_tables_is_chosen_by_its_place(tmp_path: Path) -> None:
    rows = (
        ("課", "人数"),
        ("総務課", 1),
        ("税務課", 2),
        (None,),
        (None,),
        (None,),
        ("市", "件数"),
        ("佐賀市", 2),
        ("鳥栖市", 1),
    )
    source = made(tmp_path / "a.xlsx", *rows)
    with pytest.raises(InputError, match="--table 1"):
        repair_file(source)
    kit, _ = repair_file(source, table=2, accept=True)
    assert cells(kit.files[0], "表")[0] == ("市", "件数")
    with pytest.raises(InputError, match="1〜2"):
        repair_file(source, table=3)


@pytest.mark.parametrize(("rows", "message"), [((("",),), "値の入ったシート"), ((("メモ",),), "見出しのある表")])
def test_a_sheet_without_a_table_says_what_to_do(
    rows: tuple[tuple[object, ...], ...], message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=message):
        repair_file(made(tmp_path / "a.xlsx", *rows))


def test_a_folder_that_cannot_be_written_to_says_what_to_do(tmp_path: Path) -> None:
    source, blocked = made(tmp_path / "a.xlsx"), tmp_path / "ふさがり"
    blocked.write_text("a file where the folder would be", "utf-8")
    with pytest.raises(WriteError, match="--folder"):
        repair_file(source, folder=blocked)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        repair_file(tmp_path / "ない.xlsx")


@pytest.mark.parametrize("case", ["C2", "C1-年度"])
def test_a_dirty_workbook_of_the_course_is_planned_answered_and_repaired(case: str, tmp_path: Path) -> None:
    source = write_dirty(dirty_book(case, 3), tmp_path / f"{case}.xlsx")
    answers = {"どういう意味": "空欄", "千円単位": "円に直す", "数が入る列": "件数"}
    kit, done = repair_file(source, plan=written(planned(source), answers))
    assert done, kit.sentences
    assert len(cells(kit.files[0], "変更の記録")) > 30


def test_the_verb_ends_with_one_where_it_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = made(tmp_path / "a.xlsx")
    assert main(["excel", "repair", str(source)]) == 0
    assert main(["excel", "repair", str(source), "--accept"]) == 1
    assert "まだ直せません" in capsys.readouterr().out
    assert main(["excel", "repair", str(source), str(source)]) == 1
    assert "ファイルは1つだけ" in capsys.readouterr().err
