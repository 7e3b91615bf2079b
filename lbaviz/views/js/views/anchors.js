// Centroids above the embedding: diamonds with the number of their cluster, the way that each came, and who is under the pointer.
import { placeOf, sizeOf, trailsOf } from "../anchors.js";
import { classColour, palette } from "../classes.js";
import { unit } from "../cloud.js";
import { h } from "../dom.js";
import { count, percent } from "../format.js";
import { placeTip } from "./sampletip.js";

const [LARGE, SMALL, FEW] = [12, 9, 24]; // px from the middle to a corner; up to FEW diamonds are large
const NUMBERED = 200; // diamonds up to which each has its number
const [THIN, WIDE] = [0.8, 2.6]; // px, of the oldest and of the newest piece of a trail

const dark = (hex) => [1, 3, 5].reduce((sum, at, i) => sum + [0.299, 0.587, 0.114][i] * parseInt(hex.slice(at, at + 2), 16), 0) < 150;

export function anchorLayer(box, hub, root) {
  const tip = h("div", { class: "lba-tooltip", role: "tooltip", "data-testid": "anchor-tip", hidden: true });
  box.append(tip);
  let drawn = { placed: [], clusters: [], size: LARGE };

  function diamond(context, x, y, r) {
    context.beginPath();
    context.moveTo(x, y - r);
    context.lineTo(x + r, y);
    context.lineTo(x, y + r);
    context.lineTo(x - r, y);
    context.closePath();
  }
  /** A line through the places of every recorded step, thinner the longer ago; the last piece leads to where it is now. */
  function trail(context, way, x, y, inks) {
    const points = [...way, x, y];
    for (const [ink, more] of inks) {
      context.strokeStyle = ink;
      for (let at = 0; at + 3 < points.length; at += 2) {
        context.lineWidth = THIN + (WIDE - THIN) * ((at + 2) / (points.length - 2)) + more;
        context.beginPath();
        context.moveTo(points[at], points[at + 1]);
        context.lineTo(points[at + 2], points[at + 3]);
        context.stroke();
      }
    }
  }
  return {
    /** Onto what was painted; `placed`: (m, 2) in pixels, `clusters`: of each, `stored`: the layouts of all steps. */
    paint(canvas, { placed, clusters, stored, shown, cloud, camera, width, height, paper, ink, family }) {
      const m = clusters.length;
      const size = m <= FEW ? LARGE : SMALL;
      drawn = { placed, clusters, size };
      canvas.dataset.anchors = String(m);
      if (!m) return;
      const context = canvas.getContext("2d");
      const [colours, { classes }] = [palette(root), hub.inspected()];
      const colourOf = (i) => classColour(colours, clusters[i], classes) ?? ink;
      const scale = unit(cloud, width, height) * camera.zoom;
      const ways = trailsOf(stored, shown.step, shown.arrays).map((way) => way.map((value, at) => (at % 2 ? height / 2 + camera.y : width / 2 + camera.x) + scale * value));
      canvas.dataset.trail = String(ways[0].length / 2);
      context.lineCap = "round";
      ways.forEach((way, i) => way.length && trail(context, way, placed[2 * i], placed[2 * i + 1], [[paper, 2.2], [colourOf(i), 0]]));
      context.font = `700 ${size === LARGE ? 12 : 10}px ${family}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      for (let i = 0; i < m; i++) {
        const [x, y] = [placed[2 * i], placed[2 * i + 1]];
        for (const [r, colour] of [[size + 2.5, paper], [size + 1, ink], [size - 0.4, colourOf(i)]]) {
          diamond(context, x, y, r);
          context.fillStyle = colour;
          context.fill();
        }
        if (m > NUMBERED) continue;
        const fill = colourOf(i);
        context.fillStyle = fill === ink ? paper : dark(fill) ? "#ffffff" : "#16171b";
        context.fillText(String(clusters[i]), x, y + 0.5);
      }
    },
    /** The anchor at a place, the uppermost first; null where there is none. */
    at(x, y) {
      const { placed, clusters, size } = drawn;
      for (let i = clusters.length - 1; i >= 0; i--) if (Math.abs(placed[2 * i] - x) + Math.abs(placed[2 * i + 1] - y) <= size + 2) return i;
      return null;
    },
    clusterOf: (i) => drawn.clusters[i],
    show(i, x, y) {
      const { n, name, part } = hub.inspected();
      const cluster = drawn.clusters[i];
      const told = sizeOf(hub.probes.now("predictions")?.arrays?.predicted, cluster);
      const words = [told === null ? "" : `${count(told)} of ${count(n)} ${part} images (${percent(told / n)})`, placeOf(drawn.clusters, i)];
      tip.replaceChildren(h("span", { class: "lba-tip-text" }, h("strong", { text: name(cluster) }), ...words.filter(Boolean).map((text) => h("span", { text })), h("span", { class: "lba-tip-soft", text: "a click selects its images" })));
      placeTip(tip, box, x, y);
    },
    hide: () => (tip.hidden = true),
  };
}
