"""The authors' verbs of ``kaizen``: each calls one function of the library and says what came of it."""

from __future__ import annotations

import argparse

from kaizen_helpers.course import Course

__all__ = ["main_normalise", "main_release", "normalise_options"]


def main_release(_options: argparse.Namespace) -> int:
    """``kaizen release``: bring ``exercises/`` up to date; 0 when it is.

    Raises:
        KaizenError: see ``release``.
    """
    from kaizen_helpers.authoring.release import release

    course = Course.find()
    changed = release(course)
    for path in changed:
        print(path.relative_to(course.root).as_posix())
    print(f"exercises/ を作り直しました（{len(changed)} ファイル）。" if changed else "exercises/ は最新です。")
    return 0


def normalise_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``kaizen notebooks normalise``."""
    parser.add_argument("action", choices=["normalise"], metavar="normalise", help="ノートの書き方をそろえます")
    parser.add_argument("--check", action="store_true", help="直さずに、直す所だけを示します")


def main_normalise(options: argparse.Namespace) -> int:
    """``kaizen notebooks normalise [--check]``: 1 when something is left to do or, checking, would change.

    Raises:
        KaizenError: see ``normalise_tree``.
    """
    from kaizen_helpers.authoring.normalise import normalise_tree

    course = Course.find()
    report = normalise_tree(course, check=options.check)
    for line in report.lines():
        print(line)
    if not options.check:
        for path in report.changed:
            print(f"直しました: {path.relative_to(course.root).as_posix()}")
    if report.clean:
        print("直す所はありません。")
    return 1 if report.findings or (options.check and report.changed) else 0
