"""Case C1 tomorrow: what a To-Be of 照会の取りまとめ does about the pains, and what it must not lose.

Everything is read from the owners and the words of the steps, and from the As-Is beside them. The words were set on
the known answers of E2-5; where they do not decide, the answer counts as good: a To-Be is a proposal, and nobody
draws it in our words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, cached_property

from kaizen_helpers.checkers.flow_rules import Drawn
from kaizen_helpers.flow import compare, read_steps
from kaizen_helpers.flow.change.changes import ChangeKind
from kaizen_helpers.flow.change.compare import Comparison
from kaizen_helpers.flow.graph import reachable, starts, successors
from kaizen_helpers.flow.model import Flow, Kind, Lane, LaneKind, Step

__all__ = ["AS_IS_ROWS", "PAINS", "Pain", "Renewed", "State", "as_is", "what_becomes"]

_COLUMNS = ("だれが", "何を", "次", "条件")

AS_IS_ROWS: tuple[dict[str, str], ...] = tuple(
    dict(zip(_COLUMNS, row, strict=True))
    for row in (
        ("国", "調査の依頼文を県へメールで送る", "2", ""),
        ("県の担当者", "調査票を市町用に作り直す", "3", ""),
        ("県の担当者", "調査票に回答期限を付けて、20市町へメールで送る", "4", ""),
        ("市町", "調査票に記入して、回答をメールで送る", "5", ""),
        ("県の担当者", "届いた回答を受付簿に記録する", "6", ""),
        ("県の担当者", "期限までに回答がそろったか", "8、7", "そろった、そろわない"),
        ("県の担当者", "未提出の市町へ督促のメールを送る", "4", ""),
        ("県の担当者", "回答に不備があるか", "9、10", "不備あり、不備なし"),
        ("県の担当者", "不備の内容を市町へ問い合わせる", "4", ""),
        ("県の担当者", "回答を集計表に転記する", "11", ""),
        ("県の担当者", "集計表の合計と内訳を照合する", "12", ""),
        ("係長", "集計表に直す所があるか", "10、13", "直す所あり、直す所なし"),
        ("県の担当者", "集計表を国へ送る", "おわり", ""),
    )
)
"""How the work is done today, as a learner would have drawn it in E1-2."""


@cache
def as_is() -> Flow:
    """The flow of today."""
    return read_steps([dict(row) for row in AS_IS_ROWS], title="照会の取りまとめ（いまのやり方）").flow


def what_becomes(to_be: Flow) -> Comparison:
    """Today's flow beside another; what is done in the lane of a form or a program counts as done by itself."""
    lanes = tuple(Lane(name, LaneKind.SYSTEM if _TOOL.search(_folded(name)) else None) for name in to_be.lanes)
    return compare(as_is(), replace(to_be, declared=lanes))


def _folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()


# --- who, and by which words ---------------------------------------------------------------------

