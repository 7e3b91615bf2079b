// Views of different runs that were linked: what one looks at, selects or points at, the others of its group do too.

const registry = (globalThis[Symbol.for("lbaviz")] ??= new Map());

/** Do two runs show the same inspected images? Then a position means the same picture in both. */
function sameImages(one, other) {
  const [a, b] = [one.inspected(), other.inspected()];
  if (a.n === 0 || a.n !== b.n || a.part !== b.part || a.labels.some((label, i) => label !== b.labels[i])) return false;
  if (a.images?.length !== b.images?.length) return false;
  return !a.images || a.images.every((value, i) => value === b.images[i]);
}

function createGroup(id) {
  const groups = (registry.groups ??= new Map());
  const members = new Map(); // hub -> {views, off, last}
  const same = new Map(); // "path path" -> boolean, asked once a selection is shared
  let rules = {};
  let passing = false; // news travel once, not in circles
  const alike = (one, other) => {
    const key = [one.path, other.path].sort().join("\n");
    if (!same.has(key)) same.set(key, sameImages(one, other));
    return same.get(key);
  };
  function give(from, to, changed) {
    if (rules.step && changed("looking")) to.look(from.view.looking);
    const patch = {};
    if (rules.hover && changed("hoverStep")) patch.hoverStep = from.view.hoverStep;
    const wanted = [...(rules.selection ? ["chosen", "query"] : []), ...(rules.hover ? ["pointed"] : [])].filter(changed);
    if (wanted.length && alike(from, to)) for (const name of wanted) patch[name] = from.view[name];
    if (Object.keys(patch).length) to.set(patch);
  }
  function hear(hub) {
    const member = members.get(hub);
    const { last } = member;
    member.last = { ...hub.view };
    if (passing) return;
    passing = true;
    for (const other of members.keys()) {
      if (other === hub) continue;
      give(hub, other, (name) => hub.view[name] !== last[name]);
      members.get(other).last = { ...other.view };
    }
    passing = false;
  }
  return {
    join(hub, options) {
      rules = { step: true, selection: true, hover: true, ...options };
      same.clear();
      const known = members.get(hub);
      if (known) return void (known.views += 1);
      const first = members.keys().next().value;
      members.set(hub, { views: 1, last: { ...hub.view }, offs: [hub.on("view", () => hear(hub)), ...["about", "inspected_images"].map((topic) => hub.on(topic, () => same.clear()))] });
      if (first) give(first, hub, () => true); // a newcomer looks where the others look
      members.get(hub).last = { ...hub.view };
    },
    leave(hub) {
      const member = members.get(hub);
      if (!member || --member.views > 0) return;
      member.offs.forEach((off) => off());
      members.delete(hub);
      if (!members.size) groups.delete(id);
    },
  };
}

/** Link a hub with the others of the group {id, step, selection, hover}; returns how to leave. No id: nothing. */
export function joinGroup(hub, group) {
  if (!group?.id) return () => {};
  const groups = (registry.groups ??= new Map());
  if (!groups.has(group.id)) groups.set(group.id, createGroup(group.id));
  const joined = groups.get(group.id);
  const { id, ...options } = group;
  joined.join(hub, options);
  return () => joined.leave(hub);
}
