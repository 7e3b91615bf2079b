"""Which images a recipe with crops and colours can change."""

from lbaviz.errors import BadInput

LEAST = 8  # pixels a side


def check_crop(name: str, image_shape: tuple[int, int, int], *, colours: bool) -> None:
    """Raise BadInput where images (h, w, c) are too small to be cropped, or have no colours to be changed."""
    h, w, c = image_shape
    if colours and c != 3:
        raise BadInput(
            f"augment is '{name}', which changes colours, but the images have {c} channel(s): 'adc-mnist' or 'svhn' "
            "change grey images, None changes nothing"
        )
    if min(h, w) < LEAST:
        raise BadInput(
            f"augment is '{name}', which crops, but the images are {h}x{w}: {LEAST}x{LEAST} at least, or None"
        )
