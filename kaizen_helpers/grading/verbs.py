"""The instructor's commands: ``kaizen collect``, ``grade``, ``report`` and ``sample-class``.

Each says what it did and names the next command to type.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kaizen_helpers.course import command

if TYPE_CHECKING:
    from kaizen_helpers.course import Course
    from kaizen_helpers.grading.run import Step

__all__ = [
    "collect",
    "collect_options",
    "grade",
    "grade_options",
    "report",
    "report_options",
    "sample_class",
    "sample_class_options",
]


def _module(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("module", metavar="モジュール", help="例: 01_flow")


def sample_class_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``kaizen sample-class``."""
    _module(parser)
    parser.add_argument("--size", type=int, default=30, metavar="人数", help="人数（ふつうは 30）")
    parser.add_argument("--seed", type=int, default=1, metavar="番号", help="同じ番号なら、いつも同じ見本になります")
    parser.add_argument("--out", metavar="フォルダ", help="書き込むフォルダ（ふつうは .grading/handed_in/モジュール）")
    parser.add_argument("--remove", action="store_true", help="見本の提出と、そこから作ったものを取り除きます")


def sample_class(options: argparse.Namespace) -> int:
    """Write the hand-ins of a made-up class, or take them away again.

    Raises:
        KaizenError: see ``write_sample_class`` and ``remove_sample_class``.
    """
    from kaizen_helpers.course import Course
    from kaizen_helpers.grading.places import Places
    from kaizen_helpers.grading.sample_class import EXPECTED, write_sample_class

    course = Course.find()
    out = Path(options.out) if options.out else Places.of(course, options.module).handed_in
    if options.remove:
        from kaizen_helpers.grading.sample_removal import remove_sample_class

        seats = remove_sample_class(course, options.module, out)
        print(f"見本の提出を取り除きました（採点の場所からは {len(seats)}席）。ほかの提出は、そのままです。")
        return 0
    done = write_sample_class(course, options.module, out, options.size, options.seed)
    print(f"見本の提出を書き込みました: {len(done.expected)}席、ファイル {len(done.files)}件")
    print(f"場所: {out}（期待される点は {EXPECTED}）")
    elsewhere = bool(options.out or os.environ.get("KAIZEN_HANDIN"))
    named = f" --out {_typed(out)}" if options.out else ""
    print(f"本番の提出を集める前に、{command('sample-class')} {options.module}{named} --remove で取り除けます。")
    where = f" {_typed(out)}" if elsewhere else ""
    print(f"次は {command('collect')} {options.module}{where} です。")
    return 0


def _typed(path: Path) -> str:
    """A path as one types it: in quotes when it holds a blank."""
    return f'"{path}"' if any(char.isspace() for char in str(path)) else str(path)


def collect_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``kaizen collect``."""
    _module(parser)
    parser.add_argument(
        "folder",
        nargs="?",
        metavar="フォルダ",
        help="提出ファイルを集めたフォルダ（決めないときは環境変数 KAIZEN_HANDIN、それもないときは "
        ".grading/handed_in/モジュール）",
    )


def collect(options: argparse.Namespace) -> int:
    """Collect the hand-ins of a module; 1 when some files were refused.

    Raises:
        KaizenError: see ``kaizen_helpers.grading.collect.collect``.
    """
    from kaizen_helpers.course import Course
    from kaizen_helpers.grading.collect import collect as collect_from
    from kaizen_helpers.grading.places import Places

    course = Course.find()
    usual = os.environ.get("KAIZEN_HANDIN") or Places.of(course, options.module).handed_in
    done = collect_from(course, Path(options.folder or usual), options.module)
    for line in done.lines():
        print(line)
    if done.seats:
        print(f"次は {command('grade')} {options.module} です。")
    return done.exit_code


def grade_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``kaizen grade``."""
    _module(parser)
    parser.add_argument("--seat", action="append", metavar="座席番号", help="この席だけ採点します（何度でも書けます）")
    parser.add_argument(
        "--mark",
        action="append",
        metavar="席:演習=点",
        help="講師が見る演習と確認中の演習に、講師が点を入れます（例: 07:flow-asis=12）。"
        "点のあとに空白を入れて、受講者へのひとことも書けます。ほかの採点はしません",
    )


def grade(options: argparse.Namespace) -> int:
    """Grade what was collected, with progress; 1 when a notebook could not be run.

    Raises:
        KaizenError: see ``kaizen_helpers.grading.run.grade``.
    """
    from kaizen_helpers.checkers.engine import Outcome
    from kaizen_helpers.course import Course
    from kaizen_helpers.grading.places import Places
    from kaizen_helpers.grading.results import withheld
    from kaizen_helpers.grading.run import grade as grade_module

    course = Course.find()
    if options.mark:
        return _mark(course, options.module, options.mark)
    Places.of(course, options.module).seats()  # nothing collected is said before anything begins
    print(f"{options.module} を採点します。1席に数秒かかります。", flush=True)
    results = grade_module(course, options.module, _progress, seats=options.seat)
    failed = [item.seat for item in results if any(note.code == "autograde-failed" for note in item.notes)]
    print(f"採点しました: {len(results)}席")
    for seat in failed:
        print(f"席{seat}: ノートブックは最後まで動きませんでした。点は答えの記録からつけています。")
    for seat, name in withheld(results, Outcome.AUTHOR_ERROR):
        print(f"席{seat} {name}: 教材側の不具合のため、点は確認中です（--mark {seat}:{name}=点 で入れられます）。")
    _tell_what_to_read(options.module, withheld(results, Outcome.WAITING))
    print(f"次は {command('report')} {options.module} です。")
    return 1 if failed else 0


