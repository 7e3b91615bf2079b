import assert from "node:assert/strict";
import { test } from "node:test";

import { joinHub } from "../../lbaviz/views/js/hub.js";
import { joinGroup } from "../../lbaviz/views/js/link.js";
import { pageSource } from "../../lbaviz/views/js/sources/page.js";
import { fakeRun } from "./fake_run.js";

const run = fakeRun({ nA: 2, nB: 2, classes: 2 });
const frame = (step) => Buffer.from(run.frame(step)).toString("base64");
let made = 0;
/** A run's hub; `steps` are those of its frames, `image` is the inspected one. */
function hubOf(steps, image = 7) {
  const path = `linked-${made++}`;
  return joinHub(pageSource({
    about: { path, name: path, steps: 100, knobs: [], image_shape: [1, 1, 1], inspected: { part: "validation", labels: [0, 1] }, samples: [0, 1, 2, 3].map((i) => ({ role: i < 2 ? "a" : "b", label: 0 })) },
    inspected_images: Buffer.from([image, 2]).toString("base64"), status: { state: "finished", step: 100, knobs: {} }, branches: [], events: [], frame_bytes: Object.fromEntries(steps.map((step) => [step, frame(step)])),
  }));
}
const chosen = { positions: [1], what: "taken 4 for 9" };

test("one time: the others look at their own frame at or before the step, and return to the newest", () => {
  const [one, two] = [hubOf([0, 10, 20]), hubOf([0, 15])];
  [one, two].forEach((hub) => joinGroup(hub, { id: "time" }));
  one.look(20);
  assert.deepEqual([one.view.looking, two.view.looking], [20, 15]);
  two.look(0);
  assert.deepEqual([one.view.looking, two.view.looking], [0, 0]);
  two.look(null);
  assert.deepEqual([one.view.looking, two.view.looking], [null, null]);
});

test("a selection goes to runs that inspect the same images, and to no others", () => {
  const [one, same, other] = [hubOf([0]), hubOf([0]), hubOf([0], 99)];
  [one, same, other].forEach((hub) => joinGroup(hub, { id: "choice" }));
  one.set({ chosen, query: 1, pointed: 0 });
  assert.deepEqual([same.view.chosen, same.view.query, same.view.pointed], [chosen, 1, 0]);
  assert.deepEqual([other.view.chosen, other.view.query], [null, null]);
  same.set({ chosen: null });
  assert.equal(one.view.chosen, null);
});

test("what is not linked stays apart", () => {
  const [one, two] = [hubOf([0, 10]), hubOf([0, 10])];
  [one, two].forEach((hub) => joinGroup(hub, { id: "partly", step: false, hover: false }));
  one.look(0);
  one.set({ chosen, pointed: 1 });
  assert.deepEqual([two.view.looking, two.view.chosen, two.view.pointed], [null, chosen, null]);
});

test("a newcomer looks where the others look; who has left is left alone", () => {
  const [one, two] = [hubOf([0, 10]), hubOf([0, 10])];
  joinGroup(one, { id: "late" });
  one.look(0);
  one.set({ chosen });
  const leave = joinGroup(two, { id: "late" });
  assert.deepEqual([two.view.looking, two.view.chosen], [0, chosen]);
  leave();
  one.look(null);
  assert.equal(two.view.looking, 0);
  joinGroup(one, {})();
});
