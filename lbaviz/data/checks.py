"""Bad counts, seeds and arrays are refused here, each with one sentence."""

from operator import index

import numpy as np

from lbaviz.errors import BadInput

TOLERANCE = 1e-6  # resizing in float32 gives 1.0000001
CHUNK = 4096  # images converted at once: no float copy of the whole set


def check_count(what: str, value: object, least: int = 1) -> int:
    """Return value as an int; raise BadInput where it is none, or below `least`."""
    try:
        count = index(value)
    except TypeError:
        count = None
    if count is None or isinstance(value, bool | np.bool_) or count < least:
        raise BadInput(f"{what} is {value!r}, expected an integer of at least {least}.")
    return count


def check_seed(seed: object) -> int:
    """Return seed as an int in 0...2^32-1, which is what RandomState takes."""
    seed = check_count("the seed", seed, least=0)
    if seed >= 2**32:
        raise BadInput(f"the seed is {seed}, expected an integer below 2^32.")
    return seed


def check_images(what: str, images: object) -> np.ndarray:
    """Return images as uint8 (n, h, w, c); uint8 is not copied, floats in [0, 1] become 0...255."""
    images = _array(what, images)
    if images.ndim not in (3, 4):
        raise BadInput(f"{what} have shape {images.shape}, expected (n, h, w) or (n, h, w, c).")
    if 0 in images.shape:
        raise BadInput(f"{what} are empty (shape {images.shape}): hand in at least one image with at least one pixel.")
    if images.ndim == 4 and images.shape[1] in (1, 3, 4) and images.shape[3] > 4:
        raise BadInput(
            f"{what} have shape {images.shape}, which looks like channels first, expected (n, h, w, c): "
            "hand in images.transpose(0, 2, 3, 1)."
        )
    if images.ndim == 3:
        images = images[..., None]
    if images.dtype == np.uint8:
        return np.ascontiguousarray(images)
    if images.dtype.kind != "f":
        raise BadInput(f"{what} are {images.dtype}, expected uint8 in 0...255 or floats in [0, 1]: convert them.")
    pixels = np.empty(images.shape, np.uint8)
    for start in range(0, len(images), CHUNK):
        pixels[start : start + CHUNK] = _to_uint8(what, images[start : start + CHUNK])
    return pixels


def _to_uint8(what: str, floats: np.ndarray) -> np.ndarray:
    low, high = floats.min(), floats.max()  # both are NaN where any is
    if np.isnan(low):
        raise BadInput(f"{what} hold NaN, expected floats in [0, 1]: remove or mend these images.")
    if low < -TOLERANCE or high > 1 + TOLERANCE:
        raise BadInput(f"{what} are floats from {low:g} to {high:g}, expected [0, 1]: scale them, or hand in uint8.")
    return np.rint(floats.clip(0, 1) * 255)


def check_labels(what: str, labels: object, count: int) -> np.ndarray:
    """Return labels as int64 (count,), at least -1; -1 = unlabelled."""
    labels = _array(what, labels)
    if labels.dtype.kind not in "iu":
        raise BadInput(f"{what} are {labels.dtype}, expected integers: number the classes 0, 1, 2, ...")
    if labels.ndim != 1:
        raise BadInput(f"{what} have shape {labels.shape}, expected (n,): one integer an image.")
    if len(labels) != count:
        raise BadInput(f"{what} are {len(labels)} for {count} images: hand in one label an image, -1 for unlabelled.")
    if labels.min() < -1:
        raise BadInput(f"{what} hold {labels.min()}, expected 0, 1, 2, ... or -1 for unlabelled.")
    return labels.astype(np.int64)


def _array(what: str, values: object) -> np.ndarray:
    try:
        array = np.asarray(values)
    except (ValueError, TypeError, RuntimeError) as error:
        raise BadInput(
            f"{what} cannot be read as one array ({str(error).rstrip('.')}): hand in a NumPy array."
        ) from None
    if array.dtype == object:
        raise BadInput(f"{what} are an array of objects, expected numbers: all images need one size.")
    return array
