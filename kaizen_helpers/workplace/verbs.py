"""The verbs of ``kaizen`` for one's own work; each calls one function of the library and says what came of it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from kaizen_helpers.errors import InputError

if TYPE_CHECKING:
    from kaizen_helpers.workplace.flow_kit import Kit

__all__ = [
    "account",
    "account_options",
    "cases",
    "cases_options",
    "clinic",
    "clinic_options",
    "effect",
    "effect_options",
    "example",
    "example_options",
    "excel",
    "excel_options",
    "flow",
    "flow_options",
    "gate",
    "gate_options",
    "handover",
    "handover_options",
    "notation",
    "notation_options",
    "plan",
    "plan_options",
    "survey",
    "survey_options",
    "tools",
    "tools_options",
]


def flow_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kaizen flow``."""
    parser.add_argument(
        "file", metavar="ファイル", help="手順の表（.xlsx .csv）、文章（.txt）、図（.bpmn .drawio .pptx）"
    )
    parser.add_argument("after", metavar="見直し後", nargs="?", help="見直し後の手順のファイル（比べるとき）")
    parser.add_argument(
        "--folder", metavar="フォルダ", help="できたものを入れる場所（決めないときは、ファイルと同じ場所）"
    )


def flow(options: argparse.Namespace) -> int:
    """``kaizen flow FILE [AFTER]``: draw one's own flow, find what to ask about it, count its work, hand it on.

    Raises:
        KaizenError: see :func:`~kaizen_helpers.workplace.flow_kit.make_kit`.
    """
    from kaizen_helpers.workplace.flow_kit import make_kit

    kit = make_kit(
        Path(options.file),
        Path(options.after) if options.after else None,
        Path(options.folder) if options.folder else None,
    )
    for sentence in kit.sentences:
        print(sentence)
    print(f"\n次のフォルダに{len(kit.files)}個のファイルを作りました:\n  {kit.folder}")
    for path in kit.files:
        print(f"  - {path.name}")
    return 0


def effect_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kaizen effect``."""
    parser.add_argument(
        "files",
        metavar="ファイル",
        nargs="*",
        help="記入ずみの「効果の見積り」（.xlsx、いくつでも）か、現状と見直し後の業務フロー図。書かないときは、空の様式を作ります",
    )
    parser.add_argument(
        "--rate", metavar="円", help="1時間の単価（決めないときは、ファイルに書かれた額。既定の額はありません）"
    )
    _folder_option(parser)


def effect(options: argparse.Namespace) -> int:
    """``kaizen effect [FILE …]``: make the blank workbook, or count what one or several measures change.

    Raises:
        KaizenError: see :func:`~kaizen_helpers.workplace.effect_kit.make_effect`.
    """
    from kaizen_helpers.workplace.effect_kit import UnreadableFormError, blank_effect, make_effect

    folder, files = _places(options)
    try:
        return _tell(make_effect(files, folder, options.rate) if files else blank_effect(folder or Path()))
    except UnreadableFormError as unreadable:
        for problem in unreadable.problems:
            print(f"！ {problem}")
        raise


def survey_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kaizen survey``."""
    parser.add_argument(
        "file",
        metavar="ファイル",
        nargs="?",
        help="入力ずみの回答（.xlsx .csv）。書かないときは、用紙と入力表を作ります",
    )
    parser.add_argument("--given", metavar="枚数", type=int, help="研修の直後に配った用紙の枚数（回収率を出すとき）")
    _folder_option(parser)


def survey(options: argparse.Namespace) -> int:
    """``kaizen survey [FILE]``: make the questionnaires and the workbook for the answers, or sum up a filled one.

    Raises:
        KaizenError: see :func:`~kaizen_helpers.workplace.survey_kit.sum_up_survey`.
    """
    from kaizen_helpers.workplace.survey_kit import make_survey, sum_up_survey

    folder = Path(options.folder) if options.folder else None
    if not options.file:
        return _tell(make_survey(folder or Path()))
    return _tell(sum_up_survey(Path(options.file), folder, options.given))


