"""The normaliser: what it repairs, what it reports, and that it leaves a good notebook alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.authoring.clean import tidy_markdown
from kaizen_helpers.authoring.normalise import normalise, normalise_tree
from kaizen_helpers.errors import SetupError
from tests.unit.notebooks import (
    SCORED,
    code_cell,
    good_notebook,
    graded_cell,
    imports_cell,
    make_course,
    nbgrader,
    notebook,
    text_cell,
    to_bytes,
)

FILE = "solutions/01_flow/01_flow.ipynb"


def lines(*cells: dict[str, Any], file: str = FILE) -> list[str]:
    """The findings about a notebook of these cells under a good heading, without the file's name."""
    book = notebook(text_cell("# 題"), *cells)
    return [str(finding).removeprefix(f"{file}: ") for finding in normalise(to_bytes(book), file).findings]


def cleaned(*cells: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells after the repairs, the heading left out."""
    result = normalise(to_bytes(notebook(text_cell("# 題"), *cells)), FILE)
    done: list[dict[str, Any]] = json.loads(result.content)["cells"][1:]
    return done


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


# --- a good notebook -------------------------------------------------------------------------------------------


def test_a_good_notebook_is_left_alone() -> None:
    raw = to_bytes(good_notebook())
    result = normalise(raw, FILE)
    assert (result.content, result.findings) == (raw, ())


def test_what_is_scored_is_handed_on() -> None:
    result = normalise(to_bytes(good_notebook()), FILE)
    assert result.graded == (("flow-time", "01_flow-flow-time", 4, False),)
    assert result.grade_ids == (("01_flow-flow-time", "01_flow-flow-time"),)


def test_folded_code_stays_folded_and_tags_stay() -> None:
    metadata: dict[str, Any] = {"jupyter": {"source_hidden": True}, "kaizen": {"a": 1}, "tags": ["x"]}
    assert lines(code_cell("a = 1", **metadata)) == []
    assert cleaned(code_cell("a = 1", **metadata))[0]["metadata"] == metadata


# --- rule 1: format --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "finding"),
    [
        (b"", "-: json: this is no notebook (Expecting value: line 1 column 1 (char 0)): restore it from git"),
        (b"[1]", "-: json: this is no notebook of format 4: open it in JupyterLab and save it"),
        (
            b'{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "cells": []}',
            "-: json: this is no notebook of format 4: open it in JupyterLab and save it",
        ),
        (
            b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}',
            "-: json: this is no notebook of format 4: open it in JupyterLab and save it",
        ),
    ],
)
def test_what_is_no_notebook_is_reported_and_kept(raw: bytes, finding: str) -> None:
    result = normalise(raw, FILE)
    assert (result.content, [str(item) for item in result.findings]) == (raw, [f"{FILE}: {finding}"])


def test_bytes_that_are_no_utf_8_are_reported_and_kept() -> None:
    raw = "題".encode("cp932")
    result = normalise(raw, FILE)
    assert result.content == raw
    assert [finding.rule for finding in result.findings] == ["json"]


def test_an_older_minor_version_is_raised() -> None:
    book = notebook(text_cell("# 題"), nbformat_minor=4)
    del book["cells"][0]["id"]
    result = normalise(to_bytes(book), FILE)
    assert [str(item) for item in result.findings] == [
        f"{FILE}: -: version: set to nbformat 4.5",
        f"{FILE}: cell 1: cell-id: becomes markdown-883ce048",
    ]
    assert json.loads(result.content)["nbformat_minor"] == 5


def test_what_the_schema_of_notebooks_refuses_is_reported_and_kept() -> None:
    raw = to_bytes(notebook(text_cell("# 題"), {**text_cell("a", "a"), "cell_type": "poem"}))
    result = normalise(raw, FILE)
    assert (result.content, {finding.rule for finding in result.findings}) == (raw, {"schema"})


def test_what_nbgrader_refuses_is_reported() -> None:
    cell = graded_cell(schema_version=2)
    assert lines(imports_cell(), cell) == ["-: schema: nbgrader: Outdated schema version: 2 (expected 3)"]


def test_a_graded_cell_without_points_is_refused() -> None:
    cell = graded_cell()
    del cell["metadata"]["nbgrader"]["points"]
    assert lines(imports_cell(), cell) == [
        "-: schema: nbgrader: nbgrader cell '01_flow-flow-time' does not have points"
    ]


# --- rule 2: outputs -------------------------------------------------------------------------------------------


def test_outputs_and_counts_are_removed() -> None:
    cell = code_cell("a = 1")
    cell |= {"execution_count": 3, "outputs": [{"output_type": "stream", "name": "stdout", "text": "1"}]}
    assert lines(cell) == [
        "code: outputs: remove the execution count",
        "code: outputs: remove the outputs",
    ]
    assert (cleaned(cell)[0]["outputs"], cleaned(cell)[0]["execution_count"]) == ([], None)


def test_a_picture_inside_a_cell_is_reported_and_not_thrown_away() -> None:
    cell = text_cell("![図の全体](attachment:a.png)", "a") | {"attachments": {"a.png": {"image/png": "AAAA"}}}
    assert "a: attachment: save the picture as a file beside the notebook and link it" in lines(cell)
    assert "attachments" in cleaned(cell)[0]


# --- rule 3: bytes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: b"\xef\xbb\xbf" + raw,
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw.rstrip(b"\n"),
        lambda raw: raw + b"\n",
        lambda raw: json.dumps(json.loads(raw), indent=1, sort_keys=True).encode() + b"\n",
        lambda raw: json.dumps(json.loads(raw), indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n",
        lambda raw: json.dumps(dict(reversed(json.loads(raw).items())), indent=1, ensure_ascii=False).encode() + b"\n",
    ],
    ids=["BOM", "CRLF", "no final newline", "two final newlines", "escapes", "indent", "order of keys"],
)
def test_any_other_way_to_write_the_same_notebook_becomes_the_one_way(change: Any) -> None:
    raw = to_bytes(good_notebook())
    result = normalise(change(raw), FILE)
    assert result.content == raw
    assert [str(finding) for finding in result.findings] == [
        f"{FILE}: -: bytes: write as UTF-8 without BOM, LF, indent 1, keys sorted, one final newline"
    ]


# --- rule 4: cell ids ------------------------------------------------------------------------------------------


def test_a_cell_of_nbgrader_is_named_by_its_grade_id() -> None:
    cell = graded_cell() | {"id": "1a2b3c4d"}
    assert lines(imports_cell(), cell) == ["1a2b3c4d: cell-id: becomes 01_flow-flow-time"]


@pytest.mark.parametrize("name", ["4f1c0a9e", "a-B_9", "x" * 64])
def test_an_existing_good_id_is_never_changed(name: str) -> None:
    assert lines(text_cell("本文", name)) == []


@pytest.mark.parametrize("name", ["", "a b", "題", "x" * 65, "a.b"])
def test_a_bad_id_is_replaced_by_one_made_from_the_text(name: str) -> None:
    cell = text_cell("## E1-3 Time\n\n本文", name)
    assert cleaned(cell)[0]["id"] == "e1-3-time"


def test_of_two_cells_with_one_id_the_second_gets_another() -> None:
    first, second = cleaned(text_cell("あ", "a"), text_cell("Second", "a"))
    assert (first["id"], second["id"]) == ("a", "second")


def test_two_cells_with_the_same_text_get_two_ids() -> None:
    first, second = cleaned(text_cell("Same words", ""), text_cell("Same words", ""))
    assert (first["id"], second["id"]) == ("same-words", "same-words-2")


def test_an_id_that_a_later_graded_cell_needs_is_given_up() -> None:
    other, graded = cleaned(text_cell("Other words", "01_flow-flow-time"), graded_cell())
    assert (other["id"], graded["id"]) == ("other-words", "01_flow-flow-time")


# --- rules 5 and 6: metadata -----------------------------------------------------------------------------------


def test_the_notebook_keeps_kernel_language_and_our_notes_only() -> None:
    book = notebook(text_cell("# 題"))
    book["metadata"] |= {
        "kernelspec": {"display_name": "my env", "language": "python", "name": "env-taro"},
        "language_info": {"name": "python", "version": "3.11.9"},
        "widgets": {"state": {}},
        "kaizen": {"files": []},
    }
    result = normalise(to_bytes(book), FILE)
    assert [str(finding) for finding in result.findings] == [
        f"{FILE}: -: notebook-metadata: keep kernelspec, language_info.name and kaizen only: "
        "kernelspec, language_info, widgets"
    ]
    assert json.loads(result.content)["metadata"] == {
        "kaizen": {"files": []},
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


def test_a_cell_keeps_only_what_the_course_uses() -> None:
    metadata: dict[str, Any] = {
        "deletable": False,
        "editable": False,
        "collapsed": True,
        "jupyter": {"outputs_hidden": True},
    }
    assert lines(code_cell("a = 1", **metadata)) == [
        "code: cell-metadata: remove or shorten collapsed, deletable, editable, jupyter"
    ]
    assert cleaned(code_cell("a = 1", **metadata))[0]["metadata"] == {}


def test_marks_of_a_release_are_taken_out_of_a_source() -> None:
    cell = graded_cell(checksum="0" * 32, cell_type="code")
    assert lines(imports_cell(), cell) == ["01_flow-flow-time: cell-metadata: remove or shorten nbgrader"]
    assert cleaned(cell)[0]["metadata"] == {"nbgrader": nbgrader("01_flow-flow-time")}


def test_settings_that_say_nothing_are_removed() -> None:
    cell = code_cell("a = 1", nbgrader=nbgrader("01_flow-a", grade=False, locked=False))
    assert cleaned(cell)[0]["metadata"] == {}


def test_whole_points_are_written_without_a_fraction() -> None:
    cell = graded_cell(points=4.0)
    assert lines(imports_cell(), cell) == ["01_flow-flow-time: cell-metadata: remove or shorten nbgrader"]
    assert b'"points": 4,' in normalise(to_bytes(notebook(text_cell("# a"), cell)), FILE).content


# --- rule 7: grade ids and points ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grade_id", "finding"),
    [
        ("01_flow-flow-tame", "01_flow-flow-tame must be 01_flow-flow-time"),
        ("flow-time", "flow-time must be 01_flow-flow-time"),
        ("x" * 65, "use 1 to 64 of a-z, A-Z, 0-9, - and _"),
    ],
)
def test_a_grade_id_says_module_and_exercise(grade_id: str, finding: str) -> None:
    found = lines(imports_cell(), graded_cell(name="cell", grade_id=grade_id))
    assert [line.split(": ", 1)[1] for line in found if ": grade-id: " in line] == [f"grade-id: {finding}"]


def test_a_grade_id_may_end_in_test() -> None:
    assert lines(imports_cell(), graded_cell(name="01_flow-flow-time-test")) == []


def test_the_name_of_a_locked_cell_starts_with_its_module() -> None:
    cell = code_cell("a = 1", "start", nbgrader=nbgrader("start", grade=False, points=0))
    assert lines(cell) == ["start: grade-id: start must start with 01_flow-"]


@pytest.mark.parametrize("points", [0.25, 1.3])
def test_points_are_whole_or_half(points: float) -> None:
    assert lines(imports_cell(), graded_cell(points=points)) == [
        f"01_flow-flow-time: points: {points} is neither a whole nor a half number"
    ]


def test_half_points_are_fine() -> None:
    assert lines(imports_cell(), graded_cell(points=2.5)) == []


def test_a_lecture_holds_no_cell_of_nbgrader() -> None:
    assert lines(graded_cell(), file="courses/01_flow/lecture.ipynb") == [
        "01_flow-flow-time: grade-id: cells of nbgrader belong below solutions/: remove its settings here"
    ]


# --- rule 8: white space and kana ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("本文 \t", "本文"),
        ("本文\u3000", "本文"),
        ("\n\n本文\n\n", "本文"),
        ("一行  \n二行", "一行<br>\n二行"),
        ("一行   \n二行", "一行<br>\n二行"),
        ("一行 \n二行", "一行\n二行"),
        ("一行  \n\n二行", "一行\n\n二行"),
        ("一行<br>  \n二行", "一行<br>\n二行"),
        ("# 題  \n本文", "# 題\n本文"),
        ("本文  \n- 項目", "本文\n- 項目"),
        ("| 列 |  \n| --- |", "| 列 |\n| --- |"),
        ("```\ncode  \ncode\n```", "```\ncode\ncode\n```"),
        ("```\na\n```\n一行  \n二行", "```\na\n```\n一行<br>\n二行"),
        ("~~~\n```\na  \nb\n~~~", "~~~\n```\na\nb\n~~~"),
        ("一\r\n二\r三", "一\n二\n三"),
    ],
)
def test_markdown_is_cut_without_losing_a_line_break(before: str, after: str) -> None:
    assert source(cleaned(text_cell(before, "a"))[0]) == after


def test_code_is_cut_at_line_ends_and_around() -> None:
    cell = code_cell("\n\na = 1  \nb = 2\t\n\n")
    assert source(cleaned(cell)[0]) == "a = 1\nb = 2"
    assert lines(cell) == ["code: white-space: cut blanks at line ends and blank lines around the cell"]


def test_blanks_inside_a_text_of_the_program_are_kept_and_reported() -> None:
    cell = code_cell('a = """x  \ny"""')
    assert source(cleaned(cell)[0]) == 'a = """x  \ny"""'
    assert lines(cell) == ["code: white-space: blanks end a line inside a text: write them as \\x20"]


@pytest.mark.parametrize("text", ["\ufa19", "が", "①㈱"])
def test_characters_are_never_replaced_by_others(text: str) -> None:
    """NFC and NFKC change kanji in names."""
    assert source(cleaned(text_cell(text, "a"))[0]) == text


@pytest.mark.parametrize("text", ["か\u3099", "は\u309a"])
def test_a_separate_voicing_mark_is_reported_and_kept(text: str) -> None:
    assert source(cleaned(text_cell(text, "a"))[0]) == text
    assert lines(text_cell(text, "a")) == [
        "a: voicing-mark: a voicing mark stands apart (U+3099, U+309A): type the kana anew"
    ]


# --- rule 9: code, regions, graded cells -----------------------------------------------------------------------


LAST_LINE = '01_flow-flow-time: grade-cell: the last line must be exactly check("…") or exercise("…")'
NOTHING_ELSE = '01_flow-flow-time: grade-cell: in a module without code the cell is exercise("…") and nothing else'
NO_MAGIC = "01_flow-flow-time: grade-cell: no line of a graded cell may start with %"


@pytest.mark.parametrize(
    "code",
    [
        'exercise("flow-time");',
        '_ = exercise("flow-time")',
        'display(exercise("flow-time"))',
        'if True:\n    exercise("flow-time")',
        'exercise("flow-time"); 1',
        "exercise('flow-time')",
        'exercise("flow-time", 1)',
        'exercise("Flow Time")',
        "print(1)",
        "# exercise",
        'exercise("flow-time")\nprint(1)',
    ],
)
def test_a_graded_cell_ends_in_the_exercise_itself(code: str) -> None:
    """nbgrader gives full marks to a cell that shows no number."""
    assert lines(imports_cell(), graded_cell(code)) == sorted([LAST_LINE, NOTHING_ELSE])


def test_a_comment_may_follow_where_learners_write_code() -> None:
    file = "solutions/04_excel/04_excel.ipynb"
    cell = graded_cell('x = 1\ncheck("clean")\n\n# end', name="04_excel-clean")
    assert lines(imports_cell(), cell, file=file) == []


@pytest.mark.parametrize("code", ['check("flow-time")', 'x = 1\nexercise("flow-time")', '# a\nexercise("flow-time")'])
def test_in_a_module_without_code_the_cell_is_the_exercise_alone(code: str) -> None:
    assert lines(imports_cell(), graded_cell(code)) == [NOTHING_ELSE]


@pytest.mark.parametrize("module", ["00_setup", "02_issues", "03_tools", "07_plan"])
def test_these_modules_are_without_code(module: str) -> None:
    cell = graded_cell('check("a")', name=f"{module}-a")
    found = lines(cell, file=f"solutions/{module}/{module}.ipynb")
    assert [line.split(": ")[1] for line in found] == ["grade-cell"]


def test_a_graded_cell_holds_no_magic() -> None:
    cell = graded_cell('%%capture\nexercise("flow-time")')
    assert lines(imports_cell(), cell) == sorted([NO_MAGIC, NOTHING_ELSE])


def region_lines(code: str) -> list[str]:
    return [line.removeprefix("code: ") for line in lines(code_cell(code))]


def test_a_balanced_region_is_fine() -> None:
    assert region_lines("### BEGIN SOLUTION\na = 1\n### END SOLUTION") == []


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("### BEGIN SOLUTION\na = 1", "region: “### BEGIN SOLUTION” has no end"),
        (
            "a = 1\n### END SOLUTION",
            "region: “### END SOLUTION” has no partner: regions come in pairs and not nested",
        ),
        (
            "### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION",
            "region: “### BEGIN SOLUTION” has no partner: regions come in pairs and not nested",
        ),
        (
            "### BEGIN SOLUTION\n### END HIDDEN TESTS",
            "region: “### END HIDDEN TESTS” has no partner: regions come in pairs and not nested",
        ),
        (
            "# see BEGIN SOLUTION below",
            "region: “# see BEGIN SOLUTION below” would start or end a region: reword it",
        ),
        (
            "### BEGIN HIDDEN TESTS\na = 1\n### END HIDDEN TESTS",
            "region: nothing is left for the learner: leave a visible line or comment",
        ),
    ],
)
def test_a_region_that_nbgrader_would_cut_wrongly_is_reported(code: str, finding: str) -> None:
    assert region_lines(code) == [finding]


def test_a_hidden_region_under_a_visible_line_is_fine() -> None:
    assert region_lines("# 確認\n### BEGIN HIDDEN TESTS\na = 1\n### END HIDDEN TESTS") == []


def test_the_words_of_a_region_do_not_stand_in_prose() -> None:
    found = lines(text_cell("ここで BEGIN SOLUTION と書きます。", "a"))
    assert found == ["a: region: “ここで BEGIN SOLUTION と書きます。” would start or end a region: reword it"]


def test_an_empty_cell_is_reported() -> None:
    assert lines(code_cell("")) == ["code: empty-cell: the cell is empty: delete it"]


# --- rule 10: markdown -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("# 二つ目", "heading: a document has one heading of level 1: use ## here"),
        ("### 飛ばした", "heading: level 3 follows level 1: use ##"),
        ("##", "heading: a heading needs words"),
        ("題\n---", "heading: write a heading with #, and leave a blank line above a rule"),
        ("<h2>題</h2>", "heading: write a heading with #, not as HTML"),
        ("![](a.png)", "image: say in the alt text what one should see in a.png"),
        ("![a.png](a.png)", "image: the alt text of a.png is its file name: say what one should see"),
        ("![a](img/a.png)", "image: the alt text of img/a.png is its file name: say what one should see"),
        ('<img src="a.png">', "image: say in the alt text what one should see in a.png"),
        (
            "![受付の流れ](https://example.org/a.png)",
            "link: https://example.org/a.png needs a network or another computer: link a file of the course",
        ),
        (
            "[省庁](https://example.org)",
            "link: https://example.org needs a network or another computer: link a file of the course",
        ),
        (
            "<https://example.org>",
            "link: https://example.org needs a network or another computer: link a file of the course",
        ),
        (
            '<a href="/abs">次</a>',
            "link: /abs needs a network or another computer: link a file of the course",
        ),
        (
            "[次](C:\\a.txt)",
            "link: C:\\a.txt needs a network or another computer: link a file of the course",
        ),
        ("[次]()", "link: a link leads nowhere: name a file"),
        ("[次](#ない)", "link: #ない is no heading of this document"),
        (
            "[次][a]\n\n[a]: https://example.org",
            "link: https://example.org needs a network or another computer: link a file of the course",
        ),
    ],
)
def test_markdown_that_would_disappoint_a_reader_is_reported(text: str, finding: str) -> None:
    assert lines(text_cell(text, "a")) == [f"a: {finding}"]


@pytest.mark.parametrize(
    "text",
    [
        "## 次\n\n### その次\n\n## 戻る",
        "![受付から発送までの流れ](a.png)",
        "[次](b.ipynb)",
        "[題へ](#題)",
        "```\n# コメント\n[a](https://example.org)\n```",
        "`[a](https://example.org)` と書きます。",
        "上\n\n---\n\n下",
        "| 列 |\n| --- |\n| 値 |",
        "\\# 印",
    ],
)
def test_good_markdown_is_left_alone(text: str) -> None:
    assert lines(text_cell(text, "a")) == []


def test_a_notebook_needs_a_heading() -> None:
    result = normalise(to_bytes(notebook(text_cell("本文"))), FILE)
    assert [str(finding) for finding in result.findings] == [
        f"{FILE}: -: heading: the document needs one heading of level 1"
    ]


def test_a_link_to_a_missing_file_is_reported() -> None:
    raw = to_bytes(notebook(text_cell("# 題\n\n[次](%E6%AC%A1.ipynb)")))
    asked: list[str] = []

    def missing(path: str) -> bool:
        asked.append(path)
        return False

    found = [str(finding) for finding in normalise(raw, FILE, exists=missing).findings]
    assert found == [f"{FILE}: title: link: %E6%AC%A1.ipynb does not exist (small and capital letters count)"]
    assert asked == ["次.ipynb"]


# --- laws ------------------------------------------------------------------------------------------------------

words = st.text(st.sampled_from("aA1 \t\n\r#-_|`~<>br[]()!.\u3000\u2028\x85\x0cか\u3099題%\"'"), max_size=30)
any_metadata = st.dictionaries(
    st.sampled_from(["tags", "kaizen", "jupyter", "deletable", "collapsed"]),
    st.sampled_from([None, True, [], ["x"], {"source_hidden": True}]),
    max_size=3,
)


@st.composite
def notebooks(draw: st.DrawFn) -> bytes:
    cells = []
    for kind in draw(st.lists(st.sampled_from(["markdown", "code", "graded", "raw"]), max_size=4)):
        name = draw(st.sampled_from(["", "a", "b", "01_flow-flow-time", "題", "x" * 70]))
        if kind == "graded":
            cell = graded_cell(draw(words)) | {"id": name}
        else:
            cell = {"cell_type": kind, "id": name, "metadata": draw(any_metadata), "source": draw(words)}
        if draw(st.booleans()):
            cell["outputs"] = []
        cells.append(cell)
    book = notebook(*cells, nbformat_minor=draw(st.integers(0, 5)))
    return json.dumps(book, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 1, 2]))).encode()


@given(notebooks())
@settings(max_examples=150, deadline=None)
def test_normalising_twice_is_normalising_once(raw: bytes) -> None:
    once = normalise(raw, FILE)
    twice = normalise(once.content, FILE)
    assert twice.content == once.content
    if not any(finding.rule == "schema" for finding in once.findings):
        assert [str(finding) for finding in twice.findings if finding.repaired] == []


@given(words)
def test_cutting_markdown_twice_is_cutting_it_once(text: str) -> None:
    assert tidy_markdown(tidy_markdown(text)) == tidy_markdown(text)


@given(st.binary(max_size=60) | st.recursive(st.none() | st.text(max_size=3), st.lists).map(json.dumps).map(str.encode))
def test_whatever_is_no_notebook_is_a_finding_and_no_exception(raw: bytes) -> None:
    assert normalise(raw, FILE).content == raw


# --- the tree --------------------------------------------------------------------------------------------------


def test_a_good_course_is_clean(tmp_path: Path) -> None:
    report = normalise_tree(make_course(tmp_path), scored=SCORED)
    assert (report.lines(), report.changed, report.clean) == ([], (), True)


def test_checking_names_the_change_and_writes_nothing(tmp_path: Path) -> None:
    course = make_course(tmp_path, notebook(text_cell("# 題 "), imports_cell(), graded_cell()))
    path = course.solutions / "01_flow/01_flow.ipynb"
    before = path.read_bytes()
    report = normalise_tree(course, check=True, scored=SCORED)
    assert path.read_bytes() == before
    assert report.lines() == [f"{FILE}: title: white-space: cut blanks at line ends and blank lines around the cell"]
    assert (report.changed, report.clean) == ((path,), False)


def test_rewriting_repairs_and_then_all_is_clean(tmp_path: Path) -> None:
    course = make_course(tmp_path, notebook(text_cell("# 題 "), imports_cell(), graded_cell()))
    path = course.solutions / "01_flow/01_flow.ipynb"
    report = normalise_tree(course, scored=SCORED)
    assert (report.lines(), report.changed, report.clean) == ([], (path,), False)
    assert path.read_bytes() == to_bytes(notebook(text_cell("# 題"), imports_cell(), graded_cell()))
    assert normalise_tree(course, check=True, scored=SCORED).clean


def test_exercises_are_never_touched(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    untidy = course.exercises / "01_flow/01_flow.ipynb"
    untidy.parent.mkdir()
    untidy.write_bytes(b"{}")
    assert normalise_tree(course, scored=SCORED).clean
    assert untidy.read_bytes() == b"{}"


def test_code_is_formatted_and_linted(tmp_path: Path) -> None:
    untidy = code_cell("a   =  [1,2]\nprint( missing_name )", "a")
    course = make_course(tmp_path, notebook(text_cell("# 題"), untidy, imports_cell(), graded_cell()))
    report = normalise_tree(course, check=True, scored=SCORED)
    assert report.lines() == [
        f"{FILE}: a: code: line 2: Undefined name `missing_name` (F821)",
        f"{FILE}: a: code-format: format the code",
    ]


def test_without_ruff_nothing_is_called_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaizen_helpers.authoring.codestyle.find_spec", lambda _name: None)
    with pytest.raises(SetupError, match=r"ruff is missing: run `python3 start.py test` once"):
        normalise_tree(make_course(tmp_path), scored=SCORED)


def test_points_and_exercises_follow_the_catalogue(tmp_path: Path) -> None:
    scored = {"01_flow": {"flow-time": 5.0, "flow-waste": 4.0}}
    assert normalise_tree(make_course(tmp_path), scored=scored).lines() == [
        f"{FILE}: -: exercise: flow-waste of the catalogue has no graded cell here",
        f"{FILE}: 01_flow-flow-time: points: flow-time has 5 points in the catalogue, here 4",
    ]


def test_an_exercise_outside_the_catalogue_is_reported(tmp_path: Path) -> None:
    assert normalise_tree(make_course(tmp_path), scored={}).lines() == [
        f"{FILE}: 01_flow-flow-time: exercise: flow-time is not in the catalogue of this module"
    ]


def test_a_grade_id_is_used_once_in_the_course(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    other = course.solutions / "02_issues/02_issues.ipynb"
    other.parent.mkdir()
    other.write_bytes(to_bytes(good_notebook()))
    found = normalise_tree(course, scored={**SCORED, "02_issues": {"flow-time": 4.0}}).lines()
    twice = "grade-id: 01_flow-flow-time is used more than once: name each cell of the course anew"
    assert found == [
        f"{FILE}: 01_flow-flow-time: {twice}",
        "solutions/02_issues/02_issues.ipynb: 01_flow-flow-time: exercise: flow-time is scored twice: "
        f"{FILE} has it too",
        f"solutions/02_issues/02_issues.ipynb: 01_flow-flow-time: {twice}",
        "solutions/02_issues/02_issues.ipynb: 01_flow-flow-time: grade-id: "
        "01_flow-flow-time must be 02_issues-flow-time",
    ]


def test_a_markdown_file_of_the_course_is_read_too(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    (course.lectures / "ようこそ.md").write_text("# ようこそ\n\n[次](無い.ipynb)\n", encoding="utf-8")
    assert normalise_tree(course, scored=SCORED).lines() == [
        "courses/ようこそ.md: -: link: 無い.ipynb does not exist (small and capital letters count)"
    ]


# --- rule 11: files --------------------------------------------------------------------------------------------


UNMENTIONED = "nothing mentions it: link it, list it in the notebook's kaizen.files, or delete it"


@pytest.mark.parametrize(
    ("file", "finding"),
    [
        ("solutions/01_flow/answers.json", "a file of answers: delete it or rename it to sample_answers.json"),
        ("solutions/01_flow/Answers.json", "a file of answers: delete it or rename it to sample_answers.json"),
        ("solutions/01_flow/01_flow.py", "a twin of 01_flow.ipynb: delete it, the notebook is the source"),
        ("solutions/01_flow/01_flow.md", "a twin of 01_flow.ipynb: delete it, the notebook is the source"),
        ("solutions/01_flow/.ipynb_checkpoints/a.ipynb", "a checkpoint of JupyterLab: delete its folder"),
        ("solutions/01_flow/~$a.xlsx", "a lock file: close the program that has the document open"),
        ("courses/01_flow/.~lock.a.ods#", "a lock file: close the program that has the document open"),
        ("courses/drafts/a.txt", "“drafts” is no name of a module: use NN_topic"),
        ("courses/a.txt", UNMENTIONED),
        ("solutions/01_flow/data.csv", UNMENTIONED),
        ("solutions/01_flow/data/more.csv", UNMENTIONED),
        ("courses/01_flow/notes.md", UNMENTIONED),
        ("courses/01_flow/cases/notes.md", UNMENTIONED),
        ("solutions/01_flow/cases/c1_genjo.txt", UNMENTIONED),
    ],
)
def test_a_file_that_does_not_belong_is_reported(tmp_path: Path, file: str, finding: str) -> None:
    course = make_course(tmp_path)
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text("# 題\n", encoding="utf-8")
    assert normalise_tree(course, scored=SCORED).lines() == [f"{file}: -: stray-file: {finding}"]


@pytest.mark.parametrize(
    "file",
    [
        "courses/timetable.toml",
        "courses/ようこそ.md",
        "courses/01_flow/instructor.md",
        "courses/01_flow/cases/c1_genjo.txt",
        "solutions/01_flow/sample_answers.json",
        "solutions/01_flow/図/流れ.png",
        "solutions/01_flow/data.csv",
    ],
)
def test_a_file_that_belongs_or_is_mentioned_is_fine(tmp_path: Path, file: str) -> None:
    book = notebook(text_cell("# 題\n\n![受付の流れ](図/流れ.png)"), imports_cell(), graded_cell())
    book["metadata"]["kaizen"] = {"files": ["data.csv"]}
    course = make_course(tmp_path, book)
    for path in {"solutions/01_flow/図/流れ.png", file}:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("# 題\n", encoding="utf-8")
    assert normalise_tree(course, scored=SCORED).lines() == []


@pytest.mark.parametrize("link", ["../../../outside.txt", "図/流れ.PNG", "図/無い.png"])
def test_a_link_stays_in_the_course_and_spells_the_file_as_it_is(tmp_path: Path, link: str) -> None:
    """Windows would open 流れ.PNG for 流れ.png; the learner's Linux would not."""
    (tmp_path / "outside.txt").touch()
    course = make_course(
        tmp_path / "course", notebook(text_cell(f"# 題\n\n[図]({link})"), imports_cell(), graded_cell())
    )
    picture = course.solutions / "01_flow/図/流れ.png"
    picture.parent.mkdir()
    picture.touch()
    assert f"{FILE}: title: link: {link} does not exist (small and capital letters count)" in (
        normalise_tree(course, scored=SCORED).lines()
    )


def linking(tmp_path: Path, document: str, link: str) -> list[str]:
    """The findings about one link in one markdown file of a course that has a lecture and a model answer."""
    course = make_course(tmp_path)
    lecture = course.lectures / "01_flow/lecture.ipynb"
    lecture.parent.mkdir()
    lecture.write_bytes(to_bytes(notebook(text_cell("# 講義"))))
    (course.lectures / "01_flow/instructor.md").write_text("# 講師用\n", encoding="utf-8")
    (course.solutions / "01_flow/sample_answers.json").write_text("{}", encoding="utf-8")
    (course.root / document).write_text(f"# 題\n\n[次]({link})\n", encoding="utf-8")
    return normalise_tree(course, scored=SCORED).lines()


@pytest.mark.parametrize(
    ("document", "link"),
    [
        ("courses/ようこそ.md", "01_flow/lecture.ipynb"),
        ("courses/ようこそ.md", "01_flow/01_flow.ipynb"),
        ("courses/01_flow/instructor.md", "lecture.ipynb"),
        ("courses/01_flow/instructor.md", "../../solutions/01_flow/sample_answers.json"),
    ],
)
def test_a_link_holds_where_its_reader_stands(tmp_path: Path, document: str, link: str) -> None:
    """A learner has lecture and exercise in one folder; the instructor reads in the course itself."""
    assert linking(tmp_path, document, link) == []


@pytest.mark.parametrize(
    "link",
    [
        "../exercises/01_flow/01_flow.ipynb",
        "../solutions/01_flow/01_flow.ipynb",
        "01_flow/instructor.md",
        "01_flow/sample_answers.json",
    ],
)
def test_a_link_to_what_a_learner_does_not_have_is_reported(tmp_path: Path, link: str) -> None:
    assert linking(tmp_path, "courses/ようこそ.md", link) == [
        f"courses/ようこそ.md: -: link: {link} does not exist (small and capital letters count)"
    ]
