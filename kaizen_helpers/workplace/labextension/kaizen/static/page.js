// One open notebook: its forms run by themselves, its code cells that are forms are not seen, its bar says how it is.
import { Bar } from "./bar.js";
import { formOf } from "./course.js";

const TEXT = {
  starting: "問題を用意しています…",
  waiting: "用意しています。できしだい、実行します。",
  restarting: "つなぎ直しています。書いたものはこの画面に残っています。",
  dead: "動きが止まりました。書いたものは残っています。「つなぎ直す」を押してください。",
  offline: "つながりが切れています。書いたものは残っています。黒い画面を閉じたときは、教材をもう一度開いてください。",
  other: "この画面は古くなりました。書いたものは残っています。この画面を閉じて、新しく開いた画面で続けてください。",
  unsaved: "この画面をまだ保存できていません。もう一度、自動で保存します。",
};

const SETTLED = 400;

export class Page {
  /** How the notebook's session is: "starting", "ok", "restarting" or "dead". */
  state = "ok";
  #lab;
  #panel;
  #course;
  #bar = null;
  #told = "";
  #ran = null;
  #running = null;
  /** Whether 「つなぎ直す」 was pressed while the server was away. */
  #waiting = false;

  constructor(lab, panel, course) {
    this.#lab = lab;
    this.#panel = panel;
    this.#course = course;
    this.#speakNoEnglish();
    panel.addClass("klab-undecided");
    panel.context.ready.then(() => this.#begin());
  }

  get #session() {
    return this.#panel.context.sessionContext;
  }

