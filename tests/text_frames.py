"""Whether every text of a drawing lies inside what it is written on, measured by a browser with its own fonts.

The browser is asked for the box of each text (``getBBox``), which is as high as the font's line, and for the box of
the shape it is written on: the last shape painted below its middle, or the picture itself. Where the shape is pointed
or round, the corners of the letters (one em square a letter, as Japanese fonts are made) must lie in it too.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kaizen_helpers.flow.model import Flow, Lane, Step
from tests.flow_generator import random_flow
from tests.npm import node_modules

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["Found", "frames_in_mermaid", "frames_of_texts", "hard_flow", "start_mermaid"]

_OBJECTS = (
    "医療費助成申請書（２０２６年度・様式第３号の２）",
    "ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞの写し",
    "髙﨑𠮷男さんの委任状",
    "①申請書と②添付書類",
    "Excel台帳(Ver.2.1)",
    "https://www.example.lg.jp/form",
    "「補助金等交付規則」に基づく実績報告書",
    "Microsoft Teams会議のURL",
    "ＲＰＡ用ＣＳＶファイル",
    "WWWMMM",
    "㈱○○からの請求書（原本）",
    "住民票／戸籍の附票・印鑑登録証明書",
)
_VERBS = (
    "を受け取る", "に転記する", "を確認して差し戻す", "をスキャンしてPDFで保存する", "を送付する（FAX又は郵送）",
    "のチェックを行い、不備があれば電話で照会する", "をupdateする",
)  # fmt: skip
_QUESTIONS = (
    "書類は揃っているか（添付も含む）",
    "金額は1,000,000円以上か？",
    "決裁してよいか",
    "ﾁｪｯｸﾘｽﾄの全項目がOKか",
    "WEB申請か、窓口申請か",
)
_CONDITIONS = (
    "はい",
    "不備あり（軽微なものを除く）",
    "1,000,000円以上",
    "NG",
    "条例第５条第２項に該当する場合",
    "ｼｽﾃﾑ対象外",
    "",
)
_LANES = (
    "申請者（髙﨑𠮷男）",
    "こども家庭課　医療給付グループ",
    "DX推進課",
    "システム",
    "課長",
    "ｺｰﾙｾﾝﾀｰ",
    "健康福祉部（本庁・出先機関を含む）",
    "Customer Support Center",
)
_FACTS = (
    {"wait": "翌々週の月曜日の決裁日まで"},
    {"seal": True, "personal": "氏名・住所"},
    {"means": "紙（郵送）", "document": "医療費助成申請書（様式第３号）"},
    {"system": "住民基本台帳ネットワークシステム", "inputs": ("氏名", "口座番号")},
    {"person": "主任のみ", "wait": "3日"},
)


def hard_flow(seed: int) -> Flow:
    """A random flow with labels as they are met: long, with brackets, half-width, rare kanji, Latin words, numbers."""
    chance = random.Random(seed)
    flow = random_flow(seed, rich=True)
    names = dict(zip(flow.lanes, chance.sample(_LANES, len(flow.lanes)), strict=True))
    steps = []
    for step in flow.steps:
        ways = tuple(
            replace(branch, condition=chance.choice(_CONDITIONS) if len(step.next) > 1 else "") for branch in step.next
        )
        steps.append(_hard_step(chance, replace(step, who=names[step.who], next=ways)))
    lanes = tuple(Lane(names[lane.name], lane.kind) for lane in flow.declared)
    title = "髙﨑𠮷男記念 医療費助成申請（ひとり親家庭等）WEB受付から支払までの業務"
    return replace(flow, title=title, version="現状", steps=tuple(steps), declared=lanes)


def _hard_step(chance: random.Random, step: Step) -> Step:
    what = chance.choice(_QUESTIONS) if len(step.next) > 1 else chance.choice(_OBJECTS) + chance.choice(_VERBS)
    facts: dict[str, Any] = chance.choice(_FACTS) if chance.random() < 0.5 else {}
    return replace(step, what=what, **facts)


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured in one drawing."""

    texts: int
    overflowing: list[str]
    """Texts that reach out of what they are written on."""
    overlapping: list[str]
    """Texts that lie on another text."""


