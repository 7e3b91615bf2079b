// Under the time axis: step numbers, what was changed when (collapsed into counts where it is crowded), branches as forks.
import { ABOUT_CLUSTERS } from "../clusters.js";
import { h, measure, s } from "../dom.js";
import { describe, gestures } from "../events.js";
import { count } from "../format.js";
import { collapse } from "../labels.js";
import { ticks } from "../scale.js";

const THUMB = 18; // px; the slider's handle keeps this much from both ends

/** Forks of this run: branches leave at their step; a parent joins at the step where this run left it. */
function forks(hub) {
  const about = hub.get("about");
  return (hub.get("branches") ?? []).filter((branch) => !branch.current).map((branch) => {
    const parent = branch.path === about.parent?.path;
    const step = parent ? about.parent.step : branch.step;
    return { ...branch, step, words: parent ? `left ${branch.name} at step ${count(step)}` : `${branch.name} from step ${count(step)}` };
  }).filter((branch) => Number.isFinite(branch.step));
}

const drawn = new WeakMap();

export function drawMarks(box, hub, end) {
  const width = box.clientWidth;
  const key = JSON.stringify([width, end, hub.get("events"), (hub.get("branches") ?? []).map((one) => [one.path, one.step, one.current])]);
  if (drawn.get(box) === key) return;
  drawn.set(box, key);
  const label = (text) => ({ text, width: measure(box, text) + 4 });
  const x = (step) => THUMB / 2 + (step / end) * (width - THUMB);
  const knobs = hub.get("about").knobs ?? [];
  const parts = [];
  const events = gestures(hub.get("events") ?? []).filter((event) => event.kind !== "note" || event.detail?.text).filter((event) => !ABOUT_CLUSTERS.includes(event.kind));
  const away = forks(hub);
  const text = (group, top, className, more) => {
    const node = h("span", { class: className, text: group.text, ...more });
    node.style.left = `${group.left}px`;
    node.style.top = `${top}px`;
    return node;
  };
  const free = (at) => ![...events, ...away].some((one) => Math.abs(x(one.step) - at) < 14 && one.step > 0);
  const numbers = ticks(0, end, Math.max(2, Math.round(width / 130)));
  for (const step of numbers) {
    const words = label(count(step) + (step === numbers[numbers.length - 1] ? " steps" : ""));
    const left = Math.max(0, Math.min(width - words.width, x(step) - words.width / 2));
    if (free(x(step))) parts.push(text({ ...words, left }, 0, "lba-tick-text"));
  }
  const items = events.map((event) => ({ x: x(event.step), ...label(describe(event, knobs)), event }));
  const groups = collapse(items, 0, width, (members) => label(`${members.length} changes`));
  const ink = s("svg", { class: "lba-mark-ink", width, "aria-hidden": "true" });
  for (const item of items) ink.append(s("path", { class: "lba-mark", d: `M${item.x} -2l-4.5 -7h9z` }));
  for (const group of groups) {
    const told = group.items.map(({ event }) => `step ${count(event.step)}: ${describe(event, knobs)}`).join("\n");
    parts.push(text(group, 17, "lba-mark-text", { title: told, "data-testid": "mark" }));
    for (const item of group.items) ink.append(s("path", { class: "lba-mark-line", d: `M${item.x} 0V18` }));
  }
  const branches = away.map((branch) => ({ ...branch, at: x(branch.step), ...label(branch.words) }))
    .map((branch) => ({ ...branch, x: branch.at + 40 + branch.width / 2 }));
  for (const group of collapse(branches, 0, width, (members) => label(`${members.length} branches`))) {
    const top = 37;
    for (const branch of group.items) {
      const goal = Math.max(branch.at, Math.min(group.left - 5, branch.at + 34));
      ink.append(s("path", { class: "lba-fork", d: `M${branch.at} -3C${branch.at} ${top} ${branch.at + 4} ${top + 7} ${goal} ${top + 8}` }));
    }
    const [first] = group.items;
    const node = h("button", { class: "lba-link lba-fork-name", type: "button", text: group.text, "data-testid": "fork", disabled: hub.can().open === false,
      title: group.items.map((branch) => branch.words).join("\n"), onclick: () => hub.send({ kind: "open", path: first.path }) });
    node.style.left = `${group.left}px`;
    node.style.top = `${top}px`;
    parts.push(node);
  }
  box.classList.toggle("has-changes", groups.length > 0);
  box.classList.toggle("has-forks", branches.length > 0);
  box.replaceChildren(ink, ...parts);
}
