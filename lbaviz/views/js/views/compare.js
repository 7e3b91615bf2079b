// Two runs side by side: where their walkers return, and the signed difference; one time for both.
import { coalesce, h, onResize, setText } from "../dom.js";
import { count, percentRound } from "../format.js";
import { joinGroup } from "../link.js";
import { diverging } from "../theme.js";
import { homeShare, returnMatrix } from "../walks.js";
import { chart } from "./chart.js";
import { embeddingView } from "./embedding.js";
import { cellAt, fitMatrix, matrixKeys, matrixNames, paintMatrix, rampLine } from "./matrix.js";
import { timeView } from "./time.js";

const points = (share) => `${share > 0 ? "+" : share < 0 ? "−" : "±"}${Math.abs(Math.round(100 * share))}`;

/** The signed difference of two square matrices of the same size, b − a; NaN where a class is absent in one. */
export const difference = (a, b) => (a.length === b.length ? a.map((value, at) => b[at] - value) : null);

/** One matrix with its title; `model()` gives {n, share, text, colour?, name, title, home, note} or {empty}. */
function panel(host, testid, model, cursor, move) {
  const title = h("h2", {});
  const home = h("strong", { "data-testid": `${testid}-home` });
  const note = h("span", { class: "lba-soft" });
  const canvas = h("canvas", { class: `lba-cells${testid === "return-difference" ? " is-signed" : ""}`, tabindex: "0", role: "img", "data-testid": testid });
  const names = matrixNames();
  const box = h("div", { class: "lba-matrix-place" }, names.rows, canvas, names.columns);
  const empty = h("p", { class: "lba-empty", hidden: true });
  const root = h("section", { class: "lba-part lba-compared" }, h("div", { class: "lba-head" }, title, home, note), empty, box);
  host.append(root);
  let n = 0;
  canvas.addEventListener("pointermove", (event) => n && move(cellAt(canvas, n, event)));
  canvas.addEventListener("pointerleave", () => move(null));
  canvas.addEventListener("blur", () => move(null));
  matrixKeys(canvas, () => n, cursor, move, () => {}, () => move(null));
  return {
    draw() {
      const now = model();
      setText(title, now.title);
      canvas.setAttribute("aria-label", now.title);
      box.hidden = Boolean(now.empty);
      empty.hidden = !now.empty;
      setText(empty, now.empty ?? "");
      setText(home, now.home ?? "");
      setText(note, now.note ?? "");
      n = now.empty ? 0 : now.n;
      if (!n || !box.clientWidth) return;
      paintMatrix(canvas, { ...now, cursor: cursor() }, fitMatrix(box, canvas, n, names, now.name));
      canvas.dataset.step = now.step;
    },
  };
}

