// Hands on the cloud: drag to move or to lasso, wheel and keys to zoom, point to look, click to ask, arrows to walk.
import { inside, nearest, towards, zoomAt } from "../cloud.js";

const STILL = 4; // px within which a press is a click
const NOTCH = 1.0015; // zoom for one unit of the wheel

/**
 * `get()` gives {placed, camera, width, height, tool, query}; the others are told what happened: `camera(new)`,
 * `lasso(polygon | null)`, `picked(list, added)`, `clicked(i | null, added, x?, y?)`, `pointed(i | null, x, y)`, `escaped()`.
 */
export function cloudHands(box, get, tell) {
  let press = null; // {x, y, camera, polygon, moved}
  const at = (event) => {
    const bounds = box.getBoundingClientRect();
    return [event.clientX - bounds.left, event.clientY - bounds.top];
  };
  const added = (event) => event.ctrlKey || event.metaKey;
  box.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !get().placed) return;
    const [x, y] = at(event);
    const lasso = (get().tool === "lasso") !== event.shiftKey;
    press = { x, y, camera: get().camera, polygon: lasso ? [x, y] : null, moved: false };
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener("pointermove", (event) => {
    const [x, y] = at(event);
    const { placed, width, height } = get();
    if (!placed) return;
    if (!press) return tell.pointed(nearest(placed, x, y, tell.reach()), x, y);
    press.moved ||= Math.hypot(x - press.x, y - press.y) > STILL;
    if (!press.moved) return;
    tell.pointed(null);
    if (press.polygon) {
      press.polygon.push(Math.max(0, Math.min(width, x)), Math.max(0, Math.min(height, y)));
      tell.lasso(press.polygon);
    } else tell.camera({ ...press.camera, x: press.camera.x + x - press.x, y: press.camera.y + y - press.y });
  });
  box.addEventListener("pointerup", (event) => {
    if (!press) return;
    const { moved, polygon } = press;
    press = null;
    const { placed } = get();
    if (moved && polygon) {
      tell.lasso(null);
      tell.picked(inside(placed, polygon), added(event));
    } else if (!moved) tell.clicked(nearest(placed, ...at(event), tell.reach()), added(event), ...at(event));
  });
  box.addEventListener("pointercancel", () => {
    press = null;
    tell.lasso(null);
  });
  box.addEventListener("pointerleave", () => press || tell.pointed(null));
  box.addEventListener("dblclick", (event) => {
    const { camera, width, height, placed } = get();
    const [x, y] = at(event);
    if (placed && nearest(placed, x, y, tell.reach()) === null) tell.camera(zoomAt(camera, 2, x, y, width, height));
  });
  box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !box.contains(document.activeElement)) return; // until it is clicked, the page scrolls
    event.preventDefault();
    const { camera, width, height } = get();
    const lines = event.deltaMode === 1 ? 33 : 1;
    tell.camera(zoomAt(camera, NOTCH ** (-event.deltaY * lines * (event.ctrlKey ? 4 : 1)), ...at(event), width, height));
  }, { passive: false });
  box.addEventListener("keydown", (event) => {
    const { placed, camera, width, height, walking } = get();
    if (!placed || event.altKey || event.metaKey || event.ctrlKey) return;
    const way = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    const zoom = { "+": 1.5, "=": 1.5, "-": 1 / 1.5 }[event.key];
    if (way) {
      const next = walking === null ? nearest(placed, width / 2, height / 2, Infinity) : towards(placed, walking, ...way);
      if (next !== null) tell.pointed(next, placed[2 * next], placed[2 * next + 1], true);
    } else if (zoom) tell.camera(zoomAt(camera, zoom, width / 2, height / 2, width, height));
    else if (event.key === "0") tell.camera({ zoom: 1, x: 0, y: 0 });
    else if ((event.key === "Enter" || event.key === " ") && walking !== null) tell.clicked(walking, event.shiftKey);
    else if (event.key === "Escape") tell.escaped();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
