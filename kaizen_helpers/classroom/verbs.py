"""The command ``kaizen submit``: hand in without opening the notebook."""

from __future__ import annotations

import argparse
from pathlib import Path

__all__ = ["submit", "submit_options"]


def submit_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``kaizen submit``."""
    parser.add_argument("module", metavar="モジュール", help="例: 01_flow")
    parser.add_argument("--seat", metavar="座席番号", help="座席番号（決めないときは、ノートブックで入れた番号）")
    parser.add_argument("--folder", metavar="フォルダ", help="受講者のフォルダ（ふつうは、いまのフォルダから探します）")
    parser.add_argument(
        "--out", metavar="フォルダ", help="提出ファイルを置くフォルダ（決めないときは、受講者のフォルダの「提出」）"
    )


def submit(options: argparse.Namespace) -> int:
    """Make the hand-in of a module and say where it is.

    Raises:
        MissingError: the module's notebook was not found.
        InputError: there is no seat, or nothing to hand in.
        WriteError: the file could not be written.
    """
    from kaizen_helpers.checkers.seat import find_seat
    from kaizen_helpers.classroom.handin import make_hand_in
    from kaizen_helpers.classroom.panel import hand_over

    notebook = _find_notebook(options.module, options.folder)
    seat = options.seat if options.seat is not None else find_seat(notebook.parent)
    if options.out:
        done, sentence = (
            make_hand_in(notebook, seat, Path(options.out)),
            "このファイルを、講師の案内に沿って渡してください。",
        )
    else:
        handed = hand_over(notebook, seat)
        done, sentence = handed.local, handed.sentence
    print(f"提出ファイルができました: {done.path}")
    for line in (*done.contents, *done.notes):
        print(f"  {line}")
    print(sentence)
    return 0


def _find_notebook(module: str, folder: str | None) -> Path:
    """The learner's copy: in the folder that was named, else here, else in the learner's folder.

    Raises:
        MissingError: there is no folder of this module.
    """
    from kaizen_helpers.errors import MissingError
    from kaizen_helpers.workplace.folder import learner_folder

    places = [Path(folder)] if folder else [Path.cwd(), Path.cwd().parent, learner_folder()]
    for place in places:
        for home in (place, place / module):
            if home.name == module and ((home / f"{module}.ipynb").is_file() or (home / "answers.json").is_file()):
                return home / f"{module}.ipynb"
    raise MissingError(
        f"{module} のノートブックが見つかりません。--folder で受講者のフォルダを指定してください。", module
    )
