// Marks that are drawn once and copied many times: by the canvas, or pixel by pixel where there are thousands.

/** Marks by number, ready to be copied: `kinds` are {colour, text?, shape?}; `size` in CSS pixels. */
export function stampsOf(kinds, size, family) {
  const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
  const cell = Math.ceil(size * 2 * ratio);
  const canvas = document.createElement("canvas");
  canvas.width = cell * Math.max(1, kinds.length);
  canvas.height = cell;
  const context = canvas.getContext("2d");
  kinds.forEach(({ colour, text, shape }, at) => {
    context.setTransform(ratio, 0, 0, ratio, (at + 0.5) * cell, cell / 2);
    context.fillStyle = colour;
    if (text) {
      context.font = `650 ${size * 1.5}px ${family}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText(text, 0, 0.5);
      return;
    }
    context.beginPath();
    const r = size / 2;
    if (shape === "cross") {
      for (const turn of [1, -1]) context.moveTo(-r, -r * turn), context.lineTo(r, r * turn);
      context.lineWidth = Math.max(1.4, size * 0.28);
      context.strokeStyle = colour;
      return context.stroke();
    }
    if (shape === "ring") {
      context.lineWidth = Math.max(1.3, size * 0.26);
      context.strokeStyle = colour;
      context.arc(0, 0, r, 0, 2 * Math.PI);
      return context.stroke();
    }
    context.arc(0, 0, r, 0, 2 * Math.PI);
    context.fill();
  });
  return { canvas, cell, ratio, pixels: null, picture: null };
}

/** Copy stamps with the canvas, onto whole pixels of the screen. `dim(i)`: which ones at opacity `faint`. */
export function copyStamps(context, { canvas, cell, ratio }, marks, placed, kindOf, dim, faint) {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.imageSmoothingEnabled = false;
  for (const i of marks) {
    context.globalAlpha = dim(i) ? faint : 1;
    context.drawImage(canvas, kindOf(i) * cell, 0, cell, cell, Math.round(placed[2 * i] * ratio - cell / 2), Math.round(placed[2 * i + 1] * ratio - cell / 2), cell, cell);
  }
  context.restore();
}

/** The pixels of every stamp that are not empty: [{x, y, colour: [r, g, b, a]}] by kind. */
function pixelsOf({ canvas, cell }) {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, cell);
  return Array.from({ length: canvas.width / cell }, (_, kind) => {
    const found = [];
    for (let y = 0; y < cell; y++) {
      for (let x = 0; x < cell; x++) {
        const at = 4 * (y * canvas.width + kind * cell + x);
        if (data[at + 3] > 0) found.push(x, y, data[at], data[at + 1], data[at + 2], data[at + 3]);
      }
    }
    return Int16Array.from(found);
  });
}

/** The same as copyStamps, in one picture that replaces what the canvas shows. */
export function stampPixels(context, stamps, marks, placed, kindOf, dim, faint) {
  const { width, height } = context.canvas;
  const { cell, ratio } = stamps;
  stamps.pixels ??= pixelsOf(stamps);
  if (stamps.picture?.width !== width || stamps.picture?.height !== height) stamps.picture = context.createImageData(width, height);
  const { data } = stamps.picture;
  data.fill(0);
  for (const i of marks) {
    const pixels = stamps.pixels[kindOf(i)];
    const [left, top] = [Math.round(placed[2 * i] * ratio - cell / 2), Math.round(placed[2 * i + 1] * ratio - cell / 2)];
    const weight = dim(i) ? faint : 1;
    for (let p = 0; p < pixels.length; p += 6) {
      const [x, y] = [left + pixels[p], top + pixels[p + 1]];
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      const at = 4 * (y * width + x);
      if (weight === 1 && (pixels[p + 5] === 255 || data[at + 3] === 0)) {
        for (let c = 0; c < 4; c++) data[at + c] = pixels[p + 2 + c];
        continue;
      }
      const alpha = (pixels[p + 5] * weight) / 255;
      const under = (data[at + 3] / 255) * (1 - alpha);
      const all = alpha + under;
      for (let c = 0; c < 3; c++) data[at + c] = (pixels[p + 2 + c] * alpha + data[at + c] * under) / all;
      data[at + 3] = 255 * all;
    }
  }
  context.putImageData(stamps.picture, 0, 0);
}
