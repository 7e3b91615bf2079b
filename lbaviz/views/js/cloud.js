// Points in the plane: fitted into a box, moved and zoomed by hand, found by the pointer or a lasso, given room.

const MARGIN = 0.92; // share of the box that the points fill

/**
 * Positions (n, 2) centred and scaled to [-1, 1], y upwards: {xy, rx, ry} with the half extents; constant ones stay at 0.
 * into(positions): others in the same frame.
 */
export function normalise(positions) {
  const n = positions.length / 2;
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < n; i++) {
    const [x, y] = [positions[2 * i], positions[2 * i + 1]];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    [left, right, low, high] = [Math.min(left, x), Math.max(right, x), Math.min(low, y), Math.max(high, y)];
  }
  const [rx, ry] = [(right - left) / 2, (high - low) / 2];
  const size = Math.max(rx, ry) > 0 && Number.isFinite(rx + ry) ? Math.max(rx, ry) : 1;
  const [cx, cy] = Number.isFinite(rx + ry) ? [(left + right) / 2, (low + high) / 2] : [0, 0];
  const into = (others) => Float32Array.from(others, (value, at) => (at % 2 ? cy - value : value - cx) / size); // NaN stays NaN: such a point is not drawn
  return { xy: into(positions), rx: Math.max(0.2, rx / size || 0), ry: Math.max(0.2, ry / size || 0), into };
}

/** The cloud a share t of the way from one to another of as many points. */
export function between(before, after, t) {
  if (!before || before.xy.length !== after.xy.length || t >= 1) return after;
  const xy = new Float32Array(after.xy.length);
  for (let i = 0; i < xy.length; i++) xy[i] = before.xy[i] + (after.xy[i] - before.xy[i]) * t;
  return { xy, rx: before.rx + (after.rx - before.rx) * t, ry: before.ry + (after.ry - before.ry) * t };
}

/** Pixels for one unit before zooming. */
export const unit = (cloud, width, height) => MARGIN * Math.min(width / 2 / cloud.rx, height / 2 / cloud.ry);

/** Screen positions (n, 2) in CSS pixels for a camera {zoom, x, y}: x and y are the shift in pixels. */
export function project(cloud, camera, width, height, out) {
  const scale = unit(cloud, width, height) * camera.zoom;
  const [x, y] = [width / 2 + camera.x, height / 2 + camera.y];
  const placed = out?.length === cloud.xy.length ? out : new Float32Array(cloud.xy.length);
  for (let i = 0; i < placed.length; i += 2) {
    placed[i] = x + scale * cloud.xy[i];
    placed[i + 1] = y + scale * cloud.xy[i + 1];
  }
  return placed;
}

/** The camera after zooming by a factor about the point (x, y) of a box; between 1/2 and 60 times. */
export function zoomAt(camera, factor, x, y, width, height) {
  const zoom = Math.max(0.5, Math.min(60, camera.zoom * factor));
  const by = zoom / camera.zoom;
  const [dx, dy] = [x - width / 2, y - height / 2];
  return { zoom, x: dx - (dx - camera.x) * by, y: dy - (dy - camera.y) * by };
}

/** The point nearest to (x, y) within `reach` pixels, or null. */
export function nearest(placed, x, y, reach = 12) {
  let best = null;
  let least = reach * reach;
  for (let i = 0; i < placed.length; i += 2) {
    const distance = (placed[i] - x) ** 2 + (placed[i + 1] - y) ** 2;
    if (distance <= least) [best, least] = [i / 2, distance];
  }
  return best;
}

/** The nearest point in a direction (dx, dy) from point `from`, for the arrow keys: within 45 degrees either side. */
export function towards(placed, from, dx, dy) {
  let best = null;
  let least = Infinity;
  for (let i = 0; i < placed.length / 2; i++) {
    const [x, y] = [placed[2 * i] - placed[2 * from], placed[2 * i + 1] - placed[2 * from + 1]];
    const along = x * dx + y * dy;
    const across = Math.abs(x * dy - y * dx);
    if (i === from || along <= 0 || across > along) continue;
    const score = along + 2 * across;
    if (score < least) [best, least] = [i, score];
  }
  return best;
}

/** The points inside a polygon [x0, y0, x1, y1, ...] (even-odd rule), rising. */
export function inside(placed, polygon) {
  const found = [];
  const corners = polygon.length / 2;
  for (let i = 0; i < placed.length; i += 2) {
    const [x, y] = [placed[i], placed[i + 1]];
    let within = false;
    for (let a = 0, b = corners - 1; a < corners; b = a++) {
      const [xa, ya, xb, yb] = [polygon[2 * a], polygon[2 * a + 1], polygon[2 * b], polygon[2 * b + 1]];
      if (ya > y !== yb > y && x < ((xb - xa) * (y - ya)) / (yb - ya) + xa) within = !within;
    }
    if (within) found.push(i / 2);
  }
  return found;
}

/**
 * Which points have room for a picture of `size` pixels when one unit has `scale` pixels: at most `crowd` points are
 * under it and no other picture touches it. Depends on the zoom only, so that nothing flickers while panning.
 * `members`: only these points are asked, as if there were no others.
 */
export function roomy(xy, scale, size, crowd = 3, members = null) {
  const n = xy.length / 2;
  const asked = members?.filter((i) => i < n) ?? Array.from({ length: n }, (_, i) => i);
  const cell = size / scale;
  const grid = new Map();
  const key = (cx, cy) => cx * 67108864 + cy;
  const at = (i) => [Math.floor(xy[2 * i] / cell), Math.floor(xy[2 * i + 1] / cell)];
  for (const i of asked) {
    if (!Number.isFinite(xy[2 * i] + xy[2 * i + 1])) continue;
    const place = key(...at(i));
    if (grid.has(place)) grid.get(place).push(i);
    else grid.set(place, [i]);
  }
  const has = new Uint8Array(n);
  for (const i of asked) {
    const [cx, cy] = at(i);
    let under = 0;
    let free = Number.isFinite(cx + cy);
    for (let gx = cx - 1; gx <= cx + 1 && free; gx++) {
      for (let gy = cy - 1; gy <= cy + 1 && free; gy++) {
        for (const j of grid.get(key(gx, gy)) ?? []) {
          const away = Math.max(Math.abs(xy[2 * i] - xy[2 * j]), Math.abs(xy[2 * i + 1] - xy[2 * j + 1]));
          if (away < cell / 2) under += 1;
          if ((away < cell && has[j]) || under > crowd) free = false;
        }
      }
    }
    has[i] = free ? 1 : 0;
  }
  return has;
}
