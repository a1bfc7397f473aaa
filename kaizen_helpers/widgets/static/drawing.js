// The drawing of the answer so far. It stands beside the table where there is room.
import { button, element } from "./dom.js";

export function drawingView(model, panel) {
  const caption = panel.spec.caption; // where what follows the answer is no flow
  const what = caption ? "" : "図を";
  const paper = element("div", { class: "kz-paper", tabindex: "0", role: "group", "aria-label": caption || "業務フロー図" });
  const size = button(`${what}大きく見る`, () => {
    const large = panel.node.classList.toggle("kz-large");
    size.textContent = large ? `${what}元の大きさに` : `${what}大きく見る`;
    size.setAttribute("aria-pressed", String(large));
  }, { "aria-pressed": "false" });
  const node = element("figure", { class: "kz-drawing" }, element("figcaption", {}, caption || "図（表に書くと変わります）", size), paper);
  return { node, show: () => (paper.innerHTML = model.get("drawing")) };
}
