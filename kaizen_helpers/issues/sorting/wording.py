"""What the words of a sentence say about it: a question, a measure, a guess, somebody's trouble.

Rules of words, tuned on ``tests/corpus/issue_statements/tuning.tsv`` and measured on ``held_out.tsv`` beside it. They
would rather miss something than mark a good sentence: who is told something false stops reading.
"""

from __future__ import annotations

import re
import unicodedata

from kaizen_helpers.flow import words
from kaizen_helpers.flow.meaning.phrases import bigram_dice

__all__ = [
    "about_number",
    "asks_for_tool",
    "gives_reason",
    "guess_word",
    "is_aim",
    "is_counted",
    "is_measure",
    "is_question",
    "lacks_at_the_end",
    "lacks_thing",
    "lacks_tool",
    "names_somebody",
    "opinion_word",
    "says_again",
    "speaks_of_trouble",
    "states_fact",
    "sweeping_word",
    "tells_of_count",
]

_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』")
"""Somebody's own words: that they were said is a fact."""
_READ = 500
"""Characters of a sentence that are looked at; no sentence on a card is so long."""


def _spoken(text: str) -> str:
    """The text for looking words up: NFKC, one line, without what is quoted."""
    flat = " ".join(unicodedata.normalize("NFKC", text[:_READ]).split())
    return _plain_form(_QUOTED.sub("", flat).rstrip("。."))


def _ending(text: str) -> str:
    """The text without remarks in brackets and without its full stop, for looking at how it ends."""
    return _QUOTED.sub("「」", _plain_form(words.plain(text[:_READ])))


_BEFORE_NOT = dict(zip("いきぎちにびみり", "わかがたなばまら", strict=True))
_TO_PLAIN_VERB = dict(zip("いきぎしちにびみり", "うくぐすつぬぶむる", strict=True))


def _plain_form(text: str) -> str:
    """A sentence in です・ます as one in だ・である: 煩雑です → 煩雑だ, 作ります → 作る, 作成します → 作成する."""
    if text.endswith("です"):
        stem = text[:-2].removesuffix("の" if text.endswith(("いのです", "るのです")) else "")
        return stem if stem.endswith(("い", "た")) else stem + "だ"
    if text.endswith("ありません"):
        return text[:-5] + "ない"
    if text.endswith("ません"):
        return text[:-4] + _BEFORE_NOT.get(text[-4:-3], text[-4:-3]) + "ない"
    if not text.endswith("ます"):
        return text
    stem = text[:-2]
    if re.search(r"(?:[てで]い|でき|[えけげせてねべめれ])$", stem):  # しています, できます, 調べます
        return stem + "る"
    if re.search(r"(?:^|[一-龠ァ-ヶー]{2}|を|に|と)し$", stem):  # 作成します
        return stem[:-1] + "する"
    return stem[:-1] + _TO_PLAIN_VERB.get(stem[-1:], stem[-1:] + "る")


# --- 論点 ----------------------------------------------------------------------------------------


def is_question(text: str) -> bool:
    """Whether it asks something."""
    return words.is_question(text[-_READ:])


# --- 打ち手 --------------------------------------------------------------------------------------

