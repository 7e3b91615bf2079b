// What the views of one run on one page share: the source, the step looked at, the selection, the staged knobs.
import { frameAt, parseFrame } from "./frames.js";
import { knobsAt } from "./events.js";
import { inspectedReader } from "./inspected.js";
import { probeReader } from "./probes.js";

const TOPICS = ["about", "capabilities", "images", "status", "curves", "events", "frames", "branches", "connection", "inspected_images", "probe_steps"];
const KEPT = 200; // parsed frames in memory, about 60 kB each
const ENDED = new Set(["finished", "stopped", "failed", "interrupted"]);
const registry = (globalThis[Symbol.for("lbaviz")] ??= new Map());

function createHub(path) {
  const listeners = new Map();
  const sources = [];
  const offs = [];
  const cache = new Map();
  const hub = {
    path,
    frame: null, // the one shown
    // chosen: {positions, what} of inspected images; query: the one whose neighbours are shown; pointed: under the pointer
    view: { looking: null, selection: null, k: 5, threshold: 0, staged: {}, hoverStep: null, chosen: null, query: null, pointed: null },
    get: (topic) => sources[0]?.get(topic),
    send: (command) => sources[0]?.send(command),
    on(topic, callback) {
      if (!listeners.has(topic)) listeners.set(topic, new Set());
      listeners.get(topic).add(callback);
      return () => listeners.get(topic).delete(callback);
    },
    emit: (topic) => [...(listeners.get(topic) ?? [])].forEach((callback) => callback()),
    set(patch) {
      const changed = Object.keys(patch).some((name) => hub.view[name] !== patch[name]);
      Object.assign(hub.view, patch);
      if (changed) hub.emit("view");
    },
    ended: () => ENDED.has(hub.get("status")?.state),
    can: () => {
      const may = sources[0]?.capabilities ?? {};
      const reason = may.reason || "this run has ended; branch from it to go on";
      return { ...may, steer: Boolean(may.steer) && !hub.ended(), reset: Boolean(may.reset), reason };
    },
    /** The step that is shown: the one looked back at, else the newest. */
    step: () => hub.view.looking ?? hub.get("status")?.step ?? hub.frame?.step ?? 0,
    /** Knob values at the shown step, staged ones in front; undefined on a schedule that nobody recorded. */
    knobs() {
      const now = hub.get("status")?.knobs ?? {};
      if (hub.view.looking === null) return now;
      return { ...knobsAt(now, hub.get("events") ?? [], hub.view.looking), ...hub.view.staged };
    },
    look,
    /** Every step that can be looked back at: recorded frames and probes, rising. */
    steps() {
      const [frames, probes] = [hub.get("frames") ?? [], hub.get("probe_steps") ?? {}];
      if (!Object.keys(probes).length) return frames;
      return [...new Set([...frames, ...Object.values(probes).flat()])].sort((x, y) => x - y);
    },
  };
  hub.inspected = inspectedReader(hub);
  hub.probes = probeReader(hub, (name, step) => sources[0]?.probe?.(name, step), () => hub.emit("probe"));

  function show(frame) {
    const about = hub.get("about");
    const known = about?.samples?.length;
    if (!frame || (known && known !== frame.nA + frame.nB)) return; // of another run: the rest is on its way
    hub.frame = frame;
    hub.emit("frame");
  }
  function read(bytes) {
    try {
      return parseFrame(bytes);
    } catch (error) {
      console.warn(`lbaviz: ${error.message}`);
      return null;
    }
  }
  function showLive() {
    if (hub.view.looking === null) show(read(hub.get("frame")));
  }

  let fetching = false;
  /** Look back at the recorded frame at or before `step`; null returns to the newest one. */
  function look(step) {
    const steps = hub.steps();
    const at = step === null || !steps.length ? null : frameAt(steps, step);
    if (at === hub.view.looking) return;
    hub.set(at === null ? { looking: null, staged: {} } : { looking: at });
    if (at === null) showLive();
    else fetchWanted();
  }
  async function fetchWanted() {
    const wanted = wish();
    if (wanted === undefined) return;
    if (cache.has(wanted)) return show(cache.get(wanted));
    if (fetching) return; // one request at a time; the newest wish is asked for when the answer is here
    fetching = true;
    try {
      const frame = read(await sources[0]?.frame(wanted));
      if (frame) cache.set(wanted, frame);
      if (cache.size > KEPT) cache.delete(cache.keys().next().value);
      if (frame && hub.view.looking !== null) show(frame); // back at the present: the answer is stale
    } catch (error) {
      console.warn(`lbaviz: ${error.message}`);
    } finally {
      fetching = false;
    }
    if (![undefined, wanted].includes(wish())) fetchWanted();
  }
  const wish = () => (hub.view.looking === null ? undefined : frameAt(hub.get("frames") ?? [], hub.view.looking));

  function follow(source) {
    offs.splice(0).forEach((off) => off());
    if (!source) return;
    const mine = () => source.get("about")?.path === path;
    for (const topic of ["about", "images", "inspected_images"]) offs.push(source.on(topic, hub.inspected.forget));
    for (const topic of TOPICS) offs.push(source.on(topic, () => mine() && hub.emit(topic)));
    offs.push(source.on("frame", () => mine() && showLive()));
    offs.push(source.on("about", () => mine() && showLive()));
    showLive();
  }
  hub.join = (source) => {
    sources.push(source);
    if (sources.length === 1) follow(source);
  };
  hub.views = () => sources.length;
  hub.leave = (source) => {
    const first = sources[0] === source;
    sources.splice(sources.indexOf(source), 1);
    if (first) follow(sources[0]);
    if (!sources.length) registry.delete(path);
  };
  return hub;
}

/** The hub of the source's run, shared by every view of that run on this page; hub.leave(source) when done. */
export function joinHub(source) {
  const path = source.get("about").path;
  if (!registry.has(path)) registry.set(path, createHub(path));
  const hub = registry.get(path);
  hub.join(source);
  return hub;
}
