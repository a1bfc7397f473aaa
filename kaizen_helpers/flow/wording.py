"""Whether a step is said clearly: what is done, by whom, through which channel.

Rules of words, each tested against natural step names of prefectural work. They would rather miss an
unclear wording than mark a clear one: a learner who is told something false stops reading.
"""

from __future__ import annotations

import re
import unicodedata

from kaizen_helpers.flow.words import is_end_word, is_question, plain

__all__ = ["is_exchange", "is_outsider", "is_two_owners", "is_vague", "mixes_channels", "speaks_of_defects"]

# --- 作業名 --------------------------------------------------------------------------------------

_EMPTY_VERBS = (
    "確認|対応|処理|チェック|やり取り|やりとり|やり取|検討|調整|作業|手続き|手続|フォロー|管理|実施|準備|業務|事務"
)
_VAGUE = re.compile(
    rf"^(?P<object>.*?)(?:{_EMPTY_VERBS})"
    r"(?:(?:を|の)?(?:行う|行なう|おこなう|実施する|する|やる|進める|お願いする|依頼する|します|した|してもらう|しておく))?$"
)
_OBJECT_WITHOUT_WO = re.compile(r"(について|に関して|に関する|か|かどうか|の有無|など|等|状況)$")
_NO_OBJECT = re.compile(
    r"(が|は|も|で|にて|に|へ|と|から|まで|より|て|との|での|への|からの|までの|な|的な|上|際|時|後|前|ごと|ながら|[、,・\s])$"
)
_ONLY_MODIFIER = re.compile(
    r"^(最終|最後|再|再度|一次|二次|事前|事後|ダブル|総合|全体|各種|個別|随時|適宜|その都度|都度|必要な|必要に応じた|念のため|しっかり|"
    r"きちんと|よく|一応|もう一度|今後の|後日|通常の|その他の|その他|いろいろ|色々|いろいろな|事務|業務|日常|定例|必要|これ|それ|"
    r"(係長|課長|部長|班長|主任|上司|担当者?|上席|課内|係内|庁内|部内|局内|内部|関係課|関係者|他課|各課|両者|双方|相手|先方)"
    r"(間)?(の|と|との|で|での)?)+$"
)
_PRONOUN_OBJECT = re.compile(
    r"^(これ|それ|あれ|もの|こと|必要なこと|やること|いろいろ|色々|何か|必要な作業|必要な対応|各種対応)を"
)
_BARE_VERB = re.compile(
    r"^(届く|来る|受け取る|受取る|渡す|送る|出す|返す|もらう|見る|やる|する|行う|進める|待つ|入れる|書く|作る|直す|まとめる|"
    r"伝える|知らせる|聞く|頼む|回す|戻す|決める|終える|済ませる|いつもの通り|いつもどおり|従来どおり|同上|〃|その他|など|適宜|随時)$"
)
_THING = re.compile(
    r"(申請書|調査票|依頼文|報告書|通知書|届出書|決定書|集計表|一覧表|名簿|台帳|帳票|様式|書類|資料|データ|ファイル|リスト|メール|文書|"
    r"エクセル|excel|word|ワード|kintone|システム|フォーム|回答|結果|内容|係長|課長|担当者|担当|市町|市町村|国|県|窓口|紙|はんこ|ハンコ)$",
    re.IGNORECASE,
)

_NOUN_AS_VERB = re.compile(
    r"(する|る|(で|に|へ|て|し、)(回答|メール)|(督促|催促|再依頼|問い?合わ?せ)の?メール)$", re.IGNORECASE
)
"""Said in the short style of a memo, and still clear: 「市町に記入してもらい、メールで回答」「督促メール」."""


def is_vague(what: str) -> bool:
    """Whether a piece of work lacks its object or its verb; expected is 「〈目的語〉を〈動詞〉する」.

    Source: 7PMG guideline 6 (flow.md §4.4) and ``FLOW-VAGUE`` (domain.md §8). Questions and end words
    are no work and never vague. Verbal nouns with their object (「調査票の確認」「不備確認」) count as clear.
    """
    text = plain(what)
    if is_question(what) or is_end_word(what):
        return False
    if not text or _BARE_VERB.match(text) or _PRONOUN_OBJECT.match(text):
        return True
    if "を" not in text and _THING.search(text) and not _NOUN_AS_VERB.search(text):
        return True
    match = _VAGUE.match(text)
    return match is not None and not _names_object(match.group("object"), text)


