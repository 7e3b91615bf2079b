// A made-up run for looking at the views without Python: plausible walks that sharpen with the steps, and their bytes.

/** Small seeded generator (mulberry32), uniform in [0, 1). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Pack a frame as lbaviz/records.py WalkFrame.pack does. Rows are arrays of numbers; index rows integers. */
export function packFrame({ step, pAB, pBA, hiddenAB, hiddenBA, pClass, pVisit, indexAB, indexBA }) {
  const floats = [pAB, pBA, [hiddenAB], [hiddenBA], pClass, [pVisit]].map((rows) => rows.flat());
  const indices = [indexAB, indexBA].map((rows) => rows.flat());
  const size = 32 + 4 * floats.flat().length + 2 * indices.flat().length;
  const view = new DataView(new ArrayBuffer(size));
  const header = [1, step, pAB.length, pBA.length, pAB[0].length, pBA[0].length, pClass[0].length, 0];
  header.forEach((value, i) => view.setInt32(4 * i, value, true));
  let at = 32;
  for (const value of floats.flat()) view.setFloat32(at, value, true), (at += 4);
  for (const value of indices.flat()) view.setUint16(at, value, true), (at += 2);
  return view.buffer;
}

function softmax(row) {
  const top = Math.max(...row);
  const weights = row.map((x) => Math.exp(x - top));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((x) => x / sum);
}

function strongest(row, k) {
  const order = row.map((_, i) => i).sort((x, y) => row[y] - row[x]).slice(0, k);
  return { p: order.map((i) => row[i]), index: order, hidden: 1 - order.reduce((sum, i) => sum + row[i], 0) };
}

/** A run of nA labelled and nB unlabelled samples: {labelsA, labelsB, frame(step) -> ArrayBuffer}. */
export function fakeRun({ nA = 20, nB = 60, classes = 10, k = 16, seed = 0 } = {}) {
  const next = random(seed + 1);
  const gauss = () => Math.sqrt(-2 * Math.log(next() + 1e-12)) * Math.cos(2 * Math.PI * next());
  const labelsA = Array.from({ length: nA }, (_, i) => Math.floor((i * classes) / nA));
  const labelsB = Array.from({ length: nB }, () => Math.floor(next() * classes));
  const likeness = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0.45 * next()));
  const noise = labelsA.map(() => labelsB.map(gauss));
  const tilt = labelsB.map(() => 0.35 * gauss());
  function frame(step) {
    const skill = 9 * (1 - Math.exp(-step / 90));
    const similarity = labelsA.map((a, i) => labelsB.map((b, j) => skill * ((a === b ? 1 : likeness[a][b]) + tilt[j] * 0.4) + (0.5 + 0.11 * skill) * noise[i][j]));
    const pAB = similarity.map(softmax);
    const pBA = labelsB.map((_, j) => softmax(similarity.map((row) => row[j])));
    const pClass = pAB.map((row) => {
      const ends = new Array(classes).fill(0);
      row.forEach((p, j) => pBA[j].forEach((q, i) => (ends[labelsA[i]] += p * q)));
      return ends;
    });
    const pVisit = labelsB.map((_, j) => pAB.reduce((sum, row) => sum + row[j], 0) / nA);
    const ab = pAB.map((row) => strongest(row, Math.min(k, nB)));
    const ba = pBA.map((row) => strongest(row, Math.min(k, nA)));
    return packFrame({
      step, pClass, pVisit, pAB: ab.map((row) => row.p), pBA: ba.map((row) => row.p), indexAB: ab.map((row) => row.index),
      indexBA: ba.map((row) => row.index), hiddenAB: ab.map((row) => row.hidden), hiddenBA: ba.map((row) => row.hidden),
    });
  }
  return { labelsA, labelsB, frame };
}

/** Curves of such a run after `step` updates, in the form of Recording.series(). */
export function fakeCurves(step, { planned = 300, seed = 0, every = 5, visit = 1, clusters = false } = {}) {
  const series = {};
  const add = (name, at, value) => {
    series[name] ??= { step: [], value: [] };
    series[name].step.push(at);
    series[name].value.push(value);
  };
  const next = random(seed + 7);
  for (let n = 1; n <= step; n++) {
    const [r1, r2, r3] = [next(), next(), next()];
    add("walker", n, 0.62 + 2.4 * Math.exp(-n / 35) + 0.12 * r1);
    add("visit", n, 4.61 + 0.3 * Math.exp(-n / 60) + 0.1 * r2 + (1 - visit) * 0.2);
    add("classification", n, 2.3 * Math.exp(-n / 25) + 0.05 * r3);
  }
  const noise = random(seed + 11);
  const measures = { accuracy: [55, 38], agreement: [60, 38], walk_consistency: [0.3, 0.65], largest_cluster: [45, -32], smallest_cluster: [0, 8] };
  for (let n = 0; n <= planned; n += every) {
    const r = noise();
    if (clusters) {
      if (n <= step && n % 25 === 0) for (const [name, [from, by]] of Object.entries(measures)) add(name, n, from + by * (1 - Math.exp(-n / 80)) * (0.95 + 0.05 * r));
      continue;
    }
    if (n <= step) add("validation_error", n, 21 + 66 * Math.exp(-n / 40) + 2.5 * r);
    add("baseline_validation_error", n, 37 + 50 * Math.exp(-n / 30) + 2 * r);
  }
  return series;
}
