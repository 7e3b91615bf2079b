// Bytes come as ArrayBuffer, typed array or DataView at any offset: copied here before anybody wraps them.

/** A fresh, aligned copy of the bytes, or null where there are none. */
export function copyBytes(data) {
  if (data === null || data === undefined || data.byteLength === 0) return null;
  if (data instanceof ArrayBuffer) return new Uint8Array(data.slice(0));
  if (ArrayBuffer.isView(data)) {
    return new Uint8Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
  }
  throw new TypeError(`expected bytes, got ${typeof data}`);
}

/** The bytes of a base64 text, or null where it is empty. */
export function fromBase64(text) {
  if (!text) return null;
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
