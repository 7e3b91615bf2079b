// Light or dark (JupyterLab and VS Code say so on the body, elsewhere the system does), and whether motion is wanted.

function isDark() {
  const lab = document.body?.dataset.jpThemeLight;
  if (lab) return lab === "false";
  const classes = document.body?.classList;
  if (classes?.contains("vscode-dark")) return true;
  if (classes?.contains("vscode-light")) return false;
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Keep root.dataset.theme at "light" or "dark" and call `changed` after every change; returns how to stop. */
export function followTheme(root, changed) {
  const apply = () => {
    const theme = isDark() ? "dark" : "light";
    if (root.dataset.theme === theme) return;
    root.dataset.theme = theme;
    changed();
  };
  const media = matchMedia("(prefers-color-scheme: dark)");
  media.addEventListener("change", apply);
  const observer = new MutationObserver(apply);
  observer.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "class"] });
  apply();
  return () => {
    media.removeEventListener("change", apply);
    observer.disconnect();
  };
}

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// matplotlib's viridis at 0, 1/8, ... 1 (CC0)
const VIRIDIS = [[68, 1, 84], [71, 44, 122], [59, 81, 139], [44, 113, 142], [33, 144, 141], [39, 173, 129], [92, 200, 99], [170, 220, 50], [253, 231, 37]];

/** The colour of a share in [0, 1] as [r, g, b]. */
export function viridis(share) {
  const at = Math.max(0, Math.min(1, share)) * (VIRIDIS.length - 1);
  const low = Math.min(VIRIDIS.length - 2, Math.floor(at));
  return VIRIDIS[low].map((value, i) => Math.round(value + (VIRIDIS[low + 1][i] - value) * (at - low)));
}

const [LESS, MORE] = [[0, 92, 160], [196, 78, 0]]; // darker than Okabe and Ito's blue and vermillion, for white numbers

/** The colour of a signed share in [-1, 1] as [r, g, b]: blue below, white at 0, vermillion above. */
export function diverging(share) {
  const by = Math.min(1, Math.abs(share));
  return (share < 0 ? LESS : MORE).map((value) => Math.round(255 + (value - 255) * by));
}
