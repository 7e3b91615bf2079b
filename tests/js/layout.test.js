import assert from "node:assert/strict";
import { test } from "node:test";

import { classRuns, displayOrder, graphLayout, place, strip } from "../../lbaviz/views/js/views/layout.js";

const order = (n) => Array.from({ length: n }, (_, i) => i);

test("samples stand by class, unknown ones last, otherwise in their order", () => {
  assert.deepEqual(displayOrder([2, 0, -1, 2, 1, 0]), [1, 5, 4, 0, 3, 2]);
});

for (const [n, width] of [[1, 800], [20, 860], [60, 860], [60, 600], [86, 1200], [300, 860]]) {
  test(`${n} thumbnails in ${width} pixels stay inside and do not overlap`, () => {
    const row = strip(order(n), width);
    for (let i = 0; i < n; i++) {
      assert.ok(row.x[i] - row.size / 2 >= -0.01 && row.x[i] + row.size / 2 <= width + 0.01, `sample ${i} at ${row.x[i]}`);
      for (let j = 0; j < i; j++) {
        const apart = Math.abs(row.x[i] - row.x[j]) >= row.size || Math.abs(row.y[i] - row.y[j]) >= row.size;
        assert.ok(apart || n === 300, `${i} and ${j} overlap`);
      }
    }
    assert.equal(new Set(row.x).size, n, "every sample has its own way down");
  });
}

test("60 samples wrap into interleaved lines of readable size", () => {
  const row = strip(order(60), 860);
  assert.equal(row.lines, 2);
  assert.ok(row.size >= 18);
});

test("edges run between the rows, never across one", () => {
  const layout = graphLayout(900, 420, order(60), order(60));
  const down = place(layout, { kind: 0, from: 3, to: 59 });
  const home = place(layout, { kind: 1, from: 59, to: 3 });
  assert.ok(down.y0 > layout.a.bottom && down.y1 < layout.b.top);
  assert.ok(home.y0 > layout.b.bottom && home.y1 < layout.r.top);
  assert.equal(down.x1, home.x0);
  assert.equal(down.x0, home.x1);
});

test("class names stand under their samples", () => {
  const layout = graphLayout(900, 420, order(6), order(6));
  const runs = classRuns(layout.r, [0, 0, 1, 1, 2, 2]);
  assert.deepEqual(runs.map((run) => run.label), [0, 1, 2]);
  assert.ok(runs[0].x1 < runs[1].x0);
});
