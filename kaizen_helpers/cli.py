"""``kaizen …``: the command line.

A verb is one entry of ``VERBS``: its name, its line of help, the options it takes, and the function that does the
work, named by where it lives and loaded only when the verb is used. That function takes the parsed options, prints
what a person should read, and returns the exit code (None counts as 0); it raises ``KaizenError`` when it cannot go on.

Exit codes: 0 done; 1 not done, with one Japanese line that says why; 2 the command line was not understood;
130 stopped by Ctrl-C.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NoReturn

from kaizen_helpers.classroom.verbs import submit_options
from kaizen_helpers.errors import KaizenError
from kaizen_helpers.grading import verbs as grading
from kaizen_helpers.workplace.practice import sandbox_options
from kaizen_helpers.workplace.verbs import (
    account_options,
    cases_options,
    clinic_options,
    effect_options,
    example_options,
    excel_options,
    flow_options,
    gate_options,
    handover_options,
    notation_options,
    plan_options,
    survey_options,
    tools_options,
)

__all__ = ["VERBS", "Verb", "main"]


def _no_options(_parser: argparse.ArgumentParser) -> None:
    """For a verb without options of its own."""


@dataclass(frozen=True)
class Verb:
    """One thing ``kaizen`` can do."""

    name: str
    """What one types."""
    help: str
    """One short Japanese line."""
    run: str
    """The function that does it, as ``package.module:function``; it gets an ``argparse.Namespace``."""
    options: Callable[[argparse.ArgumentParser], None] = _no_options
    """Adds the verb's own options."""


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--folder",
        metavar="フォルダ",
        help="受講者のフォルダ（決めないときは環境変数 KAIZEN_FOLDER、それもないときはホームの「業務改善講座」）",
    )


def _lab(parser: argparse.ArgumentParser) -> None:
    _folder(parser)
    parser.add_argument(
        "--instructor", action="store_true", help="講師用に開きます（教材のフォルダと nbgrader の画面）"
    )
    parser.add_argument("--port", type=int, default=8888, metavar="番号", help="最初に試すポート（ふつうは 8888）")
    parser.add_argument("--no-browser", action="store_true", help="ブラウザーを自動で開きません")


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="書きかえずに、違いだけを表示します")


def _notebooks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["normalise"], metavar="normalise", help="決まった形にそろえます")
    _check(parser)


