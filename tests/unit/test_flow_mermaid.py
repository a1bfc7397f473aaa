"""Mermaid text is what Mermaid itself understands: drawn in a browser, every word is there, whatever marks it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow import Branch, Flow, Kind, Step
from kaizen_helpers.flow.formats.mermaid import flow_to_mermaid
from tests.flow_generator import random_flows
from tests.npm import node_modules
from tests.unit.flow_samples import c1

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EVIL = Flow(
    '題「名」: #1; <b>"x"</b> (案) %%{init}%%',
    (
        Step(
            1,
            '窓口（1階）"A"',
            '1. 申請書 (様式第1号) を「受付」する; #3 <b>重要</b> & "写し"',
            Kind.START,
            (Branch(2),),
        ),
        Step(
            2,
            "県#;",
            "**太字** _a_ `code` [x](y) {z} | $$x$$ \\n %% end :::cls fa:fa-x",
            Kind.DECISION,
            (Branch(3, 'はい "(A)"; #1'), Branch(None, "- いいえ <br> |"), Branch(99, "1) x")),
        ),
        Step(3, "", "- 項目\n改行", Kind.WAIT, (Branch(4),)),
        Step(4, "end", "end", Kind.SYSTEM, (Branch(5, "# 見出し"),)),
        Step(5, "県#;", "~~~ --- === > 引用", Kind.PARALLEL, (Branch(6), Branch(1))),
        Step(6, "県#;", "+ a", Kind.SUBPROCESS, (Branch(6, "もう一度"), Branch(1, "😀"))),
    ),
)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_content('<div id="out"></div>')
    page.add_script_tag(path=str(node_modules() / "mermaid/dist/mermaid.min.js"))
    page.evaluate("mermaid.initialize({ startOnLoad: false })")
    yield page
    page.close()


def shown(page: Page, text: str) -> list[str]:
    """Every word that Mermaid draws, without blanks."""
    words: list[str] = page.evaluate(
        """async (text) => {
          const out = document.getElementById("out");
          out.innerHTML = (await mermaid.render("drawing", text)).svg;
          return [...out.querySelectorAll("foreignObject, text")].map((part) => part.textContent);
        }""",
        text,
    )
    return ["".join(word.split()) for word in words]


@pytest.mark.parametrize("kind", ["swimlane", "flowchart"])
@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_every_text_survives_exactly(page: Page, kind: Any, direction: Any) -> None:
    found = shown(page, flow_to_mermaid(EVIL, kind, direction))
    steps = ["".join(step.what.split()) for step in EVIL.steps]

    assert ["".join(EVIL.title.split()), "（だれが？）", "おわり", "99番（未記入）"] == [
        word for word in ["".join(EVIL.title.split()), "（だれが？）", "おわり", "99番（未記入）"] if word in found
    ]
    assert {"".join(step.who.split()) for step in EVIL.steps if step.who} <= set(found)
    assert {"".join(b.condition.split()) for step in EVIL.steps for b in step.next if b.condition} <= set(found)
    captions = ["①きっかけ", "②", "③待ち", "④システム処理", "⑤並行", "⑥サブ業務"]
    assert {caption + words for caption, words in zip(captions, steps, strict=True)} <= set(found)


@pytest.mark.slow
def test_japanese_flows_are_drawn_with_all_their_arrows(page: Page) -> None:
    for flow in [c1(), *random_flows(1, rich=True)]:
        found = shown(page, flow_to_mermaid(flow))
        arrows = page.evaluate("document.querySelectorAll('#out .edgePaths path').length")

        assert len({(step.number, branch.to) for step in flow.steps for branch in step.next}) == arrows
        assert set(flow.lanes) <= set(found)


def test_the_text_is_the_one_that_was_looked_at() -> None:
    flow = Flow(
        "照会",
        (
            Step(1, "国", "依頼する", Kind.START, (Branch(2),)),
            Step(2, "県", "不備があるか", Kind.DECISION, (Branch(1, "あり"), Branch(None, "なし"))),
        ),
    )

    assert (
        '---\ntitle: "照会"\n---\nswimlane-beta TB\n'
        '  subgraph lane1["国"]\n    step1(["① きっかけ<br/>依頼する"])\n  end\n'
        '  subgraph lane2["県"]\n    step2{"② 不備があるか"}\n    end2(["おわり"])\n  end\n'
        '  step1 --> step2\n  step2 -->|"あり"| step1\n  step2 -->|"なし"| end2\n'
    ) == flow_to_mermaid(flow)


def test_another_kind_is_refused_in_japanese() -> None:
    with pytest.raises(InputError, match="図の種類は swimlane か flowchart"):
        flow_to_mermaid(EVIL, "gantt")  # type: ignore[arg-type]
