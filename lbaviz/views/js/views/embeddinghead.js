// Above and below the embedding: which projection, coloured by what, the tools, the selection; and how not to read it.
import { classColour, COLOURED, palette } from "../classes.js";
import { h, setText } from "../dom.js";
import { count } from "../format.js";
import { jsonOf } from "../packing.js";
import { chosenChip } from "./chip.js";

const METHODS = [["pca", "PCA"], ["tsne", "t-SNE"], ["umap", "UMAP"]];
const WARNING = {
  pca: "a linear view: what differs in other directions coincides here",
  tsne: "t-SNE keeps neighbours, not distances: sizes of clusters and gaps between them mean little",
  umap: "UMAP keeps neighbours, not distances: sizes of clusters and gaps between them mean little",
};
const COLOURS = [["class", "by class"], ["prediction", "by prediction"], ["correctness", "right or wrong"]];

/** The stored layouts, in the order in which they are offered. */
export const projections = (hub) => METHODS.map(([method]) => method).filter((method) => hub.probes.steps(`projection-${method}`).length);

/** `state` is {method, by, tool}, changed here; then `changed()` is called. `zoom(factor | 0)`: 0 shows everything. */
export function embeddingHead(host, hub, state, { changed, zoom }) {
  const where = h("span", { class: "lba-soft", "data-testid": "embedding-step" });
  const method = h("select", { class: "lba-select", "aria-label": "projection", "data-testid": "projection", onchange: () => ((state.method = method.value), changed()) });
  const by = h("select", { class: "lba-select", "aria-label": "colour", "data-testid": "colour", onchange: () => ((state.by = by.value), changed()) },
    ...COLOURS.map(([value, text]) => h("option", { value, text })));
  const button = (text, title, testid, act) => h("button", { type: "button", class: "lba-button lba-small", text, title, "aria-label": title, "data-testid": testid, onclick: act });
  const tool = (name, text, title) => button(text, title, `tool-${name}`, () => ((state.tool = name), draw()));
  const tools = { move: tool("move", "Move", "drag moves the view (with Shift: lasso)"), lasso: tool("lasso", "Lasso", "drag around points to select them (with Shift: move)") };
  const bar = h("div", { class: "lba-head lba-tools" }, h("h2", { text: "Embedding" }), where, h("span", { class: "lba-grow" }),
    method, by,
    h("span", { class: "lba-group", role: "group", "aria-label": "what dragging does" }, tools.move, tools.lasso));
  const zooms = h("span", { class: "lba-group lba-zooms", role: "group", "aria-label": "zoom" }, button("−", "zoom out", "zoom-out", () => zoom(1 / 1.6)), button("+", "zoom in", "zoom-in", () => zoom(1.6)), button("All", "show everything", "zoom-all", () => zoom(0)));
  const legend = h("div", { class: "lba-legend-row", role: "group", "aria-label": "classes" });
  const place = h("div", { class: "lba-cloud-place" }, zooms); // the cloud, and what floats above it
  host.append(bar, h("div", { class: "lba-head lba-key" }, legend), place);
  const chip = chosenChip(place, hub, "embedding-chip");
  const caption = h("p", { class: "lba-soft lba-warning", "data-testid": "embedding-caption" });
  let legendKey = "";

  /** Which class the samples count to under the present colouring. */
  function membersOf(c) {
    const { labels, n } = hub.inspected();
    const { predicted } = hub.probes.now("predictions")?.arrays ?? {};
    const all = Array.from({ length: n }, (_, i) => i);
    if (state.by === "correctness") return all.filter((i) => predicted && labels[i] >= 0 && (predicted[i] === labels[i]) === (c === 1));
    return all.filter((i) => (state.by === "prediction" ? predicted?.[i] : labels[i]) === c);
  }
  function choose(c, what) {
    const positions = membersOf(c);
    const same = hub.view.chosen?.what === what;
    hub.set({ chosen: same || !positions.length ? null : { positions, what } });
  }
  function drawLegend() {
    const { classes, name, n } = hub.inspected();
    const colours = palette(host);
    const key = JSON.stringify([state.by, classes, n, colours[0], name(0)]);
    if (key === legendKey) return;
    legendKey = key;
    const item = (c, text, what, colour, wrong) => h("button", { type: "button", class: "lba-legend-item", title: `select ${what}`, "data-testid": `class-${c}`, onclick: () => choose(c, what) },
      h("span", { class: `lba-swatch${wrong ? " is-wrong" : ""}`, style: wrong ? null : `background:${colour}`, "aria-hidden": "true" }), h("span", { text: text.length > 14 ? `${text.slice(0, 13)}…` : text }));
    if (state.by === "correctness") return legend.replaceChildren(item(1, "right", "recognised", "var(--labelled)"), item(0, "wrong", "mistaken", null, true));
    const what = (c) => (state.by === "prediction" ? `taken for ${name(c)}` : `class ${name(c)}`);
    if (classes <= COLOURED) return legend.replaceChildren(...Array.from({ length: classes }, (_, c) => item(c, name(c), what(c), classColour(colours, c, classes))));
    const list = h("select", { class: "lba-select", "aria-label": "select a class", "data-testid": "class-select", onchange: () => list.value !== "" && choose(Number(list.value), what(Number(list.value))) },
      h("option", { value: "", text: `${count(classes)} classes: select one` }), ...Array.from({ length: classes }, (_, c) => h("option", { value: c, text: name(c) })));
    legend.replaceChildren(list);
  }
  function draw() {
    const stored = projections(hub);
    const names = METHODS.filter(([name]) => stored.includes(name));
    if (method.options.length !== names.length || [...method.options].some((option, at) => option.value !== names[at][0])) {
      method.replaceChildren(...names.map(([value, text]) => h("option", { value, text })));
    }
    if (state.method) method.value = state.method;
    by.value = state.by;
    method.disabled = names.length < 2;
    method.hidden = !names.length;
    for (const [name, one] of Object.entries(tools)) one.setAttribute("aria-pressed", String(state.tool === name));
    host.classList.toggle("is-lasso", state.tool === "lasso");
    drawLegend();
  }
  return {
    draw,
    place,
    foot: (root) => root.append(caption),
    caption({ method: shown, step, arrays, positions }) {
      const title = METHODS.find(([name]) => name === shown)[1];
      const settings = Object.entries(jsonOf(arrays.settings) ?? {}).filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
      const made = settings.map(([name, value]) => `${name.replaceAll("_", " ")} ${typeof value === "number" ? Number(value.toPrecision(4)) : value}`).join(", ");
      setText(where, `step ${count(step)}`);
      setText(caption, `${title} of ${count(positions.length / 2)} ${hub.inspected().part} images${made ? ` (${made})` : ""}, scaled to fit at every step; ${WARNING[shown]}.`);
      caption.title = caption.textContent;
    },
    destroy: chip.destroy,
  };
}
