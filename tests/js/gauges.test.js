import assert from "node:assert/strict";
import { test } from "node:test";

import { gaugeLines } from "../../lbaviz/views/js/views/gauges.js";

const about = { class_names: ["a", "b", "c", "d"], n_looked_at: 100 };
const line = (...value) => ({ step: value.map((_, i) => 10 * i), value });
const series = {
  walker: line(3, 2), walk_consistency: line(0.25, 0.9), visit_entropy: line(0, Math.log(10)),
  prediction_entropy: line(Math.log(4), 0), mutual_information: line(Math.log(2), 0),
};

test("what the target shows without labels is a share of the most there can be", () => {
  const found = Object.fromEntries(gaugeLines(series, about).map((one) => [one.name, one]));
  const percent = (name) => found[name].value.map(Math.round);
  assert.deepEqual(percent("walks home"), [25, 90]);
  assert.deepEqual(percent("visits"), [0, 50]);
  assert.deepEqual(percent("classes told"), [100, 0]);
  assert.deepEqual(percent("information"), [50, 0]);
  assert.deepEqual(found.visits.step, [0, 10]);
  assert.equal(found["walks home"].format(found["walks home"].value[1]), "90 %");
});

test("of one domain, or where the most is not known, there is no line", () => {
  assert.deepEqual(gaugeLines({ walker: line(1) }, about), []);
  const older = gaugeLines(series, { class_names: about.class_names });
  assert.deepEqual(older.map((one) => one.name), ["walks home", "information", "classes told"]);
  assert.deepEqual(gaugeLines(series, { class_names: ["only"], n_looked_at: 1 }).map((one) => one.name), ["walks home"]);
});
