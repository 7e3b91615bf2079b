// The walk by keyboard: up and down along the most probable edge, left and right through the edges by rank.
import { neighbours } from "../edges.js";

/**
 * Handle arrows in the rows. `current()` gives {edges, layout}; `visit(target, trail)` moves the focus and says so.
 * Without a trail (no edge walked yet) left and right go to the neighbour in the row.
 */
export function walkByKeys(box, rows, current, visit, clear) {
  let trail = null; // {list, rank, origin}: the edges out of origin, and which of them was taken
  const keydown = (event) => {
    const here = rows.of(event.target);
    if (event.key === "Escape") {
      trail = null;
      clear();
      return;
    }
    const way = { ArrowDown: 1, ArrowUp: -1, ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!here || !way || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation(); // a notebook would move its own selection
    const { edges, layout } = current();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const list = neighbours(edges, here.role, here.i, way > 0);
      if (!list.length) return;
      trail = { list, rank: 0, origin: here };
    } else if (trail) {
      trail.rank = Math.max(0, Math.min(trail.list.length - 1, trail.rank + way));
    } else {
      const { order } = layout[here.role];
      const i = order[order.indexOf(here.i) + way];
      if (i !== undefined) visit({ role: here.role, i }, null);
      return;
    }
    visit(trail.list[trail.rank], trail);
  };
  const forget = () => (trail = null);
  box.addEventListener("keydown", keydown);
  box.addEventListener("pointerdown", forget);
  box.addEventListener("focusout", (event) => !box.contains(event.relatedTarget) && forget());
}