_TOWN = re.compile(
    r"(市町村|町村|市町(?!村))(?![課係室局班]|支援|振興|行政|行財政)|自治体|^[市町村]($|[のや・])|回答する側|回答者"
)
_STATE = re.compile(r"^国|省$|省の|庁$")
_CHIEF = re.compile(r"係長|課長|室長|班長|上司|補佐|主幹|リーダー|総括|統括|管理職")
_TOOL = re.compile(
    r"フォーム|kintone|キントーン|システム|アプリ|マクロ|rpa|ロボット|自動|サービス|サイト|ツール|ポータル|excel|エクセル|"
    r"オンライン|電子申請|スプレッド|クラウド|^ai"
)
_ONLINE = re.compile(
    r"フォーム|kintone|キントーン|web|ウェブ|サイト|オンライン|電子申請|アプリ|クラウド|ポータル|ネット|url|回答ページ|システム|共有の"
)
_BY_MACHINE = re.compile(r"マクロ|自動|取り?込|読み?込|csv|rpa|ロボット|一括|クエリ|リンク|連携")
_EXCEPTION = re.compile(
    r"代わり|代行|代理|(?<![市町件体])分(だけ)?[をは]|のみ|だけ|変わった|変更|使えな|開けな|できな|紙[のでを]|一部|聞いた|聞き取"
)
_COPIES = re.compile(r"転記|写[すしさ]|打ち?込|入力(する|し|を行|$)|コピー|貼り?付け|記入(する|し)")
_NO_ANSWER_YET = re.compile(r"していない|したか|もらう|依頼|お願い|頼む|促す|呼びかけ|設問|様式|ため[しす]|試し|テスト")
_CARRIES = re.compile(
    r"取り?込|読み?込|集約|登録|自動|マクロ|フォーム|kintone|キントーン|システム|共有|反映|集計|貼り?付|まとま|集ま|アプリ|rpa|"
    r"オンライン|電子申請|csv|抽出|ダウンロード|出力|入力|結合|統合|クエリ|リンク|連携|スプレッド|つなが"
)
_RECEIPT = re.compile(r"(受付|管理簿|収受|チェック表|提出|受け取り).*(記録|記入|付け|書き?込|入力|登録|消し?込)")
_LOOKS_WHO_IS_MISSING = re.compile(
    r"督促|催促|リマインド|未提出|未回答|未入力|未送信|未着|そろ|揃|期限(まで|に遅|を過ぎ|が来|の?[0-9]|の?前|内)|締め?切|空欄|まだ|出したか|お願い|印のない|出ていない|返っていない"
)
_CHASES_ANEW = re.compile(
    r"一斉|まとめて|リマインド|予告|事前|前日|前もって|早め|[0-9]+(日|週間?|か月)前|自動.*(督促|催促|知らせ|通知|メール)|"
    r"(督促|催促|知らせ|通知|メール).*自動|(提出|回答|受付|受け付け).*(一覧|状況)|共有|空欄|フォルダ|印[をの]|見える|督促簿をやめ"
)
_CHECKS = re.compile(
    r"点検|チェック|確かめ|確認|検査|検証|漏れ|もれ|エラー|検算|必須|合計|内訳|赤|見直|照合|突合|突き合わせ|おかし|誤り|不備|ok|警告"
)
_ASKS_BACK = re.compile(r"問い?合わ?せ|照会|差し?戻|電話|聞[くき]|直してもら")
_PREVENTS = re.compile(
    r"式を|計算式|自動計算|入力規則|プルダウン|選択肢|選べる|選択式|必須|検算|点検表|チェック(欄|リスト|表|シート)|記入例|注意|よくある|faq|q&a|"
    r"手引|マニュアル|説明|保護|固定|変えられない|赤く|エラー|警告|記入漏れ|入力漏れ|漏れ|もれ|色が付く|合わない|送れない|ようにする|(設問|項目|質問)を?(数を)?(減ら|絞|しぼ)|去年|前年|昨年|前回|"
    r"変わった所"
)
_OTHER_WAY = re.compile(
    r"メール|excel|エクセル|紙|郵送|fax|ファクス|ファックス|電話|持参|窓口|調査票|使え|開け|できない|代わり|代行"
)
_BESIDE_THE_SCREEN = re.compile(
    r"使えな|使えるか|開けな|開けるか|できな|とき|場合|または|又は|紙|郵送|fax|ファクス|ファックス|電話|持参|excel|エクセル"
)
_OFFICE_HELPS = re.compile(
    r"代わり|代行|代理|聞き取|使えな|開けな|できない|紙|郵送|fax|ファクス|ファックス|(メール|excel|エクセル)で(来|届|返|受)|持参"
)
_PREPARES = re.compile(
    r"作[るりっ成]|つく[るりっ]|設定|設計|用意|準備|登録|代わり|代行|代理|入力|打ち?込|取り?込|使い方|説明|手引|マニュアル|付ける|入れる|公開|更新|整え|"
    r"点検|組む|組み|答える|問い?合わ?せに|窓口|指導|練習|試|置[くきい]|止ま|動か|実行|見守|監視|保守"
)
_TO_THE_STATE = re.compile(
    r"(国|省|庁)(の[^、もと]{1,10})?(へ|に|あて|宛)[^、]*(送|報告|提出|登録|連携|返[すし]|渡)|(国|省|庁)(へ|に)(回答|メール)|国への?報告"
)
_MORE_LOOKS = re.compile(
    r"ダブル|二重に|2人|二人|複数人|再確認|再度|読み?合わ?せ|もう一度.*(確|照|点|見)|2回|二回|全員で|別の(人|職員|担当)"
)
_TOOL_WORD = (
    r"(kintone|キントーン|システム|アプリ|rpa|ai|チャットgpt|生成ai|フォーム|入力フォーム|回答フォーム|ツール|dx|マクロ|excel|エクセル|"
    r"電子申請|クラウド|ノーコード|ローコード|デジタル|デジタルツール|オンライン|web|ウェブ|ペーパーレス|データベース)"
)
_ONLY_A_TOOL = re.compile(
    rf"(新しい|専用の|業務を?|すべて|全部)?{_TOOL_WORD}(システム|サービス|アプリ|ツール|フォーム)?(を|で|に|へ|の)?(新しく|新たに|全面的に)?"
    r"(導入|入れ|取り入れ|使|活用|利用|化|移行|構築|整備|対応|効率化|自動化|管理|運用|処理|推進|進め|切り?替え|任せ)"
    r"(を)?(する|る|う|行う|開始する|検討する|)"
    r"((して|し|て|い)?、?(業務を|作業を|仕事を)?(効率化|自動化|省力化|改善|楽に|便利に)(する|できる)?)?"
)


