"""The seat number: the only thing by which a hand-in is told apart; never a name."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

from kaizen_helpers.checkers.store import ANSWERS, DamagedAnswers, read_answers

__all__ = ["find_seat", "read_seat"]


def read_seat(text: object) -> str:
    """A seat number as people type it (「７」「07」「7番」「席7」) as two or three digits; empty when it is none."""
    if type(text) is not str:
        return ""
    match = re.fullmatch(
        r"(?:座?席)?(?:番号)?0*([0-9]{1,3})番?席?", re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    )
    return f"{int(match[1]):02d}" if match and int(match[1]) > 0 else ""


def find_seat(folder: Path) -> str:
    """The seat saved in this module's answers, else the one typed in 00_setup; empty when there is none yet."""
    own = _read(folder / ANSWERS)
    seat = read_seat(own.get("seat"))
    if seat:
        return seat
    for place in (folder, folder.parent / "00_setup"):
        answer = _read(place / ANSWERS).get("exercises", {}).get("setup-operate", {}).get("answer")
        if type(answer) is dict and read_seat(answer.get("seat")):
            return read_seat(answer["seat"])
    return ""


def _read(path: Path) -> dict[str, Any]:
    try:
        return read_answers(path)
    except (OSError, DamagedAnswers):
        return {}
