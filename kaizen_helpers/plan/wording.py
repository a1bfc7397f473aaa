"""What the words of a plan say: only a tool, only staff, a person's name, fewer people, no way of measuring.

Each rule would rather miss an unclear wording than mark a clear one. Sources: ``reference/domain.md`` S4 (purpose
before tool), S12 (an effect for residents), S36 (not a plan for fewer people).
"""

from __future__ import annotations

import re
import unicodedata

from kaizen_helpers.notation.personal import suspicions

__all__ = [
    "cuts_people",
    "is_nothing",
    "is_person",
    "is_vague_goal",
    "names_only_a_tool",
    "only_for_staff",
    "promises_no_measuring",
    "says_how_to_measure",
]

_TOOLS = (
    "kintone|キントーン|excel|エクセル|access|アクセス|word|ワード|power ?automate|power ?apps|power ?bi|forms|rpa|"
    "ai|生成ai|chatgpt|copilot|teams|google|logoform|ロゴフォーム|マクロ|vba|python|チャットボット|ocr|ai-?ocr|"
    "microsoft|office|システム|アプリ|ツール|ノーコード|ローコード|クラウド|フォーム|電子申請|タブレット|データベース|デジタル|ict|it|dx|bpr"
)
_EMPTY = (
    "業務|仕事|事務|作業|庁内|担当|効率化?|改善|改革|推進|導入|活用|利用|使用|運用|構築|作成|整備|開発|移行|検討|実施|実現|高度化|"
    "見直し|便利|楽|最新|有効|積極的|簡単|スマート|ペーパーレス|オンライン|電子|自動|省力|生産性|向上|促進|対応|取組み?|取り組み|"
    "新しい|新た|良い|よい|より|もっと|上手|うまく|全体|化|的|性|等|など|"
    "連携|高める|高め"
)
_GLUE = (
    "による|により|によって|における|する|した|して|し|すること|こと|ため|よう|なる|なり|なっ|なく|使って|使い|使う|使える|使いたい|入れて|入れる|入れたい|作って|作る|"
    "作りたい|進める|進めて|図る|図り|行う|行い|行って|やる|したい|いく|いき|ます|です|たい|を|に|が|は|の|で|と|も|へ|や|から|まで|"
    "、|。|・|「|」|（|）|\\(|\\)|,|\\."
)
_ONLY_DIGITISED = re.compile(
    rf"[^、。]{{0,20}}(?:{_TOOLS}|電子|自動|オンライン|ペーパーレス)化(?:を|の)?(?:する|した|していく|図る|進める|行う|推進|実現)*"
    r"(?:こと|ため|ように?)?(?:です|する)?"
)
_NO_CONTENT = re.compile(f"(?:{_TOOLS}|{_EMPTY}|{_GLUE})")
_VAGUE = re.compile(
    r"効率化|改善|見直|簡素化|迅速|早く|速く|短縮|軽減|削減|減ら|減少|向上|楽に|なるべく|できるだけ|スムーズ|円滑|徹底|強化|推進|充実"
)
_NOTHING = re.compile(
    r"(特に)?(なし|無し|ない|ありません|未定|不明|検討中|調整中|決まっていない|決まっていません|これから(?:決める)?|あとで|後で|分からない|わからない|[-ー―－]|同上|〃)"
)
_SUBJECTIVE = re.compile(
    r"感覚|体感|印象|感想|感じ|雰囲気|なんとなく|何となく|目分量|勘|思い出|記憶|おおよそで|だいたいで|見た目|様子を見|たぶん|みんなの声"
)
_MEASURES = re.compile(
    r"測|計[るっりれ]|はか[るっり]|数え|カウント|記録|時計|タイマー|ストップウォッチ|ログ|履歴|受付簿|台帳|集計|アンケート|件数|日数|"
    r"回数|時刻|開始と終了|送信日|受信日|時間を書|調べ|統計|抜き出|抽出|帳簿|日報|差"
)
_NOT_MEASURED = re.compile(
    r"(測|はか|計|測定|計測|計量|確認|検証|調査|実測)(ら|め|れ|し|は)*(ない|ません|せず)|見込みで(報告|よい|代え|済)|省略"
)
_STAFF_WORD = (
    r"(?:人員|人手|職員|定員|定数|要員|人件費|担当者|係員|会計年度任用職員|非常勤|臨時職員|スタッフ|"
    r"(?<![一-龠ぁ-ん0-9])(?:人数|人))"
)
_LESS = r"(?:削減|減ら|減す|削[るりっ]|カット|縮小|整理|なくす)"
_HEADS = r"[0-9一二三四五六七八九十]+(?:人|名)"
_CUT_PEOPLE = re.compile(
    rf"{_STAFF_WORD}(?:の|を|が)?(?:(?:{_HEADS}|[0-9]+割|[0-9]+%)(?:の|を|が)?)?{_LESS}|"
    rf"人減らし|減員|省人化?|無人化|リストラ|(?:^|[、。]){_HEADS}(?:分|体制)?(?:の|を)?(?:削減|減ら|減$|減(?=[、。に]))|"
    rf"(?:^|[、。]|職員|担当者?|体制|配置)(?:を|は|が|で)?{_HEADS}(?:体制)?(?:を|から|→){_HEADS}"
)
_OUTSIDE = re.compile(
    r"県民|住民|市民|町民|国民|利用者|申請者|届出者|申込者|応募者|相談者|受講者|参加者|来庁|来所|窓口|保護者|家族|患者|本人|"
    r"事業者|事業所|団体|企業|会社|法人|医療機関|病院|施設|学校|市町|市や町|相手|お客|記入(?:の|する)|回答(?:者|する|の手間|の期限)|"
    r"問い?合わ?せ|待[ちたつ]|誤り|ミス|正確|公表|届く|届け|通知|交付|支給|早く分か|どこからでも|24時間|休日|夜間|外国|高齢|障"
)
_STAFF = re.compile(r"職員|残業|超過勤務|時間外|担当者|庁内|課内|係内|係長|課長|自分|私|業務量|職場|上司|同僚")
_ROLE_END = re.compile(
    r"(担当|職員|係|課|室|局|部|班|チーム|グループ|センター|事務所|長|補佐|主任|主査|主事|主幹|参事|専門員|係員|担当者|責任者|管理者|リーダー|"
    r"員|者|幹事|事務局|役|デスク|当番|全員|みんな)(?:[0-9一二三]?(?:名|人))?(?:\(.*\))?$"
)
_PERSON = re.compile(
    r"(さん|様|氏|くん|ちゃん)$|"
    r"^[一-龠々ヶ]{1,4}[ 　・][一-龠々ぁ-んァ-ヶー]{1,4}$|"
    r"^(?!担当|係|課|主|副|正|次|前|後|集計|庶務|総務|企画|経理|受付|審査|情報|広報|福祉)[一-龠々]{1,3}(主任|主査|主事|係長|課長|補佐|部長|室長|主幹)$|"
    r"^[A-Za-z]+ [A-Za-z]+$"
)
_UNIT_BEFORE_RANK = re.compile(
    r"(課|室|局|部|係|班|県|市|町|担当|グループ|チーム|センター)(主任|主査|主事|係長|課長|補佐|部長|室長|主幹)$"
)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def is_nothing(text: str) -> bool:
    """Whether a text says that nothing is written: blank, 「特になし」, 「未定」."""
    plain = _plain(text).strip("。、.")
    return not plain or bool(_NOTHING.fullmatch(plain))


