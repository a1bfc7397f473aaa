// The answer on the screen, and the way it takes to Python: one change at a time, nothing forgotten on the way.
import { same } from "./dom.js";
import { Drafts, sortDrafts } from "./drafts.js";
import { History } from "./history.js";

const LATE = 3000;
const RETRY = 5000;
const SLOW = 400;
const AWAY = {
  restarting: "つなぎ直しています。書いたものはこの画面に残っています。",
  dead: "動きが止まりました。書いたものは残っています。上の「つなぎ直す」を押してください。",
  offline: "つながりが切れています。書いたものはこの画面に残っています。",
};

/** What all panels of a page share; each widget has a module of its own, so it hangs on the window. */
export function pageMemory() {
  window.__kaizen ??= { screens: {}, focus: null };
  return window.__kaizen;
}

function screenOf(key) {
  const screens = pageMemory().screens;
  screens[key] ??= { client: Math.random().toString(36).slice(2, 10), n: 0 };
  return screens[key];
}

export class Answers {
  /** What is on the screen. Never changed in place. */
  value;
  /** A passing remark that stands in for the status until the next change. */
  remark = "";
  history = new History();
  #model;
  #spec;
  #screen;
  #drafts;
  #base;
  #acknowledged;
  #flight = null;
  #problem = "";
  #connection = "ok";
  #retryAt = 0;
  #composing = false;
  #seen;
  #settling = false;
  #listeners = new Set();
  #stops = [];

  constructor(model) {
    this.#model = model;
    this.#spec = model.get("spec");
    this.#screen = screenOf(this.#spec.key || Math.random().toString(36));
    this.#drafts = this.#spec.saves ? new Drafts(this.#spec.key) : null;
    this.value = model.get("value");
    this.#seen = model.get("replaced");
    this.#base = model.get("rev");
    this.#acknowledged = this.#screen.n;
    for (const name of ["replaced", "saved"]) this.#listen(model, `change:${name}`, () => this.#settleSoon());
    this.#listen(model, "msg:custom", (message) => this.#hear(message));
    const tick = setInterval(() => this.#tick(), 250);
    const look = () => this.#spec.saves && model.send({ kind: "look" });
    window.addEventListener("focus", look);
    this.#stops.push(
      () => clearInterval(tick),
      () => window.removeEventListener("focus", look),
    );
  }

