"""What probes leave in a recording: named arrays that the browser reads too, and the records that they become again.

| name | arrays |
|---|---|
| predictions | predicted uint16 (n), confidence float32 (n); where clusters have the names and the |
| | images' classes are known also class_of int16 (k): the class that each cluster is called by |
| neighbors | indices uint16 (n, k), similarities float32 (n, k): cosine, among the inspected images, self excluded |
| visits | p_visit float32 (n): A = labelled probe samples, B = the inspected images; of two domains those of B's |
| layers | the arrays of records.Layers; names and flags as JSON in uint8 |
| exemplars | as in records.Exemplars: indices int16 (k, m), probabilities float32 (k, m), sizes uint16 (k); also |
| | where classes are known: labels int16 (k, m), majority int16 (k), their names (`classes`) as JSON in uint8 |
| embeddings | float16 (n, d) |
| projection-pca, -tsne, -umap | positions float32 (n, 2), settings as JSON in uint8, kl float32 () or NaN |

Of a run without labels, once its centroids are placed, embeddings and projections also hold anchors, float16 (m, d)
or float32 (m, 2), and anchor_labels uint16 (m): the cluster of each.
"""

import json

import numpy as np

from lbaviz.errors import BadInput, nearest
from lbaviz.recording import naming, refusals
from lbaviz.records import Confusion, Exemplars, Layers, Neighbors, Projection, Record, Visits
from lbaviz.records.packing import pack, unpack
from lbaviz.records.projection import told_apart

LAYOUTS = ("projection-pca", "projection-tsne", "projection-umap")
NAMES = ("predictions", "neighbors", "visits", "layers", "exemplars", "embeddings", *LAYOUTS)
NOT_EXPORTED = ("embeddings",)  # half of a recording's probes by size, and no view draws them


def predictions_bytes(predicted: np.ndarray, confidence: np.ndarray, class_of: np.ndarray | None = None) -> bytes:
    """Pack the predicted classes or clusters (n,), their probabilities (n,), and what clusters are called (k,)."""
    told = {"predicted": predicted.astype("u2"), "confidence": confidence.astype("f4")}
    return pack(told if class_of is None else {**told, "class_of": class_of.astype("i2")})


def embeddings_bytes(embeddings: np.ndarray, anchors=None, anchor_labels=None) -> bytes:
    """Pack embeddings (n, d) and, where there are some, anchors (m, d); three digits are enough to lay them out."""
    largest = np.finfo("f2").max
    named = {"embeddings": embeddings} if anchors is None else {"embeddings": embeddings, "anchors": anchors}
    rounded = {name: np.clip(np.asarray(each), -largest, largest).astype("f2") for name, each in named.items()}
    return pack({**rounded, **_labels(anchor_labels)})


