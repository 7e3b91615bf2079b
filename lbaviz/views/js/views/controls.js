// Play, step, reset, stop, pace; a slider for every knob; undo.
import { h, setText } from "../dom.js";
import { headerView } from "./header.js";
import { knobControl } from "./knob.js";

const PACES = [[1, "1 step/s"], [2, "2 steps/s"], [5, "5 steps/s"], [10, "10 steps/s"], [30, "30 steps/s"], ["", "full speed"]];

const button = (testid, text, title, act) =>
  h("button", { class: "lba-button", type: "button", "data-testid": testid, text, title, onclick: act });

export function controlsView(host, hub, { plain = false } = {}) {
  const send = (kind, more) => () => hub.send({ kind, ...more });
  const status = () => hub.get("status") ?? {};
  const running = () => status().state === "running";
  const play = h("button", { class: "lba-button lba-play", type: "button", "data-testid": "play", onclick: () => {
    hub.look(null); // to play is to be in the present
    hub.send({ kind: running() ? "pause" : "resume" });
  } });
  const number = h("input", { class: "lba-steps", type: "text", inputmode: "numeric", value: "50", "aria-label": "how many steps", "data-testid": "stepn-n" });
  const many = () => Math.max(1, Math.round(Number(number.value)) || 50);
  const stepN = () => hub.send({ kind: "step", n: many() });
  number.addEventListener("change", () => (number.value = String(many())));
  number.addEventListener("keydown", (event) => event.key === "Enter" && !step.disabled && stepN());
  const step = button("step", "Step", "one optimiser step", send("step", { n: 1 }));
  const plus = button("stepn", "+", "so many steps, then pause", stepN);
  const reset = button("reset", "Reset", "a new run from the same start; this one stays as a file", send("reset"));
  const stop = button("stop", "Stop", "end this run; it can be branched from, but not go on", send("stop"));
  const undo = button("undo", "Undo", "take the last change of a knob back (Ctrl-Z)", takeBack);
  const pace = h("select", { "data-testid": "pace", "aria-label": "pace", onchange: () => {
    hub.send({ kind: "pace", value: pace.value === "" ? null : Number(pace.value) });
  } }, ...PACES.map(([value, text]) => h("option", { value: String(value), text })));
  const reason = h("p", { class: "lba-reason", "data-testid": "reason" });
  const knobsBox = h("div", { class: "lba-knobs" });
  const root = h("section", { class: `lba-controls${plain ? " is-plain" : ""}`, "aria-label": "controls" },
    h("div", { class: "lba-buttons" },
      play, step, h("span", { class: "lba-joined" }, plus, number), reset, stop,
      h("label", { class: "lba-pace" }, h("span", { text: "pace" }), pace)),
    knobsBox, undo, reason);
  const header = plain ? null : headerView(host, hub); // alone, it also says how far the run is and what went wrong
  host.append(root);
  root.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input[type=text]") && event.target.value !== event.target.defaultValue;
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || event.shiftKey || typing || undo.disabled) return;
    event.preventDefault();
    takeBack();
  });

  function takeBack() {
    const staged = Object.keys(hub.view.staged);
    if (!staged.length) return void hub.send({ kind: "undo" });
    const { [staged[staged.length - 1]]: _gone, ...kept } = hub.view.staged;
    hub.set({ staged: kept });
  }

  let knobs = [];
  function build() {
    knobs.forEach((knob) => knob.destroy());
    knobs = (hub.get("about").knobs ?? []).map((knob) => knobControl(knobsBox, hub, knob));
    draw();
  }
  function draw() {
    const now = status();
    const { steer, reset: anew, reason: why } = hub.can();
    const { looking, staged } = hub.view;
    const live = steer && looking === null;
    const start = now.state === "paused" && (now.step ?? 0) === 0;
    play.classList.toggle("is-start", start && steer);
    setText(play, running() ? "❚❚ Pause" : "▶ Play");
    play.disabled = !steer;
    play.setAttribute("aria-pressed", String(running()));
    step.disabled = plus.disabled = number.disabled = !live || running();
    step.title = running() ? "pause first, then go step by step" : "one optimiser step";
    reset.disabled = !anew;
    stop.disabled = pace.disabled = !steer;
    const changes = (hub.get("events") ?? []).some((event) => event.kind === "knob");
    undo.disabled = Object.keys(staged).length === 0 && !(live && changes);
    showPace(now.pace ?? "");
    setText(reason, steer ? "" : why);
    reason.hidden = !reason.textContent;
    root.classList.toggle("is-off", !steer);
    knobs.forEach((knob) => knob.draw());
  }
  function showPace(value) {
    if (document.activeElement === pace) return;
    const text = String(value ?? "");
    if (![...pace.options].some((option) => option.value === text)) pace.prepend(h("option", { value: text, text: `${text} steps/s` }));
    pace.value = text;
  }
  const offs = ["status", "events", "capabilities", "view"].map((topic) => hub.on(topic, draw));
  offs.push(hub.on("about", build));
  build();
  return {
    destroy() {
      header?.destroy();
      offs.forEach((off) => off());
      knobs.forEach((knob) => knob.destroy());
    },
  };
}
