"""``kaizen tools``: blank questions out; a filled workbook in, one page with the candidate out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaizen_helpers.errors import KaizenError
from kaizen_helpers.forms import Entry, Form, write_form
from kaizen_helpers.issues.tools.sheet import tools_form
from kaizen_helpers.workplace.tools_kit import blank_tools, make_tools


@pytest.fixture(autouse=True)
def without_a_course(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAIZEN_COURSE", raising=False)


def filled(folder: Path, **values: object) -> Path:
    return write_form(tools_form(), folder / "質問票.xlsx", {"name": "表彰の推薦", **values})


def test_the_blank_questions_come_as_a_workbook_and_on_paper(tmp_path: Path) -> None:
    kit = blank_tools(tmp_path)

    assert [".xlsx", ".html"] == [path.suffix for path in kit.files]
    assert all(path.is_file() for path in kit.files)


def test_a_filled_workbook_gives_a_page_and_says_the_candidate(tmp_path: Path) -> None:
    kit = make_tools([filled(tmp_path, cases=3, minutes=60)])

    assert "表彰の推薦: いまの候補は「作らない」です。" in kit.sentences
    assert "表彰の推薦: 作らない" in kit.files[0].read_text(encoding="utf-8")


def test_running_it_twice_writes_nothing_over(tmp_path: Path) -> None:
    path = filled(tmp_path, cases=3)

    first, second = make_tools([path]), make_tools([path])

    assert first.folder != second.folder


def test_what_could_not_be_read_is_told(tmp_path: Path) -> None:
    kit = make_tools([filled(tmp_path, cases="たくさん", minutes=60)])

    assert any("！" in sentence and "たくさん" in sentence for sentence in kit.sentences)


def test_the_organisations_rule_counts_and_its_slips_are_told(tmp_path: Path) -> None:
    (tmp_path / "organisation.toml").write_text('[[data_classes]]\nname = "住民情報"\nmemo = 1\n', encoding="utf-8")

    kit = blank_tools(tmp_path)

    assert "住民情報" in kit.files[1].read_text(encoding="utf-8")
    assert any("organisation.toml の3行目" in sentence for sentence in kit.sentences)


def test_another_form_is_refused_in_japanese_and_nothing_is_made(tmp_path: Path) -> None:
    other = write_form(Form("備品の一覧", (Entry("a", "備品"),)), tmp_path / "備品.xlsx")

    with pytest.raises(KaizenError):
        make_tools([other])
    assert [other] == list(tmp_path.iterdir())