def clinic_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kaizen clinic``."""
    parser.add_argument(
        "file",
        metavar="ファイル",
        nargs="?",
        help="記入ずみの相談台帳（.xlsx）か、「質問」のフォルダ。書かないときは、空の台帳と日程を作ります",
    )
    parser.add_argument("--year", metavar="年度", type=int, help="日程を作る年度（例: 2026。決めないときは今の年度）")
    _folder_option(parser)


def clinic(options: argparse.Namespace) -> int:
    """``kaizen clinic [FILE]``: make the register of consultations and the year's Tuesdays, or sum up a filled one.

    A folder of question slips becomes rows of a register.

    Raises:
        KaizenError: see :func:`~kaizen_helpers.workplace.register_kit.sum_up_clinic`.
    """
    from kaizen_helpers.workplace.register_kit import clinic_from_slips, make_clinic, sum_up_clinic

    folder = Path(options.folder) if options.folder else None
    if not options.file:
        return _tell(make_clinic(folder or Path(), options.year))
    source = Path(options.file)
    return _tell(clinic_from_slips(source, folder) if source.is_dir() else sum_up_clinic(source, folder))


def cases_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kaizen cases``."""
    parser.add_argument(
        "file",
        metavar="ファイル",
        nargs="?",
        help="記入ずみの改善事例台帳（.xlsx）。書かないときは、空の台帳を作ります",
    )
    parser.add_argument("--year", metavar="年度", type=int, help="まとめる年度（例: 2026。決めないときはすべての年度）")
    _folder_option(parser)


def cases(options: argparse.Namespace) -> int:
    """``kaizen cases [FILE]``: make the register of improvement cases, or sum up a filled one year by year.

    Raises:
        KaizenError: see :func:`~kaizen_helpers.workplace.register_kit.sum_up_cases`.
    """
    from kaizen_helpers.workplace.register_kit import make_cases, sum_up_cases

    folder = Path(options.folder) if options.folder else None
    if not options.file:
        return _tell(make_cases(folder or Path()))
    return _tell(sum_up_cases(Path(options.file), folder, options.year))


def gate_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kaizen gate``."""
    parser.add_argument(
        "files",
        metavar="ファイル",
        nargs="*",
        help="業務フロー図・アプリ定義（.json .zip フォルダ）・本番利用ゲート・引継ぎ書。順番は自由です",
    )
    _folder_option(parser)


def handover_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kaizen handover``."""
    parser.add_argument(
        "files",
        metavar="ファイル",
        nargs="*",
        help="業務フロー図・アプリ定義（.json .zip フォルダ）・引継ぎ書。順番は自由です",
    )
    _folder_option(parser)


def gate(options: argparse.Namespace) -> int:
    """``kaizen gate [FILE …]``: make the blank forms, or say what is missing before 本番利用.

    Raises:
        KaizenError: see :func:`~kaizen_helpers.workplace.gate_kit.make_gate`.
    """
    from kaizen_helpers.workplace.gate_kit import blank_gate, make_gate

    folder, files = _places(options)
    return _tell(make_gate(files, folder) if files else blank_gate(folder or Path()))


def handover(options: argparse.Namespace) -> int:
    """``kaizen handover [FILE …]``: make the blank document, or write it from the flow and the app.

    Raises:
        KaizenError: see :func:`~kaizen_helpers.workplace.gate_kit.make_handover`.
    """
    from kaizen_helpers.workplace.gate_kit import blank_handover, make_handover

    folder, files = _places(options)
    return _tell(make_handover(files, folder) if files else blank_handover(folder or Path()))


def plan_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kaizen plan``."""
    parser.add_argument(
        "files",
        metavar="ファイル",
        nargs="*",
        help="記入ずみのアクションプラン・実施後の確認・業務フロー図。書かないときは、空の様式を作ります",
    )
    _folder_option(parser)


def account_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kaizen account``."""
    parser.add_argument(
        "files",
        metavar="ファイル",
        nargs="*",
        help="記入ずみの発行前確認・業務フロー図。書かないときは、空の様式を作ります",
    )
    _folder_option(parser)


