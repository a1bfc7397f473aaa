"""The authors' verbs of ``kaizen``: each calls one function of the library and says what came of it."""

from __future__ import annotations

import argparse

from kaizen_helpers.course import Course

__all__ = ["notebooks", "release"]


def release(options: argparse.Namespace) -> int:
    """``kaizen release [--check]``: bring what is generated up to date; 1 when checking finds a difference.

    That is ``exercises/``, and the remedies in the instructor's guides.

    Raises:
        KaizenError: see ``release``, ``release_differences`` and ``refresh_instructor_notes``.
    """
    from kaizen_helpers.authoring.release import release as release_exercises
    from kaizen_helpers.authoring.release import release_differences
    from kaizen_helpers.authoring.remedies import instructor_notes_differ, refresh_instructor_notes

    course = Course.find()
    if options.check:
        lines = release_differences(course)
        guides = [f"courses/{m}/instructor.md: differs: run `kaizen release`" for m in instructor_notes_differ(course)]
    else:
        lines = [path.relative_to(course.root).as_posix() for path in release_exercises(course)]
        guides = [f"courses/{module}/instructor.md" for module in refresh_instructor_notes(course)]
    for line in [*lines, *guides]:
        print(line)
    if not lines:
        print("exercises/ は最新です。")
    elif not options.check:
        print(f"exercises/ を作り直しました（{len(lines)} ファイル）。")
    lines += guides
    return 1 if options.check and lines else 0


def notebooks(options: argparse.Namespace) -> int:
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
