"""The 200 training photographs of BSDS500 (Arbelaez et al. 2011), which MNIST-M has its backgrounds from."""

from pathlib import Path

import numpy as np

from lbaviz.data import places
from lbaviz.data.idx import REPAIR
from lbaviz.errors import BadInput

FOLDERS = ("BSDS500/data/images/train", "BSR/BSDS500/data/images/train")  # of BIDS/BSDS500, and of BSR_bsds500.tgz
COUNT = 200


def find_photographs(root=None) -> list[Path] | None:
    """Return the .jpg files in the order of their names, from the first folder that has all of them."""
    for place in places.roots(root):
        for folder in FOLDERS:
            files = sorted((place / folder).glob("*.jpg"))
            if len(files) == COUNT:
                return files
    return None


def by_hand() -> str:
    """Return what to put where, in half a sentence."""
    return (
        f"put the {COUNT} training photographs of BSDS500 (the folder data/images/train of BSR_bsds500.tgz, or of "
        f"BIDS/BSDS500 on GitHub) into $LBAVIZ_DATA/{FOLDERS[0]} or {places.cache_folder() / FOLDERS[0]}"
    )


def read_photographs(files: list[Path]) -> list[np.ndarray]:
    """Return the photographs, uint8 (h, w, 3), upright and lying; BadInput with the path of a damaged one."""
    from PIL import Image

    photographs = []
    for file in files:
        try:
            with Image.open(file) as image:
                photographs.append(np.asarray(image.convert("RGB")))
        except (OSError, SyntaxError, ValueError) as error:
            raise BadInput(f"{file} cannot be read ({str(error).rstrip('.')}): {REPAIR}.") from None
    return photographs
