"""L2-02, L2-04 and L2-05: values left out, one option in several spellings, 「その他」 with its content in one cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from kaizen_helpers.excel.readability.layout import BookLook, ColumnLook, SheetLook, TableLook
from kaizen_helpers.excel.readability.model import Finding
from kaizen_helpers.excel.readability.numbers import is_special, number_column
from kaizen_helpers.excel.readability.places import found_in_column
from kaizen_helpers.excel.readability.roles import (
    columns_of,
    example,
    is_address,
    is_choice,
    is_code,
    is_date,
    is_person,
    is_phone,
    is_prose,
)
from kaizen_helpers.notation.choices import split_other

__all__ = ["SHEET_RULES", "is_ditto", "other_with_words", "spellings"]

_DITTO = re.compile(
    r"[〃″〟々゛ゝヽ\"＂”“]+|[〃〟].{1,6}|'{2}|[「『｢][」』｣]|(?i:ditto|do\.)|同[上前左右断]|[上左右]同|同じ|同じく|同様?|同(?:上|前)(?:に同じ)?"
    r"|(?:以下|以上|上記?|前記?|左記?|右|直上|前項|上[行段欄]|上の[行段欄]?|前[行欄]|前の[行欄]?|下)(?:に|と|も)?同(?:じ|様|上)?"
    r"|(?:No\.?|№)?\d+(?:行目?|番|件目)?(?:に|と)同じ|(?:上|同|左)に同じ|[上左前]に準(?:ずる|じる)|上と一緒"
)
_AROUND = re.compile(r"^[-−ー–—―~〜～(（・]+|[-−ー–—―~〜～)）・]+$")
_ARROW = re.compile(r"[↑↓←⇑⇓⇐｜|:：;]+")
_SAME_PLACE = re.compile(r"増減|傾向|動向|推移|変化|方向|矢印|前年比|記号")
_OTHER = re.compile(
    r"\s*(?:[(（\[]?(?:[0-9０-９]{1,2}|[①-⑳ア-ンa-zA-Z])[.．)）\]、:：]?\s*)?その他(?:[のは]?内容|[\s]*)"
    r"[、，,。.／/=＝：:「『【\[［〔〈《<＜(（｛{;；・･|｜~〜→⇒➡>＞\"“'＊*※\-－―—–\s][\s\W]*(?P<content>\w.*)",
    re.DOTALL,
)
_DIRECT = re.compile(r"\s*(?:[(（]?[0-9０-９]{1,2}[.．)）、:：]?\s*)?その他(?P<content>[^のにもはをがでと\s\W].*)")
_SAYS_NOTHING = re.compile(
    r"(?:不明|不詳|無?回答|無記入|未回答|未記入|分からない|わからない|なし|無し|未定|未分類|該当なし|複数|再掲)\W*"
)
"""Behind 「その他」 these say that there is no content: 「その他・不明」 is one option."""
_NUMBERING = re.compile(r"^(?:\(?(\d{1,2}|[a-zア-ン])[.):、](?!\d)|(\d{1,2}|[ア-ン])\s+(?=\D))\s*")
_CIRCLED = re.compile("^[①-⑳㋐-㋾]")
_BRACKET = re.compile(r"\(([^()]*)\)")
_TIME = re.compile(r"\d|以降|以後|まで|から|中$|予定|現在|見込|時点|今年|来年|年度")
_NEGATION = re.compile(r"ない|なし|せず|ません|未|不|非|無|外")
_SAME_WORD = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"ません|(?<=[一-龠さ])ず$|無し|(?<![は])なし|無い|ない|無(?!料)", "無"),
        (r"(?<![ぁ-ん])(?:有り|有る|あり|ある)(?![ぁ-ん])", "有"),
        (r"済んだ|済み|(?:ず|す)み$|スミ$|ズミ$", "済"),
        (r"(?:全|総|凡)て|すべて", "全"),
        (r"及び", "および"),
        (r"又は", "または"),
        (r"子供|子ども", "こども"),
        (r"障がい|障碍", "障害"),
        (r"出来(?=[るたなず])", "でき"),
        (r"その他|其の他", "そのほか"),
        (r"(?<![一-龠])(?:分|判)(?=から|かる)", "わ"),
        (r"(?<![ぁ-ん])(?:良い|よい|いい)$", "良"),
        (r"(?<=\d)才|年令", "歳"),
        (r"(?<=[一-龠\d])[ヶケヵカがガか箇](?=[一-龠])", "ケ"),
    )
)
"""Words of any office with more than one spelling; what is left differs by kana, width or sign alone."""
_KANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_HIRAGANA = re.compile(r"(?<=[一-龠々])[ぁ-ん]{1,2}(?=[一-龠々]|$)")
_PARTICLE = re.compile(r"(?<=[一-龠々])[のとをがにはもへや](?=[一-龠々])")
_SMALL = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")


def is_ditto(text: str) -> bool:
    """「〃」「同上」「上に同じ」「3行目と同じ」: the value itself was left out."""
    if len(text) > 15:
        return False
    inside = "".join(text.split())
    return _DITTO.fullmatch(inside) is not None or _DITTO.fullmatch(_AROUND.sub("", inside)) is not None


def nothing_left_out(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L2-02."""
    for table, column in columns_of(look):
        ditto = {text for text in column.texts if is_ditto(text)}
        if ditto:
            first = next(text for text in column.texts if text in ditto)
            yield found_in_column(
                "L2-02", column, column.rows_of(ditto), f"値の代わりに{example(first)}が入っています。"
            )
        arrows = {text for text in column.texts if _ARROW.fullmatch(text.strip())}
        if arrows and len(arrows) < len(column.texts) and not _SAME_PLACE.search(column.name):
            first = next(text for text in column.texts if text in arrows)
            what = (
                f"{example(first)}は、上や隣と同じという印でしょうか。印なのか値なのかは、書いた人にしか分かりません。"
            )
            yield found_in_column("L2-02", column, column.rows_of(arrows), what, "要確認")
        yield from _only_first_of_group(table, column)


