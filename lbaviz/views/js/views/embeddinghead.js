// Above and below the embedding: which projection, coloured by what, the tools, the selection; and how not to read it.
import { classColour, COLOURED, domainColours, palette } from "../classes.js";
import { h, setText } from "../dom.js";
import { count } from "../format.js";
import { jsonOf } from "../packing.js";
import { chosenChip } from "./chip.js";
import { lettered } from "./cloudpaint.js";

const METHODS = [["pca", "PCA"], ["tsne", "t-SNE"], ["umap", "UMAP"]];
const WARNING = {
  pca: "a linear view: what differs in other directions coincides here",
  tsne: "t-SNE keeps neighbours, not distances: sizes of clusters and gaps between them mean little",
  umap: "UMAP keeps neighbours, not distances: sizes of clusters and gaps between them mean little",
};
const COLOURS = [["class", "by class"], ["domain", "by domain"], ["prediction", "by prediction"], ["correctness", "right or wrong"]];

/** What the colour says now: what was chosen, else the domain where the run has two, else the class, as far as known. */
export function colouring(hub, state) {
  const { domains, labels } = hub.inspected();
  const usual = labels.some((label) => label >= 0) || !labels.length ? "class" : "prediction";
  return (state.by === "domain" && !domains ? null : state.by) ?? (domains ? "domain" : usual);
}

/** The stored layouts, in the order in which they are offered. */
export const projections = (hub) => METHODS.map(([method]) => method).filter((method) => hub.probes.steps(`projection-${method}`).length);

