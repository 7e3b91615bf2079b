// Labels that do not collide: spread along one axis, or collapsed into counts where it is crowded.

/** Move centres apart so that neighbours are at least `gap` apart, within [low, high]; input order is kept. */
export function spread(centres, gap, low, high) {
  const order = centres.map((_, i) => i).sort((x, y) => centres[x] - centres[y] || x - y);
  const placed = new Array(centres.length);
  let edge = low;
  for (const i of order) {
    placed[i] = Math.max(centres[i], edge);
    edge = placed[i] + gap;
  }
  edge = high;
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i], edge);
    edge = placed[i] - gap;
  }
  return placed;
}

/**
 * Place labels {x, width, ...} (x = centre) on one line within [low, high]: those that would touch are merged, and
 * `merge(items)` says the label {width, ...} of a group. Returns [{x, left, items, ...label}] from left to right.
 */
export function collapse(items, low, high, merge, gap = 10) {
  const place = (members, label) => {
    const x = members.reduce((sum, item) => sum + item.x, 0) / members.length;
    const left = Math.max(low, Math.min(x - label.width / 2, high - label.width));
    return { ...label, x, left, items: members };
  };
  const groups = [];
  for (const item of [...items].sort((p, q) => p.x - q.x)) {
    let group = place([item], item);
    while (groups.length && groups[groups.length - 1].left + groups[groups.length - 1].width + gap > group.left) {
      const members = [...groups.pop().items, ...group.items];
      group = place(members, merge(members));
    }
    groups.push(group);
  }
  return groups;
}

/** The text, with an ellipsis in its middle if `width(text)` is more than `room`. */
export function shorten(text, room, width) {
  if (width(text) <= room) return text;
  for (let kept = text.length - 1; kept > 2; kept--) {
    const short = `${text.slice(0, Math.ceil(kept / 2))}…${text.slice(text.length - Math.floor(kept / 2))}`;
    if (width(short) <= room) return short;
  }
  return text.slice(0, 2);
}