  #listen(model, name, call) {
    model.on(name, call);
    this.#stops.push(() => model.off(name, call));
  }

  /** Call `call(what)` whenever something changes: "value" (by Python, undo or a draft), "edit" or "status". */
  onChange(call) {
    this.#listeners.add(call);
  }

  #tell(what) {
    for (const call of this.#listeners) call(what);
  }

  end() {
    for (const stop of this.#stops) stop();
  }

  // Changes by the person

  /** Put another answer in place. The same `step` again is one step of undo. */
  edit(value, step = "") {
    if (same(value, this.value)) return;
    this.history.record(this.value, step);
    this.#put(value);
    this.#tell("edit");
  }

  /** Change the answer of one input. */
  set(name, answer, step = "") {
    this.edit({ ...this.value, [name]: answer }, step);
  }

  undo() {
    this.#go(this.history.undo(this.value), "元に戻しました。");
  }

  redo() {
    this.#go(this.history.redo(this.value), "やり直しました。");
  }

  #go(value, remark) {
    if (value === undefined) return;
    this.#put(value);
    this.say(remark);
    this.#tell("edit");
    this.#tell("value");
  }

  #put(value) {
    this.value = value;
    this.remark = "";
    this.#screen.n += 1;
    this.#writeDraft();
    this.#send();
    this.#tell("status");
  }

  #writeDraft() {
    const { client, n } = this.#screen;
    this.#drafts?.write({ client, n, base: this.#base, at: Date.now(), answer: this.value });
  }

  /** While letters are being composed they are kept as a draft, and not sent. */
  set composing(composing) {
    this.#composing = composing;
    if (!composing) this.#send();
  }

  get composing() {
    return this.#composing;
  }

  get unsaved() {
    return this.#screen.n > this.#acknowledged;
  }

  // To Python and back

  #send() {
    if (this.#composing || this.#flight || !this.unsaved) return;
    this.#post({ kind: "change" });
  }

  #post(message) {
    const { client, n } = this.#screen;
    this.#flight = { n, since: Date.now(), first: this.#flight?.first ?? Date.now(), message };
    this.#model.send({ ...message, client, n, base: this.#base, answer: this.value });
  }

  /** Press a button of the panel: it goes with the answer, and counts as a change until it is acknowledged. */
  press(button) {
    this.#screen.n += 1;
    this.#writeDraft();
    this.#post({ kind: "press", button, press: this.#screen.n });
    this.#tell("status");
  }

  /** Send a message that is no change. */
  ask(message) {
    this.#model.send({ ...message, client: this.#screen.client, n: this.#screen.n });
  }

  #settleSoon() {
    if (this.#settling) return;
    this.#settling = true;
    queueMicrotask(() => {
      this.#settling = false;
      this.#settle();
    });
  }

  #settle() {
    const saved = this.#model.get("saved");
    // Without a flight: what was refused before is settled now, by the person's choice between two answers.
    const awaited = this.#flight ? this.#flight.n : this.#acknowledged + 1;
    if (saved.client === this.#screen.client && saved.n >= awaited) this.#landed(saved);
    const replaced = this.#model.get("replaced");
    if (replaced !== this.#seen) {
      this.#seen = replaced;
      if (!this.unsaved) this.#adopt(this.#model.get("value"));
    }
    this.#tell("status");
  }

  #landed(saved) {
    this.#flight = null;
    this.#connection = "ok"; // who answers is there, whatever was heard before
    this.#problem = saved.problem;
    if (saved.problem) {
      this.#retryAt = Date.now() + RETRY;
      return;
    }
    this.#acknowledged = saved.n;
    this.#base = this.#model.get("rev");
    if (this.unsaved) this.#send();
    else this.#drafts?.remove(this.#screen.client);
  }

  #adopt(value) {
    this.#base = this.#model.get("rev");
    this.#problem = "";
    if (same(value, this.value)) return;
    this.history.record(this.value, "");
    this.value = value;
    this.#tell("value");
  }

  #tick() {
    const now = Date.now();
    if (this.#flight && now - this.#flight.since > LATE) this.#post(this.#flight.message);
    else if (this.#problem && now > this.#retryAt) (this.#retryAt = now + RETRY), this.#send();
    if (this.#flight) this.#tell("status");
  }

  #hear(message) {
    if (message.kind === "changed") this.#model.send({ kind: "look" });
    if (message.kind === "drafts-taken") for (const client of message.clients) this.#drafts?.remove(client);
  }

  /** How Python is, as JupyterLab sees it: "ok", "restarting", "dead" or "offline". */
  set connection(state) {
    this.#connection = state;
    this.#tell("status");
  }

  // Drafts of screens before this one

  /** Put back what a screen before this one could not save. */
  recover() {
    if (!this.#drafts) return;
    const all = this.#drafts.all();
    const mine = all.find((draft) => draft.client === this.#screen.client);
    const found = { value: this.value, rev: this.#base, by: this.#model.get("by") };
    const { apply, drop, give } = sortDrafts(all.filter((draft) => draft !== mine), found);
    for (const draft of drop) this.#drafts.remove(draft.client);
    const first = mine && !same(mine.answer, this.value) ? mine : apply;
    if (mine && first !== mine) this.#drafts.remove(mine.client);
    const others = first === mine && apply ? [apply, ...give] : give;
    if (first) {
      if (first === mine) this.#base = mine.base;
      this.edit({ ...first.answer });
      if (first !== mine) this.#drafts.remove(first.client);
      this.say("前回の書きかけを戻しました。");
      this.#tell("value");
    }
    if (others.length) this.#model.send({ kind: "drafts", drafts: others });
  }

  // What is said of it

  say(remark) {
    this.remark = remark;
    this.#tell("status");
  }

  /** The sentence beside the buttons, and whether it is a warning. */
  get status() {
    const late = this.#flight && Date.now() - this.#flight.first > LATE;
    if (this.unsaved && AWAY[this.#connection]) return { text: AWAY[this.#connection], grave: true };
    if (late) return { text: AWAY.offline, grave: true };
    if (this.#problem) return { text: this.#problem, grave: true };
    if (this.#flight && Date.now() - this.#flight.first > SLOW) return { text: "保存しています…", grave: false };
    const at = this.#model.get("saved").at;
    return { text: at ? `保存済み ${at}` : "入力すると、自動で保存します", grave: false };
  }
}
