"""Check digits, postal codes and telephone numbers: what passes, what is asked back, and what no check can see."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.notation.codes import (
    BLIND_SPOTS,
    check_corporate_number,
    check_local_government_code,
    corporate_check_digit,
    local_government_check_digit,
)
from kaizen_helpers.notation.contacts import PhoneReading, check_postal_code, read_phone, write_phone, write_postal_code
from kaizen_helpers.notation.reading import Question

LAW = settings(max_examples=100, deadline=None)
ANYTHING = st.text(max_size=20) | st.text("0123456789-()（）+内線代表 ０９", max_size=20) | st.integers() | st.floats()

# Domain reference, notation vectors.
SAGA = ["412023", "412040", "412074", "412091", "412104", "413411", "413461", "414018", "414255", "410004"]
EDGES = [("010006", 6), ("011011", 1)]


@pytest.mark.parametrize("code", [*SAGA, "010006", "011011"])
def test_public_codes_of_local_governments_pass(code: str) -> None:
    assert ("ok", code) == ((found := check_local_government_code(code)).state, found.code)
    wide = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert found == check_local_government_code(wide)


@pytest.mark.parametrize(("code", "check"), EDGES)
def test_the_check_digit_at_its_edges(code: str, check: int) -> None:
    assert check == local_government_check_digit(code[:5])


def test_remainder_one_gives_zero_not_ten() -> None:
    """``11 - 1`` is 10, of which the last digit counts (187 public codes)."""
    sums = [f"{n:05}" for n in range(41_000, 41_100)]
    assert {local_government_check_digit(code) for code in sums} <= set(range(10))
    assert [c for c in sums if sum(int(d) * w for d, w in zip(c, (6, 5, 4, 3, 2), strict=True)) % 11 == 1]


@pytest.mark.parametrize("code", ["412014", "4120150", "011001", "990000", "abc", True, 1.5, "9" * 99])
def test_bad_codes_are_told(code: object) -> None:
    assert "bad" == (found := check_local_government_code(code)).state
    assert found.message_ja.endswith("。")


def test_a_lost_zero_is_explained_and_not_put_back() -> None:
    found = check_local_government_code(10006)
    assert ("ask", "") == (found.state, found.code)
    assert "010006" in found.candidates
    assert "先頭の0" in found.message_ja
    assert ("412015",) == check_local_government_code("41201").candidates


@pytest.mark.parametrize(("one", "other"), [("011011", "031011")])
def test_typos_that_the_code_cannot_show_are_stated(one: str, other: str) -> None:
    """Notation vectors: lgcode_undetected_typos."""
    assert {"ok"} == {check_local_government_code(code).state for code in (one, other)}
    assert other in BLIND_SPOTS["全国地方公共団体コード"]


@pytest.mark.parametrize("number", ["1000020410004", "4011001098993", "2120901007402", 1000020410004, 1000020410004.0])
def test_corporate_numbers_pass(number: object) -> None:
    assert check_corporate_number(number).state == "ok"


@pytest.mark.parametrize("number", ["7000012050003", "000020410004", "1.00E+12", "１２３", False, float("inf"), []])
def test_bad_corporate_numbers_are_told(number: object) -> None:
    assert check_corporate_number(number).state == "bad"


def test_nine_for_zero_is_not_seen_and_stated() -> None:
    assert check_corporate_number("1900020410004").state == "ok"
    assert "1900020410004" in BLIND_SPOTS["法人番号"]


@LAW
@given(st.text("0123456789", min_size=12, max_size=12), st.integers(1, 12), st.integers(1, 9))
def test_a_wrong_digit_is_seen_but_for_nine_and_zero(tail: str, place: int, step: int) -> None:
    right = f"{corporate_check_digit(tail)}{tail}"
    wrong = right[:place] + str((int(right[place]) + step) % 10) + right[place + 1 :]
    assert check_corporate_number(right).state == "ok"
    nine_for_zero = {right[place], wrong[place]} == {"0", "9"}
    assert (check_corporate_number(wrong).state == "ok") == nine_for_zero


@pytest.mark.parametrize("digits", ["", "1234", "１２３４５", None])
def test_check_digits_need_digits(digits: Any) -> None:
    with pytest.raises(InputError):
        local_government_check_digit(digits)


@pytest.mark.parametrize("typed", ["8408570", "840-8570", "〒８４０−８５７０", 8408570, 8408570.0])
def test_postal_codes_in_every_spelling(typed: object) -> None:
    """GIF DS-443: seven digits without a hyphen."""
    written = [write_postal_code(typed, rule) for rule in ("GIF", "庁内様式", "kintone取込")]
    assert ["8408570", "840-8570", "8408570"] == written


def test_a_postal_code_that_lost_its_zero_is_asked_back() -> None:
    assert ("ask", ("0600000",)) == ((found := check_postal_code(600000)).state, found.candidates)
    assert isinstance(write_postal_code(600000, "GIF"), Question)
    assert check_postal_code("84-8570").state == "bad"


@pytest.mark.parametrize(
    ("typed", "gif", "office"),
    [
        ("0952-25-7000", "(0952)25-7000", "0952-25-7000"),
        ("(0952)25-7000", "(0952)25-7000", "0952-25-7000"),
        ("０９５２ー２５ー７０００", "(0952)25-7000", "0952-25-7000"),
        ("09099999999", "090-9999-9999", "090-9999-9999"),
        ("0120-999-999", "0120-999999", "0120-999-999"),
        ("+81 (03)5253-5111", "+81 (03)5253-5111", "03-5253-5111"),
        ("0952-25-7000 内線999", "(0952)25-7000 内線999", "0952-25-7000 内線999"),
        ("0952-25-7000（代表）", "(0952)25-7000", "0952-25-7000"),
    ],
)
def test_telephone_numbers_by_rule(typed: str, gif: str, office: str) -> None:
    """GIF DS-445, domain.md 2.3."""
    assert (gif, office, office) == tuple(write_phone(typed, rule) for rule in ("GIF", "庁内様式", "kintone取込"))


def test_the_main_number_is_a_fact_of_its_own() -> None:
    read = read_phone("0952-25-7000（代表）")
    assert isinstance(read, PhoneReading)
    assert read.main


@pytest.mark.parametrize(
    "typed", ["0952257000", "25-7000", 952257000, "0952-25-700", "0952-25-7000 / 0952-25-7001", "x"]
)
def test_open_telephone_numbers_are_asked_back(typed: object) -> None:
    assert isinstance(read_phone(typed), Question)


@LAW
@given(ANYTHING, st.sampled_from(["GIF", "庁内様式"]))
def test_what_was_written_is_written_the_same_again(typed: Any, rule: str) -> None:
    for write in (write_phone, write_postal_code):
        written = write(typed, rule)
        if isinstance(written, str):
            assert written == write(written, rule)


@LAW
@given(ANYTHING | st.none() | st.booleans())
def test_nothing_is_an_error(typed: Any) -> None:
    check_local_government_code(typed)
    check_corporate_number(typed)
    check_postal_code(typed)
    read_phone(typed)
