// Who is hardly ever visited: of the images that walks turn at, the least visited ones, as a strip with their shares.
import { coalesce, follows, h, onResize, setText } from "../dom.js";
import { count } from "../format.js";
import { sides } from "../sides.js";
import { sentence } from "./inspected.js";
import { strip } from "./strip.js";

const FEW = 0.1; // of an even share
const SIZE = { usual: 30, huge: 44 }; // px of a picture
const [GAP, MARGIN] = [8, 6]; // px between two, and more where a caption is wider than its picture

/** {order, share, few}: places from least visited on, each one's visits over an even share, and who gets under a tenth. */
export function leastVisited(p) {
  const share = Array.from(p, (value) => value * p.length);
  const order = share.map((_, i) => i).sort((x, y) => share[x] - share[y] || x - y);
  return { order, share, few: order.filter((i) => share[i] < FEW) };
}

/** Visits over an even share in few characters: < 0.01, 0.42 ×, 3.1 ×, 12 ×. */
export const times = (share) => (share < 0.01 ? "<\u200a0.01" : `${share.toFixed(share < 0.995 ? 2 : share < 9.95 ? 1 : 0)}\u200a×`);

/** The inspected images that walks turn at: of a run on two domains those of one, else all. */
export function walked({ n, domains, domain }, about) {
  const all = Array.from({ length: n }, (_, i) => i);
  if (!domains) return all;
  const side = sides(about).b === "source" ? 0 : 1;
  return all.filter((i) => domain(i) === side);
}

export function visitsView(host, hub) {
  const few = h("button", { type: "button", class: "lba-link", "data-testid": "visits-few", title: "select them in every view", onclick: () => choose() });
  const where = h("span", { class: "lba-soft" });
  const root = h("section", { class: "lba-visits lba-part", "aria-label": "least visited", "data-testid": "visits", hidden: true },
    h("div", { class: "lba-head" }, h("h2", { text: "Least visited" }), few, where, h("span", { class: "lba-grow" }), h("span", { class: "lba-soft", text: "× = visits over an even share" })));
  host.append(root);
  const images = strip(root, hub, { testid: "visit", label: "images from least visited on" });
  let shown = null; // {positions, few, ...} of the step that is shown

  function read() {
    const now = hub.probes.now("visits");
    const inspected = hub.inspected();
    const positions = walked(inspected, hub.get("about"));
    const p = now?.arrays.p_visit;
    return p?.length && p.length === positions.length ? { step: now.step, positions, inspected, ...leastVisited(p) } : null;
  }
  function paint() {
    shown = read();
    root.hidden = !shown;
    if (!shown) return;
    const { step, positions, order, share, inspected } = shown;
    const places = new Map(positions.map((i, at) => [i, at]));
    const [n, all] = [shown.few.length, positions.length];
    setText(few, `${count(n)} of ${count(all)}`);
    few.disabled = !n;
    setText(where, `${n === 1 ? "gets" : "get"} less than a tenth of an even share · step ${count(step)}`);
    root.dataset.step = String(step);
    const size = root.closest(".is-huge") ? SIZE.huge : SIZE.usual;
    images.size(size);
    root.style.setProperty("--thumb", `${size}px`);
    const room = Math.max(1, Math.floor((root.clientWidth + GAP) / (size + MARGIN + GAP)));
    const least = order.slice(0, room).map((at) => positions[at]);
    const often = (i) => times(share[places.get(i)]);
    const predictions = hub.probes.now("predictions")?.step;
    images.show(least, `${step} ${predictions} ${room} ${inspected.n} ${inspected.images?.length}`, {
      caption: often, words: (i) => `${sentence(hub, i)}; visits over an even share: ${often(i)}`,
    });
  }
  function choose() {
    const { positions, few: places } = shown;
    const what = "hardly visited";
    const { chosen } = hub.view;
    const same = chosen?.what === what && chosen.positions.length === places.length;
    hub.set({ chosen: same ? null : { positions: places.map((at) => positions[at]), what } });
  }
  const draw = coalesce(paint);
  let looking = hub.view.looking;
  const changed = () => {
    if (looking !== hub.view.looking) draw();
    else images.mark();
    looking = hub.view.looking;
  };
  return follows(hub, draw, ["probe", "probe_steps", "about", "inspected_images"], hub.on("view", changed), onResize(root, draw));
}
