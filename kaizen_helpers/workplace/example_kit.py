"""``kaizen example``: case C1 from today's flow to the handover, as the trainer shows it on the screen.

Everything is made by what officials use on their own work: the same functions, on the made-up files in
``courses/07_plan/example``. The page はじめに.html tells the story and leads to each document.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kaizen_helpers.course import Course
from kaizen_helpers.errors import MissingError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.forms import Form, read_values, write_form
from kaizen_helpers.printed import page, text
from kaizen_helpers.workplace.flow_kit import Kit, new_folder

__all__ = ["make_example"]

_NAME = "C1の見本（照会の取りまとめ）"
_RATE = "2900"
"""Yen an hour, made up as everything of the case."""
_PLANNED, _FIRST_LOOK, _SECOND_LOOK = date(2026, 11, 9), date(2026, 11, 13), date(2026, 11, 20)
_MOST_TOLD = 5


@dataclass(frozen=True)
class _Chapter:
    """One part of the story."""

    title: str
    story: str
    """What was done, and why it comes here."""
    kit: Kit


def make_example(folder: Path, course: Course | None = None) -> Kit:
    """Make all documents of case C1 in a new folder.

    Args:
        folder: where the new folder is made.
        course: where the example's files are; found from here if nothing is given.

    Raises:
        MissingError: the files of the example are not there.
        WriteError: nothing can be written.
    """
    lectures = (course or Course.find()).lectures
    files = _Files(lectures / "01_flow" / "cases", lectures / "07_plan" / "example")
    place = new_folder(folder / _NAME)
    chapters = list(_chapters(files, place))
    first = _write(place / "はじめに.html", _story(place, chapters))
    made = [first, *(path for chapter in chapters for path in chapter.kit.files)]
    return Kit(place, tuple(made), ("「はじめに.html」を開くと、現状の図から引継ぎ書まで順に見られます。",))


class _Files:
    """The files of the example."""

    def __init__(self, cases: Path, example: Path) -> None:
        self._folders = (example, cases)

    def path(self, name: str) -> Path:
        for folder in self._folders:
            if (folder / name).is_file():
                return folder / name
        raise MissingError("見本のファイルがありません。教材のフォルダをまるごとコピーし直してください。", name)

    def json(self, name: str) -> Any:
        return json.loads(self.path(name).read_text(encoding="utf-8"))


def _chapters(files: _Files, place: Path) -> Iterator[_Chapter]:
    from kaizen_helpers.workplace.effect_kit import make_effect
    from kaizen_helpers.workplace.flow_kit import make_kit
    from kaizen_helpers.workplace.gate_kit import make_gate, make_handover

    today, tomorrow = files.path("c1_genjo.txt"), files.path("flow_ready.txt")
    yield _Chapter(
        "1. いまの流れを描く（As-Is）",
        "担当者が、国の依頼から報告までを16の手順に描きました。図の形、時間、気になる所が分かります。",
        make_kit(today, folder=place / "1_いまの流れ"),
    )
    yield _Chapter(
        "2. 論点を分ける",
        "聞き取った文を、困りごと・事実・原因・論点・打ち手に分け、なくす・まとめるの順に問いを立てました。",
        _issues(files, place / "2_論点"),
    )
    yield _Chapter(
        "3. ツールを選ぶ",
        "市町はフォームか調査票で答え、kintoneには県の受付と督促の状態だけを置くことにしました。",
        _tools(place / "3_ツール"),
    )
    yield _Chapter(
        "4. 見直し後の流れを描く（To-Be）",
        "いまの流れと並べ、なくす手順と新しく増える手順を確かめました。楽になる人と、そうでない人も見ます。",
        _change(today, tomorrow, place / "4_見直し後の流れ"),
    )
    yield _Chapter(
        "5. 効果を見積もる",
        "2つの図から、1年に減る時間を計算しました。新しく増える作業も引いてあります。",
        make_effect([today, tomorrow], place / "5_効果", _RATE),
    )
    yield _Chapter("6. 計画を立て、アカウントを申し込む", _PLAN_STORY, _plan(files, place / "6_計画", tomorrow))
    yield _Chapter(
        "7. 本番利用ゲート 1回目（まだ）",
        "アプリの作りはじめです。足りないものが、大切な順に並びます。ここで止まれるのが、ゲートの役目です。",
        make_gate(
            [files.path(name) for name in ("flow_first.txt", "app_first.json", "gate_first.json")],
            place / "7_ゲート1回目",
            _FIRST_LOOK,
        ),
    )
    ready = [files.path(name) for name in ("app_ready.json", "gate_ready.json", "handover.json")]
    yield _Chapter(
        "8. 本番利用ゲート 2回目（合格）",
        "図とアプリを直し、作った人とは別の人に見てもらいました。いちばんの指摘も残っています。",
        make_gate([today, tomorrow, *ready], place / "8_ゲート2回目", _SECOND_LOOK),
    )
    yield _Chapter(
        "9. 引き継ぐ",
        "図とアプリから引継ぎ書を作りました。次の担当者は、この1冊で動けます。",
        make_handover([tomorrow, *ready], place / "9_引継ぎ", _SECOND_LOOK),
    )


_PLAN_STORY = "最初の一歩は2週間以内です。上司に渡す1枚と、アカウントの発行前確認も作りました。"


def _issues(files: _Files, place: Path) -> Kit:
    from kaizen_helpers.flow import read_flow
    from kaizen_helpers.issues import ecrs_sheet, find_statement_problems, issue_sheet, read_issue_tree, read_statements

    place = new_folder(place)
    tree = read_issue_tree(files.json("issue_tree.json"), "照会の取りまとめ").tree
    made = (
        _write(place / "論点の整理.html", issue_sheet(tree)),
        _write(place / "見直しの問い（ECRS）.html", ecrs_sheet(read_flow(files.path("c1_genjo.txt")).flow)),
    )
    problems = find_statement_problems(read_statements(files.json("statements.json")).statements)
    told = tuple(problem.message_ja for problem in problems)
    return Kit(place, made, told or ("置き場所が気になる文は、見つかりませんでした。",))


def _change(today: Path, tomorrow: Path, place: Path) -> Kit:
    from kaizen_helpers.flow import balance, change_sheet, compare, draw, read_flow, save_picture, savings

    place = new_folder(place)
    before, after = read_flow(today).flow, read_flow(tomorrow).flow
    saved, moved = savings(before, after), balance(before, after)
    sheet = change_sheet(compare(before, after), saved=saved, balance=moved)
    drawn = save_picture(draw(after, quality="print"), place / "見直し後の図.png")
    return Kit(place, (_write(place / "見直しシート.html", sheet), *drawn), moved.sentences)


def _tools(place: Path) -> Kit:
    from kaizen_helpers.issues import recommend
    from kaizen_helpers.issues.tools.cases import CASES
    from kaizen_helpers.issues.tools.sheet import tools_page

    case = next(case for case in CASES if case.id == "C1")
    found = recommend(case.business)
    place = new_folder(place)
    sheet = _write(place / "ツールの候補.html", tools_page(case.business, found))
    return Kit(place, (sheet,), (f"候補は「{found.first.name}」です。", *found.first.reasons_for))


def _plan(files: _Files, place: Path, flow: Path) -> Kit:
    """The plan and the application, filled as a person fills the workbooks, and what the verbs make of them."""
    from kaizen_helpers.organisation import find_organisation
    from kaizen_helpers.plan import account_form, plan_form
    from kaizen_helpers.workplace.plan_kit import make_account, make_plan

    place = new_folder(place)
    classes = tuple(one.name for one in find_organisation(place).data_classes)
    with tempfile.TemporaryDirectory() as scratch:
        plan = _filled(plan_form(), files.json("plan.json"), Path(scratch))
        account = _filled(account_form(classes), files.json("account.json"), Path(scratch))
        planned = make_plan([plan, flow], place, _PLANNED)
        applied = make_account([account, flow], place, _FIRST_LOOK)
    return Kit(place, (*planned.files, *applied.files), (*planned.sentences, *applied.sentences))


def _filled(form: Form, plain: dict[str, Any], folder: Path) -> Path:
    return write_form(form, folder / f"{form.name}.xlsx", read_values(form, plain).values)


def _story(place: Path, chapters: Sequence[_Chapter]) -> str:
    """The page that leads through the documents."""
    head = (
        f"<header><h1>{text(_NAME)}</h1><p>{text('人、団体、数字は、すべて架空です。')}"
        f"{text('下の文書は、どれも自分の業務で使う命令と同じもので作りました。')}</p></header>"
    )
    return page(_NAME, "A4", [], [head, *(_told(place, chapter) for chapter in chapters)])


def _told(place: Path, chapter: _Chapter) -> str:
    links = "".join(f"<li>{_link(place, path)}</li>" for path in chapter.kit.files)
    said = [sentence.removeprefix("・") for sentence in chapter.kit.sentences if sentence.strip()]
    more = [f"ほかに{len(said) - _MOST_TOLD}件あります。文書をご覧ください。"] if len(said) > _MOST_TOLD else []
    sentences = "".join(f"<li>{text(sentence)}</li>" for sentence in [*said[:_MOST_TOLD], *more])
    return (
        f"<section><h2>{text(chapter.title)}</h2><p>{text(chapter.story)}</p><ul>{links}</ul>"
        f'<p class="small">{text("道具が言うこと")}</p><ul class="small">{sentences}</ul></section>'
    )


def _link(place: Path, path: Path) -> str:
    return f'<a href="{quote(path.relative_to(place).as_posix())}">{text(path.name)}</a>'


def _write(path: Path, words: str) -> Path:
    write_atomically(path, words.encode("utf-8"))
    return path
