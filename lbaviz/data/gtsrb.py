"""Read GTSRB, the German Traffic Sign Recognition Benchmark (Stallkamp et al. 2012): images with a table a folder.

Cut to the sign's box (region of interest) and scaled bilinearly, as haeusser/learning_by_association@7cdef81:
semisup/tools/gtsrb.py does (SEMANTICS 28). About thirty training images in a row, a track, show one and the same sign:
they stand together, and the last tracks of each class stand last, to be validated on.
"""

import csv
from pathlib import Path

import numpy as np
from jaxtyping import Int64

from lbaviz.data.idx import REPAIR
from lbaviz.data.npz import check_arrays, read_npz
from lbaviz.data.picture_lists import read_picture
from lbaviz.errors import BadInput

LEAST = 20  # images of a class to validate on; whole tracks, so up to a track more
BOX = ("Roi.X1", "Roi.Y1", "Roi.X2", "Roi.Y2")  # left, upper, right, lower
Shape = tuple[int, int, int, int]
Arrays = tuple[np.ndarray, np.ndarray]


def read_training(first_table: Path, counts: tuple[int, ...], shape: tuple[int, int, int], classes: int) -> Arrays:
    """Return images (n, h, w, 3), n one of counts, and labels of 00000/GT-00000.csv, 00001/..., or raise BadInput."""
    folder, rows = first_table.parent.parent, []
    for label in range(classes):
        table = folder / f"{label:05}" / f"GT-{label:05}.csv"
        rows += [(table.parent / name, box, found) for name, box, found in _table(table)]
    if len(rows) not in counts:
        expected = " or ".join(map(str, counts))
        raise BadInput(f"the tables in {folder} list {len(rows)} images, expected {expected}: {REPAIR}.")
    images, labels = _pictures(folder, rows, (len(rows), *shape), classes)
    order = tracks_last(labels, np.array([path.name.split("_")[0] for path, _, _ in rows]))
    return images[order], labels[order]


def read_test(table: Path, shape: Shape, classes: int) -> Arrays:
    """Return the test images, of exactly this shape, and their labels, or raise BadInput."""
    folder = table.parent / "GTSRB" / "Final_Test" / "Images"
    rows = [(folder / name, box, label) for name, box, label in _table(table)]
    if len(rows) != shape[0]:
        raise BadInput(f"{table} lists {len(rows)} images, expected {shape[0]}: {REPAIR}.")
    return _pictures(table, rows, shape, classes)


def read_part(path: Path, shape: Shape, classes: int) -> Arrays:
    """Return the training images of a part, an .npz that names them "class/track_frame", or raise BadInput."""
    images, labels = read_npz(path, shape, classes)
    try:
        with np.load(path, allow_pickle=False) as file:
            tracks = np.array([name.split("/")[1].split("_")[0] for name in file["names"]])
        order = tracks_last(labels, tracks)
    except (KeyError, IndexError, AttributeError) as error:
        raise BadInput(f"{path} does not say which images show one sign ({error}): {REPAIR}.") from None
    return images[order], labels[order]


def tracks_last(labels: Int64[np.ndarray, " n"], tracks: np.ndarray) -> Int64[np.ndarray, " n"]:
    """Return an order that keeps tracks together and ends with the last ones of each class, LEAST images at least."""
    rows, ends = [], []
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        members = members[np.argsort(tracks[members], kind="stable")]
        track = tracks[members[-min(LEAST, len(members))]]  # the one that holds the twentieth from behind
        cut = np.flatnonzero(tracks[members] == track)[0]
        rows.append(members[:cut])
        ends.append(members[cut:])
    return np.concatenate(rows + ends)


def _table(path: Path) -> list[tuple[str, tuple[float, ...], int]]:
    """Return name, box and class of each image."""
    try:
        with open(path, newline="") as file:
            rows = csv.DictReader(file, delimiter=";")
            return [(row["Filename"], tuple(float(row[edge]) for edge in BOX), int(row["ClassId"])) for row in rows]
    except (OSError, ValueError, TypeError, KeyError, csv.Error) as error:
        raise BadInput(f"{path} is not a table of GTSRB ({error}): {REPAIR}.") from None


def _pictures(named: Path, rows: list, shape: Shape, classes: int) -> Arrays:
    images = np.empty(shape, np.uint8)
    for image, (path, box, _) in zip(images, rows, strict=True):
        image[:] = read_picture(path, shape[1], box)
    return check_arrays(named, images, np.array([label for _, _, label in rows], np.int64), shape, classes)
