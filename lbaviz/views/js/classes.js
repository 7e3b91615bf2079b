// What a class looks like: a colour where there are at most ten (never alone: its name stands in the mark), else neutral.

export const COLOURED = 10; // classes up to which colours tell them apart
const LIGHT = ["#0072b2", "#d55e00", "#009e73", "#c4639a", "#c28500", "#3a8fc4", "#4a4d57", "#7b52c7", "#8a5a2b", "#7f9114"];
const DARK = ["#4aa8e8", "#f07f2e", "#2fc498", "#e498c6", "#e6b035", "#9ad2f2", "#c9ccd6", "#b39af5", "#c79a63", "#b9cc4a"];

/** The colours of the theme that `root` is in; Okabe and Ito's first, then three more. */
export const palette = (root) => (root.closest?.("[data-theme]")?.dataset.theme === "dark" ? DARK : LIGHT);

/** The colour of class c, or null where there are too many classes or it is unknown. */
export const classColour = (colours, c, classes) => (c >= 0 && classes <= COLOURED ? colours[c % COLOURED] : null);

/** The colours of the source and the target domain: red and blue, as in Figure 2 of the paper on domain adaptation. */
export const domainColours = (colours) => [colours[1], colours[0]];