def plan(options: argparse.Namespace) -> int:
    """``kaizen plan [FILE …]``: make the blank action plan, or check a filled one and write the pages to hand on.

    Raises:
        KaizenError: see :func:`~kaizen_helpers.workplace.plan_kit.make_plan`.
    """
    from kaizen_helpers.workplace.plan_kit import blank_plan, make_plan

    folder, files = _places(options)
    return _tell(make_plan(files, folder) if files else blank_plan(folder or Path()))


def account(options: argparse.Namespace) -> int:
    """``kaizen account [FILE …]``: make the blank application for an account, or say whether one may be given.

    Raises:
        KaizenError: see :func:`~kaizen_helpers.workplace.plan_kit.make_account`.
    """
    from kaizen_helpers.workplace.plan_kit import blank_account, make_account

    folder, files = _places(options)
    return _tell(make_account(files, folder) if files else blank_account(folder or Path()))


def tools_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kaizen tools``."""
    parser.add_argument(
        "files", metavar="ファイル", nargs="*", help="記入ずみのツール選びの質問票。書かないときは、空の様式を作ります"
    )
    _folder_option(parser)


def tools(options: argparse.Namespace) -> int:
    """``kaizen tools [FILE …]``: make the blank questions, or say of filled ones what to use and why.

    Raises:
        KaizenError: see :func:`~kaizen_helpers.workplace.tools_kit.make_tools`.
    """
    from kaizen_helpers.workplace.tools_kit import blank_tools, make_tools

    folder, files = _places(options)
    return _tell(make_tools(files, folder) if files else blank_tools(folder or Path()))


def example_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kaizen example``."""
    _folder_option(parser)


def example(options: argparse.Namespace) -> int:
    """``kaizen example``: make every document of case C1, from today's flow to the handover.

    Raises:
        KaizenError: see :func:`~kaizen_helpers.workplace.example_kit.make_example`.
    """
    from kaizen_helpers.workplace.example_kit import make_example

    return _tell(make_example(Path(options.folder) if options.folder else Path()))


