// Under the return row: the classes by name and, with a walk selected, the share of it that ends in each.
import { h, measure, setText } from "../dom.js";
import { percent } from "../format.js";
import { classRuns } from "./layout.js";

export function walkFeet(box, hub) {
  const root = h("div", { class: "lba-feet", "aria-hidden": "true" });
  box.append(root);
  let known = null;
  let runs = [];
  const widths = new Map();
  const width = (text, weight) => {
    const key = `${weight} ${text}`;
    if (!widths.has(key)) widths.set(key, measure(root, text, 11, weight));
    return widths.get(key);
  };

  function build(layout, labels) {
    known = layout;
    runs = classRuns(layout.r, labels);
    root.style.top = `${layout.r.bottom + 4}px`;
    root.replaceChildren(...runs.map((run) => {
      const foot = h("span", { class: "lba-foot" });
      foot.style.left = `${run.x0}px`;
      foot.style.width = `${run.x1 - run.x0}px`;
      return foot;
    }));
  }
  return {
    draw(layout, labels, focus) {
      if (layout !== known) build(layout, labels);
      const { selection } = hub.view;
      const walk = focus && selection.role === "a" ? selection.i : null;
      const names = hub.get("about").class_names ?? [];
      let free = -Infinity; // where the last label ended
      runs.forEach((run, at) => {
        const share = walk === null ? null : hub.frame.pClass[walk * hub.frame.classes + run.label];
        const tell = share !== null && share >= 0.005;
        const wrong = tell && run.label !== labels[walk];
        const name = names[run.label] ?? String(run.label);
        const both = `${name} · ${tell ? percent(share) : ""}`;
        const text = !tell ? name : width(both, 700) < run.x1 - run.x0 + 2 ? both : percent(share);
        const centre = (run.x0 + run.x1) / 2;
        const half = width(text, tell ? 700 : 400) / 2;
        const fits = centre - half > free + 4 || tell;
        if (fits) free = centre + half;
        const foot = root.children[at];
        setText(foot, fits ? text : "");
        foot.classList.toggle("is-wrong", wrong);
        foot.classList.toggle("is-told", tell);
        foot.classList.toggle("is-dim", walk !== null && !tell);
      });
    },
  };
}
