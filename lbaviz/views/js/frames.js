// A walk frame as the recording packs it (lbaviz/records.py, WalkFrame.pack): header, float32 blocks, uint16 blocks.
import { copyBytes } from "./bytes.js";

const VERSION = 1;

/**
 * Read one frame. p_ab[i * k_ab + r] is the r-th strongest step from labelled sample i, index_ab where it leads;
 * hidden_ab the probability of all other steps; p_class[i * classes + c] the probability that i's walk ends in c.
 * Throws one sentence if the bytes are of a newer version or cut off; null for no bytes.
 */
export function parseFrame(data) {
  const bytes = copyBytes(data);
  if (bytes === null) return null;
  if (bytes.byteLength < 32) throw new Error(`a frame has at least 32 bytes, got ${bytes.byteLength}: damaged`);
  const [version, step, nA, nB, kAB, kBA, classes] = new Int32Array(bytes.buffer, 0, 8);
  if (version !== VERSION) {
    throw new Error(`frame version ${version} is not ${VERSION}: update lbaviz, or reload the page`);
  }
  const floats = [nA * kAB, nB * kBA, nA, nB, nA * classes, nB];
  const expected = 32 + 4 * floats.reduce((a, b) => a + b, 0) + 2 * (nA * kAB + nB * kBA);
  if (bytes.byteLength < expected) {
    throw new Error(`the frame of step ${step} is cut off at ${bytes.byteLength} of ${expected} bytes: damaged`);
  }
  let at = 32;
  const take = (Kind, count) => {
    const part = new Kind(bytes.buffer, at, count);
    at += count * Kind.BYTES_PER_ELEMENT;
    return part;
  };
  const [pAB, pBA, hiddenAB, hiddenBA, pClass, pVisit] = floats.map((count) => take(Float32Array, count));
  const indexAB = take(Uint16Array, nA * kAB);
  const indexBA = take(Uint16Array, nB * kBA);
  return { step, nA, nB, kAB, kBA, classes, pAB, pBA, hiddenAB, hiddenBA, pClass, pVisit, indexAB, indexBA };
}

/** The largest recorded step at or before `step`; the first one where none is; undefined without frames. */
export function frameAt(steps, step) {
  let low = 0;
  let high = steps.length - 1;
  if (high < 0) return undefined;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (steps[middle] <= step) low = middle;
    else high = middle - 1;
  }
  return steps[low];
}