def _names_object(before: str, text: str) -> bool:
    """Whether what stands before an empty verb says what the verb is done to."""
    before = before.strip()
    if "を" in before[1:]:
        return True
    if not before or _ONLY_MODIFIER.match(before):
        return False
    if _OBJECT_WITHOUT_WO.search(before):
        return True
    if re.search(r"[^と]に$", before) and re.search(r"対応|フォロー", text):  # 問い合わせに対応する
        return True
    return not _NO_OBJECT.search(before)


# --- だれが --------------------------------------------------------------------------------------

_UNIT = r"(課|室|局|部|係|班|センター|グループ|チーム|事務局|事務所|保健所)"
_ROLE = (
    r"(長|補佐|主任|主査|主事|主幹|担当|職員|係員|担当者|申請者|事業者|受託者|委託者|責任者|管理者|利用者|届出者|申込者|参加者|受講者|代表者|"
    r"本人|県民|住民|市民|町民|家族|団体|法人|企業|会社|業者|事業所|審査会|委員会|議会|国|県|市町|市町村|町村|市|町|村|省|庁|システム)"
)
_PARTY = re.compile(rf"({_UNIT}|{_ROLE})$")
_PARTY_IN_UNIT_NAME = re.compile(
    rf"({_UNIT}|長|補佐|担当|職員|係員|(担当|申請|事業|受託|委託|責任|管理|届出|申込|受講)者|^(国|県|市町|市町村|市|町|村)|本人)$"
)
_STRONG = re.compile(r"[、,/&+＆;\n]|及び|および|並びに|または|又は|もしくは|若しくは")


def is_two_owners(who: str) -> bool:
    """Whether an owner names two parties (「係長と担当者」「県・市町」), so nobody holds the ball.

    Source: ``FLOW-LANE2`` (domain.md §8), レーン = 誰が (flow.md §6, kashika.biz). One organisation whose
    name holds a ・ or a と (「国保・年金課」「子ども・子育て支援課」) is one party, and so is 「市・町」.
    """
    text = plain(who)
    if len([part for part in _STRONG.split(text) if part.strip()]) >= 2:
        return True
    dotted = [part.strip() for part in re.split(r"[・･]", text) if part.strip()]
    if len(dotted) >= 2:
        return _dotted_parties(dotted)
    return any(
        _PARTY.search(text[: mark.start()]) and _PARTY.search(text[mark.end() :]) for mark in re.finditer("と|や", text)
    )


def _dotted_parties(parts: list[str]) -> bool:
    if all(part in {"市", "町", "村", "区"} for part in parts):
        return False
    party = _PARTY_IN_UNIT_NAME if re.search(_UNIT + "$", parts[-1]) else _PARTY
    return all(party.search(part) for part in parts[:-1]) and bool(_PARTY.search(parts[-1]))


# --- 庁外 ----------------------------------------------------------------------------------------

_INSIDE = re.compile(rf"({_UNIT}|窓口|職員|担当|担当者|(?<!市)(?<!町)(?<!村)(?<!社)(?<!会)長|県庁|本庁)$")
_OUTSIDE_PREFIX = re.compile(
    r"^(各|県内|全)?\d*(市町村|市町|国|省|事業所|事業者|団体|他県)の?(担当|窓口|職員|担当課|所管課|省庁)?者?$"
)
_OUTSIDE_OF = re.compile(
    r"^(各|県内|全)?\d*(市町村|市町|国|[^の]{1,4}省|事業所|事業者|団体|他県|他自治体|委託先|業者)の"
)
_OUTSIDE = re.compile(
    r"(県民|住民|市民|町民|村民|区民|申請者|申請人|届出者|申込者|申込人|応募者|相談者|受講者|参加者|利用者|保護者|患者|療養者|本人|家族|"
    r"事業者|事業所|受託者|委託先|委託業者|業者|ベンダー|団体|町会|自治会|法人|企業|会社|医療機関|病院|学校|金融機関|銀行|"
    r"市町村|市町|町村|市|町|村|区|省|省庁|国|他県|他自治体|自治体|国民|お客様)$"
)


