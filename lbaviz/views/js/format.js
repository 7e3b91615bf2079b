// Numbers as a reader wants them.

/** A probability as per cent: 97.1 %, 0.8 %, 0.02 %. */
export function percent(p) {
  const value = 100 * p;
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0 %";
  if (value < 0.001) return "< 0.001 %";
  if (value < 0.0995) return `${Number(value.toPrecision(1))} %`;
  return `${Number(value.toFixed(1))} %`;
}

/** A probability to four digits, for the one thing pointed at. */
export const percentExact = (p) => `${Number((100 * p).toPrecision(4))} %`;

/** A whole per cent, for sentences that sum over everything. */
export const percentRound = (p) => `${Math.round(100 * p)} %`;

/** 1277 -> 1,277 */
export const count = (n) => Math.round(n).toString().replace(/\B(?=(\d{3})+$)/g, ",");

/** A knob's value: weights as 0.50, a logarithmic one as 1e-3 or 3.2e-4. */
export function knobValue(knob, value) {
  if (!Number.isFinite(value)) return "–";
  if (knob.log || (value !== 0 && Math.abs(value) < 0.005)) return value.toExponential(1).replace(".0e", "e").replace("e+", "e");
  return Number.isInteger(value * 100) || Math.abs(value) < 10 ? value.toFixed(2) : String(Number(value.toPrecision(4)));
}

/** The same, as short as it goes: 1.0, 0.25, 1e-3. */
export function knobShort(knob, value) {
  const text = knobValue(knob, value);
  return /^\d+\.\d0$/.test(text) ? text.slice(0, -1) : text;
}

/** A loss or an error with about three digits. */
export const reading = (value) => (!Number.isFinite(value) ? "–" : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** Steps per second. */
export const rate = (value) => (value >= 10 ? String(Math.round(value)) : String(Number(value.toPrecision(2))));

/** 1st, 2nd, 3rd, 4th ... */
export const ordinal = (n) => `${n}${["th", "st", "nd", "rd"][(n % 100 >> 3) ^ 1 && n % 10 < 4 ? n % 10 : 0]}`;

const quoted = (name) => `“${name}”`;

/** “3” walks home: 97.1 %; the rest: 2.1 % to 8, 0.8 % to 9 */
export function walkSentence(shares, label, names) {
  const name = (c) => names[c] ?? String(c);
  const told = shares.rest.filter((entry) => entry.p >= 0.0005).slice(0, 3);
  const untold = shares.rest.reduce((sum, entry) => sum + entry.p, 0) - told.reduce((sum, entry) => sum + entry.p, 0);
  const parts = told.map((entry) => `${percent(entry.p)} to ${name(entry.label)}`);
  if (told.length && untold >= 0.0005) parts.push(`${percent(untold)} elsewhere`);
  return `${quoted(name(label))} walks home: ${percent(shares.home)}${parts.length ? `; the rest: ${parts.join(", ")}` : ""}`;
}

/** Edges drawn, in words: how many per sample, and how much of the probability they carry and hide. */
export function massSentence(k, threshold, shown) {
  const limit = threshold > 0 ? `at most ${k} per sample, from ${percent(threshold)} on` : `${k} per sample`;
  return `edges shown: ${limit} · ${percentRound(shown)} of the probability, ${100 - Math.round(100 * shown)} % hidden`;
}
