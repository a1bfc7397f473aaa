// The slim bar at the top of a course page: where else to go, how it is, and one button when it is stuck.

const RECONNECT = "問題が出ないときや、保存できないときに押します。答えは消えません。";

export class Bar {
  #status;
  #run;

  constructor(lab, course, lesson, panel, reconnect) {
    const bar = element("nav", "kz-bar");
    bar.lang = "ja";
    bar.setAttribute("aria-label", "講座の移動");
    const inLecture = panel.context.path === lesson.lecture;
    const [other, label] = inLecture ? [lesson.exercise, "演習"] : [lesson.lecture, "講義"];
    const next = course.after(lesson);

    bar.append(button("ホーム", () => course.showHome()));
    if (other) bar.append(button(`${label}へ`, () => course.open(other), `${lesson.title}の${label}を開きます`));
    if (next) {
      const path = next.lecture || next.exercise;
      bar.append(button("次へ", () => course.open(path), `次は「${next.title}」です`));
    }
    this.#run = button(
      "▶ 実行",
      () => lab.NotebookActions.run(panel.content, panel.context.sessionContext),
      "選んでいる枠を動かします",
    );
    this.#run.hidden = true;
    this.#status = element("span", "kz-bar-status");
    this.#status.setAttribute("role", "status");
    bar.append(this.#run, this.#status, button("つなぎ直す", reconnect, RECONNECT));

    this.widget = new lab.Widget({ node: bar });
  }

  /** Say a sentence; an empty one when all is well. */
  say(text, grave) {
    this.#status.textContent = text ? (grave ? `！ ${text}` : text) : "";
    this.#status.classList.toggle("kz-grave", grave);
  }

  /** Whether there is code that the learner may run. */
  showRun(shown) {
    this.#run.hidden = !shown;
  }
}

export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function button(label, press, title = "") {
  const made = element("button", "kz-button", label);
  made.type = "button";
  if (title) made.title = title;
  made.addEventListener("click", () => press());
  return made;
}
