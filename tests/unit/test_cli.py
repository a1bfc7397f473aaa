"""The command line: quick, Japanese, and never a traceback."""

from __future__ import annotations

import argparse
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from kaizen_helpers import cli
from kaizen_helpers.errors import InputError

HEAVY = ["IPython", "ipywidgets", "jupyterlab", "matplotlib", "nbformat", "nbgrader", "numpy", "openpyxl", "pandas"]


def fails_kindly(options: argparse.Namespace) -> int:
    raise InputError("ポートは数字で書いてください。", "--port")


def fails_badly(options: argparse.Namespace) -> int:
    raise ZeroDivisionError("division by zero")


def is_stopped(options: argparse.Namespace) -> int:
    raise KeyboardInterrupt


def says_nothing(options: argparse.Namespace) -> None:
    return None


def finds_trouble(options: argparse.Namespace) -> int:
    return 3


@pytest.fixture
def verbs(monkeypatch: pytest.MonkeyPatch) -> None:
    here = [fails_kindly, fails_badly, is_stopped, says_nothing, finds_trouble]
    made = tuple(cli.Verb(f.__name__, "試験用の命令です", f"{__name__}:{f.__name__}") for f in here)
    monkeypatch.setattr(cli, "VERBS", made)


@pytest.mark.parametrize("verb", cli.VERBS, ids=lambda verb: verb.name)
def test_every_verb_has_its_function_and_a_japanese_help(verb: cli.Verb, capsys: pytest.CaptureFixture[str]) -> None:
    module, _, function = verb.run.partition(":")

    assert callable(getattr(import_module(module), function))
    assert cli.main([verb.name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"使い方: kaizen {verb.name} ")
    assert verb.help in shown
    assert not {"usage", "options", "positional", "show this"} & set(shown.replace(":", " ").split())


def test_the_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [verb.name for verb in cli.VERBS if verb.name not in shown] == []


def test_without_a_verb_the_help_is_shown_and_the_exit_code_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert capsys.readouterr().out.startswith("使い方: kaizen ")


def test_the_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom kaizen_helpers.cli import main\nmain(['--help'])\n"
        f"print('LOADED', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)

    assert done.stdout.splitlines()[-1] == "LOADED []"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["labo"], f"「labo」という命令はありません。使える命令: {'、'.join(v.name for v in cli.VERBS)}"),
        (["lab", "--port"], "--port のあとに値を書いてください。"),
        (["lab", "--instructor=3"], "--instructor には値を付けません。"),
        (["lab", "--port", "八"], "--port の値「八」は使えません。"),
        (["lab", "--color"], "知らない指定があります: --color"),
        (["lab", "--instr"], "知らない指定があります: --instr"),
        (["--color"], "必要なものが足りません: 命令"),
    ],
)
def test_a_command_line_that_is_not_understood_is_answered_in_japanese(
    words: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[0] == line
    assert said.err.splitlines()[1].startswith("使い方は kaizen ")
    assert len(said.err.splitlines()) == 2


@pytest.mark.usefixtures("verbs")
def test_an_error_of_ours_is_its_line_and_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fails_kindly"]) == 1
    assert capsys.readouterr().err == "--port: ポートは数字で書いてください。\n"


@pytest.mark.usefixtures("verbs")
def test_an_error_nobody_foresaw_is_one_line_and_its_details_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fails_badly"]) == 1
    said = capsys.readouterr().err
    sentence = "思わぬ理由で止まりました。もう一度試しても止まるときは、この記録を担当者に渡してください: "
    assert said.startswith(sentence)
    assert said.count("\n") == 1
    log = Path(said.removeprefix(sentence).strip())
    kept = log.read_text(encoding="utf-8")
    log.unlink()
    assert kept.rstrip().endswith("ZeroDivisionError: division by zero")


@pytest.mark.usefixtures("verbs")
def test_ctrl_c_ends_with_one_line_and_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["is_stopped"]) == 130
    assert capsys.readouterr().err.strip() == "中止しました。"


@pytest.mark.usefixtures("verbs")
def test_the_exit_code_is_the_functions(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["finds_trouble"]) == 3
    assert cli.main(["says_nothing"]) == 0


def test_a_console_without_japanese_does_not_break_anything() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kaizen_helpers", "--help"],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path(cli.__file__).parents[1])},
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"lab" in done.stdout


def test_words_of_argparse_that_we_do_not_know_stay_inside() -> None:
    """A later Python may say something new; it says it in English."""
    assert cli._complaint("argument --x: something new") == "指定の書き方が分かりませんでした。"
