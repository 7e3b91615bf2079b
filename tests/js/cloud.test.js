import assert from "node:assert/strict";
import { test } from "node:test";

import { between, inside, nearest, normalise, project, roomy, towards, unit, zoomAt } from "../../lbaviz/views/js/cloud.js";

const near = (x, y, tolerance = 1e-5) => assert.ok(Math.abs(x - y) < tolerance, `${x} is not about ${y}`);
const square = new Float32Array([0, 0, 10, 0, 10, 10, 0, 10]); // counted upwards: the last two are above

test("every point of a layout is within the box, y upwards, and one unit is equally long both ways", () => {
  const placed = project(normalise(square), { zoom: 1, x: 0, y: 0 }, 300, 200);
  for (let i = 0; i < 8; i += 2) assert.ok(placed[i] >= 0 && placed[i] <= 300 && placed[i + 1] >= 0 && placed[i + 1] <= 200);
  assert.ok(placed[7] < placed[1], "larger y is higher on the screen");
  near(placed[2] - placed[0], placed[1] - placed[7]);
});

test("one sample, constant and missing positions do not break a layout", () => {
  assert.deepEqual([...normalise(new Float32Array([3, 3])).xy].map(Math.abs), [0, 0]);
  const same = project(normalise(new Float32Array([2, 2, 2, 2])), { zoom: 1, x: 0, y: 0 }, 100, 100);
  assert.deepEqual([...same], [50, 50, 50, 50]);
  const holed = normalise(new Float32Array([0, 0, NaN, NaN, 4, 4]));
  assert.ok(Number.isNaN(holed.xy[2]) && Number.isFinite(holed.xy[4]));
  assert.equal(nearest(project(holed, { zoom: 1, x: 0, y: 0 }, 100, 100), 50, 50, 5), null);
  assert.equal(normalise(new Float32Array(0)).xy.length, 0);
});

test("half way in time a point is half way in space; other sizes are not mixed", () => {
  const [one, two] = [normalise(new Float32Array([0, 0, 2, 0])), normalise(new Float32Array([2, 0, 0, 0]))];
  assert.deepEqual([...between(one, two, 0.5).xy].map((value) => value + 0), [0, 0, 0, 0]);
  assert.equal(between(one, two, 1), two);
  assert.equal(between(normalise(square), two, 0.5), two);
});

test("zooming keeps the point under the pointer where it is, and stops at the limits", () => {
  const cloud = normalise(square);
  const camera = { zoom: 1.5, x: 12, y: -7 };
  const before = project(cloud, camera, 300, 200);
  const after = project(cloud, zoomAt(camera, 3, before[2], before[3], 300, 200), 300, 200);
  near(before[2], after[2], 1e-3);
  near(before[3], after[3], 1e-3);
  assert.equal(zoomAt(camera, 1e9, 0, 0, 300, 200).zoom, 60);
});

test("the pointer finds the nearest point in reach, the arrows the next one in their direction", () => {
  const placed = new Float32Array([0, 0, 10, 0, 10, 10, 30, 1]);
  assert.equal(nearest(placed, 8, 1), 1);
  assert.equal(nearest(placed, 60, 60), null);
  assert.equal(towards(placed, 0, 1, 0), 1);
  assert.equal(towards(placed, 1, 1, 0), 3);
  assert.equal(towards(placed, 1, 0, 1), 2);
  assert.equal(towards(placed, 0, -1, 0), null);
});

test("a lasso takes what is inside, also of a shape with a dent", () => {
  const placed = new Float32Array([5, 5, 15, 5, 5, 15, 40, 40]);
  assert.deepEqual(inside(placed, [0, 0, 20, 0, 20, 20, 0, 20]), [0, 1, 2]);
  assert.deepEqual(inside(placed, [0, 0, 20, 0, 20, 2, 8, 8, 2, 20, 0, 20]), [0]);
  assert.deepEqual(inside(placed, []), []);
});

test("pictures stand where they have room: none touch, more do when one zooms in, a crowd gets none", () => {
  const xy = Float32Array.from({ length: 800 }, (_, i) => Math.sin(i * 12.9898) * 43758.5453 % 1);
  const drawn = (scale, members) => [...roomy(xy, scale, 20, 3, members)].flatMap((has, i) => (has ? [i] : []));
  for (const scale of [200, 1000]) {
    const list = drawn(scale);
    for (const i of list) for (const j of list) {
      if (i < j) assert.ok(Math.max(Math.abs(xy[2 * i] - xy[2 * j]), Math.abs(xy[2 * i + 1] - xy[2 * j + 1])) * scale >= 20 - 1e-3);
    }
  }
  assert.ok(drawn(1000).length > drawn(200).length);
  assert.ok(drawn(20000).length > 390);
  assert.equal(roomy(new Float32Array(40), 100, 20).reduce((sum, has) => sum + has, 0), 0, "twenty points in one place");
  assert.deepEqual(drawn(200, [7]), [7], "alone, a point has room");
});

test("a wide cloud fills a wide box", () => {
  const cloud = normalise(new Float32Array([-10, 0, 10, 0, 0, 2, 0, -2]));
  assert.ok(unit(cloud, 1000, 300) > unit(cloud, 300, 300));
});
