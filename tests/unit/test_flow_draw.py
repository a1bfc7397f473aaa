"""A drawing is a safe, well-formed picture that says in words what it shows."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path as File
from typing import Any, Literal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.flow import Branch, Drawing, Flow, Kind, Lane, LaneKind, Step, draw, read_steps
from kaizen_helpers.flow.drawing.canvas import Group, Item, Path, Rect, Text
from kaizen_helpers.flow.drawing.drawing import draw_beside
from kaizen_helpers.flow.drawing.marks import CHANGES, SHOWN
from kaizen_helpers.flow.drawing.pages import draw_pages
from kaizen_helpers.flow.drawing.scene import lane_kinds
from kaizen_helpers.flow.layout.layout import lay_out
from tests.golden import check_golden
from tests.unit.flow_samples import TABLES, c1, table

GOLDEN = File(__file__).parent / "goldens" / "flow_c1.svg"
SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawing: Drawing) -> ET.Element:
    return ET.fromstring(drawing.svg)  # noqa: S314 our own text


def shown(drawing: Drawing) -> list[str]:
    return ["".join(text.itertext()) for text in parsed(drawing).iter(f"{SVG}text")]


def test_the_picture_of_case_c1_is_the_one_that_was_looked_at() -> None:
    check_golden(GOLDEN, draw(c1()).svg)


def test_no_text_becomes_markup() -> None:
    evil = "</text><script>alert(1)</script>\"'&"
    flow = Flow(evil, (Step(1, evil, evil, Kind.DECISION, (Branch(1, evil), Branch(None, evil)), document=evil),))

    drawing = draw(flow, marks={1: evil})

    assert {element.tag.removeprefix(SVG) for element in parsed(drawing).iter()} == {
        "svg", "title", "desc", "path", "rect", "circle", "g", "text",
    }  # fmt: skip
    assert "<script" not in drawing.svg


def test_the_description_lists_the_steps() -> None:
    flow = read_steps(
        table(("国", "依頼文を送る", "2"), ("県", "不備があるか", "1、おわり", "あり、なし"), ("", "", "")), "照会"
    ).flow

    root = parsed(draw(flow, marks={2: "待ち"}))

    assert [root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")] == [
        "業務フロー図：照会",
        "手順は2個、担当は国、県です。\n"
        "手順1、きっかけ、国。依頼文を送る。手順2へ。\n"
        "手順2、分かれ道、県。不備があるか。印は、待ち。「あり」なら手順1へ、「なし」ならおわり。",
    ]
    assert root.get("role") == "img"
    ids = {element.get("id") for element in root.iter()}
    assert set((root.get("aria-labelledby") or "").split()) <= ids


def test_everything_that_is_written_can_be_read_in_the_picture() -> None:
    text = "".join(shown(draw(c1(), marks={7: "二重入力"})))

    for step in c1().steps:
        assert step.what in text
        assert step.who in text
    for word in ("照会の取りまとめ（現状）", "きっかけ", "おわり", "未提出あり", "不備なし", "▲ 二重入力"):
        assert word in text


def test_long_text_is_cut_in_the_box_and_whole_in_its_title() -> None:
    long = "とても長い作業名" * 20
    drawing = draw(Flow("", (Step(1, "県", long, Kind.TASK, (Branch(None),)),)))

    assert [text for text in shown(drawing) if text.endswith("…")] != []
    assert f"手順1 {long}" in [title.text for title in parsed(drawing).iter(f"{SVG}title")]


def test_an_empty_flow_shows_where_the_picture_will_be() -> None:
    assert shown(draw(Flow())) == ["ここに図が出ます"]


def test_unwritten_parts_are_shown_as_such() -> None:
    text = shown(draw(read_steps(table(("", "票を送る", "7"))).flow))

    assert {"（だれが？）", "7番（未記入）"} <= set(text)


def test_steps_that_are_not_drawn_are_named() -> None:
    rows = table(*[("県", "票を送る", str(n + 2)) for n in range(130)])

    assert "ほかに10の手順があります。" in shown(draw(read_steps(rows).flow))


def test_pictures_on_one_page_do_not_share_ids() -> None:
    one, other = draw(c1()), draw(c1(), marks={1: "待ち"})

    def ids(drawing: Drawing) -> set[str]:
        return set(re.findall(r'id="([^"]+)"', drawing.svg))

    assert len(ids(one)) == len(ids(other)) == 2
    assert not ids(one) & ids(other)
    assert "url(" not in one.svg


def test_a_notebook_shows_it_in_its_natural_size() -> None:
    drawing = draw(c1())
    root = parsed(drawing)

    assert drawing._repr_svg_() == drawing.svg
    assert (root.get("width"), root.get("height")) == (str(drawing.width), str(drawing.height))


def test_a_wider_page_gives_wider_boxes() -> None:
    assert draw(c1(), width=1300).width > draw(c1()).width


def test_shapes_differ_without_colour() -> None:
    rows = table(
        ("国", "依頼文が届く", "2"), ("県", "不備があるか", "3、おわり", "あり、なし"), ("県", "票を直す", "9")
    )
    svg = draw(read_steps(rows).flow).svg

    outlines = re.findall(r'<(path|rect)[^>]*stroke-width="(1\.5|2\.6|1\.2)"', svg)
    assert outlines == [("rect", "1.5"), ("path", "1.5"), ("rect", "1.5"), ("rect", "2.6"), ("rect", "1.2")]


def test_fifteen_steps_are_drawn_in_an_instant() -> None:
    best = min(_seconds(c1()) for _ in range(5))

    assert best < 0.2  # processor seconds; about 0.03 here, and machines differ


def _seconds(flow: Flow) -> float:
    start = time.process_time()
    draw(flow)
    return time.process_time() - start


def test_the_function_is_not_hidden_by_a_module_of_its_name() -> None:
    import importlib

    for module in ("drawing.drawing", "layout.layout", "findings.checks", "tables.table", "model"):
        importlib.import_module(f"kaizen_helpers.flow.{module}")
    from kaizen_helpers import flow

    assert [name for name in flow.__all__ if not callable(getattr(flow, name))] == []


def test_importing_flow_loads_nothing_heavy() -> None:
    code = (
        "import sys, kaizen_helpers.flow as f\n"
        "assert not [m for m in sys.modules if m.startswith('kaizen_helpers.flow.')]\n"
        "[getattr(f, name) for name in f.__all__]\n"
        "print(sorted({'numpy', 'pandas', 'IPython', 'ipywidgets', 'matplotlib'} & set(sys.modules)))"
    )
    root = File(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


MARKS = st.dictionaries(st.integers(0, 9), st.text(max_size=30), max_size=4)


@given(TABLES, MARKS, st.none() | st.integers(-10, 5000))
@settings(max_examples=150, deadline=None)
def test_drawing_never_raises_and_is_always_well_formed(
    rows: list[Any], marks: dict[int, str], width: int | None
) -> None:
    drawing = draw(read_steps(rows).flow, marks=marks, width=width)

    assert parsed(drawing).tag == f"{SVG}svg"
    assert drawing.width > 0
    assert drawing.height > 0


STEPS = st.builds(
    Step,
    number=st.integers(-3, 30),
    who=st.text(max_size=8),
    what=st.text(max_size=40),
    kind=st.sampled_from(Kind),
    next=st.lists(st.builds(Branch, st.none() | st.integers(-3, 30), st.text(max_size=12)), max_size=4).map(tuple),
)


@given(st.lists(STEPS, max_size=12))
@settings(max_examples=100, deadline=None)
def test_any_flow_at_all_can_be_drawn(steps: list[Step]) -> None:
    assert parsed(draw(Flow("試し", tuple(steps)))).tag == f"{SVG}svg"


@pytest.mark.parametrize("count", [1, 60])
def test_sixty_steps_are_drawn_in_reasonable_time(count: int) -> None:
    rows = table(
        *[(f"担当{n % 5}", "票を送る", f"{n + 2}、{max(1, n - 4)}", "可、否") for n in range(count - 1)],
        ("県", "票を送る", "おわり"),
    )

    assert _seconds(read_steps(rows).flow) < 2


# --- more than the table: flags, changes, both directions --------------------------------------------


def rich() -> Flow:
    """A flow with every kind of step and lane."""
    return Flow(
        "医療費助成申請",
        (
            Step(1, "申請者", "助成を受けたい", Kind.START, (Branch(2),)),
            Step(2, "窓口", "申請書を受け付ける", Kind.TASK, (Branch(3),), document="申請書", seal=True, wait="3日"),
            Step(3, "受付システム", "資格を照合する", Kind.SYSTEM, (Branch(4),), system="住民記録"),
            Step(4, "窓口", "通知と支払を進める", Kind.PARALLEL, (Branch(5), Branch(6))),
            Step(5, "窓口", "振込を待つ", Kind.WAIT, (Branch(7),)),
            Step(6, "窓口", "支払う", Kind.SUBPROCESS, (Branch(7),)),
            Step(7, "窓口", "保管する", Kind.END),
        ),
        version="現状",
    )


def items_of(drawing: Drawing) -> list[Item]:
    """Every shape, groups opened."""

    def opened(items: tuple[Item, ...]) -> Iterator[Item]:
        for item in items:
            yield item
            if isinstance(item, Group):
                yield from opened(item.items)

    return list(opened(drawing.picture.items))


def step_group(drawing: Drawing, number: int) -> Group:
    return next(
        item for item in items_of(drawing) if isinstance(item, Group) and item.title.startswith(f"手順{number} ")
    )


def look(item: Item) -> object:
    """A shape without its place and size: what tells one kind of step from another."""
    if isinstance(item, Rect):
        return "rectangle", item.style.width, item.style.dash, item.radius > 6
    if isinstance(item, Path):
        return "path", item.style.width, len(item.steps)
    return item.items if isinstance(item, Group) else "circle"


def test_every_kind_of_step_looks_different_without_colour() -> None:
    shapes = {
        number: tuple(look(item) for item in step_group(draw(rich()), number).items if not isinstance(item, Text))
        for number in range(1, 8)
    }

    assert len(set(shapes.values())) == 7


def test_the_picture_with_everything_on_it_is_the_one_that_was_looked_at() -> None:
    changed = {2: "簡素にする", 3: "自動にする", 4: "入れ替える", 5: "なくす", 6: "まとめる", 7: "追加"}

    check_golden(GOLDEN.with_name("flow_rich.svg"), draw(rich(), show=SHOWN, changes=changed, direction="LR").svg)


def test_lanes_of_residents_and_systems_are_darker_in_a_grey_print() -> None:
    grounds = [item for item in items_of(draw(rich())) if isinstance(item, Rect) and item.height > 300]

    resident, staff, system = [grey(item.style.fill) for item in grounds]
    assert resident < staff - 0.03
    assert system < resident - 0.03


def grey(colour: str) -> float:
    """How light #rrggbb prints: 0 black, 1 white (the weights of ITU-R BT.601)."""
    long = colour.lstrip("#") if len(colour) == 7 else "".join(2 * digit for digit in colour.lstrip("#"))
    red, green, blue = (int(long[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("申請者", LaneKind.RESIDENT),
        ("県民", LaneKind.RESIDENT),
        ("申請する人", LaneKind.RESIDENT),
        ("受付システム", LaneKind.SYSTEM),
        ("ｋｉｎｔｏｎｅ", LaneKind.SYSTEM),
        ("市民課", None),
        ("情報システム課", None),
        ("窓口", None),
        ("", None),
    ],
)
def test_a_lane_is_known_by_its_name(name: str, kind: LaneKind | None) -> None:
    flow = Flow("", (Step(1, name, "書く", Kind.TASK, (Branch(None),)),))

    assert lane_kinds(flow, lay_out(flow)) == [kind]


def test_what_is_declared_of_a_lane_counts_more_than_its_name() -> None:
    flow = Flow(
        "", (Step(1, "申請者", "書く", Kind.TASK, (Branch(None),)),), declared=(Lane("申請者", LaneKind.OTHER),)
    )

    assert lane_kinds(flow, lay_out(flow)) == [LaneKind.OTHER]


def test_what_is_shown_stands_in_the_picture_and_is_read_aloud() -> None:
    drawing = draw(rich(), show=["待ち", "押印", "帳票", "システム"])

    assert {"待ち 3日", "押印", "申請書", "住民記録"} <= set(shown(drawing))
    assert step_group(drawing, 2).title == "手順2 申請書を受け付ける［帳票：申請書、待ち 3日、押印］"
    assert "手順2、窓口。申請書を受け付ける。印は、帳票：申請書、待ち 3日、押印。手順3へ。" in drawing.svg


def test_what_is_not_asked_for_does_not_stand_there() -> None:
    assert not {"待ち 3日", "押印", "申請書", "住民記録"} & set(shown(draw(rich())))


def test_flags_leave_room_for_the_text_of_a_step() -> None:
    wordy = replace(rich().steps[1], what="申請書と添付書類の記入もれを窓口で確かめてから受付簿に書く", person="主任")
    drawing = draw(Flow("", (wordy,)), show=SHOWN, marks={2: "要確認"}, changes={2: "まとめる"})

    texts = [item for item in step_group(drawing, 2).items if isinstance(item, Text)]
    words = "".join(item.text for item in texts if item.size == 13)
    assert wordy.what.startswith(words.rstrip("…"))
    assert len(words) >= 12
    assert {"申請書", "まとめる", "要確認", "待ち 3日", "属人", "押印"} <= {item.text for item in texts}


def test_a_step_that_goes_is_dashed_and_struck_through() -> None:
    plain, gone = step_group(draw(rich()), 2), step_group(draw(rich(), changes={2: "なくす"}), 2)

    edge, other = plain.items[0], gone.items[0]
    assert isinstance(edge, Rect)
    assert isinstance(other, Rect)
    assert (edge.style.dash, bool(other.style.dash)) == ((), True)
    texts = [item for item in gone.items if isinstance(item, Text) and item.size == 13]
    strokes = [item for item in gone.items if isinstance(item, Path) and item.style.width == 1.0]
    assert len(strokes) == len(texts) > 0


@pytest.mark.parametrize("change", [name for name in CHANGES if name != "なくす"])
def test_a_step_that_changes_has_a_bold_edge_and_says_how(change: str) -> None:
    group = step_group(draw(rich(), changes={2: change}), 2)

    edge = group.items[0]
    assert isinstance(edge, Rect)
    assert edge.style.width == 3.0
    assert change in [item.text for item in group.items if isinstance(item, Text)]
    assert group.title.endswith(f"［{change}］")


def test_time_runs_to_the_right_if_asked() -> None:
    down, right = draw(c1()), draw(c1(), direction="LR")

    assert right.width > right.height
    assert down.width < right.width
    assert sorted(shown(down)) != []
    assert {text for text in shown(right) if text.isdigit()} == {str(n) for n in range(1, 16)}


def test_the_version_stands_behind_the_title_unless_it_is_there() -> None:
    assert shown(draw(rich()))[0] == "医療費助成申請（現状）"
    assert shown(draw(replace(rich(), title="申請（現状）")))[0] == "申請（現状）"
    assert shown(draw(replace(rich(), title="")))[0] == "現状"


def test_two_drawings_stand_side_by_side_in_one() -> None:
    before, after = draw(rich(), changes={5: "なくす"}), draw(replace(rich(), version="見直し後"))
    both = draw_beside(before, after)

    assert both.width >= before.width + after.width
    assert both.height >= max(before.height, after.height)
    assert {"現状", "見直し後", "医療費助成申請（現状）", "医療費助成申請（見直し後）"} <= set(shown(both))
    ids = re.findall(r'id="([^"]+)"', both.svg)
    assert len(ids) == len(set(ids)) == 2
    assert parsed(both).findtext(f"{SVG}title") == (
        "現状：業務フロー図：医療費助成申請（現状）／見直し後：業務フロー図：医療費助成申請（見直し後）"
    )


def test_a_page_may_stand_beside_a_drawing_of_the_screen() -> None:
    """Millimetres and pixels meet: both keep their size."""
    page = draw_pages(rich())[0]
    both = draw_beside(page, draw(rich()), ("紙", "画面"))

    assert both.width >= page.width + draw(rich()).width
    scaled = [item for item in both.picture.items if isinstance(item, Group)]
    assert scaled[0].scale == pytest.approx(page.width / page.picture.width)
    assert scaled[1].scale == 1.0


@given(st.lists(STEPS, max_size=8), st.sampled_from(["TB", "LR"]))
@settings(max_examples=40, deadline=None)
def test_any_flow_can_be_drawn_with_everything_shown(steps: list[Step], direction: Literal["TB", "LR"]) -> None:
    flow = Flow("試し", tuple(replace(step, wait="3日", seal=True, document="申請書") for step in steps))
    changes = {step.number: "まとめる" for step in steps[::2]}

    drawing = draw(flow, direction=direction, show=SHOWN, changes=changes)
    assert parsed(drawing).tag == f"{SVG}svg"
    assert "\ufdd0" not in drawing.svg