_MEASURE = """
([written, family]) => {
  document.body.innerHTML = written;
  const svg = document.querySelector('svg');
  svg.style.maxWidth = 'none';
  if (family) svg.setAttribute('font-family', family);
  const whole = svg.viewBox.baseVal, back = svg.getScreenCTM().inverse();
  const place = element => {
    const box = element.getBBox(), to = back.multiply(element.getScreenCTM());
    return {left: box.x * to.a + to.e, top: box.y * to.d + to.f,
            right: (box.x + box.width) * to.a + to.e, bottom: (box.y + box.height) * to.d + to.f, to, element};
  };
  const shapes = [], texts = [], out = [], on = [];
  const inside = (box, frame) => box.left >= frame.left - 0.5 && box.right <= frame.right + 0.5
    && box.top >= frame.top - 0.5 && box.bottom <= frame.bottom + 0.5;
  for (const element of svg.querySelectorAll('rect, path, circle, text')) {
    if (element.tagName !== 'text') {
      if (element.getAttribute('fill') !== 'none') shapes.push(place(element));
      continue;
    }
    if (!element.textContent.trim()) continue;
    const box = place(element), size = +element.getAttribute('font-size'), y = +element.getAttribute('y');
    const x = (box.left + box.right) / 2, middle = (y - 0.38 * size) * box.to.d + box.to.f;
    const letters = {left: box.left, right: box.right,
      top: (y - 0.85 * size) * box.to.d + box.to.f, bottom: (y + 0.09 * size) * box.to.d + box.to.f};
    const below = shapes.filter(s => s.left <= x && x <= s.right && s.top <= middle && middle <= s.bottom);
    const frame = below.at(-1) ?? {left: 0, top: 0, right: whole.width, bottom: whole.height};
    let fits = inside(box, frame);
    if (fits && frame.element) {
      for (const cx of [letters.left, letters.right]) for (const cy of [letters.top, letters.bottom]) {
        const point = svg.createSVGPoint();
        point.x = (cx - frame.to.e) / frame.to.a; point.y = (cy - frame.to.f) / frame.to.d;
        fits &&= frame.element.isPointInFill(point);
      }
    }
    if (!fits) out.push(element.textContent);
    texts.push({...letters, words: element.textContent});
  }
  for (let n = 0; n < texts.length; n++) for (let m = 0; m < n; m++) {
    const a = texts[n], b = texts[m];
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5) on.push(a.words + ' / ' + b.words);
  }
  return {texts: texts.length, out, on};
}
"""


_MEASURE_MERMAID = """
async source => {
  const made = await mermaid.render('drawn', source);
  document.getElementById('place').innerHTML = made.svg;
  const svg = document.querySelector('#place svg'), size = svg.viewBox.baseVal;
  svg.style.maxWidth = 'none';  // measured as large as it is meant: a pixel is a unit
  svg.setAttribute('width', size.width);
  svg.setAttribute('height', size.height);
  const texts = [], out = [], on = [];
  const lines = root => {
    const found = [], walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const words = walker.currentNode.textContent.trim();
      if (!words || walker.currentNode.parentElement.closest('style, title, desc, script')) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const size = parseFloat(getComputedStyle(walker.currentNode.parentElement).fontSize);
      for (const box of range.getClientRects()) {
        const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2, turned = box.height > 2 * size;
        found.push(turned ? {left: x - 0.47 * size, right: x + 0.47 * size, top: box.top, bottom: box.bottom, words}
          : {left: box.left, right: box.right, top: y - 0.47 * size, bottom: y + 0.47 * size, words});
      }
    }
    return found;
  };
  const check = (root, frame, pointed) => {
    const box = frame.getBoundingClientRect(), to = frame.getScreenCTM().inverse();
    for (const line of lines(root)) {
      let fits = line.left >= box.left - 0.5 && line.right <= box.right + 0.5
        && line.top >= box.top - 0.5 && line.bottom <= box.bottom + 0.5;
      if (fits && pointed) for (const x of [line.left, line.right]) for (const y of [line.top, line.bottom])
        fits &&= frame.isPointInFill(new DOMPoint(x, y).matrixTransform(to));
      if (!fits) out.push(line.words);
    }
  };
  for (const node of svg.querySelectorAll('g.node')) {
    const frame = node.querySelector('.label-container'), label = node.querySelector('.label, foreignObject, text');
    if (frame && label) check(label, frame, frame.isPointInFill && frame.tagName !== 'g');
  }
  for (const lane of svg.querySelectorAll('g.cluster')) {
    const frame = lane.querySelector('rect.swimlane-title') ?? lane.querySelector('rect');
    const label = lane.querySelector('.cluster-label');
    if (frame && label) check(label, frame, false);
  }
  texts.push(...lines(svg).filter(line => line.right > line.left));
  for (let n = 0; n < texts.length; n++) for (let m = 0; m < n; m++) {
    const a = texts[n], b = texts[m];
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5) on.push(a.words + ' / ' + b.words);
  }
  return {texts: texts.length, out, on};
}
"""


def start_mermaid(page: Page) -> None:
    """Load Mermaid into a page, as its manual says."""
    page.set_content('<div id="place"></div>')
    page.add_script_tag(path=str(node_modules() / "mermaid" / "dist" / "mermaid.min.js"))
    page.evaluate("mermaid.initialize({startOnLoad: false, maxTextSize: 1e6, maxEdges: 5000})")


def frames_in_mermaid(page: Page, source: str) -> Found:
    """The same of Mermaid's drawing: lines of text in the frames of nodes, and names in their lanes."""
    found = page.evaluate(_MEASURE_MERMAID, source)
    return Found(found["texts"], found["out"], found["on"])


def frames_of_texts(page: Page, svg: str, family: str = "") -> Found:
    """Measure one drawing; ``family`` replaces its fonts, as a computer without them would."""
    found = page.evaluate(_MEASURE, [svg, family])
    return Found(found["texts"], found["out"], found["on"])
