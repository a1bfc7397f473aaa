"""The clean tables of the eight cases (``reference/domain.md`` 4), and a table by fiscal year (C1-年度)."""

from __future__ import annotations

import random
from collections.abc import Callable

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.samples.applications import grants, medical, notices
from kaizen_helpers.excel.samples.gatherings import cars, training
from kaizen_helpers.excel.samples.model import CleanTable
from kaizen_helpers.excel.samples.records import consultations, patients
from kaizen_helpers.excel.samples.surveys import survey, years

__all__ = ["CASES", "clean_table"]

_MAKERS: dict[str, Callable[[random.Random], CleanTable]] = {
    "C1": survey,
    "C1-年度": years,
    "C2": grants,
    "C3": medical,
    "C4": notices,
    "C5": training,
    "C6": cars,
    "C7": patients,
    "C8": consultations,
}
CASES = tuple(_MAKERS)


def clean_table(case: str, seed: int) -> CleanTable:
    """The table of ``case`` (see ``CASES``); the same for the same seed. Raises InputError for another name."""
    if case not in _MAKERS:
        raise InputError(f"「{case}」という例はありません。{'・'.join(CASES)} から選んでください。")
    return _MAKERS[case](random.Random(f"{case}/{seed}"))  # noqa: S311 - a repeatable example, no secret
