// The layers of the network over the recorded steps, in numbers: norms, histograms, and what a person should do.
import { jsonOf } from "./packing.js";

export const KINDS = [["weight_norm", "weights"], ["gradient_norm", "gradients"], ["activation_norm", "activations"]];

// T sec. 2.2: what Vizmaster tells who sees a gradient vanish or explode
const ADVICE = "lower the learning rate, use fewer layers, or add batch normalisation";

/** The layers at one step: {names, flags, layers}. */
export function layersOf(arrays) {
  const names = jsonOf(arrays.names) ?? [];
  return { names, flags: jsonOf(arrays.flags) ?? [], layers: arrays.weight_norm?.length ?? names.length };
}

/** A layer's norm over the steps: {step: [...], value: [...]}, in the order of `recorded` ({step, arrays}). */
export const normsOf = (recorded, kind, layer) => ({ step: recorded.map((one) => one.step), value: recorded.map((one) => one.arrays[kind]?.[layer] ?? NaN) });

/** Decades that hold all positive values: {low, high} as powers of ten; at least one decade. */
export function decades(values) {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  if (!logs.length) return { low: -1, high: 0 };
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  const more = Math.max(0, (1 - (high - low)) / 2) + 0.05;
  return { low: low - more, high: high + more };
}

/** The histogram of one layer and kind (0 weights, 1 gradients, 2 activations): {counts, low, high}. */
export function histogramOf(arrays, layer, kind) {
  const { counts, edges } = arrays;
  if (!counts?.shape || counts.shape.length !== 3) return null;
  const bins = counts.shape[2];
  const at = (layer * 3 + kind) * bins;
  const edge = (layer * 3 + kind) * (bins + 1);
  return { counts: [...counts.slice(at, at + bins)], low: edges[edge], high: edges[edge + bins] };
}

/** "vanishing gradients in conv1_1. The thesis’ advice: ..." for the flagged layers; "" where all is well. */
export function warning(names, flags) {
  const told = ["vanishing", "exploding"].map((flag) => [flag, names.filter((_, i) => flags[i] === flag)]).filter(([, list]) => list.length);
  if (!told.length) return "";
  const list = told.map(([flag, layers]) => `${flag} gradients in ${layers.slice(0, 4).join(", ")}${layers.length > 4 ? ` and ${layers.length - 4} more` : ""}`);
  return `${list.join("; ")}. The thesis’ advice: ${ADVICE}.`;
}
