"""The pictures of the lectures: what is committed is what the library draws today."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from kaizen_helpers.authoring.pictures import draw_pictures, write_pictures
from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
COURSE = Course(ROOT)
CASES = (*(f"c{number}" for number in range(1, 9)), "iryohi")


def test_committed_pictures_equal_fresh_drawings() -> None:
    fresh = draw_pictures(COURSE)

    cases = {f"{case}_{way}.svg" for case in CASES for way in ("genjo", "minaoshi")}
    tables = {
        "c1_asis.svg",
        "symbols.svg",
        "c1_issue_tree.svg",
        "c1_tobe_part.svg",
        "c1_tobe.svg",
        "order.svg",
        "gate.svg",
    }
    assert {path.name for path in fresh} == tables | cases
    for path, content in fresh.items():
        assert path.read_bytes() == content, f"{path.name}: run python -m kaizen_helpers.authoring.pictures"


def test_every_lecture_picture_is_valid_and_asks_nothing_from_outside() -> None:
    pictures = sorted((ROOT / "courses").rglob("*.svg"))

    assert len(pictures) == 10 + 2 * len(CASES)
    for path in pictures:
        root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own files
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        targets = [value for node in root.iter() for key, value in node.attrib.items() if key.endswith("href")]
        assert [target for target in targets if not target.startswith("#")] == []


def test_pictures_are_written_once_and_then_left_alone(tmp_path: Path) -> None:
    course = small_course(tmp_path, {"title": "例", "rows": [{"だれが": "担当", "何を": "届いた", "次": "おわり"}]})

    assert [path.name for path in write_pictures(course)] == ["flow.svg"]
    assert write_pictures(course) == []


def test_a_table_that_cannot_be_drawn_is_named(tmp_path: Path) -> None:
    course = small_course(tmp_path, {"title": "例"})

    with pytest.raises(InputError) as caught:
        write_pictures(course)

    assert str(caught.value) == "flow.json: 図の元の表として読めません。title と rows を書いてください。"


def test_a_table_with_the_rows_of_today_shows_what_changes(tmp_path: Path) -> None:
    rows = [
        {"だれが": "担当", "何を": "申請書が届く", "次": "2"},
        {"だれが": "担当", "何を": "申請書を写す", "次": "おわり"},
    ]
    table = {"title": "例", "before": rows, "rows": [{**rows[0], "次": "おわり"}]}

    (picture,) = draw_pictures(small_course(tmp_path, table)).values()
    assert "見当たらない手順：2 申請書を写す" in picture.decode()


def test_an_issue_tree_is_drawn_and_one_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    nodes = [{"番号": "1", "親": "", "種類": "困りごと", "文": "担当者が困っている"}]

    (picture,) = draw_pictures(small_course(tmp_path / "a", {"title": "例", "tree": nodes})).values()
    assert "困りごと" in picture.decode()
    with pytest.raises(InputError, match="親"):
        draw_pictures(
            small_course(tmp_path / "b", {"title": "例", "tree": [*nodes, {**nodes[0], "番号": "2", "親": "9"}]})
        )


def test_a_table_with_a_remark_is_not_drawn(tmp_path: Path) -> None:
    course = small_course(tmp_path, {"title": "例", "rows": [{"だれが": "担当", "何を": "届いた", "次": "9"}]})

    with pytest.raises(InputError, match="9番の行がまだありません"):
        write_pictures(course)

    assert not (course.lectures / "01_flow" / "flow.svg").exists()


def small_course(root: Path, table: object) -> Course:
    folder = root / "courses" / "01_flow"
    folder.mkdir(parents=True)
    (folder / "flow.json").write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    return Course(root)
