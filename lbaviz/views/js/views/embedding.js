// Where the network lays the inspected images: a recorded projection, moving with time; points become pictures, and of a run
// without labels its centroids travel among them.
import { layoutOf } from "../anchors.js";
import { between, project, roomy, unit } from "../cloud.js";
import { coalesce, h, onResize, setText } from "../dom.js";
import { count } from "../format.js";
import { reducedMotion } from "../theme.js";
import { anchorLayer } from "./anchors.js";
import { cloudHands } from "./cloudhands.js";
import { cloudPainter, lettered, lookOf, paintOver } from "./cloudpaint.js";
import { colouring, embeddingHead, projections } from "./embeddinghead.js";
import { nothingRecorded, sentence } from "./inspected.js";
import { classNames } from "./cloudnames.js";
import { sampleTip } from "./sampletip.js";

const TWEEN = 420; // ms from one recorded step to the next
const START = { zoom: 1, x: 0, y: 0 };
const ease = (t) => 1 - (1 - t) ** 3;

/** `own`: the widget's traits projection and colour, where there is a widget of this one view. */
export function embeddingView(host, hub, { own = null } = {}) {
  const canvas = h("canvas", { class: "lba-edges", role: "img", "data-testid": "embedding", "aria-label": "embedding of the inspected images; arrows go to the next point, Enter shows its neighbours, plus and minus zoom" });
  const over = h("canvas", { class: "lba-edges", "aria-hidden": "true", "data-testid": "embedding-over", "data-shown": "0" });
  const empty = h("p", { class: "lba-empty", "data-testid": "embedding-empty", hidden: true });
  const box = h("div", { class: "lba-cloud", tabindex: "0", role: "application", "aria-label": "embedding", "data-testid": "cloud" }, canvas, over, empty);
  const live = h("p", { class: "lba-live", "aria-live": "polite" });
  const root = h("section", { class: "lba-embedding lba-part", "aria-label": "embedding" });
  host.append(root);
  const state = { method: own?.get("projection") ?? null, by: own?.get("colour") ?? null, tool: "move", anchors: true };
  const head = embeddingHead(root, hub, state, { changed: () => (arrive(), draw(), own?.get("projection") && own.set({ projection: state.method, colour: state.by })), zoom: (factor) => (camera = factor ? { zoom: Math.min(60, camera.zoom * factor), x: camera.x * factor, y: camera.y * factor } : START, draw()) });
  head.place.prepend(box);
  head.foot(root);
  root.append(live);
  const tip = sampleTip(box, hub);
  const anchors = anchorLayer(box, hub, root);
  const painter = cloudPainter(canvas, hub);

  let camera = START;
  let shown = null; // {positions, method, step}
  let [before, target, began] = [null, null, 0];
  let [cloud, everyone, placed, pictures, picture] = [null, null, null, null, 0];
  let [lasso, tipAt] = [null, null];
  let room = { key: "" };

  /** Take the projection of the shown step; from another step of the same layout the points move. */
  function arrive() {
    const stored = projections(hub);
    if (!stored.includes(state.method)) state.method = stored[0] ?? null;
    const now = state.method && hub.probes.now(`projection-${state.method}`);
    const positions = now?.arrays.positions;
    if (!positions || (shown?.positions === positions && shown.method === state.method)) return;
    const moves = shown && shown.method === state.method && shown.positions.length === positions.length && !reducedMotion();
    before = moves ? cloud ?? target : null;
    const layout = layoutOf(now.arrays);
    target = layout.cloud;
    shown = { positions, method: state.method, step: now.step, arrays: now.arrays, clusters: layout.clusters };
    began = performance.now();
    head.caption(shown);
  }
  /** Which points are pictures: decided by the zoom and the layout alone. */
  function makeRoom(width, height) {
    const { images, n } = hub.inspected();
    const scale = unit(target, width, height) * camera.zoom;
    picture = Math.round(Math.max(16, Math.min(64, 20 * camera.zoom ** 0.4)) * (width > 800 ? 1.25 : 1));
    const { chosen } = hub.view; // with a selection only its images become pictures
    const key = `${scale.toFixed(3)} ${picture} ${shown.method} ${shown.step} ${n}`;
    if (room.key !== key || room.chosen !== chosen) room = { key, chosen, has: images ? roomy(target.xy.subarray(0, shown.positions.length), scale, picture, 2, chosen?.positions) : null };
    return room.has;
  }
  function paint() {
    const sentenceNow = nothingRecorded(hub) ?? (projections(hub).length ? null : "This recording holds no projection.");
    empty.hidden = !sentenceNow && Boolean(shown);
    setText(empty, sentenceNow ?? (shown ? "" : "on its way …"));
    head.draw();
    const [width, height] = [box.clientWidth, box.clientHeight];
    if (!shown || !width || !height) return;
    const t = before ? Math.min(1, (performance.now() - began) / TWEEN) : 1;
    cloud = between(before, target, ease(t));
    if (t === 1) before = null;
    everyone = project(cloud, camera, width, height, everyone);
    placed = everyone.subarray(0, shown.positions.length);
    const { n } = hub.inspected();
    const by = colouring(hub, state);
    const short = lettered(hub, by);
    const look = lookOf(hub, by, root);
    const has = t < 1 && camera.zoom < 2 ? null : makeRoom(width, height);
    const { chosen } = hub.view;
    const among = chosen ? new Set(chosen.positions) : null;
    const mark = Math.max(3.2, Math.min(short ? 8 : 7, (short ? 7 : 0.06 * Math.sqrt((width * height) / Math.max(60, n)) + 3.6) * camera.zoom ** 0.15));
    const drawn = painter.paint({ placed, look, has, picture, mark, among, width, height });
    pictures = has;
    canvas.dataset.step = String(shown.step);
    canvas.dataset.points = String(placed.length / 2);
    canvas.dataset.pictures = String(drawn);
    canvas.dataset.moving = String(t < 1);
    canvas.dataset.shown = String(Number(canvas.dataset.shown ?? 0) + 1);
    paintTop(look, short, width, height);
    if (t < 1) draw();
  }
  let [lastLook, lastShort] = [null, false];
  function paintTop(look = lastLook, short = lastShort, width = box.clientWidth, height = box.clientHeight) {
    if (!placed || !look) return;
    [lastLook, lastShort] = [look, short];
    const style = getComputedStyle(root);
    const [paper, ink, accent] = ["--paper", "--ink", "--accent"].map((name) => style.getPropertyValue(name).trim());
    const { pointed, query } = hub.view;
    const n = placed.length / 2;
    const clusters = state.anchors ? shown.clusters : [];
    const by = colouring(hub, state);
    const ring = (i, colour, wide) => (Number.isInteger(i) && i < n ? [{ i, colour, wide }] : []);
    const near = query === null ? [] : [...(hub.probes.now("neighbors")?.arrays.indices ?? []).slice(5 * query, 5 * query + 5)];
    paintOver(over, {
      placed, look, lasso, width, height, colours: { paper, ink, accent }, family: style.fontFamily, size: width > 800 ? 17 : 13,
      names: short || camera.zoom > 8 || (by === "prediction" && clusters.length) ? [] : classNames(hub, look, cloud, camera, by, width, height, root),
      rings: [...near.flatMap((i) => ring(i, ink, 1.4)), ...ring(query, accent, 2.6), ...ring(pointed, ink, 2)],
      pictureAt: (i) => (pictures?.[i] ? picture : 0),
    });
    const stored = clusters.length ? hub.probes.all(`projection-${shown.method}`) : [];
    anchors.paint(over, { placed: everyone.subarray(placed.length), clusters, stored, shown, cloud, camera, width, height, paper, ink, family: style.fontFamily });
    over.dataset.shown = String(Number(over.dataset.shown) + 1);
    if (tipAt && pointed !== null && pointed < n) tip.show(pointed, tipAt.x, tipAt.y);
    else tip.hide();
  }
  const draw = coalesce(paint);
  const top = coalesce(() => paintTop());

  cloudHands(box, () => ({ placed, camera, width: box.clientWidth, height: box.clientHeight, tool: state.tool, walking: hub.view.pointed ?? hub.view.query }), {
    reach: () => Math.max(10, pictures ? picture * 0.6 : 0),
    camera: (next) => ((camera = next), (tipAt = null), draw()),
    lasso: (polygon) => ((lasso = polygon), top()),
    pointed(near, x, y, spoken) {
      const anchor = spoken || x === undefined ? null : anchors.at(x, y);
      const i = anchor === null ? near : null;
      if (anchor === null) anchors.hide();
      else anchors.show(anchor, x, y);
      tipAt = i === null ? null : { x, y };
      box.classList.toggle("is-pointing", i !== null || anchor !== null);
      hub.set({ pointed: i });
      if (spoken) setText(live, sentence(hub, i));
      top();
    },
    picked(list, added) {
      const positions = added ? [...new Set([...(hub.view.chosen?.positions ?? []), ...list])] : list;
      hub.set({ chosen: positions.length ? { positions, what: "by lasso" } : null });
      setText(live, `${count(positions.length)} images selected`);
    },
    clicked(i, added, x, y) {
      const anchor = x === undefined ? null : anchors.at(x, y);
      if (anchor !== null) return head.choose(anchors.clusterOf(anchor));
      if (i === null) return added ? undefined : hub.set({ query: null });
      const { chosen, query } = hub.view;
      if (!added) return hub.set({ query: query === i ? null : i });
      const rest = (chosen?.positions ?? []).filter((other) => other !== i);
      const positions = rest.length < (chosen?.positions.length ?? 0) ? rest : [...rest, i];
      hub.set({ chosen: positions.length ? { positions, what: "by hand" } : null });
    },
    escaped: () => hub.set({ chosen: null, query: null, pointed: null }),
  });

  let last = {};
  const changed = () => {
    const { chosen, looking, query, pointed } = hub.view;
    if (looking !== last.looking) arrive();
    if (chosen !== last.chosen || looking !== last.looking) draw();
    else if (query !== last.query || pointed !== last.pointed) top();
    last = { ...hub.view };
  };
  const news = () => (arrive(), draw());
  const offs = [...["probe", "probe_steps", "about", "inspected_images"].map((topic) => hub.on(topic, news)), hub.on("view", changed), onResize(box, draw)];
  for (const name of own?.get("projection") ? ["projection", "colour"] : []) {
    offs.push(own.on(name, () => {
      [state.method, state.by] = [own.get("projection"), own.get("colour")];
      news();
    }));
  }
  news();
  return {
    redraw: draw,
    /** Every point in client coordinates, for tests: [{i, x, y}]. */
    points() {
      const bounds = canvas.getBoundingClientRect();
      return Array.from({ length: (placed?.length ?? 0) / 2 }, (_, i) => ({ i, x: placed[2 * i] + bounds.left, y: placed[2 * i + 1] + bounds.top }));
    },
    destroy() {
      offs.forEach((off) => off());
      head.destroy();
      draw.cancel();
      top.cancel();
    },
  };
}
