// What is selected, in words, and the way to let go of it.
import { h, setText } from "../dom.js";
import { count } from "../format.js";

/** A removable chip for hub.view.chosen; hidden while nothing is chosen. */
export function chosenChip(host, hub, testid = "chip") {
  const words = h("span", {});
  const root = h("button", { type: "button", class: "lba-chip lba-chosen", "data-testid": testid, title: "let go of the selection (Escape)", onclick: () => hub.set({ chosen: null }) },
    words, h("span", { class: "lba-cross", "aria-hidden": "true", text: "×" }));
  host.append(root);
  const draw = () => {
    const { chosen } = hub.view;
    root.hidden = !chosen;
    if (!chosen) return;
    const n = chosen.positions.length;
    setText(words, `${chosen.what} · ${count(n)} image${n === 1 ? "" : "s"}`);
    root.setAttribute("aria-label", `selected: ${words.textContent}; press to let go of it`);
  };
  const off = hub.on("view", draw);
  draw();
  return { destroy: off };
}
