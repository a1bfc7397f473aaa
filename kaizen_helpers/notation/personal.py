"""Finding what looks like a person in free text: a name, a mail address, a telephone number, a long number.

It is a suspicion (疑い), never a finding: words are compared with common family names and forms, nothing is looked up.
What was found stands in no message; :func:`masked` puts 〔氏名？〕 in its place (reference/domain.md: C8, R5).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Suspicion", "masked", "suspicions"]

_FAMILY = (
    "佐藤|鈴木|高橋|髙橋|田中|伊藤|渡辺|渡邊|渡邉|山本|中村|小林|加藤|吉田|山田|佐々木|松本|井上|木村|斎藤|斉藤|齋藤|"
    "齊藤|清水|山崎|阿部|橋本|山下|森田|石井|小川|岡田|長谷川|藤田|後藤|近藤|村上|遠藤|青木|坂本|藤井|西村|福田|太田|"
    "三浦|岡本|松田|中島|原田|小野|田村|竹内|金子|和田|中山|藤原|石田|上田|森本|柴田|酒井|工藤|横山|宮本|内田|高木|"
    "安藤|島田|谷口|丸山|今井|河野|藤本|村田|武田|杉山|増田|平野|大塚|久保|松井|小島|岩崎|桜井|野口|松尾|菅原|木下|"
    "野村|佐野|古賀|江口|副島"
)
_ALSO_PLACES = "山口|石川|福島|宮崎|千葉|中野|大野|上野|池田|前田"
"""Family names that are names of places too: only with 「さん」 or a given name behind them."""
_NOT_PEOPLE = re.compile(
    "(?:皆|客|相手|担当|者|員|模|仕|同|多|異|諸|住民|県民|市民|町民|窓口|上司|部下|前任|後任|新任|講師|隣|家族|子ども|お子|本人|各位|代理|"
    "委託先|団体|組合|役場|市町|庁内|係|課|主管|[係課部局室所市町]長|主査|主任|主事|知事|統括|総括|次|現|元|両|副|当該|"
    "所属|直属|業者)$"
)
_HONORIFIC = "さん|様|さま|氏|くん|君|ちゃん|先生"
_OFFICE = "係長|課長補佐|課長|部長|局長|室長|主査|主事|主任|主幹|技師|参事|所長|補佐|副課長"
_FAMILY_NAMES = f"{_FAMILY}|{_ALSO_PLACES}"
_NOT_A_PLACE = "(?![県市町村区郡駅川山島橋台丘線通])"
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("メール", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.ASCII)),
    ("電話", re.compile(r"(?<![0-9])(?:\(0[0-9]{1,4}\) ?|0[0-9]{1,4}[-‐−ー(])[0-9]{1,4}[-‐−ー)][0-9]{3,4}(?![0-9])")),
    ("電話", re.compile(r"(?<![0-9])\(0[0-9]{1,4}\) ?[0-9]{1,4}[-‐−ー]?[0-9]{4}(?![0-9])")),
    ("電話", re.compile(r"(?<![0-9])0[0-9]{9,10}(?![0-9])")),
    ("番号", re.compile(r"(?<![0-9])[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")),
    ("氏名", re.compile(rf"(?:{_FAMILY_NAMES})[ \u3000]?[一-龠々ぁ-んァ-ヶー]{{0,3}}?(?:{_HONORIFIC}|{_OFFICE})")),
    ("氏名", re.compile(rf"(?:{_FAMILY_NAMES})[ \u3000][一-龠々]{{1,3}}(?![一-龠々])")),
    ("氏名", re.compile(rf"(?:{_FAMILY}){_NOT_A_PLACE}(?=[がはにのもとをへ、。（(]|から|より|まで|$)")),
    (
        "氏名",
        re.compile(
            rf"(?P<who>(?:[一-龠々]{{1,3}} )?[一-龠々]{{1,4}}|[ァ-ヶー]{{2,8}})(?:{_HONORIFIC})(?![ァ-ヶー一-龠])"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One place in a text that looks like a person."""

    kind: str
    """「氏名」「メール」「電話」「番号」."""
    start: int
    end: int


def suspicions(text: str) -> tuple[Suspicion, ...]:
    """What looks like a name, a mail address, a telephone number or a number of twelve digits, from left to right."""
    plain = _same_length(text)
    found: list[Suspicion] = []
    for kind, rule in _RULES:
        for match in rule.finditer(plain):
            if kind == "氏名" and _is_nobody(match):
                continue
            if not any(match.start() < one.end and one.start < match.end() for one in found):
                found.append(Suspicion(kind, match.start(), match.end()))
    return tuple(sorted(found, key=lambda one: one.start))


def masked(text: str) -> str:
    """The text with 〔氏名？〕, 〔電話？〕 … in place of what looks like a person."""
    for one in reversed(suspicions(text)):
        text = f"{text[: one.start]}〔{one.kind}？〕{text[one.end :]}"
    return text


def _is_nobody(match: re.Match[str]) -> bool:
    who = match.groupdict().get("who")
    return who is not None and _NOT_PEOPLE.search(who) is not None


def _same_length(text: str) -> str:
    """Full-width digits and signs as half-width ones, letter for letter, so that places stay where they are."""
    return "".join(folded if len(folded := unicodedata.normalize("NFKC", mark)) == 1 else mark for mark in text)
