// Who this run is, how far it is, what looking costs, and what went wrong; the other runs to switch to; export.
import { h, setText } from "../dom.js";
import { count, rate } from "../format.js";
import { baselineName, sides } from "../sides.js";

const NOTE = 20000; // ms that a sentence stays
const STATES = { running: "running", paused: "paused", finished: "finished", stopped: "stopped", failed: "failed", interrupted: "interrupted" };

function identity(about) {
  const { labelled, unlabelled } = sides(about);
  const starts = labelled === "centroids" ? "no labels" : `${count(about.n_labelled ?? 0)} ${labelled}`;
  const split = `${starts}, ${count(about.n_unlabelled ?? 0)} ${unlabelled}`;
  return [about.data, split, `seed ${about.seed}`].filter(Boolean).join(" · ");
}

function progress(status, about) {
  if (status.phase === "baseline") return [`training the ${(status.baseline_name ?? baselineName(about)).replace(" ", "-")} baseline: step ${count(status.baseline_step ?? status.step ?? 0)} of ${count(about.steps)}`];
  const parts = [];
  if (status.state === "running" && status.steps_per_second > 0) parts.push(`${rate(status.steps_per_second)} steps/s`);
  if (status.state === "running" && Number.isFinite(status.looking_percent)) parts.push(`looking costs ${rate(status.looking_percent)} %`);
  return parts;
}

/** `tabs`: an element to stand beside the name, if any. */
export function headerView(host, hub, tabs = null) {
  const name = h("h1", { class: "lba-name" });
  const who = h("span", { class: "lba-soft" });
  const runs = h("nav", { class: "lba-runs", "aria-label": "runs" });
  const dot = h("span", { class: "lba-dot", "aria-hidden": "true" });
  const state = h("span", {});
  const step = h("span", { class: "lba-step" });
  const rest = h("span", {});
  const status = h("p", { class: "lba-status", "data-testid": "status" }, dot, state, step, rest);
  const exportButton = h("button", {
    class: "lba-button lba-quiet", "data-testid": "export", type: "button", text: "Export",
    title: "write a page that works without kernel and network; it contains pictures of the data",
    onclick: () => hub.send({ kind: "export" }),
  });
  const error = h("p", { class: "lba-error", role: "alert", "data-testid": "error-sentence", hidden: true });
  const note = h("p", { class: "lba-note", role: "status", "data-testid": "note", hidden: true, title: "click: hide", onclick: () => (note.hidden = true) });
  let noted = null;
  let fade = 0;
  const bar = h("header", { class: "lba-header" }, name, runs, tabs, who, h("span", { class: "lba-grow" }), status, exportButton);
  host.append(bar, error, note);

  function drawRuns() {
    const branches = hub.get("branches") ?? [];
    name.hidden = branches.length > 1;
    runs.hidden = !name.hidden;
    runs.replaceChildren(...branches.map((branch) => h("button", {
      class: "lba-chip", type: "button", text: branch.name, "aria-current": branch.current ? "true" : null,
      disabled: hub.can().open === false && !branch.current,
      title: branch.current ? "the run shown" : `show ${branch.name}`,
      "data-testid": `run-${branch.name}`,
      onclick: () => branch.current || hub.send({ kind: "open", path: branch.path }),
    })));
  }
  /** What the run answered, above everything and without moving it; it goes by itself. */
  function tell(sentence) {
    noted = sentence;
    note.hidden = !sentence;
    setText(note, sentence ?? "");
    clearTimeout(fade);
    fade = setTimeout(() => (note.hidden = true), NOTE);
  }
  function draw() {
    const about = hub.get("about");
    const now = hub.get("status") ?? {};
    setText(name, String(about.name ?? "run"));
    setText(who, identity(about));
    dot.className = `lba-dot is-${now.state}`;
    setText(state, STATES[now.state] ?? "");
    const at = now.step ?? 0;
    setText(step, now.phase === "baseline" ? "" : at > about.steps ? `step ${count(at)} (${count(about.steps)} planned)` : `step ${count(at)} of ${count(about.steps)}`);
    setText(rest, progress(now, about).join(" · "));
    const lost = hub.get("connection")?.lost ? "The connection to lbaviz watch is lost; what is shown may be old. It comes back by itself once the server answers." : "";
    const sentence = now.error || (now.state === "failed" ? "The run has failed." : lost);
    error.hidden = !sentence;
    setText(error, sentence || "");
    if ((now.note ?? null) !== noted) tell(now.note ?? null);
    exportButton.hidden = !hub.can().export;
  }
  const offs = [
    ...["about", "status", "capabilities", "connection"].map((topic) => hub.on(topic, draw)),
    ...["branches", "capabilities"].map((topic) => hub.on(topic, drawRuns)),
  ];
  draw();
  drawRuns();
  return { destroy: () => (clearTimeout(fade), offs.forEach((off) => off())) };
}
