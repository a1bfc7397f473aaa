"""発行前確認: what is looked at before somebody gets an account of kintone, and what is still missing.

Sources: ``reference/domain.md`` S24 (purpose, data class, owner, flow before an account), S3 (data classes are the
organisation's own), S23 (what was not chosen, and why), section 2.7 (rights and administrators). The answer is one of
three: 発行してよい, まだ (the applicant can complete it), 相談 (somebody else has to decide first).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from kaizen_helpers.flow.findings.all_findings import find_all
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.forms import Entry, Form
from kaizen_helpers.plan import wording
from kaizen_helpers.plan.findings import PlanFinding

__all__ = ["ACCOUNT", "AccountAnswer", "DataRules", "account_form", "account_page", "check_account"]

Answer = Literal["発行してよい", "まだ", "相談"]

TOOL = "kintone"
_EXISTS, _NONE_EXISTS, _NOT_LOOKED = "ある", "ない", "まだ調べていない"
UNKNOWN = "分からない"
_CLASS_NOTE = f"所属の規程の区分の名前で。迷うときは「{UNKNOWN}」"
_MOST_FLOW_FINDINGS = 3
_MOST_USERS = 1000

ACCOUNT = Form(
    "発行前確認",
    (
        Entry("work", "業務名", required=True, note="例: 市町照会の取りまとめ"),
        Entry("purpose", "目的", required=True, lines=2, note="だれの、何がよくなるか（ツールは手段なので書きません）"),
        Entry("issue", "困りごと・論点", required=True, lines=2, note="だれが、何に、どのくらい困っているか"),
        Entry("data", "入れる情報", required=True, lines=2, note="項目の名前で。例: 団体名、回答日、件数"),
        Entry("data_class", "データの区分", required=True, note=_CLASS_NOTE),
        Entry("my_number", "個人番号（マイナンバー）を入れるか", "yes", required=True),
        Entry(
            "existing", "国や県の既存システム", "choice", choices=(_EXISTS, _NONE_EXISTS, _NOT_LOOKED), required=True
        ),
        Entry("not_chosen", "選ばなかった方法と理由", required=True, lines=2, note="例: Excelの共有（同時に書けない）"),
        Entry("owner", "責任者", required=True, note="役職で。例: ○○課長"),
        Entry("admin1", "管理者（1人目）", required=True, note="役割で。例: 集計担当"),
        Entry("admin2", "管理者（2人目）", required=True, note="異動に備えて、1人目と別の役割"),
        Entry("users", "使う人数", "number", unit="人", required=True, note="管理者も入れて"),
        Entry("has_flow", "業務フロー図があるか", "yes", required=True, note="あれば一緒に出します"),
        Entry("looked", "業務フロー図を見た人", note="描いた人とは別の役割。例: 係長"),
        Entry("consent", "上司の了承", "yes", required=True),
        Entry("consent_day", "了承の日", "date", past=True),
    ),
    note="kintoneのアカウントを申し込む前に書きます。空欄があっても出せます。足りないことを一緒に確かめます。",
)
_LABELS = {entry.key: entry.label for entry in ACCOUNT.entries}


class DataRules(Protocol):
    """What is asked of an organisation: whether information of a class may be put into a tool; None: not decided."""

    def allows(self, tool: str, data_class: str) -> bool | None:
        """True, False, or None where it has to be asked."""


_MY_NUMBER = re.compile(
    r"(?:個人番号|マイナンバー)(?!カード|.{0,6}(?:入れない|入れません|なし|除|外|扱わない|扱いません|含まない|含みません))"
)
"""The number itself; 「個人番号は入れない」 and the card are something else."""


@dataclass(frozen=True)
class AccountAnswer:
    """The answer to an application, and what stands in the way, the most important first."""

    answer: Answer
    findings: tuple[PlanFinding, ...]

    @property
    def missing(self) -> tuple[PlanFinding, ...]:
        """What has to be there before an account is given."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def sentence_ja(self) -> str:
        """The answer in one sentence."""
        if self.answer == "発行してよい":
            return "発行してよい状態です。本番で使う前に、もう一度、本番利用ゲートで確かめます。"
        if self.answer == "相談":
            return "先に相談が必要です。申し込む人だけでは決められないことがあります。"
        return f"まだ足りないことが{len(self.missing)}件あります。上から順に書き足してください。"


def account_form(classes: Sequence[str] = ()) -> Form:
    """The form of the application, for :mod:`kaizen_helpers.forms`; ``classes``: the organisation's, to choose from."""
    if not classes:
        return ACCOUNT
    offered = (*dict.fromkeys(classes), UNKNOWN)
    chosen = Entry("data_class", _LABELS["data_class"], "choice", required=True, choices=offered, note=_CLASS_NOTE)
    return replace(ACCOUNT, parts=tuple(chosen if part.key == chosen.key else part for part in ACCOUNT.parts))


