// The images that the probes look at: their labels, names and pictures, and which of them are in the walk as well.

/**
 * {n, labels, classes, name(c), domains, domain(i), images, shape: [h, w, c], part}; n is 0 where nothing was recorded.
 * truth: {labels, classes, name(c)} of images that are told clusters and whose classes are known, else null.
 * domains: [source, target] where the run has two, else null; domain(i): 0 or 1. Kept until it changes.
 */
export function inspectedReader(hub) {
  let kept = null;
  let atlas = null;
  let doubles = null;
  function read() {
    const about = hub.get("about") ?? {};
    const { labels = [], domains, domain_names: pair = [], classes: known, class_names: called = [] } = about.inspected ?? {};
    const side = (name, d) => (pair[0] === pair[1] ? `${name} (${d ? "target" : "source"})` : String(name));
    const names = about.class_names ?? [];
    const top = labels.reduce((most, label) => Math.max(most, label), -1);
    return {
      n: labels.length, labels, part: about.inspected?.part ?? "", classes: Math.max(names.length, top + 1),
      truth: known ? { labels: known, classes: called.length, name: (c) => (c < 0 ? "unknown" : String(called[c] ?? c)) } : null,
      domains: domains ? pair.map(side) : null, domain: (i) => domains?.[i] ?? 0,
      name: (c) => (c === undefined || c < 0 ? "unknown" : String(names[c] ?? c)), images: hub.get("inspected_images") ?? null, shape: about.image_shape ?? [0, 0, 0],
    };
  }
  const reader = () => (kept ??= read());
  reader.forget = () => (kept = atlas = doubles = null);
  /** All pictures on one canvas: {canvas, columns}, to draw many of them fast. */
  reader.atlas = () => (atlas ??= drawAtlas(reader()));
  /** Map from a sample of the walk (its place in about.samples) to the inspected image that equals it, pixel by pixel. */
  reader.doubles = () => (doubles ??= findDoubles(reader(), hub.get("images"), hub.get("about").samples ?? []));
  return reader;
}

/** One picture as ImageData, grey where it has fewer than three channels; null where there are no such bytes. */
export function pictureOf(images, [height, width, channels], at) {
  const size = height * width * channels;
  if (!images || !size || at < 0 || (at + 1) * size > images.length) return null;
  const picture = new ImageData(width, height);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const from = at * size + pixel * channels;
    for (let c = 0; c < 3; c++) picture.data[4 * pixel + c] = images[from + (channels >= 3 ? c : 0)];
    picture.data[4 * pixel + 3] = 255;
  }
  return picture;
}

function drawAtlas({ n, images, shape }) {
  const [height, width] = shape;
  const columns = Math.max(1, Math.ceil(Math.sqrt(n)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, columns * width);
  canvas.height = Math.max(1, Math.ceil(n / columns) * height);
  const context = canvas.getContext("2d");
  for (let i = 0; i < n; i++) {
    const picture = pictureOf(images, shape, i);
    if (picture) context.putImageData(picture, (i % columns) * width, Math.floor(i / columns) * height);
  }
  return { canvas, columns };
}

function findDoubles({ n, images, shape }, samples, list) {
  const found = new Map();
  const size = shape.reduce((product, side) => product * side, 1);
  if (!images || !samples || !size) return found;
  const text = (bytes, at) => {
    let hash = 0x811c9dc5; // FNV-1a, compared in full below
    for (let i = at * size; i < (at + 1) * size; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    return hash;
  };
  const equal = (i, j) => {
    for (let k = 0; k < size; k++) if (images[i * size + k] !== samples[j * size + k]) return false;
    return true;
  };
  const places = new Map();
  for (let i = 0; i < n && (i + 1) * size <= images.length; i++) places.set(text(images, i), i);
  for (let j = 0; j < list.length && (j + 1) * size <= samples.length; j++) {
    const i = places.get(text(samples, j));
    if (i !== undefined && equal(i, j)) found.set(j, i);
  }
  return found;
}
