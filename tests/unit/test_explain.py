"""What a beginner reads instead of a traceback, from a real kernel, held in goldens/explain/*.txt."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kaizen_helpers.checkers.explain import explain
from kaizen_helpers.checkers.lint import lint_text
from kaizen_helpers.errors import InputError
from tests.golden import check_golden

GOLDENS = Path(__file__).parent / "goldens" / "explain"

SETUP = """
from kaizen_helpers.checkers.explain import load_ipython_extension, unload_ipython_extension
load_ipython_extension(get_ipython())
load_ipython_extension(get_ipython())
import pandas as pd
表 = pd.DataFrame({"氏名\\u3000": ["甲"], "件数": [3], "ＦＡＸ番号": ["1"]})
価格 = 100
price = 100
steps = ["受付", "照合"]
台帳 = {"課": "総務"}
def 合計(a, b):
    return a + b
def outer(n):
    m = n
    return inner(m)
def inner(n):
    return 10 / n
def loop(n):
    return loop(n + 1)
"""

PROGRAMS = {
    "name_misspelt": "total = pric * 2",
    "name_not_yet": "x = 1\nprint(kensu)",
    "name_japanese_without_quotes": "print(こんにちは)",
    "name_other_language": "済み = true",
    "name_unbound": "def f():\n    n = n + 1\nf()",
    "syntax_wide_blank": "x = 1\nx =\u30002",
    "syntax_wide_bracket": "print（1）",
    "syntax_wide_quote": "print(“a”)",
    "syntax_wide_quote_end": 'print("a”)',
    "syntax_wide_kagi": "print(「a」)",
    "syntax_wide_equals": "件数 ＝ 3",
    "syntax_wide_comma": "合計(1，2)",
    "syntax_wide_colon": "if 価格 > 1：\n    pass",
    "syntax_wide_digit": "x = １０",
    "syntax_quote_missing": 'print("受付)',
    "syntax_triple_quote_missing": 'x = """受付',
    "syntax_bracket_missing": "print((1 + 2)\nx = 1",
    "syntax_bracket_extra": "print(1))",
    "syntax_bracket_other": "x = [1, 2)",
    "syntax_colon_missing": "if 価格 > 1\n    print(1)",
    "syntax_one_equals": "if 価格 = 1:\n    print(1)",
    "syntax_print_two": 'print "a"',
    "syntax_else_if": "if 価格 > 1:\n    pass\nelse if 価格 > 0:\n    pass",
    "syntax_comma_missing": "x = [1 2]",
    "syntax_unit_after_number": "x = 30分",
    "syntax_leading_zero": "x = 007",
    "syntax_keyword": "class = 1",
    "syntax_assign_to_value": "10 = x",
    "syntax_return_outside": "return 3",
    "indent_missing": "if 価格 > 1:\nprint(1)",
    "indent_extra": "x = 1\n    y = 2",
    "indent_uneven": "if 価格 > 1:\n        x = 1\n    y = 2",
    "indent_tabs": "if 価格 > 1:\n        x = 1\n\ty = 2",
    "key_blank_in_column": "x = 1\n表['氏名']",
    "key_wide_column": "表['FAX番号']",
    "key_several_columns": "表[['件数', '氏名']]",
    "key_unknown_column": "表['住所']",
    "key_in_dict": "台帳['係']",
    "type_text_and_number": 'x = "30" + 5',
    "type_number_and_text": 'x = 5 * 2 - "3"',
    "type_not_callable": "steps(0)",
    "type_hidden_function": "sum = 3\nprint(sum([1]))",
    "type_too_few": "合計(1)",
    "type_none": "x = None\nx + 1",
    "type_text_index": "steps['受付']",
    "value_int_comma": 'int("１,２００")',
    "value_int_unit": 'int("30分")',
    "value_float_blank": 'float("\u3000")',
    "value_unpack": "a, b = [1, 2, 3]",
    "value_ambiguous": "if 表['件数'] > 1:\n    pass",
    "zero_in_function": "x = 1\ny = outer(0)",
    "index_out_of_range": "steps[2]",
    "file_missing": "open('台帳.csv')",
    "file_missing_alike": "open('meibo.csv')",
    "file_locked": "raise PermissionError(13, 'Permission denied', 'C:/office/台帳.xlsx')",
    "decode_cp932": "bytes([0x8e, 0x81]).decode('utf-8')",
    "encode_cp932": "'𠮷'.encode('cp932')",
    "module_misspelt": "import panda",
    "module_unknown": "import rpa_tool_of_someone",
    "attribute_misspelt": "steps.apend('決裁')",
    "attribute_none": "x = None\nx.head()",
    "attribute_column": "表.氏名",
    "attribute_column_misspelt": "表.件数計",
    "memory": "raise MemoryError()",
    "recursion": "loop(1)",
    "interrupt": "raise KeyboardInterrupt()",
    "group": "raise ExceptionGroup('x', [ValueError('a')])",
    "usage": "%matplotlob inline",
    "own_class": "class 独自Error(Exception):\n    pass\nraise 独自Error('a')",
    "kaizen_error": (
        "from kaizen_helpers.errors import InputError\nraise InputError('番号を入れてください。', '手順表の3行目')"
    ),
    "after_unloading": "unload_ipython_extension(get_ipython())\n1 / 0",
}


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """The outputs of every program, run one after the other in one real kernel."""
    import nbclient
    import nbformat

    folder = tmp_path_factory.mktemp("kernel")
    (folder / "ｍｅｉｂｏ.csv").write_text("a", encoding="utf-8")
    names = list(PROGRAMS)
    sources = [SETUP, *(PROGRAMS[name] for name in names)]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    before = dict(os.environ)
    os.environ.update(HOME=str(folder), IPYTHONDIR=str(folder / "ipython"), PYTHONPATH=str(Path(__file__).parents[2]))
    try:
        client = nbclient.NotebookClient(
            notebook, allow_errors=True, timeout=120, resources={"metadata": {"path": str(folder)}}
        )
        client.execute()
    finally:
        os.environ.clear()
        os.environ.update(before)
    assert notebook.cells[0].outputs == []
    return {name: cell.outputs for name, cell in zip(names, notebook.cells[1:], strict=True)}


