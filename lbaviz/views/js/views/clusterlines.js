// What a run without labels shows at every evaluation, in per cent; accuracy only where the data has labels to measure by.
const PERCENT = (value) => `${Math.round(value)} %`;

/** Series, what its line is called, its mark, colour and dash, and what makes it per cent. */
const MEASURES = [
  ["accuracy", "accuracy", "●", "var(--green)", null, 1],
  ["agreement", "as before", "▲", "var(--orange)", null, 1],
  ["walk_consistency", "walks home", "◆", "var(--blue)", null, 100],
  ["largest_cluster", "largest cluster", "", "var(--soft)", "5 4", 1],
  ["smallest_cluster", "smallest cluster", "", "var(--soft)", "2 3", 1],
];

/** Whether a run's images are told clusters, not classes. */
export const clustered = (series) => Boolean(series.largest_cluster);

/** Lines of a chart in per cent; of a run that has no clusters, none. */
export function clusterLines(series) {
  if (!clustered(series)) return [];
  return MEASURES.filter(([name]) => series[name]).map(([name, called, mark, colour, dash, scale]) => (
    { step: series[name].step, value: series[name].value.map((value) => scale * value), name: called, mark, colour, dash, thin: Boolean(dash), format: PERCENT }));
}
