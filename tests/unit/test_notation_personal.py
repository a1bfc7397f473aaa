"""What looks like a person: suspected, masked, counted, and never shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.notation.personal import masked, suspicions


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("田中さんが休むと止まる", "〔氏名？〕が休むと止まる"),
        ("佐賀 太郎様あて", "〔氏名？〕あて"),
        ("鈴木係長の確認を待つ", "〔氏名？〕の確認を待つ"),
        ("０９５２－００－１２３４へ電話", "〔電話？〕へ電話"),
        ("a.b@example.jp に送る", "〔メール？〕 に送る"),
        ("皆さん、お客様、担当者様、利用者さんへ", "皆さん、お客様、担当者様、利用者さんへ"),
        ("仕様は同様で、相談員さんと委員の皆様に聞く", "仕様は同様で、相談員さんと委員の皆様に聞く"),
        ("山口県と石川県の回答、宮崎市の分", "山口県と石川県の回答、宮崎市の分"),
        ("2026-12-01から2026-12-15まで、1,200件", "2026-12-01から2026-12-15まで、1,200件"),
    ],
)
def test_people_are_suspected_and_masked_and_offices_are_not(text: str, shown: str) -> None:
    assert shown == masked(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_nothing_is_left_to_suspect_in_a_masked_text(text: str) -> None:
    assert {one.kind for one in suspicions(masked(text))} <= {one.kind for one in suspicions(text)}
