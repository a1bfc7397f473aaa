// Undo and redo of whole answers. Answers are never changed in place, so that the past can be kept as it was.

const MOST_STEPS = 300;
const PAUSE = 1500;

export class History {
  #past = [];
  #future = [];
  #step = "";
  #time = 0;

  /** Note an answer before it changes. The same `step` again without a pause is one step: typing in one cell. */
  record(before, step, now = Date.now()) {
    const goesOn = step && step === this.#step && now - this.#time < PAUSE && this.#past.length > 0;
    if (!goesOn) this.#past.push(before);
    if (this.#past.length > MOST_STEPS) this.#past.shift();
    this.#future = [];
    this.#step = step;
    this.#time = now;
  }

  /** The answer before the last step; undefined when there is none. */
  undo(present) {
    return this.#swap(this.#past, this.#future, present);
  }

  /** The answer that was undone last; undefined when there is none. */
  redo(present) {
    return this.#swap(this.#future, this.#past, present);
  }

  #swap(from, to, present) {
    if (!from.length) return undefined;
    to.push(present);
    this.#step = "";
    return from.pop();
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }
}
