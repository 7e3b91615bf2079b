// Points among the embeddings that are no images, such as centroids: read from a layout, followed through its steps.
import { normalise } from "./cloud.js";

const NONE = new Float32Array(0);
const kept = new WeakMap(); // arrays of a probe -> what is made of them

/** A recorded layout: {n: images, clusters: of each anchor, cloud: images and, behind them, anchors}. Kept with its arrays. */
export function layoutOf(arrays) {
  if (!kept.has(arrays)) {
    const { positions, anchors = NONE, anchor_labels: clusters = NONE } = arrays;
    const all = new Float32Array(positions.length + anchors.length);
    all.set(positions);
    all.set(anchors, positions.length);
    kept.set(arrays, { n: positions.length / 2, clusters, cloud: normalise(all) });
  }
  return kept.get(arrays);
}

/**
 * Where each anchor of the layout at `step` lay before, [x0, y0, x1, y1, ...], in its cloud's units: layouts are aligned.
 * `stored`: [{step, arrays}], rising.
 */
export function trailsOf(stored, step, arrays) {
  const { clusters, cloud } = layoutOf(arrays);
  const m = clusters.length;
  const before = stored.filter((one) => one.step < step && one.arrays.anchors?.length === 2 * m).map((one) => cloud.into(one.arrays.anchors));
  return Array.from({ length: m }, (_, i) => before.flatMap((xy) => [xy[2 * i], xy[2 * i + 1]]));
}

/** “centroid 2 of 4” of its cluster; "" where a cluster has one. */
export function placeOf(clusters, i) {
  const own = [...clusters.keys()].filter((j) => clusters[j] === clusters[i]);
  return own.length > 1 ? `centroid ${own.indexOf(i) + 1} of ${own.length}` : "";
}

/** How many of the images are told this cluster; null where nobody was asked. */
export const sizeOf = (predicted, cluster) => predicted?.reduce((sum, told) => sum + Number(told === cluster), 0) ?? null;
