import assert from "node:assert/strict";
import { test } from "node:test";

import { calledByClass, cellName, cellSamples, confusionOf, surestMistakes } from "../../lbaviz/views/js/confusion.js";
import { joinHub } from "../../lbaviz/views/js/hub.js";
import { decades, histogramOf, layersOf, normsOf, warning } from "../../lbaviz/views/js/layers.js";
import { jsonOf, unpack } from "../../lbaviz/views/js/packing.js";
import { anywidgetSource } from "../../lbaviz/views/js/sources/anywidget.js";
import { pageSource } from "../../lbaviz/views/js/sources/page.js";
import { fakeProbes, packArrays } from "./fake_probes.js";
import { fakeRun } from "./fake_run.js";

const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const probes = fakeProbes({ n: 40, classes: 4, every: 20, last: 60, trouble: true });
// what numpy wrote: records.packing.pack({"a": np.array([[1, 2], [3, 4]], "u2"), "half": np.array([1], "f2"), "b": np.array([.5], "f4")})
const FROM_PYTHON = "rAAAAFt7Im5hbWUiOiAiYSIsICJkdHlwZSI6ICI8dTIiLCAic2hhcGUiOiBbMiwgMl0sICJhdCI6IDB9LCB7Im5hbWUiOiAiaGFsZiIsICJkdHlwZSI6ICI8ZjIiLCAic2hhcGUiOiBbMV0sICJhdCI6IDh9LCB7Im5hbWUiOiAiYiIsICJkdHlwZSI6ICI8ZjQiLCAic2hhcGUiOiBbMV0sICJhdCI6IDE2fV0gICABAAIAAwAEAAA8AAAAAAAAAAAAPw==";

function page(path, more = {}) {
  const run = fakeRun({ nA: 4, nB: 6, classes: 4 });
  const images = Uint8Array.from({ length: 40 * 4 }, (_, i) => (i * 37) % 251);
  return {
    about: { path, name: path, steps: 60, knobs: [], class_names: ["a", "b", "c", "d"], image_shape: [2, 2, 1], inspected: { part: "validation", labels: probes.labels },
      samples: Array.from({ length: 10 }, (_, i) => ({ role: i < 4 ? "a" : "b", index: i, label: 0 })) },
    images: base64(Uint8Array.from([...images.slice(4 * 7, 4 * 8), ...new Uint8Array(36).fill(255)])), inspected_images: base64(images),
    status: { state: "finished", step: 60, knobs: {} }, curves: {}, branches: [], events: [], frame_bytes: { 0: base64(run.frame(0)), 60: base64(run.frame(60)) },
    probe_bytes: Object.fromEntries(Object.entries(probes.steps).map(([name, steps]) => [name, Object.fromEntries(steps.map((step) => [step, base64(probes.probe(name, step))]))])), ...more,
  };
}

test("named arrays from Python are read, kinds without an array in a browser are left out", () => {
  const arrays = unpack(Buffer.from(FROM_PYTHON, "base64"));
  assert.deepEqual([...arrays.a], [1, 2, 3, 4]);
  assert.deepEqual(arrays.a.shape, [2, 2]);
  assert.deepEqual([...arrays.b], [0.5]);
  assert.equal(arrays.half, undefined);
  assert.equal(unpack(null), null);
  assert.throws(() => unpack(Buffer.from(FROM_PYTHON, "base64").subarray(0, 190)), /cut off/);
});

test("JSON in an array of bytes; what is none does no harm", () => {
  const packed = unpack(packArrays({ x: { data: new TextEncoder().encode('{"perplexity":35}'), shape: [17] } }));
  assert.equal(jsonOf(packed.x).perplexity, 35);
  assert.equal(jsonOf(new TextEncoder().encode('{"kl":NaN}')), undefined);
});

test("an embedded page answers for its probes: the recorded step at or before", async () => {
  const source = pageSource(page("probes"));
  assert.deepEqual(source.get("probe_steps").predictions, [0, 20, 40, 60]);
  assert.deepEqual(Buffer.from(await source.probe("predictions", 59)), Buffer.from(probes.probe("predictions", 40)));
  assert.deepEqual(pageSource(page("none", { probe_bytes: undefined })).get("probe_steps"), {});
});

test("a widget asks its kernel for a probe; the second run of one model has its own traits and messages", async () => {
  const [sent, listeners] = [[], new Set()];
  const model = { get: (name) => `value of ${name}`, on: (_, callback) => listeners.add(callback), off() {}, send: (message) => sent.push(message) };
  const [one, other] = [anywidgetSource(model), anywidgetSource(model, "other_")];
  assert.deepEqual([one.get("about"), other.get("about")], ["value of about", "value of other_about"]);
  const [first, second] = [one.probe("layers", 20), other.probe("layers", 40)];
  assert.deepEqual(sent.map(({ kind, name, step, run }) => [kind, name, step, run]), [["probe", "layers", 20, undefined], ["probe", "layers", 40, "other_"]]);
  const answer = ({ request }, value) => listeners.forEach((callback) => callback({ kind: "probe", request }, [new DataView(new Uint8Array([value]).buffer)]));
  answer(sent[1], 2);
  answer(sent[0], 1);
  assert.deepEqual([[...(await first)], [...(await second)]], [[1], [2]]);
});

