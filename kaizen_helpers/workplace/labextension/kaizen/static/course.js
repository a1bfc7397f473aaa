// The modules of the course as the server knows them, and the ways between their pages.
import { fetchFrom } from "./connection.js";

const FORMS = [
  /^from kaizen_helpers import [\w, ]+$/,
  /^exercise\("[a-z0-9-]+"\)$/,
  /^hand_in\("\w+"\)$/,
  /^organisation_part\(\)$/,
];

/** The place of a cell's source among the forms that run by themselves: 0 is the import; -1 is somebody's code. */
export function formOf(source) {
  return FORMS.findIndex((form) => form.test(source.trim()));
}

export class Course {
  /** The last answer of kaizen/home. */
  home = null;
  pageOf = () => undefined;
  showHome = () => {};
  #reading = null;
  #wanted = new Map();

  constructor({ lab, app, manager, shell, settings, connection }) {
    Object.assign(this, { lab, app, manager, shell, settings, connection });
  }

  /** Ask the server anew. */
  async read() {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #read() {
    const reply = await fetchFrom(this.settings, "kaizen/home", { signal: AbortSignal.timeout(10000) });
    if (!reply.ok) throw new Error(`kaizen/home: ${reply.status}`);
    this.home = await reply.json();
    return this.home;
  }

  /** The module that a path belongs to, once the modules are known. */
  async lessonOf(path) {
    const home = this.home ?? (await this.read());
    return home.lessons.find((lesson) => path.startsWith(`${lesson.module}/`)) ?? null;
  }

  /** The module after this one. */
  after(lesson) {
    return this.home.lessons[this.home.lessons.indexOf(lesson) + 1] ?? null;
  }

  /** Open a page, and go to one of its exercises if one is named. */
  open(path, exercise = "") {
    if (exercise) this.#wanted.set(path, exercise);
    const panel = this.manager.openOrReveal(path);
    if (!panel) return;
    this.shell.activateById(panel.id);
    this.pageOf(panel)?.arrive(); // a page that is new goes there itself, once it is ready
  }

  /** The exercise that was asked for on a page, told once. */
  takeWanted(path) {
    const exercise = this.#wanted.get(path) ?? "";
    this.#wanted.delete(path);
    return exercise;
  }

  /** Hand in a module. */
  async handIn(module, seat) {
    const reply = await fetchFrom(this.settings, "kaizen/hand-in", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ module, seat }),
    });
    if (!reply.ok) throw new Error(`kaizen/hand-in: ${reply.status}`);
    return reply.json();
  }
}
