// The learner's home page: what is next, how far each exercise is, handing in, what came back, and help.
import { button, element } from "./dom.js";

const HELP = [
  "まず「ヒント」を押します。何回開いても、評価は変わりません。",
  "それでも進まないときは、隣の人に聞くか、手を挙げて講師を呼びます。",
  "問題が出ないときや、保存できないときは、演習の画面の上にある「つなぎ直す」を押します。答えは消えません。",
  "終わるときは、この画面を閉じてから、黒い画面で Ctrl キーを押しながら C を押します。続きは、次に開いたときにできます。",
];
const REQUESTS = [
  "本物の個人情報や、外に出せない情報は入力しないでください。教材に出てくる人・団体・数字は、すべて架空です。",
  "結果は学習のためのものです。人事評価には使いません。",
];
const AWAY = "いまは、つながりが切れています。つながると、自動でここに出ます。書いた答えは残っています。";

/** Put the home page in front of all other tabs, and show it unless an address asked for another page. */
export function openHome(course) {
  const { lab, shell } = course;
  const page = new HomePage(course);
  const [first] = shell.widgets("main");
  shell.add(page.widget, "main", { activate: false, ...(first ? { mode: "tab-before", ref: first.id } : {}) });
  if (!/\/tree\/./.test(location.pathname)) shell.activateById(page.widget.id);
  course.showHome = () => shell.activateById(page.widget.id);
  return page;
}

class HomePage {
  #course;
  #body = element("div", { class: "klab-home-body" });
  #status = element("p", { class: "klab-home-status", role: "status" });
  #shown = "";
  /** What handing in said, by module: it stays when the page is drawn anew. */
  #said = new Map();