def _only_first_of_group(table: TableLook, column: ColumnLook) -> Iterator[Finding]:
    """A group named once, and left empty below: only where it leads the row, and the rest of the row is there."""
    if not column.kinds.get(type(None)) or not column.filled:
        return
    if column.dates or (column.is_numeric and column is not table.columns[0] and not re.search("年度?$", column.name)):
        return
    blanks = column.blanks
    if column.filled < 2 or len(blanks) * 4 < column.filled or blanks[0] == column.first_row:
        return
    if column.sheet.value(column.first_row, column.column) is None or is_prose(column):
        return
    for left in table.columns:
        if left.column >= column.column:
            break
        if (
            not left.kinds.get(type(None))
            and len(left.texts) + len({v for _r, v in left.values() if type(v) is int}) * 2 > column.filled * 3
            and not _named_once(column, len(blanks))
        ):
            return  # a key stands to the left, so this is a property of the record and may be missing
    rest = [other for other in table.columns if other.column > column.column]
    if not any(not set(other.blanks) & set(blanks) for other in rest):
        return
    what = "上と同じ値を省いたように見える空欄があります。"
    what += "省いたのか、値がないのかは、書いた人にしか分かりません。"
    yield found_in_column("L2-02", column, blanks, what, "要確認")


def _named_once(column: ColumnLook, blanks: int) -> bool:
    """Whether each text comes once and most cells below are empty, as where running numbers stand before groups."""
    return column.text_count > 1 and len(column.texts) == column.text_count and blanks >= column.filled


def _plain(text: str) -> str:
    """Half-width and small letters, with a number in front written 「1.」."""
    marked = _CIRCLED.sub(lambda match: f"{unicodedata.normalize('NFKC', match[0])}. ", text.strip())
    return unicodedata.normalize("NFKC", marked).casefold()


def _skeleton(text: str) -> tuple[str, str]:
    """What stays of an option without its spelling, and what stood in brackets behind it."""
    plain = _plain(text)
    plain = re.sub(r"\s+", "", _NUMBERING.sub("", plain) or plain).translate(_SMALL)
    plain = re.sub(r"^[・●■◆※*-]+(?=\w)|^[「『\"'](?=.*[」』\"']$)|[。.、,!;:・」』\"']+$", "", plain) or plain
    inside = "".join(_BRACKET.findall(plain))
    bare = _BRACKET.sub("", plain)
    if len(inside) and len(bare) == 1:
        bare, inside = inside + bare, ""  # 「済（実施）」
    for pattern, word in _SAME_WORD:
        bare = pattern.sub(word, bare)
    bare = re.sub(r"(?:です|ます|しました|した|する)$", "", bare)
    bare = re.sub(r"(?<=[ァ-ヶ])[-−―‐](?=[ァ-ヶ]|$)", "ー", bare)
    bare = re.sub(r"(?<=[ァ-ヶー]{3})ー(?![ァ-ヶ])", "", bare)
    bare = _HIRAGANA.sub("", _PARTICLE.sub(lambda match: match[0] + "\x00", bare)).replace("\x00", "")
    if len(bare) > 2 and bare.endswith("済") and not _NEGATION.search(bare):
        bare = bare[:-1]
    return (bare or plain).translate(_KANA), (inside if inside != bare else "")


