// Runs the first code cell of the notebook that `lbaviz lab` opened, once per kernel, then saves it, so that
// a reloaded page shows the same live view. Only `lbaviz lab` makes JupyterLab look into this folder.
//
// JupyterLab loads extensions as module-federation containers; this one is written by hand, because a bundler
// would add ten thousand lines to these forty. init(scope) receives the modules that JupyterLab shares.
(() => {
  let shared;

  const load = async (name) => (await Object.values(shared[name])[0].get())();

  // A silent empty request does not count: 0 means that nobody has run a cell in this kernel yet.
  const isFresh = async (kernel) => {
    const reply = await kernel.requestExecute({ code: "", silent: true, store_history: false }).done;
    return reply.content.execution_count === 0;
  };

  const runFirstCell = async (panel, NotebookActions) => {
    await Promise.all([panel.context.ready, panel.sessionContext.ready, panel.revealed]);
    const kernel = panel.sessionContext.session?.kernel;
    const first = panel.content.widgets.findIndex((cell) => cell.model.type === "code");
    if (!kernel || first < 0 || !(await isFresh(kernel))) return;
    panel.content.activeCellIndex = first;
    await NotebookActions.run(panel.content, panel.sessionContext);
    await panel.context.save();
  };

  const extension = async () => {
    const { INotebookTracker, NotebookActions } = await load("@jupyterlab/notebook");
    const { PageConfig } = await load("@jupyterlab/coreutils");
    const path = PageConfig.getOption("lbavizStart");
    const activate = (app, tracker) => {
      tracker.widgetAdded.connect((_, panel) => {
        if (panel.context.path === path) runFirstCell(panel, NotebookActions);
      });
    };
    return { id: "lbaviz-start:plugin", autoStart: true, requires: [INotebookTracker], activate };
  };

  const init = (scope) => {
    shared = scope;
  };
  const get = async () => {
    const plugin = await extension();
    return () => ({ __esModule: true, default: plugin });
  };
  (window._JUPYTERLAB ??= {})["lbaviz-start"] = { init, get };
})();