_NAMED_TOOL = (
    r"(?:kintone|キントーン|RPA|AI|OCR|AI-OCR|マクロ|VBA|アプリ|ツール|チャットボット|チャット|ノーコード|タブレット)"
)
_TOOL = rf"(?:{_NAMED_TOOL}|[^\s、。をがはで]{{0,8}}(?:システム|ソフト|フォーム|データベース)|電子(?:申請|決裁|契約))"
_MAKE_ELECTRONIC = r"(?:システム|電子|デジタル|自動|オンライン|ペーパーレス|クラウド|アプリ|データ|DX)化"
_WISH = r"(?:したい|たい|すべき(?:だ|である)?|べき(?:だ|である)?|しよう|ことにする|ようにする|ようにしたい)"
_BRING_IN = re.compile(
    rf"{_TOOL}(?:を|で|に|へ)(?:[^、。]{{0,12}})?(?:入れ|導入|使っ?|使え|活用|対応|受け付け|管理|作|つくり|つくる|開発|構築|整備|買|購入)"
    rf"|{_NAMED_TOOL}(?:を|で|に|へ)[^、。が]{{1,14}}(?:る|す|う|つ)$"
    rf"|{_MAKE_ELECTRONIC}(?:を?(?:する|進め|図|検討|実現|推進)|し|$)|(?:導入|切り替え|切替え)(?:する|る|し)",
    re.IGNORECASE,
)
_STRONG_END = re.compile(
    r"(?:導入|統一|廃止|省略|整備|推進|促進|強化|徹底|標準化|共通化|一本化|集約|移行|委託|外注|増員)(?:を?(?:する|進める|図る|行う)|したい|すべき)"
    r"|(?:切り替え|切替え|切り換え|取りやめ|やめ|改め|廃し)(?:る|たい)"
    rf"|{_MAKE_ELECTRONIC}(?:する|したい|を(?:進める|図る|推進する|進めたい))?$"
    r"|(?:ように|ことに)(?:する|したい)|(?:[すくるつぬむぶうぐ]|する)べき(?:だ|である)?$"
)
_NOUN_ACTION = re.compile(
    r"(?:作成|導入|整備|統一|廃止|推進|強化|標準化|共通化|一本化|集約|移行|外注|増員|周知|共有|見直し|配布)(?:の実施|の徹底)?$"
)
"""A measure in the short style of a list: 「チェックリスト作成」「様式の見直し」."""
_WISHED = re.compile(
    r"(?:作り|つくり|入れ|やめ|替え|変え|使い|見直し|増やし|配り|まとめ|設け|決め|始め|そろえ|揃え|分け|受け付け|切り替え|(?:導入|活用|統一|共有|管理|"
    r"委託|整備|公開|廃止|省略|作成|対応|運用|受付|処理|化)し)(?:たい|てほしい|て欲しい|てもらいたい)$|(?:して|入れて|作って|変えて|やめて)(?:ほしい|欲しい)$"
)
_HOPED = re.compile(r"(?:たい|ほしい|欲しい)$")
"""Any other wish says where somebody wants to get to, not how (残業を減らしたい)."""
_PLAIN_ACTION = re.compile(
    r"(?:を|は)[^、。が]{0,14}(?:作る|つくる|作成する|増やす|減らす|配る|配布する|設ける|決める|まとめる|用意する|見直す|共有する|使う|活用する|入れる|"
    r"始める|置く|付ける|貼る|開く|掲載する|公開する|周知する|印刷する|受け取る|書き直す|並べ替える|(?:取り)?替える|分ける|なくす|簡素化する|(?:[0-9一]つ|[0-9一]枚|[0-9一]本|だけ|共通|必須|自動)にする|確認する|"
    r"知らせる|そろえる|揃える|進める)$"
    r"|(?:研修|説明会|相談|打合せ|会議|点検|呼びかけ)(?:を(?:する|行う|開く|実施する)|する)$|(?:へ|に)(?:知らせる|相談する)$"
    r"|やってみる$"
)
_GOES_ON = re.compile(
    r"毎(?:回|月|週|日|年|朝|度)|たび|都度|何度|いちいち|そのつど|二重|二度|続|ばかり|しか|ざるを得|なければ|ねばならない|必要がある|"
    r"(?:者|員|課|係|長|市町|県|国|担当|職員)(?:が|は)"
)
"""What is done today, again and again or by somebody: 「市町が毎回、様式を作る」 is no proposal."""


def is_measure(text: str, *, only_plain: bool = False) -> bool:
    """Whether it says what to do about something (導入する, 〜したい, 〜すべき, 様式を統一する).

    Args:
        text: the sentence.
        only_plain: leave out what may be how the work is done today (「様式を作る」) or a wish (「助成を受けたい」).
    """
    ending = _ending(text)
    if is_question(text) or gives_reason(text):
        return False
    if _STRONG_END.search(ending) or _brings_in(ending):
        return True
    if only_plain:
        return False
    short_style = _NOUN_ACTION.search(ending) and len(ending) > 4
    return bool(_WISHED.search(ending) or short_style) or (
        bool(_PLAIN_ACTION.search(ending)) and not _GOES_ON.search(ending)
    )


def is_aim(text: str) -> bool:
    """Whether it says what somebody wishes to reach, but not how (残業を減らしたい)."""
    return bool(_HOPED.search(_ending(text))) and not is_measure(text)


