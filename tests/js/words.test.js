import assert from "node:assert/strict";
import { test } from "node:test";

import { describe, gestures, knobsAt } from "../../lbaviz/views/js/events.js";
import { count, knobShort, knobValue, massSentence, ordinal, percent, percentExact, walkSentence } from "../../lbaviz/views/js/format.js";
import { collapse, shorten, spread } from "../../lbaviz/views/js/labels.js";
import { knobSlider, parseKnob, ticks } from "../../lbaviz/views/js/scale.js";
import { baselineName, sides } from "../../lbaviz/views/js/sides.js";
import { sampleName } from "../../lbaviz/views/js/views/thumbnail.js";

const WEIGHT = { name: "visit_weight", label: "visit weight", low: 0, high: 5, log: false };
const RATE = { name: "learning_rate", label: "learning rate", low: 1e-5, high: 0.1, log: true };

test("probabilities in per cent", () => {
  const cases = [[0.971, "97.1 %"], [1, "100 %"], [0.9999, "100 %"], [0, "0 %"], [0.008, "0.8 %"], [0.5, "50 %"], [0.0002, "0.02 %"], [0.001, "0.1 %"], [1e-6, "< 0.001 %"], [NaN, "–"]];
  for (const [p, text] of cases) assert.equal(percent(p), text);
  assert.equal(percentExact(0.4132749), "41.33 %");
});

test("the walk of a sample in words", () => {
  const shares = { home: 0.971, rest: [{ label: 8, p: 0.021 }, { label: 9, p: 0.008 }] };
  const names = Array.from({ length: 10 }, (_, i) => String(i));
  assert.equal(walkSentence(shares, 3, names), "“3” walks home: 97.1 %; the rest: 2.1 % to 8, 0.8 % to 9");
  assert.equal(walkSentence({ home: 1, rest: [] }, 3, names), "“3” walks home: 100 %");
  const many = { home: 0.1, rest: [4, 5, 6, 7, 8].map((label) => ({ label, p: 0.18 })) };
  assert.match(walkSentence(many, 3, names), /18 % to 4, 18 % to 5, 18 % to 6, 36 % elsewhere$/);
});

test("what is shown and hidden adds up to 100 %", () => {
  assert.equal(massSentence(5, 0, 0.83), "edges shown: 5 per sample · 83 % of the probability, 17 % hidden");
  assert.equal(massSentence(5, 0.05, 0.826), "edges shown: at most 5 per sample, from 5 % on · 83 % of the probability, 17 % hidden");
});

test("numbers of knobs, counts and ranks", () => {
  assert.deepEqual([0.5, 1, 12.345, 0].map((value) => knobValue(WEIGHT, value)), ["0.50", "1.00", "12.35", "0.00"]);
  assert.deepEqual([1e-3, 3.2e-4, 0.1].map((value) => knobValue(RATE, value)), ["1e-3", "3.2e-4", "1e-1"]);
  assert.deepEqual([1, 0.25, 0].map((value) => knobShort(WEIGHT, value)), ["1.0", "0.25", "0.0"]);
  assert.deepEqual([1277, 999, 1234567].map(count), ["1,277", "999", "1,234,567"]);
  assert.deepEqual([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal), ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]);
});

test("a logarithmic slider goes there and back, and clamps what was typed beyond it", () => {
  const slider = knobSlider(RATE);
  for (const value of [1e-5, 1e-3, 3.2e-4, 0.1]) assert.equal(slider.value(slider.position(value)), value);
  assert.equal(slider.position(5), slider.max);
  assert.equal(slider.position(0), slider.min);
  const linear = knobSlider(WEIGHT);
  assert.deepEqual([linear.min, linear.max, linear.step, linear.value("0.3"), linear.position(7)], [0, 5, 0.01, 0.3, 5]);
});

test("typed values: beyond the range is fine, negative and nonsense are refused with a sentence", () => {
  assert.deepEqual(parseKnob(WEIGHT, " 7,5 "), { value: 7.5 });
  assert.match(parseKnob(WEIGHT, "-1").error, /visit weight cannot be negative, got -1/);
  assert.match(parseKnob(WEIGHT, "−1").error, /cannot be negative/);
  assert.match(parseKnob(WEIGHT, "abc").error, /“abc” is not a number/);
  assert.match(parseKnob(WEIGHT, "").error, /is not a number/);
  assert.match(parseKnob(RATE, "0").error, /must be above 0/);
});

test("ticks are round and cover the range", () => {
  assert.deepEqual(ticks(0, 300, 6), [0, 50, 100, 150, 200, 250, 300]);
  assert.deepEqual(ticks(0, 0.9, 3), [0, 0.2, 0.4, 0.6, 0.8]);
  assert.deepEqual(ticks(0, 800, 3), [0, 200, 400, 600, 800]);
  assert.deepEqual(ticks(5, 5), [5]);
});

