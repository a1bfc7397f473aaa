// Sorting cards into boxes: drag them, or choose the box on the card.
import { element, freshId } from "./dom.js";
import { radio } from "./fields.js";

const PILE = "まだ分けていない";

export function cardsField(input, panel) {
  const { card, box, boxes } = input;
  const node = element("div", { class: "kz-field kz-cards" }, element("p", { class: "kz-label" }, input.label));
  const piles = new Map(["", ...boxes].map((name) => [name, pile(name || PILE)]));
  node.append(...[...piles.values()].map((one) => one.node));
  let cards = [];

  const rows = () => panel.answers.value[input.name];
  const put = (index, name) => {
    panel.answers.set(input.name, rows().map((row, at) => (at === index ? { ...row, [box]: name } : row)));
    panel.answers.say(`「${rows()[index][card]}」を「${name || PILE}」に入れました。`);
    show(rows());
  };
  for (const [name, one] of piles) {
    one.node.addEventListener("dragover", (event) => event.preventDefault());
    one.node.addEventListener("dragenter", () => one.node.classList.add("kz-over"));
    one.node.addEventListener("dragleave", (event) => one.node.contains(event.relatedTarget) || one.node.classList.remove("kz-over"));
    one.node.addEventListener("drop", (event) => {
      event.preventDefault();
      one.node.classList.remove("kz-over");
      const index = cards.findIndex((made) => made.dragged);
      if (index >= 0) put(index, name);
    });
  }

  function make(row, index) {
    const group = freshId();
    const made = { dragged: false };
    made.radios = boxes.map((name) => radio(group, name, `${input.name}.${index}.${name}`, () => put(index, name)));
    made.node = element(
      "fieldset",
      { class: "kz-card", draggable: "true" },
      element("legend", {}, row[card]),
      element("div", { class: "kz-radios" }, ...made.radios.map((one) => one.label)),
    );
    made.node.addEventListener("dragstart", (event) => {
      made.dragged = true;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row[card]);
    });
    made.node.addEventListener("dragend", () => (made.dragged = false));
    return made;
  }

  function show(answer) {
    if (cards.length !== answer.length) cards = answer.map(make);
    const focused = node.contains(document.activeElement) ? document.activeElement : null;
    answer.forEach((row, index) => {
      const { node: shown, radios } = cards[index];
      radios.forEach((one, at) => (one.control.checked = boxes[at] === row[box]));
      const place = (piles.get(row[box]) ?? piles.get("")).list;
      if (shown.parentElement !== place) insertInOrder(place, shown, index);
    });
    keepFocus(focused);
    for (const [name, one] of piles) one.count(answer.filter((row) => (row[box] || "") === name).length);
  }

  function insertInOrder(place, shown, index) {
    const later = cards.slice(index + 1).find((made) => made.node.parentElement === place);
    const move = shown.isConnected && place.isConnected && place.moveBefore ? "moveBefore" : "insertBefore";
    place[move](shown, later ? later.node : null);
  }

  return { node, show, showNotes: () => {}, undoes: true };
}

/** Browsers without `moveBefore` take the focus from what is moved, and JupyterLab then gives it to the page. */
function keepFocus(focused) {
  if (!focused || document.activeElement === focused) return;
  focused.focus();
  setTimeout(() => focused.focus());
}

function pile(name) {
  const id = freshId();
  const count = element("span", { class: "kz-count" });
  const list = element("div", { class: "kz-pile-list" });
  const node = element("section", { class: "kz-pile", "aria-labelledby": id }, element("h4", { id }, `${name} `, count), list);
  return { node, list, count: (number) => (count.textContent = `${number}枚`) };
}
