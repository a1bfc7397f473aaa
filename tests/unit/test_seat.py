"""The seat number, as people type it and where it is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaizen_helpers.checkers.seat import find_seat, read_seat
from kaizen_helpers.checkers.store import AnswerStore


@pytest.mark.parametrize("typed", ["7", "07", "７", "7番", "席7", "座席番号 7", " 7 ", "007", "7席"])
def test_a_seat_is_read_however_it_is_typed(typed: str) -> None:
    assert read_seat(typed) == "07"


@pytest.mark.parametrize("typed", ["", "0", "窓ぎわ", "7-1", "1234", "-3", "山田", None, 7])
def test_what_is_no_seat_is_none(typed: object) -> None:
    assert read_seat(typed) == ""


def test_the_modules_own_seat_goes_before_the_one_of_00_setup(tmp_path: Path) -> None:
    flow, setup = tmp_path / "01_flow", tmp_path / "00_setup"
    flow.mkdir()
    setup.mkdir()

    assert find_seat(flow) == ""
    AnswerStore(setup, "00_setup").update("setup-operate", answer={"seat": "１２番"})
    assert find_seat(flow) == "12"
    AnswerStore(flow, "01_flow").set_seat("07")
    assert find_seat(flow) == "07"


def test_a_damaged_answer_file_has_no_seat(tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_bytes(b"{")

    assert find_seat(tmp_path) == ""
