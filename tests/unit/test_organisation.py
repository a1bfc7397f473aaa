"""The organisation's own part: what its file says goes first, and a slip costs only its own place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.classroom.organisation_page import organisation_html
from kaizen_helpers.organisation import KINDS, Organisation, find_organisation, read_organisation
from kaizen_helpers.toml_file import line_of, read_toml

ROOT = Path(__file__).resolve().parents[2]
Write = Callable[..., Organisation]

OWN = """\
name = "架空県"

[terms]
"デジタルの担当課" = "行政デジタル室"

[[data_classes]]
name = "一般"

[[data_classes]]
name = "住民情報"

[[tools]]
kind = "kintone"
name = "庁内kintone"
allowed = ["一般"]
not_allowed = ["住民情報"]
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str, encoding: str = "utf-8") -> Organisation:
        path = tmp_path / "organisation.toml"
        path.write_bytes(text.encode(encoding))
        return read_organisation(path)

    return written


# ---- the neutral default


def test_the_default_has_no_problems_and_marks_every_class_as_an_example() -> None:
    default = read_organisation(None)

    assert () == default.problems
    assert default.data_classes
    assert all(c.example.startswith("例") for c in default.data_classes)
    assert default.own == frozenset()


def test_the_default_leaves_personal_information_undecided_and_never_allows_personal_numbers() -> None:
    default = read_organisation(None)

    for kind in (k for k in KINDS if k != "existing"):
        assert default.allows(kind, "公開") is True
        assert default.allows(kind, "個人") is None
        assert default.allows(kind, "個人番号") is False


@pytest.mark.parametrize(
    ("tool", "data_class"), [("みかん", "公開"), ("kintone", "みかん"), ("existing", "公開"), ("", "")]
)
def test_what_nobody_named_is_not_decided(tool: str, data_class: str) -> None:
    assert read_organisation(None).allows(tool, data_class) is None


# ---- an organisation's own file


def test_what_the_file_says_replaces_the_default_section_by_section(write: Write) -> None:
    own = write(OWN)

    assert () == own.problems
    assert "架空県" == own.name
    assert "行政デジタル室" == own.term("デジタルの担当課")
    assert "みかん" == own.term("みかん")
    assert ["一般", "住民情報"] == [c.name for c in own.data_classes]
    assert read_organisation(None).contacts == own.contacts
    assert {"name", "terms", "data_classes", "tools"} == own.own


def test_a_tool_is_asked_for_by_its_kind_or_by_its_own_name(write: Write) -> None:
    own = write(OWN)

    assert own.allows("kintone", "一般") is True
    assert own.allows("庁内kintone", "住民情報") is False


def test_a_class_that_is_always_asked_about_is_never_simply_allowed(write: Write) -> None:
    own = write(OWN.replace('name = "一般"', 'name = "一般"\nalways_ask = true'))

    assert own.allows("kintone", "一般") is None


@pytest.mark.parametrize(
    ("text", "encoding"), [(OWN, "utf-8-sig"), (OWN, "cp932"), (OWN.replace("\n", "\r\n"), "utf-8")]
)
def test_files_of_office_computers_are_read(write: Write, text: str, encoding: str) -> None:
    own = write(text, encoding)

    assert () == own.problems
    assert "架空県" == own.name


# ---- slips


def test_a_section_with_a_slip_is_left_out_alone_and_named_by_its_line(write: Write) -> None:
    own = write(OWN.replace('name = "庁内kintone"', "name ＝ 「庁内kintone」"))

    assert "架空県" == own.name
    assert ["14行目"] == [p.where for p in own.problems if "全角" in p.message_ja]


def test_a_japanese_name_without_marks_is_told(write: Write) -> None:
    own = write('[terms]\n相談窓口 = "火曜会"')

    assert [("2行目", True)] == [(p.where, "囲んで" in p.message_ja) for p in own.problems]


def test_classes_without_tools_of_their_own_are_all_to_be_asked_about(write: Write) -> None:
    own = write(OWN[: OWN.index("[[tools]]")])

    assert own.allows("kintone", "一般") is None
    assert any("要確認" in p.message_ja for p in own.problems)


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ('name = "架空県"', "name = 3", "1行目", "文字"),
        ('name = "架空県"', 'namae = "架空県"', "1行目", "「namae」という名前は使いません"),
        ('kind = "kintone"', 'kind = "access"', "12行目", "kind は"),
        ('name = "庁内kintone"', 'memo = "庁内kintone"', "12行目", "name がない"),
        ('allowed = ["一般"]', 'allowed = "一般"', "15行目", "の形で書きます"),
        ('allowed = ["一般"]', 'allowed = ["機密"]', "15行目", "「機密」という区分がありません"),
        ('allowed = ["一般"]', 'allowed = ["住民情報"]', "15行目", "両方にあります"),
        ('name = "住民情報"', 'name = "一般"', "9行目", "2回あります"),
        ('"デジタルの担当課" = "行政デジタル室"', '"デジタルの担当課" = 1', "4行目", "庁内の言葉"),
    ],
)
def test_each_slip_is_named_with_its_line(write: Write, old: str, new: str, where: str, said: str) -> None:
    own = write(OWN.replace(old, new, 1))

    assert where in [p.where for p in own.problems if said in p.message_ja], own.problems


