"""Characters on their way through a file in Shift-JIS: lost, changed, private, or endangered by clean-up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.notation.cp932 import character_warnings, survives


def kinds(text: str, encoding: str = "cp932") -> list[tuple[int, str, str]]:
    return [(one.position, one.kind, one.becomes) for one in character_warnings(text, encoding)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\U00020bb7野", (1, "lost", "")),
        ("10〜12", (3, "changed", "～")),
        ("\u2212500", (1, "changed", "－")),
        ("大\ufa19", (2, "compatibility", "\u795e")),
        ("大\ufa10", (2, "compatibility", "\u585a")),
        ("\ue000", (1, "private", "")),
        ("か\u3099", (2, "lost", "")),
    ],
)
def test_each_kind_of_trouble_is_placed(text: str, found: tuple[int, str, str]) -> None:
    """Notation vectors: cp932_unencodable, cp932_roundtrip_changes, nfkc_changes_name_kanji."""
    assert [found] == kinds(text)


def test_names_that_only_look_special_are_left_alone() -> None:
    assert kinds("髙﨑 太郎") == []
    assert ["lost", "lost"] == [kind for _, kind, _ in kinds("髙﨑", "shift_jis")]


def test_utf8_loses_nothing() -> None:
    assert kinds("\U00020bb7〜", "utf-8") == []


def test_a_warning_names_the_code_and_what_to_do() -> None:
    (warning,) = character_warnings("\U00020bb7")
    assert warning.code == "U+20BB7"
    assert warning.message_ja.endswith("確かめてください。")


def test_what_is_no_text_or_encoding_is_told() -> None:
    with pytest.raises(InputError, match="cp932"):
        character_warnings("a", "euc-jp")
    with pytest.raises(InputError):
        character_warnings(5)  # type: ignore[arg-type]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30), st.sampled_from(["cp932", "shift_jis", "utf-8"]))
def test_a_text_without_warnings_survives(text: str, encoding: str) -> None:
    found = {one.kind for one in character_warnings(text, encoding)}
    if not found & {"lost", "changed", "private"}:
        assert survives(text, encoding)
