// The slim bar at the top of a course page: where else to go, how it is, and one button when it is stuck.
import { button, element } from "./dom.js";

const RECONNECT = "問題が出ないときや、保存できないときに押します。答えは消えません。";

export class Bar {
  #status = element("span", { class: "klab-bar-status", role: "status" });
  #run;

  constructor(lab, course, lesson, panel, reconnect, run) {
    const inLecture = panel.context.path === lesson.lecture;
    const [other, label] = inLecture ? [lesson.exercise, "演習"] : [lesson.lecture, "講義"];
    const next = course.after(lesson);
    this.#run = button("▶ 実行", run, { title: "選んでいる枠を動かします。", hidden: true });

    const bar = element(
      "nav",
      { class: "klab-bar", lang: "ja", "aria-label": "講座の移動" },
      button("ホーム", () => course.showHome()),
      other ? button(label, () => course.open(other), { title: `「${lesson.title}」の${label}を開きます。` }) : null,
      next ? button("次の章", () => course.open(next.lecture || next.exercise), { title: `次は「${next.title}」です。` }) : null,
      this.#run,
      this.#status,
      button("つなぎ直す", reconnect, { title: RECONNECT }),
    );
    this.widget = new lab.Widget({ node: bar });
  }

  /** Say a sentence; an empty one when all is well. */
  say(text, grave) {
    this.#status.textContent = text && grave ? `！ ${text}` : text;
    this.#status.classList.toggle("klab-grave", grave);
    this.widget.parent?.fit(); // on a narrow screen the sentence needs a line of its own
  }

  /** Whether there is code that the learner may run. */
  showRun(shown) {
    this.#run.hidden = !shown;
  }
}
