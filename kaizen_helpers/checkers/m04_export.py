"""E4-4 提供用に書き出す: a policy a purpose; the file is written and read back as its receiver reads it."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted
from kaizen_helpers.checkers.inputs import Column, Panel, Table
from kaizen_helpers.checkers.m04_preview import table_html

__all__ = ["EXPORT", "PURPOSES", "Policy", "received", "sample_rows", "troubles", "written"]

PURPOSES = ("Excelで開く", "kintoneに取り込む", "公開する")
FOR, CODE, NUMBER, COMMA, SIGN = "使い道", "文字コード", "受付番号", "カンマのある値", "「=」で始まる値"
WITH_BOM, WITHOUT_BOM, SHIFT_JIS = "UTF-8（BOMあり）", "UTF-8（BOMなし）", "Shift_JIS"
AS_TEXT, AS_NUMBER = "文字のまま", "数にする"
QUOTED, NOT_QUOTED = '「"」で囲む', "そのまま"
MARKED, NOT_MARKED = "「'」を付ける", "そのまま"
HEAD = ("受付番号", "団体名", "備考")
FRESH = 904
_INNER = str.maketrans("「」", "『』")
_CODECS = {WITH_BOM: "utf-8-sig", WITHOUT_BOM: "utf-8", SHIFT_JIS: "cp932"}

Row = tuple[str, str, str]


@dataclass(frozen=True)
class Policy:
    """What was decided for one purpose; a part is empty where nothing was."""

    purpose: str
    code: str
    number: str
    comma: str
    sign: str

    @property
    def complete(self) -> bool:
        """Whether everything is decided."""
        return all((self.code, self.number, self.comma, self.sign))


def sample_rows(seed: int) -> tuple[Row, ...]:
    """Three rows with what makes trouble: leading zeros, a comma, 「=」, and a character that Shift_JIS lacks."""
    draw = random.Random(f"04_excel/export/{seed}")  # noqa: S311 - a repeatable example, no secret
    towns = draw.sample(("佐賀市", "唐津市", "鳥栖市", "有田町", "基山町", "白石町"), 3)
    numbers = sorted(draw.sample(range(101, 999), 3))
    remarks = ["窓口,電話で受付", f"=別紙{draw.randrange(1, 9)}を参照", "連絡先は𠮷川（架空）"]
    return tuple((f"{number:05d}", town, remark) for number, town, remark in zip(numbers, towns, remarks, strict=True))


def written(rows: tuple[Row, ...], policy: Policy) -> bytes:
    """The file as the policy has it; what the code cannot hold becomes 「?」."""
    file = io.StringIO()
    tidy = csv.writer(file, lineterminator="\r\n")
    for number, town, remark in rows:
        shown = str(int(number)) if policy.number == AS_NUMBER else number
        marked = f"'{remark}" if policy.sign == MARKED and remark.startswith("=") else remark
        if policy.comma == NOT_QUOTED:
            file.write(f"{shown},{town},{marked}\r\n")
        else:
            tidy.writerow((shown, town, marked))
    return (",".join(HEAD) + "\r\n" + file.getvalue()).encode(_CODECS.get(policy.code, "utf-8"), "replace")


def received(data: bytes, policy: Policy) -> list[list[str]]:
    """The rows below the head as the receiver has them.

    Excel takes a file without BOM for Shift_JIS. In kintone, and by whoever fetches public data, the code is chosen.
    """
    if policy.purpose == PURPOSES[0]:
        code = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "cp932"
    else:
        code = "cp932" if policy.code == SHIFT_JIS else "utf-8-sig"
    return list(csv.reader(io.StringIO(data.decode(code, "replace"))))[1:]


def troubles(policy: Policy, rows: tuple[Row, ...]) -> tuple[str, ...]:
    """What differs at the receiver's from the data, by name, told by writing and reading back."""
    got = received(written(rows, policy), policy)
    found = []
    if any("?" in line[-1] for line in got):
        found.append("lost")
    if any(town not in line for line, (_, town, _) in zip(got, rows, strict=True)):
        found.append("garbled")
    if any(len(line) > len(HEAD) for line in got):
        found.append("split")
    if any(line[0] != number for line, (number, _, _) in zip(got, rows, strict=True)):
        found.append("zeros")
    remarks = [",".join(line[2:]) for line in got]
    if policy.purpose == PURPOSES[0] and any(remark.startswith("=") for remark in remarks):
        found.append("formula")
    if policy.purpose != PURPOSES[0] and any(remark.startswith("'") for remark in remarks):
        found.append("marked")
    return tuple(found)