def _brings_in(ending: str) -> bool:
    proposes = re.search(rf"(?:る|う|す|く|む|つ|{_WISH}|化)$", ending)
    as_it_is = re.search(r"(?:ている|できる|られる|かかる|ある|終わる|止まる)$", ending) or _GOES_ON.search(ending)
    return bool(proposes and _BRING_IN.search(ending)) and not as_it_is


_NOT_THERE = (
    r"(?:が|は|も|の|を)?(?:まだ|今は|現在)?"
    r"(?:な(?:い|く|し|かった)|無(?:い|く|し)|使え(?:ない|ず)|入っていな|未導入|未整備)"
)
_NOT_USED = r"(?:を|が|は)?(?:(?:導入|活用|整備)(?:し|され|でき)|使っ|入れ|作っ|作られ|持っ)てい?な"
_LACKS_TOOL = re.compile(
    rf"{_TOOL}(?:{_NOT_THERE}|{_NOT_USED})|[^\s、。をがは]{{2,10}}(?:が|は)(?:まだ)?導入(?:され|でき)ていな|"
    rf"(?:電子(?:申請|決裁|契約)|オンライン)(?:に|と)(?:まだ)?なっていな|{_MAKE_ELECTRONIC}(?:が|を|は|も)?(?:され|でき|進んで?|し)[てで]?(?:い)?な[いく]",
    re.IGNORECASE,
)
_LACKS_THING = re.compile(
    r"(?:マニュアル|手引き?|手順書|チェックリスト|ルール|研修|FAQ|記入例|見本|ひな形|一覧表|台帳|専用の?様式|統一(?:した|された)?様式)"
    rf"(?:{_NOT_THERE}|{_NOT_USED})[いくし]?(?:い)?(?:から|ため|ので|こと)?$"
)


def lacks_tool(text: str) -> bool:
    """Whether it says that a tool is not there (システムがない, 電子化されていない): a measure turned round."""
    return bool(_LACKS_TOOL.search(_spoken(text)))


def lacks_at_the_end(text: str) -> bool:
    """Whether all it says at its end is that a tool is not there; else it goes on to what follows from that."""
    ending = re.sub(r"(?:から|ため|ので|こと)?(?:だ|である)?$", "", _ending(text))
    found = list(_LACKS_TOOL.finditer(ending))
    return bool(found) and len(ending) - found[-1].end() <= 2


def lacks_thing(text: str) -> bool:
    """Whether all it says is that a manual, a list or a rule is not there: it may be a measure turned round."""
    return bool(_LACKS_THING.search(_ending(text)))


_ASKS_FOR_TOOL = re.compile(
    rf"{_NAMED_TOOL}|(?:システム|ソフト|フォーム|データベース|電子申請|電子決裁)を(?:どう|どこ|いつ|だれ|[^、。]{{0,6}})?"
    rf"(?:導入|入れ|買|作|使(?!えな)|開発|更新|選)|どの(?:システム|ソフト)|{_MAKE_ELECTRONIC}(?:する|でき|を|すれば|か)",
    re.IGNORECASE,
)


def asks_for_tool(text: str) -> bool:
    """Whether a question is about a tool that it takes for granted (kintoneをどう入れるか)."""
    return is_question(text) and bool(_ASKS_FOR_TOOL.search(_spoken(text)))


# --- 事実 ----------------------------------------------------------------------------------------

