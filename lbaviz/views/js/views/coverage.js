// How far a run on two domains has come from source only (0 %) to target only (100 %), between lines for both.
const LOWEST = -50; // per cent; an untouched network is far below source only, and only its way up is of interest

/** A value in per cent, with a true minus: −248 %. */
export const covered = (value) => `${value.toFixed(Math.abs(value) < 99.95 ? 1 : 0).replace("-", "−")} %`;

/** {lines, low, grid}: what a chart shows of lines with coverage, the ends of the scale among them up to `last` step. */
export function coverageLines(lines, last) {
  const values = lines.flatMap((line) => line.value.filter(Number.isFinite));
  const end = (name, value, dash) => ({ step: [0, last], value: [value, value], name, dash, colour: "var(--soft)" });
  const ends = [end("target only", 100, "2 3"), end("source only", 0, "5 4")];
  const low = Math.max(LOWEST, Math.min(0, ...values));
  return { lines: [...lines, ...(values.length ? ends : [])], low, grid: [LOWEST, 0, 50, 100].filter((value) => value >= low) };
}
