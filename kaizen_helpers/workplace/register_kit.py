"""``kaizen clinic`` and ``kaizen cases``: the blank register, or from a filled one the page that sums it up.

A folder of its own is made; nothing that is there is ever written over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from kaizen_helpers.errors import InputError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.workplace.flow_kit import Kit, new_folder

__all__ = ["clinic_from_slips", "make_cases", "make_clinic", "sum_up_cases", "sum_up_clinic"]

_MOST_PROBLEMS = 20


def make_clinic(folder: Path, year: int | None = None) -> Kit:
    """Write the blank register of consultations, a slip for one of them, and the Tuesdays of a fiscal year.

    Raises:
        KaizenError: nothing can be written there, or there is no such year.
    """
    from kaizen_helpers.forms import form_page, write_form
    from kaizen_helpers.plan.register.clinic import REGISTER, SLIP
    from kaizen_helpers.plan.register.clinic_days import weekly_schedule
    from kaizen_helpers.plan.register.pages import schedule_page

    schedule = weekly_schedule(year or _this_year())
    place = new_folder(folder / "相談会")
    pages = {
        "相談票（用紙）.html": form_page(SLIP),
        f"日程（{schedule.fiscal_year}年度）.html": schedule_page(schedule),
    }
    files = [write_form(REGISTER, place / "相談台帳.xlsx"), *_written(place, pages)]
    told = (
        schedule.text_ja,
        *schedule.left_out_ja,
        "相談を1行ずつ台帳に書き、同じ命令のあとに台帳の名前を付けて動かします。",
    )
    return Kit(place, tuple(files), told)


def sum_up_clinic(source: Path, folder: Path | None = None) -> Kit:
    """Count a register of consultations and write its page into a new folder.

    Raises:
        KaizenError: the file is no such register, or nothing can be written.
    """
    from kaizen_helpers.plan.register.clinic import count_visits, read_register
    from kaizen_helpers.plan.register.pages import clinic_page

    register = read_register(source, _today())
    if not register.visits:
        raise InputError(
            "台帳に相談が1件もありません。「相談台帳」のシートに、1回の相談を1行で書いてください。", source.name
        )
    counts = count_visits(register)
    place = new_folder((folder or source.parent) / f"{source.stem}（まとめ）")
    files = _written(place, {"相談会のまとめ.html": clinic_page(register)})
    told = [*_read(register.notes), *_some(register.problems), counts.text_ja, *_few(counts.questions_ja)]
    told += [f"！ {visit.called}は本番ですが、業務フロー図がそろっていません。" for visit in register.without_diagram]
    return Kit(place, tuple(files), tuple(told))


def clinic_from_slips(slips: Path, folder: Path | None = None) -> Kit:
    """Write a register that holds the question slips of a course, so that they can be answered at the consultations.

    Raises:
        KaizenError: there is no slip in the folder, or nothing can be written.
    """
    from kaizen_helpers.forms import write_form
    from kaizen_helpers.plan.register.clinic import REGISTER
    from kaizen_helpers.plan.register.clinic_slips import read_slips

    read = read_slips(slips)
    place = new_folder((folder or slips.parent) / "相談会（質問から）")
    files = (write_form(REGISTER, place / "相談台帳.xlsx", {"visits": list(read.rows)}),)
    told = [
        *_some(read.problems),
        f"質問{len(read.rows)}枚を台帳の行にしました。業務名は、相談のときに聞いて書きます。",
    ]
    if read.without_words:
        told.append(f"聞きたいことが書かれていない{read.without_words}枚は、行にしていません。")
    return Kit(place, files, tuple(told))


def make_cases(folder: Path) -> Kit:
    """Write the blank register of improvement cases into a new folder.

    Raises:
        WriteError: nothing can be written there.
    """
    from kaizen_helpers.forms import write_form
    from kaizen_helpers.plan.register.cases import CASES

    place = new_folder(folder / "改善事例")
    told = ("見込みと実績は、別の列に書きます。", "書いたら、同じ命令のあとに台帳の名前を付けて動かします。")
    return Kit(place, (write_form(CASES, place / "改善事例台帳.xlsx"),), told)


def sum_up_cases(source: Path, folder: Path | None = None, year: int | None = None) -> Kit:
    """Write a page for each fiscal year of a register of cases, or for one of them, into a new folder.

    Raises:
        KaizenError: the file is no such register, it has no case of that year, or nothing can be written.
    """
    from kaizen_helpers.plan.register.cases import read_cases, summarise_year
    from kaizen_helpers.plan.register.pages import cases_page

    register = read_cases(source, _today())
    years = register.years if year is None else tuple(one for one in register.years if one == year)
    if not years:
        asked = f"{year}年度の事例" if year is not None else "年度の分かる事例"
        raise InputError(
            f"{asked}が1件もありません。「改善事例台帳」のシートの「年度」を確かめてください。", source.name
        )
    place = new_folder((folder or source.parent) / f"{source.stem}（まとめ）")
    told = [*_read(register.notes), *_some(register.problems)]
    pages = {}
    for one in years:
        summary = summarise_year(register, one)
        pages[f"改善事例のまとめ（{one}年度）.html"] = cases_page(register, summary)
        told.append(f"{one}年度: 見込み {summary.estimated.text_ja}。実績 {summary.measured.text_ja}。")
        told += _few(summary.questions_ja)
    return Kit(place, tuple(_written(place, pages)), tuple(told))


def _written(place: Path, pages: dict[str, str]) -> list[Path]:
    for name, page in pages.items():
        write_atomically(place / name, page.encode("utf-8"))
    return [place / name for name in pages]


def _read(notes: tuple[object, ...]) -> list[str]:
    """How things were read, so that a wrong reading is noticed."""
    more = len(notes) - _MOST_PROBLEMS
    rest = [f"・ ほかに{more}か所を読みかえました。"] if more > 0 else []
    return [*(f"・ {note}" for note in notes[:_MOST_PROBLEMS]), *rest]


def _some(problems: tuple[object, ...]) -> list[str]:
    told = [f"！ {problem}" for problem in problems[:_MOST_PROBLEMS]]
    if len(problems) > _MOST_PROBLEMS:
        told.append(f"！ ほかに{len(problems) - _MOST_PROBLEMS}か所あります。上から直して、もう一度お試しください。")
    return told


def _few(questions: Sequence[str]) -> list[str]:
    more = [f"ほかに{len(questions) - _MOST_PROBLEMS}組あります。"] if len(questions) > _MOST_PROBLEMS else []
    return [*questions[:_MOST_PROBLEMS], *more]


def _today() -> date:
    return datetime.now().astimezone().date()


def _this_year() -> int:
    today = _today()
    return today.year if today.month >= 4 else today.year - 1
