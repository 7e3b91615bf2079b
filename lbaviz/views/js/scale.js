// From values to positions and back: axis ticks, and sliders that may be logarithmic.

/** Round tick values covering [low, high], about `count` of them. */
export function ticks(low, high, count = 4) {
  const span = high - low;
  if (!(span > 0)) return [low];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const distance = (factor) => Math.abs(Math.log((factor * power) / rough));
  const unit = power * [1, 2, 5, 10].reduce((best, factor) => (distance(factor) < distance(best) ? factor : best));
  const found = [];
  for (let i = Math.ceil(low / unit - 1e-9); i * unit <= high + unit * 1e-9; i++) found.push(Number((i * unit).toPrecision(12)));
  return found;
}

/**
 * A knob's slider. A linear one carries the value itself, a logarithmic one its decimal logarithm; `value(position)`
 * is rounded to what a finger can mean (1/500 of the range; two significant digits), `position(value)` is clamped.
 */
export function knobSlider(knob) {
  const { low, high, log } = knob;
  if (log) {
    const [min, max] = [Math.log10(low), Math.log10(high)];
    return {
      min,
      max,
      step: 0.01,
      value: (position) => Number((10 ** Number(position)).toPrecision(2)),
      position: (value) => Math.max(min, Math.min(max, Math.log10(Math.max(value, Number.MIN_VALUE)))),
    };
  }
  const step = Number(((high - low) / 500).toPrecision(1));
  return {
    min: low,
    max: high,
    step,
    value: (position) => Number((Math.round(Number(position) / step) * step).toPrecision(10)),
    position: (value) => Math.max(low, Math.min(high, value)),
  };
}

/** What a person typed for a knob: {value}, or {error}: one sentence. */
export function parseKnob(knob, text) {
  const value = Number(text.trim().replace(",", ".").replace("−", "-"));
  const name = knob.label || knob.name;
  if (text.trim() === "" || !Number.isFinite(value)) return { error: `${name}: “${text.trim()}” is not a number; type one like 0.5 or 1e-3` };
  if (value < 0) return { error: `${name} cannot be negative, got ${text.trim()}; 0 switches it off` };
  if (knob.log && value === 0) return { error: `${name} must be above 0; the slider begins at ${knob.low}` };
  return { value };
}