Policies = tuple[Policy, ...]


def _policies(rows: list[dict[str, str]]) -> Policies:
    return tuple(
        Policy(purpose, row[CODE], row[NUMBER], row[COMMA], row[SIGN])
        for purpose, row in zip(PURPOSES, rows, strict=True)
    )


def _with(name: str, *parts: str) -> Callable[[Policies], list[Policy]]:
    """Rules: this trouble comes of the parts that were decided."""
    return lambda policies: [
        one
        for one in policies
        if all(getattr(one, part) for part in parts) and name in troubles(one, sample_rows(FRESH))
    ]


def _preview(answer: Mapping[str, Any]) -> str:
    rows = sample_rows(answer["variant"])
    shown = []
    for policy in _policies(answer["rows"]):
        if not policy.complete:
            continue
        lines = received(written(rows, policy), policy)
        title = f"<p style='margin:.3em .2em .1em;font-weight:bold'>{policy.purpose}</p>"
        shown.append(f"<div>{title}{table_html(HEAD, lines, label=policy.purpose)}</div>")
    if not shown:
        return "<p lang='ja' style='padding:.3em .6em'>1つの行を全部選ぶと、相手に見える表がここに出ます。</p>"
    return f"<div lang='ja' style='display:flex;flex-wrap:wrap;gap:4px 18px'>{''.join(shown)}</div>"


def _question(variant: int) -> str:
    lines = "<br>".join(escape("　".join(row)) for row in sample_rows(variant))
    return (
        "<p>次の3行のデータを、3つの使い道に分けてCSVに書き出します。名前は架空です。</p>"
        f"<p style='margin-left:1em'>{lines}</p>"
        "<p>使い道ごとに、書き方を決めます。1つの行を全部選ぶと、<b>相手に見える表</b>が下に出ます。"
        "よい答えは1つとは限りません。</p>"
        "<p>CSVは、値をカンマで区切った、文字だけのファイルです。文字コードは、文字の記録のしかたです。"
        "BOMは、ファイルの先頭に付く「UTF-8です」という目印です。</p>"
        "<p>Excelでは「データ」のメニューから読み込み、受付番号の列だけを「文字列」にします。文字コードは選び直しません。</p>"
    )