test("the shown step decides which probe is shown; all recorded steps can be looked back at", async () => {
  const hub = joinHub(pageSource(page("steps")));
  let heard = 0;
  hub.on("probe", () => heard++);
  assert.deepEqual(hub.steps(), [0, 20, 40, 60]);
  assert.equal(hub.probes.now("predictions"), null, "it is on its way");
  await settled();
  assert.equal(hub.probes.now("predictions").step, 60);
  hub.look(39);
  assert.equal(hub.view.looking, 20);
  assert.equal(hub.probes.now("predictions").step, 60, "what was shown stays until the other is here");
  await settled();
  assert.equal(hub.probes.now("predictions").step, 20);
  assert.equal(heard, 2);
  assert.equal(hub.probes.now("projection-umap"), null);
  assert.equal(hub.frame.step, 0, "the walk recorded before it");
});

test("a probe that cannot be had is asked for once", async () => {
  const source = pageSource(page("lost"));
  let asked = 0;
  source.probe = async () => (asked++, Promise.reject(new Error("gone")));
  const hub = joinHub(source);
  const warn = console.warn;
  console.warn = () => {};
  for (let i = 0; i < 3; i++) hub.probes.now("layers"), await settled();
  console.warn = warn;
  assert.equal(asked, 1);
});

test("all steps of a probe come one by one, evenly thinned, first and last among them", async () => {
  const hub = joinHub(pageSource(page("all")));
  for (let i = 0; i < 6; i++) hub.probes.all("layers", 3), await settled();
  assert.deepEqual(hub.probes.all("layers", 3).map((one) => one.step), [0, 40, 60]);
  assert.deepEqual(hub.probes.all("projection-umap"), []);
});

test("an image that is in the walk as well is recognised by its pixels", () => {
  const hub = joinHub(pageSource(page("doubles")));
  assert.deepEqual([...hub.inspected.doubles()], [[0, 7]]);
});

test("confusion counts known labels; a cell knows its images, the surest first", () => {
  const [predicted, labels] = [Uint16Array.of(0, 1, 1, 2, 0), [0, 0, 0, 2, -1]];
  const { counts, totals, wrong, judged } = confusionOf(predicted, labels, 3);
  assert.deepEqual([...counts], [1, 2, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual([[...totals], wrong, judged], [[3, 0, 1], 2, 4]);
  assert.deepEqual(cellSamples(predicted, Float32Array.of(0, 0.2, 0.9, 0, 0), labels, 0, 1), [2, 1]);
  assert.deepEqual(surestMistakes(predicted, Float32Array.of(0, 0.2, 0.9, 0, 1), labels), [2, 1]);
  assert.equal(cellName(String, 4, 9), "taken 4 for 9");
  assert.equal(confusionOf(new Uint16Array(0), [], 3).judged, 0);
});

test("clusters are called by classes where these are known, else they stay clusters", () => {
  const truth = { labels: [0, 1, 1, 2], classes: 3, name: (c) => "abc"[c] };
  const inspected = { labels: [-1, -1, -1, -1], classes: 4, name: (c) => `cluster ${c}`, truth };
  const arrays = { predicted: Uint16Array.from([3, 0, 1, 1]), class_of: Int16Array.from([1, 2, 0, 0]) };
  const found = calledByClass(arrays, inspected);
  assert.deepEqual([[...found.predicted], found.labels, found.clusters, found.name(2)], [[0, 1, 2, 2], truth.labels, true, "c"]);
  assert.equal(confusionOf(found.predicted, found.labels, found.classes).wrong, 1);
  assert.equal(calledByClass({ predicted: arrays.predicted }, inspected).labels, inspected.labels, "an older recording");
});

test("layers: norms over the steps, histograms, and advice where gradients vanish", () => {
  const recorded = [0, 60].map((step) => ({ step, arrays: unpack(probes.probe("layers", step)) }));
  const { names, flags, layers } = layersOf(recorded[1].arrays);
  assert.deepEqual([names[0], layers], ["conv1_1", 8]);
  assert.equal(normsOf(recorded, "weight_norm", 2).value.length, 2);
  assert.equal(histogramOf(recorded[0].arrays, 1, 2).counts.length, 20);
  assert.match(warning(names, flags), /vanishing gradients in conv1_1, conv1_2.*lower the learning rate, use fewer layers, or add batch normalisation/);
  assert.equal(warning(names, names.map(() => "")), "");
  const { low, high } = decades([0, NaN, 1e-4, 10]);
  assert.ok(low < -4 && high > 1 && high < 1.2);
  assert.deepEqual(decades([0]), { low: -1, high: 0 });
});

test("two domains have names, told apart where they are the same; a run of one domain has none", () => {
  const of = (path, more) => {
    const run = page(path);
    return joinHub(pageSource({ ...run, about: { ...run.about, inspected: { ...run.about.inspected, ...more } } })).inspected();
  };
  const domains = probes.labels.map((_, i) => Number(i >= 20));
  const pair = of("pair.lba", { domains, domain_names: ["mnist", "svhn"] });
  assert.deepEqual([pair.domains, pair.domain(19), pair.domain(20)], [["mnist", "svhn"], 0, 1]);
  assert.deepEqual(of("own.lba", { domains, domain_names: ["own", "own"] }).domains, ["own (source)", "own (target)"]);
  const one = of("one.lba", {});
  assert.deepEqual([one.domains, one.domain(20)], [null, 0]);
});