def names_only_a_tool(purpose: str) -> bool:
    """Whether a purpose says nothing but a tool or 「業務の効率化」: 「kintoneを導入する」「DXを推進する」 (S4)."""
    plain = _plain(purpose)
    if _ONLY_DIGITISED.fullmatch(plain):
        return True
    left = _NO_CONTENT.sub("", plain)
    return bool(plain) and len(left) <= 1


def is_vague_goal(goal: str) -> bool:
    """Whether a goal speaks of better without a number: 「効率化する」「迅速に対応する」."""
    plain = _plain(goal)
    return bool(_VAGUE.search(plain)) and not re.search(r"[0-9一二三四五六七八九十]|半分|半減|ゼロ|なくす", plain)


def promises_no_measuring(text: str) -> bool:
    """Whether a way of checking says that nothing will be checked: 「測らない」「見込みで報告」."""
    plain = _plain(text)
    return is_nothing(text) or bool(_NOT_MEASURED.search(plain))


def is_subjective(text: str) -> bool:
    """Whether a way of measuring rests on a feeling: another person would find another value."""
    plain = _plain(text)
    return bool(_SUBJECTIVE.search(plain)) and not _MEASURES.search(_SUBJECTIVE.sub("", plain))


def says_how_to_measure(text: str) -> bool:
    """Whether a text names something to count, time or look up."""
    return bool(_MEASURES.search(_plain(text)))


def cuts_people(text: str) -> bool:
    """Whether a text sounds like fewer people (S36), as 「人員を削減」 and 「1名減」 do and 「人手不足」 does not."""
    return bool(_CUT_PEOPLE.search(_plain(text)))


def only_for_staff(effect: str) -> bool:
    """Whether an effect is the staff's alone, with nobody outside the office better off (S12)."""
    plain = _plain(effect)
    return bool(_STAFF.search(plain)) and not _OUTSIDE.search(plain)


def is_person(owner: str) -> bool:
    """Whether an owner reads like a person rather than a role: 「佐賀 太郎」「山田主任」「佐藤さん」「自分」.

    A role with its section (「福祉課主任」) is no name. Of bare surnames only the most common ones are seen.
    """
    text = unicodedata.normalize("NFKC", owner).strip()
    if re.fullmatch("(私|わたし|自分|本人)(自身|が|です)?", text):  # who that is changes with the reader
        return True
    if _UNIT_BEFORE_RANK.search(text) and not re.search(r"さん$|様$|氏$", text):
        return False
    if re.search(r"(さん|様|氏|くん|ちゃん)$", text):
        return not re.search(r"(皆|みな|みんな|お客|業者|係|担当)(の)?(さん|様)$", text)
    if any(one.kind == "氏名" for one in suspicions(text)):
        return True
    if _PERSON.search(text):
        return not _ROLE_END.search(text) or bool(
            re.match(r"^[一-龠々]{1,3}(主任|主査|主事|係長|課長|補佐|部長|室長|主幹)$", text)
        )
    return False
