// The container that JupyterLab loads. It is written by hand: the modules beside it are plain ES modules, no build.
(() => {
  const here = document.currentScript.src;
  let scope;

  /** A module that JupyterLab shares with its extensions, for example "@jupyterlab/notebook". */
  const shared = async (name) => {
    const [entry] = Object.values(scope[name]);
    return (await entry.get())();
  };

  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("style.css", here).href;
  document.head.append(style);

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB.kaizen = {
    init: async (given) => {
      scope = given;
    },
    get: async () => {
      const { plugins } = await import(new URL("plugins.js", here).href);
      const found = await plugins(shared);
      return () => ({ __esModule: true, default: found });
    },
  };
})();
