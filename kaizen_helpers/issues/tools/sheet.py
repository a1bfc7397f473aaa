"""ツール選びの質問票: the questions as a form to be filled in Excel or on paper, and the A4 page of what came out.

form = tools_form(organisation)
write_form(form, "ツール選びの質問票.xlsx")
business, problems = business_of(read_form(form, "ツール選びの質問票.xlsx"), organisation)
tools_page(business, recommend(business), problems)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaizen_helpers.forms import Entry, Filled, Form
from kaizen_helpers.issues.tools.page import MOST, closing_sentence, varied
from kaizen_helpers.issues.tools.questions import (
    QUESTIONS,
    UNKNOWN,
    Business,
    ToolQuestion,
    answer_ja,
    question,
    read_business,
)
from kaizen_helpers.issues.tools.recommendation import Option, Recommendation
from kaizen_helpers.organisation import KINDS, Organisation, read_organisation
from kaizen_helpers.printed import page, table, text
from kaizen_helpers.toml_file import Problem

__all__ = ["business_of", "tools_form", "tools_page"]

NAME = "ツール選びの質問票"
MOST_OF_OTHERS = 2
"""So many reasons for what was not chosen: all of it stays on one sheet."""
_NOTE = "担当の人が書きます。分からない所は「分からない」のままで進めます。個人の情報は書きません。"


def tools_form(organisation: Organisation | None = None) -> Form:
    """The questions of ``QUESTIONS`` as a form; the data classes are the organisation's."""
    classes = tuple(c.name for c in (organisation or read_organisation()).data_classes)
    entries = [Entry("name", "業務の名前", required=True), *(_entry(asked, classes) for asked in QUESTIONS)]
    return Form(NAME, tuple(entries), note=_NOTE)


def _entry(asked: ToolQuestion, classes: tuple[str, ...]) -> Entry:
    if asked.kind == "number":
        return Entry(asked.key, asked.label, "number", unit=asked.unit, note="およその数で書きます")
    choices = {"yes": ("はい", "いいえ"), "data_class": classes}.get(asked.kind, asked.choices)
    return Entry(asked.key, asked.label, "choice", choices=(*choices, UNKNOWN))


def business_of(filled: Filled, organisation: Organisation | None = None) -> tuple[Business, tuple[Problem, ...]]:
    """The business that a filled form describes, and what of it could not be read (it counts as not known)."""
    business, problems = read_business(filled.values, organisation)
    return business, (*(Problem(p.where, p.message_ja) for p in filled.problems), *problems)


def tools_page(
    business: Business,
    found: Recommendation,
    problems: Sequence[Problem] = (),
    *,
    organisation: Organisation | None = None,
) -> str:
    """One A4 page for the person who decides: the candidate, its reasons, what is open, the answers it rests on."""
    own_rule = {"tools", "data_classes"} <= (organisation or read_organisation()).own
    title = f"{business.name or 'この業務'}: {found.first.name}"
    head = f"<header><h1>{text(title)}</h1><p>{text(closing_sentence(own_rule))}</p></header>"
    return page(title, "A4", (), [head, *_parts(found, problems), _answers(business)])


def _parts(found: Recommendation, problems: Sequence[Problem]) -> Iterable[str]:
    if found.hours is not None:
        yield f"<p>いまの仕事の量は、年に約{found.hours:,.0f}時間です。</p>"
    yield _listed("そう考えた理由", found.first.reasons_for)
    yield _listed("気をつけたい所", found.first.reasons_against)
    yield _listed("先に決めておくこと", found.scopes)
    yield _listed("まだ分からないこと", [m.text_ja for m in found.missing][:MOST])
    yield _listed("答えがこう変わると、候補も変わります", [c.text_ja for c in varied(found.changes)][:MOST])
    yield _listed("読み取れなかった答え（「分からない」として進めています）", [str(p) for p in problems])
    yield _others(found.others)


def _answers(business: Business) -> str:
    """What it rests on, two questions a line, so that all of it stays on one sheet."""
    cells = [(question(key).label, answer_ja(key, answer)) for key, answer in business.answers.items()]
    if not cells:
        return ""
    half = (len(cells) + 1) // 2
    rows = [(*cells[n], *(cells[n + half] if n + half < len(cells) else ("", ""))) for n in range(half)]
    drawn = table(("質問", "答え", "質問", "答え"), rows, ("", "short", "", "short"))
    return f"<section><h2>もとにした答え</h2>{drawn}</section>"


def _listed(title: str, lines: Sequence[str]) -> str:
    items = "".join(f"<li>{text(line)}</li>" for line in lines)
    return f"<section><h2>{text(title)}</h2><ul>{items}</ul></section>" if lines else ""


def _others(options: Sequence[Option]) -> str:
    rows = [
        (
            f"{option.name}（使わない）" if option.ruled_out else option.name,
            "\n".join(option.reasons_for[:MOST_OF_OTHERS]) or "－",
            "\n".join(option.reasons_against[:MOST_OF_OTHERS]) or "－",
        )
        for option in options
        if option.choice in KINDS and (option.reasons_for or option.reasons_against)
    ]
    if not rows:
        return ""
    return (
        f"<section><h2>選ばなかったもの</h2>{table(('ほかの候補', '向いている所', '気をつけたい所'), rows)}</section>"
    )