_GUESS = re.compile(
    r"たぶん|多分|おそらく|恐らく|どうやら|かもしれ|(?:と|ように)思(?:う|われ|い|っ)|思われる|はず(?:だ|で|$|。|です)|(?:だろう|でしょう)|"
    r"(?:ようだ|らしい|みたいだ|気がする|見込みだ|模様だ)$|感覚(?:的|で|だ|として)|体感(?:で|だ|では)|なんとなく|何となく|推測(?:する|だ|では)|と考えられる"
)
_ABOUT = re.compile(
    r"(?<![契予節規要公制先婚誓条])約\s*(?=[0-9一二三四五六七八九十百千半数])|(?:およそ|おおよそ|おおむね|概ね|だいたい|大体|ざっと)(?=.{0,6}(?:[0-9]|半|数|割))|"
    r"[0-9一二三四五六七八九十百千半数]+[^\s、。0-9]{0,4}(?:くらい|ぐらい|ほど|程度|前後)|数(?:時間|日|十|百|分間)"
)
_COUNTED = re.compile(
    r"平均|測っ|測定|計測|実測|計っ|数え|集計(?:した|する|に)|統計|記録(?:では|から|に)|受付簿(?:では|から|を|に)|台帳(?:では|から)|ログ|調査(?:した|では|によ)|"
    r"アンケート|推定|試算|によると|(?:で|を)確認した"
)
_SWEEPING = re.compile(
    r"みんな|みな(?!さん|し|す|と|っ|ん)|皆(?:が|は|さん)|全員|(?:だれ|誰)(?:も|一人|ひとり)|いつも|いつだって|常に|絶対に?|(?:どこ|何)も(?:かも)?(?:みな|同じ)"
)
_PEOPLE_COUNTED = re.compile(r"(?<![誰れ])[0-9一二三四五六七八九十百]+(?:人|名|市町|団体|件|課)")
_OPINION = re.compile(
    r"(?:すぎる|過ぎる|すぎて[^、。]{0,10}|大変(?:だ|である)?|面倒(?:だ|である)?|非効率(?:だ|的だ|である)?|不便(?:だ)?|不親切(?:だ)?|ひどい|無駄(?:だ)?|ムダだ|"
    r"(?:使い|分かり|読み|書き|探し|見)(?:にく|づら)い|つらい|煩雑(?:だ)?|複雑(?:だ)?|負担が(?:大きい|重い)|負担(?:だ|である)|やりがいがない|古い|悪い|問題だ)$"
)
_STATED = re.compile(
    r"[0-9][^。]*(?:だ|た|かかる|届く|件|人|分|日|円|%|割)$|(?:ある|あった|いる|いた|である|された|している|届いた|だった|しかない)$|(?:定め|決め|規定)(?:られ|がある|されて)|(?:決ま|定ま)っている"
)


def guess_word(text: str) -> str:
    """The word by which a sentence says that it guesses (たぶん, と思う, はず); empty if none."""
    match = _GUESS.search(_spoken(text))
    return match.group(0) if match else ""


def about_number(text: str) -> str:
    """A number that is only about right (約30分, 半分くらい); empty if none."""
    match = _ABOUT.search(_spoken(text))
    return match.group(0).strip() if match else ""


def is_counted(text: str) -> bool:
    """Whether it says that somebody measured, counted or looked it up."""
    return bool(_COUNTED.search(_spoken(text)))


def sweeping_word(text: str) -> str:
    """みんな, いつも, だれも …; empty where there is none, or where the people are counted."""
    spoken = _spoken(text)
    match = _SWEEPING.search(spoken)
    return match.group(0) if match and not _PEOPLE_COUNTED.search(spoken) else ""


def opinion_word(text: str) -> str:
    """The judgement in which a sentence ends (多すぎる, 大変だ, 非効率だ); empty if it ends in none."""
    match = _OPINION.search(_ending(text))
    return match.group(0) if match else ""


def states_fact(text: str) -> bool:
    """Whether it counts something, or says how things are."""
    return bool(_STATED.search(_ending(text)))


def tells_of_count(text: str) -> bool:
    """Whether it tells how many there were (昨年度の苦情は17件だった)."""
    return bool(re.search(r"[0-9][^。]*(?:件|回|人|名|枚|本|日|%|割|あっ|だっ|届い|かかっ)た?$", _ending(text)))


# --- 困りごと ------------------------------------------------------------------------------------

_SOMEBODY = re.compile(
    r"[者員民]|(?<![日全])課(?![題税す])|(?<!関)係(?![数るわ員])|(?:室|班|局|部)(?=が|は|も|の(?:職員|担当))|"
    r"(?:係|課|部|局|室|所|校|園|班|館|次|市|町|村|社|会|署|区|知|首)(?:長|事)(?!い)|担当|市町|町村|団体|事業所|会社|企業|法人|組合|議員|"
    r"保健所|病院|学校|(?:生徒|児童|学生|教諭|先生|教員|医師|看護師|主事|主任|主査|補佐|上司|部下|後任|前任|若手|新人|先輩|後輩|同僚|本人|家族|親|子ども|高齢|相手|先方)|"
    r"(?:私|わたし|自分|我々|私たち)(?:が|は|も|の|たち)|(?<![外帰])国(?:が|は|も)|県(?:が|は|も|側)|(?:人|方)(?:が|は|も)(?!多|少)|(?<=[いたう])方(?:に|から|を)|お客"
)
_TROUBLE = re.compile(
    r"困[っりる]|待たされ|待たせ|追われ|迷[いうっ]|止ま[っるり]|止められ|手が回らな|手につかな|手をつけ(?:られ)?な|間に合わな|終わらな|分からな|見えな|つらい|苦労|"
    r"負担|大変|面倒|煩わし|鳴りやまな|うまくいかな|進められな|進まな|できない|できず|とれない|取れない|入れない|残業|ミスが|誤りが多|時間がかか|手間がかか|"
    r"不安|怒られ|苦情|叱られ|探[しす]|何度も|書かされ|させられ|なければならない|られない|差し戻され|差し?戻しに|やり直し"
)


