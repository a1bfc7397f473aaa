"""Steps find their counterparts in another flow by what they mean, not by how they are written."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.flow.meaning.assignment import best_pairs
from kaizen_helpers.flow.meaning.match import THRESHOLD, match_places, match_steps, step_similarity
from kaizen_helpers.flow.meaning.phrases import phrase_similarity, read_phrase
from kaizen_helpers.flow.meaning.vocabulary import groups
from kaizen_helpers.flow.model import Branch, Flow, Kind, Step
from tests.match_samples import best_f, by_bigrams, f_of_alignments, f_of_pairs, marked_pairs
from tests.unit.flow_samples import c1, flow, step

WORDS = st.sampled_from(
    [
        "申請書を受け付ける",
        "申請書を受理する",
        "不備があるか",
        "",
        "？",
        "係長が決裁する",
        "回答の取りまとめ",
        "ﾒｰﾙを送る",
    ]
) | st.text(max_size=8)
NUMBERS = st.integers(-2, 6)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Any flow: numbers used twice, targets nobody has, empty texts."""
    ways = st.lists(st.builds(Branch, st.none() | NUMBERS), max_size=3).map(tuple)
    who = st.sampled_from(["県の担当", "市町", "", "係長"])
    steps = st.lists(st.builds(Step, NUMBERS, who, WORDS, st.sampled_from(Kind), ways), max_size=7)
    return Flow("", tuple(draw(steps)))


def ours(a: Flow, b: Flow, threshold: float) -> list[tuple[int, int]]:
    return [(pair.left.number, pair.right.number) for pair in match_steps(a, b, threshold)]


# --- laws ----------------------------------------------------------------------------------------


@given(flows())
@settings(deadline=None, max_examples=40)
def test_a_flow_matches_itself_step_by_step(any_flow: Flow) -> None:
    assert tuple((at, at, 1.0) for at in range(len(any_flow.steps))) == match_places(any_flow, any_flow)


@given(flows(), flows())
@settings(deadline=None, max_examples=40)
def test_exchanging_the_flows_exchanges_the_pairs(a: Flow, b: Flow) -> None:
    assert sorted((i, j, score) for j, i, score in match_places(b, a)) == list(match_places(a, b))


@given(flows(), flows(), st.integers(1, 50))
@settings(deadline=None, max_examples=30)
def test_the_numbers_of_the_steps_do_not_matter(a: Flow, b: Flow, shift: int) -> None:
    def moved(ways: tuple[Branch, ...]) -> tuple[Branch, ...]:
        return tuple(Branch(None if way.to is None else way.to + shift, way.condition) for way in ways)

    renumbered = replace(a, steps=tuple(replace(s, number=s.number + shift, next=moved(s.next)) for s in a.steps))

    assert match_places(a, b) == match_places(renumbered, b)


@given(flows(), flows())
@settings(deadline=None, max_examples=30)
def test_a_step_has_one_counterpart_at_most_and_no_match_is_below_the_threshold(a: Flow, b: Flow) -> None:
    pairs = match_places(a, b)

    assert len(pairs) == len({i for i, _, _ in pairs}) == len({j for _, j, _ in pairs})
    assert [score for _, _, score in pairs if not THRESHOLD <= score + 0.0005 <= 1.001] == []


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 9), max_size=16))
@settings(deadline=None, max_examples=100)
def test_the_assignment_is_worth_as_much_as_the_best_of_all(values: dict[tuple[int, int], int]) -> None:
    best = max(sum(values.get((row, column), 0) for row, column in enumerate(way)) for way in permutations(range(4)))

    assert best == sum(values[pair] for pair in best_pairs(values))


# --- the words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["受け付ける", "受付ける", "受付する", "受けつける", "受付", "受理する", "収受した"]
)
def test_a_verb_is_known_in_every_spelling(written: str) -> None:
    assert read_phrase(f"申請書を{written}").verbs == ("受付",)


@pytest.mark.parametrize(
    ("what", "verbs"),
    [
        ("課長の決裁をもらう", ("決裁",)),
        ("内容の確認を行う", ("確認",)),
        ("督促のメールを送る", ("督促",)),
        ("未提出の市町への督促", ("督促",)),
        ("返信を受け取り、受付簿に記録する", ("受領", "記録")),
        ("申請書にハンコを押す", ("押印",)),
        ("車に給油する", ("給油",)),
        ("市町に補正を依頼する", ("依頼",)),
        ("集計表に不備があるか", ()),
    ],
)
def test_what_is_done_is_found(what: str, verbs: tuple[str, ...]) -> None:
    assert verbs == read_phrase(what).verbs


def test_a_ledger_is_a_thing_though_its_name_holds_a_verb() -> None:
    assert dict(read_phrase("受付簿を保管する").things).keys() == {"台帳"}


def test_only_the_same_text_is_worth_one() -> None:
    one, other = read_phrase("申請書を受付"), read_phrase("申請書を受理する")

    assert phrase_similarity(one, one) == 1
    assert 0.9 < phrase_similarity(one, other) < 1


def test_the_list_holds_about_150_groups_and_no_word_twice() -> None:
    words = [word for group in groups() for word in group]

    assert 150 <= len(groups()) <= 200
    assert sorted(set(words)) == sorted(words)


# --- whole flows ---------------------------------------------------------------------------------


def test_the_owner_decides_between_two_equal_texts() -> None:
    start, end = step(1, "申請が届く", 2, kind=Kind.START), step(9, "申請者に通知する", None)
    chief, deputy = step(2, "内容を確認する", 3, who="係長"), step(3, "内容を確認する", 9, who="課長")

    assert [(1, 1), (3, 3), (9, 9)] == ours(
        flow(start, chief, deputy, end), flow(replace(start, next=(Branch(3),)), deputy, end), THRESHOLD
    )


def test_another_piece_of_work_in_the_same_place_is_no_match() -> None:
    a = flow(step(1, "申請が届く", 2), step(2, "申請書を受け付ける", 3), step(3, "申請書を綴じる", None))
    b = flow(step(1, "申請が届く", 2), step(2, "申請書を返却する", 3), step(3, "申請書を綴じる", None))

    assert [(1, 1), (3, 3)] == ours(a, b, THRESHOLD)


def test_the_words_of_a_step_are_compared_without_the_flow_around_it() -> None:
    assert step_similarity(step(1, "回答を集計する"), step(9, "回答のとりまとめ")) > 0.9


def test_flows_without_steps_have_no_pairs() -> None:
    assert () == match_steps(Flow(), c1()) == match_steps(c1(), Flow()) == match_steps(Flow(), Flow())


# --- against people ------------------------------------------------------------------------------


def test_paraphrases_that_were_not_used_for_the_list_are_told_from_lookalikes() -> None:
    assert len(marked_pairs("first")) + len(marked_pairs("second")) >= 60
    assert f_of_pairs("second", ours, THRESHOLD) >= 0.9


def test_learners_flows_are_aligned_with_the_reference_as_a_person_would() -> None:
    assert f_of_alignments("second", ours, THRESHOLD) >= 0.9


def test_bags_of_bigrams_do_clearly_worse_even_at_their_best_threshold() -> None:
    assert best_f(f_of_pairs, "second", by_bigrams) + 0.15 <= f_of_pairs("second", ours, THRESHOLD)
    assert best_f(f_of_alignments, "second", by_bigrams) + 0.15 <= f_of_alignments("second", ours, THRESHOLD)
