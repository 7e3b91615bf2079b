// Losses and errors over the steps: this run's, the labels-only baseline's, and those of its parent and branches; of a
// run on two domains the errors in both, the step at which the walker sets out, coverage, how far the domains lie apart and
// what the target shows without its labels; these three by turns in one place where charts stand in one column.
import { h, setText } from "../dom.js";
import { gestures } from "../events.js";
import { reading } from "../format.js";
import { baselineName, sides } from "../sides.js";
import { chart } from "./chart.js";
import { clustered, clusterLines } from "./clusterlines.js";
import { covered, coverageLines } from "./coverage.js";
import { gaugeLines } from "./gauges.js";

const TERMS = {
  walker: ["●", "var(--blue)"], visit: ["▲", "var(--orange)"], classification: ["◆", "var(--sky)"],
  centroid_association: ["●", "var(--blue)"], augmentation_association: ["■", "var(--green)"], centroid_visit: ["▲", "var(--orange)"],
  augmentation_visit: ["△", "var(--orange)"], transformation: ["◇", "var(--purple)"],
};
const UNKNOWN = ["■", "var(--soft)"];
const EMPTY = { step: [], value: [] };
const NOT_LOSSES = /error|coverage|steps_per_second|domain_mmd|entropy|mutual_information|walk_consistency|accuracy|agreement|silhouette|_cluster$|nmi$|ari$|^norm$|^l1$/; // the last two are hundreds of times the others
const BRANCH_INKS = ["var(--purple)", "var(--orange)", "var(--sky)"];
const percentage = (value) => `${reading(value)} %`;
const twoDigits = (value) => String(Number(value.toPrecision(2)));

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
    const knobs = hub.knobs();
    const turn = knobs.warm_up === undefined ? { step: knobs.delay ?? 0, text: "walker sets out" } : { step: knobs.warm_up, text: "placed" };
    return { lines, empty, marks, turn, now: training ? hub.step() : null, reading: hub.view.hoverStep, xMax: Math.max(hub.get("about").steps ?? 1, last) };
  }
  function losses() {
    const lines = [];
    for (const [name, series] of Object.entries(own())) {
      if (NOT_LOSSES.test(name)) continue;
      const [mark, colour] = TERMS[name] ?? UNKNOWN;
      lines.push({ ...series, name, mark, colour, format: reading });
      for (const branch of others()) lines.push({ ...(branch.series[name] ?? EMPTY), colour, dash: "4 3", thin: true });
    }
    return wordless(frame(lines, "no steps yet"));
  }
  const wordless = (model) => ({ ...model, turn: { ...model.turn, text: "" } }); // the words would stand in the lines
  /** A measured series: this run's as a full line, those of parent and branches thin and dashed. */
  function measured(name, look) {
    const lines = [{ ...(own()[name] ?? EMPTY), ...look }];
    others().forEach((branch, at) => lines.push({
      ...(branch.series[name] ?? EMPTY), name: branch.name.replace(/\.lba$/, ""), colour: BRANCH_INKS[at % BRANCH_INKS.length], dash: "4 3", thin: true, format: look.format,
    }));
    return lines;
  }
  /** Of two domains branches and baseline are shown by their error in the target, which is what counts. */
  function errors() {
    const series = own();
    if (clustered(series)) return { ...frame(clusterLines(series), "not measured yet"), title: "Clusters", unit: "per cent" };
    const about = hub.get("about");
    const { pair, a } = sides(about);
    const two = pair && a === "source" && Boolean(series.target_validation_error);
    const name = two ? "target_validation_error" : "validation_error";
    const lines = measured(name, { name: two ? "on target" : pair ? `on ${a}` : "this run", mark: "●", colour: "var(--green)", format: percentage });
    if (two) lines.push({ ...(series.validation_error ?? EMPTY), name: "on source", mark: "■", colour: "var(--blue)", format: percentage });
    lines.push({ ...(series[`baseline_${name}`] ?? EMPTY), name: baselineName(about), colour: "var(--soft)", dash: "5 4", format: percentage });
    if (two) lines.push({ ...(series.baseline_target_only_validation_error ?? EMPTY), name: "target only", colour: "var(--soft)", dash: "2 3", format: percentage });
    return { ...frame(lines, "not measured yet"), unit: two ? "per cent; source chooses" : "per cent" };
  }
  const distance = () => frame(measured("domain_mmd", { name: "MMD²", mark: "●", colour: "var(--blue)", format: twoDigits }), "not measured yet");
  const gauges = () => wordless(frame(gaugeLines(own(), hub.get("about")), "not measured yet"));
  function coverage() {
    const found = frame(measured("coverage", { name: "this run", mark: "●", colour: "var(--green)", format: covered }), "not measured yet");
    return { ...wordless(found), ...coverageLines(found.lines, found.xMax) };
  }
  const charts = [
    chart(root, "Losses", "nats, unweighted", losses, hover),
    chart(root, "Validation error", "per cent", errors, hover),
    chart(root, "Distance of the domains", "squared MMD", distance, hover),
    chart(root, "Target without labels", "per cent of the most", gauges, hover),
    chart(root, "Coverage", "per cent, on target", coverage, hover),
  ];
  const [DISTANCE, GAUGES, COVERAGE] = [2, 3, 4];
  const TURNS = [
    [COVERAGE, "coverage", () => own().coverage],
    [DISTANCE, "the distance of the domains", () => own().domain_mmd],
    [GAUGES, "the target without labels", () => gaugeLines(own(), hub.get("about")).length],
  ];
  let turn = null; // which of them a person has turned to, where a run has several and there is one place
  const buttons = TURNS.map(([at]) => h("button", { class: "lba-button lba-quiet lba-turn-to", type: "button", text: "⇄", onclick() {
    turn = nextTo(at)[0];
    draw();
    buttons[TURNS.findIndex((one) => one[0] === turn)].focus();
  } }));
  TURNS.forEach(([at], i) => charts[at].root.querySelector(".lba-head").append(buttons[i]));
  const recorded = () => TURNS.filter(([, , there]) => there());
  const nextTo = (at) => recorded()[(recorded().findIndex((one) => one[0] === at) + 1) % recorded().length];
  function drawTurn() {
    const there = recorded().map(([at]) => at);
    const shown = there.includes(turn) ? turn : there[0];
    TURNS.forEach(([at], i) => {
      charts[at].root.hidden = !there.includes(at);
      charts[at].root.classList.toggle("is-turned", at !== shown);
      buttons[i].hidden = there.length < 2;
      if (!there.includes(at)) return;
      const [next, name] = nextTo(at);
      buttons[i].dataset.testid = `turn-to-${next}`;
      buttons[i].title = buttons[i].ariaLabel = `show ${name} instead`;
    });
  }
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
    const ends = [["baseline_test_error", baselineName(hub.get("about"))], ["baseline_target_only_test_error", "target only"]]
      .filter(([series]) => told && Number.isFinite(last(series)))
      .map(([series, name]) => `${name} ${percentage(last(series))}`);
    const rows = ends.length < 2 ? [[...parts, ...ends]] : [parts, ends];
    setText(test, rows.map((row) => row.join(" · ")).join("\n"));
    ask.hidden = told;
    ask.disabled = !hub.can().steer;
  }
  let timer = 0;
  const draw = () => {
    drawTest();
    drawTurn();
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
