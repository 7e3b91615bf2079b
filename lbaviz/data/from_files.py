"""A data set of the catalogue from its files: found, unpacked or downloaded, then read."""

from pathlib import Path

from lbaviz.data.catalogue import FILES
from lbaviz.data.dataset import DataSet
from lbaviz.data.places import download, locate, unpacked
from lbaviz.data.readers import READERS


def from_files(name: str, root=None) -> DataSet:
    """Return the set of that name, a key of FILES; BadInput for a damaged file and a set that is not to be had."""
    spec = FILES[name]
    files = locate(name, root) or unpacked(name, root) or download(name)
    (images, labels), (test_images, test_labels) = READERS[spec.kind](spec, files)
    source = {"name": name} if root is None else {"name": name, "root": str(Path(root).expanduser().absolute())}
    arrays = (images, labels, test_images, test_labels)
    return DataSet(name, *arrays, spec.class_names, source, validation_last=spec.validation_last)
