// What a person did to the run, in words and undone.
import { knobShort } from "./format.js";

/** "visit 1.0 → 0.0", for a mark on the time axis. */
export function describe(event, knobs) {
  const detail = event.detail ?? {};
  if (event.kind === "knob") {
    const knob = knobs.find((one) => one.name === detail.knob) ?? { name: detail.knob };
    const name = (knob.label || String(detail.knob)).replace(/ weight$/, "");
    if (detail.to === null || detail.to === undefined) return `${name} released`;
    const from = Number.isFinite(detail.from) ? knobShort(knob, detail.from) : "schedule";
    return `${name} ${from} → ${knobShort(knob, detail.to)}`;
  }
  if (event.kind === "test_error_shown") return "test error shown";
  return String(detail.text ?? event.kind).replaceAll("_", " ");
}

/** One event for each drag: the recording has one for every step that a drag touched, so that it can be replayed. */
export function gestures(events) {
  const told = [];
  for (const event of events) {
    const last = told[told.length - 1];
    const { drag, knob, to } = event.detail ?? {};
    if (drag && last?.detail?.drag === drag && last.detail.knob === knob) last.detail.to = to;
    else told.push({ ...event, detail: { ...event.detail } });
  }
  return told;
}

/** The knobs as they stood after `step` updates: today's, with every later change taken back. */
export function knobsAt(current, events, step) {
  const values = { ...current };
  const later = events.filter((event) => event.kind === "knob" && event.step > step);
  for (const event of later.sort((x, y) => y.step - x.step || y.id - x.id)) values[event.detail.knob] = event.detail.from;
  return values;
}