def anchors_in(data: bytes) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Return the anchors (m, d) that were packed with embeddings, and their clusters; None, None where none were."""
    arrays = unpack(data)
    return (arrays["anchors"].astype("f4"), arrays["anchor_labels"]) if "anchors" in arrays else (None, None)


def record_bytes(record: Neighbors | Visits | Layers | Exemplars | Projection) -> bytes:
    """Pack what a probe found; labels and images are not in it, they stand in table `inspected`."""
    if isinstance(record, Neighbors):
        return pack({"indices": record.indices.astype("u2"), "similarities": record.similarities.astype("f4")})
    if isinstance(record, Visits):
        return pack({"p_visit": record.p_visit.astype("f4")})
    if isinstance(record, Layers):
        arrays = {name: value for name, value in record.arrays().items() if value.ndim}  # not seconds, not step
        return pack({**arrays, "names": _json(record.names), "flags": _json(record.flags)})
    if isinstance(record, Exemplars):
        arrays = {"indices": record.indices.astype("i2"), "probabilities": record.probabilities.astype("f4")}
        arrays["sizes"] = record.sizes.astype("u2")
        if record.labels is not None:
            known = {"labels": record.labels.astype("i2"), "majority": record.majority.astype("i2")}
            arrays |= {**known, "classes": _json(record.class_names)}
        return pack(arrays)
    kl = np.float32(np.nan if record.kl is None else record.kl)
    layout = {"positions": record.positions.astype("f4"), "settings": _json(record.settings), "kl": np.asarray(kl)}
    among = {} if record.anchors is None else {"anchors": record.anchors.astype("f4"), **_labels(record.anchor_labels)}
    return pack({**layout, **among})


def record_of(recording, name: str, step: int, data: bytes) -> Record | np.ndarray:
    """Return the record of one row of table `probes`, with labels, images and names of classes for drawing."""
    with refusals.reading(recording.path):
        arrays = unpack(data)
        if name == "embeddings":
            return arrays["embeddings"].astype("f4")
        if name == "layers":
            texts = {key: tuple(_text(arrays.pop(key))) for key in ("names", "flags")}
            return Layers(**arrays, **texts, step=step)
        about = recording.about()
        labels = np.array(about["inspected"]["labels"], np.int64)
        shown = {"class_names": tuple(about["class_names"]), "step": step}
        return RECORDS[name.split("-")[0]](recording, name, arrays, labels, recording.inspected_images(), shown)


def _predictions(recording, name: str, arrays: dict, labels, images, shown: dict) -> Confusion:
    predicted, inspected = arrays["predicted"].astype(np.int64), recording.about()["inspected"]
    if "class_of" in arrays and "classes" in inspected:  # clusters are called by classes
        labels, predicted = np.array(inspected["classes"], np.int64), arrays["class_of"].astype(np.int64)[predicted]
        shown = {**shown, "class_names": tuple(inspected["class_names"])}
    known = labels >= 0
    counts = np.zeros([max(len(shown["class_names"]), predicted.max(initial=0) + 1)] * 2, np.int64)
    np.add.at(counts, (labels[known], predicted[known]), 1)
    return Confusion(counts, predicted, labels, images=images, **shown)


def _neighbors(recording, name: str, arrays: dict, labels, images, shown: dict) -> Neighbors:
    both = {"query_images": images, "gallery_images": images, "query_labels": labels, "gallery_labels": labels}
    return Neighbors(arrays["indices"].astype(np.int64), arrays["similarities"], **both, **shown)


def _visits(recording, name: str, arrays: dict, labels, images, shown: dict) -> Visits:
    about = recording.about()
    domains = about["inspected"].get("domains")
    if domains is None:
        return Visits(arrays["p_visit"], images, labels, **shown)
    side = about["sides"][1]
    turned = np.array(domains) == ("source", "target").index(side)
    return Visits(arrays["p_visit"], images[turned], labels[turned], side, **shown)


def _exemplars(recording, name: str, arrays: dict, labels, images, shown: dict) -> Exemplars:
    indices = arrays["indices"].astype(np.int64)
    there = (indices >= 0)[..., None, None, None]
    known = {key: arrays[key].astype(np.int64) for key in ("labels", "majority") if key in arrays}
    classes = tuple(_text(arrays["classes"])) if "classes" in arrays else ()
    given = naming.names_in(recording.events())
    return Exemplars(
        indices,
        arrays["probabilities"],
        arrays["sizes"].astype(np.int64),
        np.where(there, images[indices], 0),
        **known,
        class_names=classes,
        names=tuple(given.get(cluster, "") for cluster in range(len(indices))),
        step=shown["step"],
    )


def _projection(recording, name: str, arrays: dict, labels, images, shown: dict) -> Projection:
    step, kl = shown["step"], float(arrays["kl"])
    at = recording.probe_steps().get("predictions", [])
    predicted = unpack(recording.probe_bytes("predictions", step))["predicted"].astype(int) if step in at else None
    made = {"method": name.removeprefix("projection-"), "settings": _text(arrays["settings"])}
    known = {"labels": labels, "predicted": predicted, "images": images}
    inspected = recording.about()["inspected"]
    if "domains" in inspected:
        known |= {"domains": np.array(inspected["domains"]), "domain_names": told_apart(inspected["domain_names"])}
    if "anchors" in arrays:
        known |= {"anchors": arrays["anchors"], "anchor_labels": arrays["anchor_labels"].astype(np.int64)}
    return Projection(arrays["positions"], kl=None if np.isnan(kl) else kl, **made, **known, **shown)


RECORDS = {
    "predictions": _predictions,
    "neighbors": _neighbors,
    "visits": _visits,
    "exemplars": _exemplars,
    "projection": _projection,
}


def refuse(recording: str, name: str, step: int):
    """Raise BadInput: there is no such probe, or it was not recorded; says what to do."""
    if name not in NAMES:
        raise BadInput(f"there is no probe '{name}' in recordings.{nearest(str(name), NAMES)}")
    run = f"lbaviz.open('{recording}')"
    how = f"record with probe_every=100 (lbaviz train --probe-every 100), or fill it in with {run}.probe()"
    if name in LAYOUTS[1:]:
        how = f"record the embeddings with probe_every=100, then {run}.project('{name.removeprefix('projection-')}')"
    raise BadInput(f"{recording} has no '{name}' at or before step {step}: {how}")


def _labels(anchor_labels) -> dict[str, np.ndarray]:
    return {} if anchor_labels is None else {"anchor_labels": np.asarray(anchor_labels).astype("u2")}


def _json(value) -> np.ndarray:
    """JSON as an array of bytes."""
    return np.frombuffer(json.dumps(value, default=float).encode(), np.uint8)


def _text(array: np.ndarray):
    return json.loads(array.tobytes())