def names_somebody(text: str) -> bool:
    """Whether somebody is named: a role, a section, a group of people."""
    return bool(_SOMEBODY.search(_spoken(text)))


def speaks_of_trouble(text: str) -> bool:
    """Whether it tells of something that is hard on people."""
    return bool(_TROUBLE.search(_spoken(text))) or bool(opinion_word(text))


# --- 原因 ----------------------------------------------------------------------------------------

_REASON = re.compile(
    r"(?:[いるただうくすつぬむぶぐ]|ない|である|の)(?:から|ため|ので)(?:だ|である|です)?$|(?:に|こと(?:に)?)よる(?:もの)?(?:だ|である)?$|せい(?:だ|で)?$|が原因(?:だ|である|です)?$"
)


def gives_reason(text: str) -> bool:
    """Whether it ends as a reason does (〜ため, 〜から, 〜による)."""
    return bool(_REASON.search(_ending(text)))


_TOPICS: tuple[tuple[str, str], ...] = (
    (
        "slow",
        r"時間が?(?:が|を|も)?(?:かか|長|要)[^、。]*|手間(?:が|も)?かか[^、。]*|遅[いくれ][^、。]*|(?:早|速)く[^、。]*(?:ない|ず)|終わらな[い]?",
    ),
    (
        "many",
        r"多[いくす][^、。]*|たくさん[^、。]*|減らな[い]?|(?:を|が)よくする|よく(?:する|ある|起き)[^、。]*|増え[^、。]*",
    ),
    ("unknown", r"(?:分から|わから|見え|つかめ|読め)な[いく]?[^、。]*"),
    ("burden", r"負担[^、。]*|大変[^、。]*|面倒[^、。]*|つらい|苦労[^、。]*"),
    ("lost", r"見つか(?:ら|るのが|り)[^、。]*|気づ[^、。]*|探[^、。]*|出てこ[^、。]*"),
    ("wait", r"待た[さ]?[れせ][^、。]*|待ち(?:時間)?|待つ[^、。]*"),
)
_ALIKE = 0.6
"""From this share of letters in common on, a cause that names nothing new is the trouble in other words."""
_CLOSING = re.compile(r"(?:から|ため|ので|による)?(?:だ|である|です|。)*$")
_CONTENT = re.compile(r"[一-龠々ァ-ヶーA-Za-z0-9]+")
_LIGHT = frozenset(["者", "人", "方", "事", "物", "作業", "件", "数", "大", "来", "出", "起", "合", "行", "職員"])


def says_again(cause: str, trouble: str) -> bool:
    """Whether a cause only turns its trouble round (「時間がかかる」←「早く終わらないから」): nothing new is named."""
    about_cause, things_of_cause = _about(cause)
    about_trouble, _ = _about(trouble)
    said = words.plain(trouble[:_READ])
    if not all(thing in said for thing in things_of_cause):
        return False
    if about_cause:
        return bool(about_cause & about_trouble)
    return bool(things_of_cause) and bigram_dice(_CLOSING.sub("", words.plain(cause[:_READ])), said) >= _ALIKE


def _about(text: str) -> tuple[set[str], set[str]]:
    """What is complained of, and the things that are named beside it."""
    left = _CLOSING.sub("", words.plain(text[:_READ]))
    topics: set[str] = set()
    for name, pattern in _TOPICS:
        left, found = re.subn(pattern, " ", left)
        if found:
            topics.add(name)
    return topics, {word for word in _CONTENT.findall(left) if word not in _LIGHT}
