// Which classes are taken for which, from the recorded predictions and the inspected labels.

/** {counts: classes x classes (row: label), totals, wrong, judged}; unknown labels (-1) are left out. */
export function confusionOf(predicted, labels, classes) {
  const counts = new Int32Array(classes * classes);
  const totals = new Int32Array(classes);
  let [wrong, judged] = [0, 0];
  for (let i = 0; i < Math.min(predicted.length, labels.length); i++) {
    const [row, column] = [labels[i], predicted[i]];
    if (row < 0 || row >= classes || column >= classes) continue;
    counts[row * classes + column] += 1;
    totals[row] += 1;
    judged += 1;
    if (row !== column) wrong += 1;
  }
  return { counts, totals, wrong, judged };
}

/**
 * {predicted, labels, classes, name, clusters}: what images are taken for and what they are; images that are told clusters
 * are taken for the class that their cluster is called by, where it is known.
 */
export function calledByClass({ predicted, class_of: classOf }, { labels, classes, name, truth }) {
  if (!truth || !classOf) return { predicted, labels, classes, name, clusters: false };
  return { ...truth, predicted: predicted.map((cluster) => classOf[cluster]), clusters: true };
}

/** The samples of one cell, surest first. */
export function cellSamples(predicted, confidence, labels, row, column) {
  const found = [];
  for (let i = 0; i < Math.min(predicted.length, labels.length); i++) if (labels[i] === row && predicted[i] === column) found.push(i);
  return found.sort((x, y) => (confidence?.[y] ?? 0) - (confidence?.[x] ?? 0) || x - y);
}

/** The samples that were taken for another class, surest first. */
export function surestMistakes(predicted, confidence, labels) {
  const found = [];
  for (let i = 0; i < Math.min(predicted.length, labels.length); i++) if (labels[i] >= 0 && predicted[i] !== labels[i]) found.push(i);
  return found.sort((x, y) => (confidence?.[y] ?? 0) - (confidence?.[x] ?? 0) || x - y);
}

/** "taken 4 for 9", "rightly taken for 4": what a cell is called on a chip. */
export const cellName = (name, row, column) => (row === column ? `rightly taken for ${name(row)}` : `taken ${name(row)} for ${name(column)}`);
