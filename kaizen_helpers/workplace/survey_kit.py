"""``kaizen survey``: the questionnaires on paper and the workbook for the answers; from a filled one, the A4 summary.

A folder of its own is made; nothing that is there is ever written over.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kaizen_helpers.files import write_atomically
from kaizen_helpers.plan.survey.answers import Responses
from kaizen_helpers.plan.survey.tally import BeforeAfter, Tally
from kaizen_helpers.workplace.flow_kit import Kit, new_folder

__all__ = ["make_survey", "sum_up_survey"]

_MOST_PROBLEMS = 20


def make_survey(folder: Path) -> Kit:
    """Write the four questionnaires as printable pages and the blank workbook into a new folder.

    Raises:
        WriteError: nothing can be written there.
    """
    from kaizen_helpers.plan.survey.pages import questionnaire_page
    from kaizen_helpers.plan.survey.questions import QUESTIONNAIRES
    from kaizen_helpers.plan.survey.workbook import write_survey

    place = new_folder(folder / "アンケート")
    files = [write_survey(place / "アンケートの入力.xlsx")]
    for questionnaire in QUESTIONNAIRES:
        path = place / f"用紙（{questionnaire.name}）.html"
        write_atomically(path, questionnaire_page(questionnaire).encode("utf-8"))
        files.append(path)
    told = (
        "用紙はブラウザーで開いて、A4で印刷します。無記名で、答えるかどうかは自由です。",
        "集まった紙は「アンケートの入力.xlsx」に、1枚を1行で入力します。",
        "入力したら、同じ命令のあとにそのファイルの名前を付けて動かします。集計の紙ができます。",
    )
    return Kit(place, tuple(files), told)


def sum_up_survey(source: Path, folder: Path | None = None, given: int | None = None) -> Kit:
    """Count the answers of a workbook and write a page for each questionnaire, and its charts, into a new folder.

    Args:
        source: the filled workbook (.xlsx), or one table of answers (.csv).
        folder: where the new folder is made; beside ``source`` if nothing is given.
        given: how many sheets were given out, if known; it counts for the questionnaire right after the course.

    Raises:
        KaizenError: the file holds no answers, or nothing can be written.
    """
    from kaizen_helpers.plan.survey.questions import AFTER, BEFORE
    from kaizen_helpers.plan.survey.tally import compare_before_after, tally
    from kaizen_helpers.plan.survey.workbook import read_survey

    read = read_survey(source)
    compared: tuple[BeforeAfter, ...] = ()
    if {BEFORE.name, AFTER.name} <= read.keys():
        compared = compare_before_after(read[BEFORE.name], read[AFTER.name])
    place = new_folder((folder or source.parent) / f"{source.stem}（集計）")
    files: list[Path] = []
    told = _problems(read.values())
    twice = {one.question.key for one in compared}
    for name, responses in read.items():
        counted = tally(responses, lambda person: person.role)
        told += _told(counted)
        if len(responses.courses) > 1:
            named = "、".join(f"「{course}」" for course in responses.courses[:5])
            told.append(f"！ {name}: 研修IDが{len(responses.courses)}種類あり（{named}）、まとめて数えました。")
        if name == AFTER.name and given is not None and given < counted.people:
            told.append(f"！ 配った枚数（{given}枚）が回答より少ないため、回収率は出していません。")
        if {question.key for question in responses.questionnaire.questions} <= twice:
            continue  # all of it stands in the comparison; a second table would tell who is not in a pair
        files += _written(place, counted, compared if name == AFTER.name else (), given if name == AFTER.name else None)
    return Kit(place, tuple(files), tuple(told))


def _written(place: Path, counted: Tally, compared: tuple[BeforeAfter, ...], given: int | None) -> list[Path]:
    from kaizen_helpers.plan.survey.chart import before_after_chart, shares_chart
    from kaizen_helpers.plan.survey.pages import survey_page

    name = counted.questionnaire.name
    twice = {one.question.key for one in compared}
    shown = Tally(counted.questionnaire, counted.people, tuple(i for i in counted.items if i.question.key not in twice))
    parts = {
        f"集計（{name}）.html": survey_page(counted, compared, given=given),
        f"グラフ（{name}）.svg": shares_chart(shown),
        "グラフ（事前と事後）.svg": before_after_chart(compared) if compared else "",
    }
    files = []
    for file, content in parts.items():
        if content:
            write_atomically(place / file, content.encode("utf-8"))
            files.append(place / file)
    return files


def _problems(read: Iterable[Responses]) -> list[str]:
    found = [str(problem) for responses in read for problem in responses.problems]
    told = [f"！ {problem}" for problem in found[:_MOST_PROBLEMS]]
    if len(found) > _MOST_PROBLEMS:
        told.append(f"！ ほかに{len(found) - _MOST_PROBLEMS}か所あります。上から直して、もう一度お試しください。")
    return told


def _told(counted: Tally) -> list[str]:
    """How many sheets, and the one share that people ask for first."""
    name = counted.questionnaire.name
    told = [f"{name}: 回答 {counted.people}枚"]
    first = next((item for item in counted.items if item.question.key == "l1_plus" and item.share), None)
    if first and first.share:
        told.append(f"{name}: 「{first.question.short}」 {first.share.text_ja}")
    return told
