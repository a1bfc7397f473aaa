"""A server killed in the middle of its work: what it had answered is there afterwards, and nothing is half-done."""

from __future__ import annotations

import random
from pathlib import Path

from tests.sandbox_killed import kill_round


def test_after_a_kill_every_answered_write_is_there_and_nothing_half_done(tmp_path: Path) -> None:
    dice, answered = random.Random(7), 0

    for place in range(3):
        answered += kill_round(tmp_path / f"{place}.sqlite", 0.2 + dice.random() / 2)

    assert answered > 10
