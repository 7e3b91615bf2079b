// The sign of life: a view that nobody can see costs the training nothing.

const EVERY = 2000; // ms

/** Send {"kind": "visible"} now and every 2 s while the element is on the screen; returns how to stop. */
export function signsOfLife(element, send) {
  let onScreen = false;
  const beat = () => {
    if (onScreen && document.visibilityState === "visible") send({ kind: "visible" });
  };
  const observer = new IntersectionObserver((entries) => {
    const was = onScreen;
    onScreen = entries[entries.length - 1].isIntersecting;
    if (onScreen && !was) beat();
  });
  observer.observe(element);
  document.addEventListener("visibilitychange", beat);
  const timer = setInterval(beat, EVERY);
  return () => {
    observer.disconnect();
    document.removeEventListener("visibilitychange", beat);
    clearInterval(timer);
  };
}
