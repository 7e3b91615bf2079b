import assert from "node:assert/strict";
import { test } from "node:test";

import { leastVisited, times, walked } from "../../lbaviz/views/js/views/visits.js";

test("images stand from least visited on, each with its visits over an even share", () => {
  const { order, share, few } = leastVisited(Float32Array.from([0.5, 0.03, 0.45, 0.01, 0.01]));
  assert.deepEqual(order, [3, 4, 1, 2, 0]);
  assert.deepEqual(few, [3, 4]); // an even share is 0.2
  assert.ok(Math.abs(share[0] - 2.5) < 1e-6);
  assert.deepEqual(leastVisited([]).few, []);
});

test("shares in few characters", () => {
  assert.deepEqual([0, 0.0312, 0.5, 1, 2.54, 17.6].map((share) => times(share).replaceAll("\u200a", "")), ["<0.01", "0.03×", "0.50×", "1.0×", "2.5×", "18×"]);
});

test("of two domains it is the side where walks turn, else every inspected image", () => {
  const pair = { n: 4, domains: ["mnist", "usps"], domain: (i) => Number(i >= 2) };
  assert.deepEqual(walked(pair, { sides: ["source", "target"] }), [2, 3]);
  assert.deepEqual(walked(pair, { sides: ["source", "source"] }), [0, 1]);
  assert.deepEqual(walked({ n: 2, domains: null }, {}), [0, 1]);
});
