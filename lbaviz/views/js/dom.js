// Elements without a framework. Text only ever enters as text: nothing that comes from data is parsed as HTML.
const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** An HTML element: h("button", {class: "play", text: "Play", onclick: f}, ...children). */
export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** The same for SVG. */
export const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** Set text only where it changed, so that live regions and selections are left alone. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Make a function that runs `draw` at most once per animation frame; `.cancel()` forgets a pending one. */
export function coalesce(draw) {
  let pending = 0;
  const run = () => {
    pending = 0;
    draw();
  };
  const schedule = () => {
    pending ||= requestAnimationFrame(run);
  };
  schedule.cancel = () => {
    cancelAnimationFrame(pending);
    pending = 0;
  };
  return schedule;
}

/**
 * What a view gives back that draws with one coalesced function: it is drawn now and on news of these topics; `offs` are what
 * else ends with it.
 */
export function follows(hub, draw, topics, ...offs) {
  const all = [...topics.map((topic) => hub.on(topic, draw)), ...offs];
  draw();
  return {
    redraw: draw,
    destroy() {
      all.forEach((off) => off());
      draw.cancel();
    },
  };
}

/** Make a function that calls `act` at most every `wait` ms with the newest argument, the last one always. */
export function throttle(act, wait) {
  let timer = 0;
  let last = -Infinity;
  let newest;
  const fire = () => {
    timer = 0;
    last = performance.now();
    act(newest);
  };
  const call = (argument) => {
    newest = argument;
    const left = last + wait - performance.now();
    if (timer) return;
    if (left <= 0) fire();
    else timer = setTimeout(fire, left);
  };
  call.flush = () => {
    if (!timer) return;
    clearTimeout(timer);
    fire();
  };
  return call;
}

let ruler = null;
/** How wide a text is in the font of `node`'s family, in pixels. */
export function measure(node, text, size = 11, weight = 400) {
  ruler ??= document.createElement("canvas").getContext("2d");
  ruler.font = `${weight} ${size}px ${getComputedStyle(node).fontFamily}`;
  return ruler.measureText(text).width;
}

/** Watch an element's content width and height; returns how to stop. */
export function onResize(element, callback) {
  const observer = new ResizeObserver((entries) => {
    const box = entries[entries.length - 1].contentRect;
    callback(box.width, box.height);
  });
  observer.observe(element);
  return () => observer.disconnect();
}
