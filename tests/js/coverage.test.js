import assert from "node:assert/strict";
import { test } from "node:test";

import { coverageLines, covered } from "../../lbaviz/views/js/views/coverage.js";

const line = (...value) => ({ name: "this run", step: value.map((_, i) => 10 * i), value });

test("coverage stands between lines for both ends, and what is far below source only is cut off", () => {
  const { lines, low, grid } = coverageLines([line(-248, 20, 91.26)], 30);
  assert.deepEqual(lines.map((one) => one.name), ["this run", "target only", "source only"]);
  assert.deepEqual(lines[1].value, [100, 100]);
  assert.deepEqual(lines[2].step, [0, 30]);
  assert.equal(low, -50);
  assert.deepEqual(grid, [-50, 0, 50, 100]);
  assert.equal(coverageLines([line(-20, 30)], 30).low, -20);
  assert.equal(coverageLines([line(40, 130)], 30).low, 0);
  assert.deepEqual([-248.4, 91.26, 130].map(covered), ["−248 %", "91.3 %", "130 %"]);
});

test("before anything is measured there is no line", () => {
  assert.deepEqual(coverageLines([line()], 30), { lines: [line()], low: 0, grid: [0, 50, 100] });
});
