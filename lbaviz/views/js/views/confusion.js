// The confusion matrix at the shown step: rows true, columns taken for; a click on a cell shows its images below. Clusters
// are called by the classes that they are assigned to, where these are known.
import { calledByClass, cellName, cellSamples, confusionOf, surestMistakes } from "../confusion.js";
import { coalesce, follows, h, onResize, setText } from "../dom.js";
import { count, percent } from "../format.js";
import { chosenChip } from "./chip.js";
import { nothingRecorded } from "./inspected.js";
import { cellAt, fitMatrix, matrixKeys, matrixNames, paintMatrix, rampLine } from "./matrix.js";
import { strip } from "./strip.js";

export function confusionView(host, hub) {
  const canvas = h("canvas", { class: "lba-cells", tabindex: "0", role: "img", "data-testid": "confusion", "aria-label": "confusion matrix; arrows move over the cells, Enter selects one" });
  const error = h("strong", { "data-testid": "confusion-error" });
  const where = h("span", { class: "lba-soft" });
  const cell = h("p", { class: "lba-soft lba-told", "aria-live": "polite", "data-testid": "confusion-cell" });
  const mode = h("button", { type: "button", class: "lba-button lba-quiet lba-small", "data-testid": "confusion-mode", title: "counts, or shares of each true class", onclick: () => ((shares = !shares), draw()) });
  const names = matrixNames();
  const box = h("div", { class: "lba-matrix-place" }, names.rows, canvas, names.columns);
  const empty = h("p", { class: "lba-empty", "data-testid": "confusion-empty", hidden: true });
  const body = h("div", { class: "lba-confusion-body" }, box, cell);
  const about = h("h3", { class: "lba-strip-name" });
  const below = h("div", { class: "lba-head lba-below" }, about);
  const root = h("section", { class: "lba-confusion lba-part", "aria-label": "confusion" },
    h("div", { class: "lba-head" }, h("h2", { text: "Confusion" }), error, where, h("span", { class: "lba-grow" }), mode), empty, body, below);
  host.append(root);
  const chip = chosenChip(below, hub);
  below.append(h("span", { class: "lba-grow" }), rampLine());
  const images = strip(root, hub, { testid: "image", label: "images of the selection" });
  let shares = false;
  let shown = null; // {predicted, confidence, counts, totals, n, name}
  let cursor = null; // {row, column} under the pointer or the keyboard

  function read() {
    const now = hub.probes.now("predictions");
    const inspected = hub.inspected();
    if (!now || !inspected.classes) return null;
    if (shown?.arrays === now.arrays && shown.inspected === inspected) return shown;
    const { predicted, labels, classes, name, clusters } = calledByClass(now.arrays, inspected);
    return { arrays: now.arrays, inspected, predicted, confidence: now.arrays.confidence, labels, n: classes, name, clusters, step: now.step, ...confusionOf(predicted, labels, classes) };
  }
  function paint() {
    shown = read();
    const sentence = shown ? (shown.judged ? null : "The inspected images have no labels.") : nothingRecorded(hub) ?? "on its way …";
    empty.hidden = !sentence;
    setText(empty, sentence ?? "");
    body.hidden = below.hidden = images.root.hidden = mode.hidden = Boolean(sentence);
    setText(error, sentence ? "" : `${percent(shown.wrong / shown.judged)} wrong`);
    setText(where, sentence ? "" : `of ${count(shown.judged)}`);
    where.title = `${hub.inspected().part} images`;
    if (sentence || !root.clientWidth) return;
    setText(mode, shares ? "shares" : "counts");
    mode.setAttribute("aria-pressed", String(shares));
    const side = fitMatrix(box, canvas, shown.n, names, shown.name);
    paintMatrix(canvas, { n: shown.n, share: (at) => shown.counts[at] / shown.totals[Math.floor(at / shown.n)], text, cursor, picked: picked() }, side);
    canvas.dataset.step = String(shown.step);
    canvas.dataset.classes = String(shown.n);
    setText(cell, told());
    list();
  }
  const text = (at) => {
    const value = shown.counts[at];
    return value === 0 ? "" : shares ? String(Math.round((100 * value) / shown.totals[Math.floor(at / shown.n)])) : String(value);
  };
  /** The cell that the selection came from. */
  function picked() {
    const { chosen } = hub.view;
    return chosen?.cell ?? null;
  }
  function told() {
    if (!cursor) return shown.clusters ? "row: true class · column: what its cluster is called" : "row: true class · column: taken for · click a cell";
    const { row, column } = cursor;
    const value = shown.counts[row * shown.n + column];
    const share = shown.totals[row] ? ` (${percent(value / shown.totals[row])} of its class)` : "";
    return `${row === column ? `“${shown.name(row)}” recognised` : `“${shown.name(row)}” taken for “${shown.name(column)}”`}: ${count(value)}${share}`;
  }
  function list() {
    const { chosen } = hub.view;
    const positions = chosen ? chosen.positions : surestMistakes(shown.predicted, shown.confidence, shown.labels);
    setText(about, chosen ? "" : positions.length ? "Surest mistakes" : "No mistakes");
    about.hidden = Boolean(chosen);
    images.show(positions, `${chosen ? positions.join(" ") : "mistakes"} ${shown.step} ${hub.inspected().images?.length}`);
  }
  function pick({ row, column }) {
    const positions = cellSamples(shown.predicted, shown.confidence, shown.labels, row, column);
    const same = picked() && picked().row === row && picked().column === column;
    hub.set({ chosen: same || !positions.length ? null : { positions, what: cellName(shown.name, row, column), cell: { row, column } } });
  }
  const draw = coalesce(paint);
  const move = (to) => {
    cursor = to;
    draw();
  };
  canvas.addEventListener("pointermove", (event) => shown && move(cellAt(canvas, shown.n, event)));
  canvas.addEventListener("pointerleave", () => move(null));
  canvas.addEventListener("click", (event) => shown && pick(cellAt(canvas, shown.n, event)));
  matrixKeys(canvas, () => shown?.n ?? 0, () => cursor, move, pick, () => hub.set({ chosen: null }));
  canvas.addEventListener("blur", () => move(null));
  let last = {};
  const changed = () => {
    const { chosen, looking } = hub.view;
    if (chosen !== last.chosen || looking !== last.looking) draw();
    else images.mark();
    last = { ...hub.view };
  };
  return follows(hub, draw, ["probe", "probe_steps", "about", "inspected_images"], hub.on("view", changed), onResize(root, draw), () => chip.destroy());
}
