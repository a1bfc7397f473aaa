"""A result as text and as HTML: the same words, and nothing of the learner's becomes markup."""

from __future__ import annotations

import pytest

from kaizen_helpers.checkers.engine import Message, Outcome, Result
from kaizen_helpers.checkers.render import TRIES_UNTIL_TOGETHER, render_html, render_text

TYPED = "「<script>alert('1')</script>」"


def result(**changes: object) -> Result:
    fields: dict[str, object] = {"mistake": "mini.x", "points": 0, "max_points": 2, **changes}
    say = Message(where=f"{TYPED}の行です。", why="困ります。", next="直しましょう。")
    return Result(exercise_id="mini", outcome=Outcome.INCORRECT, message=say, **fields)  # type: ignore[arg-type]


def test_what_the_learner_typed_is_shown_and_is_no_markup() -> None:
    page = render_html(result())

    assert "<script" not in page
    assert "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;" in page


@pytest.mark.parametrize("tries", [0, TRIES_UNTIL_TOGETHER])
@pytest.mark.parametrize("more", [0, 2])
def test_text_and_page_say_the_same(more: int, tries: int) -> None:
    text, page = render_text(result(more=more), tries=tries), render_html(result(more=more), tries=tries)

    for word in ("困ります。", "直しましょう。", "ほかに 2 か所", "隣の人や講師と一緒に", "もう一歩", "一緒に見よう"):
        assert (word in text) == (word in page)
    assert ("ほかに 2 か所" in text) == (more == 2)
    assert ("隣の人や講師と一緒に" in text) == (tries == TRIES_UNTIL_TOGETHER)


def test_what_no_page_can_hold_is_a_question_mark() -> None:
    say = Message(where="「\ud83d\x00」です。")
    odd = Result("mini", Outcome.INCORRECT, "mini.x", say, 0, 2)

    assert "「??」です。" in render_text(odd)
    assert render_html(odd).encode("utf-8")
