import assert from "node:assert/strict";
import { test } from "node:test";

import { sides } from "../../lbaviz/views/js/sides.js";
import { clusterLines } from "../../lbaviz/views/js/views/clusterlines.js";
import { gaugeLines } from "../../lbaviz/views/js/views/gauges.js";

const line = (...value) => ({ step: value.map((_, i) => 10 * i), value });
const series = { norm: line(3), walk_consistency: line(0.25, 0.9), largest_cluster: line(40, 12), smallest_cluster: line(0, 9), agreement: line(50, 99) };

test("what clusters show without labels stands in per cent, accuracy only where it was measured", () => {
  const found = Object.fromEntries(clusterLines(series).map((one) => [one.name, one]));
  assert.deepEqual(Object.keys(found), ["agreement", "walks home", "largest cluster", "smallest cluster"]);
  assert.deepEqual(found["walks home"].value, [25, 90]);
  assert.equal(found.agreement.format(found.agreement.value[1]), "99 %");
  assert.ok(Object.values(found).every((one) => one.help.length > 20), "each says what it means");
  assert.deepEqual(clusterLines({ ...series, accuracy: line(30, 88) })[0].value, [30, 88]);
});

test("a run with labels has no such lines, one without labels no gauges of a target", () => {
  assert.deepEqual(clusterLines({ walk_consistency: line(0.5) }), []);
  assert.deepEqual(gaugeLines(series, { class_names: ["a", "b"] }), []);
});

test("walks that start at centroids are no pair of domains", () => {
  const found = sides({ sides: ["centroids", "images"] });
  assert.deepEqual([found.pair, found.labelled, found.unlabelled], [false, "centroids", "images"]);
});
