// What JupyterLab shows around the pages, reduced to what a learner needs. Settings do most of it; this is the rest.

const NAME = "業務改善講座";

export function quieten(app, shell) {
  document.documentElement.lang = "ja";
  document.body.classList.add("klab-calm");
  document.title = NAME;
  new MutationObserver(() => {
    if (document.title !== NAME) document.title = NAME;
  }).observe(document.querySelector("title"), { childList: true });

  // The browser's own menu can copy and paste, in Japanese; JupyterLab's is about cells.
  window.addEventListener("contextmenu", (event) => event.stopImmediatePropagation(), true);

  // Without its top panel JupyterLab does not notice by itself that a side panel took or gave room.
  document.addEventListener("click", (event) => {
    if (event.target.closest(".jp-SideBar")) setTimeout(() => window.dispatchEvent(new Event("resize")), 50);
  });

  app.restored.then(() => {
    for (const link of document.querySelectorAll(".skip-link")) link.textContent = "本文へ進む";
    const skip = document.querySelector(".jp-skiplink-wrapper");
    skip?.setAttribute("role", "navigation");
    skip?.setAttribute("aria-label", "本文へ");
    for (const widget of shell.widgets("top")) widget.hide();
    for (let top = [...shell.widgets("top")][0]; top; top = top.parent) {
      if (top.id === "jp-top-panel") top.hide();
    }
  });
}
