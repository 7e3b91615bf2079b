// A recording embedded in a page (lbaviz/views/page.py): everything is here, nothing is asked of anybody.
import { copyBytes, fromBase64 } from "../bytes.js";
import { frameAt } from "../frames.js";

const REASON = "this is an exported page; open the recording itself with lbaviz watch to branch from it";
const TOPICS = ["about", "capabilities", "images", "status", "frames", "curves", "events", "branches", "frame", "inspected_images", "probe_steps"];
const asBytes = (value) => (typeof value === "string" ? fromBase64(value) : copyBytes(value));

/**
 * `payload` is one run {about, images, status, curves, events, branches, capabilities?, frame_bytes: {step: base64},
 * inspected_images?, probe_bytes?: {name: {step: base64}}}, or {runs: [run, ...], current: path} for a parent and its branches on one page. Bytes are base64 texts.
 */
export function pageSource(payload) {
  const runs = payload.runs ?? [payload];
  let run = runs.find((one) => one.about.path === payload.current) ?? runs[0];
  const listeners = new Map(TOPICS.map((topic) => [topic, new Set()]));
  const steps = (recorded) => Object.keys(recorded ?? {}).map(Number).sort((x, y) => x - y);
  const at = (recorded, step) => asBytes(recorded?.[frameAt(steps(recorded), step)]);
  const frame = (step) => at(run.frame_bytes, step);
  const capabilities = () => ({ steer: false, branch: false, export: false, open: runs.length > 1, reason: REASON, ...run.capabilities });
  return {
    get(topic) {
      if (topic === "images" || topic === "inspected_images") return asBytes(run[topic]);
      if (topic === "frames") return steps(run.frame_bytes);
      if (topic === "probe_steps") return Object.fromEntries(Object.entries(run.probe_bytes ?? {}).map(([name, one]) => [name, steps(one)]));
      if (topic === "frame") return frame(Infinity);
      if (topic === "capabilities") return capabilities();
      return run[topic];
    },
    on(topic, callback) {
      listeners.get(topic)?.add(callback);
      return () => listeners.get(topic)?.delete(callback);
    },
    send(command) {
      const other = command.kind === "open" && runs.find((one) => one.about.path === command.path);
      if (!other || other === run) return;
      run = other;
      for (const topic of TOPICS) listeners.get(topic).forEach((callback) => callback());
    },
    frame: async (step) => frame(step),
    probe: async (name, step) => at(run.probe_bytes?.[name], step),
    get capabilities() {
      return capabilities();
    },
    dispose() {},
  };
}
