"""What a person calls the clusters of a run, and which images they mark as wrong there: events of its recording.

| kind | detail |
|---|---|
| name_cluster | cluster, name; "" takes the name back |
| mark_wrong | cluster, image (its place among the inspected images), wrong; false takes the mark back |

The last event counts. Both are for display and for who reads the recording; training never sees them.
"""

import threading

from lbaviz.errors import BadInput
from lbaviz.recording import refusals
from lbaviz.recording.standing import BUSY_STATES
from lbaviz.recording.writer import Writer
from lbaviz.records import Event

KINDS = ("name_cluster", "mark_wrong")
LONGEST = 40  # characters of a name
_one_at_a_time = threading.Lock()  # a browser's clicks come in threads of their own, and a file has one owner


def write(recording, order: dict) -> None:
    """Keep a name or a mark: the process that trains the run does it, else it is written now. BadInput as `check`."""
    detail = check(recording.about(), order)
    with _one_at_a_time:
        status = recording.status()
        if status["alive"] and status["state"] in BUSY_STATES:
            return recording.command({"kind": order["kind"], **detail})
        writer = Writer.reopen(recording.path)
        try:
            with refusals.writing(recording.path):
                writer.add_event(status["step"], order["kind"], detail)
                writer.touch()
        finally:
            writer.close()


def check(about: dict, order: dict) -> dict:
    """Return the detail of the event that an order asks for; BadInput for what the run (`about`) does not have."""
    cluster, clusters = order.get("cluster"), len(about["class_names"])
    if about.get("sides", [""])[0] != "centroids":
        raise BadInput(
            f"{about['name']} learns classes, which have names: only clusters (of runs without labels) take one"
        )
    if not _is_place(cluster, clusters):
        raise BadInput(f"there is no cluster {cluster!r}: {about['name']} has clusters 0 to {clusters - 1}")
    if order["kind"] == "name_cluster":
        return {"cluster": cluster, "name": _checked_name(order.get("name"))}
    image, wrong, inspected = order.get("image"), order.get("wrong", True), about["inspected"] or {}
    images = len(inspected.get("labels", []))
    if not images:
        how = "record with probe_every=100, or fill them in with run.probe()"
        raise BadInput(f"{about['name']} has no images to mark: {how}")
    if not _is_place(image, images):
        raise BadInput(f"there is no image {image!r}: {about['name']} has inspected images 0 to {images - 1}")
    if not isinstance(wrong, bool):
        raise BadInput(f"wrong is true, or false to take a mark back, got {wrong!r}")
    return {"cluster": cluster, "image": image, "wrong": wrong}


def _checked_name(name) -> str:
    if not isinstance(name, str):
        raise BadInput(f"a cluster's name is a text, got {name!r}: give one, or '' to take a name back")
    name = " ".join(name.split())
    if len(name) > LONGEST:
        raise BadInput(f"a cluster's name has at most {LONGEST} characters, got {len(name)}: choose a shorter one")
    if not name.isprintable():
        raise BadInput(f"a cluster's name is made of characters that can be seen, got {name!r}: leave the others out")
    return name


def _is_place(value, count: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count


def names_in(events: list[Event]) -> dict[int, str]:
    """Return the names that were given, by cluster."""
    names = {e.detail["cluster"]: e.detail["name"] for e in _in_order(events) if e.kind == "name_cluster"}
    return {cluster: name for cluster, name in sorted(names.items()) if name}


def marks_in(events: list[Event]) -> dict[tuple[int, int], int]:
    """Return the images that are marked as wrong: {(cluster, image): the step at which that was done}."""
    marks = {(e.detail["cluster"], e.detail["image"]): e for e in _in_order(events) if e.kind == "mark_wrong"}
    return {place: event.step for place, event in sorted(marks.items()) if event.detail["wrong"]}


def _in_order(events: list[Event]) -> list[Event]:
    """Return events as they were written: a resumed run may be at an earlier step than when a name was given."""
    return sorted(events, key=lambda event: event.id)


def wrong_images(recording):
    """Return the marked images of a recording as a pandas table, see `Run.wrong_images`."""
    import pandas as pd

    events, about, items = recording.events(), recording.about(), recording.inspected_items()
    part, called = (about["inspected"] or {}).get("part"), about["class_names"]
    rows = [(c, called[c], image, items[image], part, step) for (c, image), step in marks_in(events).items()]
    return pd.DataFrame(rows, columns=["cluster", "name", "image", "item", "part", "step"])


def shown_names(default: list[str], names: dict[int, str]) -> list[str]:
    """Return what clusters are called in views: the person's name, with the number where two have the same one."""
    given = list(names.values())
    own = {c: f"{name} ({c})" if given.count(name) > 1 else name for c, name in names.items()}
    return [own.get(cluster, name) for cluster, name in enumerate(default)]
