"""Which field fits a column."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from kaizen_helpers.kintone.frames.advising import advise_fields


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("市町コード", [4100, 4202], "SINGLE_LINE_TEXT"),
        ("区分", ["01", "2"], "SINGLE_LINE_TEXT"),
        ("件数", [3, 12], "NUMBER"),
        ("額", ["0.5", "12"], "NUMBER"),
        ("回答日", [date(2026, 4, 1)], "DATE"),
        ("回答日", ["2026-04-01", "2026/4/2"], "DATE"),
        ("受付", [datetime(2026, 4, 1, 9, 30)], "DATETIME"),  # noqa: DTZ001
        ("状況", ["済", "未", "済", "済", "未", "未"], "DROP_DOWN"),
        ("氏名", ["山田", "鈴木"], "SINGLE_LINE_TEXT"),
        ("備考", ["一行目\n二行目"], "MULTI_LINE_TEXT"),
        ("空", [None, ""], "SINGLE_LINE_TEXT"),
    ],
    ids=["code", "zero", "number", "digits", "date", "day-text", "moment", "choice", "name", "long", "empty"],
)
def test_the_values_and_the_name_say_which_field_fits(name: str, cells: list[Any], kind: str) -> None:
    (advice,) = advise_fields(pd.DataFrame({name: pd.Series(cells, dtype=object)}))

    assert kind == advice.type
    assert advice.why_ja.endswith("。")
