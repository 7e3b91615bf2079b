import assert from "node:assert/strict";
import { test } from "node:test";

import { joinHub } from "../../lbaviz/views/js/hub.js";
import { anywidgetSource } from "../../lbaviz/views/js/sources/anywidget.js";
import { pageSource } from "../../lbaviz/views/js/sources/page.js";
import { fakeRun } from "./fake_run.js";

const run = fakeRun({ nA: 4, nB: 6, classes: 2 });
const base64 = (buffer) => Buffer.from(buffer).toString("base64");
const about = (path) => ({ path, name: path, steps: 30, knobs: [], samples: Array.from({ length: 10 }, (_, i) => ({ role: i < 4 ? "a" : "b", index: i, label: 0 })) });
const page = (path) => ({
  about: about(path), images: base64(new Uint8Array([1, 2, 3])), status: { state: "finished", step: 30, knobs: { visit_weight: 0 } }, curves: {}, branches: [],
  events: [{ id: 1, step: 15, kind: "knob", detail: { knob: "visit_weight", from: 1, to: 0 } }],
  frame_bytes: { 0: base64(run.frame(0)), 10: base64(run.frame(10)), 30: base64(run.frame(30)) },
});
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

/** An anywidget model: traits, listeners, and what was sent. */
function fakeModel(traits) {
  const listeners = new Map();
  const of = (event) => listeners.get(event) ?? listeners.set(event, new Set()).get(event);
  return {
    sent: [],
    get: (name) => traits[name],
    set: (name, value) => (traits[name] = value),
    save_changes() {},
    on: (event, callback) => of(event).add(callback),
    off: (event, callback) => of(event).delete(callback),
    send(message) { this.sent.push(message); },
    emit: (event, ...values) => [...of(event)].forEach((callback) => callback(...values)),
    count: () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0),
  };
}

test("an anywidget model is a source: traits are topics, commands are messages", () => {
  const odd = new DataView(new Uint8Array([9, 1, 2, 3]).buffer, 1, 3);
  const model = fakeModel({ status: { step: 1 }, images: odd, capabilities: { steer: true } });
  const source = anywidgetSource(model);
  assert.deepEqual([...source.get("images")], [1, 2, 3]);
  assert.equal(source.capabilities.steer, true);
  let heard = 0;
  const off = source.on("status", () => heard++);
  model.emit("change:status");
  off();
  model.emit("change:status");
  assert.equal(heard, 1);
  source.send({ kind: "pause" });
  assert.deepEqual(model.sent, [{ kind: "pause" }]);
  source.dispose();
  assert.equal(model.count(), 0);
});

test("answers to frame requests find their request, in any order", async () => {
  const model = fakeModel({});
  const source = anywidgetSource(model);
  const [first, second] = [source.frame(10), source.frame(20)];
  const [one, two] = model.sent;
  assert.deepEqual([one.kind, one.step, two.step], ["frame", 10, 20]);
  const answer = (request, value) => model.emit("msg:custom", { kind: "frame", request }, [new DataView(new Uint8Array([0, value]).buffer, 1)]);
  answer(two.request, 20);
  answer(999, 0);
  answer(one.request, 10);
  assert.deepEqual([[...(await first)], [...(await second)]], [[10], [20]]);
});

test("an embedded page has everything and asks nobody", async () => {
  const source = pageSource({ runs: [page("one"), page("two")], current: "one" });
  assert.deepEqual(source.get("frames"), [0, 10, 30]);
  assert.deepEqual([...source.get("images")], [1, 2, 3]);
  assert.deepEqual([source.capabilities.steer, source.capabilities.branch, source.capabilities.open], [false, false, true]);
  assert.deepEqual(Buffer.from(await source.frame(25)), Buffer.from(run.frame(10)));
  let heard = 0;
  source.on("about", () => heard++);
  source.send({ kind: "open", path: "two" });
  source.send({ kind: "open", path: "nowhere" });
  assert.equal(heard, 1);
  assert.equal(source.get("about").path, "two");
  assert.equal(pageSource(page("alone")).capabilities.open, false);
});

test("views of one run share a hub until the last has left", () => {
  const [one, two] = [pageSource(page("shared")), pageSource(page("shared"))];
  const hub = joinHub(one);
  assert.equal(joinHub(two), hub);
  assert.notEqual(joinHub(pageSource(page("other"))), hub);
  hub.leave(one);
  assert.equal(hub.get("about").path, "shared");
  hub.leave(two);
  assert.notEqual(joinHub(one), hub);
});

test("looking back shows the recorded frame and the knobs of that step, and returns to the newest", async () => {
  const hub = joinHub(pageSource(page("time")));
  assert.deepEqual([hub.frame.step, hub.step(), hub.knobs().visit_weight], [30, 30, 0]);
  hub.look(14);
  await settled();
  assert.deepEqual([hub.frame.step, hub.step(), hub.knobs().visit_weight], [10, 10, 1]);
  hub.set({ staged: { visit_weight: 0.3 } });
  assert.equal(hub.knobs().visit_weight, 0.3);
  hub.look(null);
  assert.deepEqual([hub.frame.step, hub.knobs().visit_weight, hub.view.staged], [30, 0, {}]);
});

test("an answer that comes after the return to the present is dropped; only the newest wish is asked for", async () => {
  const source = pageSource(page("slow"));
  const waiting = [];
  source.frame = (step) => new Promise((resolve) => waiting.push({ step, answer: () => resolve(run.frame(step)) }));
  const hub = joinHub(source);
  hub.look(0);
  hub.look(10);
  hub.look(0);
  hub.look(10);
  assert.deepEqual(waiting.map((one) => one.step), [0]);
  waiting[0].answer();
  await settled();
  assert.deepEqual(waiting.map((one) => one.step), [0, 10]);
  hub.look(null);
  waiting[1].answer();
  await settled();
  assert.equal(hub.frame.step, 30);
});

test("a run that has ended cannot be steered, and says why", () => {
  const source = pageSource({ ...page("over"), capabilities: { steer: true, branch: true, reason: "" } });
  const hub = joinHub(source);
  assert.equal(hub.can().steer, false);
  assert.match(hub.can().reason, /has ended; branch from it/);
});
