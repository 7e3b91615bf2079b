import assert from "node:assert/strict";
import { test } from "node:test";

import { copyBytes, fromBase64 } from "../../lbaviz/views/js/bytes.js";
import { frameAt, parseFrame } from "../../lbaviz/views/js/frames.js";
import { fakeRun, packFrame } from "./fake_run.js";

const SMALL = {
  step: 7, pAB: [[0.5, 0.25], [0.75, 0.125]], indexAB: [[2, 0], [1, 2]], hiddenAB: [0.25, 0.125],
  pBA: [[0.5, 0.5], [1, 0], [0.75, 0.25]], indexBA: [[0, 1], [1, 0], [1, 0]], hiddenBA: [0, 0, 0],
  pClass: [[0.25, 0.75, 0], [0.5, 0.25, 0.25]], pVisit: [0.125, 0.5, 0.375],
};

test("a frame is read as records.py packs it", () => {
  const frame = parseFrame(packFrame(SMALL));
  assert.deepEqual([frame.step, frame.nA, frame.nB, frame.kAB, frame.kBA, frame.classes], [7, 2, 3, 2, 2, 3]);
  assert.deepEqual([...frame.pAB], SMALL.pAB.flat());
  assert.deepEqual([...frame.pBA], SMALL.pBA.flat());
  assert.deepEqual([...frame.indexAB], SMALL.indexAB.flat());
  assert.deepEqual([...frame.indexBA], SMALL.indexBA.flat());
  assert.deepEqual([...frame.hiddenAB], SMALL.hiddenAB);
  assert.deepEqual([...frame.hiddenBA], SMALL.hiddenBA);
  assert.deepEqual([...frame.pClass], SMALL.pClass.flat());
  assert.deepEqual([...frame.pVisit], SMALL.pVisit);
});

test("a DataView at an odd offset is copied first", () => {
  const packed = new Uint8Array(packFrame(SMALL));
  for (const offset of [1, 2, 3, 5]) {
    const padded = new Uint8Array(packed.length + offset + 4);
    padded.set(packed, offset);
    const frame = parseFrame(new DataView(padded.buffer, offset, packed.length));
    assert.equal(frame.step, 7);
    assert.deepEqual([...frame.indexBA], SMALL.indexBA.flat());
    padded.fill(0);
    assert.deepEqual([...frame.pVisit], SMALL.pVisit, "a later change of the message does not reach the frame");
  }
});

test("no bytes are no frame, and damaged or newer ones say so in a sentence", () => {
  assert.equal(parseFrame(null), null);
  assert.equal(parseFrame(new ArrayBuffer(0)), null);
  const packed = packFrame(SMALL);
  assert.throws(() => parseFrame(packed.slice(0, 20)), /at least 32 bytes, got 20: damaged/);
  assert.throws(() => parseFrame(packed.slice(0, packed.byteLength - 1)), /frame of step 7 is cut off at/);
  const newer = packed.slice(0);
  new DataView(newer).setInt32(0, 2, true);
  assert.throws(() => parseFrame(newer), /frame version 2 is not 1/);
});

test("the frame at or before a step", () => {
  const steps = [0, 10, 20, 30];
  assert.deepEqual([0, 9, 10, 25, 99, -1].map((step) => frameAt(steps, step)), [0, 0, 10, 20, 30, 0]);
  assert.equal(frameAt([], 5), undefined);
});

test("bytes from base64 and from buffers", () => {
  assert.deepEqual([...fromBase64(btoa("\x00\xff\x10"))], [0, 255, 16]);
  assert.equal(fromBase64(""), null);
  assert.deepEqual([...copyBytes(new Uint8Array([1, 2, 3]).subarray(1))], [2, 3]);
  assert.throws(() => copyBytes("text"), /expected bytes, got string/);
});

test("the made-up run's rows sum to one with what is hidden", () => {
  const frame = parseFrame(fakeRun({ nA: 20, nB: 60 }).frame(50));
  for (let i = 0; i < frame.nA; i++) {
    const shown = frame.pAB.subarray(i * 16, (i + 1) * 16).reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(shown + frame.hiddenAB[i] - 1) < 1e-5);
  }
});
