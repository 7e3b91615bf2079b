// Time: drag over the recorded frames, see what was changed when, go back to the present, branch off.
import { coalesce, h, onResize, setText } from "../dom.js";
import { count, knobShort } from "../format.js";
import { drawMarks } from "./marks.js";

export function timeView(host, hub) {
  const where = h("span", { class: "lba-soft", "data-testid": "time-text" });
  const now = h("button", { class: "lba-button lba-quiet", type: "button", "data-testid": "back-to-live", text: "Back to live", onclick: () => hub.look(null) });
  const branch = h("button", { class: "lba-button", type: "button", "data-testid": "branch", title: "a second run from this step on; this one stays as it is", onclick: branchOff });
  const slider = h("input", { type: "range", class: "lba-time", min: 0, max: 1, step: 1, value: 0, "data-testid": "time", "aria-label": "step shown" });
  const marks = h("div", { class: "lba-marks" });
  const axis = h("div", { class: "lba-axis" }, slider, marks);
  const root = h("section", { class: "lba-timeline", "aria-label": "time" },
    h("div", { class: "lba-head" }, h("h2", { text: "Time" }), where, h("span", { class: "lba-grow" }), now, branch), axis);
  host.append(root);
  const knobs = () => hub.get("about").knobs ?? [];
  const frames = () => hub.steps();

  function branchOff() {
    hub.send({ kind: "branch", step: hub.step(), knobs: { ...hub.view.staged } });
    hub.set({ staged: {} });
  }
  /** "visit weight 1.0 → 0.0": what the branch would do differently. */
  function staged() {
    const before = { ...hub.knobs() };
    const held = hub.view.staged;
    hub.view.staged = {};
    Object.assign(before, hub.knobs());
    hub.view.staged = held;
    return Object.entries(held).map(([name, value]) => {
      const knob = knobs().find((one) => one.name === name) ?? { name };
      const from = Number.isFinite(before[name]) ? knobShort(knob, before[name]) : "schedule";
      return `${knob.label || name} ${from} → ${knobShort(knob, value)}`;
    });
  }
  const newest = () => frames()[frames().length - 1] ?? 0;
  function lookAt(step) {
    const ended = hub.ended();
    hub.look(step >= newest() && (ended || hub.view.looking === null) ? null : step);
    draw();
  }
  slider.addEventListener("input", () => lookAt(Number(slider.value)));
  slider.addEventListener("keydown", (event) => {
    const steps = frames();
    if (!steps.length) return;
    const here = hub.view.looking ?? Infinity;
    const at = steps.filter((step) => step <= here).length - 1;
    const to = { ArrowLeft: here === Infinity && newest() < hub.step() ? at : at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, PageUp: at - 10, PageDown: at + 10, Home: 0, End: Infinity }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (to >= steps.length) hub.look(null);
    else hub.look(steps[Math.max(0, to)]);
  });

  function paint() {
    const about = hub.get("about");
    const status = hub.get("status") ?? {};
    const { looking } = hub.view;
    const at = hub.step();
    const end = Math.max(1, about.steps ?? 1, newest(), status.step ?? 0);
    slider.max = String(end);
    slider.value = String(at);
    slider.disabled = frames().length === 0;
    slider.setAttribute("aria-valuetext", `step ${at}${looking === null ? "" : ", looking back"}`);
    axis.style.setProperty("--at", at / end);
    axis.style.setProperty("--recorded", Math.max(newest(), status.step ?? 0) / end);
    setText(where, looking !== null ? `looking back at step ${count(at)}${hub.can().branch ? " · a knob moved now is kept for a branch" : ""}` : frames().length > 1 ? "drag to look back · ← → one frame · changes you made are marks" : "the frames of this run will stand here");
    now.hidden = looking === null;
    setText(now, hub.ended() ? "To the end" : "Back to live");
    branch.hidden = !hub.can().branch;
    const changes = staged();
    setText(branch, changes.length ? `Branch from step ${count(at)} (${changes.join(", ")})` : looking === null ? "Branch here" : `Branch from step ${count(at)}`);
    branch.classList.toggle("is-strong", changes.length > 0);
    drawMarks(marks, hub, end);
  }
  const draw = coalesce(paint);
  const topics = ["status", "frames", "probe_steps", "events", "branches", "view", "frame", "about", "capabilities"];
  const offs = [...topics.map((topic) => hub.on(topic, draw)), onResize(axis, draw)];
  draw();
  return {
    destroy() {
      offs.forEach((off) => off());
      draw.cancel();
    },
  };
}
