// Whom the network takes for neighbours: one image on the left, its five nearest on the right, as LBA's Figure 4.
import { coalesce, follows, h, setText } from "../dom.js";
import { count, percentRound } from "../format.js";
import { judged, nothingRecorded, picture, sentence } from "./inspected.js";
import { strip } from "./strip.js";

/** The share of neighbours that are of the query's class, over all labelled queries; NaN without any. */
export function rightShare(indices, labels, k) {
  let [right, all] = [0, 0];
  for (let i = 0; i < indices.length; i++) {
    const own = labels[Math.floor(i / k)];
    if (!(own >= 0)) continue;
    all += 1;
    if (labels[indices[i]] === own) right += 1;
  }
  return right / all;
}

/** Some images of every class, the first ones, class after class and round again. */
export function someOfEach(labels, most = 60) {
  const turn = new Map(); // class -> how many came before
  const ranked = labels.map((label, i) => {
    const rank = turn.get(label) ?? 0;
    turn.set(label, rank + 1);
    return { i, rank, label };
  });
  return ranked.sort((x, y) => x.rank - y.rank || x.label - y.label).slice(0, most).map((one) => one.i);
}

export function neighborsView(host, hub) {
  const share = h("strong", { "data-testid": "neighbors-share" });
  const where = h("span", { class: "lba-soft" });
  const empty = h("p", { class: "lba-empty", "data-testid": "neighbors-empty", hidden: true });
  const row = h("div", { class: "lba-neighbors-row", "data-testid": "neighbors" });
  const hint = h("h3", { class: "lba-strip-name" });
  const root = h("section", { class: "lba-neighbors lba-part", "aria-label": "nearest neighbours" },
    h("div", { class: "lba-head" }, h("h2", { text: "Neighbours" }), share, where), empty, row, hint);
  host.append(root);
  const queries = strip(root, hub, { testid: "query", size: 30, label: "samples to ask for" });

  function tile(i, query, rank, similarity) {
    const { labels, name } = hub.inspected();
    const known = labels[i] >= 0 && labels[query] >= 0;
    const right = rank === 0 ? judged(hub, i).right : known ? labels[i] === labels[query] : null;
    const mark = right === null ? "" : right ? "✓" : "✗";
    const state = rank === 0 ? " is-query" : right === null ? "" : right ? " is-right" : " is-wrong";
    const words = rank === 0 ? sentence(hub, i) : `neighbour ${rank}, similarity ${similarity.toFixed(2)}: ${sentence(hub, i)}${known ? right ? ", same class" : ", another class" : ""}`;
    const frame = h("span", { class: "lba-tile-picture" }, picture(hub, i, 72), rank ? h("span", { class: "lba-similarity", text: similarity.toFixed(2) }) : null);
    const label = h("span", { class: "lba-tile-name" }, rank && mark ? h("span", { class: "lba-verdict", text: mark }) : null, h("span", { text: name(labels[i]) }));
    return h("button", { type: "button", class: `lba-tile${state}`, "data-i": i, "data-testid": rank ? `neighbor-${rank}` : "asked", "aria-label": words, title: words,
      onclick: () => rank && hub.set({ query: i }), onpointerenter: () => hub.set({ pointed: i }), onpointerleave: () => hub.set({ pointed: null }) }, frame, label);
  }
  let [drawn, focus] = ["", false];
  function paint() {
    const now = hub.probes.now("neighbors");
    const { labels, n, images } = hub.inspected();
    const words = nothingRecorded(hub, "neighbors") ?? (now ? null : "on its way …");
    empty.hidden = !words;
    setText(empty, words ?? "");
    row.hidden = hint.hidden = queries.root.hidden = Boolean(words);
    setText(share, "");
    setText(where, "");
    if (words) return;
    const { indices, similarities } = now.arrays;
    const k = indices.shape[1] ?? 0;
    const all = rightShare(indices, labels, k);
    setText(share, Number.isFinite(all) ? percentRound(all) : "");
    setText(where, Number.isFinite(all) ? `of the same class · step ${count(now.step)}` : `step ${count(now.step)}`);
    const { chosen } = hub.view;
    const offered = chosen ? chosen.positions : someOfEach(labels);
    const query = hub.view.query !== null && hub.view.query < n ? hub.view.query : offered[0] ?? 0;
    const predictions = hub.probes.now("predictions")?.step;
    const key = `${query} ${now.step} ${predictions} ${n} ${images?.length}`;
    row.dataset.query = String(query);
    row.dataset.step = String(now.step);
    if (key !== drawn) {
      drawn = key;
      focus = row.contains(document.activeElement);
      const near = k ? [...indices.slice(query * k, query * k + k)] : [];
      const arrow = h("span", { class: "lba-soft lba-towards", "aria-hidden": "true", text: "→" });
      row.replaceChildren(tile(query, query, 0), arrow, ...near.map((i, rank) => tile(i, query, rank + 1, similarities[query * k + rank])));
      if (!near.length) row.append(h("span", { class: "lba-soft", text: "there is no other image" }));
      if (focus) row.querySelector("button").focus();
    }
    setText(hint, chosen ? "Of the selection" : "Click any sample, here or in another view");
    queries.show(offered, `${chosen ? offered.join(" ") : "each"} ${predictions} ${n} ${images?.length}`);
    for (const button of row.querySelectorAll(".lba-tile")) button.classList.toggle("is-pointed", Number(button.dataset.i) === hub.view.pointed);
  }
  const draw = coalesce(paint);
  return follows(hub, draw, ["probe", "probe_steps", "view", "about", "inspected_images"]);
}
