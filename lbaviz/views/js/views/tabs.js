// Two or three names of which one is open; arrows go from one to the next.
import { h } from "../dom.js";

/** `names`: [[name, text]]; the first is open; `open(name)` is called when another one is chosen. */
export function tabList(names, open) {
  const buttons = names.map(([name, text], at) => h("button", { type: "button", role: "tab", class: "lba-tab", text, "data-testid": `tab-${name}`, "aria-selected": String(at === 0), tabindex: at ? "-1" : "0", onclick: () => choose(at) }));
  function choose(at) {
    buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", String(i === at));
      button.tabIndex = i === at ? 0 : -1;
    });
    open(names[at][0]);
  }
  const root = h("div", { class: "lba-tabs", role: "tablist", "aria-label": "what is shown" }, ...buttons);
  root.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way) return;
    const next = (buttons.indexOf(event.target) + way + buttons.length) % buttons.length;
    event.preventDefault();
    event.stopPropagation();
    buttons[next].focus();
    choose(next);
  });
  return root;
}
