// Single fields: a short or long text, and a choice.
import { element, freshId } from "./dom.js";

export const LONGEST = 2000;
const MOST_RADIOS = 5;
/** Choices up to this length stand beside each other, as many as fit. */
const SHORT = 20;

/** Set a text without moving the caret of somebody who is writing there. */
export function setText(control, text) {
  if (control.value !== text) control.value = text;
}

/** A text field. Its note says how a number was read. */
export function textField(input, panel) {
  const id = freshId();
  const made = input.long ? element("textarea", { rows: "3" }) : element("input", { type: "text" });
  const note = element("p", { class: "kz-note", id: `${id}-note` });
  made.id = id;
  made.className = input.long ? "kz-text kz-long" : "kz-text";
  made.maxLength = LONGEST;
  made.placeholder = input.placeholder;
  made.autocomplete = "off";
  made.dataset.place = input.name;
  made.setAttribute("aria-describedby", note.id);
  made.addEventListener("input", () => panel.answers.set(input.name, made.value, `type ${input.name}`));
  const node = element(
    "div",
    { class: "kz-field" },
    element("label", { for: id }, input.label),
    element("div", { class: "kz-control" }, made, input.unit ? element("span", { class: "kz-unit" }, input.unit) : null),
    note,
  );
  return {
    node,
    show: (text) => setText(made, text ?? ""),
    showNotes: (notes) => (note.textContent = notes[input.name] ?? ""),
  };
}

/** One out of a few: radio buttons, or a list where there are many. */
export function choiceField(input, panel) {
  return input.choices.length > MOST_RADIOS ? listField(input, panel) : radioField(input, panel);
}

function radioField(input, panel) {
  const group = freshId();
  const radios = input.choices.map((choice) => radio(group, choice, `${input.name}.${choice}`, () => panel.answers.set(input.name, choice)));
  const beside = input.choices.every((choice) => choice.length <= SHORT);
  const node = element(
    "fieldset",
    { class: "kz-field kz-choice" },
    element("legend", {}, input.label),
    element("div", { class: beside ? "kz-radios" : "" }, ...radios.map((one) => one.label)),
  );
  return {
    node,
    show: (chosen) => radios.forEach((one, index) => (one.control.checked = input.choices[index] === chosen)),
    showNotes: () => {},
  };
}

/** A radio button in its label. */
export function radio(group, text, place, choose) {
  const control = element("input", { type: "radio", name: group, "data-place": place });
  control.addEventListener("change", () => control.checked && choose());
  return { control, label: element("label", { class: "kz-radio" }, control, element("span", {}, text)) };
}

function listField(input, panel) {
  const id = freshId();
  const list = choiceList(input.choices, { id, "data-place": input.name });
  list.addEventListener("change", () => panel.answers.set(input.name, list.value));
  const node = element("div", { class: "kz-field" }, element("label", { for: id }, input.label), list);
  return { node, show: (chosen) => (list.value = chosen ?? ""), showNotes: () => {} };
}

/** A list to choose from; the first entry is no choice. */
export function choiceList(choices, attributes) {
  const options = ["", ...choices].map((choice) => element("option", choice ? { value: choice } : {}, choice || "（選ぶ）"));
  options[0].value = "";
  return element("select", { class: "kz-list", ...attributes }, ...options);
}
