// What a run without labels shows at every evaluation, in per cent; accuracy only where the data has labels to measure by.
const PERCENT = (value) => `${Math.round(value)} %`;

/** Series, what its line is called, its mark, colour and dash, what makes it per cent, and what it means. */
const MEASURES = [
  ["accuracy", "accuracy", "●", "var(--green)", null, 1, "images whose cluster is called by their class, clusters and classes assigned one to one; measured with labels, which training never sees"],
  ["agreement", "agreement", "▲", "var(--orange)", null, 1, "images that are told the same cluster as at the evaluation before: near 100 % the clusters have settled"],
  ["walk_consistency", "walks home", "◆", "var(--blue)", null, 100, "walks from a centroid over the images that end in the cluster where they began"],
  ["largest_cluster", "largest cluster", "", "var(--soft)", "5 4", 1, "images in the largest cluster: near 100 % all have collapsed into one"],
  ["smallest_cluster", "smallest cluster", "", "var(--soft)", "2 3", 1, "images in the smallest cluster: 0 % is a dead one"],
];

/** Whether a run's images are told clusters, not classes. */
export const clustered = (series) => Boolean(series.largest_cluster);

/** Lines of a chart in per cent; of a run that has no clusters, none. */
export function clusterLines(series) {
  if (!clustered(series)) return [];
  return MEASURES.filter(([name]) => series[name]).map(([name, called, mark, colour, dash, scale, help]) => (
    { step: series[name].step, value: series[name].value.map((value) => scale * value), name: called, mark, colour, dash, help, thin: Boolean(dash), format: PERCENT }));
}
