// What a view shows, kept equal to the traits of its widget (NAMES), so that Python can draw it and knows what is chosen.
import { throttle } from "./dom.js";

const NAMES = ["step", "selected", "top_k", "threshold", "chosen", "query"];
const EVERY = 250; // ms: scrubbing needs no message for each frame

/** Follow the widget's traits into the hub and the hub into the traits; returns how to stop. No traits: nothing. */
export function shareState(source, hub) {
  const { shared } = source;
  if (!shared) return () => {};
  const labelled = () => (hub.get("about").samples ?? []).filter((sample) => sample.role === "a").length;
  const read = () => {
    const { looking, selection, k, threshold } = hub.view;
    const selected = selection === null ? null : selection.i + (selection.role === "b" ? labelled() : 0);
    const { chosen, query } = hub.view;
    return { step: looking, selected, top_k: Math.min(16, k), threshold, chosen: chosen?.positions ?? [], query };
  };
  const take = () => {
    const [step, at, k, threshold, chosen, query] = NAMES.map((name) => shared.get(name));
    const now = read();
    if (Number.isInteger(k) && k !== now.top_k) hub.set({ k });
    if (Number.isFinite(threshold) && threshold !== now.threshold) hub.set({ threshold });
    if (at !== undefined && at !== now.selected) {
      const n = labelled();
      hub.set({ selection: at === null ? null : at < n ? { role: "a", i: at } : { role: "b", i: at - n } });
    }
    const valid = (i) => Number.isInteger(i) && i >= 0 && i < hub.inspected().n;
    if (Array.isArray(chosen) && String(chosen) !== String(now.chosen)) {
      const positions = chosen.filter(valid);
      hub.set({ chosen: positions.length ? { positions, what: "chosen in Python" } : null });
    }
    if (query !== undefined && query !== now.query) hub.set({ query: valid(query) ? query : null });
    if (step !== undefined && step !== now.step) hub.look(step);
  };
  const give = throttle(() => shared.set(read()), EVERY);
  if (hub.views() > 1) give();
  else take();
  const offs = [...NAMES.map((name) => shared.on(name, take)), hub.on("view", () => give())];
  return () => offs.forEach((off) => off());
}
