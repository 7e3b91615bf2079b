// One inspected image wherever it stands: as a picture, as a button that asks for its neighbours, and in words.
import { h } from "../dom.js";
import { percent } from "../format.js";
import { pictureOf } from "../inspected.js";

/** A canvas with inspected image `i`; CSS scales it to `shown` pixels. */
export function picture(hub, i, shown) {
  const { images, shape } = hub.inspected();
  const [height, width] = shape;
  const canvas = h("canvas", { width: width || 1, height: height || 1, "aria-hidden": "true" });
  if (shown > width) canvas.style.imageRendering = "pixelated";
  const data = pictureOf(images, shape, i);
  if (data) canvas.getContext("2d").putImageData(data, 0, 0);
  return canvas;
}

/** What the network says of image i at the shown step: {label, predicted, confidence, right}; predicted undefined without. */
export function judged(hub, i) {
  const { labels } = hub.inspected();
  const { predicted, confidence } = hub.probes.now("predictions")?.arrays ?? {};
  const label = labels[i] ?? -1;
  return { label, predicted: predicted?.[i], confidence: confidence?.[i], right: predicted && label >= 0 ? predicted[i] === label : null };
}

/** “4”, taken for “9” (97 %): for tooltips, labels and the live region; of two domains it says which. */
export function sentence(hub, i) {
  const { name, domains, domain } = hub.inspected();
  const { label, predicted, confidence, right } = judged(hub, i);
  const own = `${domains ? `${domains[domain(i)]}: ` : ""}${label >= 0 ? `“${name(label)}”` : "of unknown class"}`;
  if (predicted === undefined) return own;
  const sure = Number.isFinite(confidence) ? ` (${percent(confidence)})` : "";
  return right ? `${own}, recognised${sure}` : `${own}, taken for “${name(predicted)}”${sure}`;
}

/** A button with the picture, framed by whether it is recognised; a click asks for its neighbours. */
export function pictureButton(hub, i, shown, more = {}) {
  const { right } = judged(hub, i);
  const state = right === null ? "" : right ? " is-right" : " is-wrong";
  return h("button", { type: "button", class: `lba-inspected${state}`, "data-i": i, "aria-label": sentence(hub, i), title: sentence(hub, i), ...more }, picture(hub, i, shown));
}

/** Ask for a sample's neighbours; asked again, let go of it. */
export const ask = (hub, i) => hub.set({ query: hub.view.query === i ? null : i });

/** The sentence for runs without probes; null where there are some (or a name of a probe is there). */
export function nothingRecorded(hub, name = "predictions") {
  if (hub.inspected().n === 0 || !Object.keys(hub.get("probe_steps") ?? {}).length) {
    return "Nothing was recorded of the inside of this run: record with probe_every=100 (lbaviz train --probe-every 100).";
  }
  return hub.probes.steps(name).length ? null : `This recording holds no ${name.replace("-", " ")}.`;
}
