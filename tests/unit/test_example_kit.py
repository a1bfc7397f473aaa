"""Case C1 from today's flow to the handover: the trainer's demonstration, made by what officials use themselves."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from kaizen_helpers.course import Course
from kaizen_helpers.errors import MissingError
from kaizen_helpers.workplace.example_kit import make_example
from kaizen_helpers.workplace.flow_kit import Kit

NAME = "C1の見本（照会の取りまとめ）"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    """Made where somebody's folder of the same name is already."""
    place = tmp_path_factory.mktemp("example")
    (place / NAME).mkdir()
    (place / NAME / "メモ.txt").write_text("自分のメモ", encoding="utf-8")
    return make_example(place)


def read(example: Kit, ending: str, number: int = 0) -> str:
    return [path for path in example.files if path.name == ending][number].read_text(encoding="utf-8")


def test_the_first_page_leads_to_every_document(example: Kit) -> None:
    page = read(example, "はじめに.html")
    linked = {(example.folder / unquote(target)).resolve() for target in re.findall(r'href="([^"]+)"', page)}

    assert linked == {path.resolve() for path in example.files[1:]}
    assert all(path.stat().st_size > 500 for path in example.files)


def test_the_story_goes_from_the_flow_to_the_handover(example: Kit) -> None:
    heads = re.findall("<h2>([^<]+)</h2>", read(example, "はじめに.html"))

    assert [head.partition(". ")[0] for head in heads] == [str(number) for number in range(1, 10)]


def test_the_gate_first_fails_with_the_gravest_first_and_then_passes(example: Kit) -> None:
    first, second = (unescape(read(example, "本番利用ゲート（結果）.html", number)) for number in (0, 1))

    assert "結果: △ まだ" in first
    assert first.index("データの区分が書かれていません") < first.index("管理者が1名です")
    assert "結果: ○ 合格" in second


def test_the_figures_are_those_of_the_two_flows(example: Kit) -> None:
    """104 hours today and 30.3 tomorrow, by the minutes and cases in the flows themselves."""
    sheet = unescape(read(example, "効果の見積りシート.html"))

    assert "現状が104時間、見直し後が30.3時間です。73.7時間（71%）減る見込みです。" in sheet


def test_the_tool_comes_with_its_scope(example: Kit) -> None:
    sheet = unescape(read(example, "ツールの候補.html"))

    assert "庁内・市町照会の取りまとめ: kintone" in sheet
    assert "庁内の受付と進み具合だけを持たせる" in sheet


def test_the_plan_can_be_checked_later_and_the_account_may_be_given(example: Kit) -> None:
    page = unescape(read(example, "はじめに.html"))

    assert "あとで確かめられる計画になっています" in page
    assert "発行してよい" in page
    assert "引継ぎ書は、ひととおりそろっています。" in page


def test_no_document_asks_for_anything_from_elsewhere(example: Kit) -> None:
    for path in example.files:
        if path.suffix == ".html":
            words = path.read_text(encoding="utf-8")
            assert not re.search(r"""(src|href)=["'](https?:|//)|<script|@import""", words), path.name


def test_what_somebody_has_there_is_left_alone(example: Kit) -> None:
    own = example.folder.with_name(NAME)

    assert example.folder != own
    assert [path.read_text(encoding="utf-8") for path in own.iterdir()] == ["自分のメモ"]


def test_a_course_without_the_files_is_said(tmp_path: Path) -> None:
    (tmp_path / "courses").mkdir()

    with pytest.raises(MissingError, match="見本のファイルがありません"):
        make_example(tmp_path, Course(tmp_path))
