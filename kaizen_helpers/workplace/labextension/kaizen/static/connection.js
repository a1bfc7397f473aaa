// Whether the server is there. JupyterLab notices a closed connection, but not a server that hangs.

const EVERY = 5000;
const PATIENCE = 5000;

export class Connection {
  /** "ok", "offline", or "other": the course was started anew and this page belongs to the former run. */
  state = "ok";
  #settings;
  #listeners = new Set();
  #asking = null;

  constructor(settings) {
    this.#settings = settings;
    setInterval(() => document.visibilityState === "visible" && this.look(), EVERY);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.look());
  }

  /** Call with the new state at each change. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ask the server now; one question at a time. */
  look() {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask() {
    let state = "offline";
    try {
      const reply = await fetchFrom(this.#settings, "kaizen/alive", { signal: AbortSignal.timeout(PATIENCE) });
      state = reply.ok ? "ok" : reply.status === 403 ? "other" : "offline";
    } catch {
      // Nobody there, or too slow.
    }
    if (state !== this.state) {
      this.state = state;
      for (const listener of this.#listeners) listener(state);
    }
    return state;
  }
}

/** Fetch from our own pages of the server, as the person who is logged in. */
export function fetchFrom(settings, path, options = {}) {
  const headers = { ...options.headers };
  if (settings.token) headers.Authorization = `token ${settings.token}`;
  const proof = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
  if (proof) headers["X-XSRFToken"] = proof[1];
  return fetch(settings.baseUrl + path, { cache: "no-store", credentials: "same-origin", ...options, headers });
}
