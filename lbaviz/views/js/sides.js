// What A and B are, in words: labelled and unlabelled samples, or, in a run on two domains, which of them; without labels
// centroids and images.

/** {pair, a, b, labelled, unlabelled}: labelled and unlabelled also say so of a domain. */
export function sides(about) {
  const [a, b] = about?.sides ?? ["labelled", "unlabelled"];
  const pair = a !== "labelled" && a !== "centroids";
  return { pair, a, b, labelled: pair ? `${a} (labelled)` : a, unlabelled: pair && a === b ? `${b} (unlabelled)` : b };
}

/** What a run without walks and without the other samples is called. */
export const baselineName = (about) => (sides(about).pair ? `${sides(about).a} only` : "labels only");
