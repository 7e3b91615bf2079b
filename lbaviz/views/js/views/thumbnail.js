// One sample's picture on a small canvas, from the run's image bytes (uint8, n h w c).
import { h } from "../dom.js";
import { pictureOf } from "../inspected.js";
import { sides } from "../sides.js";

/** A reader of pictures: draws sample `at` (order of about.samples) at its own resolution; CSS scales it. */
export function thumbnails(hub) {
  const images = hub.get("images");
  const shape = hub.get("about").image_shape ?? [0, 0, 0];
  const [height, width] = shape;
  return function thumbnail(at, shown) {
    const canvas = h("canvas", { width: width || 1, height: height || 1, "aria-hidden": "true" });
    if (shown > width) canvas.style.imageRendering = "pixelated";
    const picture = pictureOf(images, shape, at);
    if (picture) canvas.getContext("2d").putImageData(picture, 0, 0);
    return canvas;
  };
}

/** What to call a sample: the class name of a labelled one; an unlabelled one's class, where known, is for display only. */
export function sampleName(about, role, i, nA) {
  const sample = about.samples?.[role === "b" ? nA + i : i];
  const name = sample && sample.label >= 0 ? about.class_names?.[sample.label] ?? String(sample.label) : null;
  if (role !== "b") return `“${name ?? "?"}”`;
  const { b } = sides(about);
  return name === null ? b : `${b} (${name}, for display only)`;
}
