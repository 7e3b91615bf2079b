// Class names at the middle of their points, moved apart, so that no class is told by its colour alone.
import { COLOURED } from "../classes.js";
import { unit } from "../cloud.js";
import { measure } from "../dom.js";

const MOST = 60; // names on one picture

function median(values) {
  values.sort((x, y) => x - y);
  return values[values.length >> 1];
}

const kept = new WeakMap(); // cloud -> {by, chosen, predictions, middles}: sorting thousands of points is not for every frame

/** The medians of every class in the cloud's own units: [{c, x, y}]. */
function middlesOf(hub, look, cloud, by) {
  const { classes } = hub.inspected();
  const { chosen } = hub.view;
  const was = kept.get(cloud);
  if (was && was.by === by && was.chosen === chosen && was.predictions === look.predicted) return was.middles;
  const among = chosen && classes > COLOURED ? new Set(chosen.positions) : null;
  const [xs, ys] = [0, 1].map(() => Array.from({ length: classes }, () => []));
  for (let i = 0; i < cloud.xy.length / 2; i++) {
    const c = among && !among.has(i) ? -1 : look.classOf(i);
    if (c < 0 || c >= classes || !Number.isFinite(cloud.xy[2 * i])) continue;
    xs[c].push(cloud.xy[2 * i]);
    ys[c].push(cloud.xy[2 * i + 1]);
  }
  const middles = xs.flatMap((list, c) => (list.length ? [{ c, x: median(list), y: median(ys[c]) }] : []));
  kept.set(cloud, { by, chosen, predictions: look.predicted, middles });
  return middles;
}

/** [{text, x, y, c}] for the classes of the look; none where it colours by something else. Of many classes only chosen ones. */
export function classNames(hub, look, cloud, camera, by, width, height, root) {
  if (!look.nameColour(0)) return []; // right or wrong: the marks differ in shape
  const { name } = hub.inspected();
  const scale = unit(cloud, width, height) * camera.zoom;
  const names = [];
  for (const { c, ...middle } of middlesOf(hub, look, cloud, by).slice(0, MOST)) {
    const full = name(c);
    const text = full.length > 16 ? `${full.slice(0, 15)}…` : full;
    const [x, y, half] = [width / 2 + camera.x + scale * middle.x, height / 2 + camera.y + scale * middle.y, measure(root, text, 13, 700) / 2];
    if (x < 0 || x > width || y < 0 || y > height) continue;
    names.push({ text, c, x: Math.max(half + 2, Math.min(width - half - 2, x)), y, half });
  }
  names.sort((p, q) => p.y - q.y);
  const free = [];
  for (const one of names) {
    const clash = () => free.find((other) => Math.abs(other.x - one.x) < other.half + one.half + 4 && Math.abs(other.y - one.y) < 15);
    for (let tries = 0, other; tries < 6 && (other = clash()); tries++) one.y = other.y + 15;
    if (!clash() && one.y < height - 6) free.push(one);
  }
  return free;
}