def excel_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kaizen excel``."""
    parser.add_argument(
        "what",
        metavar="何を",
        nargs="?",
        choices=["check", "repair", "collect"],
        help="check: 表を国のルールで調べる　repair: 表を直す　collect: 返ってきた回答を1つの表に",
    )
    parser.add_argument(
        "files", metavar="ファイル", nargs="*", help="表のファイル（.xlsx .xls .csv）。collect は回答のフォルダ"
    )
    parser.add_argument(
        "--purpose", metavar="目的", choices=["提供用", "作業用"], default="提供用", help="check: 提供用 か 作業用"
    )
    parser.add_argument("--earlier", metavar="ファイル", help="check: 前の年度の同じ表（年度のちがいを調べるとき）")
    parser.add_argument("--sheet", metavar="シート", help="repair: 直すシートの名前（決めないときは、最初のシート）")
    parser.add_argument(
        "--table", metavar="番号", type=int, help="repair: 1枚のシートに表がいくつもあるとき、上から何番目か"
    )
    parser.add_argument("--plan", metavar="直し方", help="repair: 確かめて書き込んだ「直し方」（.xlsx）")
    parser.add_argument("--accept", action="store_true", help="repair: 提案のとおりに直します")
    parser.add_argument("--asked", metavar="名簿", help="collect: 照会先の名簿。「団体コード」と「団体名」の列")
    parser.add_argument("--form", metavar="様式", help="collect: 配った空の様式。列の名前と順番を決めます")
    parser.add_argument(
        "--same",
        metavar="列=列",
        action="append",
        default=[],
        help="collect: 同じ列とみなす名前（見つけた列=正しい列）",
    )
    _folder_option(parser)


def excel(options: argparse.Namespace) -> int:
    """``kaizen excel check|repair|collect``: check tables, repair one, or put returned forms together.

    Raises:
        KaizenError: see ``excel_check_kit``, ``excel_repair_kit`` and ``excel_kit``.
    """
    _what_behind_options(options, options.files, ("check", "repair", "collect"))
    if options.what == "check" and options.files:
        return _excel_check(options)
    if options.what == "repair" and options.files:
        return _excel_repair(options)
    if options.what in (None, "check", "repair"):
        for line in _EXCEL_HELP:
            print(line)
        return 0 if options.what is None else 2
    return _excel_collect(options)


_EXCEL_HELP = (
    "Excelの表について、できることは3つです。",
    "  1. 表を国のルールで調べる:  kaizen excel check 調査.xlsx",
    "  2. 表を直す:  kaizen excel repair 調査.xlsx",
    "  3. 返ってきた回答を1つの表にする:  kaizen excel collect 回答のフォルダ --asked 名簿.xlsx",
    "どれも、元のファイルは変えません。できたものは新しいフォルダに入れます。",
)


def _excel_check(options: argparse.Namespace) -> int:
    from kaizen_helpers.workplace.excel_check_kit import check_files

    folder, files = _places(options)
    earlier = Path(options.earlier) if options.earlier else None
    return _tell(check_files(files, purpose=options.purpose, earlier=earlier, folder=folder, progress=_Slowly()))


def _excel_repair(options: argparse.Namespace) -> int:
    from kaizen_helpers.workplace.excel_repair_kit import repair_file

    folder, files = _places(options)
    if len(files) > 1:
        raise InputError("ファイルは1つだけ指定してください。", "、".join(path.name for path in files[1:]))
    kit, done = repair_file(
        files[0],
        sheet=options.sheet,
        table=options.table,
        plan=Path(options.plan) if options.plan else None,
        accept=options.accept,
        folder=folder,
        progress=_Slowly(),
    )
    _tell(kit)
    return 0 if done else 1


def _excel_collect(options: argparse.Namespace) -> int:
    from kaizen_helpers.workplace.excel_kit import collect_forms, same_headings

    if not (options.files and options.asked):
        print("返ってきた回答を1つの表にするには、次の2つを用意します。")
        print("  1. 返ってきたファイル（.xlsx か .csv）だけを入れたフォルダ")
        print("  2. 照会先の名簿（.xlsx か .csv）。1行目に「団体コード」と「団体名」")
        print("用意できたら、次のように動かします。配った空の様式があれば --form も付けます。")
        print("  kaizen excel collect 回答のフォルダ --asked 名簿.xlsx")
        return 0 if not options.files else 2
    if len(options.files) > 1:
        raise InputError("フォルダは1つだけ指定してください。", "、".join(options.files[1:]))
    kit = collect_forms(
        Path(options.files[0]),
        Path(options.asked),
        folder=Path(options.folder) if options.folder else None,
        form=Path(options.form) if options.form else None,
        same=same_headings(options.same),
        progress=_progress,
    )
    return _tell(kit)


def notation_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kaizen notation``."""
    parser.add_argument(
        "what",
        metavar="何を",
        nargs="?",
        choices=["check", "convert", "date", "code"],
        help="check: 表の書き方を調べる　convert: そろえる　date・code: 日付やコードを1つずつ調べる",
    )
    parser.add_argument("words", metavar="ファイルか値", nargs="*", help="表のファイル。date・code では調べる値")
    parser.add_argument(
        "--rules", metavar="決まり", choices=["GIF", "庁内様式", "kintone取込"], default="GIF",
        help="書き方の決まり: GIF（ふつう）・庁内様式・kintone取込",
    )  # fmt: skip
    parser.add_argument("--policies", metavar="方針", help="convert: 確かめて書き込んだ「表記の方針」（.xlsx）")
    parser.add_argument("--sheet", metavar="シート", help="シートの名前（決めないときは、最初のシート）")
    parser.add_argument("--table", metavar="番号", type=int, help="1枚のシートに表がいくつもあるとき、上から何番目か")
    _folder_option(parser)


