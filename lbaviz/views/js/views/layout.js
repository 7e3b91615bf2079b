// Where the thumbnails of the three rows stand: A on top, B in the middle, A again at the bottom.

const LARGEST = 42; // px
const LARGEST_OF_MANY = 28; // where a row takes several lines: the edges need the height
const GAP = 4;
export const GUTTER = 86; // for the names of the rows
const FOOT = 20; // for the names of the classes

/** Sample indices in display order: by class, unknown classes last, otherwise as drawn. */
export function displayOrder(labels) {
  const rank = (label) => (label < 0 ? Infinity : label);
  return labels.map((_, i) => i).sort((x, y) => (rank(labels[x]) === rank(labels[y]) ? x - y : rank(labels[x]) - rank(labels[y])));
}

/**
 * One group of thumbnails in a strip `width` wide: in as few interleaved lines as keep them 18 px or larger (3 at most).
 * Neighbours in order go to the next line, half a place on, so that every one has its own x and a free way to both
 * sides. Returns {size, height, x: centres by sample, y: tops by sample, line: by sample, lines}.
 */
export function strip(order, width) {
  const n = Math.max(1, order.length);
  let lines = 1;
  let pitch = 0;
  let size = 0;
  for (; ; lines++) {
    pitch = width / (Math.ceil(n / lines) + (lines > 1 ? (lines - 1) / lines : 0));
    size = Math.min(lines > 1 ? LARGEST_OF_MANY : LARGEST, Math.floor(pitch - GAP));
    if (size >= 18 || lines === 3) break;
  }
  size = Math.max(5, size);
  const x = new Float32Array(n);
  const y = new Float32Array(n);
  const line = new Uint8Array(n);
  order.forEach((sample, at) => {
    line[sample] = at % lines;
    x[sample] = pitch * (Math.floor(at / lines) + (at % lines) / lines + 0.5);
    y[sample] = (at % lines) * (size + GAP);
  });
  return { size, lines, x, y, line, height: lines * size + (lines - 1) * GAP };
}

/** All three rows in a box; x and y by sample are pixels of the box, top/bottom where a row's edges end and begin. */
export function graphLayout(width, height, orderA, orderB) {
  const inner = width - GUTTER - 4;
  const rows = {};
  for (const [role, order] of [["a", orderA], ["b", orderB], ["r", orderA]]) {
    const row = strip(order, inner);
    const top = role === "a" ? 7 : role === "b" ? (height - FOOT - row.height) / 2 : height - FOOT - row.height;
    rows[role] = { ...row, x: row.x.map((x) => x + GUTTER), y: row.y.map((y) => y + top), top, bottom: top + row.height, order };
  }
  return { width, height, ...rows };
}

/** The edge's two ends in pixels of the box. */
export function place(layout, edge) {
  const [from, to] = edge.kind === 0 ? [layout.a, layout.b] : [layout.b, layout.r];
  return { x0: from.x[edge.from], y0: from.bottom + 2, x1: to.x[edge.to], y1: to.top - 2 };
}

/** Runs of equal labels in the bottom row, for the class names under it: [{label, x0, x1}]. */
export function classRuns(row, labels) {
  const runs = [];
  for (const i of row.order) {
    const last = runs[runs.length - 1];
    const [x0, x1] = [row.x[i] - row.size / 2, row.x[i] + row.size / 2];
    if (last && last.label === labels[i]) last.x1 = Math.max(last.x1, x1);
    else runs.push({ label: labels[i], x0, x1 });
  }
  return runs;
}
