// What was recorded of the probes, at the step that is shown: asked for when a view wants it, kept for scrubbing.
import { frameAt } from "./frames.js";
import { unpack } from "./packing.js";

const KEPT = 600; // unpacked probes in memory; one of 1,000 images is 6 to 20 kB

/** Readers of the hub's probes; `ask(name, step)` promises bytes, `arrived()` is called when more is here. */
export function probeReader(hub, ask, arrived) {
  const cache = new Map(); // "name step" -> arrays, null where the answer was no use
  const shown = new Map(); // name -> {step, arrays}
  const busy = new Set();
  const key = (name, step) => `${name} ${step}`;
  const steps = (name) => hub.get("probe_steps")?.[name] ?? [];

  async function fetchOne(name, step) {
    busy.add(name);
    let arrays = null;
    try {
      arrays = unpack(await ask(name, step));
    } catch (error) {
      console.warn(`lbaviz: ${error.message}`);
    }
    busy.delete(name);
    cache.set(key(name, step), arrays);
    if (cache.size > KEPT) cache.delete(cache.keys().next().value);
    arrived();
  }
  return {
    steps,
    /** {step, arrays} at the shown step, or what was shown last while that is on its way; null without any. */
    now(name) {
      const step = frameAt(steps(name), hub.view.looking ?? Infinity);
      if (step === undefined) return null;
      const arrays = cache.get(key(name, step));
      if (arrays) shown.set(name, { step, arrays });
      else if (arrays === undefined && !busy.has(name)) fetchOne(name, step); // one at a time; the newest wish is next
      return shown.get(name) ?? null;
    },
    /** [{step, arrays}] of at most `most` steps, evenly chosen, first and last among them; those not here are asked for. */
    all(name, most = 60) {
      const recorded = steps(name);
      const n = Math.min(most, recorded.length);
      const wanted = Array.from({ length: n }, (_, i) => recorded[n === 1 ? 0 : Math.round((i * (recorded.length - 1)) / (n - 1))]);
      const missing = wanted.find((step) => cache.get(key(name, step)) === undefined);
      if (missing !== undefined && !busy.has(name)) fetchOne(name, missing);
      return wanted.map((step) => ({ step, arrays: cache.get(key(name, step)) })).filter((one) => one.arrays);
    },
  };
}