def _said(step: Step) -> str:
    return _folded(step.what)


def _who(step: Step) -> str:
    return _folded(step.who)


@cache
def _as_is_words() -> frozenset[tuple[str, str]]:
    return frozenset((_who(step), _said(step)) for step in as_is().steps)


# --- the drawing ---------------------------------------------------------------------------------


class State(Enum):
    """What a To-Be does about one pain."""

    SAME = "same"
    CHANGED = "changed"
    VANISHED = "vanished"
    """The work is not drawn any more, and nothing does it instead."""


@dataclass(frozen=True)
class Renewed(Drawn):
    """A To-Be of C1."""

    @cached_property
    def comparison(self) -> Comparison:
        """What becomes of each step of today."""
        return what_becomes(self.flow)

    @cached_property
    def fresh(self) -> tuple[Step, ...]:
        """Steps that do not stand in the As-Is word for word."""
        return tuple(step for step in self.flow.steps if (_who(step), _said(step)) not in _as_is_words())

    def says(self, pattern: re.Pattern[str], steps: tuple[Step, ...] | None = None) -> tuple[Step, ...]:
        """The steps, of all or of some, that say it."""
        return tuple(step for step in (self.flow.steps if steps is None else steps) if pattern.search(_said(step)))

    @cached_property
    def towns(self) -> tuple[Step, ...]:
        """What the municipalities do."""
        return tuple(step for step in self.flow.steps if _TOWN.search(_who(step)) and not _is_tool(step))

    @cached_property
    def tools(self) -> tuple[Step, ...]:
        """What is done without hands."""
        return tuple(step for step in self.flow.steps if _is_tool(step))

    @cached_property
    def office(self) -> tuple[Step, ...]:
        """What the prefecture's people do, the section chief apart."""
        others = {*self.towns, *self.tools, *self.chief}
        return tuple(step for step in self.flow.steps if step not in others and not _STATE.search(_who(step)))

    @cached_property
    def chief(self) -> tuple[Step, ...]:
        """Where somebody looks who answers for the result: by owner, or 「係長の決裁を受ける」."""
        return tuple(
            step
            for step in self.flow.steps
            if _CHIEF.search(_who(step)) or re.search(r"係長|課長|上司|決裁", _said(step))
        )

    @property
    def only_words_differ(self) -> bool:
        """Whether every step of today is there, by the same owner, and no other."""
        return all(change.kind is ChangeKind.KEEP for change in self.comparison.changes)

    @cached_property
    def states(self) -> dict[str, State]:
        """What is done about each pain, by its name."""
        return {pain.name: pain.look(self) for pain in PAINS}

    @property
    def changed(self) -> int:
        """How many pains something is done about."""
        return sum(state is State.CHANGED for state in self.states.values())

    # What must stay

    @property
    def reports(self) -> bool:
        """Whether the result goes to the state."""
        last = tuple(step for step in self.flow.steps if step.is_end)
        later = self.flow.steps[1:]  # the first thing that arrives is the request
        received = any(_STATE.search(_who(s)) and re.search("受け?取|受領|届|受理", _said(s)) for s in later)
        return bool(self.says(_TO_THE_STATE) or self.says(re.compile("報告|提出|送"), last)) or received

    @property
    def answers_online(self) -> tuple[Step, ...]:
        """Where the municipalities answer on a screen, not with a file sent by mail."""
        return self.says(_ONLINE, self.towns)

    @property
    def has_other_way(self) -> bool:
        """Whether who cannot open the screen can answer, too."""
        on_screen = self.answers_online
        without = tuple(step for step in self.towns if step not in on_screen)
        beside = self.says(_BESIDE_THE_SCREEN, on_screen)
        return bool(beside or self.says(_OTHER_WAY, without) or self.says(_OFFICE_HELPS, self.office))

    @property
    def uses_a_tool(self) -> tuple[Step, ...]:
        """Where something works that somebody has to make and to look after."""
        return tuple(step for step in self.fresh if _is_tool(step) or _TOOL.search(_said(step)))

    @property
    def shows_new_work(self) -> bool:
        """Whether somebody of the office makes it, feeds it or answers questions about it."""
        return bool(self.says(_PREPARES, tuple(step for step in self.office if step in self.fresh)))

    @property
    def only_a_tool(self) -> tuple[int, ...]:
        """Steps that name a tool and not what is done with it (「kintoneを入れる」)."""
        return tuple(step.number for step in self.flow.steps if _ONLY_A_TOOL.fullmatch(_said(step).rstrip("。")))

    @property
    def more_looks(self) -> tuple[int, ...]:
        """Steps in which people look once more at what they copied by hand."""
        if self.states["転記"] is not State.SAME:
            return ()
        people = tuple(step for step in self.fresh if step in self.office or step in self.chief)
        return tuple(step.number for step in self.says(_MORE_LOOKS, people))