def _tell_what_to_read(module: str, waiting: list[tuple[str, str]]) -> None:
    """How many answers wait for the instructor, exercise by exercise, and the two ways to mark them."""
    from collections import Counter

    from kaizen_helpers.checkers.catalogue import exercise_by_id

    if not waiting:
        return
    for name, count in Counter(name for _, name in waiting).items():
        exercise = exercise_by_id(name)
        print(f"{exercise.code} {exercise.title}: 講師が見る答えが {count}席分あります。")
    seat, name = waiting[0]
    print(f"点とひとことは、{command('lab')} --instructor で開く画面の「Formgrader」で入れます。")
    print(f'画面を使わないときは、{command("grade")} {module} --mark "{seat}:{name}=点 ひとこと" で入れます。')


def _mark(course: Course, module: str, marks: list[str]) -> int:
    """Give points by hand: ``07:flow-asis=12``, with words to the learner behind a blank if there are any."""
    import re

    from kaizen_helpers.errors import InputError
    from kaizen_helpers.grading.by_hand import set_mark

    for text in marks:
        found = re.fullmatch(r"([^:=]+):([a-z0-9-]+)=([0-9]+(?:\.[05])?)(?:\s+(.*))?", text, re.DOTALL)
        if not found:
            raise InputError("点は「席:演習=点」の形で書いてください（例: 07:flow-asis=12）。", text)
        graded = set_mark(course, module, found[1], found[2], float(found[3]), (found[4] or "").strip())
        print(f"席{graded.seat} {found[2]}: {float(found[3]):g}点にしました。")
    print(f"次は {command('report')} {module} です。")
    return 0


def _progress(step: Step) -> None:
    """「12/30 席07 …」: one line that moves on a terminal, one line a seat elsewhere."""
    place = f"{step.done:>{len(str(step.total))}}/{step.total} 席{step.seat}"
    live = sys.stdout.isatty()
    if step.graded is None:
        if live:
            print(f"\r{place} 採点しています …", end="", flush=True)
        return
    notes = len(step.graded.notes)
    text = f"{place} 採点しました" + (f"（備考 {notes}件）" if notes else "")
    print(f"\r{text:<40}" if live else text, flush=True)


def report_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``kaizen report``."""
    _module(parser)
    parser.add_argument("--roster", metavar="ファイル", help="名簿（座席番号と氏名の CSV か Excel）。読むだけです")
    parser.add_argument("--out", metavar="ファイル", help="採点結果を書くファイル（.xlsx）")
    parser.add_argument(
        "--csv", metavar="ファイル", help="点数の CSV も書きます（点の決まっていない演習があるうちは書きません）"
    )
    parser.add_argument("--show-points", action="store_true", help="受講者へのフィードバックに点を出します")


def report(options: argparse.Namespace) -> int:
    """Write the workbook, the learners' pages and, if asked for, the CSV.

    Raises:
        KaizenError: see ``write_report``, ``write_feedback`` and ``write_scores``.
    """
    from kaizen_helpers.checkers.engine import Outcome
    from kaizen_helpers.course import Course
    from kaizen_helpers.grading.by_hand import current_results
    from kaizen_helpers.grading.feedback import write_feedback
    from kaizen_helpers.grading.report import write_report, write_scores
    from kaizen_helpers.grading.results import not_yet_graded, withheld

    course = Course.find()
    roster = Path(options.roster) if options.roster else None
    workbook = write_report(course, options.module, roster, Path(options.out) if options.out else None)
    print(f"採点結果: {workbook}")
    pages = write_feedback(course, options.module, show_points=options.show_points)
    print(f"受講者へのフィードバック: {course.grading / 'feedback'}（{len(pages)}席分）")
    if pages:
        print(
            "  返すときは、席のフォルダの中のファイルを、その席の受講者の教材フォルダの「返却」に入れます。"
            "受講者の「ホーム」から開けます。"
        )
    if options.csv:
        print(f"点数の CSV: {write_scores(course, options.module, Path(options.csv))}")
    unread = withheld(current_results(course, options.module), Outcome.WAITING)
    if unread:
        seats = "、".join(dict.fromkeys(seat for seat, _ in unread))
        print(
            f"講師が見る答えが、まだ {len(unread)}件あります（席{seats}）。点を入れたあとに、もう一度作ってください。"
        )
    waiting = not_yet_graded(course, options.module)
    if waiting:
        named = "、".join(waiting[:10]) + (" ほか" if len(waiting) > 10 else "")
        print(
            f"採点していない提出が {len(waiting)}席あります（席{named}）。"
            f"{command('grade')} {options.module} のあとに、もう一度作ってください。"
        )
    if roster is None:
        print("氏名と未提出の席も出すときは、--roster で名簿を指定してください。")
    return 0
