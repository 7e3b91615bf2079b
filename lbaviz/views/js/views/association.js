// The walk: labelled A on top, unlabelled B in the middle, the same A again at the bottom, edges as dark as probable.
import { coalesce, h, onResize, setText } from "../dom.js";
import { blendEdges, hitEdge, selectEdges } from "../edges.js";
import { sides } from "../sides.js";
import { reducedMotion } from "../theme.js";
import { focusOf } from "../walks.js";
import { walkByKeys } from "./keyboard.js";
import { displayOrder, graphLayout, place } from "./layout.js";
import { fitCanvas, paintEdges, paintHover } from "./paint.js";
import { samplesWalk, stepsTaken } from "./sentences.js";
import { sampleRows } from "./samples.js";
import { tooltip } from "./tooltip.js";
import { walkFeet } from "./feet.js";
import { walkHead } from "./walkhead.js";

const TWEEN = 160; // ms from one frame to the next
const QUIET = 300; // ms: frames that come faster than this are drawn as they are

export function associationView(host, hub) {
  const canvas = h("canvas", { class: "lba-edges", "data-testid": "edges", "data-shown": "0", role: "img", "aria-label": "edges of the walk; use the arrow keys in the rows to follow them" });
  const over = h("canvas", { class: "lba-edges", "aria-hidden": "true" });
  const rowsBox = h("div", { class: "lba-rows" });
  const names = ["A · start", "B", "A · return"].map((text) => h("p", { class: "lba-row-name" }, h("strong", { text }), h("span", {})));
  const box = h("div", { class: "lba-graph" }, canvas, over, ...names, rowsBox);
  const live = h("p", { class: "lba-live", "aria-live": "polite", "data-testid": "said" });
  const root = h("section", { class: "lba-association", "aria-label": "the walk" });
  host.append(root);
  const head = walkHead(root, hub);
  root.append(box, live);
  const tip = tooltip(box, hub);
  const feet = walkFeet(box, hub);

  let rows = null;
  let shape = "";
  let labels = { a: [], b: [] };
  let layout = null;
  let chosen = { list: [], shown: 0 };
  let focus = null;
  let hover = null; // {edge} or {role, i}
  let before = [];
  let began = 0;
  let lastFrame = 0;
  let colours = null;

  const readColours = () => {
    const style = getComputedStyle(root);
    const [edge, wrong, accent, paper] = ["--edge", "--wrong", "--accent", "--paper"].map((name) => style.getPropertyValue(name).trim());
    colours = { edge, wrong, accent, paper };
  };
  function rebuild() {
    rows?.destroy();
    rows = null;
    shape = "";
    draw();
  }
  function prepare() {
    const { samples = [] } = hub.get("about");
    const [nA, nB] = ["a", "b"].map((role) => samples.filter((sample) => sample.role === role).length);
    const key = `${nA} ${nB}`;
    if (key === shape) return;
    shape = key;
    labels = { a: samples.slice(0, nA).map((one) => one.label), b: samples.slice(nA).map((one) => one.label) };
    rows?.destroy();
    rows = sampleRows(rowsBox, hub, nA, nB);
    const { a, b } = sides(hub.get("about")); // there is no room for more
    [`${nA} ${a}`, `${nB} ${b}`, "the same A"].forEach((text, at) => setText(names[at].lastChild, text));
    layout = null;
  }
  function paint() {
    const { frame, view } = hub;
    if (!box.clientWidth) return;
    prepare();
    if (!colours) readColours();
    if (!layout || layout.width !== box.clientWidth || layout.height !== box.clientHeight) {
      layout = graphLayout(box.clientWidth, box.clientHeight, displayOrder(labels.a), displayOrder(labels.b));
      rows.place(layout);
      ["a", "b", "r"].forEach((role, at) => (names[at].style.top = `${(layout[role].top + layout[role].bottom) / 2}px`));
    }
    if (!frame) return feet.draw(layout, labels.a, null), head.wait(); // the pictures are there before the first walk
    const moving = before.length ? Math.min(1, (performance.now() - began) / TWEEN) : 1;
    if (moving === 1) before = [];
    const edges = moving < 1 ? blendEdges(before, chosen.list, moving) : chosen.list;
    focus = view.selection ? focusOf(edges, view.selection, labels.a) : null;
    paintEdges(fitCanvas(canvas, layout.width, layout.height), layout, edges, focus, colours);
    canvas.dataset.edges = String(chosen.list.length);
    canvas.dataset.frameStep = String(frame.step);
    if (moving < 1) return draw();
    canvas.dataset.shown = String(Number(canvas.dataset.shown) + 1);
    rows.light(focus, view.selection);
    feet.draw(layout, labels.a, focus);
    head.draw(chosen, labels);
    point();
  }
  const draw = coalesce(paint);

  function choose() {
    if (hub.frame) chosen = selectEdges(hub.frame, hub.view.k, hub.view.threshold);
  }
  function arrived() {
    const now = performance.now();
    const quiet = now - lastFrame > QUIET && lastFrame > 0 && !reducedMotion();
    lastFrame = now;
    before = quiet ? chosen.list : [];
    began = now;
    choose();
    draw();
  }
  let last = { ...hub.view };
  function changed() {
    const { k, threshold, selection } = hub.view;
    if (k !== last.k || threshold !== last.threshold) choose();
    if (selection !== last.selection) say(samplesWalk(hub, labels, chosen.list) ?? "nothing is selected");
    if (k !== last.k || threshold !== last.threshold || selection !== last.selection) draw();
    last = { ...hub.view };
  }
  const say = (text) => setText(live, text);
  const select = (selection) => {
    if (!hub.frame) return;
    const { selection: old } = hub.view;
    const sample = selection && { role: selection.role === "b" ? "b" : "a", i: selection.i };
    hub.set({ selection: sample && old && old.role === sample.role && old.i === sample.i ? null : sample });
  };

  /** The edge under (x, y); with a walk selected only its own edges can be pointed at. */
  function edgeAt(x, y) {
    const list = chosen.list.filter((_, at) => !focus || focus.weight[at] > 0);
    return hitEdge(list.map((edge) => ({ ...edge, ...place(layout, edge) })), x, y);
  }
  function point() {
    if (!layout || !hub.frame) return;
    const edge = hover?.edge && chosen.list.find((one) => one.kind === hover.edge.kind && one.from === hover.edge.from && one.to === hover.edge.to);
    paintHover(fitCanvas(over, layout.width, layout.height), layout, edge, colours);
    if (!hover || (hover.edge && !edge)) return tip.hide();
    if (hover.role) return tip.sample(hover.role, hover.i, hover.x, hover.y);
    const at = focus ? chosen.list.indexOf(edge) : -1;
    tip.edge(edge, hover.x, hover.y, hub.view.selection?.role === "a" && edge.kind === 1 && at >= 0 ? focus.weight[at] : 0);
  }
  const pointLater = coalesce(point);
  box.addEventListener("pointermove", (event) => {
    if (!layout || !hub.frame) return;
    const bounds = box.getBoundingClientRect();
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    const sample = rows.of(event.target);
    const edge = sample ? null : edgeAt(x, y);
    hover = sample ? { ...sample, x, y } : edge ? { edge, x, y } : null;
    box.classList.toggle("is-pointing", Boolean(edge));
    pointLater();
  });
  const away = () => {
    hover = null;
    pointLater();
  };
  box.addEventListener("pointerleave", away);
  box.addEventListener("click", (event) => {
    const sample = rows?.of(event.target) ?? null;
    select(sample);
    if (sample) away(); // the walk itself is to be seen now
  });
  const clear = () => {
    hub.set({ selection: null });
    away();
  };
  walkByKeys(box, { of: (target) => (hub.frame ? rows?.of(target) : null) }, () => ({ edges: chosen.list, layout }), (target, trail) => {
    rows.focus(target.role, target.i);
    const row = layout[target.role];
    hover = trail ? { edge: target, x: row.x[target.i], y: row.y[target.i] } : { role: target.role, i: target.i, x: row.x[target.i], y: row.bottom };
    say(stepsTaken(hub, target, trail));
    pointLater();
  }, clear);

  const offs = [hub.on("frame", arrived), hub.on("view", changed), hub.on("about", rebuild), hub.on("images", rebuild), hub.on("status", () => hub.frame || draw()), onResize(box, draw)];
  choose();
  draw();
  return {
    redraw() {
      colours = null;
      draw();
    },
    edges() {
      const bounds = box.getBoundingClientRect();
      return chosen.list.map((edge) => {
        const { x0, y0, x1, y1 } = place(layout, edge);
        return { ...edge, kind: edge.kind ? "ba" : "ab", x0: x0 + bounds.left, y0: y0 + bounds.top, x1: x1 + bounds.left, y1: y1 + bounds.top };
      });
    },
    destroy() {
      offs.forEach((off) => off());
      draw.cancel();
      pointLater.cancel();
    },
  };
}
