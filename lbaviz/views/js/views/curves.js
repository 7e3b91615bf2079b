// Losses and errors over the steps: this run's, the labels-only baseline's, and those of its parent and branches.
import { h, setText } from "../dom.js";
import { gestures } from "../events.js";
import { reading } from "../format.js";
import { chart } from "./chart.js";

const TERMS = { walker: ["●", "var(--blue)"], visit: ["▲", "var(--orange)"], classification: ["◆", "var(--sky)"] };
const UNKNOWN = ["■", "var(--soft)"];
const EMPTY = { step: [], value: [] };
const NOT_LOSSES = /error|steps_per_second/;
const BRANCH_INKS = ["var(--purple)", "var(--orange)", "var(--sky)"];
const percentage = (value) => `${reading(value)} %`;

export function curvesView(host, hub) {
  const root = h("div", { class: "lba-curves" });
  host.append(root);
  const hover = (step) => hub.set({ hoverStep: step });
  const own = () => hub.get("curves") ?? {};
  const others = () => (hub.get("branches") ?? []).filter((branch) => !branch.current && branch.series);

  function frame(lines, empty) {
    const status = hub.get("status") ?? {};
    const training = status.phase !== "baseline";
    const marks = gestures(hub.get("events") ?? []).filter((event) => event.kind === "knob").map((event) => event.step);
    const last = Math.max(0, ...lines.map((line) => line.step[line.step.length - 1] ?? 0));
    return { lines, empty, marks, now: training ? hub.step() : null, reading: hub.view.hoverStep, xMax: Math.max(hub.get("about").steps ?? 1, last) };
  }
  function losses() {
    const lines = [];
    for (const [name, series] of Object.entries(own())) {
      if (NOT_LOSSES.test(name)) continue;
      const [mark, colour] = TERMS[name] ?? UNKNOWN;
      lines.push({ ...series, name, mark, colour, format: reading });
      for (const branch of others()) lines.push({ ...(branch.series[name] ?? EMPTY), colour, dash: "4 3", thin: true });
    }
    return frame(lines, "no steps yet");
  }
  function errors() {
    const series = own();
    const lines = [{ ...(series.validation_error ?? EMPTY), name: "this run", mark: "●", colour: "var(--green)", format: percentage }];
    lines.push({ ...(series.baseline_validation_error ?? EMPTY), name: "labels only", colour: "var(--soft)", dash: "5 4", format: percentage });
    others().forEach((branch, at) => lines.push({
      ...(branch.series.validation_error ?? EMPTY), name: branch.name.replace(/\.lba$/, ""), colour: BRANCH_INKS[at % BRANCH_INKS.length], dash: "4 3", thin: true, format: percentage,
    }));
    return frame(lines, "not measured yet");
  }
  const charts = [
    chart(root, "Losses", "nats, unweighted", losses, hover),
    chart(root, "Validation error", "per cent", errors, hover),
  ];
  const test = h("span", { "data-testid": "test-error" });
  const ask = h("button", { class: "lba-button lba-quiet", type: "button", "data-testid": "show-test-error", text: "Show test error (will be recorded)", title: "the test set is for the end; that it was looked at is written into the recording", onclick: () => hub.send({ kind: "show_test_error" }) });
  charts[1].root.append(h("div", { class: "lba-test" }, ask, test));

  function drawTest() {
    const series = own();
    const status = hub.get("status") ?? {};
    const last = (name) => series[name]?.value[series[name].value.length - 1];
    const shown = last("test_error") ?? status.test_error;
    const told = Number.isFinite(shown) && (hub.ended() || status.test_error_shown);
    const parts = told ? [`test error ${percentage(shown)}`] : [];
    if (told && Number.isFinite(last("test_error_best"))) parts.push(`best by validation ${percentage(last("test_error_best"))}`);
    if (told && Number.isFinite(last("baseline_test_error"))) parts.push(`labels only ${percentage(last("baseline_test_error"))}`);
    setText(test, parts.join(" · "));
    ask.hidden = told;
    ask.disabled = !hub.can().steer;
  }
  let timer = 0;
  const draw = () => {
    drawTest();
    charts.forEach((one) => one.draw());
  };
  const later = () => {
    timer ||= setTimeout(() => ((timer = 0), draw()), 200); // news may come ten times a second; eyes want four
  };
  const offs = [
    ...["curves", "branches", "status", "frame"].map((topic) => hub.on(topic, later)),
    ...["view", "events", "about", "capabilities"].map((topic) => hub.on(topic, draw)),
  ];
  draw();
  return {
    destroy() {
      clearTimeout(timer);
      offs.forEach((off) => off());
      charts.forEach((one) => one.destroy());
    },
  };
}
