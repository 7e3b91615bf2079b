"""A data set: images with labels, whole, before it is known which labels a run may see."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Int64

from lbaviz.data import splitting
from lbaviz.data.checks import check_seed
from lbaviz.data.parts import Part, Split, content_hash
from lbaviz.errors import BadInput


@dataclass(frozen=True, eq=False)
class DataSet:
    """Images and labels to train and validate with, and a test set that may be empty."""

    name: str
    images: np.ndarray  # uint8 (n, h, w, c), training and validation
    labels: np.ndarray  # int64 (n,), -1 = unlabelled
    test_images: np.ndarray  # uint8 (m, h, w, c); m may be 0
    test_labels: np.ndarray  # int64 (m,)
    class_names: tuple[str, ...]
    source: dict  # {"name": ...} can be loaded again by load_again, {"own": True} must be handed in again
    labels_per_class: int = 10  # what split draws where nothing is asked for
    validation_last: int | None = None  # validation = this many last images; None: a tenth of each class, by seed

    def checksum(self) -> str:
        """Return a hash of all images and labels, 32 hexadecimal digits."""
        return content_hash(self.images, self.labels, self.test_images, self.test_labels)

    def split(self, labels_per_class=None, seed=0, validation=None, unlabelled="all", labelled_classes=None) -> Split:
        """Draw the parts of a run; the same arguments give the same parts.

        labels_per_class: None = 2 on digits, else 10, or all where a class has fewer; "all" or -1 = all; 0 = no labels.
        validation: None = the set's own rule, 0 = none, or a number of images. unlabelled: "all" training images, the
        labelled ones included (SEMANTICS 19), the "rest" without them (LBA sec. 4.1.1), a number drawn by seed, or
        "everything": training and test images without any label or validation, which are all the test images too, as
        clusters are measured where nothing was kept apart. labelled_classes: indices or names of the classes that get
        labels. Raises BadInput.
        """
        seed = check_seed(seed)
        if isinstance(unlabelled, str) and unlabelled == "everything":
            return self._everything(labels_per_class, seed, validation)
        count = splitting.labels_count(labels_per_class)
        classes = splitting.class_indices(labelled_classes, self.class_names)
        judged = splitting.validation_index(self.labels, validation, self.validation_last, seed)
        training = np.ones(len(self.labels), bool)
        training[judged] = False
        labelled = splitting.labelled_index(
            self.labels, training, count, self.labels_per_class, classes, self.class_names, seed
        )
        unseen = splitting.unlabelled_index(np.flatnonzero(training), labelled, unlabelled, seed)
        settings = {
            "labels_per_class": count,
            "seed": seed,
            "validation": None if validation is None else int(validation),
            "unlabelled": unlabelled if isinstance(unlabelled, str) else int(unlabelled),
            "labelled_classes": None if labelled_classes is None else classes,
        }
        parts = (self.take(index) for index in (labelled, unseen, judged))
        test = Part(self.test_images, self.test_labels.copy())
        return Split(self.name, *parts, test, self.class_names, seed, settings, self.source)

    def _everything(self, labels_per_class, seed: int, validation) -> Split:
        for name, value in (("labels_per_class", labels_per_class), ("validation", validation)):
            if value not in (None, 0):
                raise BadInput(
                    f"unlabelled='everything' leaves no image apart, but {name} is {value!r}: leave it out, or ask for "
                    "unlabelled='all'"
                )
        images, labels = self.images, self.labels
        if len(self.test_images):
            images = np.concatenate([images, self.test_images])
            labels = np.concatenate([labels, self.test_labels])
        known, none = labels >= 0, self.take(np.empty(0, np.int64))
        settings = {
            "labels_per_class": 0, "seed": seed, "validation": 0, "unlabelled": "everything", "labelled_classes": None
        }  # fmt: skip
        test = Part(images, labels) if known.all() else Part(images[known], labels[known])
        parts = none, Part(images, labels), none, test
        return Split(self.name, *parts, self.class_names, seed, settings, self.source)

    def take(self, index: Int64[np.ndarray, " n"]) -> Part:
        """Take the images at index; a run of neighbours is not copied, its labels are."""
        if len(index) and index[-1] - index[0] + 1 == len(index) and (np.diff(index) == 1).all():
            return Part(self.images[index[0] : index[-1] + 1], self.labels[index])
        return Part(self.images[index], self.labels[index])
