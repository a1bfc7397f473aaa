// A whole panel from plain data: question, inputs, drawing, buttons, saved state, verdict. Python decides everything.
import { block, button, element } from "./dom.js";
import { Answers, pageMemory } from "./answers.js";
import { choiceField, textField } from "./fields.js";
import { cardsField } from "./cards.js";
import { tableField } from "./table.js";
import { drawingView } from "./drawing.js";
import { dialogView } from "./dialog.js";

const KINDS = { text: textField, choice: choiceField, cards: cardsField, table: tableField };
const REMEMBERED = 30000;
const UNCHECKED = "答えが変わりました。もう一度「答え合わせ」を押してください。";

class Panel {
  #model;
  #stops = [];

  constructor(model) {
    this.#model = model;
    this.spec = model.get("spec");
    this.answers = new Answers(model);
    this.inputs = this.spec.inputs.map((input) => ({ name: input.name, ...viewOf(KINDS[input.kind](input, this)) }));
    this.drawing = this.spec.drawing ? drawingView(model, this) : null;
    this.dialog = dialogView(model, this.answers);
    this.node = this.#build();
    this.#connect();
    this.#showAll();
  }

  #on(name, call) {
    this.#model.on(name, call);
    this.#stops.push(() => this.#model.off(name, call));
  }

  onMessage(call) {
    this.#on("msg:custom", call);
  }

  #build() {
    const { spec } = this;
    this.told = element("div", { class: "kz-told", role: "status" });
    this.verdict = element("div", { class: "kz-verdict", "aria-live": "polite" });
    this.hints = element("div", { class: "kz-hints", "aria-live": "polite" });
    this.status = element("span", { class: "kz-status", role: "status" });
    this.remark = element("p", { class: "kz-remark", role: "status" });
    const inputs = element("div", { class: "kz-inputs" }, ...this.inputs.map((one) => one.node), this.#undoBar(), this.remark);
    // The drawing stands beside a narrow table, so that both are seen; a wide table needs the whole width.
    const beside = this.drawing && spec.beside;
    return element(
      "section",
      { class: "kz-panel", lang: "ja", "aria-label": spec.name },
      spec.heading ? element("h3", {}, spec.heading) : null,
      spec.question ? block(spec.question, { class: "kz-question" }) : null,
      spec.picture ? block(spec.picture, { class: "kz-paper kz-picture", tabindex: "0", role: "group", "aria-label": "問題の図" }) : null,
      element("div", { class: beside ? "kz-work kz-with-drawing" : "kz-work" }, inputs, this.drawing?.node ?? null),
      this.#buttons(),
      this.dialog.node,
      this.told,
      this.verdict,
      this.hints,
    );
  }

  #undoBar() {
    if (!this.inputs.some((one) => one.undoes)) return null;
    this.undo = button("元に戻す", () => this.answers.undo(), { title: "Ctrl + Z" });
    this.redo = button("やり直す", () => this.answers.redo(), { title: "Ctrl + Y" });
    return element("div", { class: "kz-tools" }, this.undo, this.redo);
  }

  #buttons() {
    const made = this.spec.buttons.map((one) => button(one.label, () => this.answers.press(one.id), { class: one.main ? "kz-button kz-main" : "kz-button" }));
    if (!made.length && !this.spec.saves) return null;
    return element("div", { class: "kz-buttons" }, ...made, this.spec.saves ? this.status : null);
  }

  #connect() {
    this.answers.onChange((what) => {
      if (what === "value") this.#showValue();
      if (what === "edit") this.#unchecked();
      this.#showStatus();
    });
    for (const name of ["verdict", "hints", "drawing", "dialog", "told", "notes"]) this.#on(`change:${name}`, () => this.#show(name));
    const { node, answers } = this;
    const heard = ({ detail }) => detail.node && !detail.node.contains(node) ? undefined : (answers.connection = detail.state);
    window.addEventListener("kaizen:kernel", heard);
    this.#stops.push(() => window.removeEventListener("kaizen:kernel", heard));
    node.addEventListener("compositionstart", () => (answers.composing = true), true);
    node.addEventListener("compositionend", () => setTimeout(() => (answers.composing = false)), true);
    node.addEventListener("keydown", (event) => this.#key(event));
    // JupyterLab looks for this mark from the focused element upwards, but only after its own selector did not match.
    node.addEventListener("focusin", (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true"));
    for (const name of ["focusin", "keyup", "input", "pointerup"]) node.addEventListener(name, (event) => this.#remember(event.target));
    node.addEventListener("focusout", (event) => event.relatedTarget && (pageMemory().focus = null));
  }

  // Showing

  #showAll() {
    for (const name of ["verdict", "hints", "drawing", "told", "notes"]) this.#show(name);
    this.#showValue();
    this.#showStatus();
    if (this.#model.get("dialog").id) this.dialog.show();
  }

  #showValue() {
    for (const one of this.inputs) one.show(this.answers.value[one.name]);
    if (this.undo) this.#showUndo();
  }

  #show(name) {
    const model = this.#model;
    if (name === "verdict") this.verdict.innerHTML = model.get("verdict").html ?? "";
    if (name === "verdict") this.#badges(model.get("verdict").badges ?? []);
    if (name === "hints") this.hints.innerHTML = model.get("hints");
    if (name === "drawing") this.drawing?.show();
    if (name === "dialog") this.dialog.show();
    if (name === "notes") for (const one of this.inputs) one.showNotes(model.get("notes"));
    if (name === "told") this.#showTold(model.get("told"));
  }

  #badges(badges) {
    this.verdict.prepend(...badges.map((text) => element("p", { class: "kz-badge" }, text)));
  }

  #showTold({ html, text }) {
    if (html) this.told.innerHTML = html;
    else this.told.textContent = text ?? "";
  }

  /** An answer that changed after its check: the old verdict goes at once, whether or not Python is there. */
  #unchecked() {
    if (this.undo) this.#showUndo();
    const verdict = this.#model.get("verdict");
    if (!verdict.word || this.verdict.querySelector(".kz-unchecked")) return;
    const title = element("p", {}, element("span", { "aria-hidden": "true" }, "－ "), element("strong", {}, "未確認"));
    this.verdict.replaceChildren(element("div", { class: "kz-unchecked" }, title, element("p", {}, UNCHECKED)));
    this.#badges(verdict.badges ?? []);
  }

  #showUndo() {
    this.undo.disabled = !this.answers.history.canUndo;
    this.redo.disabled = !this.answers.history.canRedo;
  }

  #showStatus() {
    const { text, grave } = this.answers.status;
    const shown = grave ? `！ ${text}` : text;
    if (this.status.textContent !== shown) this.status.textContent = shown;
    this.status.classList.toggle("kz-grave", grave);
    if (this.remark.textContent !== this.answers.remark) this.remark.textContent = this.answers.remark;
  }

  // Keys and focus

  #key(event) {
    if (event.isComposing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const dialog = event.target.closest(".kz-dialog");
    if (key === "s") this.answers.composing = false;
    else if (dialog) return;
    else if (key === "z" && !event.shiftKey) this.answers.undo();
    else if (key === "y" || key === "z") this.answers.redo();
    else return;
    event.preventDefault();
  }

  #remember(control) {
    const place = control.dataset?.place;
    if (!place) return;
    const caret = "selectionStart" in control ? [control.selectionStart, control.selectionEnd] : null;
    pageMemory().focus = { key: this.spec.key, place, caret, at: Date.now() };
  }

  /** After the page had to make this panel anew: back to where the person was writing. */
  takeFocus() {
    const { focus } = pageMemory();
    const away = document.activeElement === document.body || !document.activeElement || document.activeElement.contains(this.node);
    if (!focus || focus.key !== this.spec.key || Date.now() - focus.at > REMEMBERED || !away) return;
    const control = [...this.node.querySelectorAll("[data-place]")].find((one) => one.dataset.place === focus.place);
    control?.focus({ preventScroll: false });
    if (focus.caret?.[0] !== null && focus.caret && control?.setSelectionRange) control.setSelectionRange(...focus.caret);
  }

  end() {
    this.answers.end();
    for (const stop of this.#stops) stop();
  }
}

/** The parts of an input's view, whether it is a plain object or an instance of a class. */
function viewOf(view) {
  return { node: view.node, undoes: view.undoes ?? false, show: (value) => view.show(value), showNotes: (notes) => view.showNotes(notes) };
}

function render({ model, el }) {
  // A panel that was made anew closes the one before; where that one was still on its way here, nothing is left of it.
  const spec = model.get("spec");
  const value = model.get("value");
  if (!spec?.inputs || spec.inputs.some(({ name }) => value?.[name] === undefined)) return undefined;
  const panel = new Panel(model);
  el.append(panel.node);
  panel.answers.recover();
  requestAnimationFrame(() => panel.takeFocus());
  return () => panel.end();
}

export default { render };