/** `state` is {method, by, tool, anchors: are they shown}, changed here; then `changed()` is called. `zoom(factor | 0)`: 0 shows everything. */
export function embeddingHead(host, hub, state, { changed, zoom }) {
  const where = h("span", { class: "lba-soft", "data-testid": "embedding-step" });
  const method = h("select", { class: "lba-select", "aria-label": "projection", "data-testid": "projection", onchange: () => ((state.method = method.value), changed()) });
  const by = h("select", { class: "lba-select", "aria-label": "colour", "data-testid": "colour", onchange: () => ((state.by = by.value), changed()) });
  const button = (text, title, testid, act) => h("button", { type: "button", class: "lba-button lba-small", text, title, "aria-label": title, "data-testid": testid, onclick: act });
  const tool = (name, text, title) => button(text, title, `tool-${name}`, () => ((state.tool = name), draw()));
  const tools = { move: tool("move", "Move", "drag moves the view (with Shift: lasso)"), lasso: tool("lasso", "Lasso", "drag around points to select them (with Shift: move)") };
  const bar = h("div", { class: "lba-head lba-tools" }, h("h2", { text: "Embedding" }), where, h("span", { class: "lba-grow" }),
    method, by,
    h("span", { class: "lba-group", role: "group", "aria-label": "what dragging does" }, tools.move, tools.lasso));
  const zooms = h("span", { class: "lba-group lba-zooms", role: "group", "aria-label": "zoom" }, button("−", "zoom out", "zoom-out", () => zoom(1 / 1.6)), button("+", "zoom in", "zoom-in", () => zoom(1.6)), button("All", "show everything", "zoom-all", () => zoom(0)));
  const legend = h("div", { class: "lba-legend-row", role: "group", "aria-label": "classes" });
  const place = h("div", { class: "lba-cloud-place" }, zooms); // the cloud, and what floats above it
  const centroids = h("button", { type: "button", class: "lba-legend-item", hidden: true, title: "points that training moves, each with the number of its cluster; the line is the way it came", "data-testid": "anchors", onclick: () => ((state.anchors = !state.anchors), changed()) },
    h("span", { class: "lba-swatch is-diamond", "aria-hidden": "true" }), h("span"));
  host.append(bar, h("div", { class: "lba-head lba-key" }, legend), place);
  const chip = chosenChip(place, hub, "embedding-chip");
  const caption = h("p", { class: "lba-soft lba-warning", "data-testid": "embedding-caption" });
  let legendKey = "";

  /** The images that an item of the legend stands for: of class c, right (1) or wrong (0), or of domain c. */
  function membersOf(c, by) {
    const { labels, n, domain } = hub.inspected();
    const { predicted } = hub.probes.now("predictions")?.arrays ?? {};
    const all = Array.from({ length: n }, (_, i) => i);
    if (by === "domain") return all.filter((i) => domain(i) === c);
    if (by === "correctness") return all.filter((i) => predicted && labels[i] >= 0 && (predicted[i] === labels[i]) === (c === 1));
    return all.filter((i) => (by === "prediction" ? predicted?.[i] : labels[i]) === c);
  }
  function choose(c, what, by) {
    const positions = membersOf(c, by);
    const same = hub.view.chosen?.what === what;
    hub.set({ chosen: same || !positions.length ? null : { positions, what } });
  }
  function drawLegend() {
    const { classes, name, n, domains } = hub.inspected();
    const colours = palette(host);
    const by = colouring(hub, state);
    const key = JSON.stringify([by, classes, n, colours[0], name(0), domains]);
    if (key === legendKey) return;
    legendKey = key;
    const short = (text) => (text.length > 14 ? `${text.slice(0, 13)}…` : text);
    const item = (c, text, what, colour, shape = "", of = by) => h("button", { type: "button", class: "lba-legend-item", title: `select ${what}`, "data-testid": `${of === "domain" ? "domain" : "class"}-${c}`, onclick: () => choose(c, what, of) },
      h("span", { class: `lba-swatch${shape}`, style: colour && `--swatch:${colour}`, "aria-hidden": "true" }), h("span", { text: short(text) }));
    const inks = by === "domain" ? domainColours(colours) : ["var(--soft)", "var(--soft)"];
    const pair = (domains ?? []).map((text, d) => item(d, text, `images of ${text}`, inks[d], d && !lettered(hub, by) ? " is-ring" : "", "domain"));
    if (by === "domain") return legend.replaceChildren(...pair);
    if (by === "correctness") return legend.replaceChildren(item(1, "right", "recognised", "var(--labelled)"), item(0, "wrong", "mistaken", null, " is-wrong"));
    const what = (c) => (by === "prediction" ? `taken for ${name(c)}` : `class ${name(c)}`);
    if (classes <= COLOURED) return legend.replaceChildren(...Array.from({ length: classes }, (_, c) => item(c, name(c), what(c), classColour(colours, c, classes))), ...pair);
    const list = h("select", { class: "lba-select", "aria-label": "select a class", "data-testid": "class-select", onchange: () => list.value !== "" && choose(Number(list.value), what(Number(list.value)), by) },
      h("option", { value: "", text: `${count(classes)} classes: select one` }), ...Array.from({ length: classes }, (_, c) => h("option", { value: c, text: name(c) })));
    legend.replaceChildren(list, ...pair);
  }
  /** Put options [[value, text]] into a select, again only when they changed. */
  function offer(select, options) {
    if (select.options.length === options.length && options.every(([value], at) => select.options[at].value === value)) return;
    select.replaceChildren(...options.map(([value, text]) => h("option", { value, text })));
  }
  function draw() {
    const stored = projections(hub);
    const names = METHODS.filter(([name]) => stored.includes(name));
    offer(method, names);
    offer(by, COLOURS.filter(([value]) => value !== "domain" || hub.inspected().domains));
    if (state.method) method.value = state.method;
    by.value = colouring(hub, state);
    method.disabled = names.length < 2;
    method.hidden = !names.length;
    for (const [name, one] of Object.entries(tools)) one.setAttribute("aria-pressed", String(state.tool === name));
    host.classList.toggle("is-lasso", state.tool === "lasso");
    drawLegend();
    const layout = hub.probes.now(`projection-${state.method}`);
    const there = layout?.arrays.anchors;
    const early = !there && hub.get("about")?.sides?.[0] === "centroids" && layout?.step <= hub.knobs().warm_up;
    if (legend.lastChild !== centroids) legend.append(centroids);
    centroids.hidden = !there && !early;
    centroids.disabled = !there;
    centroids.setAttribute("aria-pressed", String(Boolean(there) && state.anchors));
    setText(centroids.lastChild, there ? "centroids" : "centroids: placed after the warm-up");
  }
  return {
    draw,
    place,
    /** Select the images that are told cluster c, or let go of them. */
    choose: (c) => choose(c, `taken for ${hub.inspected().name(c)}`, "prediction"),
    foot: (root) => root.append(caption),
    caption({ method: shown, step, arrays, positions }) {
      const title = METHODS.find(([name]) => name === shown)[1];
      const settings = Object.entries(jsonOf(arrays.settings) ?? {}).filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
      const made = settings.map(([name, value]) => `${name.replaceAll("_", " ")} ${typeof value === "number" ? Number(value.toPrecision(4)) : value}`).join(", ");
      setText(where, `step ${count(step)}`);
      setText(caption, `${title} of ${count(positions.length / 2)} ${hub.inspected().part} images${arrays.anchors ? ` and ${count(arrays.anchors.length / 2)} centroids` : ""}${made ? ` (${made})` : ""}, scaled to fit at every step; ${WARNING[shown]}.`);
      caption.title = caption.textContent;
    },
    destroy: chip.destroy,
  };
}
