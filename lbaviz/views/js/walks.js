// What a selected sample's walk does: which edges it takes, and with what probability it ends where (LBA sec. 3).
import { AB, BA } from "./edges.js";

/** Where the walk of labelled sample i ends, from the full matrix: {home, rest: [{label, p}] most probable first}. */
export function walkShares(frame, i, label) {
  const row = Array.from(frame.pClass.subarray(i * frame.classes, (i + 1) * frame.classes));
  const rest = row.map((p, c) => ({ label: c, p })).filter((entry) => entry.label !== label && entry.p > 0);
  return { home: row[label] ?? 0, rest: rest.sort((x, y) => y.p - x.p) };
}

/** Mean over labelled samples of the probability to come home, and what walkers that ignore the images would reach. */
export function homeShare(frame, labels) {
  let home = 0;
  const sizes = new Map();
  for (let i = 0; i < frame.nA; i++) {
    home += frame.pClass[i * frame.classes + labels[i]] ?? 0;
    sizes.set(labels[i], (sizes.get(labels[i]) ?? 0) + 1);
  }
  let chance = 0;
  for (const size of sizes.values()) chance += (size / frame.nA) ** 2;
  return { home: home / Math.max(1, frame.nA), chance };
}

/** classes x classes, row = class of departure: mean of p_class over that class's samples; NaN for absent classes. */
export function returnMatrix(frame, labels) {
  const n = frame.classes;
  const matrix = new Float64Array(n * n);
  const size = new Float64Array(n);
  for (let i = 0; i < frame.nA; i++) {
    size[labels[i]] += 1;
    for (let c = 0; c < n; c++) matrix[labels[i] * n + c] += frame.pClass[i * n + c];
  }
  return matrix.map((sum, at) => sum / size[Math.floor(at / n)]);
}

/**
 * The edges of the selected sample's walk. Returns {weight: per edge, 0 = steps back; wrong: per edge; a, b, r: Map of
 * lit samples -> {p, wrong}}. From a labelled start a step home weighs p_ab * p_ba, its share of this walk; it is wrong
 * where the class of arrival differs from the class of the start. Through an unlabelled sample both sides weigh p.
 */
export function focusOf(edges, selection, labels) {
  const weight = new Float32Array(edges.length);
  const wrong = new Uint8Array(edges.length);
  const lit = { a: new Map(), b: new Map(), r: new Map() };
  const add = (role, i, p, isWrong = false) => {
    lit[role].set(i, { p: (lit[role].get(i)?.p ?? 0) + p, wrong: isWrong });
  };
  const { role, i } = selection;
  const start = role === "b" ? null : i;
  add(role === "b" ? "b" : "a", i, role === "b" ? 1 : 0);
  edges.forEach((edge, at) => {
    if (edge.kind !== AB || (start === null ? edge.to !== i : edge.from !== start)) return;
    weight[at] = edge.p;
    if (start === null) add("a", edge.from, edge.p);
    else add("b", edge.to, edge.p);
  });
  edges.forEach((edge, at) => {
    const via = edge.kind === BA && lit.b.get(edge.from);
    if (!via) return;
    weight[at] = start === null ? edge.p : via.p * edge.p;
    wrong[at] = start !== null && labels[edge.to] !== labels[start] ? 1 : 0;
    add("r", edge.to, weight[at], Boolean(wrong[at]));
  });
  return { weight, wrong, ...lit };
}
