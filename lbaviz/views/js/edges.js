// Which edges are drawn, how much of the probability they carry, and the way from one frame's edges to the next's.

export const AB = 0;
export const BA = 1;

/**
 * The `k` strongest steps of every sample with a probability of at least `threshold`, weakest first (drawing order).
 * `shown` is the share of all steps' probability that these edges carry; every sample's steps sum to 1.
 */
export function selectEdges(frame, k, threshold) {
  const most = frame.nA * Math.min(k, frame.kAB) + frame.nB * Math.min(k, frame.kBA);
  const found = [];
  const mass = [0, 0];
  for (const [kind, n, width, p, index] of [
    [AB, frame.nA, frame.kAB, frame.pAB, frame.indexAB],
    [BA, frame.nB, frame.kBA, frame.pBA, frame.indexBA],
  ]) {
    for (let i = 0; i < n; i++) {
      for (let r = 0; r < Math.min(k, width); r++) {
        const value = p[i * width + r];
        if (!(value > 0) || value < threshold) break;
        found.push({ kind, from: i, to: index[i * width + r], p: value });
        mass[kind] += value;
      }
    }
  }
  found.sort((x, y) => x.p - y.p);
  return {
    list: found,
    most,
    shown: (mass[AB] + mass[BA]) / Math.max(1, frame.nA + frame.nB),
    shownAB: mass[AB] / Math.max(1, frame.nA),
    shownBA: mass[BA] / Math.max(1, frame.nB),
  };
}

const key = (edge) => (edge.kind * 65536 + edge.from) * 65536 + edge.to;

/** Edges a share `t` of the way from `before` to `after`; those that come grow from 0, those that go fade to 0. */
export function blendEdges(before, after, t) {
  const old = new Map(before.map((edge) => [key(edge), edge]));
  const mixed = after.map((edge) => {
    const was = old.get(key(edge));
    old.delete(key(edge));
    return { ...edge, p: (was ? was.p : 0) * (1 - t) + edge.p * t };
  });
  for (const edge of old.values()) mixed.push({ ...edge, p: edge.p * (1 - t) });
  return mixed.sort((x, y) => x.p - y.p);
}

/** The edge nearest to (x, y) within `reach` pixels; of those about equally near, the most probable. */
export function hitEdge(placed, x, y, reach = 5) {
  let best = null;
  let bestScore = Infinity;
  for (const edge of placed) {
    const dx = edge.x1 - edge.x0;
    const dy = edge.y1 - edge.y0;
    const t = Math.max(0, Math.min(1, ((x - edge.x0) * dx + (y - edge.y0) * dy) / (dx * dx + dy * dy || 1)));
    const distance = Math.hypot(x - edge.x0 - t * dx, y - edge.y0 - t * dy);
    if (distance > reach) continue;
    const score = distance - 2 * Math.sqrt(edge.p);
    if (score <= bestScore) {
      bestScore = score;
      best = edge;
    }
  }
  return best;
}

/** Where one may go from a sample along its edges, most probable first: [{role, i, p, kind, from, to}]. */
export function neighbours(edges, role, i, down) {
  const way = {
    a: down && [AB, "from", "to", "b"],
    b: down ? [BA, "from", "to", "r"] : [AB, "to", "from", "a"],
    r: !down && [BA, "to", "from", "b"],
  }[role];
  if (!way) return [];
  const [kind, here, there, target] = way;
  return edges
    .filter((edge) => edge.kind === kind && edge[here] === i)
    .sort((x, y) => y.p - x.p)
    .map((edge) => ({ ...edge, role: target, i: edge[there] }));
}
