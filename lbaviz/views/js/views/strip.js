// A row of inspected images as buttons: one tab stop, arrows walk, Enter asks for the neighbours (or else), pointing is shared.
import { h } from "../dom.js";
import { count } from "../format.js";
import { ask, pictureButton } from "./inspected.js";

const MOST = 240; // pictures in one strip

/**
 * `show(positions, key)` draws them (again only when the key changed); `mark()` follows query, selection and pointer.
 * `press(i)` is what a click does, `pressed(i)` says whether it stands. `caption(i)` is what stands below a picture, `words(i)` what is said of it instead of its class alone.
 */
export function strip(host, hub, { testid, size = 34, label, press = (i) => ask(hub, i), pressed = (i) => i === hub.view.query }) {
  const root = h("div", { class: "lba-strip", role: "group", "aria-label": label, "data-testid": testid });
  host.append(root);
  let drawn = null;
  const buttons = () => [...root.querySelectorAll(".lba-inspected")];
  const of = (target) => target.closest?.(".lba-inspected");

  function show(positions, key, { caption, words } = {}) {
    if (key === drawn) return mark();
    drawn = key;
    const nodes = positions.slice(0, MOST).map((i, at) => {
      const said = words ? { "aria-label": words(i), title: words(i) } : {};
      const button = pictureButton(hub, i, size, { tabindex: at ? "-1" : "0", "data-testid": `${testid}-${at}`, ...said });
      return caption ? h("span", { class: "lba-captioned" }, button, h("span", { class: "lba-soft", text: caption(i) })) : button;
    });
    if (positions.length > MOST) nodes.push(h("span", { class: "lba-soft lba-more", text: `and ${count(positions.length - MOST)} more` }));
    root.replaceChildren(...nodes);
    root.scrollTop = 0;
    mark();
  }
  function mark() {
    const { query, pointed, chosen } = hub.view;
    const among = new Set(chosen?.positions ?? []);
    for (const button of buttons()) {
      const i = Number(button.dataset.i);
      button.classList.toggle("is-query", i === query);
      button.classList.toggle("is-pointed", i === pointed);
      button.classList.toggle("is-chosen", among.has(i));
      button.setAttribute("aria-pressed", String(pressed(i)));
    }
  }
  root.addEventListener("click", (event) => {
    const button = of(event.target);
    if (button) press(Number(button.dataset.i));
  });
  root.addEventListener("pointerover", (event) => {
    const button = of(event.target);
    hub.set({ pointed: button ? Number(button.dataset.i) : null });
  });
  root.addEventListener("pointerleave", () => hub.set({ pointed: null }));
  root.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const here = of(event.target);
    if (!way || !here) return;
    event.preventDefault();
    event.stopPropagation();
    const all = buttons();
    const next = all[all.indexOf(here) + way];
    if (!next) return;
    all.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
    hub.set({ pointed: Number(next.dataset.i) });
  });
  return { root, show, mark, size: (pixels) => (size = pixels) };
}
