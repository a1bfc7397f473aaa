// A table of cells. One that grows is a table of steps: its rows can be added, moved and taken out.
import { button, element, freshId } from "./dom.js";
import { LONGEST, choiceList, setText } from "./fields.js";
import { isTable, oneLine, parseCells, pasteCells } from "./paste.js";

const NUMBER_WIDTH = "3.6em";
const LEAST_WIDTH = "4em";

/** Where the page is narrow the columns are too, those that are only read the most: what is filled in stays in sight. */
const squeezable = ({ given, width }) => `max(min(${LEAST_WIDTH}, ${width}), ${width} * var(${given ? "--kz-read" : "--kz-write"}, 1))`;
const PATIENCE = 3000;
const NO_REPLY = "いまは行を動かせません。つながってから、もう一度押してください。";

export function tableField(input, panel) {
  return new Table(input, panel);
}

class Table {
  undoes = true;
  #input;
  #panel;
  #table = element("table", { class: "kz-table" });
  #widths = element("colgroup");
  #body = element("tbody");
  #head = element("tr");
  #controls = [];
  #row = 0;
  #wide = false;
  #columns = [];
  #asked = null;
  #notes = {};

  constructor(input, panel) {
    this.#input = input;
    this.#panel = panel;
    this.#table.append(element("caption", {}, input.label), this.#widths, element("thead", {}, this.#head), this.#body);
    this.node = element("div", { class: "kz-field" }, input.grows ? this.#bar() : null, element("div", { class: "kz-scroll", role: "group", "aria-label": input.label }, this.#table));
    this.node.addEventListener("focusin", (event) => this.#mark(event.target));
    this.node.addEventListener("keydown", (event) => this.#key(event));
    this.node.addEventListener("paste", (event) => this.#paste(event));
    panel.onMessage((message) => this.#reply(message));
  }

  get #rows() {
    return this.#panel.answers.value[this.#input.name];
  }

  // Showing

  show(rows) {
    const columns = this.#input.columns.filter((one) => !one.later || this.#wide || rows.some((row) => row[one.key]));
    if (columns.length !== this.#columns.length || rows.length !== this.#controls.length) this.#build(rows, columns);
    rows.forEach((row, index) => {
      this.#columns.forEach(({ key, given }) => {
        const control = this.#controls[index][key];
        if (given) control.textContent = row[key];
        else setText(control, row[key] ?? "");
      });
    });
    this.#markRow(Math.min(this.#row, rows.length - 1));
    this.showNotes(this.#notes);
  }

  #build(rows, columns) {
    this.#columns = columns;
    const more = this.#input.columns.length > columns.length;
    this.#head.replaceChildren(
      element("th", { scope: "col", class: "kz-number" }, "番号"),
      ...columns.map((one) => element("th", { scope: "col" }, one.key)),
    );
    const widths = [NUMBER_WIDTH, ...columns.map(squeezable)];
    this.#widths.replaceChildren(...widths.map((width) => element("col", { style: `width:${width}` })));
    const whole = `calc(${widths.join(" + ")})`;
    this.#table.style.width = this.#input.grows ? `max(100%, ${whole})` : whole;
    if (this.more) this.more.hidden = !more;
    this.#controls = rows.map(() => ({}));
    this.#body.replaceChildren(...rows.map((_row, index) => this.#line(index)));
  }

  #line(index) {
    const cells = this.#columns.map((column) => {
      if (column.given) {
        const shown = element("td", { class: "kz-given" });
        this.#controls[index][column.key] = shown;
        return shown;
      }
      const control = this.#control(column, index);
      this.#controls[index][column.key] = control;
      return element("td", {}, control);
    });
    return element("tr", {}, element("th", { scope: "row", class: "kz-number" }, String(index + 1)), ...cells);
  }

  #control(column, index) {
    const place = `${this.#input.name}.${index}.${column.key}`;
    const named = { "aria-label": `${index + 1}行目 ${column.key}`, "data-place": place };
    const control = column.choices.length
      ? choiceList(column.choices, named)
      : element("textarea", { ...named, rows: "1", class: "kz-cell", maxlength: LONGEST, placeholder: column.placeholder, autocomplete: "off", spellcheck: "false" });
    control.addEventListener(column.choices.length ? "change" : "input", () => this.#write(index, column.key, control.value));
    return control;
  }

  #write(index, key, text) {
    const plain = oneLine(text);
    const rows = this.#rows.map((row, at) => (at === index ? { ...row, [key]: plain } : row));
    this.#panel.answers.set(this.#input.name, rows, `type ${this.#input.name}.${index}.${key}`);
  }

  showNotes(notes) {
    this.#notes = notes;
    this.#controls.forEach((row, index) => {
      for (const { key, given } of this.#columns) if (!given) this.#note(row[key], notes[`${this.#input.name}.${index}.${key}`] ?? "");
    });
  }

  #note(control, text) {
    let note = control.nextElementSibling;
    if (!note && !text) return;
    if (!note) {
      note = element("p", { class: "kz-note", id: freshId() });
      control.after(note);
      control.setAttribute("aria-describedby", note.id);
    }
    if (note.textContent !== text) note.textContent = text;
  }

  // The row that the buttons work on

  #mark(target) {
    const line = target.closest?.("tbody tr");
    if (line) this.#markRow([...this.#body.children].indexOf(line));
  }

  #markRow(index) {
    this.#row = Math.max(0, index);
    if (!this.#input.grows) return;
    [...this.#body.children].forEach((line, at) => {
      const here = at === this.#row;
      if (line.classList.contains("kz-here") !== here) line.classList.toggle("kz-here", here);
    });
    this.where.textContent = `${this.#row + 1}行目を`;
  }

  #bar() {
    this.where = element("span", { class: "kz-where" });
    this.more = button("列を増やす", () => this.#widen(), { hidden: true });
    return element(
      "div",
      { class: "kz-tools", role: "toolbar", "aria-label": "行の操作" },
      button("下に行を足す", () => this.#ask("insert", this.#row + 1), { title: "いまの行の下に1行足します（Ctrl + Enter）" }),
      element("span", { class: "kz-tools-part" }, this.where),
      button("上へ", () => this.#move(-1), { "aria-label": "上へ", title: "いまの行を上へ動かします（Alt + ↑）" }),
      button("下へ", () => this.#move(1), { "aria-label": "下へ", title: "いまの行を下へ動かします（Alt + ↓）" }),
      button("行を消す", () => this.#ask("delete", this.#row), { title: "いまの行を消します。「元に戻す」で戻せます" }),
      this.more,
    );
  }

  #widen() {
    this.#wide = true;
    this.show(this.#rows);
    this.#panel.answers.say("列を増やしました。書かない列は、空欄のままでかまいません。");
  }

  // Adding, moving and taking out rows: Python keeps the numbers in 「次」 right

  #move(by) {
    const to = this.#row + by;
    if (to >= 0 && to < this.#rows.length) this.#ask("move", this.#row, to);
    else this.#panel.answers.say(by < 0 ? "いちばん上の行です。" : "いちばん下の行です。");
  }

  #ask(op, at, to = 0) {
    if (this.#asked) return;
    if (op === "delete" && this.#rows.length === 1) {
      this.#panel.answers.say("最後の1行は消せません。書き直して使ってください。");
      return;
    }
    const ask = freshId();
    const key = this.#columnOf(document.activeElement) ?? this.#columns.find((one) => !one.given).key;
    const late = setTimeout(() => {
      this.#asked = null;
      this.#panel.answers.say(NO_REPLY);
    }, PATIENCE);
    this.#asked = { ask, op, at, to, key, late, rows: this.#rows };
    this.#panel.answers.ask({ kind: "rows", ask, name: this.#input.name, op, at, to, rows: this.#rows });
  }

  #reply(message) {
    const asked = this.#asked;
    if (message.kind !== "rows" || message.ask !== asked?.ask) return;
    clearTimeout(asked.late);
    this.#asked = null;
    if (message.problem) {
      this.#panel.answers.say(message.problem);
      return;
    }
    const rows = withOwnWords(asked, this.#rows, message.rows);
    this.#panel.answers.set(this.#input.name, rows);
    const { op, at, to, key } = asked;
    const row = op === "move" ? to : Math.min(at, rows.length - 1);
    this.#row = row;
    this.show(rows);
    this.focus(row, key);
    const said = {
      insert: `${at + 1}行目に、新しい行を足しました。`,
      delete: `${at + 1}行目を消しました。「元に戻す」で戻せます。`,
      move: `${at + 1}行目を、${to + 1}行目に動かしました。`,
    };
    this.#panel.answers.say(said[op]);
  }

  #columnOf(control) {
    return this.#columns.find(({ key }) => this.#controls[this.#row]?.[key] === control)?.key;
  }

  focus(row, key) {
    const control = this.#controls[row]?.[key];
    control?.focus();
    if (control?.select && control.tagName === "TEXTAREA") control.setSelectionRange(control.value.length, control.value.length);
  }

  // Keys and the clipboard

  #key(event) {
    const control = event.target;
    if (event.isComposing || event.keyCode === 229 || !control.dataset?.place) return;
    const key = this.#columnOf(control);
    if (!key) return;
    const go = (by) => this.focus(this.#row + by, key);
    const last = this.#row === this.#rows.length - 1;
    const grows = this.#input.grows;
    let act = null;
    if (event.key === "Enter" && event.ctrlKey && grows) act = () => this.#ask("insert", this.#row + 1);
    else if (event.altKey && event.key === "ArrowUp" && grows) act = () => this.#move(-1);
    else if (event.altKey && event.key === "ArrowDown" && grows) act = () => this.#move(1);
    else if (control.tagName === "SELECT" || event.altKey || event.ctrlKey || event.metaKey) return;
    else if (event.key === "Enter" && event.shiftKey) act = () => go(-1);
    else if (event.key === "Enter") act = () => (last && grows ? this.#ask("insert", this.#row + 1) : go(1));
    else if (event.key === "ArrowUp" && !event.shiftKey && atFirstLine(control)) act = () => go(-1);
    else if (event.key === "ArrowDown" && !event.shiftKey && atLastLine(control)) act = () => go(1);
    if (!act) return;
    event.preventDefault();
    act();
  }

  #paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const key = this.#columnOf(event.target);
    if (!key || !isTable(text)) return;
    event.preventDefault();
    const at = { row: this.#row, column: this.#columns.findIndex((one) => one.key === key) };
    const { rows, said } = pasteCells(this.#rows, this.#columns, parseCells(text), { ...at, grows: this.#input.grows, limit: this.#input.limit });
    this.#panel.answers.set(this.#input.name, rows);
    this.show(rows);
    this.focus(at.row, key);
    this.#panel.answers.say(said);
  }
}

/** The rows that Python answers, with what the person wrote while it did. */
export function withOwnWords({ op, at, to, rows: before }, now, made) {
  const placeOf = (index) => {
    if (op === "insert") return index >= at ? index + 1 : index;
    if (op === "delete") return index === at ? -1 : index > at ? index - 1 : index;
    if (index === at) return to;
    if (at < to) return index > at && index <= to ? index - 1 : index;
    return index >= to && index < at ? index + 1 : index;
  };
  const merged = made.map((row) => ({ ...row }));
  now.forEach((row, index) => {
    const place = placeOf(index);
    if (!before[index] || !merged[place]) return;
    for (const key of Object.keys(row)) if (row[key] !== before[index][key]) merged[place][key] = row[key];
  });
  return merged;
}

function atFirstLine(control) {
  return !control.value.slice(0, control.selectionStart).includes("\n") && (control.selectionStart === 0 || control.clientHeight < 48);
}

function atLastLine(control) {
  return control.selectionEnd === control.value.length || control.clientHeight < 48;
}
