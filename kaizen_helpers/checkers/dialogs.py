"""What a panel asks back, as plain data: ask the trainer, continue from the sample, go back, choose between two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import count
from typing import Any

from kaizen_helpers.checkers.asking import Question
from kaizen_helpers.checkers.versions import Version

__all__ = ["Dialog", "ask", "earlier", "sample", "which"]

_numbers = count(1)


@dataclass(frozen=True)
class Dialog:
    """One question with buttons; the last button changes nothing."""

    name: str
    title: str
    html: str
    buttons: tuple[tuple[str, str], ...]
    """Id and label; the first is the one that most people want."""
    field: str = ""
    """Label of a text field, if there is one."""
    items: tuple[tuple[str, str], ...] = ()
    """Id and label of what one can choose from."""
    id: str = ""
    """Tells this opening of the dialog from another."""

    def plain(self) -> dict[str, Any]:
        """The shape that the front end knows."""
        return {
            "id": self.id,
            "title": self.title,
            "html": self.html,
            "field": {"label": self.field, "value": ""} if self.field else None,
            "items": [{"id": key, "label": label} for key, label in self.items],
            "buttons": [
                {"id": key, "label": label, "main": index == 0} for index, (key, label) in enumerate(self.buttons)
            ],
        }


def _id(name: str) -> str:
    return f"{name}-{next(_numbers)}"


def ask(question: Question) -> Dialog:
    """Show what would go to the trainer, before it goes."""
    lines = "".join(f"<dt>{escape(head)}</dt><dd>{escape(text)}</dd>" for head, text in question.lines())
    return Dialog(
        "ask",
        "講師に聞く",
        f"<p>次の内容だけを、講師に知らせます。読んで確かめてから押してください。</p><dl>{lines}</dl>",
        (("send", "この内容で知らせる"), ("no", "やめる")),
        field="聞きたいこと（どこまで分かったか、何に困っているか）",
        id=_id("ask"),
    )


def sample(stuck: bool) -> Dialog:
    """Make sure that the sample is wanted; nobody needs to be ashamed of it."""
    why = (
        "何度も考えてきた所です。見本を見ながら先へ進むのも、よい学び方です。"
        if stuck
        else "講師から「見本で続けましょう」と案内があったときや、どうしても進めないときに使います。"
    )
    return Dialog(
        "sample",
        "見本から続ける",
        f"<p>{why}</p><p>いまの答えは「前の答え」に残ります。評価には、見本を入れる前の答えを使います。</p>",
        (("sample", "見本を入れて続ける"), ("no", "もう少し自分で考える")),
        id=_id("sample"),
    )


def earlier(versions: Sequence[Version]) -> Dialog:
    """Choose an earlier answer to go back to."""
    if not versions:
        return Dialog(
            "earlier",
            "前の答え",
            "<p>まだありません。書き進めると、途中の答えがここに残ります。</p>",
            (("no", "閉じる"),),
            id=_id("earlier"),
        )
    return Dialog(
        "earlier",
        "前の答え",
        "<p>戻したいものを選んでください。いまの答えも残ります。</p>",
        (("restore", "これに戻す"), ("no", "やめる")),
        items=tuple((v.saved, f"{_when(v.saved)} {v.why}") for v in versions),
        id=_id("earlier"),
    )


def which(saved: str) -> Dialog:
    """Two screens changed the same answer."""
    when = f"{_when(saved)} に" if saved else ""
    return Dialog(
        "which",
        "どちらの答えを使いますか",
        f"<p>この問題は、別の画面（タブ）で {escape(when)}書き直されました。"
        "選ばなかったほうも「前の答え」に残ります。</p>",
        (("mine", "この画面の答えを使う"), ("theirs", "別の画面の答えを使う")),
        id=_id("which"),
    )


def _when(saved: str) -> str:
    """「11月24日 10:32」 out of an ISO time; the text itself where it is none."""
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(saved)
    except ValueError:
        return saved[:20]
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"
