"""E3-3 相談票を書く: the consultation slip in one's own words, for a case that the memo tells. A person marks it.

Source: E3-2 (作らない判断・相談票) of domain.md section 8 and the register of consultations (S30).
"""

from __future__ import annotations

from kaizen_helpers.checkers.engine import Exercise, Unattempted
from kaizen_helpers.checkers.free_text import nothing_written, personal, too_short
from kaizen_helpers.checkers.inputs import Field, Panel, Variant
from kaizen_helpers.checkers.rubric import Criterion

__all__ = ["TICKET"]

FIELDS = (
    ("trouble", "困っていること", 12),
    ("amount", "どのくらい", 6),
    ("known", "試したこと・分かっていること", 8),
    ("asked", "相談したいこと", 10),
)


def _question(variant: Variant) -> str:
    cases = 80 + 10 * (variant % 3)
    return (
        "<p>下の担当者になったつもりで、デジタル担当に出す相談票を、自分の言葉で書きます（架空の話です）。"
        "決まった正解はありません。提出のあとに、講師が読みます。</p>"
        f"<p><b>聞き取りメモ</b>: 旅費の精算は、月に{cases}件です。職員が紙の申請書を出し、"
        "庶務の担当者がExcelに打ち直します。1件6分です。月の終わりの3日に、ほとんどが集まります。去年、Excelの申請書を配りましたが、"
        "古い紙の様式もまだ使われています。旅費の計算の決まりは、変えられません。"
        "県に共通の庶務システムがありますが、旅費に使えるかは聞いたことがありません。</p>"
    )


TICKET = Exercise(
    id="tools-ticket",
    code="E3-3",
    module="03_tools",
    title="相談票を書く",
    points=4,
    takes={"variant": int, "trouble": str, "amount": str, "known": str, "asked": str},
    panel=Panel(
        question=_question,
        inputs=(
            Field("trouble", "困っていること", placeholder="だれが、何に", long=True),
            Field("amount", "どのくらい", placeholder="件数・時間・時期"),
            Field("known", "試したこと・分かっていること", placeholder="やってみたこと、変えられないこと", long=True),
            Field("asked", "相談したいこと", placeholder="相手に、何を答えてほしいか", long=True),
        ),
    ),
    rules=(
        Unattempted(lambda v: nothing_written(v, FIELDS)),
        personal(
            "tools.ticket-personal",
            FIELDS,
            instead="相談票では「庶務の担当者」のように、役割の言葉に置きかえてください。",
            trainer="相談票に氏名や連絡先が入っている。役割の名前に置きかえてもらう。連絡先は別の欄で扱うと伝える。",
        ),
        too_short(
            "tools.ticket-short",
            FIELDS,
            why="短いままでは、相談を受けた人が、同じことを聞き返すことになります。",
            next_step="メモをもう一度読み、この欄に使える事実を1つ足しましょう。",
            trainer="文が短い。「相談を受ける人は、この欄だけで動けますか」と聞く。",
        ),
    ),
    otherwise=None,
    rubric=(
        Criterion(
            "だれが何に困っているかが、ツールの名前を使わずに書いてありますか。",
            1,
            full="困る人と、その人がしている作業が書いてある。",
            half="作業は書いてあるが、だれが困るかが分からない。",
            none="ほしいツールだけが書いてある。",
        ),
        Criterion(
            "件数・1件の時間・時期のうち、2つ以上が数で書いてありますか。",
            1,
            full="2つ以上が数であり、メモと合っている。",
            half="数が1つだけ、またはメモと合わない数がある。",
            none="「多い」「大変」だけで、数がない。",
        ),
        Criterion(
            "試したことと、変えられない条件が書いてありますか。",
            1,
            full="試してどうなったかと、変えられない条件の両方がある。",
            half="どちらか片方だけがある。",
            none="どちらもない。",
        ),
        Criterion(
            "相談を受けた人が答えられる問いになっていますか。",
            1,
            full="作るかどうかも含めて聞いていて、何を答えればよいかが分かる。",
            half="問いはあるが、広すぎるか、作ることが前提になっている。",
            none="「よろしくお願いします」のように、問いがない。",
        ),
    ),
    hints=(
        "相談を受ける人は、この仕事を知りません。初めて聞く人に話すつもりで書きましょう。",
        "メモの文を1つずつ指し、4つの欄のどれに入るかを決めてから書くと進みます。",
        "たとえば会議室なら、「月60件の予約を電話で受け、重なりが月に3件あります。何で受けるとよいですか」と聞けます。",
    ),
)
