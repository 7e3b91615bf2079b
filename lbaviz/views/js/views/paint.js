// Edges on a canvas: darker = more probable. One path for each of 24 shades, so that 2,000 edges stay cheap.
import { place } from "./layout.js";

const SHADES = 24;

/** Opacity of a probability: 0.02 can be seen, 1 is full contrast. */
export const shade = (p) => Math.min(1, 0.05 + 0.95 * Math.max(0, p) ** 0.72);

/** Fit a canvas to its box at the screen's resolution; returns its context in CSS pixels. */
export function fitCanvas(canvas, width, height) {
  const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** Short ticks that lead a thumbnail of an outer line past the inner lines to where its row's edges begin. */
function stubs(context, row, sides, colour) {
  if (row.lines === 1) return;
  context.beginPath();
  for (const i of row.order) {
    if (sides.up && row.line[i] > 0) line(context, row.x[i], row.y[i], row.x[i], row.top);
    if (sides.down && row.line[i] < row.lines - 1) line(context, row.x[i], row.y[i] + row.size, row.x[i], row.bottom);
  }
  context.lineWidth = 1;
  context.globalAlpha = 0.16;
  context.strokeStyle = colour;
  context.stroke();
}

function line(context, x0, y0, x1, y1) {
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
}

/**
 * Draw edges (weakest first). With a focus (walks.focusOf of the same list) its edges are drawn by their weight, wrong
 * ones dashed in colours.wrong, and all others step back.
 */
export function paintEdges(context, layout, edges, focus, colours) {
  context.clearRect(0, 0, layout.width, layout.height);
  context.lineCap = "butt";
  stubs(context, layout.a, { down: true }, colours.edge);
  stubs(context, layout.b, { up: true, down: true }, colours.edge);
  stubs(context, layout.r, { up: true }, colours.edge);
  context.strokeStyle = colours.edge;
  const buckets = Array.from({ length: SHADES + 1 }, () => []);
  edges.forEach((edge, at) => {
    if (!focus || focus.weight[at] === 0) buckets[Math.round(shade(edge.p) * SHADES)].push(edge);
  });
  buckets.forEach((bucket, level) => {
    if (!bucket.length) return;
    const alpha = level / SHADES;
    context.globalAlpha = focus ? 0.11 * alpha : alpha;
    context.lineWidth = focus ? 0.8 : 0.7 + 1.1 * alpha;
    context.beginPath();
    for (const edge of bucket) {
      const { x0, y0, x1, y1 } = place(layout, edge);
      line(context, x0, y0, x1, y1);
    }
    context.stroke();
  });
  if (focus) edges.forEach((edge, at) => focus.weight[at] && paintLit(context, layout, edge, focus.weight[at], focus.wrong[at], colours));
  context.globalAlpha = 1;
}

function paintLit(context, layout, edge, weight, wrong, colours) {
  const { x0, y0, x1, y1 } = place(layout, edge);
  const strength = Math.min(1, 0.16 + 0.9 * Math.sqrt(weight));
  context.globalAlpha = wrong ? Math.max(0.34, strength) : strength;
  context.strokeStyle = wrong ? colours.wrong : colours.edge;
  context.lineWidth = 0.9 + 2.4 * Math.sqrt(weight);
  context.setLineDash(wrong ? [5, 3] : []);
  context.beginPath();
  line(context, x0, y0, x1, y1);
  context.stroke();
  context.setLineDash([]);
}

/** The one edge that is pointed at, above all others. */
export function paintHover(context, layout, edge, colours) {
  context.clearRect(0, 0, layout.width, layout.height);
  if (!edge) return;
  const { x0, y0, x1, y1 } = place(layout, edge);
  context.lineCap = "round";
  for (const [width, colour] of [[6, colours.paper], [2.6, colours.accent]]) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.beginPath();
    line(context, x0, y0, x1, y1);
    context.stroke();
  }
}