def check_account(
    values: Mapping[str, Any], *, flow: Flow | None = None, rules: DataRules | None = None, tool: str = TOOL
) -> AccountAnswer:
    """Whether an account may be given.

    Args:
        values: of the form, as read; a value of another kind counts as not written.
        flow: the flow diagram, if there is one; it has to be sound.
        rules: the organisation's own (:class:`kaizen_helpers.organisation.Organisation`); without them every data
            class has to be asked about.
        tool: as the organisation names it.
    """
    asked = [*_to_be_asked(_Values(values), rules, tool)]
    gaps = [*_purpose(_Values(values)), *_flow(_Values(values), flow), *_people(_Values(values))]
    found = (*asked, *sorted(gaps, key=lambda finding: finding.severity != "error"))
    if any(finding.severity == "error" for finding in asked):
        return AccountAnswer("相談", found)
    return AccountAnswer("まだ" if any(f.severity == "error" for f in gaps) else "発行してよい", found)


class _Values:
    """The values by key, each of its kind or not there."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def text(self, key: str) -> str:
        value = self._values.get(key)
        return value.strip() if isinstance(value, str) else ""

    def yes(self, key: str) -> bool | None:
        value = self._values.get(key)
        return value if isinstance(value, bool) else None

    def number(self, key: str) -> float | None:
        value = self._values.get(key)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _say(name: str, key: str, message: str, *, advice: bool = False) -> PlanFinding:
    return PlanFinding(name, _LABELS[key], f"「{_LABELS[key]}」{message}", "advice" if advice else "error")


def _to_be_asked(v: _Values, rules: DataRules | None, tool: str) -> Iterator[PlanFinding]:
    """What the applicant cannot decide alone: these come first, because the rest may be in vain."""
    if v.yes("my_number"):
        yield _say(
            "my-number",
            "my_number",
            "が「はい」です。法律で決められた事務にしか使えないので、入れない形にできるかを先に相談しましょう。",
        )
    elif _MY_NUMBER.search(v.text("data")):
        yield _say(
            "my-number-in-data",
            "data",
            "に個人番号（マイナンバー）があります。法律で決められた事務にしか使えないので、先に相談しましょう。",
        )
    if v.text("existing") == _EXISTS:
        yield _say(
            "system-exists", "existing", "があります。二重に入力することにならないか、作る前に所管課と相談しましょう。"
        )
    named = v.text("data_class")
    if named in (UNKNOWN, "不明"):
        yield _say("class-unknown", "data_class", "が決まっていません。入れる項目を見せて、規程の担当に聞きましょう。")
        return
    if wording.is_nothing(named):
        return
    allowed = rules.allows(tool, named) if rules else None
    if allowed is False:
        yield _say(
            "class-not-allowed",
            "data_class",
            f"（{named[:20]}）は、{tool}に置けない区分です。置き場所を相談しましょう。",
        )
    elif allowed is None:
        yield _say(
            "class-undecided",
            "data_class",
            f"（{named[:20]}）を{tool}に置けるかは、まだ決められていません。規程の担当に確かめましょう。",
        )


def _purpose(v: _Values) -> Iterator[PlanFinding]:
    purpose = v.text("purpose")
    if wording.is_nothing(purpose):
        yield _say("purpose-missing", "purpose", "がまだ書かれていません。だれの、何がよくなるかを書きましょう。")
    elif wording.names_only_a_tool(purpose):
        yield _say(
            "purpose-is-tool", "purpose", "に、手段だけが書かれています。だれの困りごとがどう変わるかを書きましょう。"
        )
    if wording.is_nothing(v.text("data_class")) and v.text("data_class") not in (UNKNOWN, "不明"):
        yield _say("class-missing", "data_class", "がまだ書かれていません。所属の規程で、区分の名前を確かめましょう。")
    if wording.is_nothing(v.text("data")):
        yield _say("data-missing", "data", "がまだ書かれていません。入れる項目の名前を並べましょう。")
    if v.yes("my_number") is None:
        yield _say("my-number-unsaid", "my_number", "に「はい」か「いいえ」を書きましょう。")


def _flow(v: _Values, flow: Flow | None) -> Iterator[PlanFinding]:
    if flow is None or not flow.steps:
        if v.yes("has_flow"):
            yield _say(
                "flow-not-given",
                "has_flow",
                "が「はい」ですが、図が付いていません。手順の表のファイルを一緒に出しましょう。",
            )
        else:
            yield _say("flow-missing", "has_flow", "が「はい」になっていません。引継ぎにも使うので、先に描きましょう。")
    else:
        errors = [finding for finding in find_all(flow) if finding.severity == "error"]
        for finding in errors[:_MOST_FLOW_FINDINGS]:
            yield PlanFinding("flow-unsound", _LABELS["has_flow"], f"業務フロー図：{finding.message_ja}")
        if len(errors) > _MOST_FLOW_FINDINGS:
            more = f"ほかに{len(errors) - _MOST_FLOW_FINDINGS}件、直す所があります。"
            yield PlanFinding("flow-unsound-more", _LABELS["has_flow"], f"業務フロー図：{more}")
    if wording.is_nothing(v.text("looked")):
        message = "がまだいません。描いた人とは別の人に見てもらうと、思い込みに気づけます。"
        yield _say("nobody-looked", "looked", message, advice=True)


def _people(v: _Values) -> Iterator[PlanFinding]:
    if wording.is_nothing(v.text("owner")):
        yield _say("owner-missing", "owner", "がまだ決まっていません。役職の名前で書きましょう。")
    yield from _administrators(v)
    if not v.yes("consent"):
        yield _say("no-consent", "consent", "がまだありません。この紙を見せて、話す時間をもらいましょう。")
    if wording.is_nothing(v.text("issue")):
        yield _say("issue-missing", "issue", "がまだ書かれていません。困っている人と場面を書きましょう。")
    if v.text("existing") in ("", _NOT_LOOKED):
        yield _say(
            "existing-not-looked", "existing", "をまだ調べていません。同じことができるものがないか、確かめましょう。"
        )
    if wording.is_nothing(v.text("not_chosen")):
        yield _say(
            "not-chosen-missing", "not_chosen", "がまだ書かれていません。ほかの方法と比べたことを1つ書きましょう。"
        )
    yield from _users(v)
    if wording.is_nothing(v.text("work")):
        yield _say("work-missing", "work", "が空いています。何の業務の申込みかを書きましょう。")
    for key in ("owner", "admin1", "admin2"):
        if wording.is_person(v.text(key)):
            message = "が、人の名前か「自分」のようです。異動しても続くよう、役割の名前で書きましょう。"
            yield _say("named-person", key, message, advice=True)


def _administrators(v: _Values) -> Iterator[PlanFinding]:
    first, second = v.text("admin1"), v.text("admin2")
    if wording.is_nothing(first):
        yield _say("admin-missing", "admin1", "がまだ決まっていません。設定を直せる人を決めましょう。")
    if wording.is_nothing(second):
        yield _say("second-admin-missing", "admin2", "がまだいません。1人だけだと、異動や休みのときに止まります。")
    elif "".join(first.split()) == "".join(second.split()):
        yield _say("same-admin-twice", "admin2", "が1人目と同じです。別の役割の人を決めましょう。")


def _users(v: _Values) -> Iterator[PlanFinding]:
    users = v.number("users")
    if users is None:
        yield _say("users-missing", "users", "が読み取れません。アカウントの数を決めるので、数字で書きましょう。")
    elif users < 1 or users != int(users) or users > _MOST_USERS:
        yield _say(
            "users-odd", "users", f"（{users:,.10g}人）を確かめましょう。1人から{_MOST_USERS}人までの数にしてください。"
        )
    elif users == 1:
        yield _say("one-user", "users", "が1人です。1人で使うなら、Excelで足りるかもしれません。", advice=True)


def account_page(values: Mapping[str, Any] | None = None, answer: AccountAnswer | None = None) -> str:
    """The application as an HTML page for A4, with the answer and what is missing below; blank where it is blank."""
    from kaizen_helpers.forms import form_page
    from kaizen_helpers.printed import text

    if answer is None:
        return form_page(ACCOUNT, values)
    head = f"<h2>確認の結果：{text(answer.answer)}</h2><p>{text(answer.sentence_ja)}</p>"
    return form_page(
        ACCOUNT, values, after=f"<section>{head}{_list(answer.findings)}</section>{_signed()}", blank="（未記入）"
    )


def _list(findings: Sequence[PlanFinding]) -> str:
    from kaizen_helpers.printed import text

    if not findings:
        return ""
    items = "".join(
        f"<li>{'' if finding.severity == 'error' else '（できれば）'}{text(finding.message_ja)}</li>"
        for finding in findings
    )
    return f"<ol>{items}</ol>"


def _signed() -> str:
    """Room for the hand of who gives the account."""
    return (
        '<section class="whole"><h2>確認した人</h2><table class="looks"><tbody><tr><td>役職・係</td>'
        "<td>　　年　　月　　日</td><td>気づいたこと</td></tr></tbody></table></section>"
    )