def notation(options: argparse.Namespace) -> int:
    """``kaizen notation check|convert|date|code``: how dates, codes and characters are written.

    Raises:
        KaizenError: see ``notation_kit``.
    """
    from kaizen_helpers.workplace import notation_kit

    _what_behind_options(options, options.words, ("check", "convert", "date", "code"))
    if options.what is None or not options.words:
        for line in _NOTATION_HELP:
            print(line)
        return 0 if options.what is None else 2
    if options.what in ("date", "code"):
        explain = notation_kit.explain_dates if options.what == "date" else notation_kit.explain_codes
        lines, understood = explain(options.words)
        for line in lines:
            print(line)
        return 0 if understood else 1
    if len(options.words) > 1:
        raise InputError("ファイルは1つだけ指定してください。", "、".join(options.words[1:]))
    file, folder = Path(options.words[0]), Path(options.folder) if options.folder else None
    places: dict[str, Any] = {
        "rules": options.rules, "sheet": options.sheet, "table": options.table, "folder": folder, "progress": _Slowly()
    }  # fmt: skip
    if options.what == "check":
        return _tell(notation_kit.check_notation(file, **places))
    policies = Path(options.policies) if options.policies else None
    return _tell(notation_kit.convert_notation(file, policies=policies, **places))


_NOTATION_HELP = (
    "日付・番号・文字の書き方について、できることは4つです。",
    "  1. 表の書き方を調べる:  kaizen notation check 名簿.xlsx",
    "  2. 表の書き方をそろえる:  kaizen notation convert 名簿.xlsx",
    "  3. 日付を調べる:  kaizen notation date 令和5年4月1日 R5.4.1",
    "  4. 団体コード・郵便番号・法人番号を調べる:  kaizen notation code 412015",
    "元のファイルは変えません。個人の情報かもしれない値は、画面に出しません。",
)


def _what_behind_options(options: argparse.Namespace, words: list[str], known: tuple[str, ...]) -> None:
    """``kaizen excel --folder 場所 check 表.xlsx``: the word for what to do may stand behind an option."""
    if options.what is None and words and words[0] in known:
        options.what = words.pop(0)


class _Slowly:
    """Says on stderr how far the work is, once it takes longer than a person waits without a word."""

    FIRST, THEN = 3.0, 5.0

    def __init__(self) -> None:
        self.start = monotonic()
        self.due = self.start + self.FIRST

    def __call__(self, what: str, rows: int) -> None:
        """``rows`` read of the sheet ``what``; 0 where ``what`` is the step that begins."""
        now = monotonic()
        if rows and now >= self.due:
            self.due = now + self.THEN
            print(f"読んでいます… 「{what}」{rows:,}行目", file=sys.stderr, flush=True)
        elif not rows and now >= self.start + self.FIRST:
            print(f"{what}…", file=sys.stderr, flush=True)


_TOLD_EVERY = 50


def _progress(done: int, of: int) -> None:
    """A line now and then, where there is much to read."""
    if of > _TOLD_EVERY and (done % _TOLD_EVERY == 0 or done == of):
        print(f"読んでいます… {done} / {of} ファイル", flush=True)


def _places(options: argparse.Namespace) -> tuple[Path | None, list[Path]]:
    return Path(options.folder) if options.folder else None, [Path(name) for name in options.files]


def _folder_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--folder", metavar="フォルダ", help="できたものを入れる場所（決めないときは、ファイルと同じ場所か、今の場所）"
    )


def _tell(kit: Kit) -> int:
    for sentence in kit.sentences:
        print(sentence)
    print(f"\n次のフォルダに{len(kit.files)}個のファイルを作りました:\n  {kit.folder}")
    for path in kit.files:
        print(f"  - {path.name}")
    return 0
