// A small line chart in SVG: ticks with units, labels at the lines' ends instead of a legend, readings at a step.
import { coalesce, h, measure, onResize, s, setText } from "../dom.js";
import { count } from "../format.js";
import { shorten, spread } from "../labels.js";
import { ticks } from "../scale.js";

const LEFT = 34;
const TOP = 8;
const BOTTOM = 18;
const SIZE = 11; // px, all text

/** The value of a series at or before a step; undefined before its beginning. */
export function valueAt(line, step) {
  let found;
  for (let i = 0; i < line.step.length && line.step[i] <= step; i++) found = line.value[i];
  return found;
}

/** Break the line where values are not finite; coordinates to a tenth of a pixel. */
function pathOf(line, x, y) {
  let pen = "M";
  let path = "";
  line.step.forEach((step, i) => {
    if (!Number.isFinite(line.value[i])) return void (pen = "M");
    path += `${pen}${x(step).toFixed(1)} ${y(line.value[i]).toFixed(1)}`;
    pen = "L";
  });
  return path;
}

/**
 * `model()` gives {lines: [{name, mark, colour, dash, thin, help, step, value, format}], xMax, now, marks: [step], reading,
 * empty, title, unit, turn: {step, text}, low}: title and unit replace the given ones, turn is a step from which on something else happens,
 * low is where the axis begins (0), and what lies below is cut off; grid the values with a line across.
 * `onHover(step | null)` hears the pointer.
 */
