"""A data set by its name."""

from pathlib import Path

import numpy as np

from lbaviz.data.catalogue import NAMES
from lbaviz.data.dataset import DataSet
from lbaviz.data.folder import from_folder
from lbaviz.data.from_files import from_files
from lbaviz.data.generated import GENERATORS, generate
from lbaviz.data.grey_sets import DIGITS
from lbaviz.data.mixing import mix
from lbaviz.data.pairs import Pair, pair
from lbaviz.data.places import locate
from lbaviz.errors import BadInput, nearest

DIGITS_TEST, DIGITS_VALIDATION = 500, 200


def load(name, root=None, size=None) -> DataSet | Pair:
    """Return the data set of that name, one of `lbaviz.data.NAMES`; two mixed, as in "mnist+notmnist-part", or a pair
    of domains, as in "mnist:usps", with images of `size` (as `pair`).

    Looked for in root, then $LBAVIZ_DATA, then the user's cache, and downloaded into the cache where it is in none of
    them; root and $LBAVIZ_DATA are never written to. digits comes with scikit-learn; some sets whose files are not here
    are made, by seed 0 (`generate`). Raises BadInput for an unknown name, a damaged file, a set that is neither
    here nor to be had, and a size where there is one domain only.
    """
    if isinstance(name, str) and name.count(":") == 1:
        return pair(*(load(each, root) for each in name.split(":")), size=size)
    _check_no_size(name, size)
    if isinstance(name, str) and name.count("+") == 1:
        return mix(*(load(each, root) for each in name.split("+")))
    if name not in NAMES:
        raise BadInput(f"'{name}' is not a data set that can be loaded.{nearest(str(name), NAMES)}")
    if name == "digits":
        return _digits()
    if name in GENERATORS and not locate(name, root):
        return generate(name, 0, root)
    return from_files(name, root)


def find(where: str | Path, root=None, size=None) -> DataSet | Pair:
    """Return the data set of a name (as `load`), of a folder, or the pair of two of either, as in "photos:sketches".

    size: of both domains of a pair, or of the pictures of a folder (as `from_folder`).
    """
    name = str(where)
    if name not in NAMES and Path(name).is_dir():
        return from_folder(name, size)
    if name.count(":") == 1:
        return pair(*(find(each, root) for each in name.split(":")), size=size)
    return load(name, root, size)


def _check_no_size(name, size) -> None:
    if size is not None:
        raise BadInput(f"size={size} is for two domains and for folders, and '{name}' is a set by itself: leave it out")


def load_again(source: dict) -> DataSet | Pair:
    """Return the data set that a recording names; a root that has gone is no longer looked in. Raises BadInput."""
    if "mix" in source:
        return mix(*(load_again(each) for each in source["mix"]))
    if "pair" in source:
        return pair(*(load_again(each) for each in source["pair"]), size=source["size"])
    if "name" not in source:
        raise BadInput("the data came from own arrays or an own folder, which a recording does not hold: pass data=.")
    root = source.get("root")
    root = root if root and Path(root).is_dir() else None
    if "generated" in source:  # also where the published files came later
        return generate(source["name"], source["generated"]["seed"], root)
    return load(source["name"], root)


def _digits() -> DataSet:
    """Scikit-learn's digits, 1,797 images of 8 x 8 in 0...16; the last 500 are the test set (DESIGN)."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    images = np.rint(digits.images / 16 * 255).astype(np.uint8)[..., None]
    labels = digits.target.astype(np.int64)
    parts = (part for cut in (slice(-DIGITS_TEST), slice(-DIGITS_TEST, None)) for part in (images[cut], labels[cut]))
    return DataSet("digits", *parts, DIGITS, {"name": "digits"}, labels_per_class=2, validation_last=DIGITS_VALIDATION)
