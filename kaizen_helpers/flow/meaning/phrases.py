"""What a step says, as a verb and its object, and how near two steps are in meaning. No model weights.

The recipe is flow.md §8: NFKC, endings and kana spellings taken away, split into (動詞, 目的語), the words of
administrative work that mean the same (``synonyms.toml``), and character bigrams (Dice) for the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kaizen_helpers.flow.meaning.vocabulary import is_listed, near, words_starting_with
from kaizen_helpers.flow.words import is_question, plain

__all__ = ["Phrase", "bigram_dice", "main_things", "phrase_similarity", "read_phrase"]

_NEAR = 0.7
"""What a near word is worth beside the same word."""
_MAIN = 2.0
"""The weight of the thing itself."""
_AGAIN = frozenset(["修正", "補正", "再送"])
_ONCE_OR_AGAIN = 0.8
"""「回答を送る」 and 「回答を直して送り直す」 are the way there and the way back."""
_NO_VERB = 0.4
_NO_OBJECT = 0.5
"""Where one of two steps does not say what is done, or to what, it may be the same or not."""
_ASKING_OR_DOING = 0.5
"""A question and a piece of work about the same thing are seldom the same step."""
_ASKING_OR_LOOKING = 0.8
_LOOKING = frozenset(["確認", "審査", "照合", "検査", "閲覧", "決裁"])
"""「集計表を確認する」 and 「集計表に誤りがないか」 are often one step, drawn as a box or as a parting."""
_ALMOST = 0.99
"""Nothing but the same text is worth 1."""

_MARKS = str.maketrans({**dict.fromkeys(map(ord, "「」『』【】<>＜＞○×")), ord("・"): "、"})
_ASKS = re.compile(r"(か否か|かどうか|かを?確認(する)?|の?(有無|要否|可否|適否|是非)|(あり|なし)|[か?]+)$")
_LIGHT = re.compile(
    r"^を?(行な?う|行い|行っ|おこな|実施|する|し|やる|やり|やっ|かけ|と[りるっ]|取[りるっ]|もら|いただ|得|受け)"
)
_PLACE = ("に", "へ", "で", "から", "より", "まで", "にて", "ごと", "用")
_PARTICLES = "をにへがはのでともやか"
_CARRIERS = frozenset(["メール", "電話", "fax"])
_EMPTY = frozenset("各当該全等様分件通回者済後前時日月年度約計場合所方物事際上下中内間用")
"""Words of one character that stand with any step and say nothing about it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A step as it is compared."""

    text: str
    """Folded: the same text means the same step."""
    asks: bool
    """Whether it is a question."""
    verbs: tuple[str, ...]
    """What is done, the main verb last; a question has none."""
    things: tuple[tuple[str, float], ...]
    """What it is done to, each with its weight; sorted."""


@dataclass(slots=True, eq=False)
class _Token:
    kind: str
    """``verb`` or ``thing`` (found in the list), ``text`` (any other word)."""
    name: str
    follows: str
    """The hiragana and marks between this word and the next one."""
    last: bool = False
    inflected: bool = False

    @property
    def is_predicate(self) -> bool:
        """Whether it is what is done, rather than part of the name of a thing (受付簿, 確認の依頼)."""
        after = self.follows
        if self.last:
            return self.kind == "verb" or (after != "" and after[0] not in _PARTICLES)
        if self.kind == "text":
            return after.startswith(("する", "し、", "して", "した"))
        if self.inflected:
            return after != "" and after[0] not in "のがを"
        return after.startswith(("す", "し", "さ", "せ", "、", ",", "→", "/"))


@lru_cache(maxsize=8192)
def read_phrase(what: str, asks: bool = False) -> Phrase:
    """Take a step apart; ``asks`` says that it is a decision even where it is not written as a question."""
    text = plain(what).lower().translate(_MARKS).replace(" ", "")
    question = asks or is_question(what) or _ASKS.search(text) is not None
    core = _ASKS.sub("", text.rstrip("?か")) or text if question else text
    tokens = list(_tokens(core))
    if question:
        return Phrase(text, True, (), _weighed(tokens))
    verbs = _verbs(tokens)
    return Phrase(text, False, tuple(token.name for token in verbs), _weighed([t for t in tokens if t not in verbs]))


# --- reading -------------------------------------------------------------------------------------


def _tokens(text: str) -> Iterator[_Token]:
    """The words of a text, each with what stands between it and the next."""
    folded = "".join(chr(ord(mark) - 0x60) if "ァ" <= mark <= "ヶ" else mark for mark in text)
    found: list[_Token] = []
    at, fresh = 0, True
    while at < len(text):
        entry = next((word for word in words_starting_with(folded[at]) if folded.startswith(word.written, at)), None)
        if entry is not None:
            found.append(_Token(entry.kind, entry.name, "", inflected=entry.inflected))
            at, fresh = at + len(entry.written), True
        elif _is_word(text[at]):
            if found and not fresh and found[-1].kind == "text":
                found[-1].name += text[at]
            else:
                found.append(_Token("text", text[at], ""))
            at, fresh = at + 1, False
        else:
            if found:
                found[-1].follows += text[at]
            at, fresh = at + 1, True
    found = _without_carrier(_without_light_verb(found))
    if found:
        found[-1].last = True
    yield from found


def _is_kanji(mark: str) -> bool:
    return "一" <= mark <= "鿿" or mark == "々"


def _is_word(mark: str) -> bool:
    """Kanji, katakana and Latin letters carry meaning; hiragana, numbers and marks do not."""
    return _is_kanji(mark) or "ァ" <= mark <= "ー" or (mark.isalpha() and not "ぁ" <= mark <= "ゟ")


def _without_light_verb(tokens: list[_Token]) -> list[_Token]:
    """「決裁をもらう」「確認を行う」 say 決裁 and 確認; the light verb adds nothing."""
    if len(tokens) >= 2 and tokens[-2].kind == "verb" and tokens[-2].follows in {"を", "の"}:
        ending = tokens[-1].name + tokens[-1].follows
        if tokens[-1].kind == "text" and _LIGHT.match(ending) and len(tokens[-1].name) <= 2:
            tokens = tokens[:-1]
            tokens[-1].follows = ""
    elif tokens and _LIGHT.match(tokens[-1].follows):
        tokens[-1].follows = "する"
    return [token for token in tokens if token.kind != "text" or token.name not in _EMPTY]


def _without_carrier(tokens: list[_Token]) -> list[_Token]:
    """「督促のメールを送る」 says 督促: the message only carries it."""
    for at in range(len(tokens) - 1):
        content, carrier = tokens[at], tokens[at + 1]
        if content.kind == "verb" and content.follows in {"", "の", "する"} and carrier.name in _CARRIERS:
            rest = tokens[at + 2 :]
            if all(token.name in {"送付", "掛"} or token.kind == "text" for token in rest):
                content.follows = "する"
                return tokens[: at + 1]
    return tokens


def _verbs(tokens: list[_Token]) -> list[_Token]:
    """What is done, in the order written; where nothing is a predicate, the last verbal noun (督促メール)."""
    found = [token for token in tokens if token.is_predicate]
    return found or [token for token in tokens if token.kind == "verb"][-1:]


def _weighed(tokens: list[_Token]) -> tuple[tuple[str, float], ...]:
    """The thing itself counts twice; where it goes and a word that only qualifies another count less."""
    weights: dict[str, float] = {}
    for token in tokens:
        weight = 1.0 if token.follows.startswith(_PLACE) else _MAIN
        if not token.follows and not token.last:
            weight = 0.7  # the first part of a compound: 交付|決定|通知書
        weights[token.name] = max(weight, weights.get(token.name, 0.0))
    return tuple(sorted(weights.items()))


# --- comparing -----------------------------------------------------------------------------------


def phrase_similarity(a: Phrase, b: Phrase) -> float:
    """How near two steps are in meaning, 0 to 1; 1 for the same text only. Symmetric."""
    if a.text == b.text and a.asks == b.asks:
        return 1.0
    if a.asks and b.asks:
        value = _things_similarity(a.things, b.things, True)
    elif a.asks or b.asks:
        looks = not _LOOKING.isdisjoint(a.verbs + b.verbs)
        value = _things_similarity(a.things, b.things, False) * (_ASKING_OR_LOOKING if looks else _ASKING_OR_DOING)
    elif not a.verbs and not b.verbs:
        value = _things_similarity(a.things, b.things, False)
    else:
        value = _doing_similarity(a, b)
    return min(value, _ALMOST)


def main_things(phrase: Phrase) -> frozenset[str]:
    """What a step is about: not the place it goes to (unless that is all there is: 「受給者証に押印する」)."""
    main = frozenset(name for name, weight in phrase.things if weight >= _MAIN)
    return main or frozenset(name for name, _ in phrase.things)


def _doing_similarity(a: Phrase, b: Phrase) -> float:
    verbs = _verbs_similarity(a.verbs, b.verbs)
    if verbs == 0 and is_listed(a.verbs[-1]) and is_listed(b.verbs[-1]):
        return 0.0  # two known verbs without anything in common are two pieces of work, however alike the things
    things = _things_similarity(a.things, b.things, False)
    value = 0.35 * (verbs + things) + 0.3 * min(verbs, things)
    return value if _AGAIN.isdisjoint(a.verbs) == _AGAIN.isdisjoint(b.verbs) else value * _ONCE_OR_AGAIN


@lru_cache(maxsize=65536)
def _verbs_similarity(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    if not a or not b:
        return _NO_VERB
    main = _word_similarity(a[-1], b[-1])
    from_a = sum(max(_word_similarity(verb, other) for other in b) for verb in a)
    from_b = sum(max(_word_similarity(verb, other) for other in a) for verb in b)
    return 0.5 * main + 0.5 * (from_a + from_b) / (len(a) + len(b))


@lru_cache(maxsize=65536)
def _things_similarity(a: tuple[tuple[str, float], ...], b: tuple[tuple[str, float], ...], asked: bool) -> float:
    """Between Dice (all that is said) and overlap (one says no more than the other)."""
    if not a and not b:
        return 1.0
    if not a or not b:
        return _NO_OBJECT
    from_a = sum(weight * max(_word_similarity(name, other, asked) for other, _ in b) for name, weight in a)
    from_b = sum(weight * max(_word_similarity(name, other, asked) for other, _ in a) for name, weight in b)
    all_a, all_b = sum(weight for _, weight in a), sum(weight for _, weight in b)
    return ((from_a + from_b) / (all_a + all_b) + max(from_a / all_a, from_b / all_b)) / 2


@lru_cache(maxsize=65536)
def _word_similarity(a: str, b: str, asked: bool = False) -> float:
    if a == b:
        return 1.0
    return _NEAR if near(a, b, asked) else bigram_dice(a, b)


def bigram_dice(a: str, b: str) -> float:
    """Twice the shared character bigrams over all of them; single characters where a text is that short.

    Source: Dice, as in flow.md §8.
    """
    first, second = _bigrams(a), _bigrams(b)
    shared = sum(min(count, second.get(pair, 0)) for pair, count in first.items())
    total = sum(first.values()) + sum(second.values())
    return 2 * shared / total if total else float(a == b)


@lru_cache(maxsize=8192)
def _bigrams(text: str) -> dict[str, int]:
    folded = unicodedata.normalize("NFKC", text)
    counts: dict[str, int] = {}
    for at in range(max(1, len(folded) - 1)):
        pair = folded[at : at + 2]
        if pair:
            counts[pair] = counts.get(pair, 0) + 1
    return counts
