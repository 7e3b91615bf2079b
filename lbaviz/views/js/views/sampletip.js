// What is under the pointer: the inspected image enlarged, its class, and what it is taken for.
import { h } from "../dom.js";
import { percent } from "../format.js";
import { judged, picture } from "./inspected.js";

/** Show a tooltip beside a place of its box, where there is room. */
export function placeTip(root, box, x, y) {
  root.hidden = false;
  const left = x + 16 + root.offsetWidth <= box.clientWidth ? x + 16 : Math.max(4, x - root.offsetWidth - 16);
  root.style.left = `${left}px`;
  root.style.top = `${Math.max(4, Math.min(box.clientHeight - root.offsetHeight - 4, y - root.offsetHeight / 2))}px`;
}

export function sampleTip(box, hub) {
  const root = h("div", { class: "lba-tooltip", role: "tooltip", "data-testid": "sample-tip", hidden: true });
  box.append(root);
  let shown = "";
  return {
    show(i, x, y) {
      const { name, part, images, domains, domain } = hub.inspected();
      const { label, predicted, confidence, right } = judged(hub, i);
      const key = `${i} ${predicted} ${confidence} ${images?.length}`;
      if (key !== shown) {
        shown = key;
        const frame = right === null ? "" : right ? " is-right" : " is-wrong";
        const image = h("span", { class: `lba-tip-picture${frame}` }, picture(hub, i, 84));
        const taken = predicted === undefined ? "not judged" : right ? "✓ recognised" : label < 0 ? `taken for “${name(predicted)}”` : `✗ taken for “${name(predicted)}”`;
        root.replaceChildren(image, h("span", { class: "lba-tip-text" }, h("strong", { text: label < 0 ? "class unknown" : `“${name(label)}”` }), h("span", { text: taken }),
          Number.isFinite(confidence) ? h("span", { text: `confidence ${percent(confidence)}` }) : null, h("span", { class: "lba-tip-soft", text: `${domains ? `${domains[domain(i)]} · ` : ""}${part} image ${i}` })));
      }
      placeTip(root, box, x, y);
    },
    hide: () => (root.hidden = true),
  };
}
