import assert from "node:assert/strict";
import { test } from "node:test";

import { layoutOf, placeOf, sizeOf, trailsOf } from "../../lbaviz/views/js/anchors.js";
import { normalise } from "../../lbaviz/views/js/cloud.js";
import { unpack } from "../../lbaviz/views/js/packing.js";
import { fakeProbes } from "./fake_probes.js";

const probes = fakeProbes({ n: 40, classes: 3, every: 20, last: 80, centroids: 2 });
const stored = probes.steps["projection-pca"].map((step) => ({ step, arrays: unpack(probes.probe("projection-pca", step)) }));
const same = (found, expected) => found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-6, `${found} is not about ${expected}`));

test("centroids stand behind the images and share their scale", () => {
  const { arrays } = stored[4];
  const { n, clusters, cloud } = layoutOf(arrays);
  assert.equal(n, 40);
  assert.deepEqual([...clusters], [0, 0, 1, 1, 2, 2]);
  assert.equal(cloud.xy.length, 2 * 46);
  const at = (xy, i) => [xy[2 * i], xy[2 * i + 1]];
  const [p, c] = [arrays.positions, arrays.anchors];
  const scale = (cloud.xy[2] - cloud.xy[0]) / (p[2] - p[0]); // of the images: it carries the centroids too, y downwards
  same(at(cloud.xy, 43), [cloud.xy[0] + scale * (c[6] - p[0]), cloud.xy[1] - scale * (c[7] - p[1])]);
  assert.equal(layoutOf(arrays), layoutOf(arrays), "made once");
});

test("a recording without centroids in its layouts is as it was", () => {
  const { arrays } = stored[0];
  assert.deepEqual(layoutOf(arrays).cloud.xy, normalise(arrays.positions).xy);
  assert.equal(layoutOf(arrays).clusters.length, 0);
  assert.deepEqual(trailsOf(stored, 80, arrays), []);
});

test("a trail is where a centroid was at every step before the shown one at which there were centroids", () => {
  const trails = trailsOf(stored, 60, stored[3].arrays);
  assert.equal(trails.length, 6);
  const { cloud } = layoutOf(stored[3].arrays);
  same(trails[5], cloud.into([...stored[1].arrays.anchors.subarray(10), ...stored[2].arrays.anchors.subarray(10)]));
  same(cloud.into(stored[3].arrays.anchors), [...cloud.xy.subarray(2 * 40)]);
  assert.deepEqual(trailsOf(stored, 20, stored[1].arrays), [[], [], [], [], [], []], "it has just been placed");
});

test("a centroid is told by its place in its cluster, a cluster by how many images are in it", () => {
  assert.equal(placeOf(Uint16Array.from([0, 0, 1, 1]), 3), "centroid 2 of 2");
  assert.equal(placeOf(Uint16Array.from([0, 1]), 1), "");
  assert.equal(sizeOf(Uint16Array.from([3, 1, 3]), 3), 2);
  assert.equal(sizeOf(undefined, 3), null);
});
