"""The workbook in which the answers are typed, one row a respondent, and reading it back.

A sheet for each questionnaire, its column names in the first row and nothing beside the table. Answers that come from
another program (a form service's export as .xlsx or .csv) are read too: columns are found by the words of the question.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.flow.formats.office import write_new_file
from kaizen_helpers.flow.text import em_width
from kaizen_helpers.plan.survey.answers import CODE, COURSE, ROLE, Responses, column_of, heading_of, read_responses
from kaizen_helpers.plan.survey.questions import QUESTIONNAIRES, ROLES, Question, Questionnaire

__all__ = ["read_survey", "write_survey"]

_HOW = "使い方"
_FIRST = ("番号", COURSE, ROLE, CODE)
_ROWS = 60
_WIDE = 74
"""Width of the guide in digits, as Excel measures a column: it fits A4 upright as it is."""
_LETTERS = "アイウエオカキク"
_HEAD_ROWS = 10
_MOST_BYTES = 20_000_000
_GUIDE = (
    "アンケートの入力",
    "1枚の紙を、1行に入力します。シートは「事前」「直後」「4週後」「12週後」です。",
    "紙に書かれていない所は、空欄のままにします。0や「なし」は入れません。",
    "1から5の質問は数字、ア・イ・ウ・エの質問は記号、はい・いいえの質問はその言葉を入れます。",
    "紙の数字が読めないときや、2つに○があるときは、見えたとおりに入れます。集計のときにお知らせします。",
    "氏名や職員番号の列は足しません。自由記述に人が分かる言葉があれば、「〔氏名〕」のように置きかえます。",
    "入力が終わったら保存して閉じ、survey の命令のあとにこのファイルの名前を付けて動かします。",
)


def write_survey(path: Path | str, questionnaires: Sequence[Questionnaire] = QUESTIONNAIRES) -> Path:
    """Write the blank workbook: how to fill it in, and a sheet for the answers to each questionnaire.

    Raises:
        InputError: the name does not end in ``.xlsx``, or there is a file of that name.
        WriteError: the folder cannot be written to.
    """
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        font: dict[str, Any] = {"font_name": "Meiryo UI", "font_size": 10}
        cell = {**font, "border": 1, "border_color": "#8a94a6", "text_wrap": True, "valign": "vcenter"}
        plain = book.add_format({**font, "text_wrap": True, "valign": "top"})
        title = book.add_format({**font, "font_size": 14, "bold": True})
        head = book.add_format({**cell, "bold": True, "bg_color": "#e4e9ef", "align": "center"})
        body = book.add_format(cell)
        guide = book.add_worksheet(_HOW)
        guide.set_column(0, 0, _WIDE)
        for row, line in enumerate(_GUIDE):
            _guide_line(guide, row, line if not row else f"{row}. {line}", plain if row else title)
        _asked(guide, len(_GUIDE) + 1, questionnaires, plain, title)
        for questionnaire in questionnaires:
            _answer_sheet(book.add_worksheet(questionnaire.name), questionnaire, head, body)
    return write_new_file(path, file.getvalue(), ".xlsx", overwrite=False)


def _guide_line(guide: Any, row: int, line: str, style: Any) -> None:
    """A line of the guide, as high as it needs: programs do not make room by themselves."""
    lines = max(1, ceil(em_width(line) * 1.8 / _WIDE))
    guide.set_row(row, lines * 17 + 5)
    guide.write_string(row, 0, line, style)


def _asked(guide: Any, row: int, questionnaires: Sequence[Questionnaire], plain: Any, title: Any) -> None:
    """All questions in full below the guide: the columns have short names."""
    for questionnaire in questionnaires:
        _guide_line(guide, row, f"{questionnaire.title}（{questionnaire.when}）", title)
        for at, (mark, question) in enumerate(questionnaire.numbered, start=row + 1):
            _guide_line(guide, at, f"{mark} {question.text}　{_choices(question)}".rstrip(), plain)
        row += len(questionnaire.questions) + 2
    guide.set_paper(9)
    guide.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    guide.fit_to_pages(1, 0)


def _choices(question: Question) -> str:
    if question.is_scale:
        return "［" + "、".join(f"{step} {label}" for step, label in enumerate(question.choices, start=1)) + "］"
    if question.counts == "right":
        return "［" + "、".join(f"{a} {c}" for a, c in zip(_LETTERS, question.choices, strict=False)) + "］"
    return "［はい、いいえ］" if question.counts == "yes" else "［自由記述］" if question.counts == "free" else ""


def _answer_sheet(sheet: Any, questionnaire: Questionnaire, head: Any, body: Any) -> None:
    headings = [*_FIRST, *(heading_of(mark, question) for mark, question in questionnaire.numbered)]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, head)
        sheet.set_column(column, column, min(22.0, max(8.0, em_width(heading) * 1.1 + 2)))
    sheet.set_row(0, 34)
    sheet.data_validation(1, 2, _ROWS, 2, {"validate": "list", "source": list(ROLES), "show_error": False})
    for column, (_, question) in enumerate(questionnaire.numbered, start=len(_FIRST)):
        hint = f"{question.text}{_choices(question)}"
        told: dict[str, Any] = {"validate": "any", "input_title": question.short[:32], "input_message": hint[:255]}
        if offered := _offered(question):
            told |= {"validate": "list", "source": offered, "show_error": False}
        if question.counts == "free":
            sheet.set_column(column, column, 48)
        sheet.data_validation(1, column, _ROWS, column, told)
    for row in range(1, _ROWS + 1):
        sheet.write_number(row, 0, row, body)
        for column in range(1, len(headings)):
            sheet.write_blank(row, column, None, body)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _offered(question: Question) -> list[str]:
    if question.is_scale:
        return ["1", "2", "3", "4", "5"]
    if question.counts == "right":
        return list(_LETTERS[: len(question.choices)])
    return ["はい", "いいえ"] if question.counts == "yes" else []


def read_survey(path: Path | str, questionnaires: Sequence[Questionnaire] = QUESTIONNAIRES) -> dict[str, Responses]:
    """The answers of a workbook (.xlsx) or one table (.csv), by the name of the questionnaire, blank sheets left out.

    A sheet belongs to the questionnaire whose name it bears, otherwise to the one that most of its columns ask.

    Raises:
        MissingError: there is no such file.
        InputError: it cannot be read, has another ending, or holds no answers to any of the questionnaires.
    """
    where = Path(path).name
    found: dict[str, Responses] = {}
    for sheet, cells in _tables(path).items():
        best = _belongs(sheet, cells, questionnaires)
        if best is None:
            continue
        questionnaire, top = best
        rows = _rows(cells[top], cells[top + 1 :])
        responses = read_responses(questionnaire, rows, sheet=sheet, first_row=top + 2)
        if not responses.people:
            continue
        if questionnaire.name in found:
            message = f"「{questionnaire.name}」の回答が2つのシートにあります。1つのシートにまとめてください。"
            raise InputError(message, where)
        found[questionnaire.name] = responses
    if not found:
        names = "、".join(f"「{one.name}」" for one in questionnaires)
        message = f"アンケートの回答が見つかりませんでした。{names}のシートに、1枚を1行で入力してください。"
        raise InputError(message, where)
    return found


def _tables(path: Path | str) -> dict[str, list[list[Any]]]:
    suffix = Path(path).suffix.lower()
    if suffix == ".xlsx":
        from kaizen_helpers.forms.reading import read_sheets

        return read_sheets(path)
    if suffix == ".csv":
        return {Path(path).stem: _csv_rows(Path(path))}
    raise InputError("読めるのは .xlsx と .csv です。Excel で開いて、どちらかで保存し直してください。", Path(path).name)


def _csv_rows(path: Path) -> list[list[Any]]:
    where = path.name
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError("大きすぎるファイルです。回答の表だけを新しいファイルに写してください。", where)
        data = path.read_bytes()
    except OSError as error:
        message = "ファイルを開けませんでした。名前と場所、ほかのアプリで開いたままでないかを確かめてください。"
        raise MissingError(message, where) from error
    for encoding in ("utf-8-sig", "cp932"):
        try:
            words = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        message = "文字を読み取れませんでした。Excel で開いて、「CSV UTF-8」で保存し直してください。"
        raise InputError(message, where)
    try:
        return [list(row) for row in csv.reader(io.StringIO(words.replace("\0", ""), newline=""))]
    except csv.Error as error:
        raise InputError("CSVの形が崩れています。Excel で開いて、.xlsx で保存し直してください。", where) from error


def _belongs(
    sheet: str, cells: Sequence[Sequence[Any]], questionnaires: Sequence[Questionnaire]
) -> tuple[Questionnaire, int] | None:
    """The questionnaire of a sheet and the row of its headings."""
    best: tuple[float, Questionnaire, int] | None = None
    for top, row in enumerate(cells[:_HEAD_ROWS]):
        headings = [str(cell) for cell in row if cell is not None]
        for questionnaire in questionnaires:
            hits = sum(column_of(headings, mark, question) != "" for mark, question in questionnaire.numbered)
            score = hits / len(questionnaire.questions) + (2 if hits and questionnaire.name in sheet else 0)
            # 「12週後」 holds no other name; a table of a few of the questions is enough where the name says it
            if score >= 0.5 and (best is None or score > best[0]):
                best = score, questionnaire, top
    return best[1:] if best else None


def _rows(head: Sequence[Any], body: Sequence[Sequence[Any]]) -> list[Mapping[str, object]]:
    names: list[str] = []
    for cell in head:
        name = "" if cell is None else str(cell)
        names.append(name if name not in names else f"{name}（{names.count(name) + 1}つめ）")
    return [{name: row[at] if at < len(row) else None for at, name in enumerate(names) if name} for row in body]
