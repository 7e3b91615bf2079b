// One knob: label, slider, number. The finger leads: while it moves, the run's answers do not move the slider.
import { h, setText, throttle } from "../dom.js";
import { knobValue } from "../format.js";
import { knobSlider, parseKnob } from "../scale.js";

const SENDS = 33; // ms between two values of one drag
const SETTLE = 700; // ms after the last movement until the run's value is shown again and a new drag begins
let drags = 0;

export function knobControl(host, hub, knob) {
  const scale = knobSlider(knob);
  const label = knob.label || knob.name;
  const id = `lba-knob-${knob.name}-${++drags}`;
  const slider = h("input", {
    type: "range", id, min: scale.min, max: scale.max, step: scale.step, "data-testid": `knob-${knob.name}`, "aria-label": label,
  });
  const number = h("input", { type: "text", inputmode: "decimal", class: "lba-value", "aria-label": `${label}, value`, "data-testid": `value-${knob.name}` });
  const state = h("span", { class: "lba-knob-state" });
  const release = h("button", { class: "lba-link", type: "button", text: "release", title: `give ${label} back to its schedule`, "data-testid": `release-${knob.name}`, onclick: () => hub.send({ kind: "release", knob: knob.name }) });
  const refusal = h("p", { class: "lba-refusal", role: "alert", hidden: true });
  const title = [knob.help, knob.symbol && `symbol ${knob.symbol}`].filter(Boolean).join(" · ");
  const root = h("div", { class: "lba-knob", title },
    h("div", { class: "lba-knob-top" }, h("label", { for: id, text: label }), state, release),
    h("div", { class: "lba-knob-line" }, slider, number), refusal);
  host.append(root);

  let own = null; // what the finger says, until it has settled
  let drag = null;
  let settle = 0;
  const send = throttle((value) => hub.send({ kind: "set", knob: knob.name, value, drag }), SENDS);

  function move(value) {
    if (hub.view.looking !== null) return hub.set({ staged: { ...hub.view.staged, [knob.name]: value } });
    drag ??= `${Date.now().toString(36)}-${++drags}`;
    own = value;
    draw();
    send(value);
    clearTimeout(settle);
    settle = setTimeout(end, SETTLE);
  }
  function end() {
    if (held) return void (settle = setTimeout(end, SETTLE));
    send.flush();
    own = drag = null;
    draw();
  }
  let held = false;
  slider.addEventListener("pointerdown", () => (held = true));
  const letGo = () => (held = false);
  slider.addEventListener("pointerup", letGo);
  slider.addEventListener("pointercancel", letGo);
  slider.addEventListener("input", () => move(scale.value(slider.value)));
  slider.addEventListener("change", () => send.flush());
  number.addEventListener("change", () => {
    const { value, error } = parseKnob(knob, number.value);
    refusal.hidden = !error;
    setText(refusal, error ?? "");
    if (error === undefined) {
      move(value);
      send.flush();
    }
    number.blur();
    draw();
  });
  number.addEventListener("keydown", (event) => {
    if (event.key === "Escape") number.value = number.defaultValue;
    if (event.key === "Enter" || event.key === "Escape") number.blur();
  });
  number.addEventListener("focus", () => {
    refusal.hidden = true;
    number.select();
  });

  function draw() {
    const { steer, branch, reason } = hub.can();
    const looking = hub.view.looking !== null;
    const enabled = looking ? Boolean(branch) : steer;
    const value = own ?? hub.knobs()[knob.name] ?? knob.default;
    const staged = looking && knob.name in hub.view.staged;
    const { scheduled = [], released = [] } = hub.get("status") ?? {}; // released: moved, with a schedule to go back to
    slider.disabled = number.disabled = !enabled;
    root.title = enabled ? title : `${title}\n(${reason})`;
    root.classList.toggle("is-staged", staged);
    const known = Number.isFinite(value);
    if (own === null || String(scale.position(own)) !== slider.value) slider.value = scale.position(known ? value : knob.default);
    slider.style.setProperty("--fill", (slider.value - scale.min) / (scale.max - scale.min));
    const text = known ? knobValue(knob, value) : "";
    slider.setAttribute("aria-valuetext", staged ? `${text}, for a branch` : text);
    if (document.activeElement !== number) number.value = number.defaultValue = text;
    setText(state, !looking && own === null && scheduled.includes(knob.name) ? "scheduled" : "");
    release.hidden = !(released.includes(knob.name) && steer && !looking);
  }
  draw();
  return {
    draw,
    destroy() {
      clearTimeout(settle);
      root.remove();
    },
  };
}
