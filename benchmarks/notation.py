"""Do the laws of the notation hold on many random inputs, and are all the vectors of the reference read right?

Run: ``.venv/bin/python benchmarks/notation.py`` (``--inputs 500`` for a sample, ``--vectors FILE`` for the vectors of
the reference). It prints one JSON line a goal: name, ours, rival, ratio, goal, met. ``ours`` is the number of inputs
that break the law; the rival is what people reach for first on the same inputs: NFKC for everything, or reading
「05/04/01」 as a number of the Western calendar. The inputs are seeded: every run sees the same.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kaizen_helpers.notation.choices import propose_variants, split_other, unify_choices  # noqa: E402 - the checkout
from kaizen_helpers.notation.codes import (  # noqa: E402
    check_corporate_number,
    check_local_government_code,
    corporate_check_digit,
    local_government_check_digit,
)
from kaizen_helpers.notation.contacts import write_phone, write_postal_code  # noqa: E402
from kaizen_helpers.notation.cp932 import character_warnings, survives  # noqa: E402
from kaizen_helpers.notation.date_columns import read_date_column  # noqa: E402
from kaizen_helpers.notation.dates import DateReading, read_date  # noqa: E402
from kaizen_helpers.notation.eras import date_of_serial, fiscal_year, serial_of, to_wareki  # noqa: E402
from kaizen_helpers.notation.personal_tables import find_personal_data  # noqa: E402
from kaizen_helpers.notation.reading import Question  # noqa: E402
from kaizen_helpers.notation.rule_sets import RULE_SETS  # noqa: E402
from kaizen_helpers.notation.text import POLICIES, apply_policy  # noqa: E402

FIRST = date(1873, 1, 1)
DAYS = (date(2199, 12, 31) - FIRST).days
MARKS = (
    "0123456789０１２３４５６７８９ABCａｂｃ▲△−－ー‐-–〜～~,，.．:：/／()（） \u3000"
    "ｱｶﾞﾊﾟｰヴガーさたなン一二三丁目番地号の第棟ビル階佐賀市町県取組済未①Ⅲ㈱㎡㍻㋿髙﨑\ufa10\ufa19\ufa1b\U00020bb7\u3099\ue000"
)
Law = Callable[[random.Random], bool]


def line(name: str, ours: int, rival: int | None, goal: str, met: bool) -> bool:
    ratio = None if not rival else round(ours / rival, 3)
    print(json.dumps({"name": name, "ours": ours, "rival": rival, "ratio": ratio, "goal": goal, "met": met}))
    sys.stdout.flush()
    return met


def some_text(chance: random.Random) -> str:
    """Mostly what offices type, sometimes any character at all."""
    if chance.random() < 0.2:
        return "".join(
            chr(chance.choice((chance.randrange(0x20, 0xD800), chance.randrange(0xE000, 0x30000))))
            for _ in range(chance.randrange(12))
        )
    return "".join(chance.choice(MARKS) for _ in range(chance.randrange(16)))


def some_day(chance: random.Random) -> date:
    return FIRST + timedelta(days=chance.randrange(DAYS))


def digits(text: object) -> list[int]:
    return [unicodedata.digit(mark) for mark in str(text) if mark.isdecimal()]


def era_round_trip(chance: random.Random) -> bool:
    day = some_day(chance)
    read = [read_date(text) for text in (to_wareki(day), to_wareki(day, "short"), day.isoformat())]
    return all(isinstance(one, DateReading) and (one.value, one.check) == (day, False) for one in read)


def serial_round_trip(chance: random.Random) -> bool:
    day = max(some_day(chance), date(1900, 1, 1))
    return date_of_serial(serial_of(day)) == day


def column_round_trip(chance: random.Random) -> bool:
    """What a rule set writes passes under it and names the same day."""
    day, rule = some_day(chance), chance.choice(sorted(RULE_SETS))
    column = read_date_column(read_date_column([day], rule).written(), rule)
    period = column.verdicts[0].period
    return column.passes and period is not None and period.first == day


def impossible_day(chance: random.Random) -> bool:
    """A day that is not (31 April, 29 February of a common year, 0th, 13th month) is asked, never shifted."""
    year = chance.choice([year for year in range(2020, 2090) if year % 4])
    month, day = chance.choice(
        [(2, 29), (2, 30), (4, 31), (6, 31), (9, 31), (11, 31), (13, 1), (0, 1), (5, 0), (1, 32)]
    )
    text = chance.choice(
        [f"令和{year - 2018}年{month}月{day}日", f"{year}-{month:02}-{day:02}", f"R{year - 2018}.{month}.{day}"]
    )
    return isinstance(read_date(text), Question)


def short_year(chance: random.Random) -> bool:
    """A year of two digits is asked back in every rule set."""
    text = f"{chance.randrange(1, 32):02}/{chance.randrange(1, 13):02}/{chance.randrange(1, 29):02}"
    return read_date_column([text], chance.choice(sorted(RULE_SETS))).verdicts[0].state == "ask"


def idempotent(chance: random.Random) -> bool:
    text, policy = some_text(chance), chance.choice(sorted(POLICIES))
    after = apply_policy(text, policy).after
    return apply_policy(after, policy).after == after


def name_unchanged(chance: random.Random) -> bool:
    text = some_text(chance)
    return apply_policy(text, "氏名").after == text


def digits_kept(chance: random.Random) -> bool:
    text, policy = some_text(chance), chance.choice(sorted(POLICIES))
    return digits(apply_policy(text, policy).after) == digits(text)


def sign_kept(chance: random.Random) -> bool:
    number = chance.randrange(1, 10**9)
    typed = f"{number:,}" if chance.random() < 0.5 else str(number)
    if chance.random() < 0.5:
        typed = "".join(chr(ord(mark) + 0xFEE0) for mark in typed)
    return apply_policy(chance.choice("▲△−－ー-") + typed, "数値").after == str(-number)


def ranges_kept(chance: random.Random) -> bool:
    """「１０時〜１２時」 keeps every sign that means something."""
    text = some_text(chance)
    kept = "〜～ー−－▲△①Ⅲ㈱㎡㍻"
    before = text.replace("ｰ", "ー")  # a half-width long vowel becomes a wide one
    after = str(apply_policy(text, "自由文").after)
    return [mark for mark in before if mark in kept] == [mark for mark in after if mark in kept]


def local_code(chance: random.Random) -> bool:
    """A code with its check digit passes, and one of the other nine digits in its place never does."""
    five = f"{chance.randrange(1, 48):02}{chance.randrange(1000):03}"
    right = local_government_check_digit(five)
    states = [check_local_government_code(f"{five}{digit}").state for digit in range(10)]
    return states == ["ok" if digit == right else "bad" for digit in range(10)]


def corporate_number(chance: random.Random) -> bool:
    """One wrong digit is seen, except 0 for 9, which is stated as a blind spot."""
    tail = "".join(chance.choice("0123456789") for _ in range(12))
    right = f"{corporate_check_digit(tail)}{tail}"
    place, digit = chance.randrange(1, 13), chance.choice("0123456789")
    wrong = right[:place] + digit + right[place + 1 :]
    expected = right[place] == digit or {right[place], digit} == {"0", "9"}
    return check_corporate_number(right).state == "ok" and (check_corporate_number(wrong).state == "ok") == expected


def contact_written_twice(chance: random.Random) -> bool:
    """Written once or twice is the same, and a number that was read keeps its digits."""
    area = chance.choice([2, 3, 4, 5])
    first = f"0{chance.randrange(10 ** (area - 2), 10 ** (area - 1))}"
    office = chance.randrange(10 ** (5 - area), 10 ** (6 - area))
    rule = chance.choice(sorted(RULE_SETS))
    for write, typed, kept in (
        (write_phone, f"{first}{chance.choice('-−－ー')}{office}-{chance.randrange(10000):04}", True),
        (write_postal_code, f"{chance.randrange(1000):03}-{chance.randrange(10000):04}", True),
        (write_phone, some_text(chance), False),
    ):
        written = write(typed, rule)
        if isinstance(written, str) and (
            write(written, rule) != written or (kept and digits(typed) != digits(written))
        ):
            return False
    return True


def no_warning_survives(chance: random.Random) -> bool:
    text = some_text(chance)
    bad = {"lost", "changed", "private"} & {one.kind for one in character_warnings(text)}
    return bool(bad) or survives(text)


def no_value_shown(chance: random.Random) -> bool:
    number = str(chance.randrange(10**11, 10**12))
    return number[:-2] not in repr(find_personal_data({"列": [some_text(chance) + " " + number]}))


def choices_kept(chance: random.Random) -> bool:
    """Proposals change nothing; an agreed table changes only what stands in it; 「その他」 loses no letter."""
    values = [some_text(chance) for _ in range(4)]
    for proposal in propose_variants(values):
        done = unify_choices(values, proposal.table())
        if len(done.values) != len(values) or unify_choices(done.values, proposal.table()).values != done.values:
            return False
    other = f"その他{chance.choice('：:　')}{values[0].strip()}"
    split = split_other(other)
    return split is None or (split.choice == "その他" and split.detail in other)


def any_value(chance: random.Random) -> bool:
    """Nothing that is typed stops a column, a code or a policy."""
    value: Any = chance.choice(
        [some_text(chance), chance.randrange(-(10**20), 10**20), chance.gauss(0, 10**6), None, True, float("nan")]
    )
    column = read_date_column([value], chance.choice(sorted(RULE_SETS)))
    for policy in POLICIES:
        apply_policy(value, policy)
    check_local_government_code(value)
    check_corporate_number(value)
    return len(column.verdicts) == 1


LAWS: dict[str, Law] = {
    "dates come back from their era and ISO": era_round_trip,
    "dates come back from Excel's number": serial_round_trip,
    "what a rule set writes passes under it": column_round_trip,
    "impossible days are asked back": impossible_day,
    "years of two digits are asked back": short_year,
    "policies are idempotent": idempotent,
    "names are unchanged": name_unchanged,
    "digits are kept": digits_kept,
    "signs of numbers are kept": sign_kept,
    "signs of free text are kept": ranges_kept,
    "check digits of local governments": local_code,
    "check digits of corporations": corporate_number,
    "contacts are written the same twice": contact_written_twice,
    "a text without warnings survives CP932": no_warning_survives,
    "no personal value is shown": no_value_shown,
    "options change by an agreed table only": choices_kept,
    "no value is an error": any_value,
}


def nfkc_name(chance: random.Random) -> bool:
    text = some_text(chance)
    return unicodedata.normalize("NFKC", text) == text


def nfkc_sign(chance: random.Random) -> bool:
    number = chance.randrange(1, 10**9)
    typed = unicodedata.normalize("NFKC", chance.choice("▲△−－ー-") + str(number))
    return typed == str(-number)


RIVALS: dict[str, Law] = {"names are unchanged": nfkc_name, "signs of numbers are kept": nfkc_sign}
"""NFKC, applied to everything, on inputs of the same kind and seed."""


def broken(law: Law, name: str, inputs: int) -> int:
    chance = random.Random(name)  # noqa: S311 - samples, not secrets
    return sum(not law(chance) for _ in range(inputs))


def wrong_vectors(path: Path) -> Iterator[str]:
    """What of the reference's vectors is not as it says."""
    known = json.loads(path.read_text(encoding="utf-8"))
    for one in known["era_valid_roundtrip"]:
        day = date.fromisoformat(one["iso"])
        ours = (
            to_wareki(day),
            to_wareki(day, "short"),
            fiscal_year(day),
            serial_of(day),
            date_of_serial(one["excel_serial"]),
        )
        if ours != (one["wareki"], one["short"], one["fiscal_year"], one["excel_serial"], day):
            yield one["iso"]
        for text in (one["wareki"], one["short"]):
            if not isinstance(read := read_date(text), DateReading) or (read.value, read.check) != (day, False):
                yield text
    yield from (
        text for text in known["era_reject"] + known["era_needs_check"] if not isinstance(read_date(text), Question)
    )
    for text, iso, after in known["era_read_as_with_warning"]:
        read = read_date(text)
        if (
            not isinstance(read, DateReading)
            or not read.check
            or (read.value.isoformat(), to_wareki(read.value)) != (iso, after)
        ):
            yield text
    for one in known["lgcode_saga"] + known["lgcode_edge"]:
        if check_local_government_code(one["code"]).state != "ok":
            yield one["code"]
    yield from (code for code in known["lgcode_bad"] if check_local_government_code(code).state != "bad")
    yield from (code for code in known["houjin_valid"] if check_corporate_number(code).state != "ok")
    yield from (code for code in known["houjin_bad"] if check_corporate_number(code).state != "bad")
    for one in known["nfkc_changes_name_kanji"]:
        mark = chr(int(one["cp"], 16))
        if apply_policy(mark, "氏名").after != mark or [w.kind for w in character_warnings(mark)] != ["compatibility"]:
            yield one["cp"]
    yield from (mark for mark in known["cp932_unencodable"] if [w.kind for w in character_warnings(mark)] != ["lost"])
    for mark, becomes in known["cp932_roundtrip_changes"]:
        if [(w.kind, w.becomes) for w in character_warnings(mark)] != [("changed", becomes)]:
            yield mark


def main() -> bool:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--inputs", type=int, default=10_000)
    reader.add_argument("--vectors", type=Path)
    asked = reader.parse_args()
    met = []
    for name, law in LAWS.items():
        ours = broken(law, name, asked.inputs)
        rival = broken(RIVALS[name], name, asked.inputs) if name in RIVALS else None
        met.append(line(f"{name}: broken of {asked.inputs}", ours, rival, "0", ours == 0))
    if asked.vectors:
        wrong = list(wrong_vectors(asked.vectors))
        print(*wrong, sep="\n", file=sys.stderr)
        met.append(line("vectors of the reference that are wrong", len(wrong), None, "0", not wrong))
    return all(met)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
