import assert from "node:assert/strict";
import { test } from "node:test";

import { marksIn, namesIn, rowsOf } from "../../lbaviz/views/js/clusters.js";
import { unpack } from "../../lbaviz/views/js/packing.js";
import { anywidgetSource } from "../../lbaviz/views/js/sources/anywidget.js";
import { pageSource } from "../../lbaviz/views/js/sources/page.js";
import { joinHub } from "../../lbaviz/views/js/hub.js";

// what Python wrote: probed.record_bytes(Exemplars(indices=[[3, 1], [2, -1], [-1, -1]], probabilities=[[.9, .5], [.75, NaN], [NaN, NaN]],
// sizes=[2, 1, 0], labels=..., majority=[1, 0, -1], class_names=("<b>zero</b>", "one")))
const FROM_PYTHON = "fAEAAFt7Im5hbWUiOiAiaW5kaWNlcyIsICJkdHlwZSI6ICI8aTIiLCAic2hhcGUiOiBbMywgMl0sICJhdCI6IDB9LCB7Im5hbWUiOiAicHJvYmFiaWxpdGllcyIsICJkdHlwZSI6ICI8ZjQiLCAic2hhcGUiOiBbMywgMl0sICJhdCI6IDE2fSwgeyJuYW1lIjogInNpemVzIiwgImR0eXBlIjogIjx1MiIsICJzaGFwZSI6IFszXSwgImF0IjogNDB9LCB7Im5hbWUiOiAibGFiZWxzIiwgImR0eXBlIjogIjxpMiIsICJzaGFwZSI6IFszLCAyXSwgImF0IjogNDh9LCB7Im5hbWUiOiAibWFqb3JpdHkiLCAiZHR5cGUiOiAiPGkyIiwgInNoYXBlIjogWzNdLCAiYXQiOiA2NH0sIHsibmFtZSI6ICJjbGFzc2VzIiwgImR0eXBlIjogInx1MSIsICJzaGFwZSI6IFsyMl0sICJhdCI6IDcyfV0gAwABAAIA////////AAAAAGZmZj8AAAA/AABAPwAAwH8AAMB/AADAfwIAAQAAAAAAAQABAAAA////////AAAAAAEAAAD//wAAWyI8Yj56ZXJvPC9iPiIsICJvbmUiXQ==";
const named = (id, cluster, name, step = 0) => ({ id, step, kind: "name_cluster", detail: { cluster, name } });
const marked = (id, cluster, image, wrong = true, step = 0) => ({ id, step, kind: "mark_wrong", detail: { cluster, image, wrong } });

test("the last name of a cluster counts, by when it was written and not by its step", () => {
  const events = [named(4, 1, "last", 7), named(1, 1, "first", 20), named(2, 0, "zeros"), { id: 3, step: 2, kind: "knob", detail: { knob: "norm_weight", to: 1 } }, named(5, 0, "")];
  assert.deepEqual([...namesIn(events)].sort(), [[0, ""], [1, "last"]]);
  assert.deepEqual(events.map((event) => event.id), [4, 1, 2, 3, 5], "what was handed in stays as it is");
});

test("a mark stands until it is taken back, in its own cluster only", () => {
  const events = [marked(1, 0, 17), marked(2, 0, 4), marked(3, 1, 17), marked(4, 0, 17, false)];
  const marks = marksIn(events);
  assert.deepEqual([marks.has(0, 17), marks.has(0, 4), marks.has(1, 17), marks.has(2, 4)], [false, true, true, false]);
  assert.equal(marks.size, 2);
  assert.deepEqual(marksIn([...events, marked(5, 0, 2)]).of(0), [2, 4]);
});

test("a row for each cluster, from the bytes that Python wrote; places without an image are left out", () => {
  const rows = rowsOf(unpack(Buffer.from(FROM_PYTHON, "base64")));
  assert.deepEqual(rows.map(({ cluster, size, mostly }) => [cluster, size, mostly]), [[0, 2, "one"], [1, 1, "<b>zero</b>"], [2, 0, null]]);
  assert.deepEqual(rows.map((row) => row.images.map(({ i }) => i)), [[3, 1], [2], []]);
  assert.equal(rows[1].images[0].p, 0.75);
  const { indices, probabilities, sizes } = unpack(Buffer.from(FROM_PYTHON, "base64"));
  assert.deepEqual(rowsOf({ indices, probabilities, sizes }).map((row) => row.mostly), [null, null, null], "no class is known");
});

test("names can be given where the run says so; on an exported page they cannot", () => {
  const about = { path: "clusters.lba", samples: [], sides: ["centroids", "images"] };
  assert.equal(Boolean(joinHub(pageSource({ about, status: {}, events: [] })).can().naming), false);
  const model = { get: (name) => ({ about: { ...about, path: "live.lba" }, capabilities: { steer: false, naming: true } })[name], on() {}, off() {}, send() {} };
  assert.equal(joinHub(anywidgetSource(model)).can().naming, true);
});
