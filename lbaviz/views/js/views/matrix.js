// A square matrix on a canvas: cells by the root of a share in viridis, their numbers where there is room, keys to walk it.
import { h, measure, s } from "../dom.js";
import { shorten } from "../labels.js";
import { viridis } from "../theme.js";
import { fitCanvas } from "./paint.js";

const NAMED = 26; // classes up to which rows and columns are named

/** Colour of a share: by its square root, so that a few per cent of mistakes are seen; absent classes stay paper. */
const colourOf = (share) => viridis(Math.sqrt(share));
const dark = ([r, g, b]) => 0.299 * r + 0.587 * g + 0.114 * b < 140;

/** How many CSS pixels a cell gets, whole ones on the screen. */
export function fitMatrix(box, canvas, n, names, name) {
  const named = n <= NAMED;
  const all = named ? Array.from({ length: n }, (_, c) => name(c)) : [];
  const wide = (text) => measure(box, text, 11);
  const room = Math.min(box.clientWidth * 0.26, 96);
  const left = named ? Math.min(room, Math.max(8, ...all.map(wide)) + 6) : 2;
  const upright = named && all.some((text) => wide(text) > (box.clientWidth - left) / n - 3);
  const foot = !named ? 2 : upright ? Math.min(72, Math.max(...all.map(wide)) + 4) : 16;
  const most = parseFloat(getComputedStyle(box).maxHeight);
  const side = Math.max(4, Math.floor(Math.min(box.clientWidth - left - 2, most - foot) / n));
  names.rows.style.cssText = `width:${left}px;height:${side * n}px`;
  names.columns.style.cssText = `margin-left:${left}px;width:${side * n}px;height:${foot}px`;
  names.columns.classList.toggle("is-upright", upright);
  const key = `${all.join("\n")} ${side} ${left} ${foot}`;
  if (names.key !== key) {
    names.key = key;
    const node = (limitTo) => (text) => h("span", { title: text, text: shorten(text, limitTo, wide) });
    names.rows.replaceChildren(...all.map(node(left - 4)));
    names.columns.replaceChildren(...all.map(node(upright ? foot - 2 : side * 1.6)));
  }
  return side;
}

export const matrixNames = () => ({ rows: h("div", { class: "lba-names is-rows", "aria-hidden": "true" }), columns: h("div", { class: "lba-names is-columns", "aria-hidden": "true" }), key: "" });

/** `cells`: {n, share(at), text(at), colour?(at), cursor, picked}; side: pixels of a cell. */
export function paintMatrix(canvas, { n, share, text, colour, cursor, picked }, side) {
  const context = fitCanvas(canvas, side * n, side * n);
  const style = getComputedStyle(canvas);
  context.clearRect(0, 0, side * n, side * n);
  const gap = side > 11 ? 1 : 0;
  const size = Math.max(8, Math.min(13, Math.floor(side * 0.42)));
  context.font = `${size}px ${style.fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let at = 0; at < n * n; at++) {
    const value = share(at);
    const [x, y] = [(at % n) * side, Math.floor(at / n) * side];
    if (!Number.isFinite(value)) { // an absent class
      context.fillStyle = style.getPropertyValue("--paper").trim();
      context.fillRect(x, y, side, side);
      continue;
    }
    const rgb = colour ? colour(value) : colourOf(value);
    context.fillStyle = `rgb(${rgb})`;
    context.fillRect(x, y, side - gap, side - gap);
    const words = text(at);
    if (!words || context.measureText(words).width > side - 3 || side < 14) continue;
    context.fillStyle = dark(rgb) ? "#ffffff" : "#16171b";
    context.fillText(words, x + (side - gap) / 2, y + (side - gap) / 2 + 0.5);
  }
  for (const [where, width, ink] of [[picked, 3, "--accent"], [cursor, 2, "--ink"]]) {
    if (!where) continue;
    context.strokeStyle = style.getPropertyValue("--paper").trim();
    context.lineWidth = width + 2;
    context.strokeRect(where.column * side + 1, where.row * side + 1, side - 2 - gap, side - 2 - gap);
    context.strokeStyle = style.getPropertyValue(ink).trim();
    context.lineWidth = width;
    context.strokeRect(where.column * side + 1, where.row * side + 1, side - 2 - gap, side - 2 - gap);
  }
}

/** The cell under a pointer event. */
export function cellAt(canvas, n, event) {
  const box = canvas.getBoundingClientRect();
  const cell = (at, from, length) => Math.max(0, Math.min(n - 1, Math.floor(((at - from) / length) * n)));
  return { row: cell(event.clientY, box.top, box.height), column: cell(event.clientX, box.left, box.width) };
}

/** Arrows move over the cells, Enter or Space picks one, Escape lets go. */
export function matrixKeys(canvas, n, cursor, move, pick, clear) {
  canvas.addEventListener("keydown", (event) => {
    const way = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!n() || event.ctrlKey || event.altKey || event.metaKey) return;
    if (way) {
      const { row, column } = cursor() ?? { row: way[0] ? -way[0] : 0, column: way[1] ? -way[1] : 0 };
      const keep = (at) => Math.max(0, Math.min(n() - 1, at));
      move({ row: keep(row + way[0]), column: keep(column + way[1]) });
    } else if ((event.key === "Enter" || event.key === " ") && cursor()) pick(cursor());
    else if (event.key === "Escape") clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** The colour scale as a line: 0, a quarter in the middle (the scale is that of the root), all. */
export function rampLine() {
  const stops = Array.from({ length: 9 }, (_, i) => s("stop", { offset: `${i * 12.5}%`, "stop-color": `rgb(${viridis(i / 8)})` }));
  return h("span", { class: "lba-ramp lba-soft", title: "share of the true class; the colour follows its square root, so that few mistakes are seen" }, h("span", { text: "0" }),
    s("svg", { width: 56, height: 8, "aria-hidden": "true" }, s("defs", {}, s("linearGradient", { id: "lba-root" }, ...stops)), s("rect", { width: 56, height: 8, fill: "url(#lba-root)" })), h("span", { text: "100 %" }));
}
