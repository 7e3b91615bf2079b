// Made-up probes of a network that learns: clusters that part with the steps, predictions that get better, layers.
import { random } from "./fake_run.js";

const CODES = { Uint8Array: "|u1", Uint16Array: "<u2", Int32Array: "<i4", Float32Array: "<f4" };

/** Pack {name: {data: typed array, shape}} as lbaviz/records/packing.py does. */
export function packArrays(arrays) {
  const entries = [];
  let at = 0;
  for (const [name, { data, shape }] of Object.entries(arrays)) {
    at += (8 - (at % 8)) % 8;
    entries.push({ name, dtype: CODES[data.constructor.name], shape, at, data });
    at += data.byteLength;
  }
  let head = JSON.stringify(entries.map(({ name, dtype, shape, at: start }) => ({ name, dtype, shape, at: start })));
  head += " ".repeat((8 - ((4 + head.length) % 8)) % 8);
  const bytes = new Uint8Array(4 + head.length + at);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(new TextEncoder().encode(head), 4);
  for (const { data, at: start } of entries) bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 4 + head.length + start);
  return bytes;
}

const text = (value) => {
  const data = new TextEncoder().encode(JSON.stringify(value));
  return { data, shape: [data.length] };
};

/** `centroids`: of each class, from the second step on, as of a run without labels, with the images of every cluster. {labels, domains, steps: {name: [steps]}, probe(name, step) -> bytes} of n inspected images, half of each domain. */
export function fakeProbes({ n = 400, classes = 10, every = 30, last = 300, methods = ["pca", "tsne"], trouble = false, domains = false, centroids = 0, seed = 0 } = {}) {
  const next = random(seed + 5);
  const gauss = () => Math.sqrt(-2 * Math.log(next() + 1e-12)) * Math.cos(2 * Math.PI * next());
  const labels = Array.from({ length: n }, () => Math.floor(next() * classes));
  const centres = Array.from({ length: classes }, (_, c) => [6 * Math.cos((2.4 * c) % 6.283) * (0.5 + 0.5 * ((c % 3) + 1) / 3), 6 * Math.sin((2.4 * c) % 6.283) * (0.5 + 0.5 * ((c % 3) + 1) / 3)]);
  const noise = labels.map(() => [gauss(), gauss(), next(), next()]);
  const turn = labels.map((label) => (label + 1 + Math.floor(next() * 2)) % classes);
  const domainOf = labels.map((_, i) => (domains ? Number(i >= n / 2) : 0)); // the target comes nearer with the steps
  const steps = Array.from({ length: Math.floor(last / every) + 1 }, (_, i) => i * every);
  const skill = (step) => 1 - Math.exp(-step / (0.25 * Math.max(1, last)));
  const positions = (step, squeeze) => {
    const data = new Float32Array(2 * n);
    labels.forEach((label, i) => {
      const wrong = noise[i][2] > 0.35 + 0.6 * skill(step);
      const away = 5 * domainOf[i] * (1 - skill(step));
      const [x, y] = centres[wrong ? turn[i] : label];
      data[2 * i] = (0.4 + skill(step)) * x * squeeze + away + noise[i][0] * (1.6 - squeeze);
      data[2 * i + 1] = (0.4 + skill(step)) * y * squeeze + noise[i][1] * (1.6 - squeeze);
    });
    return { data, shape: [n, 2] };
  };
  const names = ["conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_2", "fc1", "fc2"];
  const kernels = (step, scale) => ({ data: Float32Array.from({ length: 32 * 9 }, (_, i) => scale * (Math.sin(i * 1.7) * (1 - skill(step)) + Math.cos((i % 9) * (1 + (Math.floor(i / 9) % 5)) * 0.7 + i / 60) * skill(step))), shape: [32, 3, 3, 1] });
  function layers(step) {
    const of = (f) => ({ data: Float32Array.from(names, (_, l) => f(l)), shape: [names.length] });
    const bins = 20;
    const edges = Float32Array.from({ length: names.length * 3 * (bins + 1) }, (_, i) => ((i % (bins + 1)) / bins - 0.5) * 0.4);
    const counts = Int32Array.from({ length: names.length * 3 * bins }, (_, i) => Math.round(900 * Math.exp(-((((i % bins) - 9.5) / (2 + (Math.floor(i / bins) % 5))) ** 2))));
    return packArrays({
      names: text(names), flags: text(names.map((_, l) => (trouble && l < 2 ? "vanishing" : ""))), weight_norm: of((l) => 4 + l + 2 * skill(step)),
      gradient_norm: of((l) => (trouble && l < 2 ? 1e-6 : 0.3) * 2 ** -l * (1.2 - skill(step)) + 1e-7), activation_norm: of((l) => 0.5 + 0.3 * l + skill(step)),
      edges: { data: edges, shape: [names.length, 3, bins + 1] }, counts: { data: counts, shape: [names.length, 3, bins] }, kernels: kernels(step, 0.3), kernel_gradients: kernels(step + 40, 0.01),
    });
  }
  function predictions(step) {
    const wrong = (i) => noise[i][2] > 0.35 + 0.6 * skill(step);
    return packArrays({
      predicted: { data: Uint16Array.from(labels, (label, i) => (wrong(i) ? turn[i] : label)), shape: [n] },
      confidence: { data: Float32Array.from(labels, (_, i) => 0.4 + 0.6 * noise[i][3] * skill(step)), shape: [n] },
    });
  }
  function neighbors(step) {
    const { data } = positions(step, 1);
    const k = Math.min(5, n - 1);
    const indices = new Uint16Array(n * k);
    const similarities = new Float32Array(n * k);
    const order = Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < n; i++) {
      const distance = (j) => (data[2 * i] - data[2 * j]) ** 2 + (data[2 * i + 1] - data[2 * j + 1]) ** 2;
      const near = n > 2000 ? [1, 2, 3, 4, 5].map((by) => (i + by) % n) : order.filter((j) => j !== i).sort((x, y) => distance(x) - distance(y)).slice(0, k);
      near.forEach((j, r) => ((indices[i * k + r] = j), (similarities[i * k + r] = Math.exp(-distance(j) / 30))));
    }
    return packArrays({ indices: { data: indices, shape: [n, k] }, similarities: { data: similarities, shape: [n, k] } });
  }
  function visits(step) {
    const turned = labels.map((_, i) => i).filter((i) => !domains || domainOf[i]);
    const wishes = turned.map((i) => Math.exp((2.5 - 2 * skill(step)) * noise[i][0]));
    const sum = wishes.reduce((total, wish) => total + wish, 0);
    return packArrays({ p_visit: { data: Float32Array.from(wishes, (wish) => wish / sum), shape: [turned.length] } });
  }
  function exemplars(step) {
    const told = labels.map((label, i) => (noise[i][2] > 0.35 + 0.6 * skill(step) ? turn[i] : label));
    const sure = (i) => 0.4 + 0.6 * noise[i][3] * skill(step);
    const most = 10;
    const rows = centres.map((_, c) => told.flatMap((one, i) => (one === c ? [i] : [])).sort((i, j) => sure(j) - sure(i)));
    const places = rows.flatMap((row) => Array.from({ length: most }, (_, rank) => row[rank] ?? -1));
    const mostly = rows.map((row) => centres.map((_, c) => row.filter((i) => labels[i] === c).length)).map((counts) => counts.indexOf(Math.max(...counts)));
    return packArrays({
      indices: { data: Int32Array.from(places), shape: [classes, most] }, probabilities: { data: Float32Array.from(places, (i) => (i < 0 ? NaN : sure(i))), shape: [classes, most] },
      sizes: { data: Int32Array.from(rows, (row) => row.length), shape: [classes] }, majority: { data: Int32Array.from(mostly), shape: [classes] }, classes: text(centres.map((_, c) => String(c))),
    });
  }
  const settings = { pca: { explained: 0.41 }, tsne: { perplexity: 35, seed: 0, early_exaggeration: 12 }, umap: { neighbors: 15 } };
  const made = { predictions, neighbors, visits, layers, ...(centroids && { exemplars }) };
  for (const method of methods) {
    made[`projection-${method}`] = (step) => {
      const squeeze = method === "pca" ? 0.75 : 1.1;
      const all = { positions: positions(step, squeeze), settings: text(settings[method]), kl: { data: new Float32Array([0.7]), shape: [] } };
      if (!centroids || step < every) return packArrays(all);
      const owners = Array.from({ length: centroids * classes }, (_, i) => Math.floor(i / centroids));
      const data = Float32Array.from(owners.flatMap((c, i) => centres[c].map((x) => (0.4 + skill(step)) * x * squeeze + 0.3 * (i % centroids))));
      return packArrays({ ...all, anchors: { data, shape: [owners.length, 2] }, anchor_labels: { data: Uint16Array.from(owners), shape: [owners.length] } });
    };
  }
  return { labels, domains: domains ? domainOf : undefined, steps: Object.fromEntries(Object.keys(made).map((name) => [name, steps])), probe: (name, step) => made[name](step) };
}
