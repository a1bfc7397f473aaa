// What was typed and is not yet known to be saved, in the browser's own storage: it survives a reload and a crash.
import { same } from "./dom.js";

const PREFIX = "kaizen-draft:";

/** The drafts of one panel. Where the browser has no storage, or it is full, there are none; nothing throws. */
export class Drafts {
  constructor(key, storage = browserStorage()) {
    this.prefix = `${PREFIX}${key}:`;
    this.storage = storage;
  }

  write(draft) {
    try {
      this.storage.setItem(this.prefix + draft.client, JSON.stringify(draft));
    } catch {
      // Full, or refused by the browser's settings: the answer is still on the screen.
    }
  }

  remove(client) {
    try {
      this.storage.removeItem(this.prefix + client);
    } catch {
      // As above.
    }
  }

  /** All drafts of this panel, the newest first. */
  all() {
    const found = [];
    try {
      for (let index = 0; index < this.storage.length; index += 1) {
        const name = this.storage.key(index);
        if (name.startsWith(this.prefix)) found.push(readDraft(this.storage.getItem(name)));
      }
    } catch {
      // As above.
    }
    return found.filter(Boolean).sort((one, other) => other.at - one.at);
  }
}

function browserStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function readDraft(text) {
  try {
    const draft = JSON.parse(text);
    const sound = typeof draft.client === "string" && draft.answer !== null && typeof draft.answer === "object";
    return sound ? { n: 0, base: 0, at: 0, ...draft } : null;
  } catch {
    return null;
  }
}

/**
 * What to do with drafts that screens before this one left behind. `apply`: it goes on from what is saved now, so it
 * is simply put back. `drop`: it says the same as what is saved. `give`: Python keeps it as an earlier answer.
 */
export function sortDrafts(drafts, { value, rev, by }) {
  const lastScreen = by.split(":")[0];
  const differing = drafts.filter((draft) => !same(draft.answer, value));
  const goesOn = (draft) => draft.base === rev || (lastScreen !== "" && draft.client === lastScreen);
  const apply = differing.find(goesOn) ?? null;
  return {
    apply,
    drop: drafts.filter((draft) => !differing.includes(draft)),
    give: differing.filter((draft) => draft !== apply),
  };
}
