"""Foreign images among the unlabelled ones: the case of which LBA sec. 3 warns (a visit loss that must visit all)."""

import numpy as np

from lbaviz.data.dataset import DataSet
from lbaviz.errors import BadInput


def mix(labelled: DataSet, foreign: DataSet) -> DataSet:
    """Return `labelled` with the training images of `foreign` added, unlabelled: their labels are -1.

    Validation and test stay those of `labelled`, and so do the classes. The images of both have one shape, else
    BadInput. A recording of sets with names can be opened again without handing the data in.
    """
    shapes = ["x".join(map(str, each.images.shape[1:])) for each in (labelled, foreign)]
    if shapes[0] != shapes[1]:
        raise BadInput(
            f"images of {labelled.name} are {shapes[0]}, those of {foreign.name} {shapes[1]}: bring them to one size."
        )
    sources = [labelled.source, foreign.source]
    return DataSet(
        f"{labelled.name}+{foreign.name}",
        np.concatenate([foreign.images, labelled.images]),  # the own ones last: "the last 5,000" stays what it is
        np.concatenate([np.full(len(foreign.images), -1, np.int64), labelled.labels]),
        labelled.test_images,
        labelled.test_labels,
        labelled.class_names,
        {"own": True} if any("own" in source for source in sources) else {"mix": sources},
        labelled.labels_per_class,
        labelled.validation_last,
    )
