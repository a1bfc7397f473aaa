// A question that the panel asks back, inside the panel: nothing else is blocked.
import { block, button, element, freshId } from "./dom.js";
import { radio } from "./fields.js";

const MOST_WORDS = 500;

export function dialogView(model, answers) {
  const node = element("div", { class: "kz-dialog-place" });
  let before = null;

  function show() {
    const dialog = model.get("dialog");
    if (!dialog.id) {
      const had = node.contains(document.activeElement);
      node.replaceChildren();
      if (had) before?.focus();
      return;
    }
    before = document.activeElement;
    const id = freshId();
    const text = dialog.field ? element("textarea", { id: `${id}-text`, rows: "3", maxlength: MOST_WORDS, class: "kz-text kz-long" }) : null;
    if (text) text.value = dialog.field.value;
    let item = "";
    const items = dialog.items.map((one) => radio(id, one.label, "", () => (item = one.id)).label);
    const press = (name) => answers.ask({ kind: "dialog", id: dialog.id, button: name, text: text?.value ?? "", item });
    const title = element("h4", { id, tabindex: "-1" }, dialog.title);
    const shown = element(
      "section",
      { class: "kz-dialog", role: "group", "aria-labelledby": id },
      title,
      block(dialog.html),
      items.length ? element("fieldset", { class: "kz-items" }, element("legend", {}, "選んでください"), ...items) : null,
      text ? element("div", { class: "kz-field" }, element("label", { for: text.id }, dialog.field.label), text) : null,
      element("div", { class: "kz-buttons" }, ...dialog.buttons.map((one) => button(one.label, () => press(one.id), { class: one.main ? "kz-button kz-main" : "kz-button" }))),
    );
    shown.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing && dialog.buttons.some((one) => one.id === "no")) press("no");
    });
    node.replaceChildren(shown);
    title.focus();
  }
  return { node, show };
}
