// The whole desk: who this is, what can be done, then the walk with its curves or the look inside; time below.
import { h } from "../dom.js";
import { associationView } from "./association.js";
import { controlsView } from "./controls.js";
import { curvesView } from "./curves.js";
import { headerView } from "./header.js";
import { insideBody } from "./inside.js";
import { returnsView } from "./returns.js";
import { tabList } from "./tabs.js";
import { timeView } from "./time.js";

export function dashboardView(host, hub) {
  const walk = h("div", { class: "lba-walk" });
  const side = h("div", { class: "lba-side" });
  const main = h("div", { class: "lba-main", role: "tabpanel", "aria-label": "the walk" }, walk, side);
  const within = h("div", { role: "tabpanel", "aria-label": "inside", hidden: true });
  const root = h("div", { class: "lba-dashboard" });
  host.append(root);
  let inside = null; // built when it is first looked at
  const tabs = tabList([["walk", "Walk"], ["inside", "Inside"]], (name) => {
    main.hidden = name !== "walk";
    within.hidden = name !== "inside";
    if (name === "inside") inside ??= insideBody(within, hub);
    root.dataset.tab = name;
  });
  const parts = [headerView(root, hub, tabs), controlsView(root, hub, { plain: true })];
  root.append(main, within);
  const association = associationView(walk, hub);
  parts.push(association, curvesView(side, hub), returnsView(side, hub), timeView(root, hub));
  const all = () => [...parts, ...(inside ? [inside] : [])];
  return {
    destroy: () => all().forEach((part) => part.destroy()),
    redraw: () => all().forEach((part) => part.redraw?.()),
    edges: association.edges,
    points: () => inside?.points() ?? [],
  };
}
