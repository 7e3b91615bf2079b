import assert from "node:assert/strict";
import { test } from "node:test";

import { AB, BA, blendEdges, hitEdge, neighbours, selectEdges } from "../../lbaviz/views/js/edges.js";
import { parseFrame } from "../../lbaviz/views/js/frames.js";
import { focusOf, homeShare, returnMatrix, walkShares } from "../../lbaviz/views/js/walks.js";
import { fakeRun, packFrame } from "./fake_run.js";

const near = (x, y, tolerance = 1e-6) => assert.ok(Math.abs(x - y) < tolerance, `${x} is not about ${y}`);
const run = fakeRun({ nA: 20, nB: 60 });
const frame = parseFrame(run.frame(60));
// two labelled samples of classes 0 and 1, two unlabelled ones; every step is shown
const tiny = parseFrame(packFrame({
  step: 1, pAB: [[0.75, 0.25], [0.5, 0.5]], indexAB: [[0, 1], [0, 1]], hiddenAB: [0, 0],
  pBA: [[0.75, 0.25], [0.5, 0.5]], indexBA: [[0, 1], [1, 0]], hiddenBA: [0, 0],
  pClass: [[0.6875, 0.3125], [0.625, 0.375]], pVisit: [0.625, 0.375],
}));

test("top k keeps the k strongest steps of every sample, weakest first", () => {
  const { list, most } = selectEdges(frame, 3, 0);
  assert.equal(list.length, 80 * 3);
  assert.equal(most, 240);
  assert.ok(list.every((edge, i) => i === 0 || list[i - 1].p <= edge.p));
  const fromZero = list.filter((edge) => edge.kind === AB && edge.from === 0).map((edge) => edge.to);
  assert.deepEqual(new Set(fromZero), new Set(frame.indexAB.subarray(0, 3)));
});

test("a threshold leaves weaker steps out, and shown and hidden mass are the whole", () => {
  const { list, shown, shownAB, shownBA } = selectEdges(frame, 16, 0.05);
  assert.ok(list.length > 0 && list.every((edge) => edge.p >= 0.05));
  near(shown, list.reduce((sum, edge) => sum + edge.p, 0) / 80);
  near(shown, (shownAB * 20 + shownBA * 60) / 80);
  const all = selectEdges(frame, 16, 0);
  const hidden = [...frame.hiddenAB, ...frame.hiddenBA].reduce((a, b) => a + b, 0) / 80;
  near(all.shown + hidden, 1, 1e-5);
});

test("k beyond what a frame keeps shows what there is; an absent k shows nothing", () => {
  assert.equal(selectEdges(frame, 99, 0).list.length, 80 * 16);
  assert.equal(selectEdges(frame, 0, 0).list.length, 0);
  near(selectEdges(tiny, 2, 0).shown, 1);
});

test("half way between two frames an edge has half of each probability", () => {
  const edge = (from, to, p) => ({ kind: AB, from, to, p });
  const mixed = blendEdges([edge(0, 1, 0.4), edge(1, 1, 0.2)], [edge(0, 1, 0.8), edge(0, 2, 0.1)], 0.5);
  const p = (from, to) => mixed.find((one) => one.from === from && one.to === to).p;
  near(p(0, 1), 0.6);
  near(p(0, 2), 0.05);
  near(p(1, 1), 0.1);
  assert.ok(mixed.every((one, i) => i === 0 || mixed[i - 1].p <= one.p));
});

test("the edge under the pointer is the nearest, of near ones the most probable", () => {
  const placed = [{ p: 0.1, x0: 0, y0: 0, x1: 0, y1: 100 }, { p: 0.9, x0: 2, y0: 0, x1: 2, y1: 100 }, { p: 0.5, x0: 50, y0: 0, x1: 90, y1: 100 }];
  assert.equal(hitEdge(placed, 1, 50), placed[1]);
  assert.equal(hitEdge(placed, 70, 50), placed[2]);
  assert.equal(hitEdge(placed, 30, 50), null);
  assert.equal(hitEdge(placed, 0, 140), null, "beyond an edge's end");
});

test("arrows find the edges by rank in both directions", () => {
  const { list } = selectEdges(tiny, 2, 0);
  assert.deepEqual(neighbours(list, "a", 0, true).map((to) => [to.role, to.i, to.p]), [["b", 0, 0.75], ["b", 1, 0.25]]);
  assert.deepEqual(neighbours(list, "b", 0, true).map((to) => [to.role, to.i]), [["r", 0], ["r", 1]]);
  assert.deepEqual(neighbours(list, "b", 0, false).map((to) => [to.role, to.i]), [["a", 0], ["a", 1]]);
  assert.deepEqual(neighbours(list, "r", 1, false).map((to) => to.p), [0.5, 0.25]);
  assert.deepEqual(neighbours(list, "a", 0, false), []);
  assert.deepEqual(neighbours(list, "r", 0, true), []);
});

test("a selected start lights its walk; a step home weighs p_ab p_ba and is wrong in another class", () => {
  const { list } = selectEdges(tiny, 2, 0);
  const focus = focusOf(list, { role: "a", i: 0 }, [0, 1]);
  const at = (kind, from, to) => list.findIndex((edge) => edge.kind === kind && edge.from === from && edge.to === to);
  near(focus.weight[at(AB, 0, 0)], 0.75);
  near(focus.weight[at(AB, 1, 0)], 0);
  near(focus.weight[at(BA, 0, 0)], 0.75 * 0.75);
  near(focus.weight[at(BA, 1, 1)], 0.25 * 0.5);
  assert.equal(focus.wrong[at(BA, 0, 0)], 0);
  assert.equal(focus.wrong[at(BA, 0, 1)], 1);
  near(focus.r.get(0).p, tiny.pClass[0]);
  near(focus.r.get(1).p, tiny.pClass[1]);
  assert.equal(focus.r.get(1).wrong, true);
});

test("a selected turn lights who visits it and where it leads, and nothing is wrong", () => {
  const { list } = selectEdges(tiny, 2, 0);
  const focus = focusOf(list, { role: "b", i: 1 }, [0, 1]);
  assert.deepEqual([[...focus.a.keys()].sort(), [...focus.b.keys()], [...focus.r.keys()].sort()], [[0, 1], [1], [0, 1]]);
  assert.ok(focus.wrong.every((wrong) => wrong === 0));
  assert.equal([...focus.weight].filter((weight) => weight > 0).length, 4);
});

test("shares come from the full matrix: home, and the rest by size", () => {
  const { home, rest } = walkShares(tiny, 1, 1);
  near(home, 0.375);
  assert.deepEqual(rest, [{ label: 0, p: 0.625 }]);
});

test("comes home, chance and the matrix; an absent class is NaN", () => {
  const { home, chance } = homeShare(tiny, [0, 1]);
  near(home, (0.6875 + 0.375) / 2);
  near(chance, 0.5);
  const matrix = returnMatrix(tiny, [1, 1]);
  assert.ok(Number.isNaN(matrix[0]) && Number.isNaN(matrix[1]));
  near(matrix[2], (0.6875 + 0.625) / 2);
  near(homeShare(frame, run.labelsA).chance, 0.1);
});
