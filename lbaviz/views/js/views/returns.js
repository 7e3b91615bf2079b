// "Where walkers return": class of departure (rows) against class of arrival (columns), and how many come home.
import { coalesce, h, s, setText } from "../dom.js";
import { percent, percentRound } from "../format.js";
import { sides } from "../sides.js";
import { viridis } from "../theme.js";
import { homeShare, returnMatrix } from "../walks.js";

const SIZE = 122; // px, about
const LABELLED = 10; // classes up to which rows and columns are named

export function returnsView(host, hub) {
  const canvas = h("canvas", { class: "lba-matrix", role: "img", "aria-label": "return probabilities, class by class" });
  canvas.width = canvas.height = SIZE; // until the first frame
  const rowNames = h("div", { class: "lba-row-names", "aria-hidden": "true" });
  const columnNames = h("div", { class: "lba-column-names", "aria-hidden": "true" });
  const share = h("strong", { class: "lba-big", "data-testid": "home-share" });
  const chance = h("span", { class: "lba-soft" });
  const cell = h("span", { class: "lba-soft lba-cell", "aria-live": "off" });
  const root = h("section", { class: "lba-returns", "aria-label": "where walkers return" },
    h("div", { class: "lba-head" }, h("h2", { text: "Where walkers return" }), h("span", { class: "lba-soft", text: "start ↓  arrival →" })),
    h("div", { class: "lba-returns-body" },
      h("div", { class: "lba-matrix-box" }, rowNames, canvas, columnNames),
      h("div", { class: "lba-home" }, h("span", { class: "lba-soft", text: "comes home" }), share, chance, cell,
        h("span", { class: "lba-ramp" }, h("span", { text: "0" }), ramp(), h("span", { text: "100 %" })))));
  host.append(root);
  let matrix = null;

  function ramp() {
    const stops = Array.from({ length: 9 }, (_, i) => s("stop", { offset: `${i * 12.5}%`, "stop-color": `rgb(${viridis(i / 8)})` }));
    return s("svg", { width: 64, height: 8, "aria-hidden": "true" },
      s("defs", {}, s("linearGradient", { id: "lba-viridis" }, ...stops)), s("rect", { width: 64, height: 8, fill: "url(#lba-viridis)" }));
  }
  function names(n) {
    const known = hub.get("about").class_names ?? [];
    const all = Array.from({ length: n }, (_, c) => String(known[c] ?? c));
    const long = all.some((name) => name.length > 2);
    const node = (text) => h("span", { text: text.length > 9 ? `${text.slice(0, 8)}…` : text, title: text });
    rowNames.replaceChildren(...(n <= LABELLED ? all.map(node) : []));
    columnNames.replaceChildren(...(n <= LABELLED && !long ? all.map(node) : []));
    rowNames.hidden = n > LABELLED;
    columnNames.hidden = n > LABELLED || long;
    return all;
  }
  let shape = 0;
  let all = [];
  function paint() {
    const { frame } = hub;
    if (!frame) return;
    const labels = (hub.get("about").samples ?? []).slice(0, frame.nA).map((one) => one.label);
    matrix = returnMatrix(frame, labels);
    const n = frame.classes;
    if (shape !== n) all = names((shape = n));
    const ratio = globalThis.devicePixelRatio || 1;
    const scale = Math.max(1, Math.round((SIZE * ratio) / n)); // a cell in whole pixels of the screen
    canvas.width = canvas.height = n * scale;
    canvas.style.width = canvas.style.height = `${(n * scale) / ratio}px`;
    const context = canvas.getContext("2d");
    matrix.forEach((p, at) => {
      if (Number.isNaN(p)) return;
      context.fillStyle = `rgb(${viridis(p)})`;
      const hair = scale > 10 ? 1 : 0;
      context.fillRect((at % n) * scale, Math.floor(at / n) * scale, scale - hair, scale - hair);
    });
    const { home, chance: even } = homeShare(frame, labels);
    setText(share, percentRound(home));
    const { pair, a, b } = sides(hub.get("about"));
    setText(chance, `of all walks${pair ? ` ${a} → ${b} → ${a}` : ""} · chance ${percentRound(even)}`);
  }
  const draw = coalesce(paint);
  canvas.addEventListener("pointermove", (event) => {
    const n = hub.frame?.classes;
    if (!n || !matrix) return;
    const box = canvas.getBoundingClientRect();
    const column = Math.min(n - 1, Math.floor(((event.clientX - box.left) / box.width) * n));
    const row = Math.min(n - 1, Math.floor(((event.clientY - box.top) / box.height) * n));
    const p = matrix[Math.max(0, row) * n + Math.max(0, column)];
    setText(cell, Number.isNaN(p) ? `no labelled ${all[row]}` : `${all[row]} → ${all[column]}: ${percent(p)}`);
  });
  canvas.addEventListener("pointerleave", () => setText(cell, ""));
  const offs = [hub.on("frame", draw), hub.on("about", () => { shape = 0; draw(); })];
  draw();
  return {
    destroy() {
      offs.forEach((off) => off());
      draw.cancel();
    },
  };
}