VERBS = (
    Verb("lab", "教材を JupyterLab で開きます", "kaizen_helpers.workplace.lab:main", _lab),
    Verb("submit", "提出ファイルを作ります", "kaizen_helpers.classroom.verbs:submit", submit_options),
    Verb("doctor", "この PC で動くかを調べて報告します", "kaizen_helpers.workplace.doctor:main", _folder),
    Verb("flow", "自分の業務フロー図と、見てもらう紙を作ります", "kaizen_helpers.workplace.verbs:flow", flow_options),
    Verb(
        "effect", "打ち手の効果を見積もり、判断の紙を作ります", "kaizen_helpers.workplace.verbs:effect", effect_options
    ),
    Verb(
        "tools",
        "何を使うか、作らないかの候補と理由を、1枚にします",
        "kaizen_helpers.workplace.verbs:tools",
        tools_options,
    ),
    Verb("survey", "アンケートの用紙と、集計の紙を作ります", "kaizen_helpers.workplace.verbs:survey", survey_options),
    Verb("clinic", "相談会の台帳と日程、まとめを作ります", "kaizen_helpers.workplace.verbs:clinic", clinic_options),
    Verb("cases", "改善事例の台帳と、年度のまとめを作ります", "kaizen_helpers.workplace.verbs:cases", cases_options),
    Verb("plan", "アクションプランと、上司に渡す1枚を作ります", "kaizen_helpers.workplace.verbs:plan", plan_options),
    Verb(
        "account",
        "アカウントの発行前に、足りないものを確かめます",
        "kaizen_helpers.workplace.verbs:account",
        account_options,
    ),
    Verb("gate", "本番利用の前に、足りないものを確かめます", "kaizen_helpers.workplace.verbs:gate", gate_options),
    Verb("handover", "引継ぎ書を作ります", "kaizen_helpers.workplace.verbs:handover", handover_options),
    Verb(
        "example",
        "事例C1の見本を、現状の図から引継ぎ書まで作ります",
        "kaizen_helpers.workplace.verbs:example",
        example_options,
    ),
    Verb(
        "excel",
        "表を国のルールで調べて直し、返ってきた回答を1つにします",
        "kaizen_helpers.workplace.verbs:excel",
        excel_options,
    ),
    Verb(
        "notation",
        "日付・番号・文字の書き方を調べ、そろえます",
        "kaizen_helpers.workplace.verbs:notation",
        notation_options,
    ),
    Verb(
        "sandbox",
        "kintone互換の練習環境を、このPCで動かします",
        "kaizen_helpers.workplace.practice:sandbox",
        sandbox_options,
    ),
    Verb("collect", "提出ファイルを集めます", "kaizen_helpers.grading.verbs:collect", grading.collect_options),
    Verb("grade", "集めた提出を採点します", "kaizen_helpers.grading.verbs:grade", grading.grade_options),
    Verb("report", "結果の表と、返すページを作ります", "kaizen_helpers.grading.verbs:report", grading.report_options),
    Verb(
        "sample-class",
        "試すための架空の提出を作ります",
        "kaizen_helpers.grading.verbs:sample_class",
        grading.sample_class_options,
    ),
    Verb("release", "元の教材から配布用の教材を作ります", "kaizen_helpers.authoring.verbs:release", _check),
    Verb("notebooks", "元の教材を決まった形にそろえます", "kaizen_helpers.authoring.verbs:notebooks", _notebooks),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code; a person never meets a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        words = list(sys.argv[1:] if argv is None else argv)
        if not words:
            _parser().print_help()
            return 2
        options = _parser().parse_args(words)
        module, _, function = str(options.run).partition(":")
        code = getattr(import_module(module), function)(options)
        return code if isinstance(code, int) else 0
    except SystemExit as leaving:  # argparse has said what it had to say
        return leaving.code if isinstance(leaving.code, int) else 1
    except KaizenError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n中止しました。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 1
    except Exception as error:  # noqa: BLE001 - the last line of defence: a person never meets a traceback
        print(_unexpected(error), file=sys.stderr)
        return 1


class _Parser(argparse.ArgumentParser):
    """argparse with Japanese headings and complaints."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, allow_abbrev=False, **options)  # type: ignore[arg-type]
        self._positionals.title = "書くもの"
        self._optionals.title = "オプション"
        self.add_argument("-h", "--help", action="help", help="この説明を出します")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Files may also stand behind an option; argparse itself takes only those in front of the first one."""
        known, left = super().parse_known_args(args, namespace)
        many = next((one for one in self._actions if not one.option_strings and one.nargs == "*"), None)
        if many is not None and left and not any(word.startswith("-") for word in left):
            setattr(known, many.dest, [*getattr(known, many.dest), *left])
            left = []
        return known, left

    def error(self, message: str) -> NoReturn:
        print(f"{_complaint(message)}\n使い方は {self.prog} --help で見られます。", file=sys.stderr)
        raise SystemExit(2)


class _Formatter(argparse.HelpFormatter):
    def _format_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None) -> str:  # noqa: ARG002 - argparse's own signature
        return super()._format_usage(usage, actions, groups, "使い方: ")  # type: ignore[arg-type]


def _complaint(message: str) -> str:
    """The Japanese for what argparse found wrong."""
    about, _, rest = message.removeprefix("argument ").partition(": ")
    if message.startswith("the following arguments are required"):
        return f"必要なものが足りません: {rest}"
    if message.startswith("unrecognized arguments"):
        return f"知らない指定があります: {rest}"
    if "invalid choice" in rest:
        typed = rest.partition("invalid choice: ")[2].partition(" (")[0].strip("'")
        known = "、".join(verb.name for verb in VERBS)
        return (
            f"「{typed}」という命令はありません。使える命令: {known}"
            if about == "命令"
            else (f"{about} に「{typed}」は使えません。")
        )
    if "expected" in rest and "argument" in rest:
        return f"{about} のあとに値を書いてください。"
    if "ignored explicit argument" in rest:
        return f"{about} には値を付けません。"
    if "invalid" in rest and "value" in rest:
        return f"{about} の値「{rest.rpartition(': ')[2].strip(chr(39))}」は使えません。"
    return "指定の書き方が分かりませんでした。"


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="kaizen", description="業務改善講座の道具です。命令を 1 つ選んで使います。")
    verbs = parser.add_subparsers(
        prog="kaizen", title="命令", dest="命令", metavar="命令", required=True, parser_class=_Parser
    )
    for verb in VERBS:
        one = verbs.add_parser(verb.name, help=verb.help, description=verb.help + "。")
        verb.options(one)
        one.set_defaults(run=verb.run)
    return parser


def _unexpected(error: Exception) -> str:
    """Keep the details in a file and say where it is."""
    import os
    import tempfile
    import traceback

    try:
        handle, name = tempfile.mkstemp(prefix="kaizen-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8") as log:
            traceback.print_exception(error, file=log)
    except OSError:
        return "思わぬ理由で止まりました。ディスクの空きを確かめて、もう一度お試しください。"
    return f"思わぬ理由で止まりました。もう一度試しても止まるときは、この記録を担当者に渡してください: {name}"
