"""Tomorrow's flow with the changes marked, for a drawing that follows what is typed."""

from __future__ import annotations

from kaizen_helpers.flow import compare, read_steps
from kaizen_helpers.flow.change.change_picture import draw_change
from kaizen_helpers.flow.drawing.canvas import Text, texts_of
from kaizen_helpers.flow.model import Flow


def flow(*rows: tuple[str, str, str]) -> Flow:
    return read_steps([{"だれが": who, "何を": what, "次": then} for who, what, then in rows]).flow


TODAY = flow(
    ("申請者", "申請書を送る", "2"),
    ("担当", "申請書を台帳に転記する", "3"),
    ("担当", "申請書を係長へ渡す", "4"),
    ("係長", "申請書に押印する", "おわり"),
)
HEAD = "今のやり方にあって、この図に見当たらない手順"


def words(drawn: object) -> list[Text]:
    return list(texts_of(drawn.picture.items))  # type: ignore[attr-defined]


def test_what_is_gone_is_listed_below_with_its_number_of_today() -> None:
    tomorrow = flow(("申請者", "申請書を送る", "2"), ("係長", "申請書に押印する", "おわり"))
    drawn = draw_change(compare(TODAY, tomorrow))

    below = [text.text for text in words(drawn)]
    assert below[-3:] == [HEAD, "2 申請書を台帳に転記する", "3 申請書を係長へ渡す"]
    assert f"{HEAD}：2 申請書を台帳に転記する、3 申請書を係長へ渡す。" in drawn.picture.description


def test_without_a_change_nothing_is_added_to_the_drawing() -> None:
    assert HEAD not in draw_change(compare(TODAY, TODAY)).svg


def test_an_empty_table_shows_where_the_drawing_will_be() -> None:
    drawn = draw_change(compare(TODAY, Flow()))

    assert "ここに図が出ます" in drawn.svg
    assert HEAD not in drawn.svg


def test_long_and_many_lines_stay_inside_the_picture() -> None:
    long = "とても長い名前の手順" * 8
    today = flow(
        *[("担当", f"{n}番目の{long}を行う", str(n + 1)) for n in range(1, 30)], ("担当", "紙を綴じる", "おわり")
    )
    tomorrow = flow(("担当", "紙を綴じる", "おわり"))
    drawn = draw_change(compare(today, tomorrow))

    right = max(text.x + text.size * len(text.text) for text in words(drawn) if text.anchor == "start")
    assert right <= drawn.picture.width
    assert max(text.y for text in words(drawn)) < drawn.picture.height


def test_what_people_type_is_text_and_no_markup() -> None:
    today = flow(("担当", "<script>alert(1)</script>を渡す", "2"), ("担当", "紙を綴じる", "おわり"))

    assert "<script" not in draw_change(compare(today, flow(("担当", "紙を綴じる", "おわり")))).svg
