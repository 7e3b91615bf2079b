"""Recognise the collapse of a run on two domains while it happens: all of the target becomes one class.

It shows in the entropy of the classes that the target's images are told, without any label of theirs. The entropy of
visits is recorded and said, and decides nothing: it is low while the walker has not set out yet, and at its highest
where all embeddings have become one. Without labels, it shows in clusters that hold no image, or nearly all.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from lbaviz.recording import Recording
from lbaviz.session.clusters import Clusters
from lbaviz.session.spread import Spread

DROP = 0.5  # of the highest entropy so far, where that was at least so much of log(classes)
NARROW = 0.25  # of log(classes), at two evaluations in a row after the start: nine in ten images in one of ten classes
YOUNG = 50  # steps: before, a network may tell everything one class because it has not learned anything yet
CROWDED, MANIFOLD = 0.5, 3  # of all images, and of a fair share: more in one cluster is too many
NAMED = 5  # of dead clusters
BEGINS = "collapsed:"
REMEDIES = {
    "learning_rate": "a lower learning rate",
    "delay": "a longer delay",
    "visit_weight": "a higher visit weight",
    "centroid_visit_weight": "a higher centroid visit weight",
    "balance_weight": "a higher balance weight",
    "warm_up": "a longer warm-up",
    "domain_weight": "a lower domain weight",
    "mmd_weight": "a lower MMD weight",
    "coral_weight": "a lower CORAL weight",
}


def sentence(
    spread: Spread, before: Mapping[int, float], class_names: Sequence[str], knobs: Sequence[str]
) -> str | None:
    """Say that the target has collapsed, and what helps; None if it has not.

    before: the prediction entropies of earlier evaluations after the start, by step; knobs: names of the method's.
    """
    now, most = spread.prediction_entropy, np.log(len(spread.counts))
    best, last_step = max(before.values(), default=0.0), max(before, default=0)
    dropped = best >= DROP * most and now < DROP * best
    narrow = last_step >= YOUNG and max(now, before[last_step]) < NARROW * most
    if not (dropped or narrow):
        return None
    top = int(spread.counts.argmax())
    share, n = 100 * spread.counts[top] / spread.counts.sum(), len(spread.p_visit)
    return (
        f"{BEGINS} {share:.0f} % of the target's images are told class {class_names[top]} (entropy of predictions "
        f"{now:.2f}, at most {most:.2f}, at best {max(best, now):.2f} so far; of visits {spread.visit_entropy:.2f}, at "
        f"most {np.log(n):.2f}): go back before it and try {_remedy(knobs)}"
    )


def watch(loop) -> None:
    """Put the sentence into a loop's note while the target is collapsed, and a mark where it began."""
    judge = loop.judge
    if judge.spread is None and judge.clusters is None:
        return
    found = _of_clusters(loop) if judge.clusters else _of_domains(loop)
    ours = (loop.note or "").startswith(BEGINS)
    if found and not judge.collapsed and not _is_marked(loop):
        loop.writer.add_event(loop.step, "note", {"text": "collapsed"})
        loop.watchers.tell("events")
    judge.collapsed = found is not None
    if found or ours:
        loop.note = found


def _of_domains(loop) -> str | None:
    judge, plan = loop.judge, loop.plan
    if judge.entropies is None:
        judge.entropies = recorded(loop)
    before = {step: value for step, value in judge.entropies.items() if 0 < step < loop.step}
    found = sentence(judge.spread, before, plan.split.class_names, list(plan.knobs)) if loop.step else None
    judge.entropies[loop.step] = judge.spread.prediction_entropy
    return found


def _of_clusters(loop) -> str | None:
    """None while a warm-up lasts, and shortly after: the classifier has not learned what the clusters are."""
    begun = loop.knobs.at(loop.step).get("warm_up", 0)
    return of_clusters(loop.judge.clusters, list(loop.plan.knobs)) if loop.step > begun + YOUNG else None


def of_clusters(clusters: Clusters, knobs: Sequence[str]) -> str | None:
    """Say that clusters hold no image, or one holds nearly all, and what helps; None if it is not so."""
    k, n, top = len(clusters.sizes), int(clusters.sizes.sum()), int(clusters.sizes.argmax())
    dead = np.flatnonzero(clusters.sizes == 0)
    share = clusters.sizes[top] / n
    if not len(dead) and share <= max(CROWDED, MANIFOLD / k):
        return None
    names = ", ".join(f"cluster {i}" for i in dead[:NAMED]) + (", ..." if len(dead) > NAMED else "")
    none = f"{len(dead)} of {k} clusters hold none of {n:,} images ({names}) and " if len(dead) else ""
    return f"{BEGINS} {none}cluster {top} holds {100 * share:.0f} %: go back before it and try {_remedy(knobs)}"


def _remedy(knobs: Sequence[str]) -> str:
    *others, last = [REMEDIES[name] for name in REMEDIES if name in knobs]
    return f"{', '.join(others)} or {last}" if others else last


def recorded(loop) -> dict[int, float]:
    """Return the entropies that the file knows from before a resume or a branch."""
    line = Recording(loop.writer.path).series().get("prediction_entropy", {"step": [], "value": []})
    return dict(zip(line["step"], line["value"], strict=True))


def _is_marked(loop) -> bool:
    events = Recording(loop.writer.path).events()
    return any(event.kind == "note" and event.step == loop.step for event in events)
