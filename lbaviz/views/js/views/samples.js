// The three rows of thumbnails as buttons: A (start), B, A again (return); framed green and vermillion.
import { h } from "../dom.js";
import { sides } from "../sides.js";
import { sampleName, thumbnails } from "./thumbnail.js";

const LIT = 0.01; // share of a walk from which on its place of arrival is lit
const ROW = { a: "start", b: "turn", r: "return" };

/** Build all buttons once; `place(layout)` positions them, `light(focus, selection)` lets the others step back. */
export function sampleRows(box, hub, nA, nB) {
  const about = hub.get("about");
  const { labelled, unlabelled } = sides(about);
  const thumbnail = thumbnails(hub);
  const buttons = { a: [], b: [], r: [] };
  for (const role of ["a", "b", "r"]) {
    const group = h("div", { role: "group", "aria-label": { a: `${labelled} samples, start`, b: `${unlabelled} samples`, r: `${labelled} samples, return` }[role] });
    for (let i = 0; i < (role === "b" ? nB : nA); i++) {
      const button = h("button", {
        type: "button", class: `lba-sample is-${role === "b" ? "b" : "a"}`, tabindex: "-1", "data-role": role, "data-i": i,
        "data-testid": `sample-${role}-${i}`, "aria-label": `${sampleName(about, role, i, nA)}, ${ROW[role]}, ${i + 1}`,
      }, thumbnail(role === "b" ? nA + i : i, 24));
      buttons[role].push(button);
      group.append(button);
    }
    box.append(group);
  }

  function place(layout) {
    for (const role of ["a", "b", "r"]) {
      const row = layout[role];
      buttons[role].forEach((button, i) => {
        button.style.left = `${(row.x[i] - row.size / 2).toFixed(1)}px`;
        button.style.top = `${row.y[i].toFixed(1)}px`;
        button.style.width = button.style.height = `${row.size}px`;
      });
      if (!buttons[role].some((button) => button.tabIndex === 0) && row.order.length) buttons[role][row.order[0]].tabIndex = 0;
    }
  }
  function light(focus, selection) {
    for (const role of ["a", "b", "r"]) {
      buttons[role].forEach((button, i) => {
        const lit = focus?.[role].get(i);
        const seen = lit && (role !== "r" || selection.role === "b" || lit.p >= LIT);
        button.classList.toggle("is-dim", Boolean(focus) && !seen);
        button.classList.toggle("is-lit", Boolean(seen));
        button.classList.toggle("is-wrong", Boolean(seen && lit.wrong));
        button.classList.toggle("is-selected", Boolean(focus) && selection.role === role && selection.i === i);
      });
    }
  }
  /** Give the keyboard to one sample and make it its row's tab stop. */
  function focus(role, i) {
    buttons[role].forEach((button, at) => (button.tabIndex = at === i ? 0 : -1));
    buttons[role][i].focus({ preventScroll: true });
  }
  /** Mark what is chosen or asked for among the inspected images; a sample that is followed is asked for as well. */
  function mark() {
    const { chosen, query, selection } = hub.view;
    if (chosen === last.chosen && query === last.query && selection === last.selection) return;
    const doubles = hub.inspected.doubles();
    const asked = selection && selection !== last.selection ? doubles.get(selection.role === "b" ? nA + selection.i : selection.i) : undefined;
    last = { chosen, query, selection };
    const among = new Set(chosen?.positions ?? []);
    for (const role of ["a", "b", "r"]) {
      buttons[role].forEach((button, i) => {
        const position = doubles.get(role === "b" ? nA + i : i);
        button.classList.toggle("is-chosen", among.has(position));
        button.classList.toggle("is-asked", position !== undefined && position === query);
      });
    }
    if (asked !== undefined) hub.set({ query: asked });
  }
  let last = { chosen: null, query: null, selection: null };
  const off = hub.on("view", mark);
  mark();
  const destroy = () => {
    off();
    box.replaceChildren();
  };
  return { place, light, focus, destroy, of: (target) => {
    const button = target?.closest?.(".lba-sample");
    return button ? { role: button.dataset.role, i: Number(button.dataset.i) } : null;
  } };
}
