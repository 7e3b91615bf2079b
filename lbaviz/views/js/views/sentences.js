// What is selected and where the keyboard went, in words (for the caption and for screen readers).
import { AB } from "../edges.js";
import { ordinal, percent, percentExact, walkSentence } from "../format.js";
import { walkShares } from "../walks.js";
import { sampleName } from "./thumbnail.js";

const name = (hub, role, i) => sampleName(hub.get("about"), role, i, hub.frame.nA);

/** The strongest few of [{i, p}] by labelled sample: “3” 41.2 %, “3” 12 %. */
const few = (hub, edges, end) =>
  [...edges].sort((x, y) => y.p - x.p).slice(0, 3).map((edge) => `${name(hub, "a", edge[end])} ${percent(edge.p)}`).join(", ");

/** The selected sample's walk, or null with nothing selected. */
export function samplesWalk(hub, labels, edges) {
  const { selection } = hub.view;
  const { frame } = hub;
  if (!selection || !frame) return null;
  if (selection.role === "a") {
    const label = labels.a[selection.i];
    return walkSentence(walkShares(frame, selection.i, label), label, hub.get("about").class_names ?? []);
  }
  const into = edges.filter((edge) => edge.kind === AB && edge.to === selection.i);
  const out = edges.filter((edge) => edge.kind !== AB && edge.from === selection.i);
  const who = into.length ? `visited from ${few(hub, into, "from")}` : "none of the edges shown leads here";
  const where = out.length ? `leads to ${few(hub, out, "to")}` : "none of its edges is shown";
  const sample = name(hub, "b", selection.i);
  return `${sample[0].toUpperCase()}${sample.slice(1)}: ${percent(frame.pVisit[selection.i])} of all visits; ${who}; ${where}`;
}

/** Where an arrow key led. */
export function stepsTaken(hub, target, trail) {
  const here = name(hub, target.role, target.i);
  if (!trail) return `${here}, ${{ a: "start", b: "turn", r: "return" }[target.role]}; Enter follows its walk, arrow down takes its strongest step`;
  const place = `${ordinal(trail.rank + 1)} of ${trail.list.length} steps shown`;
  return `${name(hub, trail.origin.role, trail.origin.i)} and ${here}: ${target.kind === AB ? "p(A→B)" : "p(B→A)"} ${percentExact(target.p)}, ${place}`;
}
