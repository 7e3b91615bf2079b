// Inside the network: the first layer's kernels, and for every layer norms over time or histograms now, with flags.
import { coalesce, follows, h, onResize, s, setText } from "../dom.js";
import { count, reading } from "../format.js";
import { decades, histogramOf, KINDS, layersOf, normsOf, warning } from "../layers.js";
import { nothingRecorded } from "./inspected.js";
import { kernelRow } from "./kernels.js";

const TALL = 22; // px of a small line

/** −0.2, 3e-5: the ends of a histogram. */
const end = (value) => (!Number.isFinite(value) ? "–" : String(Number(value.toPrecision(2))).replace("-", "−"));

/** 0.0031, 4.2, 120: short enough for a small cell. */
const norm = (value) => (!Number.isFinite(value) ? "–" : value !== 0 && (value < 0.01 || value >= 1e4) ? value.toExponential(0).replace("e+", "e") : reading(value));

export function layersView(host, hub) {
  const where = h("span", { class: "lba-soft" });
  const modes = [["norms", "Norms"], ["histograms", "Histograms"]].map(([name, text]) => h("button", { type: "button", class: "lba-button lba-small", text, "data-testid": `layers-${name}`, onclick: () => ((mode = name), draw()) }));
  const flagged = h("p", { class: "lba-flag-sentence", role: "status", "data-testid": "layers-flag", hidden: true });
  const empty = h("p", { class: "lba-empty", "data-testid": "layers-empty", hidden: true });
  const table = h("div", { class: "lba-layers-table", role: "table", "aria-label": "layers", "data-testid": "layers" });
  const root = h("section", { class: "lba-layers lba-part", "aria-label": "layers" },
    h("div", { class: "lba-head" }, h("h2", { text: "Layers" }), where, h("span", { class: "lba-grow" }), h("span", { class: "lba-group", role: "group", "aria-label": "what is shown" }, ...modes)), empty, flagged);
  host.append(root);
  const kernels = kernelRow(root);
  root.append(table);
  let mode = "norms";

  function line(series, scale, now, last) {
    const x = (step) => 2 + (96 * step) / Math.max(1, last);
    const y = (value) => TALL - 2 - ((Math.log10(value) - scale.low) / (scale.high - scale.low)) * (TALL - 4);
    let [path, pen] = ["", "M"];
    series.step.forEach((step, i) => {
      if (!(series.value[i] > 0)) return void (pen = "M"); // a logarithm knows no 0
      path += `${pen}${x(step).toFixed(1)} ${y(series.value[i]).toFixed(1)}`;
      pen = "L";
    });
    const at = series.step.indexOf(now);
    const dot = at >= 0 && series.value[at] > 0 ? s("path", { class: "lba-spark-dot", d: `M${x(now).toFixed(1)} ${y(series.value[at]).toFixed(1)}h0` }) : null;
    return s("svg", { class: "lba-spark", viewBox: `0 0 100 ${TALL}`, preserveAspectRatio: "none", "aria-hidden": "true" }, s("path", { class: "lba-spark-line", d: path }), dot);
  }
  function bars({ counts }) {
    const top = Math.max(1, ...counts);
    const wide = 100 / counts.length;
    const path = counts.map((n, i) => (n ? `M${(i * wide).toFixed(2)} ${TALL}v${(-(TALL - 1) * Math.sqrt(n / top)).toFixed(1)}h${wide.toFixed(2)}V${TALL}z` : "")).join("");
    return s("svg", { class: "lba-spark", viewBox: `0 0 100 ${TALL}`, preserveAspectRatio: "none", "aria-hidden": "true" }, s("path", { class: "lba-bars", d: path }));
  }
  function cell(recorded, now, i, kind, at, scale, last) {
    const value = now.arrays[kind]?.[i];
    const histogram = mode === "histograms" ? histogramOf(now.arrays, i, at) : null;
    const words = histogram ? `${end(histogram.low)} … ${end(histogram.high)}` : norm(value);
    return h("span", { role: "cell", class: "lba-layer-cell", title: `${KINDS[at][1]}: norm ${value?.toPrecision(4) ?? "–"}` },
      histogram ? bars(histogram) : line(normsOf(recorded, kind, i), scale, now.step, last), h("span", { class: `lba-layer-value${histogram ? " is-range" : ""}`, text: words }));
  }
  function paint() {
    const now = hub.probes.now("layers");
    const words = nothingRecorded(hub, "layers") ?? (now ? null : "on its way …");
    empty.hidden = !words;
    setText(empty, words ?? "");
    table.hidden = Boolean(words);
    modes.forEach((button, at) => {
      button.hidden = Boolean(words);
      button.setAttribute("aria-pressed", String((at === 0) === (mode === "norms")));
    });
    kernels.hide(Boolean(words));
    flagged.hidden = true;
    setText(where, "");
    if (words) return;
    const recorded = hub.probes.all("layers");
    if (!recorded.some((one) => one.step === now.step)) recorded.push(now), recorded.sort((x, y) => x.step - y.step);
    const { names, flags, layers } = layersOf(now.arrays);
    setText(where, `step ${count(now.step)}`);
    const told = warning(names, flags);
    flagged.hidden = !told;
    setText(flagged, told);
    kernels.draw(now.arrays);
    const steps = hub.probes.steps("layers");
    const last = steps[steps.length - 1] ?? 1;
    const scales = KINDS.map(([kind]) => decades(recorded.flatMap((one) => [...(one.arrays[kind] ?? [])])));
    const titles = mode === "norms" ? ["‖weights‖", "‖gradient‖", "activation"] : KINDS.map(([, name]) => name);
    const header = h("div", { class: "lba-layer-row is-head", role: "row" }, ...["layer", ...titles].map((text) => h("span", { role: "columnheader", text })));
    const rows = Array.from({ length: layers }, (_, i) => {
      const name = String(names[i] ?? i);
      return h("div", { class: `lba-layer-row${flags[i] ? " is-flagged" : ""}`, role: "row", "data-flag": flags[i] || null },
        h("span", { role: "rowheader", class: "lba-layer-name", title: name }, h("span", { text: name }), flags[i] ? h("span", { class: "lba-flag", text: flags[i] }) : null),
        ...KINDS.map(([kind], at) => cell(recorded, now, i, kind, at, scales[at], last)));
    });
    table.dataset.step = String(now.step);
    table.dataset.steps = String(recorded.length);
    table.replaceChildren(header, ...rows);
    table.title = mode === "norms" ? "each line: the norm over the recorded steps, logarithmic, one scale a column" : "heights: the root of the counts, at the shown step";
  }
  const draw = coalesce(paint);
  let looking;
  const seen = () => {
    if (looking !== hub.view.looking) draw();
    looking = hub.view.looking;
  };
  return follows(hub, draw, ["probe", "probe_steps", "about"], hub.on("view", seen), onResize(root, draw));
}
