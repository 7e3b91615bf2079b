// What a run on two domains shows of the target without its labels, as shares of the most there can be.
import { clustered } from "./clusterlines.js";

const PERCENT = (value) => `${Math.round(value)} %`;

/** Series, what its line is called, its mark and colour, and the most that it can be. */
const GAUGES = [
  ["walk_consistency", "walks home", "●", "var(--blue)", () => 1],
  ["mutual_information", "information", "◆", "var(--purple)", ({ classes }) => Math.log(classes)],
  ["prediction_entropy", "classes told", "▲", "var(--orange)", ({ classes }) => Math.log(classes)],
  ["visit_entropy", "visits", "■", "var(--green)", ({ looked }) => Math.log(looked)],
];

/** Lines of a chart in per cent; of a run that has no such series, or whose most is not known, none. */
export function gaugeLines(series, about) {
  if (clustered(series)) return []; // its walks home stand beside its clusters
  const counts = { classes: about?.class_names?.length, looked: about?.n_looked_at };
  return GAUGES.flatMap(([name, called, mark, colour, most]) => {
    const top = most(counts);
    if (!series[name] || !(top > 0)) return [];
    return [{ step: series[name].step, value: series[name].value.map((value) => (100 * value) / top), name: called, mark, colour, format: PERCENT }];
  });
}