export function compareView(host, hub, { other }) {
  const hubs = [hub, other];
  const title = (one, at) => `${at ? "B" : "A"} · ${one.get("about").name}`;
  const who = (one) => [one.get("about").method, one.get("about").data, `seed ${one.get("about").seed}`].filter(Boolean).join(" · ");
  const header = h("header", { class: "lba-header" }, ...hubs.map((one, at) => h("span", { class: "lba-run-name" }, h("strong", { text: title(one, at) }), h("span", { class: "lba-soft", text: who(one) }))),
    h("span", { class: "lba-grow" }), rampLine());
  const told = h("p", { class: "lba-soft lba-told", "aria-live": "polite", "data-testid": "compare-cell" });
  const row = h("div", { class: "lba-compare" });
  const root = h("div", { class: "lba-dashboard", "aria-label": "two runs compared" }, header, h("p", { class: "lba-compare-title" }, h("strong", { text: "Where walkers return" }), h("span", { class: "lba-soft", text: "rows: class of departure · columns: class of arrival · per cent" })), row, told);
  host.append(root);
  let cursor = null;
  const move = (to) => {
    cursor = to;
    draw();
  };

  function matrixOf(one) {
    if (!one.frame) return null;
    const labels = (one.get("about").samples ?? []).slice(0, one.frame.nA).map((sample) => sample.label);
    return { matrix: returnMatrix(one.frame, labels), n: one.frame.classes, step: one.frame.step, ...homeShare(one.frame, labels) };
  }
  const name = (c) => String(hub.get("about").class_names?.[c] ?? c);
  const rounded = (value) => (value >= 0.005 ? String(Math.round(100 * value)) : "");
  const own = (one, at) => () => {
    const now = matrixOf(one);
    if (!now) return { title: title(one, at), empty: "This run has recorded no walk." };
    return { ...now, title: title(one, at), name, share: (i) => now.matrix[i], text: (i) => rounded(now.matrix[i]), home: percentRound(now.home), note: `come home · step ${count(now.step)}` };
  };
  function signed() {
    const [a, b] = hubs.map(matrixOf);
    const change = a && b && a.n === b.n ? difference(a.matrix, b.matrix) : null;
    if (!change) return { title: "B − A", empty: a && b ? "The runs have different classes." : "There is nothing to subtract." };
    const top = Math.max(0.05, ...change.map((value) => (Number.isFinite(value) ? Math.abs(value) : 0)));
    const text = (i) => (Math.abs(change[i]) >= 0.005 ? points(change[i]) : "");
    return { n: a.n, name, step: `${a.step} ${b.step}`, share: (i) => change[i], text, colour: (value) => diverging(value / top), title: "B − A", home: points(b.home - a.home), note: `points · colours from −${Math.round(100 * top)} to +${Math.round(100 * top)}, 0 white` };
  }
  const panels = [panel(row, "return-a", own(hub, 0), () => cursor, move), panel(row, "return-b", own(other, 1), () => cursor, move), panel(row, "return-difference", signed, () => cursor, move)];

  function errors() {
    const target = hubs.every((one) => one.get("curves")?.target_validation_error); // what counts of two domains
    const series = target ? "target_validation_error" : "validation_error";
    const lines = hubs.map((one, at) => ({ step: [], value: [], ...one.get("curves")?.[series], name: at ? "B" : "A", mark: at ? "◆" : "●", colour: at ? "var(--orange)" : "var(--blue)", format: (value) => `${value.toFixed(1)} %` }));
    const last = Math.max(1, ...hubs.map((one) => one.get("about").steps ?? 1), ...lines.flatMap((line) => line.step.slice(-1)));
    return { lines, empty: "not measured yet", unit: target ? "per cent, on target" : "per cent", marks: [], now: hub.step(), reading: hub.view.hoverStep, xMax: last };
  }
  const below = h("div", { class: "lba-compare-below" });
  root.append(below);
  const curve = chart(below, "Validation error", "per cent", errors, (step) => hub.set({ hoverStep: step }));
  const clouds = hubs.every((one) => one.inspected().n) ? hubs.map((one) => embeddingView(below, one)) : [];
  clouds.forEach((_, at) => (below.querySelectorAll(".lba-embedding h2")[at].textContent = `Embedding ${at ? "B" : "A"}`));
  below.classList.toggle("has-clouds", clouds.length > 0);

  function paint() {
    panels.forEach((one) => one.draw());
    curve.draw();
    if (!cursor) return setText(told, "Point at a cell: the same one is marked in all three.");
    const values = hubs.map(matrixOf).map((now) => (now && cursor.row < now.n && cursor.column < now.n ? now.matrix[cursor.row * now.n + cursor.column] : NaN));
    const each = values.map((value, at) => `${at ? "B" : "A"} ${Number.isFinite(value) ? percentRound(value) : "–"}`).join(", ");
    setText(told, `“${name(cursor.row)}” → “${name(cursor.column)}”: ${each}${values.every(Number.isFinite) ? `, difference ${points(values[1] - values[0])} points` : ""}`);
  }
  const draw = coalesce(paint);
  const group = { id: `compare ${hub.path}\n${other.path}` };
  const leave = hub === other ? [] : hubs.map((one) => joinGroup(one, group));
  const longer = (one) => one.steps().slice(-1)[0] ?? 0;
  const time = timeView(root, longer(other) > longer(hub) ? other : hub);
  const offs = [...hubs.flatMap((one) => ["frame", "about", "curves", "view", "status"].map((topic) => one.on(topic, draw))), onResize(row, draw)];
  draw();
  return {
    redraw: () => (draw(), clouds.forEach((one) => one.redraw())),
    destroy() {
      offs.forEach((off) => off());
      leave.forEach((go) => go());
      [time, curve, ...clouds].forEach((part) => part.destroy());
      draw.cancel();
    },
  };
}