def _is_tool(step: Step) -> bool:
    return step.kind is Kind.SYSTEM or _TOOL.search(_who(step)) is not None


# --- the pains -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pain:
    """One thing that hurts today, and how to see what a To-Be does about it."""

    name: str
    asks: str
    """The question where nothing is done about it yet."""
    vanished: str
    """What is not told where the work is only left out."""
    look: Callable[[Renewed], State]


def _copying(d: Renewed) -> State:
    """Every answer still goes through hands, unless a way round them leads to the end."""
    answered = reachable(successors(d.flow), [step.number for step in d.towns])
    by_hand = tuple(
        step
        for step in d.says(_COPIES, d.office)
        if (step.number in answered or not d.towns)
        and not any(pattern.search(_said(step)) for pattern in (_BY_MACHINE, _EXCEPTION, _NO_ANSWER_YET))
    )
    if by_hand and not _ends_without(d.flow, by_hand):
        return State.SAME
    carriers = (
        *d.tools,
        *(
            step
            for step in d.fresh
            if not _RECEIPT.search(_said(step)) and not re.search("提出|督促|受付", _said(step))
        ),
    )
    return State.CHANGED if d.says(_CARRIES, carriers) or any(_is_tool(s) for s in carriers) else State.VANISHED


def _ends_without(flow: Flow, steps: tuple[Step, ...]) -> bool:
    around = reachable(successors(flow), starts(flow), without=[step.number for step in steps])
    return any(step.is_end for step in flow.steps if step.number in around)


def _chasing(d: Renewed) -> State:
    """Who has not answered is seen without a list kept by hand, or asked before the date."""
    if not d.says(_LOOKS_WHO_IS_MISSING):
        return State.VANISHED
    by_hand = tuple(step for step in d.says(_RECEIPT, d.office) if not _BY_MACHINE.search(_said(step)))
    known = bool(d.says(_LOOKS_WHO_IS_MISSING, d.tools)) or (bool(d.answers_online or d.tools) and not by_hand)
    return State.CHANGED if known or d.says(_CHASES_ANEW, d.fresh) else State.SAME


def _faults(d: Renewed) -> State:
    """A fault is seen, or made impossible, before the answer comes to the prefecture."""
    looked_at = d.says(_CHECKS, (*d.towns, *d.tools))
    if looked_at or d.says(_PREVENTS, tuple(step for step in d.office if step in d.fresh)):
        return State.CHANGED
    office = tuple(step for step in d.office if step not in d.chief)
    return State.SAME if d.says(_CHECKS, office) or d.says(_ASKS_BACK, office) else State.VANISHED


PAINS = (
    Pain(
        "転記",
        "同じ内容を、何回書いていますか。",
        "届いた回答が、どうやって集計表に入るか",
        _copying,
    ),
    Pain(
        "督促",
        "まだの市町に、いつ、何を見て気づきますか。",
        "期限までに届かない市町に、どうやって気づくか",
        _chasing,
    ),
    Pain(
        "照合の手戻り",
        "不備に、もっと早く気づけるのはだれですか。",
        "回答の数字を、なぜ信じてよいか",
        _faults,
    ),
)
"""In the order of the work."""