test("labels at line ends keep their distance and their order", () => {
  const placed = spread([10, 11, 50, 98], 12, 0, 100);
  assert.deepEqual(placed, [10, 22, 50, 98]);
  const low = spread([98, 99, 100], 12, 0, 100);
  assert.deepEqual(low, [76, 88, 100]);
});

test("marks that would touch become a count", () => {
  const item = (x) => ({ x, width: 60, text: String(x) });
  const groups = collapse([item(200), item(220), item(500)], 0, 1000, (members) => ({ width: 60, text: `${members.length} changes` }));
  assert.deepEqual(groups.map((group) => group.text), ["2 changes", "500"]);
  for (let i = 1; i < groups.length; i++) assert.ok(groups[i].left >= groups[i - 1].left + groups[i - 1].width);
  const edge = collapse([item(2), item(999)], 0, 1000, () => assert.fail("nothing touches"));
  assert.deepEqual(edge.map((group) => group.left), [0, 940]);
  const crowd = collapse(Array.from({ length: 50 }, (_, i) => item(i * 20)), 0, 1000, (members) => ({ width: 70, text: `${members.length} changes` }));
  for (let i = 1; i < crowd.length; i++) assert.ok(crowd[i].left >= crowd[i - 1].left + crowd[i - 1].width);
  assert.equal(crowd.flatMap((group) => group.items).length, 50);
});

test("a long name keeps its beginning and its end", () => {
  const width = (text) => 10 * text.length;
  assert.equal(shorten("run", 100, width), "run");
  const short = shorten("run-branch-150", 90, width);
  assert.ok(width(short) <= 90 && short.startsWith("run-") && short.endsWith("150") && short.includes("…"));
});

test("changes in words, and undone back to a step", () => {
  const event = (id, step, from, to) => ({ id, step, kind: "knob", detail: { knob: "visit_weight", from, to } });
  assert.equal(describe(event(1, 5, 1, 0), [WEIGHT]), "visit 1.0 → 0.0");
  assert.equal(describe(event(1, 5, 1, null), [WEIGHT]), "visit released");
  assert.equal(describe(event(1, 5, null, 0.25), [WEIGHT]), "visit schedule → 0.25");
  assert.equal(describe({ kind: "test_error_shown", detail: {} }, []), "test error shown");
  const events = [event(1, 60, 1, 0), event(2, 120, 0, 0.5)];
  const at = (step) => knobsAt({ visit_weight: 0.5, walker_weight: 2 }, events, step);
  assert.deepEqual([at(200), at(120), at(119), at(60), at(59)].map((knobs) => knobs.visit_weight), [0.5, 0.5, 0, 0, 1]);
  assert.equal(at(0).walker_weight, 2);
});

test("the steps of one drag are one change", () => {
  const event = (id, step, from, to, drag) => ({ id, step, kind: "knob", detail: { knob: "visit_weight", from, to, drag } });
  const told = gestures([event(1, 30, 1, 0.8, "x"), event(2, 31, 0.8, 0.4, "x"), event(3, 32, 0.4, 0, "x"), event(4, 40, 0, 0.5), event(5, 41, 0.5, 1)]);
  assert.deepEqual(told.map((one) => [one.step, one.detail.from, one.detail.to]), [[30, 1, 0], [40, 0, 0.5], [41, 0.5, 1]]);
});

test("what A and B are is said of one data set and of two domains", () => {
  assert.deepEqual(sides({}), { pair: false, a: "labelled", b: "unlabelled", labelled: "labelled", unlabelled: "unlabelled" });
  const two = sides({ sides: ["source", "target"] });
  assert.deepEqual([two.pair, two.labelled, two.unlabelled, two.b], [true, "source (labelled)", "target", "target"]);
  assert.equal(sides({ sides: ["source", "source"] }).unlabelled, "source (unlabelled)");
  assert.deepEqual([baselineName({}), baselineName({ sides: ["source", "target"] })], ["labels only", "source only"]);
  const samples = [{ role: "a", label: 0 }, { role: "b", label: 1 }, { role: "b", label: -1 }];
  const about = { samples, class_names: ["x", "y"], sides: ["source", "target"] };
  assert.deepEqual([sampleName(about, "a", 0, 1), sampleName(about, "b", 0, 1), sampleName(about, "b", 1, 1)], ["“x”", "target (y, for display only)", "target"]);
  assert.equal(sampleName({ ...about, sides: undefined }, "b", 1, 1), "unlabelled");
});
