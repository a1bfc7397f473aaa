"""``kaizen survey``, ``clinic`` and ``cases``: blank forms, then a page from a filled one."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from kaizen_helpers import cli
from kaizen_helpers.checkers.asking import Question, send
from kaizen_helpers.errors import InputError
from kaizen_helpers.forms import write_form
from kaizen_helpers.plan.register.cases import CASES
from kaizen_helpers.plan.register.clinic import REGISTER, read_register
from kaizen_helpers.plan.survey.answers import heading_of
from kaizen_helpers.plan.survey.questions import AFTER, BEFORE
from kaizen_helpers.workplace.register_kit import (
    clinic_from_slips,
    make_cases,
    make_clinic,
    sum_up_cases,
    sum_up_clinic,
)
from kaizen_helpers.workplace.survey_kit import make_survey, sum_up_survey


def fill(path: Path, people: int = 30) -> None:
    """30 sheets right after the course, 27 of them positive, and as many before it."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    for questionnaire in (BEFORE, AFTER):
        sheet = book[questionnaire.name]
        columns = {cell.value: at for at, cell in enumerate(sheet[1], start=1)}
        for mark, question in questionnaire.numbered:
            for row in range(2, people + 2):
                answer: object = "ア" if question.counts == "right" else 4
                if question.key == "l1_plus":
                    answer = "５（とても）" if row < 29 else 2
                if question.counts != "free":
                    sheet.cell(row, columns[heading_of(mark, question)], answer)
                sheet.cell(row, columns["合い言葉"], f"k{row}")
    book.save(path)


def test_without_a_file_there_are_papers_and_a_workbook(tmp_path: Path) -> None:
    kit = make_survey(tmp_path)

    assert kit.folder == tmp_path / "アンケート"
    assert ["アンケートの入力.xlsx", *(f"用紙（{name}）.html" for name in ("事前", "直後", "4週後", "12週後"))] == [
        path.name for path in kit.files
    ]
    assert all(path.stat().st_size > 1000 for path in kit.files)


def test_a_filled_workbook_becomes_the_summary_and_its_charts(tmp_path: Path) -> None:
    source = make_survey(tmp_path).files[0]
    fill(source)

    kit = sum_up_survey(source, given=32)

    assert ["グラフ（事前と事後）.svg", "グラフ（直後）.svg", "集計（直後）.html"] == sorted(
        path.name for path in kit.files
    )
    assert "直後: 「改善活動にプラス」 30人中27人（90 %、95 %信頼区間 74〜97 %）" in kit.sentences
    page = (kit.folder / "集計（直後）.html").read_text(encoding="utf-8")
    assert "回収率 94 %" in page
    assert "事前と事後の変化" in page


def test_more_sheets_than_were_given_out_are_told(tmp_path: Path) -> None:
    source = make_survey(tmp_path).files[0]
    fill(source)

    assert any("少ないため" in sentence for sentence in sum_up_survey(source, given=3).sentences)


def test_answers_of_several_courses_are_counted_together_and_that_is_told(tmp_path: Path) -> None:
    import openpyxl

    source = make_survey(tmp_path).files[0]
    fill(source)
    book = openpyxl.load_workbook(source)
    for row in range(2, 32):
        book[AFTER.name].cell(row, 2, "8月" if row % 2 else "10月")
    book.save(source)

    assert "！ 直後: 研修IDが2種類あり（「10月」、「8月」）、まとめて数えました。" in sum_up_survey(source).sentences


def test_nothing_is_written_over(tmp_path: Path) -> None:
    assert make_survey(tmp_path).folder != make_survey(tmp_path).folder


def test_a_blank_workbook_says_what_is_missing_and_makes_no_folder(tmp_path: Path) -> None:
    source = make_survey(tmp_path).files[0]

    with pytest.raises(InputError) as caught:
        sum_up_survey(source)
    assert "回答が見つかりませんでした" in caught.value.message_ja
    assert ["アンケート"] == [path.name for path in tmp_path.iterdir()]


def test_the_registers_are_made_and_summed_up(tmp_path: Path) -> None:
    assert {"相談台帳.xlsx", "相談票（用紙）.html", "日程（2026年度）.html"} == {
        p.name for p in make_clinic(tmp_path, 2026).files
    }
    assert ["改善事例台帳.xlsx"] == [path.name for path in make_cases(tmp_path).files]

    visits = write_form(
        REGISTER, tmp_path / "v.xlsx", {"visits": [{"day": date(2026, 6, 2), "business": "届出", "state": "本番"}]}
    )
    cases = write_form(
        CASES, tmp_path / "c.xlsx", {"cases": [{"year": "R8", "business": "届出", "measure": "やめる", "estimated": 9}]}
    )
    assert "相談会1回、延べ1業務（実1業務）" in sum_up_clinic(visits).sentences
    assert "2026年度: 見込み 1件、年9時間。実績 0件、年0時間。" in sum_up_cases(cases).sentences


def test_question_slips_of_a_course_become_rows_of_the_register(tmp_path: Path) -> None:
    """courses: a question slip becomes a consultation entry, without the seat and without names."""
    asked = Question("06_kintone", "E6-1 項目を決める", "07", "もう一歩", words="田中さんの台帳も載せられますか")
    send(asked, tmp_path, datetime(2026, 6, 2, 10, 32))  # noqa: DTZ001 - local time, as a learner's PC has it
    send(Question("01_flow", "E1-1 気になる点さがし", "08", "未着手"), tmp_path)
    (tmp_path / "質問" / "01_flow_seat09_x.txt").write_bytes(b"\xff\xfe")

    kit = clinic_from_slips(tmp_path / "質問")

    (visit,) = read_register(kit.files[0]).visits
    assert (date(2026, 6, 2), "kintone", "相談のみ") == (visit.day, visit.kind, visit.state)
    assert visit.trouble == "〔氏名？〕の台帳も載せられますか（E6-1 項目を決める）"
    assert any("1枚は、行にしていません" in sentence for sentence in kit.sentences)
    assert any("読めませんでした" in sentence for sentence in kit.sentences)


def test_a_folder_without_slips_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        clinic_from_slips(tmp_path)


def test_a_register_without_rows_or_of_another_year_is_told(tmp_path: Path) -> None:
    blank = make_clinic(tmp_path, 2026).files[0]
    with pytest.raises(InputError):
        sum_up_clinic(blank)
    cases = write_form(CASES, tmp_path / "c.xlsx", {"cases": [{"year": "R8", "business": "届出", "measure": "やめる"}]})
    with pytest.raises(InputError) as caught:
        sum_up_cases(cases, year=2020)
    assert "2020年度の事例" in caught.value.message_ja


def test_the_command_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["survey", "--folder", str(tmp_path)]) == 0
    assert "アンケートの入力.xlsx" in capsys.readouterr().out
    assert cli.main(["survey", str(tmp_path / "ない.xlsx")]) == 1
    assert "ファイルを開けませんでした" in capsys.readouterr().err
