// What JupyterLab activates: the course, and silence where it would speak English about a lost connection.
import { quieten } from "./calm.js";
import { Connection } from "./connection.js";
import { Course } from "./course.js";
import { openHome } from "./home.js";
import { Page } from "./page.js";

export async function plugins(shared) {
  const [application, notebook, documents, cells, widgets, coreutils] = await Promise.all(
    [
      "@jupyterlab/application",
      "@jupyterlab/notebook",
      "@jupyterlab/docmanager",
      "@jupyterlab/cells",
      "@lumino/widgets",
      "@jupyterlab/coreutils",
    ].map(shared),
  );
  const lab = { ...application, ...notebook, ...documents, ...cells, ...widgets, ...coreutils };

  const connectionLost = {
    id: "kaizen:connection-lost",
    autoStart: true,
    provides: lab.IConnectionLost,
    // The bar of the page says it, in Japanese.
    activate: () => async () => {},
  };

  const course = {
    id: "kaizen:course",
    autoStart: true,
    requires: [lab.INotebookTracker, lab.IDocumentManager, lab.ILabShell],
    activate: (app, tracker, manager, shell) => {
      quieten(app, shell);
      const settings = app.serviceManager.serverSettings;
      const connection = new Connection(settings);
      const known = new Course({ lab, app, manager, shell, settings, connection });
      const pages = new Map();
      tracker.widgetAdded.connect((_, panel) => {
        const page = new Page(lab, panel, known);
        pages.set(panel, page);
        panel.disposed.connect(() => pages.delete(panel));
      });
      known.pageOf = (panel) => pages.get(panel);
      app.restored.then(() => openHome(known));
    },
  };

  return [connectionLost, course];
}