def is_outsider(who: str) -> bool:
    """Whether the owner stands outside the prefecture's office: 県民, 申請者, 市町, 国 and so on.

    「市町村課」「県民窓口」 are inside, 「市町の担当課」 is outside.
    """
    text = plain(who)
    if _OUTSIDE_PREFIX.match(text) or _OUTSIDE_OF.match(text):
        return True
    return bool(_OUTSIDE.search(text)) and not _INSIDE.search(text)


_SENT_OR_GOT = (
    r"送[るりっ]|送付|送信|発送|郵送|返送|再送|回送|転送|届く|届い|届け|受け取|受取|受けと|受領|受理|受け付け|受付け|収受|受信|受ける|申し込む|"
    r"返信|返却|返す|返し|発出|交付|渡す|渡し|渡っ|手渡|督促|催促|支払|振り?込|納付|納める|答え|伝え|出す|出し[たて]|知らせ|配布|配付|回収|引き?継|来る|来庁|"
    r"持参|聞く|尋ね|求め|もらう|公開|掲載|集める|募集|差し?戻|返戻|アップロード|ダウンロード|取り寄せ|取りに|(電話|メール|fax|郵便|文書)で"
)
_MESSAGE = (
    r"申請|申込|申込み|申し込み|依頼|通知|回答|報告|連絡|照会|問い合わせ|問合せ|"
    r"提出|相談|案内|請求|公表|説明|届出|通報|受付|メール|電話|fax"
)
_EXCHANGE = re.compile(rf"{_SENT_OR_GOT}|({_MESSAGE})(を?([すし]|行|入れ|かけ)|がある|る|て|$)", re.IGNORECASE)


def is_exchange(what: str) -> bool:
    """Whether a step is written as an exchange (送る・届く・受け取る…), the message between two parties."""
    return bool(_EXCHANGE.search(plain(what)))


# --- 手段 ----------------------------------------------------------------------------------------

_ELECTRONIC = (
    r"(?:電子申請|電子申込|電子データ|電子|オンライン|メール|e-?mail|web|ウェブ|フォーム|ネット|kintone|システム)"
)
_PAPER = r"(?:紙|書面|窓口|郵送|郵便|fax|ファクシミリ|ファックス|ファクス|持参|来庁|手書き)"
_AND = r"(?:と|や|か|又は|または|もしくは|若しくは|及び|および|並びに|あるいは|・|、|,|/|\+)"
_TAIL = r"(?:による|での|の)?(?:申請書?|申込書?|届出|提出|回答|受付|データ|様式)?(?:の)?(?:両方|どちらか)?"
_MIXED = re.compile(
    rf"({_ELECTRONIC}{_TAIL}{_AND}+\s*{_PAPER})|({_PAPER}{_TAIL}{_AND}+\s*{_ELECTRONIC})", re.IGNORECASE
)


def mixes_channels(what: str, means: str = "") -> bool:
    """Whether one step takes an electronic and a paper channel at once (「メールまたはFAXで届く」).

    Source: ``FLOW-MIXED`` (domain.md §8). Moving from one to the other (「FAXの内容をシステムに入力する」,
    「紙→システム」) is a transcription, not a mixture.
    """
    unbracketed = re.sub(r"[()\s]", "", unicodedata.normalize("NFKC", what))  # 「郵送（またはメール）」
    if _MIXED.search(unbracketed):
        return True
    written = plain(means)
    if re.search("→|->|⇒|から", written):
        return False
    return bool(re.search(_ELECTRONIC, written, re.IGNORECASE) and re.search(_PAPER, written, re.IGNORECASE))


# --- 不備 ----------------------------------------------------------------------------------------

_DEFECT = re.compile(r"不備|誤り|間違い|漏れ|もれ|不足|疑義|差し?戻|返戻|補正|修正|不一致|そろって|揃って|一致")


def speaks_of_defects(text: str) -> bool:
    """Whether a text is about what may be wrong with a document (不備・誤り・漏れ・不足…)."""
    return bool(_DEFECT.search(plain(text)))
