// Put a view of a run into an element: theme, size class, sign of life, and a fresh start when another run is opened.
import { signsOfLife } from "./alive.js";
import { h, onResize } from "./dom.js";
import { joinHub } from "./hub.js";
import { joinGroup } from "./link.js";
import { shareState } from "./shared.js";
import { followTheme } from "./theme.js";
import { associationView } from "./views/association.js";
import { compareView } from "./views/compare.js";
import { confusionView } from "./views/confusion.js";
import { controlsView } from "./views/controls.js";
import { curvesView } from "./views/curves.js";
import { dashboardView } from "./views/dashboard.js";
import { embeddingView } from "./views/embedding.js";
import { exemplarsView } from "./views/exemplars.js";
import { insideView } from "./views/inside.js";
import { layersView } from "./views/layers.js";
import { neighborsView } from "./views/neighbors.js";
import { returnsView } from "./views/returns.js";
import { timeView } from "./views/time.js";
import base from "./css/base.css";
import charts from "./css/charts.css";
import controls from "./css/controls.css";
import graph from "./css/graph.css";
import inside from "./css/inside.css";
import parts from "./css/parts.css";
import time from "./css/time.css";

const VIEWS = {
  dashboard: dashboardView,
  association: associationView,
  compare: compareView,
  confusion: confusionView,
  controls: controlsView,
  curves: curvesView,
  embedding: embeddingView,
  exemplars: exemplarsView,
  inside: insideView,
  layers: layersView,
  neighbors: neighborsView,
  returns: returnsView,
  time: timeView,
};

/**
 * Show `options.view` (a name of VIEWS) of the source's run; returns how to take it away. `options.other` is the source
 * of the second run of "compare", `options.group` {id, step, selection, hover} links views of different runs (a source
 * may have it as a topic instead). element.__lbaviz is {hub, edges(), points()}: for tests, in client coordinates.
 */
export function mount(element, source, options = {}) {
  const build = VIEWS[options.view ?? "dashboard"];
  if (!build) throw new Error(`there is no view '${options.view}'; choose one of ${Object.keys(VIEWS).join(", ")}`);
  const stage = h("div", { class: "lba-stage" });
  // the attribute keeps JupyterLab's keyboard shortcuts away from keys that are meant for the view
  const root = h("div", { class: `lbaviz lba-${options.view ?? "dashboard"}-root`, "data-lm-suppress-shortcuts": "true" });
  root.append(h("style", { text: [base, controls, graph, charts, parts, inside, time].join("\n") }), stage);
  element.append(root);
  let hub = null;
  let view = null;
  let unshare = null;
  let unlink = null;
  let second = null; // the other run's hub
  const { other = null } = options;
  const pathOf = (one) => one?.get("about")?.path;

  function leave() {
    view?.destroy();
    unshare?.();
    unlink?.();
    hub?.leave(source);
    second?.leave(other);
    view = hub = unshare = unlink = second = null;
    stage.replaceChildren();
  }
  function enter() {
    const path = pathOf(source);
    if (hub && hub.path === path && second?.path === pathOf(other)) return;
    leave();
    if (!path || (other && !pathOf(other))) {
      stage.append(h("p", { class: "lba-waiting", text: "Waiting for the run …" }));
      return;
    }
    hub = joinHub(source);
    second = other && joinHub(other);
    view = build(stage, hub, { other: second, own: source.shared });
    unshare = shareState(source, hub);
    link();
    element.__lbaviz = root.__lbaviz = { hub, other: second, edges: () => view?.edges?.() ?? [], points: () => view?.points?.() ?? [] };
  }
  function link() {
    unlink?.();
    unlink = hub && joinGroup(hub, options.group ?? source.get("group"));
  }
  const offs = [
    source.on("about", enter),
    source.on("group", link) ?? (() => {}),
    other ? other.on("about", enter) : () => {},
    followTheme(root, () => view?.redraw?.()),
    onResize(root, (width) => {
      root.classList.toggle("is-huge", width >= 1640);
      root.classList.toggle("is-wide", width >= 1100);
      root.classList.toggle("is-narrow", width < 720);
      root.style.setProperty("--width", `${width}px`);
    }),
    signsOfLife(root, (command) => [source, other].forEach((one) => one?.send(command))),
  ];
  enter();
  return () => {
    offs.forEach((off) => off());
    leave();
    root.remove();
  };
}
