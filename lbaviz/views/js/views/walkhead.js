// Above the graph: what it is, the two sliders that choose its edges, what they hide, and what the selected walk does.
import { h, setText } from "../dom.js";
import { massSentence, percent, percentRound } from "../format.js";
import { baselineName } from "../sides.js";
import { samplesWalk } from "./sentences.js";

const HINT = "Click a sample to follow its walk; point at a line for its probability.";
const LEGEND = "darker = more probable";
// probabilities the threshold slider stops at
const STOPS = [0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];

export function walkHead(host, hub) {
  const k = h("input", { type: "range", min: 1, max: 16, step: 1, value: hub.view.k, "data-testid": "topk", "aria-label": "edges per sample" });
  const kValue = h("output", {});
  const threshold = h("input", { type: "range", min: 0, max: STOPS.length - 1, step: 1, value: 0, "data-testid": "threshold", "aria-label": "least probability of an edge" });
  const thresholdValue = h("output", {});
  const mass = h("span", { class: "lba-soft lba-mass", "data-testid": "mass" });
  const words = h("p", { class: "lba-words", "data-testid": "walk" });
  const plain = h("span", { class: "lba-soft lba-legend", text: LEGEND });
  const dashed = h("span", { class: "lba-soft lba-legend" }, h("span", { class: "lba-dashed", text: "dashed" }), " = to another class");
  const clear = h("button", { class: "lba-link", type: "button", text: "clear", title: "Escape", onclick: () => hub.set({ selection: null }) });
  host.append(
    h("div", { class: "lba-head" },
      h("h2", { text: "The walk" }),
      mass, h("span", { class: "lba-grow" }),
      h("label", { class: "lba-mini", title: "the strongest edges of every sample" }, h("span", { text: "edges" }), k, kValue),
      h("label", { class: "lba-mini", title: "the least probability that is drawn" }, h("span", { text: "from" }), threshold, thresholdValue)),
    h("div", { class: "lba-head lba-caption" }, words, clear, h("span", { class: "lba-grow" }), plain, dashed));
  k.addEventListener("input", () => hub.set({ k: Number(k.value) }));
  threshold.addEventListener("input", () => hub.set({ threshold: STOPS[Number(threshold.value)] }));
  const fill = (input) => input.style.setProperty("--fill", (input.value - input.min) / (input.max - input.min));

  return {
    wait() {
      const { phase, baseline_name: name = baselineName(hub.get("about")) } = hub.get("status") ?? {};
      setText(words, phase === "baseline" ? `The ${String(name).replace(" ", "-")} baseline is being trained; the first walk follows it.` : "The first walk is on its way.");
      clear.hidden = dashed.hidden = true;
    },
    draw(chosen, labels) {
      const most = Math.max(hub.frame.kAB, hub.frame.kBA);
      k.max = String(most);
      k.value = String(Math.min(most, hub.view.k));
      [k, threshold].forEach(fill);
      setText(kValue, k.value);
      setText(thresholdValue, percent(hub.view.threshold));
      threshold.setAttribute("aria-valuetext", percent(hub.view.threshold));
      setText(mass, massSentence(Number(k.value), hub.view.threshold, chosen.shown));
      mass.title = `A→B: ${percentRound(chosen.shownAB)} shown; B→A: ${percentRound(chosen.shownBA)} shown`;
      const told = samplesWalk(hub, labels, chosen.list);
      setText(words, told ?? HINT);
      words.classList.toggle("is-told", told !== null);
      clear.hidden = told === null;
      dashed.hidden = hub.view.selection?.role !== "a";
      plain.hidden = !dashed.hidden;
    },
  };
}
