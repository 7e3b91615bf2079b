// The bundle's two doors: the default export for anywidget, `mount` with a source for everybody else.
import { mount } from "./mount.js";
import { anywidgetSource } from "./sources/anywidget.js";
import { pageSource } from "./sources/page.js";
import { serverSource } from "./sources/server.js";

function render({ model, el }) {
  const view = model.get("view");
  const source = anywidgetSource(model);
  const other = view === "compare" ? anywidgetSource(model, "other_") : null;
  const unmount = mount(el, source, { view, other });
  return () => {
    unmount();
    source.dispose();
    other?.dispose();
  };
}

// A page that inlines this bundle says where its data is: <div data-lbaviz="server"> or data-lbaviz="<id of a JSON script>";
// data-run (and data-other) name one of several runs in that script, data-group (JSON) links views of different runs.
if (typeof document !== "undefined") {
  const payloads = {};
  for (const element of document.querySelectorAll("[data-lbaviz]")) {
    const { lbaviz: from, view, run, other, group } = element.dataset;
    const embedded = (path) => {
      payloads[from] ??= JSON.parse(document.getElementById(from).textContent);
      return pageSource(path === undefined ? payloads[from] : { ...payloads[from], current: path });
    };
    const source = from === "server" ? serverSource() : embedded(run);
    mount(element, source, { view, other: other === undefined ? null : embedded(other), group: group && JSON.parse(group) });
  }
}

export { anywidgetSource, mount, pageSource, serverSource };
export default { render };
