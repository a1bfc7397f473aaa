"""The returned forms of a folder as one table. Codes and names are public; figures are made up."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kaizen_helpers.cli import main
from kaizen_helpers.errors import InputError, KaizenError, MissingError
from kaizen_helpers.excel.collecting.bodies import Asked, Roll, known_check_digit
from kaizen_helpers.excel.collecting.collecting import collect, read_asked
from kaizen_helpers.excel.collecting.matching import match_headings
from kaizen_helpers.excel.collecting.model import Collected
from kaizen_helpers.excel.collecting.newest import date_in_name
from kaizen_helpers.excel.collecting.report import collected_page, tables_of, write_collected

HEADS = ("団体コード", "団体名", "回答日", "設問1", "設問2_人数", "設問2_金額", "備考")
SAGA, TAKU, TOSU = Asked("412015", "佐賀市"), Asked("412040", "多久市"), Asked("412031", "鳥栖市")
ASKED = (SAGA, TAKU, TOSU)


def book(path: Path, *sheets: Sequence[Sequence[object]], names: Sequence[str] = ()) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(names[number] if names else f"Sheet{number + 1}")
        for row in rows:
            sheet.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(path)
    return path


def reply(body: Asked, people: object = 10, money: object = 1000, note: object = None) -> tuple[object, ...]:
    return (body.code, body.name, date(2026, 4, 1), "取組済", people, money, note)


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """The folder, with plain replies of two of the three that were asked."""
    folder = tmp_path / "回答"
    book(folder / "佐賀市.xlsx", [HEADS, reply(SAGA)])
    book(folder / "多久市.xlsx", [HEADS, reply(TAKU, 20)])
    return folder


def column(collected: Collected, name: str) -> list[object]:
    at = [one.name for one in collected.columns].index(name)
    return [row[at] for row in collected.rows]


def told(collected: Collected) -> str:
    return "\n".join(map(str, collected.remarks))


def test_every_reply_is_a_row_and_the_missing_are_told(returned: Path) -> None:
    found = collect(returned, ASKED)

    assert column(found, "団体名") == ["佐賀市", "多久市"]
    assert column(found, "設問2_人数") == [10, 20]
    assert found.missing == (TOSU,)
    assert found.sums["設問2_人数"] == 30
    assert found.remarks == ()


def test_the_files_stay_as_they_are(returned: Path) -> None:
    def prints() -> list[str]:
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(returned.iterdir())]

    before = prints()
    collect(returned, ASKED)

    assert prints() == before


def test_moved_and_renamed_columns_find_their_place_and_renaming_is_told(returned: Path) -> None:
    heads = ("団体名", "市町村コード", "備 考", "設問２_金額", "設問2_人数", "※設問1", "回答日")
    book(returned / "鳥栖市.xlsx", [heads, ("鳥栖市", "412031", "特記", 5, 7, "未定", "R8.4.2")])

    found = collect(returned, ASKED)

    assert found.rows[-1] == ("412031", "鳥栖市", date(2026, 4, 2), "未定", 7, 5, "特記")
    assert "「市町村コード」を「団体コード」と読みました。" in told(found)


def test_a_column_that_may_be_another_is_asked_and_can_be_answered(returned: Path) -> None:
    heads = tuple("設問2_参加者数" if name == "設問2_人数" else name for name in HEADS)
    book(returned / "鳥栖市.xlsx", [heads, reply(TOSU, 7)])

    found = collect(returned, ASKED)
    answered = collect(returned, ASKED, answers={"設問2_参加者数": "設問2_人数"})

    assert column(found, "設問2_人数") == [10, 20, None]
    assert "鳥栖市.xlsx 「Sheet1」 E2: 「設問2_参加者数」は「設問2_人数」のことですか" in told(found)
    assert column(answered, "設問2_人数") == [10, 20, 7]


def test_questions_that_differ_in_their_number_are_never_taken_for_each_other() -> None:
    match = match_headings([(0, "設問1_人数（合計）")], ["設問2_人数（合計）"])[0]

    assert match.expected is None


def test_the_answer_on_the_second_sheet_is_read_and_an_example_is_not(returned: Path) -> None:
    sheets = [["お願い"], ["よろしくお願いします"]], [HEADS, reply(TOSU, 3)], [HEADS, reply(TOSU, 999)]
    book(returned / "鳥栖市.xlsx", *sheets, names=("依頼文", "調査票", "記入例"))

    found = collect(returned, ASKED)

    assert column(found, "設問2_人数") == [10, 20, 3]
    assert "2枚目より後のシート" in told(found)
    assert {source.sheet: source.taken for source in found.sources if "鳥栖" in source.file} == {
        "依頼文": 0, "調査票": 1, "記入例": 0,
    }  # fmt: skip


def test_the_newest_by_the_date_in_the_name_is_taken_and_both_values_are_told(returned: Path) -> None:
    old = book(returned / "鳥栖市_20260401.xlsx", [HEADS, reply(TOSU, 3)])
    new = book(returned / "鳥栖市_R8.4.10.xlsx", [HEADS, reply(TOSU, 5)])
    os.utime(old, (2_000_000_000, 2_000_000_000))
    os.utime(new, (1_000_000_000, 1_000_000_000))

    found = collect(returned, ASKED)

    assert column(found, "設問2_人数") == [10, 20, 5]
    assert (found.choices[0].sure, found.choices[0].why_ja) == (
        True,
        "ファイルの名前の日付（2026-04-10）が最も新しいため、採りました。",
    )
    conflict = found.conflicts[0]
    assert (conflict.column, conflict.taken, conflict.other) == ("設問2_人数", 5, 3)
    assert conflict.other_at == "鳥栖市_20260401.xlsx 「Sheet1」 E2"


def test_two_ways_of_writing_one_answer_are_no_conflict(returned: Path) -> None:
    book(returned / "鳥栖市_20260401.xlsx", [HEADS, reply(TOSU, "1,234人", "▲500")])
    book(returned / "鳥栖市_20260402.xlsx", [HEADS, reply(TOSU, 1234, -500, "直しました")])

    conflict = collect(returned, ASKED).conflicts

    assert [(one.column, one.taken, one.other) for one in conflict] == [("備考", "直しました", None)]


def test_a_total_with_a_part_that_cannot_be_read_is_told(returned: Path) -> None:
    rows = [HEADS, reply(TOSU, "30～40"), (None, "合計", None, None, 35, 1000, None)]
    book(returned / "鳥栖市.xlsx", rows)

    found = collect(returned, ASKED)

    assert [one.column for one in found.totals] == ["設問2_金額"]
    assert "E3: 「設問2_人数」に数として読めない行があり" in told(found)


def test_without_dates_in_the_names_the_later_file_is_taken(returned: Path) -> None:
    early, late = (book(returned / f"鳥栖市{mark}.xlsx", [HEADS, reply(TOSU, mark)]) for mark in (1, 2))
    os.utime(early, (1_800_000_000, 1_800_000_000))
    os.utime(late, (1_700_000_000, 1_700_000_000))

    assert column(collect(returned, ASKED), "設問2_人数") == [10, 20, 1]


def test_two_rows_of_one_body_in_one_file_are_not_decided_silently(returned: Path) -> None:
    book(returned / "鳥栖市.xlsx", [HEADS, reply(TOSU, 3), reply(TOSU, 4)])

    found = collect(returned, ASKED)

    assert [choice.sure for choice in found.choices] == [False]
    assert tables_of(found)[0].rows[-1][-1] == "複数の回答を確認"


def test_a_body_that_was_not_asked_stands_last_and_in_no_sum(returned: Path) -> None:
    book(returned / "小城市.xlsx", [HEADS, reply(Asked("412082", "小城市"), 500)])

    found = collect(returned, ASKED)

    assert column(found, "団体名")[-1] == "小城市"
    assert [one.body.name for one in found.not_asked] == ["小城市"]
    assert found.sums["設問2_人数"] == 30
    assert "名簿にありません" in told(found)


@pytest.mark.parametrize(
    ("code", "name", "note"),
    [
        ("412015", "佐賀", "略称"),
        (None, "佐賀", "略称"),
        ("41201", "佐賀市", "検査数字が落ちた"),
        ("412014", "佐賀市", "名簿と違います"),
    ],
)
def test_what_is_not_written_as_in_the_list_is_told(code: object, name: str, note: str) -> None:
    who = Roll(ASKED).whose(code, name)

    assert who.asked == SAGA
    assert any(note in one for one in who.notes_ja)


def test_a_lost_leading_zero_is_recognised_and_told() -> None:
    who = Roll((Asked("010006", "北海道"),)).whose(10006, None)

    assert who.asked == Asked("010006", "北海道")
    assert "先頭の0" in who.notes_ja[0]


@pytest.mark.parametrize(
    ("code", "name"),
    [("412015", "多久市"), ("412040", "架空町"), ("412082", "佐賀市"), (None, None), ("999999", "架空町")],
)
def test_a_code_and_a_name_that_disagree_are_not_placed(code: object, name: object) -> None:
    who = Roll(ASKED).whose(code, name)

    assert (who.asked, who.other) == (None, None)
    assert who.open_ja


def test_an_abbreviation_of_two_bodies_is_not_placed() -> None:
    who = Roll((SAGA, Asked("410004", "佐賀県"))).whose(None, "佐賀")

    assert who.asked is None
    assert "佐賀市・佐賀県のどれか" in who.open_ja


def test_the_name_of_the_file_helps_where_the_sheet_names_nobody(returned: Path) -> None:
    book(returned / "20260402_鳥栖市_回答.xlsx", [HEADS, (None, None, "2026-04-02", "未定", 1, 2, None)])

    found = collect(returned, ASKED)

    assert found.missing == ()
    assert "ファイルの名前から鳥栖市" in told(found)


def test_numbers_and_dates_are_read_as_people_write_them_and_told(returned: Path) -> None:
    row = (TOSU.code, TOSU.name, "令和8年4月1日", "取組済", "1,234人", "▲500", None)
    book(returned / "鳥栖市.xlsx", [HEADS, row])

    found = collect(returned, ASKED)

    assert found.rows[-1][2:6] == (date(2026, 4, 1), "取組済", 1234, -500)
    assert {(one.before, one.after) for one in found.changes} == {
        ("令和8年4月1日", date(2026, 4, 1)), ("1,234人", 1234), ("▲500", -500),
    }  # fmt: skip


def test_what_cannot_be_read_stays_as_it_is_with_its_cell(returned: Path) -> None:
    book(returned / "鳥栖市.xlsx", [HEADS, reply(TOSU, "30～40", "2時間")])

    found = collect(returned, ASKED)

    assert found.rows[-1][4] == "30～40"
    assert "鳥栖市.xlsx 「Sheet1」 E2: 「30～40」は幅のある書き方です。" in told(found)


def test_another_unit_is_asked_back_and_never_mixed_in(returned: Path) -> None:
    book(returned / "佐賀市.xlsx", [HEADS, reply(SAGA, "30分")])
    book(returned / "多久市.xlsx", [HEADS, reply(TAKU, "20分")])
    book(returned / "鳥栖市.xlsx", [HEADS, reply(TOSU, "2時間")])

    found = collect(returned, ASKED)

    assert column(found, "設問2_人数") == [30, 20, "2時間"]


def test_a_blank_form_is_no_reply(returned: Path) -> None:
    book(returned / "鳥栖市.xlsx", [HEADS, (TOSU.code, TOSU.name, *[None] * 5)])

    found = collect(returned, ASKED)

    assert found.missing == (TOSU,)
    assert "未回答とみて" in told(found)


def test_a_list_of_all_bodies_counts_for_the_one_that_filled_its_row(returned: Path) -> None:
    blank = [(one.code, one.name, *[None] * 5) for one in (SAGA, TAKU)]
    book(returned / "鳥栖市.xlsx", [HEADS, *blank, reply(TOSU, 3)])

    found = collect(returned, ASKED)

    assert (column(found, "設問2_人数"), found.choices, len(found.remarks)) == ([10, 20, 3], (), 1)


def test_a_remark_below_the_table_is_no_body(returned: Path) -> None:
    book(returned / "鳥栖市.xlsx", [HEADS, reply(TOSU, 3), ("※速報値です。", None, None, None, None, None, "x")])

    found = collect(returned, ASKED)

    assert (len(found.rows), found.not_asked) == (3, ())
    assert "「※速報値です。」が名簿にありません。" in told(found)


def test_a_hostile_cell_costs_its_own_place_only(returned: Path, tmp_path: Path) -> None:
    cells = ["412031", "鳥栖市", "9" * 5000, "あ" * 100_000, "1e999", "NaN", "<script>"]
    (returned / "鳥栖市.csv").write_text(",".join(HEADS) + "\n" + ",".join(cells), encoding="utf-8")

    found = collect(returned, ASKED)
    write_collected(found, tmp_path / "新")

    assert found.rows[-1][3:] == (None, "1e999", "NaN", "<script>")
    assert "32,767字を超えるため" in told(found)
    assert "<script>" not in (tmp_path / "新" / "確認.html").read_text(encoding="utf-8")


def test_a_value_without_a_heading_is_told(returned: Path) -> None:
    book(returned / "鳥栖市.xlsx", [HEADS, (*reply(TOSU, 3), "速報")])

    assert "鳥栖市.xlsx 「Sheet1」 H2: 列の名前のないところに値があります" in told(collect(returned, ASKED))


def test_blank_is_not_zero(returned: Path) -> None:
    book(returned / "鳥栖市.xlsx", [HEADS, reply(TOSU, None, 0)])

    assert collect(returned, ASKED).rows[-1][4:6] == (None, 0)


def test_a_row_of_totals_is_checked_and_is_no_reply(returned: Path) -> None:
    rows = [HEADS, reply(TOSU, 3, 7), (None, "合計", None, None, 4, 7, None)]
    book(returned / "鳥栖市.xlsx", rows)

    found = collect(returned, ASKED)

    assert len(found.rows) == 3
    assert [(one.column, one.met) for one in found.totals] == [("設問2_人数", False), ("設問2_金額", True)]


def test_a_column_of_totals_is_checked_against_its_parts(tmp_path: Path) -> None:
    heads = ("団体コード", "団体名", "人数_男", "人数_女", "人数_合計")
    book(tmp_path / "回答" / "佐賀市.xlsx", [heads, ("412015", "佐賀市", 1, 2, 3)])
    book(tmp_path / "回答" / "多久市.xlsx", [heads, ("412040", "多久市", 1, 2, 4)])

    found = collect(tmp_path / "回答", ASKED)

    assert [one.met for one in found.totals] == [True, False, False]
    assert found.totals[-1].place == "集計表の全体"


def test_a_form_of_two_columns_is_read_too(returned: Path) -> None:
    rows = [("調査票",), ("項目", "記入"), *zip(HEADS, reply(TOSU, 8), strict=True)]
    book(returned / "鳥栖市.xlsx", rows)

    found = collect(returned, ASKED)

    assert column(found, "設問2_人数") == [10, 20, 8]
    assert found.replies[-1].cells["設問2_人数"] == "B7"


def test_a_damaged_file_costs_its_own_place_only(returned: Path) -> None:
    (returned / "鳥栖市.xlsx").write_bytes(b"PK\x03\x04broken")
    (returned / "locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    (returned / "empty.csv").write_bytes(b"")
    (returned / "~$佐賀市.xlsx").write_bytes(b"x")
    (returned / "memo.pdf").write_bytes(b"%PDF")

    found = collect(returned, ASKED)

    assert len(found.rows) == 2
    assert "鳥栖市.xlsx: ファイルが壊れているか" in told(found)
    assert "locked.xlsx: パスワードで保護されています。" in told(found)
    assert "memo.pdf: PDF は読み取れません。" in told(found)
    assert "~$" not in told(found)


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_in_the_encodings_of_offices(returned: Path, encoding: str) -> None:
    text = ",".join(HEADS) + "\r\n412031,鳥栖市,2026/4/1,取組済,９,▲3,\r\n"
    (returned / "鳥栖市.csv").write_bytes(text.encode(encoding))

    assert collect(returned, ASKED).rows[-1] == ("412031", "鳥栖市", date(2026, 4, 1), "取組済", 9, -3, None)


def test_a_formula_that_was_never_calculated_is_told(returned: Path) -> None:
    book(returned / "鳥栖市.xlsx", [HEADS, reply(TOSU, "=1+2")])

    found = collect(returned, ASKED)

    assert found.rows[-1][4] is None
    assert "鳥栖市.xlsx 「Sheet1」 E2: 計算の結果が保存されていない数式" in told(found)


def test_the_list_gets_its_lost_zero_back_and_says_so(tmp_path: Path) -> None:
    path = book(tmp_path / "名簿.xlsx", [("照会先",), ("団体コード", "団体名"), (10006, "北海道"), (412015, "佐賀市")])

    bodies, remarks = read_asked(path)

    assert bodies == (Asked("010006", "北海道"), SAGA)
    assert [(one.cell, "先頭の0" in one.text_ja) for one in remarks] == [("A3", True)]


def test_a_body_twice_in_the_list_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "名簿.xlsx", [("団体コード", "団体名"), ("412015", "佐賀市"), ("412015", "佐賀市")])

    with pytest.raises(InputError, match="同じ団体が2回"):
        read_asked(path)


def test_the_check_digit_is_that_of_the_public_code() -> None:
    """``reference/notation_vectors.json``: lgcode_saga, lgcode_edge and lgcode_bad."""
    assert all(map(known_check_digit, ("412023", "412091", "410004", "010006", "011011")))
    assert not any(map(known_check_digit, ("412014", "4120150", "011001", "", "４１２０１５")))


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("佐賀市_20260401", date(2026, 4, 1)),
        ("【佐賀市】R8.4.1提出", date(2026, 4, 1)),
        ("令和８年４月１日佐賀市", date(2026, 4, 1)),
        ("2026-4-1→2026-04-15修正", date(2026, 4, 15)),
        ("佐賀市0401", None),
        ("412015佐賀市", None),
        ("20261341", None),
    ],
)
def test_the_date_in_a_name_needs_its_year(name: str, day: date | None) -> None:
    assert date_in_name(name) == day


def test_the_workbooks_and_the_page_are_written_once(returned: Path, tmp_path: Path) -> None:
    text = ",".join(HEADS) + "\n412031,鳥栖市,2026/4/1,取組済,9,3,=HYPERLINK(1)<b>\n"
    (returned / "鳥栖市.csv").write_text(text, encoding="utf-8")
    found = collect(returned, (*ASKED, Asked("412082", "小城市")))

    paths = write_collected(found, tmp_path / "新")
    sheet = openpyxl.load_workbook(paths[0])["集計"]

    assert [path.name for path in paths] == ["集計.xlsx", "督促.xlsx", "確認.html"]
    assert [cell.value for cell in sheet[2]][:2] == ["412015", "佐賀市"]
    assert (sheet["G4"].value, sheet["G4"].data_type) == ("=HYPERLINK(1)<b>", "s")
    assert openpyxl.load_workbook(paths[1])["督促"]["B2"].value == "小城市"
    assert "小城市" in collected_page(found)
    with pytest.raises(InputError):
        write_collected(found, tmp_path / "新")


def test_a_file_that_came_but_cannot_be_read_is_no_reason_to_remind(returned: Path, tmp_path: Path) -> None:
    (returned / "鳥栖市.xlsx").write_bytes(b"PK\x03\x04broken")

    write_collected(collect(returned, ASKED), tmp_path / "新")

    row = openpyxl.load_workbook(tmp_path / "新" / "督促.xlsx")["督促"][2]
    assert [cell.value for cell in row][1:] == [
        "鳥栖市",
        "要確認",
        "ファイルは届いています（鳥栖市.xlsx）。開いて確かめてください。",
    ]


def test_every_row_that_was_read_is_accounted_for(returned: Path) -> None:
    book(returned / "鳥栖市.xlsx", [HEADS, reply(TOSU), reply(TOSU), ("412015", "多久市", None, "x", 1, 2, None)])

    found = collect(returned, ASKED)

    assert sum(one.rows for one in found.sources) == 5
    assert sum(one.taken for one in found.sources) == len(found.rows) == 3


def test_a_folder_without_forms_is_a_kind_sentence(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="フォルダがありません"):
        collect(tmp_path / "ない", ASKED)
    with pytest.raises(KaizenError, match="読める回答"):
        collect(tmp_path, ASKED)


def test_the_verb_makes_a_folder_and_says_what_to_look_at(returned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = book(returned / "名簿.xlsx", [("団体コード", "団体名"), *((one.code, one.name) for one in ASKED)])

    assert main(["excel", "collect", str(returned), "--asked", str(asked)]) == 0
    assert main(["excel", "collect", str(returned), "--asked", str(asked)]) == 0

    said = capsys.readouterr().out
    assert "照会先3団体のうち2団体の回答を、1つの表にしました。" in said
    assert "まだ回答を確かめられていない団体: 鳥栖市" in said
    assert (returned.parent / "回答（取りまとめ）" / "集計.xlsx").is_file()
    assert (returned.parent / "回答（取りまとめ） (2)" / "確認.html").is_file()


@pytest.mark.parametrize("words", [["excel"], ["excel", "collect"]])
def test_the_verb_alone_says_what_to_bring(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    assert "kaizen excel collect 回答のフォルダ --asked 名簿.xlsx" in capsys.readouterr().out


def test_a_pair_of_columns_without_a_sign_is_refused(returned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = book(returned / "名簿.xlsx", [("団体コード", "団体名"), ("412015", "佐賀市")])

    assert main(["excel", "collect", str(returned), "--asked", str(asked), "--same", "人数"]) == 1
    assert "「見つけた列=正しい列」の形" in capsys.readouterr().err