def shown(outputs: list[Any]) -> str:
    """What a person reads: the explanation, and the line that takes the place of the traceback."""
    lines = [output.data["text/plain"] for output in outputs if output.output_type == "display_data"]
    lines += ["\n".join(output.traceback) for output in outputs if output.output_type == "error"]
    return "\n".join(lines) + "\n"


USUAL = [name for name in PROGRAMS if name not in ("kaizen_error", "after_unloading")]


@pytest.mark.parametrize("name", [*USUAL, "kaizen_error"])
def test_each_error_is_told_as_written_down(name: str, cells: dict[str, list[Any]]) -> None:
    text = PROGRAMS[name].replace("\u3000", "□").replace("\t", "⇥") + "\n----\n" + shown(cells[name])

    check_golden(GOLDENS / f"{name}.txt", text)


def test_there_is_no_golden_without_a_program() -> None:
    assert {path.stem for path in GOLDENS.glob("*")} == {*USUAL, "kaizen_error"}


@pytest.mark.parametrize("name", USUAL)
def test_a_cell_that_stops_stays_an_error_and_writes_nothing_to_stderr(name: str, cells: dict[str, list[Any]]) -> None:
    assert [output.output_type for output in cells[name]] == ["display_data", "error"]


def test_an_error_of_ours_is_one_line_alone(cells: dict[str, list[Any]]) -> None:
    [output] = cells["kaizen_error"]

    assert (output.output_type, output.traceback) == ("error", ["手順表の3行目: 番号を入れてください。"])


def test_nbgrader_gives_nothing_for_a_cell_that_stops(cells: dict[str, list[Any]]) -> None:
    import nbformat
    from nbgrader.utils import determine_grade

    grade = {"grade": True, "solution": False, "points": 4, "grade_id": "a", "locked": True, "cell_type": "code"}
    for outputs in (cells["name_misspelt"], cells["syntax_colon_missing"], cells["kaizen_error"], cells["usage"]):
        cell = nbformat.v4.new_code_cell("x", outputs=outputs, metadata={"nbgrader": grade})
        assert determine_grade(cell) == (0, 4)