export function chart(host, title, unit, model, onHover) {
  const readout = h("span", { class: "lba-soft lba-readout" });
  const heading = h("h2", { text: title });
  const svg = s("svg", { class: "lba-chart", role: "img", "aria-label": title });
  const box = h("div", { class: "lba-chart-box" }, svg);
  const units = h("span", { class: "lba-soft", text: unit });
  const root = h("section", { class: "lba-chart-part", "aria-label": title },
    h("div", { class: "lba-head" }, heading, units, h("span", { class: "lba-grow" }), readout), box);
  host.append(root);
  let toStep = null;

  function paint() {
    const [width, height] = [box.clientWidth, box.clientHeight];
    if (!width || !height) return;
    const { lines, xMax, now, marks, reading, empty, turn, title: named, unit: another, low = 0, grid } = model();
    setText(heading, named ?? title);
    setText(units, another ?? unit);
    const drawn = lines.filter((line) => line.step.length);
    const labels = drawn.filter((line) => line.name).map((line) => ({ line, text: words(line, reading) }));
    const wide = (text) => measure(svg, text, SIZE, 600);
    const right = Math.min(width * 0.46, Math.max(40, ...labels.map((label) => wide(label.text) + 10)));
    for (const label of labels) label.text = words(label.line, reading, right - 10, wide);
    const plot = { left: LEFT, right: width - right, top: TOP, bottom: height - BOTTOM };
    const finite = drawn.flatMap((line) => line.value.filter(Number.isFinite));
    const top = finite.length ? Math.max(...finite) * 1.04 || 1 : 1;
    const x = (step) => plot.left + (step / Math.max(1, xMax)) * (plot.right - plot.left);
    const y = (value) => plot.bottom - ((value - low) / (top - low)) * (plot.bottom - plot.top);
    toStep = (at) => Math.round(Math.max(0, Math.min(1, (at - plot.left) / (plot.right - plot.left))) * xMax);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const parts = [s("rect", { class: "lba-plot", x: plot.left, y: plot.top, width: Math.max(0, plot.right - plot.left), height: Math.max(0, plot.bottom - plot.top) })];
    if (finite.length) {
      for (const value of grid ?? ticks(low, top, Math.max(3, Math.min(6, Math.round((plot.bottom - plot.top) / 16))))) {
        parts.push(s("line", { class: "lba-grid", x1: plot.left, x2: plot.right, y1: y(value), y2: y(value) }));
        parts.push(s("text", { class: "lba-tick", x: plot.left - 5, y: y(value) + 4, "text-anchor": "end", text: String(value).replace("-", "−") }));
      }
    } else parts.push(s("text", { class: "lba-tick", x: (plot.left + plot.right) / 2, y: (plot.top + plot.bottom) / 2, "text-anchor": "middle", text: empty }));
    const steps = ticks(0, xMax, Math.max(1, Math.round((plot.right - plot.left) / 60)));
    let free = Infinity; // from the right, so that the last one stays: what would touch it is left out
    for (const step of steps.reverse()) {
      const text = count(step) + (free === Infinity ? " steps" : "");
      const half = wide(text) / 2;
      if (x(step) + half + 5 > free) continue;
      free = x(step) - half;
      parts.push(s("text", { class: "lba-tick", x: x(step), y: height - 4, "text-anchor": "middle", text }));
    }
    for (const step of marks) parts.push(s("path", { class: "lba-change", d: `M${x(step)} ${plot.top}v6` }));
    if (turn && turn.step > 0 && turn.step <= xMax) parts.push(...turning(turn, plot, x));
    const strokes = drawn.map((line) => s("path", { class: "lba-line", d: pathOf(line, x, y), stroke: line.colour, "stroke-dasharray": line.dash, "stroke-width": line.thin ? 1.1 : 1.7, opacity: line.thin ? 0.75 : null }));
    parts.push(...(low < 0 ? [cutOff(plot, strokes)] : strokes));
    if (reading !== null || now !== null) {
      const at = x(reading ?? now);
      parts.push(s("line", { class: reading === null ? "lba-now" : "lba-now is-reading", x1: at, x2: at, y1: plot.top, y2: plot.bottom }));
    }
    parts.push(...endLabels(labels, plot, x, y, reading));
    svg.replaceChildren(...parts);
    setText(readout, reading === null ? "" : `at step ${count(reading)}`);
  }

  /** Strokes without what lies outside the plot. */
  function cutOff({ left, right, top, bottom }, strokes) {
    const [width, height] = [Math.max(0, right - left), Math.max(0, bottom - top)];
    return s("svg", { x: left, y: top, width, height, viewBox: `${left} ${top} ${width} ${height}` }, ...strokes);
  }
  /** A line where something else begins, and what; the words stand where there is more room. */
  function turning({ step, text }, plot, x) {
    const at = x(step);
    const left = at > (plot.left + plot.right) / 2;
    return [
      s("path", { class: "lba-turn", d: `M${at} ${plot.top}V${plot.bottom}` }),
      s("text", { class: "lba-tick lba-turn-words", x: at + (left ? -4 : 4), y: plot.top + 9, "text-anchor": left ? "end" : "start", text }),
    ];
  }
  function words(line, reading, room = Infinity, wide = () => 0) {
    const value = reading === null ? line.value[line.value.length - 1] : valueAt(line, reading);
    const [mark, number] = [line.mark ? `${line.mark} ` : "", line.format && value !== undefined ? ` ${line.format(value)}` : ""];
    return `${mark}${shorten(line.name, room - wide(mark + number), wide)}${number}`;
  }
  function endLabels(labels, plot, x, y, reading) {
    const ends = labels.map(({ line }) => {
      const value = (reading === null ? undefined : valueAt(line, reading)) ?? line.value[line.value.length - 1];
      return Number.isFinite(value) ? Math.min(plot.bottom, y(value)) : plot.top;
    });
    const placed = spread(ends, 13, plot.top + 5, plot.bottom - 3);
    return labels.flatMap(({ line, text }, at) => {
      const end = reading === null ? x(line.step[line.step.length - 1]) : x(reading);
      const leader = end < plot.right - 4 ? s("path", { class: "lba-leader", d: `M${end} ${ends[at]}L${plot.right + 3} ${placed[at]}`, stroke: line.colour }) : null;
      const label = s("text", { class: "lba-end", x: plot.right + 7, y: placed[at] + 4, fill: line.ink ?? line.colour, text }, line.help && s("title", { text: line.help }));
      return leader ? [leader, label] : [label];
    });
  }
  const draw = coalesce(paint);
  svg.addEventListener("pointermove", (event) => toStep && onHover(toStep(event.clientX - svg.getBoundingClientRect().left)));
  svg.addEventListener("pointerleave", () => onHover(null));
  const off = onResize(box, draw);
  return { draw, root, destroy: () => (off(), draw.cancel()) };
}
