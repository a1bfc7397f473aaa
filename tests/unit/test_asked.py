"""A function that stops when it is asked: the learner reads the line and the reason in Japanese."""

from __future__ import annotations

from typing import Any

import pytest

from kaizen_helpers.checkers.answers import snapshot
from kaizen_helpers.checkers.asked import answered
from kaizen_helpers.checkers.calls import Call, Calls
from kaizen_helpers.checkers.engine import LearnerError


def asked(body: str) -> Calls:
    """A function of the learner's, asked once, as the judge gets it."""
    names: dict[str, Any] = {}
    exec(f"def total(rows):\n    {body}", names)  # noqa: S102 - a learner's cell, written above
    found = snapshot(names["total"], [([1, 2],)])
    assert type(found) is Calls
    return found


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("return rows[9]", "ない番号の場所を、取り出そうとしています。"),
        ("return rows / 2", "リストと整数の間では、この計算ができません。"),
        ("return totl", "「totl」という名前は、まだありません。"),
        ("return {}['氏名']", "「氏名」という見出しはありません。"),
        ("return rows.summ()", "「.summ」は使えません。"),
        ("return int('30分')", "「30分」を、数として読み取れません。"),
        ("import pandsa", "「pandsa」という部品が見つかりません。"),
        ("return total(rows)", "関数が、自分自身を呼び続けています。"),
        ("raise SystemExit", "「exit」で、実行を終えようとしています。"),
        ("return b'\\xff'.decode()", "実行が途中で止まりました。"),
        ("raise type('Own', (Exception,), {})('x')", "実行が途中で止まりました。"),
        ("raise type('print', (Exception,), {})('x')", "実行が途中で止まりました。"),
    ],
)
def test_each_kind_of_error_is_told_with_its_line(body: str, sentence: str) -> None:
    with pytest.raises(LearnerError) as caught:
        answered(asked(body), "total")

    assert caught.value.explanation == f"関数「total」の中の2行目です。{sentence}"


def test_a_value_that_is_no_answer_is_told_as_what_came_back() -> None:
    with pytest.raises(LearnerError) as caught:
        answered(asked("return object()"), "total")

    assert caught.value.explanation == (
        "関数「total」が返した値です。"
        "この種類の値（object）は答えとして読み取れません。数・文字・リスト・表のどれかにしてください。"
    )


def test_a_function_that_comes_back_gives_its_calls() -> None:
    assert answered(asked("return sum(rows)"), "total") == (Call(([1, 2],), 3),)