def test_after_unloading_python_speaks_again(cells: dict[str, list[Any]]) -> None:
    [output] = cells["after_unloading"]

    assert "ZeroDivisionError" in "\n".join(output.traceback)


def test_the_english_original_is_folded_away_and_escaped(cells: dict[str, list[Any]]) -> None:
    page = cells["type_text_index"][0].data["text/html"]

    assert page.count("<details>") == 1
    before, after = page.split("<details>")
    assert "TypeError" not in before
    assert "list indices must be integers" in after
    assert "\x1b" not in page
    assert "<module>" not in page
    assert "<script" not in page


@pytest.mark.parametrize("name", USUAL)
def test_explanations_keep_to_the_words_of_the_course(name: str, cells: dict[str, list[Any]]) -> None:
    lines = [line for line in cells[name][0].data["text/plain"].splitlines() if not line.startswith("    ")]

    for line in lines:
        text = re.sub(r"^(△|どこ:|なぜ:|次の一手:) ", "", line)
        assert [f for f in lint_text(text) if "日本語で" not in f and "文字あります" not in f] == [], line


# ------------------------------------------------------------------------------- outside of a notebook


def raised_by(source: str, **space: Any) -> BaseException:
    try:
        exec(compile(source, "<cell>", "exec"), {"__name__": "__main__", **space})  # noqa: S102
    except BaseException as error:  # noqa: BLE001 - the learner's error is what is wanted
        return error
    raise AssertionError("did not stop")


def test_the_line_is_the_last_one_of_the_learner_and_not_of_a_library() -> None:
    source = "import json\n\nx = json.loads('{')\n"

    told = explain(raised_by(source), source)

    assert (3, "x = json.loads('{')", "このセルの3行目です。") == (told.line, told.code, told.where)


def test_a_place_in_another_cell_is_called_by_its_number() -> None:
    space: dict[str, Any] = {}
    exec(compile("def f():\n    return 1 / 0\n", "<cell earlier>", "exec"), space)  # noqa: S102
    source = "f()"

    told = explain(raised_by(source, f=space["f"]), source, cells={"<cell earlier>": 4})

    assert told.where == "セル[4]の2行目（関数「f」の中）です。"


def test_an_error_without_a_place_is_explained_too() -> None:
    told = explain(ZeroDivisionError("x"))

    assert (0, "", "") == (told.line, told.code, told.where)
    assert told.text().startswith("△ 0で割ろうとしています。\nなぜ: ")


def test_code_is_escaped_in_html() -> None:
    source = "x = '<b>' + 1"

    page = explain(raised_by(source), source).html()

    assert "<b>'" not in page
    assert "&lt;b&gt;" in page


@cache
def error_types() -> list[type[BaseException]]:
    def below(kind: type[BaseException]) -> list[type[BaseException]]:
        return [kind, *(found for sub in kind.__subclasses__() for found in below(sub))]

    return [kind for kind in below(BaseException) if kind.__module__ == "builtins"]


@given(st.data(), st.lists(st.text(max_size=20) | st.integers() | st.none(), max_size=5))
def test_explaining_never_fails(data: st.DataObject, args: list[Any]) -> None:
    kind = data.draw(st.sampled_from(error_types()))
    try:
        error = kind(*args)
    except (TypeError, ValueError):
        assume(kind not in (BaseExceptionGroup, ExceptionGroup))
        error = kind.__new__(kind)

    told = explain(error)

    assert told.title.endswith("。")
    assert told.next.endswith("。")
    assert "<script" not in told.html()


def test_an_error_that_traps_the_explanation_is_still_explained() -> None:
    class TrapError(KeyError):
        @property
        def args(self) -> Any:  # type: ignore[override]
            raise RuntimeError

    assert explain(TrapError()).title == "実行が途中で止まりました。"


def test_an_error_whose_own_text_fails_is_explained() -> None:
    source = "class 独自Error(ValueError):\n    def __str__(self):\n        raise ValueError\nraise 独自Error('a')"

    told = explain(raised_by(source), source)

    assert (4, "値の中身が、この使い方に合っていません。") == (told.line, told.title)


def test_a_japanese_error_of_ours_keeps_its_words() -> None:
    assert InputError("番号を入れてください。")._render_traceback_() == ["番号を入れてください。"]