EXPORT = Exercise(
    id="excel-export",
    code="E4-4",
    module="04_excel",
    title="提供用に書き出す",
    points=2,
    takes={"rows": list},
    panel=Panel(
        question=_question,
        inputs=(
            Table(
                "rows",
                "使い道ごとに、書き方を選びます。",
                (
                    Column(FOR, given=True, width="11em"),
                    Column(CODE, choices=(WITH_BOM, WITHOUT_BOM, SHIFT_JIS), width="13em"),
                    Column(NUMBER, choices=(AS_TEXT, AS_NUMBER), width="10em"),
                    Column(COMMA, choices=(QUOTED, NOT_QUOTED), width="10em"),
                    Column(SIGN, choices=(MARKED, NOT_MARKED), width="11em"),
                ),
                rows=[{FOR: purpose} for purpose in PURPOSES],
            ),
        ),
        preview=_preview,
        caption="相手に見える表",
    ),
    prepare=lambda v: _policies(v.rows),
    rules=(
        Unattempted(lambda policies: not any(p.code or p.number or p.comma or p.sign for p in policies)),
        Mistake(
            "excel.export-zeros",
            when=_with("zeros", "number"),
            say=lambda _p, places: Message(
                where=f"「{places[0].purpose}」の「{NUMBER}」です。",
                why="先頭の0が消えて、桁の数が変わります。ほかの表とつなごうとしても、同じ番号だと分かりません。",
                next="その番号を足したり引いたりするかを考えて、選び直しましょう。",
            ),
            trainer="計算しない番号は文字。「この番号の平均に、意味がありますか」と聞く。",
        ),
        Mistake(
            "excel.export-lost",
            when=_with("lost", "code"),
            say=lambda _p, places: Message(
                where=f"「{places[0].purpose}」の「{CODE}」です。",
                why="備考の名字の1文字が、疑問符に変わりました。人の名前は、元の字に戻せません。",
                next="備考の3行目がそのまま残る文字コードを選びましょう。",
            ),
            trainer="その文字コードに入らない字がある。下の表で疑問符になった所を指さしてもらう。",
        ),
        Mistake(
            "excel.export-garbled",
            when=_with("garbled", "code"),
            say=lambda _p, places: Message(
                where=f"「{places[0].purpose}」の「{CODE}」です。",
                why="Excelが文字コードを取り違えて、団体名が読めない文字になります。",
                next="ファイルの先頭に、文字コードの目印が付くものを選びましょう。",
            ),
            trainer="文字化け。「BOM」は、ファイルの先頭に付く「UTF-8です」という目印だと伝える。",
        ),
        Mistake(
            "excel.export-split",
            when=_with("split", "comma"),
            say=lambda _p, places: Message(
                where=f"「{places[0].purpose}」の「{COMMA}」です。",
                why="備考のカンマで列が分かれ、1行だけ列の数が増えます。取り込む道具は、その行で止まります。",
                next="カンマが値の一部だと、相手に伝わる書き方を選びましょう。",
            ),
            trainer="列がずれる。下の表で、列の数がほかと違う行を探してもらう。",
        ),
        Mistake(
            "excel.export-formula",
            when=_with("formula", "sign"),
            say=lambda _p, places: Message(
                where=f"「{places[0].purpose}」の「{SIGN.translate(_INNER)}」です。",
                why="Excelが備考を式として計算しようとします。悪意のある式なら、開いた人の情報が外に出ることもあります。",
                next="式ではなく文字だと、Excelに伝わる書き方を選びましょう。",
            ),
            trainer="「=」で始まる文字は、Excelでは式になる。住民が書いた欄を書き出すときに、特に気を付ける。",
        ),
        Mistake(
            "excel.export-marked",
            when=_with("marked", "sign"),
            say=lambda _p, places: Message(
                where=f"「{places[0].purpose}」の「{SIGN.translate(_INNER)}」です。",
                why="データを読む道具にとっては、付けた印も値の一部です。元のデータと違う値が届きます。",
                next="下の表で、元のデータになかった文字がないかを探しましょう。",
            ),
            trainer="付けた印は値の一部になる。元の値のまま渡し、式に見える値があることを説明に書き添える。",
        ),
        Correct(
            lambda policies: all(p.complete and not troubles(p, sample_rows(FRESH)) for p in policies),
            say=Message(
                good="3つの使い道で、元のデータが相手にそのまま届きました。",
                next="渡すときは、文字コードと、「BOM」の有無を書き添えましょう。相手の指定があれば、それが先です。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "excel.export-left",
        say=lambda policies, _places: Message(
            good="選んだ分は、相手にそのまま届いています。",
            where=f"「{next(p.purpose for p in policies if not p.complete)}」の行です。",
            why="決めていない所は、書き出す人や道具によって変わります。",
            next="行を全部選んで、相手に見える表を確かめましょう。",
        ),
        trainer="空欄が残っている。1つの行を全部選ぶと、下に表が出ると伝える。",
    ),
    partial=lambda policies: 2 * sum(p.complete and not troubles(p, sample_rows(FRESH)) for p in policies) / 3,
    hints=(
        "1つの行を選び終えたら、下の表を元の3行と見比べます。変わった文字が、直す所です。",
        "番号は計算しません。カンマと「=」は、相手の道具がどう読むかを考えます。",
        "たとえば図書館の利用者番号「00042」は、数にすると「42」になり、カードの番号と合わなくなります。",
    ),
)
