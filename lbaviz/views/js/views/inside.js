// "Look inside": embedding, confusion, neighbours and layers beside each other, the least visited images below; one
// selection, one time. Of a run without labels the clusters below, and a confusion where classes are known.
import { h, onResize } from "../dom.js";
import { confusionView } from "./confusion.js";
import { embeddingView } from "./embedding.js";
import { exemplarsView, hasClusters } from "./exemplars.js";
import { headerView } from "./header.js";
import { nothingRecorded } from "./inspected.js";
import { layersView } from "./layers.js";
import { neighborsView } from "./neighbors.js";
import { timeView } from "./time.js";
import { visitsView } from "./visits.js";

/** The views alone, for the dashboard's second tab; a sentence where nothing was recorded. */
export function insideBody(host, hub) {
  const empty = h("p", { class: "lba-nothing", "data-testid": "inside-empty", hidden: true });
  const clusters = hasClusters(hub.get("about"));
  const root = h("div", { class: `lba-inside${clusters ? " has-clusters" : ""}` });
  const below = h("div", {});
  host.append(empty, root, below);
  const column = h("div", { class: "lba-inside-side" });
  const embedding = embeddingView(root, hub);
  const parts = [embedding, ...(clusters ? [] : [confusionView(root, hub)])];
  root.append(column);
  parts.push(neighborsView(column, hub), layersView(column, hub));
  if (clusters) parts.push(exemplarsView(below, hub), ...(hub.inspected().truth ? [confusionView(below, hub)] : []));
  parts.push(visitsView(below, hub));
  const draw = () => {
    const sentence = nothingRecorded(hub, "predictions");
    const nothing = Boolean(sentence) && (hub.inspected().n === 0 || !Object.keys(hub.get("probe_steps") ?? {}).length);
    empty.hidden = !nothing;
    root.hidden = below.hidden = nothing;
    empty.textContent = nothing ? sentence : "";
  };
  const desk = root.closest(".lbaviz");
  const fit = () => root.offsetHeight && desk.style.setProperty("--around", `${desk.offsetHeight - root.offsetHeight}px`);
  const offs = [...["about", "probe_steps"].map((topic) => hub.on(topic, draw)), onResize(desk, fit)];
  draw();
  return {
    points: embedding.points,
    redraw: () => parts.forEach((part) => part.redraw()),
    destroy() {
      offs.forEach((off) => off());
      parts.forEach((part) => part.destroy());
    },
  };
}

export function insideView(host, hub) {
  const root = h("div", { class: "lba-dashboard" });
  host.append(root);
  const parts = [headerView(root, hub)];
  const body = insideBody(root, hub);
  parts.push(body, timeView(root, hub));
  return {
    points: body.points,
    redraw: () => parts.forEach((part) => part.redraw?.()),
    destroy: () => parts.forEach((part) => part.destroy()),
  };
}
