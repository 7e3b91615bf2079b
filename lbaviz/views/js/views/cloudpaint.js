// Points and pictures on a canvas. 10,000 points stay cheap: every kind of mark is drawn once and copied.
import { classColour, COLOURED, domainColours, palette } from "../classes.js";
import { fitCanvas } from "./paint.js";
import { copyStamps, stampsOf, stampPixels } from "./stamps.js";
import { tileSheet } from "./tiles.js";

const OUTSIDE = 40; // px beyond the box at which a mark cannot be seen any more
const PIXELS = 3000; // points from which on marks are written pixel by pixel: 10,000 drawImage calls take 60 ms, this 6
const DIM = 0.2; // opacity of what is not chosen
const LETTERS = 2000; // points up to which short class names are the marks themselves

/** Are class names the marks? Where they are short, points few, and the shape has nothing else to say. */
export function lettered(hub, by) {
  const { n, classes, name, domains } = hub.inspected();
  if ((domains && by !== "domain") || by === "correctness" || classes === 0 || classes > COLOURED || n > LETTERS) return false;
  return Array.from({ length: classes }, (_, c) => name(c)).every((text) => text.length <= 2);
}

/**
 * How points look: {kinds, kindOf(i), colourOf(i)} for colouring by "class", "domain", "prediction" or "correctness";
 * nameColour(c): of a class name at the middle of its points, null where such names would say nothing. Classes are told
 * by their letter (`lettered`), else by that name; what the colour does not say of two domains, the shape says: a dot is
 * of the source, a ring of the target.
 */
export function lookOf(hub, by, root) {
  const { labels, classes, name, domains, domain } = hub.inspected();
  const { predicted } = hub.probes.now("predictions")?.arrays ?? {};
  const style = getComputedStyle(root);
  const ink = (variable) => style.getPropertyValue(variable).trim();
  const neutral = ink("--soft");
  if (by === "correctness") {
    const kinds = [{ colour: neutral }, { colour: ink("--labelled") }, { colour: ink("--wrong"), shape: "cross" }];
    const kindOf = (i) => (!predicted || !(labels[i] >= 0) ? 0 : predicted[i] === labels[i] ? 1 : 2);
    return { kinds, kindOf, colourOf: (i) => kinds[kindOf(i)].colour, classOf: (i) => labels[i] ?? -1, nameColour: () => null, size: 0.9 };
  }
  const classOf = by === "prediction" ? (i) => predicted?.[i] ?? -1 : (i) => labels[i] ?? -1;
  const colours = palette(root);
  const nameColour = by === "domain" ? () => ink("--ink") : (c) => classColour(colours, c, classes) ?? neutral;
  const letters = lettered(hub, by);
  const kinds = [];
  for (let d = 0; d < (domains ? 2 : 1); d++) {
    for (let c = -1; c < classes; c++) {
      const text = letters && c >= 0 ? name(c) : undefined;
      kinds.push({ colour: by === "domain" ? domainColours(colours)[d] : c < 0 ? neutral : nameColour(c), text, shape: d && !text ? "ring" : undefined });
    }
  }
  const kindOf = (i) => domain(i) * (classes + 1) + classOf(i) + 1;
  return { kinds, classOf, predicted, nameColour, kindOf, colourOf: (i) => kinds[kindOf(i)]?.colour ?? neutral, size: 1 };
}

/** Paints the cloud; stamps are made again only when the look or the size changes. */
export function cloudPainter(canvas, hub) {
  let stamps = null;
  let made = "";
  const tiles = tileSheet(hub);

  /** `among`: Set of the chosen, or null; `has`: which points have room for a picture of `picture` pixels. */
  function paint({ placed, look, has, picture, mark, among, width, height }) {
    const context = fitCanvas(canvas, width, height);
    context.clearRect(0, 0, width, height);
    const key = JSON.stringify([look.kinds, mark, globalThis.devicePixelRatio]);
    if (key !== made) {
      stamps = stampsOf(look.kinds, mark * look.size, getComputedStyle(canvas).fontFamily);
      made = key;
    }
    const n = placed.length / 2;
    const seen = (i) => placed[2 * i] > -OUTSIDE && placed[2 * i] < width + OUTSIDE && placed[2 * i + 1] > -OUTSIDE && placed[2 * i + 1] < height + OUTSIDE;
    const [pictures, marks] = [[], []];
    for (const pass of among ? [false, true] : [null]) {
      for (let i = 0; i < n; i++) {
        if (!seen(i) || (pass !== null && among.has(i) !== pass)) continue;
        (has?.[i] ? pictures : marks).push(i);
      }
    }
    const dim = (i) => among !== null && !among.has(i);
    (n >= PIXELS ? stampPixels : copyStamps)(context, stamps, marks, placed, look.kindOf, dim, DIM);
    const { ratio } = stamps;
    const side = Math.round(picture * ratio);
    const wide = Math.round((picture > 30 ? 2.5 : 1.5) * ratio);
    tiles.prepare(pictures, side);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.imageSmoothingEnabled = false;
    for (const i of pictures) {
      const [x, y] = [Math.round(placed[2 * i] * ratio - side / 2), Math.round(placed[2 * i + 1] * ratio - side / 2)];
      context.globalAlpha = dim(i) ? DIM : 1;
      context.fillStyle = look.colourOf(i);
      context.fillRect(x - wide, y - wide, side + 2 * wide, side + 2 * wide);
      tiles.draw(context, i, x, y);
    }
    context.globalAlpha = 1;
    return pictures.length;
  }
  return { paint };
}

/** Above the points: rings around what is asked for and pointed at, the lasso, class names at their middles. */
export function paintOver(canvas, { placed, look, names, rings, lasso, pictureAt, width, height, colours, family, size }) {
  const context = fitCanvas(canvas, width, height);
  context.clearRect(0, 0, width, height);
  context.font = `700 ${size}px ${family}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const { text, x, y, c } of names) {
    context.lineWidth = 4;
    context.strokeStyle = colours.paper;
    context.globalAlpha = 0.85;
    context.strokeText(text, x, y);
    context.globalAlpha = 1;
    context.fillStyle = look.nameColour(c) ?? colours.ink;
    context.fillText(text, x, y);
  }
  for (const { i, colour, wide } of rings) {
    const [x, y, r] = [placed[2 * i], placed[2 * i + 1], pictureAt(i)];
    if (!Number.isFinite(x + y)) continue;
    for (const [width1, ink] of [[wide + 3, colours.paper], [wide, colour]]) {
      context.lineWidth = width1;
      context.strokeStyle = ink;
      context.beginPath();
      if (r) context.rect(x - r / 2 - 3, y - r / 2 - 3, r + 6, r + 6);
      else context.arc(x, y, 8, 0, 2 * Math.PI);
      context.stroke();
    }
  }
  if (lasso?.length > 2) {
    context.beginPath();
    for (let at = 0; at < lasso.length; at += 2) context.lineTo(lasso[at], lasso[at + 1]);
    context.closePath();
    context.globalAlpha = 0.12;
    context.fillStyle = colours.accent;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    context.setLineDash([5, 3]);
    context.strokeStyle = colours.accent;
    context.stroke();
    context.setLineDash([]);
  }
}
