// The most probable images of every cluster (ADC Figures 3 and 4): a person names clusters and marks images as wrong.
import { classColour, palette } from "../classes.js";
import { LONGEST, marksIn, namesIn, rowsOf } from "../clusters.js";
import { coalesce, follows, h, onResize, setText } from "../dom.js";
import { count, percent } from "../format.js";
import { nothingRecorded } from "./inspected.js";
import { strip } from "./strip.js";

const HELP = "Give a cluster a name; click an image that does not belong to it, again to take that back. Both are kept in the recording; training never sees them.";
const FIXED = "Names of clusters and images marked as wrong, as they are in the recording; they cannot be changed here.";

/** Is this a run without labels, whose images are told clusters? */
export const hasClusters = (about) => about?.sides?.[0] === "centroids";

export function exemplarsView(host, hub) {
  const where = h("span", { class: "lba-soft" });
  const marked = h("span", { class: "lba-marked", "data-testid": "exemplars-marked" });
  const help = h("p", { class: "lba-soft lba-cluster-help", "data-testid": "exemplars-help" });
  const empty = h("p", { class: "lba-empty", "data-testid": "exemplars-empty", hidden: true });
  const grid = h("div", { class: "lba-clusters", role: "list", "aria-label": "clusters", "data-testid": "exemplars" });
  const root = h("section", { class: "lba-exemplars lba-part", "aria-label": "clusters" },
    h("div", { class: "lba-head" }, h("h2", { text: "Clusters" }), where, h("span", { class: "lba-grow" }), marked), help, empty, grid);
  host.append(root);
  let rows = [];
  let names = new Map();
  let marks = marksIn([]);
  const sent = new Map(); // what was asked for and is not in the recording yet
  const may = () => Boolean(hub.can().naming);
  const isMarked = (cluster, i) => sent.get(`${cluster} ${i}`) ?? marks.has(cluster, i);
  const nameOf = (cluster) => sent.get(cluster) ?? names.get(cluster) ?? "";

  function name(cluster, text) {
    const wanted = text.replace(/\s+/g, " ").trim();
    if (wanted === nameOf(cluster)) return;
    sent.set(cluster, wanted);
    hub.send({ kind: "name_cluster", cluster, name: wanted });
  }
  function mark(cluster, image) {
    if (!may()) return;
    const wrong = !isMarked(cluster, image);
    sent.set(`${cluster} ${image}`, wrong);
    hub.send({ kind: "mark_wrong", cluster, image, wrong });
    draw();
  }
  function rowFor(cluster) {
    const input = h("input", { type: "text", class: "lba-cluster-name", maxlength: LONGEST, placeholder: `cluster ${cluster}`, "aria-label": `name of cluster ${cluster}`, spellcheck: "false", autocomplete: "off", "data-testid": `cluster-name-${cluster}` });
    input.addEventListener("change", () => name(cluster, input.value));
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") input.value = nameOf(cluster);
      if (event.key === "Enter" || event.key === "Escape") input.blur();
    });
    const swatch = h("span", { class: "lba-swatch", "aria-hidden": "true" });
    const size = h("span", { class: "lba-soft lba-cluster-size" });
    const box = h("div", { class: "lba-cluster", role: "listitem", "aria-label": `cluster ${cluster}` },
      h("div", { class: "lba-cluster-head" }, swatch, h("span", { class: "lba-cluster-number", text: String(cluster) }), input, size));
    const images = strip(box, hub, { testid: `cluster-${cluster}`, label: `most probable images of cluster ${cluster}`, press: (i) => mark(cluster, i), pressed: (i) => isMarked(cluster, i) });
    return { box, input, swatch, size, images };
  }
  function fill({ box, input, swatch, size, images }, { cluster, size: n, mostly, images: best }, step) {
    const colour = classColour(palette(root), cluster, rows.length);
    swatch.style.setProperty("--swatch", colour ?? "var(--soft)");
    input.readOnly = !may();
    if (!input.matches(":focus")) input.value = nameOf(cluster);
    setText(size, `${count(n)} image${n === 1 ? "" : "s"}${mostly === null ? "" : ` · mostly “${mostly}”`}`);
    size.title = mostly === null ? "" : "the most frequent class, for display only: training knows no class";
    const shown = best.map((one) => one.i);
    const gone = marks.of(cluster).filter((i) => !shown.includes(i)); // marked at another step: still to be taken back
    const sure = new Map(best.map((one) => [one.i, one.p]));
    const act = may() ? "; click: it does not belong to this cluster, again: it does" : "";
    const words = (i) => `${sure.has(i) ? percent(sure.get(i)) : "marked; no longer among the most probable"}${act}`;
    images.show([...shown, ...gone], `${step} ${gone.join(" ")} ${act} ${hub.inspected().images?.length}`, { words });
    box.classList.toggle("is-empty", !n);
  }
  function paint() {
    const now = hub.probes.now("exemplars");
    const sentence = now ? null : nothingRecorded(hub, "exemplars") ?? "on its way …";
    empty.hidden = !sentence;
    setText(empty, sentence ?? "");
    help.hidden = grid.hidden = marked.hidden = Boolean(sentence);
    setText(where, sentence ? "" : `most probable of ${count(hub.inspected().n)} images · step ${count(now.step)}`);
    if (sentence) return;
    const events = hub.get("events") ?? [];
    [names, marks] = [namesIn(events), marksIn(events)];
    const found = rowsOf(now.arrays);
    if (found.length !== rows.length) {
      rows = found.map((_, cluster) => rowFor(cluster));
      grid.replaceChildren(...rows.map((row) => row.box));
    }
    setText(help, may() ? HELP : FIXED);
    setText(marked, marks.size ? `${count(marks.size)} marked as wrong` : "");
    grid.dataset.step = String(now.step);
    root.classList.toggle("is-fixed", !may());
    found.forEach((row, at) => fill(rows[at], row, now.step));
  }
  const draw = coalesce(paint);
  let [looking, noted] = [hub.view.looking, hub.get("status")?.note];
  const seen = () => {
    if (looking !== hub.view.looking) draw();
    else rows.forEach((row) => row.images.mark());
    looking = hub.view.looking;
  };
  /** The recording has it now, or the run has refused it in a sentence. */
  const answered = () => {
    sent.clear();
    draw();
  };
  const status = () => {
    const { note = null } = hub.get("status") ?? {};
    if (note && note !== noted) answered();
    noted = note;
  };
  const topics = ["probe", "probe_steps", "about", "inspected_images", "capabilities"];
  return follows(hub, draw, topics, hub.on("events", answered), hub.on("status", status), hub.on("view", seen), onResize(root, draw));
}
