// What is under the pointer: an edge with both pictures and its exact probability, or a sample enlarged.
import { h } from "../dom.js";
import { AB } from "../edges.js";
import { percent, percentExact } from "../format.js";
import { sides } from "../sides.js";
import { sampleName, thumbnails } from "./thumbnail.js";

export function tooltip(box, hub) {
  const root = h("div", { class: "lba-tooltip", role: "tooltip", "data-testid": "tooltip", hidden: true });
  box.append(root);
  let shown = null;

  function put(key, x, y, content) {
    if (shown !== key) {
      shown = key;
      root.replaceChildren(...content());
    }
    root.hidden = false;
    const left = Math.max(4, Math.min(x + 14, box.clientWidth - root.offsetWidth - 4));
    const below = y + 16 + root.offsetHeight <= box.clientHeight;
    root.style.left = `${left}px`;
    root.style.top = `${Math.max(0, below ? y + 16 : y - root.offsetHeight - 12)}px`;
  }
  const picture = (at, role, size) => {
    const canvas = thumbnails(hub)(at, size);
    canvas.className = `lba-picture is-${role === "b" ? "b" : "a"}`;
    canvas.style.width = canvas.style.height = `${size}px`;
    return canvas;
  };
  const name = (role, i) => sampleName(hub.get("about"), role, i, hub.frame.nA);

  return {
    edge(edge, x, y, share) {
      const [from, to] = edge.kind === AB ? ["a", "b"] : ["b", "r"];
      const at = (role, i) => (role === "b" ? hub.frame.nA + i : i);
      put(`${edge.kind}-${edge.from}-${edge.to}-${edge.p}-${share}`, x, y, () => [
        picture(at(from, edge.from), from, 52),
        h("span", { class: "lba-arrow", text: "→" }),
        picture(at(to, edge.to), to, 52),
        h("span", { class: "lba-tip-text" },
          h("strong", { text: `${edge.kind === AB ? "p(A→B)" : "p(B→A)"} = ${percentExact(edge.p)}` }),
          h("span", { text: `${name(from, edge.from)} → ${name(to, edge.to)}` }),
          share ? h("span", { text: `${percent(share)} of the selected walk` }) : null),
      ]);
    },
    sample(role, i, x, y) {
      const { frame } = hub;
      const at = role === "b" ? frame.nA + i : i;
      const visits = role === "b" ? `receives ${percent(frame.pVisit[i])} of all visits · even would be ${percent(1 / frame.nB)}` : `${sides(hub.get("about")).labelled}; ${role === "a" ? "a walk starts here" : "walks may come home here"}`;
      put(`${role}-${i}-${frame.step}`, x, y, () => [
        picture(at, role, 80),
        h("span", { class: "lba-tip-text" }, h("strong", { text: name(role, i) }), h("span", { text: visits }), h("span", { text: "click: follow its walk" })),
      ]);
    },
    hide() {
      shown = null;
      root.hidden = true;
    },
  };
}