def test_a_file_that_is_no_text_gives_the_default_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "organisation.toml"
    path.write_bytes(b"\xff\xfe\x00\x81\xff")

    own = read_organisation(path)

    assert read_organisation(None).data_classes == own.data_classes
    assert ["organisation.toml"] == [p.where for p in own.problems]


def test_a_file_that_is_gone_gives_the_default_and_says_so(tmp_path: Path) -> None:
    own = read_organisation(tmp_path / "organisation.toml")

    assert read_organisation(None).tools == own.tools
    assert own.problems


def test_many_slips_do_not_fill_the_screen(write: Write) -> None:
    own = write("\n".join(f"a{n} = 1" for n in range(500)))

    assert len(own.problems) <= 30


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60) | st.text(alphabet="[]=\"\n#a,{}kintools.'1", max_size=80))
def test_no_text_whatever_raises(text: str) -> None:
    found, problems = read_toml(text)

    assert isinstance(found, dict)
    assert all(p.where and p.message_ja for p in problems)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 300), st.text(alphabet='[]="\n ＝1a', max_size=4))
def test_no_damage_to_a_file_raises_or_allows_what_was_not_allowed(
    place: int,
    put: str,
) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "organisation.toml"
        path.write_text(OWN[:place] + put + OWN[place:], encoding="utf-8")
        own = read_organisation(path)

    assert own.allows("kintone", "住民情報") is not True


# ---- where it lies


def test_the_learners_own_file_goes_before_the_courses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course, learner = tmp_path / "course", tmp_path / "learner"
    (course / "courses").mkdir(parents=True)
    (learner / "03_tools").mkdir(parents=True)
    monkeypatch.setenv("KAIZEN_COURSE", str(course))

    assert "" == find_organisation(learner / "03_tools").name
    (course / "courses" / "organisation.toml").write_text('name = "教材"', encoding="utf-8")
    assert "教材" == find_organisation(learner / "03_tools").name
    (learner / "organisation.toml").write_text('name = "自分"', encoding="utf-8")
    assert "自分" == find_organisation(learner / "03_tools").name


def test_a_place_is_found_by_the_lines_before_it_and_not_in_comments() -> None:
    text = '# name\n[[tools]]\nname = "a"\n[[tools]]\nname = "b"'

    assert 5 == line_of(text, "[[tools]]", "[[tools]]", "name")
    assert 3 == line_of(text, "name")
    assert 0 == line_of(text, "みかん")


# ---- as the notebook shows it


def test_the_template_of_the_course_says_nothing_until_somebody_fills_it_in() -> None:
    template = read_organisation(ROOT / "courses" / "organisation.toml")

    assert () == template.problems
    assert frozenset() == template.own


def test_the_template_can_be_filled_in_by_taking_the_marks_away(write: Write) -> None:
    text = (ROOT / "courses" / "organisation.toml").read_text(encoding="utf-8")
    start = text.index('# name = "架空県"')
    own = write(text[:start] + re.sub(r"^# (?!----|     )", "", text[start:], flags=re.MULTILINE))

    assert () == own.problems
    assert {"name", "terms", "data_classes", "tools", "contacts", "cases"} == own.own
    assert own.allows("kintone", "庁内限り") is True
    assert own.allows("グループウェア", "住民情報") is None


def test_the_neutral_part_says_that_it_is_an_example_and_shows_what_is_open() -> None:
    html = organisation_html(read_organisation(None))

    assert "この表は<strong>例</strong>です" in html
    assert "？ 要確認" in html
    assert "講師へ" not in html


def test_an_organisations_part_shows_its_own_words_and_hides_no_problem(write: Write) -> None:
    html = organisation_html(write(OWN + "memo = 1\n"))

    assert "庁内のツールと事例（架空県）" in html
    assert "行政デジタル室" in html
    assert "－ 置けない" in html
    assert "17行目" in html


def test_what_an_organisation_wrote_is_never_run(write: Write) -> None:
    html = organisation_html(write(OWN.replace("架空県", "<script>alert(1)</script>")))

    assert "<script" not in html


def test_a_huge_file_of_slips_is_read_in_a_moment(write: Write) -> None:
    from time import perf_counter

    begun = perf_counter()
    own = write("\n".join(f"k{n} = 1" for n in range(15_000)))

    assert own.problems
    assert perf_counter() - begun < 5
