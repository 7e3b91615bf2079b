// The kernels of the first layer as small pictures, or the gradients that move them.
import { h, setText } from "../dom.js";

const MOST = 48; // kernels shown

/** The kernel as an ImageData: grey around 0 for one channel, colours for three, the strongest of all at full contrast. */
function kernelPicture(values, at, [, height, width, channels], top) {
  const picture = new ImageData(width, height);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let c = 0; c < 3; c++) {
      const value = values[(at * height * width + pixel) * channels + (channels >= 3 ? c : 0)];
      picture.data[4 * pixel + c] = 127.5 + 127.5 * (value / top);
    }
    picture.data[4 * pixel + 3] = 255;
  }
  return picture;
}

export function kernelRow(host) {
  let gradients = false;
  let last = null;
  const name = h("h3", { class: "lba-strip-name" });
  const toggle = h("button", { type: "button", class: "lba-link lba-small-link", "data-testid": "kernels-mode", onclick: () => ((gradients = !gradients), draw(last)) });
  const row = h("div", { class: "lba-kernels", "data-testid": "kernels" });
  const root = h("div", { class: "lba-kernel-box" }, h("div", { class: "lba-head lba-tight" }, name, h("span", { class: "lba-grow" }), toggle), row);
  host.append(root);

  function draw(arrays) {
    last = arrays;
    const values = gradients ? arrays.kernel_gradients : arrays.kernels;
    const shape = values?.shape ?? [0];
    root.hidden = !(shape[0] > 0 && values.length);
    if (root.hidden) return;
    let top = 0;
    for (const value of values) if (Math.abs(value) > top) top = Math.abs(value);
    setText(name, `${gradients ? "Gradients of the" : "The"} first layer's ${shape[0]} kernels`);
    setText(toggle, gradients ? "show kernels" : "show gradients");
    row.setAttribute("role", "img");
    row.setAttribute("aria-label", name.textContent);
    row.title = `grey: 0; black and white: ± ${top.toPrecision(2)}`;
    row.replaceChildren(...Array.from({ length: Math.min(MOST, shape[0]) }, (_, at) => {
      const canvas = h("canvas", { width: shape[2], height: shape[1], "aria-hidden": "true" });
      canvas.getContext("2d").putImageData(kernelPicture(values, at, shape, top || 1), 0, 0);
      return canvas;
    }));
  }
  return { draw, hide: (hidden) => (root.hidden = hidden) };
}
