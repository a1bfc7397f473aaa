// The drawing of the answer so far. It stands beside the table where there is room.
import { button, element } from "./dom.js";

export function drawingView(model, panel) {
  const paper = element("div", { class: "kz-paper", tabindex: "0", role: "group", "aria-label": "業務フロー図" });
  const size = button("図を大きく見る", () => {
    const large = panel.node.classList.toggle("kz-large");
    size.textContent = large ? "図を元の大きさに" : "図を大きく見る";
    size.setAttribute("aria-pressed", String(large));
  }, { "aria-pressed": "false" });
  const node = element("figure", { class: "kz-drawing" }, element("figcaption", {}, "図（表に書くと変わります）", size), paper);
  return { node, show: () => (paper.innerHTML = model.get("drawing")) };
}
