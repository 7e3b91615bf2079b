// A source (see lbaviz/views/js/README.md) that trains nothing and answers every command as a session would.
import { fakeProbes } from "./fake_probes.js";
import { fakeCurves, fakeRun } from "./fake_run.js";

const knob = (name, low, high, value, more) => ({ name, label: name.replace("_", " "), symbol: "", low, high, log: false, default: value, help: `what ${name} does`, ...more });
export const KNOBS = [
  knob("walker_weight", 0, 5, 1), knob("visit_weight", 0, 5, 1), knob("classification_weight", 0, 5, 1),
  knob("learning_rate", 1e-5, 0.1, 1e-3, { log: true }),
];

/** Digits drawn with the browser's own letters: uint8 (n, size, size, 1). */
export function drawDigits(labels, size = 8) {
  const big = document.createElement("canvas");
  big.width = big.height = 64;
  const small = document.createElement("canvas");
  small.width = small.height = size;
  const images = new Uint8Array(labels.length * size * size);
  const [a, b] = [big.getContext("2d", { willReadFrequently: true }), small.getContext("2d", { willReadFrequently: true })];
  labels.forEach((label, n) => {
    a.setTransform(1, 0, 0, 1, 0, 0);
    a.fillStyle = "black";
    a.fillRect(0, 0, 64, 64);
    a.setTransform(1, 0.1 * Math.sin(n * 7), 0.25 * Math.sin(n * 3), 1, 32, 34);
    a.font = `${n % 3 ? "" : "bold "}${58 + (n % 5)}px sans-serif`;
    a.textAlign = "center";
    a.textBaseline = "middle";
    a.fillStyle = "white";
    a.fillText(String(label % 10), 0, 0);
    b.drawImage(big, 0, 0, size, size);
    b.getImageData(0, 0, size, size).data.forEach((value, i) => i % 4 === 0 && (images[n * size * size + i / 4] = value));
  });
  return images;
}

/** options: fakeRun's, and {size, step, planned, state, steer, branches, events, every, pace, inspected: fakeProbes'}. */
export function fakeSource(options = {}) {
  const { size = 8, planned = 300, every = 10, state = "paused", steer = true, classes = 10 } = options;
  const run = fakeRun(options);
  const probes = options.inspected && fakeProbes({ classes, last: options.step ?? 0, ...options.inspected });
  const clusters = Boolean(options.inspected?.centroids); // a run without labels
  const samples = [...run.labelsA.map((label, index) => ({ role: "a", index, label })), ...run.labelsB.map((label, index) => ({ role: "b", index, label: options.unknown ? -1 : label }))];
  const listeners = new Map();
  const values = {
    about: {
      path: options.path ?? "fake/first-walk.lba", name: options.name ?? "first-walk.lba", method: "association", data: "digits", seed: 0, steps: planned, knobs: options.knobs ?? KNOBS,
      class_names: options.names ?? Array.from({ length: classes }, (_, c) => String(c)), n_labelled: run.labelsA.length, n_unlabelled: 1277, baseline: true, parent: null,
      image_shape: [size, size, 1], samples, ...(clusters && { method: "deep-clustering", sides: ["centroids", "images"] }), ...(probes && { inspected: { part: "validation", labels: probes.labels, ...(probes.domains && { domains: probes.domains, domain_names: ["mnist", "svhn"] }) } }),
    },
    inspected_images: probes && drawDigits(probes.labels, size), probe_steps: probes ? probes.steps : {},
    images: options.images ?? drawDigits(samples.map((one, i) => (i < run.labelsA.length ? run.labelsA[i] : run.labelsB[i - run.labelsA.length])), size),
    status: { state, step: options.step ?? 0, alive: true, error: options.error ?? null, steps_per_second: 58.2, looking_percent: 3.1, phase: options.phase ?? "training", pace: 10, open_end: true,
      test_error_shown: false, version: 0, scheduled: options.scheduled ?? [], released: options.released ?? [], knobs: Object.fromEntries(KNOBS.map((one) => [one.name, one.default])), note: options.note ?? null },
    events: options.events ?? [], frames: [], branches: options.branches ?? [], curves: {}, frame: null,
    capabilities: { naming: clusters, steer, branch: true, export: true, reason: steer ? "" : "this run has ended; branch from it to go on" },
  };
  const sent = [];
  const emit = (topic) => (listeners.get(topic) ?? []).forEach((callback) => callback());
  const put = (topic, value) => {
    values[topic] = value;
    emit(topic);
  };
  const status = (patch) => put("status", { ...values.status, ...patch, version: values.status.version + 1 });
  const event = (kind, detail) => put("events", [...values.events, { id: values.events.length + 1, step: values.status.step, kind, detail }]);
  function advance(n = 1) {
    for (let i = 0; i < n; i++) {
      const step = ++values.status.step;
      if (step % every === 0) values.frames.push(step);
    }
    put("frame", run.frame(values.status.step));
    put("frames", [...values.frames]);
    put("curves", fakeCurves(values.status.step, { planned, clusters }));
    status({});
  }
  for (let step = 0; step <= values.status.step; step += every) values.frames.push(step);
  values.frame = run.frame(values.status.step);
  values.curves = options.curves ?? fakeCurves(values.status.step, { planned, clusters });

  let lastDrag = null;
  const commands = {
    resume: () => status({ state: "running" }),
    pause: () => status({ state: "paused" }),
    stop: () => { status({ state: "stopped" }); put("capabilities", { ...values.capabilities, steer: false }); },
    step: ({ n }) => advance(n),
    pace: ({ value }) => status({ pace: value }),
    set({ knob: name, value, drag }) {
      const from = values.status.knobs[name];
      if (drag && drag === lastDrag) values.events[values.events.length - 1].detail.to = value;
      else event("knob", { knob: name, from, to: value });
      lastDrag = drag;
      status({ knobs: { ...values.status.knobs, [name]: value } });
    },
    undo() {
      const last = values.events.filter((one) => one.kind === "knob").pop();
      if (!last) return;
      event("knob", { knob: last.detail.knob, from: last.detail.to, to: last.detail.from });
      status({ knobs: { ...values.status.knobs, [last.detail.knob]: last.detail.from } });
    },
    name_cluster: ({ cluster, name }) => event("name_cluster", { cluster, name }),
    mark_wrong: ({ cluster, image, wrong }) => event("mark_wrong", { cluster, image, wrong }),
    show_test_error: () => put("curves", { ...values.curves, test_error: { step: [values.status.step], value: [22.4] } }) || status({ test_error_shown: true }),
    export: () => status({ note: "Wrote first-walk.html (4.2 MB). It contains pictures of the data." }),
  };
  const timer = setInterval(() => values.status.state === "running" && advance(1), options.interval ?? 100);
  return {
    get: (topic) => values[topic],
    on(topic, callback) {
      if (!listeners.has(topic)) listeners.set(topic, new Set());
      listeners.get(topic).add(callback);
      return () => listeners.get(topic).delete(callback);
    },
    send(command) {
      if (command.kind !== "visible") sent.push(command);
      commands[command.kind]?.(command);
    },
    frame: async (step) => run.frame(step),
    probe: async (name, step) => probes.probe(name, step),
    get capabilities() {
      return values.capabilities;
    },
    dispose: () => clearInterval(timer),
    sent, put, advance, run,
  };
}