def spellings(texts: Mapping[str, int]) -> list[tuple[str, set[str], bool]]:
    """Groups of texts that look like one option: the most frequent one, the others, and whether that is sure.

    A bracket with a time in it (「取組予定（R8以降）」) is an addition to the option. Any other bracket may tell two
    options apart, and so may a number in front.
    """
    groups: dict[str, list[str]] = {}
    inside: dict[str, str] = {}
    for text in texts:
        key, inside[text] = _skeleton(text)
        if key and not key.isdigit():
            groups.setdefault(key, []).append(text)
    made = []
    for group in groups.values():
        if len(group) < 2:
            continue
        numbers = {match[1] or match[2] for text in group if (match := _NUMBERING.match(_plain(text)))}
        words = {inside[text] for text in group} - {""}
        sure = (
            len(numbers) < 2
            and not any(_CIRCLED.match(text.strip()) for text in group)
            and all(_TIME.search(word) for word in words)
        )
        if len(words) > 1 and not sure and all(inside[text] for text in group):
            continue  # 「県民税（均等割）」「県民税（所得割）」
        best = max(group, key=lambda text: texts[text])
        tied = sum(1 for text in group if texts[text] == texts[best]) > 1
        others = set(group) if tied else set(group) - {best}
        made.append((best, others, sure))
    return made


def one_word_for_one_choice(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L2-04."""
    for _table, column in columns_of(look):
        name = column.name
        if column.text_count < 3 or is_code(name) or is_phone(name) or is_address(name) or is_person(name):
            continue
        texts = column.texts
        if not 2 <= len(texts) <= 200 or (is_date(name) and not is_choice(name)) or max(map(len, texts)) > 60:
            continue
        chosen = {
            text: n
            for text, n in texts.items()
            if not is_ditto(text) and not is_special(text) and not other_with_words(text)
        }
        groups = spellings(chosen)
        if not groups or is_prose(column) or number_column(column):
            continue
        few = is_choice(name) or len(chosen) * 2 <= column.text_count
        for best, others, sure in groups:
            shown_one = next((text for text in chosen if text in others and text != best), best)
            what = f"{example(best, name)}と{example(shown_one, name)}のように、同じ答えが違う書き方になっています。"
            if few and sure:
                yield found_in_column("L2-04", column, column.rows_of(others), what)
                continue
            what = f"{example(best, name)}と{example(shown_one, name)}は、同じものかもしれません。"
            what += "同じ意味かどうかは、書いた人にしか分かりません。"
            yield found_in_column("L2-04", column, column.rows_of(others), what, "要確認")


def other_with_words(text: str) -> bool:
    """「4. その他: 代理人」「その他（代理人）」; not 「その他」 alone, 「その他・不明」, 「その他の収入」."""
    if "その他" not in text or len(text) > 80 or "。" in text[:-1]:
        return False
    apart = split_other(text)
    content = apart.detail if apart else ""
    if not content and (match := _OTHER.fullmatch(text)):
        content = match["content"]
    return bool(content.strip()) and _SAYS_NOTHING.fullmatch(content.strip()) is None


def other_stands_alone(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L2-05. 「その他代理人」 is sure where answers are chosen; elsewhere 「その他経費」 may be a category."""
    for _table, column in columns_of(look):
        others = [text for text in column.texts if "その他" in text]
        if not others or is_prose(column):
            continue
        held = {text for text in others if other_with_words(text)}
        if held:
            first = next(text for text in others if text in held)
            what = f"「その他」と、その内容が1つのセルに入っています（例: {example(first)}）。"
            yield found_in_column("L2-05", column, column.rows_of(held), what)
        direct = {text for text in others if text not in held and len(text) <= 40 and _content_follows(text)}
        if direct and len(column.texts) * 2 <= max(column.text_count, 4):
            sure = is_choice(column.name) and any(re.fullmatch(r"\W*\d*\W*その他\W*", text) for text in others)
            first = next(text for text in others if text in direct)
            what = f"「その他」のすぐ後ろに言葉が続いています（例: {example(first)}）。"
            if not sure:
                what += "内容を書き足したのか、分類の名前なのかは、書いた人にしか分かりません。"
            yield found_in_column("L2-05", column, column.rows_of(direct), what, "違反" if sure else "要確認")


def _content_follows(text: str) -> bool:
    match = _DIRECT.fullmatch(text)
    return match is not None and _SAYS_NOTHING.fullmatch(match["content"]) is None


SHEET_RULES = {"L2-02": nothing_left_out, "L2-04": one_word_for_one_choice, "L2-05": other_stands_alone}
