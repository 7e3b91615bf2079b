// Pictures scaled once to the size at which they are shown, so that panning over hundreds of them only copies pixels.

const COLUMNS = 40;

/** `prepare(list, side)` scales what is not there yet, `draw(context, i, x, y)` copies one to device pixels (x, y). */
export function tileSheet(hub) {
  let [canvas, context, side, source] = [null, null, 0, null];
  let places = new Map();

  function begin(size, images) {
    [side, source, places] = [size, images, new Map()];
    canvas = document.createElement("canvas");
    canvas.width = COLUMNS * side;
    canvas.height = side;
    context = canvas.getContext("2d");
  }
  /** Twice the rows, with what was there. */
  function grow() {
    const old = canvas;
    canvas = document.createElement("canvas");
    canvas.width = old.width;
    canvas.height = 2 * old.height;
    context = canvas.getContext("2d");
    context.drawImage(old, 0, 0);
  }
  return {
    prepare(list, size) {
      const { images, shape } = hub.inspected();
      if (side !== size || source !== images) begin(size, images);
      const [height, width] = shape;
      for (const i of list) {
        if (places.has(i)) continue;
        const at = places.size;
        const [x, y] = [(at % COLUMNS) * side, Math.floor(at / COLUMNS) * side];
        while (y + side > canvas.height) grow();
        const atlas = hub.inspected.atlas();
        context.imageSmoothingEnabled = side < height;
        context.imageSmoothingQuality = "high";
        context.drawImage(atlas.canvas, (i % atlas.columns) * width, Math.floor(i / atlas.columns) * height, width, height, x, y, side, side);
        places.set(i, [x, y]);
      }
    },
    draw(onto, i, x, y) {
      const [left, top] = places.get(i);
      onto.drawImage(canvas, left, top, side, side, x, y, side, side);
    },
  };
}