  constructor(course) {
    this.#course = course;
    const node = element("div", { class: "klab-home", lang: "ja", tabindex: "-1" }, this.#status, this.#body);
    this.widget = new course.lab.Widget({ node });
    this.widget.id = "kaizen-home";
    this.widget.title.label = "ホーム";
    this.widget.title.caption = "ホーム";
    this.widget.title.closable = false;
    this.widget.onAfterShow = () => this.refresh();
    this.widget.onAfterAttach = () => this.refresh();
    this.widget.onActivateRequest = () => node.contains(document.activeElement) || node.focus({ preventScroll: true });
    window.addEventListener("focus", () => this.widget.isVisible && this.refresh());
    course.connection.listen(() => this.refresh());
  }

  /** Ask the server, and draw what changed. */
  async refresh() {
    let home;
    try {
      home = await this.#course.read();
      this.#status.textContent = "";
    } catch {
      this.#status.textContent = AWAY;
      return;
    }
    const shown = JSON.stringify([home, [...this.#said]]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const focused = document.activeElement?.dataset?.key;
    this.#body.replaceChildren(...this.#draw(home));
    if (focused) this.#body.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  #draw(home) {
    return [
      element("h1", {}, "業務改善講座"),
      element("p", {}, "いつもの仕事を図にして、困りごとを見つけ、よくする方法を選ぶ講座です。プログラミングの知識はいりません。"),
      this.#next(home),
      ...home.lessons.map((lesson) => this.#lesson(lesson, home)),
      this.#returned(home),
      section("help", "困ったら", list(HELP)),
      section("requests", "お願い", list(REQUESTS)),
    ];
  }

  #next(home) {
    if (!home.lessons.length) {
      return section("next", "次にすること", element("p", {}, "教材がまだ届いていません。講師に声をかけてください。"));
    }
    if (!home.next) {
      const done = "必修の演習は、すべて「できた」になりました。自習の演習や、自分の業務の図に進めます。";
      return section("next", "次にすること", element("p", {}, done));
    }
    const { task, path, module } = home.next;
    const lesson = home.lessons.find((one) => one.module === module);
    const untouched = lesson.tasks.every((one) => one.word === "未着手");
    const read = untouched && lesson.lecture;
    return section(
      "next",
      "次にすること",
      element("p", { class: "klab-next" }, element("strong", {}, `${task.code} ${task.title}`), ` ${minutes(task)}`),
      element(
        "p",
        { class: "klab-buttons" },
        button("この演習を開く", () => this.#course.open(path, task.id), { class: "klab-button klab-main", "data-key": "next" }),
        read ? button("先に講義を読む", () => this.#course.open(lesson.lecture), { "data-key": "next-lecture" }) : null,
      ),
    );
  }

  #lesson(lesson, home) {
    const { module, title } = lesson;
    const open = (label, path, key) =>
      path ? button(label, () => this.#course.open(path), { "data-key": `${module}-${key}`, "aria-label": `${title}の${label}` }) : null;
    return section(
      module,
      `${module.slice(0, 2)} ${title}`,
      element("p", { class: "klab-buttons" }, open("講義を読む", lesson.lecture, "lecture"), open("演習を開く", lesson.exercise, "exercise")),
      lesson.problem ? element("p", { class: "klab-problem" }, `！ ${lesson.problem}`) : null,
      lesson.tasks.length ? this.#tasks(lesson) : null,
      lesson.exercise ? this.#handIn(lesson, home) : null,
    );
  }

  #tasks(lesson) {
    const rows = lesson.tasks.map((task) =>
      element(
        "tr",
        {},
        element(
          "th",
          { scope: "row" },
          link(`${task.code} ${task.title}`, () => this.#course.open(lesson.exercise, task.id), `task-${task.id}`),
        ),
        element("td", {}, task.required ? "必修" : "自習"),
        element("td", {}, minutes(task)),
        element("td", { class: "klab-state" }, element("span", { "aria-hidden": "true" }, `${task.symbol} `), task.word),
      ),
    );
    const heads = ["演習", "種類", "めやす", "いまの状態"].map((head) => element("th", { scope: "col" }, head));
    return element("table", { class: "klab-tasks" }, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
  }

  #handIn(lesson, home) {
    const { module, handed_in: made } = lesson;
    const id = `klab-seat-${module}`;
    const seat = home.seat ? null : element("input", { id, class: "klab-seat", inputmode: "numeric", placeholder: "例: 7", "data-key": id });
    const press = () => this.#make(module, home.seat || seat.value);
    const state = made ? `最後に作ったのは ${made.at} です。` : "まだ作っていません。";
    return element(
      "div",
      { class: "klab-hand-in" },
      element("p", {}, element("strong", {}, "提出: "), state, home.seat ? ` 座席番号 ${home.seat}` : ""),
      element(
        "p",
        { class: "klab-buttons" },
        ...(seat ? [element("label", { for: id }, "座席番号"), seat] : []),
        button("提出ファイルを作る", press, { "data-key": `${module}-hand-in`, "aria-label": `${lesson.title}の提出ファイルを作る` }),
      ),
      element("p", { class: "klab-said", role: "status" }, this.#said.get(module) ?? ""),
    );
  }

  async #make(module, seat) {
    try {
      const { made, sentence } = await this.#course.handIn(module, seat);
      this.#said.set(module, made ? `○ 「提出」フォルダに ${made} を作りました。${sentence}` : `！ ${sentence}`);
    } catch {
      this.#said.set(module, "！ まだ作れていません。つながりを確かめて、もう一度押してください。");
    }
    await this.refresh();
  }

  #returned(home) {
    const where = element("p", {}, "講師から「01_flow.html」のようなファイルが届いたら、", element("b", { class: "klab-place" }, home.place), " の中の「返却」フォルダに入れます。ここから開けるようになります。");
    if (!home.returned.length) return section("returned", "講師からの返却", element("p", {}, "まだありません。"), where);
    const papers = home.returned.map(({ name, path }) => {
      const href = `${this.#course.settings.baseUrl}files/${path.split("/").map(encodeURIComponent).join("/")}`;
      const title = home.lessons.find((lesson) => lesson.module === name)?.title;
      return element("a", { href, target: "_blank", rel: "noopener", "data-key": `paper-${name}` }, title ? `${title}（${name}）` : name);
    });
    return section("returned", "講師からの返却", element("ul", {}, ...papers.map((paper) => element("li", {}, paper))), where);
  }
}

function section(key, title, ...children) {
  const id = `klab-home-${key}`;
  return element("section", { class: `klab-section klab-section-${key}`, "aria-labelledby": id }, element("h2", { id }, title), ...children);
}

function list(items) {
  return element("ul", {}, ...items.map((item) => element("li", {}, item)));
}

function link(label, press, key) {
  return button(label, press, { class: "klab-link", "data-key": key });
}

function minutes(task) {
  return task.minutes ? `${task.minutes}分` : "";
}
