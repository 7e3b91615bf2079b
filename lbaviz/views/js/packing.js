// Named arrays in one piece of bytes, as lbaviz/records/packing.py packs them: JSON head, little-endian numbers.
import { copyBytes } from "./bytes.js";

const KINDS = {
  "|u1": Uint8Array, "|i1": Int8Array, "|b1": Uint8Array, "<u2": Uint16Array, "<i2": Int16Array, "<u4": Uint32Array, "<i4": Int32Array,
  "<f4": Float32Array, "<f8": Float64Array, "<i8": BigInt64Array,
};

/**
 * {name: typed array with its .shape}; kinds that a browser has no array for (float16) are left out; null for no bytes.
 * Throws one sentence if the bytes are cut off.
 */
export function unpack(data) {
  const bytes = copyBytes(data);
  if (bytes === null) return null;
  if (bytes.byteLength < 4) throw new Error("what a probe recorded is cut off: damaged");
  const start = 4 + new DataView(bytes.buffer).getUint32(0, true);
  const found = {};
  for (const { name, dtype, shape, at } of JSON.parse(new TextDecoder().decode(bytes.subarray(4, start)))) {
    const Kind = KINDS[dtype];
    if (!Kind) continue;
    const count = shape.reduce((product, n) => product * n, 1);
    const from = start + at;
    if (from + count * Kind.BYTES_PER_ELEMENT > bytes.byteLength) throw new Error(`“${name}” of a probe is cut off: damaged`);
    const array = new Kind(bytes.buffer.slice(from, from + count * Kind.BYTES_PER_ELEMENT));
    found[name] = Object.assign(array, { shape });
  }
  return found;
}

/** JSON that was stored as an array of bytes; undefined where there is none that can be read. */
export function jsonOf(array) {
  try {
    return array?.length ? JSON.parse(new TextDecoder().decode(array)) : undefined;
  } catch {
    return undefined; // Python writes NaN where a number is missing, JSON knows none
  }
}