  async #begin() {
    const panel = this.#panel;
    const lesson = await this.#course.lessonOf(panel.context.path).catch(() => null);
    panel.removeClass("klab-undecided");
    if (!lesson || panel.isDisposed) return;
    panel.addClass("klab-page");
    panel.toolbar.hide();
    this.#bar = new Bar(this.#lab, this.#course, lesson, panel, () => this.reconnect(), () => this.#runSoon("run"));
    panel.contentHeader.insertWidget(0, this.#bar.widget);
    this.#name(lesson);
    this.#protect();
    panel.content.model.cells.changed.connect(() => this.#protect());
    this.#watch();
    panel.node.addEventListener("keydown", (event) => this.#key(event), true);
    if (this.#forms().length) this.#run();
  }

  /** JupyterLab's own dialogs about sessions and files are in English: the bar says it instead. */
  #speakNoEnglish() {
    const { context } = this.#panel;
    const session = context.sessionContext;
    session.statusChanged.disconnect(this.#panel._onSessionStatusChanged, this.#panel);
    session._displayKernelError = async () => this.#become("dead");
    context._handleError = async () => {
      if (this.#course.connection.state === "ok" && !this.#onlyForms) this.#tell("unsaved");
    };
    context.saveState.connect((_, state) => {
      if (state === "completed" && this.#told === "unsaved") this.#tell("");
    });
  }

  #name(lesson) {
    const { title, context } = this.#panel;
    // To JupyterLab a new label is a new file name.
    title.changed.disconnect(this.#panel._onTitleChanged, this.#panel);
    const kind = { [lesson.lecture]: "（講義）", [lesson.exercise]: "（演習）" }[context.path];
    if (!kind) return;
    const label = `${lesson.module.slice(0, 2)} ${lesson.title}${kind}`;
    const set = () => {
      if (title.label !== label) title.label = label;
      if (title.caption !== label) title.caption = label;
    };
    title.changed.connect(set);
    set();
  }

  /** The cells of our forms, the import first. */
  #forms() {
    return this.#panel.content.widgets
      .filter((cell) => cell.model.type === "code")
      .map((cell) => ({ cell, form: formOf(cell.model.sharedModel.getSource()) }))
      .filter(({ form }) => form >= 0)
      .sort((one, other) => Math.min(one.form, 1) - Math.min(other.form, 1))
      .map(({ cell }) => cell);
  }

  get #onlyForms() {
    return this.#panel.content.widgets.every(
      (cell) => cell.model.type !== "code" || formOf(cell.model.sharedModel.getSource()) >= 0,
    );
  }

  /** Forms show no code; text that came with the course stays text. */
  #protect() {
    const { widgets, node } = this.#panel.content;
    node.setAttribute("aria-label", this.#panel.title.label);
    const viewport = node.querySelector(".jp-WindowedPanel-viewport");
    viewport?.setAttribute("aria-label", "本文");
    viewport?.setAttribute("role", "group"); // JupyterLab says "feed", whose children would have to be articles
    const forms = this.#forms();
    for (const cell of widgets) {
      const form = forms.includes(cell);
      cell.toggleClass("klab-form", form);
      cell.node.setAttribute("aria-label", form ? "問題" : cell.model.type === "markdown" ? "説明" : "入力する枠");
      if (cell.model.type === "markdown" && !cell.model.getMetadata("nbgrader")?.solution) {
        cell.syncEditable = false; // so that the file is not changed by it
        cell.readOnly = true;
        cell.rendered = true;
      }
    }
    const onlyForms = this.#onlyForms;
    this.#bar.showRun(!onlyForms);
    // Nothing in such a file is the learner's, so a second window that saved it is no reason to ask.
    if (onlyForms) this.#panel.context.lastModifiedCheckMargin = Number.MAX_SAFE_INTEGER;
  }

  #watch() {
    const session = this.#session;
    const look = () => this.#look();
    session.statusChanged.connect(look);
    session.kernelChanged.connect(look);
    const forget = this.#course.connection.listen((state) => this.#connection(state));
    this.#panel.disposed.connect(forget);
    if (this.#course.connection.state !== "ok") this.#connection(this.#course.connection.state);
  }

  /** Something happened to the kernel: say it, and run the forms again when it is a new one. */
  #look() {
    const status = this.#session.kernelDisplayStatus;
    const kernel = this.#session.session?.kernel;
    if (status === "restarting" || status === "autorestarting") {
      this.#ran = null;
      this.#become("restarting");
    } else if (status === "dead") {
      this.#ran = null;
      this.#become("dead");
    } else if (!kernel && this.#ran !== null) {
      this.#ran = null;
      this.#become("dead");
    } else if (kernel && kernel.status === "idle" && this.#ran !== kernel.id) {
      this.#run();
    }
  }

  #connection(state) {
    if (state === "ok" && this.#waiting) {
      this.reconnect();
    } else if (state === "ok") {
      const kernel = this.#session.session?.kernel;
      if (kernel && kernel.connectionStatus !== "connected") kernel.reconnect().catch(() => {});
      this.#look();
    }
    this.#say();
    announce(state === "ok" ? this.state : "offline", state === "ok" ? this.#panel.node : null);
  }

  /** Run the forms of this notebook on its kernel, once. */
  #run() {
    this.#running ??= this.#runForms().finally(() => {
      this.#running = null;
      this.arrive();
    });
    return this.#running;
  }

  async #runForms() {
    const session = this.#session;
    if (this.state === "ok") this.#become("starting");
    await Promise.all([session.ready, this.#panel.revealed]);
    const kernel = session.session?.kernel;
    if (!kernel || this.#panel.isDisposed) return;
    this.#ran = kernel.id;
    try {
      await Promise.all(this.#forms().map((cell) => this.#lab.CodeCell.execute(cell, session)));
    } catch {
      if (this.#ran === null) return; // The kernel went away meanwhile; its successor runs them.
    }
    this.#become("ok");
    // The panels themselves are never saved; saving at once leaves nothing that a closing tab would ask about.
    if (this.#onlyForms) this.#panel.context.save().catch(() => {});
  }

  /** 「つなぎ直す」: a fresh start for the program behind the page. */
  async reconnect() {
    const session = this.#session;
    this.#ran = null;
    this.#become("restarting");
    this.#waiting = (await this.#course.connection.look()) !== "ok";
    if (this.#waiting) return; // The bar says so; when the server is back, this goes on.
    try {
      if (session.session?.kernel && session.kernelDisplayStatus !== "dead") await session.restartKernel();
      else await session.changeKernel({ name: "python3" });
    } catch {
      this.#become("dead");
      return;
    }
    this.#look();
  }

  /** JupyterLab forgets a cell that is run before there is a kernel, and says nothing: here it runs once there is one. */
  #key(event) {
    if (event.key !== "Enter" || !(event.shiftKey || event.ctrlKey) || event.isComposing) return;
    if (this.#session.session?.kernel || !event.target.closest(".jp-CodeCell") || event.target.closest(".kz-panel")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#runSoon(event.shiftKey ? "runAndAdvance" : "run");
  }

  async #runSoon(action) {
    const session = this.#session;
    const notebook = this.#panel.content;
    const { activeCellIndex } = notebook;
    if (!session.session?.kernel) {
      this.#tell("waiting");
      await session.ready;
      this.#tell("");
      notebook.activeCellIndex = activeCellIndex;
    }
    if (!this.#panel.isDisposed) this.#lab.NotebookActions[action](notebook, session);
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.#tell("");
    if (state !== "starting") announce(state, this.#panel.node);
  }

  #tell(what) {
    this.#told = what;
    this.#say();
  }

  #say() {
    const { state } = this.#course.connection;
    const what = state === "ok" ? (this.state === "ok" ? this.#told : this.state) : state;
    this.#bar?.say(TEXT[what] ?? "", what === "dead" || what === "offline" || what === "other");
  }

  /** Go to the exercise that was asked for, once the panels above it have taken their room. */
  arrive() {
    if (this.#ran === null || this.#running) return;
    const wanted = this.#course.takeWanted(this.#panel.context.path);
    if (wanted) setTimeout(() => this.#goTo(wanted), SETTLED);
  }

  #goTo(exercise) {
    if (this.#panel.isDisposed) return;
    const cells = this.#panel.content.widgets;
    const at = cells.findIndex((cell) => cell.model.sharedModel.getSource().trim() === `exercise("${exercise}")`);
    if (at < 0) return;
    const heading = cells[at - 1]?.model.type === "markdown" ? cells[at - 1] : cells[at];
    this.#panel.content.activeCellIndex = at;
    heading.node.scrollIntoView({ block: "start" });
  }
}

/** The panels listen to this; without a node it is about all of them. */
function announce(state, node) {
  window.dispatchEvent(new CustomEvent("kaizen:kernel", { detail: { state, node } }));
}
