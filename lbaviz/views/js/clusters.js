// What a person calls clusters and marks as wrong in them (lbaviz/recording/naming.py), and what a grid of them shows.
import { jsonOf } from "./packing.js";

export const ABOUT_CLUSTERS = ["name_cluster", "mark_wrong"]; // kinds of events
export const LONGEST = 40; // characters of a name
const key = (cluster, image) => `${cluster} ${image}`;
const inOrder = (events) => [...events].sort((x, y) => x.id - y.id); // the last one counts

/** Map from clusters to the names that were given to them. */
export function namesIn(events) {
  const names = new Map();
  for (const { kind, detail } of inOrder(events)) if (kind === "name_cluster") names.set(detail.cluster, detail.name);
  return names;
}

/** {has(cluster, image), of(cluster) -> images, rising, size}: the images that are marked as wrong. */
export function marksIn(events) {
  const marks = new Map();
  for (const { kind, detail } of inOrder(events)) if (kind === "mark_wrong") marks.set(key(detail.cluster, detail.image), detail);
  const wrong = [...marks.values()].filter((detail) => detail.wrong);
  return {
    has: (cluster, image) => Boolean(marks.get(key(cluster, image))?.wrong),
    of: (cluster) => wrong.filter((detail) => detail.cluster === cluster).map((detail) => detail.image).sort((x, y) => x - y),
    size: wrong.length,
  };
}

/** A row for each cluster of the probe "exemplars": {cluster, size, mostly: its most frequent class or null, images: [{i, p}]}. */
export function rowsOf({ indices, probabilities, sizes, majority, classes }) {
  const names = jsonOf(classes) ?? [];
  const most = indices.shape[1];
  return Array.from(sizes, (size, cluster) => {
    const found = majority?.[cluster] ?? -1;
    const places = Array.from({ length: most }, (_, rank) => cluster * most + rank).filter((at) => indices[at] >= 0);
    return { cluster, size, mostly: found < 0 ? null : String(names[found] ?? found), images: places.map((at) => ({ i: indices[at], p: probabilities[at] })) };
  });
}
